/**
 * Lists of products: filters, facets with counts, sorting, paging and a plain text search, over a reduced form of every product on sale. All pure, so
 * that a warm list costs no statement. Search engines take the text part over where a shop has one.
 */

/** A product as lists look at it. */
export interface ListedProduct {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  /** Translated handles by locale; absent where there are none. */
  readonly handles?: Readonly<Record<string, string>> | undefined;
  /** Translated titles by locale. */
  readonly titles: Readonly<Record<string, string>>;
  readonly vendor: string;
  readonly productType: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly unitsSold: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishedAt: string | null;
  readonly collections: readonly { readonly id: number; readonly position: number }[];
  readonly variants: readonly ListedVariant[];
  /** Translated names of options and their values by locale, then original name. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Translated product types by locale. */
  readonly types: Readonly<Record<string, string>>;
  /** Option value -> CSS hex colour. */
  readonly swatches: Readonly<Record<string, string>>;
  /** `namespace.key` -> value, of the product. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ListedVariant {
  readonly id: number;
  readonly sku: string | null;
  readonly available: boolean;
  /** Option name -> value. */
  readonly options: Readonly<Record<string, string>>;
  /** Currency -> minor units. */
  readonly prices: Readonly<Record<string, number>>;
}

/** What membership of a collection is decided by. */
export interface CollectionFacts {
  readonly id: number;
  readonly handle: string;
  readonly defaultSort: string;
}

/** One condition a shopper chose; those of one kind widen each other, different kinds narrow. */
export type ListingFilter =
  | { readonly kind: 'available'; readonly value: boolean }
  | { readonly kind: 'price'; readonly minMinor: number | null; readonly maxMinor: number | null }
  | { readonly kind: 'option'; readonly name: string; readonly value: string }
  | { readonly kind: 'type'; readonly value: string }
  | { readonly kind: 'category'; readonly value: string }
  | { readonly kind: 'vendor'; readonly value: string }
  | { readonly kind: 'tag'; readonly value: string }
  | { readonly kind: 'attribute'; readonly key: string; readonly value: string };

export type ListingSort =
  | 'TITLE'
  | 'PRICE'
  | 'BEST_SELLING'
  | 'CREATED'
  | 'UPDATED'
  | 'PUBLISHED'
  | 'MANUAL'
  | 'ID'
  | 'RELEVANCE'
  | 'TYPE'
  | 'VENDOR';

export interface ListingQuery {
  readonly collectionId: number | null;
  /** Words to search; null: no search. */
  readonly text: string | null;
  readonly filters: readonly ListingFilter[];
  readonly sort: ListingSort;
  readonly reverse: boolean;
  readonly currency: string;
  readonly language: string;
}

/** A facet with its values, in the order shown. */
export interface Facet {
  readonly id: string;
  readonly kind: 'availability' | 'price' | 'type' | 'vendor' | 'option';
  /** Option name, for option facets. */
  readonly name: string | null;
  readonly values: readonly FacetValue[];
}

export interface FacetValue {
  readonly filter: ListingFilter;
  readonly label: string;
  readonly count: number;
}

/** A whole list in its order; pages are cut from it. */
export interface Listing {
  readonly ids: readonly number[];
  /** Counted when first asked: most lists are shown without them. */
  readonly facets: readonly Facet[];
}

/** Lower case without marks, so that "Krüge" finds "Kruge" and the other way round. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

function matchesVariant(variant: ListedVariant, filters: readonly ListingFilter[], currency: string): boolean {
  const byOption = new Map<string, string[]>();
  for (const filter of filters)
    if (filter.kind === 'option') byOption.set(filter.name, [...(byOption.get(filter.name) ?? []), filter.value]);
  for (const [name, values] of byOption) if (!values.includes(variant.options[name] ?? '')) return false;
  const price = variant.prices[currency];
  for (const filter of filters) {
    if (filter.kind === 'available' && variant.available !== filter.value) return false;
    if (filter.kind === 'price') {
      if (
        price === undefined ||
        (filter.minMinor !== null && price < filter.minMinor) ||
        (filter.maxMinor !== null && price > filter.maxMinor)
      )
        return false;
    }
  }
  return true;
}

const anyOf = (
  filters: readonly ListingFilter[],
  kind: 'type' | 'vendor' | 'tag' | 'category',
  has: (value: string) => boolean,
): boolean => {
  const wanted = filters.filter(
    (filter): filter is Extract<ListingFilter, { kind: 'type' | 'vendor' | 'tag' | 'category' }> =>
      filter.kind === kind,
  );
  return wanted.length === 0 || wanted.some((filter) => has(filter.value));
};

/** Whether one variant of a product satisfies every condition at once (a red one in stock, not a red one and another in stock). */
export function matchesFilters(product: ListedProduct, filters: readonly ListingFilter[], currency: string): boolean {
  if (filters.length === 0) return true;
  if (!anyOf(filters, 'type', (value) => product.productType === value)) return false;
  if (!anyOf(filters, 'vendor', (value) => product.vendor === value)) return false;
  // A category holds everything below it.
  if (!anyOf(filters, 'category', (value) => `${product.category ?? ''} > `.startsWith(`${value} > `))) return false;
  if (!anyOf(filters, 'tag', (value) => product.tags.includes(value))) return false;
  const attributes = new Map<string, string[]>();
  for (const filter of filters)
    if (filter.kind === 'attribute') attributes.set(filter.key, [...(attributes.get(filter.key) ?? []), filter.value]);
  for (const [key, values] of attributes) if (!values.includes(product.attributes[key] ?? '')) return false;
  return product.variants.some((variant) => matchesVariant(variant, filters, currency));
}

