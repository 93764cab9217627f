import type { Allocation, LedgerEntry, QuantityAccepted, StockPolicy } from '../../commerce/inventory/contract.ts';
import { emptyState, expectationKey, type Receipt, type StockState } from '../../commerce/inventory/state.ts';
import { type Expectation, NO_TERMS, type SellingTerms } from '../../commerce/inventory/supply.ts';
import { snapshotOf } from './snapshot.ts';

type LevelRow = {
  warehouse_id: number;
  on_hand: number;
  held: number;
  committed: number;
  incoming: number;
  safety_stock: number;
  sequence: number;
};
type StockRow = {
  variant_id: number;
  policy: string;
  sequence: number;
  available: number;
  sent_sequence: number;
  last_ms: number;
  terms: string | null;
};
type ExpectedRow = {
  reference: string;
  warehouse_id: number;
  quantity: number;
  expected_at_ms: number | null;
  from_warehouse_id: number | null;
};

/** Entries of one statement: well below the 2 MB a value may have. */
const ENTRIES_TOGETHER = 500;
/** What must be forgotten nevermore is kept; ended holds and receipts are only needed while a caller may still repeat itself. */
const KEEP_MS = 30 * 24 * 3_600_000;

/** Rows of one variant's stock in the object's SQLite. Every method is synchronous; writes belong into a transaction. */
export class StockStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Stock, levels and time of the last change; null before the stock was opened. Holds are loaded by name. */
  load(): { state: StockState; sentSequence: number; lastMs: number } | null {
    const row = this.#sql.exec<StockRow>('SELECT * FROM stock').toArray()[0];
    if (!row) return null;
    const state = emptyState(row.variant_id, row.sequence);
    state.policy = policyOf(row.policy);
    state.available = row.available;
    if (row.terms !== null) state.terms = termsOf(row.terms);
    for (const one of this.#sql.exec<ExpectedRow>('SELECT * FROM expected')) {
      state.expected.set(expectationKey(one.reference, one.warehouse_id), {
        reference: one.reference,
        warehouseId: one.warehouse_id,
        quantity: one.quantity,
        expectedAtMs: one.expected_at_ms,
        fromWarehouseId: one.from_warehouse_id,
      });
    }
    for (const level of this.#sql.exec<LevelRow>('SELECT * FROM levels')) {
      const { on_hand: onHand, held, committed, incoming, safety_stock: safetyStock, sequence } = level;
      state.levels.set(level.warehouse_id, {
        quantities: { onHand, held, committed, incoming, safetyStock },
        sequence,
      });
    }
    return { state, sentSequence: row.sent_sequence, lastMs: row.last_ms };
  }

  saveStock(state: StockState, sentSequence: number, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO stock (id, variant_id, policy, sequence, available, sent_sequence, last_ms) VALUES (1, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET policy = excluded.policy, sequence = excluded.sequence,
         available = excluded.available, sent_sequence = excluded.sent_sequence, last_ms = excluded.last_ms`,
      state.variantId,
      state.policy,
      state.sequence,
      state.available,
      sentSequence,
      nowMs,
    );
  }

  /** Written when limits change; most variants have none. */
  saveTerms(terms: SellingTerms): void {
    this.#sql.exec('UPDATE stock SET terms = ?', JSON.stringify(terms));
  }

  /** Writes an arrival as it is now; one that brings nothing any more is forgotten. */
  saveExpected({ reference, warehouseId, quantity, expectedAtMs, fromWarehouseId }: Expectation): void {
    if (quantity === 0) {
      this.#sql.exec('DELETE FROM expected WHERE reference = ? AND warehouse_id = ?', reference, warehouseId);
      return;
    }
    this.#sql.exec(
      `INSERT OR REPLACE INTO expected (reference, warehouse_id, quantity, expected_at_ms, from_warehouse_id)
       VALUES (?, ?, ?, ?, ?)`,
      reference,
      warehouseId,
      quantity,
      expectedAtMs,
      fromWarehouseId,
    );
  }

  /** Keeps the stock as it is after its last entry, for `LedgerReader.stateAt`. */
  saveSnapshot(state: StockState): void {
    const stock = JSON.stringify(snapshotOf(state));
    this.#sql.exec('INSERT OR REPLACE INTO snapshots (sequence, stock) VALUES (?, ?)', state.sequence, stock);
  }

  saveSent(sequence: number): void {
    this.#sql.exec('UPDATE stock SET sent_sequence = ? WHERE sent_sequence < ?', sequence, sequence);
  }

  saveLevels(state: StockState, warehouseIds: Iterable<number>): void {
    for (const id of warehouseIds) {
      const stored = state.levels.get(id);
      if (!stored) continue;
      const { onHand, held, committed, incoming, safetyStock } = stored.quantities;
      this.#sql.exec(
        `INSERT OR REPLACE INTO levels (warehouse_id, on_hand, held, committed, incoming, safety_stock, sequence)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        id,
        onHand,
        held,
        committed,
        incoming,
        safetyStock,
        stored.sequence,
      );
    }
  }

  loadCommitments(state: StockState, reference: string): void {
    if (state.commitments.has(reference)) return;
    type Row = { warehouse_id: number; quantity: number };
    const rows = this.#sql
      .exec<Row>('SELECT warehouse_id, quantity FROM commitments WHERE reference = ?', reference)
      .toArray();
    if (rows.length === 0) return;
    state.commitments.set(reference, new Map(rows.map((row) => [row.warehouse_id, row.quantity])));
  }

  /** What was committed and neither shipped nor freed, by reference. */
  openCommitments(): Map<string, Allocation[]> {
    type Row = { reference: string; warehouse_id: number; quantity: number };
    const open = 'SELECT reference, warehouse_id, quantity FROM commitments WHERE quantity > 0';
    const found = new Map<string, Allocation[]>();
    for (const { reference, warehouse_id: warehouseId, quantity } of this.#sql.exec<Row>(open)) {
      const parts = found.get(reference);
      if (parts) parts.push({ warehouseId, quantity });
      else found.set(reference, [{ warehouseId, quantity }]);
    }
    return found;
  }

  saveCommitments(state: StockState): void {
    for (const [reference, units] of state.commitments) {
      for (const [warehouseId, quantity] of units) {
        this.#sql.exec(
          'INSERT OR REPLACE INTO commitments (reference, warehouse_id, quantity) VALUES (?, ?, ?)',
          reference,
          warehouseId,
          quantity,
        );
      }
    }
  }

  /** Brings the named answers that exist into the state: one statement, however many a turn names. */
  loadReceipts(state: StockState, commandIds: readonly string[]): void {
    if (commandIds.length === 0) return;
    type Row = { command_id: string; content: string; result: string };
    const named =
      'SELECT command_id, content, result FROM receipts WHERE command_id IN (SELECT value FROM json_each(?))';
    for (const row of this.#sql.exec<Row>(named, JSON.stringify(commandIds))) {
      const content: Receipt['content'] = JSON.parse(row.content);
      const result: QuantityAccepted = JSON.parse(row.result);
      state.receipts.set(row.command_id, { commandId: row.command_id, content, result });
    }
  }

  saveReceipt(receipt: Receipt, nowMs: number): void {
    this.#sql.exec(
      'INSERT OR IGNORE INTO receipts (command_id, content, result, at_ms) VALUES (?, ?, ?, ?)',
      receipt.commandId,
      JSON.stringify(receipt.content),
      JSON.stringify(receipt.result),
      nowMs,
    );
  }

  /** Writes entries, many with one statement. */
  append(entries: readonly LedgerEntry[]): void {
    for (let at = 0; at < entries.length; at += ENTRIES_TOGETHER) {
      this.#sql.exec(
        `INSERT INTO ledger (sequence, occurred_at_ms, warehouse_id, available, entry)
         SELECT value ->> 'sequence', value ->> 'occurredAtMs', value ->> 'warehouseId', value ->> 'available', value
         FROM json_each(?)`,
        JSON.stringify(entries.slice(at, at + ENTRIES_TOGETHER)),
      );
    }
  }

  /** Forgets released and expired holds and receipts nobody will repeat any more; commits and the ledger stay for good. */
  prune(nowMs: number): void {
    const before = nowMs - KEEP_MS;
    this.#sql.exec(
      "DELETE FROM holds WHERE status IN ('released', 'expired') AND commits IS NULL AND expires_at_ms < ?",
      before,
    );
    this.#sql.exec('DELETE FROM receipts WHERE at_ms < ?', before);
  }
}

function policyOf(text: string): StockPolicy {
  if (text === 'deny' || text === 'continue' || text === 'untracked') return text;
  throw new TypeError(`stock: unknown policy ${text}`);
}

function termsOf(text: string): SellingTerms {
  const terms: SellingTerms = { ...NO_TERMS, ...JSON.parse(text) };
  return terms;
}
