import { exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { describe, expect, inject, test, vi } from 'vitest';
import { askAdmin } from './admin-support.ts';
import { attempt, db, mutate, submit, variantGid } from './checkout-support.ts';

/** Bought by nobody else. */
const VARIANT = 41;

/** What the shop's other currencies are set to is left alone: other tests buy at their prices. */
describe('currencies in the admin API', () => {
  test('are listed with rate, day and what a price would be; the dirham follows', async () => {
    const answer = await askAdmin(
      '{ currencySettings { currencyCode baseCurrencyCode enabled rate rateDay problem convertedPrices fixedPrices preview(price: "58") { amount currencyCode } } currenciesWithoutRateCount }',
    );
    const dirham = answer.at('currencySettings', 0);
    expect(dirham.at('currencyCode').value).toBe('AED');
    expect(dirham.at('baseCurrencyCode').value).toBe('EUR');
    expect(dirham.at('rate').value).toBe('4.03975');
    expect(dirham.at('problem').value).toBeNull();
    expect(dirham.at('preview').value).toEqual({ amount: '239.00', currencyCode: 'AED' });
    expect(Number(dirham.at('convertedPrices').value)).toBeGreaterThan(100);
    expect(answer.at('currenciesWithoutRateCount').value).toBe(0);
  });

  test('refuse terms that cannot be followed, and name the field', async () => {
    const update = (input: string) =>
      askAdmin(
        `mutation { currencySettingUpdate(input: ${input}) { currencySetting { currencyCode } userErrors { field message } } }`,
      );
    const own = await update('{ currencyCode: "EUR", enabled: true }');
    expect(own.at('currencySettingUpdate', 'userErrors', 0, 'field').value).toEqual(['input', 'currencyCode']);
    const ending = await update('{ currencyCode: "JPY", ending: { every: "10", endings: ["12"] } }');
    expect(ending.at('currencySettingUpdate', 'userErrors', 0, 'field').value).toEqual(['input', 'ending', 'endings']);
  });

  test('a product’s prices say where they come from, and a new one is priced wherever the shop sells', async () => {
    const made = await askAdmin(
      `mutation { productSet(synchronous: true, input: { title: "Kept in step", status: ACTIVE, productOptions: [{ name: "Title", values: [{ name: "Default Title" }] }],
        variants: [{ optionValues: [{ optionName: "Title", name: "Default Title" }], price: "50" , prices: [{ amount: "55", currencyCode: "USD" }] }] }) { product { id } userErrors { message } } }`,
    );
    const id = made.text('productSet', 'product', 'id');
    const prices = async () => {
      const read = await askAdmin(
        `{ product(id: "${id}") { variants(first: 1) { nodes { prices { price { amount currencyCode } originType exchangeRate } } } } }`,
      );
      return read.at('product', 'variants', 'nodes', 0, 'prices').value;
    };
    await vi.waitFor(
      async () =>
        expect(await prices()).toEqual([
          { price: { amount: '206.00', currencyCode: 'AED' }, originType: 'RELATIVE', exchangeRate: '4.03975' },
          { price: { amount: '50.00', currencyCode: 'EUR' }, originType: 'FIXED', exchangeRate: null },
          { price: { amount: '43.99', currencyCode: 'GBP' }, originType: 'RELATIVE', exchangeRate: '0.86' },
          { price: { amount: '8420.0', currencyCode: 'JPY' }, originType: 'RELATIVE', exchangeRate: '165' },
          { price: { amount: '55.00', currencyCode: 'USD' }, originType: 'FIXED', exchangeRate: null },
        ]),
      { timeout: 15_000, interval: 250 },
    );
    await db.execute(sql`delete from products where id = ${Number(id.split('/').at(-1))}`);
  });

  test('an order keeps the rate it was placed at', async () => {
    const created = await mutate(
      'cartCreate',
      `input: { lines: [{ merchandiseId: "${variantGid(VARIANT)}", quantity: 1 }], buyerIdentity: { email: "ada@shop.example", countryCode: US } }`,
    );
    const id = created.text('cart', 'id');
    const address = 'firstName: "Ada", lastName: "Lovelace", address1: "1 Mill Lane", city: "Reno", zip: "18031"';
    const added = await mutate(
      'cartDeliveryAddressesAdd',
      `cartId: "${id}", addresses: [{ selected: true, address: { deliveryAddress: { ${address}, provinceCode: "PA", countryCode: US } } }]`,
    );
    const total = added.text('cart', 'cost', 'totalAmount', 'amount');
    await mutate(
      'cartPaymentUpdate',
      `cartId: "${id}", payment: { amount: { amount: "${total}", currencyCode: USD }, directPaymentMethod: { sessionId: "pm_card_visa", billingAddress: { ${address}, country: "United States" } } }`,
    );
    const outcome = await attempt((await submit(id, 'currencies-order')).text('result', 'attemptId'));
    const orderId = Number(outcome.text('orderId').split('/').at(-1));
    const shown = await askAdmin(
      `{ order(id: "gid://shopify/Order/${orderId}") { currencyCode exchange { baseCurrencyCode rate source } totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } } }`,
    );
    const minor = Math.round(Number(total) * 100);
    expect(shown.at('order').value).toEqual({
      currencyCode: 'USD',
      exchange: { baseCurrencyCode: 'EUR', rate: '0.9090909091', source: 'demo' },
      totalPriceSet: {
        shopMoney: { amount: (Math.round((minor * 10) / 11) / 100).toFixed(2), currencyCode: 'EUR' },
        presentmentMoney: { amount: total, currencyCode: 'USD' },
      },
    });
    const { rows } = await db.execute<{ total: string }>(
      sql`select base_total_minor as total from orders where id = ${orderId}`,
    );
    expect(Number(rows[0]?.total)).toBe(Math.round((minor * 10) / 11));
  });

  test('orders are exported to staff only, between days that are days', async () => {
    const get = (path: string, headers: Record<string, string> = { 'x-shopify-access-token': inject('adminToken') }) =>
      exports.default.fetch(new Request(`http://shop.test/admin/exports/${path}`, { headers }));
    expect((await get('orders.csv?from=2026-01-01&until=2026-02-01', {})).status).toBe(401);
    expect((await get('customers.csv?from=2026-01-01&until=2026-02-01')).status).toBe(404);
    expect((await get('orders.csv?from=2026-02-01&until=2026-01-01')).status).toBe(400);
    expect((await get('orders.csv?from=2026-02-30&until=2026-03-01')).status).toBe(400);
    const file = await get('orders.csv?from=2020-01-01&until=2020-02-01');
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(await file.text()).toMatch(/^name,created_at,.*exchange_rate,.*\r\n$/);
  });
});
