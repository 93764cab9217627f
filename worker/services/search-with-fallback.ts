import type { SearchRequest, SearchResponse } from '../../commerce/search/search-request.ts';
import type { Search, SearchFailure } from '../ports/search.ts';

/** What two engines as one need from outside. */
export interface FallbackWatch {
  nowMs(): number;
  /** Waits. */
  pause(ms: number): Promise<void>;
  /** The first engine failed; told once a minute at most. Must not reject: nobody's search waits for an alert. */
  failed(problem: string): Promise<void>;
  /** The first engine was not told of changes of these products. Rejects when that could not be written down. */
  missed(productIds: readonly number[]): Promise<void>;
}

/** After a failure the first engine is left alone for so long: nobody waits for one that is known to be away. */
const LEFT_ALONE_MS = 15_000;
const TOLD_AGAIN_MS = 60_000;
/** A shopper waits no longer for the first engine. */
const LONGEST_WAIT_MS = 1_500;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first of two engines, tried only while it seems to be there. */
class Tried {
  readonly #watch: FallbackWatch;
  #awayUntilMs = Number.NEGATIVE_INFINITY;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(watch: FallbackWatch) {
    this.#watch = watch;
  }

  get isAway(): boolean {
    return this.#watch.nowMs() < this.#awayUntilMs;
  }

  async failed(problem: string): Promise<void> {
    const nowMs = this.#watch.nowMs();
    this.#awayUntilMs = nowMs + LEFT_ALONE_MS;
    if (nowMs - this.#toldAtMs < TOLD_AGAIN_MS) return;
    this.#toldAtMs = nowMs;
    await this.#watch.failed(problem);
  }

  /** Its answer to a reader; null when the other engine has to answer. */
  async read<T extends { readonly ok: true }>(ask: () => Promise<T | SearchFailure>): Promise<T | null> {
    if (this.isAway) return null;
    const late = this.#watch.pause(LONGEST_WAIT_MS).then(
      (): SearchFailure => ({
        ok: false,
        reason: 'unavailable',
        problem: `no answer within ${LONGEST_WAIT_MS} ms`,
      }),
    );
    const answer = await Promise.race([ask(), late]);
    if (answer.ok) return answer;
    if (answer.reason === 'unavailable') await this.failed(answer.problem ?? 'it does not answer');
    return null;
  }

  /** Writes to it; false when it could not be reached, or is known to be away. */
  async write(write: () => Promise<void>): Promise<boolean> {
    if (this.isAway) return false;
    try {
      await write();
      return true;
    } catch (error) {
      await this.failed(wordsOf(error));
      return false;
    }
  }
}

/** An answer with nothing in it, with what the other engine takes for meant: clusters correct words silently, or not at all. */
async function corrected<T extends SearchResponse>(answer: T, request: SearchRequest, other: Search): Promise<T> {
  if (request.query.trim() === '') return answer;
  const meant = await other.search({ ...request, limit: 1, facets: [], highlight: false, explain: false });
  return meant.ok && meant.total > 0 ? { ...answer, didYouMean: meant.didYouMean } : answer;
}

/**
 * Two engines as one: the first answers; when it cannot, or takes too long, the second does, and whoever watches is told. Both are written to. What the
 * first is not there to take does not hold up the shop: it is noted as missed, and settings are told again when it is back (`watchSearchCluster`). Only a
 * rebuild, which somebody waits for, rejects.
 */
export function searchWithFallback(first: Search, second: Search, watch: FallbackWatch): Search {
  const tried = new Tried(watch);
  return {
    async search(request, ranking) {
      const answer = await tried.read(() => first.search(request, ranking));
      if (answer === null) return second.search(request, ranking);
      return answer.total > 0 || answer.didYouMean !== null ? answer : corrected(answer, request, second);
    },
    suggest: async (request) => (await tried.read(() => first.suggest(request))) ?? second.suggest(request),
    async change(locale, documents, removed) {
      await second.change(locale, documents, removed);
      if (!(await tried.write(() => first.change(locale, documents, removed))))
        await watch.missed([...documents.map((one) => one.id), ...removed]);
    },
    async refreshSignals(locale, selling) {
      const missing = new Set(await second.refreshSignals(locale, selling));
      await tried.write(async () => {
        for (const id of await first.refreshSignals(locale, selling)) missing.add(id);
      });
      return [...missing];
    },
    async rebuild(locale, batches) {
      const count = await second.rebuild(locale, batches);
      await first.rebuild(locale, batches);
      return count;
    },
    async configure(locale, settings) {
      await second.configure(locale, settings);
      await tried.write(() => first.configure(locale, settings));
    },
    async status(locale) {
      try {
        return await first.status(locale);
      } catch (error) {
        await tried.failed(wordsOf(error));
        return second.status(locale);
      }
    },
  };
}
