/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { replay } from '../../commerce/inventory/replay.ts';
import { skuObjects } from '../../worker/adapters/sku-objects/inventory.ts';
import { splitInventory } from '../../worker/adapters/sku-objects/split-inventory.ts';
import { askAdmin } from './admin-support.ts';
import { agreeToPay, attempt, readyCart, submit } from './checkout-support.ts';
import { hold, MINUTE, START, World } from './sku-world.ts';

const whole = skuObjects({ namespace: env.SKU_INVENTORY });
const lotOfSku = (variantId: number, k: number) => env.SKU_LOT.getByName(`variant:${variantId}/lot:${k}`);

let nextVariant = 900_000;

/** A SKU split into lots, and its clock. */
class SplitWorld extends World {
  readonly variantId: number;
  readonly lots: number;
  readonly inventory: ReturnType<typeof splitInventory<typeof whole>>;

  constructor(lots: number, stock: Readonly<Record<number, number>>) {
    const variantId = nextVariant++;
    super(stock, variantId);
    this.variantId = variantId;
    this.lots = lots;
    this.inventory = splitInventory(whole, { namespace: env.SKU_LOT, lotsOf: async () => lots });
  }

  override async surround(): Promise<this> {
    await super.surround();
    for (let k = 0; k < this.lots; k += 1)
      await runInDurableObject(this.lot(k), (lot) => {
        lot.dependencies.nowMs = () => this.nowMs;
      });
    return this;
  }

  lot(k: number) {
    return lotOfSku(this.variantId, k);
  }

  /** What the SKU's own object says. */
  own() {
    return whole.read(this.variantId);
  }

  /** What shoppers and staff see. */
  all() {
    return this.inventory.read(this.variantId);
  }
}

const splitWorld = (lots: number, stock: Readonly<Record<number, number>>) => new SplitWorld(lots, stock).surround();

test('200 shoppers at once at four lots for 100 units: exactly 100 hold one', async () => {
  const w = await splitWorld(4, { 1: 60, 2: 40 });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => w.inventory.hold(w.variantId, hold(`h${i}`))),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
  expect(answers.filter((answer) => !answer.ok && answer.reason === 'insufficient')).toHaveLength(100);
  const views = await Promise.all([0, 1, 2, 3].map((k) => w.lot(k).readLot()));
  // Every lot sold: the shoppers were spread.
  for (const view of views) expect(view?.levels.reduce((sum, level) => sum + level.held, 0)).toBeGreaterThan(0);
  expect(await w.all()).toMatchObject({ ok: true, available: 0 });
});

test('a lot that has nothing takes what the others have before it says "sold out"', async () => {
  const w = await splitWorld(3, { 1: 9 });
  // One shopper makes a lot fetch a block; the others sell the rest of the SKU.
  const first = await w.inventory.hold(w.variantId, hold('a'));
  expect(first.ok).toBe(true);
  const rest = await Promise.all(Array.from({ length: 8 }, (_, i) => w.inventory.hold(w.variantId, hold(`b${i}`))));
  expect(rest.every((answer) => answer.ok)).toBe(true);
  expect(await w.inventory.hold(w.variantId, hold('too-late'))).toMatchObject({ ok: false, reason: 'insufficient' });
});

test('a sale in a lot is a commit of the SKU: shipped and freed as any other, and repeated it is the same', async () => {
  const w = await splitWorld(2, { 1: 10, 2: 10 });
  await w.inventory.hold(w.variantId, hold('a', { quantity: 3, warehousePreference: [2, 1] }));
  const commit = { kind: 'commit', holdId: 'a', reference: 'order:1', actor: 'shopper' } as const;
  const answer = await w.inventory.hold(w.variantId, commit);
  expect(answer).toMatchObject({ ok: true, allocations: [{ warehouseId: 2, quantity: 3 }] });
  expect(await w.inventory.hold(w.variantId, commit)).toEqual(answer);
  const own = await w.own();
  expect(own.ok && own.levels.map((level) => level.committed)).toEqual([0, 3]);
  const shipped = await w.inventory.change(w.variantId, {
    kind: 'ship',
    commandId: 's',
    reference: 'order:1',
    allocations: [{ warehouseId: 2, quantity: 3 }],
    actor: 'staff:1',
  });
  expect(shipped.ok).toBe(true);
  expect(await w.all()).toMatchObject({ available: 17, levels: [{ onHand: 10 }, { onHand: 7, committed: 0 }] });
});

