import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi, buySomething, numberOf, type Purchase } from '../../dev/scripted-purchase.ts';
import { STRIPE_TEST_KEYS } from '../../dev/stripe-test-keys.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltShop, startBuiltShop } from '../support/built-worker.ts';

/** The staff member of the demo shop. */
export const STAFF = { email: 'demo@ebbholt.example', password: 'mill-at-low-tide' };

/** The built shop with a signed-in staff member in a real browser. */
export interface AdminWorld {
  readonly shop: BuiltShop;
  readonly browser: Browser;
  /** Signed in as STAFF. */
  readonly context: BrowserContext;
  readonly page: Page;
  buy(quantity?: number): Promise<Purchase>;
  close(): Promise<void>;
}

/** Fills the sign-in form that is open. */
export async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email').fill(STAFF.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Starts the shop and signs in; everything is ended again when that fails. */
export async function openAdmin(): Promise<AdminWorld> {
  const shop = await startBuiltShop();
  let browser: Browser | null = null;
  try {
    browser = await launchBrowser();
    const started = browser;
    const context = await started.newContext({ baseURL: shop.origin, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto('/admin/login');
    await signIn(page, STAFF.password);
    await page.waitForURL('**/admin');
    return {
      shop,
      browser: started,
      context,
      page,
      buy: (quantity = 1) => buySomething({ origin: shop.origin, adminToken: shop.adminToken, quantity }),
      async close() {
        await started.close();
        await shop.close();
      },
    };
  } catch (error) {
    await browser?.close();
    await shop.close();
    throw error;
  }
}

/** Sends the open page's form of this act so often at once; answers the addresses each answer led to. */
export function submitAtOnce(page: Page, act: string, times: number): Promise<string[]> {
  return page.evaluate(
    ([wanted, count]) => {
      const form = document.querySelector(`input[name="act"][value="${wanted}"]`)?.closest('form');
      if (!form) throw new Error(`no form ${wanted}`);
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
      const send = () => fetch(location.pathname, { method: 'POST', body }).then((response) => response.url);
      return Promise.all(Array.from({ length: count }, send));
    },
    [act, times] as const,
  );
}

const stockShape = z.object({
  inventoryItem: z.object({
    inventoryLevels: z.object({
      nodes: z.array(z.object({ quantities: z.array(z.object({ name: z.string(), quantity: z.number() })) })),
    }),
  }),
});

/** Units of a variant over all locations, by name: on_hand, committed, available. */
export async function stockOf(shop: BuiltShop, variantId: string): Promise<Readonly<Record<string, number>>> {
  const data = await ask(
    adminApi(shop.origin, shop.adminToken),
    `query Stock($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 50) { nodes {
      quantities(names: ["on_hand", "committed", "available"]) { name quantity } } } } }`,
    { id: `gid://shopify/InventoryItem/${numberOf(variantId)}` },
    stockShape,
  );
  const sums: Record<string, number> = {};
  for (const { name, quantity } of data.inventoryItem.inventoryLevels.nodes.flatMap((node) => node.quantities))
    sums[name] = (sums[name] ?? 0) + quantity;
  return sums;
}

const orderShape = z.object({
  order: z.object({
    displayFinancialStatus: z.string(),
    displayFulfillmentStatus: z.string(),
    cancelledAt: z.string().nullable(),
    fulfillments: z.array(z.object({ totalQuantity: z.number() })),
    refunds: z.array(z.object({ status: z.string() })),
    transactions: z.array(z.object({ paymentId: z.string().nullable() })),
  }),
});

/** An order as the admin API reports it. */
export async function orderState(shop: BuiltShop, orderId: string): Promise<z.infer<typeof orderShape>['order']> {
  const data = await ask(
    adminApi(shop.origin, shop.adminToken),
    `query Order($id: ID!) { order(id: $id) { displayFinancialStatus displayFulfillmentStatus cancelledAt
      fulfillments { totalQuantity } refunds { status } transactions { paymentId } } }`,
    { id: orderId },
    orderShape,
  );
  return data.order;
}

const refundsShape = z.object({ data: z.array(z.object({ amount: z.number(), status: z.string() })) });

/** What the payment provider paid back for an order, in minor units. */
export async function paidBack(shop: BuiltShop, orderId: string): Promise<readonly number[]> {
  const payment = (await orderState(shop, orderId)).transactions[0]?.paymentId;
  if (!payment) throw new Error(`${orderId} has no payment`);
  const response = await fetch(`${shop.stripeApiBase}/v1/refunds?payment_intent=${payment}`, {
    headers: { authorization: `Bearer ${STRIPE_TEST_KEYS.secretKey}` },
  });
  return refundsShape.parse(await response.json()).data.map((refund) => refund.amount);
}
