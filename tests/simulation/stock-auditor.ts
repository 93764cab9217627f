import { oversoldUnits } from '../../commerce/inventory/beyond.ts';
import type { LedgerEntry, OpeningStock } from '../../commerce/inventory/contract.ts';
import { evolve } from '../../commerce/inventory/evolve.ts';
import { sumOf } from '../../commerce/inventory/hold-units.ts';
import { shortfallUnits, violatedInvariants } from '../../commerce/inventory/level.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import type { Audited } from './actors.ts';
import { START_MS } from './scheduler.ts';

/** What must never be. */
export class ViolationError extends Error {}

type EntryRow = { sequence: number; occurred_at_ms: number; entry: string };
type HoldRow = { hold_id: string; status: string; quantity: number; expires_at_ms: number };

/** An alarm that failed rings again so late. */
const ALARM_RETRY_MS = 2_500;
/** A hold may outlive its expiry by so much, clocks and lost alarms aside. */
const ON_TIME_MS = 1_000;

/**
 * Looks at one variant's rows after every turn that wrote: follows the ledger with a copy of its own and compares. It trusts nothing but the rows, the
 * ledger's meaning (`evolve`), and what it was told of the opening stock.
 */
export class StockAuditor {
  readonly variantId: number;
  /** The state that the ledger leads to. */
  state: StockState;
  /** Most that may be sold beyond what is there. */
  readonly limit: number;
  expired = 0;
  /** Units sold to each reference, shipped ones included. */
  readonly sold = new Map<string, number>();
  readonly #object: Audited;
  readonly #skewMs: number;
  #lastMs = 0;

  constructor(object: Audited, variantId: number, opening: OpeningStock, skewMs: number) {
    this.#object = object;
    this.variantId = variantId;
    this.limit = opening.policy === 'continue' ? (opening.terms?.backorderLimit ?? 0) : 0;
    this.#skewMs = skewMs;
    this.state = emptyState(variantId);
  }

  /** Throws ViolationError, naming what is wrong. */
  audit(): void {
    const { storage } = this.#object;
    const query = 'SELECT sequence, occurred_at_ms, entry FROM ledger WHERE sequence > ? ORDER BY sequence';
    const rows = storage.peek<EntryRow>(query, this.state.sequence);
    const touched = new Set<string>();
    for (const row of rows) {
      const entry: LedgerEntry = JSON.parse(row.entry);
      if (row.occurred_at_ms < this.#lastMs) this.#wrong(`time falls at entry ${row.sequence}`);
      this.#lastMs = row.occurred_at_ms;
      if (entry.kind === 'expired') this.#expiry(entry);
      this.#evolve(entry);
      if (entry.kind === 'committed' || entry.kind === 'uncommitted') this.#sell(entry);
      if (entry.holdId !== null) touched.add(entry.holdId);
    }
    this.#compareStock();
    if (rows.length === 0) return;
    this.#compareHolds(touched);
    for (const what of violatedInvariants(viewOf(this.state))) this.#wrong(what);
    this.#promises();
    this.#expiries();
  }

  #evolve(entry: LedgerEntry): void {
    try {
      evolve(this.state, entry);
    } catch (error) {
      this.#wrong(`the ledger cannot be replayed: ${error}`);
    }
  }

  #sell({ reference, kind, quantity }: LedgerEntry): void {
    const name = reference ?? '';
    this.sold.set(name, (this.sold.get(name) ?? 0) + (kind === 'committed' ? quantity : -quantity));
  }

  #compareStock(): void {
    const { storage } = this.#object;
    const [row] = storage.peek<{ sequence: number; available: number; policy: string }>('SELECT * FROM stock');
    if (!row) return;
    const { sequence, available, policy } = this.state;
    if (row.sequence !== sequence) this.#wrong(`the rows are at ${row.sequence}, the ledger at ${sequence}`);
    if (row.available !== available) this.#wrong(`available is ${row.available}, by the ledger ${available}`);
    if (row.policy !== policy) this.#wrong(`the policy is ${row.policy}, by the ledger ${policy}`);
    const levels = storage.peek<Record<string, number>>('SELECT * FROM levels');
    if (levels.length !== this.state.levels.size)
      this.#wrong(`${levels.length} levels, by the ledger ${this.state.levels.size}`);
    for (const level of levels) {
      const known = this.state.levels.get(level.warehouse_id ?? 0);
      const right = known && [known.quantities.onHand, known.quantities.held, known.quantities.committed];
      const said = [level.on_hand, level.held, level.committed];
      if (String(right) !== String(said))
        this.#wrong(`warehouse ${level.warehouse_id} has on hand, held, committed ${said}, by the ledger ${right}`);
    }
  }

  #compareHolds(touched: ReadonlySet<string>): void {
    const query = 'SELECT hold_id, status, quantity, expires_at_ms FROM holds WHERE hold_id = ?';
    for (const id of touched) {
      const [row] = this.#object.storage.peek<HoldRow>(query, id);
      const hold = this.state.holds.get(id);
      if (!row || !hold) this.#wrong(`hold ${id} is in ${row ? 'the rows' : 'the ledger'} only`);
      else if (row.status !== hold.status || row.quantity !== hold.quantity || row.expires_at_ms !== hold.expiresAtMs)
        this.#wrong(`hold ${id} is ${row.status} x${row.quantity}, by the ledger ${hold.status} x${hold.quantity}`);
      else if (sumOf(hold.allocations) !== hold.quantity) this.#wrong(`hold ${id} is not the sum of its parts`);
    }
  }

  /** Nothing is promised that is neither there nor allowed to be sold beyond. */
  #promises(): void {
    // A merchant may send units of the safety stock away; only selling must leave it alone.
    const beyond = this.limit > 0 ? oversoldUnits : shortfallUnits;
    let oversold = 0;
    for (const { quantities } of this.state.levels.values()) oversold += beyond(quantities);
    if (oversold > this.limit) this.#wrong(`OVERSOLD by ${oversold - this.limit}`);
  }

  /** No hold that is still held is overdue once a turn is over, and an alarm stands for the next one. */
  #expiries(): void {
    const { storage, nowMs, ringing } = this.#object;
    let next = Number.POSITIVE_INFINITY;
    for (const hold of this.state.holds.values()) if (hold.status === 'held') next = Math.min(next, hold.expiresAtMs);
    if (next <= this.#lastMs) this.#wrong(`a hold is still held ${this.#lastMs - next} ms after its expiry`);
    if (next === Number.POSITIVE_INFINITY || ringing !== null) return;
    const alarm = storage.alarmAtMs;
    if (alarm === null || alarm > Math.max(next, nowMs + ALARM_RETRY_MS))
      this.#wrong(`a hold expires at ${next - START_MS} and no alarm stands for it`);
  }

  #expiry(entry: LedgerEntry): void {
    this.expired += 1;
    const dueMs = this.state.holds.get(entry.holdId ?? '')?.expiresAtMs ?? 0;
    const lateMs = entry.occurredAtMs - dueMs;
    if (lateMs > ON_TIME_MS + 2 * this.#skewMs + ALARM_RETRY_MS * this.#object.ringsLost)
      this.#wrong(`hold ${entry.holdId} outlived its expiry by ${lateMs} ms`);
  }

  #wrong(what: string): never {
    throw new ViolationError(`variant ${this.variantId}: ${what}`);
  }
}
