import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { seeded } from '../support/purchase-world.ts';
import { buy, type Ending, StockDoor } from './sale.ts';
import { type ShopProcess, startShopProcess } from './shop-process.ts';
import { type GivenHold, recordedOrders, soldBy, takenPayments, wrongHolds, wrongStock } from './verdict.ts';

/** What a sale under fire came to. */
export interface CrashReport {
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  readonly buyers: number;
  readonly orders: number;
  readonly units: number;
  readonly had: number;
  readonly refunds: number;
  readonly holds: number;
  readonly worstLateMs: number;
  /** What was violated; empty when nothing was. */
  readonly wrong: readonly string[];
}

const SHELF = 60;
const SETTLED_WITHIN_MS = 180_000;

/** A sale on a running shop: buyers that come as others leave, deliveries, and short promises on a second variant. */
class Sale {
  readonly endings: Ending[] = [];
  readonly holds: GivenHold[] = [];
  readonly stock: StockDoor;
  readonly promises: StockDoor;
  had = 0;
  isOver = false;
  /** The longest this process itself stood still. */
  slackMs = 0;
  readonly #origin: string;
  readonly #random: () => number;
  readonly #seed: number;
  #numbers = 0;

  constructor(origin: string, seed: number, random: () => number, variantIds: readonly [number, number]) {
    this.#origin = origin;
    this.#seed = seed;
    this.#random = random;
    this.stock = new StockDoor(origin, variantIds[0]);
    this.promises = new StockDoor(origin, variantIds[1]);
  }

  /** Sets both variants' shelves. */
  async open(): Promise<void> {
    this.had = SHELF;
    for (const [door, units] of [
      [this.stock, SHELF],
      [this.promises, 10_000],
    ] as const) {
      const view = await door.read();
      if (!view.ok) throw new Error(`variant ${door.variantId} has no stock`);
      for (const [index, { warehouseId }] of view.levels.entries()) {
        for (const name of ['safety_stock', 'on_hand'] as const) {
          const quantity = name === 'on_hand' && index === 0 ? units : 0;
          const commandId = `crash ${this.#seed} ${name} ${warehouseId}`;
          const result = await door.execute({ kind: 'set', commandId, warehouseId, name, quantity, actor: 'test' });
          if (!result.ok) throw new Error(JSON.stringify(result));
        }
      }
    }
  }

