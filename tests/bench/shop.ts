// npm run bench:shop [-- --only ROW] [--statements]: requests per second, latencies and SQL statements of the shop beside two baselines of the same run.
import { parseArgs } from 'node:util';
import { type Connection, calibrate, type LoadResult, load, type Operation } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import {
  cartWithLine,
  checkout,
  productDetail,
  productDetailCached,
  productList,
  productListCached,
} from './harness/shop-operations.ts';
import { type ShopWorld, startShopWorld } from './harness/shop-world.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    /** Prints the SQL of the two counted runs of each operation. */
    statements: { type: 'boolean', default: false },
  },
});
const durationMs = Number(values.seconds) * 1000;
const CLIENTS = [1, 16, 32];

const emptyRoute: Operation = async (connection) => {
  const { status } = await connection.get('/healthz');
  if (status !== 200) throw new Error(`healthz answered ${status}`);
};
const newObject: Operation = async (connection) => {
  const { status, text } = await connection.get('/');
  if (status !== 200) throw new Error(`baseline answered ${status} ${text}`);
};

/** Variants in stock, most first, asked of the shop itself. */
async function variantsInStock(world: ShopWorld): Promise<string[]> {
  const answer = await fetch(`${world.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        'query Stock @inContext(country: DE) { products(first: 250) { nodes { variants(first: 20) { nodes { id quantityAvailable availableForSale } } } } }',
    }),
  });
  const { data } = (await answer.json()) as {
    data: {
      products: {
        nodes: { variants: { nodes: { id: string; quantityAvailable: number; availableForSale: boolean }[] } }[];
      };
    };
  };
  return data.products.nodes
    .flatMap((product) => product.variants.nodes)
    .filter((variant) => variant.availableForSale)
    .sort((a, b) => b.quantityAvailable - a.quantityAvailable)
    .slice(0, 60)
    .map((variant) => variant.id);
}

/** A bench must not end because shelves are empty: every variant gets plenty, through the admin API. */
async function fillShelves(world: ShopWorld, variants: readonly string[]): Promise<void> {
  const quantities = variants.map((id) => ({
    inventoryItemId: id.replace('ProductVariant', 'InventoryItem'),
    locationId: 'gid://shopify/Location/1',
    quantity: 1_000_000,
  }));
  const answer = await fetch(`${world.origin}/admin/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_bench_0123456789abcdef01234567' },
    body: JSON.stringify({
      query:
        'mutation Fill($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }',
      variables: { input: { name: 'on_hand', reason: 'received', ignoreCompareQuantity: true, quantities } },
    }),
  });
  const { data, errors } = (await answer.json()) as {
    data?: { inventorySetQuantities: { userErrors: { message: string }[] } };
    errors?: { message: string }[];
  };
  const problem = errors?.[0] ?? data?.inventorySetQuantities.userErrors[0];
  if (problem) throw new Error(`stock: ${problem.message}`);
}

