import {
  type ListedProduct,
  type Listing,
  type ListingFilter,
  type ListingQuery,
  listProducts,
} from '../../commerce/catalogue/listing.ts';
import { readProductSearch } from '../../commerce/catalogue/search-syntax.ts';
import type { Catalogue, ProductRecord, ShopSettings } from '../ports/catalogue.ts';

/** How long a record is served without asking, and how long it may be served while it is read anew. */
export interface Freshness {
  readonly freshMs: number;
  readonly staleMs: number;
}

/** How much an isolate remembers; its 128 MB are also for code, requests and kept answers. */
export interface CatalogueRoom {
  /** Whole products; about 10 kB each. */
  readonly products: number;
  /** Ids over all kept lists; about 8 bytes each. */
  readonly listedIds: number;
}

/** A list with, beside its conditions, a query in the Storefront API's search syntax; null: none. */
export interface CatalogueListQuery extends ListingQuery {
  readonly search: string | null;
}

interface Kept<T> {
  readonly value: T;
  readonly readAtMs: number;
}

/** Lets work go on after the answer was sent. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** A value at hand, or one that must be read first: warm resolvers stay synchronous. */
export type MaybePromise<T> = T | Promise<T>;

/** A background reading that did not finish by then is tried again by the next request. */
const REFRESH_PATIENCE_MS = 5_000;
/** A list takes some room even when it is empty. */
const LIST_OVERHEAD_IDS = 50;

/** Every product on sale at one moment, with the lists that were made of it. */
export interface ListedSnapshot {
  readonly products: readonly ListedProduct[];
  readonly byHandle: ReadonlyMap<string, number>;
  readonly byId: ReadonlyMap<number, ListedProduct>;
}

interface KeptLists {
  readonly lists: Map<string, Listing>;
  ids: number;
}

const snapshotOf = (products: readonly ListedProduct[]): ListedSnapshot => ({
  products,
  // Translated handles first, so that a product's own one wins over another's translation.
  byHandle: new Map([
    ...products.flatMap((one) => Object.values(one.handles ?? {}).map((handle): [string, number] => [handle, one.id])),
    ...products.map((one): [string, number] => [one.handle, one.id]),
  ]),
  byId: new Map(products.map((one) => [one.id, one])),
});

/** Puts an entry last again, so that the first ones are those unused for longest. */
function touch<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
}

/**
 * The catalogue as an isolate remembers it: fresh for a while, then served stale while one request reads it anew, forgotten by tag. Only data is shared
 * between requests, never a pending read: the runtime binds I/O to the request that began it. Within a request, loaders share reads.
 */
export class CatalogueCache {
  readonly #catalogue: Catalogue;
  readonly #nowMs: () => number;
  readonly #freshness: Freshness;
  readonly #room: CatalogueRoom;
  #settings: Kept<ShopSettings> | null = null;
  #listed: Kept<ListedSnapshot> | null = null;
  readonly #products = new Map<number, Kept<ProductRecord | null>>();
  readonly #lists = new WeakMap<ListedSnapshot, KeptLists>();
  readonly #refreshing = new Map<string, number>();
  /** Counts purges: what was read across one may be from before the change, so it is answered but not kept. */
  #purges = 0;

  constructor(
    catalogue: Catalogue,
    nowMs: () => number,
    freshness: Freshness = { freshMs: 60_000, staleMs: 600_000 },
    room: CatalogueRoom = { products: 2_000, listedIds: 1_000_000 },
  ) {
    this.#catalogue = catalogue;
    this.#nowMs = nowMs;
    this.#freshness = freshness;
    this.#room = room;
  }

