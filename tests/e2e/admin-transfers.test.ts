import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin, submitAtOnce } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

const ITEM = { id: 'gid://shopify/InventoryItem/10', sku: 'EB-DUNE-MOSS', path: '/admin/stock/10' };
/** Of which the demo has few. */
const GONE = { sku: 'EB-BRAC-SMOK', path: '/admin/stock/112' };

const levelShape = z.object({
  inventoryItem: z.object({
    inventoryLevels: z.object({
      nodes: z.array(
        z.object({
          location: z.object({ name: z.string() }),
          quantities: z.array(z.object({ name: z.string(), quantity: z.number() })),
        }),
      ),
    }),
    limits: z.object({ maxPerHold: z.number().nullable(), preorderLimit: z.number().nullable() }),
  }),
});
async function itemOf() {
  const data = await ask(
    adminApi(world.shop.origin, world.shop.adminToken),
    `query Item($id: ID!) { inventoryItem(id: $id) { limits { maxPerHold preorderLimit }
      inventoryLevels(first: 20) { nodes { location { name } quantities(names: ["on_hand", "incoming", "safety_stock"]) { name quantity } } } } }`,
    { id: ITEM.id },
    levelShape,
  );
  return data.inventoryItem;
}
async function unitsIn(place: string): Promise<Readonly<Record<string, number>>> {
  const level = (await itemOf()).inventoryLevels.nodes.find((one) => one.location.name === place);
  return Object.fromEntries(level?.quantities.map((one) => [one.name, one.quantity]) ?? []);
}

