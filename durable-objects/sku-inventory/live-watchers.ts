import { soldBeyond } from '../../commerce/inventory/beyond.ts';
import type { StockState } from '../../commerce/inventory/state.ts';
import type { LedgerReader } from './ledger-reader.ts';

/** What a watcher is told: no more than a product page may show. */
export interface LiveStock {
  readonly type: 'stock';
  readonly variantId: number;
  /** To ask for what came later when the connection was lost: `?since=`. */
  readonly sequence: number;
  readonly available: number;
  /** Whether one can be bought: available, or the variant sells on as back-order or pre-order and its limit is not reached. */
  readonly forSale: boolean;
}

/**
 * While changes come faster, watchers get one message per window with the latest. It is longer the more there are, so that telling a crowd does not
 * slow down selling, and always short enough that everyone hears within 200 ms.
 */
const WINDOW_MS = 50;
const WINDOW_PER_WATCHER_MS = 0.14;
const LONGEST_WINDOW_MS = 140;
/** So many are told in one go; commands that wait are decided before the next ones are. */
const SLICE = 100;
/** A watcher who missed more changes than this gets the latest only. */
const MAX_MISSED = 200;

/** Tells the connected WebSockets of a variant's stock; they survive the object's hibernation. */
export class LiveWatchers {
  readonly #ctx: DurableObjectState;
  readonly #ledger: LedgerReader;
  readonly #freeInLots: () => number;
  #told: { available: number; policy: string } | null = null;
  #window: ReturnType<typeof setTimeout> | null = null;
  /** Those who are still to be told the latest. */
  #untold: { readonly text: string; readonly sockets: WebSocket[] } | null = null;

  /** `freeInLots`: units that can be sold beside what the object's own state says. */
  constructor(ctx: DurableObjectState, ledger: LedgerReader, freeInLots: () => number) {
    this.#ctx = ctx;
    this.#ledger = ledger;
    this.#freeInLots = freeInLots;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /**
   * Accepts a watcher and tells it the stock: each change after `since` when it names a sequence it has seen and missed
   * few, the present otherwise. Always at least one message, whose sequence is the present one.
   */
  accept(state: StockState, since: number | null): Response {
    // Whoever is connected hears a change that still waits for its window now, so that the newcomer does not hear it twice.
    this.#tell(state);
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    const missed = since === null || since > state.sequence ? [] : this.#ledger.availabilityAfter(since, MAX_MISSED);
    for (const change of missed) {
      if (change.sequence < state.sequence)
        server.send(JSON.stringify(messageOf(state, change.sequence, change.available)));
    }
    server.send(JSON.stringify(messageOf(state, state.sequence, this.#availableOf(state))));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Tells everyone, at once when it is quiet, at the end of the window when it is not. */
  announce(current: () => StockState | null): void {
    if (this.#window !== null) return;
    const told = this.#tell(current());
    const windowMs = Math.min(Math.max(WINDOW_MS, told * WINDOW_PER_WATCHER_MS), LONGEST_WINDOW_MS);
    this.#window = setTimeout(() => {
      this.#window = null;
      if (this.#hasNews(current())) this.announce(current);
    }, windowMs);
  }

  #availableOf(state: StockState): number {
    return state.available + this.#freeInLots();
  }

  #hasNews(state: StockState | null): state is StockState {
    return state !== null && (this.#told?.available !== this.#availableOf(state) || this.#told.policy !== state.policy);
  }

  /** Tells the connected ones what is new, the first of them at once. Answers how many there are. */
  #tell(state: StockState | null): number {
    if (!this.#hasNews(state)) return 0;
    this.#sendSlice(Number.POSITIVE_INFINITY);
    const available = this.#availableOf(state);
    this.#told = { available, policy: state.policy };
    const sockets = this.#ctx.getWebSockets();
    this.#untold = { text: JSON.stringify(messageOf(state, state.sequence, available)), sockets };
    const count = sockets.length;
    this.#sendSlice(SLICE);
    return count;
  }

  #sendSlice(most: number): void {
    if (!this.#untold) return;
    const { text, sockets } = this.#untold;
    for (const socket of sockets.splice(0, most)) {
      try {
        socket.send(text);
      } catch {
        // A socket on its way out; the runtime removes it.
      }
    }
    if (sockets.length === 0) this.#untold = null;
    else setTimeout(() => this.#sendSlice(SLICE), 0);
  }
}

function messageOf(state: StockState, sequence: number, available: number): LiveStock {
  const forSale = available > 0 || soldBeyond(state) !== null;
  return { type: 'stock', variantId: state.variantId, sequence, available, forSale };
}
