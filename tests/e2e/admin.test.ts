import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi, buySomething, numberOf, type Purchase, shopApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin, orderState, paidBack, signIn, stockOf, submitAtOnce } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const orderPage = (purchase: Purchase) => `/admin/orders/${numberOf(purchase.orderId)}`;
const minorOf = (amount: string) => Math.round(Number(amount) * 100);

describe('the door of the admin', () => {
  it.each(['/admin', '/admin/orders', '/admin/products/1', '/admin/stock/1'])(
    'leads from %s to the sign-in page',
    async (path) => {
      const response = await fetch(`${world.shop.origin}${path}`, { redirect: 'manual' });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe(`/admin/login?next=${encodeURIComponent(path)}`);
    },
  );

  it.each([
    ['nothing', {}],
    ['a wrong token', { 'x-shopify-access-token': 'shpat_00000000000000000000000000000000' }],
    ['a forged cookie', { cookie: 'shopflow-admin.session_token=forged.value' }],
  ])('refuses the API to a caller with %s', async (_what, headers) => {
    const response = await fetch(`${world.shop.origin}/admin/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ locations(first: 1) { nodes { id } } }' }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('refuses a change that another site sends with a staff member’s cookie', async () => {
    const cookie = (await world.context.cookies(`${world.shop.origin}/admin`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const send = (origin: string) =>
      fetch(`${world.shop.origin}/admin/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, origin },
        body: JSON.stringify({ query: '{ locations(first: 1) { nodes { id } } }' }),
      });
    expect((await send('https://elsewhere.example')).status).toBe(403);
    expect((await send(world.shop.origin)).status).toBe(200);
    const page = await fetch(`${world.shop.origin}/admin/orders/1`, {
      method: 'POST',
      headers: { cookie, origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'act=cancel',
    });
    expect(page.status).toBe(403);
  });

  it('says when the password is wrong, and leads on to the page that was wanted', async () => {
    const context = await world.browser.newContext({ baseURL: world.shop.origin });
    const page = await context.newPage();
    await page.goto('/admin/orders?view=ship');
    await signIn(page, 'not-the-password');
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/not right/);
    await signIn(page, 'mill-at-low-tide');
    await page.waitForURL('**/admin/orders?view=ship');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/admin/orders');
    expect(new URL(page.url()).pathname).toBe('/admin/login');
    await context.close();
  });

  it('says of an address that is no page that there is none, and leads back', async () => {
    const response = await world.page.goto('/admin/stock');
    expect(response?.status()).toBe(404);
    expect(await world.page.getByRole('heading', { level: 1 }).textContent()).toBe('There is no such page');
    await world.page.getByRole('link', { name: 'See what needs you now' }).click();
    await world.page.waitForURL('**/admin');
  });

  it('lets no other site frame its pages', async () => {
    const response = await world.page.goto('/admin/orders');
    expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(response?.headers()['cache-control']).toBe('private, no-store');
  });
});

