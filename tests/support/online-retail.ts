import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { sharedData } from './catalogue-files.ts';

const DAY_MS = 86_400_000;
/** Where the year of sales lies. */
export const onlineRetailFile = path.join(sharedData, 'online-retail', 'online-retail.csv.gz');

/** Why the sales history cannot be read here; null when it can. */
export const onlineRetailMissing: string | null = existsSync(onlineRetailFile)
  ? null
  : '../shared/data/online-retail is not there (UCI Online Retail, one year of a gift shop’s sales)';

/** A year of daily sales of many SKUs. */
export interface SalesYear {
  /** Units per day and SKU, all of the same length; the last day is a whole one. */
  readonly series: ReadonlyMap<string, readonly number[]>;
  /** UTC midnight of each series' first day, in ms since 1970. */
  readonly firstDayMs: number;
}

/**
 * Units sold per day and stock code. Cancellations are taken as ShopFlow takes cancelled orders: the sale they undo (same customer, code and
 * quantity, the newest before) never happened. Codes that are no goods (postage, fees) and the last, half day are left out.
 */
export function readOnlineRetail(): SalesYear {
  const rows: unknown = parse(gunzipSync(readFileSync(onlineRetailFile)), { relax_column_count: false });
  if (!Array.isArray(rows)) throw new TypeError('online-retail: no rows');
  interface Sale {
    readonly code: string;
    readonly day: number;
    units: number;
  }
  const sales: Sale[] = [];
  const byContent = new Map<string, Sale[]>();
  for (const row of rows.slice(1)) {
    const [invoice, code, , quantity, date, , customer] = row.map(String);
    if (!/^\d{5}/.test(code)) continue;
    const units = Number(quantity);
    const day = Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS;
    const content = `${customer}/${code}/${Math.abs(units)}`;
    if (invoice.startsWith('C')) {
      const undone = byContent.get(content)?.pop();
      if (undone) undone.units = 0;
    } else if (units > 0) {
      const sale = { code, day, units };
      sales.push(sale);
      const some = byContent.get(content);
      if (some) some.push(sale);
      else byContent.set(content, [sale]);
    }
  }
  const first = Math.min(...[sales[0]?.day ?? 0]);
  const last = (sales.at(-1)?.day ?? 0) - 1;
  const series = new Map<string, number[]>();
  for (const { code, day, units } of sales) {
    if (day > last || units === 0) continue;
    const days = series.get(code) ?? Array.from({ length: last - first + 1 }, () => 0);
    days[day - first] = (days[day - first] ?? 0) + units;
    series.set(code, days);
  }
  return { series, firstDayMs: first * DAY_MS };
}
