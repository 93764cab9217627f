import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, type Source } from '../../commerce/inventory/allocate.ts';
import { apply } from '../../commerce/inventory/apply.ts';
import type { InventoryCommand, LedgerEntry, StockPolicy } from '../../commerce/inventory/contract.ts';
import { evolve, openingEntries } from '../../commerce/inventory/evolve.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';

const START = 1_800_000_000_000;
const WAREHOUSES = [1, 2, 3];

const warehouseId = fc.constantFrom(...WAREHOUSES);
const holdId = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'h7', 'h8');
const commandId = fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8');
const reference = fc.constantFrom('o1', 'o2', 'o3');
const small = fc.integer({ min: 1, max: 9 });
const name = fc.constantFrom('on_hand' as const, 'available' as const, 'incoming' as const, 'safety_stock' as const);
const actor = fc.constant('test');

/** Commands of shoppers, and of merchants who receive, ship and take back: none of them may ever create a shortfall. */
const selling: fc.Arbitrary<InventoryCommand>[] = [
  fc.record({
    kind: fc.constant('hold' as const),
    holdId,
    reference: fc.constantFrom('cart1', 'cart2'),
    quantity: small,
    expiresAtMs: fc.integer({ min: START, max: START + 400 }),
    warehousePreference: fc.shuffledSubarray(WAREHOUSES),
    actor,
  }),
  fc.record({
    kind: fc.constant('extend' as const),
    holdId,
    expiresAtMs: fc.integer({ min: START, max: START + 600 }),
    actor,
  }),
  fc.record({ kind: fc.constant('commit' as const), holdId, reference, actor }),
  fc.record({ kind: fc.constant('release' as const), holdId, actor }),
  fc.record({ kind: fc.constant('expire' as const) }),
  fc.record({
    kind: fc.constant('receive' as const),
    commandId,
    warehouseId,
    quantity: small,
    fromIncoming: fc.boolean(),
    actor,
  }),
  fc.record({ kind: fc.constant('return' as const), commandId, warehouseId, quantity: small, actor }),
  ...(['ship', 'uncommit'] as const).map((kind) =>
    fc.record({
      kind: fc.constant(kind),
      commandId,
      reference,
      allocations: fc.uniqueArray(fc.record({ warehouseId, quantity: small }), {
        minLength: 1,
        maxLength: 2,
        selector: (part) => part.warehouseId,
      }),
      actor,
    }),
  ),
];
const counting: fc.Arbitrary<InventoryCommand>[] = [
  fc.record({
    kind: fc.constant('set' as const),
    commandId,
    warehouseId,
    name,
    quantity: fc.integer({ min: 0, max: 20 }),
    actor,
  }),
  fc.record({
    kind: fc.constant('adjust' as const),
    commandId,
    warehouseId,
    name,
    delta: fc.integer({ min: -9, max: 9 }),
    actor,
  }),
  fc.record({
    kind: fc.constant('configure' as const),
    commandId,
    policy: fc.constantFrom<StockPolicy>('deny', 'continue', 'untracked'),
    actor,
  }),
];

interface Step {
  readonly command: InventoryCommand;
  readonly atMs: number;
}
const steps = (commands: fc.Arbitrary<InventoryCommand>[]): fc.Arbitrary<Step[]> =>
  fc
    .array(fc.record({ command: fc.oneof(...commands), afterMs: fc.integer({ min: 0, max: 40 }) }), {
      maxLength: 60,
      size: 'max',
    })
    .map((list) => {
      let atMs = START;
      return list.map(({ command, afterMs }) => {
        atMs += afterMs;
        return { command, atMs };
      });
    });
const stock = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 });

function open(onHand: readonly number[]): { state: StockState; ledger: LedgerEntry[] } {
  const state = emptyState(1);
  const levels = WAREHOUSES.map((id, i) => ({
    warehouseId: id,
    onHand: onHand[i] ?? 0,
    held: 0,
    committed: 0,
    incoming: 0,
    safetyStock: 0,
  }));
  const ledger = [...openingEntries(state, { policy: 'deny', sequence: 0, levels, commitments: [] }, START)];
  for (const entry of ledger) evolve(state, entry);
  return { state, ledger };
}

