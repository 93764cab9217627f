import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminWorld, openAdmin } from './admin-world.ts';
import { newVisitor } from './storefront-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });
const shots = process.env.SHOTS;
/** Tests' browser says that it is headless, and such are not counted. */
const PERSON = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
};

it('counts what people search and open without a cookie, and one click makes a synonym or a pin', async () => {
  const { page, shop, browser } = world;
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  await page.getByRole('heading', { name: 'Found nothing' }).waitFor();
  expect(await page.getByText('None in these days.').count()).toBe(3);

  const visitor = await newVisitor(browser, shop.origin, {});
  await visitor.context.setExtraHTTPHeaders(PERSON);
  const told: string[] = [];
  visitor.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/search-note') told.push(request.postData() ?? '');
  });
  await visitor.page.goto('/en-us/search?q=Stoup');
  await visitor.page.locator('.empty h2').waitFor();
  await eventually(() => told.length).toBe(1);
  await visitor.page.locator('#search-words').fill('mug');
  await visitor.page.keyboard.press('Enter');
  await visitor.page.locator('[data-cards] a[href$="/products/harbour-mug"]').last().click();
  await visitor.page.waitForURL('**/products/harbour-mug');
  await eventually(() => told.length).toBe(3);
  expect(told.map((text) => JSON.parse(text)[0])).toEqual([
    { kind: 'search', locale: 'en', query: 'Stoup', results: 0 },
    { kind: 'search', locale: 'en', query: 'mug', results: expect.any(Number) },
    { kind: 'click', locale: 'en', query: 'mug', productId: expect.any(Number) },
  ]);
  // Loaded again and gone back to, it is no new search.
  await visitor.page.goBack();
  await visitor.page.locator('[data-cards] > li').first().waitFor();
  await visitor.page.reload();
  await visitor.page.goto('/en-us/search?q=bowl');
  await eventually(() => told.length).toBe(4);
  expect((await visitor.context.cookies()).map(({ name }) => name)).toEqual([]);
  expect(visitor.problems).toEqual([]);

  const program = await fetch(`${shop.origin}/search-note`, {
    method: 'POST',
    headers: { 'user-agent': 'Examplebot/1.0' },
    body: JSON.stringify([{ kind: 'search', locale: 'en', query: 'programs', results: 0 }]),
  });
  expect(program.status).toBe(204);
  const send = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${shop.origin}/search-note`, { method: 'POST', headers: { ...PERSON, ...headers }, body }).then(
      (answer) => answer.status,
    );
  expect(
    await send('[{"kind":"search","locale":"en","query":"foreign","results":0}]', { origin: 'https://e.test' }),
  ).toBe(403);
  expect(await send('x'.repeat(3000))).toBe(413);
  expect(await send('[{"kind":"delete"}]')).toBe(400);
  expect(await send('[{"kind":"search","locale":"xx","query":"nowhere","results":0}]')).toBe(204);
  expect(await send('[{"kind":"search","locale":"en","query":"ida@example.org","results":0}]')).toBe(204);

  await eventually(async () => {
    await page.reload();
    return page.locator('section[aria-labelledby="most-searched"] tbody tr').count();
  }).toBe(3);
  const nothing = page.locator('section[aria-labelledby="without-results"] tbody tr');
  expect(await nothing.count()).toBe(1);
  expect(await nothing.first().textContent()).toContain('stoup');
  expect(await page.locator('section[aria-labelledby="without-clicks"] tbody').textContent()).toContain('bowl');
  if (shots) await page.screenshot({ path: path.join(shots, 'admin-search.png'), fullPage: true });

  await page.getByLabel('What “stoup” means').fill('mug');
  await page.getByRole('button', { name: 'Make a synonym' }).click();
  await page.getByRole('status').filter({ hasText: '“stoup” now also finds “mug”.' }).waitFor();
  expect(await page.locator('section[aria-labelledby="made"]').textContent()).toContain('stoup => mug');

  await page.getByLabel('First for “mug”').selectOption({ label: 'Tide Vase' });
  await page
    .locator('tr', { has: page.getByLabel('First for “mug”') })
    .getByRole('button', { name: 'Pin' })
    .click();
  await page.getByRole('status').filter({ hasText: 'The product now stands first for “mug”.' }).waitFor();
  if (shots) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: path.join(shots, 'admin-search-phone.png'), fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await page.getByRole('button', { name: 'Remove the synonym stoup => mug' }).click();
  await page.getByRole('status').filter({ hasText: 'The synonym is gone.' }).waitFor();
  await page.getByRole('button', { name: 'Remove the pin for mug' }).click();
  await page.getByRole('status').filter({ hasText: 'The rule is gone.' }).waitFor();
  expect(await page.locator('section[aria-labelledby="made"]').count()).toBe(0);
});

it('shows what weights and a rule would change while they are set, why each result stands where it does, and saves them', async () => {
  const { page, shop } = world;
  await page.goto('/admin/search');
  await page.getByRole('link', { name: 'Order of results' }).click();
  await page.getByLabel('Language').selectOption('en');
  const preview = page.locator('[data-preview]');
  const rows = preview.locator('tbody tr');
  // The index of a new shop is made by its first search.
  await fetch(`${shop.origin}/en-us/search?q=vase`).then((answer) => answer.text());
  await eventually(async () => {
    await page.goto('/admin/search/ranking?q=vase&locale=en');
    return rows.count();
  }).toBeGreaterThan(1);
  expect(await rows.first().textContent()).toMatch(/text \d/);
  expect(await preview.getByRole('status').textContent()).toContain('The same as the saved order');
  const last = (await rows.last().locator('td').nth(2).textContent())?.trim() ?? '';

  await page.getByLabel('Products', { exact: true }).selectOption({ label: last });
  await eventually(async () => (await rows.first().locator('td').nth(2).textContent())?.trim()).toBe(last);
  expect(await rows.first().locator('.move.up').textContent()).toContain('↑');
  expect(await rows.first().textContent()).toContain('pinned to place 1');
  expect(new URL(page.url()).searchParams.get('q')).toBe('vase');
  if (shots) await page.screenshot({ path: path.join(shots, 'admin-ranking.png'), fullPage: true });
  // Nothing is saved by looking.
  const first = async () => {
    const html = await (await fetch(`${shop.origin}/en-us/search?q=vase&sort=relevance`)).text();
    return html.slice(html.indexOf('data-cards')).match(/class="name"[^>]*><a[^>]*>([^<]*)</)?.[1];
  };
  expect(await first()).not.toBe(last);
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.getByRole('status').filter({ hasText: 'The rule is saved' }).waitFor();
  await eventually(first).toBe(last);
  await page.getByRole('button', { name: `Remove the rule ${last} at place 1` }).click();
  await page.getByRole('status').filter({ hasText: 'The rule is gone.' }).waitFor();

  const weight = page.getByRole('slider', { name: /Newness/ });
  const before = await weight.inputValue();
  await weight.fill('100');
  await eventually(() => preview.textContent()).toMatch(/newness \d+ days old: \+\d+ %/);
  await page.getByRole('button', { name: 'Save weights' }).click();
  await page.getByRole('status').filter({ hasText: 'The shop now ranks like this.' }).waitFor();
  expect(await weight.inputValue()).toBe('100');
  await weight.fill(before);
  await page.getByRole('button', { name: 'Save weights' }).click();
  await page.getByRole('status').filter({ hasText: 'The shop now ranks like this.' }).waitFor();
  await page.getByRole('button', { name: 'Save rule' }).click();
  await page.getByRole('alert').filter({ hasText: 'Choose products for the rule' }).waitFor();
});
