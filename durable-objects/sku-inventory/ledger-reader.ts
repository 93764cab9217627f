import type { LedgerEntry, StockPolicy } from '../../commerce/inventory/contract.ts';
import { emptyState, type StockState } from '../../commerce/inventory/state.ts';

type Row = { sequence: number; entry: string };

/** Reads a variant's history; entries are never changed once written. */
export class LedgerReader {
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
   * The stock as it was at a moment: quantities, policy and sequence, without holds and commitments. Entries of that very
   * millisecond count as before it. Empty before the first entry.
   */
  stateAt(variantId: number, timeMs: number): StockState {
    const sequence = this.#lastSequenceAt(timeMs);
    const state = emptyState(variantId, sequence);
    if (sequence === 0) return state;
    state.available = this.availableAt(sequence);
    state.policy = this.#policyAt(sequence);
    const warehouses = 'SELECT DISTINCT warehouse_id AS id FROM levels';
    for (const { id } of this.#sql.exec<{ id: number }>(warehouses).toArray()) {
      const last =
        'SELECT sequence, entry FROM ledger WHERE sequence <= ? AND warehouse_id = ? ORDER BY sequence DESC LIMIT 1';
      const row = this.#sql.exec<Row>(last, sequence, id).toArray()[0];
      const quantities = row ? entryOf(row).after : null;
      if (row && quantities) state.levels.set(id, { quantities, sequence: row.sequence });
    }
    return state;
  }

  #policyAt(sequence: number): StockPolicy {
    const last = `SELECT sequence, entry FROM ledger WHERE sequence <= ? AND entry ->> 'policy' IS NOT NULL
                  ORDER BY sequence DESC LIMIT 1`;
    const row = this.#sql.exec<Row>(last, sequence).toArray()[0];
    return (row && entryOf(row).policy) ?? 'deny';
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
