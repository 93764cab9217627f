import type { SellingSignals } from '../../commerce/search/document.ts';
import type { RankingRule, RankingRules } from '../../commerce/search/ranking-rules.ts';

/** A line of words that mean the same; in every language when it names none. */
export interface SynonymRecord {
  readonly id: number;
  readonly locale: string | null;
  readonly line: string;
}

/** What merchants set of the search. */
export interface SearchConfiguration {
  readonly ranking: RankingRules;
  readonly synonyms: readonly SynonymRecord[];
}

export type RuleDraft = Omit<RankingRule, 'id'>;

/** Search rules, synonyms and the signals that products are ranked by. Rejects when the records cannot be reached. */
export interface SearchRecords {
  /** Everything that is set, in one statement; the defaults where nothing is. */
  read(): Promise<SearchConfiguration>;
  /** Adds a rule, or replaces the one with this id; null when there is none with it. */
  saveRule(id: number | null, rule: RuleDraft): Promise<RankingRule | null>;
  /** Whether there was such a rule. */
  deleteRule(id: number): Promise<boolean>;
  saveSynonyms(id: number | null, locale: string | null, line: string): Promise<SynonymRecord | null>;
  deleteSynonyms(id: number): Promise<boolean>;
  saveWeights(ranking: Pick<RankingRules, 'weights' | 'newnessHalfLifeDays'>): Promise<void>;
  /** Popularity with decay, conversion and margin of products, in one statement; what is not known of one is absent. */
  signals(productIds: readonly number[]): Promise<ReadonlyMap<number, SellingSignals>>;
  /** The same of every product on sale whose number leaves `share` when divided by `shares`. */
  signalsOfShare(share: number, shares: number): Promise<ReadonlyMap<number, SellingSignals>>;
}
