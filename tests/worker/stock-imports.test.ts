import { env } from 'cloudflare:workers';
import { inArray, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { products, variants } from '../../db/schema/catalogue.ts';
import { stockLedger, stockLevels, warehouses } from '../../db/schema/stock.ts';
import { createDeps } from '../../worker/deps.ts';
import { createStockImport, forecastStockFile, runStockImport } from '../../worker/services/import-stock.ts';
import { auditStock, rebuildStock } from '../../worker/services/stock-drift.ts';
import { db } from './checkout-support.ts';

const deps = createDeps(env);
const bytes = (text: string) => new TextEncoder().encode(text);
const word = crypto.randomUUID().slice(0, 8);
const places = [1, 2].map((n) => ({ code: `imp-${word}-${n}`, name: `Import ${word} ${n}` }));
let warehouseIds: number[] = [];
let variantIds: number[] = [];
const sku = (n: number) => `IMP-${word}-${n}`;

/** The catalogue keeps its warehouses for a while; these are new. */
const importing = {
  ...deps,
  warehouses: async () => places.map((place, i) => ({ ...place, id: warehouseIds[i] ?? 0 })),
};

beforeAll(async () => {
  const where = { city: 'Ghent', country: 'BE', latitude: 51, longitude: 3.7, isActive: false };
  const made = await db
    .insert(warehouses)
    .values(places.map((place) => ({ ...place, ...where })))
    .returning({ id: warehouses.id });
  warehouseIds = made.map(({ id }) => id);
  const [product] = await db
    .insert(products)
    .values({ handle: `imp-${word}`, title: 'Imported' })
    .returning({ id: products.id });
  const rows = Array.from({ length: 250 }, (_, i) => ({
    productId: product?.id ?? 0,
    sku: sku(i),
    title: sku(i),
    position: i + 1,
    optionValues: [sku(i)],
  }));
  variantIds = (await db.insert(variants).values(rows).returning({ id: variants.id })).map(({ id }) => id);
});

const take = async (text: string) => {
  const sent = { fileName: 'counts.csv', bytes: bytes(text), actor: 'app:erp', reason: 'cycle_count_available' };
  const importId = await createStockImport(importing, sent);
  await runStockImport(deps, importId, 100);
  return (await deps.stockImports.byId(importId)) ?? expect.fail('no import');
};
const onHand = async (n: number) => {
  const read = await deps.inventory.read(variantIds[n] ?? 0);
  return read.ok ? read.levels.map((level) => level.onHand) : read;
};

describe('a file of counts', () => {
  it('is written whole, variant by variant, and the records follow', async () => {
    const lines = Array.from({ length: 250 }, (_, i) =>
      places.map((place) => `${sku(i)},${place.code},${i + 3}`),
    ).flat();
    const done = await take(['SKU,Location,On hand', ...lines].join('\r\n'));
    expect(done).toMatchObject({ rowCount: 500, doneCount: 500, appliedCount: 500, problemCount: 0 });
    expect(done.finishedAtMs).not.toBeNull();
    expect(await onHand(0)).toEqual([3, 3]);
    expect(await onHand(249)).toEqual([252, 252]);
    await expect
      .poll(async () => (await deps.stockRecords.levelsOf(variantIds)).filter((level) => level.onHand > 0).length)
      .toBe(500);
  });

  it('leaves out rows with problems, whole, and says line, column and reason of each', async () => {
    const file = [
      'Location,SKU,On hand (current),On hand (new),Safety stock,Note',
      `${places[0]?.name},${sku(1)},4,9,2,both are good`,
      `${places[0]?.code},NOBODY,,5,,`,
      `Atlantis,${sku(2)},,5,,`,
      `${places[0]?.code},${sku(3)},,many,1,"a note",`,
      `${places[0]?.code},${sku(4)},,-2,1,`,
      `${places[0]?.code},${sku(1)},,7,,"once more,`,
      'over two lines"',
      `${places[1]?.code},${sku(5)},99,1,,it is something else by now`,
      `${places[1]?.code},${sku(6)},,not stocked,,`,
      '',
    ].join('\n');
    const done = await take(file);
    expect(done.problems.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, 'SKU', 'is no variant of this shop'],
      [4, 'Location', 'is no location of this shop'],
      [5, 'On hand (new)', 'must be a whole number'],
      [6, 'On hand (new)', 'must be at least 0'],
      [7, 'On hand (new)', 'was given on line 2 already'],
      [9, 'On hand (new)', 'is 8 by now, not 99'],
    ]);
    expect(done).toMatchObject({ rowCount: 3, appliedCount: 2, problemCount: 6 });
    expect(await onHand(1)).toEqual([9, 4]);
    expect(await onHand(3)).toEqual([6, 6]);
    const safe = await deps.inventory.read(variantIds[1] ?? 0);
    expect(safe).toMatchObject({ ok: true, levels: [{ safetyStock: 2 }, { safetyStock: 0 }] });
    expect(await deps.inventory.read(variantIds[3] ?? 0)).toMatchObject({ levels: [{ safetyStock: 0 }, {}] });
  });

  it('a dry run says the same and writes nothing', async () => {
    const file = `SKU,Location,On hand (current),On hand (new)\n${sku(7)},${places[0]?.code},10,11\n${sku(8)},${places[0]?.code},2,11\n${sku(9)},${places[0]?.code},,12\n`;
    expect(await forecastStockFile(importing, bytes(file))).toMatchObject({
      lines: 3,
      rowCount: 3,
      changing: 1,
      problems: [{ line: 3, column: 'On hand (new)', value: '11', reason: 'is 11 by now, not 2' }],
    });
    expect(await onHand(7)).toEqual([10, 10]);
  });

  it.each([
    ['', 'the file is empty'],
    ['SKU,Where\na,b\n', 'is not among the columns'],
    ['SKU,Location,On hand\n"a,b', 'the file is not well-formed CSV: a quote is opened and never closed'],
  ])('that is none is one problem or two, and no rows: %j', async (text, reason) => {
    const done = await take(text);
    expect(done).toMatchObject({ rowCount: 0 });
    expect(done.problems[0]?.reason).toBe(reason);
    expect(done.finishedAtMs).not.toBeNull();
  });

  it('goes on after a crash between writing and marking done, and changes nothing twice', async () => {
    const file = `SKU,Location,On hand (change)\n${sku(10)},${places[0]?.code},5\n${sku(11)},${places[0]?.code},-100\n`;
    const sent = { fileName: 'changes.csv', bytes: bytes(file), actor: 'app:erp', reason: 'correction' };
    const importId = await createStockImport(importing, sent);
    const crashing = { ...deps.stockImports, finish: () => Promise.reject(new Error('the machine went away')) };
    await expect(runStockImport({ ...deps, stockImports: crashing }, importId, 1)).rejects.toThrow('went away');
    expect(await onHand(10)).toEqual([18, 13]);
    expect(await runStockImport(deps, importId, 1)).toBe(0);
    await db.execute(
      sql`update stock_import_chunks set leased_until = now() - interval '1 second' where import_id = ${importId}`,
    );
    const runs = await Promise.all([runStockImport(deps, importId, 5), runStockImport(deps, importId, 5)]);
    expect(runs.sort()).toEqual([0, 1]);
    expect(await onHand(10)).toEqual([18, 13]);
    expect(await deps.stockImports.byId(importId)).toMatchObject({
      appliedCount: 1,
      problems: [{ line: 3, reason: 'would fall below what is promised or 0 (14 there)' }],
    });
  });

  it('waits when an object is out of reach, and is ended by the next run', async () => {
    const file = `SKU,Location,Available\n${sku(12)},${places[0]?.code},40\n`;
    const sent = { fileName: 'later.csv', bytes: bytes(file), actor: 'app:erp', reason: 'correction' };
    const importId = await createStockImport(importing, sent);
    const nobody = { ok: false, reason: 'unavailable', retryable: true } as const;
    const away = { executeMany: async (_: number, commands: readonly unknown[]) => commands.map(() => nobody) };
    expect(await runStockImport({ ...deps, inventory: away }, importId, 5)).toBe(0);
    expect(await deps.stockImports.byId(importId)).toMatchObject({ doneCount: 0, finishedAtMs: null });
    let asked = 0;
    const slow: typeof deps.inventory.executeMany = async (variantId, commands) => {
      asked += 1;
      return asked === 1 ? commands.map(() => nobody) : deps.inventory.executeMany(variantId, commands);
    };
    expect(await runStockImport({ ...deps, inventory: { executeMany: slow } }, importId, 5)).toBe(1);
    expect(await onHand(12)).toEqual([40, 15]);
  });
});

