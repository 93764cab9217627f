import { describe, expect, test } from 'vitest';
import { apply } from '../../commerce/inventory/apply.ts';
import type {
  CommitCommand,
  HoldCommand,
  InventoryCommand,
  InventoryResult,
  LedgerEntry,
  QuantityCommand,
} from '../../commerce/inventory/contract.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { causesAt, historyOf, replay, replayUntil } from '../../commerce/inventory/replay.ts';
import { type StockState, viewOf } from '../../commerce/inventory/state.ts';
import { open, START } from '../support/stock-commands.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const by = { actor: 'staff:1' } as const;

/** A quantity command without what every one of them has. */
type Uncalled<C> = C extends QuantityCommand ? Omit<C, 'commandId' | 'actor'> : never;

/** Stock in three warehouses that lives through commands; the books must balance after each. */
class Life {
  state: StockState;
  readonly ledger: LedgerEntry[];
  nowMs = START;
  #next = 0;

  constructor(...onHand: readonly number[]) {
    const { state, ledger } = open(onHand);
    this.state = state;
    this.ledger = ledger;
  }

  do(command: InventoryCommand): InventoryResult {
    const { state, events, result } = apply(this.state, command, this.nowMs, historyOf(this.ledger));
    this.state = state;
    this.ledger.push(...events);
    expect(violatedInvariants(viewOf(state))).toEqual([]);
    expect({ ...replay(1, this.ledger), receipts: state.receipts }).toEqual(state);
    return result;
  }

  /** A quantity command under a new id; fails unless it is accepted. */
  change(command: Uncalled<QuantityCommand>): InventoryResult {
    this.#next += 1;
    const result = this.do({ ...by, ...command, commandId: `n${this.#next}` });
    if (!result.ok) expect.fail(`${command.kind} was refused: ${JSON.stringify(result)}`);
    return result;
  }

  hold(holdId: string, quantity: number, more: Partial<HoldCommand> = {}): InventoryResult {
    const expiresAtMs = this.nowMs + 10 * MINUTE;
    const reference = `cart-of-${holdId}`;
    return this.do({
      kind: 'hold',
      holdId,
      reference,
      quantity,
      expiresAtMs,
      warehousePreference: [],
      actor: 'shopper',
      ...more,
    });
  }

  commit(holdId: string, reference: string, more: Partial<CommitCommand> = {}): InventoryResult {
    return this.do({ kind: 'commit', holdId, reference, actor: 'shopper', ...more });
  }

  level(warehouseId: number) {
    return viewOf(this.state).levels.find((level) => level.warehouseId === warehouseId) ?? expect.fail();
  }

  get view() {
    return viewOf(this.state);
  }
}

describe('arrivals', () => {
  test('are announced, changed, received in parts under their reference and gone when all is there', () => {
    const life = new Life(0, 0, 0);
    const arrival = { warehouseId: 1, reference: 'po:1' };
    life.change({ kind: 'expect', ...arrival, quantity: 10, expectedAtMs: START + DAY });
    life.change({ kind: 'adjust', warehouseId: 1, name: 'incoming', delta: 3 });
    expect(life.level(1).incoming).toBe(13);
    life.change({ kind: 'receive', ...arrival, quantity: 4, fromIncoming: true });
    expect(life.level(1)).toMatchObject({ onHand: 4, incoming: 9 });
    expect(life.view.expected).toEqual([{ ...arrival, quantity: 6, expectedAtMs: START + DAY, fromWarehouseId: null }]);
    life.change({ kind: 'expect', ...arrival, quantity: 6, expectedAtMs: START + 2 * DAY });
    expect(life.view.expected[0]?.expectedAtMs).toBe(START + 2 * DAY);
    // The supplier sends two more than were ordered.
    life.change({ kind: 'receive', ...arrival, quantity: 8, fromIncoming: true });
    expect(life.level(1)).toMatchObject({ onHand: 12, incoming: 3 });
    expect(life.view.expected).toEqual([]);
  });

  test('cannot be set away by hand: only what has no reference can', () => {
    const life = new Life(0, 0, 0);
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:1', quantity: 10, expectedAtMs: null });
    const set = { ...by, kind: 'set', commandId: 's', warehouseId: 1, name: 'incoming', quantity: 4 } as const;
    expect(life.do(set)).toEqual({ ok: false, reason: 'insufficient', requested: 6, available: 0 });
    expect(life.do({ ...set, quantity: 12 }).ok).toBe(true);
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:1', quantity: 0, expectedAtMs: null });
    expect(life.level(1).incoming).toBe(2);
  });
});

