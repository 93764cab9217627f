import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin, STAFF, submitAtOnce } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const orderShape = z.object({
  purchaseOrder: z.object({
    status: z.string(),
    isSettling: z.boolean(),
    location: z.object({ id: z.string() }),
    lineItems: z.array(
      z.object({
        quantity: z.number(),
        receivedQuantity: z.number(),
        item: z.object({ inventoryItemId: z.string(), title: z.string(), variantTitle: z.string().nullable() }),
      }),
    ),
  }),
});
const order = async (id: string) => {
  const data = await ask(
    adminApi(world.shop.origin, world.shop.adminToken),
    `query Order($id: ID!) { purchaseOrder(id: $id) { status isSettling location { id }
      lineItems { quantity receivedQuantity item { inventoryItemId title variantTitle } } } }`,
    { id: `gid://shopify/PurchaseOrder/${id}` },
    orderShape,
  );
  return data.purchaseOrder;
};

const levelShape = z.object({
  inventoryItem: z.object({
    inventoryLevel: z.object({ quantities: z.array(z.object({ name: z.string(), quantity: z.number() })) }).nullable(),
  }),
});
async function level(inventoryItemId: string, locationId: string): Promise<Readonly<Record<string, number>>> {
  const data = await ask(
    adminApi(world.shop.origin, world.shop.adminToken),
    `query Level($id: ID!, $at: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $at) {
      quantities(names: ["on_hand", "incoming"]) { name quantity } } } }`,
    { id: inventoryItemId, at: locationId },
    levelShape,
  );
  const quantities = data.inventoryItem.inventoryLevel?.quantities ?? [];
  return { on_hand: 0, incoming: 0, ...Object.fromEntries(quantities.map((one) => [one.name, one.quantity])) };
}

/** The sold-out variant of the tide vase that the demo's supplier order brings, with its page's address. */
const variantShape = z.object({
  product: z.object({
    variants: z.object({
      nodes: z.array(
        z.object({
          sku: z.string(),
          availableForSale: z.boolean(),
          nextArrivalAt: z.string().nullable(),
          selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
        }),
      ),
    }),
  }),
});
async function awaitedVase() {
  const data = await ask(
    { url: `${world.shop.origin}/graphql`, headers: {} },
    'query Vase @inContext(country: US, language: EN) { product(handle: "tide-vase") { variants(first: 50) { nodes { sku availableForSale nextArrivalAt selectedOptions { name value } } } } }',
    {},
    variantShape,
  );
  const variant = data.product.variants.nodes.find((one) => one.sku === 'EB-TIDE-SMAL-CLAY');
  if (!variant) throw new Error('the demo has no small clay vase');
  const query = new URLSearchParams(variant.selectedOptions.map(({ name, value }) => [name, value]));
  return { ...variant, path: `/en-us/products/tide-vase?${query}` };
}

