import type { EntryDetails, Expectation, SellingTerms, SoldBeyond, SupplyCommand } from './supply.ts';

/**
 * The words in which stock is spoken about: commands, answers, levels and ledger entries of ONE variant's stock.
 * Types only; the rules are in `decide.ts`, the truth lives in the variant's SkuInventory object.
 *
 * Quantities are whole units (safe integers). Times are milliseconds since 1970 (UTC).
 *
 * Per warehouse, at every moment:
 *
 *     onHand + shortfall = available + held + committed + reserve      (all of them >= 0)
 *
 * - `onHand`     units physically there;
 * - `held`       promised to shoppers in payment, until their hold is committed, released or expires;
 * - `committed`  sold, not yet shipped;
 * - `reserve`    what is left of the safety stock: min(safetyStock, onHand - held - committed), never sold;
 * - `available`  what the next shopper can still get: max(0, onHand - held - committed - safetyStock);
 * - `shortfall`  promised but not there: max(0, held + committed - onHand): what is owed. Selling never creates it under the
 *                policy `deny`; a merchant's count that finds fewer units than were promised does, back-orders and
 *                pre-orders do. Whatever raises `onHand` later fulfils it first.
 *
 * Arrivals, transfers, counts, write-offs and limits are in supply.ts.
 *
 * Two-phase, after TigerBeetle's pending transfers: hold -> commit | release | expire. Every command is idempotent by its
 * id (`holdId` or `commandId`): the same id with the same content gives the first answer again, with other content it is
 * refused with what exists. A refusal is never remembered: the same id may be tried again.
 */

/** `deny`: sell only what is available (and what may be pre-ordered). `continue`: sell on, as back-order, up to a limit. `untracked`: quantities are not kept (sells as `continue`). */
export type StockPolicy = 'deny' | 'continue' | 'untracked';

/** Units taken from one warehouse. */
export interface Allocation {
  readonly warehouseId: number;
  /** At least 1. */
  readonly quantity: number;
}

/** Quantities of one warehouse as they are stored. */
export interface WarehouseQuantities {
  readonly onHand: number;
  readonly held: number;
  readonly committed: number;
  /** Ordered from a supplier or in transit; not yet there, not sellable. */
  readonly incoming: number;
  readonly safetyStock: number;
}

/** Stored quantities with what follows from them. */
export interface WarehouseLevel extends WarehouseQuantities {
  readonly warehouseId: number;
  readonly available: number;
  readonly shortfall: number;
  /** Ledger sequence of the last entry that concerned this warehouse. */
  readonly sequence: number;
}

/** What one variant has, everywhere. */
export interface StockView {
  readonly variantId: number;
  /** Sequence of the last ledger entry; 0 when nothing was ever recorded. */
  readonly sequence: number;
  readonly policy: StockPolicy;
  /** Sum over warehouses. */
  readonly available: number;
  /** Promised but not there, summed over warehouses: what back-orders and pre-orders (or a count) still owe. */
  readonly owed: number;
  /** What can be sold beyond `available`; null when nothing can. */
  readonly beyond: SoldBeyond | null;
  readonly terms: SellingTerms;
  /** Ascending by warehouse id; empty when no warehouse stocks the variant. */
  readonly levels: readonly WarehouseLevel[];
  /** On their way under a reference, earliest date first, unknown dates last. */
  readonly expected: readonly Expectation[];
}

/** Who asked, and why; written to the ledger with the change. */
export interface Cause {
  /** `shopper`, `system`, `staff:12`, `app:erp` ... */
  readonly actor: string;
  /** Human or enumerated reason (`correction`, `damaged`, `cycle_count_available` ...). */
  readonly reason?: string | undefined;
}

/**
 * Promise units to a cart until `expiresAtMs`.
 * Identity is `holdId`; its content is `quantity`, `reference` and, where given, `customer`. Expiry and preference are terms
 * of the first call: a repeat answers with the ones granted then (use `extend` to change the expiry).
 * Refusals in order: invalid, exists_with_different_content, expired, released (the id's hold has ended so), invalid
 * (`expiresAtMs` not in the future, or more than 30 days away), over_limit (hold_life, per_hold, per_customer), insufficient
 * (`available` counts what may be sold beyond).
 */