describe('staff’s hands on stock', () => {
  it('moves units between warehouses in parts; what is wrong is said at its field, and a double click moves them once', async () => {
    const { page } = world;
    await page.goto('/admin/products');
    await page.getByRole('link', { name: 'Transfers' }).click();
    await page.getByRole('link', { name: 'New transfer' }).first().click();
    await page.getByLabel('SKU of item 1').fill('NOT-THERE');
    await page.getByLabel('Units of item 1').fill('5');
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Leipzig' });
    await page.getByRole('button', { name: 'Make it, ready to be sent' }).click();
    const wrong = page.getByLabel('SKU of item 1');
    await page.getByText('There is no variant with the SKU NOT-THERE.').waitFor();
    expect(await wrong.getAttribute('aria-invalid')).toBe('true');
    expect(await wrong.getAttribute('aria-describedby')).toBe('problem-sku:0');
    await wrong.fill(ITEM.sku);
    await page.getByRole('button', { name: 'Make it, ready to be sent' }).click();
    await page.getByText('The destination must be another location.').waitFor();
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Rotterdam' });
    await page.getByRole('button', { name: 'Make it, ready to be sent' }).press('Enter');
    await page.getByText('The transfer is ready to be sent.').waitFor();

    const before = { from: await unitsIn('Leipzig'), to: await unitsIn('Rotterdam') };
    await page.getByLabel(/that leave now$/).fill('3');
    await page.getByLabel('Arrives on').fill('2035-02-03');
    // Twice at once, with one key: the second click is told what the first one did.
    expect((await submitAtOnce(page, 'send', 2)).every((url) => url.includes('3%20units%20left'))).toBe(true);
    await page.reload();
    await page.getByText('Send more of it').waitFor();
    expect((await unitsIn('Leipzig')).on_hand).toBe((before.from.on_hand ?? 0) - 3);
    expect((await unitsIn('Rotterdam')).incoming).toBe((before.to.incoming ?? 0) + 3);

    // Another member of staff sends the rest meanwhile: this one is told, and nothing is sent twice.
    const other = await world.context.newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: /^Send from/ }).click();
    await other.getByText('2 units left Leipzig.').waitFor();
    await other.close();
    await page.getByRole('button', { name: /^Send from/ }).click();
    await page.getByText(/It was not done/).waitFor();
    expect((await unitsIn('Leipzig')).on_hand).toBe((before.from.on_hand ?? 0) - 5);

    await page.getByLabel(/that arrived with #T\d+-1$/).fill('2');
    await page.getByLabel(/lost or broken with #T\d+-1$/).fill('4');
    await page
      .getByRole('button', { name: /^Receive into/ })
      .first()
      .click();
    await page.getByText(/3 are still on their way, not 6/).waitFor();
    expect((await unitsIn('Rotterdam')).on_hand).toBe(before.to.on_hand);
    await page.getByLabel(/lost or broken with #T\d+-1$/).fill('1');
    await page
      .getByRole('button', { name: /^Receive into/ })
      .first()
      .click();
    await page.getByText('2 units are on the shelf of Rotterdam, 1 unit written off.').waitFor();
    expect(await unitsIn('Rotterdam')).toMatchObject({
      on_hand: (before.to.on_hand ?? 0) + 2,
      incoming: (before.to.incoming ?? 0) + 2,
    });
    await page.getByText('Call it off').click();
    await page.getByText('2 on the way go back on the shelf of Leipzig. What arrived stays.').waitFor();
    await page.getByRole('button', { name: /^Call #T\d+ off$/ }).click();
    await page.getByText(/is called off/).waitFor();
    expect((await unitsIn('Leipzig')).on_hand).toBe((before.from.on_hand ?? 0) - 3);
    await page.goto('/admin/stock/transfers?view=off');
    expect(await page.getByRole('link', { name: /^#T/ }).count()).toBeGreaterThan(0);
  });

  it('works without JavaScript and keeps what was typed when more lines are wanted', async () => {
    const context = await world.browser.newContext({
      baseURL: world.shop.origin,
      javaScriptEnabled: false,
      storageState: await world.context.storageState(),
    });
    const page = await context.newPage();
    await page.goto('/admin/stock/transfers/new');
    await page.getByLabel('SKU of item 1').fill(ITEM.sku);
    await page.getByRole('button', { name: 'More lines' }).click();
    expect(await page.getByLabel('SKU of item 1').inputValue()).toBe(ITEM.sku);
    await page.getByLabel('Units of item 8').waitFor();
    await page.getByLabel('Units of item 1').fill('1');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await page.getByText('The draft is saved. Nothing moves yet.').waitFor();
    expect(await page.getByRole('button', { name: /^Send from/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Ready to be sent' }).click();
    await page.getByRole('button', { name: /^Send from/ }).waitFor();
    await context.close();
  });

  it('limits an item; what somebody else saved meanwhile is told, not overwritten', async () => {
    const { page } = world;
    await page.goto(`${ITEM.path}/limits`);
    const other = await world.context.newPage();
    await other.goto(page.url());
    await page.getByLabel('Units in one cart’s hold').fill('4');
    await page.getByLabel('Customers are counted over the last', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('The limits are saved').waitFor();
    await other.getByLabel('Units in one cart’s hold').fill('9');
    await other.getByRole('button', { name: 'Save the limits' }).click();
    await other.getByText('The limits were changed meanwhile.').waitFor();
    await other.getByText('Saved now: 4').waitFor();
    expect((await itemOf()).limits.maxPerHold).toBe(4);
    await other.close();
    await page.getByLabel('Units in one cart’s hold').fill('0');
    // The browser’s own check is not what is tested.
    await page.evaluate(() => {
      for (const form of document.querySelectorAll('form')) form.noValidate = true;
    });
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('From 1 on; leave it empty for no limit.').waitFor();
    await page.getByLabel('Units in one cart’s hold').fill('');
    await page.getByLabel('Customers are counted over the last', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('The limits are saved').waitFor();

    await page.getByLabel('Safety stock in Reno').fill('2');
    await page.getByRole('button', { name: 'Save the safety stock' }).click();
    await page.getByText('The safety stock is saved.').waitFor();
    expect((await unitsIn('Reno')).safety_stock).toBe(2);
  });

  it('makes a bundle of parts, says how many can be made, and makes it an item of its own again', async () => {
    const { page } = world;
    await page.goto(GONE.path);
    await page.getByRole('link', { name: 'Made of parts' }).click();
    await page.getByText('Not a bundle').waitFor();
    const save = () => page.getByRole('button', { name: 'Save the parts' }).last().click();
    await page.getByLabel('SKU of a part to add').fill('NOT-THERE');
    await save();
    await page.getByText('There is no variant with the SKU NOT-THERE.').waitFor();
    await page.getByLabel('SKU of a part to add').fill(ITEM.sku);
    await page.getByLabel('Units of the new part in one bundle').fill('2');
    await save();
    await page.getByText('It is made of 1 part.').waitFor();
    const can = async () =>
      Number(/^(\d+) can be made now/.exec((await page.locator('h2').first().textContent()) ?? '')?.[1]);
    const two = await can();
    expect(two).toBeGreaterThan(10);
    const other = await world.context.newPage();
    await other.goto(page.url());
    await page.getByLabel(/^Units of Dune/).fill('4');
    await save();
    await expect.poll(can).toBe(Math.floor(two / 2));
    await other.getByLabel(/^Units of Dune/).fill('7');
    await other.getByRole('button', { name: 'Save the parts' }).last().click();
    await other.getByText('Its parts were changed meanwhile.').waitFor();
    await other.close();
    await page.getByRole('button', { name: /^Take out/ }).click();
    await page.getByText('It is sold from its own stock again.').waitFor();
  });

  it('tells shoppers in five languages when a sold-out item arrives, and when that day changes', async () => {
    const { page } = world;
    const admin = adminApi(world.shop.origin, world.shop.adminToken);
    const variantShape = z.object({
      node: z.object({
        selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
        product: z.object({ handle: z.string() }),
      }),
    });
    // All there is of it is in one warehouse, and leaves for another: on its way it is for sale nowhere.
    const everywhere = await ask(
      admin,
      'query { locations(first: 20) { nodes { id name } } }',
      {},
      z.object({ locations: z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() })) }) }),
    );
    await ask(
      admin,
      'mutation Set($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }',
      {
        input: {
          name: 'on_hand',
          reason: 'correction',
          ignoreCompareQuantity: true,
          quantities: everywhere.locations.nodes.map(({ id, name }) => ({
            inventoryItemId: 'gid://shopify/InventoryItem/112',
            locationId: id,
            quantity: name === 'Leipzig' ? 2 : 0,
          })),
        },
      },
      z.object({ inventorySetQuantities: z.object({ userErrors: z.array(z.unknown()).max(0) }) }),
    );
    await page.goto('/admin/stock/transfers/new');
    await page.getByLabel('SKU of item 1').fill(GONE.sku);
    await page.getByLabel('Units of item 1').fill('2');
    await page.getByRole('button', { name: 'Make it, ready to be sent' }).click();
    await page.getByLabel('Arrives on').fill('2035-12-03');
    await page.getByRole('button', { name: /^Send from/ }).click();
    await page.getByText('2 units left').waitFor();
    const says = async (market: string) => {
      const [language = '', country = ''] = market.toUpperCase().split('-');
      const { node } = await ask(
        { url: `${world.shop.origin}/graphql`, headers: {} },
        `query Variant @inContext(country: ${country}, language: ${language}) { node(id: "gid://shopify/ProductVariant/112") {
          ... on ProductVariant { selectedOptions { name value } product { handle } } } }`,
        {},
        variantShape,
      );
      const query = new URLSearchParams(node.selectedOptions.map(({ name, value }) => [name, value]));
      const shop = await world.browser.newContext({ baseURL: world.shop.origin });
      const tab = await shop.newPage();
      await tab.goto(`/${market}/products/${node.product.handle}?${query}`);
      const text = (await tab.locator('.stock').textContent())?.trim();
      await shop.close();
      return text;
    };
    const within = { timeout: 40_000, interval: 500 };
    await expect.poll(() => says('en-us'), within).toContain('Arriving on December 3, 2035');
    for (const [market, day] of [
      ['de-de', 'Trifft am 3. Dezember 2035 ein'],
      ['fr-fr', 'Arrive le 3 décembre 2035'],
      ['ja-jp', '2035年12月3日入荷予定'],
      ['ar-ae', 'يصل في'],
    ] as const)
      expect(await says(market), market).toContain(day);
    // Called off: the units are for sale again where they came from, and the page that was kept says no day any more.
    await page.getByText('Call it off').click();
    await page.getByRole('button', { name: /^Call #T\d+ off$/ }).click();
    await page.getByText(/is called off/).waitFor();
    await expect.poll(() => says('en-us'), within).not.toContain('Arriving');
  });
});
