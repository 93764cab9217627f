/** Orders are looked at once a day: what is sold until the next look must be there too. */
const LOOK_DAYS = 1;
const YEAR_DAYS = 365;
/** Nobody fills a shelf for longer than this, however cheap the freight. */
const LONGEST_CYCLE_DAYS = 120;

/** Demand and delivery of a SKU in a warehouse. */
export interface SupplyFacts {
  /** Units a day expected while an order is on its way: mean and standard deviation of a day. */
  readonly dailyMean: number;
  readonly dailySpread: number;
  /** Calendar days from order to shelf: mean and standard deviation. */
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  /** Share of order cycles that shall not run out, in basis points: 5,000..9,999. */
  readonly serviceLevelBps: number;
}

/** When to order. */
export interface ReorderPoint {
  /** Units kept against demand and delivery that turn out worse than expected. */
  readonly safetyStock: number;
  /** Order when what is sellable and on its way is at or below this. */
  readonly reorderPoint: number;
}

/**
 * Safety stock and reorder point of a SKU in a warehouse, for demand and lead time that vary independently:
 *
 *     safety stock  = z x sqrt(P x spread_day^2 + mean_day^2 x spread_leadtime^2)
 *     reorder point = mean_day x P + safety stock,      P = lead time + 1 day until the next look
 *
 * z is the quantile of the normal distribution at the service level. Both are rounded up to whole units.
 * Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains, 4th ed. (2017), 6.10 (random lead time) and 6.8 (service P1).
 */
export function reorderPoint(facts: SupplyFacts): ReorderPoint {
  const days = facts.leadTimeDays + LOOK_DAYS;
  const variance = days * facts.dailySpread ** 2 + facts.dailyMean ** 2 * facts.leadTimeSpreadDays ** 2;
  const safety = normalQuantile(facts.serviceLevelBps / 10_000) * Math.sqrt(variance);
  return {
    safetyStock: roundedUp(safety),
    reorderPoint: roundedUp(facts.dailyMean * days + safety),
  };
}

/** Floating-point dust must not order another unit. */
const roundedUp = (units: number): number => Math.max(0, Math.ceil(units - 1e-9));

/**
 * Days one order to a supplier should last: the longer of the supplier's rhythm and the economic cycle of all its items ordered together,
 *
 *     T = sqrt(2 x cost of an order / (holding rate x yearly spend))   in years, at most 120 days.
 *
 * Source: Silver, Pyke & Thomas, 10.2 (coordinated replenishment; for one item it is Harris' economic order quantity of 1913).
 *
 * @param reviewDays Days between two orders as agreed with the supplier.
 * @param orderCostMinor What an order costs beside its goods; `yearlySpendMinor` in the same currency.
 * @param holdingCostBps Yearly cost of keeping goods, as part of their price.
 */
export function orderCycleDays(
  reviewDays: number,
  orderCostMinor: number,
  yearlySpendMinor: number,
  holdingCostBps: number,
): number {
  const yearlyHolding = (yearlySpendMinor * holdingCostBps) / 10_000;
  const economic = yearlyHolding > 0 ? Math.sqrt((2 * orderCostMinor) / yearlyHolding) * YEAR_DAYS : 0;
  return Math.max(reviewDays, Math.min(LONGEST_CYCLE_DAYS, Math.round(economic)));
}

/**
 * Quantile of the standard normal distribution for 0 < p < 1, relative error below 1.2e-9.
 * Source: P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function (2003).
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: ${p} is not between 0 and 1`);
  const LOW = 0.02425;
  if (p > 1 - LOW) return -normalQuantile(1 - p);
  if (p < LOW) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL_ABOVE, q) / (polynomial(TAIL_BELOW, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(MIDDLE_ABOVE, r) * q) / (polynomial(MIDDLE_BELOW, r) * r + 1);
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

const MIDDLE_ABOVE = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const MIDDLE_BELOW = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const TAIL_ABOVE = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
