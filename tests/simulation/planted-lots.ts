import type { InventoryCommand, InventoryResult } from '../../commerce/inventory/contract.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { SkuLot, type SkuLotEnv } from '../../durable-objects/sku-inventory/sku-lot.ts';

/** The SKU's object as a lot speaks to it. */
interface Sku {
  execute(command: InventoryCommand): Promise<InventoryResult>;
  executeMany(commands: readonly InventoryCommand[]): Promise<readonly InventoryResult[]>;
  read(): ReturnType<SkuInventory['read']>;
}

/** The lot's environment, with another SKU in the place of its own. */
function around(env: SkuLotEnv, change: (sku: Sku) => Partial<Sku>): SkuLotEnv {
  const getByName = (name: string) => {
    const sku = env.SKU_INVENTORY.getByName(name) as unknown as Sku;
    return { ...sku, ...change(sku) };
  };
  return { ...env, SKU_INVENTORY: { getByName } as unknown as SkuLotEnv['SKU_INVENTORY'] };
}

const granted = (command: InventoryCommand, result: InventoryResult): InventoryResult =>
  command.kind === 'hold' && command.reason === 'lot' && !result.ok && result.reason === 'insufficient'
    ? { ok: true, holdId: command.holdId, allocations: [], expiresAtMs: command.expiresAtMs, sequence: 0 }
    : result;

/** One more than there is, in the first warehouse. */
async function oneMore(reading: ReturnType<SkuInventory['read']>): ReturnType<SkuInventory['read']> {
  const view = await reading;
  if (!view.ok) return view;
  const levels = view.levels.map((level, k) => (k === 0 ? { ...level, available: level.available + 1 } : level));
  return { ...view, available: view.available + 1, levels };
}

/** Believes there is one more than its SKU has, and takes its block for granted whatever the SKU answers. */
export class TrustingLot extends SkuLot {
  constructor(ctx: DurableObjectState, env: SkuLotEnv) {
    super(
      ctx,
      around(env, (sku) => ({
        execute: async (command) => granted(command, await sku.execute(command)),
        read: () => oneMore(sku.read()),
      })),
    );
  }
}

/** Keeps its sales to itself. */
export class SilentLot extends SkuLot {
  constructor(ctx: DurableObjectState, env: SkuLotEnv) {
    super(
      ctx,
      around(env, (sku) => ({
        executeMany: async (commands) =>
          commands.every(({ kind }) => kind === 'commit')
            ? commands.map(() => ({ ok: true, holdId: '', allocations: [], expiresAtMs: 0, sequence: 0 }))
            : sku.executeMany(commands),
      })),
    );
  }
}
