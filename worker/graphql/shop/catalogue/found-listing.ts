import type { Listing } from '../../../../commerce/catalogue/listing.ts';
import { anySearch, type SearchRequest } from '../../../../commerce/search/search-request.ts';
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
  return ctx.deps.search.search(request).then((answer) => {
    if (!answer.ok) return remembered();
    const ids = answer.hits.map((hit) => hit.id);
    return after(ctx.loaders.listingOf(query, ids), (listing) => ({ listing, isRanked: true }));
  });
}
