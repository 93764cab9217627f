import { type DropEnd, statusAt, type Ticket } from './drop.ts';
import { aheadOf, count, countedFor, index, type QueueState } from './queue-state.ts';

/**
 * The rules of a fair queue. First come, first served: the order is the order in which the queue took the joins in, before the opening as after it. Never are
 * more units promised to admitted buyers than are left, so that whoever is admitted has units to buy. A ticket whose window passes is over: its units go to
 * the next, its holder may join again at the end.
 */

/** Most tickets of one drop: all of them are in the object's memory. */
export const MOST_TICKETS = 100_000;

export interface JoinRequest {
  readonly identity: string;
  readonly isEmail: boolean;
  readonly device: string;
  readonly network: string | null;
  readonly quantity: number;
}

export type JoinRefusal =
  | { readonly ok: false; readonly reason: 'ended'; readonly end: DropEnd }
  | { readonly ok: false; readonly reason: 'too_early'; readonly joinsFromMs: number }
  /** The identity has a ticket that another device drew. */
  | { readonly ok: false; readonly reason: 'joined_elsewhere' }
  /** `most`: units this customer may still ask for. */
  | { readonly ok: false; readonly reason: 'over_limit'; readonly most: number }
  | { readonly ok: false; readonly reason: 'network_limit' | 'full' };

/** Draws a ticket. The same device again gets the ticket it has. Refusals in the order of JoinRefusal. */
export function join(
  state: QueueState,
  request: JoinRequest,
  nowMs: number,
): { readonly ok: true; readonly number: number } | JoinRefusal {
  advance(state, nowMs);
  const { terms } = state;
  if (state.end) return { ok: false, reason: 'ended', end: state.end };
  if (nowMs < terms.joinsFromMs) return { ok: false, reason: 'too_early', joinsFromMs: terms.joinsFromMs };
  const known = state.live.get(request.identity);
  if (known !== undefined)
    return state.tickets.get(known)?.device === request.device
      ? { ok: true, number: known }
      : { ok: false, reason: 'joined_elsewhere' };
  const most = terms.perCustomer - (state.taken.get(request.identity) ?? 0);
  if (request.quantity > most) return { ok: false, reason: 'over_limit', most: Math.max(0, most) };
  const { network } = request;
  if (network !== null && terms.perNetwork !== null && (state.networks.get(network) ?? 0) >= terms.perNetwork)
    return { ok: false, reason: 'network_limit' };
  if (state.tickets.size >= MOST_TICKETS) return { ok: false, reason: 'full' };
  const number = state.tickets.size + 1;
  index(state, {
    ...request,
    number,
    status: 'waiting',
    granted: 0,
    untilMs: null,
    purchase: null,
    buyer: null,
    taken: 0,
  });
  state.touched.add(number);
  advance(state, nowMs);
  return { ok: true, number };
}

/** Where a ticket stands, for its holder. */
export type Place =
  | { readonly status: 'waiting'; readonly ahead: number; readonly quantity: number; readonly opensAtMs: number }
  | { readonly status: 'admitted' | 'buying'; readonly quantity: number; readonly untilMs: number }
  | { readonly status: 'bought'; readonly quantity: number }
  | { readonly status: 'lapsed' | 'left' }
  | { readonly status: 'over'; readonly end: DropEnd };

/** Where a ticket stands; null when there is none of this number. Advance the queue first. */
export function placeOf(state: QueueState, number: number): Place | null {
  const ticket = state.tickets.get(number);
  if (!ticket) return null;
  const { status, granted, untilMs } = ticket;
  if (status === 'bought') return { status, quantity: ticket.taken };
  if (status === 'buying') return { status, quantity: granted, untilMs: untilMs ?? 0 };
  if (state.end) return { status: 'over', end: state.end };
  if (status === 'waiting')
    return { status, ahead: aheadOf(state, number), quantity: ticket.quantity, opensAtMs: state.terms.opensAtMs };
  return status === 'admitted' ? { status, quantity: granted, untilMs: untilMs ?? 0 } : { status };
}

/** Who wants to buy what. */
export interface ClaimRequest {
  /** Null: without a ticket. */
  readonly number: number | null;
  /** Digest of the purchase's email. */
  readonly buyer: string;
  readonly quantity: number;
}

