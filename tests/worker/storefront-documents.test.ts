import { describe, expect, test } from 'vitest';
import { hydrogenCatalogue as hydrogen } from '../support/storefront-documents/hydrogen-catalogue.ts';
import { nextCommerce } from '../support/storefront-documents/next-commerce.ts';
import { type Answer, ask } from './checkout-support.ts';

const count = (list: Answer): number => (Array.isArray(list.value) ? list.value.length : -1);
/** Next.js Commerce names no context: it gets the primary market's language and currency, here German and euros. */
const ENGLISH = { country: 'US', language: 'EN' };
const GERMAN = { country: 'DE', language: 'DE' };

describe('Next.js Commerce reads', () => {
  test('a product with its variants, and what goes with it', async () => {
    const product = (await ask(nextCommerce.product, { handle: 'tide-vase' })).at('product');
    // The primary market speaks German, and so do its addresses.
    expect(product.at('handle').value).toBe('vase-tide');
    expect(count(product.at('variants', 'edges'))).toBeGreaterThan(1);
    expect(count(product.at('images', 'edges'))).toBeGreaterThan(0);
    expect(product.text('featuredImage', 'url')).toMatch(/^http:\/\/shop\.test\/pictures\/media\/.+\?v=[0-9a-f]{10}$/);
    expect(product.at('priceRange', 'minVariantPrice', 'currencyCode').value).toBe('EUR');
    const related = (await ask(nextCommerce.recommendations, { productId: product.text('id') })).at(
      'productRecommendations',
    );
    expect(count(related)).toBeGreaterThan(0);
    expect(JSON.stringify(related.value)).not.toContain('"handle":"vase-tide"');
  });

  test('products found, sorted', async () => {
    const all = (await ask(nextCommerce.products, { sortKey: 'PRICE', reverse: true })).at('products', 'edges');
    expect(count(all)).toBeGreaterThan(20);
    const prices = Array.from({ length: count(all) }, (_, index) =>
      Number(all.text(index, 'node', 'priceRange', 'minVariantPrice', 'amount')),
    );
    expect(prices).toEqual([...prices].sort((a, b) => b - a));
    const vases = (await ask(nextCommerce.products, { query: 'vase' })).at('products', 'edges');
    expect(JSON.stringify(vases.value)).toContain('"handle":"vase-tide"');
    expect(count(vases)).toBeLessThan(count(all));
  });

  test('collections, and the hidden ones its home page is made of', async () => {
    const collections = (await ask(nextCommerce.collections)).at('collections', 'edges');
    expect(count(collections)).toBeGreaterThan(4);
    expect(JSON.stringify(collections.value)).not.toContain('"handle":"hidden-');
    expect((await ask(nextCommerce.collection, { handle: 'ceramics' })).text('collection', 'title')).toBe('Keramik');
    for (const handle of ['ceramics', 'hidden-homepage-featured-items', 'hidden-homepage-carousel']) {
      const answer = await ask(nextCommerce.collectionProducts, { handle, sortKey: 'BEST_SELLING', reverse: false });
      expect(count(answer.at('collection', 'products', 'edges')), handle).toBeGreaterThan(2);
    }
  });

  test('menus and pages', async () => {
    for (const handle of ['next-js-frontend-header-menu', 'next-js-frontend-footer-menu']) {
      const items = (await ask(nextCommerce.menu, { handle })).at('menu', 'items');
      expect(count(items), handle).toBeGreaterThan(0);
      expect(items.text(0, 'url')).toMatch(/^http:\/\/shop\.test\//);
    }
    expect(count((await ask(nextCommerce.pages)).at('pages', 'edges'))).toBeGreaterThan(1);
    const page = (await ask(nextCommerce.page, { handle: 'about' })).at('pageByHandle');
    expect(page.at('handle').value).toBe('ueber-uns');
    expect(page.text('body')).toContain('<');
    expect((await ask(nextCommerce.page, { handle: 'nowhere' })).at('pageByHandle').value).toBeNull();
  });
});

describe('Hydrogen reads', () => {
  test('the layout: shop, header and footer menus', async () => {
    const header = await ask(hydrogen.header, { menu: 'main-menu', ...GERMAN });
    expect(header.text('shop', 'primaryDomain', 'url')).toBe('http://shop.test');
    expect(count(header.at('menu', 'items'))).toBeGreaterThan(2);
    expect(count((await ask(hydrogen.footer, { menu: 'footer' })).at('menu', 'items'))).toBeGreaterThan(0);
    expect((await ask(hydrogen.analytics)).text('shop', 'id')).toMatch(/^gid:\/\/shopify\/Shop\/\d+$/);
    const places = (await ask(hydrogen.localization, GERMAN)).at('localization');
    expect(places.at('country', 'isoCode').value).toBe('DE');
    expect(places.at('country', 'currency', 'isoCode').value).toBe('EUR');
    expect(count(places.at('availableCountries'))).toBeGreaterThan(4);
  });

  test('the home page', async () => {
    expect(count((await ask(hydrogen.featuredCollection)).at('collections', 'nodes'))).toBe(1);
    const products = (await ask(hydrogen.recommendedProducts, GERMAN)).at('products', 'nodes');
    expect(count(products)).toBe(4);
    expect(products.at(0, 'priceRange', 'minVariantPrice', 'currencyCode').value).toBe('EUR');
  });

  test('a product: the variant that was asked for, those beside it, and which exist', async () => {
    const first = (await ask(hydrogen.product, { handle: 'tide-vase', selectedOptions: [] })).at('product');
    const wanted = first.at('adjacentVariants', 0);
    const selectedOptions = wanted.at('selectedOptions').value;
    const product = (await ask(hydrogen.product, { handle: 'tide-vase', selectedOptions })).at('product');
    expect(product.at('selectedOrFirstAvailableVariant', 'id').value).toBe(wanted.text('id'));
    expect(count(product.at('adjacentVariants'))).toBeGreaterThan(0);
    expect(product.text('encodedVariantExistence')).toMatch(/^v1_/);
    expect(product.at('options', 0, 'optionValues', 0, 'firstSelectableVariant', 'id').text()).toContain('gid://');
    const media = (await ask(hydrogen.media, { handle: 'tide-vase' })).at('product');
    expect(media.at('media', 'nodes', 0, '__typename').value).toBe('MediaImage');
    expect(media.at('variants', 'nodes', 0, 'storeAvailability', 'nodes').value).toContainEqual(
      expect.objectContaining({ available: true, location: { id: 'gid://shopify/Location/1', name: 'Leipzig' } }),
    );
  });

  test('collections and the catalogue page by page, forth and back', async () => {
    expect(count((await ask(hydrogen.collections, { first: 4 })).at('collections', 'nodes'))).toBe(4);
    const one = (await ask(hydrogen.catalogue, { first: 8, ...GERMAN })).at('products');
    const end = one.text('pageInfo', 'endCursor');
    const two = (await ask(hydrogen.catalogue, { first: 8, endCursor: end })).at('products');
    expect(two.at('pageInfo', 'hasPreviousPage').value).toBe(true);
    expect(two.text('nodes', 0, 'handle')).not.toBe(one.text('nodes', 0, 'handle'));
    const back = (await ask(hydrogen.catalogue, { last: 8, startCursor: two.text('pageInfo', 'startCursor') })).at(
      'products',
    );
    expect(back.text('nodes', 0, 'handle')).toBe(one.text('nodes', 0, 'handle'));
  });

  test('a collection narrowed by one of its own filters', async () => {
    const whole = (await ask(hydrogen.collection, { handle: 'ceramics', first: 50 })).at('collection', 'products');
    const filters: unknown = whole.at('filters').value;
    const values = (Array.isArray(filters) ? filters : []).flatMap(
      (filter: { values: { input: string; count: number }[] }) => filter.values,
    );
    const narrow = values.find((value) => value.count > 0 && value.count < count(whole.at('nodes')));
    if (!narrow) throw new Error('no filter of ceramics leaves something out');
    const filtered = (
      await ask(hydrogen.collection, {
        handle: 'ceramics',
        first: 50,
        filters: [JSON.parse(narrow.input)],
        sortKey: 'PRICE',
      })
    ).at('collection', 'products', 'nodes');
    expect(count(filtered)).toBe(narrow.count);
  });

  test('search, and suggestions while typing', async () => {
    const found = await ask(hydrogen.search, { term: 'lamp', first: 8, ...ENGLISH });
    expect(Number(found.at('products', 'totalCount').value)).toBeGreaterThan(0);
    expect(found.at('products', 'nodes', 0, '__typename').value).toBe('Product');
    expect(found.at('articles', 'nodes', 0, '__typename').value).toBe('Article');
    const suggested = (
      await ask(hydrogen.predictiveSearch, {
        limit: 10,
        limitScope: 'EACH',
        term: 'lamp',
        types: ['ARTICLE', 'COLLECTION', 'PAGE', 'PRODUCT', 'QUERY'],
        ...ENGLISH,
      })
    ).at('predictiveSearch');
    expect(count(suggested.at('products'))).toBeGreaterThan(0);
    expect(count(suggested.at('articles'))).toBeGreaterThan(0);
    expect(suggested.text('products', 0, 'selectedOrFirstAvailableVariant', 'id')).toContain('ProductVariant');
  });

  test('policies, pages, blogs and articles', async () => {
    const shop = (await ask(hydrogen.policies)).at('shop');
    expect(shop.text('privacyPolicy', 'handle')).toBe('privacy-policy');
    const chosen = { privacyPolicy: true, refundPolicy: false, shippingPolicy: false, termsOfService: false };
    const policy = (await ask(hydrogen.policy, chosen)).at('shop');
    expect(policy.text('privacyPolicy', 'body').length).toBeGreaterThan(50);
    expect(policy.at('refundPolicy').value).toBeUndefined();
    expect((await ask(hydrogen.page, { handle: 'about' })).text('page', 'title').length).toBeGreaterThan(1);
    const handle = (await ask(hydrogen.blogs, { first: 5 })).text('blogs', 'nodes', 0, 'handle');
    const blog = (await ask(hydrogen.blog, { handle, first: 2 })).at('blog');
    expect(count(blog.at('articles', 'nodes'))).toBe(2);
    const article = blog.text('articles', 'nodes', 0, 'handle');
    const read = (await ask(hydrogen.article, { blog: handle, article })).at('blog', 'articleByHandle');
    expect(read.at('handle').value).toBe(article);
    expect(read.text('author', 'name').length).toBeGreaterThan(1);
  });

  test('the sitemap, and where old paths lead', async () => {
    const index = await ask(hydrogen.sitemapIndex);
    expect(index.at('products', 'pagesCount', 'count').value).toBe(1);
    expect(index.at('metaobjects', 'pagesCount', 'count').value).toBe(0);
    for (const type of ['PRODUCT', 'COLLECTION', 'PAGE', 'ARTICLE', 'BLOG']) {
      const items = (await ask(hydrogen.sitemap, { type, page: 1 })).at('sitemap', 'resources', 'items');
      expect(count(items), type).toBeGreaterThan(0);
      if (type === 'PRODUCT') expect(items.text(0, 'image', 'filepath')).toContain('/media/');
    }
    expect((await ask(hydrogen.redirect, { query: 'path:/no-such-path' })).at('urlRedirects', 'edges').value).toEqual(
      [],
    );
  });
});
