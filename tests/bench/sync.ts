// npm run bench:sync [-- --skus 10000]: how long counts of every SKU at five locations take, beside one call per row.
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { finishStock, sendStock } from '../../dev/stock/import-client.ts';
import { calibrate, load } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { startShopWorld } from './harness/shop-world.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, skus: { type: 'string', default: '10000' } } });
const SKUS = Number(values.skus);
const LOCATIONS = 5;
const ROWS = SKUS * LOCATIONS;
const SAMPLE = 300;
const CLIENTS = 16;
/** Goal for the whole of 10,000 SKUs at five locations. */
const GOAL_SECONDS = 60;
const PER_PRODUCT = 50;

interface Catalogue {
  readonly skus: readonly { readonly id: number; readonly sku: string }[];
  readonly locations: readonly { readonly id: number; readonly code: string }[];
}

/** Variants that no object knows yet, and five locations. */
async function makeCatalogue(client: Client): Promise<Catalogue> {
  const products = Math.ceil(SKUS / PER_PRODUCT);
  await client.query(
    `with made as (
       insert into products (handle, title) select 'sync-' || n, 'Sync ' || n from generate_series(1, $1) n returning id, handle
     ) insert into variants (product_id, sku, title, position, option_values)
     select made.id, made.handle || '-' || v, v::text, v, array[v::text] from made, generate_series(1, $2) v`,
    [products, PER_PRODUCT],
  );
  await client.query(
    `insert into warehouses (code, name, city, country, latitude, longitude)
     select 'sync-' || n, 'Sync ' || n, 'Ghent', 'BE', 51, 3.7 from generate_series(1, greatest(0, $1 - (select count(*)::int from warehouses))) n`,
    [LOCATIONS],
  );
  // As the server would by itself a little later.
  await client.query('analyze');
  const skus = await client.query<{ id: number; sku: string }>(
    "select id::int, sku from variants where sku like 'sync-%' order by id limit $1",
    [SKUS],
  );
  const locations = await client.query<{ id: number; code: string }>(
    'select id::int, code from warehouses order by id limit $1',
    [LOCATIONS],
  );
  return { skus: skus.rows, locations: locations.rows };
}

const countsFile = ({ skus, locations }: Catalogue, first: number): Buffer =>
  Buffer.from(
    [
      'SKU,Location,On hand',
      ...skus.flatMap(({ sku }, i) => locations.map(({ code }, k) => `${sku},${code},${first + ((i + k) % 90)}`)),
    ].join('\n'),
  );

const before = calibrate();
const world = await startShopWorld();
const client = new Client({ connectionString: world.databaseUrl });
try {
  await client.connect();
  const shop = { origin: world.origin, adminToken: 'shpat_bench_0123456789abcdef01234567' };
  const catalogue = await makeCatalogue(client);
  const rows: Row[] = [];

  /** Sends counts and waits for the last object; then for the records. */
  const sync = async (first: number): Promise<{ seconds: number; behindSeconds: number }> => {
    const startedAt = performance.now();
    const sent = await sendStock(shop, countsFile(catalogue, first), 'sync.csv');
    const done = await finishStock(shop, sent.id, () => undefined);
    if (done.appliedCount !== ROWS)
      throw new Error(`${done.appliedCount} of ${ROWS}: ${JSON.stringify(done.problems[0])}`);
    const seconds = (performance.now() - startedAt) / 1_000;
    const ended = performance.now();
    for (;;) {
      const { rows: found } = await client.query<{ right: number }>(
        `select count(*)::int as right from stock_levels l join variants v on v.id = l.variant_id
         where v.sku like 'sync-%' and l.on_hand between $1 and $1 + 89`,
        [first],
      );
      if (found[0]?.right === ROWS) break;
      if (performance.now() - ended > 300_000)
        throw new Error(`the records stay behind: ${found[0]?.right} of ${ROWS}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { seconds, behindSeconds: (performance.now() - ended) / 1_000 };
  };

  const fresh = await sync(100);
  console.log(`new objects: ${fresh.seconds.toFixed(1)} s, records ${fresh.behindSeconds.toFixed(1)} s later`);
  const again = await sync(200);
  console.log(`known objects: ${again.seconds.toFixed(1)} s, records ${again.behindSeconds.toFixed(1)} s later`);

  const mutation =
    'mutation Set($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }';
  const single = await load(
    world.origin,
    CLIENTS,
    async (connection, sequence) => {
      const { id = 0 } = catalogue.skus[Math.floor(sequence / LOCATIONS) % SKUS] ?? {};
      const location = catalogue.locations[sequence % LOCATIONS];
      const quantity = {
        inventoryItemId: `gid://shopify/InventoryItem/${id}`,
        locationId: `gid://shopify/Location/${location?.id}`,
        quantity: 300 + (sequence % 90),
      };
      const input = { name: 'on_hand', reason: 'correction', ignoreCompareQuantity: true, quantities: [quantity] };
      const headers = { 'x-shopify-access-token': shop.adminToken };
      const { text } = await connection.post(
        '/admin/graphql',
        JSON.stringify({ query: mutation, variables: { input } }),
        headers,
      );
      if (!text.includes('"userErrors":[]')) throw new Error(text.slice(0, 200));
    },
    { durationMs: 30_000, warmUpMs: 500, maxOperations: SAMPLE },
  );
  if (single.failures > 0) throw new Error(`one call per row: ${single.firstFailure}`);
  const baseline = { name: 'one-call-per-row-seconds', value: ROWS / single.perSecond };
  const goal = GOAL_SECONDS * (ROWS / 50_000);
  rows.push(
    { name: 'sync-50000-levels-seconds', value: fresh.seconds, unit: 's', better: 'lower', goal, baseline },
    { name: 'sync-50000-levels-again-seconds', value: again.seconds, unit: 's', better: 'lower', goal, baseline },
    { name: 'sync-rows', value: ROWS / fresh.seconds, unit: '/s', better: 'higher' },
    { name: 'sync-rows-again', value: ROWS / again.seconds, unit: '/s', better: 'higher' },
    { name: 'one-call-per-row', clients: CLIENTS, value: single.perSecond, unit: '/s', better: 'higher' },
    { name: 'one-call-per-row-seconds', clients: CLIENTS, value: baseline.value, unit: 's', better: 'lower' },
    { name: 'records-behind-seconds', value: again.behindSeconds, unit: 's', better: 'lower', goal: 2 },
  );
  report(
    'sync',
    rows.filter((row) => values.only === undefined || row.name === values.only),
  );
  if (Math.abs(calibrate() / before - 1) > 0.15)
    console.log('The machine was busy with something else: compare ratios only.');
} finally {
  await client.end();
  await world.close();
}
