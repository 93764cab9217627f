import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Basket, type PurchaseLog, purchaseLog } from '../../commerce/recommendations/purchase-log.ts';
import { readPurchaseFile } from '../../dev/purchase-file.ts';
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

/**
 * Reads a log with the columns InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice and CustomerID (CSV, gzipped or not). Clean rows have a customer,
 * a positive quantity and price, and are no cancellation. Throws when a column is missing.
 */
export function readRetailLog(file: string): HeldOut {
  const { interactions, codes } = readPurchaseFile(file);
  const log = purchaseLog(interactions);
  return {
    rows: interactions.length,
    codes,
    train: {
      items: log.items,
      customers: log.customers.map((baskets) => (baskets.length < 2 ? baskets : baskets.slice(0, -1))),
    },
    last: log.customers.map((baskets) => (baskets.length < 2 ? null : (baskets.at(-1) ?? null))),
  };
}
