import type { QueueState } from '../../commerce/drops/queue-state.ts';
import { type Place, placeOf } from '../../commerce/drops/sale-queue.ts';

/** What the holder of a ticket is told: their place, at once when it becomes another kind of place. */
export type QueueMessage = { readonly type: 'queue'; readonly dropId: number } & Place;

/** Positions go out at most this often; being admitted and the end go out at once. */
const WINDOW_MS = 500;

/** The WebSockets of tickets; each is tagged with its ticket's number, so they survive the object's hibernation. */
export class QueueWatchers {
  readonly #ctx: DurableObjectState;
  /** What each ticket was told last; empty after a hibernation, then things are told once more. */
  readonly #told = new Map<number, string>();
  #window: ReturnType<typeof setTimeout> | null = null;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Accepts the holder of a ticket and tells them their place. */
  accept(state: QueueState, number: number, place: Place): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [String(number)]);
    server.serializeAttachment(number);
    const text = textOf(state, place);
    this.#told.set(number, text);
    server.send(text);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Tells the holders of tickets that changed; the others' positions follow within the window. */
  announce(state: QueueState, changed: Iterable<number>, current: () => QueueState | null): void {
    for (const number of changed) {
      const place = placeOf(state, number);
      // A ticket that was just drawn is told its place when its holder connects.
      if (place && place.status !== 'waiting')
        this.#tell(state, number, place, this.#ctx.getWebSockets(String(number)));
    }
    if (state.end) this.tellAll(state);
    else
      this.#window ??= setTimeout(() => {
        this.#window = null;
        const now = current();
        if (now) this.tellAll(now);
      }, WINDOW_MS);
  }

  /** Tells everyone who has not heard it where they stand. */
  tellAll(state: QueueState): void {
    for (const socket of this.#ctx.getWebSockets()) {
      const number: unknown = socket.deserializeAttachment();
      const place = typeof number === 'number' ? placeOf(state, number) : null;
      if (typeof number === 'number' && place) this.#tell(state, number, place, [socket]);
    }
  }

  /** Ends the connections of a drop that is replaced by another. */
  closeAll(): void {
    this.#told.clear();
    for (const socket of this.#ctx.getWebSockets()) socket.close(1000, 'The drop is over.');
  }

  forget(number: number): void {
    this.#told.delete(number);
  }

  #tell(state: QueueState, number: number, place: Place, sockets: readonly WebSocket[]): void {
    const text = textOf(state, place);
    if (sockets.length === 0 || this.#told.get(number) === text) return;
    this.#told.set(number, text);
    for (const socket of sockets) {
      try {
        socket.send(text);
      } catch {
        // A socket on its way out; the runtime removes it.
      }
    }
  }
}

const textOf = (state: QueueState, place: Place): string =>
  JSON.stringify({ type: 'queue', dropId: state.terms.dropId, ...place } satisfies QueueMessage);
