import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { migrate } from '../../../db/migrate.ts';
import { seedDemoShop } from '../../../db/seed/seed.ts';
import { freePortFrom } from '../../../dev/ports.ts';
import { startServices } from '../../../dev/services.ts';
import { buildSite } from '../../../dev/site-build.ts';
import { workerVariables } from '../../../dev/worker-variables.ts';
import { projectRoot } from '../../../dev/workspace.ts';
import { modulesOf } from './worker-modules.ts';

/** The built Worker and a baseline Worker on one local workerd, with their real PostgreSQL. */
export interface ShopWorld {
  /** http://127.0.0.1:PORT; requests with the host `baseline` reach the baseline Worker. */
  readonly origin: string;
  /** The shop's own PostgreSQL. */
  readonly databaseUrl: string;
  /** SQL statements since the last reset. */
  statements(): Promise<number>;
  /** How often each of them was asked, the most frequent first. */
  statementTexts(): Promise<Readonly<Record<string, number>>>;
  resetStatements(): Promise<void>;
  /** Ends the isolate and starts a fresh one: every cache is empty. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A Worker route that makes a new object and commits once: what a cart cannot be cheaper than. */
const BASELINE = `
import { DurableObject } from 'cloudflare:workers';
export class Fresh extends DurableObject {
  commit() { this.ctx.storage.kv.put('row', { made: true, text: 'x'.repeat(400) }); return true; }
}
export default {
  async fetch(request, env) {
    const stub = env.FRESH.get(env.FRESH.newUniqueId());
    await stub.commit();
    return new Response('ok');
  },
};`;

const SECRETS = { webhookSecret: 'whsec_bench', authSecret: 'b3nch-Only-7f1c9a40d2e84b6fa5c3d0e91b77' };

/** Starts everything a shop bench needs; close it after use. */
export async function startShopWorld(): Promise<ShopWorld> {
  await buildSite();
  const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-bench-'));
  const port = await freePortFrom(27_800);
  const origin = `http://127.0.0.1:${port}`;
  const services = await startServices({
    folder,
    firstPort: 27_430,
    durable: true,
    webhook: { url: `${origin}/webhooks/stripe`, secret: SECRETS.webhookSecret },
  });
  await migrate(services.databaseUrl);
  await seedDemoShop(services.databaseUrl, { apiToken: 'shpat_bench_0123456789abcdef01234567' });
  // A copy: building again meanwhile must not pull the Worker away under the bench.
  cpSync(path.join(projectRoot, 'dist'), path.join(folder, 'dist'), { recursive: true });
  const config = path.join(folder, 'dist/server/wrangler.json');
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const shop: V4WorkerOptions = {
    ...workerOptions,
    name: 'shop',
    modules: modulesOf(path.dirname(config), String(workerOptions.main ?? 'entry.mjs')),
    modulesRoot: path.dirname(config),
    bindings: workerVariables(services, SECRETS, origin),
    routes: ['127.0.0.1/*'],
  };
  const baseline: V4WorkerOptions = {
    name: 'baseline',
    modules: true,
    script: BASELINE,
    compatibilityDate: '2026-11-01',
    durableObjects: { FRESH: { className: 'Fresh', useSQLite: true } },
    routes: ['baseline/*'],
  };
  const options = convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    workers: [shop, baseline],
    resourcePersistencePath: path.join(folder, 'objects'),
    verbose: false,
  });
  const start = () => new Miniflare(options);
  let flare = start();
  await flare.ready;
  const stats = (reset: boolean) =>
    fetch(`${services.neonEndpoint}/stats${reset ? '/reset' : ''}`, { method: reset ? 'POST' : 'GET' });
  return {
    origin,
    databaseUrl: services.databaseUrl,
    statements: async () => ((await (await stats(false)).json()) as { statements: number }).statements,
    statementTexts: async () =>
      ((await (await stats(false)).json()) as { byText: Readonly<Record<string, number>> }).byText,
    resetStatements: async () => void (await stats(true)),
    restart: async () => {
      await flare.dispose();
      flare = start();
      await flare.ready;
    },
    close: async () => {
      await flare.dispose();
      await services.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
