import type { Allocation, Hold, HoldCommit, HoldStatus } from '../../commerce/inventory/contract.ts';
import { sumOf } from '../../commerce/inventory/hold-units.ts';
import type { StockState } from '../../commerce/inventory/state.ts';

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
  held_at_ms: number;
  customer: string | null;
  arrives_at_ms: number | null;
  commits: string | null;
};

const COLUMNS =
  'hold_id, reference, quantity, allocations, status, expires_at_ms, committed_reference, held_sequence, extended_sequence, ended_sequence, held_at_ms, customer, arrives_at_ms, commits';

const PLACES = COLUMNS.replaceAll(/\w+/g, '?');

/** Rows of one variant's holds in the object's SQLite. Every method is synchronous; writes belong into a transaction. */
export class HoldStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Brings the named holds that exist into the state: one statement, however many a turn names. */
  load(state: StockState, holdIds: readonly string[]): void {
    if (holdIds.length === 0) return;
    const named = `SELECT ${COLUMNS} FROM holds WHERE hold_id IN (SELECT value FROM json_each(?))`;
    this.#bring(state, this.#sql.exec<HoldRow>(named, JSON.stringify(holdIds)));
  }

  /** Brings the holds whose time has come into the state. */
  loadDue(state: StockState, nowMs: number): void {
    const due = `SELECT ${COLUMNS} FROM holds WHERE status = 'held' AND expires_at_ms <= ?`;
    this.#bring(state, this.#sql.exec<HoldRow>(due, nowMs));
  }

  /** Brings what a customer holds or bought by holds taken since a moment into the state. */
  loadOfCustomer(state: StockState, customer: string, sinceMs: number): void {
    const counted = `SELECT ${COLUMNS} FROM holds WHERE customer = ? AND held_at_ms >= ?
                     AND (status IN ('held', 'committed') OR commits IS NOT NULL)`;
    this.#bring(state, this.#sql.exec<HoldRow>(counted, customer, sinceMs));
  }

  /** When the next hold expires; null when none is held. */
  nextExpiryMs(): number | null {
    const next = "SELECT min(expires_at_ms) AS next FROM holds WHERE status = 'held'";
    return this.#sql.exec<{ next: number | null }>(next).one().next;
  }

  /** Writes the named holds as they are in the state; one by one, which measures faster than unpacking so many columns from one value. */
  save(state: StockState, holdIds: Iterable<string>): void {
    for (const id of holdIds) {
      const hold = state.holds.get(id);
      if (hold) this.#sql.exec(`INSERT OR REPLACE INTO holds (${COLUMNS}) VALUES (${PLACES})`, ...valuesOf(hold));
    }
  }

  #bring(state: StockState, rows: Iterable<HoldRow>): void {
    for (const row of rows) if (!state.holds.has(row.hold_id)) state.holds.set(row.hold_id, holdOf(row));
  }
}

/** A hold's columns, in their order. */
function valuesOf(hold: Hold): (string | number | null)[] {
  const whole = wholeCommit(hold);
  return [
    hold.holdId,
    hold.reference,
    hold.quantity,
    JSON.stringify(hold.allocations.map((part) => [part.warehouseId, part.quantity])),
    hold.status,
    hold.expiresAtMs,
    whole?.reference ?? null,
    hold.heldSequence,
    hold.extendedSequence,
    hold.endedSequence,
    hold.heldAtMs,
    hold.customer,
    hold.arrivesAtMs,
    whole || hold.commits.length === 0 ? null : JSON.stringify(hold.commits),
  ];
}

/** The one commit that sold everything, told by its reference alone; undefined when there is none such. */
function wholeCommit({ commits, quantity }: Hold): HoldCommit | undefined {
  const [only] = commits;
  return only && commits.length === 1 && sumOf(only.allocations) === quantity ? only : undefined;
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
    heldAtMs: row.held_at_ms,
    customer: row.customer,
    arrivesAtMs: row.arrives_at_ms,
    commits: commitsOf(row, allocations),
    heldSequence: row.held_sequence,
    extendedSequence: row.extended_sequence,
    endedSequence: row.ended_sequence,
  };
}

function commitsOf(row: HoldRow, allocations: readonly Allocation[]): readonly HoldCommit[] {
  if (row.committed_reference !== null) {
    return [{ reference: row.committed_reference, allocations, sequence: row.ended_sequence }];
  }
  if (row.commits === null) return [];
  const commits: readonly HoldCommit[] = JSON.parse(row.commits);
  return commits;
}
