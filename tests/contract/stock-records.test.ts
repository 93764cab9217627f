import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { apply } from '../../commerce/inventory/apply.ts';
import type { InventoryCommand, LedgerEntry, QuantityCommand } from '../../commerce/inventory/contract.ts';
import { evolve, openingEntries } from '../../commerce/inventory/evolve.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import { type StockChanged, stockChanged } from '../../commerce/inventory/stock-changed.ts';
import { NO_TERMS } from '../../commerce/inventory/supply.ts';
import { createDb, type Db } from '../../db/client.ts';
import { openingStock } from '../../db/queries/opening-stock.ts';
import { neonStockRecords } from '../../worker/adapters/neon/stock-records.ts';
import { projectStock } from '../../worker/jobs/project-stock.ts';
import { rebuildStock, stockDrift } from '../../worker/services/stock-drift.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOW = Date.UTC(2030, 0, 1);

let database: FreshDatabase;
let pool: Pool;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

beforeEach(async () => {
  await pool.query('truncate stock_ledger, stock_levels, variants, products, warehouses restart identity cascade');
  await pool.query("insert into products (handle, title) values ('vase', 'Vase')");
  await pool.query(`insert into variants (product_id, title, position, option_values, tracked, inventory_policy) values
    (1, 'Red', 1, '{red}', true, 'deny'), (1, 'Blue', 2, '{blue}', true, 'continue'), (1, 'Card', 3, '{card}', false, 'deny')`);
  await pool.query(`insert into warehouses (code, name, city, country, latitude, longitude) values
    ('ham', 'Hamburg', 'Hamburg', 'DE', 53.5, 10), ('osa', 'Osaka', 'Osaka', 'JP', 34.7, 135.5)`);
});

const LEVEL = { held: 0, committed: 0, incoming: 0, safetyStock: 0 };

/** A variant's life as its object would lead it: state, ledger and a message per command. */
function life(variantId: number) {
  let state: StockState = emptyState(variantId);
  const levels = [
    { warehouseId: 1, onHand: 3, ...LEVEL },
    { warehouseId: 2, onHand: 4, ...LEVEL },
  ];
  const ledger: LedgerEntry[] = [
    ...openingEntries(state, { policy: 'deny', sequence: 0, levels, commitments: [] }, NOW),
  ];
  for (const entry of ledger) evolve(state, entry);
  const messages: StockChanged[] = [stockChanged(variantId, 0, ledger)];
  const commands: InventoryCommand[] = [
    {
      kind: 'hold',
      holdId: 'a',
      reference: 'cart',
      quantity: 6,
      expiresAtMs: NOW + 9,
      warehousePreference: [],
      actor: 'shopper',
    },
    { kind: 'extend', holdId: 'a', expiresAtMs: NOW + 99, actor: 'shopper' },
    { kind: 'commit', holdId: 'a', reference: 'order', actor: 'system' },
    {
      kind: 'set',
      commandId: 's',
      warehouseId: 2,
      name: 'safety_stock',
      quantity: 1,
      reason: 'seasonal',
      actor: 'staff:1',
    },
    {
      kind: 'ship',
      commandId: 'd',
      reference: 'order',
      allocations: [{ warehouseId: 1, quantity: 3 }],
      actor: 'staff:1',
    },
  ];
  for (const command of commands) {
    const before = state.available;
    const applied = apply(state, command, NOW + ledger.length);
    state = applied.state;
    ledger.push(...applied.events);
    messages.push(stockChanged(variantId, before, applied.events));
  }
  const inventory = {
    read: async () => ({ ok: true as const, ...viewOf(state) }),
    ledger: async (_: number, after: number, limit: number) => ({
      ok: true as const,
      sequence: state.sequence,
      entries: ledger.filter((entry) => entry.sequence > after).slice(0, limit),
    }),
  };
  return { state, ledger, messages, inventory };
}

test('messages repeated and in the wrong order leave the records as the object is', async () => {
  const { messages, inventory, ledger } = life(1);
  const records = neonStockRecords(db);
  for (const message of [...messages].reverse()) await projectStock([message], { records });
  await projectStock(messages, { records });
  expect(await stockDrift(1, { records, inventory })).toEqual({
    ok: true,
    variantId: 1,
    sequence: ledger.length,
    drifts: [],
  });
  const { rows } = await pool.query(
    'select sequence::int, kind, warehouse_id::int, quantity, delta, after, reference, hold_id, reason, actor, extract(epoch from occurred_at) * 1000 as at from stock_ledger order by sequence',
  );
  expect(rows).toHaveLength(ledger.length);
  expect(rows[2]).toMatchObject({
    sequence: 3,
    kind: 'held',
    warehouse_id: 1,
    quantity: 3,
    delta: { held: 3 },
    reference: 'cart',
    hold_id: 'a',
    actor: 'shopper',
  });
  expect(rows[4]).toMatchObject({ kind: 'extended', warehouse_id: null, delta: {}, after: { available: 1 } });
  expect(rows[7]).toMatchObject({
    kind: 'adjusted',
    reason: 'seasonal',
    after: { onHand: 4, committed: 3, safetyStock: 1, available: 0 },
  });
  expect(Number(rows[2]?.at)).toBe(NOW + 2);
});

