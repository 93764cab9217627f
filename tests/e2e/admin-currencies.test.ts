import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

/** Price of the Harbour Mug (24 euro) as the shop shows it in the Emirates. */
async function dirhams(): Promise<string> {
  const query =
    'query @inContext(country: AE, language: EN) { product(handle: "harbour-mug") { priceRange { minVariantPrice { amount } } } }';
  const response = await fetch(`${world.shop.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return /"amount":"([\d.]+)"/.exec(await response.text())?.[1] ?? '';
}

it('follows new terms in the shop, and keeps what was typed when they are refused', async () => {
  const { page } = world;
  expect(await dirhams()).toBe('98.95');
  await page.goto('/admin/settings/currencies');
  const row = page.locator('tr#AED');
  await row.getByLabel('Margin of AED, percent').fill('lots');
  await row.getByRole('button', { name: 'Save AED' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('percentage');
  expect(await row.getByLabel('Margin of AED, percent').inputValue()).toBe('lots');
  await row.getByLabel('Margin of AED, percent').fill('10');
  await row.getByLabel('Endings of prices in AED').fill('0.50');
  await row.getByRole('button', { name: 'Save AED' }).click();
  expect(await page.getByRole('status').textContent()).toContain('AED saved');
  expect(await row.getByLabel('Margin of AED, percent').inputValue()).toBe('10');
  // 24 euro at 4.03975 and 10 % is 106.65.
  await expect.poll(dirhams).toBe('106.50');
});

it('leaves alone what staff set, lists it, and lets it follow again', async () => {
  const { page } = world;
  await page.goto('/admin/products?q=harbour');
  await page.getByRole('link', { name: 'Harbour Mug' }).first().click();
  await page.waitForURL(/\/admin\/products\/\d+/);
  const field = page.getByLabel('Chalk in AED', { exact: true });
  await field.fill('90.00');
  await page.getByRole('button', { name: 'Save prices' }).click();
  await page.getByRole('status').waitFor();
  await page.goto('/admin/settings/currencies/AED');
  const rows = page.locator('tbody tr');
  // The others of the form were not changed, so they still follow.
  expect(await rows.count()).toBe(1);
  expect(await rows.first().textContent()).toMatch(/Harbour Mug.*Chalk.*EUR 24\.00.*AED 90\.00.*AED 106\.50/);
  await rows.first().getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Let the ticked ones follow the rate' }).click();
  expect(await page.getByRole('status').textContent()).toContain('1 price follows');
  await expect.poll(dirhams).toBe('106.50');
});

it('counts an order among the sales of its currency, with a rate', async () => {
  const { page } = world;
  const purchase = await world.buy();
  await page.goto('/admin/settings/currencies');
  const sales = page.locator('section', { has: page.getByRole('heading', { name: 'Sales of the last 30 days' }) });
  expect(await sales.locator('tbody tr').first().textContent()).toMatch(/^EUR/);
  await page.goto(`/admin/orders/${numberOf(purchase.orderId)}`);
  expect(await page.getByText('No rate to the shop’s currency').count()).toBe(0);
});
