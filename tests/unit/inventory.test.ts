import { describe, expect, test } from 'vitest';
import { allocate } from '../../commerce/inventory/allocate.ts';
import { apply } from '../../commerce/inventory/apply.ts';
import type { HoldCommand, InventoryCommand, InventoryResult } from '../../commerce/inventory/contract.ts';
import { evolve, openingEntries } from '../../commerce/inventory/evolve.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { sortForLocking } from '../../commerce/inventory/locking.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

function opened(
  onHandByWarehouse: Record<number, number>,
  committed: { reference: string; warehouseId: number; quantity: number }[] = [],
): StockState {
  const state = emptyState(7);
  const levels = Object.entries(onHandByWarehouse).map(([id, onHand]) => ({
    warehouseId: Number(id),
    onHand,
    held: 0,
    committed: committed
      .filter((part) => part.warehouseId === Number(id))
      .reduce((sum, part) => sum + part.quantity, 0),
    incoming: 0,
    safetyStock: 0,
  }));
  const commitments = committed.filter((part) => part.reference !== 'opening');
  for (const entry of openingEntries(state, { policy: 'deny', sequence: 0, levels, commitments }, NOW))
    evolve(state, entry);
  return state;
}

function hold(holdId: string, quantity: number, more: Partial<HoldCommand> = {}): HoldCommand {
  return {
    kind: 'hold',
    holdId,
    reference: 'cart-1',
    quantity,
    expiresAtMs: NOW + 10 * MINUTE,
    warehousePreference: [],
    actor: 'shopper',
    ...more,
  };
}

/** Applies commands one after another and returns the last answer with the state. */
function run(start: StockState, ...steps: (InventoryCommand | [InventoryCommand, number])[]) {
  let state = start;
  let result: InventoryResult = { ok: true, sequence: 0, levels: [] };
  for (const step of steps) {
    const [command, atMs] = Array.isArray(step) ? step : [step, NOW];
    ({ state, result } = apply(state, command, atMs));
    expect(violatedInvariants(viewOf(state))).toEqual([]);
  }
  return { state, result, view: viewOf(state) };
}

const staff = { actor: 'staff:1' };

