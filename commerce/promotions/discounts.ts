import { applyRateBps } from '../money/money.ts';

/** A code as the merchant set it up. */
export interface Discount {
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

/** Why a code changes nothing; the Storefront API's CartWarningCode. */
export type DiscountRefusal =
  | 'DISCOUNT_NOT_FOUND'
  | 'DISCOUNT_CURRENTLY_INACTIVE'
  | 'DISCOUNT_USAGE_LIMIT_REACHED'
  | 'DISCOUNT_PURCHASE_NOT_IN_RANGE'
  | 'DISCOUNT_CODE_NOT_HONOURED';

/** A typed code and what became of it; `amountMinor` is what it takes off merchandise. */
export type JudgedCode =
  | { readonly code: string; readonly applicable: true; readonly discount: Discount; readonly amountMinor: number }
  | { readonly code: string; readonly applicable: false; readonly refusal: DiscountRefusal };

export interface DiscountQuestion {
  readonly codes: readonly string[];
  readonly discounts: readonly Discount[];
  readonly subtotalMinor: number;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly nowMs: number;
}

function refusalOf(discount: Discount | undefined, question: DiscountQuestion): DiscountRefusal | null {
  if (!discount) return 'DISCOUNT_NOT_FOUND';
  const { nowMs, currency, baseCurrency, subtotalMinor } = question;
  if (nowMs < discount.startsAtMs || (discount.endsAtMs !== null && nowMs >= discount.endsAtMs))
    return 'DISCOUNT_CURRENTLY_INACTIVE';
  if (discount.usageLimit !== null && discount.timesUsed >= discount.usageLimit) return 'DISCOUNT_USAGE_LIMIT_REACHED';
  const named = discount.currency ?? baseCurrency;
  const hasAmounts = discount.kind === 'fixed_amount' || discount.minimumSubtotalMinor !== null;
  // An amount says nothing in another currency: rates move, and a code must not be worth more on Tuesdays.
  if (hasAmounts && named !== currency) return 'DISCOUNT_CODE_NOT_HONOURED';
  if (discount.minimumSubtotalMinor !== null && subtotalMinor < discount.minimumSubtotalMinor)
    return 'DISCOUNT_PURCHASE_NOT_IN_RANGE';
  return null;
}

/**
 * Judges codes in the order they were typed. One code takes off merchandise and one frees delivery; a further one of the same kind is not honoured.
 * Refusals in order: not found, not in its time, used up, named in another currency, below its minimum, another code of its kind came first.
 */
export function judgeCodes(question: DiscountQuestion): JudgedCode[] {
  let offMerchandise = false;
  let offDelivery = false;
  return question.codes.map((code): JudgedCode => {
    const discount = question.discounts.find((one) => one.code === code.trim().toUpperCase());
    const refusal = refusalOf(discount, question);
    if (!discount || refusal) return { code, applicable: false, refusal: refusal ?? 'DISCOUNT_NOT_FOUND' };
    const taken = discount.kind === 'free_shipping' ? offDelivery : offMerchandise;
    if (taken) return { code, applicable: false, refusal: 'DISCOUNT_CODE_NOT_HONOURED' };
    if (discount.kind === 'free_shipping') offDelivery = true;
    else offMerchandise = true;
    return { code, applicable: true, discount, amountMinor: amountOff(discount, question.subtotalMinor) };
  });
}

function amountOff(discount: Discount, subtotalMinor: number): number {
  if (discount.kind === 'percentage') return applyRateBps(subtotalMinor, discount.value);
  return discount.kind === 'fixed_amount' ? Math.min(discount.value, subtotalMinor) : 0;
}
