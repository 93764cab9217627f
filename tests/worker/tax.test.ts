/// <reference types="@cloudflare/vitest-plugin/types" />
import { exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { ask, createCart, db, mutate } from './checkout-support.ts';

async function anyVariant(): Promise<number> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select v.id from variants v join products p on p.id = v.product_id join prices r on r.variant_id = v.id and r.currency = 'EUR'
      where p.status = 'active' and v.taxable and v.requires_shipping and not exists (select from variant_components c where c.bundle_id = v.id) order by v.id limit 1`,
  );
  return Number(rows[0]?.id);
}

const costOf = async (id: string) => {
  const answer = await ask(
    `{ cart(id: "${id}") { buyerIdentity { taxNumber isTaxNumberVerified } cost { totalAmount { amount } totalTaxAmount { amount } subtotalAmount { amount } } } }`,
  );
  const cost = answer.at('cart', 'cost');
  return {
    total: Number(cost.text('totalAmount', 'amount')),
    tax: cost.at('totalTaxAmount').value === null ? 0 : Number(cost.text('totalTaxAmount', 'amount')),
    number: answer.at('cart', 'buyerIdentity', 'taxNumber').value,
    verified: answer.at('cart', 'buyerIdentity', 'isTaxNumberVerified').value,
  };
};

test('a business in another member state pays no tax, a wrong number changes nothing', async () => {
  const created = await createCart(await anyVariant());
  const id = created.text('cart', 'id');
  await mutate(
    'cartDeliveryAddressesAdd',
    `cartId: "${id}", addresses: [{ selected: true, address: { deliveryAddress: { firstName: "Ada", lastName: "Lovelace", address1: "Rue 1", city: "Paris", zip: "75001", countryCode: FR } } }]`,
  );
  const before = await costOf(id);
  expect(before.tax).toBeGreaterThan(0);
  const set = (number: string) => mutate('cartTaxNumberUpdate', `cartId: "${id}", taxNumber: "${number}"`);
  expect((await set('FR40303265046')).at('userErrors', 0, 'code').value).toBe('TAX_NUMBER_WRONG_CHECK_DIGIT');
  expect(await costOf(id)).toEqual(before);
  await set('FR 40 303 265 045');
  const business = await costOf(id);
  expect(business).toMatchObject({ tax: 0, number: 'FR40303265045', verified: true });
  // The tax of the market's own country is taken out of each price: 19 % in Germany.
  expect(business.total).toBeGreaterThan(before.total / 1.19 - 0.03);
  expect(business.total).toBeLessThan(before.total / 1.19 + 0.03);
  await mutate('cartTaxNumberUpdate', `cartId: "${id}", taxNumber: null`);
  expect(await costOf(id)).toEqual(before);
});

test('an invoice is handed to whoever has the key of its order, once with one number', async () => {
  const orderId = 7_700_001;
  await db.execute(sql`insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included,
    total_minor, financial_status, placed_at) values (${orderId}, 'invoice-cart', 'invoice-key', 'a@b.example', 'de', 'DE', 'EUR', 1000, 0, 160, true, 1000, 'paid', now())`);
  const get = (name: string, key: string) =>
    exports.default.fetch(new Request(`http://shop.test/documents/${orderId}/${name}?key=${key}`));
  const first = await get('invoice.pdf', 'invoice-key');
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const again = await get('invoice.pdf', 'invoice-key');
  expect(again.headers.get('content-disposition')).toBe(first.headers.get('content-disposition'));
  expect(await again.arrayBuffer()).toEqual(await first.arrayBuffer());
  expect((await get('invoice.pdf', 'other')).status).toBe(404);
  expect((await get('invoice.pdf', '')).status).toBe(404);
  expect((await get('credit-note.pdf', 'invoice-key')).status).toBe(404);
  expect(
    (await exports.default.fetch(new Request(`http://shop.test/admin/documents/${orderId}/invoice.pdf`))).status,
  ).toBe(401);
});
