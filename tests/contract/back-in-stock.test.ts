import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDb } from '../../db/client.ts';
import { neonBackInStock } from '../../worker/adapters/neon/back-in-stock.ts';
import type { BackInStockRecords, NewBackInStockRequest } from '../../worker/ports/back-in-stock.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOW = Date.UTC(2030, 0, 15, 6);
const MINUTE = 60_000;
const AT = { nowMs: NOW, staleBeforeMs: NOW - 10 * MINUTE };

let database: FreshDatabase;
let pool: Pool;
let records: BackInStockRecords;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  records = neonBackInStock(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  await pool.query(
    'truncate back_in_stock_requests, back_in_stock_quiet, products, warehouses restart identity cascade',
  );
  await pool.query(`insert into products (handle, title) values ('cup', 'Cup')`);
  await pool.query(
    `insert into variants (product_id, title, position, option_values) select 1, n::text, n, array[n::text] from generate_series(1, 4) n`,
  );
  await pool.query(
    `insert into warehouses (code, name, city, country, latitude, longitude) values ('a', 'A', 'Leer', 'DE', 53, 7), ('b', 'B', 'Leer', 'DE', 53, 7)`,
  );
});

let keys = 0;
const asking = (variantId: number, name: string, over: Partial<NewBackInStockRequest> = {}): NewBackInStockRequest => ({
  variantId,
  email: `${name}@shop.example`,
  person: `${name}@shop.example`,
  language: 'de',
  country: 'DE',
  key: `${keys++}`.padStart(32, '0'),
  requestedAtMs: NOW,
  ...over,
});
const stock = (variantId: number, onHand: number, held = 0) =>
  pool.query(
    'insert into stock_levels (variant_id, warehouse_id, on_hand, held) values ($1, 1, $2, $3) on conflict (variant_id, warehouse_id) do update set on_hand = $2, held = $3',
    [variantId, onHand, held],
  );
const names = (list: readonly { readonly email: string }[]) => list.map(({ email }) => email.split('@')[0]);

describe('requests', () => {
  it('are one per person and variant, up to a limit of variants', async () => {
    expect(await records.add(asking(1, 'ada'), 2)).toBe('added');
    expect(await records.add(asking(1, 'ada'), 2)).toBe('waiting');
    expect(await records.add(asking(2, 'ada'), 2)).toBe('added');
    expect(await records.add(asking(2, 'ada'), 2)).toBe('waiting');
    expect(await records.waiting(1)).toBe(1);
    // The oldest makes room, and only the person's own.
    await records.add(asking(1, 'bo'), 2);
    expect(await records.add(asking(3, 'ada'), 2)).toBe('added');
    expect(names(await records.claim(1, 9, AT))).toEqual(['bo']);
    expect(await records.waiting(2)).toBe(1);
    expect(await records.waiting(3)).toBe(1);
    expect(await records.waiting(4)).toBe(0);
  });

  it('are one also when they come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => records.add(asking(1, 'ada'), 9)));
    expect(outcomes.filter((one) => one === 'added')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'waiting')).toHaveLength(7);
  });

  it('can be made again once they were mailed', async () => {
    await records.add(asking(1, 'ada'), 9);
    const [first] = await records.claim(1, 9, AT);
    await records.mailed([first?.id ?? 0], NOW);
    expect(await records.waiting(1)).toBe(0);
    expect(await records.add(asking(1, 'ada'), 9)).toBe('added');
  });
});

describe('what has arrived', () => {
  const arrived = async (ids: readonly number[] | null) => (await records.arrived(ids)).map((one) => one.variantId);

  it('is what people wait for and may be sold', async () => {
    for (const id of [1, 2, 3, 4]) await records.add(asking(id, 'ada'), 9);
    expect(await arrived(null)).toEqual([]);
    await stock(1, 3);
    await stock(2, 3, 3);
    expect(await arrived(null)).toEqual([1]);
    expect(await arrived([2])).toEqual([]);
    expect(await arrived([])).toEqual([]);
    await pool.query(`update variants set inventory_policy = 'continue' where id = 3`);
    await pool.query('update variants set tracked = false where id = 4');
    expect(await records.arrived([1, 3, 4])).toEqual([1, 3, 4].map((variantId) => ({ variantId, productId: 1 })));
  });

  it('comes in pages, so that the last is seen as well', async () => {
    await pool.query(
      `insert into variants (product_id, title, position, option_values) select 1, n::text, n, array[n::text] from generate_series(5, 210) n`,
    );
    await pool.query(
      'insert into variant_components (bundle_id, component_id, quantity) select n, 1, 1 from generate_series(2, 210) n',
    );
    for (let id = 2; id <= 210; id += 1) await records.add(asking(id, `p${id}`), 9);
    const first = await arrived(null);
    expect(first).toHaveLength(200);
    const rest = (await records.arrived(null, first.at(-1))).map((one) => one.variantId);
    expect([...first, ...rest]).toEqual(Array.from({ length: 209 }, (_, n) => n + 2));
  });

  it('may be a bundle, or what can be ordered before it is there', async () => {
    for (const id of [1, 2]) await records.add(asking(id, 'ada'), 9);
    await pool.query('insert into variant_components (bundle_id, component_id, quantity) values (1, 3, 1)');
    await pool.query(`insert into stock_beyond (variant_id, kind, sequence) values (2, 'preorder', 1)`);
    expect(await arrived(null)).toEqual([1, 2]);
  });

  it('is nothing once everybody was told', async () => {
    await records.add(asking(1, 'ada'), 9);
    await stock(1, 3);
    const claimed = await records.claim(1, 9, AT);
    await records.mailed(
      claimed.map(({ id }) => id),
      NOW,
    );
    expect(await arrived(null)).toEqual([]);
  });
});

