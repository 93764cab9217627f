import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeps } from '../../worker/deps.ts';
import { rebuildAllSearch } from '../../worker/services/index-search.ts';
import { askAdmin } from './admin-support.ts';
import { Answer } from './checkout-support.ts';

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const response = await exports.default.fetch(
    new Request('http://shop.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const answer = new Answer(await response.json());
  expect(answer.at('errors').value).toBeUndefined();
  return answer.at('data');
}

const SEARCH = `query Search($query: String!) { search(query: $query, first: 20, types: [PRODUCT]) { totalCount nodes { ... on Product { id title } } productFilters { id } } }`;
const found = async (query: string): Promise<unknown[]> => {
  const nodes = (await ask(SEARCH, { query })).at('search', 'nodes').value;
  return Array.isArray(nodes) ? nodes.map((node: { id: string }) => node.id) : [];
};

describe('the shop’s search', () => {
  let mug: unknown;

  beforeAll(async () => {
    mug = (await askAdmin('{ productByHandle(handle: "harbour-mug") { id } }')).at('productByHandle', 'id').value;
    const built = await rebuildAllSearch(createDeps(env));
    expect(built.every((one) => one.documents > 0)).toBe(true);
  });

  it('finds what is mistyped, in its forms, and by its description', async () => {
    expect(await found('harbor mgu')).toContain(mug);
    expect(await found('mugs')).toContain(mug);
  });

  it('suggests products while somebody types', async () => {
    const data = await ask('{ predictiveSearch(query: "harb") { products { id } } }');
    expect(JSON.stringify(data.at('predictiveSearch', 'products').value)).toContain(String(mug));
  });

  it('finds a changed product within two seconds of the change', async () => {
    const set = (input: object) =>
      askAdmin(
        'mutation M($input: ProductSetInput!) { productSet(input: $input) { product { id handle } userErrors { message } } }',
        { input },
      );
    const made = await set({ title: 'Zanzibar bowl', handle: 'searched-bowl', status: 'ACTIVE' });
    expect(made.at('productSet', 'userErrors').value).toEqual([]);
    const id = made.at('productSet', 'product', 'id').value;
    await expect.poll(() => found('zanzibar'), { interval: 100 }).toEqual([id]);
    await set({ id, title: 'Timbuktu bowl' });
    await expect.poll(() => found('timbuktu'), { interval: 100 }).toEqual([id]);
    await expect.poll(() => found('zanzibar'), { interval: 100 }).toEqual([]);
    await set({ id, status: 'DRAFT' });
    await expect.poll(() => found('timbuktu'), { interval: 100 }).toEqual([]);
  });

  it('follows rules and synonyms at once, previews them and explains scores', async () => {
    const preview = await askAdmin(
      'query P($id: ID!) { searchPreview(query: "linen", rule: { kind: PIN, query: "linen", productIds: [$id] }) { totalCount hits { score product { id } explanation { name factor } } } }',
      { id: mug },
    );
    expect(preview.at('searchPreview', 'hits', 0, 'product', 'id').value).toBe(mug);
    expect(await found('linen')).not.toContain(mug);
    const saved = await askAdmin(
      'mutation M($id: ID!) { searchRuleSave(rule: { kind: PIN, query: "linen", productIds: [$id] }) { userErrors { message } searchSettings { rules { id kind query } } } }',
      { id: mug },
    );
    expect(saved.at('searchRuleSave', 'userErrors').value).toEqual([]);
    expect((await found('linen'))[0]).toBe(mug);
    const rule = saved.at('searchRuleSave', 'searchSettings', 'rules', 0, 'id').value;
    await askAdmin('mutation M($id: ID!) { searchRuleDelete(id: $id) { userErrors { message } } }', { id: rule });
    expect(await found('linen')).not.toContain(mug);
    const line = await askAdmin(
      'mutation { searchSynonymsSave(line: "flumph, mug") { searchSettings { synonyms { id line } } } }',
    );
    expect(await found('flumph')).toContain(mug);
    const synonyms = line.at('searchSynonymsSave', 'searchSettings', 'synonyms', 0, 'id').value;
    await askAdmin('mutation M($id: ID!) { searchSynonymsDelete(id: $id) { userErrors { message } } }', {
      id: synonyms,
    });
    expect(await found('flumph')).not.toContain(mug);
  });

  it('refuses rules that say nothing', async () => {
    const answer = await askAdmin('mutation { searchRuleSave(rule: { kind: PIN }) { userErrors { field message } } }');
    expect(answer.at('searchRuleSave', 'userErrors', 0, 'field', 0).value).toBe('productIds');
  });
});