test('an older message never overwrites a newer row', async () => {
  const { messages } = life(1);
  const records = neonStockRecords(db);
  await projectStock(messages, { records });
  const before = await records.levels(1);
  for (const message of messages) await projectStock([message], { records });
  expect(await records.levels(1)).toEqual(before);
  expect(before.map((row) => [row.warehouseId, row.onHand, row.committed, row.sequence])).toEqual([
    [1, 0, 0, 9],
    [2, 4, 3, 8],
  ]);
});

test('rows of variants and warehouses that are gone do not hold up the others', async () => {
  const records = neonStockRecords(db);
  const gone = life(999);
  await projectStock([...gone.messages, ...life(1).messages], { records });
  expect(await records.levels(999)).toEqual([]);
  expect(await records.levels(1)).toHaveLength(2);
  await records.project([{ variantId: 1, warehouseId: 77, onHand: 1, ...LEVEL, sequence: 99 }], []);
  expect(await records.levels(1)).toHaveLength(2);
  await records.project([], []);
});

test('deleted and falsified rows come back as they were', async () => {
  const { messages, inventory } = life(1);
  const records = neonStockRecords(db);
  await projectStock(messages, { records });
  const right = await records.levels(1);
  await pool.query(
    'delete from stock_levels where warehouse_id = 1; update stock_levels set on_hand = 50, sequence = 5000; delete from stock_ledger where sequence in (3, 4)',
  );
  const report = await stockDrift(1, { records, inventory });
  expect(report.ok && report.drifts.map((drift) => drift.what)).toEqual([
    'missing',
    'onHand is 50, not 4',
    'sequence is 5000, not 8',
  ]);
  await rebuildStock(1, { records, inventory });
  expect(await records.levels(1)).toEqual(right);
  const { rows } = await pool.query('select count(*)::int as entries from stock_ledger');
  expect(rows).toEqual([{ entries: 9 }]);
});

test('an object opens with what the records know, in one statement', async () => {
  expect(await openingStock(db, 999)).toBeNull();
  expect(await openingStock(db, 1)).toEqual({ policy: 'deny', sequence: 0, levels: [], commitments: [] });
  expect(await openingStock(db, 2)).toMatchObject({ policy: 'continue' });
  expect(await openingStock(db, 3)).toMatchObject({ policy: 'untracked' });
  await projectStock(life(1).messages, { records: neonStockRecords(db) });
  expect(await openingStock(db, 1)).toEqual({
    policy: 'deny',
    sequence: 9,
    levels: [
      { warehouseId: 1, onHand: 0, held: 0, committed: 0, incoming: 0, safetyStock: 0 },
      { warehouseId: 2, onHand: 4, held: 0, committed: 3, incoming: 0, safetyStock: 1 },
    ],
    commitments: [{ reference: 'order', warehouseId: 2, quantity: 3 }],
  });
});

test('a long history travels in one call', async () => {
  const records = neonStockRecords(db);
  const { ledger } = life(1);
  const [entry] = ledger;
  if (!entry) expect.fail();
  const many = Array.from({ length: 2_500 }, (_, i) => ({ variantId: 1, entry: { ...entry, sequence: i + 1 } }));
  await records.rebuild(1, [], many);
  const { rows } = await pool.query('select count(*)::int as entries from stock_ledger');
  expect(rows).toEqual([{ entries: 2_500 }]);
});

test('limits and arrivals come back from the copy of the ledger when an object opens again', async () => {
  const records = neonStockRecords(db);
  const { state, ledger } = life(1);
  const terms = { ...NO_TERMS, preorderLimit: 5 };
  const commands: QuantityCommand[] = [
    { kind: 'limit', commandId: 'l', preorderLimit: 5, actor: 'staff:1' },
    { kind: 'expect', commandId: 'e1', warehouseId: 2, reference: 'po:1', quantity: 9, expectedAtMs: null, actor: 'x' },
    {
      kind: 'expect',
      commandId: 'e2',
      warehouseId: 2,
      reference: 'po:1',
      quantity: 4,
      expectedAtMs: 7_000,
      actor: 'x',
    },
    { kind: 'expect', commandId: 'e3', warehouseId: 2, reference: 'po:2', quantity: 1, expectedAtMs: null, actor: 'x' },
    { kind: 'expect', commandId: 'e4', warehouseId: 2, reference: 'po:2', quantity: 0, expectedAtMs: null, actor: 'x' },
  ];
  let after = state;
  for (const command of commands) {
    const applied = apply(after, command, NOW + 100);
    after = applied.state;
    ledger.push(...applied.events);
  }
  const levels = viewOf(after).levels.map((level) => ({ variantId: 1, ...level }));
  await records.project(
    levels,
    ledger.map((entry) => ({ variantId: 1, entry })),
  );
  const opening = (await openingStock(db, 1)) ?? expect.fail();
  expect(opening).toMatchObject({
    terms,
    expected: [{ reference: 'po:1', warehouseId: 2, quantity: 4, expectedAtMs: 7_000, fromWarehouseId: null }],
  });
  const again = emptyState(1, opening.sequence);
  for (const entry of openingEntries(again, opening, NOW + 200)) evolve(again, entry);
  expect(viewOf(again)).toMatchObject({ terms, expected: viewOf(after).expected, beyond: viewOf(after).beyond });
  expect(violatedInvariants(viewOf(again))).toEqual([]);
});
