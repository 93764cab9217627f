/** A price that held from a moment on. */
export interface PricedSince {
  readonly atMs: number;
  readonly amountMinor: number;
}

/** How sales answer to the price: a rise of 1 % changes units by `value` %. */
export interface Elasticity {
  /** At most 0. */
  readonly value: number;
  readonly standardError: number;
}

/** Everything rules and guard rails may know of one variant in one currency at one moment; null: not known. */
export interface PriceFacts {
  readonly nowMs: number;
  readonly currentMinor: number;
  /** Struck through beside it. */
  readonly compareAtMinor: number | null;
  /** The price when the rule set first saw the variant. */
  readonly baseMinor: number;
  /** Tax contained in the price; 0 where prices are net. */
  readonly includedTaxBps: number;
  /** Per unit, in the price's currency. */
  readonly costMinor: number | null;
  /** Prices of the last 30 days at least, oldest first; may begin later than that. */
  readonly history: readonly PricedSince[];
  readonly soldLast7Days: number;
  readonly sold28DaysBefore: number;
  readonly sellable: number;
  readonly stockAgeDays: number | null;
  readonly competitorsMinor: readonly number[];
  readonly elasticity: Elasticity;
  /** The group the price is for; null: everybody. */
  readonly customerGroup: string | null;
}

const DAY_MS = 86_400_000;
const THIRTY_DAYS_MS = 30 * DAY_MS;

/** Price without the tax in it; a fraction of a minor unit is kept, nothing is charged from it. */
export const netOf = (priceMinor: number, includedTaxBps: number): number =>
  (priceMinor * 10_000) / (10_000 + includedTaxBps);

/** What is left of the net price after cost, as a share in basis points; null without cost or price. */
export function marginBps(priceMinor: number, facts: Pick<PriceFacts, 'costMinor' | 'includedTaxBps'>): number | null {
  if (facts.costMinor === null || priceMinor <= 0) return null;
  const net = netOf(priceMinor, facts.includedTaxBps);
  return ((net - facts.costMinor) / net) * 10_000;
}

/** Units of the last 7 days against the usual week, in basis points; null when nothing was sold before. */
export const demandBps = (facts: Pick<PriceFacts, 'soldLast7Days' | 'sold28DaysBefore'>): number | null =>
  facts.sold28DaysBefore <= 0 ? null : (facts.soldLast7Days / (facts.sold28DaysBefore / 4)) * 10_000;

/** Days that the stock lasts at the pace of the last 35 days; null when nothing was sold. */
export function coverDays(facts: Pick<PriceFacts, 'soldLast7Days' | 'sold28DaysBefore' | 'sellable'>): number | null {
  const sold = facts.soldLast7Days + facts.sold28DaysBefore;
  return sold <= 0 ? null : Math.max(0, facts.sellable) / (sold / 35);
}

/** Lowest or middle one of competitors' prices (of an even number the lower middle); null without any. */
export function competitorMinor(prices: readonly number[], of: 'lowest' | 'median'): number | null {
  const sorted = prices.toSorted((a, b) => a - b);
  return sorted[of === 'lowest' ? 0 : Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** The price that held at a moment; null before the history begins. */
export function priceAt(history: readonly PricedSince[], atMs: number): number | null {
  return history.findLast((one) => one.atMs <= atMs)?.amountMinor ?? null;
}

/**
 * Lowest price that held in the 30 days before a moment, the price at their beginning included; null when there was none. What a reduction that
 * begins then must be measured by. Source: Directive 98/6/EC, article 6a(2), as of Directive (EU) 2019/2161; Court of Justice, C-330/23.
 */
export function lowestBefore(history: readonly PricedSince[], atMs: number): number | null {
  const from = atMs - THIRTY_DAYS_MS;
  const held = history.filter(({ atMs: at }) => at > from && at < atMs).map(({ amountMinor }) => amountMinor);
  const first = priceAt(history, from);
  if (first !== null) held.push(first);
  return held.length === 0 ? null : Math.min(...held);
}

/** How often the price changed in the 24 hours before a moment; the first price of a history is no change. */
export function changesInDay(history: readonly PricedSince[], atMs: number): number {
  return history.slice(1).filter((one) => one.atMs > atMs - DAY_MS && one.atMs <= atMs).length;
}
