import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DropTerms, termsProblems } from '../../commerce/drops/drop.ts';
import { emailIdentity } from '../../commerce/drops/identity.ts';
import { newQueue, type QueueState, queueOf } from '../../commerce/drops/queue-state.ts';
import {
  advance,
  claim,
  gate,
  join,
  leave,
  nextDueMs,
  placeOf,
  settle,
  stop,
} from '../../commerce/drops/sale-queue.ts';

const OPENS = 1_800_000_000_000;
const WINDOW = 60_000;
const TERMS: DropTerms = {
  dropId: 1,
  variantId: 7,
  joinsFromMs: OPENS - 600_000,
  opensAtMs: OPENS,
  closesAtMs: null,
  units: 2,
  perCustomer: 1,
  windowMs: WINDOW,
  admitPerSecond: null,
  perNetwork: null,
};

const drop = (more: Partial<DropTerms> = {}): QueueState => newQueue({ ...TERMS, ...more });
const request = (who: string, quantity = 1) => ({
  identity: who,
  isEmail: true,
  device: `device of ${who}`,
  network: null,
  quantity,
});

function joined(state: QueueState, who: string, atMs = OPENS - 1_000, quantity = 1): number {
  const answer = join(state, request(who, quantity), atMs);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.number;
}
const statusOf = (state: QueueState, number: number) => placeOf(state, number)?.status;
const claimed = (state: QueueState, number: number, buyer: string, purchase: string, atMs = OPENS, quantity = 1) =>
  claim(state, { number, buyer, quantity }, purchase, atMs);

describe('the order of a queue', () => {
  it('is the order of joining, before the opening as after it, and nobody is admitted early', () => {
    const state = drop();
    const before = ['a', 'b', 'c'].map((who) => joined(state, who));
    advance(state, OPENS - 1);
    expect(before.map((number) => statusOf(state, number))).toEqual(['waiting', 'waiting', 'waiting']);
    expect(nextDueMs(state, OPENS - 1)).toBe(OPENS);
    advance(state, OPENS);
    const after = joined(state, 'd', OPENS);
    expect([...before, after].map((number) => statusOf(state, number))).toEqual([
      'admitted',
      'admitted',
      'waiting',
      'waiting',
    ]);
    expect(placeOf(state, after)).toEqual({ status: 'waiting', ahead: 1, quantity: 1, opensAtMs: OPENS });
  });

  it('gives the units of a lapsed window to the next, and the lapsed may join again at the end', () => {
    const state = drop({ units: 1 });
    const [a, b, c] = ['a', 'b', 'c'].map((who) => joined(state, who)) as [number, number, number];
    advance(state, OPENS);
    expect(nextDueMs(state, OPENS)).toBe(OPENS + WINDOW);
    advance(state, OPENS + WINDOW);
    expect([a, b, c].map((number) => statusOf(state, number))).toEqual(['lapsed', 'admitted', 'waiting']);
    const again = joined(state, 'a', OPENS + WINDOW);
    expect(again).toBe(4);
    expect(placeOf(state, again)).toMatchObject({ ahead: 1 });
  });

  it('moves up when somebody leaves', () => {
    const state = drop({ units: 1 });
    const [a, b, c] = ['a', 'b', 'c'].map((who) => joined(state, who)) as [number, number, number];
    leave(state, b, OPENS - 1);
    expect(placeOf(state, c)).toMatchObject({ ahead: 1 });
    leave(state, a, OPENS + 1);
    expect(statusOf(state, c)).toBe('admitted');
  });

  it('admits no faster than the merchant says', () => {
    const state = drop({ units: 10, admitPerSecond: 2 });
    for (const who of 'abcdefgh') joined(state, who);
    const admitted = () => [...state.tickets.values()].filter((ticket) => ticket.status === 'admitted').length;
    advance(state, OPENS);
    const atOnce = admitted();
    expect(atOnce).toBeLessThanOrEqual(3);
    const due = nextDueMs(state, OPENS) ?? 0;
    expect(due).toBeGreaterThan(OPENS);
    advance(state, OPENS + 1_000);
    expect(admitted()).toBe(atOnce + 2);
  });

  it('gives whoever asked for two both, or what is left when nobody can give any back', () => {
    const state = drop({ units: 3, perCustomer: 2 });
    const [a, b] = [joined(state, 'a', OPENS - 2, 2), joined(state, 'b', OPENS - 1, 2)];
    advance(state, OPENS);
    expect(statusOf(state, b)).toBe('waiting');
    claimed(state, a, 'a', 'p1', OPENS, 2);
    settle(state, a, 'p1', { kind: 'sold' }, OPENS);
    expect(placeOf(state, b)).toMatchObject({ status: 'admitted', quantity: 1 });
  });
});

