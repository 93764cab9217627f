import { DurableObject } from 'cloudflare:workers';
import { type DropTerms, statusAt } from '../../commerce/drops/drop.ts';
import type { DropEnded } from '../../commerce/drops/drop-ended.ts';
import { newQueue, type QueueState, queueOf } from '../../commerce/drops/queue-state.ts';
import {
  advance,
  type ClaimRequest,
  claim,
  figuresOf,
  type Gate,
  gate,
  type JoinRequest,
  join,
  leave,
  nextDueMs,
  type Outcome,
  placeOf,
  settle,
  stop,
} from '../../commerce/drops/sale-queue.ts';
import type {
  DropView,
  GoneDrop,
  JoinAnswer,
  OpenAnswer,
  PlaceAnswer,
  TicketName,
} from '../../worker/ports/sale-queues.ts';
import { type DropRow, QueueStore } from './queue-store.ts';
import { QueueWatchers } from './queue-watchers.ts';

/** What the object needs of the Worker's environment. */
export interface SaleQueueEnv {
  readonly EVENTS: Queue<DropEnded>;
}

/** What an object does outside itself, replaceable in tests. */
export interface SaleQueueDependencies {
  nowMs: () => number;
  send: (message: DropEnded) => Promise<void>;
}

interface Waiting {
  readonly act: (state: QueueState, nowMs: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const RETRY_MS = 5_000;
/** Digests of who took part are kept this long after the end. */
const KEPT_MS = 7 * 86_400_000;
const GONE: GoneDrop = { ok: false, reason: 'gone' };
/** Without a claim there is nobody to compare a purchase with. */
const OPEN: Gate = { kind: 'open' };

/**
 * The fair queue of a variant's drop; addressed by `idFromName('variant:' + variantId)`, one drop after the other. It alone decides who may buy while the drop
 * lasts. Calls that arrive together are decided one by one, in the order of arrival, and committed together. An object of a variant that was never sold by queue
 * holds nothing and says so at once.
 */
export class SaleQueue extends DurableObject<SaleQueueEnv> {
  /** Not part of the protocol: tests replace clock and queue here. */
  dependencies: SaleQueueDependencies;
  readonly #store: QueueStore;
  readonly #watchers: QueueWatchers;
  #state: QueueState | null = null;
  /** What of the queue beside its tickets is written. */
  #saved: DropRow | null = null;
  #queue: Waiting[] = [];
  #alarmAtMs: number | null = null;
  #lastMs = 0;

  constructor(ctx: DurableObjectState, env: SaleQueueEnv) {
    super(ctx, env);
    this.dependencies = { nowMs: () => Date.now(), send: async (message) => void (await env.EVENTS.send(message)) };
    this.#store = new QueueStore(ctx.storage);
    this.#watchers = new QueueWatchers(ctx);
    this.#reload();
  }

  /** Begins a drop, once: the same again gives it as it is. Refused while another drop of the variant lasts. */
  open(terms: DropTerms): OpenAnswer {
    const known = this.#now();
    if (known && known.terms.dropId >= terms.dropId)
      return known.terms.dropId === terms.dropId
        ? { ok: true, drop: viewOf(known, this.#clock()) }
        : { ok: false, reason: 'other_drop', dropId: known.terms.dropId };
    if (known && !known.end) return { ok: false, reason: 'other_drop', dropId: known.terms.dropId };
    const state = newQueue(terms);
    this.#saved = rowOf(state, false);
    this.#store.begin(this.#saved);
    this.#state = state;
    this.#watchers.closeAll();
    this.#arm();
    return { ok: true, drop: viewOf(state, this.#clock()) };
  }

  /** The variant's present or last drop; null when there never was one. */
  view(): DropView | null {
    const state = this.#now();
    return state ? viewOf(state, this.#clock()) : null;
  }

  /** Draws a ticket; see `join` of commerce/drops. */
  async join(dropId: number, request: JoinRequest): Promise<JoinAnswer> {
    let answer: JoinAnswer = GONE;
    await this.#turn((state, nowMs) => {
      if (state.terms.dropId !== dropId) return;
      const joined = join(state, request, nowMs);
      const place = joined.ok ? placeOf(state, joined.number) : null;
      answer = joined.ok && place ? { ...joined, place } : joined.ok ? GONE : joined;
    });
    return answer;
  }

  /** Where a ticket stands. */
  place({ dropId, number }: TicketName): PlaceAnswer {
    const state = this.#now();
    const place = state?.terms.dropId === dropId ? placeOf(state, number) : null;
    return state && place ? { ok: true, place } : GONE;
  }

  /** Gives a ticket back. */
  async leave({ dropId, number }: TicketName): Promise<{ readonly ok: true }> {
    await this.#turn((state, nowMs) => {
      if (state.terms.dropId === dropId) leave(state, number, nowMs);
    });
    return { ok: true };
  }

  /** Whether a purchase could take units now; changes nothing. A ticket of another drop is none. */
  check(dropId: number | null, request: ClaimRequest): Gate {
    const state = this.#now();
    return state ? gate(state, named(state, dropId, request), null, this.#clock()) : OPEN;
  }

  /** Claims a ticket for a purchase, once; repeated, it answers the same. */
  async claim(dropId: number | null, request: ClaimRequest, purchase: string): Promise<Gate> {
    if (!this.#state) return OPEN;
    let answer = OPEN;
    await this.#turn((state, nowMs) => {
      answer = claim(state, named(state, dropId, request), purchase, nowMs);
    });
    return answer;
  }

  /** How a purchase that claimed a ticket ended; repeated, it changes nothing. */
  async settle({ dropId, number }: TicketName, purchase: string, outcome: Outcome): Promise<{ readonly ok: true }> {
    await this.#turn((state, nowMs) => {
      if (state.terms.dropId === dropId) settle(state, number, purchase, outcome, nowMs);
    });
    return { ok: true };
  }

  /** Ends a drop now; one that is over stays as it ended. Null when it is not this variant's. */
  async stop(dropId: number): Promise<DropView | null> {
    let answer: DropView | null = null;
    await this.#turn((state, nowMs) => {
      if (state.terms.dropId !== dropId) return;
      stop(state, nowMs);
      answer = viewOf(state, nowMs);
    });
    return answer;
  }

  /** A ticket's place over a WebSocket: `?drop=ID&number=N`, which only the Worker sets, after it has checked the ticket. Answers 426 or 404 when it cannot. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
      return new Response('A place in the queue is a WebSocket.\n', { status: 426, headers: { upgrade: 'websocket' } });
    const query = new URL(request.url).searchParams;
    const number = Number(query.get('number'));
    const state = this.#now();
    const place = state && String(state.terms.dropId) === query.get('drop') ? placeOf(state, number) : null;
    return state && place ? this.#watchers.accept(state, number, place) : new Response(null, { status: 404 });
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, 'This connection only listens.');
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    const number: unknown = socket.deserializeAttachment();
    if (typeof number === 'number' && this.ctx.getWebSockets(String(number)).length <= 1) this.#watchers.forget(number);
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = null;
    const state = this.#now();
    if (!state) return;
    if (state.end && !this.#saved?.isEndTold) await this.#tellEnd(state);
    if (this.#forgetsAtMs !== null && this.#clock() >= this.#forgetsAtMs) {
      this.#store.forgetTickets();
      this.#reload();
    }
    this.#arm();
  }

  /** The clock, never going backwards. */
  #clock(): number {
    this.#lastMs = Math.max(this.#lastMs, this.dependencies.nowMs());
    return this.#lastMs;
  }

  /** The queue at this moment: what is overdue happens first. */
  #now(): QueueState | null {
    if (!this.#state) return null;
    advance(this.#state, this.#clock());
    if (this.#isChanged(this.#state)) this.#commit([]);
    return this.#state;
  }

  #isChanged(state: QueueState): boolean {
    return state.touched.size > 0 || state.end !== this.#saved?.end || state.units !== this.#saved.units;
  }

  #turn(act: Waiting['act']): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // The first call of a turn lets those that are already arriving join it.
    if (this.#queue.push({ act, resolve, reject }) === 1)
      setTimeout(() => {
        const batch = this.#queue;
        this.#queue = [];
        this.#commit(batch);
      }, 0);
    return promise;
  }

  /** Decides calls in their order and writes what they changed at once. When that fails, memory is read again and all of them fail. */
  #commit(batch: readonly Waiting[]): void {
    const state = this.#state;
    try {
      if (state) {
        const nowMs = this.#clock();
        advance(state, nowMs);
        for (const { act } of batch) act(state, nowMs);
        if (this.#isChanged(state)) this.#write(state);
      }
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      this.#reload();
      for (const waiting of batch) waiting.reject(error);
    }
  }

  #write(state: QueueState): void {
    const changed = [...state.touched];
    const hasEnded = state.end !== null && !this.#saved?.end;
    const row = rowOf(state, this.#saved?.isEndTold ?? false);
    this.ctx.storage.transactionSync(() => {
      this.#store.putTickets(changed.flatMap((number) => state.tickets.get(number) ?? []));
      if (row.end !== this.#saved?.end || row.units !== this.#saved.units) this.#store.putRow(row);
    });
    state.touched.clear();
    this.#saved = row;
    this.#arm();
    this.#watchers.announce(state, changed, () => this.#now());
    if (hasEnded) this.ctx.waitUntil(this.#tellEnd(state));
  }

  async #tellEnd(state: QueueState): Promise<void> {
    const { terms, end, endedAtMs, sold } = state;
    if (!end || endedAtMs === null) return;
    try {
      await this.dependencies.send({
        topic: 'drop.ended',
        dropId: terms.dropId,
        variantId: terms.variantId,
        end,
        endedAtMs,
        sold,
      });
    } catch (error) {
      console.error(`drop ${terms.dropId}: its end is told later`, error);
      return;
    }
    if (this.#state !== state) return;
    this.#saved = rowOf(state, true);
    this.#store.putRow(this.#saved);
  }

  #reload(): void {
    const kept = this.#store.read();
    this.#state = kept ? queueOf(kept.row, kept.tickets) : null;
    this.#saved = kept?.row ?? null;
  }

  /** When the tickets of an ended drop are forgotten; null while it is not known everywhere that it has ended, and afterwards. */
  get #forgetsAtMs(): number | null {
    const state = this.#state;
    if (!state?.end || !this.#saved?.isEndTold || state.tickets.size === 0) return null;
    return (state.endedAtMs ?? 0) + KEPT_MS;
  }

  #arm(): void {
    const state = this.#state;
    if (!state) return;
    const nowMs = this.#clock();
    const isToTell = state.end !== null && !this.#saved?.isEndTold;
    const atMs = isToTell ? nowMs + RETRY_MS : (this.#forgetsAtMs ?? nextDueMs(state, nowMs));
    if (atMs === null || (this.#alarmAtMs !== null && this.#alarmAtMs > nowMs && this.#alarmAtMs <= atMs)) return;
    this.#alarmAtMs = atMs;
    // Not awaited: a write of the same turn, so it becomes durable together with the rows it is for.
    void this.ctx.storage.setAlarm(atMs);
  }
}

const rowOf = ({ terms, units, end, endedAtMs }: QueueState, isEndTold: boolean): DropRow => ({
  terms,
  units,
  end,
  endedAtMs,
  isEndTold,
});

/** A claim with the ticket of another drop is one without a ticket. */
const named = (state: QueueState, dropId: number | null, request: ClaimRequest): ClaimRequest =>
  state.terms.dropId === dropId ? request : { ...request, number: null };

const viewOf = (state: QueueState, nowMs: number): DropView => ({
  terms: state.terms,
  status: statusAt(state.terms, state.end, nowMs),
  end: state.end,
  endedAtMs: state.endedAtMs,
  figures: figuresOf(state),
});