export type Gate =
  /** The variant is not, or no longer, sold by queue. */
  | { readonly kind: 'open' }
  | { readonly kind: 'admitted' }
  | {
      readonly kind: 'refused';
      readonly reason: 'no_ticket' | 'not_open' | 'waiting' | 'lapsed' | 'other_buyer' | 'in_use';
    }
  | { readonly kind: 'refused'; readonly reason: 'over_limit'; readonly most: number };

/**
 * Whether a purchase may take units now. Refusals in order: not_open, no_ticket (none, or one that left or has bought), other_buyer (drawn for another email),
 * waiting, lapsed, in_use (another purchase has claimed it), over_limit.
 * @param purchase the claiming purchase; null while only asking, which any purchase that claimed the ticket answers with in_use
 */
export function gate(state: QueueState, request: ClaimRequest, purchase: string | null, nowMs: number): Gate {
  const ticket = request.number === null ? undefined : state.tickets.get(request.number);
  const isOwn = ticket?.purchase === purchase && purchase !== null;
  if (isOwn && (ticket?.status === 'buying' || ticket?.status === 'bought')) return { kind: 'admitted' };
  if (state.end) return { kind: 'open' };
  if (nowMs < state.terms.opensAtMs) return { kind: 'refused', reason: 'not_open' };
  if (!ticket || ticket.status === 'left' || ticket.status === 'bought')
    return { kind: 'refused', reason: 'no_ticket' };
  if (ticket.isEmail && ticket.identity !== request.buyer) return { kind: 'refused', reason: 'other_buyer' };
  if (ticket.status === 'waiting' || ticket.status === 'lapsed') return { kind: 'refused', reason: ticket.status };
  if (ticket.status === 'buying') return { kind: 'refused', reason: 'in_use' };
  const left = Math.min(
    ...[ticket.identity, request.buyer].map((who) => state.terms.perCustomer - (state.taken.get(who) ?? 0)),
  );
  const most = Math.max(0, Math.min(ticket.granted, left));
  return request.quantity > most ? { kind: 'refused', reason: 'over_limit', most } : { kind: 'admitted' };
}

/** Claims a ticket for a purchase, which then tells `settle` how it ended. Answers and refusals as `gate`. */
export function claim(state: QueueState, request: ClaimRequest, purchase: string, nowMs: number): Gate {
  advance(state, nowMs);
  const answer = gate(state, request, purchase, nowMs);
  const ticket = request.number === null ? undefined : state.tickets.get(request.number);
  if (answer.kind !== 'admitted' || ticket?.status !== 'admitted') return answer;
  ticket.status = 'buying';
  ticket.purchase = purchase;
  ticket.buyer = request.buyer;
  ticket.taken = request.quantity;
  for (const who of countedFor(ticket)) count(state.taken, who, ticket.taken);
  state.touched.add(ticket.number);
  return answer;
}

/** How a purchase ended. `available`: units the stock still has, when it ended because there were too few. */
export type Outcome = { readonly kind: 'sold' } | { readonly kind: 'freed'; readonly available: number | null };

/** Takes note of the end of the purchase that claimed a ticket. Repeated, or told by another purchase, it changes nothing. */
export function settle(state: QueueState, number: number, purchase: string, outcome: Outcome, nowMs: number): void {
  const ticket = state.tickets.get(number);
  if (ticket?.status !== 'buying' || ticket.purchase !== purchase) return;
  state.touched.add(number);
  if (outcome.kind === 'sold') {
    ticket.status = 'bought';
    state.sold += ticket.taken;
    decided(state, ticket);
  } else {
    for (const who of countedFor(ticket)) count(state.taken, who, -ticket.taken);
    Object.assign(ticket, { status: 'admitted', purchase: null, buyer: null, taken: 0 } satisfies Partial<Ticket>);
    if (outcome.available !== null) shrink(state, outcome.available);
  }
  advance(state, nowMs);
}

/** Stock has fewer units than the drop promised: those that others are buying are held already, the rest is all there is. */
function shrink(state: QueueState, available: number): void {
  let buying = 0;
  for (const number of state.undecided) {
    const ticket = state.tickets.get(number);
    if (ticket?.status === 'buying') buying += ticket.taken;
  }
  state.units = Math.min(state.units, state.sold + buying + available);
}

/** Gives a ticket back; one that is being bought with stays. */
export function leave(state: QueueState, number: number, nowMs: number): void {
  const ticket = state.tickets.get(number);
  if (ticket?.status !== 'waiting' && ticket?.status !== 'admitted') return;
  if (ticket.status === 'waiting') state.waiting.splice(aheadOf(state, number), 1);
  ticket.status = 'left';
  decided(state, ticket);
  state.touched.add(number);
  advance(state, nowMs);
}

