import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Interaction } from '../commerce/recommendations/purchase-log.ts';

/** What customers of another shop took, by a file: items are numbered from 0, `codes` says what each is called there. */
export interface PurchaseFile {
  readonly interactions: readonly Interaction[];
  readonly codes: readonly string[];
  /** Rows that say nothing of what a customer took: no customer, a cancellation, nothing taken or for nothing. */
  readonly leftOut: number;
}

const COLUMNS = ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'] as const;

/** `2010-12-01 08:26:00`, or `12/1/2010 8:26` as such logs were first published; UTC. NaN for anything else. */
function momentOf(text: string): number {
  return /^\d{4}-/.test(text)
    ? Date.parse(`${text.trim().replace(' ', 'T').replace(/Z?$/, 'Z')}`)
    : Date.parse(`${text} UTC`);
}

/**
 * Reads a log of purchases: CSV, gzipped or not, with the columns InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice and CustomerID in any order. Throws
 * when a column is missing, when a moment is none (naming the line), or when nothing was taken at all.
 */
export function readPurchaseFile(file: string): PurchaseFile {
  const bytes = readFileSync(file);
  const parsed: unknown = parse(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes, {
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    bom: true,
  });
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  const head = (Array.isArray(rows[0]) ? rows[0] : []).map((name) => String(name).trim().toLowerCase());
  const missing = COLUMNS.filter((name) => !head.includes(name.toLowerCase()));
  if (missing.length > 0)
    throw new TypeError(`${file}: line 1 must name the columns ${COLUMNS.join(', ')}; ${missing.join(', ')} missing.`);
  const [invoice = 0, code = 0, quantity = 0, date = 0, price = 0, customer = 0] = COLUMNS.map((name) =>
    head.indexOf(name.toLowerCase()),
  );
  const codes = new Map<string, number>();
  const interactions: Interaction[] = [];
  rows.slice(1).forEach((row, index) => {
    const cell = (at: number) => (Array.isArray(row) ? String(row[at] ?? '').trim() : '');
    const isClean =
      cell(customer) !== '' && !cell(invoice).startsWith('C') && Number(cell(quantity)) > 0 && Number(cell(price)) > 0;
    if (!isClean) return;
    const item = codes.get(cell(code)) ?? codes.size;
    codes.set(cell(code), item);
    const atMs = momentOf(cell(date));
    if (Number.isNaN(atMs))
      throw new TypeError(
        `${file}: line ${index + 2}: InvoiceDate must be a moment such as 2010-12-01 08:26:00, not "${cell(date)}".`,
      );
    interactions.push({ customer: cell(customer), basket: cell(invoice), item, weight: 1, atMs });
  });
  if (interactions.length === 0)
    throw new TypeError(
      `${file}: no row has a customer and a positive quantity and price; there is nothing to learn from.`,
    );
  return { interactions, codes: [...codes.keys()], leftOut: rows.length - 1 - interactions.length };
}
