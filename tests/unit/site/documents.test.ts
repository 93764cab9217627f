import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
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

// What it has beyond the Storefront API is declared, type by type, in tests/contract/storefront-schema.test.ts.
const storefront = buildSchema(readFileSync(new URL('../../../docs/schema/shop.graphql', import.meta.url), 'utf8'));

describe("the storefront's documents", () => {
  it('are all found', () => {
    expect(documents.length).toBeGreaterThan(25);
  });

  it.each(documents)('$name asks only what the Storefront API and its additions have', ({ text }) => {
    expect(validate(storefront, parse(text)).map((error) => error.message)).toEqual([]);
  });
});