describe('replenishment', () => {
  it('says when a sold-out variant arrives, and sells it when it has', async () => {
    const { page } = world;
    const vase = await awaitedVase();
    expect(vase.availableForSale).toBe(false);
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(vase.nextArrivalAt ?? 0),
    );
    await page.goto(vase.path);
    await expect.poll(() => page.locator('.stock').textContent()).toContain(`Arriving on ${day}`);
    await page.goto('/admin/replenishment/orders?view=coming');
    await page.getByRole('link', { name: /^PO-/ }).first().click();
    await page.getByRole('heading', { name: 'Goods arrived' }).waitFor();
    await page.getByRole('button', { name: /^Receive into/ }).click();
    await page.getByText(/units are in stock/).waitFor();
    await expect.poll(async () => (await awaitedVase()).availableForSale).toBe(true);
    expect((await awaitedVase()).nextArrivalAt).toBeNull();
    await page.goto(vase.path);
    await expect.poll(() => page.locator('.stock').textContent()).toContain('In stock');
  });

  it('drafts, approves, orders and receives with the keyboard; a double click is one delivery', async () => {
    const { page } = world;
    await page.goto('/admin/replenishment');
    await page.locator('summary', { hasText: 'why' }).first().press('Enter');
    await page.getByText('Expected to sell').first().waitFor();
    await page.getByRole('button', { name: 'Draft this order' }).first().press('Enter');
    await page.waitForURL(/replenishment\/orders\/\d+/);
    const id = /orders\/(\d+)/.exec(page.url())?.[1] ?? '';
    expect((await order(id)).status).toBe('DRAFT');
    await page.getByRole('button', { name: 'Approve' }).press('Enter');
    await page.getByText(/is approved/).waitFor();
    await page.getByRole('button', { name: 'Mark as ordered' }).press('Enter');
    await page.getByText(/its units are incoming/).waitFor();
    const ordered = await order(id);
    expect(ordered).toMatchObject({ status: 'ORDERED', isSettling: false });
    const [line] = ordered.lineItems;
    if (!line) throw new Error('the order has no line');
    const before = await level(line.item.inventoryItemId, ordered.location.id);
    expect(before.incoming).toBeGreaterThanOrEqual(line.quantity);
    const led = await submitAtOnce(page, 'receive', 3);
    expect(led.some((url) => url.includes('done='))).toBe(true);
    await expect.poll(async () => (await order(id)).status).toBe('RECEIVED');
    const after = await level(line.item.inventoryItemId, ordered.location.id);
    expect(after).toEqual({
      on_hand: (before.on_hand ?? 0) + line.quantity,
      incoming: (before.incoming ?? 0) - line.quantity,
    });
    await page.goto(`/admin/replenishment/orders/${id}`);
    await page.getByText('All of it received').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel the order' }).count()).toBe(0);
  });

  it('keeps suppliers with their items, and the shop’s choices', async () => {
    const { page } = world;
    await page.goto('/admin/replenishment/suppliers/new');
    await page.getByLabel('Name').fill('Marlow Lightworks');
    await page.getByLabel('Days from order to shelf').fill('21');
    await page.getByRole('button', { name: 'Save the terms' }).click();
    await page.getByText('The supplier is saved.').waitFor();
    await page.getByLabel('SKU of an item to add').fill('EB-HERO-BRAS');
    await page.getByLabel('Cost of the new item').fill('80');
    await page.getByRole('button', { name: 'Save the items' }).click();
    await page.getByText('The items are saved.').waitFor();
    expect(await page.getByLabel(/^Cost of Heron/).inputValue()).toBe('80.00');
    await page.getByLabel('SKU of an item to add').fill('NOT-THERE');
    await page.getByRole('button', { name: 'Save the items' }).click();
    await page.getByText('There is no variant with the SKU NOT-THERE.').waitFor();
    await page.goto('/admin/replenishment/settings');
    await page.getByLabel('Webhook address').fill('http://erp.example/hook');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The address must begin with https://.').waitFor();
    await page.getByLabel('Webhook address').fill('https://erp.example/hook');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The choices are saved').waitFor();
    expect(await page.getByLabel('Key of the signature').inputValue()).toMatch(/^[0-9a-f]{32}$/);
    await page.goto('/admin/replenishment');
    await page.getByRole('button', { name: 'Forecast again now' }).click();
    await page.getByText(/Forecasts are new as of now/).waitFor();
    await page.goto('/admin/replenishment/alerts');
    await page.getByRole('table').waitFor();
  });

  it('runs the day’s round on its schedule, and tells of low stock once per crossing', async () => {
    const { shop } = world;
    const api = adminApi(shop.origin, shop.adminToken);
    expect((await fetch(`${shop.origin}/cdn-cgi/handler/scheduled`)).status).toBe(200);
    const today = new Date().toISOString().slice(0, 10);
    const settings = z.object({ replenishmentSettings: z.object({ lastRoundOn: z.string().nullable() }) });
    const lastRound = async () =>
      (await ask(api, '{ replenishmentSettings { lastRoundOn } }', {}, settings)).replenishmentSettings.lastRoundOn;
    await expect.poll(lastRound).toBe(today);

    const tumblers = await ask(
      api,
      '{ products(first: 5, query: "sku:EB-RILT-CLEA") { nodes { variants(first: 50) { nodes { sku inventoryItem { id } } } } } }',
      {},
      tumblerShape,
    );
    const item = tumblers.products.nodes
      .flatMap((product) => product.variants.nodes)
      .find((one) => one.sku === 'EB-RILT-CLEA')?.inventoryItem.id;
    if (!item) throw new Error('the demo has no clear tumblers');
    const { replenishmentLevels } = await ask(
      api,
      'query Levels($id: ID!) { replenishmentLevels(inventoryItemId: $id) { reorderPoint location { id name } } }',
      { id: item },
      levelsShape,
    );
    const leipzig = replenishmentLevels.find((one) => one.location.name === 'Leipzig');
    if (!leipzig) throw new Error('no forecast for Leipzig');
    const put = (quantity: number) =>
      ask(
        api,
        `mutation Put($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }`,
        {
          input: {
            reason: 'correction',
            name: 'on_hand',
            ignoreCompareQuantity: true,
            quantities: [{ inventoryItemId: item, locationId: leipzig.location.id, quantity }],
          },
        },
        z.object({ inventorySetQuantities: z.object({ userErrors: z.array(z.unknown()).length(0) }) }),
      );
    const alerts = async () => {
      const data = await ask(
        api,
        '{ lowStockAlerts(first: 250) { nodes { inventoryItemId locationName available resolvedAt mailedAt } } }',
        {},
        alertsShape,
      );
      return data.lowStockAlerts.nodes.filter((one) => one.inventoryItemId === item && one.locationName === 'Leipzig');
    };
    await put(leipzig.reorderPoint + 500);
    await expect.poll(async () => (await alerts()).filter((one) => one.resolvedAt === null)).toEqual([]);
    const before = (await alerts()).length;
    await put(leipzig.reorderPoint);
    await expect.poll(async () => (await alerts())[0]?.mailedAt ?? null).not.toBeNull();
    await put(1);
    await put(leipzig.reorderPoint + 500);
    await expect.poll(async () => (await alerts())[0]?.resolvedAt ?? null).not.toBeNull();
    expect(await alerts()).toHaveLength(before + 1);
    const mails = z.object({ messages: z.array(z.object({ subject: z.string(), text: z.string() })) });
    const { messages } = mails.parse(await (await fetch(`${shop.mailEndpoint}/api/messages?to=${STAFF.email}`)).json());
    const told = messages.filter((mail) => mail.text.includes(`in Leipzig: ${leipzig.reorderPoint} left`));
    expect(told.filter((mail) => mail.text.includes('EB-RILT-CLEA'))).toHaveLength(1);
  });
});

const tumblerShape = z.object({
  products: z.object({
    nodes: z.array(
      z.object({
        variants: z.object({
          nodes: z.array(z.object({ sku: z.string().nullable(), inventoryItem: z.object({ id: z.string() }) })),
        }),
      }),
    ),
  }),
});
const levelsShape = z.object({
  replenishmentLevels: z.array(
    z.object({ reorderPoint: z.number(), location: z.object({ id: z.string(), name: z.string() }) }),
  ),
});
const alertsShape = z.object({
  lowStockAlerts: z.object({
    nodes: z.array(
      z.object({
        inventoryItemId: z.string(),
        locationName: z.string(),
        available: z.number(),
        resolvedAt: z.string().nullable(),
        mailedAt: z.string().nullable(),
      }),
    ),
  }),
});
