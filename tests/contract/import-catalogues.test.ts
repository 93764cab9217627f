import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picturePlacer } from '../../dev/import/pictures.ts';
import {
  eshopProductsCsv,
  hasCatalogue,
  sharedData,
  spreeProductsCsv,
  spreeTranslationsCsv,
} from '../support/catalogue-files.ts';
import { type ImportShop, openImportShop } from '../support/import-run.ts';

let shop: ImportShop;
let folder: string;
let publicFolder: string;

beforeAll(async () => {
  shop = await openImportShop();
  folder = mkdtempSync(path.join(tmpdir(), 'shopflow-import-'));
  publicFolder = path.join(folder, 'public');
});
afterAll(async () => {
  await shop?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Pictures of these are converted; the others are only looked at, which takes a fiftieth of the time. */
const CONVERTED = /^(automatic-espresso-machine|air-purifier)/;

function placer(catalogue: string) {
  const [convert, look] = [placerOf(catalogue, false), placerOf(catalogue, true)];
  return (handle: string, name: string) => (CONVERTED.test(handle) ? convert : look)(handle, name);
}

const placerOf = (catalogue: string, dryRun: boolean) =>
  picturePlacer({
    from: path.join(sharedData, catalogue),
    publicFolder,
    builtFolder: path.join(folder, 'none'),
    dryRun,
  });

function skipReason(name: 'spree-demo' | 'eshop-catalog'): boolean {
  const isMissing = !hasCatalogue(name);
  if (isMissing) console.log(`skipped: there is no ${name} among the shared catalogues beside the project`);
  return isMissing;
}

describe.skipIf(skipReason('spree-demo'))('Spree’s demo catalogue', () => {
  it('comes in whole: 37 products, 124 pictures, prices, stock', async () => {
    const report = await shop.products(spreeProductsCsv(), { currency: 'USD', placePicture: placer('spree-demo') });
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ created: 37, updated: 0, refused: 0, images: 124 });
    const [counts] =
      await shop.rows(`select count(distinct p.id)::int as products, count(distinct v.id)::int as variants,
      count(distinct v.id) filter (where r.amount_minor > 0)::int as priced, count(distinct v.id) filter (where s.on_hand is not null)::int as stocked
      from products p join variants v on v.product_id = p.id left join prices r on r.variant_id = v.id and r.currency = 'USD'
      left join stock_levels s on s.variant_id = v.id where p.vendor = 'Spree'`);
    expect(counts).toEqual({
      products: 37,
      variants: report.variants,
      priced: report.variants,
      stocked: report.variants,
    });
    expect(
      await shop.rows(`select v.sku, v.title, r.amount_minor, r.compare_at_minor, s.on_hand from variants v join prices r on r.variant_id = v.id
        join stock_levels s on s.variant_id = v.id where v.sku = 'AUTOMATIC-ESPRESSO-MACHINE-MATTE-BLACK'`),
    ).toEqual([
      {
        sku: 'AUTOMATIC-ESPRESSO-MACHINE-MATTE-BLACK',
        title: 'Matte Black',
        amount_minor: '87999',
        compare_at_minor: null,
        on_hand: 5000,
      },
    ]);
  });

  it('has every picture with its size, as a file the site serves', async () => {
    const media = await shop.rows(
      `select p.handle, m.url, m.width, m.height from media m join products p on p.id = m.product_id where p.vendor = 'Spree'`,
    );
    expect(media).toHaveLength(124);
    for (const { width, height } of media) expect([width, height]).toEqual([1024, 1024]);
    const converted = media.filter(({ handle }) => CONVERTED.test(String(handle)));
    expect(converted.length).toBeGreaterThanOrEqual(6);
    for (const { url } of converted) {
      const { format, width, height } = await sharp(path.join(publicFolder, String(url))).metadata();
      expect({ format, width, height }).toEqual({ format: 'webp', width: 1024, height: 1024 });
    }
  });

  it('changes nothing when it comes again, but the time of change', async () => {
    const before = await shop.rows(
      `select v.id, v.sku, m.url from variants v left join media m on m.id = v.media_id order by v.id`,
    );
    const report = await shop.products(spreeProductsCsv(), {
      currency: 'USD',
      placePicture: placer('spree-demo'),
    });
    expect(report).toMatchObject({ created: 0, updated: 37, refused: 0, images: 124, stockLeft: report.variants });
    expect(
      await shop.rows(`select v.id, v.sku, m.url from variants v left join media m on m.id = v.media_id order by v.id`),
    ).toEqual(before);
  });

  it('speaks German and French', async () => {
    const report = await shop.translations(spreeTranslationsCsv());
    expect(report.problems).toEqual([]);
    expect(
      await shop.rows(`select t.locale, t.value from translations t join products p on t.resource_type = 'product' and t.resource_id = p.id
        where p.handle = 'automatic-espresso-machine' and t.key = 'title' order by t.locale`),
    ).toEqual([
      { locale: 'de', value: 'Kaffeevollautomat' },
      { locale: 'fr', value: 'Machine Espresso Automatique' },
    ]);
    expect(
      await shop.rows(`select t.locale, count(distinct t.resource_id)::int as products from translations t join products p on t.resource_id = p.id
        where t.resource_type = 'product' and p.vendor = 'Spree' and t.key = 'description_html' group by t.locale order by t.locale`),
    ).toEqual([
      { locale: 'de', products: 37 },
      { locale: 'fr', products: 37 },
    ]);
  });
});

describe.skipIf(skipReason('eshop-catalog'))('eShop’s catalogue', () => {
  it('comes in whole: 101 products with pictures and stock', async () => {
    const report = await shop.products(eshopProductsCsv(), {
      currency: 'USD',
      placePicture: placer('eshop-catalog'),
    });
    expect(report).toMatchObject({ created: 101, refused: 0, images: 101, problems: [] });
    expect(
      await shop.rows(`select p.title, r.amount_minor, s.on_hand, m.width from variants v join products p on p.id = v.product_id
        join prices r on r.variant_id = v.id and r.currency = 'USD' join stock_levels s on s.variant_id = v.id join media m on m.product_id = p.id where v.sku = 'ESHOP-1'`),
    ).toEqual([{ title: 'Wanderer Black Hiking Boots', amount_minor: '10999', on_hand: 25, width: 600 }]);
  });
});
