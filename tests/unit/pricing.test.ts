import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import type { Promotion } from '../../commerce/promotions/promotion.ts';
import type { ShippingMethod } from '../../commerce/shipping/delivery-options.ts';
import { addWorkingDays, shippingDay } from '../../commerce/shipping/working-days.ts';
import { taxRateFor } from '../../commerce/tax/tax-rates.ts';
import { type Discount, promotionOfDiscount } from '../support/simple-promotion.ts';

/** Tuesday, 24 November 2026, 10:00 UTC. */
const NOW = Date.UTC(2026, 10, 24, 10);

const method = (over: Partial<ShippingMethod> = {}): ShippingMethod => ({
  code: 'standard',
  title: 'Standard',
  description: '',
  countries: ['DE', 'US'],
  rates: { EUR: { amountMinor: 500, freeFromMinor: 8_000 }, USD: { amountMinor: 900 } },
  minDays: 2,
  maxDays: 4,
  position: 0,
  ...over,
});

let nextId = 1;
const promotion = (over: Partial<Discount>): Promotion =>
  promotionOfDiscount(discount({ id: nextId++, ...over }), 'EUR');
const discount = (over: Partial<Discount>): Discount => ({
  id: 1,
  code: 'CODE',
  title: 'Code',
  kind: 'percentage',
  value: 1_000,
  currency: null,
  minimumSubtotalMinor: null,
  usageLimit: null,
  timesUsed: 0,
  startsAtMs: NOW - 1,
  endsAtMs: null,
  ...over,
});

const goods = { productId: 1, variantId: 1, collectionIds: [], tags: [], isGiftCard: false };

const facts = (over: Partial<PricingFacts> = {}): PricingFacts => ({
  lines: [{ lineId: 1, quantity: 2, unitPriceMinor: 1_999, taxable: true, requiresShipping: true, ...goods }],
  currency: 'EUR',
  taxIncluded: true,
  destination: { country: 'DE', region: null },
  marketCountry: 'DE',
  codes: [],
  promotions: [],
  customer: null,
  shippingMethods: [method()],
  deliveryHandle: null,
  taxRates: [
    { country: 'DE', region: '', title: 'MwSt.', rateBps: 1_900 },
    { country: 'US', region: 'NY', title: 'NY', rateBps: 400 },
  ],
  nowMs: NOW,
  ...over,
});

const arbitraryFacts = fc.record({
  lines: fc.array(
    fc.record({
      lineId: fc.nat(),
      quantity: fc.integer({ min: 1, max: 999 }),
      unitPriceMinor: fc.integer({ min: 0, max: 5_000_000 }),
      taxable: fc.boolean(),
      requiresShipping: fc.boolean(),
      productId: fc.constant(1),
      variantId: fc.constant(1),
      collectionIds: fc.constant([]),
      tags: fc.constant([]),
      isGiftCard: fc.boolean(),
    }),
    { maxLength: 40 },
  ),
  taxIncluded: fc.boolean(),
  destination: fc.constantFrom(
    null,
    { country: 'DE', region: null },
    { country: 'US', region: 'NY' },
    { country: 'US', region: 'OR' },
  ),
  currency: fc.constantFrom('EUR', 'USD'),
  codes: fc.subarray(['PERCENT', 'FIXED', 'FREE', 'UNKNOWN']),
  promotions: fc
    .record({ percent: fc.integer({ min: 0, max: 10_000 }), fixed: fc.integer({ min: 0, max: 1_000_000_000 }) })
    .map(({ percent, fixed }) => [
      promotion({ code: 'PERCENT', value: percent }),
      promotion({ code: 'FIXED', kind: 'fixed_amount', value: fixed, currency: 'EUR' }),
      promotion({ code: 'FREE', kind: 'free_shipping', value: 0 }),
    ]),
});

