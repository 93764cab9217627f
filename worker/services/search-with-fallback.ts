import type { SearchRequest, SearchResponse } from '../../commerce/search/search-request.ts';
import type { Search } from '../ports/search.ts';

/** An answer with nothing in it, with what the other engine takes for meant: clusters correct words silently, or not at all. */
async function corrected<T extends SearchResponse>(answer: T, request: SearchRequest, other: Search): Promise<T> {
  if (request.query.trim() === '') return answer;
  const meant = await other.search({ ...request, limit: 1, facets: [], highlight: false, explain: false });
  return meant.ok && meant.total > 0 ? { ...answer, didYouMean: meant.didYouMean } : answer;
}

/**
 * Two engines as one: the first answers; when it cannot, the second does, and an alert says so. Both are written to, so that the second is never behind; a
 * first that is away makes the queue deliver the change again.
 */
export function searchWithFallback(first: Search, second: Search, alert: (line: string) => void): Search {
  return {
    async search(request, ranking) {
      const answer = await first.search(request, ranking);
      if (answer.ok)
        return answer.total > 0 || answer.didYouMean !== null ? answer : corrected(answer, request, second);
      alert(`search: the first engine is ${answer.reason}; the embedded one answers`);
      return second.search(request, ranking);
    },
    async suggest(request) {
      const answer = await first.suggest(request);
      return answer.ok ? answer : second.suggest(request);
    },
    async change(locale, documents, removed) {
      await second.change(locale, documents, removed);
      await first.change(locale, documents, removed);
    },
    async refreshSignals(locale, selling) {
      const missing = await second.refreshSignals(locale, selling);
      return [...new Set([...missing, ...(await first.refreshSignals(locale, selling))])];
    },
    async rebuild(locale, batches) {
      const count = await second.rebuild(locale, batches);
      await first.rebuild(locale, batches);
      return count;
    },
    async configure(locale, settings) {
      await second.configure(locale, settings);
      await first.configure(locale, settings);
    },
    status: (locale) => first.status(locale),
  };
}
