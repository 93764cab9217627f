import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;
beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

it('keeps a zone of its own for an island, and refuses one that claims what another has, by both names', async () => {
  const { page } = world;
  await page.goto('/admin/settings/delivery');
  expect(await page.locator('main').textContent()).toContain('Evening delivery in Leipzig');
  await page.getByRole('link', { name: 'New zone' }).click();
  await page.getByLabel('Name').fill('Alps');
  await page.getByLabel('Places').fill('AT');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('alert').textContent()).toMatch(/“Alps” and zone “European Union”/);
  expect(await page.getByLabel('Places').inputValue()).toBe('AT');
  await page.getByLabel('Places').fill('AT: 6691, 6991-6993');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  expect(await page.locator('main').textContent()).toContain('AT: 6691, 6991-6993');
});

it('offers a new way of delivery, and refuses prices that contradict each other by the name of the rule', async () => {
  const { page } = world;
  await page.goto('/admin/settings/delivery/methods/new?kind=shipping');
  await page.getByLabel('Name', { exact: true }).fill('Mountain post');
  await page.getByLabel('Code').fill('mountain-post');
  await page.getByLabel('Zone', { exact: true }).selectOption({ label: 'Alps' });
  await page.getByLabel('Base price in EUR').fill('9.50');
  await page.getByLabel('Added by weight, kg').fill('5: EUR 2\n20: EUR 1');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Price by weight: step 2 costs less in EUR');
  await page.getByLabel('Added by weight, kg').fill('5: EUR 0\n20: EUR 4');
  await page.getByLabel('Surcharges').fill('Bulky | tags bulky | each unit | EUR 12');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  await page.getByRole('link', { name: 'Mountain post' }).click();
  expect(await page.getByLabel('Added by weight, kg').inputValue()).toBe('5: EUR 0.00\n20: EUR 4.00');
  expect(await page.getByLabel('Surcharges').inputValue()).toBe('Bulky | tags bulky | each unit | EUR 12.00');
  await page.getByRole('button', { name: 'Stop offering this' }).click();
  await page.getByRole('status').waitFor();
  expect(await page.locator('main').textContent()).not.toContain('Mountain post');
});

it('changes when a counter is open, and does not close one that a way of delivery leads to', async () => {
  const { page } = world;
  await page.goto('/admin/settings/delivery');
  await page.getByRole('link', { name: 'Leipzig', exact: true }).click();
  await page.getByLabel('Opening hours').fill('Mon-Fri 08:00-18:00\nSat 10:00-14:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  expect(await page.locator('main').textContent()).toContain('Mon-Fri 08:00-18:00 · Sat 10:00-14:00');
  await page.getByRole('link', { name: 'Leipzig', exact: true }).click();
  await page.getByRole('button', { name: 'Close this counter' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('eu-pickup');
});
