/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Checkout } from '../../durable-objects/checkout/checkout.ts';
import { CheckoutStore } from '../../durable-objects/checkout/checkout-store.ts';
import { askAdmin } from './admin-support.ts';
import {
  type Answer,
  agreeToPay,
  ask,
  attempt,
  createCart,
  db,
  inventory,
  objectOf,
  readyCart,
  stockOf,
  submit,
  tokenOf,
  variantGid,
} from './checkout-support.ts';

/** No other suite buys it or moves its price. */
const VARIANT = 57;
const OTHER = 58;
const MINUTE = 60_000;

const LINE = `id quantity cost { amountPerQuantity { amount } totalAmount { amount } }
  priceHold { expiresAt isStockHeld amountPerQuantity { amount } catalogueAmountPerQuantity { amount } }
  priceChange { isIncrease previousAmountPerQuantity { amount } amountPerQuantity { amount } }`;
const CART = `id cost { totalAmount { amount } } lines(first: 5) { nodes { ${LINE} } }`;
const PAYLOAD = `{ cart { ${CART} } userErrors { code field message } warnings { code message target } }`;
const change = async (name: string, args: string, context = ''): Promise<Answer> =>
  (await ask(`mutation ${context} { ${name}(${args}) ${PAYLOAD} }`)).at(name);
const read = async (id: string): Promise<Answer> =>
  (await ask(`query($id: ID!) { cart(id: $id) { ${CART} } }`, { id })).at('cart');
const line = (cart: Answer) => cart.at('lines', 'nodes', 0);

const original = new Map<number, { readonly productId: string; readonly amount: string }>();

/** Sets a price by hand, and waits until a cart made before sees it. */
async function setPrice(variantId: number, amount: string): Promise<void> {
  const productId = original.get(variantId)?.productId;
  const set = await askAdmin(
    'mutation P($productId: ID!, $variants: [ProductVariantPricesInput!]!) { productVariantPricesSet(productId: $productId, variants: $variants) { userErrors { field message } } }',
    {
      productId,
      variants: [{ variantId: variantGid(variantId), prices: [{ amount, currencyCode: 'EUR' }] }],
    },
  );
  expect(set.at('productVariantPricesSet', 'userErrors').value).toEqual([]);
  await vi.waitFor(
    async () => {
      const now = await quote(variantId, 1);
      expect(now.at('priceQuote', 'amountPerQuantity', 'amount').value).toBe(amount);
    },
    { timeout: 15_000 },
  );
}

const quote = async (variantId: number, quantity: number, cartId = emptyCart, holdStock = false): Promise<Answer> =>
  (
    await ask(
      `mutation($cartId: ID!, $item: ID!, $quantity: Int, $holdStock: Boolean) { priceQuoteCreate(cartId: $cartId, merchandiseId: $item, quantity: $quantity, holdStock: $holdStock) {
        priceQuote { token quantity amountPerQuantity { amount } amount { amount } expiresAt isStockHeld } userErrors { code field message } } }`,
      { cartId, item: variantGid(variantId), quantity, holdStock },
    )
  ).at('priceQuoteCreate');

/** Lets the time of everything the cart was told pass. */
async function pass(cartId: string): Promise<void> {
  const object = objectOf(tokenOf(cartId));
  await runInDurableObject(object, (_instance: Checkout, state) => {
    const store = new CheckoutStore(state.storage);
    const { row } = store;
    if (!row) throw new Error('no cart');
    const lines = row.cart.lines.map((one) => ({
      ...one,
      ...(one.quote && { quote: { ...one.quote, untilMs: Date.now() - MINUTE } }),
    }));
    store.putRow({ ...row, cart: { ...row.cart, lines } });
  });
  await evictDurableObject(object);
}

let emptyCart = '';
beforeAll(async () => {
  emptyCart = (await change('cartCreate', 'input: {}')).text('cart', 'id');
  for (const id of [VARIANT, OTHER]) {
    const { rows } = await db.execute<{ productId: string; amount: string }>(
      sql`select v.product_id as "productId", p.amount_minor as amount from variants v join prices p on p.variant_id = v.id and p.currency = 'EUR' where v.id = ${id}`,
    );
    const [row] = rows;
    if (!row) throw new Error(`variant ${id} has no price`);
    original.set(id, {
      productId: `gid://shopify/Product/${row.productId}`,
      amount: (Number(row.amount) / 100).toFixed(2),
    });
  }
  await setPrice(VARIANT, '12.00');
});
afterAll(async () => {
  for (const [id, { amount }] of original) await setPrice(id, amount);
});

