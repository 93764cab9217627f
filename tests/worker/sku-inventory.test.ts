/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { CommitCommand, InventoryCommand, ReleaseCommand } from '../../commerce/inventory/contract.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { hold, MINUTE, START, world } from './sku-world.ts';

const commit = (holdId: string, reference = `order-of-${holdId}`): CommitCommand => ({
  kind: 'commit',
  holdId,
  reference,
  actor: 'system',
});
const release = (holdId: string): ReleaseCommand => ({ kind: 'release', holdId, actor: 'shopper' });

test('200 shoppers at once for 100 units: exactly 100 hold one, the others hear how many are left', async () => {
  const w = await world({ 1: 60, 2: 40 });
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => w.execute(hold(`h${i}`))));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
  expect(
    answers.filter((answer) => !answer.ok && answer.reason === 'insufficient' && answer.available === 0),
  ).toHaveLength(100);
  const view = await w.read();
  expect(view.available).toBe(0);
  expect(view.levels.map((level) => level.held)).toEqual([60, 40]);
  expect(w.opened).toBe(1);
});

test('the same hold asked for by 50 calls at once takes one unit', async () => {
  const w = await world({ 1: 60 });
  const answers = await Promise.all(Array.from({ length: 50 }, () => w.execute(hold('h'))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect((await w.read()).available).toBe(59);
});

test('the alarm stands at the earliest expiry and frees the unit at its time, without anybody asking', async () => {
  const w = await world({ 1: 2 });
  await w.execute(hold('late', { expiresAtMs: START + 9 * MINUTE }));
  await w.execute(hold('early', { expiresAtMs: START + 5 * MINUTE }));
  await w.settled();
  await runDurableObjectAlarm(w.stub);
  expect(await w.alarmAt()).toBe(START + 5 * MINUTE);

  w.nowMs = START + 5 * MINUTE;
  expect(await runDurableObjectAlarm(w.stub)).toBe(true);
  const ledger = await w.stub.ledger(0, 100);
  expect(ledger.ok && ledger.entries.at(-1)).toMatchObject({
    kind: 'expired',
    holdId: 'early',
    available: 1,
    actor: 'system',
  });
  await w.settled();
  await runDurableObjectAlarm(w.stub);
  expect(await w.alarmAt()).toBe(START + 9 * MINUTE);
});

test('an overdue hold is ended before the next command and the next reading even when the alarm is late', async () => {
  const w = await world({ 1: 1 });
  await w.execute(hold('a', { expiresAtMs: START + MINUTE }));
  w.nowMs = START + MINUTE - 1;
  expect(await w.execute(hold('b'))).toMatchObject({ ok: false, reason: 'insufficient' });
  w.nowMs = START + MINUTE;
  expect((await w.read()).available).toBe(1);
  expect(await w.execute(hold('b'))).toMatchObject({ ok: true });
  expect(await w.execute(commit('a'))).toEqual({
    ok: false,
    reason: 'expired',
    holdId: 'a',
    expiredAtMs: START + MINUTE,
  });
});

test('a commit sells once however often it is sent, and a refused one sells nothing', async () => {
  const w = await world({ 1: 3 });
  await w.execute(hold('a', { quantity: 2 }));
  const answers = await Promise.all([
    w.execute(commit('a')),
    w.execute(commit('a')),
    w.execute(commit('a', 'another-order')),
  ]);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toMatchObject({ ok: false, reason: 'exists_with_different_content' });
  expect(await w.execute(release('a'))).toMatchObject({ ok: false, reason: 'already_committed' });
  expect((await w.read()).levels[0]).toMatchObject({ onHand: 3, held: 0, committed: 2, available: 1 });
});

test('commit, release and expiry racing for one hold end it in exactly one way', async () => {
  const w = await world({ 1: 20 });
  for (let i = 0; i < 20; i += 1) await w.execute(hold(`h${i}`, { expiresAtMs: START + MINUTE }));
  const races = Array.from({ length: 20 }, (_, i) => {
    if (i === 10) w.nowMs = START + MINUTE;
    return Promise.all(
      i % 2
        ? [w.execute(release(`h${i}`)), w.execute(commit(`h${i}`))]
        : [w.execute(commit(`h${i}`)), w.execute(release(`h${i}`))],
    );
  });
  await Promise.all(races);
  const { levels } = await w.read();
  const ledger = await w.stub.ledger(0, 500);
  const ends = ledger.ok
    ? ledger.entries.filter((entry) => ['committed', 'released', 'expired'].includes(entry.kind))
    : [];
  expect(new Set(ends.map((entry) => entry.holdId)).size).toBe(20);
  expect(ends).toHaveLength(20);
  expect(levels[0]).toMatchObject({
    onHand: 20,
    held: 0,
    committed: ends.filter((entry) => entry.kind === 'committed').length,
  });
});

test('everything answered survives the object being thrown out of memory', async () => {
  const w = await world({ 1: 5, 2: 5 });
  const held = await w.execute(hold('a', { quantity: 7 }));
  await w.execute(hold('b'));
  await w.execute(commit('b'));
  await w.execute({
    kind: 'set',
    commandId: 'c1',
    warehouseId: 2,
    name: 'safety_stock',
    quantity: 1,
    actor: 'staff:1',
  });
  await w.settled();
  const before = await w.read();
  await evictDurableObject(w.stub);
  await w.surround();
  expect(await w.read()).toEqual(before);
  expect(await w.execute(hold('a', { quantity: 7 }))).toEqual(held);
  expect(
    await w.execute({
      kind: 'set',
      commandId: 'c1',
      warehouseId: 2,
      name: 'safety_stock',
      quantity: 2,
      actor: 'staff:1',
    }),
  ).toMatchObject({ ok: false, reason: 'exists_with_different_content' });
  expect(
    await w.execute({
      kind: 'ship',
      commandId: 's1',
      reference: 'order-of-b',
      allocations: [{ warehouseId: 2, quantity: 1 }],
      actor: 'staff:1',
    }),
  ).toMatchObject({ ok: true });
  expect(w.opened).toBe(1);
  const ledger = await w.stub.ledger(0, 500);
  if (!ledger.ok) expect.fail();
  const { variantId, ...replayed } = viewOf(replay(before.variantId, ledger.entries));
  expect(await w.read()).toEqual({ ok: true, variantId, ...replayed });
});

test('the queue hears every entry once, in order, with the stock after it', async () => {
  const w = await world({ 1: 150 });
  await Promise.all(Array.from({ length: 150 }, (_, i) => w.execute(hold(`h${i}`))));
  await w.execute(release('h7'));
  await w.settled();
  const entries = w.sent.flatMap((message) => message.entries);
  expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: 152 }, (_, i) => i + 1));
  for (const [i, message] of w.sent.entries()) {
    expect(message.availableBefore).toBe(w.sent[i - 1]?.available ?? 0);
    expect(message.levels).toEqual([{ warehouseId: 1, ...message.entries.at(-1)?.after, sequence: message.sequence }]);
  }
  await runDurableObjectAlarm(w.stub);
  expect(w.sent.flatMap((message) => message.entries)).toHaveLength(152);
});

