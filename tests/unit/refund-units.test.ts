import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fulfilmentOrdersOf } from '../../commerce/orders/fulfilment-orders.ts';
import type { OrderFacts, OrderLineFacts } from '../../commerce/orders/order-facts.ts';
import { planRefund, type RefundLine, type RestockType } from '../../commerce/orders/refunds.ts';
import { moveRefundedUnits } from '../../worker/services/refund-stock.ts';
import { PaperStock } from '../support/paper-stock.ts';

const line = (over: Partial<OrderLineFacts> = {}): OrderLineFacts => ({
  id: 1,
  variantId: 11,
  quantity: 3,
  fulfilledQuantity: 0,
  refundedQuantity: 0,
  cancelledQuantity: 0,
  totalMinor: 3_000,
  taxMinor: 0,
  requiresShipping: true,
  allocations: [
    { warehouseId: 2, quantity: 1 },
    { warehouseId: 1, quantity: 2 },
  ],
  ...over,
});
const order = (one: OrderLineFacts, over: Partial<OrderFacts> = {}): OrderFacts => ({
  id: 9,
  currency: 'EUR',
  totalMinor: 3_000,
  refundedMinor: 0,
  shippingMinor: 0,
  taxIncluded: true,
  isCancelled: false,
  lines: [one],
  fulfilments: [],
  ...over,
});

function unitsOf(facts: OrderFacts, quantity: number, restock: RestockType): RefundLine {
  const plan = planRefund(facts, {
    lines: [{ orderLineId: 1, quantity, restock }],
    shippingMinor: 0,
    amountMinor: 0,
  });
  const units = plan.ok ? plan.lines[0] : undefined;
  if (!units) throw new Error(JSON.stringify(plan));
  return units;
}

const shippedOne = order(line({ fulfilledQuantity: 1 }), {
  fulfilments: [{ id: 1, warehouseId: 2, lines: [{ orderLineId: 1, quantity: 1 }] }],
});

describe('the units a refund takes', () => {
  test.each([
    ['cancel', 'free'],
    ['return', 'free'],
    ['no_restock', 'write_off'],
  ] as const)('%s of what was never shipped: %s, last warehouse first', (restock, kind) => {
    expect(unitsOf(order(line()), 3, restock)).toEqual({
      orderLineId: 1,
      quantity: 3,
      restock: restock !== 'no_restock',
      cancelled: 3,
      moves: [
        { kind, warehouseId: 1, quantity: 2 },
        { kind, warehouseId: 2, quantity: 1 },
      ],
    });
    expect(unitsOf(order(line({ refundedQuantity: 1, cancelledQuantity: 1 })), 1, restock).moves).toEqual([
      { kind, warehouseId: 1, quantity: 1 },
    ]);
  });

  test('of a partly shipped line, a return is what was shipped, and comes home where it left', () => {
    expect(unitsOf(shippedOne, 1, 'return')).toMatchObject({
      cancelled: 0,
      moves: [{ kind: 'bring_back', warehouseId: 2, quantity: 1 }],
    });
    expect(unitsOf(shippedOne, 2, 'return')).toMatchObject({
      cancelled: 1,
      moves: [
        { kind: 'free', warehouseId: 1, quantity: 1 },
        { kind: 'bring_back', warehouseId: 2, quantity: 1 },
      ],
    });
  });

  test('of a partly shipped line, a cancellation is what was not shipped, and a loss is what was', () => {
    expect(unitsOf(shippedOne, 2, 'cancel')).toMatchObject({
      cancelled: 2,
      moves: [{ kind: 'free', warehouseId: 1, quantity: 2 }],
    });
    expect(unitsOf(shippedOne, 1, 'no_restock')).toMatchObject({ cancelled: 0, moves: [] });
    expect(unitsOf(shippedOne, 2, 'no_restock')).toMatchObject({
      cancelled: 1,
      moves: [{ kind: 'write_off', warehouseId: 1, quantity: 1 }],
    });
  });

  test('goods whose stock is not kept move nothing', () => {
    expect(unitsOf(order(line({ allocations: [] })), 3, 'cancel')).toMatchObject({ cancelled: 3, moves: [] });
  });
});

const refundRecord = (id: number, units: RefundLine) => ({ id, lines: [units], actor: 'staff:1' });

