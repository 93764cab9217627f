import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SalesWeek } from '../../commerce/dynamic-pricing/elasticity.ts';
import { onlineRetailFile } from './online-retail.ts';

const WEEK_MS = 7 * 86_400_000;

/**
 * Units and mean price paid per week and stock code of UCI Online Retail, codes numbered as they appear. Cancellations, gifts and codes that are no
 * goods are left out; weeks without a sale have no price and are missing.
 */
export function readWeeklyPrices(): Map<number, SalesWeek[]> {
  const rows: unknown = parse(gunzipSync(readFileSync(onlineRetailFile)), { relax_column_count: false });
  if (!Array.isArray(rows)) throw new TypeError('online-retail: no rows');
  const codes = new Map<string, Map<number, { units: number; paid: number }>>();
  for (const row of rows.slice(1)) {
    const [invoice = '', code = '', , quantity, date = '', price] = row.map(String);
    const [units, each] = [Number(quantity), Number(price)];
    if (!/^\d{5}/.test(code) || invoice.startsWith('C') || !(units > 0) || !(each > 0)) continue;
    const week = Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / WEEK_MS);
    const weeks = codes.get(code) ?? new Map<number, { units: number; paid: number }>();
    codes.set(code, weeks);
    const sum = weeks.get(week) ?? { units: 0, paid: 0 };
    sum.units += units;
    sum.paid += units * each * 100;
    weeks.set(week, sum);
  }
  return new Map(
    [...codes.values()].map((weeks, id) => [
      id,
      [...weeks]
        .sort(([a], [b]) => a - b)
        .map(([week, { units, paid }]) => ({ week, units, priceMinor: paid / units })),
    ]),
  );
}
