import { dailyForecast, forecastDemand, weeksOf } from '../../commerce/replenishment/forecast.ts';
import { mase, missed } from '../../commerce/replenishment/forecast-error.ts';
import {
  crostonSba,
  dampedTrend,
  exponentialSmoothing,
  type Forecast,
  lastWeek,
  movingAverage,
  tsb,
} from '../../commerce/replenishment/forecast-methods.ts';
import type { SalesYear } from './online-retail.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
/** Weeks before the held-out ones that a SKU must have, and units sold in them. */
const TRAINING_WEEKS = 26;
const TRAINING_UNITS = 10;

/** Error of one way to forecast over many SKUs. */
export interface TrialResult {
  readonly name: string;
  /** Weekly totals, one week ahead and the four weeks ahead together, and single days. */
  readonly wapeWeek: number;
  readonly wapeFourWeeks: number;
  readonly wapeDay: number;
  /** Weekly totals one week ahead; mean over SKUs. */
  readonly maseWeek: number;
}

export interface Trial {
  readonly skus: number;
  readonly heldOutWeeks: number;
  readonly results: readonly TrialResult[];
}

interface Sums {
  week: number;
  fourWeeks: number;
  day: number;
  mase: number;
  maseSkus: number;
}

/** The weeks ahead by week and day, from the days before. */
type Ahead = (days: readonly number[], lastWeekday: number) => { readonly weeks: number[]; readonly days: number[] };

const baseline =
  (forecast: Forecast, profile: 'last' | 'even'): Ahead =>
  (days) => {
    const weeks = forecast(weeksOf(days), 4);
    const week = days.slice(-DAYS);
    return { weeks, days: profile === 'last' ? week : week.map(() => (weeks[0] ?? 0) / DAYS) };
  };

interface Way {
  readonly name: string;
  readonly ahead: Ahead;
}

const ways: readonly Way[] = [
  {
    name: 'chosen-per-sku',
    ahead: (days, lastWeekday) => {
      const forecast = forecastDemand(days, lastWeekday, 4);
      return { weeks: [...forecast.weeks], days: dailyForecast(forecast, lastWeekday).slice(0, DAYS) };
    },
  },
  { name: 'last-week', ahead: baseline(lastWeek, 'last') },
  { name: 'moving-average-4', ahead: baseline(movingAverage(4), 'even') },
];

/** One method for all SKUs alike, to show what choosing is worth. */
const single: readonly Way[] = [
  { name: 'exponential-smoothing', ahead: baseline(exponentialSmoothing(0.3), 'even') },
  { name: 'damped-trend', ahead: baseline(dampedTrend(0.2, 0.1, 0.8), 'even') },
  { name: 'croston-sba', ahead: baseline(crostonSba(0.1), 'even') },
  { name: 'tsb', ahead: baseline(tsb(0.3, 0.3), 'even') },
];

/**
 * Forecasts the last `heldOutWeeks` weeks of every SKU with half a year of history before them, each week from the days before it only, with our
 * method, two baselines and, where asked for, single methods. SKUs are chosen by what was known before the held-out weeks. Every `every`th SKU is taken.
 */
export function runForecastTrial(
  sales: SalesYear,
  { heldOutWeeks, every = 1, withSingle = false }: { heldOutWeeks: number; every?: number; withSingle?: boolean },
): Trial {
  const tried = withSingle ? [...ways, ...single] : ways;
  const heldOutDays = heldOutWeeks * DAYS;
  const skus = [...sales.series.values()]
    .map((all) => ({ days: all.slice(all.findIndex((units) => units > 0)), length: all.length }))
    .filter(({ days }) => {
      const before = days.slice(0, -heldOutDays);
      return before.length >= TRAINING_WEEKS * DAYS && before.reduce((sum, units) => sum + units, 0) >= TRAINING_UNITS;
    })
    .filter((_, index) => index % every === 0);
  const sums = new Map<string, Sums>(
    tried.map(({ name }) => [name, { week: 0, fourWeeks: 0, day: 0, mase: 0, maseSkus: 0 }]),
  );
  const sold = { week: 0, fourWeeks: 0 };
  for (const { days, length } of skus) {
    const lastDay = sales.firstDayMs / DAY_MS + length - 1;
    const actual = weeksOf(days.slice(-heldOutDays));
    sold.week += sum(actual);
    for (let week = 0; week + 4 <= heldOutWeeks; week += 1) sold.fourWeeks += sum(actual.slice(week, week + 4));
    for (const { name, ahead } of tried) {
      const total = sums.get(name);
      if (total) tryOne(total, ahead, days, heldOutWeeks, lastDay, actual);
    }
  }
  return {
    skus: skus.length,
    heldOutWeeks,
    results: [...sums].map(([name, total]) => ({
      name,
      wapeWeek: total.week / sold.week,
      wapeFourWeeks: total.fourWeeks / sold.fourWeeks,
      wapeDay: total.day / sold.week,
      maseWeek: total.mase / total.maseSkus,
    })),
  };
}

function tryOne(
  total: Sums,
  ahead: Ahead,
  days: readonly number[],
  heldOutWeeks: number,
  lastDay: number,
  actual: readonly number[],
): void {
  const forecasts: number[] = [];
  for (let week = 0; week < heldOutWeeks; week += 1) {
    const daysLeft = (heldOutWeeks - week) * DAYS;
    const known = days.slice(0, days.length - daysLeft);
    // 1 January 1970 was a Thursday.
    const one = ahead(known, (lastDay - daysLeft + 4) % DAYS);
    forecasts.push(one.weeks[0] ?? 0);
    total.day += missed(days.slice(known.length, known.length + DAYS), one.days);
    if (week + 4 <= heldOutWeeks) total.fourWeeks += Math.abs(sum(actual.slice(week, week + 4)) - sum(one.weeks));
  }
  total.week += missed(actual, forecasts);
  const scaled = mase(actual, forecasts, weeksOf(days.slice(0, days.length - heldOutWeeks * DAYS)));
  if (scaled === null) return;
  total.mase += scaled;
  total.maseSkus += 1;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
