<<<<<<< HEAD
import { SkuInventory, type SkuInventoryEnv } from '../../../durable-objects/sku-inventory/sku-inventory.ts';
import { liveStock } from '../../../worker/http/live-stock.ts';

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

interface BenchEnv {
  readonly SKU_INVENTORY: DurableObjectNamespace<BenchSku>;
}

const live = liveStock();

/** `POST /hold/VARIANT/ID` holds one unit; `/live/stock/VARIANT` is the shop's own route. */
export default {
  async fetch(request: Request, env: BenchEnv, ctx: ExecutionContext): Promise<Response> {
    const [, act, variant, id = ''] = new URL(request.url).pathname.split('/');
    if (act !== 'hold') return live.fetch(request, env, ctx);
    const stub = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName(`variant:${variant}`));
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
=======
import type { V4WorkerOptions } from 'miniflare';

/**
 * A Worker in front of the shop's own stock objects, without GraphQL and checkout: `/hold/VARIANT/ID` takes one unit, `/read/VARIANT` reads. `/alone/ID` is
 * the baseline: a reservation with the same rows on one object, decided and committed call by call.
 */
const SCRIPT = `
import { DurableObject } from 'cloudflare:workers';

export class CommitPerCall extends DurableObject {
  #last = Promise.resolve();
  constructor(ctx, env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS stock (id INTEGER PRIMARY KEY, available INTEGER NOT NULL, sequence INTEGER NOT NULL)');
    sql.exec('CREATE TABLE IF NOT EXISTS holds (hold_id TEXT PRIMARY KEY, quantity INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL)');
    sql.exec('CREATE TABLE IF NOT EXISTS ledger (sequence INTEGER PRIMARY KEY, entry TEXT NOT NULL)');
    sql.exec('INSERT OR IGNORE INTO stock VALUES (1, 1000000000, 0)');
  }
  hold(id) {
    const done = this.#last.then(() => this.#decide(id));
    this.#last = done.catch(() => undefined);
    return done;
  }
  async #decide(id) {
    const { storage } = this.ctx;
    const ok = storage.transactionSync(() => {
      const { sql } = storage;
      if (sql.exec('SELECT 1 FROM holds WHERE hold_id = ?', id).toArray().length > 0) return true;
      const stock = sql.exec('SELECT available, sequence FROM stock').one();
      if (stock.available < 1) return false;
      sql.exec('UPDATE stock SET available = available - 1, sequence = sequence + 1');
      sql.exec('INSERT INTO holds VALUES (?, 1, ?)', id, Date.now() + 600000);
      sql.exec('INSERT INTO ledger VALUES (?, ?)', stock.sequence + 1, JSON.stringify({ kind: 'held', holdId: id, quantity: 1, available: stock.available - 1, occurredAtMs: Date.now() }));
      return true;
    });
    await storage.sync();
    return ok;
  }
}

export default {
  async fetch(request, env) {
    const [, what, first, second] = new URL(request.url).pathname.split('/');
    if (what === 'alone') return new Response(await env.ALONE.getByName('one').hold(first) ? 'ok' : 'sold out');
    const stub = env.SKU.getByName('variant:' + first);
    if (what === 'read') {
      const read = await stub.read();
      return new Response(JSON.stringify(read), { status: read.ok ? 200 : 503 });
    }
    const result = await stub.execute({ kind: 'hold', holdId: second, reference: 'cart:' + second, quantity: 1,
      expiresAtMs: Date.now() + 600000, warehousePreference: [], actor: 'bench' });
    return new Response(result.ok ? 'ok' : JSON.stringify(result), { status: result.ok || result.reason === 'insufficient' ? 200 : 500 });
  },
};`;

/** The Worker as Miniflare takes it; it answers for the host `stock`. */
export const stockWorker: V4WorkerOptions = {
  name: 'stock',
  modules: true,
  script: SCRIPT,
  compatibilityDate: '2026-11-01',
  durableObjects: {
    SKU: { className: 'SkuInventory', scriptName: 'shop', useSQLite: true },
    ALONE: { className: 'CommitPerCall', useSQLite: true },
  },
  routes: ['stock/*'],
>>>>>>> bc86453 (Measure holds on one SKU and on a thousand)
};
