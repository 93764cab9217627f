import type { LedgerEntry, WarehouseQuantities } from './contract.ts';

/** A warehouse as one message says it was, for whoever keeps a copy. */
export interface ProjectedLevel extends WarehouseQuantities {
  readonly warehouseId: number;
  /** Sequence of the last entry that concerned this warehouse: a copy with a higher one is newer and stays. */
  readonly sequence: number;
}

/**
 * A variant's stock changed. Sent after the change is durable; may arrive repeated or reordered, so consumers compare
 * sequences.
 */
export interface StockChanged {
  readonly topic: 'stock.changed';
  readonly variantId: number;
  /** Sequence of the last of `entries`; the first follows the last of the message before without a gap. */
  readonly sequence: number;
  /** Sum over warehouses of what could be sold before the first and after the last entry. */
  readonly availableBefore: number;
  readonly available: number;
  /** Warehouses the entries concerned, as they were after the last of them; ascending by id. */
  readonly levels: readonly ProjectedLevel[];
  /** At least one, without gaps. */
  readonly entries: readonly LedgerEntry[];
}

/** The message that tells of consecutive entries. Throws RangeError when there are none: there is nothing to tell. */
export function stockChanged(
  variantId: number,
  availableBefore: number,
  entries: readonly LedgerEntry[],
): StockChanged {
  const last = entries.at(-1);
  if (!last) throw new RangeError('stock.changed: no entries');
  const levels = new Map<number, ProjectedLevel>();
  for (const { warehouseId, after, sequence } of entries) {
    if (warehouseId !== null && after) levels.set(warehouseId, { warehouseId, ...after, sequence });
  }
  return {
    topic: 'stock.changed',
    variantId,
    sequence: last.sequence,
    availableBefore,
    available: last.available,
    levels: [...levels.values()].sort((a, b) => a.warehouseId - b.warehouseId),
    entries,
  };
}
