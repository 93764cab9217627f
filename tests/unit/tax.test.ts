import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { applyRateBps, includedTaxMinor } from '../../commerce/money/money.ts';
import { planRefund } from '../../commerce/orders/refunds.ts';
import { type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import {
  ANY_SELLER,
  decideTax,
  rateOfClass,
  type SellerTax,
  type TaxQuestion,
  withoutTakenOut,
} from '../../commerce/tax/decide-tax.ts';
import { shippingAmounts, shippingTaxOf } from '../../commerce/tax/shipping-tax.ts';
import { civilDay } from '../../commerce/tax/tax-day.ts';
import { postcodePattern, type TaxRate, taxRateFor } from '../../commerce/tax/tax-rates.ts';
import { isInEuVatArea, outsideTerritory } from '../../commerce/tax/vat-area.ts';

const rate = (country: string, rateBps: number, over: Partial<TaxRate> = {}): TaxRate => ({
  country,
  region: '',
  title: `${country} ${rateBps}`,
  rateBps,
  ...over,
});

const RATES: readonly TaxRate[] = [
  rate('DE', 1_900, { validFrom: '2007-01-01' }),
  rate('DE', 1_600, { validFrom: '2020-07-01' }),
  rate('DE', 1_900, { validFrom: '2021-01-01' }),
  rate('DE', 700, { taxClass: 'reduced' }),
  rate('FR', 2_000),
  rate('FR', 550, { taxClass: 'reduced' }),
  rate('AT', 2_000),
  rate('AT', 1_900, { postcodes: '6691' }),
  rate('AT', 1_900, { postcodes: '699[123]' }),
  rate('ES', 2_100),
  rate('IT', 2_200),
  rate('FI', 2_550),
  rate('GR', 2_400),
  rate('GR', 1_600, { region: '82', validFrom: '2010-07-01', validTo: '2016-06-01' }),
  rate('GB', 2_000),
  rate('CH', 810),
  rate('JP', 1_000),
  rate('CA', 500),
  rate('CA', 1_497.5, { region: 'QC' }),
];
const NOW = Date.UTC(2026, 10, 24, 12);
const GERMAN: SellerTax = { origin: 'DE', registrations: ['GB', 'JP'], unionScheme: true };

const ask = (
  country: string,
  over: Partial<TaxQuestion> & { postcode?: string; region?: string } = {},
): TaxQuestion => ({
  place: { country, region: over.region ?? null, postcode: over.postcode ?? null },
  taxClasses: over.taxClasses ?? ['standard'],
  businessCountry: over.businessCountry ?? null,
  pricedFor: over.pricedFor ?? 'DE',
  nowMs: over.nowMs ?? NOW,
});
const decided = (...args: Parameters<typeof ask>) => {
  const decision = decideTax(RATES, GERMAN, ask(...args));
  return [decision.treatment, rateOfClass(decision, 'standard').rateBps];
};

describe('where and what tax is due', () => {
  test.each([
    ['at home', ask('DE'), 'taxed', 1_900],
    ['at the destination within the Union', ask('FR'), 'taxed', 2_000],
    ['Monaco counts as France', ask('MC'), 'taxed', 2_000],
    ['a place with a rate of its own', ask('AT', { postcode: '6991' }), 'taxed', 1_900],
    ['and the village next to it', ask('AT', { postcode: '6990' }), 'taxed', 2_000],
    ['where the seller is registered', ask('GB', { postcode: 'SW1A 1AA' }), 'taxed', 2_000],
    ['not registered: an export', ask('CH', { postcode: '8001' }), 'export', 0],
    ['Canary Islands', ask('ES', { postcode: '35 001' }), 'export', 0],
    ['Canary Islands by province, while no postcode is known', ask('ES', { region: 'TF' }), 'export', 0],
    ['a postcode beats the province', ask('ES', { region: 'TF', postcode: '28001' }), 'taxed', 2_100],
    ['Ceuta', ask('ES', { postcode: '51001' }), 'export', 0],
    ['Melilla', ask('ES', { postcode: '52006' }), 'export', 0],
    ['Büsingen', ask('DE', { postcode: '78266' }), 'export', 0],
    ['Helgoland', ask('DE', { postcode: '27498' }), 'export', 0],
    ['Livigno', ask('IT', { postcode: '23041' }), 'export', 0],
    ['Campione', ask('IT', { postcode: '22061' }), 'export', 0],
    ['Åland', ask('FI', { postcode: '22100' }), 'export', 0],
    ['Mount Athos', ask('GR', { postcode: '630 86' }), 'export', 0],
    ['Réunion', ask('FR', { postcode: '97400' }), 'export', 0],
    ['Jersey written as the United Kingdom', ask('GB', { postcode: 'je2 3ab' }), 'export', 0],
    ['a business elsewhere in the Union', ask('FR', { businessCountry: 'FR' }), 'reverse_charge', 0],
    ['its number may be of a third state', ask('FR', { businessCountry: 'BE' }), 'reverse_charge', 0],
    [
      'Northern Ireland with an XI number',
      ask('GB', { postcode: 'BT1 1AA', businessCountry: 'XI' }),
      'reverse_charge',
      0,
    ],
    ['Great Britain with an XI number', ask('GB', { postcode: 'SW1A 1AA', businessCountry: 'XI' }), 'taxed', 2_000],
    ['a business at home pays', ask('DE', { businessCountry: 'DE' }), 'taxed', 1_900],
    ["a number of the seller's own state", ask('FR', { businessCountry: 'DE' }), 'taxed', 2_000],
    ['a business on the Canary Islands', ask('ES', { postcode: '38001', businessCountry: 'ES' }), 'export', 0],
    ['a Swiss number is none of the Union', ask('FR', { businessCountry: 'CH' }), 'taxed', 2_000],
  ] as const)('%s', (_, question, treatment, rateBps) => {
    const decision = decideTax(RATES, GERMAN, question);
    expect([decision.treatment, rateOfClass(decision, 'standard').rateBps]).toEqual([treatment, rateBps]);
  });

  it('is taxed at home within the Union while the seller is below the threshold, except where it is registered', () => {
    const small: SellerTax = { origin: 'DE', registrations: ['AT'], unionScheme: false };
    const treated = (country: string) => {
      const decision = decideTax(RATES, small, ask(country));
      return [decision.country, rateOfClass(decision, 'standard').rateBps];
    };
    expect(treated('FR')).toEqual(['DE', 1_900]);
    expect(treated('AT')).toEqual(['AT', 2_000]);
  });

  it('a seller nobody said anything of is taxed wherever there are rates', () => {
    expect(decideTax(RATES, ANY_SELLER, ask('CH')).treatment).toBe('taxed');
    expect(decideTax(RATES, ANY_SELLER, ask('BR')).treatment).toBe('untaxed');
  });

  it('a seller outside the Union exports into it, whoever buys', () => {
    const swiss: SellerTax = { origin: 'CH', registrations: [], unionScheme: true };
    expect(decideTax(RATES, swiss, ask('DE', { businessCountry: 'DE' })).treatment).toBe('export');
    expect(rateOfClass(decideTax(RATES, swiss, ask('CH')), 'standard').rateBps).toBe(810);
  });

  it('has the rate of its class, and the standard one where the country has none for it', () => {
    const classes = ['standard', 'reduced', 'books'];
    const decision = decideTax(RATES, GERMAN, ask('DE', { taxClasses: classes }));
    expect(classes.map((one) => rateOfClass(decision, one).rateBps)).toEqual([1_900, 700, 1_900]);
    expect(rateOfClass(decideTax(RATES, GERMAN, ask('AT', { taxClasses: classes })), 'reduced').rateBps).toBe(2_000);
  });

  it('is the rate of the day in the country that levies it', () => {
    // The German rate was 16 % in the second half of 2020, from and to midnight in Berlin.
    const at = (iso: string) => decided('DE', { nowMs: Date.parse(iso) });
    expect(at('2020-06-30T21:59:59.999Z')).toEqual(['taxed', 1_900]);
    expect(at('2020-06-30T22:00:00Z')).toEqual(['taxed', 1_600]);
    expect(at('2020-12-31T22:59:59.999Z')).toEqual(['taxed', 1_600]);
    expect(at('2020-12-31T23:00:00Z')).toEqual(['taxed', 1_900]);
    expect(at('2000-01-01T00:00:00Z')).toEqual(['untaxed', 0]);
    expect(civilDay('JP', Date.parse('2026-11-24T15:00:00Z'))).toBe('2026-11-25');
    expect(civilDay('US', Date.parse('2026-11-24T04:59:00Z'))).toBe('2026-11-23');
    // A rate that ended gives way to the country's.
    const greek = (day: string) => taxRateFor(RATES, 'GR', '82', { day })?.rateBps;
    expect([greek('2016-05-31'), greek('2016-06-01')]).toEqual([1_600, 2_400]);
  });

  it('takes the tax out of prices that contain it where none is due, and nothing elsewhere', () => {
    const swiss = decideTax(RATES, GERMAN, ask('CH', { taxClasses: ['standard', 'reduced'] }));
    expect([withoutTakenOut(swiss, 11_900, 'standard'), withoutTakenOut(swiss, 10_700, 'reduced')]).toEqual([
      10_000, 10_000,
    ]);
    expect(withoutTakenOut(decideTax(RATES, GERMAN, ask('FR')), 11_900, 'standard')).toBe(11_900);
    const american = decideTax(RATES, GERMAN, { ...ask('CH'), pricedFor: null });
    expect(withoutTakenOut(american, 11_900, 'standard')).toBe(11_900);
  });
});

describe('postcodes', () => {
  it('of rates are harmless patterns, or none', () => {
    expect(postcodePattern('(35\\d{3}|38\\d{3})')?.test('35001')).toBe(true);
    expect(postcodePattern('971\\d{2,}')?.test('97100')).toBe(true);
    expect(postcodePattern('BFPO 57')?.test('BFPO57')).toBe(true);
    expect(postcodePattern('(a+)+$')).toBeNull();
    expect(postcodePattern('(35')).toBeNull();
    expect(postcodePattern('.*')).toBeNull();
  });

  it('of full width are read', () => {
    expect(outsideTerritory({ country: 'DE', region: null, postcode: '７８２６６' })?.name).toBe(
      'Büsingen am Hochrhein',
    );
    expect(isInEuVatArea({ country: 'GB', region: null, postcode: 'bt1 1aa' })).toBe(true);
    expect(isInEuVatArea({ country: 'GB', region: null, postcode: null })).toBe(false);
  });
});

describe('delivery', () => {
  const goods = [
    { amountMinor: 10_000, rateBps: 1_900 },
    { amountMinor: 5_000, rateBps: 700 },
  ];

  it('is taxed as the law of the place says', () => {
    expect([shippingTaxOf('DE', null), shippingTaxOf('JP', null)]).toEqual(['pro_rata', 'standard']);
    expect([shippingTaxOf('US', 'NY'), shippingTaxOf('US', 'CA'), shippingTaxOf('US', null)]).toEqual([
      'pro_rata',
      'untaxed',
      'untaxed',
    ]);
    expect(shippingAmounts('pro_rata', 500, goods, 1_900)).toEqual([
      { amountMinor: 333, rateBps: 1_900 },
      { amountMinor: 167, rateBps: 700 },
    ]);
    expect(shippingAmounts('main', 500, [...goods].reverse(), 1_900)).toEqual([{ amountMinor: 500, rateBps: 1_900 }]);
    expect(shippingAmounts('standard', 500, goods.slice(1), 1_900)).toEqual([{ amountMinor: 500, rateBps: 1_900 }]);
    expect(shippingAmounts('untaxed', 500, goods, 1_900)).toEqual([{ amountMinor: 500, rateBps: 0 }]);
    expect(shippingAmounts('pro_rata', 0, goods, 1_900)).toEqual([]);
  });

  it('is dealt out without losing a unit', () => {
    const amounts = fc.array(fc.record({ amountMinor: fc.nat(1_000_000), rateBps: fc.nat(2_700) }), { maxLength: 12 });
    const rules = fc.constantFrom('pro_rata' as const, 'main' as const, 'standard' as const, 'untaxed' as const);
    fc.assert(
      fc.property(rules, fc.nat(100_000), amounts, (rule, shippingMinor, some) => {
        const parts = shippingAmounts(rule, shippingMinor, some, 1_900);
        expect(parts.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(shippingMinor);
      }),
    );
  });
});

describe('rates finer than a basis point', () => {
  it('are exact', () => {
    // Quebec: 14.975 % of 1,000.00 is 149.75
    expect(applyRateBps(100_000, 1_497.5)).toBe(14_975);
    expect(includedTaxMinor(114_975, 1_497.5)).toBe(14_975);
    expect(applyRateBps(2 ** 50, 1_497.5)).toBe(Math.round((2 ** 50 / 10_000) * 1_497.5));
  });
});

const facts = (over: Partial<PricingFacts>): PricingFacts => ({
  lines: ['standard', 'reduced'].map((taxClass, index) => ({
    lineId: index + 1,
    quantity: 3,
    unitPriceMinor: 1_099,
    taxable: true,
    taxClass,
    requiresShipping: true,
    productId: 1,
    variantId: index + 1,
    collectionIds: [],
    tags: [],
    isGiftCard: false,
  })),
  currency: 'EUR',
  taxIncluded: true,
  destination: { country: 'DE', region: null },
  marketCountry: 'DE',
  codes: [],
  promotions: [],
  customer: null,
  shippingMethods: [
    {
      code: 'any',
      title: 'Any',
      description: '',
      countries: ['DE', 'CA'],
      rates: { EUR: { amountMinor: 499 } },
      minDays: 1,
      maxDays: 2,
      position: 0,
    },
  ],
  deliveryHandle: null,
  taxRates: RATES,
  nowMs: NOW,
  ...over,
});

describe('a cart', () => {
  it('with two classes has a tax table that sums', () => {
    const priced = priceCart(facts({}));
    // 32.97 and 2.50 of delivery at 19 %: 5.26 + 0.40; 32.97 and 2.49 at 7 %: 2.16 + 0.16
    expect(priced.lines.map((one) => [one.taxRateBps, one.taxMinor])).toEqual([
      [1_900, 526],
      [700, 216],
    ]);
    expect(priced.shippingTaxMinor).toBe(40 + 16);
    expect(priced.taxLines).toEqual([
      { title: 'DE 1900', rateBps: 1_900, netMinor: 3_547 - 566, taxMinor: 566 },
      { title: 'DE 700', rateBps: 700, netMinor: 3_546 - 232, taxMinor: 232 },
    ]);
    expect(priced.totalMinor).toBe(2 * 3_297 + 499);
  });

  it('whose delivery was taxed on top is paid back whole', () => {
    const priced = priceCart(facts({ taxIncluded: false, destination: { country: 'CA', region: 'QC' } }));
    expect(priced.shippingTaxMinor).toBe(75);
    const order = {
      id: 1,
      currency: 'EUR',
      totalMinor: priced.totalMinor,
      refundedMinor: 0,
      shippingMinor: priced.shippingMinor,
      taxMinor: priced.taxMinor,
      taxIncluded: false,
      isCancelled: false,
      fulfilments: [],
      lines: priced.lines.map((one) => ({
        ...one,
        id: one.lineId,
        fulfilledQuantity: 0,
        refundedQuantity: 0,
        cancelledQuantity: 0,
        allocations: [],
      })),
    };
    const lines = order.lines.map(({ id }) => ({ orderLineId: id, quantity: 3, restock: 'no_restock' as const }));
    const plan = planRefund(order, { lines, shippingMinor: priced.shippingMinor, amountMinor: null });
    expect(plan).toMatchObject({ ok: true, amountMinor: priced.totalMinor });
  });
});
