import type { Client } from 'pg';
import type { ProductWrite } from './product-write.ts';

/** Where rows go that belong to no product alone. */
export interface WriteTarget {
  readonly warehouseId: number;
  /** Language of `translations`. */
  readonly locale: string;
}

type Numbered = 'products' | 'product_options' | 'product_option_values' | 'media' | 'variants';

/** Ids from the tables' sequences in place of those below zero, in one statement. */
async function realIds(client: Client, writes: readonly ProductWrite[]): Promise<(id: number) => number> {
  const fresh: Record<Numbered, number[]> = {
    products: writes.flatMap((one) => (one.product.id < 0 ? one.product.id : [])),
    product_options: writes.flatMap((one) => one.options.flatMap(({ id }) => (id < 0 ? id : []))),
    product_option_values: writes.flatMap((one) => one.values.flatMap(({ id }) => (id < 0 ? id : []))),
    media: writes.flatMap((one) => one.media.flatMap(({ id }) => (id < 0 ? id : []))),
    variants: writes.flatMap((one) => one.variants.flatMap(({ id }) => (id < 0 ? id : []))),
  };
  const wanted = Object.entries(fresh).map(([name, ids]) => ({ name, count: ids.length }));
  const { rows } = await client.query<{ name: Numbered; ids: string[] }>(
    `select w.name, array(select nextval(pg_get_serial_sequence(w.name, 'id')) from generate_series(1, w.count)) as ids
     from jsonb_to_recordset($1::jsonb) as w(name text, count int)`,
    [JSON.stringify(wanted)],
  );
  const real = new Map<number, number>();
  for (const { name, ids } of rows) for (const [index, id] of fresh[name].entries()) real.set(id, Number(ids[index]));
  return (id) => (id < 0 ? (real.get(id) ?? id) : id);
}

const COLUMNS = {
  products: [
    'handle',
    'title',
    'description_html',
    'vendor',
    'product_type',
    'category',
    'tags',
    'status',
    'is_gift_card',
    'seo_title',
    'seo_description',
    'published_at',
  ],
  product_options: ['product_id', 'name', 'position'],
  product_option_values: ['option_id', 'name', 'position'],
  media: ['product_id', 'url', 'alt', 'width', 'height', 'position'],
  variants: [
    'product_id',
    'sku',
    'barcode',
    'title',
    'position',
    'option_values',
    'weight_grams',
    'requires_shipping',
    'taxable',
    'tracked',
    'inventory_policy',
    'media_id',
    'unit_cost_minor',
    'unit_cost_currency',
  ],
} as const satisfies Record<Numbered, readonly string[]>;