describe('holds', () => {
  test('a hold takes units from the first preferred warehouse that has them all', () => {
    const { result, view } = run(opened({ 1: 2, 2: 5, 3: 9 }), hold('a', 4, { warehousePreference: [1, 3, 2] }));
    expect(result).toEqual({
      ok: true,
      holdId: 'a',
      allocations: [{ warehouseId: 3, quantity: 4 }],
      expiresAtMs: NOW + 10 * MINUTE,
      sequence: 4,
    });
    expect(view.available).toBe(12);
    expect(view.levels[2]).toMatchObject({ warehouseId: 3, onHand: 9, held: 4, available: 5, sequence: 4 });
  });

  test('5 over warehouses of 3 and 5 takes five from one, and 7 splits into exactly 3 and 4', () => {
    expect(run(opened({ 1: 3, 2: 5 }), hold('a', 5)).result).toMatchObject({
      allocations: [{ warehouseId: 2, quantity: 5 }],
    });
    expect(run(opened({ 1: 3, 2: 5 }), hold('a', 7)).result).toMatchObject({
      allocations: [
        { warehouseId: 1, quantity: 3 },
        { warehouseId: 2, quantity: 4 },
      ],
    });
  });

  test('warehouses outside the preference are not used', () => {
    const { result } = run(opened({ 1: 1, 2: 9 }), hold('a', 2, { warehousePreference: [1] }));
    expect(result).toEqual({ ok: false, reason: 'insufficient', requested: 2, available: 1 });
  });

  test('a repeated hold gives the same answer and takes nothing more, also once committed', () => {
    const first = run(opened({ 1: 5 }), hold('a', 2));
    const again = run(first.state, hold('a', 2, { expiresAtMs: NOW + 99 * MINUTE }));
    expect(again.result).toEqual(first.result);
    const after = run(
      again.state,
      { kind: 'commit', holdId: 'a', reference: 'order-1', actor: 'system' },
      hold('a', 2),
    );
    expect(after.result).toEqual(first.result);
    expect(after.view.levels[0]).toMatchObject({ held: 0, committed: 2, available: 3 });
  });

  test('an id used with other content is refused with what exists', () => {
    const { state } = run(opened({ 1: 5 }), hold('a', 2));
    expect(run(state, hold('a', 3)).result).toEqual({
      ok: false,
      reason: 'exists_with_different_content',
      field: 'quantity',
      existing: { id: 'a', quantity: 2, reference: 'cart-1', status: 'held' },
    });
    expect(run(state, hold('a', 2, { reference: 'cart-2' })).result).toMatchObject({ field: 'reference' });
  });

  test.each([
    ['quantity', { quantity: 0 }],
    ['quantity', { quantity: -1 }],
    ['quantity', { quantity: 1.5 }],
    ['quantity', { quantity: 1_000_000_000 }],
    ['quantity', { quantity: Number.NaN }],
    ['holdId', { holdId: '' }],
    ['reference', { reference: 'x'.repeat(201) }],
    ['expiresAtMs', { expiresAtMs: NOW }],
    ['expiresAtMs', { expiresAtMs: NOW + 31 * 24 * 60 * MINUTE }],
    ['warehousePreference', { warehousePreference: [1, 1] }],
    ['actor', { actor: '' }],
  ])('%s out of its rule is refused by name: %o', (field, wrong) => {
    const { result, view } = run(opened({ 1: 5 }), hold('a', 1, wrong));
    expect(result).toMatchObject({ ok: false, reason: 'invalid', field });
    expect(view.sequence).toBe(1);
  });

  test('expiry frees the units at its very millisecond, before the next command is decided', () => {
    const { state } = run(opened({ 1: 1 }), hold('a', 1, { expiresAtMs: NOW + 1_000 }));
    expect(run(state, [hold('b', 1), NOW + 999]).result).toMatchObject({ reason: 'insufficient', available: 0 });
    const late = run(state, [hold('b', 1), NOW + 1_000]);
    expect(late.result).toMatchObject({ ok: true });
    expect(late.state.holds.get('a')).toMatchObject({ status: 'expired' });
    expect(run(late.state, [hold('a', 1), NOW + 2_000]).result).toEqual({
      ok: false,
      reason: 'expired',
      holdId: 'a',
      expiredAtMs: NOW + 1_000,
    });
  });

  test('extending moves the expiry later, never earlier', () => {
    const { state } = run(opened({ 1: 1 }), hold('a', 1, { expiresAtMs: NOW + 1_000 }));
    const extend = (expiresAtMs: number): InventoryCommand => ({
      kind: 'extend',
      holdId: 'a',
      expiresAtMs,
      actor: 'shopper',
    });
    const extended = run(state, extend(NOW + 5_000), extend(NOW + 2_000));
    expect(extended.result).toMatchObject({ ok: true, expiresAtMs: NOW + 5_000, sequence: 3 });
    expect(run(extended.state, [hold('b', 1), NOW + 4_999]).result).toMatchObject({ reason: 'insufficient' });
    expect(run(extended.state, [extend(NOW + 9_000), NOW + 5_000]).result).toMatchObject({ reason: 'expired' });
  });

  test('commit sells, repeats itself, and refuses another order, an expired hold and an unknown one', () => {
    const commit = (reference: string): InventoryCommand => ({
      kind: 'commit',
      holdId: 'a',
      reference,
      actor: 'system',
    });
    const { state } = run(opened({ 1: 3 }), hold('a', 2));
    const sold = run(state, commit('order-1'));
    expect(sold.view.levels[0]).toMatchObject({ onHand: 3, held: 0, committed: 2, available: 1 });
    expect(run(sold.state, commit('order-1')).result).toEqual(sold.result);
    expect(run(sold.state, [commit('order-1'), NOW + 60 * MINUTE]).result).toEqual(sold.result);
    expect(run(sold.state, commit('order-2')).result).toMatchObject({
      reason: 'exists_with_different_content',
      existing: { reference: 'order-1', status: 'committed' },
    });
    expect(run(state, [commit('order-1'), NOW + 10 * MINUTE]).result).toMatchObject({ reason: 'expired' });
    expect(run(opened({ 1: 3 }), commit('order-1')).result).toMatchObject({ reason: 'not_found', what: 'hold' });
  });

  test('release frees, repeats itself, accepts an expired hold, refuses a committed one', () => {
    const release: InventoryCommand = { kind: 'release', holdId: 'a', actor: 'shopper' };
    const { state } = run(opened({ 1: 3 }), hold('a', 2));
    const released = run(state, release);
    expect(released.view.available).toBe(3);
    expect(run(released.state, release)).toMatchObject({ result: released.result, view: released.view });
    expect(run(released.state, hold('a', 2)).result).toEqual({ ok: false, reason: 'released', holdId: 'a' });
    expect(run(state, [release, NOW + 60 * MINUTE]).result).toMatchObject({ ok: true });
    const sold = run(state, { kind: 'commit', holdId: 'a', reference: 'order-1', actor: 'system' });
    expect(run(sold.state, release).result).toMatchObject({ reason: 'already_committed', reference: 'order-1' });
  });
});