describe('transfers', () => {
  const sending = {
    kind: 'transfer',
    reference: 'transfer:7',
    fromWarehouseId: 1,
    toWarehouseId: 2,
    quantity: 6,
    expectedAtMs: START + DAY,
  } as const;

  test('leave, are under way, arrive in parts, and what does not arrive goes back or is lost', () => {
    const life = new Life(10, 0, 0);
    life.change(sending);
    expect(life.level(1)).toMatchObject({ onHand: 4, available: 4 });
    expect(life.level(2)).toMatchObject({ onHand: 0, incoming: 6, available: 0 });
    const arrive = { kind: 'receive', warehouseId: 2, reference: 'transfer:7', fromIncoming: true } as const;
    life.change({ ...arrive, quantity: 2 });
    expect(life.do({ ...by, ...arrive, commandId: 'x', quantity: 5 })).toEqual({
      ok: false,
      reason: 'insufficient',
      requested: 5,
      available: 4,
    });
    life.change({
      kind: 'write_off',
      warehouseId: 2,
      quantity: 1,
      from: 'incoming',
      reference: 'transfer:7',
      reason: 'lost',
    });
    life.change({ kind: 'cancel_transfer', reference: 'transfer:7', toWarehouseId: 2 });
    expect(life.level(1)).toMatchObject({ onHand: 7 });
    expect(life.level(2)).toMatchObject({ onHand: 2, incoming: 0 });
    const again = {
      ...by,
      kind: 'cancel_transfer',
      commandId: 'y',
      reference: 'transfer:7',
      toWarehouseId: 2,
    } as const;
    expect(life.do(again)).toMatchObject({ reason: 'not_found', what: 'expectation' });
  });

  test('take only what nobody was promised, and never under the reference of a purchase order', () => {
    const life = new Life(10, 0, 0);
    life.hold('h', 7);
    const command = { ...by, ...sending, commandId: 't' };
    expect(life.do(command)).toEqual({ ok: false, reason: 'insufficient', requested: 6, available: 3 });
    life.change({ kind: 'expect', warehouseId: 2, reference: 'transfer:7', quantity: 1, expectedAtMs: null });
    expect(life.do({ ...command, quantity: 1 })).toMatchObject({
      reason: 'exists_with_different_content',
      field: 'reference',
    });
  });
});

describe('counts', () => {
  test('apply the difference of the moment they were taken at to the present', () => {
    const life = new Life(10, 0, 0);
    life.nowMs = START + 10 * MINUTE;
    const countedAt = START + 5 * MINUTE;
    life.change({ kind: 'receive', warehouseId: 1, quantity: 20 });
    life.hold('h', 4, { warehousePreference: [1] });
    life.commit('h', 'order:1');
    life.nowMs += MINUTE;
    life.change({ kind: 'count', warehouseId: 1, quantity: 8, seenAtMs: countedAt });
    expect(life.level(1)).toMatchObject({ onHand: 28, committed: 4, available: 24 });
    expect(life.ledger.at(-1)).toMatchObject({
      kind: 'counted',
      delta: { onHand: -2 },
      details: { seen: { quantity: 8, atMs: countedAt, recorded: 10 } },
    });
  });

  test('are refused for the future, for a time before the ledger, and where fewer units are left than are missing', () => {
    const life = new Life(10, 0, 0);
    life.nowMs = START + MINUTE;
    const count = { ...by, kind: 'count', commandId: 'c', warehouseId: 1, quantity: 2 } as const;
    expect(life.do({ ...count, seenAtMs: life.nowMs + DAY })).toMatchObject({ reason: 'invalid', field: 'seenAtMs' });
    expect(life.do({ ...count, seenAtMs: START - 1 })).toMatchObject({ reason: 'invalid', field: 'seenAtMs' });
    life.change({ kind: 'write_off', warehouseId: 1, quantity: 5, from: 'stock', reason: 'broken' });
    expect(life.do({ ...count, seenAtMs: START })).toEqual({
      ok: false,
      reason: 'insufficient',
      requested: 8,
      available: 5,
    });
  });
});

