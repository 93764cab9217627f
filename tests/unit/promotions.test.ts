import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideRounded, shareRounded, splitByLargestRemainder } from '../../commerce/money/money.ts';
import type { OrderFacts } from '../../commerce/orders/order-facts.ts';
import { planRefund } from '../../commerce/orders/refunds.ts';
import { type LineToPrice, type PricedCart, type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import { localTime } from '../../commerce/promotions/conditions.ts';
import {
  type Action,
  type Condition,
  NO_LIMITS,
  type Promotion,
  promotionClass,
  type Selection,
  UNUSED,
} from '../../commerce/promotions/promotion.ts';
import { taxAmounts } from '../../commerce/tax/rounding-rule.ts';

const NOW = Date.UTC(2026, 10, 24, 10);
const ALL: Selection = { kind: 'all' };
const products = (...ids: number[]): Selection => ({ kind: 'products', ids });

let nextId = 1;
const promotion = (actions: readonly Action[], over: Partial<Promotion> = {}): Promotion => ({
  id: nextId++,
  title: 'Promotion',
  code: null,
  isActive: true,
  startsAtMs: 0,
  endsAtMs: null,
  priority: 0,
  combinesWith: { product: false, order: false, shipping: false },
  exclusionGroup: null,
  conditions: [],
  actions,
  limits: NO_LIMITS,
  usage: UNUSED,
  ...over,
});

/** A line of a product: its id names the variant too. */
const line = (
  productId: number,
  quantity: number,
  unitPriceMinor: number,
  over: Partial<LineToPrice> = {},
): LineToPrice => ({
  lineId: productId,
  productId,
  variantId: productId * 10,
  quantity,
  unitPriceMinor,
  taxable: true,
  requiresShipping: true,
  collectionIds: [],
  tags: [],
  isGiftCard: false,
  ...over,
});

const facts = (
  lines: readonly LineToPrice[],
  promotions: readonly Promotion[],
  over: Partial<PricingFacts> = {},
): PricingFacts => ({
  lines,
  currency: 'EUR',
  taxIncluded: true,
  destination: { country: 'DE', region: null },
  marketCountry: 'DE',
  codes: promotions.flatMap(({ code }) => code ?? []),
  promotions,
  customer: null,
  shippingMethods: [
    {
      code: 'standard',
      title: 'Standard',
      description: '',
      countries: ['DE', 'US', 'JP', 'KW'],
      rates: {
        EUR: { amountMinor: 500, freeFromMinor: 80_000 },
        USD: { amountMinor: 900 },
        JPY: { amountMinor: 800 },
        KWD: { amountMinor: 1_250 },
      },
      minDays: 1,
      maxDays: 2,
      position: 0,
    },
  ],
  deliveryHandle: null,
  taxRates: [
    { country: 'DE', region: '', title: 'MwSt.', rateBps: 1_900 },
    { country: 'JP', region: '', title: '消費税', rateBps: 1_000 },
    { country: 'US', region: 'NY', title: 'NY', rateBps: 888 },
    { country: 'KW', region: '', title: 'none', rateBps: 0 },
  ],
  nowMs: NOW,
  ...over,
});

const off = (lines: readonly LineToPrice[], ...promotions: readonly Promotion[]): number =>
  priceCart(facts(lines, promotions)).discountMinor;
const perLine = (priced: PricedCart): number[] => priced.lines.map((one) => one.discountMinor);

describe('money', () => {
  it('takes the same share by the fast way as by the exact one, up to 2^53', () => {
    const amount = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -100_000, max: 100_000 }));
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 30_000 }), (a, n, d) => {
        fc.pre(n <= d);
        expect(shareRounded(a, n, d)).toBe(divideRounded(BigInt(a) * BigInt(n), BigInt(d)) + 0);
      }),
    );
    expect(Object.is(shareRounded(-1, 1, 10), 0)).toBe(true);
    expect(() => shareRounded(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
  });

  it('splits without losing a unit, each part within one of its share, up to 2^53', () => {
    const weights = fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (amount, given) => {
        const parts = splitByLargestRemainder(amount, given);
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(amount));
        const whole = given.reduce((sum, weight) => sum + weight, 0);
        if (whole === 0) return;
        for (const [index, part] of parts.entries()) {
          const error = BigInt(part) * BigInt(whole) - BigInt(amount) * BigInt(given[index] ?? 0);
          expect(error < 0n ? -error : error).toBeLessThan(BigInt(whole));
        }
      }),
    );
  });
});

