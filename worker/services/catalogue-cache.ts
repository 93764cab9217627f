import { type ListedProduct, type Listing, type ListingQuery, listProducts } from '../../commerce/catalogue/listing.ts';
import type { Catalogue, ProductRecord, ShopSettings } from '../ports/catalogue.ts';

/** How long a record is served without asking, and how long it may be served while it is read anew. */
export interface Freshness {
  readonly freshMs: number;
  readonly staleMs: number;
}

interface Kept<T> {
  readonly value: T;
  readonly readAtMs: number;
}

/** Lets work go on after the answer was sent. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** A value at hand, or one that must be read first: warm resolvers stay synchronous. */
export type MaybePromise<T> = T | Promise<T>;

const PRODUCTS_KEPT = 5_000;
const LISTINGS_KEPT = 300;
/** A background reading that did not finish by then is tried again by the next request. */
const REFRESH_PATIENCE_MS = 5_000;

interface ListedSnapshot {
  readonly products: readonly ListedProduct[];
  readonly byHandle: ReadonlyMap<string, number>;
  readonly byId: ReadonlyMap<number, ListedProduct>;
  readonly listings: Map<string, Listing>;
}

function snapshotOf(products: readonly ListedProduct[]): ListedSnapshot {
  return {
    products,
    byHandle: new Map(products.map((one) => [one.handle, one.id])),
    byId: new Map(products.map((one) => [one.id, one])),
    listings: new Map(),
  };
}

/**
 * The catalogue as an isolate remembers it: fresh for a while, then served stale while one request reads it anew, forgotten by tag. Only data is shared
 * between requests, never a pending read: the runtime binds I/O to the request that began it.
 */
export class CatalogueCache {
  readonly #catalogue: Catalogue;
  readonly #nowMs: () => number;
  readonly #freshness: Freshness;
  #settings: Kept<ShopSettings> | null = null;
  #listed: Kept<ListedSnapshot> | null = null;
  readonly #products = new Map<number, Kept<ProductRecord | null>>();
  readonly #refreshing = new Map<string, number>();

  constructor(catalogue: Catalogue, nowMs: () => number, freshness: Freshness = { freshMs: 60_000, staleMs: 600_000 }) {
    this.#catalogue = catalogue;
    this.#nowMs = nowMs;
    this.#freshness = freshness;
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
  listing(query: ListingQuery, waitUntil: WaitUntil): MaybePromise<Listing> {
    const snapshot = this.listed(waitUntil);
    return snapshot instanceof Promise
      ? snapshot.then((value) => listingFrom(value, query))
      : listingFrom(snapshot, query);
  }

  /** Products by id in the order asked; null for what is not on sale. Missing ones are read together. */
  products(ids: readonly number[], waitUntil: WaitUntil): MaybePromise<readonly (ProductRecord | null)[]> {
    const missing: number[] = [];
    const stale: number[] = [];
    const found: (ProductRecord | null)[] = [];
    for (const id of ids) {
      const kept = this.#usable(this.#products.get(id) ?? null);
      if (!kept) missing.push(id);
      else if (this.#isStale(kept)) stale.push(id);
      found.push(kept?.value ?? null);
    }
    if (missing.length > 0)
      return this.#readProducts(missing).then((read) =>
        ids.map((id, index) => (read.has(id) ? (read.get(id) ?? null) : (found[index] ?? null))),
      );
    if (stale.length > 0) this.#refresh(`products ${stale.join(' ')}`, waitUntil, () => this.#readProducts(stale));
    return found;
  }

  /** A fresh product at hand; undefined when it must be read. */
  peek(id: number): ProductRecord | null | undefined {
    const kept = this.#products.get(id);
    return kept && !this.#isStale(kept) ? kept.value : undefined;
  }

  /** Forgets what the tags name: `product:ID`, `products`, `collection:ID`, `content`, `settings`. */
  purge(tags: readonly string[]): void {
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
    this.#refreshing.set(name, this.#nowMs());
    waitUntil(
      read()
        // The stale value serves on; the next request tries again.
        .catch(() => undefined)
        .finally(() => this.#refreshing.delete(name)),
    );
  }

  async #readSettings(): Promise<ShopSettings> {
    const value = await this.#catalogue.settings();
    this.#settings = { value, readAtMs: this.#nowMs() };
    return value;
  }

  async #readListed(): Promise<ListedSnapshot> {
    const value = snapshotOf(await this.#catalogue.listed());
    this.#listed = { value, readAtMs: this.#nowMs() };
    return value;
  }

  async #readProducts(ids: readonly number[]): Promise<ReadonlyMap<number, ProductRecord | null>> {
    const read = await this.#catalogue.products(ids);
    const byId = new Map<number, ProductRecord | null>(ids.map((id) => [id, null]));
    for (const product of read) byId.set(product.id, product);
    const readAtMs = this.#nowMs();
    for (const [id, value] of byId) {
      this.#products.delete(id);
      this.#products.set(id, { value, readAtMs });
    }
    for (const oldest of this.#products.keys()) {
      if (this.#products.size <= PRODUCTS_KEPT) break;
      this.#products.delete(oldest);
    }
    return byId;
  }
}

function listingFrom(snapshot: ListedSnapshot, query: ListingQuery): Listing {
  const key = JSON.stringify(query);
  const known = snapshot.listings.get(key);
  if (known) return known;
  const listing = listProducts(snapshot.products, query);
  if (snapshot.listings.size >= LISTINGS_KEPT) snapshot.listings.clear();
  snapshot.listings.set(key, listing);
  return listing;
}

export type { ListedSnapshot };
