import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillAddress, openStorefront, type StorefrontWorld, typeCard } from './storefront-world.ts';

let world: StorefrontWorld;
beforeAll(async () => {
  world = await openStorefront();
}, 120_000);
afterAll(async () => world?.close());

async function intoBag(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => customElements.get('cart-drawer') !== undefined);
  await page.locator('#buy button:visible').click();
  await page.locator('dialog.drawer[open] .line').waitFor();
}

async function leipzigAddress(page: Page): Promise<void> {
  await page.fill('#email', 'ada@example.org');
  await page.fill('#name', 'Ada Holm');
  await page.fill('#address1', 'Karl-Liebknecht-Str. 8');
  await page.fill('#zip', '04107');
  await page.fill('#city', 'Leipzig');
  await page.locator('#address button.button').click();
  await page.locator('#delivery .choice').first().waitFor();
}

async function pay(page: Page): Promise<void> {
  await page.locator('checkout-payment[data-ready]').waitFor();
  await typeCard(page, '4242424242424242');
  await page.locator('.pay-button').click();
  await page.waitForURL(/\/orders\//);
  await page.locator('.order-steps').waitFor();
}

it('buys what is collected at the nearest counter, and says where and when', async () => {
  const { page, problems } = await world.visitor();
  await intoBag(page, '/en-us/products/harbour-mug');
  await page.goto('/en-us/checkout');
  await fillAddress(page, 'ida@example.org');
  await page.locator('#address button.button').click();
  const counters = page.locator('#delivery input[value^="us-pickup:"]');
  await counters.first().waitFor();
  expect(await counters.evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual([
    'us-pickup:ABE',
    'us-pickup:RNO',
  ]);
  await counters.first().check();
  await page.locator('#delivery button.button').click();
  expect(await page.locator('#delivery .done').textContent()).toContain('Lehigh Valley');
  await pay(page);
  const order = (await page.locator('.order').textContent()) ?? '';
  expect(order).toContain('Ready to collect');
  expect(order).toContain('Collect at');
  expect(order).toContain('Breinigsville');
  expect(order).toContain('Mon–Fri 09:00–18:00');
  expect(problems).toEqual([]);
});

it('buys what is brought in a window of the shopper’s choice', async () => {
  const { page, problems } = await world.visitor();
  await intoBag(page, '/de-de/products/becher-hafen');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/de-de/checkout');
  await leipzigAddress(page);
  const window = page.locator('#delivery input[value^="leipzig-van:"]').nth(1);
  const hours = (await window.locator('xpath=..').textContent())?.trim() ?? '';
  await window.check();
  await page.locator('#delivery button.button').click();
  expect(await page.locator('#delivery .done').textContent()).toContain('Wir bringen es');
  await pay(page);
  const order = (await page.locator('.order-steps').textContent()) ?? '';
  expect(order).toContain('Zu dir gebracht');
  expect(order).toContain(hours.slice(0, 5));
  expect(problems).toEqual([]);
});

it('offers windows and counters without JavaScript too', async () => {
  const { page } = await world.visitor({ script: false });
  await page.goto('/de-de/products/becher-hafen');
  await page.locator('#buy button:visible').click();
  await page.goto('/de-de/checkout');
  await leipzigAddress(page);
  await page.locator('#delivery input[value^="leipzig-van:"]').first().check();
  await page.locator('#delivery button.button').click();
  expect(await page.locator('#delivery .done').textContent()).toContain('Wir bringen es');
  await page.locator('#delivery .done a').click();
  await page.locator('#delivery input[value="eu-pickup:LEJ"]').check();
  await page.locator('#delivery button.button').click();
  expect(await page.locator('#delivery .done').textContent()).toContain('Leipzig');
});
