import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import { createDb, type Db } from '../../db/client.ts';
import { httpMailbox } from '../../worker/adapters/mail/http-mailbox.ts';
import { neonCartRecovery } from '../../worker/adapters/neon/cart-recovery.ts';
import { neonMailedOrders } from '../../worker/adapters/neon/mailed-orders.ts';
import { neonOrderRecorder } from '../../worker/adapters/neon/order-recorder.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { mailPlacedOrders, orderPlacedMail } from '../../worker/services/order-mail.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: Client;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const address = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  company: null,
  address1: "O'Connell Str. 1",
  address2: null,
  city: 'Köln',
  provinceCode: null,
  zip: '50667',
  countryCode: 'DE',
  phone: null,
};

let orders = 0;
function order(over: Partial<PlacedOrder> = {}): PlacedOrder {
  orders += 1;
  const token = String(orders).padStart(32, '0');
  return {
    orderId: 900_000 + orders,
    cartToken: token,
    statusKey: `${token}${'a'.repeat(32)}`,
    placedAtMs: Date.UTC(2026, 10, 24, 12),
    email: 'ada@shop.example',
    phone: '+49 30 1',
    locale: 'de',
    country: 'DE',
    currency: 'EUR',
    taxIncluded: true,
    subtotalMinor: 10_000,
    discountMinor: 1_000,
    shippingMinor: 500,
    taxMinor: 1_517,
    totalMinor: 9_500,
    discountCodes: ['WELCOME10'],
    shippingAddress: address,
    billingAddress: null,
    shippingMethodCode: 'eu-standard',
    shippingMethodTitle: 'Standardversand',
    promisedFromMs: Date.UTC(2026, 10, 26, 12),
    promisedToMs: Date.UTC(2026, 10, 30, 12),
    note: 'Bitte „leise“ klingeln; drop table orders',
    attributes: [{ key: 'gift', value: 'yes' }],
    warehousePreference: [1],
    payment: { provider: 'stripe', reference: `pi_${token}`, cardBrand: 'visa', cardLast4: '4242' },
    lines: [
      {
        lineId: 910_000 + orders,
        variantId: 1,
        productId: 1,
        sku: 'SKU-1',
        title: 'Krug',
        variantTitle: 'Blau',
        imageUrl: '/media/krug/1.webp',
        quantity: 2,
        unitPriceMinor: 5_000,
        discountMinor: 1_000,
        taxMinor: 1_437,
        taxRateBps: 1_900,
        totalMinor: 9_000,
        requiresShipping: true,
        attributes: [],
        allocations: [{ warehouseId: 1, quantity: 2 }],
      },
    ],
    ...over,
  };
}

const count = async (sql: string, ...values: unknown[]): Promise<number> => {
  const { rows } = await client.query<{ n: string }>(`select count(*) n from ${sql}`, values);
  return Number(rows[0]?.n);
};

test('an order is written with customer, lines, payment, event and message, and a repetition adds nothing', async () => {
  const placed = order();
  const recorder = neonOrderRecorder(db);
  const [{ uses: before }] = (await client.query("select uses from promotion_codes where code = 'WELCOME10'")).rows;
  const first = await recorder.record(placed);
  if (!first.ok) throw new Error(JSON.stringify(first));
  const again = { ...first, messageId: null };
  expect(await recorder.record(placed)).toEqual(again);
  expect(await Promise.all([recorder.record(placed), recorder.record(placed)])).toEqual([again, again]);
  const id = placed.orderId;
  expect(await count('outbox where id = $1 and due_at > now()', first.messageId)).toBe(1);
  expect(await count('orders where id = $1 and number = $2', id, first.orderNumber)).toBe(1);
  expect(await count('order_lines where order_id = $1', id)).toBe(1);
  expect(await count('payments where order_id = $1', id)).toBe(1);
  expect(await count("event_log where aggregate = 'order:' || $1::text", id)).toBe(1);
  expect(await count("outbox where topic = 'order.placed' and (payload->>'orderId')::bigint = $1", id)).toBe(1);
  expect(await count("customers where email = 'ada@shop.example'")).toBe(1);
  const [{ uses: after }] = (await client.query("select uses from promotion_codes where code = 'WELCOME10'")).rows;
  expect(after).toBe(before + 1);
  const read = (await new NeonOrders(db).byIds([id])).get(id);
  expect(read).toMatchObject({
    email: placed.email,
    note: placed.note,
    totalMinor: placed.totalMinor,
    discountCodes: ['WELCOME10'],
    financialStatus: 'paid',
    promisedFromMs: placed.promisedFromMs,
    shippingAddress: { address1: address.address1, city: 'Köln' },
    lines: [{ title: 'Krug', allocations: [{ warehouseId: 1, quantity: 2 }] }],
    payments: [{ cardLast4: '4242', status: 'captured', amountMinor: 9_500 }],
  });
});

