import { missed, wape } from './forecast-error.ts';
import { candidates, movingAverage, type NamedForecast } from './forecast-methods.ts';

/** Weeks at the end of a series on which methods are tried. */
const TRIED_WEEKS = 8;
/** Each trial looks this far ahead: about the time an order takes. */
const TRIAL_HORIZON = 4;
/** How many of the best methods are averaged: a mean of forecasts misses less than each (Bates & Granger 1969). */
const COMBINED = 3;
/** Weeks a method needs before its first trial. */
const FIRST_WEEKS = 4;
/** Weeks the weekday profile is taken from. */
const PROFILE_WEEKS = 26;
/** Units of an even week mixed into the weekday profile, so that a handful of sales does not decide it. */
const PROFILE_PRIOR = 7;
const DAYS = 7;

/** What a variant is expected to sell. */
export interface DemandForecast {
  /** The method that did best on the variant's own past; the forecast is the mean of it and the next two. */
  readonly method: string;
  /** Error one week ahead on the tried weeks (see `wape`); null when nothing was sold in them or they were too few. */
  readonly wape: number | null;
  /** Units in each coming week; at least one week. */
  readonly weeks: readonly number[];
  /** Share of each weekday of a week's demand, Sunday first; they sum to 1. */
  readonly weekdayShares: readonly number[];
  /** Standard deviation of one day's demand around the forecast, at least that of Poisson demand. */
  readonly dailySpread: number;
}

/**
 * Sums days into whole weeks that end with the last day; the days left over at the beginning are dropped. Empty for fewer than seven days.
 */
export function weeksOf(days: readonly number[]): number[] {
  const weeks: number[] = [];
  for (let start = days.length % DAYS; start < days.length; start += DAYS) {
    let sum = 0;
    for (let day = start; day < start + DAYS; day += 1) sum += days[day] ?? 0;
    weeks.push(sum);
  }
  return weeks;
}

/**
 * Forecasts a variant's demand from its daily sales: weekly totals give level and trend, days give the share of each weekday. The methods are those
 * of `candidates`; which ones are used is decided on the variant's own last weeks, each forecast from what was known before it.
 *
 * @param days Units sold per day, oldest first, from the first sale (or the first day on sale) to yesterday. Empty: nothing is known, 0 is expected.
 * @param lastWeekday Weekday of the last day, 0 = Sunday.
 * @param horizonWeeks Weeks ahead, at least 1.
 */
export function forecastDemand(days: readonly number[], lastWeekday: number, horizonWeeks: number): DemandForecast {
  const weeks = weeksOf(days);
  const weekdayShares = profileOf(days, lastWeekday);
  if (weeks.length < FIRST_WEEKS + 2) return fromFewWeeks(days, weeks, weekdayShares, horizonWeeks);
  const first = Math.max(FIRST_WEEKS, weeks.length - TRIED_WEEKS);
  const trials = candidates.map((method) => tryMethod(method, weeks, first));
  trials.sort((a, b) => a.missed - b.missed);
  const best = trials.slice(0, COMBINED);
  const forecasts = best.map(({ method }) => method.forecast(weeks, horizonWeeks));
  const tried = weeks.slice(first);
  const aheadByOne = tried.map((_, index) => meanOf(best.map(({ ahead }) => ahead[index] ?? 0)));
  const squared = tried.map((units, index) => (units - (aheadByOne[index] ?? 0)) ** 2);
  const coming = Array.from({ length: horizonWeeks }, (_, week) => meanOf(forecasts.map((one) => one[week] ?? 0)));
  return {
    method: best[0]?.method.name ?? 'moving average',
    wape: wape(tried, aheadByOne),
    weeks: coming,
    weekdayShares,
    dailySpread: spreadOf(Math.sqrt(meanOf(squared) / DAYS), coming),
  };
}

interface Trial {
  readonly method: NamedForecast;
  /** Forecast of each tried week from the weeks before it. */
  readonly ahead: readonly number[];
  readonly missed: number;
}

function tryMethod(method: NamedForecast, weeks: readonly number[], first: number): Trial {
  const ahead: number[] = [];
  let sum = 0;
  for (let origin = first; origin < weeks.length; origin += 1) {
    const actual = weeks.slice(origin, origin + TRIAL_HORIZON);
    const forecast = method.forecast(weeks.slice(0, origin), actual.length);
    ahead.push(forecast[0] ?? 0);
    sum += missed(actual, forecast);
  }
  return { method, ahead, missed: sum };
}

/** Too short a past to try methods on: the mean of what there is. */
function fromFewWeeks(
  days: readonly number[],
  weeks: readonly number[],
  weekdayShares: readonly number[],
  horizonWeeks: number,
): DemandForecast {
  const known = weeks.length > 0 ? weeks : [days.length === 0 ? 0 : meanOf(days) * DAYS];
  const coming = movingAverage(FIRST_WEEKS)(known, horizonWeeks);
  const daily = (coming[0] ?? 0) / DAYS;
  const spread = Math.sqrt(meanOf(days.map((units) => (units - daily) ** 2)));
  return { method: 'moving average', wape: null, weeks: coming, weekdayShares, dailySpread: spreadOf(spread, coming) };
}

/** Demand that comes by chance varies at least as Poisson demand does: variance = mean. */
function spreadOf(observed: number, coming: readonly number[]): number {
  return Math.max(observed, Math.sqrt(meanOf(coming) / DAYS));
}

function profileOf(days: readonly number[], lastWeekday: number): number[] {
  const sums = Array.from({ length: DAYS }, () => PROFILE_PRIOR / DAYS);
  const from = Math.max(0, days.length - PROFILE_WEEKS * DAYS);
  for (let day = from; day < days.length; day += 1) {
    const back = days.length - 1 - day;
    const weekday = (((lastWeekday - back) % DAYS) + DAYS) % DAYS;
    sums[weekday] = (sums[weekday] ?? 0) + (days[day] ?? 0);
  }
  const total = sums.reduce((sum, units) => sum + units, 0);
  return sums.map((units) => units / total);
}

/**
 * Expected units of each coming day, beginning with the day after the last one of the series.
 *
 * @param lastWeekday Weekday of the last day of the series, 0 = Sunday.
 */
export function dailyForecast(forecast: DemandForecast, lastWeekday: number): number[] {
  return forecast.weeks.flatMap((units) =>
    Array.from({ length: DAYS }, (_, day) => units * (forecast.weekdayShares[(lastWeekday + 1 + day) % DAYS] ?? 0)),
  );
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
