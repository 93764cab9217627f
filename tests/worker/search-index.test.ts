import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { DEFAULT_RANKING, TEXT_ONLY_RANKING } from '../../commerce/search/ranking-rules.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { searchObjects } from '../../worker/adapters/search-object/search-object.ts';
import { describeSearch } from '../contract/search-suite.ts';

const report = (line: string, error: unknown) => console.error(line, error);

describeSearch(
  'embedded search',
  async () => searchObjects(env.SEARCH_INDEX, report),
  () => ({ stemming: true, compounds: true, explanations: true }),
);

const shelf = (id: number): SearchDocument => ({
  id,
  texts: { title: [`Shelf number ${id}`], type: ['Shelves'] },
  values: { product_type: ['Shelves'] },
  numbers: {},
  signals: {},
});

test('an index that was restarted answers as before, with what changed since its snapshot', async () => {
  const search = searchObjects(env.SEARCH_INDEX, report);
  const stub = env.SEARCH_INDEX.get(env.SEARCH_INDEX.idFromName('locale:sv'));
  const ids = async (query: string) => {
    const answer = await search.search({ ...anySearch('sv', query), limit: 1_000, prefix: 'never' });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.hits.map((hit) => hit.id);
  };
  async function* shelves() {
    for (let at = 1; at <= 600; at += 200) yield Array.from({ length: 200 }, (_, index) => shelf(at + index));
  }
  expect(await search.rebuild('sv', shelves)).toBe(600);
  await search.configure('sv', { synonyms: ['hylla, shelf'], ranking: TEXT_ONLY_RANKING });
  await search.change('sv', [{ ...shelf(7), texts: { title: ['Bookcase'] } }], [8]);
  const before = await ids('hylla');
  expect(before).toHaveLength(598);
  await evictDurableObject(stub);
  expect(await ids('hylla')).toEqual(before);
  expect(await ids('bookcase')).toEqual([7]);
  // So many changes that the alarm keeps a new snapshot.
  await search.change(
    'sv',
    Array.from({ length: 400 }, (_, index) => shelf(1_000 + index)),
    [],
  );
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  await evictDurableObject(stub);
  expect(await ids('shelf')).toHaveLength(998);
});

test('signals that were refreshed outlive a restart, and one that hardly moved is not written', async () => {
  const search = searchObjects(env.SEARCH_INDEX, report);
  const stub = env.SEARCH_INDEX.get(env.SEARCH_INDEX.idFromName('locale:da'));
  const facts = () =>
    runInDurableObject(stub, (_object, state) =>
      [...state.storage.sql.exec('SELECT facts FROM documents ORDER BY id')].map(
        (row): unknown => JSON.parse(String(row.facts)).signals,
      ),
    );
  async function* shelves() {
    yield [1, 2].map((id) => ({ ...shelf(id), signals: { popularity: 100, stock: 4, conversion: 0.1 } }));
  }
  expect(await search.refreshSignals('da', [{ id: 1, signals: {} }])).toEqual([]);
  await search.rebuild('da', shelves);
  await search.refreshSignals('da', [
    { id: 1, signals: { popularity: 50, margin: 0.4 } },
    { id: 2, signals: { popularity: 100.5, conversion: 0.1 } },
  ]);
  const expected = [
    { popularity: 50, margin: 0.4, stock: 4 },
    { popularity: 100, stock: 4, conversion: 0.1 },
  ];
  expect(await facts()).toEqual(expected);
  await evictDurableObject(stub);
  const answer = await search.search({ ...anySearch('da', 'shelf'), explain: true }, DEFAULT_RANKING);
  const measured = answer.ok
    ? answer.hits.map((hit) => hit.explanation.find((part) => part.name === 'popularity')?.value)
    : [];
  expect(measured).toEqual([100, 50]);
});
