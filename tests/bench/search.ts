// npm run bench:search [-- --only ROW] [--catalogue FILE --judgments FILE [--locale LANGUAGE]]: how well the search ranks and how fast it is, beside a plain BM25 and rivals.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { type JudgedCatalogue, judgedMissing, readEsci, readIcecat, readJudged } from '../support/judged-catalogues.ts';
import { ndcgAt10, plainBm25 } from '../support/ranking-quality.ts';
import { startTypesense } from '../support/typesense-server.ts';
import { calibrate } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { fts5, orama, type Rival, typesense } from './harness/search-rivals.ts';

const FACETS = ['vendor', 'product_type', 'option.Color', 'country', 'year'] as const;
const PAGE = 24;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    catalogue: { type: 'string' },
    judgments: { type: 'string' },
    locale: { type: 'string' },
    'without-rivals': { type: 'boolean', default: false },
  },
});

const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / Math.max(1, numbers.length);
const quantile = (numbers: readonly number[], share: number) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;

/** Our engine, and how many products it took in per second. */
function ours(locale: string): Rival & { readonly engine: SearchEngine } {
  const engine = new SearchEngine(locale, () => 0);
  return {
    name: 'ours',
    engine,
    async index(documents) {
      // As the queue's consumers and the rebuild bring them.
      for (let at = 0; at < documents.length; at += 500) engine.put(documents.slice(at, at + 500));
      engine.store.compact();
    },
    async find(query, limit, facets) {
      return engine.search({ ...anySearch(locale, query), limit, facets }).hits.map((hit) => hit.id);
    },
  };
}

interface Trial {
  readonly rival: Rival;
  readonly perSecond: number;
  /** Mean nDCG@10 over queries that have a good answer. */
  readonly ndcg: number;
  readonly halves: readonly [number, number];
  readonly zeroShare: number;
  readonly latencies: readonly number[];
}

/** How many times as good; where the baseline finds nothing good, one that does counts twice as good, and one that does not as equal. */
const times = (own: number, base: number): number => (base > 0 ? own / base : own > 0 ? 2 : 1);

const answerable = (set: JudgedCatalogue) =>
  [...set.judgments].filter(([, gains]) => [...gains.values()].some((gain) => gain > 0));

async function tryRival(rival: Rival, set: JudgedCatalogue): Promise<Trial> {
  const beganAt = performance.now();
  await rival.index(set.documents);
  const perSecond = (set.documents.length * 1000) / (performance.now() - beganAt);
  const scores: number[] = [];
  for (const [query, gains] of answerable(set)) scores.push(ndcgAt10(await rival.find(query, 10, []), gains));
  let none = 0;
  const latencies: number[] = [];
  for (let round = 0; round < 3; round += 1)
    for (const query of set.judgments.keys()) {
      const at = performance.now();
      const found = await rival.find(query, PAGE, FACETS);
      // The first round warms up.
      if (round > 0) latencies.push(performance.now() - at);
      if (round === 1 && found.length === 0) none += 1;
    }
  return {
    rival,
    perSecond,
    ndcg: mean(scores),
    halves: [mean(scores.filter((_, index) => index % 2 === 0)), mean(scores.filter((_, index) => index % 2 === 1))],
    zeroShare: none / set.judgments.size,
    latencies,
  };
}

/** Every beginning of the judged queries from two letters on, as somebody types them, some mistyped. */
function typed(set: JudgedCatalogue): string[] {
  return [...set.judgments.keys()].flatMap((query) => {
    const beginnings = Array.from({ length: Math.min(query.length, 20) - 1 }, (_, index) => query.slice(0, index + 2));
    const mistyped =
      query.length > 5 ? [`${query.slice(0, 3)}${query.charAt(4)}${query.charAt(3)}${query.slice(5)}`] : [];
    return [...beginnings, ...mistyped];
  });
}

function autocompleteLatencies(engine: SearchEngine, set: JudgedCatalogue): number[] {
  const latencies: number[] = [];
  for (let round = 0; round < 2; round += 1)
    for (const query of typed(set)) {
      const at = performance.now();
      engine.suggest({ ...anySearch(set.locale, query), limit: 8 });
      if (round > 0) latencies.push(performance.now() - at);
    }
  return latencies;
}

