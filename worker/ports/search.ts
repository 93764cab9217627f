import type { SearchDocument, SellingSignals } from '../../commerce/search/document.ts';
import type { RankingRules } from '../../commerce/search/ranking-rules.ts';
import type { Suggestion } from '../../commerce/search/search-engine.ts';
import type { SearchRequest, SearchResponse } from '../../commerce/search/search-request.ts';

/** What merchants set of a language's search. */
export interface SearchSettings {
  /** Lines: `sofa, couch` mean each other, `trainers => shoes` one way. */
  readonly synonyms: readonly string[];
  readonly ranking: RankingRules;
}

/** All documents of a language, a few at a time; may be read more than once. */
export type DocumentBatches = () => AsyncIterable<readonly SearchDocument[]>;

export interface SearchStatus {
  /** Products in the index. */
  readonly documents: number;
  /** When it was last built whole, in ms since 1970; null: never. */
  readonly builtAtMs: number | null;
}

/** `empty`: this language was never indexed; `unavailable`: the engine cannot be reached or refuses to answer. */
export interface SearchFailure {
  readonly ok: false;
  readonly reason: 'empty' | 'unavailable';
  /** What the engine or the network said, for staff. */
  readonly problem?: string;
}
export type SearchOutcome = ({ readonly ok: true } & SearchResponse) | SearchFailure;
export type SuggestOutcome = ({ readonly ok: true } & Suggestion) | SearchFailure;

/** How a product sells. */
export interface SellingOf {
  readonly id: number;
  readonly signals: SellingSignals;
}

/**
 * A search engine with one index per language. Reading never rejects; writing rejects when the engine cannot be reached, so that the queue delivers again.
 */
export interface Search {
  /** Answers a request; with `ranking` it is tried out instead of the one that is set. */
  search(request: SearchRequest, ranking?: RankingRules): Promise<SearchOutcome>;
  /** Products and completions while somebody types. */
  suggest(request: SearchRequest): Promise<SuggestOutcome>;
  /** Writes documents and removes others; both are so when it resolves. */
  change(locale: string, documents: readonly SearchDocument[], removed: readonly number[]): Promise<void>;
  /** Brings the signals of products to what the records say, and nothing else of them; answers the ids that are not in the index. */
  refreshSignals(locale: string, selling: readonly SellingOf[]): Promise<readonly number[]>;
  /** Makes the index anew from all documents while the old one answers; what is not among them is gone after it. Answers how many there are. */
  rebuild(locale: string, batches: DocumentBatches): Promise<number>;
  configure(locale: string, settings: SearchSettings): Promise<void>;
  status(locale: string): Promise<SearchStatus>;
}
