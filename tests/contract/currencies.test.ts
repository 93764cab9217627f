import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import fc from 'fast-check';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { exchangeOn, inBaseMinor } from '../../commerce/currency/exchange.ts';
import { rateBook } from '../../commerce/currency/rate-book.ts';
import { createDb, type Db } from '../../db/client.ts';
import { readRateFiles, writeExchangeRates } from '../../db/import/exchange-rates.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { neonCurrencies } from '../../worker/adapters/neon/currencies.ts';
import { neonOrderRecorder } from '../../worker/adapters/neon/order-recorder.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { NeonProductEditor } from '../../worker/adapters/neon/product-editor.ts';
import type { CurrencyRecords, FetchedRates } from '../../worker/ports/currencies.ts';
import { convertDue, convertProducts } from '../../worker/services/convert-prices.ts';
import { currencyStates, needsRate } from '../../worker/services/currency-terms.ts';
import { editCurrency } from '../../worker/services/edit-currency.ts';
import { exportOrders } from '../../worker/services/export-orders.ts';
import { fetchRates, fetchWhenDue } from '../../worker/services/fetch-rates.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { placedOrder } from '../support/placed-order.ts';

const DAY_MS = 86_400_000;
const PRODUCTS = 12;
/** Tuesday. */
const NOW = Date.UTC(2030, 5, 11, 12);

let database: FreshDatabase;
let pool: Pool;
let db: Db;
let records: CurrencyRecords;
let nowMs = NOW;
let answer: FetchedRates = { ok: false, reason: 'unavailable', message: 'not asked' };

const deps = () => ({
  clock: { nowMs: () => nowMs },
  currencies: records,
  baseCurrency: async () => 'EUR',
  marketCurrencies: async () => ['USD', 'JPY'],
  rateSource: { newest: async () => answer },
});

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 3 });
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  records = neonCurrencies(db);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(async () => {
  nowMs = NOW;
  await pool.query(
    `truncate exchange_rates, currency_settings, rate_fetches, outbox, price_history, price_rule_sets, price_rule_bases, refunds, payments, order_lines, orders, variants, products, prices restart identity cascade`,
  );
  await pool.query(
    `insert into products (handle, title, status, published_at, is_gift_card) select 'p-' || n, 'Product ' || n, 'active', now(), n = ${PRODUCTS} from generate_series(1, ${PRODUCTS}) n`,
  );
  await pool.query(
    `insert into variants (product_id, title, position) select n, 'One', 1 from generate_series(1, ${PRODUCTS}) n`,
  );
  await pool.query(
    `insert into prices (variant_id, currency, amount_minor, compare_at_minor) select n, 'EUR', n * 1000, case when n = 3 then 4000 end from generate_series(1, ${PRODUCTS}) n`,
  );
});

const prices = async (currency: string): Promise<(number | null)[]> => {
  const { rows } = await pool.query<{ amount: string | null }>(
    `select (select amount_minor from prices where variant_id = n and currency = $1) as amount from generate_series(1, ${PRODUCTS}) n`,
    [currency],
  );
  return rows.map((row) => (row.amount === null ? null : Number(row.amount)));
};
const scalar = async (statement: string): Promise<unknown> =>
  Object.values((await pool.query(statement)).rows[0] ?? {})[0];
const quote = (day: string, rates: Record<string, string>) =>
  records.writeRates(
    Object.entries(rates).map(([currency, rate]) => ({ day, currency, rate })),
    'ECB',
  );
const follow = (over: object = {}) =>
  editCurrency(deps(), { currency: 'USD', isConverted: true, ending: null, ...over }, 'staff:1');
const thousands = (per: number) =>
  Array.from({ length: PRODUCTS }, (_, n) => (n + 1 === PRODUCTS ? null : (n + 1) * per));

