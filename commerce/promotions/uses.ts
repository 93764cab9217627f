import type { PromotionLimits, PromotionUsage } from './promotion.ts';

/** One use of a promotion that an order asks for. */
export interface UseClaim {
  /** Names the use: asked again it is the same one. */
  readonly key: string;
  /** Upper case; null: it came by itself. */
  readonly code: string | null;
  /** Digest of who buys; the same for every way to write one address. */
  readonly customer: string;
  /** Off goods and delivery, in the budget's currency where there is one. */
  readonly amountMinor: number;
}

/** Why a use is not given. `released`: this one was given back; another needs another key. */
export type UseRefusal = 'used_up' | 'code_used_up' | 'customer_used_up' | 'budget_spent' | 'released';

/**
 * Whether one more use fits; null: it does. In order: in all, by code, by customer, by budget (it must fit whole: a promotion is never given in part).
 */
export function useRefusal(limits: PromotionLimits, usage: PromotionUsage, amountMinor: number): UseRefusal | null {
  if (limits.uses !== null && usage.before + usage.uses >= limits.uses) return 'used_up';
  if (limits.perCode !== null && usage.ofCode >= limits.perCode) return 'code_used_up';
  if (limits.perCustomer !== null && usage.ofCustomer >= limits.perCustomer) return 'customer_used_up';
  if (limits.budget !== null && usage.spentMinor + amountMinor > limits.budget.amountMinor) return 'budget_spent';
  return null;
}

const WORDS: Readonly<Record<UseRefusal, string>> = {
  used_up: 'was used up meanwhile',
  code_used_up: 'was used up meanwhile',
  customer_used_up: 'was used as often as you may',
  budget_spent: 'was used up meanwhile',
  released: 'could not be kept',
};

/** For the shopper. */
export const useRefusalText = (refusal: UseRefusal, code: string | null): string =>
  `${code === null ? 'A discount' : `The code ${code}`} ${WORDS[refusal]}; look at the new price.`;