/** Inserts rows, or updates those whose id is known; one statement however many there are. */
async function upsert(client: Client, table: Numbered, rows: readonly unknown[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = COLUMNS[table].join(', ');
  const isDated = table === 'products' || table === 'variants';
  const updates = COLUMNS[table].map((column) => `${column} = excluded.${column}`).join(', ');
  await client.query(
    `insert into ${table} (id, ${columns}) select id, ${columns} from json_populate_recordset(null::${table}, $1::json)
     on conflict (id) do update set ${updates}${isDated ? ', updated_at = now()' : ''}`,
    [JSON.stringify(rows)],
  );
}

const TRANSLATED = {
  products: 'product',
  product_options: 'option',
  product_option_values: 'option_value',
  media: 'media',
  variants: 'variant',
} as const satisfies Record<Numbered, string>;

/** Removes rows with what no foreign key ties to them: translations, and metafields of variants. */
async function remove(client: Client, table: Numbered, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query('delete from translations where resource_type = $1 and resource_id = any($2)', [
    TRANSLATED[table],
    ids,
  ]);
  if (table === 'variants')
    await client.query(`delete from metafields where owner_type = 'variant' and owner_id = any($1)`, [ids]);
  await client.query(`delete from ${table} where id = any($1)`, [ids]);
}

/** Rows that will trade a unique value among each other step aside first: each row is checked as it is written. */
async function stepAside(client: Client, writes: readonly ProductWrite[]): Promise<void> {
  const options = writes.flatMap((one) => one.options.map(({ id, position }) => ({ id, position })));
  await client.query(
    `update product_options o set position = -o.position from jsonb_to_recordset($1::jsonb) as r(id bigint, position int)
     where o.id = r.id and o.position <> r.position`,
    [JSON.stringify(options)],
  );
  const variants = writes.flatMap((one) =>
    one.variants.map(({ id, sku, option_values }) => ({ id, sku, option_values })),
  );
  await client.query(
    `update variants v set sku = null, option_values = array['(moving)', v.id::text]
     from jsonb_to_recordset($1::jsonb) as r(id bigint, sku text, option_values text[])
     where v.id = r.id and (v.sku is distinct from r.sku or v.option_values <> r.option_values)`,
    [JSON.stringify(variants)],
  );
}

async function writePricesAndStock(
  client: Client,
  writes: readonly ProductWrite[],
  warehouseId: number,
  real: (id: number) => number,
) {
  const prices = writes.flatMap((one) => one.prices.map((price) => ({ ...price, variant_id: real(price.variant_id) })));
  await client.query(
    `insert into prices (variant_id, currency, amount_minor, compare_at_minor)
     select variant_id, currency, amount_minor, compare_at_minor from json_populate_recordset(null::prices, $1::json)
     on conflict (variant_id, currency) do update set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor,
       -- A file that repeats a converted price sets none.
       conversion = case when (prices.amount_minor, prices.compare_at_minor) is not distinct from (excluded.amount_minor, excluded.compare_at_minor)
         then prices.conversion end`,
    [JSON.stringify(prices)],
  );
  const stock = writes.flatMap((one) => one.stock.map((row) => ({ ...row, variant_id: real(row.variant_id) })));
  // No object knows a new variant yet: it will open from this row.
  await client.query(
    `insert into stock_levels (variant_id, warehouse_id, on_hand)
     select r.variant_id, $2, r.on_hand from jsonb_to_recordset($1::jsonb) as r(variant_id bigint, on_hand int)`,
    [JSON.stringify(stock), warehouseId],
  );
}

async function writeMetafields(
  client: Client,
  writes: readonly ProductWrite[],
  types: ReadonlyMap<string, string>,
  real: (id: number) => number,
) {
  const all = writes.flatMap((one) => one.metafields.map((field) => ({ ...field, owner_id: real(field.owner_id) })));
  if (all.length === 0) return;
  const set = all
    .filter((field) => field.value !== '')
    .map((field) => ({
      ...field,
      type:
        types.get(`${field.namespace}.${field.key}`) ??
        (/[\r\n]/.test(field.value) ? 'multi_line_text_field' : 'single_line_text_field'),
    }));
  await client.query(
    `insert into metafields (owner_type, owner_id, namespace, key, type, value)
     select 'product', r.owner_id, r.namespace, r.key, r.type, r.value
     from jsonb_to_recordset($1::jsonb) as r(owner_id bigint, namespace text, key text, type text, value text)
     on conflict (owner_type, owner_id, namespace, key) do update set value = excluded.value, updated_at = now()`,
    [JSON.stringify(set)],
  );
  await client.query(
    `delete from metafields m using jsonb_to_recordset($1::jsonb) as r(owner_id bigint, namespace text, key text)
     where m.owner_type = 'product' and m.owner_id = r.owner_id and m.namespace = r.namespace and m.key = r.key`,
    [JSON.stringify(all.filter((field) => field.value === ''))],
  );
}

async function writeTranslations(
  client: Client,
  writes: readonly ProductWrite[],
  locale: string,
  real: (id: number) => number,
) {
  const texts = writes.flatMap((one) =>
    Object.entries(one.translations).map(([key, value]) => ({ resource_id: real(one.product.id), key, value })),
  );
  if (texts.length === 0) return;
  await client.query(
    `insert into translations (resource_type, resource_id, locale, key, value)
     select 'product', r.resource_id, $2, r.key, r.value from jsonb_to_recordset($1::jsonb) as r(resource_id bigint, key text, value text)
     on conflict (resource_type, resource_id, locale, key) do update set value = excluded.value`,
    [JSON.stringify(texts), locale],
  );
}

/** Tells caches and stock objects what changed, once the transaction is committed. */
async function announce(client: Client, productIds: readonly number[], variantIds: readonly number[]): Promise<void> {
  await client.query(
    `insert into outbox (topic, payload)
     values ('products.changed', jsonb_build_object('productIds', $1::jsonb, 'variantIds', $2::jsonb, 'changeId', gen_random_uuid()))`,
    [JSON.stringify(productIds), JSON.stringify(variantIds)],
  );
}

/**
 * Writes products inside the caller's transaction, a fixed number of statements however many there are; answers their ids in the given order.
 * `types` are those of metafields the shop has, by `namespace.key`. Throws what PostgreSQL says when a row breaks a constraint.
 */
export async function writePortion(
  client: Client,
  writes: readonly ProductWrite[],
  types: ReadonlyMap<string, string>,
  target: WriteTarget,
): Promise<number[]> {
  const real = await realIds(client, writes);
  await stepAside(client, writes);
  for (const [table, pick] of [
    ['variants', 'variants'],
    ['media', 'media'],
    ['product_option_values', 'values'],
    ['product_options', 'options'],
  ] as const)
    await remove(
      client,
      table,
      writes.flatMap((one) => one.removed[pick]),
    );
  await upsert(
    client,
    'products',
    writes.map(({ product }) => ({ ...product, id: real(product.id) })),
  );
  const ofProduct = <T extends { readonly id: number; readonly product_id: number }>(rows: readonly T[]) =>
    rows.map((row) => ({ ...row, id: real(row.id), product_id: real(row.product_id) }));
  await upsert(
    client,
    'product_options',
    writes.flatMap((one) => ofProduct(one.options)),
  );
  const values = writes.flatMap((one) =>
    one.values.map((row) => ({ ...row, id: real(row.id), option_id: real(row.option_id) })),
  );
  await upsert(client, 'product_option_values', values);
  await upsert(
    client,
    'media',
    writes.flatMap((one) => ofProduct(one.media)),
  );
  const variants = writes.flatMap((one) =>
    ofProduct(one.variants).map((row) => ({ ...row, media_id: row.media_id === null ? null : real(row.media_id) })),
  );
  await upsert(client, 'variants', variants);
  await writePricesAndStock(client, writes, target.warehouseId, real);
  await writeMetafields(client, writes, types, real);
  await writeTranslations(client, writes, target.locale, real);
  const ids = writes.map((one) => real(one.product.id));
  await announce(
    client,
    ids,
    writes.flatMap((one) => one.policyChanges),
  );
  return ids;
}
