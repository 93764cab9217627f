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

/** A promotion as staff see it. */
export interface PromotionRecord extends Promotion {
  readonly isAutomatic: boolean;
  /** How many codes lead to it, and the first of them. */
  readonly codeCount: number;
  readonly firstCode: string | null;
  readonly createdAtMs: number;
}

export interface PromotionCodeRecord {
  readonly id: number;
  readonly code: string;
  readonly uses: number;
}

/** Everything of a promotion that is written. */
export type PromotionWrite = Pick<
  Promotion,
  | 'title'
  | 'isActive'
  | 'startsAtMs'
  | 'endsAtMs'
  | 'priority'
  | 'combinesWith'
  | 'exclusionGroup'
  | 'conditions'
  | 'actions'
  | 'limits'
> & { readonly isAutomatic: boolean };

/** Promotions as staff change them. Rejects when the records cannot be reached. */
export interface PromotionEditor {
  /** Newest first; `beforeId`: only older ones. */
  list(query: {
    readonly text: string | null;
    readonly beforeId: number | null;
    readonly limit: number;
  }): Promise<readonly PromotionRecord[]>;
  byId(id: number): Promise<PromotionRecord | null>;
  /** Writes a new promotion (id null) with its codes, or changes one; the id, null where there is none to change, or the codes somebody has. */
  save(
    id: number | null,
    write: PromotionWrite,
    codes: readonly string[],
  ): Promise<
    { readonly ok: true; readonly id: number } | { readonly ok: false; readonly reason: 'not_found' | 'code_taken' }
  >;
  /** Adds codes, leaving out those that somebody has; the number that was added. */
  addCodes(id: number, codes: readonly string[]): Promise<number>;
  /** In the order they were made, after one. */
  codes(id: number, afterId: number, limit: number): Promise<readonly PromotionCodeRecord[]>;
  remove(id: number): Promise<boolean>;
}
