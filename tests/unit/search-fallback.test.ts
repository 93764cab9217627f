import { expect, test } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { DEFAULT_RANKING } from '../../commerce/search/ranking-rules.ts';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { TypesenseSearch } from '../../worker/adapters/typesense/typesense-search.ts';
import type { Search, SearchFailure } from '../../worker/ports/search.ts';
import { searchWithFallback } from '../../worker/services/search-with-fallback.ts';

const lamp: SearchDocument = { id: 1, texts: { title: ['Desk lamp'] }, values: {}, numbers: {}, signals: {} };

/** The engine itself behind the port. */
function embedded(written: string[] = []): Search {
  const engine = new SearchEngine('en', () => 0);
  engine.put([lamp]);
  return {
    search: async (request) => ({ ok: true, ...engine.search(request) }),
    suggest: async (request) => ({ ok: true, ...engine.suggest(request) }),
    change: async () => void written.push('change'),
    refreshSignals: async () => {
      written.push('signals');
      return [3];
    },
    rebuild: async () => written.push('rebuild'),
    configure: async () => void written.push('configure'),
    status: async () => ({ documents: 1, builtAtMs: 0 }),
  };
}

/** A cluster that nobody answers for. */
const away = (reports: string[]) =>
  new TypesenseSearch({
    url: 'http://127.0.0.1:9',
    apiKey: 'none',
    prefix: '',
    nowMs: () => 0,
    report: (line) => reports.push(line),
  });

test('a cluster that is away is answered for by the embedded engine, with an alert each time', async () => {
  const reports: string[] = [];
  const alerts: string[] = [];
  const search = searchWithFallback(away(reports), embedded(), (line) => alerts.push(line));
  const answer = await search.search(anySearch('en', 'lamp'));
  expect(answer).toMatchObject({ ok: true, total: 1 });
  expect(alerts).toEqual(['search: the first engine is unavailable; the embedded one answers']);
  expect(reports).toEqual(['typesense: a search failed']);
  expect(await search.suggest(anySearch('en', 'la'))).toMatchObject({ ok: true, ids: [1] });
});

test('a change is written to the embedded engine even then, and comes again for the cluster', async () => {
  const written: string[] = [];
  const search = searchWithFallback(away([]), embedded(written), () => undefined);
  async function* none() {}
  await expect(search.change('en', [lamp], [])).rejects.toThrow();
  await expect(search.refreshSignals('en', [{ id: 1, signals: {} }])).rejects.toThrow();
  await expect(search.rebuild('en', none)).rejects.toThrow();
  await expect(search.configure('en', { synonyms: [], ranking: DEFAULT_RANKING })).rejects.toThrow();
  expect(written).toEqual(['change', 'signals', 'rebuild', 'configure']);
});

test('where both are away the answer says so, for the remembered catalogue to take over', async () => {
  const failed: SearchFailure = { ok: false, reason: 'unavailable' };
  const none: Search = { ...embedded(), search: async () => failed };
  const search = searchWithFallback(none, none, () => undefined);
  expect(await search.search(anySearch('en', 'lamp'))).toEqual(failed);
});

test('where a cluster finds nothing the embedded engine says what was meant', async () => {
  const empty: Search = {
    ...embedded(),
    search: async () => ({ ok: true, total: 0, hits: [], facets: [], didYouMean: null, isCorrected: false }),
  };
  const search = searchWithFallback(empty, embedded(), () => undefined);
  const meant = async (query: string) => {
    const answer = await search.search(anySearch('en', query));
    return answer.ok && [answer.total, answer.didYouMean, answer.isCorrected];
  };
  expect(await meant('lampp')).toEqual([0, 'lamp', false]);
  expect(await meant('qqqqzz')).toEqual([0, null, false]);
  expect(await meant('')).toEqual([0, null, false]);
});
