import { apply } from '../../commerce/inventory/apply.ts';
import type {
  HoldingCommand,
  HoldResult,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  LedgerEntry,
  QuantityCommand,
  QuantityResult,
} from '../../commerce/inventory/contract.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import type { Inventory, LedgerReading, StockReading } from '../../worker/ports/inventory.ts';

const AWAY: InventoryRefusal = { ok: false, reason: 'unavailable', retryable: true };

/** Stock decided by the shop's own rules, in memory, that can be out of reach for a while. */
export class PaperStock implements Inventory {
  isAway = false;
  readonly #states = new Map<number, StockState>();
  readonly #entries = new Map<number, LedgerEntry[]>();

  #apply(variantId: number, command: InventoryCommand): InventoryResult {
    const { state, events, result } = apply(this.#states.get(variantId) ?? emptyState(variantId), command, 1_000);
    this.#states.set(variantId, state);
    this.#entries.set(variantId, [...(this.#entries.get(variantId) ?? []), ...events]);
    return result;
  }

  async hold(variantId: number, command: HoldingCommand): Promise<HoldResult> {
    if (this.isAway) return AWAY;
    const result = this.#apply(variantId, command);
    if (result.ok && !('holdId' in result)) throw new TypeError('a hold was answered like a quantity');
    return result;
  }

  async change(variantId: number, command: QuantityCommand): Promise<QuantityResult> {
    if (this.isAway) return AWAY;
    const result = this.#apply(variantId, command);
    if (result.ok && !('levels' in result)) throw new TypeError('a quantity was answered like a hold');
    return result;
  }

  async executeMany(variantId: number, commands: readonly InventoryCommand[]): Promise<readonly InventoryResult[]> {
    return commands.map((command) => (this.isAway ? AWAY : this.#apply(variantId, command)));
  }

  async read(variantId: number): Promise<StockReading> {
    const state = this.#states.get(variantId);
    return state
      ? { ok: true, ...viewOf(state) }
      : { ok: false, reason: 'not_found', what: 'variant', id: String(variantId) };
  }

  async availability(variantIds: readonly number[]): Promise<ReadonlyMap<number, StockReading>> {
    return new Map(await Promise.all(variantIds.map(async (id) => [id, await this.read(id)] as const)));
  }

  readAt(variantId: number): Promise<StockReading> {
    return this.read(variantId);
  }

  async ledger(variantId: number): Promise<LedgerReading> {
    const entries = this.#entries.get(variantId) ?? [];
    return { ok: true, sequence: entries.at(-1)?.sequence ?? 0, entries };
  }

  /** Stocks warehouses and sells some of it to an order at once. */
  async sell(
    variantId: number,
    reference: string,
    sold: readonly { readonly warehouseId: number; readonly onHand: number; readonly quantity: number }[],
  ): Promise<void> {
    for (const { warehouseId, onHand } of sold) {
      const about = { warehouseId, actor: 'test' };
      await this.change(variantId, { kind: 'activate', commandId: `activate ${warehouseId}`, ...about });
      await this.change(variantId, {
        kind: 'receive',
        commandId: `receive ${reference} ${warehouseId}`,
        quantity: onHand,
        ...about,
      });
    }
    for (const { warehouseId, quantity } of sold) {
      const holdId = `${reference} ${warehouseId}`;
      const hold = { holdId, reference, quantity, expiresAtMs: 2_000, warehousePreference: [warehouseId] };
      const held = await this.hold(variantId, { kind: 'hold', ...hold, actor: 'test' });
      const committed = await this.hold(variantId, { kind: 'commit', holdId, reference, actor: 'test' });
      if (!held.ok || !committed.ok) throw new Error(`not sold: ${JSON.stringify([held, committed])}`);
    }
  }

  /** `{warehouse: [on hand, committed, available]}`. */
  levels(variantId: number): Record<number, readonly [number, number, number]> {
    const state = this.#states.get(variantId);
    const levels = state ? viewOf(state).levels : [];
    return Object.fromEntries(levels.map((one) => [one.warehouseId, [one.onHand, one.committed, one.available]]));
  }

  /** Kinds and units of what happened after the sale. */
  moved(variantId: number): string[] {
    const kinds = new Set(['uncommitted', 'shipped', 'returned', 'written_off']);
    return (this.#entries.get(variantId) ?? [])
      .filter((entry) => kinds.has(entry.kind))
      .map(
        (entry) => `${entry.kind} ${entry.quantity} at ${entry.warehouseId}${entry.reason ? ` (${entry.reason})` : ''}`,
      );
  }
}
