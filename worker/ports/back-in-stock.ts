/** Somebody who wants to be told when a variant can be bought again. */
export interface NewBackInStockRequest {
  readonly variantId: number;
  readonly email: string;
  /** One name for every way to write the address. */
  readonly person: string;
  /** BCP 47 language, lower case. */
  readonly language: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Unguessable; lets its holder have the person forgotten. */
  readonly key: string;
  readonly requestedAtMs: number;
}

export interface BackInStockRequest {
  readonly id: number;
  readonly variantId: number;
  readonly email: string;
  readonly language: string;
  readonly country: string;
  readonly key: string;
}

/** Variants of one answer of `arrived`. */
export const MOST_ARRIVED = 200;

/** Who waits for what, in the order they asked. */
export interface BackInStockRecords {
  /**
   * Notes a request; who waits for the variant already keeps their place. Of a person who waits for `most` variants (those mailed within a week count) the
   * oldest request makes room, and where none can the new one is left out; so is one for an address whose owner had it forgotten within 30 days. `waiting` is
   * the answer to all that is not noted anew, so that nobody learns of whom there is what.
   */
  add(request: NewBackInStockRequest, most: number): Promise<'added' | 'waiting'>;
  /**
   * Variants that people wait for and that may be sold again as far as the copies of stock say; null: of all. Ascending, those above `afterVariantId`, at most
   * MOST_ARRIVED.
   */
  arrived(
    variantIds: readonly number[] | null,
    afterVariantId?: number,
  ): Promise<readonly { readonly variantId: number; readonly productId: number }[]>;
  /**
   * Takes the longest waiting to send their mail: nobody else gets them until `staleBeforeMs` has passed what is now `nowMs`. Oldest first.
   */
  claim(
    variantId: number,
    most: number,
    at: { readonly nowMs: number; readonly staleBeforeMs: number },
  ): Promise<readonly BackInStockRequest[]>;
  /** Their mail was sent. */
  mailed(ids: readonly number[], nowMs: number): Promise<void>;
  /** Their mail was not sent: anybody may take them again. */
  release(ids: readonly number[]): Promise<void>;
  /** How many wait for a variant. */
  waiting(variantId: number): Promise<number>;
  /**
   * Removes everything of the person a key belongs to, and keeps the address from being entered again for 30 days; how many requests these were, 0 for an
   * unknown key.
   */
  forget(key: string, nowMs: number): Promise<number>;
  /** Removes what was mailed, and what was asked, before a moment; and whom nobody may enter any longer. */
  prune(before: { readonly mailedMs: number; readonly requestedMs: number; readonly nowMs: number }): Promise<void>;
}
