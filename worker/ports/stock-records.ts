import type { LedgerEntry, OpeningStock } from '../../commerce/inventory/contract.ts';
import type { ProjectedLevel } from '../../commerce/inventory/stock-changed.ts';
import type { SoldBeyond } from '../../commerce/inventory/supply.ts';

/** A warehouse's quantities of a variant as the records keep them. */
export interface RecordedLevel extends ProjectedLevel {
  readonly variantId: number;
}

/** What can be promised beyond a variant's stock; null: nothing. */
export interface RecordedBeyond {
  readonly variantId: number;
  readonly sequence: number;
  readonly beyond: SoldBeyond | null;
}

/** What is compared of a recorded ledger entry: enough to know it from any other. */
export interface RecordedChange {
  readonly sequence: number;
  readonly kind: string;
  readonly quantity: number;
  readonly warehouseId: number | null;
  readonly available: number;
  readonly occurredAtMs: number;
}

/** How far a variant's ledger is. */
export interface ReachedSequence {
  readonly variantId: number;
  readonly sequence: number;
}

/** A ledger entry of a variant as the records keep it. */
export interface RecordedEntry {
  readonly variantId: number;
  readonly entry: LedgerEntry;
}

/**
 * The records' copy of stock and ledger. Rows of variants or warehouses that do not exist (any more) are left out: no
 * repetition could ever write them. Rejects when the records cannot be reached.
 */
export interface StockRecords {
  /**
   * Writes both in one transaction: a level only over an older sequence, an entry only where there is none. May be
   * repeated and reordered. `levels` names each pair of variant and warehouse at most once, `beyond` each variant.
   */
  project(
    levels: readonly RecordedLevel[],
    entries: readonly RecordedEntry[],
    beyond?: readonly RecordedBeyond[],
  ): Promise<void>;
  /**
   * Replaces all level rows of a variant, whatever their sequence, and all entries from the first given one on, in one transaction. Earlier entries
   * stay: they are of a time the object no longer remembers.
   */
  rebuild(variantId: number, levels: readonly RecordedLevel[], entries: readonly RecordedEntry[]): Promise<void>;
  /** The level rows of a variant, ascending by warehouse; empty when there are none. */
  levels(variantId: number): Promise<readonly RecordedLevel[]>;
}

/** What is read of the records' copy to compare it. Rejects when the records cannot be reached. */
export interface StockCopies {
  /** The level rows of many variants, in no order. */
  levelsOf(variantIds: readonly number[]): Promise<readonly RecordedLevel[]>;
  /** What the records know of those of many variants that have no ledger: their objects may never have been asked. */
  unopened(variantIds: readonly number[]): Promise<ReadonlyMap<number, OpeningStock>>;
  /** How many of these moments, each a variant's ledger sequence, the copy has not reached. */
  behind(reached: readonly ReachedSequence[]): Promise<number>;
  /** What the copy of the ledger says happened after a sequence, oldest first, at most `limit`. */
  ledger(variantId: number, afterSequence: number, limit: number): Promise<readonly RecordedChange[]>;
}
