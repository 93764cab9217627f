import { env, exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { anySearch } from '../../commerce/search/search-request.ts';
import { createDeps } from '../../worker/deps.ts';
import { indexProducts, rebuildAllSearch, refreshSignals } from '../../worker/services/index-search.ts';
import { answeredBy, currentOutage, watchSearchCluster } from '../../worker/services/search-outage.ts';
import { askAdmin } from './admin-support.ts';
import { Answer, db } from './checkout-support.ts';

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

  it('says what was likely meant, and that its results are shown', async () => {
    const HELP = `query Help($query: String!) @inContext(country: DE, language: DE) { search(query: $query, first: 20) { totalCount } searchHelp(query: $query) { correction isCorrectionShown } }`;
    const misspelled = await ask(HELP, { query: 'becherr' });
    expect(misspelled.at('searchHelp').value).toEqual({ correction: 'becher', isCorrectionShown: true });
    expect(Number(misspelled.at('search', 'totalCount').value)).toBeGreaterThan(0);
    // Nothing of it is a word, but a title is spelled nearly so.
    const title = await ask(HELP, { query: 'becherhafne' });
    expect(title.at('searchHelp', 'correction').value).toBe('becher hafen');
    const right = await ask(HELP, { query: 'becher' });
    expect(right.at('searchHelp').value).toEqual({ correction: null, isCorrectionShown: false });
    const nothing = await ask(HELP, { query: 'qqqqzz' });
    expect(nothing.at('searchHelp').value).toEqual({ correction: null, isCorrectionShown: false });
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

  it('follows in the minute’s round how a product sells, without an edit, and finds what an index lost', async () => {
    const deps = createDeps(env);
    const made = await askAdmin(
      'mutation { productSet(input: { title: "Quokka print", handle: "searched-print", status: ACTIVE }) { product { id } userErrors { message } } }',
    );
    const gid = made.text('productSet', 'product', 'id');
    const id = Number(/\d+$/.exec(gid)?.[0]);
    await expect.poll(() => found('quokka'), { interval: 100 }).toEqual([gid]);
    const explained = async () => {
      const preview = await askAdmin(
        '{ searchPreview(query: "quokka") { hits { product { id } explanation { name value } } } }',
      );
      const parts: unknown = preview.at('searchPreview', 'hits', 0, 'explanation').value;
      return JSON.stringify(parts);
    };
    expect(await explained()).not.toContain('conversion');
    await db.execute(sql`insert into shopper_events (visitor, at, kind, product_id)
      select 'quokka' || n, now(), (case when n % 2 = 0 then 'view' else 'order' end)::shopper_event_kind, ${id}::bigint from generate_series(1, 40) n`);
    const minute = (id % 60) * 60_000;
    // Another minute is another share of the products.
    await refreshSignals(deps, minute + 60_000);
    expect(await explained()).not.toContain('conversion');
    await refreshSignals(deps, minute + 24 * 3_600_000);
    expect(await explained()).toContain('"conversion"');
    await deps.search.change('de', [], [id]);
    await deps.search.change('en', [], [id]);
    await refreshSignals(deps, minute);
    expect((await deps.search.search({ ...anySearch('en', 'quokka') })).ok).toBe(true);
    expect(await found('quokka')).toEqual([gid]);
    await askAdmin(
      'mutation M($id: ID!) { productSet(input: { id: $id, status: DRAFT }) { userErrors { message } } }',
      { id: gid },
    );
  });

  it('puts a collection in the order that its rules ask for, at once', async () => {
    const LIST = '{ collection(handle: "lighting") { id products(first: 20) { nodes { id } } } }';
    const listed = async () => {
      const nodes: unknown = (await ask(LIST)).at('collection', 'products', 'nodes').value;
      return Array.isArray(nodes) ? nodes.map((node: { id: string }) => node.id) : [];
    };
    const collectionId = (await ask(LIST)).at('collection', 'id').value;
    const before = await listed();
    expect(before.length).toBeGreaterThan(2);
    const last = before.at(-1);
    const save = (rule: object) =>
      askAdmin(
        'mutation M($rule: SearchRuleInput!) { searchRuleSave(rule: $rule) { userErrors { message } searchSettings { rules { id collection { id } } } } }',
        { rule: { collectionId, ...rule } },
      );
    await save({ kind: 'PIN', productIds: [last], position: 1 });
    const saved = await save({ kind: 'BURY', productIds: [before[0]] });
    expect(saved.at('searchRuleSave', 'userErrors').value).toEqual([]);
    try {
      expect(await listed()).toEqual([last, ...before.slice(1, -1), before[0]]);
      const ended = await save({ kind: 'HIDE', productIds: [before[1]], endsAt: '2020-01-01T00:00:00Z' });
      expect(ended.at('searchRuleSave', 'userErrors').value).toEqual([]);
      expect(await listed()).toContain(before[1]);
    } finally {
      const settings = await askAdmin('{ searchSettings { rules { id collection { id } } } }');
      const rules: unknown = settings.at('searchSettings', 'rules').value;
      for (const rule of Array.isArray(rules) ? rules : [])
        if (rule.collection?.id === collectionId)
          await askAdmin('mutation M($id: ID!) { searchRuleDelete(id: $id) { userErrors { message } } }', {
            id: rule.id,
          });
    }
    expect(await listed()).toEqual(before);
  });

  it('goes on without its cluster: the embedded engine answers, changes are noted, and the outage is written down', async () => {
    const deadCluster = { ...env, TYPESENSE_URL: 'http://127.0.0.1:9', TYPESENSE_API_KEY: 'none' };
    const deps = createDeps(deadCluster);
    try {
      expect(await deps.search.search({ ...anySearch('de', 'becher'), limit: 1 })).toMatchObject({ ok: true });
      await indexProducts(deps, [6]);
      expect(await watchSearchCluster(deps)).toBe('away');
      expect(await currentOutage(deps)).toMatchObject({ problem: expect.stringMatching(/\S/) });
      expect(await answeredBy(deps)).toBe('EMBEDDED');
      expect((await deps.searchOutages.nextMissed(10)).ids).toEqual([6]);
      const without = await askAdmin('{ searchOutage { beganAt lastFailedAt problem answeredBy } }');
      expect(without.at('searchOutage').value, 'of a shop that has no cluster').toBeNull();
    } finally {
      await db.execute(sql`truncate search_outages, search_missed_products`);
    }
  });

  it('refuses rules that say nothing', async () => {
    const answer = await askAdmin('mutation { searchRuleSave(rule: { kind: PIN }) { userErrors { field message } } }');
    expect(answer.at('searchRuleSave', 'userErrors', 0, 'field', 0).value).toBe('productIds');
  });
});