/** Statements of one run of an operation: with every cache empty, then with them warm. */
async function statementsOf(world: ShopWorld, operation: Operation): Promise<{ cold: number; warm: number }> {
  await world.restart();
  const connection: Connection = {
    async post(path, body, headers) {
      const answer = await fetch(`${world.origin}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      return { status: answer.status, text: await answer.text() };
    },
    async get(path) {
      const answer = await fetch(`${world.origin}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
  };
  const measure = async (sequence: number) => {
    await world.resetStatements();
    await operation(connection, sequence);
    // Projections and mails of an order follow within two seconds; they belong to it.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    return world.statements();
  };
  const show = async (state: string) => {
    if (!values.statements) return;
    for (const [text, times] of Object.entries(await world.statementTexts()))
      console.log(`${state}: ${times} x ${text}`);
  };
  const cold = await measure(9_000_001);
  await show('cold');
  const warm = await measure(9_000_002);
  await show('warm');
  return { cold, warm };
}

const before = calibrate();
const world = await startShopWorld();
try {
  const variants = await variantsInStock(world);
  await fillShelves(world, variants);
  const operations: readonly (readonly [string, Operation, { host?: string }?])[] = [
    ['empty-route', emptyRoute],
    ['new-object', newObject, { host: 'baseline' }],
    ['product-detail', productDetail],
    ['product-detail-cached', productDetailCached],
    ['product-list-24', productList],
    ['product-list-24-cached', productListCached],
    ['cart-create-with-line', cartWithLine(variants)],
    ['checkout-orders', checkout(variants)],
  ];
  const wanted = operations.filter(
    ([name]) => !values.only || values.only.startsWith(name) || name === 'empty-route' || name === 'new-object',
  );
  const results = new Map<string, LoadResult[]>();
  for (const [name, operation, options] of wanted) {
    const runs: LoadResult[] = [];
    for (const clients of CLIENTS) {
      const run = await load(world.origin, clients, operation, { durationMs, warmUpMs: 800, ...options });
      if (run.failures > 0)
        console.error(`${name} at ${clients} clients: ${run.failures} failures, the first: ${run.firstFailure}`);
      runs.push(run);
      console.log(`${name} at ${clients}: ${Math.round(run.perSecond)}/s, p95 ${run.p95Ms.toFixed(1)} ms`);
    }
    results.set(name, runs);
  }
  const rate = (name: string, clients: number) =>
    results.get(name)?.find((run) => run.clients === clients)?.perSecond ?? 0;
  const rows: Row[] = [...results].flatMap(([name, runs]) =>
    runs.map((run) => ({
      name,
      clients: run.clients,
      value: run.perSecond,
      unit: '/s',
      better: 'higher' as const,
      p50Ms: run.p50Ms,
      p95Ms: run.p95Ms,
      p99Ms: run.p99Ms,
    })),
  );
  const ratio = (name: string, of: string, over: string, clients: number, goal: number) => {
    if (results.has(of))
      rows.push({
        name,
        clients,
        value: rate(of, clients) / rate(over, clients),
        unit: 'ratio',
        better: 'higher',
        goal,
        baseline: { name: over, value: rate(over, clients) },
      });
  };
  ratio('product-detail-over-empty', 'product-detail', 'empty-route', 16, 0.2);
  ratio('product-detail-cached-over-empty', 'product-detail-cached', 'empty-route', 16, 0.45);
  ratio('product-list-24-over-empty', 'product-list-24', 'empty-route', 16, 0.1);
  ratio('product-list-24-cached-over-empty', 'product-list-24-cached', 'empty-route', 16, 0.35);
  ratio('cart-create-over-new-object', 'cart-create-with-line', 'new-object', 16, 0.8);
  ratio('checkout-over-new-object', 'checkout-orders', 'new-object', 32, 0.25);
  const goals: Readonly<Record<string, { cold?: number; warm?: number }>> = {
    'product-detail': { cold: 4, warm: 0 },
    'product-list-24': { cold: 4, warm: 0 },
    'checkout-orders': { warm: 12 },
  };
  for (const [name, operation] of wanted) {
    if (['empty-route', 'new-object'].includes(name) || name.endsWith('-cached')) continue;
    const { cold, warm } = await statementsOf(world, operation);
    const goal = goals[name];
    rows.push({
      name: `sql-cold-${name}`,
      value: cold,
      unit: 'statements',
      better: 'lower',
      ...(goal?.cold === undefined ? {} : { goal: goal.cold }),
    });
    rows.push({
      name: `sql-warm-${name}`,
      value: warm,
      unit: 'statements',
      better: 'lower',
      ...(goal?.warm === undefined ? {} : { goal: goal.warm }),
    });
  }
  report('shop', rows);
  const after = calibrate();
  if (Math.abs(after / before - 1) > 0.15)
    console.log('The machine was busy with something else: compare ratios only.');
} finally {
  await world.close();
}