describe('tax', () => {
  it('is rounded once per rate where the law says so, and lines still sum', () => {
    const three = [105, 105, 105].map((amountMinor) => ({ amountMinor, rateBps: 1_000 }));
    expect(taxAmounts(three, false, 'line')).toEqual([11, 11, 11]);
    expect(taxAmounts(three, false, 'order')).toEqual([11, 11, 10]);
    const mixed = [...three, { amountMinor: 999, rateBps: 800 }, { amountMinor: 50, rateBps: 0 }];
    expect(taxAmounts(mixed, false, 'order')).toEqual([11, 11, 10, 80, 0]);
    expect(taxAmounts([], true, 'order')).toEqual([]);
    const japan = facts([line(1, 1, 105), line(2, 1, 105)], [], {
      currency: 'JPY',
      taxIncluded: false,
      destination: { country: 'JP', region: null },
    });
    // Goods of 210 and delivery of 800 have one rate, so they are rounded together.
    expect(priceCart(japan)).toMatchObject({ taxMinor: 101, totalMinor: 210 + 800 + 101 });
    expect(priceCart(japan).lines.map((one) => one.taxMinor)).toEqual([11, 10]);
  });
});

describe('actions', () => {
  const lines = [line(1, 3, 1_000), line(2, 2, 2_500)];
  const quantity = (n: number) => ({ of: products(1), quantity: n });
  it.each<readonly [string, Action, number[]]>([
    ['percent of some goods', { kind: 'percent', bps: 1_000, of: products(1) }, [300, 0]],
    ['percent of all', { kind: 'percent', bps: 1_000, of: ALL }, [300, 500]],
    ['an amount off each unit', { kind: 'fixed', amounts: { EUR: 400 }, of: products(2), per: 'each' }, [0, 800]],
    [
      'an amount off each unit, never below nothing',
      { kind: 'fixed', amounts: { EUR: 9_999 }, of: products(1), per: 'each' },
      [3_000, 0],
    ],
    ['an amount dealt out', { kind: 'fixed', amounts: { EUR: 800 }, of: ALL, per: 'across' }, [300, 500]],
    ['a price', { kind: 'price', amounts: { EUR: 1_999 }, of: ALL }, [0, 1_002]],
    ['a gift: the cheapest units', { kind: 'gift', of: ALL, quantity: 4 }, [3_000, 2_500]],
    [
      'buy two get one: the third',
      { kind: 'buy_x_get_y', buy: quantity(2), get: quantity(1), bps: 10_000, most: null },
      [1_000, 0],
    ],
    [
      'buy one get one of another at half',
      { kind: 'buy_x_get_y', buy: quantity(1), get: { of: products(2), quantity: 1 }, bps: 5_000, most: null },
      [0, 2_500],
    ],
    [
      'the same, once',
      { kind: 'buy_x_get_y', buy: quantity(1), get: { of: products(2), quantity: 1 }, bps: 5_000, most: 1 },
      [0, 1_250],
    ],
    [
      'buy two of any get the cheapest',
      { kind: 'buy_x_get_y', buy: { of: ALL, quantity: 2 }, get: { of: ALL, quantity: 1 }, bps: 10_000, most: null },
      [1_000, 0],
    ],
    [
      'steps by quantity',
      {
        kind: 'tiers',
        of: products(1),
        by: 'quantity',
        steps: [
          { from: 2, bps: 500 },
          { from: 3, bps: 1_000 },
          { from: 9, bps: 5_000 },
        ],
      },
      [300, 0],
    ],
    [
      'steps by worth',
      { kind: 'tiers', of: ALL, by: 'subtotal', steps: [{ from: { EUR: 8_000 }, amounts: { EUR: 800 } }] },
      [300, 500],
    ],
    [
      'a bundle for a price, as many as there are',
      {
        kind: 'bundle',
        parts: [
          { of: products(1), quantity: 1 },
          { of: products(2), quantity: 1 },
        ],
        worth: { price: { EUR: 2_800 } },
        most: null,
      },
      [400, 1_000],
    ],
    [
      'a bundle by share, once',
      { kind: 'bundle', parts: [{ of: ALL, quantity: 3 }], worth: { bps: 1_000 }, most: 1 },
      [100, 500],
    ],
  ])('%s', (_name, action, expected) => {
    expect(perLine(priceCart(facts(lines, [promotion([action])])))).toEqual(expected);
  });

  it('leave gift cards alone', () => {
    const cards = [line(1, 1, 1_000), line(2, 1, 5_000, { isGiftCard: true })];
    expect(perLine(priceCart(facts(cards, [promotion([{ kind: 'percent', bps: 5_000, of: ALL }])])))).toEqual([500, 0]);
    expect(off([line(2, 1, 5_000, { isGiftCard: true })], promotion([{ kind: 'percent', bps: 5_000, of: ALL }]))).toBe(
      0,
    );
  });

  it('free some deliveries, up to a price', () => {
    const free = (methods: string[] | null, most: number | null) =>
      priceCart(
        facts(
          [line(1, 1, 1_000)],
          [promotion([{ kind: 'free_shipping', methods, most: most === null ? null : { EUR: most } }])],
        ),
      ).shippingMinor;
    expect([free(null, null), free(['standard'], 500), free(['express'], null), free(null, 499)]).toEqual([
      0, 0, 500, 500,
    ]);
  });

  it('say nothing in a currency they have no amount for', () => {
    const priced = priceCart(
      facts([line(1, 1, 1_000)], [promotion([{ kind: 'fixed', amounts: { EUR: 100 }, of: ALL, per: 'across' }])], {
        currency: 'USD',
      }),
    );
    expect(priced.reasons).toMatchObject([{ outcome: 'refused', refusal: 'DISCOUNT_CODE_NOT_HONOURED' }]);
  });
});