describe('quantities', () => {
  test('set compares before it sets, and remembers what it answered', () => {
    const set = (quantity: number, compareQuantity: number): InventoryCommand => ({
      kind: 'set',
      commandId: 'c1',
      warehouseId: 1,
      name: 'on_hand',
      quantity,
      compareQuantity,
      reason: 'cycle_count_available',
      ...staff,
    });
    const { state } = run(opened({ 1: 5 }));
    expect(run(state, set(9, 4)).result).toEqual({
      ok: false,
      reason: 'changed',
      warehouseId: 1,
      name: 'on_hand',
      expected: 4,
      actual: 5,
    });
    const done = run(state, set(9, 5));
    expect(done.result).toMatchObject({ ok: true, levels: [{ warehouseId: 1, onHand: 9, available: 9 }] });
    expect(run(done.state, set(9, 5)).result).toEqual(done.result);
    expect(run(done.state, set(8, 5)).result).toMatchObject({
      reason: 'exists_with_different_content',
      field: 'quantity',
      existing: { id: 'c1', quantity: 9 },
    });
  });

  test('a count that finds less than was promised is believed: nothing is for sale and the shortfall is named', () => {
    const { state, view } = run(opened({ 1: 5 }), hold('a', 4), {
      kind: 'set',
      commandId: 'c1',
      warehouseId: 1,
      name: 'on_hand',
      quantity: 1,
      ...staff,
    });
    expect(view.levels[0]).toMatchObject({ onHand: 1, held: 4, available: 0, shortfall: 3 });
    const { view: refilled } = run(state, {
      kind: 'set',
      commandId: 'c2',
      warehouseId: 1,
      name: 'available',
      quantity: 2,
      ...staff,
    });
    expect(refilled.levels[0]).toMatchObject({ onHand: 6, held: 4, available: 2, shortfall: 0 });
  });

  test('safety stock is not sold', () => {
    const { state, view } = run(opened({ 1: 5 }), {
      kind: 'set',
      commandId: 'c1',
      warehouseId: 1,
      name: 'safety_stock',
      quantity: 4,
      ...staff,
    });
    expect(view.available).toBe(1);
    expect(run(state, hold('a', 2)).result).toMatchObject({ reason: 'insufficient', available: 1 });
  });

  test('adjusting below zero is refused; available moves what is on hand', () => {
    const adjust = (commandId: string, delta: number): InventoryCommand => ({
      kind: 'adjust',
      commandId,
      warehouseId: 1,
      name: 'available',
      delta,
      reason: 'damaged',
      ...staff,
    });
    const { state } = run(opened({ 1: 5 }), hold('a', 2));
    expect(run(state, adjust('c1', -4)).result).toEqual({
      ok: false,
      reason: 'insufficient',
      requested: 4,
      available: 3,
    });
    expect(run(state, adjust('c1', -3)).view.levels[0]).toMatchObject({ onHand: 2, held: 2, available: 0 });
  });

  test('receiving takes expected units off incoming, and only a stocked warehouse receives', () => {
    const { view } = run(
      opened({ 1: 0 }),
      { kind: 'set', commandId: 'c1', warehouseId: 1, name: 'incoming', quantity: 5, ...staff },
      {
        kind: 'receive',
        commandId: 'c2',
        warehouseId: 1,
        quantity: 7,
        fromIncoming: true,
        reference: 'po-1',
        ...staff,
      },
    );
    expect(view.levels[0]).toMatchObject({ onHand: 7, incoming: 0 });
    const receive: InventoryCommand = { kind: 'receive', commandId: 'c1', warehouseId: 9, quantity: 1, ...staff };
    expect(run(opened({ 1: 0 }), receive).result).toMatchObject({ reason: 'not_found', what: 'warehouse', id: '9' });
    const activated = run(opened({ 1: 0 }), { kind: 'activate', commandId: 'a1', warehouseId: 9, ...staff }, receive);
    expect(activated.view.levels[1]).toMatchObject({ warehouseId: 9, onHand: 1 });
  });

  test('shipping takes what its order was sold, not more and not twice', () => {
    const ship = (commandId: string, quantity: number, reference = 'order-1'): InventoryCommand => ({
      kind: 'ship',
      commandId,
      reference,
      allocations: [{ warehouseId: 1, quantity }],
      ...staff,
    });
    const { state } = run(opened({ 1: 5 }), hold('a', 3), {
      kind: 'commit',
      holdId: 'a',
      reference: 'order-1',
      actor: 'system',
    });
    expect(run(state, ship('s1', 4)).result).toEqual({ ok: false, reason: 'insufficient', requested: 4, available: 3 });
    expect(run(state, ship('s1', 1, 'order-9')).result).toMatchObject({ reason: 'not_found', what: 'commitment' });
    const shipped = run(state, ship('s1', 2), ship('s1', 2));
    expect(shipped.view.levels[0]).toMatchObject({ onHand: 3, committed: 1, available: 2 });
    const rest = run(shipped.state, { ...ship('u1', 1), kind: 'uncommit' } as InventoryCommand, {
      kind: 'return',
      commandId: 'r1',
      warehouseId: 1,
      quantity: 2,
      reference: 'order-1',
      ...staff,
    });
    expect(rest.view.levels[0]).toMatchObject({ onHand: 5, committed: 0, available: 5 });
    expect(run(rest.state, ship('s2', 1)).result).toMatchObject({ reason: 'insufficient', available: 0 });
  });

  test('orders sold before the ledger began can ship: named ones from their own units, others from the opening', () => {
    const start = opened({ 1: 5 }, [
      { reference: 'order-1', warehouseId: 1, quantity: 1 },
      { reference: 'opening', warehouseId: 1, quantity: 2 },
    ]);
    const ship = (commandId: string, reference: string, quantity: number): InventoryCommand => ({
      kind: 'ship',
      commandId,
      reference,
      allocations: [{ warehouseId: 1, quantity }],
      ...staff,
    });
    expect(run(start, ship('s1', 'order-1', 2)).result).toMatchObject({ reason: 'insufficient', available: 1 });
    expect(run(start, ship('s1', 'order-1', 1), ship('s2', 'order-0', 2)).view.levels[0]).toMatchObject({
      onHand: 2,
      committed: 0,
      available: 2,
    });
  });

  test('under the policy continue a hold is never short, and what is missing is a shortfall', () => {
    const { result, view } = run(
      opened({ 1: 1, 2: 2 }),
      { kind: 'configure', commandId: 'p1', policy: 'continue', ...staff },
      hold('a', 5, { warehousePreference: [2, 1] }),
    );
    expect(result).toMatchObject({
      allocations: [
        { warehouseId: 2, quantity: 4 },
        { warehouseId: 1, quantity: 1 },
      ],
    });
    expect(view).toMatchObject({ available: 0, policy: 'continue' });
    expect(view.levels[1]).toMatchObject({ shortfall: 2, available: 0 });
  });
});

