import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { numberOf } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';
import { fillAddress, newVisitor, typeCard } from './storefront-world.ts';

let world: AdminWorld;
beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

/** Pictures for a person to look at, where a folder for them is named. */
const shots = process.env.DROP_SHOTS;
const shoot = async (
  page: { screenshot(options: { path: string; fullPage: boolean }): Promise<unknown> },
  name: string,
) => {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
};
const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16);

const productShape = z.object({
  product: z.object({ id: z.string(), variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
});

/** A product's first variant, and the numbers of both. */
async function firstVariant(handle: string): Promise<{ id: string; number: string; product: string }> {
  const api = { url: `${world.shop.origin}/graphql` };
  const query = 'query First($handle: String!) { product(handle: $handle) { id variants(first: 1) { nodes { id } } } }';
  const { product } = await ask(api, query, { handle }, productShape);
  const id = product.variants.nodes[0]?.id ?? '';
  return { id, number: String(numberOf(id)), product: String(numberOf(product.id)) };
}

it('a merchant makes a drop, shoppers queue and one buys, with and without scripts', async () => {
  const { page: staff } = world;
  const variant = await firstVariant('harbour-mug');
  await staff.goto(`/admin/drops/new?product=${variant.product}`);
  await shoot(staff, 'admin-new');
  await staff.selectOption('#variant', variant.id);
  await staff.fill('#units', '1');
  await staff.fill('#opens', minute(Date.now() + 86_400_000));
  await staff.click('text=Make the drop');
  await staff.waitForURL(/\/admin\/drops\/\d+/);
  const first = staff.url();
  await shoot(staff, 'admin-joining');

  const ann = await newVisitor(world.browser, world.shop.origin, {});
  await ann.page.goto(`/en-us/products/harbour-mug?variant=${variant.number}`);
  await ann.page.waitForSelector('sale-queue time');
  expect(await ann.page.locator('#buy').isVisible()).toBe(false);
  await shoot(ann.page, 'product-joining');
  await ann.page.fill('sale-queue input[name="email"]', 'ann@shop.example');
  await ann.page.click('text=Join the queue');
  await ann.page.waitForURL('**/drops/**');
  expect(await ann.page.textContent('[data-place]')).toBe('1');
  await shoot(ann.page, 'queue-waiting-before');

  // The first drop is stopped: whoever waits sees it without doing anything.
  await staff.goto(first);
  await staff.click('text=Stop the drop');
  await staff.waitForSelector('text=The drop is over');
  await ann.page.waitForSelector('text=The sale is over');

  await staff.goto(`/admin/drops/new?product=${variant.product}`);
  await staff.selectOption('#variant', variant.id);
  await staff.fill('#units', '1');
  await staff.fill('#opens', minute(Date.now() - 120_000));
  await staff.click('text=Make the drop');
  await staff.waitForURL(/\/admin\/drops\/\d+/);

  await ann.page.goto(`/en-us/drops/${variant.number}`);
  await ann.page.fill('sale-queue input[name="email"]', 'ann@shop.example');
  await ann.page.click('text=Join the queue');
  await ann.page.waitForSelector('text=It is your turn');
  await shoot(ann.page, 'queue-turn');
  const bob = await newVisitor(world.browser, world.shop.origin, { script: false, width: 390, dark: true });
  await bob.page.goto(`/en-us/products/harbour-mug?variant=${variant.number}`);
  await shoot(bob.page, 'product-phone-dark');
  await bob.page.fill('sale-queue input[name="email"]', 'bob@shop.example');
  await bob.page.click('text=Join the queue');
  await bob.page.waitForSelector('text=You are in the queue');
  await shoot(bob.page, 'queue-phone-dark');
  const cat = await newVisitor(world.browser, world.shop.origin, { width: 390 });
  await cat.page.goto(`/en-us/drops/${variant.number}`);
  await cat.page.fill('sale-queue input[name="email"]', 'cat@shop.example');
  await cat.page.click('text=Join the queue');
  await expect.poll(() => cat.page.textContent('[data-place]')).toBe('2');
  await shoot(cat.page, 'queue-phone');
  await shoot(staff, 'admin-open');

  await ann.page.click('text=Buy now');
  await ann.page.waitForURL('**/checkout');
  expect(await ann.page.inputValue('#email')).toBe('ann@shop.example');
  // Bob gives his place back; Cat moves up while she watches.
  await bob.page.click('text=Give my place back');
  await expect.poll(() => cat.page.textContent('[data-place]')).toBe('1');
  await staff.goto('/admin/drops');
  await shoot(staff, 'admin-list');

  await fillAddress(ann.page, 'ann@shop.example');
  await ann.page.locator('#address button.button').click();
  await ann.page.locator('#delivery button.button').click();
  await ann.page.locator('checkout-payment[data-ready]').waitFor();
  await typeCard(ann.page, '4242424242424242');
  await ann.page.locator('.pay-button').click();
  await ann.page.waitForURL(/\/orders\//);
  await cat.page.waitForSelector('text=Sold out');
  await shoot(cat.page, 'queue-phone-over');
  await ann.page.goto(`/en-us/drops/${variant.number}`);
  await ann.page.waitForSelector('text=It is yours');
  await staff.goto('/admin/drops');
  await staff.locator('tr', { hasText: 'Sold out' }).locator('a').click();
  await staff.waitForSelector('text=Ended');
  await shoot(staff, 'admin-over');
  expect([...ann.problems, ...cat.problems]).toEqual([]);
});
