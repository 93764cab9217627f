import type {
  Allocation,
  Hold,
  HoldStatus,
  LedgerEntry,
  QuantityAccepted,
  StockPolicy,
} from '../../commerce/inventory/contract.ts';
import { emptyState, type Receipt, type StockState } from '../../commerce/inventory/state.ts';

type HoldRow = {
  hold_id: string;
  reference: string;
  quantity: number;
  allocations: string;
  status: string;
  expires_at_ms: number;
  committed_reference: string | null;
  held_sequence: number;
  extended_sequence: number;
  ended_sequence: number;
};
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
};

/** What must be forgotten nevermore is kept; ended holds and receipts are only needed while a caller may still repeat itself. */
const KEEP_MS = 30 * 24 * 3_600_000;

const HOLD_COLUMNS =
  'hold_id, reference, quantity, allocations, status, expires_at_ms, committed_reference, held_sequence, extended_sequence, ended_sequence';

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
    for (const level of this.#sql.exec<LevelRow>('SELECT * FROM levels')) {
      const { on_hand: onHand, held, committed, incoming, safety_stock: safetyStock, sequence } = level;
      state.levels.set(level.warehouse_id, {
        quantities: { onHand, held, committed, incoming, safetyStock },
        sequence,
      });
    }
    return { state, sentSequence: row.sent_sequence, lastMs: row.last_ms };
  }

  saveStock(state: StockState, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO stock (id, variant_id, policy, sequence, available, sent_sequence, last_ms) VALUES (1, ?, ?, ?, ?, 0, ?)
       ON CONFLICT (id) DO UPDATE SET policy = excluded.policy, sequence = excluded.sequence,
         available = excluded.available, last_ms = excluded.last_ms`,
      state.variantId,
      state.policy,
      state.sequence,
      state.available,
      nowMs,
    );
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

  /** Brings a hold into the state unless it is there or does not exist. */
  loadHold(state: StockState, holdId: string): void {
    if (state.holds.has(holdId)) return;
    for (const row of this.#sql.exec<HoldRow>(`SELECT ${HOLD_COLUMNS} FROM holds WHERE hold_id = ?`, holdId)) {
      state.holds.set(holdId, holdOf(row));
    }
  }

  /** Brings the holds whose time has come into the state. */
  loadDueHolds(state: StockState, nowMs: number): void {
    const due = `SELECT ${HOLD_COLUMNS} FROM holds WHERE status = 'held' AND expires_at_ms <= ?`;
    for (const row of this.#sql.exec<HoldRow>(due, nowMs)) {
      if (!state.holds.has(row.hold_id)) state.holds.set(row.hold_id, holdOf(row));
    }
  }

  /** When the next hold expires; null when none is held. */
  nextExpiryMs(): number | null {
    const next = "SELECT min(expires_at_ms) AS next FROM holds WHERE status = 'held'";
    return this.#sql.exec<{ next: number | null }>(next).one().next;
  }

  saveHolds(state: StockState, holdIds: Iterable<string>): void {
    for (const id of holdIds) {
      const hold = state.holds.get(id);
      if (!hold) continue;
      this.#sql.exec(
        `INSERT OR REPLACE INTO holds (${HOLD_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        hold.holdId,
        hold.reference,
        hold.quantity,
        JSON.stringify(hold.allocations.map((part) => [part.warehouseId, part.quantity])),
        hold.status,
        hold.expiresAtMs,
        hold.committedReference,
        hold.heldSequence,
        hold.extendedSequence,
        hold.endedSequence,
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

  loadReceipt(state: StockState, commandId: string): void {
    if (state.receipts.has(commandId)) return;
    type Row = { content: string; result: string };
    for (const row of this.#sql.exec<Row>('SELECT content, result FROM receipts WHERE command_id = ?', commandId)) {
      const content: Receipt['content'] = JSON.parse(row.content);
      const result: QuantityAccepted = JSON.parse(row.result);
      state.receipts.set(commandId, { commandId, content, result });
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

  append(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) {
      this.#sql.exec(
        'INSERT INTO ledger (sequence, occurred_at_ms, warehouse_id, available, entry) VALUES (?, ?, ?, ?, ?)',
        entry.sequence,
        entry.occurredAtMs,
        entry.warehouseId,
        entry.available,
        JSON.stringify(entry),
      );
    }
  }

  /** Forgets released and expired holds and receipts nobody will repeat any more; commits and the ledger stay for good. */
  prune(nowMs: number): void {
    const before = nowMs - KEEP_MS;
    this.#sql.exec("DELETE FROM holds WHERE status IN ('released', 'expired') AND expires_at_ms < ?", before);
    this.#sql.exec('DELETE FROM receipts WHERE at_ms < ?', before);
  }
}

function policyOf(text: string): StockPolicy {
  if (text === 'deny' || text === 'continue' || text === 'untracked') return text;
  throw new TypeError(`stock: unknown policy ${text}`);
}

function statusOf(text: string): HoldStatus {
  if (text === 'held' || text === 'committed' || text === 'released' || text === 'expired') return text;
  throw new TypeError(`stock: unknown hold status ${text}`);
}

function holdOf(row: HoldRow): Hold {
  const parts: readonly [number, number][] = JSON.parse(row.allocations);
  const allocations: Allocation[] = parts.map(([warehouseId, quantity]) => ({ warehouseId, quantity }));
  return {
    holdId: row.hold_id,
    reference: row.reference,
    quantity: row.quantity,
    allocations,
    status: statusOf(row.status),
    expiresAtMs: row.expires_at_ms,
    committedReference: row.committed_reference,
    heldSequence: row.held_sequence,
    extendedSequence: row.extended_sequence,
    endedSequence: row.ended_sequence,
  };
}
