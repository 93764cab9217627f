import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { RecordedLevel, StockRecords } from '../ports/stock-records.ts';

/** What the consumer works with. */
export interface ProjectStockDeps {
  readonly records: Pick<StockRecords, 'project'>;
  /** Told once the records have it, for page and search caches: the newest message of each variant in the batch. */
  readonly onStockChanged?: (changes: readonly StockChanged[]) => Promise<void>;
}

/**
 * Copies stock into the records, the whole batch in one transaction. May be given messages repeatedly and in any order.
 * Rejects when the records cannot be reached; the queue then delivers the batch again.
 */
export async function projectStock(messages: readonly StockChanged[], deps: ProjectStockDeps): Promise<void> {
  if (messages.length === 0) return;
  const entries = messages.flatMap((message) =>
    message.entries.map((entry) => ({ variantId: message.variantId, entry })),
  );
  await deps.records.project(newestLevels(messages), entries);
  await deps.onStockChanged?.(newestMessages(messages));
}

function newestLevels(messages: readonly StockChanged[]): RecordedLevel[] {
  const rows = new Map<string, RecordedLevel>();
  for (const { variantId, levels } of messages) {
    for (const level of levels) {
      const key = `${variantId}/${level.warehouseId}`;
      const known = rows.get(key);
      if (!known || known.sequence < level.sequence) rows.set(key, { variantId, ...level });
    }
  }
  return [...rows.values()];
}

function newestMessages(messages: readonly StockChanged[]): StockChanged[] {
  const newest = new Map<number, StockChanged>();
  for (const message of messages) {
    const known = newest.get(message.variantId);
    if (!known || known.sequence < message.sequence) newest.set(message.variantId, message);
  }
  return [...newest.values()];
}
