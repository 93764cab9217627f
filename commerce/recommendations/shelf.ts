/** What training leaves for serving: short lists per product, small enough for an isolate's memory. */
import { cosine, countPairs, logLikelihoodRatio } from './cooccurrence.ts';
import { type EaseState, easeWeight } from './ease.ts';
import { heaviest, type Neighbours } from './neighbours.ts';
import { basketRows, customerRows, type PurchaseLog, transposed } from './purchase-log.ts';

/** Trained tables. Products are indices into `ids`; the arrays stand beside it. */
export interface Shelf {
  readonly ids: readonly number[];
  /** How much a product speaks for others, or (negative) against them; the strongest first (EASE-R). */
  readonly related: readonly Neighbours[];
  /** What is taken in the same basket more than chance says. */
  readonly together: readonly Neighbours[];
  /** Share of what is taken these days, in thousandths. */
  readonly trend: Float32Array;
}

/** Nothing learned yet. */
export const emptyShelf: Shelf = { ids: [], related: [], together: [], trend: new Float32Array(0) };

/** One in a thousand by chance. */
const SIGNIFICANT = 10.83;
/** A pair bought fewer times than this is an accident. */
const FEWEST = 3;
const LONGEST_BASKET = 150;
/** Cosines run higher than EASE-R's weights. */
const BEYOND = 0.2;
const NONE: Neighbours = { items: new Int32Array(0), weights: new Float32Array(0) };

/**
 * The products each speaks for, of a finished training. Products beyond the model's width, the least taken, are likened by who took them (cosine), at
 * a fraction of the weight.
 */
export function relatedOf(model: EaseState, log: PurchaseLog, most: number): readonly Neighbours[] {
  const { width } = model;
  const beyond = width < log.items.length ? likeness(log) : null;
  return log.items.map((_, from) => {
    if (from < width) {
      return strongest(model, from, most);
    }
    return beyond ? heaviest(beyond(from), most) : NONE;
  });
}

/** The weights that say most, also those that speak against a product: leaving these out costs measurably. */
function strongest(model: EaseState, from: number, most: number): Neighbours {
  const strengths = Array.from(
    { length: model.width },
    (_, to) => [to, Math.abs(easeWeight(model, from, to))] as const,
  );
  const { items } = heaviest(strengths, most);
  return { items, weights: Float32Array.from(items, (to) => easeWeight(model, from, to)) };
}

/** Cosines of a product with others by the customers they share. */
function likeness(log: PurchaseLog): (item: number) => readonly (readonly [number, number])[] {
  const matrix = customerRows(log.customers, log.items.length);
  const counts = countPairs(matrix, transposed(matrix), LONGEST_BASKET);
  return (item) =>
    [...counts.of(item)].map(([other, both]) => {
      const pair = { both, first: counts.alone[item] ?? 0, second: counts.alone[other] ?? 0, total: matrix.rows };
      return [other, BEYOND * cosine(pair)] as const;
    });
}

/** The products each is bought together with: significant pairs, the closest first. */
export function togetherOf(log: PurchaseLog, most: number): readonly Neighbours[] {
  const matrix = basketRows(log.customers, log.items.length);
  const counts = countPairs(matrix, transposed(matrix), LONGEST_BASKET);
  return log.items.map((_, column) => {
    const first = counts.alone[column] ?? 0;
    const pairs: (readonly [number, number])[] = [];
    for (const [other, both] of counts.of(column)) {
      const pair = { both, first, second: counts.alone[other] ?? 0, total: matrix.rows };
      if (both >= FEWEST && logLikelihoodRatio(pair) >= SIGNIFICANT) pairs.push([other, cosine(pair)]);
    }
    return heaviest(pairs, most);
  });
}

/** Popularity as shares in thousandths. */
export function trendOf(popularity: ArrayLike<number>): Float32Array {
  let total = 0;
  for (let at = 0; at < popularity.length; at += 1) total += popularity[at] ?? 0;
  return Float32Array.from(popularity, (value) => (total > 0 ? (value / total) * 1_000 : 0));
}