test('entries the queue did not take wait, also through an eviction, and the alarm sends them', async () => {
  const w = await world({ 1: 5 });
  w.queueAway = true;
  expect(await w.execute(hold('a'))).toMatchObject({ ok: true });
  expect(await w.alarmAt()).toBe(START + 2_000);
  let waitMs = 0;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    w.nowMs += 30_000;
    await runDurableObjectAlarm(w.stub);
    const longer = Number(await w.alarmAt()) - w.nowMs;
    expect(longer).toBeGreaterThan(waitMs);
    waitMs = longer;
  }
  expect(w.sent).toEqual([]);
  await evictDurableObject(w.stub);
  await w.surround();
  w.queueAway = false;
  expect(await runDurableObjectAlarm(w.stub)).toBe(true);
  expect(w.sent.flatMap((message) => message.entries.map((entry) => entry.kind))).toEqual(['opened', 'held']);
});

test('while the records are away nothing is decided and nothing is remembered; afterwards the same command goes through', async () => {
  const w = await world({ 1: 1 });
  w.recordsAway = true;
  expect(await w.execute(hold('a'))).toEqual({ ok: false, reason: 'unavailable', retryable: true });
  expect(await w.stub.read()).toEqual({ ok: false, reason: 'unavailable', retryable: true });
  const tables = await runInDurableObject(w.stub, (_: SkuInventory, state) =>
    state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
  );
  expect(tables).toEqual([]);
  w.recordsAway = false;
  expect(await w.execute(hold('a'))).toMatchObject({ ok: true });
  w.recordsAway = true;
  expect(await w.execute(hold('b'))).toMatchObject({ ok: false, reason: 'insufficient' });
});

test('a variant the records do not know has no stock and leaves no trace', async () => {
  const w = await world(null);
  expect(await w.execute(hold('a'))).toMatchObject({ ok: false, reason: 'not_found', what: 'variant' });
  w.opening = { policy: 'deny', sequence: 0, levels: [], commitments: [] };
  expect(await w.execute(hold('a'))).toEqual({ ok: false, reason: 'insufficient', requested: 1, available: 0 });
  const stranger = env.SKU_INVENTORY.get(env.SKU_INVENTORY.idFromName('variant:1e3'));
  expect(await stranger.read()).toMatchObject({ ok: false, reason: 'not_found' });
});

