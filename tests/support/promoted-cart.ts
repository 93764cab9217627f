import { type LineToPrice, type PricedCart, type PricingFacts, priceCart } from '../../commerce/pricing/price-cart.ts';
import { type Action, NO_LIMITS, type Promotion, type Selection, UNUSED } from '../../commerce/promotions/promotion.ts';

export const NOW = Date.UTC(2026, 10, 24, 10);
export const ALL: Selection = { kind: 'all' };
export const products = (...ids: number[]): Selection => ({ kind: 'products', ids });

let nextId = 1;
export const promotion = (actions: readonly Action[], over: Partial<Promotion> = {}): Promotion => ({
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
export const line = (
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

export const facts = (
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

export const off = (lines: readonly LineToPrice[], ...promotions: readonly Promotion[]): number =>
  priceCart(facts(lines, promotions)).discountMinor;
export const perLine = (priced: PricedCart): number[] => priced.lines.map((one) => one.discountMinor);

export const TOGETHER = { product: true, order: true, shipping: true };
export const percent = (bps: number, of: Selection = ALL): Action => ({ kind: 'percent', bps, of });
