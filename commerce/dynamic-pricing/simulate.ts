import { unitsAt } from './elasticity.ts';
import { netOf, type PricedSince, type PriceFacts } from './price-facts.ts';
import { proposePrice } from './propose.ts';
import type { RuleSetTerms } from './rule-set.ts';

const DAY_MS = 86_400_000;
const Z95 = 1.959964;

/** One variant's past: what was sold each day, and at what price. */
export interface PastOfVariant {
  readonly variantId: number;
  /** Facts of the last day; sales, time and price are replaced by those of each simulated day. */
  readonly facts: Omit<PriceFacts, 'nowMs' | 'currentMinor' | 'history' | 'soldLast7Days' | 'sold28DaysBefore'>;
  /** Oldest first, one per day without gaps; the first 35 only feed the facts. */
  readonly days: readonly { readonly units: number; readonly priceMinor: number }[];
  /** Midnight UTC of the first day. */
  readonly firstDayMs: number;
}

/** An estimate and where the truth lies 19 times of 20, as far as the elasticity's error goes. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the past would have been under the rules; amounts net of tax in minor units. */
export interface Simulation {
  readonly days: number;
  readonly variants: number;
  readonly changes: number;
  /** Variant-days on which a rail bound or held a price that rules wanted. */
  readonly railed: number;
  readonly before: { readonly units: number; readonly revenueMinor: number; readonly marginMinor: number | null };
  readonly units: Estimate;
  readonly revenueMinor: Estimate;
  /** Null when a cost is not known. */
  readonly marginMinor: Estimate | null;
}

/** Days of sales that facts need before the first simulated one. */
export const WARM_UP_DAYS = 35;

interface Sums {
  units: number;
  revenue: number;
  margin: number;
}
const nothing = (): Sums => ({ units: 0, revenue: 0, margin: 0 });

/**
 * Replays the past day by day with the rules deciding once a day, units answering to prices by each variant's elasticity. The interval holds the elasticities'
 * errors only, half shared by all variants and half each one's own; not what competitors or stock would have done: stock age, stock and competitor prices stay those of now.
 */
export function simulateRules(terms: RuleSetTerms, past: readonly PastOfVariant[]): Simulation {
  const [before, after] = [nothing(), nothing()];
  // How far each sum moves with each variant's own error, squared and summed; and with all of them together.
  const own = nothing();
  const shared = nothing();
  let [changes, railed, days] = [0, 0, 0];
  const hasCosts = past.every((one) => one.facts.costMinor !== null);
  const open: RuleSetTerms = { ...terms, startsAtMs: 0, endsAtMs: null };
  for (const variant of past) {
    const run = replay(open, variant);
    changes += run.changes;
    railed += run.railed;
    days = Math.max(days, variant.days.length - WARM_UP_DAYS);
    for (const key of ['units', 'revenue', 'margin'] as const) {
      before[key] += run.before[key];
      after[key] += run.after[key];
      const moved = run.perError[key] * variant.facts.elasticity.standardError;
      own[key] += moved ** 2 / 2;
      shared[key] += moved / Math.SQRT2;
    }
  }
  const estimate = (key: keyof Sums): Estimate => {
    const spread = Z95 * Math.sqrt(own[key] + shared[key] ** 2);
    return { value: after[key], low: after[key] - spread, high: after[key] + spread };
  };
  return {
    days: Math.max(0, days),
    variants: past.length,
    changes,
    railed,
    before: { units: before.units, revenueMinor: before.revenue, marginMinor: hasCosts ? before.margin : null },
    units: estimate('units'),
    revenueMinor: estimate('revenue'),
    marginMinor: hasCosts ? estimate('margin') : null,
  };
}

function replay(terms: RuleSetTerms, variant: PastOfVariant) {
  const { facts, days, firstDayMs } = variant;
  const { elasticity } = facts;
  const [before, after, perError] = [nothing(), nothing(), nothing()];
  let [changes, railed] = [0, 0];
  const first = days[WARM_UP_DAYS];
  if (!first) return { before, after, perError, changes, railed };
  let current = first.priceMinor;
  let compareAt = facts.compareAtMinor;
  const history: PricedSince[] = [{ atMs: firstDayMs, amountMinor: current }];
  const simulated: number[] = days.slice(0, WARM_UP_DAYS).map((day) => day.units);
  for (let at = WARM_UP_DAYS; at < days.length; at += 1) {
    const day = days[at];
    if (!day) break;
    const nowMs = firstDayMs + at * DAY_MS;
    const sum = (from: number, to: number) => simulated.slice(from, to).reduce((total, one) => total + one, 0);
    const proposal = proposePrice(terms, {
      ...facts,
      nowMs,
      currentMinor: current,
      compareAtMinor: compareAt,
      baseMinor: first.priceMinor,
      history,
      soldLast7Days: sum(at - 7, at),
      sold28DaysBefore: sum(at - 35, at - 7),
    });
    if (proposal.bound.length > 0) railed += 1;
    if (proposal.ok) {
      changes += 1;
      current = proposal.priceMinor;
      compareAt = proposal.compareAtMinor;
      history.push({ atMs: nowMs, amountMinor: current });
    }
    const units = unitsAt(day.units, day.priceMinor, current, elasticity.value);
    simulated.push(units);
    count(before, day.units, day.priceMinor, facts);
    count(after, units, current, facts);
    // d units / d elasticity = units x ln(price ratio).
    const slope = day.priceMinor > 0 && current > 0 ? units * Math.log(current / day.priceMinor) : 0;
    count(perError, slope, current, facts);
  }
  return { before, after, perError, changes, railed };
}

function count(sums: Sums, units: number, priceMinor: number, facts: PastOfVariant['facts']): void {
  const net = netOf(priceMinor, facts.includedTaxBps);
  sums.units += units;
  sums.revenue += units * net;
  sums.margin += units * (net - (facts.costMinor ?? 0));
}
