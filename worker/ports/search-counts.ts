import type { QueryCounts, SearchDeed } from '../../commerce/search-analytics/search-counts.ts';

/** What pages told in one message; the id makes a repeated message count once. */
export interface SearchNote {
  readonly id: string;
  readonly atMs: number;
  /** Queries as `countedQuery` writes them. */
  readonly deeds: readonly SearchDeed[];
}

/** Days to look at, UTC, both included: 2030-01-31. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

export type CountedList = 'most-searched' | 'without-results' | 'without-clicks';

export interface QueryReport extends QueryCounts {
  /** Products opened from its results, most often first, three at most. */
  readonly opened: readonly { readonly productId: number; readonly clicks: number }[];
}

export interface SearchTotals {
  readonly searches: number;
  readonly withoutResults: number;
  readonly clicks: number;
  readonly orders: number;
}

/** Counts of searches. Rejects when the records cannot be reached. */
export interface SearchCounts {
  /** Adds what happened, in one statement; notes that are in already change nothing. */
  record(notes: readonly SearchNote[]): Promise<void>;
  /** Queries of a list, most searched first; in all languages when none is named. */
  queries(list: CountedList, days: Days, locale: string | null, most: number): Promise<readonly QueryReport[]>;
  totals(days: Days, locale: string | null): Promise<SearchTotals>;
  /** The most searched of each language in the days, to learn suggestions from. */
  learnFrom(days: Days): Promise<readonly QueryCounts[]>;
  /** Forgets the days before one; answers how many rows went. */
  prune(before: string): Promise<number>;
}