describe('a ticket', () => {
  it('is given once per customer, again to the same device, to no other', () => {
    const state = drop();
    const number = joined(state, 'a');
    expect(joined(state, 'a')).toBe(number);
    expect(join(state, { ...request('a'), device: 'another' }, OPENS)).toEqual({
      ok: false,
      reason: 'joined_elsewhere',
    });
  });

  it('is not given too early, for too many, to a crowded network, after the end', () => {
    expect(join(drop(), request('a'), TERMS.joinsFromMs - 1)).toMatchObject({ reason: 'too_early' });
    expect(join(drop(), request('a', 2), OPENS)).toEqual({ ok: false, reason: 'over_limit', most: 1 });
    const crowded = drop({ perNetwork: 1 });
    expect(join(crowded, { ...request('a'), network: 'n' }, OPENS)).toMatchObject({ ok: true });
    expect(join(crowded, { ...request('b'), network: 'n' }, OPENS)).toEqual({ ok: false, reason: 'network_limit' });
    const over = drop({ closesAtMs: OPENS + 10 });
    expect(join(over, request('a'), OPENS + 10)).toEqual({ ok: false, reason: 'ended', end: 'closed' });
  });

  it('buys for its own address, once, within its window, and up to its units', () => {
    const state = drop({ units: 2, perCustomer: 2 });
    const [a, b] = [joined(state, 'a'), joined(state, 'b')];
    const refused = (...args: Parameters<typeof claimed>) => claimed(...args);
    expect(refused(state, a, 'a', 'p1', OPENS - 1)).toMatchObject({ reason: 'not_open' });
    expect(claim(state, { number: null, buyer: 'a', quantity: 1 }, 'p1', OPENS)).toMatchObject({ reason: 'no_ticket' });
    expect(refused(state, a, 'x', 'p1')).toMatchObject({ reason: 'other_buyer' });
    expect(refused(state, a, 'a', 'p1', OPENS, 2)).toMatchObject({ reason: 'over_limit', most: 1 });
    expect(claimed(state, a, 'a', 'p1')).toEqual({ kind: 'admitted' });
    expect(claimed(state, a, 'a', 'p1')).toEqual({ kind: 'admitted' });
    expect(refused(state, a, 'a', 'p2')).toMatchObject({ reason: 'in_use' });
    settle(state, a, 'p1', { kind: 'sold' }, OPENS);
    settle(state, a, 'p1', { kind: 'sold' }, OPENS);
    expect(state.sold).toBe(1);
    expect(claimed(state, a, 'a', 'p1')).toEqual({ kind: 'admitted' });
    expect(refused(state, a, 'a', 'p2')).toMatchObject({ reason: 'no_ticket' });
    expect(refused(state, b, 'b', 'p3', OPENS + WINDOW)).toMatchObject({ reason: 'lapsed' });
  });

  it('may be used again after a purchase that failed, while its window lasts', () => {
    const state = drop({ units: 1 });
    const a = joined(state, 'a');
    const b = joined(state, 'b');
    claimed(state, a, 'a', 'p1');
    advance(state, OPENS + WINDOW + 1);
    expect(statusOf(state, a)).toBe('buying');
    expect(statusOf(state, b)).toBe('waiting');
    settle(state, a, 'p1', { kind: 'freed', available: null }, OPENS + WINDOW + 1);
    expect([a, b].map((number) => statusOf(state, number))).toEqual(['lapsed', 'admitted']);
    claimed(state, b, 'b', 'p2', OPENS + WINDOW + 2);
    settle(state, b, 'p2', { kind: 'freed', available: null }, OPENS + WINDOW + 3);
    expect(claimed(state, b, 'b', 'p3', OPENS + WINDOW + 4)).toEqual({ kind: 'admitted' });
  });

  it('counts a customer’s units over tickets and devices', () => {
    const state = drop({ units: 9, perCustomer: 2 });
    const own = joined(state, 'a', OPENS, 1);
    claimed(state, own, 'a', 'p1');
    settle(state, own, 'p1', { kind: 'sold' }, OPENS);
    expect(join(state, request('a', 2), OPENS)).toEqual({ ok: false, reason: 'over_limit', most: 1 });
    const device = join(state, { ...request('phone', 2), isEmail: false }, OPENS);
    if (!device.ok) throw new Error(device.reason);
    expect(claimed(state, device.number, 'a', 'p2', OPENS, 2)).toEqual({
      kind: 'refused',
      reason: 'over_limit',
      most: 1,
    });
    expect(claimed(state, device.number, 'a', 'p2', OPENS, 1)).toEqual({ kind: 'admitted' });
    expect(join(state, request('a', 1), OPENS)).toEqual({ ok: false, reason: 'over_limit', most: 0 });
  });
});

