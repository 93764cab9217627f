import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { verifyPassword } from 'better-auth/crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { DEMO_STAFF_PASSWORD, type SeedResult, seedDemoShop } from '../../db/seed/seed.ts';

const apiToken = 'shpat_seedtest0123456789abcdef';
const databaseName = 'seed_test';
const served = resolve(import.meta.dirname, '../../site/public');

describe('the demo shop', () => {
  let url: string;
  let pool: Pool;
  let result: SeedResult;
  const steps: string[] = [];

  beforeAll(async () => {
    const admin = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
    await admin.query(`drop database if exists ${databaseName} with (force)`);
    await admin.query(`create database ${databaseName}`);
    await admin.end();
    const address = new URL(inject('databaseUrl'));
    address.pathname = `/${databaseName}`;
    url = address.href;
    await migrate(url);
    result = await seedDemoShop(url, {
      apiToken,
      onProgress: (done, total, label) => steps.push(`${done}/${total} ${label}`),
    });
    pool = new Pool({ connectionString: url, max: 2 });
  });

  afterAll(async () => {
    await pool?.end();
  });

  async function rows<Row extends Record<string, unknown>>(query: string): Promise<Row[]> {
    return (await pool.query<Row>(query)).rows;
  }

  it('holds what the shop promises', async () => {
    const [counts] = await rows<Record<string, string>>(`select
      (select count(*) from products where status = 'active') as products,
      (select count(*) from variants) as variants,
      (select count(*) from warehouses) as warehouses,
      (select count(distinct country) from warehouses) as countries,
      (select count(*) from policies) as policies,
      (select count(*) from articles) as articles,
      (select count(*) from markets) as markets,
      (select count(*) from collections where rules is not null) as ruled`);
    expect(Number(counts?.products)).toBeGreaterThanOrEqual(26);
    expect(Number(counts?.variants)).toBeGreaterThanOrEqual(84);
    expect(counts).toMatchObject({ warehouses: '5', countries: '4', policies: '7', articles: '3', markets: '5' });
    expect(Number(counts?.ruled)).toBeGreaterThanOrEqual(6);
  });

  it('prices every variant in five currencies, with a compare-at price always above', async () => {
    const short = await rows(`select v.sku from variants v left join prices p on p.variant_id = v.id
      group by v.id having count(p.currency) <> 5 or min(p.amount_minor) <= 0`);
    expect(short).toEqual([]);
    expect(await rows('select * from prices where compare_at_minor <= amount_minor')).toEqual([]);
    const yen = await rows(`select * from prices where currency = 'JPY' and amount_minor % 100 <> 0`);
    expect(yen).toEqual([]);
  });

  it.each(['de', 'fr', 'ja', 'ar'])(
    'says everything about a product in %s too, in other words than the English',
    async (locale) => {
      const missing = await rows(`select p.handle, field from products p
      cross join unnest(array['title', 'description_html', 'product_type', 'seo_title', 'seo_description']) as field
      left join translations t on t.resource_type = 'product' and t.resource_id = p.id and t.locale = '${locale}' and t.key = field
      where t.value is null`);
      expect(missing).toEqual([]);
      const same = await rows(`select p.handle from products p join translations t
      on t.locale = '${locale}' and t.resource_type = 'product' and t.resource_id = p.id and (
        (t.key = 'title' and t.value = p.title) or (t.key = 'description_html' and t.value = p.description_html)
        or (t.key = 'seo_description' and t.value = p.seo_description))`);
      expect(same).toEqual([]);
      const untranslated = await rows(`select m.key, m.value from metafields m left join translations t
      on t.resource_type = 'metafield' and t.resource_id = m.id and t.locale = '${locale}'
      where m.owner_type = 'product' and m.key in ('material', 'care', 'origin') and (t.value is null or t.value = m.value)`);
      expect(untranslated).toEqual([]);
    },
  );

  it.each([
    ['option', 'product_options', 'name'],
    ['option_value', 'product_option_values', 'name'],
    ['variant', 'variants', 'title'],
    ['media', 'media', 'alt'],
    ['collection', 'collections', 'title'],
    ['page', 'pages', 'body_html'],
    ['article', 'articles', 'body_html'],
    ['policy', 'policies', 'body_html'],
    ['menu_item', 'menu_items', 'title'],
    ['shipping_method', 'shipping_methods', 'description'],
    ['shop', 'shop', 'slogan'],
  ])('translates every %s', async (type, table, key) => {
    const missing = await rows(`select r.id, wanted.locale from ${table} r
      cross join unnest(array['de', 'fr', 'ja', 'ar']) as wanted(locale)
      left join translations t on t.resource_type = '${type}' and t.resource_id = r.id and t.locale = wanted.locale and t.key = '${key}'
      where t.value is null`);
    expect(missing).toEqual([]);
  });

  it('shows pictures that are on disk, light enough for a phone', async () => {
    const pictures = await rows<{
      url: string;
    }>(`select url from media union select image_url from collections where image_url is not null
      union select image_url from articles where image_url is not null union select cover_image_url from shop`);
    const files = pictures.map(({ url }) => {
      const [name = '', version] = url.split('?v=');
      return { name, version, file: resolve(served, `.${name}`) };
    });
    expect(files.filter(({ file }) => !existsSync(file))).toEqual([]);
    expect(files.filter(({ name, file }) => !name.includes('/home/') && statSync(file).size > 90_000)).toEqual([]);
    const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10);
    expect(files.filter(({ version, file }) => version !== digest(file))).toEqual([]);
    expect(await rows('select id from variants where media_id is null')).toEqual([]);
  });

  it('fills rule-based collections by their rules', async () => {
    const ceramics = await rows<{ handle: string }>(`select p.handle from collections c
      join collection_products m on m.collection_id = c.id join products p on p.id = m.product_id where c.handle = 'ceramics'`);
    const handles = ceramics.map((row) => row.handle);
    expect(handles).toContain('tide-vase');
    expect(handles).not.toContain('beacon-table-lamp');
    expect(handles).not.toContain('rill-carafe');
    expect(
      await rows(
        'select c.handle from collections c left join collection_products m on m.collection_id = c.id where m.product_id is null',
      ),
    ).toEqual([]);
  });

  it('stocks five warehouses, with some shelves low and some empty', async () => {
    const [variantCount] = await rows<{ n: number }>('select count(*)::int as n from variants');
    expect(result.initialStock).toHaveLength((variantCount?.n ?? 0) * 5);
    const [sum] = await rows<{ n: number }>('select sum(on_hand)::int as n from stock_levels');
    expect(sum?.n).toBe(result.initialStock.reduce((total, row) => total + row.quantity, 0));
    const totals = await rows<{ total: number }>(
      'select sum(on_hand)::int as total from stock_levels group by variant_id',
    );
    expect(totals.filter((row) => row.total === 0).length).toBeGreaterThanOrEqual(3);
    expect(totals.filter((row) => row.total > 0 && row.total < 6).length).toBeGreaterThanOrEqual(4);
  });

  it('lets the demo login and the token in', async () => {
    const [account] = await rows<{ password: string }>(
      `select password from staff_accounts where provider_id = 'credential'`,
    );
    expect(await verifyPassword({ hash: account?.password ?? '', password: DEMO_STAFF_PASSWORD })).toBe(true);
    expect(await verifyPassword({ hash: account?.password ?? '', password: 'other' })).toBe(false);
    const tokens = await rows<{ token_sha256: string }>('select token_sha256 from api_tokens');
    expect(tokens).toEqual([{ token_sha256: createHash('sha256').update(apiToken).digest('hex') }]);
  });

  it('reports its progress to the end', () => {
    expect(steps.at(0)).toMatch(/^0\//);
    expect(steps.at(-1)).toMatch(/^(\d+)\/\1 /);
  });

  it('leaves a shop that is there alone, and begins again when forced', async () => {
    await pool.query(`update products set title = 'Mine' where handle = 'tide-vase'`);
    const again = await seedDemoShop(url, { apiToken });
    expect(again).toEqual({ seeded: false, initialStock: [] });
    expect(await rows(`select title from products where handle = 'tide-vase'`)).toEqual([{ title: 'Mine' }]);
    const forced = await seedDemoShop(url, { apiToken, force: true });
    expect(forced).toEqual(result);
    expect(await rows(`select title from products where handle = 'tide-vase'`)).toEqual([{ title: 'Tide Vase' }]);
  });
});
