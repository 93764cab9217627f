/** What is kept of searches: counts of words in a language on a day, never who searched. */

/** One thing somebody did with a search; `order` only of visitors who agreed to be remembered. */
export type SearchDeed =
  | { readonly kind: 'search'; readonly locale: string; readonly query: string; readonly results: number }
  | { readonly kind: 'click'; readonly locale: string; readonly query: string; readonly productId: number }
  | { readonly kind: 'order'; readonly locale: string; readonly query: string };

/** Counts of a query over some days. */
export interface QueryCounts {
  readonly locale: string;
  readonly query: string;
  readonly searches: number;
  /** Searches that found nothing. */
  readonly withoutResults: number;
  /** Products opened from its results. */
  readonly clicks: number;
  /** Orders of visitors who agreed, after a click. */
  readonly orders: number;
  /** Different days on which it was searched. */
  readonly days: number;
}

/** Longest query that is counted, in characters; longer ones are pasted by accident. */
export const LONGEST_QUERY = 80;
/** So many digits are a telephone number or a card, not a size; article numbers have letters or fewer, and barcodes are found without counting. */
const MOST_DIGITS = 8;

/**
 * A query as it is counted: one form for what people write alike (case, blanks, width of letters). Null for what must not be kept or says nothing: empty, longer
 * than 80 characters, without a letter or digit, or holding what may name a person (an email address, a long number).
 */
export function countedQuery(text: string): string | null {
  const query = text
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  if (query.length > LONGEST_QUERY || !/[\p{L}\p{N}]/u.test(query)) return null;
  if (query.includes('@')) return null;
  return (query.match(/\p{N}/gu) ?? []).length > MOST_DIGITS ? null : query;
}

const FEWEST_SEARCHES = 5;
const FEWEST_DAYS = 2;

/**
 * Whether a query may be suggested to others: searched often enough and on several days (so that no one visitor puts words into the shop's mouth), mostly found
 * something, and somebody opened what was found.
 */
export function isLearnable(counts: QueryCounts): boolean {
  return (
    counts.searches >= FEWEST_SEARCHES &&
    counts.days >= FEWEST_DAYS &&
    counts.withoutResults * 2 < counts.searches &&
    counts.clicks > 0
  );
}

/** Queries worth suggesting, best first: those that were searched much and whose results were opened. */
export function learnedQueries(counts: readonly QueryCounts[], most: number): readonly string[] {
  const weight = ({ searches, clicks, orders }: QueryCounts) => searches + clicks * 2 + orders * 5;
  return counts
    .filter(isLearnable)
    .sort((a, b) => weight(b) - weight(a) || (a.query < b.query ? -1 : 1))
    .slice(0, most)
    .map(({ query }) => query);
}

/** Share of searches after which something was opened, 0..1; several opened after one search count once at most. */
export const clickShare = ({ searches, clicks }: Pick<QueryCounts, 'searches' | 'clicks'>): number =>
  searches === 0 ? 0 : Math.min(1, clicks / searches);
