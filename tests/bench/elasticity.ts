// npm run bench:elasticity [-- --only ROW]: how well estimated price elasticities foretell the sales of weeks they never saw, beside no price effect, one elasticity for all, and plain least squares.
import { parseArgs } from 'node:util';
import {
  type ElasticityModel,
  estimateElasticities,
  type SalesWeek,
} from '../../commerce/dynamic-pricing/elasticity.ts';
import { onlineRetailMissing } from '../support/online-retail.ts';
import { readWeeklyPrices } from '../support/weekly-prices.ts';
import { type Row, report } from './harness/report.ts';

const HELD_OUT_WEEKS = 12;
/** A held-out week counts when its price lies at least this far from the weeks before: only then does an elasticity say anything. */
const MOVED = Math.log(1.05);

const { values } = parseArgs({ options: { only: { type: 'string' } } });

interface Asked {
  readonly id: number;
  readonly logUnits: number;
  readonly logMove: number;
  /** Mean log units of the training weeks, plus the index of the asked week over theirs. */
  readonly expected: number;
}

/** Log units expected without a price effect; the held-out week's index comes from all variants' sales of that week, the same for every method. */
function questions(
  train: ReadonlyMap<number, readonly SalesWeek[]>,
  held: ReadonlyMap<number, readonly SalesWeek[]>,
  all: ElasticityModel,
): Asked[] {
  const asked: Asked[] = [];
  for (const [id, rows] of held) {
    const known = train.get(id) ?? [];
    if (known.length < 6) continue;
    const mean = (of: (row: SalesWeek) => number) => known.reduce((total, row) => total + of(row), 0) / known.length;
    const level = mean((row) => Math.log(row.units) - (all.weeks.get(row.week) ?? 0));
    const price = mean((row) => Math.log(row.priceMinor));
    for (const row of rows) {
      const logMove = Math.log(row.priceMinor) - price;
      if (Math.abs(logMove) < MOVED) continue;
      asked.push({ id, logUnits: Math.log(row.units), logMove, expected: level + (all.weeks.get(row.week) ?? 0) });
    }
  }
  return asked;
}

/** Least squares of one variant alone, without shrinkage or bounds; 0 where its price never moved. */
function plainSlope(rows: readonly SalesWeek[], weeks: ReadonlyMap<number, number>): number {
  const points = rows.map(
    (row) => [Math.log(row.priceMinor), Math.log(row.units) - (weeks.get(row.week) ?? 0)] as const,
  );
  const mx = points.reduce((total, [x]) => total + x, 0) / (points.length || 1);
  const my = points.reduce((total, [, y]) => total + y, 0) / (points.length || 1);
  const sxx = points.reduce((total, [x]) => total + (x - mx) ** 2, 0);
  return sxx < 1e-6 ? 0 : points.reduce((total, [x, y]) => total + (x - mx) * (y - my), 0) / sxx;
}

function run(): void {
  const sales = readWeeklyPrices();
  const last = Math.max(...[...sales.values()].flatMap((rows) => rows.map((row) => row.week)));
  const firstHeld = last - HELD_OUT_WEEKS + 1;
  const part = (keep: (row: SalesWeek) => boolean) =>
    new Map([...sales].map(([id, rows]) => [id, rows.filter(keep)] as const).filter(([, rows]) => rows.length > 0));
  const train = part((row) => row.week < firstHeld);
  const startedAt = performance.now();
  const model = estimateElasticities(train);
  const seconds = (performance.now() - startedAt) / 1000;
  const asked = questions(
    train,
    part((row) => row.week >= firstHeld),
    estimateElasticities(sales),
  );
  const plain = new Map([...train].map(([id, rows]) => [id, plainSlope(rows, model.weeks)]));
  const error = (elasticity: (id: number) => number) =>
    asked.reduce((total, one) => total + Math.abs(one.logUnits - one.expected - elasticity(one.id) * one.logMove), 0) /
    asked.length;
  const methods = {
    'no-price-effect': error(() => 0),
    'one-for-all': error(() => model.prior.mean),
    'least-squares-alone': error((id) => plain.get(id) ?? 0),
  };
  const ours = error((id) => model.of.get(id)?.value ?? model.prior.mean);
  console.log(
    `${train.size} stock codes; ${asked.length} weeks of the last ${HELD_OUT_WEEKS} with a price at least 5 % off its mean. Prior: ${model.prior.mean.toFixed(2)} ± ${model.prior.standardError.toFixed(2)}, spread ${model.prior.spread.toFixed(2)}.`,
  );
  const unit = 'mean abs. error of log units';
  const rows: Row[] = [
    {
      name: 'elasticity-held-out-error',
      value: ours,
      unit,
      better: 'lower',
      baseline: { name: 'no-price-effect', value: methods['no-price-effect'] },
    },
    ...Object.entries(methods).map(
      ([name, value]): Row => ({ name: `elasticity-held-out-error-${name}`, value, unit, better: 'lower' }),
    ),
    { name: 'elasticity-estimate-seconds', value: seconds, unit: 's', better: 'lower' },
  ];
  report(
    'elasticity',
    rows.filter((row) => values.only === undefined || row.name === values.only),
  );
}

if (onlineRetailMissing !== null) console.log(`Nothing measured: ${onlineRetailMissing}.`);
else run();
