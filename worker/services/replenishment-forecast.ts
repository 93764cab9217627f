import { dailyForecast, forecastDemand } from '../../commerce/replenishment/forecast.ts';
import { reorderPoint } from '../../commerce/replenishment/reorder-point.ts';
import type { DaySales, ForecastSubject, LevelRecord } from '../ports/replenishment.ts';

const DAY_MS = 86_400_000;
/** History a forecast looks at. */
export const HISTORY_DAYS = 371;
/** Days at the end of the history that say how sales divide over warehouses. */
const SHARE_DAYS = 91;
/** Longest lead time that is forecast day by day; beyond it the last week's rate goes on. */
const MOST_WEEKS = 26;

/** A day in UTC as text: `2026-11-24`. */
export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** UTC midnight of such a day. */
export const dayStartMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/**
 * Forecasts of one variant in each of its warehouses: demand is forecast for the variant as a whole, where it is least noisy, and divided by
 * where it was sold lately ("top-down", Gross & Sohl 1990); a share p of chance demand varies with the square root of p.
 *
 * @param sales The variant's sales of the last `HISTORY_DAYS` days before `day`, in any order; empty: nothing is expected.
 * @param day The day it is made for; it knows the sales until the day before.
 */
export function levelsOf(subject: ForecastSubject, sales: readonly DaySales[], day: string): LevelRecord[] {
  const until = dayStartMs(day) / DAY_MS - 1;
  const first = sales.reduce((least, sale) => Math.min(least, dayStartMs(sale.day) / DAY_MS), until + 1);
  const days = Array.from({ length: until - first + 1 }, () => 0);
  const recent = new Map<number, number>();
  const all = new Map<number, number>();
  for (const sale of sales) {
    const at = dayStartMs(sale.day) / DAY_MS;
    days[at - first] = (days[at - first] ?? 0) + sale.units;
    all.set(sale.warehouseId, (all.get(sale.warehouseId) ?? 0) + sale.units);
    if (at > until - SHARE_DAYS) recent.set(sale.warehouseId, (recent.get(sale.warehouseId) ?? 0) + sale.units);
  }
  const covered = subject.leadTimeDays + 1;
  const weeks = Math.min(MOST_WEEKS, Math.max(1, Math.ceil(covered / 7)));
  // 1 January 1970 was a Thursday.
  const lastWeekday = (until + 4) % 7;
  const forecast = forecastDemand(days, lastWeekday, weeks);
  const coming = dailyForecast(forecast, lastWeekday).slice(0, Math.max(1, Math.ceil(covered)));
  const dailyMean = coming.reduce((sum, units) => sum + units, 0) / coming.length;
  const shares = recent.size > 0 ? recent : all;
  const sold = [...shares.values()].reduce((sum, units) => sum + units, 0);
  const warehouseIds = [...new Set([...subject.warehouseIds, ...shares.keys()])].sort((a, b) => a - b);
  return warehouseIds.map((warehouseId) => {
    const share = sold === 0 ? 0 : (shares.get(warehouseId) ?? 0) / sold;
    const mean = dailyMean * share;
    const spread = Math.max(forecast.dailySpread * Math.sqrt(share), Math.sqrt(mean));
    const facts = { ...subject, dailyMean: mean, dailySpread: spread };
    return {
      variantId: subject.variantId,
      warehouseId,
      method: forecast.method,
      wape: forecast.wape,
      dailyMean: mean,
      dailySpread: spread,
      leadTimeDays: subject.leadTimeDays,
      reviewDays: subject.reviewDays,
      serviceLevelBps: subject.serviceLevelBps,
      ...reorderPoint(facts),
      computedOn: day,
    };
  });
}
