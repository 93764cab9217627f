import { decideAndEvolve } from '../../commerce/inventory/apply.ts';
import type {
  Allocation,
  HoldCommand,
  InventoryCommand,
  InventoryResult,
  LedgerEntry,
  OpeningStock,
} from '../../commerce/inventory/contract.ts';
import { customerOf, expireDue } from '../../commerce/inventory/decide.ts';
import { evolve, openingEntries, settles } from '../../commerce/inventory/evolve.ts';
import { emptyState, OPENING_REFERENCE, type StockState } from '../../commerce/inventory/state.ts';
import { HoldStore } from './hold-store.ts';
import { LedgerReader } from './ledger-reader.ts';
import { hasSchema, isOutdated, migrate } from './schema.ts';
import { SNAPSHOT_EVERY } from './snapshot.ts';
import { StockStore } from './stock-store.ts';

/** Commands about units sold under a reference. */
const SETTLING: ReadonlySet<InventoryCommand['kind']> = new Set(['commit', 'ship', 'uncommit', 'write_off']);

const PRUNE_FROM_SEQUENCE = 200;

/** What one turn did. */
export interface Turn {
  /** One answer per command, in their order. */
  readonly results: readonly InventoryResult[];
  readonly entries: readonly LedgerEntry[];
}

/**
 * The variant's stock in memory and on disk, changed together: a turn takes any number of commands, decides them one by
 * one and writes all their rows in one transaction. When that fails, memory is thrown away and read again.
 */
