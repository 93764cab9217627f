import { Client } from 'pg';

/** Rows of the large shop, chosen so that a sequential scan would hurt. */
export const LARGE = { products: 50_000, variants: 150_000, orders: 100_000 } as const;

// Keys are dense, so a row's references follow from its number. Values differ as a real shop's do: plans depend on how selective a filter is.
const FILLS: readonly string[] = [
  `insert into shop (name, base_currency, ships_from_country) values ('Large', 'EUR', 'DE')`,
  `insert into warehouses (code, name, city, country, latitude, longitude, priority)
    select 'W' || i, 'Warehouse ' || i, 'City', 'DE', 50, 10, i from generate_series(1, 5) i`,
  `insert into products (id, handle, title, vendor, product_type, tags, status, units_sold, published_at, created_at, updated_at)
    select i, 'product-' || i, (array['Lamp','Vase','Chair','Bowl','Rug'])[1 + i % 5] || ' ' || md5(i::text), 'Maker ' || i % 200, 'Type ' || i % 50,
      array['tag-' || i % 300, 'tag-' || i % 17], (case when i % 20 = 0 then 'draft' else 'active' end)::product_status, i * 7919 % 10000,
      now() - i * interval '10 minutes', now() - i * interval '10 minutes', now() - i * interval '3 minutes'
    from generate_series(1, ${LARGE.products}) i`,
  `insert into product_options (id, product_id, name, position) select i, i, 'Size', 1 from generate_series(1, ${LARGE.products}) i`,
  `insert into product_option_values (id, option_id, name, position)
    select i, (i + 2) / 3, (array['S','M','L'])[1 + i % 3], 1 + i % 3 from generate_series(1, ${LARGE.variants}) i`,
  `insert into media (id, product_id, url, position) select i, i, '/media/' || i || '.webp', 1 from generate_series(1, ${LARGE.products}) i`,
  `insert into variants (id, product_id, sku, barcode, title, position, option_values, media_id)
    select i, (i + 2) / 3, 'SKU-' || i, '20' || i, (array['S','M','L'])[1 + i % 3], 1 + i % 3, array[(array['S','M','L'])[1 + i % 3]], (i + 2) / 3
    from generate_series(1, ${LARGE.variants}) i`,
  `insert into prices (variant_id, currency, amount_minor)
    select i, 'EUR', 500 + i % 20000 from generate_series(1, ${LARGE.variants}) i`,
  `insert into collections (id, handle, title) select i, 'collection-' || i, 'Collection ' || i from generate_series(1, 100) i`,
  `insert into collection_products (collection_id, product_id, position) select 1 + i % 100, i, i from generate_series(1, ${LARGE.products}) i`,
  `insert into metafields (id, owner_type, owner_id, namespace, key, type, value)
    select i, 'product', i, 'specs', 'material', 'single_line_text_field', 'Material ' || i % 40 from generate_series(1, ${LARGE.products}) i`,
  `insert into translations (resource_type, resource_id, locale, key, value)
    select 'product', i, 'de', key, 'Text ' || i from generate_series(1, ${LARGE.products}) i, unnest(array['title', 'description_html']) key`,
  `insert into stock_levels (variant_id, warehouse_id, on_hand, sequence) select i, 1 + i % 5, i % 50, 2 from generate_series(1, ${LARGE.variants}) i`,
  `insert into stock_ledger (variant_id, sequence, warehouse_id, kind, quantity, delta, after, actor, reference, occurred_at)
    select i, 1, 1 + i % 5, 'received', 1, '{"onHand": 1}', '{"onHand": 1}', 'seed', 'ref-' || i % 1000, now() - i * interval '1 minute'
    from generate_series(1, ${LARGE.variants}) i`,
  `insert into customers (id, email) select i, 'customer' || i || '@example.com' from generate_series(1, 50000) i`,
  `insert into orders (id, cart_token, status_key, customer_id, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor,
      financial_status, fulfilment_status, cancelled_at, placed_at)
    select i, 'cart-' || i, md5(i::text), 1 + i % 50000, 'customer' || 1 + i % 50000 || '@example.com', 'de', 'DE', 'EUR', 5000, 500, 800, true, 5500,
      (array['paid','paid','paid','paid','paid','paid','paid','partially_refunded','refunded','pending'])[1 + i % 10]::order_financial_status,
      (case when i > ${LARGE.orders - 500} then 'unfulfilled' else 'fulfilled' end)::order_fulfilment_status,
      case when i % 97 = 0 then now() end, now() - (${LARGE.orders} - i) * interval '5 minutes'
    from generate_series(1, ${LARGE.orders}) i`,
  `insert into order_lines (id, order_id, variant_id, product_id, position, title, quantity, unit_price_minor, total_minor, allocations)
    select i, i, 1 + i % ${LARGE.variants}, 1 + i % ${LARGE.products}, 1, 'Line', 1, 5000, 5000, '[]' from generate_series(1, ${LARGE.orders}) i`,
  `insert into payments (id, order_id, provider, provider_reference, status, amount_minor, currency)
    select i, i, 'stripe', 'pi_' || i, 'captured', 5500, 'EUR' from generate_series(1, ${LARGE.orders}) i`,
  `insert into refunds (id, order_id, payment_id, idempotency_key, status, amount_minor, currency, actor, created_at)
    select i, i, i, 'refund-' || i, (case when i % 5000 = 0 then 'pending' else 'succeeded' end)::refund_status, 100, 'EUR', 'staff', now() - i * interval '1 minute'
    from generate_series(1, 20000) i`,
  `insert into fulfilments (id, order_id, warehouse_id, idempotency_key, lines, actor)
    select i, i, 1 + i % 5, 'ship-' || i, '[]', 'staff' from generate_series(1, 50000) i`,
  `insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
    select 'order:' || i, 1, 'order.placed', '{}', 'shopper', now() - i * interval '5 minutes' from generate_series(1, ${LARGE.orders}) i`,
  `insert into outbox (topic, payload, due_at) select 'order.placed', '{}', now() + (i - 100) * interval '1 second' from generate_series(1, 20000) i`,
  `insert into idempotency_keys (scope, key, request_sha256, expires_at)
    select 'shop', 'key-' || i, md5(i::text), now() + (i - 500) * interval '1 minute' from generate_series(1, 50000) i`,
  `insert into cart_recovery (cart_token, locale, country, currency, total_minor, lines, recovery_url, updated_at)
    select 'recover-' || i, 'de', 'DE', 'EUR', 100, '[]', '/', now() - i * interval '1 minute' from generate_series(1, 50000) i`,
];

/**
 * Fills an empty, migrated database with a shop of 50,000 products and 100,000 orders, and brings the planner's statistics up to date. References are
 * not checked while filling and indexes are built afterwards: that takes a third of the time.
 */
export async function fillLargeShop(databaseUrl: string): Promise<void> {
  const indexes = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
       where not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    );
    await client.query(`drop index ${rows.map((row) => row.name).join(', ')}`);
    return rows.map((row) => row.definition);
  });
  await twoAtATime(databaseUrl, FILLS);
  await twoAtATime(databaseUrl, indexes);
  // The visibility map decides whether counting can stay within an index.
  await withClient(databaseUrl, (client) => client.query('vacuum (analyze)'));
}

async function twoAtATime(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const waiting = [...statements];
  const work = async (client: Client): Promise<void> => {
    await client.query("set session_replication_role = replica; set maintenance_work_mem = '128MB'");
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await client.query(next);
  };
  await Promise.all([withClient(databaseUrl, work), withClient(databaseUrl, work)]);
}

async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
