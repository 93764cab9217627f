import { DurableObject } from 'cloudflare:workers';
import type {
  Allocation,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  LedgerEntry,
  OpeningStock,
  StockView,
} from '../../commerce/inventory/contract.ts';
import { afterEntries, afterReport, freeInLots, type LotCounts } from '../../commerce/inventory/lot-counts.ts';
import type { StockCauses } from '../../commerce/inventory/replay.ts';
import { type StockState, viewOf } from '../../commerce/inventory/state.ts';
import type { StockChanged } from '../../commerce/inventory/stock-changed.ts';
import { LedgerReader } from './ledger-reader.ts';
import { LiveWatchers } from './live-watchers.ts';
import { type OpenStock, openFromRecords, type RecordsEnv } from './open-from-records.ts';
import { Outbox, type SendMessages } from './outbox.ts';
import { StockKeeper } from './stock-keeper.ts';

/** What the object needs of the Worker's environment. */
export interface SkuInventoryEnv extends RecordsEnv {
  readonly EVENTS: Queue<StockChanged>;
}

/** What an object does outside itself, replaceable in tests. */
export interface SkuInventoryDependencies {
  nowMs: () => number;
  openStock: OpenStock;
  send: SendMessages;
}

interface Waiting {
  readonly command: InventoryCommand;
  readonly resolve: (result: InventoryResult) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_LEDGER_PAGE = 500;
/** How long an alarm waits for others; what is not done by then goes on, or waits for the next alarm. */
const PATIENCE_MS = 500;
/** What lots have free, in the object's own record. */
const LOTS = 'lots';
const PRUNE_EVERY_MS = 24 * 3_600_000;

/**
 * The one place where a variant's stock is decided; addressed by `idFromName('variant:' + variantId)`.
 * Commands that arrive while a turn is being prepared are decided one by one and committed together. An answer leaves the
 * object only once its rows are durable (the runtime's output gate).
 * The alarm stands at the earliest of the next expiry and the next attempt to send.
 */
export class SkuInventory extends DurableObject<SkuInventoryEnv> {
  /** Not part of the protocol: tests replace clock, records and queue here. */
  dependencies: SkuInventoryDependencies;
  readonly #keeper: StockKeeper;
  readonly #ledger: LedgerReader;
  readonly #outbox: Outbox;
  readonly #watchers: LiveWatchers;
  #lots: LotCounts;
  #queue: Waiting[] = [];
  #opening: Promise<InventoryRefusal | null> | null = null;
  /** The opening was written in this very turn of the event loop: what it was opened for joins its commit. */
  #isJustOpened = false;
  /** Where the alarm stands; null when nobody knows. */
  #alarmAtMs: number | null = null;
  #sendDueMs: number | null = null;
  #prunedMs = 0;
  #houseworking = false;

  constructor(ctx: DurableObjectState, env: SkuInventoryEnv) {
    super(ctx, env);
    this.dependencies = {
      nowMs: () => Date.now(),
      openStock: openFromRecords(env),
      send: async (messages) => {
        await env.EVENTS.sendBatch(messages.map((body) => ({ body })));
      },
    };
    this.#keeper = new StockKeeper(ctx.storage);
    this.#ledger = new LedgerReader(ctx.storage.sql);
    this.#outbox = new Outbox(this.#keeper, this.#ledger, (messages) => this.dependencies.send(messages));
    this.#lots = ctx.storage.kv.get<LotCounts>(LOTS) ?? {};
    this.#watchers = new LiveWatchers(ctx, this.#ledger, () => freeInLots(this.#lots));
  }

  /** Decides one command; see commerce/inventory/contract.ts for what each does, answers and refuses. */
  async execute(command: InventoryCommand): Promise<InventoryResult> {
    const refusal = await this.#open();
    return refusal ?? this.#enqueue(command);
  }