/** Ends a drop before its time; purchases that have claimed go on. */
export function stop(state: QueueState, nowMs: number): void {
  advance(state, nowMs);
  if (!state.end) finish(state, 'stopped', nowMs);
}

/** Brings the queue to a moment: windows lapse, the next are admitted, a drop that is sold out or over ends. Call it before every reading. */
export function advance(state: QueueState, nowMs: number): void {
  if (state.end) return;
  const { terms } = state;
  for (const number of state.undecided) {
    const ticket = state.tickets.get(number);
    if (ticket?.status !== 'admitted') continue;
    if ((ticket.untilMs ?? 0) > nowMs) break;
    ticket.status = 'lapsed';
    decided(state, ticket);
    state.touched.add(number);
  }
  if (state.sold >= state.units) finish(state, 'sold_out', nowMs);
  else if (statusAt(terms, null, nowMs) === 'closed') finish(state, 'closed', nowMs);
  else if (nowMs >= terms.opensAtMs) admit(state, nowMs);
}

function admit(state: QueueState, nowMs: number): void {
  const { admitPerSecond, windowMs } = state.terms;
  let free = state.units - state.sold - state.promised;
  let next = 0;
  while (free > 0 && next < state.waiting.length) {
    if (admitPerSecond !== null && state.nextAdmissionMs > nowMs) break;
    const ticket = state.tickets.get(state.waiting[next] ?? 0);
    if (!ticket) break;
    // Whoever asked for more than is free waits for what others may give back, and takes less only when nobody can.
    if (ticket.quantity > free && state.undecided.size > 0) break;
    ticket.status = 'admitted';
    ticket.granted = Math.min(ticket.quantity, free);
    ticket.untilMs = nowMs + windowMs;
    state.undecided.add(ticket.number);
    state.promised += ticket.granted;
    state.touched.add(ticket.number);
    free -= ticket.granted;
    next += 1;
    if (admitPerSecond !== null)
      state.nextAdmissionMs = Math.max(state.nextAdmissionMs, nowMs - 1_000) + 1_000 / admitPerSecond;
  }
  if (next > 0) state.waiting.splice(0, next);
}

function decided(state: QueueState, ticket: Ticket): void {
  if (state.undecided.delete(ticket.number)) state.promised -= ticket.granted;
  if (state.live.get(ticket.identity) === ticket.number) state.live.delete(ticket.identity);
}

function finish(state: QueueState, end: DropEnd, nowMs: number): void {
  state.end = end;
  state.endedAtMs = nowMs;
}

/** When `advance` has something to do next by time alone; null: never. */
export function nextDueMs(state: QueueState, nowMs: number): number | null {
  if (state.end) return null;
  const { terms } = state;
  const due: number[] = [];
  if (nowMs < terms.opensAtMs) due.push(terms.opensAtMs);
  else if (terms.admitPerSecond !== null && state.waiting.length > 0 && state.nextAdmissionMs > nowMs)
    due.push(state.nextAdmissionMs);
  if (terms.closesAtMs !== null) due.push(terms.closesAtMs);
  for (const number of state.undecided) {
    const ticket = state.tickets.get(number);
    if (ticket?.status !== 'admitted') continue;
    due.push(ticket.untilMs ?? nowMs);
    break;
  }
  return due.length > 0 ? Math.ceil(Math.min(...due)) : null;
}

/** A drop in figures, for its merchant. */
export interface QueueFigures {
  readonly tickets: number;
  readonly waiting: number;
  readonly admitted: number;
  readonly buying: number;
  readonly lapsed: number;
  readonly left: number;
  readonly sold: number;
  readonly unitsLeft: number;
}

/** Counts tickets by status; of an ended drop only `buying`, `bought` and what was before are meaningful. */
export function figuresOf(state: QueueState): QueueFigures {
  const by = { waiting: 0, admitted: 0, buying: 0, bought: 0, lapsed: 0, left: 0 };
  for (const ticket of state.tickets.values()) by[ticket.status] += 1;
  const { bought: _orders, ...counts } = by;
  return { tickets: state.tickets.size, ...counts, sold: state.sold, unitsLeft: Math.max(0, state.units - state.sold) };
}
