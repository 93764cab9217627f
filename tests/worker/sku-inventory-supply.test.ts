/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import type { InventoryCommand, LedgerEntry } from '../../commerce/inventory/contract.ts';
import { causesAt, replayUntil } from '../../commerce/inventory/replay.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { hold, MINUTE, START, World } from './sku-world.ts';

let nextVariant = 7_000;
const shelf = (onHand: Readonly<Record<number, number>>) => new World(onHand, nextVariant++).surround();
const by = { actor: 'staff:1' } as const;

/** The whole ledger of an object. */
async function ledgerOf(w: World): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (;;) {
    const page = await w.stub.ledger(entries.at(-1)?.sequence ?? 0, 500);
    if (!page.ok) expect.fail(page.reason);
    if (page.entries.length === 0) return entries;
    entries.push(...structuredClone(page.entries));
  }
}

async function evicted(w: World): Promise<void> {
  await w.settled();
  await evictDurableObject(w.stub);
  await w.surround();
}

test('arrivals, limits and holds sold in part are the same after an eviction', async () => {
  const w = await shelf({ 1: 5, 2: 5 });
  const arrival = { reference: 'po:1', quantity: 4, expectedAtMs: START + 100 * MINUTE } as const;
  const commands: InventoryCommand[] = [
    { kind: 'expect', commandId: 'e', warehouseId: 1, ...arrival, ...by },
    {
      kind: 'transfer',
      commandId: 't',
      reference: 'transfer:1',
      fromWarehouseId: 2,
      toWarehouseId: 1,
      quantity: 2,
      expectedAtMs: null,
      ...by,
    },
    { kind: 'limit', commandId: 'l', preorderLimit: 3, maxPerHold: 9, ...by },
    hold('h', { quantity: 9 }),
    { kind: 'commit', holdId: 'h', reference: 'order:1', quantity: 6, remainder: 'keep', actor: 'system' },
  ];
  const answers = await w.stub.executeMany(commands);
  expect(answers.every((answer) => answer.ok)).toBe(true);
  const before = await w.read();
  expect(before).toMatchObject({ available: 0, owed: 1, beyond: { kind: 'preorder', units: 2 } });
  expect(before.expected.map((one) => one.reference)).toEqual(['po:1', 'transfer:1']);
  await evicted(w);
  expect(await w.read()).toEqual(before);
  expect(await w.stub.executeMany(commands)).toEqual(answers);
  expect(await w.read()).toEqual(before);
});

test('units kept after a partial commit expire by the alarm and are free at once', async () => {
  const w = await shelf({ 1: 4 });
  await w.execute(hold('h', { quantity: 4 }));
  await w.execute({ kind: 'commit', holdId: 'h', reference: 'o', quantity: 1, remainder: 'keep', actor: 'system' });
  await evicted(w);
  w.nowMs = START + 10 * MINUTE;
  await runDurableObjectAlarm(w.stub);
  const rows = await runInDurableObject(w.stub, (_: SkuInventory, state) =>
    state.storage.sql.exec<{ status: string }>("SELECT status FROM holds WHERE hold_id = 'h'").toArray(),
  );
  expect(rows).toEqual([{ status: 'expired' }]);
  expect(await w.read()).toMatchObject({ available: 3, levels: [{ held: 0, committed: 1 }] });
});

test('50 tabs of one customer at once get what one customer may have, also after an eviction; others are not counted', async () => {
  const w = await shelf({ 1: 500 });
  await w.execute({ kind: 'limit', commandId: 'l', maxPerCustomer: 4, customerWindowMs: 60 * MINUTE, ...by });
  const ask = (from: number, customer: string) =>
    Promise.all(Array.from({ length: 50 }, (_, i) => w.execute(hold(`${customer}${from + i}`, { customer }))));
  const answers = await ask(0, 'ann');
  expect(answers.filter((answer) => answer.ok)).toHaveLength(4);
  await w.execute({ kind: 'commit', holdId: 'ann0', reference: 'order:1', actor: 'system' });
  await w.execute({ kind: 'release', holdId: 'ann1', actor: 'shopper' });
  await evicted(w);
  expect((await ask(100, 'ann')).filter((answer) => answer.ok)).toHaveLength(1);
  expect((await ask(0, 'bob')).filter((answer) => answer.ok)).toHaveLength(4);
});

test('without a limit per customer no hold is stored under one: the index stays empty', async () => {
  const w = await shelf({ 1: 5 });
  const counted = await runInDurableObject(w.stub, async (instance: SkuInventory, state) => {
    await instance.execute(hold('first'));
    const { sql } = state.storage;
    const rows = () =>
      sql.exec<{ customers: number }>('SELECT count(customer) AS customers FROM holds').one().customers;
    await instance.execute(hold('second'));
    return rows();
  });
  expect(counted).toBe(0);
});

