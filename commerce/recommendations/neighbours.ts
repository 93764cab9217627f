/** Other items with a weight each, the heaviest first; two arrays of one length. */
export interface Neighbours {
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

/** Keeps the `most` candidates with the largest weights; equal ones by the smaller item. Those without a positive weight are left out. */
export function heaviest(candidates: Iterable<readonly [item: number, weight: number]>, most: number): Neighbours {
  const kept: (readonly [number, number])[] = [];
  for (const candidate of candidates) {
    if (!(candidate[1] > 0)) continue;
    const last = kept[most - 1];
    if (last && !before(candidate, last)) continue;
    let at = Math.min(kept.length, most - 1);
    for (; at > 0; at -= 1) {
      const above = kept[at - 1];
      if (above && before(above, candidate)) break;
      if (above) kept[at] = above;
    }
    kept[at] = candidate;
  }
  return {
    items: Int32Array.from(kept, ([item]) => item),
    weights: Float32Array.from(kept, ([, weight]) => weight),
  };
}

const before = (a: readonly [number, number], b: readonly [number, number]) =>
  a[1] > b[1] || (a[1] === b[1] && a[0] < b[0]);
