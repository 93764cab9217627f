import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regionsOf } from '../../commerce/markets/regions.ts';
import { launchBrowser } from '../support/browser.ts';
import { startBuiltShop } from '../support/built-worker.ts';
import { wordsOf } from '../support/spoken-words.ts';
import { fillAddress, newVisitor, type StorefrontWorld, typeCard } from './storefront-world.ts';

/** What a page says and where it came to stand there. */
interface Said {
  readonly where: string;
  readonly text: string;
}

/** Every text of a page that somebody may see or hear, also what is hidden at the moment. */
const saidOn = (page: Page): Promise<Said[]> =>
  page.evaluate(() => {
    const spoken = [
      'aria-label',
      'aria-description',
      'aria-roledescription',
      'aria-valuetext',
      'title',
      'placeholder',
      'alt',
    ];
    const found: { where: string; text: string }[] = [];
    const pathOf = (element: Element | null): string => {
      const parts: string[] = [];
      for (let at = element; at && parts.length < 3; at = at.parentElement)
        parts.unshift(`${at.localName}${at.id ? `#${at.id}` : at.classList[0] ? `.${at.classList[0]}` : ''}`);
      return parts.join(' > ');
    };
    const read = (root: Node): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
        if (node instanceof Text) {
          const parent = node.parentElement;
          // The card's own form is the payment provider's.
          if (parent?.closest('script, style, #card iframe')) continue;
          if (node.data.trim() !== '') found.push({ where: pathOf(parent), text: node.data });
        } else if (node instanceof Element && !node.matches('#card iframe')) {
          for (const name of spoken) {
            const text = node.getAttribute(name);
            if (text) found.push({ where: `${pathOf(node)}[${name}]`, text });
          }
          if (node instanceof HTMLInputElement && ['submit', 'button', 'reset'].includes(node.type))
            found.push({ where: `${pathOf(node)}[value]`, text: node.value });
          if (node instanceof HTMLTemplateElement) read(node.content);
        }
      }
    };
    read(document.documentElement);
    return found;
  });

/** All that the records hold, in one text: whatever a page says that is no message must stand there. */
async function everythingRecorded(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table: string; column: string }>(
      `select quote_ident(c.table_name) as table, quote_ident(c.column_name) as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and (c.data_type in ('text', 'jsonb', 'ARRAY'))`,
    );
    const parts = await Promise.all(
      columns.map(({ table, column }) =>
        client.query<{ all: string | null }>(`select string_agg(${column}::text, ' ¶ ') as all from ${table}`),
      ),
    );
    return parts.map(({ rows }) => rows[0]?.all ?? '').join(' ¶ ');
  } finally {
    await client.end();
  }
}

/** An amount of money beside its currency’s sign. */
const AMOUNT = /[£$€¥]\s?\d[\d.,]*|\d[\d.,]*\s?€/g;

const plain = (text: string): string =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&quot;|\\"/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/[\s\u2066-\u2069\u200e\u200f]+/g, ' ')
    .trim();

/** What the API itself says in English: the names of filters and of what they offer. */
async function saidByTheApi(origin: string): Promise<string> {
  const filters = 'filters { label values { label } }';
  const query = `query @inContext(country: GB, language: EN) { products(first: 1) { ${filters} } search(query: "mug", first: 1) { productFilters { label values { label } } } }`;
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  expect(text).not.toContain('"errors"');
  return text;
}

