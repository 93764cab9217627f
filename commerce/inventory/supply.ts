import type { StockCommand } from './contract.ts';

/**
 * What is on its way and on what terms units are sold: the words beside contract.ts for expected arrivals, transfers, counts,
 * write-offs and limits. Quantities are whole units, times milliseconds since 1970.
 */

/**
 * Units on their way to a warehouse under one reference (a purchase order's line, a transfer). They are part of the
 * warehouse's `incoming`; `incoming` may also count units nobody gave a reference for.
 */
export interface Expectation {
  readonly reference: string;
  readonly warehouseId: number;
  /** Still to come, at least 1: an expectation that was fulfilled or cancelled is gone. */
  readonly quantity: number;
  /** Null: nobody knows when. Only units with a date can be pre-ordered. */
  readonly expectedAtMs: number | null;
  /** The warehouse they left (a transfer: they are in transit); null when they come from outside. */
  readonly fromWarehouseId: number | null;
}

/**
 * Limits of a variant, all of them optional: null means none.
 *
 * - `backorderLimit`   most units promised beyond what is for sale, over all warehouses, under the policy `continue`;
 * - `preorderLimit`    under the policy `deny`: most units promised against arrivals with a date, never more than those
 *                      arrivals bring; null: nothing is pre-ordered (0 does the same);
 * - `maxPerHold`       most units of one hold;
 * - `maxPerCustomer`   most units one customer holds or bought by holds taken in the last `customerWindowMs` (null: ever);
 * - `maxHoldLifeMs`    longest life of a hold from its beginning, however often it is extended; null: 30 days.
 */
export interface SellingTerms {
  readonly backorderLimit: number | null;
  readonly preorderLimit: number | null;
  readonly maxPerHold: number | null;
  readonly maxPerCustomer: number | null;
  readonly customerWindowMs: number | null;
  readonly maxHoldLifeMs: number | null;
}

/** What can be sold beyond `available`. */
export interface SoldBeyond {
  /** Back-order: no date is known. Pre-order: sold against an arrival. */
  readonly kind: 'backorder' | 'preorder';
  /** At least 1; null: no limit. */
  readonly units: number | null;
  /** When the first of these units is expected; null when nobody knows. */
  readonly arrivesAtMs: number | null;
}

/** What a counter saw, written beside the difference it made. */
export interface SeenUnits {
  /** Units counted on the shelf. */
  readonly quantity: number;
  readonly atMs: number;
  /** What was recorded as on hand at that moment. */
  readonly recorded: number;
}

/** Facts of a ledger entry that few kinds have; absent when there are none. */
export interface EntryDetails {
  /** Of `held`: the customer the units count for. */
  readonly customer?: string;
  /** Of `held`: when the pre-ordered part of it is expected. */
  readonly arrivesAtMs?: number;
  /** The expectation as it is after the entry; quantity 0: gone. */
  readonly expected?: Expectation;
  /** Of `configured`: every limit as it is after the entry. */
  readonly terms?: SellingTerms;
  /** Of `counted`. */
  readonly seen?: SeenUnits;
}

/**
 * Say how many units are STILL to come under a reference, and when: the first call announces, later ones (with other
 * command ids) change quantity or date, 0 calls it off. `incoming` follows. Fulfilled by `receive` with the same reference.
 * Refusals in order: invalid, exists_with_different_content (the command; or the reference is a transfer's, field
 * `reference`), not_found (warehouse).
 */
export interface ExpectCommand extends StockCommand {
  readonly kind: 'expect';
  readonly warehouseId: number;
  /** One per arrival, such as `purchase-order:12:line:3`. */
  readonly reference: string;
  readonly quantity: number;
  readonly expectedAtMs: number | null;
}

/**
 * Send unpromised units from one warehouse to another: they leave `onHand` there and are `incoming` here, in transit, until
 * `receive` with the same reference (in parts if need be) or `cancel_transfer`. A second sending under the same reference
 * between the same warehouses adds to it and takes the later word about the date.
 * Refusals in order: invalid, exists_with_different_content (the command; or the reference is expected from elsewhere, field
 * `reference`), not_found (warehouse), insufficient (`available`: units there that are neither held nor committed).
 */
export interface TransferCommand extends StockCommand {
  readonly kind: 'transfer';
  readonly reference: string;
  readonly fromWarehouseId: number;
  readonly toWarehouseId: number;
  readonly quantity: number;
  readonly expectedAtMs: number | null;
}

/**
 * What is still in transit under a reference goes back on hand where it came from.
 * Refusals in order: invalid, exists_with_different_content, not_found (`expectation`: no such transfer is on its way there).
 */
export interface CancelTransferCommand extends StockCommand {
  readonly kind: 'cancel_transfer';
  readonly reference: string;
  readonly toWarehouseId: number;
}

/**
 * Somebody counted a shelf: `quantity` units were there at `seenAtMs`. What was recorded as on hand at that moment may have
 * changed since; the difference between seen and recorded is applied to the present, so that sales and receipts made between
 * counting and typing survive.
 * Refusals in order: invalid (`seenAtMs` in the future, or before the warehouse was stocked), exists_with_different_content,
 * not_found (warehouse), insufficient (`available`: what is on hand now; fewer than the count says are missing: count again).
 */
export interface CountCommand extends StockCommand {
  readonly kind: 'count';
  readonly warehouseId: number;
  readonly quantity: number;
  readonly seenAtMs: number;
}

/**
 * Units are lost or broken for good. `reason` is required.
 *
 * - `stock`      unpromised units of the warehouse;
 * - `committed`  units sold under `reference` and not shipped: they leave `onHand` and `committed`, the order is short of them;
 * - `incoming`   units on their way under `reference`: lost in transit, or never delivered.
 *
 * Refusals in order: invalid, exists_with_different_content, not_found (warehouse, commitment, expectation), insufficient
 * (`available`: how many there are to write off).
 */
export interface WriteOffCommand extends StockCommand {
  readonly kind: 'write_off';
  readonly warehouseId: number;
  readonly quantity: number;
  readonly from: 'stock' | 'committed' | 'incoming';
  readonly reason: string;
}

/**
 * Change limits; a missing one stays, null removes it. With `compare` only if they all still are those.
 * Refusals in order: invalid, exists_with_different_content, terms_changed.
 */
export interface LimitCommand extends StockCommand, GivenTerms {
  readonly kind: 'limit';
  readonly compare?: SellingTerms | undefined;
}

type GivenTerms = { readonly [name in keyof SellingTerms]?: SellingTerms[name] | undefined };

/** Commands about supply and limits; idempotent by `commandId` like every quantity command. */
export type SupplyCommand =
  | ExpectCommand
  | TransferCommand
  | CancelTransferCommand
  | CountCommand
  | WriteOffCommand
  | LimitCommand;

/** A variant nobody limited. */
export const NO_TERMS: SellingTerms = {
  backorderLimit: null,
  preorderLimit: null,
  maxPerHold: null,
  maxPerCustomer: null,
  customerWindowMs: null,
  maxHoldLifeMs: null,
};
