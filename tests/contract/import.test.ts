import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportShop, openImportShop } from '../support/import-run.ts';

let shop: ImportShop;

beforeAll(async () => {
  shop = await openImportShop();
});
afterAll(() => shop?.close());

const HEAD = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price';
const rowsOf = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');

const variantsOf = (handle: string) =>
  shop.rows(
    `select v.sku, v.title, r.amount_minor::int as price, s.on_hand from variants v join products p on p.id = v.product_id
      left join prices r on r.variant_id = v.id and r.currency = 'EUR' left join stock_levels s on s.variant_id = v.id
      where p.handle = $1 order by v.position`,
    handle,
  );

describe('problems name line, column and reason', () => {
  it.each([
    ['a missing handle', `${HEAD}\n,Cup,,,,,5`, 2, 'Handle', /is missing/],
    ['a handle with a slash', `${HEAD}\na/b,Cup,,,,,5`, 2, 'Handle', /may hold letters/],
    ['a missing title', `${HEAD}\nbad,,,,,,5`, 2, 'Title', /new product needs a title/],
    ['a missing price', `${HEAD}\nbad,Cup,,,SKU-X,,`, 2, 'Variant Price', /new variant needs a price/],
    ['a product without variants', `${HEAD}\nbad,Cup,,,,,`, 2, 'Variant Price', /at least one variant/],
    ['a negative price', `${HEAD}\nbad,Cup,,,,,-5`, 2, 'Variant Price', /must not be negative/],
    ['a comma in a price', `${HEAD}\nbad,Cup,,,,,"5,20"`, 2, 'Variant Price', /with a point/],
    ['too many decimals', `${HEAD}\nbad,Cup,,,,,5.205`, 2, 'Variant Price', /no more decimals than EUR/],
    ['a price beyond counting', `${HEAD}\nbad,Cup,,,,,99999999999`, 2, 'Variant Price', /too large/],
    ['a fractional quantity', `${HEAD}\nbad,Cup,,,,1.5,5`, 2, 'Variant Inventory Qty', /whole number/],
    ['a quantity of 10^10', `${HEAD}\nbad,Cup,,,,10000000000,5`, 2, 'Variant Inventory Qty', /between/],
    [
      'options told twice',
      `${HEAD}\nbad,Cup,Size,S,,,5\nbad,,,S,,,6`,
      3,
      'Option1 Value',
      /line 2 has the same options/,
    ],
    [
      'two variants without options',
      `${HEAD}\nbad,Cup,,,A-1,,5\nbad,,,,A-2,,6`,
      3,
      'Option1 Value',
      /line 2 is the same/,
    ],
    [
      'an option without a value',
      `${HEAD}\nbad,Cup,Size,S,,,5\nbad,,,,M-1,,6`,
      3,
      'Option1 Value',
      /has the option Size/,
    ],
    ['a SKU twice in a product', `${HEAD}\nbad,Cup,Size,S,TWO,,5\nbad,,,M,TWO,,6`, 3, 'Variant SKU', /line 2 too/],
    ['a SKU of another product', `${HEAD}\nbad,Cup,,,EB-HARB-CHAL,,5`, 2, 'Variant SKU', /harbour-mug already/],
    ['a bad status', 'Handle,Title,Variant Price,Status\nbad,Cup,5,sold', 2, 'Status', /active, draft or archived/],
    ['a bad yes or no', 'Handle,Title,Variant Price,Published\nbad,Cup,5,perhaps', 2, 'Published', /TRUE or FALSE/],
    [
      'a bad policy',
      'Handle,Title,Variant Price,Variant Inventory Policy\nbad,Cup,5,hope',
      2,
      'Variant Inventory Policy',
      /deny or continue/,
    ],
    ['a negative weight', 'Handle,Title,Variant Price,Variant Grams\nbad,Cup,5,-3', 2, 'Variant Grams', /not negative/],
    ['a fourth option', `${HEAD},Option4 Name\nbad,Cup,Size,S,,,5,Scent`, 2, 'Option4 Name', /at most 3/],
    [
      'a picture by script',
      'Handle,Title,Variant Price,Image Src\nbad,Cup,5,javascript:alert(1)',
      2,
      'Image Src',
      /no http address/,
    ],
    [
      'a picture of a lost folder',
      'Handle,Title,Variant Price,Image Src\nbad,Cup,5,a/b.jpg',
      2,
      'Image Src',
      /--images/,
    ],
    ['a cell too many', `${HEAD}\nbad,Cup,,,,,5,surplus`, 2, '(row)', /needs quotes/],
    [
      '2,049 variants',
      `${HEAD}\n${rowsOf(2049, (i) => `bad,${i === 0 ? 'Cup' : ''},${i === 0 ? 'Size' : ''},S${i},,,5`)}`,
      2,
      'Handle',
      /at most 2048/,
    ],
    ['a missing column', 'Title,Variant Price\nCup,5', 1, 'Handle', /column is missing/],
    ['a column twice', 'Handle,Title,SKU,Variant SKU\nbad,Cup,1,2', 1, 'Variant SKU', /twice/],
    ['an empty file', '', 1, '(file)', /is empty/],
    ['a header alone', `${HEAD}\r\n`, 1, '(file)', /no rows/],
    ['a quote never closed', `${HEAD}\ngood,Cup,,,,,5\nbad,"Cup,,,,,5\n,,`, 3, '(file)', /never closed/],
  ] as const)('%s', async (_name, file, line, column, reason) => {
    const before = await shop.digest();
    const report = await shop.products(file);
    expect(report.problems[0]).toMatchObject({ line, column, reason: expect.stringMatching(reason) });
    expect(report).toMatchObject({ created: 0, updated: 0 });
    expect(await shop.digest()).toBe(before);
  });

  it('yen have no decimals', async () => {
    const report = await shop.products(`${HEAD}\nbad,Cup,,,,,5.5`, { currency: 'JPY' });
    expect(report.problems[0]).toMatchObject({
      line: 2,
      column: 'Variant Price',
      reason: expect.stringMatching(/JPY/),
    });
  });

  it('bytes that are no UTF-8, by their line', async () => {
    const text = new TextEncoder().encode(`${HEAD}\ngood,Cup,,,,,5\nbad,`);
    const report = await shop.products(new Uint8Array([...text, 0xe4, 0x2c, 0x0a]));
    expect(report.problems).toEqual([{ line: 3, column: '(file)', value: '', reason: expect.stringMatching(/UTF-8/) }]);
    expect(await shop.rows(`select 1 from products where handle = 'good'`)).toEqual([]);
  });

  it('counts lines through empty ones, CRLF, and line breaks in quotes', async () => {
    const report = await shop.products(
      `\uFEFF${HEAD}\r\n\r\nlines,"Cup\r\nand\r\nsaucer",,,,,5\r\n\r\nlines-2,Cup,,,,,no\r\n`,
    );
    expect(report.problems).toEqual([expect.objectContaining({ line: 7, column: 'Variant Price', value: 'no' })]);
    expect(report).toMatchObject({ rows: 2, created: 1, refused: 1 });
  });

  it('tells of columns that were left out', async () => {
    const report = await shop.products(`${HEAD},Shoe size,Variant Tax Code,Price / Mars\nnoted,Cup,,,,,5,44,X,3`);
    expect(report.warnings.map((one) => one.message)).toEqual([
      expect.stringContaining('"Shoe size" is not known'),
      expect.stringContaining('"Variant Tax Code" has no place'),
      expect.stringContaining('no market of this name'),
    ]);
    expect(report.created).toBe(1);
  });
});

