import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../db/import/csv-rows.ts';
import { importProducts } from '../../db/import/import-products.ts';
import { importTranslations } from '../../db/import/import-translations.ts';
import { picturePlacer } from '../../dev/import/pictures.ts';
import { buildSite } from '../../dev/site-build.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltShop, startBuiltShop } from '../support/built-worker.ts';
import { hasCatalogue, sharedData, spreeProductsCsv, spreeTranslationsCsv } from '../support/catalogue-files.ts';

const HANDLE = 'automatic-espresso-machine';
const isSkipped = !hasCatalogue('spree-demo');
if (isSkipped) console.log('skipped: there is no spree-demo among the shared catalogues beside the project');

/** Header and rows of one product of a file whose texts have no line breaks. */
const rowsOf = (csv: string) => {
  const [head, ...rows] = csv.split('\n');
  return new TextEncoder().encode(
    [head, ...rows.filter((row) => row.startsWith(`${HANDLE},`) || row.startsWith(`PRODUCT,${HANDLE},`))].join('\n'),
  );
};

describe.skipIf(isSkipped)('an imported product', () => {
  const served = path.join(projectRoot, 'dist', 'client');
  let folder: string;
  let shop: BuiltShop;
  let browser: Browser;

  beforeAll(async () => {
    await buildSite();
    folder = mkdtempSync(path.join(tmpdir(), 'shopflow-pictures-'));
    const placePicture = picturePlacer({
      from: path.join(sharedData, 'spree-demo'),
      publicFolder: folder,
      builtFolder: served,
      dryRun: false,
    });
    const csv = rowsOf(spreeProductsCsv());
    // The files that are served are listed when the shop starts, so the pictures come first.
    const names = new TextDecoder().decode(csv).match(/images\/[\w-]+\.webp/g) ?? [];
    for (const name of new Set(names)) expect(await placePicture(HANDLE, name)).toMatchObject({ ok: true });
    shop = await startBuiltShop();
    const { databaseUrl } = shop;
    const report = await importProducts(bytesSource(csv), {
      databaseUrl,
      currency: 'USD',
      warehouse: null,
      dryRun: false,
      strict: true,
      replace: false,
      placePicture,
    });
    expect(report).toMatchObject({ created: 1, problems: [] });
    const texts = await importTranslations(bytesSource(rowsOf(spreeTranslationsCsv())), {
      databaseUrl,
      dryRun: false,
      strict: true,
    });
    expect(texts.problems).toEqual([]);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await shop?.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.join(served, 'media', 'imported', HANDLE), { recursive: true, force: true });
  });

  it('is on sale with its pictures, price and choices', async () => {
    const page = await browser.newPage();
    await page.goto(`${shop.origin}/en-us/products/${HANDLE}`);
    expect(await page.locator('h1').textContent()).toBe('Automatic Espresso Machine');
    expect(await page.locator('main').textContent()).toMatch(/879\.99/);
    expect(await page.locator('main').textContent()).toMatch(/Matte Black/);
    const pictures = page.locator('main img[src*="/media/imported/"]');
    expect(await pictures.count()).toBeGreaterThanOrEqual(4);
    await pictures.first().scrollIntoViewIfNeeded();
    await expect
      .poll(() => pictures.first().evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), {
        timeout: 15_000,
      })
      .toBeGreaterThan(0);
    await page.close();
  });

  it('speaks German in the German market', async () => {
    const page = await browser.newPage();
    await page.goto(`${shop.origin}/de-de/products/${HANDLE}`);
    expect(await page.locator('h1').textContent()).toBe('Kaffeevollautomat');
    await page.close();
  });
});
