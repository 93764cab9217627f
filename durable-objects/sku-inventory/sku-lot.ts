import type {
  Allocation,
  HoldCommand,
  HoldingCommand,
  HoldResult,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  StockView,
} from '../../commerce/inventory/contract.ts';
import { type Block, type BlockSale, freeOfBlocks, sellFromBlocks } from '../../commerce/inventory/lots.ts';
import { SkuInventory, type SkuInventoryEnv } from './sku-inventory.ts';

/** What a lot needs of the Worker's environment. */
export interface SkuLotEnv extends SkuInventoryEnv {
  readonly SKU_INVENTORY: DurableObjectNamespace<SkuInventory>;
  readonly SKU_LOT: DurableObjectNamespace<SkuLot>;
}

/** A sale on its way to the SKU's own object. */
interface Forward {
  /** Of the command that takes the units out of the lot afterwards. */
  readonly id: string;
  readonly reference: string;
  readonly allocations: readonly Allocation[];
  readonly sales: readonly BlockSale[];
}

/** A block going back: wholly, or against a smaller one. */
interface Exchange {
  readonly block: Block;
  /** Units the lot gives up. */
  readonly back: number;
  readonly replacement: Block | null;
}

/** The lot's own record: what it has of its SKU, and what it has begun to do about it. */
interface LotRow {
  readonly next: number;
  readonly blocks: readonly Block[];
  /** A block that was asked for; `isHeld` once the SKU's object has granted it. */
  readonly asked: { readonly block: Block; readonly isHeld: boolean } | null;
  readonly exchange: Exchange | null;
  readonly forwards: readonly Forward[];
}

const EMPTY: LotRow = { next: 1, blocks: [], asked: null, exchange: null, forwards: [] };
const ROW = 'lot';
/** Units a lot takes at once, while there are many. */
const BLOCK_UNITS = 64;
/**
 * Blocks in use are held on at half of it. Longer than a lot may be out of reach; short, because a request for a block that was given up as lost and
 * arrives late keeps its units from everybody for as long.
 */
const BLOCK_LIFE_MS = 2 * 3_600_000;
/** A lot nobody uses gives its units back after this. */
const IDLE_MS = 5_000;
/** It looks again for units that became free at doubling distances, at most so far apart. */
const LONGEST_REST_MS = 60_000;
/** What was begun and interrupted is taken up again after this. */
const RESUME_MS = 1_000;
/** After everybody was asked in vain, the next shoppers within this are told so at once. */
const EMPTY_FOR_MS = 50;
/** Blocks fetched for one hold: others who wait may take the first ones. */
const REFILLS = 12;
/** What a lot has free is told at most so often; a change waits no longer. */
const TELL_EVERY_MS = 400;
const TELL_AGAIN_MS = 2_000;
const ACTOR = 'system';

/**
 * One of several objects that sell a SKU in great demand together; addressed by `idFromName('variant:ID/lot:N')`. See commerce/inventory/lots.ts for
 * how the parts stay one stock. Holds, their expiry, the ledger and the group commit are those of SkuInventory.
 *
 * Whatever changes two objects is written down here first, done there by a command that may be repeated, and then done here: taking it up after any
 * interruption gives the same result.
 */
export class SkuLot extends SkuInventory {
  readonly #lotEnv: SkuLotEnv;
  #row: LotRow;
  /** Null: not since it was made, whose moment counts. */
  #usedMs: number | null = null;
  /** When housework was last done, however it went. */
  #triedMs = 0;
  #restMs = IDLE_MS;
  #emptyUntilMs = 0;
  #working: Promise<unknown> = Promise.resolve();
  #refilling: Promise<number> | null = null;
  #forwarding: Promise<void> | null = null;
  #telling: ReturnType<typeof setTimeout> | null = null;
  /** What the SKU's object was last told this lot has free; null: nobody knows. */
  #toldFree: number | null = null;
  /** Sales the SKU's object did not take, until their caller has heard of it. */
  readonly #refused = new Map<string, InventoryRefusal>();