describe('a product is written whole or not at all', () => {
  const file = `${HEAD}\nhalf,Cup,Size,S,HALF-S,3,5\nwhole,Bowl,,,WHOLE,3,5\nhalf,,,M,HALF-M,3,no`;

  it('strict: nothing of the file', async () => {
    const before = await shop.digest();
    expect(await shop.products(file, { strict: true })).toMatchObject({ created: 0, refused: 2, isWritten: false });
    expect(await shop.digest()).toBe(before);
  });

  it('strict: nothing when only the database knows the fault, after hundreds of good ones', async () => {
    const before = await shop.digest();
    const many = rowsOf(600, (i) => `strict-${i},Cup ${i},,,STRICT-${i},1,5`);
    const report = await shop.products(`${HEAD}\n${many}\nstrict-last,Cup,,,EB-HARB-CHAL,1,5`, { strict: true });
    expect(report).toMatchObject({ created: 0, problemCount: 1, isWritten: false });
    expect(await shop.digest()).toBe(before);
  });

  it('dry: finds what the database would refuse, and leaves nothing', async () => {
    const before = await shop.digest();
    const report = await shop.products(`${file}\ntaken,Cup,,,EB-HARB-CHAL,1,5`, { dryRun: true });
    expect(report).toMatchObject({ created: 1, refused: 2, isWritten: false, isDryRun: true });
    expect(report.problems.map((one) => one.line)).toEqual([4, 5]);
    expect(await shop.digest()).toBe(before);
  });

  it('otherwise: every product that is right, with rows that stand apart', async () => {
    expect(await shop.products(file)).toMatchObject({ created: 1, refused: 1, isWritten: true });
    expect(await shop.rows(`select handle from products where handle in ('half', 'whole')`)).toEqual([
      { handle: 'whole' },
    ]);
    const apart = `${HEAD}\napart,Cup,Size,S,APART-S,3,5\nbetween,Bowl,,,BETWEEN,3,5\napart,,,M,APART-M,4,6`;
    expect(await shop.products(apart)).toMatchObject({ created: 2, refused: 0 });
    expect(await variantsOf('apart')).toEqual([
      { sku: 'APART-S', title: 'S', price: 500, on_hand: 3 },
      { sku: 'APART-M', title: 'M', price: 600, on_hand: 4 },
    ]);
  });

  it('a row the database refuses costs only its product', async () => {
    // No text of PostgreSQL's may hold the character NUL.
    const report = await shop.products(`${HEAD}\nnul-1,Cup\u0000,,,NUL-1,1,5\nnul-2,Bowl,,,NUL-2,1,5`);
    expect(report).toMatchObject({ created: 1, refused: 1 });
    expect(report.problems).toEqual([expect.objectContaining({ line: 2, column: 'Handle', value: 'nul-1' })]);
  });
});