describe('rates', () => {
  test('are written once: the same again changes nothing, a correction is one', async () => {
    expect(await quote('2030-06-11', { USD: '1.10', JPY: '160' })).toEqual({ added: 2, changed: 0, same: 0 });
    expect(await quote('2030-06-11', { USD: '1.10', JPY: '161' })).toEqual({ added: 0, changed: 1, same: 1 });
    expect(await records.ratesSince('2030-06-11')).toEqual([
      { day: '2030-06-11', currency: 'JPY', rate: '161', source: 'ECB' },
      { day: '2030-06-11', currency: 'USD', rate: '1.10', source: 'ECB' },
    ]);
  });

  test('are fetched by one of many, once until the next publishing, and a failure is written down', async () => {
    answer = { ok: true, text: 'Date,USD,JPY\n2030-06-11,1.1,160\n', source: 'ECB' };
    const tries = await Promise.all(Array.from({ length: 8 }, () => fetchWhenDue(deps())));
    expect(tries.filter((one) => one !== null)).toEqual([
      { ok: true, newestDay: '2030-06-11', added: 2, changed: 0, same: 0 },
    ]);
    nowMs += 10 * 3_600_000;
    expect(await fetchWhenDue(deps())).toBeNull();
    nowMs = Date.UTC(2030, 5, 12, 15);
    answer = { ok: false, reason: 'unavailable', message: 'the source answered 503' };
    expect(await fetchWhenDue(deps())).toMatchObject({ ok: false, reason: 'unavailable' });
    expect(await records.lastFetch()).toEqual({
      triedAtMs: nowMs,
      succeededAtMs: NOW,
      problem: 'the source answered 503',
    });
    nowMs += 3_600_000;
    expect(await fetchWhenDue(deps())).not.toBeNull();
  });

  test.each([
    ['<html>', 'no_rates'],
    ['Date,USD\n2030-06-11,0\n', 'no_rates'],
    ['Date,USD\n2030-06-14,1.1\n', 'from_the_future'],
  ])('are not taken from %j', async (text, reason) => {
    answer = { ok: true, text, source: 'ECB' };
    expect(await fetchRates(deps())).toMatchObject({ ok: false, reason });
    expect(await scalar('select count(*)::int from exchange_rates')).toBe(0);
  });

  test('ride in the settings an isolate keeps: the newest of each that is still quoted', async () => {
    await quote('2030-06-10', { USD: '1.09', JPY: '159' });
    await quote('2030-06-11', { USD: '1.1' });
    await quote('2022-12-30', { HRK: '7.5' });
    await pool.query(
      `insert into shop (name, base_currency, ships_from_country) select 'A', 'EUR', 'DE' where not exists (select from shop)`,
    );
    const { exchangeRates } = await neonCatalogue(db).settings();
    expect(exchangeRates).toEqual([
      { day: '2030-06-10', currency: 'JPY', rate: '159', source: 'ECB' },
      { day: '2030-06-11', currency: 'USD', rate: '1.1', source: 'ECB' },
    ]);
  });
});