/** Held and committed as the holds and commitments themselves say, by warehouse. */
function promised(state: StockState): Map<number, { held: number; committed: number }> {
  const sums = new Map(WAREHOUSES.map((id) => [id, { held: 0, committed: 0 }]));
  for (const hold of state.holds.values()) {
    expect(hold.allocations.reduce((sum, part) => sum + part.quantity, 0)).toBe(hold.quantity);
    if (hold.status !== 'held') continue;
    for (const part of hold.allocations) (sums.get(part.warehouseId) ?? expect.fail()).held += part.quantity;
  }
  for (const units of state.commitments.values()) {
    for (const [id, quantity] of units) (sums.get(id) ?? expect.fail()).committed += quantity;
  }
  return sums;
}

function check(state: StockState, atMs: number): void {
  expect(violatedInvariants(viewOf(state))).toEqual([]);
  for (const [id, sums] of promised(state)) expect(state.levels.get(id)?.quantities).toMatchObject(sums);
  for (const hold of state.holds.values()) expect(hold.status === 'held' && hold.expiresAtMs <= atMs).toBe(false);
}

test('selling under deny never promises a unit that is not there, whatever happens in which order', () => {
  fc.assert(
    fc.property(stock, steps(selling), (onHand, list) => {
      let { state } = open(onHand);
      for (const { command, atMs } of list) {
        state = apply(state, command, atMs).state;
        check(state, atMs);
        for (const level of viewOf(state).levels) expect(level.shortfall).toBe(0);
      }
    }),
    { numRuns: 400 },
  );
});

test('the books balance after every command, counts and policy changes included', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      let { state } = open(onHand);
      for (const { command, atMs } of list) {
        state = apply(state, command, atMs).state;
        check(state, atMs);
      }
    }),
    { numRuns: 400 },
  );
});

test('the ledger has no gaps, and replayed from any point it gives the state again', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      const { state: first, ledger } = open(onHand);
      let state = first;
      for (const { command, atMs } of list) {
        const applied = apply(state, command, atMs);
        state = applied.state;
        ledger.push(...applied.events);
      }
      expect(ledger.map((entry) => entry.sequence)).toEqual(ledger.map((_, i) => i + 1));
      expect({ ...replay(1, ledger), receipts: state.receipts }).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

test('apply leaves the state it was given alone, and an accepted command repeated at once answers the same and does nothing', () => {
  fc.assert(
    fc.property(stock, steps([...selling, ...counting]), (onHand, list) => {
      let { state } = open(onHand);
      for (const { command, atMs } of list) {
        const before = structuredClone(state);
        const applied = apply(state, command, atMs);
        expect(state).toEqual(before);
        const again = apply(applied.state, command, atMs);
        if (applied.result.ok && command.kind !== 'expire') expect(again.result).toEqual(applied.result);
        expect(again.events).toEqual([]);
        state = applied.state;
      }
    }),
    { numRuns: 200 },
  );
});

test('an allocation is exactly what was asked, within what each source has, split only when no source has it all', () => {
  const sources = fc.uniqueArray(fc.record({ warehouseId: fc.integer({ min: 1, max: 50 }), available: fc.nat(20) }), {
    maxLength: 6,
    selector: (source: Source) => source.warehouseId,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), sources, (quantity, list) => {
      const total = list.reduce((sum, source) => sum + source.available, 0);
      const parts = allocate(quantity, list, false);
      if (quantity > total) {
        expect(parts).toBeNull();
        return;
      }
      expect(parts?.reduce((sum, part) => sum + part.quantity, 0)).toBe(quantity);
      for (const part of parts ?? []) {
        expect(part.quantity).toBeGreaterThan(0);
        expect(part.quantity).toBeLessThanOrEqual(list.find((s) => s.warehouseId === part.warehouseId)?.available ?? 0);
      }
      expect(parts?.length === 1).toBe(list.some((source) => source.available >= quantity));
    }),
    { numRuns: 1_000 },
  );
});
