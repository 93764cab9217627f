import { changesInDay, lowestBefore, netOf, type PriceFacts, priceAt } from './price-facts.ts';
import type { GuardRails, PriceEndings } from './rule-set.ts';

const DAY_MS = 86_400_000;

/** A rail that bound the price, or why it stays. */
export type Rail =
  | 'floor'
  | 'ceiling'
  | 'margin'
  | 'step'
  | 'day'
  | 'pace'
  | 'endings'
  | 'cost_unknown'
  | 'out_of_range'
  | 'nothing_to_do';

/** A price that may be written, or why the present one stays. */
export type RailedPrice =
  | {
      readonly ok: true;
      readonly priceMinor: number;
      /** The reduction's reference, struck through beside the price: never more than the lowest of the 30 days before. Null: no reduction is announced. */
      readonly compareAtMinor: number | null;
      /** Lowest of the 30 days before; null: no price was known then. */
      readonly lowestBeforeMinor: number | null;
      /** Rails that moved the price from what was wanted. */
      readonly bound: readonly Rail[];
    }
  | { readonly ok: false; readonly reason: Rail; readonly bound: readonly Rail[] };

interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Which rail each bound is of. */
  readonly lowRail: Rail;
  readonly highRail: Rail;
}

/**
 * The last word on every price: the nearest price to the wanted one that keeps floor, ceiling, margin, step, pace and ending, or none. A rail is never traded
 * for another: when they leave no price, the present one stays. Refusals in order: an amount that is no price, too many changes in 24 hours, no known cost
 * where a margin is asked for, rails without a common price (named by the higher lower bound), no ending between them, the price that is there already.
 */
export function withinRails(wantedMinor: number, facts: PriceFacts, rails: GuardRails): RailedPrice {
  const stay = (reason: Rail, bound: readonly Rail[] = []): RailedPrice => ({ ok: false, reason, bound });
  const amounts = [wantedMinor, facts.currentMinor, facts.baseMinor];
  if (amounts.some((one) => !Number.isSafeInteger(one) || one < 0) || facts.currentMinor === 0 || facts.baseMinor === 0)
    return stay('out_of_range');
  if (changesInDay(facts.history, facts.nowMs) >= rails.maximumChangesPerDay) return stay('pace');
  if (rails.minimumMarginBps !== null && facts.costMinor === null) return stay('cost_unknown');
  const bounds = boundsOf(facts, rails);
  if (bounds.low > bounds.high) return stay(bounds.lowRail, [bounds.lowRail, bounds.highRail]);
  const bound: Rail[] = [];
  let price = wantedMinor;
  if (price < bounds.low) {
    price = bounds.low;
    bound.push(bounds.lowRail);
  } else if (price > bounds.high) {
    price = bounds.high;
    bound.push(bounds.highRail);
  }
  const ended = nearestEnding(price, bounds.low, bounds.high, rails.endings);
  if (ended === null) return stay('endings', bound);
  if (ended !== price) bound.push('endings');
  if (ended === facts.currentMinor) return stay('nothing_to_do', bound);
  // Rounding may not turn a wanted reduction into a rise, or the other way round.
  if (Math.sign(ended - facts.currentMinor) * Math.sign(wantedMinor - facts.currentMinor) < 0)
    return stay('endings', bound);
  const lowestBeforeMinor = lowestBefore(facts.history, facts.nowMs) ?? facts.currentMinor;
  const isAnnounced = rails.announcesReductions && ended < lowestBeforeMinor;
  return {
    ok: true,
    priceMinor: ended,
    compareAtMinor: isAnnounced ? lowestBeforeMinor : null,
    lowestBeforeMinor,
    bound,
  };
}

function boundsOf(facts: PriceFacts, rails: GuardRails): Bounds {
  const share = (amount: number, bps: number) => Number((BigInt(amount) * BigInt(bps)) / 10_000n);
  const shareUp = (amount: number, bps: number) => Number((BigInt(amount) * BigInt(bps) + 9_999n) / 10_000n);
  const dayAgo = priceAt(facts.history, facts.nowMs - DAY_MS) ?? facts.history[0]?.amountMinor ?? facts.currentMinor;
  const step = share(facts.currentMinor, rails.maximumStepBps);
  const day = share(dayAgo, rails.maximumDayBps);
  const lows: (readonly [number, Rail])[] = [
    [1, 'floor'],
    [shareUp(facts.baseMinor, rails.floorBps), 'floor'],
    [facts.currentMinor - step, 'step'],
    [dayAgo - day, 'day'],
  ];
  const margin = marginFloorMinor(facts, rails.minimumMarginBps);
  if (margin !== null) lows.push([margin, 'margin']);
  const highs: (readonly [number, Rail])[] = [
    [share(facts.baseMinor, rails.ceilingBps), 'ceiling'],
    [facts.currentMinor + step, 'step'],
    [dayAgo + day, 'day'],
  ];
  const [low, lowRail] = lows.reduce((most, one) => (one[0] > most[0] ? one : most));
  const [high, highRail] = highs.reduce((least, one) => (one[0] < least[0] ? one : least));
  return { low, high, lowRail, highRail };
}

/** Lowest price that leaves the margin; null where none is asked for. */
export function marginFloorMinor(
  facts: Pick<PriceFacts, 'costMinor' | 'includedTaxBps'>,
  minimumMarginBps: number | null,
): number | null {
  if (minimumMarginBps === null || facts.costMinor === null) return null;
  const keeps = (price: number) =>
    (netOf(price, facts.includedTaxBps) - (facts.costMinor ?? 0)) * 10_000 >=
    netOf(price, facts.includedTaxBps) * minimumMarginBps;
  const exact = (facts.costMinor * (10_000 + facts.includedTaxBps)) / (10_000 - minimumMarginBps);
  let price = Math.max(0, Math.ceil(exact) - 1);
  while (!keeps(price)) price += 1;
  return price;
}

/** Nearest price with an allowed ending between two bounds, the cheaper of two as near; null when there is none. */
export function nearestEnding(
  priceMinor: number,
  lowMinor: number,
  highMinor: number,
  { unitMinor, endingsMinor }: PriceEndings,
): number | null {
  const block = Math.floor(priceMinor / unitMinor) * unitMinor;
  let best: number | null = null;
  for (const start of [block - unitMinor, block, block + unitMinor])
    for (const ending of endingsMinor) {
      const candidate = start + ending;
      if (candidate < lowMinor || candidate > highMinor) continue;
      const nearer = best === null ? -1 : Math.abs(candidate - priceMinor) - Math.abs(best - priceMinor);
      if (nearer < 0 || (nearer === 0 && candidate < (best ?? candidate))) best = candidate;
    }
  return best;
}
