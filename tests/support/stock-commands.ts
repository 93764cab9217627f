import fc from 'fast-check';
import type { InventoryCommand, LedgerEntry, StockPolicy } from '../../commerce/inventory/contract.ts';
import { evolve, openingEntries } from '../../commerce/inventory/evolve.ts';
import { emptyState, type StockState } from '../../commerce/inventory/state.ts';

/** When every history of these tests begins. */
export const START = 1_800_000_000_000;
export const WAREHOUSES = [1, 2, 3];

const warehouseId = fc.constantFrom(...WAREHOUSES);
const holdId = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'h7', 'h8');
/** Seldom the same twice: repetitions have tests of their own, and most commands should do something. */
const commandId = fc.integer({ min: 1, max: 300 }).map((n) => `c${n}`);
const reference = fc.constantFrom('o1', 'o2', 'o3');
const arrival = fc.constantFrom('a1', 'a2');
const small = fc.integer({ min: 1, max: 9 });
const name = fc.constantFrom('on_hand' as const, 'available' as const, 'incoming' as const, 'safety_stock' as const);
const actor = fc.constant('test');
const moment = fc.integer({ min: START, max: START + 2_000 });
const limit = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
const ceiling = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });

function kindOf(commands: fc.Arbitrary<InventoryCommand>): string {
  return fc.sample(commands, { numRuns: 1, seed: 1 })[0]?.kind ?? '';
}

/** Commands of shoppers, and of merchants who receive, move, ship and take back: none of them may ever create a shortfall under `deny`. */
export const selling: fc.Arbitrary<InventoryCommand>[] = [
  fc.record(
    {
      kind: fc.constant('hold' as const),
      holdId,
      reference: fc.constantFrom('cart1', 'cart2'),
      quantity: fc.integer({ min: 1, max: 5 }),
      expiresAtMs: fc.integer({ min: START, max: START + 600 }),
      warehousePreference: fc.shuffledSubarray(WAREHOUSES),
      customer: fc.constantFrom('ann', 'bob'),
      actor,
    },
    { requiredKeys: ['kind', 'holdId', 'reference', 'quantity', 'expiresAtMs', 'warehousePreference', 'actor'] },
  ),
  fc.record({
    kind: fc.constant('extend' as const),
    holdId,
    expiresAtMs: fc.integer({ min: START, max: START + 1_500 }),
    actor,
  }),
  fc.record(
    {
      kind: fc.constant('commit' as const),
      holdId,
      reference,
      quantity: fc.integer({ min: 1, max: 3 }),
      remainder: fc.constantFrom('release' as const, 'keep' as const),
      actor,
    },
    { requiredKeys: ['kind', 'holdId', 'reference', 'actor'] },
  ),
  fc.record({ kind: fc.constant('release' as const), holdId, actor }),
  fc.record({ kind: fc.constant('expire' as const) }),
  fc.record(
    {
      kind: fc.constant('receive' as const),
      commandId,
      warehouseId,
      quantity: small,
      fromIncoming: fc.boolean(),
      reference: arrival,
      actor,
    },
    { requiredKeys: ['kind', 'commandId', 'warehouseId', 'quantity', 'actor'] },
  ),
  fc.record({
    kind: fc.constant('return' as const),
    commandId,
    warehouseId,
    quantity: small,
    condition: fc.constantFrom('sellable' as const, 'damaged' as const),
    actor,
  }),
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
  fc.record({
    kind: fc.constant('expect' as const),
    commandId,
    warehouseId,
    reference: arrival,
    quantity: fc.integer({ min: 0, max: 9 }),
    expectedAtMs: fc.option(moment, { nil: null }),
    actor,
  }),
  fc.record({
    kind: fc.constant('transfer' as const),
    commandId,
    reference: arrival,
    fromWarehouseId: warehouseId,
    toWarehouseId: warehouseId,
    quantity: small,
    expectedAtMs: fc.option(moment, { nil: null }),
    actor,
  }),
  fc.record({
    kind: fc.constant('cancel_transfer' as const),
    commandId,
    reference: arrival,
    toWarehouseId: warehouseId,
    actor,
  }),
  fc.record({
    kind: fc.constant('write_off' as const),
    commandId,
    warehouseId,
    quantity: small,
    from: fc.constantFrom('stock' as const, 'committed' as const, 'incoming' as const),
    reference: fc.oneof(reference, arrival),
    reason: fc.constant('broken'),
    actor,
  }),
  fc.record({
    kind: fc.constant('limit' as const),
    commandId,
    maxPerHold: ceiling(9),
    maxPerCustomer: ceiling(12),
    customerWindowMs: ceiling(200),
    actor,
  }),
];

