import { expect, test } from 'vitest';
import { apply } from '../../commerce/inventory/apply.ts';
import { nextArrival } from '../../commerce/inventory/beyond.ts';
import type { InventoryResult, QuantityCommand } from '../../commerce/inventory/contract.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import { NO_TERMS } from '../../commerce/inventory/supply.ts';
import { open, START } from '../support/stock-commands.ts';

const DAY = 86_400_000;

/** A command without what every one of them has. */
type Unnamed<C> = C extends QuantityCommand ? Omit<C, 'commandId' | 'actor'> : never;

/** Stock of one variant in so many units per warehouse, and what is done to it. */
class Shelf {
  state: ReturnType<typeof open>['state'];
  #commands = 0;

  constructor(...onHand: readonly number[]) {
    this.state = open(onHand).state;
  }

  do(command: Unnamed<QuantityCommand>): InventoryResult {
    this.#commands += 1;
    const named = { ...command, commandId: `c${this.#commands}`, actor: 'staff:1' };
    const { state, result } = apply(this.state, named, START);
    this.state = state;
    return result;
  }

  hold(quantity: number): InventoryResult {
    const { state, result } = apply(
      this.state,
      {
        kind: 'hold',
        holdId: `h${quantity}`,
        reference: 'cart',
        quantity,
        expiresAtMs: START + 60_000,
        warehousePreference: [],
        actor: 'shopper',
      },
      START,
    );
    this.state = state;
    return result;
  }

  next(units = 1, fromMs = START) {
    return nextArrival(viewOf(this.state), units, fromMs);
  }
}

test('the day from which one more can be sold is that of the first dated arrival that nobody was promised', () => {
  const shelf = new Shelf(0, 0);
  expect(shelf.next()).toBeNull();
  const expected = (reference: string, warehouseId: number, quantity: number, expectedAtMs: number | null) =>
    shelf.do({ kind: 'expect', reference, warehouseId, quantity, expectedAtMs });
  expected('no-day', 1, 9, null);
  expect(shelf.next()).toBeNull();
  expected('late', 2, 5, START + 9 * DAY);
  expected('soon', 1, 2, START + DAY);
  expect(shelf.next()).toBe(START + DAY);
  expect(shelf.next(3)).toBe(START + 9 * DAY);
  expect(shelf.next(8)).toBeNull();
  // A day that is over says nothing.
  expect(shelf.next(1, START + DAY)).toBe(START + 9 * DAY);
  // Pre-orders have bought the first two: whoever comes now waits for the others.
  shelf.do({ kind: 'limit', ...NO_TERMS, preorderLimit: 2 });
  expect(shelf.hold(2)).toMatchObject({ ok: true, arrivesAtMs: START + DAY });
  expect(shelf.next()).toBe(START + 9 * DAY);
});

test('the safety stock of a warehouse is refilled before anybody can buy', () => {
  const shelf = new Shelf(0);
  shelf.do({ kind: 'set', warehouseId: 1, name: 'safety_stock', quantity: 3 });
  shelf.do({ kind: 'expect', reference: 'a', warehouseId: 1, quantity: 3, expectedAtMs: START + DAY });
  expect(shelf.next()).toBeNull();
  shelf.do({ kind: 'expect', reference: 'b', warehouseId: 1, quantity: 1, expectedAtMs: START + 2 * DAY });
  expect(shelf.next()).toBe(START + 2 * DAY);
});

test('what may only come once is taken in no further than it is expected, by whomever', () => {
  const shelf = new Shelf(5, 0);
  const reference = 'transfer:1/1';
  shelf.do({ kind: 'transfer', reference, fromWarehouseId: 1, toWarehouseId: 2, quantity: 3, expectedAtMs: null });
  const receive = (quantity: number, onlyExpected?: boolean) =>
    shelf.do({ kind: 'receive', warehouseId: 2, quantity, fromIncoming: true, reference, onlyExpected });
  expect(receive(4, true)).toMatchObject({ ok: false, reason: 'insufficient', available: 3 });
  expect(receive(3, true)).toMatchObject({ ok: true });
  expect(receive(3, true)).toMatchObject({ ok: false, reason: 'not_found', what: 'expectation' });
  // An outside arrival may bring more than anybody announced.
  expect(receive(3)).toMatchObject({ ok: true });
});

test('limits change only over those they were made from', () => {
  const shelf = new Shelf(1);
  expect(shelf.do({ kind: 'limit', maxPerHold: 2, compare: NO_TERMS })).toMatchObject({ ok: true });
  expect(shelf.do({ kind: 'limit', maxPerHold: 9, compare: NO_TERMS })).toMatchObject({
    ok: false,
    reason: 'terms_changed',
    actual: { maxPerHold: 2 },
  });
  expect(shelf.state.terms.maxPerHold).toBe(2);
});