describe('write-offs and returns', () => {
  test('stock that nobody was promised, sold units of an order, and damaged goods that came back', () => {
    const life = new Life(10, 0, 0);
    life.hold('h', 6);
    life.commit('h', 'order:1');
    const off = { kind: 'write_off', warehouseId: 1, reason: 'water' } as const;
    expect(life.do({ ...by, ...off, commandId: 'w', quantity: 5, from: 'stock' })).toMatchObject({
      reason: 'insufficient',
      available: 4,
    });
    life.change({ ...off, quantity: 4, from: 'stock' });
    life.change({ ...off, quantity: 2, from: 'committed', reference: 'order:1' });
    expect(life.level(1)).toMatchObject({ onHand: 4, committed: 4, available: 0, shortfall: 0 });
    const rest = { warehouseId: 1, quantity: 4 };
    life.change({ kind: 'ship', reference: 'order:1', allocations: [rest] });
    life.change({ kind: 'return', warehouseId: 1, quantity: 1, reference: 'order:1' });
    life.change({ kind: 'return', warehouseId: 1, quantity: 3, reference: 'order:1', condition: 'damaged' });
    expect(life.level(1)).toMatchObject({ onHand: 1, committed: 0 });
    expect(life.ledger.at(-1)).toMatchObject({ kind: 'returned_damaged', quantity: 3, delta: {} });
  });

  test('need a reason, and a reference where units have one', () => {
    const life = new Life(1, 0, 0);
    const off = { ...by, kind: 'write_off', commandId: 'w', warehouseId: 1, quantity: 1, reason: 'x' } as const;
    expect(life.do({ ...off, from: 'stock', reason: '' })).toMatchObject({ reason: 'invalid', field: 'reason' });
    expect(life.do({ ...off, from: 'committed' })).toMatchObject({ reason: 'invalid', field: 'reference' });
    expect(life.do({ ...off, from: 'committed', reference: 'order:9' })).toMatchObject({ what: 'commitment' });
  });
});

describe('back-orders and pre-orders', () => {
  test('a back-order is promised up to its limit, is owed by name, and later receipts fulfil it first', () => {
    const life = new Life(2, 0, 0);
    life.change({ kind: 'configure', policy: 'continue' });
    life.change({ kind: 'limit', backorderLimit: 3 });
    expect(life.view.beyond).toEqual({ kind: 'backorder', units: 3, arrivesAtMs: null });
    expect(life.hold('a', 6)).toEqual({ ok: false, reason: 'insufficient', requested: 6, available: 5 });
    expect(life.hold('b', 4).ok).toBe(true);
    life.commit('b', 'order:1');
    expect(life.view).toMatchObject({ available: 0, owed: 2, beyond: { units: 1 } });
    life.change({ kind: 'receive', warehouseId: 1, quantity: 5 });
    expect(life.view).toMatchObject({ available: 3, owed: 0, beyond: { units: 3 } });
  });

  test('a pre-order is sold against arrivals with a date, up to what they bring and to its limit, and says when', () => {
    const life = new Life(1, 0, 0);
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:1', quantity: 3, expectedAtMs: START + DAY });
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:2', quantity: 9, expectedAtMs: START + 9 * DAY });
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:3', quantity: 9, expectedAtMs: null });
    expect(life.view.beyond).toBeNull();
    expect(life.hold('none', 2)).toMatchObject({ reason: 'insufficient', available: 1 });
    life.change({ kind: 'limit', preorderLimit: 10 });
    expect(life.view.beyond).toEqual({ kind: 'preorder', units: 10, arrivesAtMs: START + DAY });
    expect(life.hold('a', 4)).toMatchObject({ ok: true, arrivesAtMs: START + DAY });
    expect(life.hold('a', 4)).toMatchObject({ ok: true, arrivesAtMs: START + DAY });
    expect(life.view.beyond).toEqual({ kind: 'preorder', units: 7, arrivesAtMs: START + 9 * DAY });
    life.change({ kind: 'limit', preorderLimit: null });
    life.change({ kind: 'limit', preorderLimit: 500 });
    expect(life.hold('b', 10)).toEqual({ ok: false, reason: 'insufficient', requested: 10, available: 9 });
    expect(life.hold('c', 9)).toMatchObject({ ok: true, arrivesAtMs: START + 9 * DAY });
    life.change({ kind: 'receive', warehouseId: 1, reference: 'po:1', quantity: 3, fromIncoming: true });
    expect(life.view).toMatchObject({ available: 0, owed: 9, beyond: null });
  });

  test('arrivals refill the safety stock before they are pre-ordered', () => {
    const life = new Life(2, 0, 0);
    life.change({ kind: 'set', warehouseId: 1, name: 'safety_stock', quantity: 5 });
    life.change({ kind: 'limit', preorderLimit: 100 });
    life.change({ kind: 'expect', warehouseId: 1, reference: 'po:1', quantity: 10, expectedAtMs: START + DAY });
    expect(life.hold('a', 8)).toMatchObject({ reason: 'insufficient', available: 7 });
    expect(life.hold('b', 7).ok).toBe(true);
    life.change({ kind: 'receive', warehouseId: 1, reference: 'po:1', quantity: 10, fromIncoming: true });
    expect(life.level(1)).toMatchObject({ onHand: 12, held: 7, available: 0, shortfall: 0 });
  });
});

