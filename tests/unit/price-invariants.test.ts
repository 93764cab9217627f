import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderFacts } from '../../commerce/orders/order-facts.ts';
import { planRefund } from '../../commerce/orders/refunds.ts';
import { type LineToPrice, type PricedCart, type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import { dealOut } from '../../commerce/pricing/tenders.ts';
import { type Action, type Promotion, promotionClass, type Selection } from '../../commerce/promotions/promotion.ts';
import { ALL, facts, line, percent, products, promotion, TOGETHER } from '../support/promoted-cart.ts';

let codes = 0;

const CURRENCIES = {
  EUR: { country: 'DE', region: null, included: true },
  USD: { country: 'US', region: 'NY', included: false },
  JPY: { country: 'JP', region: null, included: true },
  KWD: { country: 'KW', region: null, included: false },
} as const;
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');
const amounts = fc
  .integer({ min: 1, max: 100_000 })
  .map((minor) => ({ EUR: minor, USD: minor, JPY: minor, KWD: minor }));
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.constant(ALL),
  fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }).map((ids) => ({ kind: 'products' as const, ids })),
  fc.constant<Selection>({ kind: 'tags', tags: ['sale'] }),
);
const bps = fc.integer({ min: 1, max: 10_000 });
const few = fc.integer({ min: 1, max: 4 });
const most = fc.option(fc.integer({ min: 1, max: 5 }));
const part = fc.record({ of: selection, quantity: few });
const goodsAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    bps,
    of: fc.subarray([1, 2, 3], { minLength: 1 }).map((ids) => products(...ids)),
  }),
  fc.record({ kind: fc.constant('fixed' as const), amounts, of: selection, per: fc.constant('each' as const) }),
  fc.record({ kind: fc.constant('price' as const), amounts, of: selection }),
  fc.record({ kind: fc.constant('buy_x_get_y' as const), buy: part, get: part, bps, most }),
  fc.record({
    kind: fc.constant('bundle' as const),
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    worth: fc.oneof(
      bps.map((value) => ({ bps: value })),
      amounts.map((price) => ({ price })),
    ),
    most,
  }),
  fc.record({ kind: fc.constant('gift' as const), of: selection, quantity: few }),
);
const orderAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), bps, of: fc.constant(ALL) }),
  fc.record({
    kind: fc.constant('fixed' as const),
    amounts,
    of: fc.constant(ALL),
    per: fc.constant('across' as const),
  }),
  fc.record({
    kind: fc.constant('tiers' as const),
    of: fc.constant(ALL),
    by: fc.constant('quantity' as const),
    steps: fc.tuple(bps, bps).map(([a, b]) => [
      { from: 1, bps: a },
      { from: 5, bps: b },
    ]),
  }),
);
const shippingAction: fc.Arbitrary<Action> = fc.constant({ kind: 'free_shipping', methods: null, most: null });
const arbitraryPromotion: fc.Arbitrary<Promotion> = fc
  .record({
    actions: fc.oneof(
      fc.array(goodsAction, { minLength: 1, maxLength: 2 }),
      fc.array(orderAction, { minLength: 1, maxLength: 2 }),
      fc.tuple(shippingAction),
    ),
    priority: fc.integer({ min: 0, max: 2 }),
    combinesWith: fc.record({ product: fc.boolean(), order: fc.boolean(), shipping: fc.boolean() }),
    isCode: fc.boolean(),
  })
  .map(({ actions, isCode, ...over }) => promotion(actions, { ...over, code: isCode ? `CODE${++codes}` : null }));
const arbitraryLine = fc
  .record({
    productId: fc.integer({ min: 1, max: 6 }),
    quantity: fc.integer({ min: 1, max: 12 }),
    unitPriceMinor: fc.integer({ min: 0, max: 200_000 }),
    taxable: fc.boolean(),
    sale: fc.boolean(),
    isGiftCard: fc.boolean(),
  })
  .map(({ productId, quantity, unitPriceMinor, sale, ...over }) =>
    line(productId, quantity, unitPriceMinor, { ...over, tags: sale ? ['sale'] : [] }),
  );

