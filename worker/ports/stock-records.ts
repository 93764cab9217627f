import type { LedgerEntry } from '../../commerce/inventory/contract.ts';
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
  /** Replaces all level rows of a variant, whatever their sequence, and adds missing entries, in one transaction. */
  rebuild(variantId: number, levels: readonly RecordedLevel[], entries: readonly RecordedEntry[]): Promise<void>;
  /** The level rows of a variant, ascending by warehouse; empty when there are none. */
  levels(variantId: number): Promise<readonly RecordedLevel[]>;
}
