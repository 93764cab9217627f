/** What one product took per day before a rule set went live and since. */
export interface ProductTakings {
  readonly productId: number;
  readonly isHeldOut: boolean;
  readonly before: number;
  readonly since: number;
}

/** How much more the priced products take than they would have, judged by the held-out ones; shares: 0.1 is ten percent. */
export interface Earned {
  readonly priced: number;
  readonly heldOut: number;
  readonly lift: number;
  /** The true lift lies between them 19 times of 20. */
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959964;

/**
 * Ratio of growths, priced over held out, with a jackknife interval over products (Tukey 1958): what season or weather did to both falls out. Null while a
 * group has fewer than two products or took nothing before or since: nothing can be said.
 */
export function earnedBy(takings: readonly ProductTakings[]): Earned | null {
  const groups = [false, true].map((held) => takings.filter((one) => one.isHeldOut === held));
  const logs = groups.map(growth);
  const [priced, heldOut] = logs;
  if (!priced || !heldOut) return null;
  const centre = priced.log - heldOut.log;
  const spread = Z95 * Math.sqrt(priced.variance + heldOut.variance);
  return {
    priced: groups[0]?.length ?? 0,
    heldOut: groups[1]?.length ?? 0,
    lift: Math.exp(centre) - 1,
    low: Math.exp(centre - spread) - 1,
    high: Math.exp(centre + spread) - 1,
  };
}

/** Log of since over before of a group, and the jackknife variance of it; null when it cannot be said. */
function growth(group: readonly ProductTakings[]): { readonly log: number; readonly variance: number } | null {
  const before = group.reduce((total, one) => total + one.before, 0);
  const since = group.reduce((total, one) => total + one.since, 0);
  if (group.length < 2) return null;
  const without = group.map((one) => Math.log((since - one.since) / (before - one.before)));
  const log = Math.log(since / before);
  if (![log, ...without].every(Number.isFinite)) return null;
  const mean = without.reduce((total, one) => total + one, 0) / without.length;
  const squares = without.reduce((total, one) => total + (one - mean) ** 2, 0);
  return { log, variance: ((group.length - 1) / group.length) * squares };
}
