import { type Action, type Condition, NO_LIMITS, type Promotion, UNUSED } from '../../commerce/promotions/promotion.ts';

/** A code in its simplest form: one reduction for the whole order, or of its delivery. */
export interface Discount {
  readonly id: number;
  /** Upper case. */
  readonly code: string;
  readonly title: string;
  readonly kind: 'percentage' | 'fixed_amount' | 'free_shipping';
  /** Basis points for percentage, minor units of `currency` for fixed_amount, 0 for free_shipping. */
  readonly value: number;
  /** Of `value` and `minimumSubtotalMinor`; null: the shop's base currency. */
  readonly currency: string | null;
  readonly minimumSubtotalMinor: number | null;
  readonly usageLimit: number | null;
  readonly timesUsed: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

function actionOf({ kind, value }: Discount, currency: string): Action {
  switch (kind) {
    case 'percentage':
      return { kind: 'percent', bps: value, of: { kind: 'all' } };
    case 'fixed_amount':
      return { kind: 'fixed', amounts: { [currency]: value }, of: { kind: 'all' }, per: 'across' };
    case 'free_shipping':
      return { kind: 'free_shipping', methods: null, most: null };
  }
}

/** The promotion a simple code stands for: one for goods and one for delivery count together, two of a kind do not. */
export function promotionOfDiscount(discount: Discount, baseCurrency: string): Promotion {
  const currency = discount.currency ?? baseCurrency;
  const conditions: Condition[] =
    discount.minimumSubtotalMinor === null
      ? []
      : [{ kind: 'subtotal_at_least', amounts: { [currency]: discount.minimumSubtotalMinor } }];
  const isShipping = discount.kind === 'free_shipping';
  return {
    id: discount.id,
    title: discount.title,
    code: discount.code,
    isActive: true,
    startsAtMs: discount.startsAtMs,
    endsAtMs: discount.endsAtMs,
    priority: 0,
    combinesWith: { product: true, order: isShipping, shipping: !isShipping },
    exclusionGroup: null,
    conditions,
    actions: [actionOf(discount, currency)],
    limits: { ...NO_LIMITS, uses: discount.usageLimit },
    usage: { ...UNUSED, uses: discount.timesUsed },
  };
}
