import type { LedgerEntry } from '../../commerce/inventory/contract.ts';
import { replayStock, type StockCauses } from '../../commerce/inventory/replay.ts';
import { emptyState, type StockHistory, type StockState } from '../../commerce/inventory/state.ts';
import { stateOf } from './snapshot.ts';

/** How far back the cause of a number is looked for. */
const MAX_LOOKBACK = 10_000;

type Row = { sequence: number; entry: string };

/** Reads a variant's history; entries are never changed once written. */
export class LedgerReader implements StockHistory {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Entries after a sequence, oldest first: at most `limit`, and fewer when together they would be longer than
   * `maxCharacters` (but always the first one).
   */
  after(sequence: number, limit: number, maxCharacters = Number.POSITIVE_INFINITY): LedgerEntry[] {
    const entries: LedgerEntry[] = [];
    let characters = 0;
    const query = 'SELECT sequence, entry FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?';
    for (const row of this.#sql.exec<Row>(query, sequence, limit)) {
      characters += row.entry.length;
      if (entries.length > 0 && characters > maxCharacters) break;
      entries.push(entryOf(row));
    }
    return entries;
  }

  /** What could be sold after the entry of that sequence; 0 before the first. */
  availableAt(sequence: number): number {
    type Available = { available: number };
    return (
      this.#sql.exec<Available>('SELECT available FROM ledger WHERE sequence = ?', sequence).toArray()[0]?.available ??
      0
    );
  }

  /** Each change of what can be sold after a sequence, oldest first; empty when more than `limit` entries came after it. */
  availabilityAfter(sequence: number, limit: number): { sequence: number; available: number }[] {
    const query = 'SELECT sequence, available FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?';
    const rows = this.#sql.exec<{ sequence: number; available: number }>(query, sequence, limit + 1).toArray();
    if (rows.length > limit) return [];
    let before = this.availableAt(sequence);
    return rows.filter((row) => {
      const changed = row.available !== before;
      before = row.available;
      return changed;
    });
  }

  /**
   * The stock as it was at a moment: quantities, policy, limits, arrivals and sequence, without holds and commitments. Replayed
   * from the last snapshot before it. Entries of that very millisecond count as before it. Empty before the first entry.
   */
  stateAt(variantId: number, timeMs: number): StockState {
    const sequence = this.#lastSequenceAt(timeMs);
    if (sequence === 0) return emptyState(variantId, 0);
    const last = 'SELECT stock FROM snapshots WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1';
    const snapshot = this.#sql.exec<{ stock: string }>(last, sequence).toArray()[0];
    const base = snapshot ? stateOf(variantId, snapshot.stock) : emptyState(variantId, this.#firstSequence() - 1);
    return replayStock(base, this.#between(base.sequence, sequence));
  }

  /** Why stock was what it was at a moment; `changedAvailable` is looked for among the last `MAX_LOOKBACK` entries. */
  causesAt(timeMs: number): StockCauses {
    const sequence = this.#lastSequenceAt(timeMs);
    const [next] = this.after(sequence, 1);
    if (sequence === 0) return { last: null, changedAvailable: null, next: next ?? null };
    const changed = this.#lastChangeOfAvailable(sequence);
    return {
      last: this.#at(sequence),
      changedAvailable: changed === null ? null : this.#at(changed),
      next: next ?? null,
    };
  }

  onHandAt(warehouseId: number, timeMs: number): number | null {
    const last =
      'SELECT sequence, entry FROM ledger WHERE sequence <= ? AND warehouse_id = ? ORDER BY sequence DESC LIMIT 1';
    const row = this.#sql.exec<Row>(last, this.#lastSequenceAt(timeMs), warehouseId).toArray()[0];
    return (row && entryOf(row).after?.onHand) ?? null;
  }

  *#between(after: number, until: number): Iterable<LedgerEntry> {
    const query = 'SELECT sequence, entry FROM ledger WHERE sequence > ? AND sequence <= ? ORDER BY sequence';
    for (const row of this.#sql.exec<Row>(query, after, until)) yield entryOf(row);
  }

  #at(sequence: number): LedgerEntry | null {
    return this.after(sequence - 1, 1)[0] ?? null;
  }

  #firstSequence(): number {
    return this.#sql.exec<{ first: number | null }>('SELECT min(sequence) AS first FROM ledger').one().first ?? 1;
  }

  /** The entry that made what could be sold what it was after `sequence`; null when it lies too far back. */
  #lastChangeOfAvailable(sequence: number): number | null {
    const query = 'SELECT sequence, available FROM ledger WHERE sequence <= ? ORDER BY sequence DESC LIMIT ?';
    const rows = this.#sql.exec<{ sequence: number; available: number }>(query, sequence, MAX_LOOKBACK).toArray();
    const differs = rows.findIndex((row) => row.available !== rows[0]?.available);
    if (differs > 0) return rows[differs - 1]?.sequence ?? null;
    return rows.length < MAX_LOOKBACK ? (rows.at(-1)?.sequence ?? null) : null;
  }

  /** Times never fall along the ledger, so a binary search finds the last entry of a moment without an index on time. */
  #lastSequenceAt(timeMs: number): number {
    const range = 'SELECT min(sequence) AS low, max(sequence) AS high FROM ledger';
    const { low, high } = this.#sql.exec<{ low: number | null; high: number | null }>(range).one();
    if (low === null || high === null) return 0;
    let found = 0;
    let from = low;
    let to = high;
    while (from <= to) {
      const middle = Math.floor((from + to) / 2);
      const at = 'SELECT occurred_at_ms AS at FROM ledger WHERE sequence = ?';
      if (this.#sql.exec<{ at: number }>(at, middle).one().at <= timeMs) {
        found = middle;
        from = middle + 1;
      } else to = middle - 1;
    }
    return found;
  }
}

function entryOf(row: Row): LedgerEntry {
  const entry: LedgerEntry = JSON.parse(row.entry);
  return entry;
}
