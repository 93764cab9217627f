import type {
  HoldingCommand,
  HoldResult,
  InventoryCommand,
  InventoryResult,
  OpeningStock,
  StockView,
} from '../../../commerce/inventory/contract.ts';
import { lotOf, MAX_LOTS, withLots } from '../../../commerce/inventory/lots.ts';
import type { SkuLot } from '../../../durable-objects/sku-inventory/sku-lot.ts';
import type { Inventory, StockReading } from '../../ports/inventory.ts';

export interface SplitInventoryOptions {
  readonly namespace: DurableObjectNamespace<SkuLot>;
  /** Into how many lots a variant is split; below 2: it is not. */
  readonly lotsOf: (variantId: number) => Promise<number>;
}

const isHolding = (command: InventoryCommand): command is HoldingCommand =>
  command.kind === 'hold' || command.kind === 'extend' || command.kind === 'commit' || command.kind === 'release';

/**
 * The Inventory port for shops with a SKU that one object cannot serve: its holds go to the lot their id names, everything else to the SKU's own
 * object. A hold that was made before the SKU was split, or that the lot passed on, is found at the SKU's own object.
 */
export function splitInventory<Whole extends Inventory>(whole: Whole, options: SplitInventoryOptions): Whole {
  const { namespace, lotsOf } = options;
  const countOf = async (variantId: number) => Math.min(await lotsOf(variantId), MAX_LOTS);
  const lot = (variantId: number, k: number) => namespace.getByName(`variant:${variantId}/lot:${k}`);

  async function inLot(variantId: number, lots: number, command: HoldingCommand): Promise<HoldResult> {
    let result: HoldResult;
    try {
      result = await lot(variantId, lotOf(command.holdId, lots)).executeInLot(command, lots);
    } catch (error) {
      console.error('stock: a lot could not be reached', variantId, error);
      return { ok: false, reason: 'unavailable', retryable: true };
    }
    const isElsewhere = !result.ok && result.reason === 'not_found' && result.what === 'hold';
    return isElsewhere ? whole.hold(variantId, command) : result;
  }

  async function withItsLots(variantId: number, lots: number, reading: StockReading): Promise<StockReading> {
    if (!reading.ok || lots < 2) return reading;
    const views = await Promise.all(Array.from({ length: lots }, (_, k) => lot(variantId, k).readLot())).catch(
      () => [],
    );
    const used: StockView[] = views.flatMap((view) => view ?? []);
    return { ok: true, ...withLots(reading, used) };
  }

  return {
    ...whole,
    async hold(variantId: number, command: HoldingCommand) {
      const lots = await countOf(variantId);
      return lots < 2 ? whole.hold(variantId, command) : inLot(variantId, lots, command);
    },
    async executeMany(variantId: number, commands: readonly InventoryCommand[], opening?: OpeningStock) {
      const lots = await countOf(variantId);
      if (lots < 2 || !commands.some(isHolding)) return whole.executeMany(variantId, commands, opening);
      const results: InventoryResult[] = [];
      for (const command of commands)
        results.push(
          ...(isHolding(command)
            ? [await inLot(variantId, lots, command)]
            : await whole.executeMany(variantId, [command])),
        );
      return results;
    },
    async read(variantId: number) {
      const lots = await countOf(variantId);
      return withItsLots(variantId, lots, await whole.read(variantId));
    },
    async availability(variantIds: readonly number[]) {
      const readings = new Map(await whole.availability(variantIds));
      for (const [variantId, reading] of readings)
        readings.set(variantId, await withItsLots(variantId, await countOf(variantId), reading));
      return readings;
    },
  };
}
