/** Days on sale whose mean stands in for a sold-out day. */
const LIKE_DAYS = 28;

/** What the ledger tells of a variant's stock on a day: the most that could be sold at any moment, and what was left at its end. */
export interface DayStock {
  readonly most: number;
  readonly last: number;
}

/**
 * Whether nothing could be sold on each day: the day began with nothing and stayed so. A day without entries goes on as the one before; before the
 * first entry things count as on sale.
 *
 * @param stock What is known of each day, in the order of the days; null: nothing happened.
 */
export function soldOutDays(stock: readonly (DayStock | null)[]): boolean[] {
  let left: number | null = null;
  return stock.map((day) => {
    const began = left;
    if (day) left = day.last;
    return began !== null && began <= 0 && (day === null || day.most <= 0);
  });
}

/**
 * Sales as they would have been had there been something to sell: a sold-out day counts as the mean of the last 28 days on sale before it (after
 * it, where there are none before). Otherwise what runs out would look like something nobody wants and would never be ordered again. Days with
 * sales stay as they are.
 * Source of treating such days as missing: Nahmias, Demand estimation in lost sales inventory systems (1994).
 */
export function demandOf(days: readonly number[], soldOut: readonly boolean[]): number[] {
  const isMissing = (day: number) => soldOut[day] === true && days[day] === 0;
  const before: number[] = [];
  const firstOnSale = days.filter((_, day) => !isMissing(day)).slice(0, LIKE_DAYS);
  return days.map((units, day) => {
    if (!isMissing(day)) {
      before.push(units);
      if (before.length > LIKE_DAYS) before.shift();
      return units;
    }
    const like = before.length > 0 ? before : firstOnSale;
    return like.length === 0 ? 0 : like.reduce((sum, one) => sum + one, 0) / like.length;
  });
}
