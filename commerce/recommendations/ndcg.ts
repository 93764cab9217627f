/**
 * How well a ranking puts what was taken first: discounted gain of the first `cut` places over the best possible; null when nothing was to be found.
 * Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002
 */
export function ndcg(ranking: ArrayLike<number>, wanted: ReadonlySet<number>, cut: number): number | null {
  if (wanted.size === 0) return null;
  let gain = 0;
  let ideal = 0;
  for (let place = 0; place < cut; place += 1) {
    const discount = 1 / Math.log2(place + 2);
    const item = ranking[place];
    if (place < ranking.length && item !== undefined && wanted.has(item)) gain += discount;
    if (place < wanted.size) ideal += discount;
  }
  return gain / ideal;
}
