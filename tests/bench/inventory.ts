// npm run bench:inventory: holds per second on one SKU and on a thousand, beside a commit per call and plain reads of the same run.
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { calibrate, type LoadResult, load, type Operation } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { startShopWorld } from './harness/shop-world.ts';
import { stockWorker } from './harness/stock-worker.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const CLIENTS = 64;
const HOT = 1_000_000;
const MANY = 1_000;
const durationMs = Number(values.seconds) * 1000;

/** A product whose variants HOT.. are stocked in five warehouses: more than any bench takes. */
async function stockVariants(databaseUrl: string): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    await client.query(`insert into products (id, handle, title, status) values (${HOT}, 'hot', 'Hot', 'active')`);
    await client.query(`insert into variants (id, product_id, sku, title, position, option_values)
      select ${HOT} + i, ${HOT}, 'HOT-' || i, 'Hot ' || i, i + 1, array[i::text] from generate_series(0, ${MANY}) i`);
    await client.query(`insert into stock_levels (variant_id, warehouse_id, on_hand, sequence)
      select ${HOT} + i, w.id, 10000000, 1 from generate_series(0, ${MANY}) i, warehouses w`);
  } finally {
    await client.end();
  }
}

let ids = 0;
const get =
  (path: (sequence: number) => string): Operation =>
  async (connection, sequence) => {
    const { status, text } = await connection.get(path(sequence));
    if (status !== 200) throw new Error(`${status} ${text.slice(0, 200)}`);
  };
const hold = (variant: (sequence: number) => number) => get((sequence) => `/hold/${variant(sequence)}/h${++ids}`);

const before = calibrate();
const world = await startShopWorld({ workers: [stockWorker], prepare: stockVariants });
try {
  const run = async (name: string, operation: Operation, clients = CLIENTS): Promise<LoadResult> => {
    const result = await load(world.origin, clients, operation, { durationMs, warmUpMs: 1500, host: 'stock' });
    if (result.failures > 0) console.error(`${name}: ${result.failures} failures, the first: ${result.firstFailure}`);
    console.log(`${name}: ${Math.round(result.perSecond)}/s, p99 ${result.p99Ms.toFixed(1)} ms`);
    return result;
  };
  // Opened before anything is measured: the first touch of a SKU reads its stock from the records.
  let opened = 0;
  await load(
    world.origin,
    8,
    get(() => `/read/${HOT + (opened++ % (MANY + 1))}`),
    {
      durationMs: 60_000,
      warmUpMs: 0,
      maxOperations: MANY + 1,
      host: 'stock',
    },
  );
  const reads = await run(
    'object-reads',
    get(() => `/read/${HOT}`),
  );
  const holds = await run(
    'holds-one-sku',
    hold(() => HOT),
  );
  const alone = await run(
    'holds-one-sku-commit-per-call',
    get(() => `/alone/a${++ids}`),
  );
  const many = await run(
    'holds-1000-skus',
    hold((sequence) => HOT + 1 + (sequence % MANY)),
  );

  const row = (name: string, result: LoadResult, extra: Partial<Row> = {}): Row => ({
    name,
    clients: result.clients,
    value: result.perSecond,
    unit: '/s',
    better: 'higher',
    p50Ms: result.p50Ms,
    p95Ms: result.p95Ms,
    p99Ms: result.p99Ms,
    ...extra,
  });
  const ratio = (name: string, of: LoadResult, over: LoadResult, baseline: string, goal: number): Row => ({
    name,
    clients: of.clients,
    value: of.perSecond / over.perSecond,
    unit: 'ratio',
    better: 'higher',
    goal,
    baseline: { name: baseline, value: over.perSecond },
  });
  report('inventory', [
    row('object-reads', reads),
    row('holds-one-sku-commit-per-call', alone),
    row('holds-one-sku', holds),
    { name: 'holds-one-sku-p99-ms', clients: CLIENTS, value: holds.p99Ms, unit: 'ms', better: 'lower', goal: 100 },
    ratio('holds-over-commit-per-call', holds, alone, 'holds-one-sku-commit-per-call', 3),
    ratio('holds-over-reads', holds, reads, 'object-reads', 0.6),
    row('holds-1000-skus', many),
  ]);
  if (Math.abs(calibrate() / before - 1) > 0.15)
    console.log('The machine was busy with something else: compare ratios only.');
} finally {
  await world.close();
}