describe('the same handle again', () => {
  const full =
    'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Barcode,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Alt Text,SEO Title,Status,Wood (product.metafields.specs.wood)\n' +
    'again,Cup,<p>Text</p>,Maker,Mugs,"a, b, a",TRUE,Size,S,AGAIN-S,\'0123,120,3,5,8,https://cdn.example/s.jpg,A cup,Seo,active,Oak\nagain,,,,,,,,M,AGAIN-M,,130,4,6,,https://cdn.example/m.jpg,,,,';

  it('keeps what the file does not say', async () => {
    await shop.products(full);
    const [before] = await shop.rows(
      `select p.*, p.updated_at = p.created_at as is_fresh from products p where handle = 'again'`,
    );
    expect(before).toMatchObject({ tags: ['a', 'b'], seo_title: 'Seo', product_type: 'Mugs', is_fresh: true });
    expect(await shop.rows(`select barcode from variants where sku = 'AGAIN-S'`)).toEqual([{ barcode: '0123' }]);
    const report = await shop.products(`Handle,Title,Variant SKU,Variant Price,Vendor\nagain,,AGAIN-M,6.50,`);
    expect(report).toMatchObject({ created: 0, updated: 1, problems: [] });
    const [after] = await shop.rows(`select * from products where handle = 'again'`);
    const { updated_at: _, is_fresh: _fresh, ...same } = before ?? {};
    expect(after).toMatchObject({ ...same, vendor: '' });
    expect(await variantsOf('again')).toEqual([
      { sku: 'AGAIN-M', title: 'M', price: 650, on_hand: 4 },
      { sku: 'AGAIN-S', title: 'S', price: 500, on_hand: 3 },
    ]);
    expect(
      await shop.rows(
        `select m.url, m.alt from media m join products p on p.id = m.product_id where p.handle = 'again' order by m.position`,
      ),
    ).toEqual([
      { url: 'https://cdn.example/s.jpg', alt: 'A cup' },
      { url: 'https://cdn.example/m.jpg', alt: null },
    ]);
    expect(
      await shop.rows(
        `select value from metafields m join products p on p.id = m.owner_id where m.owner_type = 'product' and p.handle = 'again'`,
      ),
    ).toEqual([{ value: 'Oak' }]);
  });

  it('keeps ids, leaves stock to its objects and says so', async () => {
    await shop.products(`${HEAD}\nkept,Cup,Size,S,KEPT-S,3,5\nkept,,,M,KEPT-M,4,6`);
    const before = await shop.rows(`select v.id, v.sku from variants v where v.sku like 'KEPT-%' order by 1`);
    const report = await shop.products(
      `${HEAD}\nkept,Cup,Size,S,KEPT-S,99,7.50\nkept,,,M,KEPT-M,99,6\nkept,,,L,KEPT-L,5,6`,
    );
    expect(report).toMatchObject({ updated: 1, stockLeft: 2 });
    expect(await variantsOf('kept')).toEqual([
      { sku: 'KEPT-S', title: 'S', price: 750, on_hand: 3 },
      { sku: 'KEPT-M', title: 'M', price: 600, on_hand: 4 },
      { sku: 'KEPT-L', title: 'L', price: 600, on_hand: 5 },
    ]);
    expect(
      await shop.rows(`select v.id, v.sku from variants v where v.sku in ('KEPT-S', 'KEPT-M') order by 1`),
    ).toEqual(before);
  });

  it('lets variants trade their SKUs, and a SKU take another size', async () => {
    await shop.products(`${HEAD}\ntrade,Cup,Size,S,TRADE-1,1,5\ntrade,,,M,TRADE-2,2,5`);
    expect(await shop.products(`${HEAD}\ntrade,Cup,Size,S,TRADE-2,,5\ntrade,,,M,TRADE-1,,5`)).toMatchObject({
      updated: 1,
      problems: [],
    });
    expect(await variantsOf('trade')).toMatchObject([
      { sku: 'TRADE-2', title: 'S', on_hand: 1 },
      { sku: 'TRADE-1', title: 'M', on_hand: 2 },
    ]);
    expect(await shop.products(`${HEAD}\ntrade,Cup,Size,XL,TRADE-2,,5`)).toMatchObject({ updated: 1, problems: [] });
    expect(await variantsOf('trade')).toMatchObject([
      { sku: 'TRADE-2', title: 'XL', on_hand: 1 },
      { sku: 'TRADE-1', title: 'M' },
    ]);
  });

  it('removes what is missing only when asked to', async () => {
    await shop.products(`${HEAD}\nswap,Cup,Size,S,SWAP-S,3,5\nswap,,,M,SWAP-M,4,6`);
    await shop.products(`${HEAD}\nswap,Cup,Size,S,SWAP-S,3,5`);
    expect(await variantsOf('swap')).toHaveLength(2);
    expect(await shop.products(`${HEAD}\nswap,Cup,Colour,Red,SWAP-R,3,5`)).toMatchObject({
      updated: 0,
      problems: [{ line: 2, column: 'Option1 Name', reason: expect.stringMatching(/2 more variants.*--replace/) }],
    });
    await shop.products(`${HEAD}\nswap,Cup,Colour,Red,SWAP-R,3,5`, { replace: true });
    expect(await variantsOf('swap')).toEqual([{ sku: 'SWAP-R', title: 'Red', price: 500, on_hand: 3 }]);
    expect(
      await shop.rows(
        `select o.name, v.name as value from product_options o join product_option_values v on v.option_id = o.id join products p on p.id = o.product_id where p.handle = 'swap'`,
      ),
    ).toEqual([{ name: 'Colour', value: 'Red' }]);
  });
});