async function measure(set: JudgedCatalogue, others: readonly Rival[]): Promise<Row[]> {
  const queries = answerable(set);
  const plain = plainBm25(set.documents.map((one) => ({ id: one.id, texts: set.plain(one) })));
  const base = queries.map(([query, gains]) => ndcgAt10(plain(query), gains));
  const baseline = { name: 'plain BM25', value: mean(base) };
  const mine = ours(set.locale);
  const trials = [await tryRival(mine, set)];
  for (const rival of others) trials.push(await tryRival(rival, set));
  const autocomplete = autocompleteLatencies(mine.engine, set);
  console.log(
    `${set.name}: ${set.documents.length} products in ${set.locale}, ${set.judgments.size} queries, ${queries.length} with a good answer.`,
  );
  const rows: Row[] = [];
  for (const { rival, ndcg, halves, zeroShare, latencies, perSecond } of trials) {
    const own = rival === mine;
    const of = own ? '' : `-${rival.name}`;
    rows.push(
      {
        name: `${set.name}-ndcg-over-bm25${of}`,
        value: times(ndcg, baseline.value),
        unit: 'times',
        better: 'higher',
        ...(own ? { goal: 1.05 } : {}),
        baseline: { name: baseline.name, value: 1 },
      },
      { name: `${set.name}-ndcg${of}`, value: ndcg, unit: 'nDCG@10', better: 'higher', baseline },
      { name: `${set.name}-zero-results${of}`, value: zeroShare, unit: 'share of queries', better: 'lower' },
      {
        name: `${set.name}-search-p95-ms${of}`,
        value: quantile(latencies, 0.95),
        unit: 'ms with 5 facets',
        better: 'lower',
      },
      { name: `${set.name}-index-products-per-second${of}`, value: perSecond, unit: '1/s', better: 'higher' },
    );
    if (own) {
      halves.forEach((half, index) => {
        const other = mean(base.filter((_, at) => at % 2 === index));
        rows.push({
          name: `${set.name}-ndcg-over-bm25-half-${index + 1}`,
          value: times(half, other),
          unit: 'times',
          better: 'higher',
          baseline: { name: 'plain BM25', value: 1 },
        });
      });
      rows.push({
        name: `${set.name}-autocomplete-p95-ms`,
        value: quantile(autocomplete, 0.95),
        unit: 'ms',
        better: 'lower',
      });
    }
  }
  return rows;
}

/** The figures the shop promises, taken from the largest catalogue measured. */
function promised(rows: readonly Row[], name: string): Row[] {
  const of = (row: string) => rows.find((one) => one.name === `${name}-${row}`);
  return (['search-p95-ms', 'autocomplete-p95-ms', 'index-products-per-second'] as const).flatMap((row) => {
    const measured = of(row);
    const goal = row === 'search-p95-ms' ? 15 : row === 'autocomplete-p95-ms' ? 5 : 2_000;
    return measured ? [{ ...measured, name: row, goal }] : [];
  });
}

// npm runs scripts in the project's folder; a relative path is meant from where the person is.
const fromHere = (name: string) => path.resolve(process.env.INIT_CWD ?? '', name);

/** The set that was named; null: none was. Ends the bench with a sentence when files are missing or say something wrong. */
function namedSet(): JudgedCatalogue | null {
  const { catalogue, judgments, locale } = values;
  if (catalogue === undefined && judgments === undefined) return null;
  try {
    if (catalogue === undefined || judgments === undefined)
      throw new TypeError('Give both --catalogue FILE and --judgments FILE.');
    return readJudged(fromHere(catalogue), fromHere(judgments), 'given', locale);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

const given = namedSet();
if (given === null && judgedMissing !== null) {
  console.log(`Nothing measured: ${judgedMissing}. Give --catalogue FILE --judgments FILE.`);
} else {
  const before = calibrate();
  const sets = given ? [given] : [readEsci(), readIcecat()];
  const rows: Row[] = [];
  const isAlone = values['without-rivals'] || values.only !== undefined;
  const server = isAlone ? 'not asked for' : await startTypesense();
  if (typeof server === 'string' && !isAlone) console.log(`Typesense is left out: ${server}`);
  try {
    for (const set of sets) {
      const cluster = typeof server === 'string' ? [] : [typesense(server, `bench_${set.name}_${process.pid}_`)];
      rows.push(...(await measure(set, isAlone ? [] : [fts5(), orama(FACETS), ...cluster])));
    }
  } finally {
    if (typeof server !== 'string') await server.stop();
  }
  const largest = sets.reduce((a, b) => (a.documents.length >= b.documents.length ? a : b));
  rows.unshift(...promised(rows, largest.name));
  const after = calibrate();
  if (Math.max(before, after) > 1.3 * Math.min(before, after))
    console.log('The machine was busy with something else: compare ratios, not milliseconds.');
  report(
    'search',
    rows.filter((row) => values.only === undefined || row.name === values.only),
  );
}