it('all rows of the records, deleted and made again from the objects, are the rows they were', async () => {
  const some = variantIds.slice(0, 20);
  const deadline = { records: deps.stockRecords, inventory: deps.inventory };
  for (const variantId of some)
    await expect.poll(() => auditStock(variantId, deadline)).toMatchObject({ ok: true, drifts: [] });
  const levelRows = () =>
    db
      .select({ row: sql`to_jsonb(stock_levels) - 'updated_at'` })
      .from(stockLevels)
      .where(inArray(stockLevels.variantId, some))
      .orderBy(stockLevels.variantId, stockLevels.warehouseId);
  const ledgerRows = () =>
    db
      .select()
      .from(stockLedger)
      .where(inArray(stockLedger.variantId, some))
      .orderBy(stockLedger.variantId, stockLedger.sequence);
  const [levels, ledger] = [await levelRows(), await ledgerRows()];
  expect(ledger.length).toBeGreaterThan(40);
  await db.delete(stockLevels).where(inArray(stockLevels.variantId, some));
  await db.delete(stockLedger).where(inArray(stockLedger.variantId, some));
  for (const variantId of some) await rebuildStock(variantId, deadline);
  expect(await levelRows()).toEqual(levels);
  expect(await ledgerRows()).toEqual(ledger);
});