describe('what else a file may hold', () => {
  it('the names columns have since 2025, and a price per market', async () => {
    const report = await shop.products(
      'Title,URL handle,Description,Published on online store,SKU,Barcode,Price,Compare-at price,Price / United Kingdom,Price / Japan,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Charge tax,Product image URL\n' +
        'Cup,newer,<p>x</p>,FALSE,NEWER,123,10,8,9,1600,shopify,7,CONTINUE,453.6,FALSE,https://cdn.example/c.jpg',
    );
    expect(report.problems).toEqual([]);
    expect(report.warnings).toEqual([expect.objectContaining({ message: expect.stringMatching(/compare-at price/) })]);
    expect(
      await shop.rows(
        `select p.published_at, v.barcode, v.weight_grams, v.taxable, v.tracked, v.inventory_policy from products p join variants v on v.product_id = p.id where p.handle = 'newer'`,
      ),
    ).toEqual([
      {
        published_at: null,
        barcode: '123',
        weight_grams: 454,
        taxable: false,
        tracked: true,
        inventory_policy: 'continue',
      },
    ]);
    expect(
      await shop.rows(
        `select r.currency, r.amount_minor::int, r.compare_at_minor from prices r join variants v on v.id = r.variant_id where v.sku = 'NEWER' order by 1`,
      ),
    ).toEqual([
      { currency: 'EUR', amount_minor: 1000, compare_at_minor: null },
      { currency: 'GBP', amount_minor: 900, compare_at_minor: null },
      { currency: 'JPY', amount_minor: 1600, compare_at_minor: null },
    ]);
  });

  it('a variant without a tracker is not counted', async () => {
    await shop.products(
      'Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\nfree,Gift,FREE,,0,5',
    );
    expect(
      await shop.rows(
        `select tracked, s.on_hand from variants v left join stock_levels s on s.variant_id = v.id where sku = 'FREE'`,
      ),
    ).toEqual([{ tracked: false, on_hand: null }]);
  });

  it('a new selling rule, which is announced for the stock object', async () => {
    const head = 'Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Policy,Variant Price';
    const announced = () =>
      shop.rows(
        `delete from outbox where topic = 'products.changed' returning payload - 'changeId' as payload, payload ? 'changeId' as named`,
      );
    await shop.products(`${head}\nruled,Cup,RULED,shopify,deny,5`);
    const [ids] = await shop.rows(
      `select product_id::int as product, id::int as variant from variants where sku = 'RULED'`,
    );
    await announced();
    await shop.products(`${head}\nruled,Cup,RULED,shopify,deny,6`);
    expect(await announced()).toEqual([{ payload: { productIds: [ids?.product], variantIds: [] }, named: true }]);
    await shop.products(`${head}\nruled,Cup,RULED,,deny,6`);
    expect(await announced()).toEqual([
      { payload: { productIds: [ids?.product], variantIds: [ids?.variant] }, named: true },
    ]);
    await shop.products(`${head}\nruled,Cup,RULED,shopify,deny,6`, { dryRun: true });
    expect(await announced()).toEqual([]);
  });

  it('the warehouse stock opens in', async () => {
    await shop.products(`${HEAD}\nhouse,Cup,,,HOUSE,6,5`, { warehouse: 'RNO' });
    expect(
      await shop.rows(
        `select w.code, s.on_hand from stock_levels s join warehouses w on w.id = s.warehouse_id join variants v on v.id = s.variant_id where v.sku = 'HOUSE'`,
      ),
    ).toEqual([{ code: 'RNO', on_hand: 6 }]);
    await expect(shop.products(`${HEAD}\nx,Cup,,,,,5`, { warehouse: 'MARS' })).rejects.toThrow(/LEJ, RTM/);
  });

  it('a collection by its title, and membership by rules', async () => {
    await shop.rows(
      `insert into collections (handle, title, rules) values ('cheap', 'Cheap', '[{"column": "VARIANT_PRICE", "relation": "LESS_THAN", "condition": "3"}]')`,
    );
    const membership = () =>
      shop.rows(
        `select c.title, p.handle from collection_products m join collections c on c.id = m.collection_id join products p on p.id = m.product_id where p.handle like 'member-%' order by 1, 2`,
      );
    const report = await shop.products(
      'Handle,Title,Variant Price,Collection\nmember-1,Cup,2,Übersee Töpfe\nmember-2,Cup,5,übersee töpfe\nmember-3,Cup,5,Cheap',
    );
    expect(report).toMatchObject({
      created: 3,
      warnings: [{ message: expect.stringMatching(/"Cheap" chooses its products by rules/) }],
    });
    expect(await membership()).toEqual([
      { title: 'Cheap', handle: 'member-1' },
      { title: 'Übersee Töpfe', handle: 'member-1' },
      { title: 'Übersee Töpfe', handle: 'member-2' },
    ]);
    await shop.products('Handle,Title,Variant Price\nmember-1,,4\nmember-2,,1');
    expect(await membership()).toEqual([
      { title: 'Cheap', handle: 'member-2' },
      { title: 'Übersee Töpfe', handle: 'member-1' },
      { title: 'Übersee Töpfe', handle: 'member-2' },
    ]);
  });

  it('two collections whose titles give the same handle', async () => {
    await shop.products('Handle,Title,Variant Price,Collection\ntwin-1,Cup,2,Tea & Cake\ntwin-2,Cup,5,Tea Cake');
    expect(
      await shop.rows(`select c.handle, p.handle as product from collections c join collection_products m on m.collection_id = c.id
        join products p on p.id = m.product_id where c.title like 'Tea%' order by 1`),
    ).toEqual([
      { handle: 'tea-cake', product: 'twin-1' },
      { handle: 'tea-cake-2', product: 'twin-2' },
    ]);
  });

  it('texts in another language: translations of products the shop has', async () => {
    await shop.products(`${HEAD}\nspoken,Cup,,,SPOKEN,1,5`);
    const report = await shop.products(`${HEAD}\nspoken,Tasse,,,SPOKEN,1,99`, { locale: 'de' });
    expect(report).toMatchObject({ updated: 1, problems: [] });
    expect(
      await shop.rows(`select p.title, t.locale, t.value, r.amount_minor::int from products p join translations t on t.resource_type = 'product' and t.resource_id = p.id and t.key = 'title'
        join variants v on v.product_id = p.id join prices r on r.variant_id = v.id where p.handle = 'spoken'`),
    ).toEqual([{ title: 'Cup', locale: 'de', value: 'Tasse', amount_minor: 500 }]);
  });

  it('metafields, which an empty cell removes', async () => {
    const head =
      'Handle,Title,Variant Price,Material (product.metafields.specs.material),Note (product.metafields.custom.note)';
    const fields = () =>
      shop.rows(
        `select m.namespace, m.key, m.type, m.value from metafields m join products p on p.id = m.owner_id and m.owner_type = 'product' where p.handle = 'fielded' order by 1, 2`,
      );
    await shop.products(`${head}\nfielded,Cup,5,Clay,"one\ntwo"`);
    expect(await fields()).toEqual([
      { namespace: 'custom', key: 'note', type: 'multi_line_text_field', value: 'one\ntwo' },
      { namespace: 'specs', key: 'material', type: 'single_line_text_field', value: 'Clay' },
    ]);
    await shop.products(`${head}\nfielded,Cup,5,Glass,`);
    expect(await fields()).toEqual([
      { namespace: 'specs', key: 'material', type: 'single_line_text_field', value: 'Glass' },
    ]);
  });
});

