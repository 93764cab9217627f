import type { Client } from 'pg';
import { type CollectionRule, matchesCollectionRules } from '../../commerce/catalogue/collection-rules.ts';
import type { ImportedProduct } from './read-products.ts';
import type { ImportProblem } from './report.ts';

/** Where and how products are written. */
export interface WriteOptions {
  readonly currency: string;
  /** Warehouse that a new variant's quantity opens in. */
  readonly warehouseId: number;
  /** Also removes variants and pictures that the file does not have. */
  readonly replace: boolean;
}

export interface WriteResult {
  readonly created: number;
  readonly updated: number;
  readonly problems: readonly ImportProblem[];
}

interface KnownProduct {
  readonly id: string;
  readonly handle: string;
}

const json = (rows: readonly unknown[]) => JSON.stringify(rows);

/** Products whose SKU another product of the shop has; nothing of them may be written. */
async function skuClashes(client: Client, products: readonly ImportedProduct[]): Promise<ImportProblem[]> {
  const skus = products.flatMap((product) => product.variants.flatMap((variant) => variant.sku || []));
  if (skus.length === 0) return [];
  const { rows } = await client.query<{ sku: string; handle: string }>(
    'select v.sku, p.handle from variants v join products p on p.id = v.product_id where v.sku = any($1)',
    [skus],
  );
  const owner = new Map(rows.map((row) => [row.sku, row.handle]));
  return products.flatMap((product) =>
    product.variants.flatMap((variant) => {
      const other = owner.get(variant.sku);
      return other !== undefined && other !== product.handle
        ? [
            {
              line: variant.line,
              column: 'Variant SKU',
              value: variant.sku,
              reason: `belongs to the product ${other} already`,
            },
          ]
        : [];
    }),
  );
}

/** Inserts or updates the products themselves; answers their ids by handle. */
async function upsertProducts(
  client: Client,
  products: readonly ImportedProduct[],
): Promise<ReadonlyMap<string, number>> {
  const rows = products.map((one) => ({
    handle: one.handle,
    title: one.title,
    description_html: one.descriptionHtml,
    vendor: one.vendor,
    product_type: one.productType,
    category: one.category || null,
    tags: one.tags,
    status: one.status,
    is_gift_card: one.isGiftCard,
    seo_title: one.seoTitle || null,
    seo_description: one.seoDescription || null,
    is_published: one.isPublished && one.status === 'active',
  }));
  const { rows: written } = await client.query<KnownProduct>(
    `insert into products (handle, title, description_html, vendor, product_type, category, tags, status, is_gift_card, seo_title, seo_description, published_at)
     select r.handle, r.title, r.description_html, r.vendor, r.product_type, r.category, r.tags, r.status::product_status, r.is_gift_card, r.seo_title, r.seo_description,
       case when r.is_published then now() end
     from jsonb_to_recordset($1::jsonb) as r(handle text, title text, description_html text, vendor text, product_type text, category text, tags text[], status text, is_gift_card boolean, seo_title text, seo_description text, is_published boolean)
     on conflict (handle) do update set title = excluded.title, description_html = excluded.description_html, vendor = excluded.vendor, product_type = excluded.product_type, category = excluded.category,
       tags = excluded.tags, status = excluded.status, is_gift_card = excluded.is_gift_card, seo_title = excluded.seo_title, seo_description = excluded.seo_description,
       published_at = case when excluded.published_at is null then null else coalesce(products.published_at, excluded.published_at) end, updated_at = now()
     returning id, handle`,
    [json(rows)],
  );
  return new Map(written.map((row) => [row.handle, Number(row.id)]));
}