describe('the price of a cart', () => {
  it('is the sum of its parts, whatever is in it', () => {
    fc.assert(
      fc.property(arbitraryFacts, (given) => {
        const priced = priceCart(facts(given));
        const sum = (of: (line: (typeof priced.lines)[number]) => number) =>
          priced.lines.reduce((all, line) => all + of(line), 0);
        for (const line of priced.lines) {
          expect(line.totalMinor).toBe(line.quantity * line.unitPriceMinor - line.discountMinor);
          expect(line.discountMinor).toBeGreaterThanOrEqual(0);
          expect(line.totalMinor).toBeGreaterThanOrEqual(0);
          if (!line.taxable) expect(line.taxMinor).toBe(0);
        }
        expect(priced.subtotalMinor).toBe(sum((line) => line.subtotalMinor));
        expect(priced.discountMinor).toBe(sum((line) => line.discountMinor));
        const onTop = priced.taxIncluded ? 0 : priced.taxMinor;
        expect(priced.totalMinor).toBe(priced.subtotalMinor - priced.discountMinor + priced.shippingMinor + onTop);
        expect(priced.totalMinor).toBeGreaterThanOrEqual(0);
        expect(priced.taxMinor).toBe(sum((line) => line.taxMinor) + priced.shippingTaxMinor);
        expect(priced.taxMinor).toBe(priced.taxLines.reduce((all, row) => all + row.taxMinor, 0));
        const taxable = priced.totalMinor - priced.taxMinor;
        expect(taxable).toBe(priced.taxLines.reduce((all, row) => all + row.netMinor, 0));
      }),
      { numRuns: 500 },
    );
  });

  it('splits a code over lines without losing a cent', () => {
    const line = { quantity: 1, unitPriceMinor: 1_000, taxable: true, requiresShipping: true, ...goods };
    const priced = priceCart(
      facts({
        lines: [1, 2, 3].map((lineId) => ({ ...line, lineId })),
        codes: ['code'],
        promotions: [promotion({ kind: 'fixed_amount', value: 1_000, currency: 'EUR' })],
      }),
    );
    expect(priced.lines.map((one) => one.discountMinor)).toEqual([334, 333, 333]);
  });

  it('contains the tax where prices do, and adds it where they do not', () => {
    const german = priceCart(facts());
    // 39.98 and 5.00 delivery at 19 %: 6.38 + 0.80
    expect(german).toMatchObject({
      subtotalMinor: 3_998,
      shippingMinor: 500,
      taxMinor: 638 + 80,
      totalMinor: 4_498,
      isFinal: true,
    });
    const american = priceCart(
      facts({ currency: 'USD', taxIncluded: false, marketCountry: 'US', destination: { country: 'US', region: 'NY' } }),
    );
    // New York taxes delivery of taxable goods: 1.60 + 0.36
    expect(american).toMatchObject({
      subtotalMinor: 3_998,
      shippingMinor: 900,
      taxMinor: 160 + 36,
      shippingTaxMinor: 36,
      totalMinor: 3_998 + 900 + 196,
    });
    const elsewhere = priceCart(
      facts({ currency: 'USD', taxIncluded: false, destination: { country: 'US', region: 'OR' } }),
    );
    expect(elsewhere).toMatchObject({ taxMinor: 0 });
  });

  it('offers delivery only where an address is known and something needs it', () => {
    expect(priceCart(facts({ destination: null }))).toMatchObject({ options: [], shippingMinor: 0, isFinal: false });
    expect(priceCart(facts({ destination: { country: 'FR', region: null } })).options).toEqual([]);
    const [line] = facts().lines;
    const digital = line ? [{ ...line, requiresShipping: false }] : [];
    expect(priceCart(facts({ lines: digital }))).toMatchObject({
      options: [],
      requiresShipping: false,
      totalMinor: 3_998,
    });
  });

  it('delivers free from the merchandise value after codes, or by code', () => {
    const lines = [{ lineId: 1, quantity: 1, unitPriceMinor: 8_000, taxable: true, requiresShipping: true, ...goods }];
    expect(priceCart(facts({ lines })).shippingMinor).toBe(0);
    expect(priceCart(facts({ lines, codes: ['CODE'], promotions: [promotion({ value: 1_000 })] }))).toMatchObject({
      discountMinor: 800,
      shippingMinor: 500,
    });
    // One cent off would cost the free delivery: the shopper pays less without the code.
    expect(priceCart(facts({ lines, codes: ['CODE'], promotions: [promotion({ value: 1 })] }))).toMatchObject({
      discountMinor: 0,
      shippingMinor: 0,
      codes: [{ applicable: false, refusal: 'DISCOUNT_CODE_NOT_HONOURED' }],
    });
    const free = [promotion({ kind: 'free_shipping', value: 0 })];
    expect(priceCart(facts({ codes: ['CODE'], promotions: free }))).toMatchObject({
      shippingMinor: 0,
      discountMinor: 0,
    });
  });

  it('takes the chosen delivery, and the first where the choice is not offered', () => {
    const methods = [method({ code: 'express', position: 1, rates: { EUR: { amountMinor: 1_400 } } }), method()];
    expect(priceCart(facts({ shippingMethods: methods })).selectedOption?.handle).toBe('standard');
    expect(priceCart(facts({ shippingMethods: methods, deliveryHandle: 'express' })).shippingMinor).toBe(1_400);
    expect(priceCart(facts({ shippingMethods: methods, deliveryHandle: 'gone' })).selectedOption?.handle).toBe(
      'standard',
    );
  });
});

