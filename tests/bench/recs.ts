// npm run bench:recs [-- --only ROW] [--data FILE]: how well recommendations find what customers took next, beside popularity, item-kNN, own most frequent, NMF, ALS and EASE-R.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { regularisationFor } from '../../commerce/recommendations/learn.ts';
import { forVisitor, nothingLearned, onSaleFrom } from '../../commerce/recommendations/recommend.ts';
import { Scorer } from '../../commerce/recommendations/score.ts';
import {
  byAls,
  byEase,
  byItemNeighbours,
  byNmf,
  byOwnFrequency,
  byPopularity,
  byShelf,
  counted,
  judge,
  type Quality,
  type Ranker,
  shelfOf,
  trainEase,
} from '../support/recommender-trial.ts';
import { readRetailLog, retailLogFile, retailLogMissing } from '../support/retail-log.ts';
import { calibrate } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';

const RANK = 50;
const NEIGHBOURS = 48;

const { values } = parseArgs({ options: { only: { type: 'string' }, data: { type: 'string' } } });
const wants = (name: string) => values.only === undefined || values.only === name;

function run(file: string): void {
  const before = calibrate();
  const held = readRetailLog(file);
  const { train } = held;
  const customers = held.last.filter((one) => one !== null).length;
  console.log(
    `${held.rows} clean rows, ${train.items.length} items; the last invoice of ${customers} customers held out.`,
  );

  const startedAt = performance.now();
  const counts = counted(train);
  const model = trainEase(counts, regularisationFor(train.customers.length));
  const shelf = shelfOf(train, model, NEIGHBOURS);
  const trainingSeconds = (performance.now() - startedAt) / 1000;

  const rows: Row[] = [];
  const measured: Record<string, Quality> = {};
  const measure = (name: string, ranker: () => Ranker) => {
    const begun = performance.now();
    measured[name] = judge(held, ranker());
    console.log(`${name}: trained and judged in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  };
  const quality = ['ndcg10-new-items', 'ndcg10-all-items'].some(
    (name) => values.only === undefined || values.only.startsWith(name),
  );
  if (quality) {
    measure('popularity', () => byPopularity(counts));
    measure('own-most-frequent', () => byOwnFrequency(train, counts));
    measure('item-knn', () => byItemNeighbours(train, counts));
    measure('nmf', () => byNmf(counts, RANK, 100));
    measure('als', () => byAls(counts, RANK, 10));
    measure('ease', () => byEase(train, model));
    measure('ours', () => byShelf(train, shelf));
    for (const [name, key, goal, rival] of [
      ['ndcg10-new-items', 'newItems', 0.075, 'nmf'],
      ['ndcg10-all-items', 'allItems', 0.26, 'own-most-frequent'],
    ] as const) {
      const baseline = { name: rival, value: measured[rival]?.[key] ?? 0 };
      rows.push({ name, value: measured.ours?.[key] ?? 0, unit: 'NDCG@10', better: 'higher', goal, baseline });
      for (const [other, figures] of Object.entries(measured))
        if (other !== 'ours')
          rows.push({ name: `${name}-${other}`, value: figures[key], unit: 'NDCG@10', better: 'higher' });
    }
    for (const [name, figures] of Object.entries(measured))
      rows.push({ name: `coverage-${name}`, value: figures.coverage * 100, unit: '% of items', better: 'higher' });
  }
  rows.push({ name: 'training-seconds', value: trainingSeconds, unit: 's', better: 'lower', goal: 120 });
  rows.push(latency(held, shelf));
  report(
    'recs',
    rows.filter((row) => wants(row.name)),
  );
  const after = calibrate();
  if (Math.abs(after - before) / before > 0.2) console.log('The machine was busy: do not trust the times.');
}

/** "For you" as the shop answers it: a history of up to 50 products, fallbacks, re-ranking; every item on sale, in one of 40 kinds and two of 60 collections. */
function latency(held: ReturnType<typeof readRetailLog>, shelf: ReturnType<typeof shelfOf>): Row {
  const onSale = onSaleFrom(
    shelf.ids.map((id) => ({
      id,
      kind: `kind ${id % 40}`,
      collections: [id % 60, (id * 7) % 60],
      available: id % 9 !== 0,
      unitsSold: id % 500,
    })),
  );
  const indexOf = new Map(shelf.ids.map((id, index) => [id, index]));
  const learned = { ...nothingLearned, shelf, indexOf, scorer: new Scorer(shelf) };
  const times: number[] = [];
  for (let round = 0; round < 2; round += 1)
    for (const [customer, basket] of held.last.entries()) {
      if (!basket) continue;
      const history = [...new Set((held.train.customers[customer] ?? []).flatMap(({ items }) => [...items]))];
      const ids = history.slice(-50).map((item) => shelf.ids[item] ?? 0);
      const begun = performance.now();
      forVisitor(
        { looked: ids.slice(0, 12), inCart: ids.slice(12, 15), bought: ids.slice(15) },
        { learned, onSale, most: 10 },
      );
      if (round > 0) times.push(performance.now() - begun);
    }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const [p50Ms, p95Ms, p99Ms] = [at(0.5), at(0.95), at(0.99)];
  return { name: 'recommend-p95-ms', value: p95Ms, unit: 'ms (p95)', better: 'lower', goal: 2, p50Ms, p95Ms, p99Ms };
}

// npm runs scripts in the project's folder; a relative path is meant from where the person is.
const file = values.data === undefined ? retailLogFile : path.resolve(process.env.INIT_CWD ?? '', values.data);
if (values.data === undefined && retailLogMissing !== null) console.log(`Nothing measured: ${retailLogMissing}.`);
else run(file);