export interface HoldCommand extends Cause {
  readonly kind: 'hold';
  readonly holdId: string;
  /** The cart or order it is for. */
  readonly reference: string;
  readonly quantity: number;
  readonly expiresAtMs: number;
  /** Warehouses to take from, best first; others are not used. Empty: every warehouse, by ascending id. */
  readonly warehousePreference: readonly number[];
  /** Whom the units count for under `maxPerCustomer`; without it `reference` stands in. Kept only where there is such a limit. */
  readonly customer?: string | undefined;
}

/**
 * Move a hold's expiry later; an earlier or equal time changes nothing and is accepted.
 * Refusals in order: invalid, not_found, expired, released, already_committed, invalid (`expiresAtMs` more than 30 days away),
 * over_limit (hold_life: `most` is the latest expiry it can have).
 */
export interface ExtendCommand extends Cause {
  readonly kind: 'extend';
  readonly holdId: string;
  readonly expiresAtMs: number;
}

/**
 * Turn a hold, or `quantity` units of it, into a sale for `reference` (the order). One commit per reference: repeated with the
 * same reference and quantity it gives the same answer. The answer's allocations are what was committed, from the hold's
 * warehouses in their order.
 * Refusals in order: invalid, not_found, exists_with_different_content (committed for another reference, or for this one with
 * another quantity or remainder), expired, released, insufficient (fewer units are still held).
 */
export interface CommitCommand extends Cause {
  readonly kind: 'commit';
  readonly holdId: string;
  readonly reference: string;
  /** Missing: everything still held. */
  readonly quantity?: number | undefined;
  /** What becomes of the units not committed: `release` (when missing) or `keep` them held until their expiry. */
  readonly remainder?: 'release' | 'keep' | undefined;
}

/**
 * Give a hold's uncommitted units back. Accepted again when it is already released or expired: the units are free either way.
 * Refusals in order: invalid, not_found, already_committed (all of it: use `uncommit`).
 */
export interface ReleaseCommand extends Cause {
  readonly kind: 'release';
  readonly holdId: string;
}

/** Expire whatever is due; expiry also happens before every other command and by alarm, so nobody needs to send it. */
export interface ExpireCommand {
  readonly kind: 'expire';
}

/** Every command below is idempotent by `commandId`; its content is every other field but actor and reason. */
export interface StockCommand extends Cause {
  readonly commandId: string;
  /** Document behind it: order, shipment, return, purchase order, import run. */
  readonly reference?: string | undefined;
}

/** Start to stock the variant in a warehouse, with zero units. Accepted when it already is. Refusals: invalid. */
export interface ActivateCommand extends StockCommand {
  readonly kind: 'activate';
  readonly warehouseId: number;
}

/** Change the policy (from the variant's `tracked` and `inventoryPolicy`). Refusals: invalid. */
export interface ConfigureCommand extends StockCommand {
  readonly kind: 'configure';
  readonly policy: StockPolicy;
}

/**
 * Units arrived. `fromIncoming` takes them off `incoming`: off what is expected under `reference` (see `expect`, `transfer`),
 * or, when nothing is, off what has no reference; never below 0. An outside arrival may bring more than was expected.
 * Refusals in order: invalid, exists_with_different_content, not_found (warehouse), insufficient (a transfer cannot bring more
 * than is in transit; `available`). With `onlyExpected` nothing comes that is not expected under `reference`: not_found (`expectation`) or insufficient.
 */
export interface ReceiveCommand extends StockCommand {
  readonly kind: 'receive';
  readonly warehouseId: number;
  readonly quantity: number;
  readonly fromIncoming?: boolean | undefined;
  /** With `fromIncoming`: of what can only come once, such as a shipment between warehouses that two people take in. */
  readonly onlyExpected?: boolean | undefined;
}

/** `available` moves `onHand` by the same difference: what is held, committed and in reserve stays. */
export type SettableName = 'on_hand' | 'available' | 'incoming' | 'safety_stock';

/**
 * Set a quantity to an absolute number, optionally only if it still is `compareQuantity`.
 * Refusals in order: invalid, exists_with_different_content, not_found (warehouse), changed, insufficient (`incoming` below what
 * is expected under references; `available`: how much can be taken off).
 */
export interface SetCommand extends StockCommand {
  readonly kind: 'set';
  readonly warehouseId: number;
  readonly name: SettableName;
  readonly quantity: number;
  readonly compareQuantity?: number | undefined;
}