test('any past moment of a long ledger is what a replay from its beginning gives, read from the snapshot before it', async () => {
  const w = await shelf({ 1: 40, 2: 10 });
  for (let round = 0; round < 26; round += 1) {
    w.nowMs = START + round * MINUTE;
    const some = Array.from({ length: 50 }, (_, i): InventoryCommand[] => {
      const id = `${round}-${i}`;
      if (i === 7) return [{ kind: 'receive', commandId: id, warehouseId: 1, quantity: 1, ...by }];
      if (i === 8) {
        const expected = { reference: `po:${round % 3}`, quantity: round % 4, expectedAtMs: null };
        return [{ kind: 'expect', commandId: id, warehouseId: 2, ...expected, ...by }];
      }
      if (i === 9) return [{ kind: 'limit', commandId: id, maxPerHold: 100 + (round % 3), ...by }];
      return [hold(id, { expiresAtMs: START + 40 * MINUTE }), { kind: 'release', holdId: id, actor: 'shopper' }];
    });
    await w.stub.executeMany(some.flat());
  }
  await w.settled();
  const ledger = await ledgerOf(w);
  expect(ledger.length).toBeGreaterThan(2_000);
  const variantId = (await w.read()).variantId;
  for (const atMs of [START - 1, START, START + 5.5 * MINUTE, START + 13 * MINUTE, START + 22 * MINUTE, w.nowMs]) {
    const past = await w.stub.readAt(atMs);
    expect(past).toEqual({ ok: true, ...viewOf(replayUntil(variantId, ledger, atMs)) });
    expect(await w.stub.causesAt(atMs)).toEqual({ ok: true, ...causesAt(ledger, atMs) });
  }
  const kept = await runInDurableObject(w.stub, (_: SkuInventory, state) =>
    state.storage.sql.exec<{ sequence: number }>('SELECT sequence FROM snapshots ORDER BY sequence').toArray(),
  );
  expect(kept).toHaveLength(Math.floor(ledger.length / 1_000));
});

test('a count is measured against what the ledger says of its moment', async () => {
  const w = await shelf({ 1: 10 });
  await w.execute(hold('h', { quantity: 3 }));
  await w.execute({ kind: 'commit', holdId: 'h', reference: 'o', actor: 'system' });
  w.nowMs = START + 10 * MINUTE;
  const allocations = [{ warehouseId: 1, quantity: 3 }];
  const counted = await w.stub.executeMany([
    { kind: 'ship', commandId: 's', reference: 'o', allocations, ...by },
    { kind: 'count', commandId: 'c', warehouseId: 1, quantity: 9, seenAtMs: START + 5 * MINUTE, ...by },
  ]);
  expect(counted.map((answer) => answer.ok)).toEqual([true, true]);
  expect((await w.read()).levels[0]).toMatchObject({ onHand: 6 });
});

test('an object written before limits existed keeps its holds, their ages and their answers', async () => {
  const w = await shelf({ 1: 5 });
  const kept = await w.execute(hold('kept', { quantity: 2 }));
  const sold = hold('sold');
  await w.execute(sold);
  const commit = { kind: 'commit', holdId: 'sold', reference: 'order:1', actor: 'system' } as const;
  const committed = await w.execute(commit);
  await w.settled();
  await runInDurableObject(w.stub, (_: SkuInventory, state) => {
    state.storage.sql.exec(`
      DROP INDEX holds_customer;
      ALTER TABLE holds DROP COLUMN held_at_ms; ALTER TABLE holds DROP COLUMN customer;
      ALTER TABLE holds DROP COLUMN arrives_at_ms; ALTER TABLE holds DROP COLUMN commits;
      ALTER TABLE stock DROP COLUMN terms;
      DROP TABLE expected; DROP TABLE snapshots;
      DELETE FROM schema_steps WHERE step = 1;`);
  });
  await evictDurableObject(w.stub);
  await w.surround();
  expect(await w.execute(hold('kept', { quantity: 2 }))).toEqual(kept);
  expect(await w.execute(commit)).toEqual(committed);
  await w.execute({ kind: 'limit', commandId: 'l', maxHoldLifeMs: 15 * MINUTE, ...by });
  const extend = { kind: 'extend', holdId: 'kept', expiresAtMs: START + 16 * MINUTE, actor: 'shopper' } as const;
  expect(await w.execute(extend)).toMatchObject({ reason: 'over_limit', most: START + 15 * MINUTE });
});
