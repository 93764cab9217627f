// A process of its own that serves the built Worker from kept state, and beside it a door to the stock objects. Told what to do by its first argument.
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { z } from 'zod';
import { modulesOf } from '../bench/harness/worker-modules.ts';

const { dist, state, port, variables } = z
  .object({ dist: z.string(), state: z.string(), port: z.number(), variables: z.record(z.string(), z.string()) })
  .parse(JSON.parse(process.argv[2] ?? ''));

/** Calls a method of a variant's stock object, as the shop's own services do. */
const DOOR = `
export default {
  async fetch(request, env) {
    const { variantId, method, args } = await request.json();
    const stub = env.SKU.get(env.SKU.idFromName('variant:' + variantId));
    return Response.json(await stub[method](...args));
  },
};`;

const config = path.join(dist, 'server/wrangler.json');
const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
const shop: V4WorkerOptions = {
  ...workerOptions,
  name: 'shop',
  modules: modulesOf(path.dirname(config), String(workerOptions.main ?? 'entry.mjs')),
  modulesRoot: path.dirname(config),
  bindings: variables,
  routes: ['127.0.0.1/*'],
};
const door: V4WorkerOptions = {
  name: 'door',
  modules: true,
  script: DOOR,
  compatibilityDate: '2026-11-01',
  durableObjects: { SKU: { className: 'SkuInventory', scriptName: 'shop', useSQLite: true } },
  routes: ['127.0.0.1/stock-door'],
};
const flare = new Miniflare({
  ...convertV4MiniflareOptions({ host: '127.0.0.1', port, workers: [shop, door], verbose: false }),
  resourcePersistencePath: path.join(state, 'objects'),
});
await flare.ready;
console.log('ready');
