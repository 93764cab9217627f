import { execute, parse } from 'graphql';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { createDb } from '../../db/client.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { neonRecommendations } from '../../worker/adapters/neon/recommendations.ts';
import { pictureAddresses } from '../../worker/adapters/pictures/picture-addresses.ts';
import { buyerFor } from '../../worker/graphql/shop/in-context.ts';
import { createLoaders } from '../../worker/graphql/shop/loaders.ts';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import { CatalogueCache } from '../../worker/services/catalogue-cache.ts';
import { LearnedCache } from '../../worker/services/recommend.ts';
import { hydrogenCatalogue as hydrogen } from '../support/storefront-documents/hydrogen-catalogue.ts';
import { nextCommerce } from '../support/storefront-documents/next-commerce.ts';

/** Most statements of a read from an empty memory: settings, the list, the products it shows, and what was learned of them. */
const COLD_STATEMENTS = 4;

const endpoint = inject('neonEndpoint');
let statements = 0;
let cache: CatalogueCache;
let learned: LearnedCache;

beforeEach(() => {
  const send = globalThis.fetch;
  // The Neon driver sends each statement as one request.
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    if (String(input instanceof Request ? input.url : input).startsWith(endpoint)) statements += 1;
    return send(input, init);
  });
  statements = 0;
  const db = createDb({ DATABASE_URL: inject('databaseUrl'), NEON_LOCAL_ENDPOINT: endpoint });
  cache = new CatalogueCache(neonCatalogue(db), () => 0);
  learned = new LearnedCache(neonRecommendations(db), () => 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const waitUntil = () => undefined;

/** Executes as a request does: settings first, then the document; a promise only where something had to be read. */
function run(source: string, variableValues: Record<string, unknown>) {
  const settings = cache.settings(waitUntil);
  const go = (known: Awaited<typeof settings>) =>
    execute({
      schema: shopSchema,
      document: parse(source),
      variableValues,
      contextValue: {
        buyer: buyerFor(known.markets, 'DE', 'de'),
        origin: 'http://shop.test',
        nowMs: 0,
        deps: { learned, pictures: { addresses: pictureAddresses('only-for-tests', null) } },
        loaders: createLoaders(cache, known, waitUntil),
        tags: new Set(),
        waitUntil,
      },
    });
  return settings instanceof Promise ? settings.then(go) : go(settings);
}

const DETAIL = { handle: 'harbour-mug', selectedOptions: [] };
const LIST_OF_24 = /* GraphQL */ `
  query List($handle: String!) {
    collection(handle: $handle) {
      title
      products(first: 24, sortKey: PRICE) {
        nodes {
          id title handle availableForSale featuredImage { url altText }
          priceRange { minVariantPrice { amount currencyCode } }
          options { name optionValues { name swatch { color } } }
          variants(first: 3) { nodes { id price { amount } } }
        }
        filters { id label values { label count input } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

test.each([
  ['a product, as Hydrogen shows it', hydrogen.product, DETAIL],
  ['a product, as Next.js Commerce shows it', nextCommerce.product, DETAIL],
  ['recommendations', hydrogen.recommendedProducts, {}],
  ['a list of 24 with its facets', LIST_OF_24, { handle: 'ceramics' }],
  ['all products', nextCommerce.products, { sortKey: 'CREATED_AT' }],
  ['a search', nextCommerce.products, { query: 'vase OR tag:linen' }],
])(
  '%s takes few statements from an empty memory, and none and no waiting from a warm one',
  async (_what, source, variables) => {
    const cold = await run(source, variables);
    expect(cold.errors).toBeUndefined();
    expect(JSON.stringify(cold.data)).toContain('gid://shopify/Product/');
    expect(statements).toBeGreaterThan(0);
    expect(statements).toBeLessThanOrEqual(COLD_STATEMENTS);
    statements = 0;
    const warm = run(source, variables);
    expect(warm, 'a warm read is answered in one go').not.toBeInstanceOf(Promise);
    expect(await warm).toEqual(cold);
    expect(statements).toBe(0);
  },
);
