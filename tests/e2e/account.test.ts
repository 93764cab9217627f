import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillAddress, openStorefront, type StorefrontWorld, typeCard } from './storefront-world.ts';

let world: StorefrontWorld;
beforeAll(async () => {
  world = await openStorefront();
}, 120_000);
afterAll(async () => world?.close());

const PASSWORD = 'mill at low tide';

async function buyAsGuest(page: Page, email: string): Promise<void> {
  await page.goto('/en-us/products/harbour-mug');
  await page.waitForFunction(() => customElements.get('cart-drawer') !== undefined);
  await page.locator('#buy button:visible').click();
  await page.locator('dialog.drawer[open] .line').waitFor();
  await page.goto('/en-us/checkout');
  await fillAddress(page, email);
  await page.locator('#address button.button').click();
  await page.locator('#delivery input[name="option"]').first().check();
  await page.locator('#delivery button.button').click();
  await page.locator('checkout-payment[data-ready]').waitFor();
  await typeCard(page, '4242424242424242');
  await page.locator('.pay-button').click();
  await page.waitForURL(/\/orders\//);
  await page.locator('#account-offer').waitFor();
}

it('buys as a guest, makes an account of the order, comes back to it and buys again', async () => {
  const { page, context, problems } = await world.visitor();
  const email = `ida-${crypto.randomUUID().slice(0, 8)}@example.org`;
  await buyAsGuest(page, email);

  await page.fill('#password', 'short');
  await page.locator('#account-offer button').click();
  await page.waitForURL(/account=tooShort/);
  expect(await page.locator('#password-problem').textContent()).toContain('at least 8 characters');
  await page.fill('#password', PASSWORD);
  await page.locator('#account-offer button').click();
  await page.waitForURL(/\/en-us\/account$/);
  expect(await page.locator('.account-orders > li').count()).toBe(1);
  expect(await page.locator('.account-addresses').textContent()).toContain('Breinigsville');
  const cookie = (await context.cookies()).find((one) => one.name === 'account');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(await page.evaluate(() => document.cookie)).not.toContain('account=');

  await page.locator('form[action$="/account/sign-out"] button').click();
  await page.waitForURL(/\/en-us$/);
  expect((await context.cookies()).some((one) => one.name === 'account')).toBe(false);

  await page.locator('.account-link').click();
  await page.waitForURL(/\/account\/login/);
  await page.fill('#email', email);
  await page.fill('#password', 'not this one');
  await page.locator('.account-door button').click();
  await page.locator('.notice.bad').waitFor();
  expect(await page.inputValue('#email')).toBe(email);
  await page.fill('#password', PASSWORD);
  await page.locator('.account-door button').click();
  await page.waitForURL(/\/en-us\/account$/);
  await page.locator('.account-orders .plain').click();
  await page.waitForURL(/\/orders\/\d+\?key=/);
  // Who is signed in is not asked to make an account.
  expect(await page.locator('#account-offer').count()).toBe(0);

  await page.goto('/en-us/account');
  await page.locator('form[action$="/account/again"] button').click();
  await page.waitForURL(/\/en-us\/cart$/);
  expect(await page.locator('main .line').count()).toBe(1);
  await page.goto('/en-us/checkout');
  expect(await page.inputValue('#email')).toBe(email);
  expect(await page.inputValue('#address1')).toBe('12 Mill Lane');
  expect(problems.filter((one) => !/status of 422/.test(one))).toEqual([]);
}, 90_000);

it('works without scripts, in German; takes no form of another site', async () => {
  const { page } = await world.visitor({ script: false });
  const email = `jan-${crypto.randomUUID().slice(0, 8)}@example.org`;
  await page.goto('/de-de/account');
  await page.waitForURL(/\/de-de\/account\/login/);
  await page.locator('a[href$="/account/register"]').click();
  await page.fill('#email', email);
  await page.fill('#password', 'password');
  await page.locator('.account-door button').click();
  expect(await page.locator('#password-problem').textContent()).toContain('verwenden zu viele');
  await page.fill('#password', PASSWORD);
  await page.locator('.account-door button').click();
  await page.waitForURL(/\/de-de\/account$/);
  expect(await page.locator('#orders').textContent()).toBe('Bestellungen');

  await page.locator('a[href$="/account/addresses/new"]').click();
  await page.fill('#name', 'Jan Boysen');
  await page.fill('#address1', 'Torstr. 1');
  await page.fill('#zip', '1011');
  await page.fill('#city', 'Berlin');
  await page.locator('.account-door button').click();
  expect(await page.inputValue('#city')).toBe('Berlin');
  await page.fill('#zip', '10119');
  await page.locator('.account-door button').click();
  await page.waitForURL(/\/de-de\/account\?saved/);
  expect(await page.locator('.account-addresses').textContent()).toContain('10119 Berlin');

  await page.fill('#current', 'not this one');
  await page.fill('#password-form #password', 'quite another one');
  await page.locator('#password-form button').click();
  await page.waitForURL(/problem=wrongPassword/);
  await page.fill('#current', PASSWORD);
  await page.fill('#password-form #password', 'quite another one');
  await page.locator('#password-form button').click();
  await page.waitForURL(/saved=1/);

  const foreign = await page.request.post('/de-de/account/details', {
    form: { name: 'Mallory' },
    headers: { origin: 'https://elsewhere.example' },
    maxRedirects: 0,
  });
  expect(foreign.status()).toBe(403);
  const shown = await page.request.get('/de-de/account');
  expect(shown.headers()['cache-control']).toContain('no-store');

  await page.goto('/de-de/account/recover');
  await page.fill('#email', 'nobody@example.org');
  await page.locator('.account-door button').click();
  expect(await page.locator('.notice').textContent()).toContain('Wenn es für nobody@example.org ein Konto gibt');
}, 90_000);
