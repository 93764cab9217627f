import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import {
  type Basket,
  type Interaction,
  type PurchaseLog,
  purchaseLog,
} from '../../commerce/recommendations/purchase-log.ts';
import { sharedData } from './catalogue-files.ts';

/** Where the log of a gift shop's year lies. */
export const retailLogFile = path.join(sharedData, 'online-retail', 'online-retail.csv.gz');

/** Why it cannot be read here; null when it can. */
export const retailLogMissing: string | null = existsSync(retailLogFile)
  ? null
  : '../shared/data/online-retail is not there (UCI Online Retail)';

/** A log with what each customer took last kept apart. */
export interface HeldOut {
  readonly rows: number;
  readonly codes: readonly string[];
  readonly train: PurchaseLog;
  /** By customer of `train`; null for those with a single invoice. */
  readonly last: readonly (Basket | null)[];
}

/** `2010-12-01 08:26:00`, or `12/1/2010 8:26` as the log was first published; UTC. Throws on anything else. */
function momentOf(text: string): number {
  const isIso = /^\d{4}-/.test(text);
  const atMs = Date.parse(isIso ? `${text.replace(' ', 'T')}Z` : `${text} UTC`);
  if (Number.isNaN(atMs)) throw new TypeError(`not a moment: ${text}`);
  return atMs;
}

/**
 * Reads a log with the columns InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice and CustomerID (CSV, gzipped or not). Clean rows have a customer,
 * a positive quantity and price, and are no cancellation. Throws when a column is missing.
 */
export function readRetailLog(file: string): HeldOut {
  const bytes = readFileSync(file);
  const parsed: unknown = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    relax_column_count: true,
    bom: true,
  });
  if (!Array.isArray(parsed)) throw new TypeError(`${file}: no rows`);
  const head: string[] = Array.isArray(parsed[0]) ? parsed[0].map(String) : [];
  const column = (name: string) => {
    const at = head.indexOf(name);
    if (at < 0) throw new TypeError(`${file}: no column ${name}`);
    return at;
  };
  const [invoice, code, quantity, date, price, customer] = [
    'InvoiceNo',
    'StockCode',
    'Quantity',
    'InvoiceDate',
    'UnitPrice',
    'CustomerID',
  ].map(column);
  const codes = new Map<string, number>();
  const interactions: Interaction[] = [];
  for (const row of parsed.slice(1)) {
    const cell = (at: number | undefined) => String(row[at ?? -1] ?? '');
    if (
      cell(customer) === '' ||
      cell(invoice).startsWith('C') ||
      !(Number(cell(quantity)) > 0) ||
      !(Number(cell(price)) > 0)
    )
      continue;
    const item = codes.get(cell(code)) ?? codes.size;
    codes.set(cell(code), item);
    const atMs = momentOf(cell(date));
    interactions.push({ customer: cell(customer), basket: cell(invoice), item, weight: 1, atMs });
  }
  const log = purchaseLog(interactions);
  return {
    rows: interactions.length,
    codes: [...codes.keys()],
    train: {
      items: log.items,
      customers: log.customers.map((baskets) => (baskets.length < 2 ? baskets : baskets.slice(0, -1))),
    },
    last: log.customers.map((baskets) => (baskets.length < 2 ? null : (baskets.at(-1) ?? null))),
  };
}
