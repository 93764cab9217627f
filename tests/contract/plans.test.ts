import { neonConfig } from '@neondatabase/serverless';
import { PgDialect } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDb, type Db } from '../../db/client.ts';
import { LISTED_PRODUCTS } from '../../db/queries/catalogue.ts';
import { openingStock } from '../../db/queries/opening-stock.ts';
import { neonCartRecovery } from '../../worker/adapters/neon/cart-recovery.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { neonIdempotencyKeys, stepDone } from '../../worker/adapters/neon/idempotency-keys.ts';
import { neonMailedOrders } from '../../worker/adapters/neon/mailed-orders.ts';
import { neonOrderRecorder } from '../../worker/adapters/neon/order-recorder.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { neonOutbox } from '../../worker/adapters/neon/outbox.ts';
import { NeonProductEditor } from '../../worker/adapters/neon/product-editor.ts';
import { neonReplenishment } from '../../worker/adapters/neon/replenishment.ts';
import { neonStockRecords } from '../../worker/adapters/neon/stock-records.ts';
import type { OrderFilter, OrderListQuery } from '../../worker/ports/orders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { fillLargeShop } from '../support/large-shop.ts';
import { placedOrder } from '../support/placed-order.ts';
import { type PlanNode, scansOf, shortPlan } from '../support/query-plan.ts';

/** A statement as an adapter sent it. */
interface Sent {
  readonly query: string;
  readonly params: readonly unknown[];
}

/** Below this many rows reading a whole table is the better plan. */
const LARGE_TABLE_ROWS = 5_000;

let database: FreshDatabase;
let client: Client;
let db: Db;
let largeTables: ReadonlySet<string>;
let sent: Sent[] = [];
const plans: string[] = [];

function noteStatements(body: unknown): void {
  const parsed: unknown = JSON.parse(String(body));
  const isSent = (value: unknown): value is Sent =>
    typeof value === 'object' && value !== null && 'query' in value && 'params' in value;
  const isBatch = typeof parsed === 'object' && parsed !== null && 'queries' in parsed && Array.isArray(parsed.queries);
  const statements: unknown[] = isBatch && Array.isArray(parsed.queries) ? parsed.queries : [parsed];
  sent.push(...statements.filter(isSent));
}

beforeAll(async () => {
  database = await freshDatabase('empty');
  await fillLargeShop(database.url);
  client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ relname: string }>(
    'select relname from pg_class where relkind = $1 and reltuples >= $2',
    ['r', LARGE_TABLE_ROWS],
  );
  largeTables = new Set(rows.map((row) => row.relname));
  neonConfig.fetchFunction = (url: string, init: RequestInit) => {
    noteStatements(init.body);
    return fetch(url, init);
  };
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
}, 120_000);

afterAll(async () => {
  console.log(plans.join('\n'));
  neonConfig.fetchFunction = undefined;
  await client?.end();
  await database?.drop();
});

async function planOf(statement: Sent): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    `explain (format json) ${statement.query}`,
    [...statement.params],
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('explain answered no plan');
  return plan;
}

/** Notes the plan of each statement; answers which large tables it reads from end to end. */
async function fullReads(name: string, statements: readonly Sent[]): Promise<string[]> {
  const found: string[] = [];
  for (const statement of statements) {
    const plan = await planOf(statement);
    plans.push(`${name}\n${shortPlan(plan)}`);
    for (const scan of scansOf(plan))
      if (scan.type === 'Seq Scan' && largeTables.has(scan.table)) found.push(`${scan.table} is read whole`);
  }
  return found;
}

const page = (filter: OrderFilter, rest: Partial<OrderListQuery> = {}): OrderListQuery => ({
  filter,
  newestFirst: true,
  limit: 25,
  after: null,
  ...rest,
});
const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const PORTION = Array.from({ length: 100 }, (_, index) => 1 + index * 40);
const daysAgo = (days: number) => Date.now() - days * 86_400_000;
const all = { text: '', status: null, limit: 25, after: null } as const;
const level = { variantId: 4711, warehouseId: 1, onHand: 3, held: 0, committed: 0, incoming: 0, safetyStock: 0 };

