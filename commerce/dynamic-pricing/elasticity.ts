import type { Elasticity } from './price-facts.ts';

/** What one variant sold in a week, and at what price. */
export interface SalesWeek {
  readonly week: number;
  readonly units: number;
  /** Mean price paid for a unit, in minor units. */
  readonly priceMinor: number;
}

/** What is believed before a variant has any history, and how far variants lie apart. */
export interface ElasticityPrior {
  readonly mean: number;
  readonly spread: number;
  /** How exact the mean is. */
  readonly standardError: number;
}

export interface ElasticityModel {
  readonly prior: ElasticityPrior;
  readonly of: ReadonlyMap<number, Elasticity>;
  /** Index of the week in the whole shop's log units, over the mean: what all variants have in common is not the price's doing. */
  readonly weeks: ReadonlyMap<number, number>;
}

/** Fewer weeks than these say nothing of one variant. */
const FEWEST_WEEKS = 6;
/** Nobody's sales answer more than this; beyond lie errors of the data. */
const STEEPEST = -6;

/** Where there is no history at all: the mean of 1,851 published price elasticities is -2.62 (Bijmolt, van Heerde and Pieters, 2005), so wide that data soon outweighs it. */
export const PUBLISHED_PRIOR: ElasticityPrior = { mean: -2.62, spread: 2, standardError: 0.5 };

interface Slope {
  readonly id: number;
  readonly value: number;
  readonly variance: number;
}

/**
 * Price elasticities by variant: least squares of log units on log price over weeks with sales, after each week's index was taken out, and each slope
 * drawn towards the mean of all by how uncertain it is (empirical Bayes, DerSimonian and Laird 1986 for the spread between variants). Values are clamped to
 * [-6, 0]: a price that sells more when it rises is a correlation, not a lever. Fewer than 6 weeks or a price that never moved: the prior itself.
 */
export function estimateElasticities(
  sales: ReadonlyMap<number, readonly SalesWeek[]>,
  fallback: ElasticityPrior = PUBLISHED_PRIOR,
): ElasticityModel {
  const weeks = weekIndex(sales);
  const slopes: Slope[] = [];
  for (const [id, rows] of sales) {
    const slope = slopeOf(rows, weeks);
    if (slope) slopes.push({ id, ...slope });
  }
  const prior = slopes.length < 20 ? fallback : pooled(slopes);
  const found = new Map(slopes.map((slope) => [slope.id, slope]));
  const of = new Map<number, Elasticity>();
  for (const id of sales.keys()) of.set(id, shrunk(found.get(id) ?? null, prior));
  return { prior, of, weeks };
}

/** A slope drawn towards the prior by its variance; the prior itself without one. */
function shrunk(slope: Slope | null, prior: ElasticityPrior): Elasticity {
  const spread = prior.spread ** 2;
  const bounded = (value: number) => Math.min(0, Math.max(STEEPEST, value));
  if (!slope) return { value: bounded(prior.mean), standardError: Math.hypot(prior.spread, prior.standardError) };
  const trust = spread / (spread + slope.variance);
  return {
    value: bounded(prior.mean + trust * (slope.value - prior.mean)),
    standardError: Math.hypot(Math.sqrt(trust * slope.variance), (1 - trust) * prior.standardError),
  };
}

/** The prior's elasticity, for a variant no model has seen. */
export const withoutHistory = (prior: ElasticityPrior): Elasticity => shrunk(null, prior);

const logged = (rows: readonly SalesWeek[]) => rows.filter((row) => row.units > 0 && row.priceMinor > 0);

function weekIndex(sales: ReadonlyMap<number, readonly SalesWeek[]>): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const rows of sales.values()) {
    const sold = logged(rows);
    const mean = sold.reduce((total, row) => total + Math.log(row.units), 0) / (sold.length || 1);
    for (const row of sold) {
      const sum = sums.get(row.week) ?? { sum: 0, count: 0 };
      sum.sum += Math.log(row.units) - mean;
      sum.count += 1;
      sums.set(row.week, sum);
    }
  }
  // A week of few variants says little of the whole shop: as if ten more had sold as ever.
  return new Map([...sums].map(([week, { sum, count }]) => [week, sum / (count + 10)]));
}

function slopeOf(rows: readonly SalesWeek[], weeks: ReadonlyMap<number, number>): Omit<Slope, 'id'> | null {
  const sold = logged(rows);
  if (sold.length < FEWEST_WEEKS) return null;
  const xs = sold.map((row) => Math.log(row.priceMinor));
  const ys = sold.map((row) => Math.log(row.units) - (weeks.get(row.week) ?? 0));
  const mean = (of: readonly number[]) => of.reduce((total, one) => total + one, 0) / of.length;
  const [mx, my] = [mean(xs), mean(ys)];
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const [at, x] of xs.entries()) {
    const y = (ys[at] ?? 0) - my;
    sxx += (x - mx) ** 2;
    sxy += (x - mx) * y;
    syy += y * y;
  }
  // Prices that moved by less than about a percent are noise.
  if (sxx < 1e-4 * sold.length) return null;
  const value = sxy / sxx;
  // A perfect fit of few weeks is luck: never less than a tenth of a log unit of noise.
  const residual = Math.max(0.01, (syy - value * sxy) / (sold.length - 2));
  return { value, variance: residual / sxx };
}

function pooled(slopes: readonly Slope[]): ElasticityPrior {
  const fixed = weighted(slopes, 0);
  const q = slopes.reduce((total, one) => total + (one.value - fixed.mean) ** 2 / one.variance, 0);
  const w = slopes.reduce((total, one) => total + 1 / one.variance, 0);
  const w2 = slopes.reduce((total, one) => total + 1 / one.variance ** 2, 0);
  const between = Math.max(0.01, (q - (slopes.length - 1)) / (w - w2 / w));
  const random = weighted(slopes, between);
  return { mean: random.mean, spread: Math.sqrt(between), standardError: random.standardError };
}

function weighted(slopes: readonly Slope[], between: number) {
  let sum = 0;
  let weights = 0;
  for (const { value, variance } of slopes) {
    const weight = 1 / (variance + between);
    sum += weight * value;
    weights += weight;
  }
  return { mean: sum / weights, standardError: Math.sqrt(1 / weights) };
}

/** Units at another price, by constant elasticity. */
export const unitsAt = (units: number, fromMinor: number, toMinor: number, elasticity: number): number =>
  fromMinor <= 0 || toMinor <= 0 ? units : units * (toMinor / fromMinor) ** elasticity;