test('two writers of one order at the same moment write one', async () => {
  const placed = order({ email: 'grace@shop.example' });
  const recorder = neonOrderRecorder(db);
  const results = await Promise.all(Array.from({ length: 6 }, () => recorder.record(placed)));
  // Whoever lost the race may be told to try again; then it hears the number.
  const settled = await Promise.all(results.map((result) => (result.ok ? result : recorder.record(placed))));
  expect(new Set(settled.map((result) => (result.ok ? result.orderNumber : result.reason))).size).toBe(1);
  expect(await count('orders where id = $1', placed.orderId)).toBe(1);
  expect(await count('order_lines where order_id = $1', placed.orderId)).toBe(1);
});

test('numbers are given one by one, and a taken id is refused, not overwritten', async () => {
  const recorder = neonOrderRecorder(db);
  const one = await recorder.record(order());
  const two = await recorder.record(order());
  if (!one.ok || !two.ok) throw new Error('not recorded');
  expect(two.orderNumber).toBeGreaterThan(one.orderNumber);
  const taken = order({ orderId: 900_001 });
  expect(await recorder.record(taken)).toEqual({ ok: false, reason: 'id_taken' });
  expect(await count('order_lines where id = $1', taken.lines[0]?.lineId)).toBe(0);
});

test('an order whose variant was deleted keeps its words; sums that do not add up are not written', async () => {
  const gone = order();
  const recorder = neonOrderRecorder(db);
  const [line] = gone.lines;
  if (!line) throw new Error('no line');
  const result = await recorder.record({ ...gone, lines: [{ ...line, variantId: 999_999, productId: 999_999 }] });
  expect(result.ok).toBe(true);
  expect(
    await count('order_lines where order_id = $1 and variant_id is null and product_id is null', gone.orderId),
  ).toBe(1);
  const wrong = order({ totalMinor: 9_501 });
  expect(await recorder.record(wrong)).toMatchObject({ ok: false, reason: 'unavailable' });
  expect(await count('orders where id = $1', wrong.orderId)).toBe(0);
});

test('an order without payment or delivery is written too', async () => {
  const free = order({
    discountMinor: 10_000,
    shippingMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    payment: null,
    shippingAddress: null,
  });
  const [line] = free.lines;
  if (!line) throw new Error('no line');
  const result = await neonOrderRecorder(db).record({
    ...free,
    lines: [{ ...line, discountMinor: 10_000, totalMinor: 0, taxMinor: 0 }],
  });
  expect(result.ok).toBe(true);
  expect(await count("orders where id = $1 and financial_status = 'paid'", free.orderId)).toBe(1);
  expect(await count('payments where order_id = $1', free.orderId)).toBe(0);
});

test('records that cannot be reached are said to be away', async () => {
  const away = createDb({
    DATABASE_URL: database.url.replace(database.name, 'nowhere'),
    NEON_LOCAL_ENDPOINT: inject('neonEndpoint'),
  });
  expect(await neonOrderRecorder(away).record(order())).toMatchObject({ ok: false, reason: 'unavailable' });
});

