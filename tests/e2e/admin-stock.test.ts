import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin, stockOf } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

it('says what stock was at a moment, and which change made it so', async () => {
  const { page, shop } = world;
  const purchase = await world.buy(2);
  const now = await stockOf(shop, purchase.variantId);
  const path = `/admin/stock/${numberOf(purchase.variantId)}`;
  await page.goto(path);
  const pane = page.locator('section', { has: page.getByRole('heading', { name: 'Why was it so?' }) });

  // Long after the purchase: the number of today.
  await pane.getByLabel('At (UTC)').fill('2090-01-01T00:00:00');
  await pane.getByRole('button', { name: 'Show that moment' }).click();
  await page.waitForURL(/at=2090/);
  const text = (await pane.textContent()) ?? '';
  expect(text).toContain(`${now.available} could be sold`);
  expect(text).toMatch(/It was so because\s*No\. \d+/);
  expect(text).toContain('Nothing since.');
  expect(await pane.getByRole('link', { name: 'order' }).first().getAttribute('href')).toMatch(/^\/admin\/orders\//);

  // Before anything was recorded.
  await pane.getByLabel('At (UTC)').fill('2001-01-01T00:00:00');
  await pane.getByRole('button', { name: 'Show that moment' }).click();
  await page.waitForURL(/at=2001/);
  expect(await pane.textContent()).toContain('Nothing was recorded yet');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
