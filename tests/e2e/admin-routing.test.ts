import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

it('says why an order leaves from where it leaves, and proposes to ship it from there', async () => {
  const { page } = world;
  const purchase = await world.buy();
  await page.goto(`/admin/orders/${numberOf(purchase.orderId)}`);
  const why = page.getByRole('region', { name: 'Why these warehouses' });
  const headline = (await why.locator('p').first().textContent()) ?? '';
  const sender = /^(.+) sends everything\.$/.exec(headline)?.[1];
  expect(sender, headline).toBeDefined();
  await expect
    .poll(() => why.locator('li').first().textContent())
    .toMatch(/sends 1 unit .* by (road|air) over \d+ km; arrives /);
  await why.getByText('What else was possible').click();
  const alternatives = await why.locator('details ul').first().locator('li').allTextContents();
  expect(alternatives.length).toBeGreaterThan(0);
  for (const one of alternatives) expect(one).toMatch(/: (EUR [\d.]+ (more|less)|not possible|just as good)/);
  const form = page.locator('section', { has: page.getByRole('heading', { name: `Ship from ${sender}` }) });
  expect(await form.textContent()).toMatch(/Routed to go by road and arrive on /);
});

it('lets staff weigh what counts, and keeps what was typed when it is refused', async () => {
  const { page } = world;
  await page.goto('/admin/settings/routing');
  await page.getByLabel('CO2e, %').fill('250');
  await page.getByLabel('Leipzig only when nobody else has it').check();
  await page.getByLabel('Countries Daventry sends to').fill('gb ie');
  await page.getByLabel('By air, per parcel').fill('nineteen');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('not an amount in EUR');
  expect(await page.getByLabel('CO2e, %').inputValue()).toBe('250');
  expect(await page.getByLabel('Leipzig only when nobody else has it').isChecked()).toBe(true);
  await page.getByLabel('By air, per parcel').fill('19.50');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('status').textContent()).toContain('Orders are routed so from now on');
  expect(await page.getByLabel('Countries Daventry sends to').inputValue()).toBe('GB IE');
  expect(await page.getByLabel('By air, per parcel').inputValue()).toBe('19.50');
  expect(await page.getByLabel('Leipzig only when nobody else has it').isChecked()).toBe(true);
  expect(await page.getByRole('link', { name: 'Routing' }).getAttribute('aria-current')).toBe('page');

  // The next order knows: a Leipzig that comes last is named only where nobody else could send.
  const purchase = await world.buy();
  await page.goto(`/admin/orders/${numberOf(purchase.orderId)}`);
  const why = page.getByRole('region', { name: 'Why these warehouses' });
  expect(await why.locator('p').first().textContent()).not.toContain('Leipzig');
  await why.getByText('What else was possible').click();
  expect(await why.textContent()).toContain('CO2e 250 %');
});
