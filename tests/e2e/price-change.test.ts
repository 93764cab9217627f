import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltShop, startBuiltShop } from '../support/built-worker.ts';
import { newVisitor, typeCard, type Visitor } from './storefront-world.ts';

let shop: BuiltShop;
let browser: Browser;

beforeAll(async () => {
  // What a cart is told holds no time here, so that a change is told at once.
  shop = await startBuiltShop({ PRICE_HOLD_MINUTES: '0' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

const api = () => adminApi(shop.origin, shop.adminToken);
const priced = z.object({
  productByHandle: z.object({ id: z.string(), variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});
const set = z.object({ productVariantPricesSet: z.object({ userErrors: z.array(z.unknown()).length(0) }) });

/** Sets the price of every variant of the vase by hand, and waits until the shop asks it. */
async function setPrice(amount: string): Promise<void> {
  const { productByHandle: product } = await ask(
    api(),
    'query { productByHandle(handle: "tide-vase") { id variants(first: 50) { nodes { id } } } }',
    {},
    priced,
  );
  await ask(
    api(),
    'mutation P($productId: ID!, $variants: [ProductVariantPricesInput!]!) { productVariantPricesSet(productId: $productId, variants: $variants) { userErrors { field message } } }',
    {
      productId: product.id,
      variants: product.variants.nodes.map(({ id }) => ({
        variantId: id,
        prices: [{ amount, currencyCode: 'EUR' }],
      })),
    },
    set,
  );
  await expect
    .poll(async () => (await fetch(`${shop.origin}/en-de/products/tide-vase`)).text())
    .toContain(`€${amount}`);
}

async function fillCheckout({ page }: Visitor): Promise<void> {
  await page.goto('/en-de/checkout');
  await page.getByLabel('Email').first().fill('told@shop.example');
  await page.getByLabel('Full name').first().fill('Ada Lovelace');
  await page.getByLabel('Street and number').first().fill('Torstr. 1');
  await page.getByLabel('Postcode').first().fill('10119');
  await page.getByLabel('Town').or(page.getByLabel('City')).first().fill('Berlin');
  await page.locator('#address button.button').click();
  await page.locator('#delivery button.button').click();
}

it.each([true, false])(
  'tells a changed price on the bag’s line and asks before payment (scripts: %s)',
  async (script) => {
    await setPrice('62.00');
    const visitor = await newVisitor(browser, shop.origin, { script });
    const { page } = visitor;
    await page.goto('/en-de/products/tide-vase');
    await page.locator('#buy').getByRole('button', { name: 'Add to bag' }).click();
    if (script) await page.getByRole('dialog').getByText('Tide Vase').first().waitFor();
    else await page.waitForURL(/\/cart/);
    await setPrice('65.00');
    await page.goto('/en-de/cart');
    expect(await page.locator('.line .line-price').textContent()).toMatch(/Was €62\.00, now €65\.00 each/);
    expect(await page.getByRole('alert').textContent()).toContain('Prices have changed since');

    await fillCheckout(visitor);
    // The payment step asks first: no card field, no button that pays.
    await page.getByRole('button', { name: /^Continue at €/ }).waitFor();
    expect(await page.locator('.pay-button').count()).toBe(0);
    await page.getByRole('button', { name: /^Continue at €/ }).click();
    await page.locator('.pay-button').waitFor();
    expect(await page.locator('#payment').textContent()).not.toContain('Was €62.00');

    if (!script) return;
    // A change behind the open payment step: the click is answered with the new total, nothing is charged.
    const before = (await page.locator('.pay-button').textContent()) ?? '';
    await setPrice('70.00');
    await page.locator('checkout-payment[data-ready]').waitFor();
    await typeCard(page, '4242424242424242');
    await page.locator('.pay-button').click();
    await expect
      .poll(() => page.locator('#card-problem').textContent())
      .toMatch(/The total is €\d+\.\d\d now\. Nothing was charged\./);
    const after = (await page.locator('.pay-button').textContent()) ?? '';
    expect(after).toMatch(/€/);
    expect(after).not.toBe(before);
    // Pressed again it pays what it says; the card is still there.
    await page.locator('.pay-button').click();
    await page.waitForURL(/\/orders\//);
    await expect.poll(() => page.locator('.order').textContent()).toContain('€70.00');
  },
);
