import type { LiveStock, LiveStockMessage } from '../ports/live-stock.ts';

/** Most variants of one stream: each costs a connection to its object. */
export const MAX_WATCHED = 50;

/** A change with the place in the stream after it. */
export interface StockUpdate extends LiveStockMessage {
  /** Where to go on after a lost connection: the last sequence of every variant heard so far. */
  readonly cursor: string;
}

/** What a stream needs from outside. */
export interface WatchStockDeps {
  readonly live: LiveStock;
  /** Waits before a lost connection is tried again. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A reader slower than this many changes gets the newest of each variant instead of every one. */
const MAX_WAITING = 256;
const RETRY_FROM_MS = 250;
const RETRY_TO_MS = 5_000;

/** Writes a place in a stream: `12:5,13:88` means variant 12 up to sequence 5 and 13 up to 88. */
export function cursorOf(sequences: ReadonlyMap<number, number>): string {
  return [...sequences].map(([variantId, sequence]) => `${variantId}:${sequence}`).join(',');
}

/** Reads what `cursorOf` wrote; null when it is something else. The empty text is the beginning. */
export function sequencesIn(cursor: string): ReadonlyMap<number, number> | null {
  if (cursor === '') return new Map();
  if (!/^\d{1,15}:\d{1,15}(,\d{1,15}:\d{1,15})*$/.test(cursor)) return null;
  return new Map(
    cursor.split(',').map((part) => {
      const [variantId = '', sequence = ''] = part.split(':');
      return [Number(variantId), Number(sequence)] as const;
    }),
  );
}

/**
 * The stock of several variants as one stream: their state now (or each change after `since`), then every change. A lost connection to an object is
 * made again from the last sequence heard, so nothing is missed; a slow reader costs at most one message per variant. Variants that do not exist are
 * left out; the stream ends when none is left, or when its reader returns.
 */
export class StockWatch implements AsyncIterableIterator<StockUpdate> {
  readonly #deps: WatchStockDeps;
  readonly #sequences: Map<number, number>;
  readonly #told = new Map<number, LiveStockMessage>();
  readonly #closers = new Map<number, () => void>();
  #waiting: LiveStockMessage[] = [];
  #wake: (() => void) | null = null;
  #following: number;
  #isEnded = false;

  constructor(deps: WatchStockDeps, variantIds: readonly number[], since: ReadonlyMap<number, number>) {
    this.#deps = deps;
    const unique = [...new Set(variantIds)];
    this.#sequences = new Map([...since].filter(([variantId]) => unique.includes(variantId)));
    this.#following = unique.length;
    for (const variantId of unique) void this.#follow(variantId);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<StockUpdate, undefined>> {
    while (this.#waiting.length === 0) {
      if (this.#isEnded || this.#following === 0) return this.return();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#waiting.shift();
    if (!message) return this.return();
    this.#sequences.set(message.variantId, message.sequence);
    return { done: false, value: { ...message, cursor: cursorOf(this.#sequences) } };
  }

  async return(): Promise<IteratorResult<StockUpdate, undefined>> {
    this.#isEnded = true;
    this.#waiting = [];
    for (const close of this.#closers.values()) close();
    this.#closers.clear();
    this.#awake();
    return { done: true, value: undefined };
  }

  async #follow(variantId: number): Promise<void> {
    let retryMs = RETRY_FROM_MS;
    while (!this.#isEnded) {
      const lost = Promise.withResolvers<void>();
      const heard = this.#told.get(variantId)?.sequence ?? this.#sequences.get(variantId) ?? null;
      const connection = await this.#deps.live.connect(variantId, heard, {
        onMessage: (message) => {
          retryMs = RETRY_FROM_MS;
          this.#take(message);
        },
        onClosed: lost.resolve,
      });
      if (connection.ok) {
        if (this.#isEnded) return connection.close();
        this.#closers.set(variantId, connection.close);
        await lost.promise;
        this.#closers.delete(variantId);
      } else if (connection.reason === 'not_found') break;
      if (this.#isEnded) return;
      await this.#deps.pause(retryMs);
      retryMs = Math.min(RETRY_TO_MS, retryMs * 2);
    }
    this.#following -= 1;
    this.#awake();
  }

  #take(message: LiveStockMessage): void {
    const told = this.#told.get(message.variantId);
    // A connection begins with the present state, which may be the one that was told last.
    if (told?.sequence === message.sequence && told.available === message.available && told.forSale === message.forSale)
      return;
    this.#told.set(message.variantId, message);
    this.#waiting.push(message);
    if (this.#waiting.length > MAX_WAITING)
      this.#waiting = [...new Map(this.#waiting.map((one) => [one.variantId, one])).values()];
    this.#awake();
  }

  #awake(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
