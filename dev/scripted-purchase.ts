import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Api, ask } from './graphql-client.ts';
import { completeCart, fillCart } from './scripted-cart.ts';

/** The shop's API of a running shop. */
export function shopApi(origin: string): Api {
  return { url: `${origin}/graphql` };
}

/** The admin API of a running shop. */
export function adminApi(origin: string, token: string): Api {
  return { url: `${origin}/admin/graphql`, headers: { 'X-Shopify-Access-Token': token } };
}

/** The number in a public id. */
export function numberOf(gid: string): number {
  const number = Number(/\/(\d+)(?:\?|$)/.exec(gid)?.[1]);
  if (!Number.isSafeInteger(number)) throw new Error(`${gid} is not a public id with a number`);
  return number;
}

export interface PurchaseOptions {
  readonly origin: string;
  readonly adminToken: string;
  readonly quantity?: number;
  /** The payment provider's method; default Stripe's test card that pays. */
  readonly paymentMethod?: string;
  /** How long the purchase may take until it is recorded. */
  readonly timeoutMs?: number;
}

/** A finished purchase as both APIs report it. */
export interface Purchase {
  readonly orderId: string;
  readonly orderName: string;
  readonly orderUrl: string;
  readonly variantId: string;
  readonly quantity: number;
  readonly total: { readonly amount: string; readonly currencyCode: string };
  readonly availableBefore: number;
  readonly availableAfter: number;
}

const levelsShape = z.object({
  inventoryItem: z.object({
    inventoryLevels: z.object({
      nodes: z.array(z.object({ quantities: z.array(z.object({ name: z.string(), quantity: z.number() })) })),
    }),
  }),
});

/** Units of a variant that can be sold, over all locations, as the admin API says. */
export async function availableUnits(admin: Api, variantId: string): Promise<number> {
  const data = await ask(
    admin,
    `query Stock($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 50) { nodes { quantities(names: ["available"]) { name quantity } } } } }`,
    { id: `gid://shopify/InventoryItem/${numberOf(variantId)}` },
    levelsShape,
  );
  return data.inventoryItem.inventoryLevels.nodes
    .flatMap(({ quantities }) => quantities)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

const productsShape = z.object({
  products: z.object({
    nodes: z.array(
      z.object({
        handle: z.string(),
        variants: z.object({ nodes: z.array(z.object({ id: z.string(), availableForSale: z.boolean() })) }),
      }),
    ),
  }),
});

/** A variant of which at least `quantity` units can be sold. */
async function somethingToBuy(
  shop: Api,
  admin: Api,
  quantity: number,
): Promise<{ variantId: string; available: number }> {
  const data = await ask(
    shop,
    'query Offer { products(first: 10) { nodes { handle variants(first: 10) { nodes { id availableForSale } } } } }',
    {},
    productsShape,
  );
  const offered = data.products.nodes
    .flatMap(({ variants }) => variants.nodes)
    .filter(({ availableForSale }) => availableForSale);
  for (const { id } of offered) {
    const available = await availableUnits(admin, id);
    if (available >= quantity) return { variantId: id, available };
  }
  throw new Error(`Nothing of which ${quantity} can be bought among ${offered.length} variants`);
}

const orderShape = z.object({
  order: z
    .object({
      id: z.string(),
      name: z.string(),
      displayFinancialStatus: z.string(),
      totalPriceSet: z.object({ presentmentMoney: z.object({ amount: z.string(), currencyCode: z.string() }) }),
      lineItems: z.object({ nodes: z.array(z.object({ variantId: z.string().nullable(), quantity: z.number() })) }),
    })
    .nullable(),
});

const ORDER = `query Order($id: ID!) { order(id: $id) { id name displayFinancialStatus
  totalPriceSet { presentmentMoney { amount currencyCode } } lineItems(first: 10) { nodes { variantId quantity } } } }`;

async function recordedOrder(admin: Api, orderId: string, timeoutMs: number) {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { order } = await ask(admin, ORDER, { id: orderId }, orderShape);
    if (order) return order;
    if (Date.now() > until) throw new Error(`Order ${orderId} is not in the admin after ${timeoutMs} ms`);
    await sleep(100);
  }
}

/** Waits for the stock to have fallen by what was bought; answers with what it is. */
async function fallenStock(admin: Api, variantId: string, expected: number, timeoutMs: number): Promise<number> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const now = await availableUnits(admin, variantId);
    if (now === expected || Date.now() > until) return now;
    await sleep(100);
  }
}

/**
 * Buys something over plain GraphQL as a headless storefront would (cart, address, delivery, payment, submit, poll), then looks at the order and
 * the stock in the admin API. Throws, naming what differs, unless the order is paid, holds exactly what was bought at the price that was shown,
 * and the stock fell by it.
 */
export async function buySomething(options: PurchaseOptions): Promise<Purchase> {
  const shop = shopApi(options.origin);
  const admin = adminApi(options.origin, options.adminToken);
  const quantity = options.quantity ?? 1;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const { variantId, available } = await somethingToBuy(shop, admin, quantity);
  const cart = await fillCart(shop, variantId, quantity);
  const completed = await completeCart(shop, cart, {
    paymentMethod: options.paymentMethod ?? 'pm_card_visa',
    attemptToken: randomUUID(),
    timeoutMs,
  });
  const order = await recordedOrder(admin, completed.orderId, timeoutMs);
  const bought = JSON.stringify(order.lineItems.nodes);
  if (bought !== JSON.stringify([{ variantId, quantity }]))
    throw new Error(`Order ${order.name} holds ${bought}, not ${quantity} of ${variantId}`);
  if (order.displayFinancialStatus !== 'PAID')
    throw new Error(`Order ${order.name} is ${order.displayFinancialStatus}, not PAID`);
  const total = order.totalPriceSet.presentmentMoney;
  if (Number(total.amount) !== Number(completed.total.amount) || total.currencyCode !== completed.total.currencyCode) {
    throw new Error(
      `Order ${order.name} costs ${total.amount} ${total.currencyCode}; the cart said ${completed.total.amount} ${completed.total.currencyCode}`,
    );
  }
  const availableAfter = await fallenStock(admin, variantId, available - quantity, timeoutMs);
  if (availableAfter !== available - quantity)
    throw new Error(`Stock of ${variantId} went from ${available} to ${availableAfter} for ${quantity} bought`);
  return {
    orderId: order.id,
    orderName: order.name,
    orderUrl: completed.orderUrl,
    variantId,
    quantity,
    total,
    availableBefore: available,
    availableAfter,
  };
}