test('a ledger with a gap, or one that begins too late, is not replayed', () => {
  const { events } = apply(opened({ 1: 3, 2: 3, 3: 3 }), hold('a', 9), NOW);
  expect(events).toHaveLength(3);
  expect(() =>
    replay(
      7,
      [events[0], events[2]].filter((entry) => entry !== undefined),
    ),
  ).toThrow('entry 6 cannot follow 4');
  const { state } = run(opened({ 1: 3 }), hold('a', 1));
  const commit = apply(state, { kind: 'commit', holdId: 'a', reference: 'order-1', actor: 'system' }, NOW);
  expect(() => replay(7, commit.events)).toThrow('unknown hold a');
});

test('allocate gives null when there is too little, and nothing to nobody', () => {
  expect(
    allocate(
      3,
      [
        { warehouseId: 1, available: 1 },
        { warehouseId: 2, available: 1 },
      ],
      false,
    ),
  ).toBeNull();
  expect(allocate(1, [], true)).toBeNull();
});

test('lines are locked in one order whatever the cart says', () => {
  const line = (variantId: number, quantity: number) => ({ variantId, quantity });
  expect(sortForLocking([line(10, 1), line(9, 2), line(10, 3)])).toEqual([line(9, 2), line(10, 1), line(10, 3)]);
});
