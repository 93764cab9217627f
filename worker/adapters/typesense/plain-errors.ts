import type { Search } from '../../ports/search.ts';

async function plainly<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`typesense: ${what} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A cluster whose errors are their words alone: the client's carry the request, and with it the key, into every log that prints them. */
export function withPlainErrors(cluster: Search): Search {
  return {
    search: (request, ranking) => cluster.search(request, ranking),
    suggest: (request) => cluster.suggest(request),
    change: (...change) => plainly('a change', cluster.change(...change)),
    refreshSignals: (...signals) => plainly('refreshing signals', cluster.refreshSignals(...signals)),
    rebuild: (...all) => plainly('a rebuild', cluster.rebuild(...all)),
    configure: (...settings) => plainly('configuring', cluster.configure(...settings)),
    status: (locale) => plainly('its status', cluster.status(locale)),
  };
}