/** Commands that may find or allow a shortfall: counts, policies, and limits on what is promised beyond. */
export const counting: fc.Arbitrary<InventoryCommand>[] = [
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
    kind: fc.constant('count' as const),
    commandId,
    warehouseId,
    quantity: fc.integer({ min: 0, max: 15 }),
    seenAtMs: fc.integer({ min: START - 10, max: START + 1_200 }),
    actor,
  }),
  fc.record({
    kind: fc.constant('configure' as const),
    commandId,
    policy: fc.constantFrom<StockPolicy>('deny', 'continue', 'untracked'),
    actor,
  }),
  fc.record({
    kind: fc.constant('limit' as const),
    commandId,
    backorderLimit: limit(12),
    preorderLimit: limit(12),
    maxHoldLifeMs: fc.option(fc.integer({ min: 1_000, max: 3_000 }), { nil: null }),
    actor,
  }),
];

/** Little is there and much is promised: holds, arrivals, and limits that usually allow something. */
export const promising: fc.Arbitrary<InventoryCommand>[] = [
  ...selling.filter((commands) => ['hold', 'commit', 'release', 'receive', 'transfer'].includes(kindOf(commands))),
  ...[1, 2, 3].map(() =>
    fc.record({
      kind: fc.constant('expect' as const),
      commandId,
      warehouseId,
      reference: arrival,
      quantity: fc.integer({ min: 2, max: 12 }),
      expectedAtMs: fc.option(moment, { nil: null, freq: 5 }),
      actor,
    }),
  ),
  ...[1, 2, 3].map(() =>
    fc.record({
      kind: fc.constant('limit' as const),
      commandId,
      backorderLimit: fc.integer({ min: 2, max: 12 }),
      preorderLimit: fc.integer({ min: 2, max: 20 }),
      actor,
    }),
  ),
  fc.record({
    kind: fc.constant('configure' as const),
    commandId,
    policy: fc.constantFrom<StockPolicy>('deny', 'deny', 'continue'),
    actor,
  }),
];

export interface Step {
  readonly command: InventoryCommand;
  readonly atMs: number;
}

/** How often a kind comes up; 1 when it is not named. */
const WEIGHTS: Readonly<Record<string, number>> = {
  hold: 12,
  commit: 8,
  extend: 3,
  ship: 2,
  uncommit: 2,
  cancel_transfer: 2,
};

const weighted = (commands: fc.Arbitrary<InventoryCommand>[]): fc.Arbitrary<InventoryCommand> =>
  fc.oneof(...commands.map((arbitrary) => ({ arbitrary, weight: WEIGHTS[kindOf(arbitrary)] ?? 1 })));

/** Expiries count from the command's own moment on, so that most holds live for a few commands. */
const at = (command: InventoryCommand, atMs: number): Step =>
  command.kind === 'hold' || command.kind === 'extend'
    ? { command: { ...command, expiresAtMs: command.expiresAtMs + atMs - START }, atMs }
    : { command, atMs };

/** Up to 60 commands of the given kinds, each up to 40 ms after the one before. */
export const steps = (commands: fc.Arbitrary<InventoryCommand>[]): fc.Arbitrary<Step[]> =>
  fc
    .array(fc.record({ command: weighted(commands), afterMs: fc.integer({ min: 0, max: 40 }) }), {
      maxLength: 60,
      size: 'max',
    })
    .map((list) => {
      let atMs = START;
      return list.map(({ command, afterMs }) => {
        atMs += afterMs;
        return at(command, atMs);
      });
    });

/** Units on hand to begin with, per warehouse. */
export const stock = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 });

/** A stock that was just opened, and its ledger so far. */
export function open(onHand: readonly number[]): { state: StockState; ledger: LedgerEntry[] } {
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
