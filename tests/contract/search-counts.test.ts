import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { SearchDeed } from '../../commerce/search-analytics/search-counts.ts';
import { createDb } from '../../db/client.ts';
import { neonSearchCounts } from '../../worker/adapters/neon/search-counts.ts';
import type { SearchCounts } from '../../worker/ports/search-counts.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOW = Date.UTC(2030, 0, 15, 6);
const DAY_MS = 86_400_000;
const MONTH = { from: '2030-01-01', until: '2030-01-31' };

let database: FreshDatabase;
let pool: Pool;
let counts: SearchCounts;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  counts = neonSearchCounts(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  await pool.query('truncate search_days, search_clicks, search_messages, products restart identity cascade');
  await pool.query(`insert into products (handle, title) select 'p-' || n, 'P ' || n from generate_series(1, 5) n`);
});

const search = (query: string, results: number, locale = 'en'): SearchDeed => ({
  kind: 'search',
  locale,
  query,
  results,
});
const click = (query: string, productId: number): SearchDeed => ({ kind: 'click', locale: 'en', query, productId });
const note = (id: string, deeds: readonly SearchDeed[], atMs = NOW) => ({ id, atMs, deeds });
const rows = async (table: string) => (await pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;

it('counts searches, what found nothing, clicks and orders by day and language', async () => {
  await counts.record([
    note('1', [search('vase', 3), click('vase', 2), click('vase', 2), click('vase', 4)]),
    note('2', [search('vase', 3), search('vaes', 0), { kind: 'order', locale: 'en', query: 'vase' }]),
    note('3', [search('vase', 3)], NOW - DAY_MS),
    note('4', [search('vase', 1, 'de')]),
  ]);
  expect(await counts.queries('most-searched', MONTH, null, 10)).toEqual([
    {
      locale: 'en',
      query: 'vase',
      searches: 3,
      withoutResults: 0,
      clicks: 3,
      orders: 1,
      days: 2,
      opened: [
        { productId: 2, clicks: 2 },
        { productId: 4, clicks: 1 },
      ],
    },
    { locale: 'de', query: 'vase', searches: 1, withoutResults: 0, clicks: 0, orders: 0, days: 1, opened: [] },
    { locale: 'en', query: 'vaes', searches: 1, withoutResults: 1, clicks: 0, orders: 0, days: 1, opened: [] },
  ]);
  expect((await counts.queries('without-results', MONTH, null, 10)).map((one) => one.query)).toEqual(['vaes']);
  expect(await counts.queries('without-clicks', MONTH, null, 10)).toMatchObject([{ locale: 'de', query: 'vase' }]);
  expect(await counts.queries('most-searched', MONTH, 'de', 10)).toHaveLength(1);
  expect(await counts.queries('most-searched', { from: '2030-01-15', until: '2030-01-15' }, 'en', 1)).toMatchObject([
    { query: 'vase', searches: 2 },
  ]);
  expect(await counts.totals(MONTH, null)).toEqual({ searches: 5, withoutResults: 1, clicks: 3, orders: 1 });
  expect(await counts.totals({ from: '2029-01-01', until: '2029-01-31' }, null)).toEqual({
    searches: 0,
    withoutResults: 0,
    clicks: 0,
    orders: 0,
  });
  expect(await counts.learnFrom(MONTH)).toHaveLength(3);
});

it('counts a message that comes again once, alone or beside others', async () => {
  await counts.record([note('1', [search('vase', 3), click('vase', 1)])]);
  await counts.record([note('1', [search('vase', 3), click('vase', 1)]), note('2', [search('vase', 3)])]);
  await counts.record([note('3', [search('vase', 3)]), note('3', [search('vase', 3)])]);
  expect(await counts.totals(MONTH, null)).toMatchObject({ clicks: 1 });
  expect((await counts.totals(MONTH, null)).searches).toBe(3);
  expect(await rows('search_messages')).toBe(3);
});

it('leaves clicks on unknown products out of what was opened, and takes nothing when there is nothing', async () => {
  await counts.record([]);
  await counts.record([note('1', [search('vase', 3), click('vase', 99)])]);
  expect(await counts.queries('most-searched', MONTH, null, 1)).toMatchObject([{ clicks: 1, opened: [] }]);
});

it('does not let anyone fill the table: a day holds so many different queries and no more', async () => {
  await pool.query(
    `insert into search_days (day, locale, query, searches) select '2030-01-15', 'en', 'q' || n, 1 from generate_series(1, 5000) n`,
  );
  await counts.record([note('1', [search('one too many', 1), search('q7', 1), search('neu', 1, 'de')])]);
  expect(await rows('search_days')).toBe(5001);
  expect((await counts.queries('most-searched', MONTH, 'en', 1))[0]).toMatchObject({ query: 'q7', searches: 2 });
});

it('forgets old days and old messages', async () => {
  await counts.record([
    note('1', [search('old', 1), click('old', 1)], NOW - 30 * DAY_MS),
    note('2', [search('new', 1)]),
  ]);
  await pool.query(`update search_messages set at = now() - interval '3 days' where id = '1'`);
  expect(await counts.prune('2030-01-01')).toBe(1);
  await counts.record([note('3', [search('new', 1)])]);
  expect(await rows('search_days')).toBe(1);
  expect(await rows('search_clicks')).toBe(0);
  expect(await rows('search_messages')).toBe(2);
});