describe('the end', () => {
  it('comes with the last unit, and all who wait are told the same', () => {
    const state = drop({ units: 1 });
    const [a, b] = [joined(state, 'a'), joined(state, 'b')];
    claimed(state, a, 'a', 'p1');
    expect(state.end).toBeNull();
    settle(state, a, 'p1', { kind: 'sold' }, OPENS + 5);
    expect([state.end, state.endedAtMs]).toEqual(['sold_out', OPENS + 5]);
    expect(placeOf(state, a)).toEqual({ status: 'bought', quantity: 1 });
    expect(placeOf(state, b)).toEqual({ status: 'over', end: 'sold_out' });
    expect(gate(state, { number: null, buyer: 'x', quantity: 1 }, null, OPENS + 6)).toEqual({ kind: 'open' });
  });

  it('comes when it is stopped, but a purchase that has claimed goes on', () => {
    const state = drop();
    const [a, b] = [joined(state, 'a'), joined(state, 'b')];
    claimed(state, a, 'a', 'p1');
    stop(state, OPENS + 1);
    expect(claimed(state, a, 'a', 'p1')).toEqual({ kind: 'admitted' });
    expect(placeOf(state, b)).toEqual({ status: 'over', end: 'stopped' });
    settle(state, a, 'p1', { kind: 'sold' }, OPENS + 2);
    expect(statusOf(state, a)).toBe('bought');
  });

  it('comes early when stock turns out to have fewer units', () => {
    const state = drop({ units: 3 });
    const [a, b] = [joined(state, 'a'), joined(state, 'b')];
    claimed(state, a, 'a', 'p1');
    claimed(state, b, 'b', 'p2');
    settle(state, b, 'p2', { kind: 'freed', available: 0 }, OPENS);
    expect(state.units).toBe(1);
    settle(state, a, 'p1', { kind: 'sold' }, OPENS);
    expect(state.end).toBe('sold_out');
  });
});

describe('any order of events', () => {
  const action = fc.record({
    kind: fc.constantFrom('join', 'leave', 'claim', 'sold', 'freed', 'wait'),
    who: fc.nat({ max: 11 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    ms: fc.nat({ max: WINDOW }),
  });

  it('promises no more than there is, sells no more than a customer may have, and keeps the order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(action, { maxLength: 120 }), (units, actions) => {
        const state = drop({ units, perCustomer: 2 });
        let nowMs = OPENS - 1_000;
        const admittedOrder: number[] = [];
        for (const { kind, who, quantity, ms } of actions) {
          const number = Math.min(who + 1, state.tickets.size);
          const purchase = `p${number}`;
          if (kind === 'join') join(state, request(`c${who}`, quantity), nowMs);
          if (kind === 'wait') nowMs += ms;
          advance(state, nowMs);
          if (kind === 'leave') leave(state, number, nowMs);
          if (kind === 'claim')
            claim(state, { number, buyer: state.tickets.get(number)?.identity ?? '', quantity }, purchase, nowMs);
          if (kind === 'sold') settle(state, number, purchase, { kind: 'sold' }, nowMs);
          if (kind === 'freed') settle(state, number, purchase, { kind: 'freed', available: null }, nowMs);
          for (const one of state.undecided) if (!admittedOrder.includes(one)) admittedOrder.push(one);
          const tickets = [...state.tickets.values()];
          const promised = tickets.filter((one) => one.status === 'admitted' || one.status === 'buying');
          expect(promised.reduce((sum, one) => sum + one.granted, 0)).toBe(state.promised);
          expect(state.sold + (state.end ? 0 : state.promised)).toBeLessThanOrEqual(units);
          const bought = new Map<string, number>();
          for (const one of tickets)
            if (one.status === 'bought') bought.set(one.identity, (bought.get(one.identity) ?? 0) + one.taken);
          for (const sum of bought.values()) expect(sum).toBeLessThanOrEqual(2);
          expect(state.waiting).toEqual(tickets.filter((one) => one.status === 'waiting').map((one) => one.number));
        }
        expect(admittedOrder).toEqual([...admittedOrder].sort((a, b) => a - b));
        const again = queueOf(state, structuredClone([...state.tickets.values()]));
        for (const key of ['sold', 'promised', 'waiting', 'live', 'taken'] as const)
          expect(again[key]).toEqual(state[key]);
        expect([...again.undecided].sort()).toEqual([...state.undecided].sort());
      }),
      { numRuns: 300 },
    );
  });
});

it('one person’s address is one identity however it is written', () => {
  expect(emailIdentity(' Ada+drop@Shop.example ')).toBe('ada@shop.example');
  expect(emailIdentity('a.da@shop.example')).toBe('a.da@shop.example');
  expect(emailIdentity('+odd@shop.example')).toBe('+odd@shop.example');
});

it('terms that make no drop are all named', () => {
  const { dropId: _id, variantId: _variant, ...terms } = TERMS;
  expect(termsProblems(terms, OPENS - 1)).toEqual([]);
  const wrong = {
    ...terms,
    joinsFromMs: OPENS + 1,
    closesAtMs: OPENS,
    units: 0,
    perCustomer: 0,
    windowMs: 0,
    admitPerSecond: 0,
    perNetwork: 0,
  };
  expect(termsProblems(wrong, OPENS).map((one) => one.field)).toEqual([
    'joinsFrom',
    'closesAt',
    'units',
    'limitPerCustomer',
    'buyingWindowSeconds',
    'admitPerSecond',
    'ticketsPerNetwork',
  ]);
});
