// npm run bench:inventory [-- --seconds 3]: holds per second on one SKU and on a thousand, beside a commit per call and plain reads of the same run; a rush; live.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calibrate, type LoadResult, load, type Operation } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { startStockWorld } from './harness/stock-world.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });
const CLIENTS = 64;
const SKUS = 1_000;
/** Every kind is measured so often, in turns: what else the machine does meets all alike. */
const ROUNDS = 3;
const durationMs = Number(values.seconds) * 1000;

let ids = 0;
const post =
  (path: (sequence: number) => string): Operation =>
  async (connection, sequence) => {
    const { status, text } = await connection.post(path(sequence), '');
    if (status !== 200) throw new Error(`${status} ${text.slice(0, 200)}`);
  };
const hold = (variantOf: (sequence: number) => number) => post((n) => `/hold/${variantOf(n)}/h${++ids}`);

/** The run in the middle, by its rate. */
function median(runs: readonly LoadResult[]): LoadResult {
  const [middle] = [...runs].sort((a, b) => a.perSecond - b.perSecond).slice(Math.floor(runs.length / 2));
  if (!middle) throw new RangeError('no run');
  return middle;
}

/** Rows of another bench, run for itself: what a rush on the whole shop and a watcher see of the same stock. */
function rowsOf(bench: string, only: string, names: readonly string[]): Row[] {
  execFileSync(process.execPath, [path.join(import.meta.dirname, `${bench}.ts`), '--only', only], { stdio: 'inherit' });
  const { rows: found } = JSON.parse(readFileSync(path.join(import.meta.dirname, `results/${bench}.json`), 'utf8')) as {
    rows: Row[];
  };
  return found.filter((row) => names.includes(row.name));
}

const rows: Row[] = [];
const before = calibrate();
const world = await startStockWorld();
const second = await startStockWorld();
try {
  const operations = {
    'object-reads': post(() => '/read/1'),
    'holds-one-sku-commit-per-call': post(() => `/commit-per-call/one/h${++ids}`),
    'holds-one-sku': hold(() => 1),
    'holds-1000-skus': hold((n) => 2 + (n % SKUS)),
    'holds-one-sku-1-lot': post(() => `/lots/5001/1:h${++ids}`),
    'holds-one-sku-2-lots': post(() => `/lots/5002/2:h${++ids}`),
    'holds-one-sku-4-lots': post(() => `/lots/5004/4:h${++ids}`),
  };
  type Name = keyof typeof operations;
  const once = async (origin: string, name: Name, clients = CLIENTS): Promise<LoadResult> => {
    const result = await load(origin, clients, operations[name], { durationMs, warmUpMs: 800 });
    if (result.failures > 0) throw new Error(`${name}: ${result.failures} failures, the first: ${result.firstFailure}`);
    return result;
  };
  // Objects exist before anything is measured: making a thousand is another bench's business.
  for (const { origin } of [world, second])
    await load(
      origin,
      16,
      hold((n) => 1 + (n % (SKUS + 1))),
      { durationMs: 60_000, warmUpMs: 0, maxOperations: SKUS + 1 },
    );

  const names: readonly Name[] = [
    'object-reads',
    'holds-one-sku-commit-per-call',
    'holds-one-sku',
    'holds-1000-skus',
    'holds-one-sku-1-lot',
    'holds-one-sku-2-lots',
    'holds-one-sku-4-lots',
  ];
  const runs = new Map<Name, LoadResult[]>(names.map((name) => [name, []]));
  const onTwo: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const result = await once(world.origin, name);
      runs.get(name)?.push(result);
      console.log(`${name}: ${Math.round(result.perSecond)}/s, p99 ${result.p99Ms.toFixed(1)} ms`);
    }
    const halves = await Promise.all([world, second].map(({ origin }) => once(origin, 'holds-1000-skus', CLIENTS / 2)));
    onTwo.push(halves.reduce((sum, one) => sum + one.perSecond, 0));
  }
  const of = (name: Name) => median(runs.get(name) ?? []);
  const row = (name: Name): Row => {
    const { clients, perSecond: value, p50Ms, p95Ms, p99Ms } = of(name);
    return { name, clients, value, unit: '/s', better: 'higher', p50Ms, p95Ms, p99Ms };
  };
  const ratio = (name: string, over: Name, goal: number): Row => ({
    name,
    clients: CLIENTS,
    value: of('holds-one-sku').perSecond / of(over).perSecond,
    unit: 'ratio',
    better: 'higher',
    goal,
    baseline: { name: over, value: of(over).perSecond },
  });
  const two = [...onTwo].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  rows.push(
    ...names.map(row),
    {
      name: 'holds-one-sku-p99-ms',
      clients: CLIENTS,
      value: of('holds-one-sku').p99Ms,
      unit: 'ms',
      better: 'lower',
      goal: 100,
    },
    ratio('holds-over-commit-per-call', 'holds-one-sku-commit-per-call', 3),
    ratio('holds-over-reads', 'object-reads', 0.6),
    {
      name: 'holds-1000-skus-two-processes',
      clients: CLIENTS,
      value: two,
      unit: '/s',
      better: 'higher',
      baseline: { name: 'holds-1000-skus', value: of('holds-1000-skus').perSecond },
    },
  );
} finally {
  await world.close();
  await second.close();
}

rows.push(...rowsOf('drop', 'flash-sale', ['flash-sale-seconds', 'flash-sale-orders']));
rows.push(...rowsOf('live', 'live-update-p95-ms', ['live-update-p95-ms']));
report('inventory', rows);
if (Math.abs(calibrate() / before - 1) > 0.15)
  console.log('The machine was busy with something else: compare ratios only.');