  constructor(ctx: DurableObjectState, env: SkuLotEnv) {
    super(ctx, env);
    this.#lotEnv = env;
    this.dependencies.openStock = async () => ({ policy: 'deny', sequence: 0, levels: [], commitments: [] });
    // The SKU's own object tells everyone; a lot's ledger is its own affair.
    this.dependencies.send = async () => undefined;
    this.#row = ctx.storage.kv.get<LotRow>(ROW) ?? EMPTY;
  }

  /**
   * Hold, extend, commit or release in this lot; `lots`: how many the SKU is split into. Refusals as SkuInventory's; `insufficient` only after the SKU's
   * object and every other lot had nothing left.
   */
  async executeInLot(command: HoldingCommand, lots: number): Promise<HoldResult> {
    this.#usedMs = this.dependencies.nowMs();
    this.#restMs = IDLE_MS;
    try {
      if (command.kind === 'hold') return await this.#hold(command, lots);
      const result = holdResult(await this.execute(command));
      if (command.kind === 'commit' && result.ok) return await this.#reported(command.reference, result);
      return result;
    } catch (error) {
      console.error('stock: a lot could not reach its SKU', this.ctx.id.name, error);
      return { ok: false, reason: 'unavailable', retryable: true };
    }
  }

  /** What this lot has; null when it never had anything. */
  async readLot(): Promise<StockView | null> {
    if (this.#row === EMPTY) return null;
    const view = await this.read();
    return view.ok ? view : null;
  }

  /** Gives units nobody holds back to the SKU's object; answers how many. */
  async giveBack(): Promise<number> {
    if (this.#row.blocks.length === 0) return 0;
    return this.#exclusively(async () => {
      await this.#resume();
      const view = await this.read();
      if (!view.ok) return 0;
      const available = new Map(view.levels.map((level) => [level.warehouseId, level.available]));
      let given = 0;
      for (const { block, quantity } of freeOfBlocks(this.#row.blocks, (id) => available.get(id) ?? 0)) {
        const rest = block.remaining - quantity;
        if (await this.#trade(block, quantity, rest)) given += quantity;
      }
      return given;
    });
  }

  get #lastUsedMs(): number {
    this.#usedMs ??= this.dependencies.nowMs();
    return this.#usedMs;
  }

  protected override get namePattern(): RegExp {
    return /^variant:(\d{1,15})\/lot:\d{1,2}$/;
  }

  protected override get houseworkDueMs(): number | null {
    const { blocks, asked, exchange, forwards } = this.#row;
    if (asked || exchange || forwards.length > 0) return Math.max(this.#lastUsedMs, this.#triedMs) + RESUME_MS;
    if (blocks.length === 0) return null;
    const earliestMs = Math.min(...blocks.map((block) => block.expiresAtMs));
    // A block that the SKU would not hold on is asked for again, but not without pause.
    const prolongMs = Math.max(this.#triedMs + RESUME_MS, earliestMs - BLOCK_LIFE_MS / 2);
    return Math.min(this.#lastUsedMs + this.#restMs, prolongMs);
  }

  protected override changed(): void {
    this.#tellSoon(TELL_EVERY_MS);
  }

  protected override async housework(): Promise<void> {
    const isIdle = this.dependencies.nowMs() - this.#lastUsedMs >= this.#restMs;
    try {
      await this.#exclusively(() => this.#resume());
      await this.#forward();
      if (isIdle) await this.giveBack();
      await this.#exclusively(() => this.#prolong());
      if (isIdle) this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST_MS);
    } catch (error) {
      console.error('stock: a lot rests until its SKU can be reached', this.ctx.id.name, error);
    }
    this.#triedMs = this.dependencies.nowMs();
    // What was given back, or could not be, is not given back again at once; anything else leaves the lot as unused as it was.
    if (isIdle) this.#usedMs = this.#triedMs;
  }

  async #hold(command: HoldCommand, lots: number): Promise<HoldResult> {
    for (let round = 0; ; round += 1) {
      const result = holdResult(await this.execute(command));
      if (result.ok || result.reason !== 'insufficient' || round === REFILLS) return result;
      if (this.dependencies.nowMs() < this.#emptyUntilMs) return result;
      const need = command.quantity - result.available;
      this.#refilling ??= this.#refill(need, command.warehousePreference, lots).finally(() => {
        this.#refilling = null;
      });
      const got = await this.#refilling;
      // What has to be decided by the SKU as a whole (back-orders, limits) is.
      if (got < 0) return holdResult(await this.#sku().execute(command));
      if (got === 0) this.#emptyUntilMs = this.dependencies.nowMs() + EMPTY_FOR_MS;
    }
  }

  /** Fetches a block; answers its units, 0 when nobody has any, -1 when this SKU is not sold by lots now. */
  async #refill(need: number, preference: readonly number[], lots: number): Promise<number> {
    const own = await this.#exclusively(() => this.#fetchBlock(need, preference, lots));
    if (own !== 0) return own;
    const others = Array.from({ length: lots }, (_, k) => this.#lotName(k)).filter((name) => name !== this.ctx.id.name);
    const given = await Promise.all(others.map((name) => this.#lotEnv.SKU_LOT.getByName(name).giveBack()));
    if (given.every((units) => units === 0)) return 0;
    return this.#exclusively(() => this.#fetchBlock(need, preference, lots));
  }

  async #fetchBlock(need: number, preference: readonly number[], lots: number, tries = REFILLS): Promise<number> {
    await this.#resume();
    const view = await this.#sku().read();
    if (!view.ok) throw new Error(`stock: the SKU answered ${view.reason}`);
    const { maxPerHold, maxPerCustomer, maxHoldLifeMs } = view.terms;
    const isLimited = maxPerHold !== null || maxPerCustomer !== null || maxHoldLifeMs !== null;
    if (view.policy !== 'deny' || view.beyond || isLimited) return -1;
    const ids = preference.length > 0 ? preference : view.levels.map((level) => level.warehouseId);
    const levels = ids.flatMap(
      (id) => view.levels.find((level) => level.warehouseId === id && level.available > 0) ?? [],
    );
    const source = levels.find((level) => level.available >= need) ?? levels[0];
    if (!source) return 0;
    // The fewer there are, the smaller the parts: no lot hoards what another could sell.
    const share = Math.min(BLOCK_UNITS, Math.ceil(view.available / (2 * lots)));
    const block = this.#newBlock(source.warehouseId, Math.min(source.available, Math.max(need, share)));
    this.#put({ ...this.#row, next: this.#row.next + 1, asked: { block, isHeld: false } });
    if (await this.#takeAsked()) return block.remaining;
    return tries > 0 ? this.#fetchBlock(need, preference, lots, tries - 1) : 0;
  }

  #newBlock(warehouseId: number, remaining: number): Block {
    const expiresAtMs = this.dependencies.nowMs() + BLOCK_LIFE_MS;
    return { id: `${this.ctx.id.name}:${this.#row.next}`, warehouseId, remaining, expiresAtMs, references: [] };
  }

  /** Takes a block that was asked for; false when the SKU does not have it any more. */
  async #takeAsked(): Promise<boolean> {
    const { asked } = this.#row;
    if (!asked) return false;
    const { block } = asked;
    if (!asked.isHeld) {
      const result = await this.#sku().execute(this.#blockHold(block));
      if (!result.ok && result.reason === 'unavailable') throw new Error('stock: the SKU is away');
      if (!result.ok) {
        this.#put({ ...this.#row, asked: null });
        return false;
      }
      this.#put({ ...this.#row, blocks: [...this.#row.blocks, block], asked: { block, isHeld: true } });
    }
    const { id: reference, warehouseId, remaining: quantity } = block;
    await this.executeMany([
      { kind: 'activate', commandId: `activate:${warehouseId}`, warehouseId, actor: ACTOR },
      {
        kind: 'receive',
        commandId: `block:${reference}`,
        reference,
        warehouseId,
        quantity,
        actor: ACTOR,
        reason: 'lot',
      },
    ]);
    this.#put({ ...this.#row, asked: null });
    return true;
  }

  #blockHold(block: Block): HoldCommand {
    const { id, remaining, expiresAtMs, warehouseId } = block;
    const reference = this.ctx.id.name ?? id;
    return {
      kind: 'hold',
      holdId: id,
      reference,
      quantity: remaining,
      expiresAtMs,
      warehousePreference: [warehouseId],
      actor: ACTOR,
      reason: 'lot',
    };
  }

  /** Gives `back` units of a block up and keeps `rest` of them under a new hold; false when they were sold meanwhile. */
  async #trade(block: Block, back: number, rest: number): Promise<boolean> {
    const replacement = rest > 0 ? { ...this.#newBlock(block.warehouseId, rest) } : null;
    this.#put({ ...this.#row, next: this.#row.next + 1, exchange: { block, back, replacement } });
    return this.#finishExchange();
  }

  async #finishExchange(): Promise<boolean> {
    const { exchange } = this.#row;
    if (!exchange) return false;
    const { block, back, replacement } = exchange;
    if (back > 0) {
      const commandId = `back:${block.id}:${replacement?.id ?? 'all'}`;
      const taken = await this.execute({
        kind: 'adjust',
        commandId,
        warehouseId: block.warehouseId,
        name: 'available',
        delta: -back,
        actor: ACTOR,
        reason: 'lot',
      });
      if (!taken.ok) {
        this.#put({ ...this.#row, exchange: null });
        return false;
      }
    }
    const commands: InventoryCommand[] = [{ kind: 'release', holdId: block.id, actor: ACTOR, reason: 'lot' }];
    if (replacement) commands.push(this.#blockHold(replacement));
    const results = await this.#sku().executeMany(commands);
    const failed = results.find((result) => !result.ok);
    // A block sold to its last unit cannot be released, and need not be.
    if (failed && !failed.ok && failed.reason !== 'already_committed')
      throw new Error(`stock: a block could not be exchanged: ${failed.reason}`);
    const blocks = this.#row.blocks.filter((one) => one.id !== block.id);
    this.#put({ ...this.#row, blocks: replacement ? [...blocks, replacement] : blocks, exchange: null });
    return true;
  }

  /** The answer to a commit, once the SKU's object has it. */
  async #reported(reference: string, result: HoldResult): Promise<HoldResult> {
    await this.#forward();
    const refusal = this.#refused.get(reference);
    this.#refused.delete(reference);
    return refusal ?? result;
  }

