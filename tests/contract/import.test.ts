import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportOptions, importProducts } from '../../db/import/import-products.ts';
import { importTranslations, isTranslationFile } from '../../db/import/import-translations.ts';
import { eshopProductsCsv, hasCatalogue, spreeProductsCsv, spreeTranslationsCsv } from '../support/catalogue-files.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase('seeded');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const bytes = (text: string) => new TextEncoder().encode(text);
const run = (text: string | Uint8Array, options: Partial<ImportOptions> = {}) =>
  importProducts(typeof text === 'string' ? bytes(text) : text, {
    databaseUrl: database.url,
    currency: 'EUR',
    warehouse: null,
    dryRun: false,
    strict: false,
    replace: false,
    ...options,
  });
const one = async <T extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<T> => {
  const { rows } = await client.query<T>(sql, values);
  if (!rows[0]) throw new Error('no row');
  return rows[0];
};
const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price';

describe('real catalogues', () => {
  test.skipIf(!hasCatalogue('spree-demo'))(
    'Spree’s demo: 37 products, 124 pictures, German and French texts',
    async () => {
      const report = await run(spreeProductsCsv(), { currency: 'USD' });
      expect(report.problems).toEqual([]);
      expect(report).toMatchObject({ created: 37, updated: 0, refused: 0, images: 124 });
      const again = await run(spreeProductsCsv(), { currency: 'USD' });
      expect(again).toMatchObject({ created: 0, updated: 37, refused: 0 });
      const counts = await one<{ products: number; images: number; variants: number; unpriced: number }>(
        `select (select count(*)::int from products where vendor = 'Spree') as products,
        (select count(*)::int from media m join products p on p.id = m.product_id where p.vendor = 'Spree') as images,
        (select count(*)::int from variants v join products p on p.id = v.product_id where p.vendor = 'Spree') as variants,
        (select count(*)::int from variants v join products p on p.id = v.product_id where p.vendor = 'Spree' and not exists (select 1 from prices r where r.variant_id = v.id and r.currency = 'USD')) as unpriced`,
      );
      expect(counts).toEqual({ products: 37, images: 124, variants: report.variants, unpriced: 0 });
      const texts = bytes(spreeTranslationsCsv());
      expect(isTranslationFile(texts)).toBe(true);
      const translated = await importTranslations(texts, { databaseUrl: database.url, dryRun: false });
      expect(translated.problems).toEqual([]);
      const machine = await one<{ de: string; fr: string }>(
        `select (select value from translations where resource_type = 'product' and resource_id = p.id and locale = 'de' and key = 'title') as de,
        (select value from translations where resource_type = 'product' and resource_id = p.id and locale = 'fr' and key = 'title') as fr from products p where handle = 'automatic-espresso-machine'`,
      );
      expect(machine).toEqual({ de: 'Kaffeevollautomat', fr: 'Machine Espresso Automatique' });
    },
  );

  test.skipIf(!hasCatalogue('eshop-catalog'))('eShop’s catalogue: 101 products with pictures and stock', async () => {
    const report = await run(eshopProductsCsv(), { currency: 'USD' });
    expect(report).toMatchObject({ created: 101, refused: 0, images: 101, problems: [] });
    const boots = await one<{ amount: string; on_hand: number }>(
      `select r.amount_minor as amount, s.on_hand from variants v join prices r on r.variant_id = v.id and r.currency = 'USD' join stock_levels s on s.variant_id = v.id where v.sku = 'ESHOP-1'`,
    );
    expect(boots).toEqual({ amount: '10999', on_hand: 25 });
  });
});

