// npm run bench:drop [-- --only flash-sale|drop]: a drop through its queue, and the same rush without one, on the built Worker.
import { parseArgs } from 'node:util';
import { askAdmin, ordersOf, setAvailable, unitsOf } from './harness/admin.ts';
import { follow, inBatches, joinQueue, sharedConnection } from './harness/buyers.ts';
import { calibrate, load, type Operation } from './harness/load.ts';
import { type Row, report } from './harness/report.ts';
import { type Bought, buy, isSoldOut } from './harness/shop-operations.ts';
import { type ShopWorld, startShopWorld } from './harness/shop-world.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    buyers: { type: 'string', default: '5000' },
    units: { type: 'string', default: '100' },
    rush: { type: 'string', default: '500' },
  },
});
const UNITS = Number(values.units);
/** A run that takes longer than this has gone wrong. */
const PATIENCE_MS = 120_000;
/** New objects per second of the same run: each buyer's cart is one, so it is what the rush could not be faster than. */
async function newObjects(world: ShopWorld): Promise<number> {
  const touch: Operation = async (connection) => {
    if ((await connection.get('/')).status !== 200) throw new Error('the baseline did not answer');
  };
  return (await load(world.origin, 32, touch, { durationMs: 3_000, host: 'baseline' })).perSecond;
}

const variantGid = (id: number) => `gid://shopify/ProductVariant/${id}`;

