import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';
import { newVisitor } from './storefront-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });
const shots = process.env.SHOTS;
const statusShape = z.object({
  recommendationStatus: z.object({ lastTraining: z.object({ finishedAt: z.string() }) }),
});

async function lastTraining(): Promise<string> {
  const api = adminApi(world.shop.origin, world.shop.adminToken);
  const { recommendationStatus } = await ask(
    api,
    '{ recommendationStatus { lastTraining { finishedAt } } }',
    {},
    statusShape,
  );
  return recommendationStatus.lastTraining.finishedAt;
}

it('shows what goes with a product, pins and blocks, trains, and runs a test', async () => {
  const { page, shop } = world;
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Recommendations' }).click();
  await page.getByLabel('Product', { exact: true }).selectOption({ label: 'Harbour Mug' });
  await page.getByRole('button', { name: 'Show' }).click();
  const rows = page.locator('tbody tr');
  await eventually(() => rows.count()).toBe(8);
  const nameAt = async (at: number) => (await rows.nth(at).locator('td').nth(1).textContent())?.trim() ?? '';
  const [first, last] = [await nameAt(0), await nameAt(7)];
  await page.getByLabel(`${last}: First`).check();
  await page.getByLabel(`${first}: Never`).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
  expect(await nameAt(0)).toBe(last);
  expect(await page.getByLabel(`${last}: First`).isChecked()).toBe(true);
  expect(await page.getByLabel(`${first}: Never`).isChecked()).toBe(true);
  if (shots) await page.screenshot({ path: path.join(shots, 'admin-recommendations.png'), fullPage: true });

  // The page of the product follows at once.
  const html = await (await fetch(`${shop.origin}/en-us/products/harbour-mug`)).text();
  const beside = html.slice(html.indexOf('id="goes-with"'));
  expect(beside).toContain(last);
  expect(beside).not.toContain(first);

  await page.getByLabel('Another product').selectOption({ index: 1 });
  await page.getByLabel('is shown').selectOption('Never');
  await page.getByRole('button', { name: 'Save' }).click();
  await eventually(() => page.locator('input[value="block"]:checked').count()).toBe(2);

  const before = await lastTraining();
  await page.getByRole('button', { name: 'Train now' }).click();
  await page.getByRole('status').filter({ hasText: 'Training has begun' }).waitFor();
  await eventually(lastTraining).not.toBe(before);
  await page.reload();
  expect(await page.locator('.pane').first().textContent()).toContain('last trained');

  await page.getByLabel('Name of a test').fill('autumn');
  await page.getByRole('button', { name: 'Begin the test' }).click();
  await page.getByText('Nothing can be said before both halves have ordered.').waitFor();
  if (shots) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: path.join(shots, 'admin-recommendations-phone.png'), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  // A product's page, the same for everybody, asks anew for a visitor who agreed, and for nobody else; cards say why they are there.
  const asked: string[] = [];
  const visitor = await newVisitor(world.browser, shop.origin, {});
  visitor.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('/goes-with')) asked.push(pathname);
  });
  const cards = visitor.page.locator('section[aria-labelledby="goes-with"] .name');
  await visitor.page.goto('/en-us/products/harbour-mug');
  await eventually(() => cards.count()).toBe(4);
  expect(asked).toEqual([]);
  await visitor.page.locator('[data-answer="yes"]').click();
  await visitor.page.locator('consent-notice').waitFor({ state: 'hidden' });
  await visitor.page.reload();
  await eventually(() => asked.length).toBe(1);
  await eventually(() => cards.count()).toBe(4);
  const seen = async () => {
    await page.reload();
    const row = page.locator('tr', { has: page.getByRole('cell', { name: 'Goes with it', exact: true }) });
    const numbers = await row.locator('.number').allTextContents();
    return Number(numbers[0]) + Number(numbers[2]);
  };
  await eventually(seen).toBe(1);
  expect(visitor.problems).toEqual([]);
  const objecting = await fetch(`${shop.origin}/en-us/goes-with?product=1`, {
    headers: { cookie: `consent=yes; visitor=${'a'.repeat(32)}`, 'sec-gpc': '1' },
  });
  expect(await objecting.text()).not.toContain('class="name"');
  await page.getByRole('button', { name: 'End the test' }).click();
  await page.getByLabel('Name of a test').waitFor();
});
