/**
 * One score for a product and a person: how often they took it lately plus how much what they took speaks for it, times the square root of what
 * everybody takes these days. Measured in docs/decisions/0016-recommendations.md.
 */
import { heaviest, type Neighbours } from './neighbours.ts';
import type { Shelf } from './shelf.ts';

/** Something a person took or looked at. */
export interface Taken {
  /** Index on the shelf. */
  readonly item: number;
  readonly ageMs: number;
  /** 1: bought; less for a look. */
  readonly weight: number;
}

const DAY_MS = 86_400_000;
/** Liking fades by half in this time. */
const HALF_LIFE_MS = 180 * DAY_MS;
/** What nobody takes these days keeps this much, in thousandths. */
const FLOOR = 0.1;
/** Order among products nothing else speaks for: by trend, below everything else. */
const FILL = 1e-9;

/** Which products may be shown: all, or only those the person has not taken. */
export type Wanted = 'all' | 'new';

/** Scores products for one person after another; it keeps one array, so a score's cost is that of the history. */
export class Scorer {
  readonly #shelf: Shelf;
  readonly #fit: Float64Array;
  readonly #own: Float64Array;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
    this.#fit = new Float64Array(shelf.ids.length);
    this.#own = new Float64Array(shelf.ids.length);
  }

  /** The best products for a history, heaviest first. `trend`: of this moment, where it is newer than the shelf's. An empty history answers what is popular. */
  best(
    history: readonly Taken[],
    wanted: Wanted,
    most: number,
    trend: ArrayLike<number> = this.#shelf.trend,
  ): Neighbours {
    this.#fit.fill(0);
    this.#own.fill(0);
    for (const { item, ageMs, weight } of history) {
      const liking = weight * 2 ** (-ageMs / HALF_LIFE_MS);
      this.#own[item] = (this.#own[item] ?? 0) + liking;
    }
    const seen = new Map<number, number>();
    for (const { item, ageMs, weight } of history)
      seen.set(item, Math.max(seen.get(item) ?? 0, weight * 2 ** (-ageMs / HALF_LIFE_MS)));
    for (const [item, liking] of seen) {
      const near = this.#shelf.related[item];
      if (!near) continue;
      for (let at = 0; at < near.items.length; at += 1) {
        const other = near.items[at] ?? 0;
        this.#fit[other] = (this.#fit[other] ?? 0) + liking * (near.weights[at] ?? 0);
      }
    }
    return heaviest(this.#scored(wanted === 'new' ? seen : null, trend), most);
  }

  *#scored(without: ReadonlyMap<number, number> | null, trend: ArrayLike<number>): Iterable<readonly [number, number]> {
    for (let item = 0; item < this.#fit.length; item += 1) {
      if (without?.has(item)) continue;
      const speaks = (this.#own[item] ?? 0) + (this.#fit[item] ?? 0);
      const now = trend[item] ?? 0;
      yield [item, (speaks > 0 ? speaks * Math.sqrt(now + FLOOR) : 0) + FILL * (now + FLOOR)];
    }
  }
}
