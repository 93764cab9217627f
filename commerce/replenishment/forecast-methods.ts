/**
 * Ways to continue a series of weekly demand. Each takes the weeks so far (oldest first, units >= 0, at least one) and answers
 * the demand expected in each of the next `horizon` weeks; none ever answers a negative or a not finite number.
 */

/** Continues a series. */
export type Forecast = (weeks: readonly number[], horizon: number) => number[];

const repeat = (value: number, horizon: number): number[] => Array.from({ length: horizon }, () => Math.max(0, value));

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Baseline: every coming week is like the last one. */
export const lastWeek: Forecast = (weeks, horizon) => repeat(weeks.at(-1) ?? 0, horizon);

/** Baseline: every coming week is the mean of the last `size` weeks. */
export const movingAverage =
  (size: number): Forecast =>
  (weeks, horizon) =>
    repeat(mean(weeks.slice(-size)), horizon);

/** Weeks whose mean starts a smoothed level: enough to calm one odd week, few enough not to outlive a change. */
const START_WEEKS = 4;

/**
 * Simple exponential smoothing: level only. `alpha` (0..1) is the weight of the newest week.
 * Source: Brown 1959; Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 8.1.
 */
export const exponentialSmoothing =
  (alpha: number): Forecast =>
  (weeks, horizon) => {
    let level = mean(weeks.slice(0, START_WEEKS));
    for (const units of weeks) level += alpha * (units - level);
    return repeat(level, horizon);
  };

/**
 * Holt's level and trend, the trend damped by `phi` per week (0..1), so that it levels off instead of running away.
 * Source: Gardner & McKenzie 1985; Hyndman & Athanasopoulos, 8.2.
 */
export const dampedTrend =
  (alpha: number, beta: number, phi: number): Forecast =>
  (weeks, horizon) => {
    let level = mean(weeks.slice(0, START_WEEKS));
    let trend = 0;
    for (const units of weeks) {
      const before = level;
      level = alpha * units + (1 - alpha) * (level + phi * trend);
      trend = beta * (level - before) + (1 - beta) * phi * trend;
    }
    let damped = 0;
    return Array.from({ length: horizon }, (_, step) => {
      damped += phi ** (step + 1);
      return Math.max(0, level + damped * trend);
    });
  };

/**
 * Croston's method for demand with many empty weeks: size of a demand and interval between demands are smoothed apart, with the
 * Syntetos-Boylan factor 1 - alpha / 2 that takes its bias away. All weeks empty: 0.
 * Source: Croston 1972; Syntetos & Boylan 2005.
 */
export const crostonSba =
  (alpha: number): Forecast =>
  (weeks, horizon) => {
    let size = 0;
    let interval = 0;
    let since = 1;
    for (const units of weeks) {
      if (units > 0) {
        size = size === 0 ? units : size + alpha * (units - size);
        interval = interval === 0 ? since : interval + alpha * (since - interval);
        since = 1;
      } else since += 1;
    }
    return repeat(interval === 0 ? 0 : (1 - alpha / 2) * (size / interval), horizon);
  };

/**
 * Teunter, Syntetos and Babai's method: like Croston's, but the probability of a demand is updated in empty weeks too, so that
 * the forecast of something nobody buys any more falls to zero. `alpha` smooths the size, `beta` the probability.
 * Source: Teunter, Syntetos & Babai 2011.
 */
export const tsb =
  (alpha: number, beta: number): Forecast =>
  (weeks, horizon) => {
    const first = weeks.slice(0, START_WEEKS);
    let probability = mean(first.map((units) => (units > 0 ? 1 : 0)));
    let size = mean(first.filter((units) => units > 0));
    for (const units of weeks) {
      if (units > 0) {
        size = size === 0 ? units : size + alpha * (units - size);
        probability += beta * (1 - probability);
      } else probability -= beta * probability;
    }
    return repeat(probability * size, horizon);
  };

/**
 * The same method on a series whose rare bursts are cut: a week counts at most four times the median of the weeks with sales, or their 90th
 * percentile where that is higher. One wholesale order then does not lift the forecast of the months after it. Fewer than five weeks with
 * sales: nothing is cut.
 */
export const withBurstsCut =
  (forecast: Forecast): Forecast =>
  (weeks, horizon) => {
    const sold = weeks.filter((units) => units > 0).sort((a, b) => a - b);
    const median = sold[Math.floor(sold.length / 2)];
    const high = sold[Math.floor((sold.length - 1) * 0.9)];
    if (sold.length < 5 || median === undefined || high === undefined) return forecast(weeks, horizon);
    const most = Math.max(4 * median, high);
    return forecast(
      weeks.map((units) => Math.min(units, most)),
      horizon,
    );
  };

/** A method by the name it has in records and on screen. */
export interface NamedForecast {
  readonly name: string;
  readonly forecast: Forecast;
}

const smooth = [0.2, 0.3, 0.5].map((alpha) => ({
  name: 'exponential smoothing',
  forecast: exponentialSmoothing(alpha),
}));
const trended = [0.2, 0.3].map((alpha) => ({ name: 'damped trend', forecast: dampedTrend(alpha, 0.1, 0.8) }));
const rare = [
  { name: 'Croston (SBA)', forecast: crostonSba(0.1) },
  { name: 'TSB', forecast: tsb(0.2, 0.2) },
  { name: 'TSB', forecast: tsb(0.3, 0.3) },
];
const average = { name: 'moving average', forecast: movingAverage(8) };

/** The methods a SKU's past chooses from: each as it is, and with bursts cut. */
export const candidates: readonly NamedForecast[] = [average, ...smooth, ...trended, ...rare].flatMap(
  ({ name, forecast }) => [
    { name, forecast },
    { name: `${name}, bursts cut`, forecast: withBurstsCut(forecast) },
  ],
);