describe('codes', () => {
  const judged = (over: Partial<Discount>, more: Partial<PricingFacts> = {}) => {
    const [code] = priceCart(facts({ codes: ['code'], promotions: [promotion(over)], ...more })).codes;
    return code?.applicable ? code.amountMinor : code?.refusal;
  };

  it.each([
    ['works', {}, 400],
    ['is in the future', { startsAtMs: NOW + 1 }, 'DISCOUNT_CURRENTLY_INACTIVE'],
    ['has ended', { endsAtMs: NOW }, 'DISCOUNT_CURRENTLY_INACTIVE'],
    ['is used up', { usageLimit: 3, timesUsed: 3 }, 'DISCOUNT_USAGE_LIMIT_REACHED'],
    ['has one use left', { usageLimit: 3, timesUsed: 2 }, 400],
    ['needs more in the cart', { minimumSubtotalMinor: 3_999 }, 'DISCOUNT_PURCHASE_NOT_IN_RANGE'],
    ['needs exactly this', { minimumSubtotalMinor: 3_998 }, 400],
    ['is an amount in another currency', { kind: 'fixed_amount', currency: 'USD' }, 'DISCOUNT_CODE_NOT_HONOURED'],
    ['is more than the cart is worth', { kind: 'fixed_amount', value: 99_999, currency: 'EUR' }, 3_998],
  ] as const)('that %s', (_name, over, expected) => {
    expect(judged(over)).toBe(expected);
  });

  it('are unknown, and of a kind only the better one counts', () => {
    const promotions = [
      promotion({ code: 'A' }),
      promotion({ code: 'B', value: 5_000 }),
      promotion({ code: 'F', kind: 'free_shipping', value: 0 }),
    ];
    const priced = priceCart(facts({ codes: ['nope', 'a', 'B', 'f'], promotions }));
    expect(priced.codes.map((one) => (one.applicable ? one.amountMinor : one.refusal))).toEqual([
      'DISCOUNT_NOT_FOUND',
      'DISCOUNT_CODE_NOT_HONOURED',
      1_999,
      0,
    ]);
    expect(priced).toMatchObject({ discountMinor: 1_999, shippingMinor: 0 });
  });
});

describe('days', () => {
  const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);

  it('of leaving are working days, today until two in the afternoon', () => {
    expect(day(shippingDay(Date.UTC(2026, 10, 24, 13, 59)))).toBe('2026-11-24');
    expect(day(shippingDay(Date.UTC(2026, 10, 24, 14, 0)))).toBe('2026-11-25');
    expect(day(shippingDay(Date.UTC(2026, 10, 27, 15)))).toBe('2026-11-30');
    expect(day(shippingDay(Date.UTC(2026, 10, 29, 1)))).toBe('2026-11-30');
  });

  it('on the way skip weekends', () => {
    const friday = Date.UTC(2026, 10, 27, 12);
    expect(addWorkingDays(friday, 0)).toBe(friday);
    expect(day(addWorkingDays(friday, 1))).toBe('2026-11-30');
    expect(day(addWorkingDays(friday, 6))).toBe('2026-12-07');
  });
});

it('tax is the region’s before the country’s', () => {
  const rates = [
    { country: 'US', region: '', title: 'all', rateBps: 1 },
    { country: 'US', region: 'NY', title: 'NY', rateBps: 2 },
  ];
  expect(taxRateFor(rates, 'US', 'NY')?.rateBps).toBe(2);
  expect(taxRateFor(rates, 'US', 'CA')?.rateBps).toBe(1);
  expect(taxRateFor(rates, 'FR', null)).toBeNull();
});
