/** The documents a query finds, with their text scores: words rank, phrases, exclusions and conditions decide. */
import { readSearch } from '../catalogue/search-syntax.ts';
import { knowsField, meetsCondition } from './conditions.ts';
import { type CorrectedQuery, correctQuery, titlesWith } from './correct-query.ts';
import { type ExpandOptions, expandQuery, type QueryWord } from './expand-query.ts';
import type { IndexStore } from './index-store.ts';
import { eachSequence } from './match-words.ts';
import { rankText, type TextHit } from './rank-text.ts';
import { LONGEST_QUERY, type ReadQuery, readQuery } from './read-query.ts';
import { wordsInOrder } from './tokenise.ts';

export interface Finds {
  /** The best that were looked at closely first, then the others in no order. */
  readonly hits: readonly TextHit[];
  readonly words: readonly QueryWord[];
  /** What was likely meant; null when nothing was misspelled. */
  readonly corrected: CorrectedQuery | null;
}

export interface FindOptions extends Omit<ExpandOptions, 'titlesWith'> {
  /** How many of the best are looked at closely. */
  readonly lookedAt: number;
  /** How many are wanted at most. */
  readonly most: number;
}

/**
 * Hits that answer less than a share of what the most complete one answers, smaller for many words, are left out, for they are about something else, unless what they do
 * answer they answer so well that their score is near the best.
 */
const leastShare = (words: number): number => (words <= 2 ? 0.7 : words === 3 ? 0.55 : 0.45);
const LEAST_SCORE = 0.4;

/** Finds the documents of a query; an empty one finds all, with the same score. */
export function findDocuments(store: IndexStore, query: string, currency: string, options: FindOptions): Finds {
  const read = readQuery(query, store.language, knowsField);
  const words = expandQuery(
    read.words,
    read.negated,
    read.endsInWord && read.conditions.length === 0,
    store.vocabulary,
    { ...options, titlesWith: (term) => titlesWith(store, term).count },
  );
  const allows = allowing(store, read, query, currency);
  const isWanted = words.some((word) => !word.isNegated);
  const ranked = isWanted ? rankText(store, words, options.tuning, options.lookedAt, options.most) : everything(store);
  const allowed = allows === null ? ranked : ranked.filter((hit) => allows(hit.doc));
  // What a tree allows need not hold any of its words.
  const hits = isWanted && !read.isTree ? aboutTheSame(allowed, words.filter((word) => !word.isMinor).length) : allowed;
  return { hits, words, corrected: correctQuery(store, query, words) };
}

function everything(store: IndexStore): TextHit[] {
  const hits: TextHit[] = [];
  store.rows.forEach((row, doc) => {
    if (row) hits.push({ doc, score: 1, coverage: 1, answered: 1 });
  });
  return hits;
}

function aboutTheSame(hits: readonly TextHit[], words: number): readonly TextHit[] {
  const best = hits.reduce((most, hit) => Math.max(most, hit.answered), 0);
  const enough = (hits[0]?.score ?? 0) * LEAST_SCORE;
  return hits.filter((hit) => hit.answered >= best * leastShare(words) || hit.score >= enough);
}

/** What decides beside words; null when nothing does. */
function allowing(
  store: IndexStore,
  read: ReadQuery,
  query: string,
  currency: string,
): ((doc: number) => boolean) | null {
  const holding = (sequence: readonly string[]) => documentsWith(store, sequence);
  if (read.isTree) {
    const known = new Map<string, ReadonlySet<number>>();
    const predicate = readSearch<number>(query.slice(0, LONGEST_QUERY), (term) => {
      if (term.field !== null && knowsField(term.field)) return (doc) => meets(store, doc, term, currency);
      const text = term.field === null ? term.value : `${term.field} ${term.value}`;
      const found = known.get(text) ?? holding(wordsInOrder(text.replace(/\*$/, ''), store.language));
      known.set(text, found);
      return (doc) => found.has(doc);
    });
    return (doc) => predicate(doc, { currency, language: store.language });
  }
  const must = read.phrases.map(holding);
  const never = read.excluded.map(holding);
  if (must.length + never.length + read.conditions.length === 0) return null;
  return (doc) =>
    must.every((set) => set.has(doc)) &&
    never.every((set) => !set.has(doc)) &&
    read.conditions.every(({ term, not }) => meets(store, doc, term, currency) !== not);
}

function meets(store: IndexStore, doc: number, term: Parameters<typeof meetsCondition>[1], currency: string): boolean {
  const row = store.rows[doc];
  return row != null && meetsCondition(row, term, currency);
}

/** Documents that hold words in this order, in any of their forms. */
function documentsWith(store: IndexStore, sequence: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  if (sequence.length === 0) return found;
  const places = sequence.map((word) => store.vocabulary.forms(word));
  for (const placed of store.segments) eachSequence(placed, places, (doc) => found.add(placed.base + doc));
  return found;
}