/** Words of a query matched against titles, type, vendor, tags, options and SKUs; 0: no match, every word must match somewhere. */
export function relevance(product: ListedProduct, words: readonly string[], language: string): number {
  const title = foldText(product.titles[language] ?? product.title);
  const titleWords = title.split(/[^\p{L}\p{N}]+/u);
  const fields = foldText(
    [
      product.title,
      product.productType,
      product.types[language] ?? '',
      product.vendor,
      product.category ?? '',
      ...product.tags,
    ].join(' '),
  );
  const options = foldText(
    [
      ...product.variants.flatMap((variant) => Object.values(variant.options)),
      ...Object.values(product.words[language] ?? {}),
    ].join(' '),
  );
  let score = 0;
  for (const word of words) {
    if (titleWords.includes(word)) score += 10;
    else if (titleWords.some((one) => one.startsWith(word))) score += 7;
    else if (title.includes(word)) score += 4;
    else if (fields.includes(word)) score += 3;
    else if (options.includes(word)) score += 2;
    else if (product.variants.some((variant) => variant.sku !== null && foldText(variant.sku).startsWith(word)))
      score += 8;
    else return 0;
  }
  return score;
}

/** Words of a query, folded. */
export const wordsOf = (text: string): string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}-]+/u)
    .filter(Boolean);

const lowest = (product: ListedProduct, currency: string): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const variant of product.variants) least = Math.min(least, variant.prices[currency] ?? Number.POSITIVE_INFINITY);
  return least;
};

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function comparatorFor(
  query: ListingQuery,
  scores: ReadonlyMap<number, number>,
): (a: ListedProduct, b: ListedProduct) => number {
  const collator = new Intl.Collator(query.language, { sensitivity: 'base', numeric: true });
  const position = (product: ListedProduct) =>
    product.collections.find((one) => one.id === query.collectionId)?.position ?? 0;
  switch (query.sort) {
    case 'TITLE':
      return (a, b) => collator.compare(a.titles[query.language] ?? a.title, b.titles[query.language] ?? b.title);
    case 'PRICE':
      return (a, b) => {
        const [left, right] = [lowest(a, query.currency), lowest(b, query.currency)];
        return left === right ? 0 : left < right ? -1 : 1;
      };
    case 'BEST_SELLING':
      return (a, b) => b.unitsSold - a.unitsSold;
    case 'CREATED':
      return (a, b) => byText(a.createdAt, b.createdAt);
    case 'UPDATED':
      return (a, b) => byText(a.updatedAt, b.updatedAt);
    case 'PUBLISHED':
      return (a, b) => byText(a.publishedAt ?? '', b.publishedAt ?? '');
    case 'MANUAL':
      return (a, b) => position(a) - position(b);
    case 'TYPE':
      return (a, b) => collator.compare(a.productType, b.productType);
    case 'VENDOR':
      return (a, b) => collator.compare(a.vendor, b.vendor);
    case 'RELEVANCE':
      return (a, b) => (scores.get(b.id) ?? 0) - (scores.get(a.id) ?? 0) || b.unitsSold - a.unitsSold;
    case 'ID':
      return (a, b) => a.id - b.id;
  }
}

const kindOf = (filter: ListingFilter): string => (filter.kind === 'option' ? `option:${filter.name}` : filter.kind);

/**
 * Makes a list: base set, filters, order, and facets whose counts leave out the facet's own choice, so that a choice can be widened. `found` are the
 * products that a search engine answers the query's text with, best first; without it the words are looked for here.
 */
