import { type AppliedPromotion, bestCombination, type CombineQuestion } from './combine.ts';
import { type PromotionQuestion, type PromotionRefusal, promotionRefusal } from './conditions.ts';
import { type Prepared, prepare } from './effects.ts';
import type { Promotion } from './promotion.ts';

/** A typed code and what became of it; `amountMinor` is what it takes off merchandise. */
export type JudgedCode =
  | { readonly code: string; readonly applicable: true; readonly promotion: Promotion; readonly amountMinor: number }
  | { readonly code: string; readonly applicable: false; readonly refusal: PromotionRefusal };

/** Why a price is what it is: one entry per promotion that was looked at and per code nobody knows. */
export type PriceReason =
  | {
      readonly outcome: 'applied';
      readonly promotion: Promotion;
      readonly amountMinor: number;
      readonly shippingMinor: number;
    }
  /** Legal, but the shopper pays less without it. */
  | { readonly outcome: 'outdone'; readonly promotion: Promotion }
  | {
      readonly outcome: 'refused';
      /** Null: no promotion has this code. */
      readonly promotion: Promotion | null;
      readonly code: string | null;
      readonly refusal: PromotionRefusal;
    };

export interface Judgement {
  readonly applied: readonly AppliedPromotion[];
  readonly codes: readonly JudgedCode[];
  /** Applied ones first, in the order they took off. */
  readonly reasons: readonly PriceReason[];
}

/** The one way a code is compared: without spaces around it, full-width letters folded, upper case. */
export const normalCode = (code: string): string => code.normalize('NFKC').trim().toUpperCase();

const minorOff = ({ amountMinor, shippingMinor }: AppliedPromotion): number => amountMinor + shippingMinor;

/** Whether what it would take off is more than is left of its budget. */
function isOverBudget(one: AppliedPromotion): boolean {
  const { limits, usage } = one.promotion;
  return limits.budget !== null && usage.spentMinor + minorOff(one) > limits.budget.amountMinor;
}

/**
 * Which promotions count for a cart and why the others do not. `promotions` are the automatic ones and those of the typed codes. Refusals of a code in
 * order: nobody has it, those of `promotionRefusal`, those of `prepare`, more than is left of its budget, and DISCOUNT_CODE_NOT_HONOURED where the
 * shopper pays less without it.
 */
export function judgePromotions(
  promotions: readonly Promotion[],
  typed: readonly string[],
  question: PromotionQuestion & CombineQuestion,
): Judgement {
  const refused = new Map<Promotion, PromotionRefusal>();
  let ready: Prepared[] = [];
  const codes = new Set(typed.map(normalCode));
  const offered = promotions.filter(({ code }) => code === null || codes.has(code));
  for (const promotion of offered) {
    const made = promotionRefusal(promotion, question) ?? prepare(promotion, question);
    if (typeof made === 'string') refused.set(promotion, made);
    else ready.push(made);
  }
  let applied = bestCombination(ready, question);
  for (let over = applied.find(isOverBudget); over; over = applied.find(isOverBudget)) {
    const { promotion } = over;
    refused.set(promotion, 'DISCOUNT_USAGE_LIMIT_REACHED');
    ready = ready.filter((one) => one.promotion !== promotion);
    applied = bestCombination(ready, question);
  }
  const reasons: PriceReason[] = [
    ...applied.map(
      ({ promotion, amountMinor, shippingMinor }): PriceReason => ({
        outcome: 'applied',
        promotion,
        amountMinor,
        shippingMinor,
      }),
    ),
    ...ready
      .filter((one) => !applied.some(({ prepared }) => prepared === one))
      .map(({ promotion }): PriceReason => ({ outcome: 'outdone', promotion })),
    ...[...refused].map(
      ([promotion, refusal]): PriceReason => ({ outcome: 'refused', promotion, code: promotion.code, refusal }),
    ),
  ];
  const judged = typed.map((code): JudgedCode => {
    const promotion = offered.find((one) => one.code === normalCode(code));
    if (!promotion) {
      reasons.push({ outcome: 'refused', promotion: null, code, refusal: 'DISCOUNT_NOT_FOUND' });
      return { code, applicable: false, refusal: 'DISCOUNT_NOT_FOUND' };
    }
    const found = applied.find((one) => one.promotion === promotion);
    if (found) return { code, applicable: true, promotion, amountMinor: found.amountMinor };
    return { code, applicable: false, refusal: refused.get(promotion) ?? 'DISCOUNT_CODE_NOT_HONOURED' };
  });
  return { applied, codes: judged, reasons };
}