const catalogueQuestions = {
  'product detail': (db) => neonCatalogue(db).products([4711]),
  'product cards of a list of 24': (db) =>
    neonCatalogue(db).products(Array.from({ length: 24 }, (_, index) => 1 + index * 2000)),
  'shop settings': (db) => neonCatalogue(db).settings(),
  'admin: products by id': (db) => new NeonProductEditor(db).byIds([17, 4711]),
  'admin: product by handle': (db) => new NeonProductEditor(db).idByHandle('product-4711'),
  'admin: products': (db) => new NeonProductEditor(db).list(all),
  'admin: products, a later page': (db) => new NeonProductEditor(db).list({ ...all, after: { title: 'Lamp', id: 5 } }),
  'admin: drafts': (db) => new NeonProductEditor(db).list({ ...all, status: 'draft' }),
  'admin: products by word': (db) => new NeonProductEditor(db).list({ ...all, text: 'amp c4ca4238' }),
  'admin: products by SKU': (db) => new NeonProductEditor(db).list({ ...all, text: 'SKU-4711' }),
  'admin: drafts counted': (db) => new NeonProductEditor(db).count('draft'),
  'admin: variant': (db) => new NeonProductEditor(db).variant(4711),
  'admin: prices set': (db) =>
    new NeonProductEditor(db).setPrices(
      4711,
      [{ variantId: 4711 * 3, currency: 'EUR', amountMinor: 100, compareAtMinor: null }],
      null,
    ),
} satisfies Readonly<Record<string, (db: Db) => Promise<unknown>>>;

const orderQuestions = {
  'replenishment: sales of a portion': (db) => neonReplenishment(db).sales(PORTION, day(-371), day(-1)),
  'replenishment: days stock changed on': (db) => neonReplenishment(db).stockDays(PORTION, day(-371), day(-1)),
  'replenishment: crossings': (db) => neonReplenishment(db).crossings([17, 4711]),
  'order recorded': (db) => neonOrderRecorder(db).record(placedOrder(900_000_001)),
  'orders by id': (db) => new NeonOrders(db).byIds([17, 99_000]),
  'orders, newest': (db) => new NeonOrders(db).list(page({})),
  'orders, oldest': (db) => new NeonOrders(db).list(page({}, { newestFirst: false })),
  'orders, a later page': (db) => new NeonOrders(db).list(page({}, { after: { placedAtMs: daysAgo(30), id: 5 } })),
  'orders to ship': (db) => new NeonOrders(db).list(page({ fulfilmentStatus: 'unfulfilled' })),
  'orders by payment status': (db) => new NeonOrders(db).list(page({ financialStatus: 'partially_refunded' })),
  'orders paid and shipped': (db) =>
    new NeonOrders(db).list(page({ financialStatus: 'paid', fulfilmentStatus: 'fulfilled' })),
  'orders cancelled': (db) => new NeonOrders(db).list(page({ isCancelled: true })),
  'orders of an email': (db) => new NeonOrders(db).list(page({ email: 'customer77@example.com' })),
  'order by number': (db) => new NeonOrders(db).list(page({ number: 50_000 })),
  'orders of a day': (db) => new NeonOrders(db).list(page({ placedFromMs: daysAgo(31), placedBeforeMs: daysAgo(30) })),
  'orders counted': (db) => new NeonOrders(db).count({}),
  'orders to ship counted': (db) => new NeonOrders(db).count({ fulfilmentStatus: 'unfulfilled', isCancelled: false }),
  'orders cancelled counted': (db) => new NeonOrders(db).count({ isCancelled: true }),
  'orders to mail about': (db) => neonMailedOrders(db).forMail([17, 99_000]),
  'carts kept for recovery': (db) =>
    neonCartRecovery(db).keep([
      {
        topic: 'cart.changed',
        cartToken: 'plans-1',
        cartId: 'gid://shopify/Cart/plans-1',
        email: 'ada@example.com',
        locale: 'de',
        country: 'DE',
        currency: 'EUR',
        totalMinor: 100,
        lines: [],
        checkoutUrl: '/cart',
        updatedAtMs: daysAgo(1),
      },
    ]),
  'order timeline': (db) => new NeonOrders(db).events(4711),
  'order cancelled': (db) => new NeonOrders(db).cancel(-1, 'test', 'test'),
  'refund by key': (db) => new NeonOrders(db).findRefund('refund-17'),
  'shipment by key': (db) => new NeonOrders(db).findShipment('ship-17'),
  'refunds left unsettled': (db) => new NeonOrders(db).unsettledRefunds(daysAgo(1)),
} satisfies Readonly<Record<string, (db: Db) => Promise<unknown>>>;

const stockQuestions = {
  'opening stock of a variant': (db) => openingStock(db, 4711),
  'stock levels of a variant': (db) => neonStockRecords(db).levels(4711),
  'stock projected': (db) => neonStockRecords(db).project([{ ...level, sequence: 9 }], []),
  'stock rebuilt': (db) => neonStockRecords(db).rebuild(4712, [], []),
  'outbox, due': (db) => neonOutbox(db).take(50, 1000),
  'outbox, sent': (db) => neonOutbox(db).remove([1, 2, 3]),
} satisfies Readonly<Record<string, (db: Db) => Promise<unknown>>>;

