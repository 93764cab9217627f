import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi, shopApi } from '../../dev/scripted-purchase.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltShop, startBuiltShop } from '../support/built-worker.ts';
import { newVisitor, type Visitor, type VisitorOptions } from './storefront-world.ts';

let shop: BuiltShop;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  shop = await startBuiltShop();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

const PRODUCT = '/en-us/products/harbour-mug';
const visitor = (options: VisitorOptions = {}): Promise<Visitor> => newVisitor(browser, shop.origin, options);
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

const levelsShape = z.object({
  inventoryItem: z.object({
    inventoryLevels: z.object({ nodes: z.array(z.object({ location: z.object({ id: z.string() }) })) }),
  }),
});
const changedShape = z.object({
  inventorySetQuantities: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
});

/** Sets what can be sold of a variant: all of it at its first location. */
async function leave(variantId: string, units: number): Promise<void> {
  const api = adminApi(shop.origin, shop.adminToken);
  const inventoryItemId = variantId.replace('ProductVariant', 'InventoryItem');
  const { inventoryItem } = await ask(
    api,
    'query Levels($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 20) { nodes { location { id } } } } }',
    { id: inventoryItemId },
    levelsShape,
  );
  const quantities = inventoryItem.inventoryLevels.nodes.map(({ location }, index) => ({
    inventoryItemId,
    locationId: location.id,
    quantity: index === 0 ? units : 0,
  }));
  const input = { name: 'available', reason: 'correction', ignoreCompareQuantity: true, quantities };
  const mutation =
    'mutation Leave($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }';
  const { inventorySetQuantities } = await ask(api, mutation, { input }, changedShape);
  expect(inventorySetQuantities.userErrors).toEqual([]);
}

async function fillBag(page: Page, quantity: number): Promise<string> {
  await page.goto(PRODUCT);
  await page.waitForFunction(() => customElements.get('cart-drawer') !== undefined);
  await page.locator('#buy input[name="quantity"]').fill(String(quantity));
  // On a phone the button stands below the picture, outside its form.
  await page.locator('#buy button:visible, button[form="buy"]:visible').first().click();
  await eventually(() => page.locator('dialog.drawer[open] .line').count()).toBe(1);
  return (await page.locator('dialog.drawer .line').getAttribute('data-variant')) ?? expect.fail('no variant');
}

it('the bag and the drawer say what happens to their lines while it happens, and go on after a lost connection', async () => {
  const { page, context, problems } = await visitor();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/graphql')) requests.push(request.url());
  });
  const variantId = await fillBag(page, 3);
  await leave(variantId, 4);
  const drawer = page.locator('dialog.drawer');
  await eventually(() => drawer.locator('.line-stock').textContent()).toBe('Only 4 left');
  expect(await drawer.locator('[data-checkout]').isVisible()).toBe(true);
  await leave(variantId, 2);
  await eventually(() => drawer.locator('.line-stock').textContent()).toBe('Only 2 left, fewer than in your bag');
  expect(await drawer.locator('[data-blocked]').isVisible()).toBe(true);
  expect(await drawer.locator('[data-checkout]').isVisible()).toBe(false);

  await page.goto('/en-us/cart');
  const note = page.locator('.bag-page .line-stock');
  await eventually(() => note.textContent()).toBe('Only 2 left, fewer than in your bag');
  await leave(variantId, 0);
  await eventually(() => note.textContent()).toBe('Sold out');

  await context.setOffline(true);
  await leave(variantId, 3);
  await leave(variantId, 5);
  await context.setOffline(false);
  await eventually(() => note.textContent()).toBe('Only 5 left');
  expect(await page.locator('.bag-page [data-checkout]').isVisible()).toBe(true);
  await leave(variantId, 60);
  await eventually(() => note.textContent()).toBe('');
  // One stream for the drawer and one or two for the page (the second after the interruption), and nothing that asks again and again.
  expect(requests.length).toBeLessThanOrEqual(4);
  expect(problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await context.close();
});

const variantShape = z.object({
  product: z.object({ variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});
const composedShape = z.object({
  productVariantRelationshipBulkUpdate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
});

it('a bundle says how many the scarcest of its parts allows, while that changes', async () => {
  const variantOf = async (handle: string) => {
    const query =
      'query Of($handle: String!) @inContext(country: US) { product(handle: $handle) { variants(first: 1) { nodes { id } } } }';
    const { product } = await ask(shopApi(shop.origin), query, { handle }, variantShape);
    return product.variants.nodes[0]?.id ?? expect.fail('no variant');
  };
  const [bundle, scarce, plenty] = await Promise.all(['rill-carafe', 'grist-mortar', 'kelp-basket'].map(variantOf));
  if (!bundle || !scarce || !plenty) expect.fail('no variants');
  const parts = [
    { id: scarce, quantity: 2 },
    { id: plenty, quantity: 1 },
  ];
  const made = await ask(
    adminApi(shop.origin, shop.adminToken),
    'mutation Make($input: [ProductVariantRelationshipUpdateInput!]!) { productVariantRelationshipBulkUpdate(input: $input) { userErrors { message } } }',
    { input: [{ parentProductVariantId: bundle, productVariantRelationshipsToCreate: parts }] },
    composedShape,
  );
  expect(made.productVariantRelationshipBulkUpdate.userErrors).toEqual([]);
  await leave(plenty, 50);
  await leave(scarce, 7);
  const { page, context, problems } = await visitor();
  await page.goto('/en-us/products/rill-carafe');
  const line = page.locator('live-stock .stock');
  await eventually(() => line.textContent()).toBe('3 left in stock');
  await leave(scarce, 3);
  await eventually(() => line.textContent()).toBe('Last one in stock');
  await leave(scarce, 1);
  await eventually(() => line.getAttribute('data-state')).toBe('none');
  await leave(scarce, 40);
  await eventually(() => line.getAttribute('data-state')).toBe('plenty');
  await leave(plenty, 4);
  await eventually(() => line.textContent()).toBe('4 left in stock');
  expect(problems).toEqual([]);
  await context.close();
});

const shots = process.env.SHOTS;

it.runIf(shots)('looks right in the hand, on the desk and in the dark', async () => {
  mkdirSync(shots ?? '', { recursive: true });
  for (const [name, options] of [
    ['phone', { width: 390 }],
    ['desktop', { width: 1280 }],
    ['phone-dark', { width: 390, dark: true }],
    ['desktop-dark', { width: 1280, dark: true }],
  ] as const) {
    const { page, context } = await visitor(options);
    const variantId = await fillBag(page, 3);
    for (const [state, units] of [
      ['few', 3],
      ['short', 2],
      ['none', 0],
    ] as const) {
      await leave(variantId, units);
      await page.locator(`dialog.drawer .line-stock[data-state="${state}"]`).waitFor();
      await page.screenshot({ path: path.join(shots ?? '', `drawer-${state}-${name}.png`) });
    }
    await page.goto('/en-us/cart');
    await page.locator('.bag-page .line-stock[data-state="none"]').waitFor();
    await page.screenshot({ path: path.join(shots ?? '', `bag-none-${name}.png`), fullPage: true });
    await leave(variantId, 2);
    await page.locator('.bag-page .line-stock[data-state="short"]').waitFor();
    await page.screenshot({ path: path.join(shots ?? '', `bag-short-${name}.png`), fullPage: true });
    await leave(variantId, 80);
    await context.close();
  }
});