/** Change a quantity by a difference, not zero. Refusals in order: invalid, exists_with_different_content, not_found (warehouse), insufficient (would be below 0, or `incoming` below what is expected under references). */
export interface AdjustCommand extends StockCommand {
  readonly kind: 'adjust';
  readonly warehouseId: number;
  readonly name: SettableName;
  readonly delta: number;
}

/**
 * Sold units of an order leave the warehouses they were committed in.
 * Refusals in order: invalid, exists_with_different_content, not_found (no such commitment), insufficient (more than is committed there, or than is there).
 */
export interface ShipCommand extends StockCommand {
  readonly kind: 'ship';
  /** The order the units were committed for. */
  readonly reference: string;
  readonly allocations: readonly Allocation[];
}

/** Sold units of an order become free again before they were shipped (cancellation, edit). Refusals as for `ship`, without "than is there". */
export interface UncommitCommand extends StockCommand {
  readonly kind: 'uncommit';
  readonly reference: string;
  readonly allocations: readonly Allocation[];
}

/**
 * Shipped units came back: to stock, or damaged (the ledger says so, they never become on hand).
 * Refusals in order: invalid, exists_with_different_content, not_found (warehouse).
 */
export interface ReturnCommand extends StockCommand {
  readonly kind: 'return';
  readonly warehouseId: number;
  readonly quantity: number;
  /** Missing: `sellable`. */
  readonly condition?: 'sellable' | 'damaged' | undefined;
}

export type HoldingCommand = HoldCommand | ExtendCommand | CommitCommand | ReleaseCommand;
export type QuantityCommand =
  | ActivateCommand
  | ConfigureCommand
  | ReceiveCommand
  | SetCommand
  | AdjustCommand
  | ShipCommand
  | UncommitCommand
  | ReturnCommand
  | SupplyCommand;
export type InventoryCommand = HoldingCommand | QuantityCommand | ExpireCommand;

/** Answer to hold, extend, commit and release. */
export interface HoldAccepted {
  readonly ok: true;
  readonly holdId: string;
  readonly allocations: readonly Allocation[];
  readonly expiresAtMs: number;
  /** Ledger sequence of the entry that made it so; the same again when the command is repeated. */
  readonly sequence: number;
  /** Of a hold that is partly pre-ordered: when the last of its units is expected. */
  readonly arrivesAtMs?: number;
}

/** Answer to every other command. */
export interface QuantityAccepted {
  readonly ok: true;
  /** Ledger sequence after it. */
  readonly sequence: number;
  /** The warehouses it concerned, as they were after it; empty for `configure` and `expire`. */
  readonly levels: readonly WarehouseLevel[];
}

export type InventoryAccepted = HoldAccepted | QuantityAccepted;

/** What stands under an id that was used with other content. */
export interface ExistingContent {
  readonly id: string;
  readonly quantity?: number | undefined;
  readonly reference?: string | undefined;
  readonly status?: HoldStatus | undefined;
}

/** Expected failures. Each command's documentation gives the order in which they win; `unavailable` wins over all. */
export type InventoryRefusal =
  | { readonly ok: false; readonly reason: 'invalid'; readonly field: string; readonly rule: string }
  | {
      readonly ok: false;
      readonly reason: 'exists_with_different_content';
      /** The first field that differs. */
      readonly field: string;
      readonly existing: ExistingContent;
    }
  | {
      readonly ok: false;
      readonly reason: 'not_found';
      readonly what: 'hold' | 'commitment' | 'expectation' | 'warehouse' | 'variant';
      readonly id: string;
    }
  | { readonly ok: false; readonly reason: 'expired'; readonly holdId: string; readonly expiredAtMs: number }
  | { readonly ok: false; readonly reason: 'released'; readonly holdId: string }
  | { readonly ok: false; readonly reason: 'already_committed'; readonly holdId: string; readonly reference: string }
  | {
      readonly ok: false;
      readonly reason: 'changed';
      readonly warehouseId: number;
      readonly name: SettableName;
      readonly expected: number;
      readonly actual: number;
    }
  /** The limits are others than the ones compared with. */
  | { readonly ok: false; readonly reason: 'terms_changed'; readonly actual: SellingTerms }
  | {
      readonly ok: false;
      readonly reason: 'over_limit';
      /** `hold_life`: `most`, `used` and `requested` are moments: the latest expiry, the present one, the one asked for. */
      readonly limit: 'per_hold' | 'per_customer' | 'hold_life';
      readonly most: number;
      /** Units the customer already holds or bought in the window; 0 for `per_hold`. */
      readonly used: number;
      readonly requested: number;
    }
  | { readonly ok: false; readonly reason: 'insufficient'; readonly requested: number; readonly available: number }
  /** The object or its opening stock could not be reached. Nothing is known to have happened: repeat with the same id. */
  | { readonly ok: false; readonly reason: 'unavailable'; readonly retryable: boolean };

