import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { MAX_COMPLEXITY, weigh } from '../../worker/graphql/http/documents.ts';
import { shopSchema } from '../../worker/graphql/shop/schema.ts';
import { sampleVariables } from '../support/sample-variables.ts';
import { hydrogenCart } from '../support/storefront-documents/hydrogen-cart.ts';
import { hydrogenCatalogue } from '../support/storefront-documents/hydrogen-catalogue.ts';
import { nextCommerce } from '../support/storefront-documents/next-commerce.ts';
import { referenceSchema } from '../support/storefront-reference.ts';

const documents = Object.entries({ nextCommerce, hydrogenCatalogue, hydrogenCart }).flatMap(([client, operations]) =>
  Object.entries(operations).map(([name, source]) => [`${client} ${name}`, source] as const),
);
const reference = referenceSchema();

test.each(documents)('%s is a document of the Storefront API and of ours', (_name, source) => {
  const document = parse(source);
  expect(validate(reference, document), 'the document itself is wrong').toEqual([]);
  expect(validate(shopSchema, document)).toEqual([]);
});

test.each(documents)('%s stays below the limit of what one operation may cost', (_name, source) => {
  // The largest page a client of these may ask for; its cart reads 100 lines.
  const document = parse(source);
  const variables = sampleVariables(shopSchema, document, { first: 250, numCartLines: 100 });
  const cost = weigh(shopSchema, document, null, variables);
  expect(cost).toBeGreaterThan(0);
  expect(cost).toBeLessThan(MAX_COMPLEXITY);
});
