import { createRequire } from 'node:module';
import { buildClientSchema, extendSchema, type IntrospectionQuery, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as cart from '../../../site/lib/cart-queries.ts';
import { localizationDocument } from '../../../site/lib/markets.ts';
import { orderDocument } from '../../../site/lib/order-query.ts';
import * as catalogue from '../../../site/lib/queries.ts';

interface WithText {
  readonly text: string;
}

const isDocument = (value: unknown): value is WithText =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';

const documents = Object.entries({ ...catalogue, ...cart, localizationDocument, orderDocument }).flatMap(
  ([name, value]) => (isDocument(value) ? [{ name, text: value.text }] : []),
);

const introspection: IntrospectionQuery = createRequire(import.meta.url)(
  '@shopify/hydrogen-react/storefront.schema.json',
);
/** What our shop API adds to the Storefront API and the site relies on. */
const additions = parse(`
  extend type ProductConnection { totalCount: Int! }
  extend type ProductVariant { nextArrivalAt: DateTime drop: Drop }
  type TranslatedHandle { locale: String! handle: String! }
  extend type Product { translatedHandles: [TranslatedHandle!]! }
  extend type Collection { translatedHandles: [TranslatedHandle!]! }
  extend type Page { translatedHandles: [TranslatedHandle!]! }
  extend type Blog { translatedHandles: [TranslatedHandle!]! }
  extend type Article { translatedHandles: [TranslatedHandle!]! }
  extend type QueryRoot { deliveryPromises: [DeliveryPromise!]! }
  type Drop {
    id: ID! status: String! opensAt: DateTime! closesAt: DateTime joinsFrom: DateTime! now: DateTime!
    limitPerCustomer: Int! buyingWindowSeconds: Int!
  }
  type DeliveryPromise {
    handle: String! title: String! description: String! cost: MoneyV2! freeFrom: MoneyV2
    arrivesFrom: DateTime! arrivesTo: DateTime!
  }
`);
const storefront = extendSchema(buildClientSchema(introspection), additions);

describe("the storefront's documents", () => {
  it('are all found', () => {
    expect(documents.length).toBeGreaterThan(25);
  });

  it.each(documents)('$name asks only what the Storefront API and its additions have', ({ text }) => {
    expect(validate(storefront, parse(text)).map((error) => error.message)).toEqual([]);
  });
});
