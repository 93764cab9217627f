import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createGateway } from '../../worker/app.ts';
import { createDeps } from '../../worker/deps.ts';
import { buildMissingSearch } from '../../worker/services/index-search.ts';
import { Answer } from './checkout-support.ts';

const SEARCH = `query Search($query: String!, $first: Int, $after: String, $filters: [ProductFilter!]) @inContext(country: US, language: EN) {
  search(query: $query, first: $first, after: $after, productFilters: $filters, types: [PRODUCT]) { totalCount nodes { __typename } }
  searchHelp(query: $query) { correction brands { name } }
  predictiveSearch(query: $query) { products { id } queries { text } }
}`;
const request = (variables: object) =>
  new Request('http://shop.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: SEARCH, variables: { first: 5, ...variables } }),
  });
const ask = async (variables: object): Promise<Answer> =>
  new Answer(await (await exports.default.fetch(request(variables))).json());
const total = (answer: Answer) => Number(answer.at('data', 'search', 'totalCount').value);

beforeAll(async () => {
  await buildMissingSearch(createDeps(env));
});

describe('the shop’s search', () => {
  it.each([
    ['10 kB of words', 'lamp '.repeat(2_000)],
    ['10 kB without a blank', 'x'.repeat(10_000)],
    ['10 kB of brackets', '('.repeat(10_000)],
    ['10 kB of negations and brackets', 'mug OR -('.repeat(1_200)],
    ['10 kB of quotes', '"'.repeat(10_001)],
    ['control characters', 'mug\u0000\u0007\u001b[31m\u009f'],
    ['half a surrogate', 'mug \ud83d'],
    ['marks that change direction', '\u202emug\u202c'],
    ['SQL', "mug'; DROP TABLE products; --"],
    ['SQL with a union', "' UNION SELECT email FROM customers --"],
    ['filter syntax', 'mug && vendor:=[`x`] || (a:>'],
    ['unknown fields', 'planet:mars price:>abc vendor:'],
    ['only operators', 'OR AND NOT -'],
    ['only signs', '!?%&/()=*'],
    ['markup', '<script>alert(1)</script>'],
    ['nothing', ''],
    ['blanks', ' \t\n '],
  ])('answers %s without an error', async (_what, query) => {
    const answer = await ask({ query });
    expect(answer.at('errors').value).toBeUndefined();
    expect(total(answer)).toBeGreaterThanOrEqual(0);
  });

  it('finds nothing for facets and values that are unknown, and says which input is none', async () => {
    for (const filter of [
      { variantOption: { name: 'Planet', value: 'Mars' } },
      { tag: 'no such tag' },
      { productVendor: "x' or 1=1" },
      { price: { min: 900_000 } },
    ])
      expect(total(await ask({ query: 'mug', filters: [filter] })), JSON.stringify(filter)).toBe(0);
    const unknown = await ask({ query: 'mug', filters: [{ planet: 'mars' }] });
    expect(unknown.text('errors', 0, 'message')).toContain('planet');
  });

  it('has no page 10^9, and names the input that cannot be', async () => {
    const many = await ask({ query: 'mug', first: 1_000_000_000 });
    expect(many.text('errors', 0, 'message')).toMatch(/first/);
    const cursor = await ask({ query: 'mug', after: 'page-1000000000' });
    expect(cursor.text('errors', 0, 'message')).toMatch(/after/);
  });
});

it('is answered by the remembered catalogue while no engine answers; the shopper is told nothing, the log is', async () => {
  const reported = vi.spyOn(console, 'error').mockReturnValue();
  const broken = {
    idFromName: (name: string) => env.SEARCH_INDEX.idFromName(name),
    get: () => {
      throw new Error('the object is away');
    },
  };
  const ctx = createExecutionContext();
  const response = await createGateway(null).app.fetch(
    request({ query: 'harbour mug' }),
    { ...env, SEARCH_INDEX: Object.assign(Object.create(null), broken) },
    ctx,
  );
  await waitOnExecutionContext(ctx);
  const answer = new Answer(await response.json());
  expect(answer.at('errors').value).toBeUndefined();
  expect(total(answer)).toBeGreaterThan(0);
  expect(reported.mock.calls.map(([line]) => line)).toContain('search: a search failed');
  reported.mockRestore();
});