  /** Reports every sale; concurrent calls share a run, and one that comes late waits for the next. */
  async #forward(): Promise<void> {
    const before = this.#forwarding;
    if (before) await before;
    this.#forwarding ??= this.#exclusively(() => this.#reportSales()).finally(() => {
      this.#forwarding = null;
    });
    return this.#forwarding;
  }

  async #reportSales(): Promise<void> {
    await this.#resume();
    for (;;) {
      await this.#planForwards();
      const { forwards } = this.#row;
      if (forwards.length === 0) return;
      const commits = forwards.flatMap(({ reference, sales }) => sales.map((sale) => ({ reference, ...sale })));
      const results = await this.#sku().executeMany(
        commits.map(({ blockId: holdId, reference, quantity }) => ({
          kind: 'commit',
          holdId,
          reference,
          quantity,
          remainder: 'keep',
          actor: ACTOR,
          reason: 'lot',
        })),
      );
      for (const [i, result] of results.entries()) this.#heard(commits[i]?.reference ?? '', result);
      await this.executeMany(
        forwards.map(({ id: commandId, reference, allocations }) => ({
          kind: 'ship',
          commandId,
          reference,
          allocations,
          actor: ACTOR,
          reason: 'lot',
        })),
      );
      const blocks = this.#row.blocks.filter((block) => block.remaining > 0);
      this.#put({ ...this.#row, blocks, forwards: [] });
    }
  }

  #heard(reference: string, result: InventoryResult): void {
    if (result.ok) return;
    if (result.reason === 'unavailable') throw new Error('stock: the SKU is away');
    console.error('stock: a sale of a lot was refused', this.ctx.id.name, reference, result);
    this.#refused.set(reference, result);
  }

  /** Decides which blocks the sales that nobody has reported yet come from. */
  async #planForwards(): Promise<void> {
    const planned = new Set(this.#row.forwards.map(({ reference }) => reference));
    for (const [reference, allocations] of this.openCommitments()) {
      if (planned.has(reference)) continue;
      let plan = sellFromBlocks(this.#row.blocks, reference, allocations);
      if (!plan) {
        // An order that bought twice from one block: a block's hold is committed to an order once, so it gets new holds.
        for (const block of this.#row.blocks.filter((one) => one.references.includes(reference)))
          if (block.remaining > 0) await this.#trade(block, 0, block.remaining);
        plan = sellFromBlocks(this.#row.blocks, reference, allocations);
      }
      if (!plan) throw new Error(`stock: no block has what was sold for ${reference}`);
      const forward = { id: `sold:${this.#row.next}`, reference, allocations, ...plan };
      const { blocks, ...rest } = forward;
      this.#put({ ...this.#row, next: this.#row.next + 1, blocks, forwards: [...this.#row.forwards, rest] });
    }
  }

  /** Takes up what was interrupted. */
  async #resume(): Promise<void> {
    if (this.#row.asked) await this.#takeAsked();
    if (this.#row.exchange) await this.#finishExchange();
  }

  /** Blocks in use for half their life are held on; one that cannot be is reported, and its sales will be refused. */
  async #prolong(): Promise<void> {
    const nowMs = this.dependencies.nowMs();
    for (const block of this.#row.blocks) {
      if (block.expiresAtMs - nowMs > BLOCK_LIFE_MS / 2) continue;
      const expiresAtMs = nowMs + BLOCK_LIFE_MS;
      const result = await this.#sku().execute({ kind: 'extend', holdId: block.id, expiresAtMs, actor: ACTOR });
      if (!result.ok) console.error('stock: a block could not be held on', block.id, result);
      else this.#replace({ ...block, expiresAtMs });
    }
  }

  #replace(block: Block): void {
    this.#put({ ...this.#row, blocks: this.#row.blocks.map((one) => (one.id === block.id ? block : one)) });
  }

  #put(row: LotRow): void {
    this.#row = row;
    this.ctx.storage.kv.put(ROW, row);
    this.arm();
  }

  /** One at a time, in order: each looks at the row as the one before left it. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => undefined);
    return done;
  }

  /** The SKU's object shows what all lots have free together; it hears of this one's at the end of a window, and again when it did not hear. */
  #tellSoon(afterMs: number): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      const free = this.ownAvailable;
      if (free === this.#toldFree) return;
      const told = this.#sku()
        .lotHas((this.ctx.id.name ?? '').split('/')[1] ?? '', free)
        .then(() => {
          this.#toldFree = free;
          if (this.ownAvailable !== free) this.#tellSoon(TELL_EVERY_MS);
        })
        .catch(() => this.#tellSoon(TELL_AGAIN_MS));
      this.ctx.waitUntil(told);
    }, afterMs);
  }

  #sku(): DurableObjectStub<SkuInventory> {
    return this.#lotEnv.SKU_INVENTORY.getByName((this.ctx.id.name ?? '').split('/')[0] ?? '');
  }

  #lotName(k: number): string {
    return `${(this.ctx.id.name ?? '').split('/')[0]}/lot:${k}`;
  }
}

function holdResult(result: InventoryResult): HoldResult {
  if (result.ok && !('holdId' in result)) throw new TypeError('stock: a hold was answered like a quantity command');
  return result;
}
