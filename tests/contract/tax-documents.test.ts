import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { TaxDocument } from '../../commerce/tax/tax-document.ts';
import { taxRateFor } from '../../commerce/tax/tax-rates.ts';
import { createDb, type Db } from '../../db/client.ts';
import { readRates } from '../../db/import/tax/read-rates.ts';
import { writeRates } from '../../db/import/tax/write-rates.ts';
import { projectRoot } from '../../dev/workspace.ts';
import { neonCatalogue } from '../../worker/adapters/neon/catalogue.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { neonTaxDocuments } from '../../worker/adapters/neon/tax-documents.ts';
import { issueInvoices, issueTaxDocuments } from '../../worker/services/tax-documents.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let pool: Pool;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  pool = new Pool({ connectionString: database.url, max: 4 });
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  await pool.query(`insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor, tax_included,
    total_minor, financial_status, placed_at) select i, 'cart' || i, 'key' || i, 'a@b.example', 'de', 'DE', 'EUR', 1000, 0, 160, true, 1000, 'paid', now()
    from generate_series(1, 60) i`);
  await pool.query(`insert into order_lines (id, order_id, position, title, quantity, unit_price_minor, discount_minor, tax_minor, tax_rate_bps, total_minor,
    allocations, requires_shipping) select i, i, 0, 'Tide', 2, 500, 0, 160, 1900, 1000, '[]', true from generate_series(41, 60) i`);
  await pool.query(`update orders set financial_status = 'pending' where id = 60`);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const document: TaxDocument = {
  kind: 'invoice',
  locale: 'de',
  country: 'DE',
  orderName: '#1',
  invoiceNumber: null,
  issuedAtMs: Date.UTC(2026, 10, 24),
  suppliedAtMs: Date.UTC(2026, 10, 24),
  seller: { name: 'Shop', lines: [], vatNumber: '' },
  buyer: { lines: ['Ada'], vatNumber: null },
  currency: 'EUR',
  taxIncluded: true,
  treatment: 'taxed',
  lines: [],
  restMinor: 0,
  tax: [],
  taxMinor: 160,
  totalMinor: 1_000,
};

describe('numbers of invoices', () => {
  it('have no gaps, however many are issued at once, twice each, with failures between', async () => {
    const documents = neonTaxDocuments(db);
    const invoice = (orderId: number) => ({ orderId, refundId: null, series: 'INV-2026', document });
    const issue = (orderId: number) => documents.issue(invoice(orderId));
    const orderIds = Array.from({ length: 40 }, (_, index) => index + 1);
    // An order that does not exist takes no number with it.
    const failures = [9_001, 9_002, 9_003].map((orderId) => expect(issue(orderId)).rejects.toThrow());
    const issued = await Promise.all(orderIds.flatMap((orderId) => [issue(orderId), issue(orderId)]));
    await Promise.all(failures);
    const numbers = [...new Set(issued.map((one) => one.number))].sort();
    expect(numbers).toEqual(orderIds.map((index) => `INV-2026-${String(index).padStart(6, '0')}`));
    for (const orderId of orderIds) {
      const [known, ...more] = await documents.ofOrder(orderId);
      expect(more).toEqual([]);
      expect(issued.filter((one) => one.orderId === orderId).every((one) => one.number === known?.number)).toBe(true);
    }
    expect((await issue(1)).document).toEqual(document);
    const { rows } = await pool.query<{ next_number: string }>('select next_number from document_series');
    expect(rows).toEqual([{ next_number: '41' }]);
  });
});

describe('invoices of a rush', () => {
  const orderIds = Array.from({ length: 19 }, (_, index) => 41 + index);

  it('are issued together for the paid orders that have none, without gaps, whoever else issues them meanwhile', async () => {
    const taxDocuments = neonTaxDocuments(db);
    const deps = {
      taxDocuments,
      orders: new NeonOrders(db),
      clock: { nowMs: () => Date.UTC(2027, 0, 2) },
      sellerCountry: async () => 'DE',
    };
    await issueTaxDocuments(deps, 45);
    const some = orderIds.slice(0, 12);
    await Promise.all([issueInvoices(deps, [...orderIds, 60]), issueInvoices(deps, some), issueTaxDocuments(deps, 50)]);
    await issueInvoices(deps, orderIds);
    const { rows } = await pool.query<{ number: string; next_number: string }>(
      `select number, next_number from tax_documents d join document_series s on s.series = d.series where d.series = 'INV-2027' order by number`,
    );
    expect(rows.map((row) => Number(row.number))).toEqual(orderIds.map((_, index) => index + 1));
    expect(rows[0]?.next_number).toBe('20');
    expect(await taxDocuments.ofOrder(60)).toEqual([]);
    // The same document, whichever way it was issued.
    const [alone, together] = [await taxDocuments.ofOrder(45), await taxDocuments.ofOrder(46)];
    const { orderName, ...said } = alone[0]?.document ?? {};
    expect(orderName).toMatch(/^#\d+$/);
    expect(said).toMatchObject({ lines: [{ title: 'Tide', quantity: 2, totalMinor: 1000 }], taxMinor: 160 });
    expect(together[0]?.document).toMatchObject(said);
  });
});

const folder = path.resolve(projectRoot, '../shared/data/vat');
if (!existsSync(folder)) console.warn('skipped: ../shared/data/vat is not there');

describe.skipIf(!existsSync(folder))('files of rates', () => {
  it('replace the demo and themselves, keep what people set, and ride on the settings', async () => {
    const orm = drizzle(pool);
    await pool.query(
      `insert into tax_rates (country, title, tax_class, rate_bps) values ('FR', 'books', 'books', 550)`,
    );
    const load = async () => {
      const counts = [];
      for (const name of ['vat_rates_history.csv', 'sales_tax_rates.json', 'vat-rates-eu.json']) {
        const file = await readRates(readFileSync(path.join(folder, name)));
        if (!file) throw new Error(name);
        counts.push(await orm.transaction((tx) => writeRates(tx, file, [])));
      }
      return counts;
    };
    const first = await load();
    const again = await load();
    expect(again.map((one) => one.removed)).toEqual([0, 0, 0]);
    expect(again.map((one) => one.written)).toEqual(first.map((one) => one.written));
    const { taxRates } = await neonCatalogue(db).settings();
    const now = (
      country: string,
      taxClass = 'standard',
      region: string | null = null,
      postcode: string | null = null,
    ) => taxRateFor(taxRates, country, region, { day: '2026-11-24', taxClass, postcode })?.rateBps;
    expect([now('DE'), now('DE', 'reduced'), now('FI'), now('RO'), now('CH'), now('JP')]).toEqual([
      1_900, 700, 2_550, 2_100, 810, 1_000,
    ]);
    expect([now('FR', 'books'), now('CA', 'standard', 'QC'), now('AT', 'standard', null, '6991')]).toEqual([
      550, 1_497.5, 1_900,
    ]);
    // What ended long ago is for orders of that time, not for carts.
    expect(taxRates.some((rate) => rate.validTo != null && rate.validTo < '2026-01-01')).toBe(false);
  });
});
