import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { anySearch } from '../../commerce/search/search-request.ts';
import { abilitiesOf } from '../../worker/adapters/typesense/typesense-abilities.ts';
import { TypesenseSearch } from '../../worker/adapters/typesense/typesense-search.ts';
import { startTypesense } from '../support/typesense-server.ts';
import { describeSearch } from './search-suite.ts';

const server = await startTypesense();
if (typeof server === 'string') {
  console.log(`Typesense is skipped: ${server}`);
  describe.skip(`Typesense (${server})`, () => it('answers as every engine', () => undefined));
} else {
  let made = 0;
  const options = {
    url: server.url,
    apiKey: server.apiKey,
    nowMs: () => Date.now(),
    report: (line: string, error: unknown) => console.error(line, error),
  };
  const prefix = `t${randomUUID().slice(0, 8)}_`;
  const open = () => {
    made += 1;
    return new TypesenseSearch({ ...options, prefix: `${prefix}${made}_` });
  };
  const { stemming } = await open().abilities();

  afterAll(async () => {
    const { client } = open();
    for (const { name } of await client
      .aliases()
      .retrieve()
      .then(({ aliases }) => aliases))
      if (name.startsWith(prefix)) await client.aliases(name).delete();
    for (const { name } of await client.collections().retrieve())
      if (name.startsWith(prefix)) await client.collections(name).delete();
    await server.stop();
  });

  describeSearch(
    'Typesense',
    async () => open(),
    () => ({ stemming, compounds: false, explanations: false }),
  );

  describe('Typesense itself', () => {
    it('answers while a rebuild runs, and exchanges the collection at its end', async () => {
      const search = open();
      const document = (id: number, title: string) => ({
        id,
        texts: { title: [title] },
        values: {},
        numbers: {},
        signals: {},
      });
      const titles = async () => {
        const answer = await search.search(anySearch('en', 'chair'));
        return answer.ok ? answer.hits.map((hit) => hit.id) : answer.reason;
      };
      async function* old() {
        yield [document(1, 'Old chair')];
      }
      async function* fresh() {
        yield [document(2, 'New chair')];
        expect(await titles()).toEqual([1]);
        yield [document(3, 'Newer chair')];
      }
      await search.rebuild('en', old);
      await search.rebuild('en', fresh);
      expect(await titles()).toEqual(expect.arrayContaining([2, 3]));
      expect(
        (await search.client.collections().retrieve()).filter((one) => one.name.startsWith(search.aliasOf('en'))),
      ).toHaveLength(1);
    });

    it('gives a browser a key that reads one market only, until it expires', async () => {
      const search = open();
      async function* documents() {
        yield [
          { id: 1, texts: { title: ['Stool'] }, values: { market: ['us'] }, numbers: {}, signals: {} },
          { id: 2, texts: { title: ['Stool'] }, values: { market: ['europe'] }, numbers: {}, signals: {} },
        ];
      }
      await search.rebuild('en', documents);
      const parent = await search.client
        .keys()
        .create({ description: 'search', actions: ['documents:search'], collections: [`${prefix}.*`] });
      const ask = async (key: string) => {
        const response = await fetch(
          `${server.url}/collections/${search.aliasOf('en')}/documents/search?q=stool&query_by=title`,
          { headers: { 'x-typesense-api-key': key } },
        );
        const answer = (await response.json()) as { hits?: { document: { id: string } }[] };
        return response.ok ? answer.hits?.map((hit) => hit.document.id) : response.status;
      };
      expect(await ask(search.scopedKey(parent.value ?? '', 'us', Date.now() + 60_000))).toEqual(['1']);
      expect(await ask(search.scopedKey(parent.value ?? '', 'us', Date.now() - 60_000))).toBe(401);
    });

    it('says when it cannot be reached', async () => {
      const reports: string[] = [];
      const away = new TypesenseSearch({
        ...options,
        url: 'http://127.0.0.1:9',
        prefix,
        report: (line) => reports.push(line),
      });
      expect(await away.search(anySearch('en', 'chair'))).toMatchObject({
        ok: false,
        reason: 'unavailable',
        problem: expect.any(String),
      });
      expect(reports).toEqual(['typesense: a search failed']);
      await expect(away.change('en', [], [1])).rejects.toThrow();
    });
  });
}

describe('abilities', () => {
  it.each([
    ['0.24.1', { stemming: false, sets: false }],
    ['0.25.2', { stemming: false, sets: false }],
    ['26.0', { stemming: true, sets: false }],
    ['29.0', { stemming: true, sets: false }],
    ['30.0', { stemming: true, sets: true }],
    ['nightly', { stemming: true, sets: true }],
  ])('of %s', (version, abilities) => {
    expect(abilitiesOf(version)).toEqual(abilities);
  });
});
