/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, inject, test } from 'vitest';
import type { HoldCommand } from '../../commerce/inventory/contract.ts';
import { createDb } from '../../db/client.ts';
import { products, variants } from '../../db/schema/catalogue.ts';
import { stockLedger, stockLevels, warehouses } from '../../db/schema/stock.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { neonStockRecords } from '../../worker/adapters/neon/stock-records.ts';
import { skuObjects } from '../../worker/adapters/sku-objects/inventory.ts';
import { projectStock } from '../../worker/jobs/project-stock.ts';
import { rebuildStock, stockDrift } from '../../worker/services/stock-drift.ts';

/** Far enough ahead that no alarm fires by itself. */
const START = 4_000_000_000_000;

const db = createDb({ DATABASE_URL: inject('databaseUrl'), NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
const inventory = skuObjects({ namespace: env.SKU_INVENTORY });
const records = neonStockRecords(db);

let warehouseId = 0;
let productId = 0;

beforeAll(async () => {
  const place = {
    code: `records-${crypto.randomUUID()}`,
    name: 'Records',
    city: 'Ghent',
    country: 'BE',
    latitude: 51,
    longitude: 3.7,
    isActive: false,
  };
  const [warehouse] = await db.insert(warehouses).values(place).returning({ id: warehouses.id });
  const [product] = await db
    .insert(products)
    .values({ handle: place.code, title: 'Records' })
    .returning({ id: products.id });
  warehouseId = warehouse?.id ?? 0;
  productId = product?.id ?? 0;
});

async function newVariant(onHand: number): Promise<number> {
  const title = crypto.randomUUID();
  const [variant] = await db
    .insert(variants)
    .values({ productId, title, position: 1, optionValues: [title] })
    .returning({ id: variants.id });
  const variantId = variant?.id ?? 0;
  await db.insert(stockLevels).values({ variantId, warehouseId, onHand });
  return variantId;
}

/** Lets the object send to the consumer itself, as the queue would, and holds its clock. */
async function connect(variantId: number) {
  const stub = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName(`variant:${variantId}`));
  await runInDurableObject(stub, (instance: SkuInventory) => {
    instance.dependencies = {
      ...instance.dependencies,
      nowMs: () => START,
      send: (messages) => projectStock(messages, { records }),
    };
  });
  return stub;
}

const hold = (holdId: string, quantity = 1): HoldCommand => ({
  kind: 'hold',
  holdId,
  reference: 'cart-1',
  quantity,
  expiresAtMs: START + 60_000,
  warehousePreference: [warehouseId],
  actor: 'shopper',
});

const noDrift = (variantId: number) => ({ ok: true, variantId, drifts: [] });

test('from the records into the object and back: a purchase leaves no drift', async () => {
  const variantId = await newVariant(5);
  await connect(variantId);
  expect(await inventory.hold(variantId, hold('a', 2))).toMatchObject({
    ok: true,
    allocations: [{ warehouseId, quantity: 2 }],
  });
  expect(
    await inventory.hold(variantId, { kind: 'commit', holdId: 'a', reference: 'order:1', actor: 'system' }),
  ).toMatchObject({ ok: true });
  expect(
    await inventory.change(variantId, {
      kind: 'ship',
      commandId: 's',
      reference: 'order:1',
      allocations: [{ warehouseId, quantity: 1 }],
      actor: 'staff:1',
    }),
  ).toMatchObject({ ok: true });
  await expect.poll(() => stockDrift(variantId, { records, inventory })).toMatchObject(noDrift(variantId));
  expect(await records.levels(variantId)).toEqual([
    { variantId, warehouseId, onHand: 4, held: 0, committed: 1, incoming: 0, safetyStock: 0, sequence: 4 },
  ]);
});

test('deleted rows are rebuilt as they were, falsified ones are found', async () => {
  const variantId = await newVariant(5);
  await connect(variantId);
  await inventory.executeMany(variantId, [hold('a'), hold('b'), { kind: 'release', holdId: 'a', actor: 'shopper' }]);
  await expect.poll(() => stockDrift(variantId, { records, inventory })).toMatchObject(noDrift(variantId));
  const right = await records.levels(variantId);
  await db.delete(stockLevels).where(sql`variant_id = ${variantId}`);
  await db.delete(stockLedger).where(sql`variant_id = ${variantId}`);
  expect(await stockDrift(variantId, { records, inventory })).toMatchObject({
    drifts: [{ between: 'object and records', what: 'missing' }],
  });
  await rebuildStock(variantId, { records, inventory });
  expect(await records.levels(variantId)).toEqual(right);
  expect(await db.$count(stockLedger, sql`variant_id = ${variantId}`)).toBe(4);
});

test('an object whose storage is lost goes on where the records are', async () => {
  const variantId = await newVariant(5);
  const stub = await connect(variantId);
  await inventory.hold(variantId, hold('a', 2));
  await inventory.hold(variantId, { kind: 'commit', holdId: 'a', reference: 'order:1', actor: 'system' });
  await inventory.hold(variantId, hold('b'));
  await expect.poll(() => stockDrift(variantId, { records, inventory })).toMatchObject(noDrift(variantId));
  await runInDurableObject(stub, (_: SkuInventory, state) => state.storage.deleteAll());
  await evictDurableObject(stub);
  await connect(variantId);
  expect(await inventory.read(variantId)).toMatchObject({
    ok: true,
    available: 3,
    sequence: 6,
    levels: [{ onHand: 5, held: 0, committed: 2 }],
  });
  const shipped = await inventory.change(variantId, {
    kind: 'ship',
    commandId: 's',
    reference: 'order:1',
    allocations: [{ warehouseId, quantity: 2 }],
    actor: 'staff:1',
  });
  expect(shipped).toMatchObject({ ok: true, sequence: 7 });
  await expect.poll(() => records.levels(variantId)).toMatchObject([{ onHand: 3, held: 0, committed: 0, sequence: 7 }]);
});

test('many variants are read together; unknown ones are named', async () => {
  const some = [await newVariant(1), await newVariant(2), await newVariant(3)];
  for (const variantId of some) await connect(variantId);
  const readings = await inventory.availability([...some, 900_000_001]);
  expect([...readings.values()].map((reading) => (reading.ok ? reading.available : reading.reason))).toEqual([
    1,
    2,
    3,
    'not_found',
  ]);
});

test('who opens many objects reads the records once; an open object keeps what it has', async () => {
  const [first, second] = [await newVariant(7), await newVariant(8)];
  const openings = await records.unopened([first, second]);
  expect(openings.get(first)).toMatchObject({ sequence: 0, levels: [{ warehouseId, onHand: 7 }] });
  const stub = await connect(first);
  await runInDurableObject(stub, (instance: SkuInventory) => {
    instance.dependencies.openStock = () => Promise.reject(new Error('the records were asked again'));
  });
  const command = hold('opened-with');
  expect(await inventory.executeMany(first, [command], openings.get(first))).toMatchObject([{ ok: true }]);
  expect(await inventory.executeMany(first, [hold('later')], openings.get(second))).toMatchObject([{ ok: true }]);
  expect(await inventory.read(first)).toMatchObject({ available: 5 });
  await expect.poll(async () => (await records.ledger(first, 0, 10)).length).toBeGreaterThan(0);
  // A variant with a ledger has an object that knows more than the records.
  expect([...(await records.unopened([first, second])).keys()]).toEqual([second]);
});