describe('a price in a cart', () => {
  test('holds for as long as it says though the catalogue moves up, and is what the card is charged', async () => {
    const cart = await readyCart(VARIANT, 2);
    await setPrice(VARIANT, '12.50');
    const held = await read(cart.id);
    expect(line(held).text('cost', 'amountPerQuantity', 'amount')).toBe('12.00');
    expect(line(held).text('priceHold', 'catalogueAmountPerQuantity', 'amount')).toBe('12.50');
    expect(Date.parse(line(held).text('priceHold', 'expiresAt'))).toBeGreaterThan(Date.now());
    expect(held.text('cost', 'totalAmount', 'amount')).toBe(cart.total);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const begun = await submit(cart.id, `held-${cart.token}`);
    const attemptId = begun.text('result', 'attemptId');
    await expect.poll(async () => (await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    const { rows } = await db.execute<{ unit: string }>(
      sql`select l.unit_price_minor as unit from order_lines l join orders o on o.id = l.order_id where o.cart_token = ${cart.token}`,
    );
    expect(rows.map((row) => Number(row.unit))).toEqual([1_200]);
    await setPrice(VARIANT, '12.00');
  });

  test('is the lower one where the catalogue moves down', async () => {
    const cart = await readyCart(VARIANT);
    await setPrice(VARIANT, '11.00');
    expect(line(await read(cart.id)).text('cost', 'amountPerQuantity', 'amount')).toBe('11.00');
    await setPrice(VARIANT, '12.00');
    expect(line(await read(cart.id)).at('priceChange').value).toBeNull();
  });

  test('is told as changed after its time, and not charged before the shopper agreed', async () => {
    const cart = await readyCart(VARIANT);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    await pass(cart.id);
    await setPrice(VARIANT, '12.50');
    const told = await read(cart.id);
    expect(line(told).at('priceChange').value).toEqual({
      isIncrease: true,
      previousAmountPerQuantity: { amount: '12.00' },
      amountPerQuantity: { amount: '12.50' },
    });
    // The shopper agreed to the old total: it is refused, nothing is charged.
    const sprung = await submit(cart.id, `sprung-${cart.token}`);
    expect(sprung.text('result', 'errors', 0, 'code')).toBe('PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT');
    const noted = await change('cartNoteUpdate', `cartId: "${cart.id}", note: "hi"`);
    expect(noted.at('warnings').value).toMatchObject([
      { code: 'PRICE_CHANGED', target: line(told).text('id'), message: expect.stringContaining('12.50') },
    ]);

    const accept = (amount: string) =>
      change('cartPriceChangesAccept', `cartId: "${cart.id}", totalAmount: { amount: "${amount}", currencyCode: EUR }`);
    expect((await accept(cart.total)).text('userErrors', 0, 'message')).toContain('something else');
    const total = told.text('cost', 'totalAmount', 'amount');
    const accepted = await accept(total);
    expect(accepted.at('userErrors').value).toEqual([]);
    expect(accepted.at('warnings').value).toEqual([]);
    expect(line(accepted.at('cart')).at('priceChange').value).toBeNull();

    // What they agreed to holds in turn.
    await setPrice(VARIANT, '13.00');
    await agreeToPay(cart.id, total, 'pm_card_visa');
    const begun = await submit(cart.id, `agreed-${cart.token}`);
    const attemptId = begun.text('result', 'attemptId');
    await expect.poll(async () => (await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    await setPrice(VARIANT, '12.00');
  });

  test('is what promotions take off from, and they do not end it', async () => {
    const productNumber = Number(original.get(VARIANT)?.productId.split('/').at(-1));
    const saved = await askAdmin(
      'mutation P($input: PromotionInput!) { promotionSave(input: $input) { discountNode { id } userErrors { message } } }',
      {
        input: {
          title: 'A tenth of what was told',
          isAutomatic: false,
          codes: ['TOLDTENTH'],
          isActive: true,
          actions: [{ kind: 'percent', bps: 1_000, of: { kind: 'products', ids: [productNumber] } }],
          conditions: [],
        },
      },
    );
    expect(saved.at('promotionSave', 'userErrors').value).toEqual([]);
    const cart = await readyCart(VARIANT, 2);
    await setPrice(VARIANT, '12.50');
    const coded = await change('cartDiscountCodesUpdate', `cartId: "${cart.id}", discountCodes: ["TOLDTENTH"]`);
    expect(line(coded.at('cart')).text('cost', 'totalAmount', 'amount')).toBe('21.60');
    expect(line(coded.at('cart')).at('priceHold').value).not.toBeNull();
    await setPrice(VARIANT, '12.00');
    await askAdmin('mutation D($id: ID!) { discountCodeDelete(id: $id) { deletedDiscountId } }', {
      id: saved.text('promotionSave', 'discountNode', 'id'),
    });
  });

  test('holds in every market’s currency and in a clone', async () => {
    const cart = await readyCart(VARIANT);
    await setPrice(VARIANT, '12.50');
    const { rows } = await db.execute<{ amount: string }>(
      sql`select amount_minor as amount from prices where variant_id = ${VARIANT} and currency = 'USD'`,
    );
    const abroad = await change('cartBuyerIdentityUpdate', `cartId: "${cart.id}", buyerIdentity: { countryCode: US }`);
    expect(Number(line(abroad.at('cart')).text('cost', 'amountPerQuantity', 'amount')) * 100).toBe(
      Number(rows[0]?.amount),
    );
    expect(line(abroad.at('cart')).at('priceHold').value).not.toBeNull();
    const clone = await change('cartClone', `cartId: "${cart.id}"`);
    await change(
      'cartBuyerIdentityUpdate',
      `cartId: "${clone.text('cart', 'id')}", buyerIdentity: { countryCode: DE }`,
    );
    expect(line(await read(clone.text('cart', 'id'))).text('cost', 'amountPerQuantity', 'amount')).toBe('12.00');
    await setPrice(VARIANT, '12.00');
  });
});

describe('a quote', () => {
  const redeem = (cartId: string, token: string, quantity = 1, variantId = VARIANT, context = '') =>
    change(
      'cartLinesAdd',
      `cartId: "${cartId}", lines: [{ merchandiseId: "${variantGid(variantId)}", quantity: ${quantity}, priceQuote: "${token}" }]`,
      context,
    );

  test('is redeemed by a line of its cart at its price', async () => {
    const cartId = (await change('cartCreate', 'input: {}')).text('cart', 'id');
    const asked = await ask(
      'query($cartId: ID!, $item: ID!) { priceQuote(cartId: $cartId, merchandiseId: $item, quantity: 2) { token amount { amount } isStockHeld merchandise { id } } }',
      { cartId, item: variantGid(VARIANT) },
    );
    expect(asked.at('priceQuote').value).toMatchObject({
      amount: { amount: '24.00' },
      isStockHeld: false,
      merchandise: { id: variantGid(VARIANT) },
    });
    await setPrice(VARIANT, '12.50');
    const added = await redeem(cartId, asked.text('priceQuote', 'token'), 2);
    expect(added.at('userErrors').value).toEqual([]);
    expect(line(added.at('cart')).text('cost', 'amountPerQuantity', 'amount')).toBe('12.00');
    await setPrice(VARIANT, '12.00');
  });

  test('is refused with its reason when it is another cart’s, for another item, market or number, or edited', async () => {
    const cartId = (await change('cartCreate', 'input: {}')).text('cart', 'id');
    const token = (await quote(VARIANT, 1, cartId)).text('priceQuote', 'token');
    const said = async (answer: Promise<Answer>) => {
      const one = await answer;
      expect(one.at('userErrors', 0, 'field').value).toEqual(['lines', '0', 'priceQuote']);
      expect(one.at('cart', 'lines', 'nodes').value).toEqual([]);
      return one.text('userErrors', 0, 'message');
    };
    expect(await said(redeem(emptyCart, token))).toContain('another cart');
    expect(await said(redeem(cartId, token, 1, OTHER))).toContain('another item');
    expect(await said(redeem(cartId, token, 2))).toContain('fewer units');
    expect(await said(redeem(cartId, token.replace('.1200.', '.1100.')))).toContain('not made by this shop');
    expect(await said(redeem(cartId, token, 1, VARIANT, '@inContext(country: US)'))).toContain('another currency');
    expect((await quote(VARIANT, 0, cartId)).at('userErrors', 0, 'field').value).toEqual(['quantity']);
    expect((await quote(1_000_000, 1, cartId)).at('userErrors', 0, 'field').value).toEqual(['merchandiseId']);
    expect((await quote(VARIANT, 1, 'gid://shopify/Cart/none')).at('userErrors', 0, 'field').value).toEqual(['cartId']);
  });

  test('sets units aside with the price, once however often it is asked, and the purchase takes them over', async () => {
    const before = await stockOf(VARIANT);
    const cart = await readyCart(OTHER);
    await quote(VARIANT, 2, cart.id, true);
    const made = await quote(VARIANT, 3, cart.id, true);
    expect(made.at('priceQuote', 'isStockHeld').value).toBe(true);
    expect(await stockOf(VARIANT)).toMatchObject({ held: before.held + 3, available: before.available - 3 });
    const added = await redeem(cart.id, made.text('priceQuote', 'token'), 3);
    expect(added.at('userErrors').value).toEqual([]);
    expect(added.at('cart', 'lines', 'nodes', 1, 'priceHold', 'isStockHeld').value).toBe(true);
    await agreeToPay(cart.id, added.text('cart', 'cost', 'totalAmount', 'amount'), 'pm_card_visa');
    const attemptId = (await submit(cart.id, `stock-${cart.token}`)).text('result', 'attemptId');
    await expect.poll(async () => (await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    await expect
      .poll(() => stockOf(VARIANT))
      .toEqual({ held: before.held, available: before.available - 3, committed: before.committed + 3 });
  });

  test('for more than a household buys is refused', async () => {
    const refused = await quote(OTHER, 11, emptyCart, true);
    expect(refused.at('userErrors', 0).value).toMatchObject({ code: 'MAXIMUM_EXCEEDED', field: ['quantity'] });
  });

  test('for more than there is says how many there are, and holds nothing', async () => {
    const stock = await inventory.read(OTHER);
    if (!stock.ok) expect.fail(stock.reason);
    // Few enough to be set aside at once.
    for (const [index, { warehouseId }] of stock.levels.entries())
      await inventory.change(OTHER, {
        kind: 'set',
        commandId: `quotes-leave:${warehouseId}`,
        warehouseId,
        name: 'available',
        quantity: index === 0 ? 8 : 0,
        actor: 'staff:1',
      });
    const before = await stockOf(OTHER);
    const cartId = (await createCart(VARIANT)).text('cart', 'id');
    const refused = await quote(OTHER, before.available + 1, cartId, true);
    expect(refused.at('priceQuote').value).toBeNull();
    expect(refused.text('userErrors', 0, 'message')).toContain(String(before.available));
    expect(await stockOf(OTHER)).toEqual(before);
  });

  test('holds the last units for its cart alone', async () => {
    const { available } = await stockOf(OTHER);
    const cartId = (await change('cartCreate', 'input: {}')).text('cart', 'id');
    const made = await quote(OTHER, available, cartId, true);
    const second = (await change('cartCreate', 'input: {}')).text('cart', 'id');
    expect((await quote(OTHER, 1, second, true)).text('userErrors', 0, 'message')).toContain('Only 0');
    const added = await redeem(cartId, made.text('priceQuote', 'token'), available, OTHER);
    expect(line(added.at('cart')).at('quantity').value).toBe(available);
    const updated = await change(
      'cartLinesUpdate',
      `cartId: "${cartId}", lines: [{ id: "${line(added.at('cart')).text('id')}", quantity: 1 }]`,
    );
    expect(line(updated.at('cart')).at('quantity').value).toBe(1);
    // Give them back for whoever comes after.
    await quote(OTHER, 1, cartId, true);
  });
});
