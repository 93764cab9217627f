import { learnedQueries } from '../../commerce/search-analytics/search-counts.ts';
import type { SearchCounts } from '../ports/search-counts.ts';
import type { MaybePromise, WaitUntil } from './catalogue-cache.ts';

const DAY_MS = 86_400_000;
const LEARNED_DAYS = 90;
const FRESH_MS = 600_000;
/** Queries remembered of one language. */
const MOST = 300;

/** The day a moment is in, UTC, some days before it: 2030-01-31. */
export const dayBefore = (nowMs: number, days: number): string =>
  new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10);

type ByLocale = ReadonlyMap<string, readonly string[]>;

/** Searches of the last three months that are worth suggesting, best first, as an isolate remembers them. */
export class LearnedSearches {
  readonly #counts: Pick<SearchCounts, 'learnFrom'>;
  readonly #nowMs: () => number;
  #known: ByLocale | null = null;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(counts: Pick<SearchCounts, 'learnFrom'>, nowMs: () => number) {
    this.#counts = counts;
    this.#nowMs = nowMs;
  }

  /** Those of a language; at hand when warm, read anew in the background. Never rejects: without the records there are none. */
  get(locale: string, waitUntil: WaitUntil): MaybePromise<readonly string[]> {
    const known = this.#known;
    const isOld = this.#nowMs() - this.#readAtMs > FRESH_MS;
    if (!known) return this.#read().then((read) => read.get(locale) ?? []);
    if (isOld) waitUntil(this.#read());
    return known.get(locale) ?? [];
  }

  async #read(): Promise<ByLocale> {
    const nowMs = this.#nowMs();
    this.#readAtMs = nowMs;
    try {
      const all = await this.#counts.learnFrom({ from: dayBefore(nowMs, LEARNED_DAYS), until: dayBefore(nowMs, 0) });
      const locales = new Set(all.map(({ locale }) => locale));
      this.#known = new Map(
        [...locales].map((locale) => [
          locale,
          learnedQueries(
            all.filter((one) => one.locale === locale),
            MOST,
          ),
        ]),
      );
    } catch (error) {
      console.error('searches: the counts could not be read', error);
    }
    return this.#known ?? new Map();
  }
}
