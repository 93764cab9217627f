import type { Listing } from '../../../../commerce/catalogue/listing.ts';
import { anySearch, type SearchRequest } from '../../../../commerce/search/search-request.ts';
import type { Deps } from '../../../deps.ts';
import type { SearchOutcome } from '../../../ports/search.ts';
import type { CatalogueListQuery, MaybePromise } from '../../../services/catalogue-cache.ts';
import { after } from '../common/after.ts';
import type { ShopContext } from '../context.ts';

/** A list, and whether a search engine found it; false: its words were looked for in the remembered catalogue. */
export interface FoundListing {
  readonly listing: Listing;
  readonly isRanked: boolean;
}

/** Products of one search at most: nobody pages further, and facets of more say nothing. */
const MOST_FOUND = 5_000;

const asked = new WeakMap<ShopContext, Map<string, Promise<SearchOutcome>>>();
const keyOf = ({ locale, query, prefix }: SearchRequest): string => `${locale} ${prefix} ${query}`;

function askEngine(request: SearchRequest, ctx: ShopContext): Promise<SearchOutcome> {
  const answer = ctx.deps.search.search(request);
  const known = asked.get(ctx) ?? new Map<string, Promise<SearchOutcome>>();
  asked.set(ctx, known.set(keyOf(request), answer));
  return answer;
}

/** What the engine says of a query beside its products: what this request's search was told already, else asked now. */
export function askedEngine(query: string, ctx: ShopContext): Promise<SearchOutcome> {
  const request = {
    ...anySearch(ctx.buyer.language, query),
    market: ctx.buyer.marketHandle,
    currency: ctx.buyer.currency,
    limit: 1,
  };
  return asked.get(ctx)?.get(keyOf(request)) ?? askEngine(request, ctx);
}

/** A language without an index is asked for once in so long. */
const ASKED_AGAIN_MS = 60_000;
const askedFor = new WeakMap<Deps, Map<string, number>>();

/** Has an index made, beside the answer and without waiting for the next minute. */
function askForIndex(locale: string, { deps, nowMs, waitUntil }: ShopContext): void {
  const known = askedFor.get(deps) ?? new Map<string, number>();
  askedFor.set(deps, known);
  if (nowMs - (known.get(locale) ?? Number.NEGATIVE_INFINITY) < ASKED_AGAIN_MS) return;
  known.set(locale, nowMs);
  waitUntil(deps.events.send([{ topic: 'search.missing', locale }]));
}

/**
 * A list whose text the search engine answers; lists without text ask nobody. While the engine has no index yet, or is away, the remembered catalogue
 * answers, and the shopper is told nothing.
 */
export function foundListing(
  query: CatalogueListQuery,
  prefix: SearchRequest['prefix'],
  ctx: ShopContext,
): MaybePromise<FoundListing> {
  const remembered = () => after(ctx.loaders.listing(query), (listing) => ({ listing, isRanked: false }));
  if (query.text === null || query.text.trim() === '') return remembered();
  const request = {
    ...anySearch(query.language, query.text),
    market: ctx.buyer.marketHandle,
    limit: MOST_FOUND,
    prefix,
    currency: query.currency,
    collectionId: query.collectionId,
  };
  return askEngine(request, ctx).then((answer) => {
    if (!answer.ok) {
      if (answer.reason === 'empty') askForIndex(query.language, ctx);
      return remembered();
    }
    const ids = answer.hits.map((hit) => hit.id);
    return after(ctx.loaders.listingOf(query, ids), (listing) => ({ listing, isRanked: true }));
  });
}