describe('ceilings', () => {
  test('bind shoppers, not the blocks of lots, which last as long as they are in use', () => {
    const life = new Life(50);
    life.change({ kind: 'limit', maxPerHold: 3, maxPerCustomer: 4, maxHoldLifeMs: 20 * MINUTE });
    const block = { kind: 'hold', holdId: 'block', quantity: 20, warehousePreference: [], actor: 'system' } as const;
    const held = life.do({ ...block, reference: 'variant:1/lot:2', expiresAtMs: START + 120 * MINUTE });
    expect(held).toMatchObject({ ok: true });
    life.nowMs = START + 90 * MINUTE;
    const extended = life.do({ kind: 'extend', holdId: 'block', expiresAtMs: START + 210 * MINUTE, actor: 'system' });
    expect(extended).toMatchObject({ ok: true });
  });

  test('refuse with what the limit is: per hold, per customer in a window, and how long a hold may live', () => {
    const life = new Life(50, 0, 0);
    const window = 30 * MINUTE;
    life.change({
      kind: 'limit',
      maxPerHold: 3,
      maxPerCustomer: 4,
      customerWindowMs: window,
      maxHoldLifeMs: 20 * MINUTE,
    });
    expect(life.hold('a', 4)).toEqual({
      ok: false,
      reason: 'over_limit',
      limit: 'per_hold',
      most: 3,
      used: 0,
      requested: 4,
    });
    const ann = { customer: 'customer:ann' };
    life.hold('b', 3, ann);
    life.commit('b', 'order:1');
    expect(life.hold('c', 2, ann)).toEqual({
      ok: false,
      reason: 'over_limit',
      limit: 'per_customer',
      most: 4,
      used: 3,
      requested: 2,
    });
    expect(life.hold('c', 2, { customer: 'customer:bob' }).ok).toBe(true);
    expect(life.hold('d', 1, ann).ok).toBe(true);
    life.do({ kind: 'release', holdId: 'd', actor: 'shopper' });
    expect(life.hold('e', 1, ann).ok).toBe(true);
    life.nowMs += window + 1;
    expect(life.hold('f', 3, ann).ok).toBe(true);

    const extend = { kind: 'extend', holdId: 'f', actor: 'shopper' } as const;
    const latest = life.nowMs + 20 * MINUTE;
    expect(life.do({ ...extend, expiresAtMs: latest }).ok).toBe(true);
    life.nowMs += 15 * MINUTE;
    expect(life.do({ ...extend, expiresAtMs: latest + 1 })).toEqual({
      ok: false,
      reason: 'over_limit',
      limit: 'hold_life',
      most: latest,
      used: latest,
      requested: latest + 1,
    });
    expect(life.hold('g', 1, { expiresAtMs: life.nowMs + 21 * MINUTE })).toMatchObject({ limit: 'hold_life' });
  });

  test('a cart that names no customer stands for one', () => {
    const life = new Life(50, 0, 0);
    life.change({ kind: 'limit', maxPerCustomer: 2 });
    life.hold('a', 2, { reference: 'cart' });
    expect(life.hold('b', 1, { reference: 'cart' })).toMatchObject({ limit: 'per_customer', used: 2 });
    expect(life.hold('c', 2, { reference: 'other' }).ok).toBe(true);
    expect(life.hold('a', 2, { reference: 'cart' }).ok).toBe(true);
  });
});

