import { lotOf } from '../../../commerce/inventory/lots.ts';
import { SkuInventory, type SkuInventoryEnv } from '../../../durable-objects/sku-inventory/sku-inventory.ts';
import { SkuLot, type SkuLotEnv } from '../../../durable-objects/sku-inventory/sku-lot.ts';
import { liveStock } from '../../../worker/http/live-stock.ts';
import type { CommitPerCall } from './commit-per-call.ts';

export { CommitPerCall } from './commit-per-call.ts';

/** Every object opens with so many units: a bench must not end because shelves are empty. */
const UNITS = 50_000_000;

/** The stock object without records and queue around it: what is measured is the object. */
export class BenchSku extends SkuInventory {
  constructor(ctx: DurableObjectState, env: SkuInventoryEnv) {
    super(ctx, env);
    this.dependencies = {
      nowMs: () => Date.now(),
      openStock: async () => ({
        policy: 'deny',
        sequence: 0,
        levels: [{ warehouseId: 1, onHand: UNITS, held: 0, committed: 0, incoming: 0, safetyStock: 0 }],
        commitments: [],
      }),
      send: async () => undefined,
    };
  }
}

/** A lot of it, as the shop has them. */
export class BenchLot extends SkuLot {}

interface BenchEnv extends Pick<SkuLotEnv, 'SKU_LOT'> {
  readonly SKU_INVENTORY: DurableObjectNamespace<BenchSku>;
  readonly COMMIT_PER_CALL: DurableObjectNamespace<CommitPerCall>;
}

const live = liveStock();

/**
 * `POST /hold/VARIANT/ID` holds one unit, `/lots/VARIANT/LOTS:ID` does at one of its lots, `/read/VARIANT` reads; `/commit-per-call/NAME/ID` is the baseline of a hold; `/live/stock/VARIANT` is the shop's
 * own route.
 */
export default {
  async fetch(request: Request, env: BenchEnv, ctx: ExecutionContext): Promise<Response> {
    const [, act, variant, id = ''] = new URL(request.url).pathname.split('/');
    if (act === 'commit-per-call') {
      const ok = await env.COMMIT_PER_CALL.getByName(variant ?? '').hold(id);
      return Response.json({ ok }, { status: ok ? 200 : 409 });
    }
    if (!['hold', 'read', 'lots'].includes(act ?? '')) return live.fetch(request, env, ctx);
    if (act === 'lots') {
      const [lots, holdId] = id.split(':');
      const count = Number(lots);
      const command = {
        kind: 'hold',
        holdId: holdId ?? '',
        reference: `cart:${holdId}`,
        quantity: 1,
        expiresAtMs: Date.now() + 1_800_000,
        warehousePreference: [],
        actor: 'shopper',
      } as const;
      const lot = env.SKU_LOT.getByName(`variant:${variant}/lot:${lotOf(command.holdId, count)}`);
      const result = await lot.executeInLot(command, count);
      return Response.json(result, { status: result.ok ? 200 : 409 });
    }
    const stub = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName(`variant:${variant}`));
    if (act === 'read') {
      const read = await stub.read();
      return Response.json(read, { status: read.ok ? 200 : 503 });
    }
    const result = await stub.execute({
      kind: 'hold',
      holdId: id,
      reference: `cart:${id}`,
      quantity: 1,
      expiresAtMs: Date.now() + 1_800_000,
      warehousePreference: [],
      actor: 'shopper',
    });
    return Response.json(result.ok ? { sequence: result.sequence } : result, { status: result.ok ? 200 : 409 });
  },
};
