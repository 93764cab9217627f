/** The score that `count` scores reach or exceed, of at least as many; sorting numbers costs far less than sorting what they belong to. */
export function nthBest(scores: Float64Array, count: number): number {
  const sorted = scores.slice().sort();
  return sorted[Math.max(0, sorted.length - count)] ?? Number.NEGATIVE_INFINITY;
}
