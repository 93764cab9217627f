import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminWorld, openAdmin } from './admin-world.ts';
import { newVisitor } from './storefront-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

it('lets staff make a promotion, try it, mend what is refused, and make codes for it', async () => {
  const { page } = world;
  await page.goto('/admin/promotions');
  await page.getByLabel('What it does').selectOption('percent');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Title').fill('Members’ tenth');
  await page.getByLabel('Codes', { exact: true }).fill('MEMBERS, С0DE');
  await page.getByLabel('Percent off').fill('10');
  await page.getByLabel('Uses in all').fill('50');
  await page.getByLabel('Uses of each code').fill('1');
  await page.getByRole('button', { name: 'Try on a sample bag' }).click();
  await expect
    .poll(() => page.getByRole('heading', { name: 'On a sample bag' }).locator('..').textContent())
    .toContain('10 % off all goods. Limits: 50 uses in all, each code once.');
  await page.getByRole('button', { name: 'Save' }).click();
  // The second code begins with a Cyrillic letter.
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('codes.1: may have A to Z');
  expect(await page.getByLabel('Uses in all').inputValue()).toBe('50');
  await page.getByLabel('Codes', { exact: true }).fill('MEMBERS');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/promotions\/\d+\?done/);
  expect(await page.getByLabel('Percent off').inputValue()).toBe('10');
  await page.getByLabel('Make codes nobody can guess').fill('250');
  await page.getByRole('button', { name: 'Make them' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toContain('250 codes were made.');
  expect(await page.getByRole('heading', { name: '251 codes' }).count()).toBe(1);
  await page.goto('/admin/promotions?q=members');
  expect(await page.getByRole('row').filter({ hasText: 'Members’ tenth' }).textContent()).toContain('and 250 more');
});

it('changes a promotion beyond the form as data', async () => {
  const { page } = world;
  await page.goto('/admin/promotions/new?kind=bundle');
  await page.getByLabel('Title').fill('A pair');
  await page.getByLabel('The shopper gets it').selectOption('automatic');
  await page.getByLabel('Price', { exact: true }).fill('99');
  await page.getByLabel('What the set is made of').selectOption([{ index: 0 }, { index: 1 }]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/promotions\/\d+\?done/);
  const rules = page.getByLabel('Actions');
  expect(await rules.inputValue()).toContain('"bundle"');
  await rules.fill((await rules.inputValue()).replace('9900', '-1'));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('must not be below 0');
});

it('lets shoppers pay with a gift card and see why a bag costs what it costs', async () => {
  const { page } = world;
  await page.goto('/admin/gift-cards');
  await page.getByLabel('Worth').fill('5000');
  await page.getByRole('button', { name: 'Make the card' }).click();
  const code = (await page.getByRole('status').locator('code').textContent()) ?? '';
  expect(code).toMatch(/^([A-Z0-9]{4} ){3}[A-Z0-9]{4}$/);

  const visitor = await newVisitor(world.browser, world.shop.origin, {});
  const shop = visitor.page;
  await shop.goto('/en-de/products/tide-vase');
  await shop.locator('#buy').getByRole('button', { name: 'Add to bag' }).click();
  await shop.getByRole('dialog').getByText('Tide Vase').first().waitFor();
  await shop.goto('/en-de/cart');
  await shop.getByText('Add a discount code').click();
  await shop.getByLabel('Discount code').fill('welcome10');
  await shop.getByLabel('Discount code').press('Enter');
  await shop.getByText('Why this price').click();
  await expect.poll(() => shop.locator('.reasons').textContent()).toMatch(/10 % off the first order.*WELCOME10.*−€/s);
  await shop.getByText('Pay with a gift card').click();
  await shop.getByLabel('Gift card code').fill('WRNG WRNG WRNG WRNG');
  await shop.getByLabel('Gift card code').press('Enter');
  await expect.poll(() => shop.locator('#gift-card-problem').textContent()).toContain('unknown');
  await shop.getByLabel('Gift card code').fill(code);
  await shop.getByLabel('Gift card code').press('Enter');
  await expect.poll(() => shop.locator('.sums').textContent()).toMatch(/Left to pay\s*€0/);
  await shop.goto('/en-de/checkout');
  await shop.getByLabel('Email').first().fill('gifted@shop.example');
  await shop.getByLabel('Full name').first().fill('Ada Lovelace');
  await shop.getByLabel('Street and number').first().fill('Torstr. 1');
  await shop.getByLabel('Postcode').first().fill('10119');
  await shop.getByLabel('Town').or(shop.getByLabel('City')).first().fill('Berlin');
  await shop.locator('#address button.button').click();
  await shop.locator('#delivery button.button').click();
  await shop.getByRole('button', { name: 'Place order' }).click();
  await shop.waitForURL(/orders\/\d+/);
  expect(visitor.problems).toEqual([]);

  await page.goto('/admin/gift-cards');
  await page.getByRole('link', { name: code.slice(-4) }).click();
  expect(await page.getByRole('row').filter({ hasText: 'Paid for an order' }).count()).toBe(1);
});
