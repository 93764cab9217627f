/**
 * Weighted absolute percentage error: sum of misses over sum of what was sold; 0.4 means "40 % off". Comparable over SKUs of all sizes, and
 * defined where single weeks are empty. Null when nothing was sold. Both lists have the same length.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.8.
 */
export function wape(actual: readonly number[], forecast: readonly number[]): number | null {
  const sold = actual.reduce((sum, units) => sum + units, 0);
  if (sold === 0) return null;
  return missed(actual, forecast) / sold;
}

/**
 * Mean absolute scaled error: the mean miss, measured in the mean miss of "as last week" on the weeks before the test (`training`, at least two).
 * Below 1: better than that naive forecast was there. Null when the training weeks never changed.
 * Source: Hyndman & Koehler 2006.
 */
export function mase(
  actual: readonly number[],
  forecast: readonly number[],
  training: readonly number[],
): number | null {
  const steps = training.length - 1;
  let naive = 0;
  for (let week = 1; week < training.length; week += 1)
    naive += Math.abs((training[week] ?? 0) - (training[week - 1] ?? 0));
  if (steps < 1 || naive === 0 || actual.length === 0) return null;
  return missed(actual, forecast) / actual.length / (naive / steps);
}

/** Sum of absolute differences. */
export function missed(actual: readonly number[], forecast: readonly number[]): number {
  return actual.reduce((sum, units, index) => sum + Math.abs(units - (forecast[index] ?? 0)), 0);
}
