import DataLoader from 'dataloader';
import type { Listing } from '../../../commerce/catalogue/listing.ts';
import type { ProductRecord, ShopSettings } from '../../ports/catalogue.ts';
import type {
  CatalogueCache,
  CatalogueListQuery,
  ListedSnapshot,
  MaybePromise,
  WaitUntil,
} from '../../services/catalogue-cache.ts';

/** Catalogue reads of one request: from the isolate's memory where it has them, else batched into one statement. */
export interface ShopLoaders {
  readonly settings: ShopSettings;
  listed(): MaybePromise<ListedSnapshot>;
  listing(query: CatalogueListQuery): MaybePromise<Listing>;
  listingOf(query: CatalogueListQuery, found: readonly number[]): MaybePromise<Listing>;
  product(id: number): MaybePromise<ProductRecord | null>;
  products(ids: readonly number[]): MaybePromise<readonly (ProductRecord | null)[]>;
}

/** Makes the loaders of a request; settings were read to find its market. */
export function createLoaders(cache: CatalogueCache, settings: ShopSettings, waitUntil: WaitUntil): ShopLoaders {
  const batch = new DataLoader<number, ProductRecord | null>(async (ids) => cache.products(ids, waitUntil));
  return {
    settings,
    listed: () => cache.listed(waitUntil),
    listing: (query) => cache.listing(query, waitUntil),
    listingOf: (query, found) => cache.listingOf(query, found, waitUntil),
    product(id) {
      const known = cache.peek(id);
      return known === undefined ? batch.load(id) : known;
    },
    products: (ids) => cache.products(ids, waitUntil),
  };
}