describe('conditions', () => {
  const ten: Action = { kind: 'percent', bps: 1_000, of: ALL };
  const refusal = (over: Partial<Promotion>, more: Partial<PricingFacts> = {}) => {
    const [reason] = priceCart(
      facts([line(1, 2, 1_000, { tags: ['sale'], collectionIds: [7] })], [promotion([ten], over)], more),
    ).reasons;
    return reason?.outcome === 'refused' ? reason.refusal : (reason?.outcome ?? 'nothing');
  };
  const when = (condition: Condition) => ({ conditions: [condition] });
  const vip = { groups: ['vip'], orders: 3 };
  type Case = readonly [string, Partial<Promotion>, string, Partial<PricingFacts>?];
  it.each([
    ['switched off', { isActive: false }, 'DISCOUNT_CURRENTLY_INACTIVE'],
    ['enough in the cart', when({ kind: 'subtotal_at_least', amounts: { EUR: 2_000 } }), 'applied'],
    ['too little', when({ kind: 'subtotal_at_least', amounts: { EUR: 2_001 } }), 'DISCOUNT_PURCHASE_NOT_IN_RANGE'],
    [
      'too little of a collection',
      when({ kind: 'subtotal_at_least', amounts: { EUR: 1 }, of: { kind: 'collections', ids: [8] } }),
      'DISCOUNT_PURCHASE_NOT_IN_RANGE',
    ],
    [
      'enough units of a tag',
      when({ kind: 'quantity_at_least', quantity: 2, of: { kind: 'tags', tags: ['sale'] } }),
      'applied',
    ],
    ['too few units', when({ kind: 'quantity_at_least', quantity: 3, of: ALL }), 'DISCOUNT_QUANTITY_NOT_IN_RANGE'],
    ['nobody known', when({ kind: 'customer_group', groups: ['vip'] }), 'DISCOUNT_ELIGIBLE_CUSTOMER_MISSING'],
    [
      'another group',
      when({ kind: 'customer_group', groups: ['staff'] }),
      'DISCOUNT_CUSTOMER_NOT_ELIGIBLE',
      { customer: vip },
    ],
    ['the group', when({ kind: 'customer_group', groups: ['vip'] }), 'applied', { customer: vip }],
    ['not the first order', when({ kind: 'first_order' }), 'DISCOUNT_CUSTOMER_NOT_ELIGIBLE', { customer: vip }],
    ['the first order', when({ kind: 'first_order' }), 'applied', { customer: { groups: [], orders: 0 } }],
    ['another country', when({ kind: 'countries', countries: ['US'] }), 'DISCOUNT_CODE_NOT_HONOURED'],
    [
      'used up by the customer',
      { limits: { ...NO_LIMITS, perCustomer: 1 }, usage: { ...UNUSED, ofCustomer: 1 } },
      'DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED',
    ],
    [
      'a code that is used',
      { limits: { ...NO_LIMITS, perCode: 1 }, usage: { ...UNUSED, ofCode: 1 } },
      'DISCOUNT_USAGE_LIMIT_REACHED',
    ],
    [
      'a budget with just enough',
      {
        limits: { ...NO_LIMITS, budget: { amountMinor: 1_200, currency: 'EUR' } },
        usage: { ...UNUSED, spentMinor: 1_000 },
      },
      'applied',
    ],
    [
      'a budget with too little',
      {
        limits: { ...NO_LIMITS, budget: { amountMinor: 1_199, currency: 'EUR' } },
        usage: { ...UNUSED, spentMinor: 1_000 },
      },
      'DISCOUNT_USAGE_LIMIT_REACHED',
    ],
    [
      'a budget in another currency',
      { limits: { ...NO_LIMITS, budget: { amountMinor: 1_199, currency: 'USD' } } },
      'DISCOUNT_CODE_NOT_HONOURED',
    ],
  ] satisfies readonly Case[])('%s', (...[, over, expected, more]: Case) => {
    expect(refusal(over, more)).toBe(expected);
  });

  it('follow the clock of their place over midnight and daylight saving', () => {
    const night = { kind: 'hours', weekdays: [7], fromMinute: 120, toMinute: 240, timeZone: 'Europe/Berlin' } as const;
    // Sunday, 25 October 2026: at 3:00 summer time the clocks go back to 2:00.
    const at = (hour: number, minute = 0) => refusal(when(night), { nowMs: Date.UTC(2026, 9, 25, hour, minute) });
    expect([at(-1, 59), at(0), at(1, 59), at(2, 59), at(3)]).toEqual([
      'DISCOUNT_CURRENTLY_INACTIVE',
      'applied',
      'applied',
      'applied',
      'DISCOUNT_CURRENTLY_INACTIVE',
    ]);
    expect(localTime(Date.UTC(2026, 10, 24, 15, 30), 'Asia/Tokyo')).toEqual({ weekday: 3, minute: 30 });
    expect(localTime(Date.UTC(2026, 10, 24, 20, 15), 'Asia/Dubai')).toEqual({ weekday: 3, minute: 15 });
  });
});

