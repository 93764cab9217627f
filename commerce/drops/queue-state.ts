import type { DropEnd, DropTerms, Ticket } from './drop.ts';

/** One drop's queue in memory. The rules of `sale-queue.ts` change it in place; whoever keeps it writes what `touched` names. */
export interface QueueState {
  readonly terms: DropTerms;
  /** The terms' units, or fewer when stock turned out to have fewer. */
  units: number;
  /** Units bought. */
  sold: number;
  end: DropEnd | null;
  endedAtMs: number | null;
  readonly tickets: Map<number, Ticket>;
  /** Numbers of waiting tickets, ascending. */
  readonly waiting: number[];
  /** Numbers of tickets that are admitted or buying, in the order of their admission: windows end in this order. */
  readonly undecided: Set<number>;
  /** Units those may still take. */
  promised: number;
  /** The ticket of an identity that still waits, may buy or is buying. */
  readonly live: Map<string, number>;
  /** Units per identity that were bought or are being bought. */
  readonly taken: Map<string, number>;
  readonly networks: Map<string, number>;
  /** Nobody is admitted before, where the drop says how many in a second. */
  nextAdmissionMs: number;
  /** Tickets that changed since they were last written. */
  readonly touched: Set<number>;
}

/** What of a queue is not in its tickets. */
export interface QueueRow {
  readonly terms: DropTerms;
  readonly units: number;
  readonly end: DropEnd | null;
  readonly endedAtMs: number | null;
}

/** A new drop's queue: nobody in it. */
export function newQueue(terms: DropTerms): QueueState {
  return queueOf({ terms, units: terms.units, end: null, endedAtMs: null }, []);
}

/** The queue as it was written; tickets in any order. */
export function queueOf(row: QueueRow, tickets: Iterable<Ticket>): QueueState {
  const state: QueueState = {
    ...row,
    sold: 0,
    tickets: new Map(),
    waiting: [],
    undecided: new Set(),
    promised: 0,
    live: new Map(),
    taken: new Map(),
    networks: new Map(),
    nextAdmissionMs: 0,
    touched: new Set(),
  };
  for (const ticket of [...tickets].sort((a, b) => a.number - b.number)) index(state, ticket);
  const admitted = [...state.undecided].sort(
    (a, b) => (state.tickets.get(a)?.untilMs ?? 0) - (state.tickets.get(b)?.untilMs ?? 0) || a - b,
  );
  state.undecided.clear();
  for (const number of admitted) state.undecided.add(number);
  return state;
}

/** Adds `by` to a count; counts of nothing are not kept. */
export function count(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}

/** Puts a ticket where its status says it belongs. */
export function index(state: QueueState, ticket: Ticket): void {
  state.tickets.set(ticket.number, ticket);
  if (ticket.network !== null) count(state.networks, ticket.network, 1);
  if (ticket.status === 'waiting') state.waiting.push(ticket.number);
  if (ticket.status === 'admitted' || ticket.status === 'buying') {
    state.undecided.add(ticket.number);
    state.promised += ticket.granted;
  }
  if (ticket.status === 'waiting' || ticket.status === 'admitted' || ticket.status === 'buying')
    state.live.set(ticket.identity, ticket.number);
  if (ticket.status === 'bought') state.sold += ticket.taken;
  for (const who of countedFor(ticket)) count(state.taken, who, ticket.taken);
}

/** Under which names a ticket's units count against the limit: its own, and the email that buys when it has another. */
export const countedFor = (ticket: Ticket): readonly string[] =>
  ticket.buyer === null || ticket.buyer === ticket.identity ? [ticket.identity] : [ticket.identity, ticket.buyer];

/** How many wait before a waiting ticket; by bisection, since numbers ascend. */
export function aheadOf(state: QueueState, number: number): number {
  let low = 0;
  let high = state.waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((state.waiting[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
