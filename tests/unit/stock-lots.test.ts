import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StockView, WarehouseLevel } from '../../commerce/inventory/contract.ts';
import { type Block, freeOfBlocks, lotOf, sellFromBlocks, withLots } from '../../commerce/inventory/lots.ts';
import { NO_TERMS } from '../../commerce/inventory/supply.ts';

const blocks = fc
  .array(fc.record({ warehouseId: fc.integer({ min: 1, max: 3 }), remaining: fc.nat(20), bought: fc.boolean() }), {
    maxLength: 6,
  })
  .map((some) =>
    some.map(
      ({ bought, ...one }, i): Block => ({
        ...one,
        id: `b${i}`,
        expiresAtMs: 1,
        references: bought ? ['order:1'] : [],
      }),
    ),
  );
const allocations = fc.uniqueArray(
  fc.record({ warehouseId: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 25 }) }),
  { selector: (part) => part.warehouseId, maxLength: 3 },
);
const total = (some: readonly { readonly quantity: number }[]) => some.reduce((sum, one) => sum + one.quantity, 0);
const left = (some: readonly Block[]) => some.reduce((sum, one) => sum + one.remaining, 0);

test('a sale takes exactly its units, each block serves an order once, and nothing goes below zero', () => {
  fc.assert(
    fc.property(blocks, allocations, (some, wanted) => {
      const plan = sellFromBlocks(some, 'order:1', wanted);
      const usable = (id: number) =>
        left(some.filter((one) => one.warehouseId === id && !one.references.includes('order:1')));
      const isEnough = wanted.every((part) => usable(part.warehouseId) >= part.quantity);
      expect(plan !== null).toBe(isEnough);
      if (!plan) return;
      expect(total(plan.sales)).toBe(total(wanted));
      expect(left(some) - left(plan.blocks)).toBe(total(wanted));
      expect(new Set(plan.sales.map((sale) => sale.blockId)).size).toBe(plan.sales.length);
      for (const block of plan.blocks) expect(block.remaining).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('never more is given back than the lot can sell, nor than a block has', () => {
  fc.assert(
    fc.property(blocks, fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }), (some, available) => {
      const returns = freeOfBlocks(some, (id) => available[id] ?? 0);
      for (const id of [1, 2, 3]) {
        const given = total(returns.filter(({ block }) => block.warehouseId === id));
        const have = left(some.filter((one) => one.warehouseId === id));
        expect(given).toBe(Math.min(available[id] ?? 0, have));
      }
      for (const { block, quantity } of returns) expect(quantity).toBeLessThanOrEqual(block.remaining);
    }),
  );
});

test('every repetition of a hold meets the same lot, and shoppers are spread', () => {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i += 1) {
    const lot = lotOf(`cart:${i}:line`, 4);
    expect(lotOf(`cart:${i}:line`, 4)).toBe(lot);
    counts[lot] = (counts[lot] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(700);
});

test('what lots hold but nobody does is available; what they sold and have not reported is committed', () => {
  const level = (more: Partial<WarehouseLevel>): WarehouseLevel => ({
    warehouseId: 1,
    onHand: 0,
    held: 0,
    committed: 0,
    incoming: 0,
    safetyStock: 0,
    available: 0,
    shortfall: 0,
    sequence: 1,
    ...more,
  });
  const view = (available: number, levels: readonly WarehouseLevel[]): StockView => ({
    variantId: 1,
    sequence: 1,
    policy: 'deny',
    available,
    owed: 0,
    beyond: null,
    terms: NO_TERMS,
    levels,
    expected: [],
  });
  const own = view(50, [level({ onHand: 100, held: 50, available: 50 })]);
  const lot = view(20, [level({ onHand: 25, held: 3, committed: 2, available: 20 })]);
  expect(withLots(own, [lot])).toMatchObject({
    available: 70,
    levels: [{ onHand: 100, held: 28, committed: 2, available: 70 }],
  });
});
