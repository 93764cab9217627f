import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetPeriodOf } from '../../commerce/replenishment/budget-period.ts';
import { lowStockStep } from '../../commerce/replenishment/low-stock.ts';
import { draftOrder, type ItemPosition, orderQuantity } from '../../commerce/replenishment/order-quantity.ts';
import { isPossible } from '../../commerce/replenishment/purchase-order.ts';
import { suggestionReason } from '../../commerce/replenishment/reason.ts';
import { normalQuantile, orderCycleDays, reorderPoint } from '../../commerce/replenishment/reorder-point.ts';

describe('the reorder point', () => {
  it('reads the normal distribution as printed tables do', () => {
    expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536, 6);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263479, 6);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.0902323, 6);
    expect(() => normalQuantile(1)).toThrow(RangeError);
  });

  it('covers the lead time and what may go wrong in it', () => {
    const facts = {
      dailyMean: 4,
      dailySpread: 3,
      leadTimeDays: 15,
      leadTimeSpreadDays: 2,
      serviceLevelBps: 9_500,
    };
    // 1.645 x sqrt(16 x 9 + 16 x 4) = 23.7; 4 x 16 = 64.
    expect(reorderPoint(facts)).toEqual({ safetyStock: 24, reorderPoint: 88 });
    expect(reorderPoint({ ...facts, serviceLevelBps: 5_000 })).toEqual({ safetyStock: 0, reorderPoint: 64 });
    expect(reorderPoint({ ...facts, dailyMean: 0, dailySpread: 0 })).toEqual({ safetyStock: 0, reorderPoint: 0 });
  });

  it('orders for as long as freight and storage together are cheapest, never oftener than agreed', () => {
    // sqrt(2 x 5,000 / (0.2 x 1,000,000)) years = 81.6 days
    expect(orderCycleDays(7, 5_000, 1_000_000, 2_000)).toBe(82);
    expect(orderCycleDays(7, 0, 1_000_000, 2_000)).toBe(7);
    expect(orderCycleDays(7, 5_000, 0, 2_000)).toBe(7);
    expect(orderCycleDays(7, 5_000_000, 100, 2_000)).toBe(120);
  });
});

const item = (over: Partial<ItemPosition> = {}): ItemPosition => ({
  variantId: 1,
  packSize: 1,
  minimumQuantity: 1,
  sellable: 0,
  onOrder: 0,
  dailyMean: 1,
  safetyStock: 5,
  reorderPoint: 15,
  costMinor: 100,
  ...over,
});

const anyItem: fc.Arbitrary<ItemPosition> = fc.record({
  variantId: fc.integer({ min: 1, max: 1_000 }),
  packSize: fc.integer({ min: 1, max: 50 }),
  minimumQuantity: fc.integer({ min: 1, max: 200 }),
  sellable: fc.integer({ min: -50, max: 500 }),
  onOrder: fc.integer({ min: 0, max: 200 }),
  dailyMean: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 40, noNaN: true })),
  safetyStock: fc.integer({ min: 0, max: 50 }),
  reorderPoint: fc.integer({ min: 0, max: 300 }),
  costMinor: fc.integer({ min: 0, max: 50_000 }),
});