test('a left cart is kept in its newest state until it is ordered', async () => {
  const recovery = neonCartRecovery(db);
  const change = (updatedAtMs: number, totalMinor: number) =>
    ({
      topic: 'cart.changed',
      cartToken: 'left-cart',
      cartId: 'gid',
      email: 'ada@shop.example',
      locale: 'de',
      country: 'DE',
      currency: 'EUR',
      totalMinor,
      lines: [{ variantId: 1, quantity: 1, title: 'Krug' }],
      checkoutUrl: 'https://shop.example/de-de/checkout',
      updatedAtMs,
    }) as const;
  await recovery.keep([change(2_000, 20), change(3_000, 30), change(1_000, 10)]);
  await recovery.keep([change(2_500, 25)]);
  expect((await client.query("select total_minor from cart_recovery where cart_token = 'left-cart'")).rows).toEqual([
    { total_minor: '30' },
  ]);
  await neonOrderRecorder(db).record(order({ cartToken: 'left-cart' }));
  await recovery.keep([change(9_000, 90)]);
  const { rows } = await client.query(
    "select total_minor, completed_at is not null as done from cart_recovery where cart_token = 'left-cart'",
  );
  expect(rows).toEqual([{ total_minor: '30', done: true }]);
  // The message of the last change may come after the order.
  await neonOrderRecorder(db).record(order({ cartToken: 'bought-at-once' }));
  await recovery.keep([{ ...change(1_000, 10), cartToken: 'bought-at-once' }]);
  expect(await count("cart_recovery where cart_token = 'bought-at-once'")).toBe(0);
});

test('how an order was taxed is kept with it, once', async () => {
  const lines = [{ title: 'MwSt.', rateBps: 1_497.5, netMinor: 7_983, taxMinor: 1_517 }];
  const number = {
    text: 'FR40303265045',
    country: 'FR',
    status: 'valid',
    name: null,
    consultation: 'W1',
    checkedAtMs: 1,
  } as const;
  const taxed = order({ tax: { treatment: 'taxed', country: 'DE', territory: null, buyerNumber: number, lines } });
  await neonOrderRecorder(db).record(taxed);
  await neonOrderRecorder(db).record(taxed);
  const { rows } = await client.query(
    'select treatment, country, buyer_number, lines from order_taxes where order_id = $1',
    [taxed.orderId],
  );
  expect(rows).toEqual([{ treatment: 'taxed', country: 'DE', buyer_number: number, lines }]);
});

test('the mail of an order is in the shopper’s language, escaped, and arrives once', async () => {
  const placed = order({ email: 'mail@shop.example', note: null });
  const [line] = placed.lines;
  if (!line) throw new Error('no line');
  const recorded = await neonOrderRecorder(db).record({ ...placed, lines: [{ ...line, title: 'Krug <b>& Co' }] });
  if (!recorded.ok) throw new Error(recorded.reason);
  const deps = {
    orders: neonMailedOrders(db),
    mail: httpMailbox(inject('mailEndpoint')),
    from: 'orders@shop.example',
    origin: 'https://shop.example',
    shopName: async () => 'Ebbholt',
  };
  await mailPlacedOrders(deps, [placed.orderId, placed.orderId]);
  await mailPlacedOrders(deps, [placed.orderId, 123]);
  const [found] = await deps.orders.forMail([placed.orderId]);
  if (!found) throw new Error('no order');
  const german = orderPlacedMail(found, { name: 'Ebbholt', origin: deps.origin, from: deps.from });
  expect(german.subject).toBe(`Deine Bestellung #${recorded.orderNumber} bei Ebbholt`);
  expect(german.text).toContain('zwischen 26. November und 30. November');
  expect(german.text).toContain('2 x Krug <b>& Co, Blau');
  expect(german.text).toContain(`https://shop.example/de-de/orders/${placed.orderId}?key=${placed.statusKey}`);
  expect(german.html).toContain('Krug &lt;b&gt;&amp; Co');
  expect(german.html).not.toContain('<b>&');
  const english = orderPlacedMail(
    { ...found, locale: 'pt' },
    { name: 'Ebbholt', origin: deps.origin, from: deps.from },
  );
  expect(english.subject).toBe(`Your order #${recorded.orderNumber} at Ebbholt`);
  const mails = await fetch(new URL('/api/messages', inject('mailEndpoint')));
  const list: unknown = mails.ok ? await mails.json() : null;
  expect(JSON.stringify(list).split(`order-placed-${placed.orderId}`)).toHaveLength(2);
});
