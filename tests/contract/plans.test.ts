import { neonConfig } from '@neondatabase/serverless';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDb } from '../../db/client.ts';
import { LISTED_PRODUCTS } from '../../db/queries/catalogue.ts';
import { openingStock } from '../../db/queries/opening-stock.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { neonOutbox } from '../../worker/adapters/neon/outbox.ts';
import { NeonProductEditor } from '../../worker/adapters/neon/product-editor.ts';
import { neonStockRecords } from '../../worker/adapters/neon/stock-records.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

/** Tables that grow with the business; reading one of them whole in a hot query is refused. */
const LARGE = new Set([
  'products',
  'variants',
  'prices',
  'media',
  'product_options',
  'product_option_values',
  'metafields',
  'translations',
  'collection_products',
  'stock_levels',
  'stock_ledger',
  'orders',
  'order_lines',
  'payments',
  'refunds',
  'fulfilments',
  'event_log',
  'customers',
]);

const FILL = `
  insert into products (handle, title, status, published_at, units_sold) select 'load-' || n, 'Product ' || n, 'active', now() - interval '1 day', n % 977 from generate_series(1, 20000) n;
  insert into product_options (product_id, name, position) select id, 'Size', 1 from products where handle like 'load-%';
  insert into product_option_values (option_id, name, position) select o.id, v.name, v.position from product_options o join products p on p.id = o.product_id and p.handle like 'load-%' cross join (values ('S', 1), ('M', 2), ('L', 3)) v(name, position);
  insert into variants (product_id, title, position, option_values, sku) select p.id, v.name, v.position, array[v.name], 'LOAD-' || p.id || '-' || v.name from products p cross join (values ('S', 1), ('M', 2), ('L', 3)) v(name, position) where p.handle like 'load-%';
  insert into prices (variant_id, currency, amount_minor) select id, 'EUR', 1000 + id % 5000 from variants where sku like 'LOAD-%';
  insert into media (product_id, url, position) select id, '/media/' || handle || '.webp', 1 from products where handle like 'load-%';
  insert into metafields (owner_type, owner_id, namespace, key, type, value) select 'product', id, 'specs', 'material', 'single_line_text_field', 'Oak' from products where handle like 'load-%';
  insert into translations (resource_type, resource_id, locale, key, value) select 'product', id, 'de', 'title', 'Produkt ' || id from products where handle like 'load-%';
  insert into collection_products (collection_id, product_id) select 1 + id % 5, id from products where handle like 'load-%' on conflict do nothing;
  insert into stock_levels (variant_id, warehouse_id, on_hand) select id, 1 + id % 5, 10 from variants where sku like 'LOAD-%';
  insert into stock_ledger (variant_id, sequence, warehouse_id, kind, quantity, delta, after, actor, reference, occurred_at) select v.id, s, 1, 'held', 1, '{}', '{}', 'shopper', 'cart:' || v.id || s, now() from variants v cross join generate_series(1, 3) s where sku like 'LOAD-%';
  insert into customers (email) select 'load' || n || '@shop.example' from generate_series(1, 20000) n;
  insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included, total_minor, financial_status, fulfilment_status, placed_at)
    select n, 'load' || n, 'key', 'load' || n % 20000 || '@shop.example', 'en', 'DE', 'EUR', 1000, 0, 160, true, 1000, case when n % 50 = 0 then 'refunded' else 'paid' end::order_financial_status,
      case when n % 40 = 0 then 'unfulfilled' else 'fulfilled' end::order_fulfilment_status, now() - n * interval '5 minutes' from generate_series(1, 40000) n;
  insert into order_lines (id, order_id, position, title, quantity, unit_price_minor, total_minor, allocations) select n, n, 1, 'Cup', 1, 1000, 1000, '[]' from generate_series(1, 40000) n;
  insert into payments (order_id, provider, provider_reference, status, amount_minor, currency) select n, 'stripe', 'pi_load_' || n, 'captured', 1000, 'EUR' from generate_series(1, 40000) n;
  insert into refunds (order_id, idempotency_key, status, amount_minor, currency, actor) select n, 'load-' || n, 'succeeded', 10, 'EUR', 'staff:1' from generate_series(1, 20000) n;
  insert into fulfilments (order_id, warehouse_id, idempotency_key, lines, actor) select n, 1, 'load-' || n, '[]', 'staff:1' from generate_series(1, 20000) n;
  insert into event_log (aggregate, sequence, type, payload, actor, occurred_at) select 'order:' || n, 1, 'order.placed', '{}', 'shopper', now() from generate_series(1, 40000) n;
  analyze;`;

interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

let database: FreshDatabase;
let client: pg.Client;
const recorded: Statement[] = [];

beforeAll(async () => {
  database = await freshDatabase('seeded');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(FILL);
  neonConfig.fetchFunction = (url: string, init: { body: string }) => {
    const body = JSON.parse(init.body) as Statement | { queries: Statement[] };
    recorded.push(...('queries' in body ? body.queries : [body]));
    return fetch(url, { ...init, method: 'POST' });
  };
}, 120_000);
afterAll(async () => {
  console.log(plans.join('\n'));
  neonConfig.fetchFunction = undefined;
  await client.end();
  await database.drop();
});

function nodes(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodes)];
}

/** Runs a use of an adapter and answers the whole-table readings in the plans of its statements; prints each plan. */
async function wholeReadings(name: string, use: () => Promise<unknown>): Promise<string[]> {
  recorded.length = 0;
  await use();
  expect(recorded.length, `${name} ran no statement`).toBeGreaterThan(0);
  const found: string[] = [];
  for (const { query, params } of recorded) {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${query}`, [
      ...params,
    ]);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('no plan');
    const all = nodes(plan);
    console.log(
      `${name}: ${all.map((node) => `${node['Node Type']}${node['Relation Name'] ? ` ${node['Relation Name']}` : ''}`).join(' > ')}`,
    );
    found.push(
      ...all
        .filter((node) => node['Node Type'] === 'Seq Scan' && LARGE.has(node['Relation Name'] ?? ''))
        .map((node) => `${name} reads ${node['Relation Name']} whole`),
    );
  }
  return found;
}

test('no hot query reads a large table whole', async () => {
  const db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  const orders = new NeonOrders(db);
  const editor = new NeonProductEditor(db);
  const now = Date.now();
  const page = { newestFirst: true, limit: 50, after: null } as const;
  const uses: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['products by id', () => neonCatalogue(db).products([101, 5000, 19000])],
    ['opening stock', () => openingStock(db, 30_001)],
    ['stock levels of a variant', () => neonStockRecords(db).levels(30_001)],
    ['orders by id', () => orders.byIds([17, 3000, 39_999])],
    ['newest orders', () => orders.list({ ...page, filter: {} })],
    [
      'newest orders, next page',
      () => orders.list({ ...page, filter: {}, after: { placedAtMs: now - 86_400_000, id: 288 } }),
    ],
    [
      'orders to ship',
      () =>
        orders.list({
          ...page,
          filter: { fulfilmentStatus: 'unfulfilled', financialStatus: 'paid', isCancelled: false },
        }),
    ],
    ['orders of a customer', () => orders.list({ ...page, filter: { email: 'load77@shop.example' } })],
    ['order by number', () => orders.list({ ...page, filter: { number: 1234 } })],
    [
      'orders of a day',
      () => orders.list({ ...page, filter: { placedFromMs: now - 172_800_000, placedBeforeMs: now - 86_400_000 } }),
    ],
    ['timeline of an order', () => orders.events(17)],
    ['shipment by key', () => orders.findShipment('load-5')],
    ['refund by key', () => orders.findRefund('load-5')],
    ['due outbox', () => neonOutbox(db).take(50, 1000)],
    ['products for staff', () => editor.list({ text: '', status: 'active', limit: 50, after: null })],
    ['product for staff', () => editor.byIds([5000])],
    ['variant for staff', () => editor.variant(30_001)],
  ];
  const found: string[] = [];
  for (const [name, use] of uses) found.push(...(await wholeReadings(name, use)));
  expect(found).toEqual([]);
}, 120_000);
