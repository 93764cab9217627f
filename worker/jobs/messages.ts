import type { LedgerEntry, WarehouseLevel } from '../../commerce/inventory/contract.ts';

/**
 * A variant's stock changed. Sent by its SkuInventory object after the change is durable; messages may be repeated and
 * reordered, so consumers compare sequences.
 */
export interface StockChanged {
  readonly topic: 'stock.changed';
  readonly variantId: number;
  /** Sequence of the last of `entries`; the first follows the last of the message before without a gap. */
  readonly sequence: number;
  /** Sum over warehouses of what could be sold before the first and after the last entry. */
  readonly availableBefore: number;
  readonly available: number;
  /** Warehouses the entries concerned, as they were after the last of them. */
  readonly levels: readonly Omit<WarehouseLevel, 'available' | 'shortfall'>[];
  readonly entries: readonly LedgerEntry[];
}

/** Everything that travels through the queue `EVENTS`, told apart by `topic`. Add a topic here and its consumer in consume.ts. */
export type EventMessage = StockChanged;