describe('translations', () => {
  const TEXTS = 'Type,Identification,Field,Locale,Market,Status,Default content,Translated content';
  const of = (handle: string) =>
    shop.rows(
      `select t.resource_type as type, t.key, t.value from translations t where t.locale = 'fr' and (
        (t.resource_type = 'product' and t.resource_id in (select id from products where handle = $1))
        or (t.resource_type = 'option' and t.resource_id in (select o.id from product_options o join products p on p.id = o.product_id where p.handle = $1))
        or (t.resource_type = 'option_value' and t.resource_id in (select v.id from product_option_values v join product_options o on o.id = v.option_id join products p on p.id = o.product_id where p.handle = $1)))
        order by 1, 2, 3`,
      handle,
    );

  it('by handle, by default content, never by another shop’s number', async () => {
    await shop.products(`${HEAD}\nparle,Unique teapot,Size,Small,PARLE,1,5\nautre,Other,Size,Small,AUTRE,1,5`);
    const [other] = await shop.rows(`select id from products where handle = 'autre'`);
    const report = await shop.translations(
      `${TEXTS}\nPRODUCT,'${other?.id},title,fr,,,Unique teapot,Théière\nPRODUCT,'${other?.id},body_html,fr,,,<p>x</p>,<p>y</p>\nPRODUCT_OPTION,parle,name,fr,,,Size,Taille\nPRODUCT_OPTION_VALUE,'999,name,fr,,,Small,Petit`,
    );
    expect(report.problems).toEqual([]);
    expect(await of('parle')).toEqual([
      { type: 'product', key: 'description_html', value: '<p>y</p>' },
      { type: 'product', key: 'title', value: 'Théière' },
      { type: 'option', key: 'name', value: 'Taille' },
      { type: 'option_value', key: 'name', value: 'Petit' },
    ]);
    expect(await of('autre')).toEqual([{ type: 'option_value', key: 'name', value: 'Petit' }]);
  });

  it.each([
    ['an unknown kind', 'THEME,1,title,fr,,,x,y', 'type'],
    ['an unknown field', 'PRODUCT,harbour-mug,colour,fr,,,x,y', 'field'],
    ['a bad language', 'PRODUCT,harbour-mug,title,french!,,,x,y', 'locale'],
    ['the shop’s own language', 'PRODUCT,harbour-mug,title,en,,,x,y', 'locale'],
    ['an unknown product', 'PRODUCT,lost,title,fr,,,x,y', 'identification'],
  ])('%s is told by its line', async (_name, line, column) => {
    const before = await shop.digest();
    const report = await shop.translations(`${TEXTS}\n${line}`);
    expect(report.problems).toEqual([expect.objectContaining({ line: 2, column })]);
    expect(await shop.digest()).toBe(before);
  });

  it('dry and strict write nothing', async () => {
    const before = await shop.digest();
    const file = `${TEXTS}\nPRODUCT,harbour-mug,title,fr,,,,Tasse\nPRODUCT,lost,title,fr,,,,Rien`;
    expect(await shop.translations(file, { dryRun: true })).toMatchObject({ updated: 1, isWritten: false });
    expect(await shop.translations(file, { strict: true })).toMatchObject({ updated: 0, isWritten: false });
    expect(await shop.digest()).toBe(before);
    expect(await shop.translations(file)).toMatchObject({ updated: 1, refused: 1, isWritten: true });
  });
});