describe('prices that follow', () => {
  test('are made where there are none, say how, and move with the rate; those set by hand stay', async () => {
    await pool.query(`insert into prices (variant_id, currency, amount_minor) values (2, 'USD', 1234)`);
    await quote('2030-06-10', { USD: '1.1' });
    await follow();
    expect(await convertDue(deps())).toBe(PRODUCTS - 2);
    const made = thousands(1_100);
    made[1] = 1_234;
    expect(await prices('USD')).toEqual(made);
    expect(await prices('JPY')).toEqual(thousands(0).map(() => null));
    expect(await scalar(`select conversion from prices where variant_id = 3 and currency = 'USD'`)).toEqual({
      rate: '11/10',
      day: '2030-06-10',
      marginBps: 0,
      charm: null,
      fromMinor: 3_000,
      fromCompareAtMinor: 4_000,
      amountMinor: 3_300,
      compareAtMinor: 4_400,
    });
    expect(await convertDue(deps())).toBe(0);

    await quote('2030-06-11', { USD: '1.2' });
    expect(await convertDue(deps())).toBe(PRODUCTS - 2);
    const moved = thousands(1_200);
    moved[1] = 1_234;
    expect(await prices('USD')).toEqual(moved);
    expect(await scalar(`select count(*)::int from price_history where currency = 'USD' and variant_id = 1`)).toBe(2);
    expect(
      await scalar(
        `select jsonb_array_length(payload->'productIds') from outbox where topic = 'products.changed' order by id desc limit 1`,
      ),
    ).toBe(PRODUCTS - 2);
  });

  test('take a new day with the same rate without telling anybody', async () => {
    await quote('2030-06-10', { USD: '1.1' });
    await follow();
    await convertDue(deps());
    await pool.query('truncate outbox');
    await quote('2030-06-11', { USD: '1.1' });
    expect(await convertDue(deps())).toBe(0);
    expect(await scalar(`select conversion->>'day' from prices where variant_id = 1 and currency = 'USD'`)).toBe(
      '2030-06-11',
    );
    expect(await scalar('select count(*)::int from outbox')).toBe(0);
    expect(await scalar(`select count(*)::int from price_history where currency = 'USD' and variant_id = 1`)).toBe(1);
  });

  test('stay as they are while the rate is out of date, and that is said', async () => {
    await quote('2030-06-11', { USD: '1.1' });
    await follow();
    await convertDue(deps());
    nowMs += 6 * DAY_MS;
    await follow({ marginBps: 1_000 });
    expect(await convertDue(deps())).toBe(0);
    expect(await prices('USD')).toEqual(thousands(1_100));
    const [jpy, usd] = await currencyStates(deps());
    expect(usd?.rate).toMatchObject({ ok: false, reason: 'too_old', lastDay: '2030-06-11' });
    expect([jpy, usd].map((one) => one && needsRate(one))).toEqual([false, true]);
    await quote('2030-06-17', { USD: '1.2' });
    expect(await convertDue(deps())).toBe(PRODUCTS - 1);
    expect(await prices('USD')).toEqual(thousands(1_320));
  });

  test('follow a product that staff change, and become theirs when staff set them', async () => {
    await quote('2030-06-11', { USD: '1.1' });
    await follow();
    await convertDue(deps());
    const editor = new NeonProductEditor(db);
    await editor.setPrices(1, [{ variantId: 1, currency: 'EUR', amountMinor: 2_000, compareAtMinor: null }], null);
    await convertProducts(deps(), [1]);
    expect((await prices('USD'))[0]).toBe(2_200);
    await editor.setPrices(1, [{ variantId: 1, currency: 'USD', amountMinor: 1_999, compareAtMinor: null }], null);
    await convertProducts(deps(), [1]);
    await quote('2030-06-12', { USD: '1.3' });
    nowMs += DAY_MS;
    await convertDue(deps());
    expect((await prices('USD'))[0]).toBe(1_999);
    expect(await records.fixedPrices('USD', 'EUR', 0, 10)).toMatchObject([
      { variantId: 1, amountMinor: 1_999, baseMinor: 2_000 },
    ]);
    expect(await records.release('USD', [1, 2])).toBe(1);
    await convertDue(deps());
    expect((await prices('USD'))[0]).toBe(2_600);
  });

  test('are written by one of several rounds at once, with one entry in the history', async () => {
    await quote('2030-06-11', { USD: '1.1' });
    await follow();
    await Promise.all(Array.from({ length: 5 }, () => convertDue(deps())));
    expect(await prices('USD')).toEqual(thousands(1_100));
    expect(await scalar(`select count(*)::int from price_history where currency = 'USD'`)).toBe(PRODUCTS - 1);
  });

  test('that a price was made from another one meanwhile is noticed', async () => {
    await quote('2030-06-11', { USD: '1.1' });
    await follow();
    const late = {
      ...records,
      writePrices: async (...call: Parameters<CurrencyRecords['writePrices']>) => {
        await pool.query(`update prices set amount_minor = 7777 where variant_id = 1 and currency = 'EUR'`);
        await pool.query(
          `insert into prices (variant_id, currency, amount_minor) values (2, 'USD', 1) on conflict do nothing`,
        );
        return records.writePrices(...call);
      },
    };
    await convertDue({ ...deps(), currencies: late });
    expect((await prices('USD')).slice(0, 3)).toEqual([null, 1, 3_300]);
  });

  test('are left to the rule set that moved them until it is stopped', async () => {
    await quote('2030-06-11', { USD: '1.1' });
    await follow();
    await convertDue(deps());
    await pool.query(
      `insert into price_rule_sets (title, currency, terms, status, created_by, approved_at) values ('Rules', 'USD', '{}', 'approved', 'staff:1', now())`,
    );
    await pool.query(
      `insert into price_rule_bases (rule_set_id, variant_id, base_minor, last_minor) values (1, 1, 1100, 990)`,
    );
    await pool.query(`update prices set amount_minor = 990 where variant_id = 1 and currency = 'USD'`);
    nowMs += DAY_MS;
    await quote('2030-06-12', { USD: '1.2' });
    await convertDue(deps());
    expect((await prices('USD')).slice(0, 2)).toEqual([990, 2_400]);
    await pool.query(`update price_rule_sets set status = 'stopped'`);
    await quote('2030-06-13', { USD: '1.3' });
    nowMs += DAY_MS;
    await convertDue(deps());
    expect((await prices('USD'))[0]).toBe(1_300);
  });

  test.each([
    [{ currency: 'EUR' }, 'currencyCode'],
    [{ currency: 'SEK' }, 'currencyCode'],
    [{ currency: 'USD', marginBps: 10_001 }, 'marginBasisPoints'],
    [{ currency: 'USD', marginBps: 0.5 }, 'marginBasisPoints'],
    [{ currency: 'USD', ending: { every: '0', endings: ['0.99'] } }, 'every'],
    [{ currency: 'USD', ending: { every: '1', endings: [] } }, 'endings'],
    [{ currency: 'USD', ending: { every: '1', endings: ['1.00'] } }, 'endings'],
    [{ currency: 'JPY', ending: { every: '10', endings: ['0.5'] } }, 'endings'],
  ])('are refused the terms %j, naming %s', async (input, field) => {
    const outcome = await editCurrency(deps(), input, 'staff:1');
    expect(!outcome.ok && outcome.field.at(-1)).toBe(field);
    expect(await records.settings()).toEqual([]);
  });
});