/** A text without its messages; they lie in one another where one names another. */
function withoutMessages(text: string): string {
  let left = text;
  for (let before = ''; before !== left; ) {
    before = left;
    left = left.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  return plain(left.replace(AMOUNT, ' '));
}

/** Records as pages may say them: anything of some length that stands in them, and shorter ones only as a whole value, which a lone word often is. */
class Recorded {
  readonly #all: string;
  readonly #values: ReadonlySet<string>;

  constructor(raw: string) {
    this.#all = plain(raw);
    this.#values = new Set(raw.split(/¶|<[^>]*>|[{}[\]",]|\\n/).map(plain));
  }

  has(text: string): boolean {
    return this.#values.has(text) || (text.split(' ').length >= 3 && this.#all.includes(text));
  }
}

describe('the shop in its pseudo-locale', () => {
  let world: StorefrontWorld & { readonly databaseUrl: string };
  let fromTheApi = '';
  let recorded = new Recorded('');
  const spoken = wordsOf('en');
  beforeAll(async () => {
    const shop = await startBuiltShop({ PSEUDO_LOCALE: '1' });
    const browser = await launchBrowser();
    world = {
      origin: shop.origin,
      databaseUrl: shop.databaseUrl,
      visitor: (options = {}) => newVisitor(browser, shop.origin, options),
      async close() {
        await browser.close();
        await shop.close();
      },
    };
    fromTheApi = await saidByTheApi(shop.origin);
    recorded = new Recorded(`${await everythingRecorded(shop.databaseUrl)} ¶ ${fromTheApi}`);
  }, 300_000);
  afterAll(async () => {
    await world?.close();
  });

  /** What a page says that is neither a message, nor recorded, nor a name or number that the language's own rules write. */
  async function foreign(page: Page, typed: readonly string[] = []): Promise<string[]> {
    await page.waitForLoadState('networkidle');
    const found = await saidOn(page);
    const longestFirst = [...typed].sort((a, b) => b.length - a.length);
    expect(
      found.some((one) => one.text.includes('⟦')),
      'the page has messages',
    ).toBe(true);
    return found.flatMap(({ where, text }) => {
      const said = withoutMessages(text);
      if (recorded.has(said)) return [];
      const left = longestFirst.reduce((rest, one) => rest.replaceAll(one, ' '), said).trim();
      if (!/\p{L}/u.test(left)) return [];
      const isKnown = (left.match(/\p{L}[\p{L}\p{M}’'-]*/gu) ?? []).every((word) => spoken.has(word));
      return isKnown || parts(left) ? [] : [`${where}: ${left}`];
    });
  }

  /** Whether a text is made of recorded ones with punctuation and numbers between. */
  const parts = (left: string): boolean =>
    left
      .split(/(?:^|\s)[–·×/](?=\s)|,|: |[()|]|\d[\d.,-]*/)
      .map((part) => part.trim())
      .every((part) => !/\p{L}/u.test(part) || recorded.has(part) || spoken.has(part));

  it.each([
    '/en-gb',
    '/en-gb/collections',
    '/en-gb/collections/ceramics',
    '/en-gb/collections/ceramics?sort=price-asc&available=1',
    '/en-gb/products/harbour-mug',
    '/en-gb/products/tide-vase',
    '/en-gb/search?q=mug',
    '/en-gb/search?q=xyzzyq',
    '/en-gb/pages/about',
    '/en-gb/blogs/notebook',
    '/en-gb/blogs/notebook/why-the-rim-stays-bare',
    '/en-gb/policies/privacy-policy',
    '/en-gb/cart',
    '/en-gb/nothing/here',
  ])('says nothing of its own on %s', async (path) => {
    const { page, context } = await world.visitor({ width: 390 });
    await page.goto(path);
    expect(await foreign(page, [path])).toEqual([]);
    await context.close();
  });

  it('would be caught if it said something', async () => {
    const { page, context } = await world.visitor({ width: 390 });
    await page.goto('/en-gb/cart');
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.textContent = 'Forgotten words';
      link.title = 'Forgotten title';
      document.querySelector('main')?.appendChild(link);
    });
    const found = await foreign(page);
    expect(found.map((one) => one.replace(/^.*: /, ''))).toEqual(['Forgotten title', 'Forgotten words']);
    await context.close();
  });

  it('says nothing of its own from the bag to the order', async () => {
    const { page, context } = await world.visitor({ width: 390 });
    const states = regionsOf('US', 'en').map((one) => one.name);
    const typed = [
      ...states,
      '12 Mill Lane',
      'Ida Maria Holm',
      'Breinigsville',
      'ida@example.org',
      'PA',
      'visa',
      'Visa',
    ];
    const see = async (what: string) => expect(await foreign(page, typed), what).toEqual([]);
    await page.goto('/en-us/products/harbour-mug');
    await page.click('.buy-bar button');
    await page.waitForSelector('.drawer[open]');
    await see('drawer');
    await page.goto('/en-us/cart');
    await see('bag');
    await page.goto('/en-us/checkout');
    await see('address');
    await page.click('#address button.button');
    await page.waitForSelector('#email[aria-invalid]');
    await see('empty fields');
    await fillAddress(page, 'ida@example.org');
    await page.click('#address button.button');
    await page.waitForSelector('#delivery input[type=radio]');
    await see('delivery');
    await page.click('#delivery button.button');
    await page.waitForSelector('#card');
    await see('payment');
    await typeCard(page, '4000000000000002');
    await page.click('.pay-button');
    await expect.poll(() => page.locator('#card-problem').textContent()).toContain('⟦');
    await see('a declined card');
    await typeCard(page, '4242424242424242');
    await page.click('.pay-button');
    await page.waitForURL(/\/orders\//, { timeout: 30_000 });
    recorded = new Recorded(`${await everythingRecorded(world.databaseUrl)} ¶ ${fromTheApi}`);
    await see('order');
    await context.close();
  }, 120_000);
});
