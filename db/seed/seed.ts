import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { translations } from '../schema/catalogue.ts';
import { shop } from '../schema/shop.ts';
import { stockLevels, warehouses } from '../schema/stock.ts';
import { demoCounters } from './demo/delivery.ts';
import { demoProducts } from './demo/products.ts';
import type { DemoProduct } from './demo/types.ts';
import { demoWarehouses, stockOf } from './demo/warehouses.ts';
import { inPortions, known, type SeedTransaction, translationSheet } from './seed-context.ts';
import { writeCollections } from './write-collections.ts';
import { writeContent } from './write-content.ts';
import { writeCurrencies } from './write-currencies.ts';
import { writeDelivery } from './write-delivery.ts';
import { type WrittenProduct, writeProduct } from './write-products.ts';
import { writeReplenishment } from './write-replenishment.ts';
import { writeShop } from './write-shop.ts';
import { writeApiToken, writeStaff } from './write-staff.ts';
import { writeVisits } from './write-visits.ts';

export { DEMO_STAFF_EMAIL, DEMO_STAFF_PASSWORD } from './demo/shop.ts';

export interface OpeningStock {
  readonly variantId: number;
  readonly warehouseId: number;
  /** Units on the shelf; 0 where the warehouse keeps none. */
  readonly quantity: number;
}

export interface SeedOptions {
  /** Token let into /admin/graphql, also when the shop is already there. */
  readonly apiToken: string;
  /** Empties every table first, numbering from 1 again; objects that remember the old stock must be emptied with it. */
  readonly force?: boolean;
  /** Called before each step: steps done, steps in all, what comes next. */
  readonly onProgress?: (done: number, total: number, label: string) => void;
}

export interface SeedResult {
  /** False when a shop was already there and nothing but the token was written. */
  readonly seeded: boolean;
  /** Opening stock as written to stock_levels; empty when nothing was seeded. */
  readonly initialStock: OpeningStock[];
}

async function emptyEveryTable(tx: SeedTransaction): Promise<void> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like '%drizzle%'`,
  );
  const names = rows.map((row) => row.name).join(', ');
  if (names !== '') await tx.execute(sql.raw(`truncate ${names} restart identity cascade`));
}

async function writeWarehouses(tx: SeedTransaction): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .insert(warehouses)
    .values(
      demoWarehouses.map((one) => {
        const pickup = demoCounters[one.code];
        return { ...one, offersPickup: true, timeZone: pickup.timeZone, pickup: { ...pickup } };
      }),
    )
    .returning({ id: warehouses.id, code: warehouses.code });
  return new Map(rows.map((row) => [row.code, row.id]));
}

async function writeStock(
  tx: SeedTransaction,
  written: readonly (readonly [DemoProduct, WrittenProduct])[],
  warehouseIds: ReadonlyMap<string, number>,
): Promise<OpeningStock[]> {
  const stock = written.flatMap(([product, { variantIds }]) =>
    stockOf(product).map(({ sku, warehouse, quantity }) => ({
      variantId: known(variantIds, sku),
      warehouseId: known(warehouseIds, warehouse),
      quantity,
    })),
  );
  await inPortions(stock, (portion) =>
    tx
      .insert(stockLevels)
      .values(portion.map(({ variantId, warehouseId, quantity }) => ({ variantId, warehouseId, onHand: quantity }))),
  );
  return stock;
}

async function writeEverything(tx: SeedTransaction, options: SeedOptions): Promise<OpeningStock[]> {
  const total = demoProducts.length + 7;
  let done = 0;
  const step = async <Result>(label: string, work: () => Promise<Result>): Promise<Result> => {
    options.onProgress?.(done, total, label);
    const result = await work();
    done += 1;
    return result;
  };
  const sheet = translationSheet();
  await step('Shop, markets and taxes', async () => {
    await writeShop(tx, sheet);
    await writeCurrencies(tx);
    await writeStaff(tx);
  });
  const warehouseIds = await step('Warehouses and delivery', async () => {
    const ids = await writeWarehouses(tx);
    await writeDelivery(tx, sheet, ids);
    return ids;
  });
  const written: (readonly [DemoProduct, WrittenProduct])[] = [];
  // Oldest first, so that ids and dates of creation agree.
  const oldestFirst = [...demoProducts].sort((a, b) => a.createdOn.localeCompare(b.createdOn));
  for (const product of oldestFirst) {
    written.push([product, await step(product.title.en, () => writeProduct(tx, sheet, product))]);
  }
  const productIds = new Map(written.map(([product, { id }]) => [product.handle, id]));
  await step('Collections, pages and menus', async () => {
    await writeContent(tx, sheet, await writeCollections(tx, sheet, productIds));
  });
  await step('Texts in other languages', () =>
    inPortions(sheet.rows(), (rows) => tx.insert(translations).values(rows)),
  );
  const stock = await step('Opening stock', () => writeStock(tx, written, warehouseIds));
  await step('Suppliers and sales', () => writeReplenishment(tx, { written, warehouseIds, stock, nowMs: Date.now() }));
  await step('Visits', () => writeVisits(tx, productIds, Date.now()));
  options.onProgress?.(total, total, 'Done');
  return stock;
}

/**
 * Fills an empty, migrated database with the demo shop in one transaction; a database that has a shop is left alone
 * (except for the API token) unless `force` is set. Two seeds at once wait for each other. Throws on a database error, having written nothing.
 */
export async function seedDemoShop(databaseUrl: string, options: SeedOptions): Promise<SeedResult> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    return await drizzle(pool).transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('shopflow.seed'))`);
      if (options.force) await emptyEveryTable(tx);
      const present = await tx.select({ id: shop.id }).from(shop).limit(1);
      const initialStock = present.length > 0 ? [] : await writeEverything(tx, options);
      await writeApiToken(tx, options.apiToken);
      return { seeded: present.length === 0, initialStock };
    });
  } finally {
    await pool.end();
  }
}