export type InventoryResult = InventoryAccepted | InventoryRefusal;
export type HoldResult = HoldAccepted | InventoryRefusal;
export type QuantityResult = QuantityAccepted | InventoryRefusal;
/** The answer type of a command type. */
export type ResultOf<C extends InventoryCommand> = C extends HoldingCommand ? HoldResult : QuantityResult;

export type HoldStatus = 'held' | 'committed' | 'released' | 'expired';

/** Units of a hold that were sold for one reference. */
export interface HoldCommit {
  readonly reference: string;
  readonly allocations: readonly Allocation[];
  /** Sequence of its last entry. */
  readonly sequence: number;
}

/** One hold, for its whole life. `held`: at least one of its units still is. */
export interface Hold {
  readonly holdId: string;
  /** Who asked for it: the cart. */
  readonly reference: string;
  readonly quantity: number;
  readonly allocations: readonly Allocation[];
  readonly status: HoldStatus;
  readonly expiresAtMs: number;
  readonly heldAtMs: number;
  readonly customer: string | null;
  /** When the last of its pre-ordered units is expected; null when all of them were there. */
  readonly arrivesAtMs: number | null;
  /** In their order; usually one, of the whole hold. */
  readonly commits: readonly HoldCommit[];
  /** Sequence of the last entry of its creation, of its last extension (creation when never extended), and of its end (0 while held). */
  readonly heldSequence: number;
  readonly extendedSequence: number;
  readonly endedSequence: number;
}

export type LedgerKind =
  | 'opened'
  | 'activated'
  | 'configured'
  | 'received'
  | 'adjusted'
  | 'counted'
  | 'held'
  | 'extended'
  | 'committed'
  | 'uncommitted'
  | 'released'
  | 'expired'
  | 'shipped'
  | 'returned'
  | 'returned_damaged'
  | 'expected'
  | 'transferred'
  | 'transfer_cancelled'
  | 'written_off';

/** Change per stored quantity; a missing name did not change. */
export type QuantityDelta = { readonly [name in keyof WarehouseQuantities]?: number };

/** One change of one warehouse (or of none: `extended`, `configured`): the unit of history. Sequences have no gaps. */
export interface LedgerEntry {
  readonly sequence: number;
  readonly kind: LedgerKind;
  readonly warehouseId: number | null;
  /** Units concerned, never negative; the sign is in `delta`. */
  readonly quantity: number;
  readonly delta: QuantityDelta;
  /** The warehouse after it; null when it concerned none. */
  readonly after: WarehouseQuantities | null;
  /** Sum over all warehouses of what can be sold, after it. */
  readonly available: number;
  readonly actor: string;
  readonly reason: string | null;
  /** Order, cart, shipment, import run. */
  readonly reference: string | null;
  readonly holdId: string | null;
  /** Of `held` and `extended`. */
  readonly expiresAtMs: number | null;
  /** Of `opened` and `configured`. */
  readonly policy: StockPolicy | null;
  readonly occurredAtMs: number;
  readonly details?: EntryDetails;
}

/** Stock to begin with, read once from the records when an object is touched for the first time. */
export interface OpeningStock {
  readonly policy: StockPolicy;
  /** The last sequence the records know; the ledger continues after it. 0 for a new variant. */
  readonly sequence: number;
  readonly levels: readonly (WarehouseQuantities & { readonly warehouseId: number })[];
  /**
   * Sold and unshipped units by order, as far as the records know them. Units that `levels` count as committed beyond
   * these belong to `OPENING_REFERENCE`: orders the ledger has never heard of ship from there.
   */
  readonly commitments: readonly (Allocation & { readonly reference: string })[];
  /** Limits the records know; missing: none. */
  readonly terms?: SellingTerms;
  /** Arrivals the records know, within `incoming`; missing: none. */
  readonly expected?: readonly Expectation[];
}