describe('problems name line, column and reason', () => {
  const cases: readonly (readonly [
    string,
    string,
    { readonly line: number; readonly column: string; readonly reason: RegExp },
  ])[] = [
    ['a missing handle', `${HEAD}\n,Cup,,,,,5`, { line: 2, column: 'Handle', reason: /missing/ }],
    ['a missing title', `${HEAD}\nbad-1,,,,,,5`, { line: 2, column: 'Title', reason: /needs a title/ }],
    ['a missing price', `${HEAD}\nbad-2,Cup,,,,,`, { line: 2, column: 'Variant Price', reason: /needs a price/ }],
    ['a negative price', `${HEAD}\nbad-3,Cup,,,,,-5`, { line: 2, column: 'Variant Price', reason: /not be negative/ }],
    [
      'a comma in a price',
      `${HEAD}\nbad-4,Cup,,,,,"5,20"`,
      { line: 2, column: 'Variant Price', reason: /with a point/ },
    ],
    [
      'too many digits',
      `${HEAD}\nbad-5,Cup,,,,,5.205`,
      { line: 2, column: 'Variant Price', reason: /no more digits than EUR/ },
    ],
    [
      'a fractional quantity',
      `${HEAD}\nbad-6,Cup,,,,1.5,5`,
      { line: 2, column: 'Variant Inventory Qty', reason: /whole number/ },
    ],
    [
      'a repeated combination',
      `${HEAD}\nbad-7,Cup,Size,S,,,5\nbad-7,,,S,,,6`,
      { line: 3, column: 'Option1 Value', reason: /same options/ },
    ],
    [
      'a repeated SKU',
      `${HEAD}\nbad-8,Cup,Size,S,TWICE,,5\nbad-8,,,M,TWICE,,6`,
      { line: 3, column: 'Variant SKU', reason: /line 2/ },
    ],
    [
      'an SKU of another product',
      `${HEAD}\nbad-9,Cup,,,EB-HARB-CHAL,,5`,
      { line: 2, column: 'Variant SKU', reason: /harbour-mug/ },
    ],
    [
      'a bad status',
      'Handle,Title,Variant Price,Status\nbad-10,Cup,5,sold',
      { line: 2, column: 'Status', reason: /active, draft or archived/ },
    ],
    ['a missing column', 'Title,Variant Price\nCup,5', { line: 1, column: 'Handle', reason: /column is missing/ }],
    ['an empty file', '', { line: 1, column: '(file)', reason: /empty/ }],
    ['a broken quote', `${HEAD}\nbad-11,"Cup,,,,,5`, { line: 2, column: '(row)', reason: /well-formed/ }],
  ];
  test.each(cases)('%s', async (_name, file, expected) => {
    const report = await run(file);
    expect(report.created + report.updated).toBe(0);
    expect(report.problems).toContainEqual(
      expect.objectContaining({
        line: expected.line,
        column: expected.column,
        reason: expect.stringMatching(expected.reason),
      }),
    );
    const written = await one<{ count: number }>(
      `select count(*)::int as count from products where handle like 'bad-%'`,
    );
    expect(written.count).toBe(0);
  });

  test('JPY has no minor digits', async () => {
    const report = await run(`${HEAD}\nbad-12,Cup,,,,,5.5`, { currency: 'JPY' });
    expect(report.problems).toContainEqual(
      expect.objectContaining({ line: 2, column: 'Variant Price', reason: expect.stringMatching(/JPY/) }),
    );
  });

  test('bytes that are no UTF-8', async () => {
    const report = await run(new Uint8Array([0x48, 0xe4, 0x0a]));
    expect(report.problems).toEqual([
      expect.objectContaining({ line: 1, column: '(file)', reason: expect.stringMatching(/UTF-8/) }),
    ]);
  });

  test('a header alone is no problem, and an unknown column is told', async () => {
    const report = await run(`${HEAD},Shoe size\n`);
    expect(report).toMatchObject({ rows: 0, created: 0, problems: [] });
    expect(report.warnings).toEqual([expect.objectContaining({ message: expect.stringContaining('Shoe size') })]);
  });
});

test('one bad product does not keep the others out, unless asked to be strict', async () => {
  const file = `${HEAD}\ngood-1,Cup,,,GOOD-1,3,5\nworse-1,Cup,,,,,no`;
  expect(await run(file, { strict: true })).toMatchObject({ created: 0, refused: 2 });
  expect(await run(file, { dryRun: true })).toMatchObject({ created: 1, refused: 1 });
  expect(
    (await one<{ count: number }>(`select count(*)::int as count from products where handle = 'good-1'`)).count,
  ).toBe(0);
  expect(await run(file)).toMatchObject({ created: 1, refused: 1 });
});

test('a second run updates prices and texts, keeps ids and leaves stock alone', async () => {
  await run(`${HEAD}\nkept-1,Cup,Size,S,KEPT-S,3,5\nkept-1,,,M,KEPT-M,4,6`);
  const before = await one<{ id: string }>(`select id from variants where sku = 'KEPT-S'`);
  await run(`\uFEFF${HEAD}\r\nkept-1,"A better\r\ncup",Size,S,KEPT-S,99,7.50\r\nkept-1,,,M,KEPT-M,99,6\r\n`);
  const after = await one<{ id: string; title: string; amount_minor: string; on_hand: number }>(
    `select v.id, p.title, r.amount_minor, s.on_hand from variants v join products p on p.id = v.product_id join prices r on r.variant_id = v.id and r.currency = 'EUR' join stock_levels s on s.variant_id = v.id where v.sku = 'KEPT-S'`,
  );
  expect(after).toEqual({ id: before.id, title: 'A better\r\ncup', amount_minor: '750', on_hand: 3 });
});

test('replacing removes what the file does not have', async () => {
  await run(`${HEAD}\nswap-1,Cup,Size,S,SWAP-S,3,5\nswap-1,,,M,SWAP-M,4,6`);
  await run(`${HEAD}\nswap-1,Cup,Size,S,SWAP-S,3,5`);
  expect(
    (await one<{ count: number }>(`select count(*)::int as count from variants where sku like 'SWAP-%'`)).count,
  ).toBe(2);
  await run(`${HEAD}\nswap-1,Cup,Size,S,SWAP-S,3,5`, { replace: true });
  expect(
    (await one<{ count: number }>(`select count(*)::int as count from variants where sku like 'SWAP-%'`)).count,
  ).toBe(1);
});