/** Without free delivery from an amount, where taking less off can be cheaper. */
const NEVER_FREE: Partial<PricingFacts> = {
  shippingMethods: facts([], []).shippingMethods.map((one) => ({ ...one, rates: { EUR: { amountMinor: 500 } } })),
};

/** What the shopper pays for goods and delivery with exactly these promotions. */
const paidWith = (lines: readonly LineToPrice[], promotions: readonly Promotion[]): number => {
  // Declared to combine with everything, so that all of them are taken; whether that is legal is for the caller.
  const forced = promotions.map((one) => ({ ...one, combinesWith: TOGETHER }));
  const priced = priceCart(facts(lines, forced, NEVER_FREE));
  const isWhole = priced.applied.length === promotions.length;
  return isWhole ? priced.subtotalMinor - priced.discountMinor + priced.shippingMinor : Number.POSITIVE_INFINITY;
};

describe('any cart, currency, promotions and refunds', () => {
  it('sum of lines - discounts + delivery + tax = total, and nothing is ever paid to the shopper', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryLine, { maxLength: 25 }),
        fc.array(arbitraryPromotion, { maxLength: 12 }),
        currency,
        (lines, promotions, code) => {
          const { included, ...destination } = CURRENCIES[code];
          const priced = priceCart(facts(lines, promotions, { currency: code, destination, taxIncluded: included }));
          const sum = (of: (one: PricedCart['lines'][number]) => number) =>
            priced.lines.reduce((all, one) => all + of(one), 0);
          for (const one of priced.lines) {
            expect(one.totalMinor).toBe(one.quantity * one.unitPriceMinor - one.discountMinor);
            expect(one.totalMinor).toBeGreaterThanOrEqual(0);
            expect(one.discountMinor).toBe(one.discounts.reduce((all, { amountMinor }) => all + amountMinor, 0));
            if (one.isGiftCard) expect(one.discountMinor).toBe(0);
            for (const { amountMinor } of one.discounts) expect(amountMinor).toBeGreaterThan(0);
          }
          const tax = priced.taxIncluded ? 0 : priced.taxMinor;
          expect(priced.totalMinor).toBe(sum((one) => one.totalMinor) + priced.shippingMinor + tax);
          expect(priced.totalMinor).toBe(priced.subtotalMinor - priced.discountMinor + priced.shippingMinor + tax);
          expect(priced.discountMinor).toBe(sum((one) => one.discountMinor));
          expect(priced.totalMinor).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('partial refunds in any portions sum to the payment', () => {
    const portions = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(arbitraryLine, { minLength: 1, maxLength: 8 }),
        fc.array(arbitraryPromotion, { maxLength: 6 }),
        currency,
        portions,
        (lines, promotions, code, sizes) => {
          const { included, ...destination } = CURRENCIES[code];
          const priced = priceCart(facts(lines, promotions, { currency: code, destination, taxIncluded: included }));
          let order: OrderFacts = {
            id: 1,
            currency: code,
            totalMinor: priced.totalMinor,
            refundedMinor: 0,
            shippingMinor: priced.shippingMinor,
            taxMinor: priced.taxMinor,
            taxIncluded: priced.taxIncluded,
            isCancelled: false,
            lines: priced.lines.map((one, index) => ({
              id: index + 1,
              variantId: null,
              quantity: one.quantity,
              fulfilledQuantity: 0,
              refundedQuantity: 0,
              cancelledQuantity: 0,
              totalMinor: one.totalMinor,
              taxMinor: one.taxMinor,
              requiresShipping: true,
              allocations: [],
            })),
            fulfilments: [],
          };
          let paidBack = 0;
          for (let step = 0; order.lines.some((one) => one.refundedQuantity < one.quantity); step += 1) {
            const size = sizes[step % sizes.length] ?? 1;
            const next = order.lines.find((one) => one.refundedQuantity < one.quantity);
            if (!next) break;
            const quantity = Math.min(size, next.quantity - next.refundedQuantity);
            const isLast = order.lines.every(
              (one) => one.quantity - one.refundedQuantity === (one === next ? quantity : 0),
            );
            const plan = planRefund(order, {
              lines: [{ orderLineId: next.id, quantity, restock: 'no_restock' }],
              shippingMinor: isLast ? priced.shippingMinor : 0,
              amountMinor: null,
            });
            if (!plan.ok) throw new Error(plan.message);
            paidBack += plan.amountMinor;
            order = {
              ...order,
              refundedMinor: order.refundedMinor + plan.amountMinor,
              lines: order.lines.map((one) =>
                one === next ? { ...one, refundedQuantity: one.refundedQuantity + quantity } : one,
              ),
            };
          }
          expect(paidBack).toBe(priced.totalMinor);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('no legal combination is cheaper than the one that is chosen', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryLine, { minLength: 1, maxLength: 5 }),
        fc.array(arbitraryPromotion, { minLength: 1, maxLength: 6 }),
        (lines, promotions) => {
          const priced = priceCart(facts(lines, promotions));
          const chosen = priced.subtotalMinor - priced.discountMinor + priced.shippingMinor;
          const isLegal = (some: readonly Promotion[]) =>
            some.every((a) =>
              some.every((b) => a === b || (a.combinesWith[promotionClass(b)] && b.combinesWith[promotionClass(a)])),
            );
          const actions = priced.applied.reduce((sum, one) => sum + one.promotion.actions.length, 1);
          for (let mask = 1; mask < 2 ** promotions.length; mask += 1) {
            const some = promotions.filter((_, index) => (mask >> index) & 1);
            // Each action deals out whole cents over the lines, and takes no line below 0: a later one may find a cent less on each to take.
            if (isLegal(some)) expect(chosen).toBeLessThanOrEqual(paidWith(lines, some) + lines.length * actions);
          }
          expect(isLegal(priced.applied.map((one) => one.promotion))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('refuses what cannot be counted', () => {
    expect(() => priceCart(facts([line(1, 2, Number.MAX_SAFE_INTEGER)], []))).toThrow(RangeError);
    expect(() => priceCart(facts([line(1, 1, -1)], []))).toThrow(RangeError);
    expect(priceCart(facts([line(1, 1, 0)], [promotion([percent(10_000)])])).totalMinor).toBe(500);
  });
});

it('gift cards and the provider together pay exactly the total', () => {
  const offer = fc.record({
    accountId: fc.nat(),
    kind: fc.constant('gift_card' as const),
    lastCharacters: fc.constant('34AC'),
    currency: fc.constantFrom('EUR', 'USD'),
    balanceMinor: fc.nat({ max: 100_000 }),
    isActive: fc.boolean(),
    expiresAtMs: fc.option(fc.integer({ min: 0, max: 20 })),
  });
  fc.assert(
    fc.property(fc.nat({ max: 300_000 }), fc.array(offer, { maxLength: 6 }), (totalMinor, offers) => {
      const { tenders, dueMinor } = dealOut(totalMinor, offers, 'EUR', 10);
      expect(tenders.reduce((sum, one) => sum + one.amountMinor, dueMinor)).toBe(totalMinor);
      expect(dueMinor).toBeGreaterThanOrEqual(0);
      for (const { offer: from, amountMinor } of tenders) {
        expect(amountMinor).toBeLessThanOrEqual(from.balanceMinor);
        if (!from.isActive || from.currency !== 'EUR' || (from.expiresAtMs ?? 99) <= 10) expect(amountMinor).toBe(0);
      }
    }),
  );
});
