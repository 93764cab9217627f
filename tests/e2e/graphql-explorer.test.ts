import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorefront, type StorefrontWorld } from './storefront-world.ts';

let world: StorefrontWorld;

beforeAll(async () => {
  world = await openStorefront();
});
afterAll(() => world?.close());

test('the GraphQL explorer comes from the shop alone and runs a query', async () => {
  const { page, context, problems } = await world.visitor();
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== world.origin) foreign.push(request.url());
  });
  await page.goto(`/graphql?query=${encodeURIComponent('{ shop { name } }')}`);
  await page.getByRole('button', { name: /execute query/i }).click();
  await page.locator('.graphiql-response').getByText('"name"').waitFor();
  expect(foreign).toEqual([]);
  expect(problems).toEqual([]);
  await context.close();
});
