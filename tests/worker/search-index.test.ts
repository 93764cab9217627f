import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { TEXT_ONLY_RANKING } from '../../commerce/search/ranking-rules.ts';
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
