import { type Learned, nothingLearned } from '../../commerce/recommendations/recommend.ts';
import type { RecommendationRecords } from '../ports/recommendations.ts';
import type { MaybePromise, WaitUntil } from './catalogue-cache.ts';

const FRESH_MS = 300_000;
/** Recommendations of last night are better than none. */
const STALE_MS = 86_400_000;
/** A reading that failed or got lost is tried again after this. */
const PATIENCE_MS = 10_000;

/**
 * What was learned, as an isolate remembers it: read with one statement, then served from memory and read anew in the background. Without the records
 * what was remembered is served, else nothing learned: lists then fall back to collections and popularity.
 */
export class LearnedCache {
  readonly records: RecommendationRecords;
  readonly #nowMs: () => number;
  #known: { readonly value: Learned; readonly readAtMs: number } | null = null;
  #readingSinceMs = Number.NEGATIVE_INFINITY;

  constructor(records: RecommendationRecords, nowMs: () => number) {
    this.records = records;
    this.#nowMs = nowMs;
  }

  /** At hand when warm. Never rejects. */
  get(waitUntil: WaitUntil): MaybePromise<Learned> {
    const nowMs = this.#nowMs();
    const known = this.#known;
    if (!known || nowMs - known.readAtMs > STALE_MS) {
      return nowMs - this.#readingSinceMs < PATIENCE_MS && known ? known.value : this.#read();
    }
    if (nowMs - known.readAtMs > FRESH_MS && nowMs - this.#readingSinceMs > PATIENCE_MS) waitUntil(this.#read());
    return known.value;
  }

  /** Reads anew at the next question: something was learned, or the merchant changed a wish. */
  forget(): void {
    this.#known = null;
    this.#readingSinceMs = Number.NEGATIVE_INFINITY;
  }

  async #read(): Promise<Learned> {
    this.#readingSinceMs = this.#nowMs();
    try {
      const value = await this.records.learned();
      this.#known = { value, readAtMs: this.#nowMs() };
      return value;
    } catch (error) {
      console.error('recommendations: the records could not be read', error);
      return this.#known?.value ?? nothingLearned;
    }
  }
}
