import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorefront, type StorefrontWorld } from './storefront-world.ts';

let world: StorefrontWorld;

beforeAll(async () => {
  world = await openStorefront();
});
afterAll(async () => {
  await world?.close();
});

/** Sold out in the demo shop from the beginning. */
const SOLD_OUT = '/en-us/products/rill-carafe?Colour=Amber';

describe('something sold out', () => {
  it('takes an address beside the page, and says what is wrong with it', async () => {
    const { page, context } = await world.visitor({ width: 390 });
    await page.goto(SOLD_OUT);
    await page.waitForFunction(() => customElements.get('back-in-stock') !== undefined);
    const field = page.locator('back-in-stock input[name="email"]');
    // Browsers let this through; the shop does not.
    await field.fill('ida@nowhere');
    await page.locator('back-in-stock button').click();
    await expect.poll(() => page.locator('back-in-stock .problem').textContent()).toMatch(/incomplete/);
    expect(await field.inputValue()).toBe('ida@nowhere');
    await field.fill('ida@example.org');
    await page.locator('back-in-stock button').click();
    await expect.poll(() => page.locator('back-in-stock [role="status"]').textContent()).toMatch(/Noted/);
    expect(new URL(page.url()).pathname).toBe('/en-us/products/rill-carafe');
    await context.close();
  });

  it('takes one without scripts too, and loading the answer again asks for nothing', async () => {
    const { page, context } = await world.visitor({ script: false });
    await page.goto(SOLD_OUT);
    await page.fill('back-in-stock input[name="email"]', 'jo@example.org');
    await page.locator('back-in-stock button').click();
    expect(await page.locator('back-in-stock').textContent()).toMatch(/Noted/);
    expect(new URL(page.url()).search).toBe('?asked');
    expect((await page.reload())?.status()).toBe(200);
    await context.close();
  });

  it('asks before it deletes an address', async () => {
    const { page, context } = await world.visitor({ script: false });
    await page.goto(`/en-us/back-in-stock/forget?key=${'0'.repeat(32)}`);
    expect(await page.locator('h1').textContent()).toMatch(/\?$/);
    await page.locator('main button').click();
    expect(await page.locator('h1').textContent()).toMatch(/deleted/);
    await context.close();
  });
});
