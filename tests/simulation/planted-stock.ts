import { decideAndEvolve } from '../../commerce/inventory/apply.ts';
import type {
  Allocation,
  HoldCommand,
  InventoryCommand,
  InventoryResult,
  LedgerEntry,
} from '../../commerce/inventory/contract.ts';
import { expireDue } from '../../commerce/inventory/decide.ts';
import { LedgerDraft } from '../../commerce/inventory/draft.ts';
import { evolve, openingEntries, settles } from '../../commerce/inventory/evolve.ts';
import { availableUnits } from '../../commerce/inventory/level.ts';
import { emptyState, type StockState } from '../../commerce/inventory/state.ts';
import { stockChanged } from '../../commerce/inventory/stock-changed.ts';
import { HoldStore } from '../../durable-objects/sku-inventory/hold-store.ts';
import { LedgerReader } from '../../durable-objects/sku-inventory/ledger-reader.ts';
import { hasSchema, migrate } from '../../durable-objects/sku-inventory/schema.ts';
import { StockStore } from '../../durable-objects/sku-inventory/stock-store.ts';
import type { StockObject, StockParts } from './plants.ts';

/** What a mutated copy of the stock object does differently. */
export interface Mutation {
  /** The answer to a hold in place of the rules'; null: as the rules say. Units are taken whether or not they are there. */
  readonly hold?: (state: StockState, command: HoldCommand, parts: StockParts) => readonly Allocation[] | null;
  /** A hold only looks whether there is enough; units are taken when it is committed. */
  readonly takesAtCommit?: boolean;
  /** Milliseconds between reading the rows and writing them; others may come between. */
  readonly pauseMs?: number;
}

/**
 * A copy of the stock object without memory, queue or group commit: it reads its rows, decides by the shop's rules, and writes. Without a mutation it is as
 * right as the real one (a test shows it); each mutation is one way in which others oversell.
 */
export class PlantedStock implements StockObject {
  readonly #parts: StockParts;
  readonly #mutation: Mutation;
  readonly #store: StockStore;
  readonly #holds: HoldStore;
  readonly #ledger: LedgerReader;
  readonly #looked = new Map<string, HoldCommand>();

  constructor(parts: StockParts, mutation: Mutation) {
    this.#parts = parts;
    this.#mutation = mutation;
    const sql = parts.object.ctx.storage.sql as unknown as SqlStorage;
    this.#store = new StockStore(sql);
    this.#holds = new HoldStore(sql);
    this.#ledger = new LedgerReader(sql);
    const { storage } = parts.object;
    if (!hasSchema(sql)) storage.transactionSync(() => migrate(sql));
    if (!this.#store.load()) this.#open();
  }

  async execute(command: InventoryCommand): Promise<InventoryResult> {
    const [result] = await this.executeMany([command]);
    if (!result) throw new Error('a command without an answer');
    return result;
  }

  async executeMany(commands: readonly InventoryCommand[]): Promise<readonly InventoryResult[]> {
    const { pauseMs } = this.#mutation;
    if (pauseMs === undefined) return this.#write(this.#read(), commands);
    const state = this.#read();
    await this.#parts.world.pause(this.#parts.world.random() * pauseMs);
    // The ledger goes on from where it is now; the counters are those of then.
    state.sequence = this.#read().sequence;
    return this.#write(state, commands);
  }

  async alarm(): Promise<void> {
    this.#write(this.#read(), []);
    this.#arm();
    try {
      await this.#send();
    } catch {
      // It stays in the ledger; the next alarm tries again.
      this.#arm(2_000);
    }
  }

  async #send(): Promise<void> {
    for (;;) {
      const sent = this.#store.load()?.sentSequence ?? 0;
      const entries = this.#ledger.after(sent, 100);
      if (entries.length === 0) return;
      const message = stockChanged(this.#read().variantId, this.#ledger.availableAt(sent), entries);
      await this.#parts.dependencies.send([message]);
      this.#store.saveSent(message.sequence);
    }
  }

  /** At the next expiry, or sooner. */
  #arm(withinMs = Number.POSITIVE_INFINITY): void {
    const atMs = Math.min(this.#holds.nextExpiryMs() ?? Number.POSITIVE_INFINITY, this.#parts.object.nowMs + withinMs);
    if (atMs < Number.POSITIVE_INFINITY) void this.#parts.object.storage.setAlarm(atMs);
  }

  #open(): void {
    const { opening, object } = this.#parts;
    const state = emptyState(Number(object.name.split(':')[1]), opening.sequence);
    state.policy = opening.policy;
    const entries = openingEntries(state, opening, object.nowMs);
    for (const entry of entries) evolve(state, entry);
    this.#save(state, entries, object.nowMs);
  }

