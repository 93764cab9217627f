import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { createDb } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { neonStockTransfers } from '../../worker/adapters/neon/stock-transfers.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations');
const LAST_BEFORE = 23;
const name = `transfers_before_${process.pid}`;
const journalShape = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number() })) });

let url: string;
let folder: string;
let pool: Pool;

/** A database as shops had it before transfers were sent in parts. */
beforeAll(async () => {
  const admin = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  await admin.query(`create database "${name}"`);
  await admin.end();
  const address = new URL(inject('databaseUrl'));
  address.pathname = `/${name}`;
  url = address.href;
  folder = mkdtempSync(path.join(tmpdir(), 'shopflow-migrations-'));
  cpSync(MIGRATIONS, folder, { recursive: true });
  const file = path.join(folder, 'meta/_journal.json');
  const journal = journalShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const entries = journal.entries.filter((entry) => entry.idx <= LAST_BEFORE);
  writeFileSync(file, JSON.stringify({ ...journal, entries }));
  await migrate(url, folder);
  pool = new Pool({ connectionString: url, max: 1 });
});
afterAll(async () => {
  await pool?.end();
  rmSync(folder, { recursive: true, force: true });
  const admin = new Pool({ connectionString: inject('databaseUrl'), max: 1 });
  await admin.query(`drop database if exists "${name}" with (force)`);
  await admin.end();
});

it('keeps what was sent before as one shipment under its old name, with what had arrived', async () => {
  await pool.query(`insert into warehouses (id, code, name, city, country, latitude, longitude) values
    (1, 'A', 'Here', 'X', 'DE', 0, 0), (2, 'B', 'There', 'Y', 'DE', 0, 0)`);
  await pool.query(`insert into products (id, handle, title) values (1, 'p', 'P')`);
  await pool.query(`insert into variants (id, product_id, title, position) values (1, 1, 'V', 1)`);
  await pool.query(`insert into stock_transfers (id, status, from_warehouse_id, to_warehouse_id, created_by, idempotency_key, shipped_at, expected_at) values
    (1, 'ready_to_ship', 1, 2, 's', 'a', null, null), (2, 'in_progress', 1, 2, 's', 'b', '2026-01-02', '2026-02-03'),
    (3, 'canceled', 1, 2, 's', 'c', '2026-01-02', null)`);
  await pool.query(`insert into stock_transfer_lines (transfer_id, variant_id, quantity, arrivals) values
    (1, 1, 4, '{}'), (2, 1, 5, '{"x": [2, 1]}'), (3, 1, 6, '{}')`);
  await migrate(url);
  const papers = neonStockTransfers(createDb({ DATABASE_URL: url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
  const found = await papers.byIds([1, 2, 3]);
  expect(found.get(1)).toMatchObject({ lines: [{ sent: 0 }], shipments: [] });
  expect(found.get(2)).toMatchObject({
    lines: [{ quantity: 5, sent: 5, accepted: 2, rejected: 1 }],
    shipments: [{ status: 'sent', reference: 'transfer:2', expectedAtMs: Date.UTC(2026, 1, 3) }],
  });
  expect(found.get(3)).toMatchObject({ shipments: [{ status: 'called_off', lines: [{ quantity: 6 }] }] });
  // The next one has a number of its own, and its name with it.
  const begun = {
    expectedAtMs: null,
    createdBy: 's',
    nowMs: Date.UTC(2026, 2, 1),
    lines: [{ variantId: 1, quantity: 4 }],
  };
  expect(await papers.beginShipment({ transferId: 1, key: 'new', ...begun })).toBe('begun');
  expect(await papers.beginShipment({ transferId: 1, key: 'new', ...begun })).toBe('known');
  expect(await papers.beginShipment({ transferId: 1, key: 'more', ...begun })).toBe('taken');
  expect(await papers.beginShipment({ transferId: 3, key: 'off', ...begun })).toBe('not_open');
  const [shipment] = (await papers.byIds([1])).get(1)?.shipments ?? [];
  expect(shipment?.reference).toBe(`transfer:1/${shipment?.id}`);
});
