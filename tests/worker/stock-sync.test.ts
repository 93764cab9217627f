import { exports } from 'cloudflare:workers';
import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { askAdmin } from './admin-support.ts';
import { db } from './checkout-support.ts';

const SECRET = 'only-for-tests-stock';
const word = crypto.randomUUID().slice(0, 8);

interface Item {
  readonly sku: string;
  readonly variantId: number;
}
let items: Item[] = [];
let locations: string[] = [];

beforeAll(async () => {
  const rows = await db.execute<{ sku: string; id: number }>(
    sql`select sku, id::int from variants where sku is not null and tracked order by id desc limit 8`,
  );
  items = rows.rows.map(({ sku, id }) => ({ sku, variantId: id }));
  const places = await db.execute<{ code: string }>(
    sql`select code from warehouses where is_active order by id limit 5`,
  );
  locations = places.rows.map(({ code }) => code);
});

const item = (n: number): Item => items[n] ?? expect.fail('the demo shop is too small');

function signed(body: string, { secret = SECRET, atMs = Date.now() } = {}): Record<string, string> {
  const seconds = Math.floor(atMs / 1_000);
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { 'shopflow-signature': `t=${seconds},v1=${hex}` };
}

async function push(body: string, headers: Record<string, string>, method = 'POST') {
  const init = method === 'POST' ? { method, headers, body } : { method, headers };
  const response = await exports.default.fetch(new Request('http://shop.test/webhooks/stock', init));
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed'),
    answer: z.looseObject({}).parse(await response.json()),
  };
}

/** On hand at the first location, asked of the stock object. */
async function onHand(variantId: number): Promise<number> {
  const answer = await askAdmin(
    `query Q($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 10) { nodes { location { code } quantities(names: ["on_hand"]) { quantity } } } } }`,
    { id: `gid://shopify/InventoryItem/${variantId}` },
  );
  const shape = z.array(
    z.object({ location: z.object({ code: z.string() }), quantities: z.array(z.object({ quantity: z.number() })) }),
  );
  const levels = shape.parse(answer.at('inventoryItem', 'inventoryLevels', 'nodes').value);
  return levels.find((level) => level.location.code === locations[0])?.quantities[0]?.quantity ?? 0;
}