  /** The shop and everything small. */
  settings(waitUntil: WaitUntil): MaybePromise<ShopSettings> {
    const kept = this.#usable(this.#settings);
    if (!kept) return this.#readSettings();
    if (this.#isStale(kept)) this.#refresh('settings', waitUntil, () => this.#readSettings());
    return kept.value;
  }

  /** Every product on sale as lists see it. */
  listed(waitUntil: WaitUntil): MaybePromise<ListedSnapshot> {
    const kept = this.#usable(this.#listed);
    if (!kept) return this.#readListed();
    if (this.#isStale(kept)) this.#refresh('listed', waitUntil, () => this.#readListed());
    return kept.value;
  }

  /** A whole list; the same question is answered once per snapshot. */
  listing(query: CatalogueListQuery, waitUntil: WaitUntil): MaybePromise<Listing> {
    const snapshot = this.listed(waitUntil);
    return snapshot instanceof Promise
      ? snapshot.then((value) => this.#listFrom(value, query))
      : this.#listFrom(snapshot, query);
  }

  /** A list of the products that a search engine found for the query's text, best first. */
  listingOf(query: CatalogueListQuery, found: readonly number[], waitUntil: WaitUntil): MaybePromise<Listing> {
    const snapshot = this.listed(waitUntil);
    const list = (value: ListedSnapshot) => listProducts(searched(value, query), query, found);
    return snapshot instanceof Promise ? snapshot.then(list) : list(snapshot);
  }

  /** Products by id in the order asked; null for what is not on sale. Missing ones are read together. */
  products(ids: readonly number[], waitUntil: WaitUntil): MaybePromise<readonly (ProductRecord | null)[]> {
    const missing: number[] = [];
    const stale: number[] = [];
    const found: (ProductRecord | null)[] = [];
    for (const id of ids) {
      const kept = this.#usable(this.#products.get(id) ?? null);
      if (kept) touch(this.#products, id, kept);
      if (!kept) missing.push(id);
      else if (this.#isStale(kept)) stale.push(id);
      found.push(kept?.value ?? null);
    }
    if (stale.length > 0) this.#refresh(`products ${stale.join(' ')}`, waitUntil, () => this.#readProducts(stale));
    if (missing.length === 0) return found;
    return this.#readProducts(missing).then((read) =>
      ids.map((id, index) => (read.has(id) ? (read.get(id) ?? null) : (found[index] ?? null))),
    );
  }

  /** A fresh product at hand; undefined when it must be read. */
  peek(id: number): ProductRecord | null | undefined {
    const kept = this.#products.get(id);
    if (!kept || this.#isStale(kept)) return undefined;
    touch(this.#products, id, kept);
    return kept.value;
  }

  /** Forgets what the tags name: `product:ID`, `products`, `collection:ID`, `collections`, `content`, `settings`. */
  purge(tags: readonly string[]): void {
    this.#purges += 1;
    // A refresh that runs now will not be kept, so the next request may begin another.
    this.#refreshing.clear();
    for (const tag of tags) {
      const id = /^product:(\d+)$/.exec(tag)?.[1];
      if (id !== undefined) this.#products.delete(Number(id));
      if (id !== undefined || tag === 'products' || tag.startsWith('collection')) this.#listed = null;
      if (tag === 'settings' || tag === 'content' || tag.startsWith('collection')) this.#settings = null;
    }
  }

  #usable<T>(kept: Kept<T> | null): Kept<T> | null {
    return kept && this.#nowMs() - kept.readAtMs < this.#freshness.freshMs + this.#freshness.staleMs ? kept : null;
  }

  #isStale(kept: Kept<unknown>): boolean {
    return this.#nowMs() - kept.readAtMs >= this.#freshness.freshMs;
  }

  #refresh(name: string, waitUntil: WaitUntil, read: () => Promise<unknown>): void {
    const begun = this.#refreshing.get(name);
    if (begun !== undefined && this.#nowMs() - begun < REFRESH_PATIENCE_MS) return;
    const beganMs = this.#nowMs();
    this.#refreshing.set(name, beganMs);
    waitUntil(
      read()
        // The stale value serves on; the next request tries again.
        .catch(() => undefined)
        .finally(() => {
          if (this.#refreshing.get(name) === beganMs) this.#refreshing.delete(name);
        }),
    );
  }

  async #readSettings(): Promise<ShopSettings> {
    const purges = this.#purges;
    const value = await this.#catalogue.settings();
    if (purges === this.#purges) this.#settings = { value, readAtMs: this.#nowMs() };
    return value;
  }

  async #readListed(): Promise<ListedSnapshot> {
    const purges = this.#purges;
    const value = snapshotOf(await this.#catalogue.listed());
    if (purges === this.#purges) this.#listed = { value, readAtMs: this.#nowMs() };
    return value;
  }

  async #readProducts(ids: readonly number[]): Promise<ReadonlyMap<number, ProductRecord | null>> {
    const purges = this.#purges;
    const read = await this.#catalogue.products(ids);
    const byId = new Map<number, ProductRecord | null>(ids.map((id) => [id, null]));
    for (const product of read) byId.set(product.id, product);
    if (purges !== this.#purges) return byId;
    const readAtMs = this.#nowMs();
    for (const [id, value] of byId) touch(this.#products, id, { value, readAtMs });
    for (const oldest of this.#products.keys()) {
      if (this.#products.size <= this.#room.products) break;
      this.#products.delete(oldest);
    }
    return byId;
  }

  #listFrom(snapshot: ListedSnapshot, query: CatalogueListQuery): Listing {
    const kept = this.#lists.get(snapshot) ?? { lists: new Map<string, Listing>(), ids: 0 };
    this.#lists.set(snapshot, kept);
    const key = keyOf(query);
    const known = kept.lists.get(key);
    if (known) {
      touch(kept.lists, key, known);
      return known;
    }
    const listing = listProducts(searched(snapshot, query), query);
    kept.lists.set(key, listing);
    kept.ids += listing.ids.length + LIST_OVERHEAD_IDS;
    for (const [oldest, list] of kept.lists) {
      if (kept.ids <= this.#room.listedIds) break;
      kept.lists.delete(oldest);
      kept.ids -= list.ids.length + LIST_OVERHEAD_IDS;
    }
    return listing;
  }
}

/** Products that a query in the search syntax leaves; facets are counted over these alone. */
function searched(snapshot: ListedSnapshot, query: CatalogueListQuery): readonly ListedProduct[] {
  if (query.search === null) return snapshot.products;
  const matches = readProductSearch(query.search);
  return snapshot.products.filter((product) => matches(product, query));
}

const filterKey = (filter: ListingFilter) =>
  JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The same for every way to ask the same: the order of filters does not matter. */
function keyOf(query: CatalogueListQuery): string {
  const { collectionId, text, search, sort, reverse, currency, language } = query;
  const filters = query.filters.map(filterKey).sort();
  return JSON.stringify([collectionId, text?.trim(), search?.trim(), sort, reverse, currency, language, filters]);
}
