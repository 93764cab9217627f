import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const minute = async () => expect((await fetch(`${world.shop.origin}/cdn-cgi/handler/scheduled`)).status).toBe(200);

const productShape = z.object({
  productByHandle: z.object({
    id: z.string(),
    variants: z.object({ nodes: z.array(z.object({ sku: z.string().nullable() })) }),
  }),
});
const lamp = async () =>
  (
    await ask(
      adminApi(world.shop.origin, world.shop.adminToken),
      'query { productByHandle(handle: "beacon-table-lamp") { id variants(first: 1) { nodes { sku } } } }',
      {},
      productShape,
    )
  ).productByHandle;

it('takes a rule set from draft over simulation and approval to a price that moved, and stops it', async () => {
  const { page } = world;
  const { id } = await lamp();
  await page.goto('/admin/pricing');
  await page.getByRole('link', { name: 'New rule set' }).click();
  await page.getByLabel('Title').fill('Lamps a little lower');
  await page.getByLabel('Products', { exact: true }).selectOption('products');
  await page.getByLabel('These products').selectOption(id.split('/').at(-1) ?? '');
  await page.getByLabel('Held out').fill('0');
  const rule = page.getByRole('group', { name: 'Another rule' });
  await rule.getByLabel('Name').fill('A twentieth off');
  await rule.getByLabel('Change, %').fill('a lot');
  await rule.getByText('When').click();
  await rule.getByRole('group', { name: 'Stock lasts' }).getByLabel('from').fill('9');
  await rule.getByRole('group', { name: 'Stock lasts' }).getByLabel('to').fill('3');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect
    .poll(() => page.getByRole('alert').textContent())
    .toContain('Rule “A twentieth off”, By how much: must be a number');
  const again = page.getByRole('group', { name: 'A twentieth off' });
  await again.getByLabel('Change, %').fill('-5');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('so it would never speak: A twentieth off.');
  for (const bound of ['from', 'to'])
    await again.getByRole('group', { name: 'Stock lasts' }).getByLabel(bound).fill('');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.waitForURL(/pricing\/\d+\?done/);
  const address = page.url().replace(/\?.*/, '');
  await page.getByRole('button', { name: 'Simulate on eight weeks of sales' }).click();
  await page.getByRole('heading', { name: 'Nothing to replay' }).waitFor();
  await page.getByLabel('I have looked at the simulation').check();
  await page.getByRole('button', { name: 'Approve: let it change prices' }).click();
  await expect.poll(() => page.locator('.state').textContent()).toBe('Running');
  expect(await page.getByLabel('Title').isDisabled()).toBe(true);

  await minute();
  await page.goto(address);
  const change = page.getByRole('row').filter({ hasText: 'Beacon Table Lamp' }).first();
  expect(await change.textContent()).toMatch(/EUR 185\.00.*EUR 17\d\.99.*“A twentieth off” asked for/s);
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/approved · /),
    expect.stringMatching(/created · /),
  ]);
  // The product's own page says why, and the shop asks the new price, with the lawful one beside it.
  await page.goto(`/admin/products/${id.split('/').at(-1)}`);
  const why = page.getByRole('region', { name: 'Why these prices' });
  expect(await why.getByRole('link', { name: 'Lamps a little lower, version 1' }).count()).toBeGreaterThan(0);
  await expect
    .poll(async () => (await fetch(`${world.shop.origin}/en-de/products/beacon-table-lamp`)).text())
    .toMatch(/€17\d\.99/);

  await page.goto(address);
  await page.getByRole('button', { name: 'Stop it' }).click();
  await expect.poll(() => page.locator('.state').textContent()).toBe('Stopped');
  await expect.poll(() => page.getByRole('status').textContent()).toContain('Prices stay where they are.');
});

it('stops all rules only when that is meant, says who did, and lets them go on', async () => {
  const { page } = world;
  await page.goto('/admin/pricing');
  await page.getByText('Stop all price rules').click();
  await page.getByLabel('Yes, stop them all').check();
  await page.getByRole('button', { name: 'Stop everything now' }).click();
  await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/Everything is stopped\..*staff/s);
  await page.getByText('Who used the switch').click();
  expect(await page.getByRole('listitem').first().textContent()).toContain('everything stopped');
  await page.getByLabel(/change prices again/).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toContain('Rules go on');
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('takes competitors’ prices from a file and names each row it left out', async () => {
  const { page } = world;
  const { id, variants } = await lamp();
  const sku = variants.nodes[0]?.sku ?? '';
  await page.goto('/admin/pricing/competitors');
  const csv = `Currency,SKU,Competitor,Price\nEUR,${sku},Rival & Sons,179.00\nEUR,NONE,Rival & Sons,1\nEUR,${sku},Rival & Sons,178\nEUR,${sku},Other,1.999\n`;
  await page.setInputFiles('#file', { name: 'rivals.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Take it in' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toContain('1 price was taken in.');
  const rows = await page.getByRole('table').getByRole('row').allTextContents();
  expect(rows.slice(1)).toEqual([
    expect.stringMatching(/^3SKUNONEis no SKU/),
    expect.stringMatching(/^4CompetitorRival & Sonswas named for this SKU before/),
    expect.stringMatching(/^5Price1\.999must be a decimal number/),
  ]);
  await page.goto(`/admin/products/${id.split('/').at(-1)}`);
  expect(await page.getByRole('row').filter({ hasText: 'Rival & Sons' }).textContent()).toContain('EUR 179.00');
});
