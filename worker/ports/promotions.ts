import type { PromotedCustomer } from '../../commerce/promotions/conditions.ts';
import type { Promotion, PromotionLimits, PromotionUsage } from '../../commerce/promotions/promotion.ts';
import type { UseClaim, UseRefusal } from '../../commerce/promotions/uses.ts';

/** Nobody answered; the call may be repeated. */
export interface PromotionsUnavailable {
  readonly ok: false;
  readonly reason: 'unavailable';
}

/** Exact counts of limited promotions. */
export interface PromotionUseCounts {
  /** What has been used, for a code and a customer's digest (null: not asked). */
  usage(
    promotionId: number,
    code: string | null,
    customer: string | null,
  ): Promise<{ readonly ok: true; readonly usage: Omit<PromotionUsage, 'before'> } | PromotionsUnavailable>;
  /** Takes a use, or says why not; the same key is the same use. */
  claim(
    promotionId: number,
    claim: UseClaim,
    limits: PromotionLimits,
    before: number,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: UseRefusal } | PromotionsUnavailable>;
  /** Gives a use back. */
  release(promotionId: number, key: string): Promise<{ readonly ok: true } | PromotionsUnavailable>;
}

/** Promotions as recorded. Rejects when the records cannot be reached. */
export interface PromotionRecords {
  /** By code, upper case; unknown ones are absent. */
  byCodes(codes: readonly string[]): Promise<readonly Promotion[]>;
  /** A customer by their email, lower case; without groups and orders when nobody bought with it. */
  customer(email: string): Promise<PromotedCustomer>;
}
