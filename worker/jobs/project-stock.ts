import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import type { RecordedBeyond, RecordedLevel, StockRecords } from '../ports/stock-records.ts';

/** What the consumer works with. */
export interface ProjectStockDeps {
  readonly records: Pick<StockRecords, 'project'>;
  /**
   * Told once the records have it, for page and search caches: one message for each variant in the batch, its newest with what could be sold before
   * the batch and the entries of all of them.
   */
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
  await deps.records.project(newestLevels(messages), entries, newestBeyond(messages));
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

function newestBeyond(messages: readonly StockChanged[]): RecordedBeyond[] {
  const rows = new Map<number, RecordedBeyond>();
  for (const { variantId, sequence, beyond } of messages) {
    const known = rows.get(variantId);
    if (beyond !== undefined && (!known || known.sequence < sequence))
      rows.set(variantId, { variantId, sequence, beyond });
  }
  return [...rows.values()];
}

function newestMessages(messages: readonly StockChanged[]): StockChanged[] {
  const newest = new Map<number, StockChanged>();
  for (const message of [...messages].sort((a, b) => a.sequence - b.sequence)) {
    const known = newest.get(message.variantId);
    if (!known) newest.set(message.variantId, message);
    else if (known.sequence < message.sequence) {
      const { availableBefore, entries } = known;
      newest.set(message.variantId, { ...message, availableBefore, entries: [...entries, ...message.entries] });
    }
  }
  return [...newest.values()];
}