test('an object that lost its storage goes on after the records: sequence, sold units, no stale holds', async () => {
  const w = await world({});
  w.opening = {
    policy: 'continue',
    sequence: 41,
    levels: [{ warehouseId: 3, onHand: 9, held: 2, committed: 3, incoming: 4, safetyStock: 1 }],
    commitments: [{ reference: 'order-1', warehouseId: 3, quantity: 2 }],
  };
  const view = await w.read();
  expect(view).toMatchObject({ sequence: 44, policy: 'continue', available: 5 });
  expect(view.levels[0]).toMatchObject({ onHand: 9, held: 0, committed: 3, incoming: 4, safetyStock: 1 });
  const ship = (commandId: string, reference: string, quantity: number): InventoryCommand => ({
    kind: 'ship',
    commandId,
    reference,
    allocations: [{ warehouseId: 3, quantity }],
    actor: 'staff:1',
  });
  expect(await w.execute(ship('s1', 'order-1', 2))).toMatchObject({ ok: true });
  expect(await w.execute(ship('s2', 'order-0', 1))).toMatchObject({ ok: true });
  expect(await w.execute(ship('s3', 'order-0', 1))).toMatchObject({ ok: false, reason: 'insufficient', available: 0 });
  await w.settled();
  expect(w.sent[0]?.entries[0]?.sequence).toBe(42);
});

test('commands of one call are decided in order and refused one by one', async () => {
  const w = await world({ 1: 2 });
  const answers = await w.stub.executeMany([
    hold('a', { quantity: 2 }),
    hold('b'),
    release('a'),
    hold('c'),
    hold('d', { quantity: 0 }),
  ]);
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.reason))).toEqual([
    'ok',
    'insufficient',
    'ok',
    'ok',
    'invalid',
  ]);
});

test('a turn that cannot be written leaves memory as the disk is', async () => {
  const w = await world({ 1: 2 });
  await w.execute(hold('a'));
  await w.settled();
  const sabotage = (sql: string) =>
    runInDurableObject(w.stub, (_: SkuInventory, state) => void state.storage.sql.exec(sql));
  await sabotage("INSERT INTO ledger (sequence, occurred_at_ms, available, entry) VALUES (3, 0, 0, '{}')");
  const failure = await runInDurableObject(w.stub, (instance: SkuInventory) =>
    instance.execute(hold('b')).catch(String),
  );
  expect(failure).toContain('UNIQUE constraint failed: ledger.sequence');
  await sabotage('DELETE FROM ledger WHERE sequence = 3');
  expect(await w.read()).toMatchObject({ sequence: 2, available: 1 });
  expect(await w.execute(hold('b'))).toMatchObject({ ok: true, sequence: 3 });
});

test('why was it 3 at 14:02: the ledger gives the stock of any past moment', async () => {
  const w = await world({ 1: 5, 2: 1 });
  await w.read();
  w.nowMs = START + MINUTE;
  await w.execute(hold('a', { quantity: 3 }));
  w.nowMs = START + 2 * MINUTE;
  await w.execute({ kind: 'configure', commandId: 'p', policy: 'continue', actor: 'staff:1' });
  await w.execute(commit('a'));
  const at = async (timeMs: number) => {
    const view = await w.stub.readAt(timeMs);
    return view.ok
      ? [view.sequence, view.available, view.policy, ...view.levels.map((level) => `${level.held}+${level.committed}`)]
      : view;
  };
  expect(await at(START - 1)).toEqual([0, 0, 'deny']);
  expect(await at(START + MINUTE - 1)).toEqual([2, 6, 'deny', '0+0', '0+0']);
  expect(await at(START + MINUTE)).toEqual([3, 3, 'deny', '3+0', '0+0']);
  expect(await at(START + 9 * MINUTE)).toEqual([5, 3, 'continue', '0+3', '0+0']);
});

test('a clock that goes backwards does not reorder the ledger', async () => {
  const w = await world({ 1: 5 });
  await w.execute(hold('a'));
  w.nowMs = START - 5 * MINUTE;
  await w.execute(hold('b'));
  const ledger = await w.stub.ledger(0, 10);
  expect(ledger.ok && ledger.entries.map((entry) => entry.occurredAtMs)).toEqual([START, START, START]);
});

test('pages of the ledger are bounded', async () => {
  const w = await world({ 1: 5 });
  await w.stub.executeMany([hold('a'), hold('b'), hold('c')]);
  const page = await w.stub.ledger(1, 2);
  expect(page).toMatchObject({ ok: true, sequence: 4, entries: [{ sequence: 2 }, { sequence: 3 }] });
  expect(await w.stub.ledger(0, -5)).toMatchObject({ entries: [{ sequence: 1 }] });
});
