import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { ShelfName } from '../../commerce/recommendations/experiment.ts';
import { isLearned, learnStep } from '../../commerce/recommendations/learn.ts';
import { createDb } from '../../db/client.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { neonRecommendations } from '../../worker/adapters/neon/recommendations.ts';
import type { RecommendationRecords, ShopperEvent } from '../../worker/ports/recommendations.ts';
import { LearnedCache } from '../../worker/services/recommend.ts';
import { beginTraining, nodeRoom, publishTraining } from '../../worker/services/recommend-train.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2030, 0, 15, 6);

let database: FreshDatabase;
let pool: Pool;
let records: RecommendationRecords;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  records = neonRecommendations(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  await pool.query(`truncate shopper_events, experiment_exposures, recommendations, recommendation_runs, recommendation_controls, recommendation_settings,
    order_lines, orders, variants, products restart identity cascade`);
  await pool.query(
    `insert into products (handle, title) select 'product-' || n, 'Product ' || n from generate_series(1, 12) n`,
  );
  await pool.query(
    `insert into variants (product_id, title, position, unit_cost_minor, unit_cost_currency) select n, 'One', 1, 400, 'EUR' from generate_series(1, 12) n`,
  );
  await pool.query(
    `insert into prices (variant_id, currency, amount_minor) select n, 'EUR', 1000 from generate_series(1, 12) n`,
  );
});

const event = (visitor: string, kind: ShopperEvent['kind'], productId: number, atMs = NOW): ShopperEvent => ({
  visitor,
  kind,
  productId,
  atMs,
});

/** Orders of one customer each, with the given products. */
async function order(
  id: number,
  products: readonly number[],
  over: { cancelled?: boolean; daysAgo?: number; email?: string } = {},
) {
  const placed = new Date(NOW - (over.daysAgo ?? 1) * DAY_MS);
  await pool.query(
    `insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor,
       financial_status, placed_at, cancelled_at)
     values ($1, $2, 'key', $3, 'en', 'DE', 'EUR', 0, 0, 0, true, 0, 'paid', $4, $5)`,
    [id, `cart-${id}`, over.email ?? `c${id}@example.org`, placed, over.cancelled ? placed : null],
  );
  for (const [position, productId] of products.entries())
    await pool.query(
      `insert into order_lines (id, order_id, product_id, position, title, quantity, unit_price_minor, total_minor, allocations)
       values ($1, $2, $3, $4, 'x', 1, 0, 0, '[]')`,
      [id * 100 + position, id, productId, position],
    );
}

async function train(untilMs = NOW) {
  let training = await beginTraining(records, untilMs, nodeRoom);
  while (!isLearned(training)) training = learnStep(training);
  return publishTraining({ records, clock: { nowMs: () => untilMs + 1_000 } }, training);
}

describe('what visitors did', () => {
  test('is noted once, however often it is told; unknown products are dropped', async () => {
    const told = [event('a', 'view', 1), event('a', 'order', 2), event('a', 'view', 999)];
    await records.record(told);
    await records.record([...told, event('a', 'view', 1, NOW + 1)]);
    await records.record([]);
    const { rows } = await pool.query('select kind, product_id::int as id from shopper_events order by at, kind');
    expect(rows).toEqual([
      { kind: 'view', id: 1 },
      { kind: 'order', id: 2 },
      { kind: 'view', id: 1 },
    ]);
  });

  test('is forgotten with the visitor, and with time', async () => {
    await records.record([event('a', 'view', 1), event('b', 'view', 1), event('b', 'view', 2, NOW - 10 * DAY_MS)]);
    await records.expose([{ experiment: 'x', shelf: 'cart', visitor: 'a', variant: 1, atMs: NOW }]);
    await records.forget('a');
    expect((await records.halves('x')).visitors.learned.exposed).toBe(0);
    expect(await records.prune(NOW - 5 * DAY_MS)).toBe(1);
    const { rows } = await pool.query('select visitor, product_id::int as id from shopper_events');
    expect(rows).toEqual([{ visitor: 'b', id: 1 }]);
  });

  test('what was bought comes newest first, with how often', async () => {
    await records.record([
      event('a', 'order', 1, NOW),
      event('a', 'order', 1, NOW + 2),
      event('a', 'order', 3, NOW + 1),
      event('a', 'view', 4, NOW + 9),
      event('b', 'order', 5, NOW),
    ]);
    expect(await records.bought('a', 5)).toEqual([
      { productId: 1, times: 2 },
      { productId: 3, times: 1 },
    ]);
    expect(await records.bought('a', 1)).toHaveLength(1);
  });
});

