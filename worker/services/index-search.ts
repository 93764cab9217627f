import type { SearchDocument } from '../../commerce/search/document.ts';
import type { Catalogue } from '../ports/catalogue.ts';
import type { Ids } from '../ports/clock.ts';
import type { EventSender } from '../ports/outbox.ts';
import type { Search, SearchSettings } from '../ports/search.ts';
import type { SearchConfiguration, SearchRecords } from '../ports/search-records.ts';
import { searchDocument } from './search-documents.ts';

/** What keeping the search index needs. */
export interface IndexSearchDeps {
  /** The records themselves: what the isolate remembers may be older than the change that is indexed. */
  readonly records: Catalogue;
  readonly search: Search;
  readonly searchRecords: SearchRecords;
  shopLocales(): Promise<{ readonly primary: string; readonly others: readonly string[] }>;
}

/** Products read and indexed at once. */
const TOGETHER = 200;

const localesOf = async (deps: IndexSearchDeps): Promise<readonly string[]> => {
  const { primary, others } = await deps.shopLocales();
  return [primary, ...others];
};

/** Products on sale as documents of each language; what is no longer on sale is absent. */
async function documentsOf(deps: IndexSearchDeps, ids: readonly number[], locales: readonly string[]) {
  const [products, signals] = await Promise.all([deps.records.products(ids), deps.searchRecords.signals(ids)]);
  return new Map(
    locales.map((locale) => [locale, products.map((one) => searchDocument(one, locale, signals.get(one.id) ?? {}))]),
  );
}

/** Brings products in every language's index to what the records say; those not on sale leave it. Rejects when it could not be done. */
export async function indexProducts(deps: IndexSearchDeps, productIds: readonly number[]): Promise<void> {
  const ids = [...new Set(productIds)];
  const locales = await localesOf(deps);
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const some = ids.slice(at, at + TOGETHER);
    const byLocale = await documentsOf(deps, some, locales);
    for (const [locale, documents] of byLocale) {
      const there = new Set(documents.map((one) => one.id));
      await deps.search.change(
        locale,
        documents,
        some.filter((id) => !there.has(id)),
      );
    }
  }
}

/**
 * Tells the queue that staff changed products, named by their cache tags, so that the index follows within its second. What could not be sent is found
 * again by the next rebuild.
 */
export async function announceProducts(
  deps: { readonly events: EventSender; readonly ids: Ids },
  tags: readonly string[],
): Promise<void> {
  const productIds = tags.flatMap((tag) => Number(/^product:(\d+)$/.exec(tag)?.[1] ?? Number.NaN) || []);
  if (productIds.length === 0) return;
  try {
    await deps.events.send([{ topic: 'products.changed', productIds, variantIds: [], changeId: deps.ids.token() }]);
  } catch (error) {
    console.error(`search: products ${productIds.join(', ')} could not be announced`, error);
  }
}

/** Makes a language's index anew from the records while the old one answers. Answers how many products are in it. */
export async function rebuildSearch(deps: IndexSearchDeps, locale: string): Promise<number> {
  const ids = (await deps.records.listed()).map((one) => one.id);
  async function* batches(): AsyncGenerator<readonly SearchDocument[]> {
    for (let at = 0; at < ids.length; at += TOGETHER)
      yield (await documentsOf(deps, ids.slice(at, at + TOGETHER), [locale])).get(locale) ?? [];
  }
  const count = await deps.search.rebuild(locale, batches);
  await configureSearch(deps, [locale]);
  return count;
}

/** Makes every language's index anew. Answers how many products each has. */
export async function rebuildAllSearch(
  deps: IndexSearchDeps,
): Promise<readonly { locale: string; documents: number }[]> {
  const done: { locale: string; documents: number }[] = [];
  for (const locale of await localesOf(deps)) done.push({ locale, documents: await rebuildSearch(deps, locale) });
  return done;
}

/** Products are looked at again in so many shares, one a minute: each once an hour. */
const SHARES = 60;
const MINUTE_MS = 60_000;

/**
 * Brings a sixtieth of the products to what the records say of how they sell, so that popularity fades and conversion and margins move without an edit, each
 * product within the hour. Products that an index lacks are indexed. Which share is due follows from the moment alone: a round that fails or is left out loses nothing but
 * its hour. Rejects when it could not be done.
 */
export async function refreshSignals(deps: IndexSearchDeps, nowMs: number): Promise<void> {
  const signals = await deps.searchRecords.signalsOfShare(Math.floor(nowMs / MINUTE_MS) % SHARES, SHARES);
  if (signals.size === 0) return;
  const selling = [...signals].map(([id, own]) => ({ id, signals: own }));
  const missing = new Set<number>();
  for (const locale of await localesOf(deps))
    for (const id of await deps.search.refreshSignals(locale, selling)) missing.add(id);
  if (missing.size > 0) await indexProducts(deps, [...missing]);
}

/** Builds those of the shop's languages that have no index yet: a new shop's first search, a language just added. All when none is named; answers how many were built. */
export async function buildMissingSearch(deps: IndexSearchDeps, locales?: ReadonlySet<string>): Promise<number> {
  let built = 0;
  for (const locale of await localesOf(deps)) {
    if (locales && !locales.has(locale)) continue;
    if ((await deps.search.status(locale)).builtAtMs !== null) continue;
    await rebuildSearch(deps, locale);
    built += 1;
  }
  return built;
}

/** Tells indexes what merchants set; all languages when none is named. */
export async function configureSearch(deps: IndexSearchDeps, locales?: readonly string[]): Promise<void> {
  const configuration = await deps.searchRecords.read();
  for (const locale of locales ?? (await localesOf(deps)))
    await deps.search.configure(locale, settingsIn(configuration, locale));
}

/** What is set for a language. */
export const settingsIn = ({ ranking, synonyms }: SearchConfiguration, locale: string): SearchSettings => ({
  ranking,
  synonyms: synonyms.filter((one) => one.locale === null || one.locale === locale).map((one) => one.line),
});
