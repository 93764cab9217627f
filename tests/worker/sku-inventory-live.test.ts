/// <reference types="@cloudflare/vitest-plugin/types" />
import { createExecutionContext, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { HoldCommand } from '../../commerce/inventory/contract.ts';
import type { LiveStock } from '../../durable-objects/sku-inventory/live-watchers.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { liveStock } from '../../worker/http/live-stock.ts';

/** Far enough ahead that no alarm fires by itself. */
const START = 4_000_000_000_000;

let nextVariant = 5_000;

async function shelf(onHand: number) {
  const variantId = nextVariant++;
  const stub = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName(`variant:${variantId}`));
  const surround = () =>
    runInDurableObject(stub, (instance: SkuInventory) => {
      const levels = [{ warehouseId: 1, onHand, held: 0, committed: 0, incoming: 0, safetyStock: 0 }];
      instance.dependencies = {
        nowMs: () => START,
        openStock: async (id) => (id === variantId ? { policy: 'deny', sequence: 0, levels, commitments: [] } : null),
        send: async () => undefined,
      };
    });
  await surround();
  return { variantId, stub, surround };
}

function request(path: string, headers: Record<string, string> = { upgrade: 'websocket' }) {
  return liveStock().request(path, { headers }, env, createExecutionContext());
}

/** Connects a watcher and collects what it is told. */
async function watch(variantId: number, query = '') {
  const response = await request(`/live/stock/${variantId}${query}`);
  const socket = response.webSocket ?? expect.fail(`not a WebSocket: ${response.status}`);
  const told: LiveStock[] = [];
  socket.addEventListener('message', (event) => told.push(JSON.parse(String(event.data))));
  socket.accept();
  return { socket, told };
}

const hold = (holdId: string, quantity = 1): HoldCommand => ({
  kind: 'hold',
  holdId,
  reference: 'cart',
  quantity,
  expiresAtMs: START + 60_000,
  warehousePreference: [],
  actor: 'shopper',
});

test('a watcher is told the stock at once and then every change, down to sold out', async () => {
  const { variantId, stub } = await shelf(2);
  const { told, socket } = await watch(variantId);
  await expect.poll(() => told).toEqual([{ type: 'stock', variantId, sequence: 1, available: 2, forSale: true }]);
  await stub.execute(hold('a'));
  await expect.poll(() => told.at(-1)).toMatchObject({ sequence: 2, available: 1 });
  await stub.execute(hold('b'));
  await expect.poll(() => told.at(-1)).toMatchObject({ sequence: 3, available: 0, forSale: false });
  socket.close();
});

test('a burst is told as its latest state, and changes of terms are not told', async () => {
  const { variantId, stub } = await shelf(100);
  const { told, socket } = await watch(variantId);
  await Promise.all(Array.from({ length: 100 }, (_, i) => stub.execute(hold(`h${i}`))));
  await expect.poll(() => told.at(-1)).toMatchObject({ available: 0, sequence: 101 });
  expect(told.length).toBeLessThan(50);
  const before = told.length;
  await stub.execute({ kind: 'extend', holdId: 'h1', expiresAtMs: START + 90_000, actor: 'shopper' });
  await stub.execute({ kind: 'release', holdId: 'h2', actor: 'shopper' });
  await expect.poll(() => told.at(-1)).toMatchObject({ available: 1, sequence: 103 });
  expect(told).toHaveLength(before + 1);
  socket.close();
});

test('a lost connection resumes with each change it missed, and with the present alone when it missed too many', async () => {
  const { variantId, stub } = await shelf(500);
  await stub.execute(hold('a'));
  await stub.execute(hold('b', 2));
  await stub.execute({ kind: 'extend', holdId: 'a', expiresAtMs: START + 90_000, actor: 'shopper' });
  const resumed = await watch(variantId, '?since=1');
  await expect
    .poll(() => resumed.told.map((m) => [m.sequence, m.available]))
    .toEqual([
      [2, 499],
      [3, 497],
      [4, 497],
    ]);
  const upToDate = await watch(variantId, '?since=4');
  await expect.poll(() => upToDate.told.map((m) => m.sequence)).toEqual([4]);
  const confused = await watch(variantId, '?since=999');
  await expect.poll(() => confused.told.map((m) => m.sequence)).toEqual([4]);
  await Promise.all(Array.from({ length: 250 }, (_, i) => stub.execute(hold(`h${i}`))));
  const late = await watch(variantId, '?since=2');
  await expect.poll(() => late.told.map((m) => [m.sequence, m.available])).toEqual([[254, 247]]);
});

test('watchers stay connected while the object sleeps', async () => {
  const { variantId, stub, surround } = await shelf(2);
  const { told, socket } = await watch(variantId);
  await expect.poll(() => told).toHaveLength(1);
  await evictDurableObject(stub);
  await surround();
  await stub.execute(hold('a'));
  await expect.poll(() => told.at(-1)).toMatchObject({ sequence: 2, available: 1 });
  socket.close();
});

test('what is no WebSocket, no variant id or no variant is told so', async () => {
  const { variantId, stub } = await shelf(2);
  expect((await request(`/live/stock/${variantId}`, {})).status).toBe(426);
  expect((await request('/live/stock/0')).status).toBe(404);
  expect((await request('/live/stock/1e3')).status).toBe(404);
  await runInDurableObject(stub, (instance: SkuInventory) => {
    instance.dependencies.openStock = async () => null;
  });
  expect((await request(`/live/stock/${variantId}`)).status).toBe(404);
  await runInDurableObject(stub, (instance: SkuInventory) => {
    instance.dependencies.openStock = () => Promise.reject(new Error('records away'));
  });
  const away = await request(`/live/stock/${variantId}`);
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
});