const TOGETHER = { product: true, order: true, shipping: true };
const percent = (bps: number, of: Selection = ALL): Action => ({ kind: 'percent', bps, of });

describe('combinations', () => {
  const lines = [line(1, 1, 10_000), line(2, 1, 5_000)];
  it('of promotions that do not combine is the better one', () => {
    const small = promotion([percent(1_000)]);
    const large = promotion([percent(4_000, products(1))]);
    const priced = priceCart(facts(lines, [small, large]));
    expect(priced.reasons).toMatchObject([
      { outcome: 'applied', promotion: { id: large.id }, amountMinor: 4_000 },
      { outcome: 'outdone' },
    ]);
  });

  it('take off one after the other: goods, then order, by priority', () => {
    const order = promotion([percent(1_000)], { combinesWith: TOGETHER, priority: 9 });
    const amount = promotion([{ kind: 'fixed', amounts: { EUR: 1_000 }, of: products(1), per: 'across' }], {
      combinesWith: TOGETHER,
      priority: 1,
    });
    const half = promotion([percent(5_000, products(1))], { combinesWith: TOGETHER });
    const priced = priceCart(facts(lines, [order, half, amount]));
    expect(priced.applied.map((one) => [one.promotion.id, one.amountMinor])).toEqual([
      [amount.id, 1_000],
      [half.id, 4_500],
      [order.id, 950],
    ]);
    expect(priced.lines.map((one) => one.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0))).toEqual(
      perLine(priced),
    );
  });

  it('take one of an exclusion group: the higher priority, though it gives less', () => {
    const first = promotion([percent(500)], { combinesWith: TOGETHER, exclusionGroup: 'autumn', priority: 2 });
    const second = promotion([percent(5_000)], { combinesWith: TOGETHER, exclusionGroup: 'autumn', priority: 1 });
    const equal = promotion([percent(600)], { combinesWith: TOGETHER, exclusionGroup: 'autumn', priority: 2 });
    expect(off(lines, first, second)).toBe(750);
    expect(off(lines, first, second, equal)).toBe(900);
  });

  it('count a promotion with two codes once, and a code rather than what comes by itself', () => {
    const many = promotion([percent(1_000)], { combinesWith: TOGETHER, code: 'ONE' });
    expect(off(lines, many, { ...many, code: 'TWO' })).toBe(1_500);
    const own = promotion([percent(1_000)], { code: 'OWN' });
    expect(priceCart(facts(lines, [promotion([percent(1_000)]), own])).codes).toMatchObject([
      { applicable: true, amountMinor: 1_500 },
    ]);
  });

  it('leave out what would go over its budget, and take the next best', () => {
    const rich = promotion([percent(5_000)], {
      limits: { ...NO_LIMITS, budget: { amountMinor: 7_499, currency: 'EUR' } },
    });
    expect(off(lines, rich, promotion([percent(1_000)]))).toBe(1_500);
  });
});

// ── everything at once ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  .map(({ actions, isCode, ...over }) => promotion(actions, { ...over, code: isCode ? `CODE${nextId}` : null }));
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
          for (let mask = 1; mask < 2 ** promotions.length; mask += 1) {
            const some = promotions.filter((_, index) => (mask >> index) & 1);
            // Rounding per line may move a cent between two promotions on the same goods; the order of what is left decides nothing else.
            if (isLegal(some)) expect(chosen).toBeLessThanOrEqual(paidWith(lines, some) + lines.length);
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