describe('claiming', () => {
  it('takes the longest waiting, each only once', async () => {
    for (const name of ['ada', 'bo', 'cy', 'di', 'ed']) await records.add(asking(1, name), 9);
    await records.add(asking(2, 'ada'), 9);
    expect(names(await records.claim(1, 2, AT))).toEqual(['ada', 'bo']);
    const [third, fourth] = await Promise.all([records.claim(1, 2, AT), records.claim(1, 2, AT)]);
    expect([...names(third), ...names(fourth)].sort()).toEqual(['cy', 'di', 'ed']);
    expect(await records.claim(1, 9, AT)).toEqual([]);
  });

  it('gives back what was released, and what was taken too long ago', async () => {
    for (const name of ['ada', 'bo']) await records.add(asking(1, name), 9);
    const [ada] = await records.claim(1, 9, AT);
    await records.release([ada?.id ?? 0]);
    expect(names(await records.claim(1, 9, AT))).toEqual(['ada']);
    const later = { nowMs: NOW + 11 * MINUTE, staleBeforeMs: NOW + MINUTE };
    expect(names(await records.claim(1, 9, later))).toEqual(['ada', 'bo']);
  });

  it('never gives what was mailed, whatever comes after', async () => {
    await records.add(asking(1, 'ada'), 9);
    const [ada] = await records.claim(1, 9, AT);
    await records.mailed([ada?.id ?? 0], NOW);
    await records.release([ada?.id ?? 0]);
    expect(await records.claim(1, 9, { nowMs: NOW * 2, staleBeforeMs: NOW * 2 })).toEqual([]);
  });
});

describe('forgetting', () => {
  it('removes everything of a person, by any of their keys', async () => {
    const first = asking(1, 'ada');
    await records.add(first, 9);
    await records.add(asking(2, 'ada'), 9);
    await records.add(asking(1, 'bo'), 9);
    expect(await records.forget('f'.repeat(32), NOW)).toBe(0);
    expect(await records.forget(first.key, NOW)).toBe(2);
    expect(await records.forget(first.key, NOW)).toBe(0);
    expect(names(await records.claim(1, 9, AT))).toEqual(['bo']);
  });

  it('keeps the address from being entered again for a month, unnoticed', async () => {
    const first = asking(1, 'ada');
    await records.add(first, 9);
    await records.forget(first.key, NOW);
    expect(await records.add(asking(2, 'ada', { requestedAtMs: NOW + MINUTE }), 9)).toBe('waiting');
    expect(await records.waiting(2)).toBe(0);
    expect(await records.add(asking(2, 'bo'), 9)).toBe('added');
    const MONTH = 30 * 24 * 60 * MINUTE;
    await records.prune({ mailedMs: 0, requestedMs: 0, nowMs: NOW + MONTH });
    expect((await pool.query('select from back_in_stock_quiet')).rowCount).toBe(1);
    expect(await records.add(asking(2, 'ada', { requestedAtMs: NOW + MONTH }), 9)).toBe('added');
    await records.prune({ mailedMs: 0, requestedMs: 0, nowMs: NOW + MONTH + 1 });
    expect((await pool.query('select from back_in_stock_quiet')).rowCount).toBe(0);
  });

  it('happens by itself to what was mailed, or asked, long ago', async () => {
    await records.add(asking(1, 'ada', { requestedAtMs: NOW - 3 * MINUTE }), 9);
    await records.add(asking(1, 'bo', { requestedAtMs: NOW - 3 * MINUTE }), 9);
    await records.add(asking(1, 'cy'), 9);
    const [ada] = await records.claim(1, 1, AT);
    await records.mailed([ada?.id ?? 0], NOW);
    await records.prune({ mailedMs: NOW, requestedMs: NOW - 5 * MINUTE, nowMs: NOW });
    expect((await pool.query('select email from back_in_stock_requests order by id')).rows).toHaveLength(3);
    await records.prune({ mailedMs: NOW + 1, requestedMs: NOW - MINUTE, nowMs: NOW });
    expect(names((await pool.query('select email from back_in_stock_requests')).rows)).toEqual(['cy']);
  });
});