export function listProducts(
  all: readonly ListedProduct[],
  query: ListingQuery,
  found: readonly number[] | null = null,
): Listing {
  const words = query.text === null ? null : wordsOf(query.text);
  const ranks = found && new Map(found.map((id, index) => [id, found.length - index]));
  const scores = new Map<number, number>();
  const base = all.filter((product) => {
    if (query.collectionId !== null && !product.collections.some((one) => one.id === query.collectionId)) return false;
    if (ranks) {
      const rank = ranks.get(product.id);
      if (rank !== undefined) scores.set(product.id, rank);
      return rank !== undefined;
    }
    if (words === null || words.length === 0) return true;
    const score = relevance(product, words, query.language);
    if (score > 0) scores.set(product.id, score);
    return score > 0;
  });
  const chosen = base.filter((product) => matchesFilters(product, query.filters, query.currency));
  const compare = comparatorFor(query, scores);
  const sign = query.reverse ? -1 : 1;
  const ids = chosen.sort((a, b) => sign * compare(a, b) || a.id - b.id).map((product) => product.id);
  let facets: readonly Facet[] | null = null;
  return {
    ids,
    get facets() {
      facets ??= facetsOf(base, query);
      return facets;
    },
  };
}

function facetsOf(base: readonly ListedProduct[], query: ListingQuery): Facet[] {
  const without = (kind: string) => query.filters.filter((filter) => kindOf(filter) !== kind);
  const setFor = (kind: string) => {
    const rest = without(kind);
    return {
      rest,
      products:
        rest.length === query.filters.length && rest.length === 0
          ? base
          : base.filter((product) => matchesFilters(product, rest, query.currency)),
    };
  };
  const facets: Facet[] = [];
  const stock = setFor('available');
  const inStock = (wanted: boolean) =>
    stock.products.filter((product) =>
      matchesFilters(product, [...stock.rest, { kind: 'available', value: wanted }], query.currency),
    ).length;
  facets.push({
    id: 'filter.v.availability',
    kind: 'availability',
    name: null,
    values: [true, false].map((value) => ({
      filter: { kind: 'available', value },
      label: value ? 'In stock' : 'Out of stock',
      count: inStock(value),
    })),
  });
  facets.push(priceFacet(setFor('price').products, query.currency));
  for (const kind of ['type', 'vendor'] as const) {
    const counts = countValues(base, setFor(kind).products, (product) => [
      kind === 'type' ? product.productType : product.vendor,
    ]);
    if (counts.length > 1)
      facets.push({
        id: kind === 'type' ? 'filter.p.product_type' : 'filter.p.vendor',
        kind,
        name: null,
        values: counts.map(([label, count]) => ({ filter: { kind, value: label }, label, count })),
      });
  }
  const names = [
    ...new Set(base.flatMap((product) => product.variants.flatMap((variant) => Object.keys(variant.options)))),
  ].filter((name) => name !== 'Title');
  for (const name of names) facets.push(optionFacet(name, base, setFor(`option:${name}`), query.currency));
  return facets;
}

function priceFacet(products: readonly ListedProduct[], currency: string): Facet {
  const prices = products.flatMap((product) => product.variants.flatMap((variant) => variant.prices[currency] ?? []));
  const least = prices.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = prices.reduce((a, b) => Math.max(a, b), 0);
  return {
    id: 'filter.v.price',
    kind: 'price',
    name: null,
    values: [
      {
        filter: { kind: 'price', minMinor: Number.isFinite(least) ? least : 0, maxMinor: most },
        label: 'Price',
        count: products.length,
      },
    ],
  };
}

function optionFacet(
  name: string,
  base: readonly ListedProduct[],
  set: { rest: readonly ListingFilter[]; products: readonly ListedProduct[] },
  currency: string,
): Facet {
  const values = [
    ...new Set(base.flatMap((product) => product.variants.flatMap((variant) => variant.options[name] ?? []))),
  ];
  return {
    id: `filter.v.option.${name.toLowerCase()}`,
    kind: 'option',
    name,
    values: values
      .map((value) => ({
        filter: { kind: 'option' as const, name, value },
        label: value,
        count: set.products.filter((product) =>
          product.variants.some(
            (variant) => variant.options[name] === value && matchesVariant(variant, set.rest, currency),
          ),
        ).length,
      }))
      .sort((a, b) => b.count - a.count || byText(a.label, b.label)),
  };
}

/** Counts per value over a set; values of the whole base stay with 0, so that they can be shown disabled. */
function countValues(
  base: readonly ListedProduct[],
  set: readonly ListedProduct[],
  valuesOf: (product: ListedProduct) => readonly string[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const product of base) for (const value of valuesOf(product)) if (value) counts.set(value, 0);
  for (const product of set)
    for (const value of valuesOf(product)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || byText(a[0], b[0]));
}