it('an audit names entries that are missing, different or too many, and a repair makes them right', async () => {
  const variantId = variantIds[30] ?? 0;
  const target = { records: deps.stockRecords, inventory: deps.inventory };
  await expect.poll(() => auditStock(variantId, target)).toMatchObject({ ok: true, drifts: [] });
  const mine = sql`variant_id = ${variantId}`;
  const [{ last } = { last: 0 }] = await db
    .select({ last: sql<number>`max(sequence)::int` })
    .from(stockLedger)
    .where(mine);
  await db.execute(sql`delete from stock_ledger where ${mine} and sequence = 1`);
  await db.execute(sql`update stock_ledger set quantity = quantity + 1 where ${mine} and sequence = ${last}`);
  await db.execute(sql`insert into stock_ledger (variant_id, sequence, kind, quantity, delta, after, actor, occurred_at)
    select variant_id, sequence + 1, kind, quantity, delta, after, actor, occurred_at from stock_ledger where ${mine} and sequence = ${last}`);
  await db.execute(
    sql`update stock_levels set on_hand = on_hand + 1 where ${mine} and warehouse_id = ${warehouseIds[0]}`,
  );
  const audit = await auditStock(variantId, target);
  expect(audit.ok && audit.drifts.map(({ between, what }) => `${between}: ${what}`)).toEqual([
    'object and records: onHand is 34, not 33',
    'ledger and records: entry 1 missing',
    `ledger and records: entry ${last} different`,
    `ledger and records: entry ${Number(last) + 1} not in the ledger`,
  ]);
  await rebuildStock(variantId, target);
  expect(await auditStock(variantId, target)).toMatchObject({ ok: true, drifts: [] });
});
