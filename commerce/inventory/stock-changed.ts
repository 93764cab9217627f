import { sellsBeyond, soldBeyond } from './beyond.ts';
import type { LedgerEntry, WarehouseQuantities } from './contract.ts';
import type { StockState } from './state.ts';
import type { SoldBeyond } from './supply.ts';

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
  /**
   * What can be sold beyond stock after the last entry, null for nothing. Missing: it is as the policy alone says, or a later message tells.
   */
  readonly beyond?: SoldBeyond | null;
}

/**
 * The message that tells of consecutive entries. With the state they lead to it also tells what can be sold beyond stock, where that can be anything but
 * what the policy says. Throws RangeError when there are no entries: there is nothing to tell.
 */
export function stockChanged(
  variantId: number,
  availableBefore: number,
  entries: readonly LedgerEntry[],
  state?: StockState,
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
    ...(state && tellsBeyond(state, entries) ? { beyond: soldBeyond(state) } : {}),
  };
}

/** Once limits changed it is told even if more has happened since: then by what is true by now. */
function tellsBeyond(state: StockState, entries: readonly LedgerEntry[]): boolean {
  if (entries.some((entry) => entry.kind === 'configured')) return true;
  return sellsBeyond(state) && entries.at(-1)?.sequence === state.sequence;
}
