/**
 * What a line was told it costs, and until when that holds. Kept in the cart's object, which nobody can write to but by commands, so it needs no signature;
 * a quote that travels through a browser does (`worker/ports/price-quotes.ts`). Amounts are minor units as the catalogue has them, before promotions.
 */
export interface LineQuote {
  /** By ISO 4217 currency: a shopper may change market, and is told that market's price at the same moment. */
  readonly prices: Readonly<Record<string, number>>;
  readonly untilMs: number;
  /** Units of the variant that are set aside until then; missing: none. */
  readonly heldUnits?: number | undefined;
}

/** What one unit costs now, and what is to be said about it. */
export interface UnitPrice {
  readonly unitMinor: number;
  /** The price holds, whatever the catalogue does: until then. Null: it does not. */
  readonly heldUntilMs: number | null;
  /** What the line was told, where that does not hold any more and is something else; null: nothing changed. */
  readonly wasMinor: number | null;
}

/**
 * The price of a unit: within the quote's time the lower of quote and catalogue, after it the catalogue's. A line without a quote in the currency follows the
 * catalogue.
 */
export function unitPriceOf(
  quote: LineQuote | undefined,
  currency: string,
  catalogueMinor: number,
  nowMs: number,
): UnitPrice {
  const quoted = quote?.prices[currency];
  if (!quote || quoted === undefined) return { unitMinor: catalogueMinor, heldUntilMs: null, wasMinor: null };
  if (nowMs < quote.untilMs)
    return { unitMinor: Math.min(quoted, catalogueMinor), heldUntilMs: quote.untilMs, wasMinor: null };
  return { unitMinor: catalogueMinor, heldUntilMs: null, wasMinor: quoted === catalogueMinor ? null : quoted };
}

/** Whether units of the line are set aside with its price. */
export const isStockHeld = (quote: LineQuote | undefined, units: number, nowMs: number): boolean =>
  quote?.heldUnits !== undefined && nowMs < quote.untilMs && units <= quote.heldUnits;

/** A quote that a line is offered as it is touched. */
export interface OfferedQuote extends LineQuote {
  /** Whether the shopper brought it: they saw its price. */
  readonly isRedeemed?: boolean | undefined;
}

/**
 * The quote of a line that is touched again. One that asks no more in any currency takes the place of the old one. A dearer one does not: a price that holds
 * goes on holding for all units of the line, and one that held is told as changed until the shopper agrees. A redeemed quote is agreed to, so it takes the
 * place of one whose time is over. Units that are set aside stay so, until the earlier of both times.
 */
export function joinQuote(
  known: LineQuote | undefined,
  offered: OfferedQuote | undefined,
  nowMs: number,
): LineQuote | undefined {
  if (!offered) return known;
  const { isRedeemed = false, ...fresh } = offered;
  if (!known) return fresh;
  const isLive = nowMs < known.untilMs;
  if (isLive && known.heldUnits !== undefined && fresh.heldUnits === undefined) return known;
  const isDearer = Object.entries(known.prices).some(([currency, minor]) => (fresh.prices[currency] ?? 0) > minor);
  if (!isDearer || (isRedeemed && !isLive)) return fresh;
  if (fresh.heldUnits === undefined) return known;
  return { ...known, untilMs: Math.min(known.untilMs, fresh.untilMs), heldUnits: fresh.heldUnits };
}
