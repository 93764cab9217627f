import type { PurchaseLog } from './purchase-log.ts';

/** What is taken these days: each taking counts half after `halfLifeMs`. It moves forward in time, from one moment to the next. */
export class Popularity {
  readonly values: Float64Array;
  readonly #takings: { readonly atMs: number; readonly item: number; readonly weight: number }[];
  readonly #halfLifeMs: number;
  #next = 0;
  #atMs = Number.NEGATIVE_INFINITY;

  /** Knows nothing before the first `advance`. Baskets of every customer count. */
  constructor(log: Pick<PurchaseLog, 'items' | 'customers'>, halfLifeMs: number) {
    this.values = new Float64Array(log.items.length);
    this.#halfLifeMs = halfLifeMs;
    this.#takings = log.customers
      .flat()
      .flatMap(({ atMs, items, weights }) =>
        Array.from(items, (item, at) => ({ atMs, item, weight: weights[at] ?? 0 })),
      )
      .sort((a, b) => a.atMs - b.atMs);
  }

  /** Brings the values to a moment, counting what was taken before it. Moments must not go back. */
  advance(nowMs: number): void {
    const fade = Number.isFinite(this.#atMs) ? 2 ** ((this.#atMs - nowMs) / this.#halfLifeMs) : 0;
    for (let at = 0; at < this.values.length; at += 1) this.values[at] = (this.values[at] ?? 0) * fade;
    for (; this.#next < this.#takings.length; this.#next += 1) {
      const taking = this.#takings[this.#next];
      if (!taking || taking.atMs >= nowMs) break;
      const value = this.values[taking.item] ?? 0;
      this.values[taking.item] = value + taking.weight * 2 ** ((taking.atMs - nowMs) / this.#halfLifeMs);
    }
    this.#atMs = nowMs;
  }
}
