import type { PricingFacts } from '../../commerce/pricing/price-cart.ts';
import { type Action, NO_LIMITS, type Promotion, type Selection, UNUSED } from '../../commerce/promotions/promotion.ts';
import { seeded } from './purchase-world.ts';

/** A cart of so many lines and so many promotions that all hold for it, of every kind, half of them free to combine; always the same for a seed. */
export function pricedCart(lines: number, promotions: number, seed = 1): PricingFacts {
  const random = seeded(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const some = (): Selection => ({ kind: 'collections', ids: [1 + draw(20), 1 + draw(20), 1 + draw(20)] });
  const ALL: Selection = { kind: 'all' };
  const actions: readonly (() => Action)[] = [
    () => ({ kind: 'percent', bps: 100 + draw(3_000), of: some() }),
    () => ({ kind: 'percent', bps: 100 + draw(1_500), of: ALL }),
    () => ({ kind: 'fixed', amounts: { EUR: 100 + draw(2_000) }, of: some(), per: 'across' }),
    () => ({ kind: 'fixed', amounts: { EUR: 10 + draw(90) }, of: some(), per: 'each' }),
    () => ({ kind: 'price', amounts: { EUR: 500 + draw(5_000) }, of: some() }),
    () => ({
      kind: 'buy_x_get_y',
      buy: { of: some(), quantity: 2 },
      get: { of: some(), quantity: 1 },
      bps: 10_000,
      most: null,
    }),
    () => ({
      kind: 'tiers',
      of: ALL,
      by: 'quantity',
      steps: [
        { from: 2, bps: 200 },
        { from: 9, bps: 700 },
      ],
    }),
    () => ({
      kind: 'bundle',
      parts: [
        { of: some(), quantity: 1 },
        { of: some(), quantity: 1 },
      ],
      worth: { bps: 1_500 },
      most: 3,
    }),
    () => ({ kind: 'gift', of: some(), quantity: 1 }),
    () => ({ kind: 'free_shipping', methods: null, most: null }),
  ];
  const promotionOf = (id: number): Promotion => ({
    id,
    title: `Promotion ${id}`,
    code: null,
    isActive: true,
    startsAtMs: 0,
    endsAtMs: null,
    priority: draw(5),
    combinesWith:
      id % 2 === 0
        ? { product: true, order: true, shipping: true }
        : { product: false, order: draw(2) === 0, shipping: true },
    exclusionGroup: null,
    conditions: [{ kind: 'subtotal_at_least', amounts: { EUR: 1_000 } }],
    actions: [(actions[id % actions.length] ?? actions[0])?.() ?? { kind: 'gift', of: ALL, quantity: 1 }],
    limits: NO_LIMITS,
    usage: UNUSED,
  });
  return {
    lines: Array.from({ length: lines }, (_, index) => ({
      lineId: index + 1,
      productId: index + 1,
      variantId: index + 1,
      quantity: 1 + draw(5),
      unitPriceMinor: 199 + draw(20_000),
      taxable: true,
      requiresShipping: true,
      collectionIds: [1 + draw(20), 1 + draw(20)],
      tags: [],
      isGiftCard: false,
    })),
    currency: 'EUR',
    taxIncluded: true,
    destination: { country: 'DE', region: null },
    marketCountry: 'DE',
    codes: [],
    promotions: Array.from({ length: promotions }, (_, index) => promotionOf(index + 1)),
    customer: null,
    shippingMethods: [
      {
        code: 'standard',
        title: 'Standard',
        description: '',
        countries: ['DE'],
        rates: { EUR: { amountMinor: 490, freeFromMinor: 10_000_000 } },
        minDays: 1,
        maxDays: 3,
        position: 0,
      },
    ],
    deliveryHandle: null,
    taxRates: [{ country: 'DE', region: '', title: 'MwSt.', rateBps: 1_900 }],
    nowMs: Date.UTC(2026, 10, 24),
  };
}
