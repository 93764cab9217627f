import { graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { pictureAddresses } from '../../worker/adapters/pictures/picture-addresses.ts';
import { cutPage, type PageArgs } from '../../worker/graphql/paging.ts';
import { buyerFor } from '../../worker/graphql/shop/in-context.ts';
import { createLoaders } from '../../worker/graphql/shop/loaders.ts';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import type { ProductRecord } from '../../worker/ports/catalogue.ts';
import { CatalogueCache } from '../../worker/services/catalogue-cache.ts';
import { PAPER_DAY, PaperCatalogue, paperProduct, paperSettings, paperVariant } from '../support/paper-shop.ts';

const euro = { currency: 'EUR', amountMinor: 900, compareAtMinor: null };
const picture = (id: number, alt: string) => ({
  id,
  kind: 'image' as const,
  url: `/media/${id}.webp`,
  alt,
  width: 10,
  height: 10,
  translations: {},
});
const PRODUCTS: readonly ProductRecord[] = [
  paperProduct(1, 'Plain Sheet', {
    tags: ['陶器', 'Ökologisch'],
    category: 'Office > Paper & Card > Sheets',
    media: [picture(9, 'first shown'), picture(3, 'first added')],
  }),
  paperProduct(2, 'Folded Box', {
    vendor: 'Crease',
    productType: 'Boxes',
    category: 'Office > Boxes',
    collectionIds: [2, 3],
    variants: [paperVariant(20, 'White', { prices: [euro] })],
  }),
  paperProduct(3, 'Sheet Sheet', { vendor: 'Crease', variants: [paperVariant(30, 'Red', { available: 0 })] }),
];

/** Runs a document against the paper shop, as a buyer of a country. */
async function ask(source: string, country = 'DE', language = 'en') {
  const cache = new CatalogueCache(new PaperCatalogue(PRODUCTS), () => 0);
  const settings = paperSettings();
  const tags = new Set<string>();
  const result = await graphql({
    schema: shopSchema,
    source,
    contextValue: {
      buyer: buyerFor(settings.markets, country, language),
      origin: 'https://paper.example',
      nowMs: Date.parse(PAPER_DAY),
      loaders: createLoaders(cache, settings, () => undefined),
      tags,
      // No index is built, so the remembered catalogue answers; nobody has searched before.
      deps: {
        search: { search: async () => ({ ok: false, reason: 'empty' }) },
        // A missing index is asked for; nobody makes one here.
        events: { send: async () => undefined },
        learnedSearches: { get: () => [] },
        pictures: { addresses: pictureAddresses('only-for-tests', null) },
      },
      waitUntil: () => undefined,
    },
  });
  return { data: JSON.parse(JSON.stringify(result.data ?? null)), errors: result.errors ?? [], tags: [...tags].sort() };
}

const titles = (nodes: readonly { title: string }[]) => nodes.map((one) => one.title);

describe('pages of lists', () => {
  test('cursors lead on, in any script', async () => {
    const { data, errors } = await ask('{ productTags(first: 2) { edges { node cursor } } }');
    expect(errors).toEqual([]);
    expect(data.productTags.edges.map((edge: { node: string }) => edge.node)).toEqual(['Ökologisch', '陶器']);
    const tags = ['a', '陶器', 'ł', 'z'];
    const page = (args: PageArgs, list = tags) => cutPage(list, args, (tag) => tag);
    const cursor = page({ first: 2 }).items[1]?.cursor;
    expect(page({ first: 9, after: cursor }).items.map((item) => item.node)).toEqual(['ł', 'z']);
    expect(page({ last: 9, before: cursor }).items.map((item) => item.node)).toEqual(['a']);
  });
  test.each([
    ['moved', ['b', 'c', 'a', 'd'], ['d'], ['b', 'c']],
    ['new before it', ['new', 'a', 'b', 'c', 'd'], ['b', 'c', 'd'], ['new']],
    ['gone', ['b', 'c', 'd'], ['b', 'c', 'd'], []],
  ])('a cursor goes on from its item: %s', (_how, list, following, leading) => {
    const keyOf = (item: string) => item;
    const cursor = cutPage(['a', 'b', 'c', 'd'], { first: 1 }, keyOf).items[0]?.cursor;
    const nodes = (args: PageArgs) => cutPage(list, args, keyOf).items.map((item) => item.node);
    expect(nodes({ first: 9, after: cursor })).toEqual(following);
    expect(nodes({ last: 9, before: cursor })).toEqual(leading);
  });
  test('before a last item that is gone stand all that stood before it', () => {
    const cursor = cutPage(['a', 'b', 'c'], { last: 1 }, (item) => item).items[0]?.cursor;
    const page = cutPage(['a', 'b'], { last: 9, before: cursor }, (item) => item);
    expect(page.items.map((item) => item.node)).toEqual(['a', 'b']);
  });
  test.each([
    ['', 'first: first or last must be given.'],
    ['first: 1, last: 1', 'last: first and last cannot both be given.'],
    ['first: 0', 'first: must lie between 1 and 250.'],
    ['last: 251', 'last: must lie between 1 and 250.'],
    ['first: 1, after: "nonsense"', 'after: not a cursor of this list.'],
    ['first: 1, before: "/w=="', 'before: not a cursor of this list.'],
  ])('(%s) is refused with the argument and the rule', async (args, message) => {
    const { data, errors } = await ask(`{ products${args ? `(${args})` : ''} { nodes { id } } }`);
    expect(data).toBeNull();
    expect(errors.map((one) => one.message)).toEqual([message]);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('queries in the search syntax', () => {
  test.each([
    ['pages(first: 9, query: "title:care")', ['Care']],
    ['pages(first: 9, query: "fold")', ['About us']],
    ['pages(first: 9, query: "updated_at:>2026-01-15")', ['Care']],
    ['pages(first: 9, query: "created_at:2026-01-01 OR nothing")', ['About us']],
    ['pages(first: 9, sortKey: UPDATED_AT, reverse: true)', ['Care', 'About us']],
    ['blogs(first: 9, query: "handle:journal")', ['Journal']],
    ['blogs(first: 9, query: "handle:news")', []],
    ['articles(first: 9, query: "tag:cranes")', ['How we fold']],
    ['articles(first: 9, query: "tag:craft -author:\\"Ada Fold\\"")', ['What pulp is']],
    ['articles(first: 9, sortKey: PUBLISHED_AT, query: "blog_title:journal")', ['What pulp is', 'How we fold']],
    ['collections(first: 9)', ['Sheets', 'Boxes']],
    ['collections(first: 9, query: "title:\\"boxes\\"")', ['Boxes']],
    ['collections(first: 9, query: "NOT title:boxes")', ['Sheets']],
    ['products(first: 9, query: "vendor:crease", sortKey: TITLE)', ['Folded Box', 'Sheet Sheet']],
    ['products(first: 9, query: "vendor:crease available_for_sale:true")', ['Folded Box']],
    ['products(first: 9, query: "variants.price:<10")', ['Folded Box']],
    ['products(first: 9, query: "id:>2")', ['Sheet Sheet']],
    ['products(first: 9, query: "created_at:2026-03-01", sortKey: ID)', ['Plain Sheet', 'Folded Box', 'Sheet Sheet']],
    ['products(first: 9, query: "sheet sheet", sortKey: RELEVANCE)', ['Plain Sheet', 'Sheet Sheet']],
  ])('%s', async (field, expected) => {
    const { data, errors } = await ask(`{ found: ${field} { nodes { title } } }`);
    expect(errors).toEqual([]);
    expect(titles(data.found.nodes)).toEqual(expected);
  });
  test('a collection is found by its translated title and by its own', async () => {
    const found = async (query: string) =>
      (await ask(`{ collections(first: 9, query: "${query}") { nodes { title } } }`, 'DE', 'de')).data.collections
        .nodes;
    expect(titles(await found('title:bogen'))).toEqual(['Bögen']);
    expect(titles(await found('sheets'))).toEqual(['Bögen']);
  });
  test('a blog narrows its own articles', async () => {
    const { data } = await ask(
      '{ blog(handle: "journal") { articles(first: 9, query: "author:\\"Bo Pulp\\"") { nodes { title } } } }',
    );
    expect(titles(data.blog.articles.nodes)).toEqual(['What pulp is']);
  });
});

describe('categories', () => {
  test('have a name, what is above them, and an id that filters by them and all below', async () => {
    const { data } = await ask('{ product(handle: "plain-sheet") { category { id name ancestors { id name } } } }');
    const { category } = data.product;
    expect(category.name).toBe('Sheets');
    expect(category.ancestors.map((one: { name: string }) => one.name)).toEqual(['Office', 'Paper & Card']);
    const within = async (id: string) =>
      titles(
        (
          await ask(
            `{ collection(handle: "sheets") { products(first: 9, filters: [{ category: { id: "${id}" } }]) { nodes { title } } } }`,
          )
        ).data.collection.products.nodes,
      );
    expect(await within(category.ancestors[1].id)).toEqual(['Plain Sheet']);
    expect(await within('Office > Paper')).toEqual([]);
    expect(await within('gid://shopify/TaxonomyCategory/%E0%A4%A')).toEqual([]);
  });
});

describe('prices', () => {
  const RANGE = 'priceRange { minVariantPrice { amount currencyCode } } availableForSale';
  const VARIANT = 'variants(first: 1) { nodes { price { amount currencyCode } availableForSale } }';
  test.each([
    ['DE', 'EUR', '9.00', true],
    // No price in dollars: not for sale, and shown as what it costs elsewhere rather than as free.
    ['US', 'EUR', '9.00', false],
  ])('of a product without dollars, in %s', async (country, currencyCode, amount, isForSale) => {
    const { data } = await ask(`{ product(handle: "folded-box") { ${RANGE} ${VARIANT} } }`, country);
    expect(data.product).toEqual({
      priceRange: { minVariantPrice: { amount, currencyCode } },
      availableForSale: isForSale,
      variants: { nodes: [{ price: { amount, currencyCode }, availableForSale: isForSale }] },
    });
  });
});

test('pictures come by position, or by when they were added', async () => {
  const alts = async (sortKey: string) =>
    (await ask(`{ product(handle: "plain-sheet") { images(first: 9, sortKey: ${sortKey}) { nodes { altText } } } }`))
      .data.product.images.nodes;
  expect(await alts('POSITION')).toEqual([{ altText: 'first shown' }, { altText: 'first added' }]);
  expect(await alts('CREATED_AT')).toEqual([{ altText: 'first added' }, { altText: 'first shown' }]);
});

test('facets count what a query leaves', async () => {
  const { data } = await ask(
    '{ products(first: 1, query: "vendor:crease") { totalCount filters { id values { label count } } } }',
  );
  expect(data.products.totalCount).toBe(2);
  const filters: { id: string; values: { label: string; count: number }[] }[] = data.products.filters;
  expect(filters.find((one) => one.id === 'filter.v.availability')?.values).toEqual([
    { label: 'In stock', count: 1 },
    { label: 'Out of stock', count: 1 },
  ]);
});

test.each([
  ['{ shop { name } }', ['content']],
  ['{ localization { country { isoCode } } }', ['settings']],
  ['{ menu(handle: "main") { title } }', ['collections', 'content']],
  ['{ product(handle: "plain-sheet") { title } }', ['product:1']],
  ['{ product(handle: "unknown") { title } }', ['products']],
  ['{ product(handle: "plain-sheet") { collections(first: 1) { nodes { id } } } }', ['collections', 'product:1']],
  ['{ products(first: 2) { nodes { id } } }', ['product:1', 'product:2', 'products']],
  ['{ productTags(first: 1) { nodes } productTypes(first: 1) { nodes } }', ['products']],
  [
    '{ collection(handle: "boxes") { products(first: 1) { nodes { id } } } }',
    ['collection:2', 'product:2', 'products'],
  ],
  ['{ page(handle: "about") { title } }', ['content']],
  ['{ sitemap(type: PRODUCT) { pagesCount { count } } }', ['products']],
  ['{ sitemap(type: PAGE) { pagesCount { count } } }', ['content']],
  ['{ search(first: 5, query: "folded") { totalCount } }', ['content', 'product:2', 'products']],
  ['{ predictiveSearch(query: "box") { products { id } } }', ['collections', 'content', 'product:2', 'products']],
])('%s is kept under %j', async (source, expected) => {
  const { tags, errors } = await ask(source);
  expect(errors).toEqual([]);
  expect(tags).toEqual(expected);
});

describe('searching words', () => {
  const found = async (args: string) => {
    const { data, errors } = await ask(
      `{ search(first: 9, ${args}) { nodes { ... on Product { title } ... on Article { title } ... on Page { title } } } }`,
    );
    expect(errors).toEqual([]);
    return titles(data.search.nodes);
  };
  test.each([
    ['query: "she"', ['Plain Sheet', 'Sheet Sheet']],
    ['query: "she", prefix: LAST', ['Plain Sheet', 'Sheet Sheet']],
    ['query: "she", prefix: NONE', []],
    ['query: "heet", prefix: LAST', []],
    ['query: "pla sheet", prefix: LAST', []],
    ['query: "plain she", prefix: LAST', ['Plain Sheet']],
    ['query: "plain sheet", prefix: NONE', ['Plain Sheet']],
    ['query: "we fold", prefix: NONE', ['How we fold', 'About us']],
    ['query: "sheet", unavailableProducts: HIDE', ['Plain Sheet']],
    ['query: "crease", types: [ARTICLE, PAGE]', []],
  ])('%s finds %j', async (args, expected) => {
    expect((await found(args)).sort()).toEqual([...expected].sort());
  });
  test.each([
    ['[TITLE]', { products: [], articles: ['How we fold'], pages: [] }],
    ['[VENDOR, TITLE]', { products: ['Plain Sheet'], articles: ['How we fold'], pages: [] }],
    ['[AUTHOR]', { products: [], articles: ['How we fold'], pages: [] }],
    ['[BODY]', { products: [], articles: ['How we fold'], pages: ['About us'] }],
    ['[VARIANTS_SKU]', { products: [], articles: [], pages: [] }],
  ])('suggestions for "fold" in %s', async (fields, expected) => {
    const { data, errors } = await ask(
      `{ predictiveSearch(query: "fold ", limitScope: EACH, types: [PRODUCT, ARTICLE, PAGE], searchableFields: ${fields})
        { products { title vendor } articles { title } pages { title } } }`,
    );
    expect(errors).toEqual([]);
    const seen = data.predictiveSearch;
    expect({
      products: titles(seen.products.filter((one: { vendor: string }) => one.vendor === 'Fold')),
      articles: titles(seen.articles),
      pages: titles(seen.pages),
    }).toEqual(expected);
  });
});

test.each([
  ['MenuItem/5', '... on MenuItem { title url }', { title: 'A box', url: 'https://paper.example/products/folded-box' }],
  ['MenuItem/6', '... on MenuItem { title url }', { title: 'Gone', url: null }],
  ['Market/2', '... on Market { handle }', { handle: 'eu' }],
  ['UrlRedirect/7', '... on UrlRedirect { path target }', { path: '/old', target: '/new' }],
  ['TaxonomyCategory/Office%20%3E%20Boxes', '... on TaxonomyCategory { name }', { name: 'Boxes' }],
  ['ProductVariant/20', '... on ProductVariant { product { title } }', { product: { title: 'Folded Box' } }],
  ['Blog/1', '... on Blog { title }', { title: 'Journal' }],
])('node gives %s back under the same id', async (name, fragment, expected) => {
  const id = `gid://shopify/${name}`;
  const { data, errors } = await ask(`{ node(id: "${id}") { id ${fragment} } }`);
  expect(errors).toEqual([]);
  expect(data.node).toEqual({ id, ...expected });
});

test.each(['Product/99', 'MenuItem/99', 'Nothing/1', 'Product/abc', 'Product/1e3'])(
  'node gives nothing for %s',
  async (name) => {
    const { data, errors } = await ask(`{ node(id: "gid://shopify/${name}") { id } }`);
    expect(errors).toEqual([]);
    expect(data.node).toBeNull();
  },
);

describe('pictures', () => {
  const ASKED = '{ product(handle: "plain-sheet") { featuredImage { ';
  const urlOf = async (fields: string) => ask(`${ASKED}${fields} } } }`);
  const own = 'https://paper.example/pictures/media/9.webp';

  test.each([
    ['url', own],
    ['url: originalSrc', own],
    ['url: url(transform: {})', own],
    ['url: url(transform: { maxWidth: 310 })', `${own}?width=100`],
    ['url: url(transform: { preferredContentType: JPG })', `${own}?format=jpg`],
    [
      'url: url(transform: { maxWidth: 150, scale: 2, preferredContentType: PNG, crop: TOP })',
      `${own}?width=100&format=png`,
    ],
    [
      'url: url(transform: { maxWidth: 150, maxHeight: 150, scale: 2, crop: TOP })',
      `${own}?width=300&height=300&crop=top`,
    ],
    ['url: transformedSrc(maxWidth: 300, maxHeight: 200, crop: CENTER)', `${own}?width=300&height=200&crop=center`],
    ['url: transformedSrc', own],
  ])('%s is served in the next size the shop makes, never larger than it is', async (field, url) => {
    const { data, errors } = await urlOf(field);
    expect(errors).toEqual([]);
    expect(data.product.featuredImage).toEqual({ url });
  });

  test.each([
    ['maxWidth: 0', /^maxWidth: must lie between 1 and 5760/],
    ['maxHeight: 5761', /^maxHeight: must lie between 1 and 5760/],
    ['maxWidth: 10, scale: 4', /^scale: must lie between 1 and 3/],
  ])('a transform with %s is refused with the field and its rule', async (transform, message) => {
    const { errors } = await urlOf(`url(transform: { ${transform} })`);
    expect(errors.map((one) => one.message)).toEqual([expect.stringMatching(message)]);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