describe('the stock webhook', () => {
  it('writes what it can, says what it refused, and gives a repeated event its first answer', async () => {
    const event = {
      id: `evt-${word}-1`,
      source: 'erp',
      levels: [
        { sku: item(0).sku, location: locations[0], quantity: 31 },
        { sku: item(1).sku, location: locations[0], quantity: 5, compareQuantity: 999_999 },
        { sku: 'NOBODY', location: locations[0], quantity: 1 },
        { sku: item(2).sku, location: 'Atlantis', delta: 4 },
      ],
    };
    const body = JSON.stringify(event);
    const first = await push(body, signed(body));
    expect([first.status, first.replayed]).toEqual([200, null]);
    expect(first.answer).toMatchObject({
      applied: 1,
      refused: [
        { index: 1, sku: item(1).sku, reason: expect.stringContaining('not 999999') },
        { index: 2, sku: 'NOBODY' },
        { index: 3, location: 'Atlantis' },
      ],
    });
    expect(await onHand(item(0).variantId)).toBe(31);
    const again = await push(body, signed(body));
    expect([again.status, again.replayed]).toEqual([200, 'true']);
    expect(again.answer).toEqual(first.answer);
  });

  it('counts a difference once, however often and at once its event comes', async () => {
    const before = await onHand(item(3).variantId);
    const body = JSON.stringify({
      id: `evt-${word}-2`,
      levels: [{ sku: item(3).sku, location: locations[0], delta: 7 }],
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => push(body, signed(body))));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect((await push(body, signed(body))).status).toBe(200);
    expect(await onHand(item(3).variantId)).toBe(before + 7);
    const other = body.replace('"delta":7', '"delta":8');
    expect((await push(other, signed(other))).status).toBe(422);
    expect(await onHand(item(3).variantId)).toBe(before + 7);
  });

  it('refuses what is unsigned, signed by others, changed on its way, old, or malformed', async () => {
    const body = JSON.stringify({
      id: `evt-${word}-3`,
      levels: [{ sku: item(4).sku, location: locations[0], quantity: 77 }],
    });
    const before = await onHand(item(4).variantId);
    expect((await push(body, {})).status).toBe(401);
    expect((await push(body, signed(body, { secret: 'another-secret-of-others' }))).status).toBe(401);
    expect((await push(body.replace('77', '78'), signed(body))).status).toBe(401);
    expect((await push(body, signed(body, { atMs: Date.now() - 301_000 }))).status).toBe(401);
    expect((await push(body, signed(body, { atMs: Date.now() + 302_000 }))).status).toBe(401);
    for (const [malformed, field] of [
      ['{', 'JSON'],
      ['{"id":"x","levels":[]}', 'levels'],
      ['{"id":"x","levels":[{"sku":"a","location":"b"}]}', 'levels.0'],
      ['{"id":"x","levels":[{"sku":"a","location":"b","quantity":-1}]}', 'levels.0.quantity'],
    ] as const) {
      const refused = await push(malformed, signed(malformed));
      expect(refused.status).toBe(400);
      expect(String(refused.answer.error)).toContain(field);
    }
    expect((await push('', {}, 'GET')).status).toBe(405);
    expect(await onHand(item(4).variantId)).toBe(before);
  });

  it('is followed by the records within moments', async () => {
    const body = JSON.stringify({
      id: `evt-${word}-4`,
      levels: [{ sku: item(5).sku, location: locations[0], quantity: 123 }],
    });
    expect((await push(body, signed(body))).status).toBe(200);
    const recorded = () =>
      db.execute<{ on_hand: number }>(sql`select on_hand from stock_levels l join warehouses w on w.id = l.warehouse_id
        where l.variant_id = ${item(5).variantId} and w.code = ${locations[0]}`);
    await expect.poll(async () => (await recorded()).rows[0]?.on_hand).toBe(123);
  });
});

describe('a file over HTTP', () => {
  const ask = async (path: string, init: RequestInit = {}, token = inject('adminToken')) => {
    const headers = { 'x-shopify-access-token': token, 'content-type': 'text/csv' };
    const response = await exports.default.fetch(
      new Request(`http://shop.test/admin/api/stock/imports${path}`, { headers, ...init }),
    );
    return { status: response.status, answer: z.looseObject({}).parse(await response.json()) };
  };

  it('is looked at, taken in, written step by step, and read back', async () => {
    const before = await onHand(item(6).variantId);
    const body = `SKU,Location,On hand\n${item(6).sku},${locations[0]},${before + 11}\nNOBODY,${locations[0]},1\n`;
    const dry = await ask('?dryRun=1', { method: 'POST', body });
    expect(dry).toMatchObject({ status: 200, answer: { lines: 2, rowCount: 1, changing: 1, problems: [{ line: 3 }] } });
    expect(await onHand(item(6).variantId)).toBe(before);
    const created = await ask('?name=counts.csv', { method: 'POST', body });
    expect(created).toMatchObject({ status: 201, answer: { fileName: 'counts.csv', isFinished: false, rowCount: 1 } });
    const run = await ask(`/${created.answer.id}/run`, { method: 'POST' });
    expect(run.answer).toMatchObject({ isFinished: true, appliedCount: 1, problemCount: 1 });
    expect(await onHand(item(6).variantId)).toBe(before + 11);
    expect((await ask(`/${created.answer.id}`)).answer).toMatchObject({ problems: [{ line: 3, column: 'SKU' }] });
  });

  it('is refused from strangers, when it is empty, and where there is nothing', async () => {
    expect((await ask('', { method: 'POST', body: 'x' }, 'wrong')).status).toBe(401);
    expect((await ask('', { method: 'POST', body: '' })).status).toBe(400);
    expect((await ask('')).status).toBe(405);
    expect((await ask('/999999999')).status).toBe(404);
    expect((await ask('/x')).status).toBe(404);
  });
});
