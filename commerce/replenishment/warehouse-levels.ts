import { dailyForecast, forecastDemand } from './forecast.ts';
import { type ReorderPoint, reorderPoint } from './reorder-point.ts';
import { type DayStock, demandOf, soldOutDays } from './sold-out-days.ts';

const DAY_MS = 86_400_000;
/** History a forecast looks at. */
export const HISTORY_DAYS = 371;
/** Days at the end of the history that say how sales divide over warehouses. */
const SHARE_DAYS = 91;
/** Longest lead time that is forecast day by day; beyond it the last week's rate goes on. */
const MOST_WEEKS = 26;

/** Units sold from a warehouse on a day (UTC, `2026-11-24`). */
export interface WarehouseDay {
  readonly warehouseId: number;
  readonly day: string;
  readonly units: number;
}

/** How a variant is delivered, and where it is stocked. */
export interface DeliveryTerms {
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly serviceLevelBps: number;
  readonly warehouseIds: readonly number[];
}

/** A forecast for one warehouse and what follows from it. */
export interface WarehouseForecast extends ReorderPoint {
  readonly warehouseId: number;
  readonly method: string;
  /** See `wape`. */
  readonly wape: number | null;
  readonly dailyMean: number;
  readonly dailySpread: number;
}

/** A day in UTC as text: `2026-11-24`. */
export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** UTC midnight of such a day. */
export const dayStartMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

const dayNumber = (day: string): number => dayStartMs(day) / DAY_MS;

/**
 * Forecasts of one variant in each of its warehouses, ascending by warehouse: demand is forecast for the variant as a whole, where it is least noisy,
 * and divided by where it was sold lately; a share p of chance demand varies with the square root of p.
 * Source of the top-down division: Gross & Sohl 1990.
 *
 * @param sales The variant's sales of the last `HISTORY_DAYS` days before `day`, in any order; empty: nothing is expected.
 * @param day The day it is made for; it knows the sales until the day before.
 * @param stock What the ledger tells of the variant's stock by day; days without entries are missing.
 */
export function warehouseForecasts(
  terms: DeliveryTerms,
  sales: readonly WarehouseDay[],
  day: string,
  stock: ReadonlyMap<string, DayStock> = new Map(),
): WarehouseForecast[] {
  const until = dayNumber(day) - 1;
  const first = sales.reduce((least, sale) => Math.min(least, dayNumber(sale.day)), until + 1);
  const days = Array.from({ length: until - first + 1 }, () => 0);
  for (const sale of sales) {
    const at = dayNumber(sale.day) - first;
    days[at] = (days[at] ?? 0) + sale.units;
  }
  const known = days.map((_, index) => stock.get(dayOf((first + index) * DAY_MS)) ?? null);
  const demand = demandOf(days, soldOutDays(known));
  const covered = terms.leadTimeDays + 1;
  // 1 January 1970 was a Thursday.
  const lastWeekday = (until + 4) % 7;
  const weeks = Math.min(MOST_WEEKS, Math.max(1, Math.ceil(covered / 7)));
  const forecast = forecastDemand(demand, lastWeekday, weeks);
  const coming = dailyForecast(forecast, lastWeekday).slice(0, Math.max(1, Math.ceil(covered)));
  const dailyMean = coming.reduce((sum, units) => sum + units, 0) / coming.length;
  const shares = sharesOf(sales, until);
  const warehouseIds = [...new Set([...terms.warehouseIds, ...shares.keys()])].sort((a, b) => a - b);
  return warehouseIds.map((warehouseId) => {
    const share = shares.get(warehouseId) ?? 0;
    const mean = dailyMean * share;
    const spread = Math.max(forecast.dailySpread * Math.sqrt(share), Math.sqrt(mean));
    return {
      warehouseId,
      method: forecast.method,
      wape: forecast.wape,
      dailyMean: mean,
      dailySpread: spread,
      ...reorderPoint({ ...terms, dailyMean: mean, dailySpread: spread }),
    };
  });
}

/** Each warehouse's part of the lately sold units, or of all when nothing was sold lately; they sum to 1, or are empty. */
function sharesOf(sales: readonly WarehouseDay[], until: number): Map<number, number> {
  const recent = sales.filter((sale) => dayNumber(sale.day) > until - SHARE_DAYS);
  const counted = recent.length > 0 ? recent : sales;
  const total = counted.reduce((sum, sale) => sum + sale.units, 0);
  const shares = new Map<number, number>();
  for (const sale of counted) shares.set(sale.warehouseId, (shares.get(sale.warehouseId) ?? 0) + sale.units / total);
  return shares;
}