describe('an order', () => {
  const book = rateBook(
    Object.entries({ USD: '1.1684', JPY: '186.75', GBP: '0.87058' }).map(([currency, rate]) => ({
      currency,
      rate,
      day: '2030-06-11',
    })),
    'ECB',
  );
  let made = 0;
  async function recorded(currency: string, totalMinor: number, knowsRate = true): Promise<number> {
    made += 1;
    const placed = placedOrder(810_000 + made);
    const exchange = knowsRate ? exchangeOn(book, currency, 'EUR', '2030-06-11') : null;
    const written = await neonOrderRecorder(db).record({
      ...placed,
      currency,
      subtotalMinor: totalMinor,
      shippingMinor: 0,
      totalMinor,
      lines: placed.lines.map((line) => ({
        ...line,
        variantId: 1,
        productId: 1,
        unitPriceMinor: totalMinor,
        totalMinor,
      })),
      ...(exchange ? { exchange } : {}),
    });
    if (!written.ok) throw new Error(written.reason);
    return placed.orderId;
  }
  const refund = async (orderId: number, amountMinor: number, currency: string): Promise<number> => {
    made += 1;
    const begun = await new NeonOrders(db).beginRefund({
      orderId,
      paymentId: null,
      idempotencyKey: `refund-${made}`,
      amountMinor,
      currency,
      reason: null,
      lines: [],
      parts: [],
      actor: 'staff:1',
    });
    if (!begun.ok) throw new Error(begun.reason);
    return begun.id;
  };
  const orderOf = async (orderId: number) => {
    const order = (await new NeonOrders(db).byIds([orderId])).get(orderId);
    if (!order) throw new Error('no order');
    return order;
  };

  test('keeps its rate, and refunds use it whatever the rate is by then', async () => {
    const orderId = await recorded('USD', 10_000);
    await quote('2030-06-12', { USD: '2' });
    await refund(orderId, 2_500, 'USD');
    const order = await orderOf(orderId);
    expect(order).toMatchObject({
      exchange: { base: 'EUR', rate: '0.855871277', day: '2030-06-11', source: 'ECB' },
      baseTotalMinor: 8_559,
    });
    expect(order.refunds.map((one) => one.baseAmountMinor)).toEqual([2_140]);
    expect(await records.sales(Date.UTC(2029, 0, 1), Date.UTC(2031, 0, 1))).toEqual([
      {
        currency: 'USD',
        orders: 1,
        totalMinor: 10_000,
        refundedMinor: 2_500,
        baseTotalMinor: 8_559,
        baseRefundedMinor: 2_140,
        withoutRate: 0,
      },
    ]);
  });

  test('given back in any parts, also with one that failed, comes to its total in the shop’s currency exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('USD', 'JPY', 'GBP', 'EUR'),
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (currency, parts, fails) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          const orderId = await recorded(currency, total);
          if (fails) {
            const failed = await refund(orderId, parts[0] ?? 1, currency);
            await new NeonOrders(db).finishRefund(failed, { ok: false, message: 'no' });
          }
          for (const part of parts) await refund(orderId, part, currency);
          const order = await orderOf(orderId);
          const back = order.refunds
            .filter((one) => one.status !== 'failed')
            .map((one) => one.baseAmountMinor ?? Number.NaN);
          expect(back.reduce((sum, one) => sum + one, 0)).toBe(order.baseTotalMinor);
          expect(order.exchange && inBaseMinor(order.exchange, total)).toBe(order.baseTotalMinor);
          expect(Math.min(...back)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('that no rate was known of is counted apart', async () => {
    const orderId = await recorded('USD', 10_000, false);
    await refund(orderId, 100, 'USD');
    const order = await orderOf(orderId);
    expect([order.exchange, order.baseTotalMinor, order.refunds[0]?.baseAmountMinor]).toEqual([null, null, null]);
    expect(await records.sales(Date.UTC(2029, 0, 1), Date.UTC(2031, 0, 1))).toMatchObject([
      { baseTotalMinor: 0, withoutRate: 1 },
    ]);
  });

  test('is exported with its rate, and no cell is a formula', async () => {
    const orderId = await recorded('USD', 10_000);
    await refund(orderId, 2_500, 'USD');
    await pool.query(`update orders set email = '=cmd@example.com' where id = $1`, [orderId]);
    await recorded('EUR', 5_000);
    const parts: string[] = [];
    for await (const part of exportOrders(new NeonOrders(db), Date.UTC(2029, 0, 1), Date.UTC(2031, 0, 1)))
      parts.push(part);
    const [head = '', ...rest] = parts
      .join('')
      .trimEnd()
      .split('\r\n')
      .map((one) => one.split(','));
    const rows = rest.map((cells) => Object.fromEntries(cells.map((cell, at) => [head[at], cell])));
    expect(rows).toMatchObject([
      {
        email: "'=cmd@example.com",
        currency: 'USD',
        total: '100.00',
        base_currency: 'EUR',
        exchange_rate: '0.855871277',
        exchange_rate_day: '2030-06-11',
        base_total: '85.59',
        base_refunded: '21.40',
      },
      { currency: 'EUR', total: '50.00', exchange_rate: '1', base_total: '50.00', base_refunded: '0.00' },
    ]);
  });
});

const history = path.resolve(projectRoot, '../shared/data/fx-ecb/eurofxref-hist.zip');
if (!existsSync(history)) console.log('currencies.test.ts: the rates since 1999 are not there; their test is skipped.');
describe.skipIf(!existsSync(history))('the rates since 1999', () => {
  test('are written whole, and again without a change; weekends and ended currencies are as the rules say', async () => {
    const read = readRateFiles('history', readFileSync(history));
    if (!read.ok) throw new Error(read.message);
    const rates = read.files.flatMap((one) => one.rates);
    const write = () => drizzle(pool).transaction((tx) => writeExchangeRates(tx, rates, 'ECB'));
    expect(await write()).toEqual({ added: rates.length, changed: 0, same: 0 });
    expect(await write()).toEqual({ added: 0, changed: 0, same: rates.length });
    // Easter Monday of 2024: Maundy Thursday's rates count. Then a Sunday long after the last kuna.
    nowMs = Date.UTC(2024, 3, 1, 12);
    const easter = await currencyStates(deps());
    expect(easter.map((one) => one.rate)).toMatchObject([
      { ok: true, day: '2024-03-28' },
      { ok: true, day: '2024-03-28' },
    ]);
    nowMs = Date.UTC(2023, 0, 8, 12);
    const [kuna] = await currencyStates({ ...deps(), marketCurrencies: async () => ['HRK'] });
    expect(kuna?.rate).toMatchObject({ ok: false, reason: 'discontinued', lastDay: '2022-12-30' });
  }, 120_000);
});