describe('a training', () => {
  test('reads orders that stand and events, of the time asked for, and nothing of its own future', async () => {
    await order(1, [1, 2]);
    await order(2, [3], { cancelled: true });
    await order(3, [4], { daysAgo: 900 });
    await records.record([event('a', 'cart', 5, NOW - 1_000), event('a', 'view', 6, NOW + 1_000)]);
    const found = await records.interactions(NOW - 730 * DAY_MS, 100);
    const weights = found.map(({ item, weight }) => [item, weight]).sort();
    expect(weights).toEqual([
      [1, 1],
      [2, 1],
      [5, 0.5],
      [6, 0.15],
    ]);
    // Two people: the buyer, whose address stays in the records, and the visitor.
    expect(new Set(found.map(({ customer }) => customer)).size).toBe(2);
    expect(JSON.stringify(found)).not.toContain('example.org');
    expect(found.find(({ item }) => item === 5)?.atMs).toBe(NOW - 1_000);
    const training = await beginTraining(records, NOW, nodeRoom);
    expect([...training.log.items].sort()).toEqual([1, 2, 5]);
  });

  test('puts on sale what goes together, with margins, and replaces what was there', async () => {
    for (let id = 1; id <= 12; id += 1) await order(id, id % 2 ? [1, 2, 5] : [3, 4, 6]);
    const run = await train();
    expect(run).toMatchObject({ interactions: 36, customers: 12, products: 6 });
    expect(await records.lastRun()).toEqual(run);
    const { shelf, indexOf, marginBps } = await records.learned();
    const of = (table: 'related' | 'together', id: number) =>
      Array.from(shelf[table][indexOf.get(id) ?? -1]?.items ?? [], (item) => shelf.ids[item] ?? 0);
    expect(of('together', 1).sort()).toEqual([2, 5]);
    expect(of('related', 3).slice(0, 2).sort()).toEqual([4, 6]);
    expect(marginBps.get(1)).toBe(6_000);
    expect(shelf.trend.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1_000, 0);

    await pool.query('truncate order_lines, orders cascade');
    await order(40, [9, 10]);
    await train(NOW + DAY_MS);
    expect((await records.learned()).shelf.ids.toSorted()).toEqual([10, 9]);
  });

  test('by the command does the same over any database', async () => {
    for (let id = 1; id <= 6; id += 1) await order(id, [7, 8]);
    // The command's clock is the real one.
    await pool.query("update orders set placed_at = now() - interval '1 day'");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'dev/cli/train.ts', '--afresh', '--database', database.url],
      { cwd: projectRoot },
    );
    expect(stdout).toContain('12 interactions of 6 customers, 2 products');
    expect((await records.learned()).shelf.ids.toSorted()).toEqual([7, 8]);
  });

  test('of a shop where nothing happened leaves nothing, and is no failure', async () => {
    expect(await train()).toMatchObject({ interactions: 0, customers: 0, products: 0 });
    expect((await records.learned()).shelf.ids).toEqual([]);
  });
});

describe('the merchant’s wishes', () => {
  test('are kept in their order, replaced as a whole, and refused for unknown products', async () => {
    expect(await records.setControls(1, [5, 3], [4], 'staff:1')).toEqual({ ok: true });
    expect((await records.learned()).controls.get(1)).toEqual({ pinned: [5, 3], blocked: new Set([4]) });
    expect(await records.setControls(1, [99], [], 'staff:1')).toEqual({ ok: false, reason: 'unknown_product' });
    expect((await records.controls(1)).map((one) => [one.control, one.otherId])).toEqual([
      ['pin', 5],
      ['pin', 3],
      ['block', 4],
    ]);
    await records.setControls(1, [], [], 'staff:1');
    expect(await records.controls(1)).toEqual([]);
  });
});

