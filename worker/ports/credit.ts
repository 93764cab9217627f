/** A gift card, or a customer's store credit; amounts in minor units of its currency. */
export interface CreditAccount {
  readonly id: number;
  readonly kind: 'gift_card' | 'store_credit';
  readonly lastCharacters: string;
  readonly customerId: number | null;
  readonly currency: string;
  readonly initialMinor: number;
  readonly balanceMinor: number;
  readonly isActive: boolean;
  readonly expiresAtMs: number | null;
  readonly note: string | null;
  readonly createdAtMs: number;
}

/** One movement of an account, newest first in lists. */
export interface CreditMovement {
  readonly id: number;
  readonly kind: string;
  readonly amountMinor: number;
  readonly orderId: number | null;
  readonly actor: string;
  readonly createdAtMs: number;
}

/** `known`: an account with this code exists. */
export type CreditOpening =
  | { readonly ok: true; readonly account: CreditAccount }
  | { readonly ok: false; readonly reason: 'known' };

/** `not_enough`: less is left, or it was switched off, has expired, or is in another currency. `undone`: this movement was given back. */
export type CreditRefusal = { readonly ok: false; readonly reason: 'not_enough' | 'undone' };

/** The ledger of what the shop owes. Every movement has two sides that sum to zero. Rejects when the records cannot be reached. */
export interface CreditLedger {
  /** By the hashes of codes; unknown ones are absent. */
  byCodeHashes(hashes: readonly string[]): Promise<readonly (CreditAccount & { readonly codeHash: string })[]>;
  byIds(ids: readonly number[]): Promise<ReadonlyMap<number, CreditAccount>>;
  /** Newest first; `beforeId`: only older ones. */
  list(query: {
    readonly kind: CreditAccount['kind'];
    readonly lastCharacters: string | null;
    readonly beforeId: number | null;
    readonly limit: number;
  }): Promise<readonly CreditAccount[]>;
  movements(accountId: number): Promise<readonly CreditMovement[]>;
  /** Opens an account with what is on it. */
  open(opening: {
    readonly kind: CreditAccount['kind'];
    readonly codeHash: string | null;
    readonly lastCharacters: string;
    readonly customerId: number | null;
    readonly currency: string;
    readonly amountMinor: number;
    readonly expiresAtMs: number | null;
    readonly note: string | null;
    readonly actor: string;
  }): Promise<CreditOpening>;
  /** Takes an amount for an order; the same key is the same movement. */
  debit(debit: {
    readonly accountId: number;
    readonly key: string;
    readonly amountMinor: number;
    readonly currency: string;
    readonly orderId: number;
  }): Promise<{ readonly ok: true } | CreditRefusal>;
  /** Gives a debit back; one that was never made cannot be made any more. */
  undo(key: string): Promise<void>;
  /** Puts money on an account: a refund, or a gift of the shop. The same key is the same movement. */
  credit(credit: {
    readonly accountId: number;
    readonly key: string;
    readonly kind: 'refund' | 'adjust';
    readonly amountMinor: number;
    readonly orderId: number | null;
    readonly actor: string;
  }): Promise<void>;
  /** Changes what staff may change; null: no such account. */
  update(
    id: number,
    change: {
      readonly isActive?: boolean | undefined;
      readonly note?: string | null | undefined;
      readonly expiresAtMs?: number | null | undefined;
    },
  ): Promise<CreditAccount | null>;
}
