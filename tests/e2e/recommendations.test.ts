import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorefront, type StorefrontWorld } from './storefront-world.ts';

let world: StorefrontWorld;

beforeAll(async () => {
  world = await openStorefront();
});
afterAll(async () => {
  await world?.close();
});

const MUG = '/en-us/products/harbour-mug';
const VASE = '/en-us/products/tide-vase';
const shots = process.env.SHOTS;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}

/** Counts what pages tell of a visit. */
function notesOf(page: Page): string[] {
  const notes: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/visit') notes.push(request.postData() ?? '');
  });
  return notes;
}

/** How far anything moved on the page without being asked, as browsers measure it. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Reflect.set(window, 'shifted', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (Reflect.get(entry, 'hadRecentInput') === false)
          Reflect.set(window, 'shifted', Number(Reflect.get(window, 'shifted')) + Number(Reflect.get(entry, 'value')));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => Number(Reflect.get(window, 'shifted')));
}

const titles = (page: Page, heading: string) =>
  page.locator(`section[aria-labelledby="${heading}"] .name`).allTextContents();

describe('a visit', () => {
  it('is remembered only after a yes; then the home page follows it, and nothing on it moves', async () => {
    const { page, context, problems } = await world.visitor();
    const shifted = await watchShifts(page);
    const notes = notesOf(page);
    await page.goto(MUG);
    await page.locator('consent-notice:not([hidden])').waitFor();
    await page.goto('/en-us');
    const common = await titles(page, 'trending');
    expect(common).toHaveLength(4);
    expect(notes).toEqual([]);
    expect(
      (await context.cookies()).map(({ name }) => name).filter((name) => /seen|visitor|consent/.test(name)),
    ).toEqual([]);

    await page.goto(MUG);
    await page.locator('[data-answer="yes"]').click();
    await eventually(() => notes.length).toBe(1);
    expect(JSON.parse(notes[0] ?? '')).toMatchObject({ kind: 'view', products: [expect.any(Number)] });
    await page.locator('consent-notice').waitFor({ state: 'hidden' });
    await page.goto('/en-us');
    await page.locator('section[aria-labelledby="for-you"]').waitFor();
    expect(await titles(page, 'for-you')).toHaveLength(4);
    expect(await page.locator('section[aria-labelledby="trending"]').count()).toBe(0);
    await shoot(page, 'home-for-you');
    expect(await shifted()).toBeLessThan(0.01);

    // The footer's word brings the question back; no forgets.
    await page.locator('[data-consent-change]').click();
    await page.locator('[data-answer="no"]').click();
    await page.locator('consent-notice').waitFor({ state: 'hidden' });
    const left = (await context.cookies()).filter(({ name }) => name === 'visitor' || name === 'seen');
    expect(left).toEqual([]);
    const before = notes.length;
    await page.goto(VASE);
    await page.goto('/en-us');
    expect(await titles(page, 'trending')).toEqual(common);
    expect(notes).toHaveLength(before);
    expect(problems).toEqual([]);
  });

  it('of a browser that objects is never asked about, noted or kept', async () => {
    const { page, context } = await world.visitor();
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    const notes = notesOf(page);
    await context.addCookies([{ name: 'consent', value: 'yes', url: world.origin }]);
    await page.goto(MUG);
    await page.waitForFunction(() => customElements.get('consent-notice') !== undefined);
    expect(await page.locator('consent-notice').isVisible()).toBe(false);
    expect(await page.locator('[data-consent-change]').isVisible()).toBe(false);
    await page.goto('/en-us');
    expect(await titles(page, 'trending')).toHaveLength(4);
    expect(notes).toEqual([]);
  });
});

describe('rows', () => {
  it('are there without scripts: in demand, goes with it, bought together', async () => {
    const { page } = await world.visitor({ script: false });
    await page.goto('/de-de');
    expect(await page.locator('#trending').textContent()).toBe('Gerade gefragt');
    expect(await titles(page, 'trending')).toHaveLength(4);
    expect(await page.locator('consent-notice').isVisible()).toBe(false);
    await page.goto(MUG);
    expect(await titles(page, 'goes-with')).toHaveLength(4);
    await page.locator('#buy button:visible').click();
    await page.waitForURL(/\/cart/);
    const together = await titles(page, 'together');
    expect(together).toHaveLength(4);
    expect(together).not.toContain('Harbour Mug');
  });

  it.runIf(shots)('are looked at', async () => {
    for (const [name, options] of [
      ['phone', { width: 390 }],
      ['desktop', {}],
      ['dark', { dark: true }],
    ] as const) {
      const { page } = await world.visitor(options);
      await page.goto('/en-us');
      await page.locator('consent-notice:not([hidden])').waitFor();
      await shoot(page, `home-${name}`);
      await page.goto(MUG);
      await shoot(page, `product-${name}`);
      await page.locator('#buy button:visible, button[form="buy"]:visible').first().click();
      await page.locator('dialog.drawer[open] .line').waitFor();
      await page.goto('/en-us/cart');
      await shoot(page, `cart-${name}`);
    }
  });
});