  #read(): StockState {
    const loaded = this.#store.load();
    if (!loaded) throw new Error('no stock');
    return loaded.state;
  }

  #write(state: StockState, commands: readonly InventoryCommand[]): InventoryResult[] {
    const { object } = this.#parts;
    return object.storage.transactionSync(() => {
      const nowMs = Math.max(object.nowMs, this.#store.load()?.lastMs ?? 0);
      this.#holds.loadDue(state, nowMs);
      const entries: LedgerEntry[] = [...expireDue(state, state.holds.values(), nowMs)];
      for (const entry of entries) evolve(state, entry);
      const results = commands.map((command) => this.#decide(state, command, nowMs, entries));
      if (entries.length > 0) this.#save(state, entries, nowMs);
      return results;
    });
  }

  #decide(state: StockState, command: InventoryCommand, nowMs: number, entries: LedgerEntry[]): InventoryResult {
    if ('holdId' in command) this.#holds.load(state, [command.holdId]);
    if ('commandId' in command) this.#store.loadReceipts(state, [command.commandId]);
    if ('reference' in command && command.reference !== undefined && command.kind !== 'hold')
      this.#store.loadCommitments(state, command.reference);
    if (command.kind === 'hold' && !state.holds.has(command.holdId)) {
      if (this.#mutation.takesAtCommit) return this.#look(state, command);
      const allocations = this.#mutation.hold?.(state, command, this.#parts) ?? null;
      if (allocations) return this.#take(state, command, allocations, nowMs, entries);
    }
    const looked = command.kind === 'commit' ? this.#looked.get(command.holdId) : undefined;
    if (looked && !state.holds.has(looked.holdId)) {
      const [warehouseId = 1] = state.levels.keys();
      const late = { ...looked, expiresAtMs: nowMs + 60_000 };
      this.#take(state, late, [{ warehouseId, quantity: looked.quantity }], nowMs, entries);
    }
    const step = decideAndEvolve(state, command, nowMs, this.#ledger);
    entries.push(...step.entries);
    const receipt = 'commandId' in command ? state.receipts.get(command.commandId) : undefined;
    if (receipt) this.#store.saveReceipt(receipt, nowMs);
    return step.result;
  }

  #look(state: StockState, command: HoldCommand): InventoryResult {
    const { quantity: requested, holdId, expiresAtMs } = command;
    if (state.available < requested)
      return { ok: false, reason: 'insufficient', requested, available: state.available };
    this.#looked.set(holdId, command);
    return { ok: true, holdId, expiresAtMs, sequence: state.sequence, allocations: [] };
  }

  #take(
    state: StockState,
    command: HoldCommand,
    allocations: readonly Allocation[],
    nowMs: number,
    entries: LedgerEntry[],
  ): InventoryResult {
    const { holdId, reference, expiresAtMs, actor } = command;
    const draft = new LedgerDraft(state, nowMs);
    for (const { warehouseId, quantity } of allocations)
      draft.add({
        kind: 'held',
        warehouseId,
        quantity,
        delta: { held: quantity },
        holdId,
        reference,
        expiresAtMs,
        actor,
      });
    for (const entry of draft.entries) evolve(state, entry);
    entries.push(...draft.entries);
    return { ok: true, holdId, expiresAtMs, sequence: draft.sequence, allocations };
  }

  #save(state: StockState, entries: readonly LedgerEntry[], nowMs: number): void {
    const sent = this.#store.load()?.sentSequence ?? 0;
    this.#holds.save(state, state.holds.keys());
    this.#store.saveLevels(state, state.levels.keys());
    if (entries.some((entry) => entry.kind === 'committed' || settles(entry))) this.#store.saveCommitments(state);
    for (const { details } of entries) if (details?.expected) this.#store.saveExpected(details.expected);
    this.#store.append(entries);
    this.#store.saveStock(state, sent, nowMs);
    if (entries.some((entry) => entry.details?.terms)) this.#store.saveTerms(state.terms);
    this.#arm(500);
  }
}

/** Units that can be sold in each warehouse, and how many were asked for: where mutations begin. */
export function freeBy(state: StockState): { readonly warehouseId: number; readonly free: number }[] {
  return [...state.levels]
    .map(([warehouseId, { quantities }]) => ({ warehouseId, free: availableUnits(quantities) }))
    .sort((a, b) => a.warehouseId - b.warehouseId);
}
