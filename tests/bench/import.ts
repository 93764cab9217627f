// npm run bench:import [-- --only ROW]: how fast a catalogue of 5,000 products comes in, first and again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bytesSource } from '../../db/import/csv-rows.ts';
import { importProducts } from '../../db/import/import-products.ts';
import { migrate } from '../../db/migrate.ts';
import { seedDemoShop } from '../../db/seed/seed.ts';
import { startServices } from '../../dev/services.ts';
import { calibrate } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';

const PRODUCTS = 5_000;

function file(): Uint8Array {
  const rows = [
    'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Image Position,Status',
  ];
  for (let product = 0; product < PRODUCTS; product += 1) {
    for (const [index, size] of ['Small', 'Medium', 'Large'].entries()) {
      const head =
        index === 0
          ? `Product ${product},<p>Made for product ${product}.</p>,Maker ${product % 40},Type ${product % 25},"kitchen, tag-${product % 60}",TRUE,Size`
          : ',,,,,,';
      rows.push(
        `bench-${product},${head},${size},BENCH-${product}-${index},shopify,${product % 90},${10 + (product % 300)}.${index}0,https://cdn.example/${product}-${index}.webp,${index + 1},active`,
      );
    }
  }
  return new TextEncoder().encode(rows.join('\n'));
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const before = calibrate();
const folder = mkdtempSync(path.join(tmpdir(), 'shopflow-bench-'));
const services = await startServices({
  folder,
  firstPort: 26_430,
  durable: true,
  webhook: { url: 'http://127.0.0.1:9/webhooks/stripe', secret: 'whsec_bench' },
});
try {
  await migrate(services.databaseUrl);
  await seedDemoShop(services.databaseUrl, { apiToken: 'shpat_bench_0123456789abcdef01234567' });
  const bytes = file();
  const rows: Row[] = [];
  for (const name of ['import-products-per-minute', 'reimport-products-per-minute']) {
    const startedAt = performance.now();
    const done = await importProducts(bytesSource(bytes), {
      databaseUrl: services.databaseUrl,
      currency: 'EUR',
      warehouse: null,
      dryRun: false,
      strict: false,
      replace: false,
    });
    if (done.problems.length > 0) throw new Error(`import: ${done.problems[0]?.reason}`);
    // The second row needs the first one's products either way.
    if (values.only !== undefined && values.only !== name) continue;
    rows.push({
      name,
      value: (PRODUCTS / (performance.now() - startedAt)) * 60_000,
      unit: 'products/min',
      better: 'higher',
      goal: 5_000,
    });
  }
  report('import', rows);
  const after = calibrate();
  if (Math.abs(after - before) > before * 0.15) console.log('The machine was busy with something else: measure again.');
} finally {
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}