const claim = { scope: 'staff:1', key: 'key-17', requestSha256: 'a'.repeat(64) };
const idempotencyQuestions = {
  'key claimed': (db) => neonIdempotencyKeys(db).claim(claim),
  'answer kept under a key': (db) => neonIdempotencyKeys(db).remember(claim, '{}'),
  'key left open': (db) => neonIdempotencyKeys(db).leaveOpen(claim),
  'step done before': (db) =>
    stepDone(db, { ...claim, step: 'pageCreate' }, Object.assign(new Error('taken'), { code: '23505' })),
  'keys that may be forgotten': (db) => neonIdempotencyKeys(db).removeExpired(),
} satisfies Readonly<Record<string, (db: Db) => Promise<unknown>>>;

/** Every hot question, asked through the adapter that asks it in production. */
const QUESTIONS = { ...catalogueQuestions, ...orderQuestions, ...stockQuestions, ...idempotencyQuestions };

/** What the schema promises an index for, in words that are no adapter's. */
const PROMISED: Readonly<Record<string, Sent>> = {
  'ledger of a variant': {
    query: 'select * from stock_ledger where variant_id = $1 and sequence > $2 order by sequence limit 50',
    params: [4711, 0],
  },
  'ledger of an order': { query: 'select * from stock_ledger where reference = $1', params: ['ref-17'] },
  'customer by email': { query: 'select id from customers where email = $1', params: ['customer77@example.com'] },
  'orders of a customer': {
    query: 'select id from orders where customer_id = $1 order by placed_at desc limit 20',
    params: [77],
  },
  'order of a cart': { query: 'select id from orders where cart_token = $1', params: ['cart-77'] },
  'payment by the provider’s id': {
    query: 'select order_id from payments where provider = $1 and provider_reference = $2',
    params: ['stripe', 'pi_77'],
  },
  'carts to remind of': {
    query: `select cart_token from cart_recovery where completed_at is null
      and updated_at between now() - interval '2 hours' and now() - interval '1 hour'`,
    params: [],
  },
  'events of a kind': {
    query: `select * from event_log where type = $1 and occurred_at > now() - interval '1 hour'`,
    params: ['order.placed'],
  },
  'members of a collection': {
    query: 'select product_id from collection_products where collection_id = $1 order by position limit 24',
    params: [7],
  },
  'products with a tag': { query: 'select id from products where tags @> array[$1]', params: ['tag-250'] },
  'import: products by handle': {
    query: 'select id from products where handle = any($1)',
    params: [['product-1', 'product-2']],
  },
  'import: owners of SKUs': {
    query: 'select product_id from variants where sku = any($1)',
    params: [['SKU-1', 'SKU-2']],
  },
};

describe('plans with 50,000 products and 100,000 orders', () => {
  it('knows which tables are large', () => {
    for (const table of ['products', 'variants', 'prices', 'orders', 'order_lines', 'stock_ledger', 'outbox'])
      expect(largeTables).toContain(table);
  });

  it.each(Object.entries(QUESTIONS))('%s: no large table is read whole', async (name, ask) => {
    sent = [];
    await ask(db);
    expect(sent.length).toBeGreaterThan(0);
    expect(await fullReads(name, sent)).toEqual([]);
  });

  it.each(Object.entries(PROMISED))('%s: no large table is read whole', async (name, statement) => {
    expect(await fullReads(name, [statement])).toEqual([]);
  });

  it('every product on sale: reads the products, and all that belongs to them by index', async () => {
    const { sql: query, params } = new PgDialect().sqlToQuery(LISTED_PRODUCTS);
    const whole = await fullReads('every product on sale', [{ query, params }]);
    expect(whole.filter((found) => found !== 'products is read whole')).toEqual([]);
  });

  it('has an index for every foreign key, so that removing a row reads no table whole', async () => {
    const { rows } = await client.query<{ key: string }>(`
      select c.conrelid::regclass || ' (' || a.attname || ')' as key from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`);
    expect(rows.map((row) => row.key)).toEqual([]);
  });

  it('refuses a plan that reads a large table whole', async () => {
    const statement = { query: 'select id from orders where note = $1', params: ['x'] };
    expect(await fullReads('a query without an index', [statement])).toEqual(['orders is read whole']);
  });
});
