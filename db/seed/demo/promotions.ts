import type { Promotion } from '../../../commerce/promotions/promotion.ts';

/** A promotion of the demo shop: with a code, or by itself. Amounts in minor units. */
export type DemoPromotion = Pick<Promotion, 'title' | 'code' | 'actions' | 'conditions'> & {
  readonly combinesWith?: Promotion['combinesWith'];
  readonly usageLimit?: number;
  readonly uses?: number;
};

const ALL = { kind: 'all' } as const;

/** Codes a shopper can enter, and what comes by itself. */
export const demoPromotions: readonly DemoPromotion[] = [
  {
    code: 'WELCOME10',
    title: '10 % off the first order',
    conditions: [],
    actions: [{ kind: 'percent', bps: 1_000, of: ALL }],
  },
  {
    code: 'TIDE15',
    title: '15 off from 100',
    conditions: [{ kind: 'subtotal_at_least', amounts: { EUR: 10_000 } }],
    actions: [{ kind: 'fixed', amounts: { EUR: 1_500 }, of: ALL, per: 'across' }],
    usageLimit: 500,
  },
  {
    code: 'POSTPAID',
    title: 'Free shipping',
    conditions: [],
    actions: [{ kind: 'free_shipping', methods: null, most: null }],
    combinesWith: { product: true, order: true, shipping: false },
  },
  {
    code: 'LOWWATER',
    title: '20 % off, used up',
    conditions: [],
    actions: [{ kind: 'percent', bps: 2_000, of: ALL }],
    usageLimit: 100,
    uses: 100,
  },
  {
    code: null,
    title: 'Stock up: 5 % off from 20 items, 10 % from 50',
    conditions: [],
    actions: [
      {
        kind: 'tiers',
        of: ALL,
        by: 'quantity',
        steps: [
          { from: 20, bps: 500 },
          { from: 50, bps: 1_000 },
        ],
      },
    ],
  },
];