describe('orders', () => {
  it('are listed, found by number, and an unknown filter is named', async () => {
    const { page } = world;
    const first = await world.buy();
    const second = await world.buy();
    await page.goto('/admin/orders');
    const names = () => page.locator('tbody a.row').allTextContents();
    expect(await names()).toEqual(expect.arrayContaining([first.orderName, second.orderName]));
    await page.locator('#q').fill(first.orderName);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForURL(/q=/);
    expect(await names()).toEqual([first.orderName]);
    await page.locator('#q').fill('colour:red');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForURL(/colour/);
    expect(await page.getByRole('alert').textContent()).toContain('colour is not known');
  });

  it('ship once, however often the form is sent', async () => {
    const { page, shop } = world;
    const purchase = await world.buy(2);
    const before = await stockOf(shop, purchase.variantId);
    await page.goto(orderPage(purchase));
    await page.getByLabel('Tracking number').fill('JD014600003RU');
    const answers = await submitAtOnce(page, 'ship', 3);
    expect(answers.every((url) => url.includes('done=Shipment'))).toBe(true);
    const order = await orderState(shop, purchase.orderId);
    expect(order.fulfillments).toEqual([{ totalQuantity: 2 }]);
    expect(order.displayFulfillmentStatus).toBe('FULFILLED');
    const after = await stockOf(shop, purchase.variantId);
    expect(after).toEqual({
      on_hand: (before.on_hand ?? 0) - 2,
      committed: (before.committed ?? 0) - 2,
      available: before.available,
    });
    await page.goto(orderPage(purchase));
    expect(await page.locator('.timeline').textContent()).toContain('Shipped, tracking JD014600003RU');
    await page.goto(`/admin/stock/${numberOf(purchase.variantId)}`);
    await expect
      .poll(
        async () => {
          await page.reload();
          return page.locator('tbody').last().textContent();
        },
        { timeout: 30_000 },
      )
      .toMatch(/ship/i);
  });

  it('are refunded never above what was paid, and the payment provider pays once', async () => {
    const { page, shop } = world;
    const purchase = await world.buy();
    await page.goto(orderPage(purchase));
    await page.locator('summary', { hasText: 'Refund' }).click();
    await page.locator('#amount').fill('99999.00');
    await page.getByRole('button', { name: 'Pay back' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/amount|most|more/i);
    expect(await paidBack(shop, purchase.orderId)).toEqual([]);
    await page.goto(orderPage(purchase));
    await page.locator('summary', { hasText: 'Refund' }).click();
    await page.locator('input[name^="refund:"]').fill('1');
    await page.locator('#amount').fill(purchase.total.amount);
    const answers = await submitAtOnce(page, 'refund', 2);
    expect(answers.every((url) => url.includes('paid+back') || url.includes('paid%20back'))).toBe(true);
    expect(await paidBack(shop, purchase.orderId)).toEqual([minorOf(purchase.total.amount)]);
    expect(await orderState(shop, purchase.orderId)).toMatchObject({
      displayFinancialStatus: 'REFUNDED',
      refunds: [{ status: 'SUCCEEDED' }],
    });
    expect((await stockOf(shop, purchase.variantId)).available).toBe(purchase.availableBefore);
    await page.goto(orderPage(purchase));
    expect(await page.locator('.bar').textContent()).toContain('Refunded');
    expect((await page.locator('.timeline').textContent())?.match(/Refund paid/g)).toHaveLength(1);
  });

  it('say when the bank sends a refund back, and what to do about it', async () => {
    const { page, shop } = world;
    const { origin, adminToken } = shop;
    const purchase = await buySomething({ origin, adminToken, paymentMethod: 'pm_card_refundFail' });
    await page.goto(orderPage(purchase));
    await page.locator('summary', { hasText: 'Refund' }).click();
    await page.locator('input[name^="refund:"]').fill('1');
    await page.getByRole('button', { name: 'Pay back' }).click();
    await page.waitForURL(/paid(\+|%20)back/);
    // The emulated bank answers after some seconds and the shop hears of it as it would from Stripe.
    await expect
      .poll(
        async () => {
          await page.goto(orderPage(purchase));
          return page.locator('.timeline').textContent();
        },
        { timeout: 30_000 },
      )
      .toContain('came back from the bank (lost or stolen card): the customer did not get the money');
    expect(await page.locator('.bar').textContent()).toContain('Paid');
    expect(await orderState(shop, purchase.orderId)).toMatchObject({
      displayFinancialStatus: 'PAID',
      refunds: [{ status: 'FAILED' }],
    });
    const { available } = await stockOf(shop, purchase.variantId);
    expect(available).toBe(purchase.availableBefore);
    await page.locator('summary', { hasText: 'Refund' }).click();
    expect(await page.locator('input[name^="refund:"]').count()).toBe(0);
    await page.locator('#amount').fill('1.00');
    await page.getByRole('button', { name: 'Pay back' }).click();
    await page.waitForURL(/paid(\+|%20)back/);
    expect((await stockOf(shop, purchase.variantId)).available).toBe(available);
  });

  it('are cancelled: the units can be sold again and the money goes back', async () => {
    const { page, shop } = world;
    const purchase = await world.buy();
    await page.goto(orderPage(purchase));
    await page.locator('summary', { hasText: 'Cancel the order' }).click();
    await page.getByRole('button', { name: /^Cancel order/ }).click();
    await page.waitForURL(/done=/);
    expect(await page.locator('.bar').textContent()).toContain('Cancelled');
    expect(await orderState(shop, purchase.orderId)).toMatchObject({ displayFinancialStatus: 'REFUNDED' });
    expect(await paidBack(shop, purchase.orderId)).toEqual([minorOf(purchase.total.amount)]);
    expect((await stockOf(shop, purchase.variantId)).available).toBe(purchase.availableBefore);
  });
});

describe('products', () => {
  const firstProduct = z.object({
    products: z.object({
      nodes: z
        .array(
          z.object({ id: z.string(), variants: z.object({ nodes: z.array(z.object({ id: z.string() })).min(1) }) }),
        )
        .length(1),
    }),
  });
  const shopPrice = z.object({ node: z.object({ price: z.object({ amount: z.string(), currencyCode: z.string() }) }) });

  async function anyVariant() {
    const data = await ask(
      adminApi(world.shop.origin, world.shop.adminToken),
      '{ products(first: 1, query: "status:active") { nodes { id variants(first: 1) { nodes { id } } } } }',
      {},
      firstProduct,
    );
    const product = data.products.nodes[0];
    const variant = product?.variants.nodes[0];
    if (!product || !variant) throw new Error('no product');
    return { productId: product.id, variantId: variant.id };
  }

  it('show a new price in the shop as soon as it is saved', async () => {
    const { page, shop } = world;
    const { productId, variantId } = await anyVariant();
    const price = async () =>
      (
        await ask(
          shopApi(shop.origin),
          `query Price($id: ID!) @inContext(country: US) { node(id: $id) { ... on ProductVariant { price { amount currencyCode } } } }`,
          { id: variantId },
          shopPrice,
        )
      ).node.price;
    expect((await price()).amount).not.toBe('87.65');
    await page.goto(`/admin/products/${numberOf(productId)}`);
    const field = page.locator(`input[name="price|${variantId}|USD"]`);
    await field.fill('12.345');
    await page.getByRole('button', { name: 'Save prices' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/amount|USD|decimal/i);
    expect(await field.inputValue()).toBe('12.345');
    await field.fill('87.65');
    await page.getByRole('button', { name: 'Save prices' }).click();
    await page.waitForURL(/done=/);
    expect(await price()).toEqual({ amount: '87.65', currencyCode: 'USD' });
  });

  it('keep a count that someone else changed meanwhile', async () => {
    const { page, shop } = world;
    const { productId, variantId } = await anyVariant();
    const stale = await world.context.newPage();
    await page.goto(`/admin/products/${numberOf(productId)}`);
    await stale.goto(`/admin/products/${numberOf(productId)}`);
    const name = await page.locator(`input[name^="stock|"]`).first().getAttribute('name');
    const field = `input[name="${name}"]`;
    const before = Number(await page.locator(field).inputValue());
    const total = (await stockOf(shop, variantId)).on_hand ?? 0;
    await page.locator(field).fill(String(before + 5));
    await page.getByRole('button', { name: 'Save stock' }).click();
    await page.waitForURL(/done=/);
    expect((await stockOf(shop, variantId)).on_hand).toBe(total + 5);
    await stale.locator(field).fill(String(before + 9));
    await stale.getByRole('button', { name: 'Save stock' }).click();
    await expect.poll(() => stale.getByRole('alert').textContent()).toMatch(/compareQuantity|changed|meanwhile/i);
    expect((await stockOf(shop, variantId)).on_hand).toBe(total + 5);
    await stale.close();
  });
});

it('messages that could not be handled are counted on the first page, and handled again with a button', async () => {
  const { page, shop } = world;
  const client = new Client({ connectionString: shop.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into failed_events (message_id, topic, body, failed_at) values
       ('a', 'search.missing', '{"topic":"search.missing","locale":"en"}', now()), ('b', 'from.tomorrow', '{"topic":"from.tomorrow"}', now())`,
    );
    await page.goto('/admin');
    await page.getByRole('link', { name: '2 messages that could not be handled' }).click();
    await page.waitForURL('**/admin/failed-events');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/failed-events.png` });
    await page.getByRole('checkbox', { name: /^from\.tomorrow/ }).uncheck();
    await page.getByRole('button', { name: 'Handle again' }).click();
    await page.waitForURL(/done=/);
    expect(await page.getByRole('status').textContent()).toContain('1 message is on its way again');
    expect((await client.query('select topic from failed_events')).rows).toEqual([{ topic: 'from.tomorrow' }]);
    await page.getByRole('button', { name: 'Handle again' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('knows no from.tomorrow');
    await page.getByRole('button', { name: 'Let go for good' }).click();
    await page.waitForURL(/done=/);
    expect(await page.locator('main').textContent()).toContain('Nothing is left undone.');
  } finally {
    await client.end();
  }
});