  /** Keeps so many buyers in the shop until the sale is over. */
  async buyers(together: number): Promise<void> {
    await Promise.all(
      Array.from({ length: together }, async () => {
        while (!this.isOver) {
          this.#numbers += 1;
          const token = `crash-${this.#seed}-${this.#numbers}`;
          const method = this.#random() < 0.1 ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa';
          const quantity = this.#random() < 0.2 ? 2 : 1;
          const ending = await buy(this.#origin, this.stock.variantId, quantity, method, token);
          this.endings.push(ending);
          if (ending.kind === 'refused') await sleep(200);
        }
      }),
    );
  }

  /** Deliveries: the shelf is filled up again while the sale goes on. */
  async deliveries(): Promise<void> {
    const view = await this.stock.read();
    const warehouseId = (view.ok && view.levels[0]?.warehouseId) || 1;
    for (let number = 1; !this.isOver; number += 1) {
      await sleep(400);
      const now = await this.stock.read();
      if (!now.ok || now.available > SHELF / 3) continue;
      const quantity = SHELF / 2;
      this.had += quantity;
      const commandId = `crash ${this.#seed} delivery ${number}`;
      await this.stock.execute({ kind: 'receive', commandId, warehouseId, quantity, actor: 'test' });
    }
  }

  /** Promises of a few seconds, each noted once the shop gave it. */
  async shortHolds(): Promise<void> {
    while (!this.isOver) {
      this.#numbers += 1;
      const hold = {
        holdId: `crash-${this.#seed}-hold-${this.#numbers}`,
        quantity: 1 + Math.floor(this.#random() * 5),
        expiresAtMs: Date.now() + 2_000 + Math.floor(this.#random() * 6_000),
      };
      const terms = { reference: 'crash', warehousePreference: [], actor: 'test' };
      const result = await this.promises.execute({ kind: 'hold', ...hold, ...terms });
      if (result.ok) this.holds.push(hold);
      await sleep(100);
    }
  }

  async watchClock(): Promise<void> {
    while (!this.isOver) {
      const beforeMs = Date.now();
      await sleep(20);
      this.slackMs = Math.max(this.slackMs, Date.now() - beforeMs - 20);
    }
  }
}

/** Two variants of the demo shop that are sold one by one, with the price the shop has for them. */
async function someVariants(databaseUrl: string): Promise<readonly [number, number]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select v.id::int as id from variants v join products p on p.id = v.product_id join stock_levels s on s.variant_id = v.id
       where p.status = 'active' and v.tracked and v.inventory_policy = 'deny' group by v.id order by v.id limit 2`,
    );
    const [first, second] = rows.map((row: { id: unknown }) => Number(row.id));
    if (!first || !second) throw new Error('The demo shop has nothing to sell');
    return [first, second];
  } finally {
    await client.end();
  }
}

/** Sells while the shop's process is killed `kills` times at moments the seed gives, then looks whether everything that was said is true. */
export async function runCrashTest(options: {
  readonly kills: number;
  readonly seed: number;
  readonly buyers: number;
  readonly say: (line: string) => void;
}): Promise<CrashReport> {
  const random = seeded(options.seed);
  const shop = await startShopProcess();
  const beganAt = performance.now();
  try {
    const sale = new Sale(shop.origin, options.seed, random, await someVariants(shop.services.databaseUrl));
    await sale.open();
    const going = [sale.buyers(options.buyers), sale.deliveries(), sale.shortHolds(), sale.watchClock()];
    for (let kill = 1; kill <= options.kills; kill += 1) {
      await sleep(400 + random() * 3_000);
      await shop.killAndRestart();
      const bought = sale.endings.filter(({ kind }) => kind === 'bought').length;
      options.say(`killed ${kill} of ${options.kills}: ${bought} orders and ${sale.holds.length} holds were given`);
    }
    await sleep(1_000);
    sale.isOver = true;
    await Promise.all(going);
    return await judge(options.seed, options.kills, shop, sale, beganAt);
  } finally {
    await shop.close();
  }
}

async function judge(
  seed: number,
  kills: number,
  shop: ShopProcess,
  sale: Sale,
  beganAt: number,
): Promise<CrashReport> {
  const { databaseUrl, stripeApiBase } = shop.services;
  const untilMs = Date.now() + SETTLED_WITHIN_MS;
  let wrong: string[] = [];
  for (;;) {
    const orders = await recordedOrders(databaseUrl, sale.stock.variantId);
    const payments = await takenPayments(stripeApiBase);
    const ledger = await sale.stock.ledger();
    const [view, promises] = [await sale.stock.read(), await sale.promises.read()];
    if (!view.ok || !promises.ok) throw new Error('the stock cannot be read');
    const promiseLedger = await sale.promises.ledger();
    const held = wrongHolds(sale.holds, promiseLedger, shop.outages, sale.slackMs);
    const units = orders.reduce((sum, order) => sum + order.units, 0);
    wrong = [
      ...wrongStock('sold', view, ledger),
      ...wrongStock('held', promises, promiseLedger),
      ...held.wrong,
      ...disagreements(sale, orders, payments, soldBy(ledger)),
      ...(units > sale.had ? [`OVERSOLD: ${units} units were sold of ${sale.had}`] : []),
      ...(view.levels.some((level) => level.held > 0) ? ['units are still held for purchases that ended'] : []),
      ...(promises.levels.some((level) => level.held > 0) ? ['units are still held beyond their time'] : []),
    ];
    // What was under way when the shop was killed goes on by alarm, some seconds later.
    if (wrong.length > 0 && Date.now() < untilMs) {
      await sleep(2_000);
      continue;
    }
    return {
      seed,
      kills,
      seconds: (performance.now() - beganAt) / 1_000,
      buyers: sale.endings.length,
      orders: orders.length,
      units,
      had: sale.had,
      refunds: payments.filter(({ status, kept }) => status === 'succeeded' && kept === 0).length,
      holds: sale.holds.length,
      worstLateMs: held.worstLateMs,
      wrong,
    };
  }
}

function disagreements(
  sale: Sale,
  orders: Awaited<ReturnType<typeof recordedOrders>>,
  payments: Awaited<ReturnType<typeof takenPayments>>,
  sold: ReadonlyMap<number, number>,
): string[] {
  const wrong: string[] = [];
  const byId = new Map(orders.map((order) => [order.id, order]));
  const paidFor = new Map(orders.map((order) => [order.reference, order]));
  for (const ending of sale.endings)
    if (ending.kind === 'bought' && !byId.has(ending.orderId))
      wrong.push(`order ${ending.orderId} was promised and is not there`);
  for (const { id, units } of orders)
    if (sold.get(id) !== units) wrong.push(`order ${id} bought ${units}, its stock says ${sold.get(id) ?? 0}`);
  for (const [id, units] of sold)
    if (!byId.has(id)) wrong.push(`${units} units are sold to order ${id}, which is not there`);
  for (const { id, status, kept } of payments) {
    if (kept > 0 && !paidFor.has(id)) wrong.push(`${id} took ${kept} and there is no order`);
    if (kept === 0 && paidFor.has(id)) wrong.push(`${id} (${status}) pays for an order and took nothing`);
  }
  if (paidFor.size !== orders.length) wrong.push('two orders have one payment');
  return wrong;
}