describe('A/B tests', () => {
  test('count visitors once, in the half they saw first, and their orders from then on', async () => {
    await records.setExperiment({ name: 'spring', shelves: ['for_you', 'cart'] }, NOW);
    expect((await records.learned()).experiment).toEqual({ name: 'spring', shelves: ['for_you', 'cart'] });
    const see = (visitor: string, variant: 0 | 1, atMs = NOW, shelf: ShelfName = 'for_you') => ({
      experiment: 'spring',
      shelf,
      visitor,
      variant,
      atMs,
    });
    await records.expose([see('a', 0), see('b', 1), see('c', 1)]);
    await records.expose([see('a', 1, NOW + 5), see('d', 1)]);
    await records.expose([]);
    // One who saw two shelves is one visitor, and counts on each.
    await records.expose([see('b', 1, NOW + 20, 'cart')]);
    await records.record([
      event('b', 'order', 1, NOW + 9),
      event('c', 'order', 1, NOW - 9),
      event('d', 'view', 1, NOW + 9),
    ]);
    const forYou = { control: { exposed: 1, ordered: 0 }, learned: { exposed: 3, ordered: 1 } };
    expect(await records.halves('spring')).toEqual({
      visitors: forYou,
      shelves: [
        { shelf: 'for_you', ...forYou },
        { shelf: 'cart', control: { exposed: 0, ordered: 0 }, learned: { exposed: 1, ordered: 0 } },
      ],
    });
    expect(await records.halves('autumn')).toEqual({
      visitors: { control: { exposed: 0, ordered: 0 }, learned: { exposed: 0, ordered: 0 } },
      shelves: [],
    });
    await records.setExperiment(null, NOW);
    expect((await records.learned()).experiment).toBeNull();
  });
});

describe('A/B tests of mails', () => {
  test('count orders, and those that a later one of the same address followed', async () => {
    for (const [id, email] of ['a', 'b', 'c'].entries()) await order(id + 1, [1], { email: `${email}@example.org` });
    const mailed = (id: number, variant: 0 | 1) => ({
      experiment: 'mails',
      shelf: 'mail' as const,
      visitor: `order:${id}`,
      variant,
      atMs: NOW + 10,
    });
    await records.expose([mailed(1, 1), mailed(2, 1), mailed(3, 0)]);
    await order(4, [1], { email: 'a@example.org', daysAgo: -1 });
    await order(5, [1], { email: 'b@example.org', daysAgo: 2 });
    await order(6, [1], { email: 'c@example.org', daysAgo: -1, cancelled: true });
    expect(await records.halves('mails')).toEqual({
      visitors: { control: { exposed: 0, ordered: 0 }, learned: { exposed: 0, ordered: 0 } },
      shelves: [{ shelf: 'mail', control: { exposed: 1, ordered: 0 }, learned: { exposed: 2, ordered: 1 } }],
    });
  });
});

describe('what an isolate remembers', () => {
  test('is read once, served without waiting, and outlives the records', async () => {
    const reported = vi.spyOn(console, 'error').mockReturnValue();
    let reads = 0;
    let isDown = false;
    let nowMs = NOW;
    const counting: RecommendationRecords = {
      ...records,
      learned() {
        reads += 1;
        if (isDown) return Promise.reject(new Error('down'));
        return records.learned();
      },
    };
    const cache = new LearnedCache(counting, () => nowMs);
    const background: Promise<unknown>[] = [];
    const ask = () => cache.get((work) => background.push(work));
    await ask();
    expect(ask()).not.toBeInstanceOf(Promise);
    expect(reads).toBe(1);
    isDown = true;
    nowMs += 600_000;
    const kept = ask();
    expect(kept).not.toBeInstanceOf(Promise);
    await Promise.all(background);
    expect(reads).toBe(2);
    expect(ask()).toBe(kept);
    cache.forget();
    expect(await ask()).toMatchObject({ experiment: null });
    expect(reported).toHaveBeenCalledTimes(2);
    reported.mockRestore();
  });
});