describe('an order', () => {
  it('is whole packs, at least the minimum, and not a pack more than needed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 10_000, noNaN: true }),
        fc.integer({ min: 1, max: 144 }),
        fc.integer({ min: 1, max: 500 }),
        (needed, packSize, minimumQuantity) => {
          const quantity = orderQuantity(needed, { packSize, minimumQuantity });
          if (needed <= 0) {
            expect(quantity).toBe(0);
            return;
          }
          expect(quantity % packSize).toBe(0);
          expect(quantity).toBeGreaterThanOrEqual(Math.max(needed, minimumQuantity));
          expect(quantity - packSize).toBeLessThan(Math.max(needed, minimumQuantity));
        },
      ),
    );
  });

  it('covers every item that is due, in whole packs, and reaches the minimum value or says what it lacks', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyItem, { selector: (one) => one.variantId, maxLength: 8 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 500_000 }),
        (items, cycleDays, minimumOrderMinor) => {
          const draft = draftOrder(items, cycleDays, minimumOrderMinor);
          const byId = new Map(items.map((one) => [one.variantId, one]));
          let total = 0;
          for (const line of draft.lines) {
            const of = byId.get(line.variantId);
            if (!of) throw new Error('a line of no item');
            expect(line.quantity % of.packSize).toBe(0);
            expect(line.quantity).toBeGreaterThanOrEqual(of.minimumQuantity);
            total += line.quantity * of.costMinor;
          }
          expect(draft.totalMinor).toBe(total);
          expect(draft.missingMinor).toBe(draft.lines.length === 0 ? 0 : Math.max(0, minimumOrderMinor - total));
          const due = items.filter((one) => one.reorderPoint > 0 && one.sellable + one.onOrder <= one.reorderPoint);
          for (const one of due) {
            const line = draft.lines.find((some) => some.variantId === one.variantId);
            expect(one.sellable + one.onOrder + (line?.quantity ?? 0)).toBeGreaterThan(one.reorderPoint - 1);
          }
          if (due.length === 0) expect(draft.lines).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('fills up to the next order, and takes along what will be due soon', () => {
    const due = item({ variantId: 1, sellable: 10, packSize: 6 });
    const soon = item({ variantId: 2, sellable: 18 });
    const plenty = item({ variantId: 3, sellable: 90 });
    expect(draftOrder([due, soon, plenty], 14, 0).lines).toEqual([
      { variantId: 1, quantity: 24, cause: 'due' },
      { variantId: 2, quantity: 11, cause: 'with-the-others' },
    ]);
    expect(draftOrder([soon, plenty], 14, 0).lines).toEqual([]);
  });

  it('counts what is on its way', () => {
    expect(draftOrder([item({ sellable: 5, onOrder: 24 })], 14, 0).lines).toEqual([]);
  });

  it('is topped up to the supplier’s minimum by what lasts shortest, within reason', () => {
    const due = item({ variantId: 1, sellable: 10 });
    const slow = item({ variantId: 2, sellable: 40, dailyMean: 2, reorderPoint: 10, packSize: 10 });
    const topped = draftOrder([due, slow], 14, 5_000);
    expect(topped.missingMinor).toBe(0);
    expect(topped.totalMinor).toBeGreaterThanOrEqual(5_000);
    expect(topped.lines.map((line) => line.variantId)).toEqual([1, 2]);
    expect(draftOrder([due], 14, 1_000_000)).toMatchObject({ missingMinor: 1_000_000 - 47 * 100 });
  });

  it('explains itself in words a merchant can follow', () => {
    const facts = {
      sellable: 10,
      onOrder: 0,
      dailyMean: 1,
      method: 'damped trend',
      wape: 0.412,
      leadTimeDays: 9,
      leadTimeSpreadDays: 2,
      serviceLevelBps: 9_500,
      safetyStock: 5,
      reorderPoint: 15,
      quantity: 24,
      packSize: 6,
      cause: 'due' as const,
    };
    expect(suggestionReason(facts)).toBe(
      '10 sellable, none on the way. Expected to sell 1 a day (damped trend, 41 % off in the last weeks). A delivery takes 9 days ± 2, so the reorder point is 15: 10 until it comes and 5 for safety (95 % of deliveries in time). Order 24 (4 packs of 6), all of it lasts about 34 days.',
    );
  });
});

describe('low stock', () => {
  it('is told once per crossing and armed again by rising above', () => {
    const seen: string[] = [];
    let open = false;
    for (const available of [20, 15, 12, 15, 16, 14]) {
      const step = lowStockStep(open, available, 15);
      if (step !== 'none') open = step === 'raise';
      seen.push(step);
    }
    expect(seen).toEqual(['none', 'raise', 'none', 'none', 'resolve', 'raise']);
    expect(lowStockStep(false, 0, 0)).toBe('none');
    expect(lowStockStep(true, 0, 0)).toBe('resolve');
  });
});

describe('purchase orders and budgets', () => {
  it('go forward only', () => {
    expect(isPossible('receive', 'draft')).toBe(false);
    expect(isPossible('receive', 'partially_received')).toBe(true);
    expect(isPossible('cancel', 'received')).toBe(false);
    expect(isPossible('approve', 'approved')).toBe(false);
  });

  it('are counted by ISO weeks and months', () => {
    expect(budgetPeriodOf(Date.UTC(2026, 10, 24), 'week')).toBe('2026-W48');
    expect(budgetPeriodOf(Date.UTC(2026, 10, 24), 'month')).toBe('2026-11');
    expect(budgetPeriodOf(Date.UTC(2027, 0, 3, 23), 'week')).toBe('2026-W53');
    expect(budgetPeriodOf(Date.UTC(2027, 0, 4), 'week')).toBe('2027-W01');
  });
});