test('an order that buys twice out of one lot is committed with both', async () => {
  const w = await splitWorld(1, { 1: 20 });
  const lot = w.lot(0);
  for (const id of ['a', 'b']) {
    expect(await lot.executeInLot(hold(id), 1)).toMatchObject({ ok: true });
    const commit = { kind: 'commit', holdId: id, reference: 'order:7', actor: 'shopper' } as const;
    expect(await lot.executeInLot(commit, 1)).toMatchObject({ ok: true });
  }
  expect(await w.own()).toMatchObject({ levels: [{ committed: 2 }] });
});

test('an expired hold is sold again by its lot; an idle lot gives everything back', async () => {
  const w = await splitWorld(2, { 1: 10 });
  await w.inventory.hold(w.variantId, hold('a', { expiresAtMs: START + MINUTE }));
  w.nowMs = START + MINUTE;
  for (const k of [0, 1]) await runDurableObjectAlarm(w.lot(k));
  expect(await w.all()).toMatchObject({ available: 10 });
  w.nowMs = START + 2 * MINUTE;
  for (const k of [0, 1]) await runDurableObjectAlarm(w.lot(k));
  // An alarm does not wait long for what a lot does outside itself.
  await expect.poll(() => w.own()).toMatchObject({ available: 10, levels: [{ held: 0 }] });
});

test('a lot that is lost after every hold and commit goes on where it was', async () => {
  const w = await splitWorld(2, { 1: 30 });
  for (let i = 0; i < 12; i += 1) {
    expect(await w.inventory.hold(w.variantId, hold(`h${i}`))).toMatchObject({ ok: true });
    for (const k of [0, 1]) await evictDurableObject(w.lot(k));
    await w.surround();
    const commit = { kind: 'commit', holdId: `h${i}`, reference: `order:${i}`, actor: 'shopper' } as const;
    expect(await w.inventory.hold(w.variantId, commit)).toMatchObject({ ok: true });
  }
  const all = await w.all();
  expect(all).toMatchObject({ available: 18, levels: [{ onHand: 30, held: 0, committed: 12 }] });
});

test('while its SKU cannot be reached a sale is not lost: the alarm reports it', async () => {
  const w = await splitWorld(1, { 1: 10 });
  const lot = w.lot(0);
  await lot.executeInLot(hold('a'), 1);
  await runInDurableObject(w.stub, (sku) => {
    sku.dependencies.nowMs = () => {
      throw new Error('the SKU is away');
    };
  });
  const commit = { kind: 'commit', holdId: 'a', reference: 'order:1', actor: 'shopper' } as const;
  expect(await lot.executeInLot(commit, 1)).toEqual({ ok: false, reason: 'unavailable', retryable: true });
  await w.surround();
  expect(await w.own()).toMatchObject({ levels: [{ committed: 0 }] });
  w.nowMs = START + 2_000;
  await runDurableObjectAlarm(lot);
  await expect.poll(() => w.own()).toMatchObject({ levels: [{ committed: 1 }] });
  expect(await lot.executeInLot(commit, 1)).toMatchObject({ ok: true });
  const ledger = await w.stub.ledger(0, 500);
  if (!ledger.ok) throw new Error('ledger');
  expect(replay(w.variantId, ledger.entries).levels.get(1)?.quantities).toMatchObject({ onHand: 10, committed: 1 });
});

