// npm run bench:forecast [-- --only ROW]: how far off our demand forecast and two baselines are on weeks they have not seen.
import { parseArgs } from 'node:util';
import { runForecastTrial } from '../support/forecast-trial.ts';
import { onlineRetailMissing, readOnlineRetail } from '../support/online-retail.ts';
import { type Row, report } from './harness/report.ts';

const HELD_OUT_WEEKS = 8;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
if (onlineRetailMissing !== null) {
  console.log(`Nothing measured: ${onlineRetailMissing}.`);
} else {
  const startedAt = performance.now();
  const trial = runForecastTrial(readOnlineRetail(), { heldOutWeeks: HELD_OUT_WEEKS, withSingle: true });
  const seconds = (performance.now() - startedAt) / 1000;
  const [ours, ...others] = trial.results;
  const baselines = others.slice(0, 2);
  if (!ours) throw new Error('the trial has no result');
  const measures = [
    ['wape-week', 'wapeWeek', 'WAPE of weekly units, one week ahead'],
    ['wape-four-weeks', 'wapeFourWeeks', 'WAPE of the units of four weeks'],
    ['wape-day', 'wapeDay', 'WAPE of daily units, up to a week ahead'],
    ['mase-week', 'maseWeek', 'MASE of weekly units, mean over SKUs'],
  ] as const;
  console.log(
    `${trial.skus} SKUs, the last ${trial.heldOutWeeks} weeks held out, read and tried in ${seconds.toFixed(0)} s.`,
  );
  const rows: Row[] = [];
  for (const [name, key, unit] of measures) {
    for (const baseline of others)
      rows.push({ name: `${name}-${baseline.name}`, value: baseline[key], unit, better: 'lower' });
    const best = baselines.reduce((a, b) => (a[key] <= b[key] ? a : b));
    // The goal: below the better of the baselines.
    rows.push({
      name: `${name}-ours`,
      value: ours[key],
      unit,
      better: 'lower',
      goal: Math.round(best[key] * 1000) / 1000,
      baseline: { name: best.name, value: best[key] },
    });
  }
  report(
    'forecast',
    rows.filter((row) => values.only === undefined || row.name === values.only),
  );
}
