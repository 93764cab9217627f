import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideRounded, shareRounded, splitByLargestRemainder } from '../../commerce/money/money.ts';
import { type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import { localTime } from '../../commerce/promotions/conditions.ts';
import { type Action, type Condition, NO_LIMITS, type Promotion, UNUSED } from '../../commerce/promotions/promotion.ts';
import { taxAmounts } from '../../commerce/tax/rounding-rule.ts';
import { ALL, facts, line, off, percent, perLine, products, promotion, TOGETHER } from '../support/promoted-cart.ts';

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