export class StockKeeper {
  readonly #storage: DurableObjectStorage;
  readonly #store: StockStore;
  readonly #holds: HoldStore;
  readonly #history: LedgerReader;
  #state: StockState | null = null;
  #sentSequence = 0;
  /** What the rows say was sent; behind `#sentSequence` until the next write. */
  #savedSentSequence = 0;
  #lastMs = 0;
  /** No hold expires before it; null when none is held. May be too early after a hold ended. */
  #nextExpiryMs: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#store = new StockStore(storage.sql);
    this.#holds = new HoldStore(storage.sql);
    this.#history = new LedgerReader(storage.sql);
    this.#reload();
  }

  /** The stock, or null before it was opened. Not to be changed. */
  get state(): StockState | null {
    return this.#state;
  }

  get sentSequence(): number {
    return this.#sentSequence;
  }

  get nextExpiryMs(): number | null {
    return this.#nextExpiryMs;
  }

  /** Whether a hold's time has come, so that a reading would be wrong before a turn. */
  isOverdue(nowMs: number): boolean {
    return this.#nextExpiryMs !== null && this.#nextExpiryMs <= nowMs;
  }

  /** Writes the opening stock, once: does nothing when the stock is open. */
  open(variantId: number, opening: OpeningStock, nowMs: number): Turn {
    if (this.#state) return { results: [], entries: [] };
    return this.#atomically(() => {
      migrate(this.#storage.sql);
      const state = emptyState(variantId, opening.sequence);
      state.policy = opening.policy;
      const entries = openingEntries(state, opening, nowMs);
      for (const entry of entries) evolve(state, entry);
      this.#sentSequence = opening.sequence;
      this.#write(state, entries, nowMs);
      this.#forget(state);
      this.#state = state;
      this.#lastMs = nowMs;
      return { results: [], entries };
    });
  }

  /**
   * Ends what is overdue, decides the commands in their order and commits everything at once. Times never go backwards:
   * a clock that does is held at the last entry's time. Throws when the stock is not open.
   */
  turn(commands: readonly InventoryCommand[], clockMs: number): Turn {
    const state = this.#state;
    if (!state) throw new Error('stock: a turn before the opening');
    const nowMs = Math.max(clockMs, this.#lastMs);
    return this.#atomically(() => {
      const entries: LedgerEntry[] = this.#expire(state, nowMs);
      const results: InventoryResult[] = [];
      this.#holds.load(state, holdIdsOf(commands));
      this.#store.loadReceipts(state, commandIdsOf(commands));
      for (const command of commands) {
        this.#prepare(state, command, nowMs);
        const step = decideAndEvolve(state, command, nowMs, this.#history);
        for (const entry of step.entries) entries.push(entry);
        results.push(step.result);
        if (step.entries.length > 0 || step.result.ok) this.#saveReceipt(state, command, nowMs);
      }
      const overdue = this.isOverdue(nowMs);
      if (entries.length > 0) this.#write(state, entries, nowMs);
      if (overdue) this.#nextExpiryMs = this.#holds.nextExpiryMs();
      this.#forget(state);
      return { results, entries };
    });
  }

  /**
   * Everything up to that sequence has been sent. Written with the next turn or by `saveSent`, not now: forgetting it only sends something twice, and a
   * commit for each would double their number.
   */
  markSent(sequence: number): void {
    this.#sentSequence = Math.max(this.#sentSequence, sequence);
  }

  /** Writes what `markSent` noted, where no turn has done so since. */
  saveSent(): void {
    if (this.#sentSequence === this.#savedSentSequence) return;
    this.#store.saveSent(this.#sentSequence);
    this.#savedSentSequence = this.#sentSequence;
  }

  /** Sold units that were not shipped, by reference. */
  openCommitments(): ReadonlyMap<string, readonly Allocation[]> {
    return this.#state ? this.#store.openCommitments() : new Map();
  }

  /** Forgets what nobody will repeat any more; a short history has little of it, and looking would cost every object that wakes. */
  prune(nowMs: number): void {
    if (this.#state && this.#state.sequence >= PRUNE_FROM_SEQUENCE) this.#store.prune(nowMs);
  }

  #atomically(work: () => Turn): Turn {
    try {
      return this.#storage.transactionSync(work);
    } catch (error) {
      this.#reload();
      throw error;
    }
  }

  #reload(): void {
    this.#state = null;
    if (!hasSchema(this.#storage.sql)) return;
    if (isOutdated(this.#storage.sql)) this.#storage.transactionSync(() => migrate(this.#storage.sql));
    const loaded = this.#store.load();
    if (!loaded) return;
    this.#state = loaded.state;
    this.#sentSequence = loaded.sentSequence;
    this.#savedSentSequence = loaded.sentSequence;
    this.#lastMs = loaded.lastMs;
    this.#nextExpiryMs = this.#holds.nextExpiryMs();
  }

  #expire(state: StockState, nowMs: number): LedgerEntry[] {
    if (!this.isOverdue(nowMs)) return [];
    this.#holds.loadDue(state, nowMs);
    const entries = [...expireDue(state, state.holds.values(), nowMs)];
    for (const entry of entries) evolve(state, entry);
    return entries;
  }

  /** Brings in what the command names, so that the rules find it (see StockState). */
  #prepare(state: StockState, command: InventoryCommand, nowMs: number): void {
    if (command.kind === 'hold') this.#prepareCustomer(state, command, nowMs);
    if (SETTLING.has(command.kind) && 'reference' in command) {
      if (typeof command.reference === 'string') this.#store.loadCommitments(state, command.reference);
      this.#store.loadCommitments(state, OPENING_REFERENCE);
    }
  }

  /** Counting what a customer has costs a query, and only where a limit is set. */
  #prepareCustomer(state: StockState, command: HoldCommand, nowMs: number): void {
    const { maxPerCustomer, customerWindowMs } = state.terms;
    if (maxPerCustomer === null) return;
    const sinceMs = customerWindowMs === null ? 0 : nowMs - customerWindowMs;
    const customer = customerOf(state, command);
    if (customer !== null) this.#holds.loadOfCustomer(state, customer, sinceMs);
  }

  #saveReceipt(state: StockState, command: InventoryCommand, nowMs: number): void {
    if (!('commandId' in command)) return;
    const receipt = state.receipts.get(command.commandId);
    if (receipt) this.#store.saveReceipt(receipt, nowMs);
  }

  #write(state: StockState, entries: readonly LedgerEntry[], nowMs: number): void {
    const holds = new Set<string>();
    const warehouses = new Set<number>();
    let commits = false;
    for (const entry of entries) {
      const { kind, holdId, warehouseId, expiresAtMs, details } = entry;
      if (holdId !== null) holds.add(holdId);
      if (warehouseId !== null) warehouses.add(warehouseId);
      if (kind === 'committed' || settles(entry)) commits = true;
      if (details?.expected) this.#store.saveExpected(details.expected);
      if (kind === 'held' && expiresAtMs !== null)
        this.#nextExpiryMs = Math.min(this.#nextExpiryMs ?? expiresAtMs, expiresAtMs);
    }
    this.#holds.save(state, holds);
    this.#store.saveLevels(state, warehouses);
    if (commits) this.#store.saveCommitments(state);
    this.#store.append(entries);
    this.#store.saveStock(state, this.#sentSequence, nowMs);
    this.#savedSentSequence = this.#sentSequence;
    if (entries.some((entry) => entry.details?.terms)) this.#store.saveTerms(state.terms);
    const first = entries[0]?.sequence ?? state.sequence;
    if (Math.floor(first / SNAPSHOT_EVERY) < Math.floor(state.sequence / SNAPSHOT_EVERY))
      this.#store.saveSnapshot(state);
    this.#lastMs = nowMs;
  }

  /** Holds, commitments and receipts are looked up when named; keeping them would grow without bound. */
  #forget(state: StockState): void {
    state.holds.clear();
    state.commitments.clear();
    state.receipts.clear();
  }
}

/** Commands come from outside: what is no text is refused by the rules, not looked up. */
function holdIdsOf(commands: readonly InventoryCommand[]): string[] {
  return commands.flatMap((command) =>
    'holdId' in command && typeof command.holdId === 'string' ? [command.holdId] : [],
  );
}

function commandIdsOf(commands: readonly InventoryCommand[]): string[] {
  return commands.flatMap((command) =>
    'commandId' in command && typeof command.commandId === 'string' ? [command.commandId] : [],
  );
}
