import type { Listing, ListingFilter, ListingSort } from '../../../../commerce/catalogue/listing.ts';
import { plainWords } from '../../../../commerce/catalogue/search-syntax.ts';
import type { ProductRecord } from '../../../ports/catalogue.ts';
import type { CatalogueListQuery, ListedSnapshot, MaybePromise } from '../../../services/catalogue-cache.ts';
import { cutPage, mapPage, type Page, type PageArgs } from '../../paging.ts';
import { after } from '../common/after.ts';
import { connectionParts } from '../common/connection.ts';
import type { ShopContext } from '../context.ts';
import { Filter, type ShownFilter, shownFilters } from './filters.ts';
import { foundListing } from './found-listing.ts';
import { Product } from './refs.ts';

/** A page of products with the facets of its whole list. */
export interface ProductPage extends Page<ProductRecord> {
  readonly total: number;
  /** Worked out only when asked. */
  readonly filters: () => readonly ShownFilter[];
}

export const ProductConnection = connectionParts<ProductRecord, ProductPage>('Product', Product).implement({
  description: 'A page of products.',
  fields: (t) => ({
    filters: t.field({ type: [Filter], resolve: (page) => [...page.filters()] }),
    totalCount: t.int({
      description: 'Products of the whole list after its filters. An addition to the Storefront API.',
      resolve: (page) => page.total,
    }),
  }),
});

export interface ProductListArgs extends PageArgs {
  readonly collectionId?: number | undefined;
  readonly filters: readonly ListingFilter[];
  readonly sort: ListingSort;
  /** Query in the search syntax; narrows the list. */
  readonly query?: string | null | undefined;
  /** What the merchant changes of the order, of products still in the list. */
  readonly arrange?: ((ids: readonly number[], snapshot: ListedSnapshot) => readonly number[]) | undefined;
}

/** A page of products: the list from memory, its products from memory or one statement. */
export function productPage(args: ProductListArgs, ctx: ShopContext): MaybePromise<ProductPage> {
  const { currency, language } = ctx.buyer;
  const text = args.query ? plainWords(args.query) : null;
  const query: CatalogueListQuery = {
    collectionId: args.collectionId ?? null,
    text,
    search: text === null && args.query?.trim() ? args.query : null,
    filters: args.filters,
    // Without words nothing is more relevant than another.
    sort: args.sort === 'RELEVANCE' && text === null ? 'BEST_SELLING' : args.sort,
    reverse: args.reverse === true,
    currency,
    language,
  };
  ctx.tags.add('products');
  return after(foundListing(query, 'unknown', ctx), ({ listing }) =>
    after(ctx.loaders.listed(), (snapshot) => pageFrom(listing, snapshot, args, ctx)),
  );
}

function pageFrom(
  listing: Listing,
  snapshot: ListedSnapshot,
  args: ProductListArgs,
  ctx: ShopContext,
): MaybePromise<ProductPage> {
  const ids = args.arrange ? args.arrange(listing.ids, snapshot) : listing.ids;
  // The list is in its final order already: `reverse` was part of its sorting.
  const page = cutPage(ids, { first: args.first, after: args.after, last: args.last, before: args.before }, (id) => id);
  return after(ctx.loaders.products(page.items.map((item) => item.node)), (products) => {
    for (const product of products) if (product) ctx.tags.add(`product:${product.id}`);
    return {
      ...mapPage(page, (_id, index) => products[index] ?? null),
      total: ids.length,
      filters: () => shownFilters(listing, snapshot.products, ctx.buyer.language, ctx.buyer.currency),
    };
  });
}