/** Options with the same names in the same order keep their ids (and translations); others are made anew. */
async function writeOptions(
  client: Client,
  products: readonly ImportedProduct[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const all = [...ids.values()];
  const { rows } = await client.query<{ product_id: string; names: string[] }>(
    'select product_id, array_agg(name order by position) as names from product_options where product_id = any($1) group by product_id',
    [all],
  );
  const before = new Map(rows.map((row) => [Number(row.product_id), JSON.stringify(row.names)]));
  const changed = products.filter(
    (one) => before.get(ids.get(one.handle) ?? 0) !== JSON.stringify(one.options.map((option) => option.name)),
  );
  if (changed.length > 0) {
    await client.query('delete from product_options where product_id = any($1)', [
      changed.map((one) => ids.get(one.handle)),
    ]);
    const options = changed.flatMap((one) =>
      one.options.map((option, index) => ({ product_id: ids.get(one.handle), name: option.name, position: index + 1 })),
    );
    await client.query(
      'insert into product_options (product_id, name, position) select r.product_id, r.name, r.position from jsonb_to_recordset($1::jsonb) as r(product_id bigint, name text, position int)',
      [json(options)],
    );
  }
  const values = products.flatMap((one) =>
    one.options.flatMap((option) =>
      option.values.map((name, index) => ({
        product_id: ids.get(one.handle),
        option: option.name,
        name,
        position: index + 1,
      })),
    ),
  );
  await client.query(
    `insert into product_option_values (option_id, name, position)
     select o.id, r.name, r.position from jsonb_to_recordset($1::jsonb) as r(product_id bigint, option text, name text, position int)
     join product_options o on o.product_id = r.product_id and o.name = r.option
     on conflict (option_id, name) do update set position = excluded.position`,
    [json(values)],
  );
}

/** Variants matched by option values, else by SKU; prices, opening stock. */
async function writeVariants(
  client: Client,
  products: readonly ImportedProduct[],
  ids: ReadonlyMap<string, number>,
  options: WriteOptions,
): Promise<void> {
  const rows = products.flatMap((one) =>
    one.variants.map((variant, index) => ({
      product_id: ids.get(one.handle),
      option_values: variant.optionValues,
      title: variant.optionValues.join(' / '),
      position: index + 1,
      sku: variant.sku || null,
      barcode: variant.barcode || null,
      weight_grams: variant.weightGrams,
      requires_shipping: variant.requiresShipping,
      taxable: variant.taxable,
      tracked: variant.tracked,
      inventory_policy: variant.inventoryPolicy,
      unit_cost_minor: variant.costMinor,
      price_minor: variant.priceMinor,
      compare_at_minor: variant.compareAtMinor,
      quantity: variant.quantity,
    })),
  );
  const shape =
    'r(product_id bigint, option_values text[], title text, position int, sku text, barcode text, weight_grams int, requires_shipping boolean, taxable boolean, tracked boolean, inventory_policy text, unit_cost_minor bigint, price_minor bigint, compare_at_minor bigint, quantity int)';
  const list = json(rows);
  await client.query(
    `update variants v set option_values = r.option_values from jsonb_to_recordset($1::jsonb) as ${shape}
     where v.product_id = r.product_id and v.sku = r.sku and v.option_values <> r.option_values
       and not exists (select 1 from variants x where x.product_id = r.product_id and x.option_values = r.option_values)`,
    [list],
  );
  const { rows: fresh } = await client.query<{ id: string; is_new: boolean }>(
    `insert into variants (product_id, option_values, title, position, sku, barcode, weight_grams, requires_shipping, taxable, tracked, inventory_policy, unit_cost_minor, unit_cost_currency)
     select r.product_id, r.option_values, r.title, r.position, r.sku, r.barcode, r.weight_grams, r.requires_shipping, r.taxable, r.tracked, r.inventory_policy::inventory_policy, r.unit_cost_minor,
       case when r.unit_cost_minor is not null then $2 end
     from jsonb_to_recordset($1::jsonb) as ${shape}
     on conflict (product_id, option_values) do update set title = excluded.title, position = excluded.position, sku = excluded.sku, barcode = excluded.barcode, weight_grams = excluded.weight_grams,
       requires_shipping = excluded.requires_shipping, taxable = excluded.taxable, tracked = excluded.tracked, inventory_policy = excluded.inventory_policy,
       unit_cost_minor = coalesce(excluded.unit_cost_minor, variants.unit_cost_minor), unit_cost_currency = coalesce(excluded.unit_cost_currency, variants.unit_cost_currency), updated_at = now()
     returning id, (xmax = 0) as is_new`,
    [list, options.currency],
  );
  await client.query(
    `insert into prices (variant_id, currency, amount_minor, compare_at_minor)
     select v.id, $2, r.price_minor, r.compare_at_minor from jsonb_to_recordset($1::jsonb) as ${shape} join variants v on v.product_id = r.product_id and v.option_values = r.option_values
     on conflict (variant_id, currency) do update set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor`,
    [list, options.currency],
  );
  const made = fresh.filter((row) => row.is_new).map((row) => row.id);
  await client.query(
    `insert into stock_levels (variant_id, warehouse_id, on_hand)
     select v.id, $2, coalesce(r.quantity, 0) from jsonb_to_recordset($1::jsonb) as ${shape} join variants v on v.product_id = r.product_id and v.option_values = r.option_values
     where v.id = any($3) and r.tracked on conflict do nothing`,
    [list, options.warehouseId, made],
  );
  if (options.replace) {
    await client.query('delete from variants where product_id = any($1) and not (id = any($2))', [
      [...ids.values()],
      fresh.map((row) => row.id),
    ]);
  }
}

async function writeImages(
  client: Client,
  products: readonly ImportedProduct[],
  ids: ReadonlyMap<string, number>,
  options: WriteOptions,
): Promise<void> {
  const images = products.flatMap((one) =>
    one.images.map((image, index) => ({
      product_id: ids.get(one.handle),
      url: image.url,
      alt: image.alt || null,
      position: index + 1,
    })),
  );
  const shape = 'r(product_id bigint, url text, alt text, position int)';
  if (options.replace) {
    await client.query(
      `delete from media m where m.product_id = any($2) and not exists (select 1 from jsonb_to_recordset($1::jsonb) as ${shape} where r.product_id = m.product_id and r.url = m.url)`,
      [json(images), [...ids.values()]],
    );
  }
  await client.query(
    `update media m set alt = r.alt, position = r.position from jsonb_to_recordset($1::jsonb) as ${shape} where m.product_id = r.product_id and m.url = r.url`,
    [json(images)],
  );
  await client.query(
    `insert into media (product_id, url, alt, position) select r.product_id, r.url, r.alt, r.position from jsonb_to_recordset($1::jsonb) as ${shape}
     where not exists (select 1 from media m where m.product_id = r.product_id and m.url = r.url)`,
    [json(images)],
  );
  const chosen = products.flatMap((one) =>
    one.variants.flatMap((variant) =>
      variant.imageUrl
        ? [{ product_id: ids.get(one.handle), option_values: variant.optionValues, url: variant.imageUrl }]
        : [],
    ),
  );
  await client.query(
    `update variants v set media_id = m.id from jsonb_to_recordset($1::jsonb) as r(product_id bigint, option_values text[], url text)
     join media m on m.product_id = r.product_id and m.url = r.url where v.product_id = r.product_id and v.option_values = r.option_values`,
    [json(chosen)],
  );
}

async function writeMetafields(
  client: Client,
  products: readonly ImportedProduct[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const fields = products.flatMap((one) =>
    one.metafields.map((field) => ({
      owner_id: ids.get(one.handle),
      ...field,
      type: field.value.includes('\n') ? 'multi_line_text_field' : 'single_line_text_field',
    })),
  );
  if (fields.length === 0) return;
  await client.query(
    `insert into metafields (owner_type, owner_id, namespace, key, type, value)
     select 'product', r.owner_id, r.namespace, r.key, r.type, r.value from jsonb_to_recordset($1::jsonb) as r(owner_id bigint, namespace text, key text, type text, value text)
     on conflict (owner_type, owner_id, namespace, key) do update set value = excluded.value, updated_at = now()`,
    [json(fields)],
  );
}

/** Membership in hand-made collections the file names, and in every rule-based one. */
async function writeCollections(
  client: Client,
  products: readonly ImportedProduct[],
  ids: ReadonlyMap<string, number>,
  currency: string,
): Promise<void> {
  const named = products.flatMap((one) =>
    one.collection ? [{ product_id: ids.get(one.handle), title: one.collection }] : [],
  );
  if (named.length > 0) {
    const titles = [...new Set(named.map((one) => one.title))].map((title) => ({
      title,
      handle:
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, '-')
          .replace(/^-|-$/g, '') || 'collection',
    }));
    await client.query(
      'insert into collections (handle, title) select r.handle, r.title from jsonb_to_recordset($1::jsonb) as r(handle text, title text) on conflict (handle) do nothing',
      [json(titles)],
    );
    await client.query(
      `insert into collection_products (collection_id, product_id) select c.id, r.product_id from jsonb_to_recordset($1::jsonb) as r(product_id bigint, title text)
       join collections c on c.title = r.title and c.rules is null on conflict do nothing`,
      [json(named)],
    );
  }
  const { rows } = await client.query<{ id: string; rules: CollectionRule[]; rules_match_any: boolean }>(
    'select id, rules, rules_match_any from collections where rules is not null',
  );
  if (rows.length === 0) return;
  const members = rows.flatMap((collection) =>
    products.flatMap((one) => {
      const facts = {
        title: one.title,
        vendor: one.vendor,
        productType: one.productType,
        tags: one.tags,
        variants: one.variants.map((variant) => ({
          amountMinor: variant.priceMinor,
          compareAtMinor: variant.compareAtMinor,
        })),
      };
      return matchesCollectionRules(facts, { rules: collection.rules, matchAny: collection.rules_match_any }, currency)
        ? [{ collection_id: Number(collection.id), product_id: ids.get(one.handle) }]
        : [];
    }),
  );
  const shape = 'r(collection_id bigint, product_id bigint)';
  await client.query(
    `delete from collection_products cp using collections c where c.id = cp.collection_id and c.rules is not null and cp.product_id = any($2)
       and not exists (select 1 from jsonb_to_recordset($1::jsonb) as ${shape} where r.collection_id = cp.collection_id and r.product_id = cp.product_id)`,
    [json(members), [...ids.values()]],
  );
  await client.query(
    `insert into collection_products (collection_id, product_id) select r.collection_id, r.product_id from jsonb_to_recordset($1::jsonb) as ${shape} on conflict do nothing`,
    [json(members)],
  );
}

/** Writes a portion of products in one transaction; those whose SKU belongs to another product are left out and reported. */
export async function writeProducts(
  client: Client,
  portion: readonly ImportedProduct[],
  options: WriteOptions,
): Promise<WriteResult> {
  const problems = await skuClashes(client, portion);
  const clashing = new Set(problems.map((problem) => problem.line));
  const products = portion.filter((product) => !product.variants.some((variant) => clashing.has(variant.line)));
  if (products.length === 0) return { created: 0, updated: 0, problems };
  await client.query('begin');
  try {
    const { rows } = await client.query<{ count: string }>('select count(*) from products where handle = any($1)', [
      products.map((one) => one.handle),
    ]);
    const updated = Number(rows[0]?.count ?? 0);
    const ids = await upsertProducts(client, products);
    await writeOptions(client, products, ids);
    await writeVariants(client, products, ids, options);
    await writeImages(client, products, ids, options);
    await writeMetafields(client, products, ids);
    await writeCollections(client, products, ids, options.currency);
    await client.query('commit');
    return { created: products.length - updated, updated, problems };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