const quantile = (some: readonly number[], share: number): number => {
  const sorted = [...some].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** Buyers who all press at once: the whole checkout of each, for fewer units than there are of them. */
async function flashSale(world: ShopWorld, variant: string, buyers: number, domain: string): Promise<Row[]> {
  await setAvailable(world.origin, variant, UNITS);
  const connection = sharedConnection(world.origin, buyers);
  const outcomes: Bought[] = [];
  const errors: string[] = [];
  const paidMs: number[] = [];
  const refusedMs: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: buyers }, async (_, index) => {
      try {
        const outcome = await buy(connection, {
          variant,
          email: `buyer${index}@${domain}`,
          attemptToken: `rush-${index}`,
        });
        (outcome.kind === 'paid' ? paidMs : refusedMs).push(performance.now() - began);
        outcomes.push(outcome);
      } catch (error) {
        errors.push(error instanceof Error ? error.message : String(error));
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  await connection.close();
  const others = outcomes.filter((one) => one.kind === 'refused' && !isSoldOut(one));
  const wrong = errors.length + others.length;
  if (wrong > 0) console.error(`flash sale: ${wrong} wrong answers, such as ${errors[0] ?? JSON.stringify(others[0])}`);
  const paid = outcomes.filter((one) => one.kind === 'paid').length;
  const recorded = await recordedOrders(world, domain, paid);
  if (recorded !== paid) console.error(`flash sale: ${paid} were paid, ${recorded} orders are recorded`);
  return [
    {
      name: 'flash-sale-seconds',
      clients: buyers,
      value: seconds,
      unit: 's',
      better: 'lower',
      goal: 8,
      p50Ms: quantile(paidMs, 0.5),
      p95Ms: quantile(paidMs, 0.95),
      p99Ms: quantile(paidMs, 0.99),
    },
    { name: 'flash-sale-orders', clients: buyers, value: paid, unit: 'orders', better: 'higher', goal: UNITS },
    { name: 'flash-sale-errors', clients: buyers, value: wrong, unit: 'buyers', better: 'lower', goal: 0 },
    { name: 'flash-sale-refused-p95', clients: buyers, value: quantile(refusedMs, 0.95), unit: 'ms', better: 'lower' },
  ];
}

/** Buyers per second beside new objects per second: what the figure is worth on a disk or a machine that others use too. */
function rushOverFloor(rows: readonly Row[], newObjectsPerSecond: number): Row[] {
  const rush = rows.find((row) => row.name === 'flash-sale-seconds');
  if (!rush?.clients) return [];
  return [
    {
      name: 'flash-sale-over-new-object',
      clients: rush.clients,
      value: rush.clients / rush.value / newObjectsPerSecond,
      unit: 'ratio',
      better: 'higher',
      baseline: { name: 'new-object', value: newObjectsPerSecond },
    },
  ];
}

/** Orders in the records; waits a little, since a paid order is written after its buyer was told. */
async function recordedOrders(world: ShopWorld, domain: string, expected: number): Promise<number> {
  for (let round = 0; ; round += 1) {
    const emails = await ordersOf(world.origin, domain);
    if (new Set(emails).size !== emails.length) console.error('somebody has two orders');
    if (emails.length >= expected || round === 20) return emails.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface Shopper {
  readonly email: string;
  readonly device: string;
  number: number;
  outcome: Bought['kind'] | 'over' | null;
  /** When they heard of the end; 0 for who came later and heard it as the answer. */
  toldMs: number;
}

async function openDrop(world: ShopWorld, variant: string, opensAtMs: number): Promise<string> {
  const { dropCreate } = await askAdmin<{
    dropCreate: { drop: { id: string } | null; userErrors: { message: string }[] };
  }>(
    world.origin,
    'mutation Drop($input: DropCreateInput!) { dropCreate(input: $input) { drop { id } userErrors { message } } }',
    { input: { variantId: variant, units: UNITS, opensAt: new Date(opensAtMs).toISOString() } },
  );
  if (!dropCreate.drop) throw new Error(`drop: ${dropCreate.userErrors[0]?.message}`);
  return dropCreate.drop.id;
}

/** How long before the opening the drop is made: those who join before it have to be done by then. */
const AHEAD_MS = 20_000;

/** A drop from the first join to the last word: most join before it opens, the rest after. */
async function queuedDrop(world: ShopWorld, variant: string, buyers: number, domain: string): Promise<Row[]> {
  await setAvailable(world.origin, variant, UNITS);
  const connection = sharedConnection(world.origin, 64);
  const opensAtMs = Date.now() + AHEAD_MS;
  const dropId = await openDrop(world, variant, opensAtMs);
  const shoppers = Array.from(
    { length: buyers },
    (_, index): Shopper => ({
      email: `fan${index}@${domain}`,
      device: `device-${index}-of-a-fan`,
      number: 0,
      outcome: null,
      toldMs: 0,
    }),
  );
  const errors: string[] = [];
  const joinMs: number[] = [];
  const checkoutMs: number[] = [];
  const sockets: Awaited<ReturnType<typeof follow>>[] = [];
  const { promise: everybodyTold, resolve: done } = Promise.withResolvers<void>();
  let open = buyers;
  const decide = (shopper: Shopper, outcome: Shopper['outcome']) => {
    if (shopper.outcome !== null) errors.push(`${shopper.email} was ${shopper.outcome} and then ${outcome}`);
    shopper.outcome = outcome;
    open -= 1;
    if (open === 0) done();
  };
  const checkOut = async (shopper: Shopper, ticket: string) => {
    const began = performance.now();
    try {
      const { email } = shopper;
      // Somebody impatient presses twice, in two carts: one of them buys.
      const carts = shopper.number % 10 === 0 ? 2 : 1;
      const bought = await Promise.all(
        Array.from({ length: carts }, (_, cart) =>
          buy(connection, { variant, email, ticket, attemptToken: `drop-${email}-${cart}` }),
        ),
      );
      const paid = bought.filter((one) => one.kind === 'paid').length;
      if (paid !== 1) errors.push(`${email} paid ${paid} times: ${JSON.stringify(bought)}`);
      else decide(shopper, 'paid');
    } catch (error) {
      errors.push(String(error));
    }
    checkoutMs.push(performance.now() - began);
  };
  const enter = async (shopper: Shopper) => {
    try {
      const began = performance.now();
      const ticket = await joinQueue(connection, variant, shopper);
      joinMs.push(performance.now() - began);
      if (!ticket) return decide(shopper, 'over');
      shopper.number = ticket.number;
      let isBuying = false;
      const socket = await follow(ticket.liveUrl, (status, atMs) => {
        if (status === 'admitted' && !isBuying) {
          isBuying = true;
          void checkOut(shopper, ticket.token);
        }
        if (status === 'over') {
          shopper.toldMs = atMs;
          decide(shopper, 'over');
        }
      });
      sockets.push(socket);
    } catch (error) {
      errors.push(String(error));
    }
  };
  const early = Math.floor(buyers * 0.7);
  await inBatches(shoppers.slice(0, early), 48, enter);
  if (Date.now() > opensAtMs)
    console.log(
      `drop: joining before the opening took ${((Date.now() - opensAtMs) / 1000).toFixed(1)} s longer than planned`,
    );
  await inBatches([...shoppers.slice(early)], 48, enter);
  const patience = setTimeout(() => done(), PATIENCE_MS);
  await everybodyTold;
  clearTimeout(patience);
  await connection.close();
  for (const socket of sockets) socket.terminate();
  const { drop } = await askAdmin<{ drop: { endedAt: string | null; status: string; sold: number } }>(
    world.origin,
    'query Drop($id: ID!) { drop(id: $id) { endedAt status sold } }',
    { id: dropId },
  );
  return dropRows(world, { shoppers, errors, joinMs, checkoutMs, drop, opensAtMs, domain, variant });
}

async function dropRows(
  world: ShopWorld,
  run: {
    readonly shoppers: readonly Shopper[];
    readonly errors: readonly string[];
    readonly joinMs: readonly number[];
    readonly checkoutMs: readonly number[];
    readonly drop: { readonly endedAt: string | null; readonly status: string; readonly sold: number };
    readonly opensAtMs: number;
    readonly domain: string;
    readonly variant: string;
  },
): Promise<Row[]> {
  const { shoppers, errors, joinMs, checkoutMs, drop, opensAtMs } = run;
  const clients = shoppers.length;
  const endedAtMs = Date.parse(drop.endedAt ?? '');
  const paid = shoppers.filter((one) => one.outcome === 'paid');
  const over = shoppers.filter((one) => one.outcome === 'over');
  const late = over.flatMap((one) => (one.toldMs === 0 ? [] : one.toldMs - endedAtMs));
  const outOfOrder = paid.filter((one) => one.number > UNITS).length;
  const recorded = await recordedOrders(world, run.domain, paid.length);
  const available = await unitsOf(world.origin, run.variant, 'available');
  const untold = clients - paid.length - over.length;
  if (errors.length > 0) console.error(`drop: ${errors.length} errors, such as ${errors[0]}`);
  if (recorded !== UNITS || available !== 0 || drop.sold !== UNITS || drop.status !== 'SOLD_OUT')
    console.error(
      `drop: ${drop.status}, ${drop.sold} sold, ${recorded} orders are recorded, ${available} units are left`,
    );
  const spread = (some: readonly number[]) => ({
    p50Ms: quantile(some, 0.5),
    p95Ms: quantile(some, 0.95),
    p99Ms: quantile(some, 0.99),
  });
  return [
    { name: 'drop-orders', clients, value: recorded, unit: 'orders', better: 'higher', goal: UNITS },
    { name: 'drop-out-of-order', clients, value: outOfOrder, unit: 'buyers', better: 'lower', goal: 0 },
    { name: 'drop-errors', clients, value: errors.length, unit: 'buyers', better: 'lower', goal: 0 },
    { name: 'drop-untold', clients, value: untold, unit: 'buyers', better: 'lower', goal: 0 },
    {
      name: 'drop-told-within-ms',
      clients,
      value: Math.max(0, ...late),
      unit: 'ms',
      better: 'lower',
      goal: 2_000,
      ...spread(late),
    },
    {
      name: 'drop-sold-out-after-seconds',
      clients,
      value: (endedAtMs - opensAtMs) / 1_000,
      unit: 's',
      better: 'lower',
    },
    {
      name: 'drop-join-p95-ms',
      clients,
      value: quantile(joinMs, 0.95),
      unit: 'ms',
      better: 'lower',
      ...spread(joinMs),
    },
    {
      name: 'drop-checkout-p95-ms',
      clients: UNITS,
      value: quantile(checkoutMs, 0.95),
      unit: 'ms',
      better: 'lower',
      ...spread(checkoutMs),
    },
  ];
}

const before = calibrate();
const world = await startShopWorld();
try {
  const rows: Row[] = [];
  const wants = (name: string) => values.only === '' || values.only.startsWith(name);
  if (wants('flash-sale')) {
    // The first buyers of a fresh isolate pay for its caches; a shop before a rush is warm.
    const connection = sharedConnection(world.origin, 4);
    await Promise.all(
      [0, 1, 2, 3].map((index) =>
        buy(connection, { variant: variantGid(2), email: `warm${index}@warm.example`, attemptToken: `warm-${index}` }),
      ),
    );
    await connection.close();
    const floor = await newObjects(world);
    rows.push(...(await flashSale(world, variantGid(1), Number(values.rush), 'rush.example')));
    rows.push(...rushOverFloor(rows, floor));
  }
  if (wants('drop')) rows.push(...(await queuedDrop(world, variantGid(3), Number(values.buyers), 'drop.example')));
  report('drop', rows);
  if (Math.abs(calibrate() / before - 1) > 0.15)
    console.log('The machine was busy with something else: compare ratios only.');
} finally {
  await world.close();
}
