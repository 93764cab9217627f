import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fulfilmentOrdersOf, planShipment } from '../../commerce/orders/fulfilment-orders.ts';
import type { OrderFacts, OrderLineFacts } from '../../commerce/orders/order-facts.ts';
import { lineRefundMinor, planRefund } from '../../commerce/orders/refunds.ts';

const line = (over: Partial<OrderLineFacts> = {}): OrderLineFacts => ({
  id: 1,
  variantId: 11,
  quantity: 3,
  fulfilledQuantity: 0,
  refundedQuantity: 0,
  cancelledQuantity: 0,
  totalMinor: 1000,
  taxMinor: 160,
  requiresShipping: true,
  allocations: [
    { warehouseId: 2, quantity: 1 },
    { warehouseId: 1, quantity: 2 },
  ],
  ...over,
});
const order = (over: Partial<OrderFacts> = {}): OrderFacts => ({
  id: 9,
  currency: 'EUR',
  totalMinor: 1490,
  refundedMinor: 0,
  shippingMinor: 490,
  taxIncluded: true,
  isCancelled: false,
  lines: [line()],
  fulfilments: [],
  ...over,
});

describe('what a warehouse has to send', () => {
  test('an order is split by the warehouses its units were committed in', () => {
    expect(
      fulfilmentOrdersOf(order()).map(({ warehouseId, status, lines }) => [
        warehouseId,
        status,
        lines[0]?.remainingQuantity,
      ]),
    ).toEqual([
      [1, 'open', 2],
      [2, 'open', 1],
    ]);
  });
  test('shipped units are taken off where they were shipped from', () => {
    const shipped = order({
      lines: [line({ fulfilledQuantity: 2 })],
      fulfilments: [{ id: 1, warehouseId: 1, lines: [{ orderLineId: 1, quantity: 2 }] }],
    });
    expect(fulfilmentOrdersOf(shipped).map((part) => [part.warehouseId, part.status])).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ]);
  });
  test('units cancelled before they were shipped need not be sent, last warehouse first', () => {
    expect(
      fulfilmentOrdersOf(order({ lines: [line({ refundedQuantity: 2, cancelledQuantity: 2 })] })).map(
        (part) => part.lines[0]?.remainingQuantity,
      ),
    ).toEqual([0, 1]);
  });
  test('nothing asked means everything that is left there', () => {
    expect(planShipment(order(), 1, [])).toMatchObject({
      ok: true,
      lines: [{ orderLineId: 1, variantId: 11, quantity: 2 }],
    });
  });
  test.each([
    ['a cancelled order', order({ isCancelled: true }), 1, [], /cancelled/],
    ['a warehouse without a part', order(), 7, [], /No part/],
    ['zero units', order(), 1, [{ orderLineId: 1, quantity: 0 }], /at least 1/],
    ['half a unit', order(), 1, [{ orderLineId: 1, quantity: 0.5 }], /whole number/],
    ['a line of another order', order(), 1, [{ orderLineId: 5, quantity: 1 }], /not sent from/],
    ['more than is left', order(), 1, [{ orderLineId: 1, quantity: 3 }], /2 left/],
    [
      'more than is left, in two entries',
      order(),
      1,
      [
        { orderLineId: 1, quantity: 2 },
        { orderLineId: 1, quantity: 1 },
      ],
      /3 asked, 2 left/,
    ],
  ] as const)('%s is refused', (_name, facts, warehouseId, asked, message) => {
    const plan = planShipment(facts, warehouseId, asked);
    expect(plan.ok).toBe(false);
    if (!plan.ok) expect(plan.message).toMatch(message);
  });
});

describe('refunds', () => {
  test('a line pays its share, delivery on top, never more than is left', () => {
    expect(
      planRefund(order(), {
        lines: [{ orderLineId: 1, quantity: 1, restock: 'cancel' }],
        shippingMinor: 490,
        amountMinor: null,
      }),
    ).toMatchObject({ ok: true, amountMinor: 333 + 490 });
    expect(
      planRefund(order({ refundedMinor: 1400 }), {
        lines: [{ orderLineId: 1, quantity: 3, restock: 'cancel' }],
        shippingMinor: 490,
        amountMinor: null,
      }),
    ).toMatchObject({ ok: true, amountMinor: 90 });
  });
  test('tax on top is given back too', () => {
    expect(
      planRefund(order({ taxIncluded: false, totalMinor: 1650 }), {
        lines: [{ orderLineId: 1, quantity: 3, restock: 'cancel' }],
        shippingMinor: 0,
        amountMinor: null,
      }),
    ).toMatchObject({ ok: true, amountMinor: 1160 });
  });
  test('one unit at a time pays exactly what all at once does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5_000_000 }), (quantity, totalMinor) => {
        let paid = 0;
        for (let unit = 0; unit < quantity; unit += 1)
          paid += lineRefundMinor(line({ quantity, totalMinor, taxMinor: 0, refundedQuantity: unit }), 1, true);
        return (
          paid === lineRefundMinor(line({ quantity, totalMinor, taxMinor: 0 }), quantity, true) && paid === totalMinor
        );
      }),
    );
  });
  test.each([
    [
      'an unknown line',
      { lines: [{ orderLineId: 4, quantity: 1, restock: 'cancel' }], shippingMinor: 0, amountMinor: null },
      /not part/,
    ],
    [
      'a line twice',
      {
        lines: [
          { orderLineId: 1, quantity: 1, restock: 'cancel' },
          { orderLineId: 1, quantity: 1, restock: 'cancel' },
        ],
        shippingMinor: 0,
        amountMinor: null,
      },
      /twice/,
    ],
    [
      'more units than were bought',
      { lines: [{ orderLineId: 1, quantity: 4, restock: 'cancel' }], shippingMinor: 0, amountMinor: null },
      /3 not yet refunded/,
    ],
    ['more delivery than was paid', { lines: [], shippingMinor: 491, amountMinor: null }, /delivery cost/],
    ['more than was paid', { lines: [], shippingMinor: 0, amountMinor: 1491 }, /not yet refunded/],
    ['a negative amount', { lines: [], shippingMinor: 0, amountMinor: -1 }, /between 0/],
    ['nothing', { lines: [], shippingMinor: 0, amountMinor: null }, /Nothing to refund/],
  ] as const)('%s is refused', (_name, request, message) => {
    const plan = planRefund(order(), request);
    expect(plan.ok).toBe(false);
    if (!plan.ok) expect(plan.message).toMatch(message);
  });
});
