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

const shots = process.env.SHOTS;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage });
}

/** What assistive technology is told of a field and its suggestions. */
const combobox = (page: Page, id: string) =>
  page.evaluate((field) => {
    const input = document.getElementById(field);
    const active = document.getElementById(input?.getAttribute('aria-activedescendant') ?? '');
    return {
      role: input?.getAttribute('role'),
      expanded: input?.getAttribute('aria-expanded'),
      controls: document.getElementById(input?.getAttribute('aria-controls') ?? '')?.getAttribute('role'),
      active: active?.textContent?.trim().replace(/\s+/g, ' ') ?? null,
      selected: document.querySelectorAll('[role="option"][aria-selected="true"]').length,
      inField: document.activeElement === input,
    };
  }, id);

describe('the field in the header', () => {
  it('is a combobox: arrows go round, Escape closes, Enter follows or searches', async () => {
    const { page, problems } = await world.visitor();
    await page.goto('/en-us');
    const field = page.locator('#header-search');
    await field.focus();
    await eventually(async () => (await combobox(page, 'header-search')).role).toBe('combobox');
    await field.pressSequentially('vas');
    const options = page.locator('#header-search-list [role="option"]');
    await options.first().waitFor();
    const count = await options.count();
    await eventually(() => page.locator('search-box [role="status"]').textContent()).toMatch(/^\d+ suggestions?$/);
    expect(await combobox(page, 'header-search')).toEqual({
      role: 'combobox',
      expanded: 'true',
      controls: 'listbox',
      active: null,
      selected: 0,
      inField: true,
    });
    await page.keyboard.press('ArrowUp');
    expect(await combobox(page, 'header-search')).toMatchObject({
      active: expect.stringContaining('All results'),
      selected: 1,
      inField: true,
    });
    await page.keyboard.press('ArrowDown');
    expect((await combobox(page, 'header-search')).active).toBeNull();
    for (let step = 0; step < count + 1; step += 1) await page.keyboard.press('ArrowDown');
    expect((await combobox(page, 'header-search')).active).toBeNull();
    await page.keyboard.press('Escape');
    expect(await combobox(page, 'header-search')).toMatchObject({ expanded: 'false', active: null, inField: true });
    expect(await options.first().isVisible()).toBe(false);
    expect(await field.inputValue()).toBe('vas');

    await page.keyboard.press('ArrowDown');
    await options.first().waitFor();
    const product = page.locator('#header-search-list a[href*="/products/"]').first();
    const address = await product.getAttribute('href');
    while (
      (await page.evaluate(
        () => document.querySelector('[role="option"][aria-selected="true"]')?.getAttribute('href') ?? '',
      )) !== address
    )
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${address}`);

    await page.locator('#header-search').fill('vase');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=vase/);
    expect(problems).toEqual([]);
  });

  it('offers collections, makers and products with picture and price, and says when there is nothing', async () => {
    const { page } = await world.visitor();
    await page.goto('/en-us');
    await page.locator('#header-search').focus();
    await page.locator('#header-search').pressSequentially('ce');
    await page.locator('#header-search-list a[href$="/collections/ceramics"]').waitFor();
    const product = page.locator('#header-search-list a[href*="/products/"]').first();
    expect(await product.locator('img').count()).toBe(1);
    expect(await product.locator('.price').textContent()).toMatch(/\$\d/);
    await page.locator('#header-search').fill('voss');
    await page.locator('#header-search-list a[href*="vendor="]').first().click();
    await page.waitForURL(/vendor=/);
    expect(await page.locator('h1').textContent()).toBe('Töpferei Anke Voss');
    expect(await page.locator('[data-cards] > li').count()).toBeGreaterThan(0);
    await page.goto('/en-us');
    await page.locator('#header-search').focus();
    await page.locator('#header-search').pressSequentially('qqqqzz');
    await eventually(() => page.locator('search-box [role="status"]').textContent()).toContain('No suggestions');
    expect(await page.locator('#header-search').getAttribute('aria-expanded')).toBe('false');
  });

  it.each([
    ['/de-de', 'vas', 'ltr'],
    ['/fr-fr', 'vas', 'ltr'],
    ['/ja-jp', '花', 'ltr'],
    ['/ar-ae', 'مزهرية', 'rtl'],
  ])('suggests in %s', async (start, typed, direction) => {
    const { page } = await world.visitor();
    const answer = await page.goto(start);
    expect(answer?.status()).toBe(200);
    expect(await page.evaluate(() => document.dir)).toBe(direction);
    await page.locator('#header-search').focus();
    await page.locator('#header-search').pressSequentially(typed);
    await page.locator('#header-search-list a[href*="/products/"]').first().waitFor();
    await shoot(page, `suggest${start.replace('/', '-')}`);
  });
});

describe('the search page', () => {
  it('follows what is typed, and goes back through searches, not through letters', async () => {
    const { page, problems } = await world.visitor();
    await page.goto('/en-us/search?q=bowl');
    const heading = () => page.locator('h1').textContent();
    await page.locator('#search-words').fill('');
    await page.locator('#search-words').pressSequentially('vase');
    await page.waitForURL(/q=vase/);
    await eventually(heading).toContain('vase');
    await eventually(() => page.locator('[data-told]').textContent()).toMatch(/^\d+ pieces?$/);
    expect(await page.locator('[data-cards] > li').count()).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await page.locator('#search-words').fill('mug');
    await page.waitForURL(/q=mug/);
    await page.keyboard.press('Enter');
    await page.locator('summary', { hasText: 'Colour' }).click();
    await page.locator('.facet[open] input:not([disabled])').first().check();
    await page.waitForURL(/option\.Colour=/);
    await page.goBack();
    await eventually(() => page.locator('.chip').count()).toBe(0);
    await eventually(heading).toContain('mug');
    await page.goBack();
    await eventually(heading).toContain('vase');
    expect(await page.locator('#search-words').inputValue()).toBe('vase');
    await page.goBack();
    await eventually(heading).toContain('bowl');
    expect(problems).toEqual([]);
  });

  it('counts every value of a facet that is chosen from, and takes several', async () => {
    const { page } = await world.visitor();
    await page.goto('/en-us/search?q=bowl');
    await page.locator('summary', { hasText: 'Colour' }).click();
    const values = page.locator('.facet[open] input[type="checkbox"]:not([disabled])');
    const before = await values.count();
    expect(before).toBeGreaterThan(1);
    await values.nth(0).check();
    await page.waitForURL(/option\.Colour=/);
    await eventually(() => values.count()).toBe(before);
    await values.nth(1).check();
    await page.waitForURL((url) => url.searchParams.getAll('option.Colour').length === 2);
    await eventually(() => page.locator('.chip').count()).toBe(2);
  });

  it('helps where nothing is found', async () => {
    const { page } = await world.visitor({ script: false });
    await page.goto('/en-us/search?q=qqqqzz');
    expect(await page.locator('.empty h2').textContent()).toContain('qqqqzz');
    expect(await page.locator('.often a').count()).toBeGreaterThan(2);
    expect(await page.locator('section .grid li').count()).toBe(4);
    await page.locator('.often a').first().click();
    await eventually(() => page.locator('[data-cards] > li').count()).toBeGreaterThan(0);
  });

  it.each([
    ['/en-us', 'lampp', 'Showing results for lamp instead of “lampp”.', 'Lamp'],
    ['/en-us', 'keramick', 'Showing results for ceramic', ''],
    ['/de-de', 'becherr', 'Ergebnisse für becher statt „becherr“.', 'Becher'],
    ['/fr-fr', 'asiette', 'Résultats pour assiette au lieu de « asiette ».', 'Assiette'],
    ['/ja-jp', 'ランブ', '「ランブ」ではなく「ランプ」の検索結果を表示しています。', 'ランプ'],
    ['/ar-ae', 'مصباخ', 'مصباح', 'مصباح'],
  ])('shows in %s for %s what was likely meant', async (start, typed, said, first) => {
    const { page } = await world.visitor({ script: false });
    // The first search in a language of a new shop has its index made.
    await eventually(async () => {
      await page.goto(`${start}/search?q=${encodeURIComponent(typed)}`);
      const [note] = await page.locator('.meant').allTextContents();
      return note?.replace(/\s+/g, ' ').trim();
    }).toContain(said);
    expect(await page.locator('[data-cards] > li .name').first().textContent()).toContain(first);
    await Promise.all([page.waitForNavigation(), page.locator('.meant a').click()]);
    expect(await page.locator('.meant').count()).toBe(0);
    expect(await page.locator('[data-cards] > li').count()).toBeGreaterThan(0);
  });

  it('works without scripts from the header on', async () => {
    const { page } = await world.visitor({ script: false });
    await page.goto('/en-us');
    await page.locator('#header-search').fill('bowl');
    await page.locator('#header-search').press('Enter');
    expect(page.url()).toContain('/en-us/search?q=bowl');
    expect(await page.locator('#search-words').inputValue()).toBe('bowl');
    await page.locator('summary', { hasText: 'Colour' }).click();
    await page.locator('.facet[open] input:not([disabled])').first().check();
    await page.locator('.facet[open] button').click();
    expect(page.url()).toMatch(/q=bowl.*option\.Colour=/);
    await page.locator('#sort').selectOption('price-asc');
    await page.locator('.sorting button').click();
    expect(page.url()).toContain('sort=price-asc');
    expect(await page.locator('.voice').isVisible()).toBe(false);
  });
});

it.runIf(shots)(
  'is looked at',
  async () => {
    for (const [name, options] of [
      ['phone', { width: 390 }],
      ['desktop', {}],
      ['dark', { dark: true }],
    ] as const)
      for (const market of ['en-us', 'ar-ae']) {
        const { page } = await world.visitor(options);
        await page.goto(`/${market}`);
        await shoot(page, `home-${market}-${name}`);
        await page.locator('#header-search').focus();
        await page.locator('#header-search').pressSequentially(market === 'ar-ae' ? 'وعاء' : 'bow');
        await page.locator('#header-search-list [role="option"]').first().waitFor();
        await page.keyboard.press('ArrowDown');
        await shoot(page, `suggest-${market}-${name}`);
        await page.goto(`/${market}/search?q=bowl`);
        await shoot(page, `results-${market}-${name}`);
        await page.goto(`/${market}/search?q=vaes`);
        await shoot(page, `meant-${market}-${name}`);
        await page.goto(`/${market}/search?q=qqqqzz`);
        await shoot(page, `nothing-${market}-${name}`, true);
      }
  },
  300_000,
);