  /**
   * Decides several commands in their order, committed together; one refusal does not undo the others. Whoever opens many objects at once reads the
   * records once and passes each its `opening`; an object that is open keeps what it has.
   */
  async executeMany(
    commands: readonly InventoryCommand[],
    opening?: OpeningStock,
  ): Promise<readonly InventoryResult[]> {
    const refusal = await this.#open(opening);
    if (refusal) return commands.map(() => refusal);
    return Promise.all(commands.map((command) => this.#enqueue(command)));
  }

  /** The stock now. Refusals in order: unavailable, not_found (variant). */
  async read(): Promise<({ readonly ok: true } & StockView) | InventoryRefusal> {
    const refusal = await this.#open();
    if (refusal) return refusal;
    if (this.#keeper.isOverdue(this.dependencies.nowMs())) this.#turn([]);
    return { ok: true, ...viewOf(this.#opened()) };
  }

  /** The stock as it was at a moment, replayed from the ledger. Refusals as for `read`. */
  async readAt(timeMs: number): Promise<({ readonly ok: true } & StockView) | InventoryRefusal> {
    const refusal = await this.#open();
    if (refusal) return refusal;
    return { ok: true, ...viewOf(this.#ledger.stateAt(this.#opened().variantId, timeMs)) };
  }

  /** Why the stock was what it was at a moment. Refusals as for `read`. */
  async causesAt(timeMs: number): Promise<({ readonly ok: true } & StockCauses) | InventoryRefusal> {
    const refusal = await this.#open();
    if (refusal) return refusal;
    return { ok: true, ...this.#ledger.causesAt(timeMs) };
  }

  /** Ledger entries after a sequence, oldest first, at most `limit` (1..500). Refusals as for `read`. */
  async ledger(
    afterSequence: number,
    limit: number,
  ): Promise<
    { readonly ok: true; readonly sequence: number; readonly entries: readonly LedgerEntry[] } | InventoryRefusal
  > {
    const refusal = await this.#open();
    if (refusal) return refusal;
    const entries = this.#ledger.after(afterSequence, Math.max(1, Math.min(limit, MAX_LEDGER_PAGE)));
    return { ok: true, sequence: this.#opened().sequence, entries };
  }

  /** A lot tells what it has free, so that whoever watches hears what can be sold in all of them together. Only ever for show: lots decide by their own. */
  async lotHas(lot: string, free: number): Promise<void> {
    this.#setLots(afterReport(this.#lots, lot, free));
  }

  /** Live stock over a WebSocket; `?since=SEQUENCE` resumes. Answers 426, 503 or 404 when it cannot. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response('Live stock is a WebSocket.\n', { status: 426, headers: { upgrade: 'websocket' } });
    }
    const refusal = await this.#open();
    if (refusal) {
      const away = refusal.reason === 'unavailable';
      return new Response(null, { status: away ? 503 : 404, headers: away ? { 'retry-after': '2' } : {} });
    }
    if (this.#keeper.isOverdue(this.dependencies.nowMs())) this.#turn([]);
    const since = new URL(request.url).searchParams.get('since') ?? '';
    return this.#watchers.accept(this.#opened(), /^\d{1,15}$/.test(since) ? Number(since) : null);
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, 'This connection only listens.');
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = null;
    if (!this.#keeper.state) return;
    const nowMs = this.dependencies.nowMs();
    this.#turn([]);
    await this.#keepHouse(nowMs);
    if (nowMs - this.#prunedMs > PRUNE_EVERY_MS) {
      this.#keeper.prune(nowMs);
      this.#prunedMs = nowMs;
    }
    if (this.#outbox.isWaiting) {
      const sent = this.#outbox.drain();
      this.ctx.waitUntil(sent);
      // No other alarm rings while this one is handled, and a queue that is slow to answer must not keep a hold beyond its time.
      await Promise.race([sent, scheduler.wait(PATIENCE_MS)]);
    }
    this.#keeper.saveSent();
    // What could not be sent waits from now on, longer with every failure.
    this.#sendDueMs = null;
    this.arm();
  }

  /** What a subclass has to do outside itself may take longer than a hold's expiry can wait: it goes on beside the next alarms. */
  async #keepHouse(nowMs: number): Promise<void> {
    const dueMs = this.#houseworking ? null : this.houseworkDueMs;
    if (dueMs === null || dueMs > nowMs) return;
    this.#houseworking = true;
    const done = this.housework().finally(() => {
      this.#houseworking = false;
      this.arm();
    });
    this.ctx.waitUntil(done);
    await Promise.race([done, scheduler.wait(PATIENCE_MS)]);
  }

  /** What the object's name must look like; the first group is the variant's id. */
  protected get namePattern(): RegExp {
    return /^variant:(\d{1,15})$/;
  }

  /** When the alarm should do a subclass's `housework`; null: not at all. */
  protected get houseworkDueMs(): number | null {
    return null;
  }

  protected async housework(): Promise<void> {}

  /** Sold units that were not shipped, by order; a lot has them until they are reported. */
  protected openCommitments(): ReadonlyMap<string, readonly Allocation[]> {
    return this.#keeper.openCommitments();
  }

  #opened(): StockState {
    const { state } = this.#keeper;
    if (!state) throw new Error('stock: read before the opening');
    return state;
  }

  /** Takes the opening stock from the records when nobody has yet; null once the stock is open. Failing leaves no trace. */
  async #open(known?: OpeningStock): Promise<InventoryRefusal | null> {
    if (this.#keeper.state) return null;
    this.#opening ??= this.#loadOpening(known).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #loadOpening(known: OpeningStock | undefined): Promise<InventoryRefusal | null> {
    const name = this.ctx.id.name ?? '';
    const variantId = Number(this.namePattern.exec(name)?.[1]);
    const unknown = { ok: false, reason: 'not_found', what: 'variant', id: name } satisfies InventoryRefusal;
    if (!Number.isSafeInteger(variantId)) return unknown;
    let opening: Awaited<ReturnType<OpenStock>>;
    try {
      opening = known ?? (await this.dependencies.openStock(variantId));
    } catch (error) {
      console.error('stock: the records could not be read', name, error);
      return { ok: false, reason: 'unavailable', retryable: true };
    }
    if (!opening) return unknown;
    const { entries } = this.#keeper.open(variantId, opening, this.dependencies.nowMs());
    this.#after(entries, 0);
    this.#isJustOpened = true;
    return null;
  }

  #enqueue(command: InventoryCommand): Promise<InventoryResult> {
    const { promise, resolve, reject } = Promise.withResolvers<InventoryResult>();
    // The first command of a turn lets those that are already arriving join it.
    if (this.#queue.push({ command, resolve, reject }) === 1) {
      if (this.#isJustOpened) queueMicrotask(() => this.#flush());
      else setTimeout(() => this.#flush(), 0);
    }
    this.#isJustOpened = false;
    return promise;
  }

  #flush(): void {
    const batch = this.#queue;
    this.#queue = [];
    try {
      const results = this.#turn(batch.map((waiting) => waiting.command));
      for (const [i, waiting] of batch.entries()) {
        const result = results[i];
        if (result) waiting.resolve(result);
        else waiting.reject(new Error('stock: a command without an answer'));
      }
    } catch (error) {
      this.#flushAlone(batch, error);
    }
  }

  /** A bug in one command must not fail those that came with it: each gets a turn of its own. */
  #flushAlone(batch: readonly Waiting[], error: unknown): void {
    if (batch.length === 1) {
      batch[0]?.reject(error);
      return;
    }
    for (const waiting of batch) {
      try {
        const result = this.#turn([waiting.command])[0];
        if (result) waiting.resolve(result);
      } catch (own) {
        waiting.reject(own);
      }
    }
  }

  #turn(commands: readonly InventoryCommand[]): readonly InventoryResult[] {
    const availableBefore = this.#opened().available;
    const { results, entries } = this.#keeper.turn(commands, this.dependencies.nowMs());
    this.#after(entries, availableBefore);
    return results;
  }

  /** What follows a commit: the alarm in the same write, watchers and the queue once it is durable. */
  #after(entries: readonly LedgerEntry[], availableBefore: number): void {
    if (entries.length === 0) return;
    this.#outbox.remember(entries, availableBefore);
    this.#sendDueMs ??= this.dependencies.nowMs() + this.#outbox.retryDelayMs;
    this.arm();
    this.#setLots(afterEntries(this.#lots, entries));
    this.#watchers.announce(() => this.#keeper.state);
    this.changed();
    this.ctx.waitUntil(this.#outbox.drain());
  }

  #setLots(lots: LotCounts): void {
    if (lots === this.#lots) return;
    this.#lots = lots;
    this.ctx.storage.kv.put(LOTS, lots);
    this.#watchers.announce(() => this.#keeper.state);
  }

  /** Units the object's own state has for the next shopper; 0 before it was opened. */
  protected get ownAvailable(): number {
    return this.#keeper.state?.available ?? 0;
  }

  /** Something was written: for subclasses. */
  protected changed(): void {}

  protected arm(): void {
    if (!this.#outbox.isWaiting) this.#sendDueMs = null;
    else this.#sendDueMs ??= this.dependencies.nowMs() + this.#outbox.retryDelayMs;
    const houseworkMs = this.#houseworking ? null : this.houseworkDueMs;
    const due = [this.#keeper.nextExpiryMs, this.#sendDueMs, houseworkMs].filter((atMs) => atMs !== null);
    if (due.length === 0) return;
    const atMs = Math.min(...due);
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= atMs) return;
    this.#alarmAtMs = atMs;
    // Not awaited: a write of the same turn, so it becomes durable together with the rows it is for.
    void this.ctx.storage.setAlarm(atMs);
  }
}
