import type { Search } from '../ports/search.ts';

/**
 * Two engines as one: the first answers; when it cannot, the second does, and an alert says so. Both are written to, so that the second is never behind; a
 * first that is away makes the queue deliver the change again.
 */
export function searchWithFallback(first: Search, second: Search, alert: (line: string) => void): Search {
  return {
    async search(request, ranking) {
      const answer = await first.search(request, ranking);
      if (answer.ok) return answer;
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