describe('partial commits', () => {
  test('sell some units and give the rest back, or keep it for another order', () => {
    const life = new Life(3, 3, 0);
    life.hold('h', 5);
    const kept = life.commit('h', 'order:1', { quantity: 2, remainder: 'keep' });
    expect(kept).toMatchObject({ ok: true, allocations: [{ warehouseId: 1, quantity: 2 }] });
    expect(life.level(1)).toMatchObject({ held: 1, committed: 2 });
    const second = life.commit('h', 'order:2', { quantity: 2 });
    expect(second).toMatchObject({
      allocations: [
        { warehouseId: 1, quantity: 1 },
        { warehouseId: 2, quantity: 1 },
      ],
    });
    expect(life.view).toMatchObject({ available: 2 });
    expect(life.level(2)).toMatchObject({ held: 0, committed: 1 });
    // The same again gives the same answers and changes nothing.
    const entries = life.ledger.length;
    expect(life.commit('h', 'order:1', { quantity: 2, remainder: 'keep' })).toEqual(kept);
    expect(life.commit('h', 'order:2', { quantity: 2 })).toEqual(second);
    expect(life.commit('h', 'order:2', { quantity: 1 })).toMatchObject({
      reason: 'exists_with_different_content',
      field: 'quantity',
      existing: { quantity: 2, reference: 'order:2' },
    });
    expect(life.commit('h', 'order:3')).toMatchObject({ reason: 'released' });
    expect(life.ledger).toHaveLength(entries);
  });

  test('what is kept expires in time and is free for the next shopper; more than is held is refused', () => {
    const life = new Life(4, 0, 0);
    life.hold('h', 4);
    expect(life.commit('h', 'order:1', { quantity: 5 })).toEqual({
      ok: false,
      reason: 'insufficient',
      requested: 5,
      available: 4,
    });
    life.commit('h', 'order:1', { quantity: 1, remainder: 'keep' });
    expect(life.commit('h', 'order:1', { quantity: 1 })).toMatchObject({ field: 'remainder' });
    life.nowMs += 10 * MINUTE;
    expect(life.hold('next', 3).ok).toBe(true);
    expect(life.level(1)).toMatchObject({ held: 3, committed: 1, available: 0 });
    expect(life.commit('h', 'order:2')).toMatchObject({ reason: 'expired' });
  });
});

test('"why was it 3 at 14:02?": the moment is rebuilt, and the entry behind the number is named', () => {
  const life = new Life(5, 0, 0);
  life.nowMs = START + MINUTE;
  life.hold('h', 2);
  const asked = START + 2 * MINUTE;
  life.nowMs = START + 3 * MINUTE;
  life.change({ kind: 'receive', warehouseId: 1, quantity: 10, reference: 'po:1' });
  expect(viewOf(replayUntil(1, life.ledger, asked))).toMatchObject({ available: 3, levels: [{ held: 2 }, {}, {}] });
  const causes = causesAt(life.ledger, asked);
  expect(causes.changedAvailable).toMatchObject({ kind: 'held', holdId: 'h', actor: 'shopper', available: 3 });
  expect(causes.next).toMatchObject({ kind: 'received', reference: 'po:1' });
  expect(causesAt(life.ledger, START - 1)).toEqual({ last: null, changedAvailable: null, next: life.ledger[0] });
});
