import type {
  HoldResult,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  OpeningStock,
  QuantityResult,
} from '../../../commerce/inventory/contract.ts';
import type { SkuInventory } from '../../../durable-objects/sku-inventory/sku-inventory.ts';
import type { CausesReading, Inventory, LedgerReading, StockPast, StockReading } from '../../ports/inventory.ts';

/** What the adapter needs beside the objects; the pause is injected so that tests do not wait. */
export interface SkuObjectsOptions {
  readonly namespace: DurableObjectNamespace<SkuInventory>;
  readonly pause?: (ms: number) => Promise<void>;
}

type Stub = DurableObjectStub<SkuInventory>;

/** Tries in all: commands are idempotent by their id, so a lost answer may be asked for again. */
const ATTEMPTS = 3;
const PAUSE_MS = 40;

/** Objects read at once; a Worker may have more open requests, but not by many. */
const READ_TOGETHER = 50;

/** The Inventory port and its past over one SkuInventory object per variant. */
export function skuObjects({
  namespace,
  pause = (ms) => scheduler.wait(ms),
}: SkuObjectsOptions): Inventory & StockPast {
  async function call<T>(variantId: number, ask: (stub: Stub) => Promise<T>): Promise<T | InventoryRefusal> {
    if (!Number.isSafeInteger(variantId) || variantId < 1) {
      return { ok: false, reason: 'not_found', what: 'variant', id: String(variantId) };
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A stub whose call failed may be broken for good, so every attempt takes a new one.
        return await ask(namespace.get(namespace.idFromName(`variant:${variantId}`)));
      } catch (error) {
        const retryable = mayRetry(error);
        if (!isInfrastructure(error)) throw error;
        if (!retryable || attempt === ATTEMPTS) return { ok: false, reason: 'unavailable', retryable };
        await pause(PAUSE_MS * attempt);
      }
    }
  }

  const read = (variantId: number) => call<StockReading>(variantId, async (stub) => stub.read());

  return {
    hold: async (variantId, command) =>
      holdResult(await call<InventoryResult>(variantId, async (stub) => stub.execute(command))),
    change: async (variantId, command) =>
      quantityResult(await call<InventoryResult>(variantId, async (stub) => stub.execute(command))),
    executeMany: async (variantId, commands: readonly InventoryCommand[], opening?: OpeningStock) => {
      const results = await call<readonly InventoryResult[]>(variantId, async (stub) =>
        opening ? stub.executeMany([...commands], opening) : stub.executeMany([...commands]),
      );
      return 'reason' in results ? commands.map(() => results) : results;
    },
    read,
    availability: async (variantIds) => {
      const unique = [...new Set(variantIds)];
      const readings = new Map<number, StockReading>();
      for (let i = 0; i < unique.length; i += READ_TOGETHER) {
        const some = unique.slice(i, i + READ_TOGETHER);
        const answers = await Promise.all(some.map(read));
        for (const [k, reading] of answers.entries()) readings.set(some[k] ?? 0, reading);
      }
      return readings;
    },
    readAt: (variantId, timeMs) => call<StockReading>(variantId, async (stub) => stub.readAt(timeMs)),
    causesAt: (variantId, timeMs) => call<CausesReading>(variantId, async (stub) => stub.causesAt(timeMs)),
    ledger: (variantId, afterSequence, limit) =>
      call<LedgerReading>(variantId, async (stub) => stub.ledger(afterSequence, limit)),
  };
}

/** Errors of the runtime carry these marks (Cloudflare, "Durable Object error handling"); those of our code do not. */
function isInfrastructure(error: unknown): boolean {
  return error instanceof Error && ('retryable' in error || 'overloaded' in error || 'durableObjectReset' in error);
}

function mayRetry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const overloaded = 'overloaded' in error && error.overloaded === true;
  return 'retryable' in error && error.retryable === true && !overloaded;
}

function holdResult(result: InventoryResult): HoldResult {
  if (result.ok && !('holdId' in result)) throw new TypeError('stock: a hold was answered like a quantity command');
  return result;
}

function quantityResult(result: InventoryResult): QuantityResult {
  if (result.ok && 'holdId' in result) throw new TypeError('stock: a quantity command was answered like a hold');
  return result;
}
