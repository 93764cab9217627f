import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { SearchDocument } from '../../commerce/search/document.ts';
import { DEFAULT_RANKING } from '../../commerce/search/ranking-rules.ts';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { withPlainErrors } from '../../worker/adapters/typesense/plain-errors.ts';
import { TypesenseSearch } from '../../worker/adapters/typesense/typesense-search.ts';
import type { Search, SearchFailure } from '../../worker/ports/search.ts';
import { type FallbackWatch, searchWithFallback } from '../../worker/services/search-with-fallback.ts';

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
    apiKey: 'very-secret-key',
    prefix: '',
    nowMs: () => 0,
    report: (line) => reports.push(line),
  });

interface Watched {
  nowMs: number;
  readonly problems: string[];
  readonly missed: number[];
}
const watched = (): Watched => ({ nowMs: 0, problems: [], missed: [] });
const forever = () => new Promise<void>(() => undefined);
const watch = (seen: Watched, pause: (ms: number) => Promise<void> = forever): FallbackWatch => ({
  nowMs: () => seen.nowMs,
  pause,
  failed: async (problem) => void seen.problems.push(problem),
  missed: async (ids) => void seen.missed.push(...ids),
});

test('a cluster that is away is answered for by the embedded engine, and whoever watches hears of it once a minute', async () => {
  const reports: string[] = [];
  const seen = watched();
  const search = searchWithFallback(away(reports), embedded(), watch(seen));
  const found = async () => {
    const answer = await search.search(anySearch('en', 'lamp'));
    return answer.ok && answer.total;
  };
  expect(await found()).toBe(1);
  expect(seen.problems).toHaveLength(1);
  expect(seen.problems[0]).not.toBe('');
  expect(await search.suggest(anySearch('en', 'la'))).toMatchObject({ ok: true, ids: [1] });
  expect(reports, 'left alone for a while').toEqual(['typesense: a search failed']);
  seen.nowMs = 20_000;
  expect(await found()).toBe(1);
  expect(reports).toHaveLength(2);
  expect(seen.problems).toHaveLength(1);
  seen.nowMs = 70_000;
  expect(await found()).toBe(1);
  expect(seen.problems).toHaveLength(2);
});

test('a cluster that never answers keeps nobody waiting, and is asked again later', async () => {
  const seen = watched();
  let asked = 0;
  let hangs = true;
  const slow: Search = {
    ...embedded(),
    async search() {
      asked += 1;
      if (hangs) await forever();
      return { ok: true, total: 7, hits: [], facets: [], didYouMean: null, isCorrected: false };
    },
  };
  const search = searchWithFallback(
    slow,
    embedded(),
    watch(seen, async () => undefined),
  );
  expect(await search.search(anySearch('en', 'lamp'))).toMatchObject({ total: 1 });
  expect(await search.search(anySearch('en', 'lamp'))).toMatchObject({ total: 1 });
  expect(asked).toBe(1);
  expect(seen.problems).toEqual(['no answer within 1500 ms']);
  hangs = false;
  seen.nowMs = 15_000;
  expect(await searchWithFallback(slow, embedded(), watch(seen)).search(anySearch('en', 'lamp'))).toMatchObject({
    total: 7,
  });
});

test('a change is written to the embedded engine even then, held up by nothing, and noted for the cluster', async () => {
  const written: string[] = [];
  const seen = watched();
  const search = searchWithFallback(away([]), embedded(written), watch(seen));
  async function* none() {}
  await search.change('en', [lamp], [8]);
  expect(await search.refreshSignals('en', [{ id: 1, signals: {} }])).toEqual([3]);
  await search.configure('en', { synonyms: [], ranking: DEFAULT_RANKING });
  expect(await search.status('en')).toEqual({ documents: 1, builtAtMs: 0 });
  await expect(search.rebuild('en', none), 'somebody waits for it').rejects.toThrow();
  expect(written).toEqual(['change', 'signals', 'configure', 'rebuild']);
  expect(seen.missed).toEqual([1, 8]);
});

test('a change that can be noted nowhere comes again', async () => {
  const search = searchWithFallback(away([]), embedded(), {
    ...watch(watched()),
    missed: () => Promise.reject(new Error('no records')),
  });
  await expect(search.change('en', [lamp], [])).rejects.toThrow('no records');
});

test('what is told and thrown of a cluster never carries its key', async () => {
  const told: unknown[] = [];
  const cluster = new TypesenseSearch({
    url: 'http://127.0.0.1:9',
    apiKey: 'very-secret-key',
    prefix: '',
    nowMs: () => 0,
    report: (...report) => told.push(report),
  });
  const plain = withPlainErrors(cluster);
  async function* none() {}
  told.push(await plain.search(anySearch('en', 'lamp')));
  const writes = [
    () => plain.change('en', [lamp], []),
    () => plain.refreshSignals('en', [{ id: 1, signals: {} }]),
    () => plain.rebuild('en', none),
    () => plain.configure('en', { synonyms: [], ranking: DEFAULT_RANKING }),
    () => plain.status('en'),
  ];
  for (const write of writes) told.push(await write().catch((error: unknown) => error));
  expect(told).toHaveLength(7);
  expect(inspect(told, { depth: 12 })).toContain('typesense: a rebuild failed');
  expect(inspect(told, { depth: 12 })).not.toContain('very-secret-key');
});

test('where both are away the answer says so, for the remembered catalogue to take over', async () => {
  const failed: SearchFailure = { ok: false, reason: 'unavailable' };
  const none: Search = { ...embedded(), search: async () => failed };
  const search = searchWithFallback(none, none, watch(watched()));
  expect(await search.search(anySearch('en', 'lamp'))).toEqual(failed);
});

test('where a cluster finds nothing the embedded engine says what was meant', async () => {
  const empty: Search = {
    ...embedded(),
    search: async () => ({ ok: true, total: 0, hits: [], facets: [], didYouMean: null, isCorrected: false }),
  };
  const search = searchWithFallback(empty, embedded(), watch(watched()));
  const meant = async (query: string) => {
    const answer = await search.search(anySearch('en', query));
    return answer.ok && [answer.total, answer.didYouMean, answer.isCorrected];
  };
  expect(await meant('lampp')).toEqual([0, 'lamp', false]);
  expect(await meant('qqqqzz')).toEqual([0, null, false]);
  expect(await meant('')).toEqual([0, null, false]);
});