test('whoever watches hears what all lots have together, though the SKU itself has less', async () => {
  const w = await splitWorld(4, { 1: 100 });
  const response = await w.stub.fetch(`https://stock.internal/live/stock/${w.variantId}`, {
    headers: { upgrade: 'websocket' },
  });
  const socket = response.webSocket ?? expect.fail(`not a WebSocket: ${response.status}`);
  const told: number[] = [];
  socket.addEventListener('message', (event) => told.push(JSON.parse(String(event.data)).available));
  socket.accept();
  const within = { timeout: 2_000, interval: 20 };
  await expect.poll(() => told.at(-1), within).toBe(100);
  const held = await Promise.all(Array.from({ length: 30 }, (_, i) => w.inventory.hold(w.variantId, hold(`h${i}`))));
  expect(held.every((answer) => answer.ok)).toBe(true);
  await expect.poll(() => told.at(-1), within).toBe(70);
  // Blocks wait in the lots: the object's own number is another, and nobody was ever told that one.
  const own = await w.own();
  expect(own.ok && own.available).toBeLessThan(70);
  expect(Math.min(...told)).toBeGreaterThanOrEqual(70);
  await w.inventory.hold(w.variantId, { kind: 'release', holdId: 'h3', actor: 'shopper' });
  await expect.poll(() => told.at(-1), within).toBe(71);
  const commit = { kind: 'commit', holdId: 'h4', reference: 'order:4', actor: 'shopper' } as const;
  await w.inventory.hold(w.variantId, commit);
  // An object that is lost goes on with what lots told it; lots that give back change nothing for the shopper.
  await evictDurableObject(w.stub);
  await w.surround();
  const again = await w.stub.fetch(`https://stock.internal/live/stock/${w.variantId}`, {
    headers: { upgrade: 'websocket' },
  });
  const second = again.webSocket ?? expect.fail(`not a WebSocket: ${again.status}`);
  const after: number[] = [];
  second.addEventListener('message', (event) => after.push(JSON.parse(String(event.data)).available));
  second.accept();
  await expect.poll(() => after.at(-1), within).toBe(71);
  for (const k of [0, 1, 2, 3]) await w.lot(k).giveBack();
  await expect.poll(async () => (await w.own()).ok && (await w.all()).ok, within).toBe(true);
  await expect.poll(() => after.at(-1), within).toBe(71);
  second.close();
});

test('staff split a variant; a purchase of it is sold by a lot and shipped as any other', async () => {
  const item = 'gid://shopify/InventoryItem/7';
  const split =
    'mutation Split($id: ID!, $lots: Int!) { inventoryItemLotsUpdate(id: $id, lots: $lots) { inventoryItem { stockLots } userErrors { field message } } }';
  const refused = await askAdmin(split, { id: item, lots: 9 });
  expect(refused.at('inventoryItemLotsUpdate', 'userErrors').value).toEqual([
    { field: ['lots'], message: 'lots must be 1 to 8.' },
  ]);
  const before = await whole.read(7);
  const answer = await askAdmin(split, { id: item, lots: 3 });
  expect(answer.at('inventoryItemLotsUpdate', 'inventoryItem', 'stockLots').value).toBe(3);
  const cart = await readyCart(7);
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const outcome = await attempt((await submit(cart.id, 'attempt-in-a-lot')).text('result', 'attemptId'));
  expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
  const after = await whole.read(7);
  const sum = (reading: typeof after, name: 'committed' | 'onHand') =>
    reading.ok ? reading.levels.reduce((total, level) => total + level[name], 0) : Number.NaN;
  expect(sum(after, 'committed')).toBe(sum(before, 'committed') + 1);
  const lots = await Promise.all([0, 1, 2].map((k) => lotOfSku(7, k).readLot()));
  expect(lots.filter((view) => view !== null)).toHaveLength(1);
  await askAdmin(split, { id: item, lots: 1 });
});
