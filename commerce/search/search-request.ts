/** What is asked of a search engine and what it answers: the same words for the embedded engine and for Typesense. */

/** A condition a shopper chose. Values of one name widen each other, different names narrow. */
export type SearchFilter =
  | { readonly kind: 'values'; readonly name: string; readonly values: readonly string[]; readonly not?: boolean }
  /** At least one of the product's numbers lies in it; null: open. */
  | { readonly kind: 'range'; readonly name: string; readonly min: number | null; readonly max: number | null };

export type SearchSort =
  | { readonly by: 'relevance' }
  | { readonly by: 'title'; readonly descending: boolean }
  /** The smallest of a product's numbers ascending, the greatest descending; products without any come last. */
  | { readonly by: 'number'; readonly name: string; readonly descending: boolean };

export interface SearchRequest {
  readonly locale: string;
  /** As typed; empty finds everything. */
  readonly query: string;
  /** Only products sold in this market; null: all. Products that name no market are sold in each. */
  readonly market: string | null;
  readonly filters: readonly SearchFilter[];
  /** Names to count values of. */
  readonly facets: readonly string[];
  readonly sort: SearchSort;
  readonly offset: number;
  /** At most `MOST_HITS`. */
  readonly limit: number;
  /** Whether an unfinished last word finds what begins so. */
  readonly prefix: 'always' | 'unknown' | 'never';
  /** Currency of `price:` conditions in the query. */
  readonly currency: string;
  /** The collection that is looked at, whose pins and boosts then hold; null: none. */
  readonly collectionId: number | null;
  readonly highlight: boolean;
  readonly explain: boolean;
}

/** Hits of one answer at most. */
export const MOST_HITS = 20_000;
/** Values of one facet at most. */
export const MOST_FACET_VALUES = 250;

/** One part of a score: what it is called, what was measured and what the score was multiplied by. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
  readonly factor: number;
}

export interface SearchHit {
  readonly id: number;
  readonly score: number;
  /** HTML with <mark> around what was found, by field; only fields with finds. */
  readonly highlights: Readonly<Record<string, string>>;
  /** Empty unless asked for. */
  readonly explanation: readonly ScorePart[];
}

export interface SearchFacet {
  readonly name: string;
  /** Most frequent first; values of other filters' products only, whatever of this facet is chosen. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** For names of numbers; null when no product has one. */
  readonly range: { readonly min: number; readonly max: number } | null;
}

export interface SearchResponse {
  readonly total: number;
  readonly hits: readonly SearchHit[];
  readonly facets: readonly SearchFacet[];
  /** A query that finds more; null when nothing suggests itself. */
  readonly didYouMean: string | null;
  /** Nothing holds the words as they were typed: the hits are those of `didYouMean`. */
  readonly isCorrected: boolean;
}

/** A request with everything left open. */
export const anySearch = (locale: string, query: string): SearchRequest => ({
  locale,
  query,
  market: null,
  filters: [],
  facets: [],
  sort: { by: 'relevance' },
  offset: 0,
  limit: 24,
  prefix: 'unknown',
  currency: '',
  collectionId: null,
  highlight: false,
  explain: false,
});
