import type { SearchIndex } from '../../../durable-objects/search-index/search-index.ts';
import type { Search } from '../../ports/search.ts';

/** Documents sent to the object at once: a call's arguments are copied whole. */
const TOGETHER = 200;
const SIGNALS_TOGETHER = 2_000;

/** The Search port over one SearchIndex object per language. `report` is told of every failure to read. */
export function searchObjects(
  namespace: DurableObjectNamespace<SearchIndex>,
  report: (line: string, error: unknown) => void,
): Search {
  const indexOf = (locale: string) => namespace.get(namespace.idFromName(`locale:${locale}`));
  async function asking<T extends object>(what: string, ask: () => Promise<T | null>) {
    try {
      const answer = await ask();
      return answer === null ? ({ ok: false, reason: 'empty' } as const) : ({ ok: true, ...answer } as const);
    } catch (error) {
      report(`search: ${what} failed`, error);
      return { ok: false, reason: 'unavailable' } as const;
    }
  }
  const search: Search = {
    search: (request, ranking) =>
      asking('a search', async () => indexOf(request.locale).search(request, ranking ?? null)),
    suggest: (request) => asking('a suggestion', async () => indexOf(request.locale).suggest(request)),
    async change(locale, documents, removed) {
      const index = indexOf(locale);
      for (let at = 0; at === 0 || at < documents.length; at += TOGETHER)
        await index.change(locale, documents.slice(at, at + TOGETHER), at === 0 ? removed : []);
    },
    async refreshSignals(locale, selling) {
      const missing: number[] = [];
      for (let at = 0; at < selling.length; at += SIGNALS_TOGETHER)
        missing.push(...(await indexOf(locale).refreshSignals(locale, selling.slice(at, at + SIGNALS_TOGETHER))));
      return missing;
    },
    async rebuild(locale, batches) {
      const index = indexOf(locale);
      const begun = await index.beginRebuild();
      for await (const documents of batches()) await search.change(locale, documents, []);
      return index.finishRebuild(locale, begun);
    },
    configure: async (locale, settings) => indexOf(locale).configure(locale, settings),
    status: async (locale) => indexOf(locale).status(locale),
  };
  return search;
}
