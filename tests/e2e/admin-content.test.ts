import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask } from '../../dev/graphql-client.ts';
import { adminApi } from '../../dev/scripted-purchase.ts';
import { type AdminWorld, openAdmin } from './admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdmin();
});
afterAll(() => world?.close());

/** The shop's page at this path, as a visitor gets it. */
async function seen(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${world.shop.origin}${path}`, { headers: { accept: 'text/html' } });
  return { status: response.status, text: await response.text() };
}

/** Saves the open form and waits for the page it leads to. */
async function save(): Promise<void> {
  const saved = world.page.waitForResponse((response) => response.request().method() === 'POST');
  await world.page.getByRole('button', { name: 'Save' }).click();
  expect((await saved).status()).toBe(303);
  await world.page.waitForLoadState();
}

const refusal = z.object({
  saved: z.object({ userErrors: z.array(z.object({ field: z.array(z.string()), message: z.string() })) }),
});
async function refused(document: string, variables: object) {
  const api = adminApi(world.shop.origin, world.shop.adminToken);
  return (await ask(api, document, variables, refusal)).saved.userErrors;
}

describe('content', () => {
  it('is made, changed and hidden, and the shop shows it as it is', async () => {
    const { page } = world;
    expect((await seen('/en-us/pages/opening-hours')).status).toBe(404);
    await page.goto('/admin/content');
    await page.getByRole('link', { name: 'New page' }).click();
    await page.getByLabel('Title', { exact: true }).fill('Opening hours');
    await page.getByLabel('Text (HTML)', { exact: true }).fill('<p>Open from nine to five.</p>');
    await page.getByRole('button', { name: 'Make the page' }).click();
    await page.waitForURL(/pages\/\d+\?done/);
    expect((await seen('/en-us/pages/opening-hours')).text).toContain('Open from nine to five.');
    await page.getByLabel('Text (HTML)', { exact: true }).fill('<p>Open from ten to six.</p>');
    await save();
    expect((await seen('/en-us/pages/opening-hours')).text).toContain('Open from ten to six.');
    await page.getByLabel('Visible in the shop').uncheck();
    await save();
    expect((await seen('/en-us/pages/opening-hours')).status).toBe(404);
    await page.goto('/admin/content');
    expect(await page.locator('tr', { hasText: 'Opening hours' }).textContent()).toContain('Hidden');
  });

  it('keeps what was typed when an article’s handle is taken, then publishes it', async () => {
    const { page } = world;
    await page.goto('/admin/content');
    await page.locator('section', { hasText: 'Articles' }).last().locator('a.row').first().click();
    await page.waitForURL(/articles\/\d+/);
    const taken = await page.getByLabel('Handle').inputValue();
    const blog = await page.getByLabel('Blog').inputValue();
    await page.goto('/admin/content/articles/new');
    await page.getByLabel('Title', { exact: true }).fill('How the kiln is fired');
    await page.getByLabel('Handle').fill(taken);
    await page.getByLabel('Blog').selectOption(blog);
    await page.getByLabel('Author').fill('Ada Example');
    await page.getByLabel('Text (HTML)', { exact: true }).fill('<p>Slowly, over two nights.</p>');
    await page.getByRole('button', { name: 'Make the article' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain(`${taken} is taken`);
    expect(await page.getByLabel('Text (HTML)', { exact: true }).inputValue()).toBe('<p>Slowly, over two nights.</p>');
    await page.getByLabel('Handle').fill('');
    await page.getByLabel('Visible in the shop').uncheck();
    await page.getByRole('button', { name: 'Make the article' }).click();
    await page.waitForURL(/articles\/\d+\?done/);
    expect(await page.getByRole('link', { name: 'See it in the shop' }).count()).toBe(0);
    await page.getByLabel('Visible in the shop').check();
    await save();
    const link = page.getByRole('link', { name: 'See it in the shop' });
    const path = await link.getAttribute('href');
    expect(path).toContain('/how-the-kiln-is-fired');
    expect((await seen(path ?? '')).text).toContain('Slowly, over two nights.');
  });

  it('is told to search engines and in other languages as staff wrote it', async () => {
    const { page } = world;
    await page.goto('/admin/content/pages/new');
    await page.getByLabel('Title', { exact: true }).fill('Repairs');
    await page.getByLabel('Text (HTML)', { exact: true }).fill('<p>We mend what we make.</p>');
    // Twice in one breath: one page.
    await page.getByRole('button', { name: 'Make the page' }).dblclick();
    await page.waitForURL(/pages\/\d+\?done/);
    await page.getByLabel('Search title', { exact: true }).fill('Repairs for life');
    await page.getByLabel('Search description', { exact: true }).fill('Send it back, we mend it.');
    await page.getByText('German', { exact: true }).click();
    await page.getByLabel('Title in German', { exact: true }).fill('Reparaturen');
    await page.getByLabel('Text in German', { exact: true }).fill('<p>Wir flicken, was wir machen.</p>');
    await page.getByLabel('Search title in German', { exact: true }).fill('Reparaturen ein Leben lang');
    await save();
    const english = await seen('/en-us/pages/repairs');
    expect(english.text).toMatch(/<title>Repairs for life\b/);
    expect(english.text).toContain('content="Send it back, we mend it."');
    const german = await seen('/de-de/pages/repairs');
    expect(german.text).toMatch(/<title>Reparaturen ein Leben lang\b/);
    expect(german.text).toContain('Wir flicken, was wir machen.');
    // What is emptied is taken away: the shop's own text shows again.
    await page.getByText('German', { exact: true }).click();
    await page.getByLabel('Text in German', { exact: true }).fill('');
    await page.getByLabel('Search title', { exact: true }).fill('');
    await save();
    expect((await seen('/de-de/pages/repairs')).text).toContain('We mend what we make.');
    expect((await seen('/de-de/pages/repairs')).text).toContain('Reparaturen');
    expect((await seen('/en-us/pages/repairs')).text).toMatch(/<title>Repairs\b(?! for life)/);
    await page.goto('/admin/content');
    expect(await page.locator('tr', { hasText: 'Repairs' }).count()).toBe(1);
  });

  it('is refused with the field that was wrong', async () => {
    const create =
      'mutation M($page: PageCreateInput!) { saved: pageCreate(page: $page) { userErrors { field message } } }';
    expect(await refused(create, { page: { title: '  ' } })).toEqual([
      { field: ['page', 'title'], message: 'must not be empty' },
    ]);
    expect(await refused(create, { page: { title: 'A', handle: 'no spaces here' } })).toMatchObject([
      { field: ['page', 'handle'] },
    ]);
    expect(await refused(create, { page: { title: 'A', publishDate: 'soon' } })).toMatchObject([
      { field: ['page', 'publishDate'] },
    ]);
    expect(
      await refused(
        'mutation M($id: ID!, $page: PageUpdateInput!) { saved: pageUpdate(id: $id, page: $page) { userErrors { field message } } }',
        { id: 'gid://shopify/Page/999999999', page: { title: 'A' } },
      ),
    ).toEqual([{ field: ['id'], message: 'The page does not exist.' }]);
    const article =
      'mutation M($article: ArticleCreateInput!) { saved: articleCreate(article: $article) { userErrors { field message } } }';
    const author = { name: 'Ada Example' };
    expect(await refused(article, { article: { title: 'A', author } })).toMatchObject([
      { field: ['article', 'blogId'] },
    ]);
    expect(
      await refused(article, { article: { title: 'A', author, blogId: 'gid://shopify/Blog/999999999' } }),
    ).toMatchObject([{ field: ['article', 'blogId'], message: 'The blog does not exist.' }]);
  });
});

describe('on a phone', () => {
  it.each([
    '/admin/products/1',
    '/admin/orders',
    '/admin/content',
    '/admin/content/pages/1',
    '/admin/content/articles/1',
  ])('%s is no wider than the screen', async (path) => {
    const { page } = world;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

describe('other changes', () => {
  it.each([
    ['no title', { variants: [{ optionValues: [] }] }, ['input', 'title']],
    ['an unknown id', { id: 'gid://shopify/Product/999999999', title: 'A' }, ['input', 'id']],
  ])('refuse a product with %s', async (_what, input, field) => {
    expect(
      await refused(
        'mutation M($input: ProductSetInput!) { saved: productSet(input: $input) { userErrors { field message } } }',
        { input },
      ),
    ).toMatchObject([{ field }]);
  });

  it.each([-1, 2_000_000_000])('refuse a stock of %d', async (quantity) => {
    const api = adminApi(world.shop.origin, world.shop.adminToken);
    const ids = await ask(
      api,
      '{ locations(first: 1) { nodes { id } } products(first: 1) { nodes { variants(first: 1) { nodes { inventoryItem { id } } } } } }',
      {},
      z.object({
        locations: z.object({ nodes: z.tuple([z.object({ id: z.string() })], z.unknown()) }),
        products: z.object({
          nodes: z.tuple([
            z.object({
              variants: z.object({
                nodes: z.tuple([z.object({ inventoryItem: z.object({ id: z.string() }) })], z.unknown()),
              }),
            }),
          ]),
        }),
      }),
    );
    const input = {
      name: 'on_hand',
      reason: 'correction',
      ignoreCompareQuantity: true,
      quantities: [
        {
          inventoryItemId: ids.products.nodes[0].variants.nodes[0].inventoryItem.id,
          locationId: ids.locations.nodes[0].id,
          quantity,
        },
      ],
    };
    expect(
      await refused(
        'mutation M($input: InventorySetQuantitiesInput!) { saved: inventorySetQuantities(input: $input) { userErrors { field message } } }',
        { input },
      ),
    ).toMatchObject([{ field: ['input', 'quantities', '0', 'quantity'] }]);
  });
});
