import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;
let records: Client;

beforeAll(async () => {
  world = await openAdmin();
  records = new Client({ connectionString: world.shop.databaseUrl });
  await records.connect();
});
afterAll(async () => {
  await records?.end();
  await world?.close();
});

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

async function shot(name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [size, width, height] of [
    ['desktop', 1280, 900],
    ['phone', 390, 844],
  ] as const) {
    await world.page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await world.page.emulateMedia({ colorScheme });
      await world.page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    }
  }
  await world.page.emulateMedia({ colorScheme: 'light' });
  await world.page.setViewportSize({ width: 1280, height: 900 });
}

it('a file of counts is checked, taken in, and its problems shown by line; copies that disagree are found and repaired', async () => {
  const { page } = world;
  const { rows } = await records.query<{ id: string; sku: string }>(
    'select id, sku from variants where sku is not null and tracked order by id limit 3',
  );
  const { rows: places } = await records.query<{ id: string; code: string }>(
    'select id, code from warehouses order by id limit 1',
  );
  const [place] = places;
  const lines = rows.map(({ sku }, i) => `${sku},${place?.code},${40 + i}`);
  const file = ['SKU,Location,On hand', ...lines, `NOBODY,${place?.code},1`, `${rows[0]?.sku},Atlantis,many`].join(
    '\n',
  );
  const choose = () =>
    page.getByLabel('CSV file').setInputFiles({ name: 'counts.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });

  await page.goto('/admin/stock/import');
  await choose();
  await page.getByRole('button', { name: 'Only check it' }).click();
  await eventually(() => page.locator('.notice').first().textContent()).toContain('Nothing was written');
  expect(await page.locator('#problems').textContent()).toBe('3 problems');
  await shot('import-check');

  await choose();
  await page.getByRole('button', { name: 'Take it in' }).click();
  await page.waitForURL('**/admin/stock/imports/*');
  await eventually(() => page.locator('main').textContent()).toContain('Done: 3 quantities are in.');
  expect(await page.locator('table tbody tr').allTextContents()).toEqual([
    '5SKUNOBODYis no variant of this shop',
    '6LocationAtlantisis no location of this shop',
    '6On handmanymust be a whole number',
  ]);
  await shot('import-done');

  const recorded = async () =>
    (
      await records.query('select on_hand from stock_levels where variant_id = $1 and warehouse_id = $2', [
        rows[1]?.id,
        place?.id,
      ])
    ).rows;
  await eventually(recorded).toEqual([{ on_hand: 41 }]);
  await records.query('update stock_levels set on_hand = 7 where variant_id = $1 and warehouse_id = $2', [
    rows[1]?.id,
    place?.id,
  ]);
  await page.goto('/admin/stock/check', { timeout: 60_000 });
  expect(await page.locator('main').textContent()).toContain('onHand is 7, not 41');
  await shot('check');
  await page.getByRole('button', { name: 'Repair 1 difference' }).click();
  await eventually(() => page.locator('main').textContent()).toContain('object, ledger and records agree');
  expect(await recorded()).toEqual([{ on_hand: 41 }]);
});