describe('what it does to stock', () => {
  test.each([
    ['cancel', { 1: [5, 2, 3], 2: [5, 1, 4] }, { 1: [5, 0, 5], 2: [5, 0, 5] }, 'uncommitted 2 at 1'],
    [
      'no_restock',
      { 1: [5, 2, 3], 2: [5, 1, 4] },
      { 1: [3, 0, 3], 2: [4, 0, 4] },
      'written_off 2 at 1 (not_restocked)',
    ],
  ] as const)('%s of unshipped units, however often it is done', async (restock, before, after, entry) => {
    const stock = new PaperStock();
    await stock.sell(11, 'order:9', [
      { warehouseId: 1, onHand: 5, quantity: 2 },
      { warehouseId: 2, onHand: 5, quantity: 1 },
    ]);
    expect(stock.levels(11)).toEqual(before);
    const record = order(line());
    const refund = refundRecord(7, unitsOf(order(line()), 3, restock));
    stock.isAway = true;
    expect(await moveRefundedUnits(stock, record, refund)).toBe(false);
    expect(stock.levels(11)).toEqual(before);
    stock.isAway = false;
    expect(await moveRefundedUnits(stock, record, refund)).toBe(true);
    expect(await moveRefundedUnits(stock, record, refund)).toBe(true);
    expect(stock.levels(11)).toEqual(after);
    expect(stock.moved(11)).toEqual([entry, entry.replace('2 at 1', '1 at 2')]);
  });

  test('of units that were promised and are not there, only what is there can be written off', async () => {
    const stock = new PaperStock();
    await stock.sell(11, 'order:9', [{ warehouseId: 1, onHand: 3, quantity: 3 }]);
    await stock.change(11, {
      kind: 'set',
      commandId: 'count',
      warehouseId: 1,
      name: 'on_hand',
      quantity: 1,
      actor: 'staff:1',
    });
    const one = line({ allocations: [{ warehouseId: 1, quantity: 3 }] });
    const refund = refundRecord(7, unitsOf(order(one), 3, 'no_restock'));
    for (let time = 0; time < 2; time += 1) expect(await moveRefundedUnits(stock, order(one), refund)).toBe(true);
    expect(stock.levels(11)).toEqual({ 1: [0, 0, 0] });
  });

  test('shipments and refunds in any order: what is left to send is what stock holds for the order', async () => {
    const act = fc.record({
      kind: fc.constantFrom('ship' as const, 'cancel' as const, 'return' as const, 'no_restock' as const),
      warehouseId: fc.constantFrom(1, 2, 3),
      quantity: fc.integer({ min: 1, max: 3 }),
    });
    const split = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 4 })));
    await fc.assert(
      fc.asyncProperty(split, fc.array(act, { maxLength: 10 }), async (sold, acts) => {
        const stock = new PaperStock();
        const parts = sold.map((quantity, index) => ({ warehouseId: index + 1, onHand: 10, quantity }));
        await stock.sell(11, 'order:9', parts);
        const quantity = sold.reduce((sum, units) => sum + units, 0);
        let facts = order(line({ quantity, allocations: parts.map(({ onHand: _, ...part }) => part) }));
        let brought = 0;
        for (const [index, one] of acts.entries()) {
          const [now] = facts.lines;
          if (!now) throw new Error('no line');
          if (one.kind === 'ship') {
            const open = fulfilmentOrdersOf(facts).find((part) => part.warehouseId === one.warehouseId)?.lines[0];
            const units = Math.min(one.quantity, open?.remainingQuantity ?? 0);
            if (units === 0) continue;
            const allocations = [{ warehouseId: one.warehouseId, quantity: units }];
            const cause = { commandId: `ship ${index}`, reference: 'order:9', actor: 'staff:1' };
            const shipped = await stock.change(11, { kind: 'ship', allocations, ...cause });
            expect(shipped.ok).toBe(true);
            const sent = { id: index, warehouseId: one.warehouseId, lines: [{ orderLineId: 1, quantity: units }] };
            facts = {
              ...facts,
              lines: [{ ...now, fulfilledQuantity: now.fulfilledQuantity + units }],
              fulfilments: [...facts.fulfilments, sent],
            };
          } else {
            const units = Math.min(one.quantity, now.quantity - now.refundedQuantity);
            if (units === 0) continue;
            const planned = unitsOf(facts, units, one.kind);
            const before = stock.moved(11).length;
            await moveRefundedUnits(stock, facts, refundRecord(index, planned));
            // No move was refused.
            expect(stock.moved(11).length - before).toBe(planned.moves?.length);
            for (const move of planned.moves ?? []) if (move.kind === 'bring_back') brought += move.quantity;
            facts = {
              ...facts,
              lines: [
                {
                  ...now,
                  refundedQuantity: now.refundedQuantity + units,
                  cancelledQuantity: now.cancelledQuantity + (planned.cancelled ?? 0),
                },
              ],
            };
          }
          const levels = stock.levels(11);
          for (const { warehouseId, lines } of fulfilmentOrdersOf(facts))
            expect(levels[warehouseId]?.[1]).toBe(lines[0]?.remainingQuantity);
        }
        expect(brought).toBeLessThanOrEqual(facts.lines[0]?.fulfilledQuantity ?? 0);
      }),
      { numRuns: 300 },
    );
  });
});
