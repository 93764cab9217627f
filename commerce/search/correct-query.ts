/** What somebody likely meant to type: queries with their misspelled words replaced, written as the shop's own texts write them. */
import { editsBetween } from './edit-distance.ts';
import { editsAllowed, type QueryWord } from './expand-query.ts';
import { foldForSearch } from './fold-text.ts';
import type { IndexStore } from './index-store.ts';
import { FIELD_SHIFT, FIELDS, postingsOf } from './segment.ts';
import { wordsInOrder } from './tokenise.ts';

/** A query with its misspellings corrected. */
export interface CorrectedQuery {
  readonly text: string;
  /** Nothing holds the words as they were typed: what is found, is found by the correction. */
  readonly isNeeded: boolean;
  /** The words put in, folded as the index has them, each with a product that holds it. */
  readonly words: readonly { readonly word: string; readonly productId: number }[];
}

const TITLE = FIELDS.indexOf('title');
const PIECE = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/;
/** Documents looked at to learn whether titles hold a word. */
const MOST_LOOKED_AT = 2_000;

/** How many titles hold a word, and a document that does; where none does, one that holds it anywhere. */
export function titlesWith(store: IndexStore, term: number): { readonly count: number; readonly doc: number | null } {
  let count = 0;
  let titled: number | null = null;
  let other: number | null = null;
  for (const { segment, base } of store.segments) {
    const range = postingsOf(segment, term);
    if (!range) continue;
    for (let at = range.from; at < Math.min(range.to, range.from + MOST_LOOKED_AT); at += 1) {
      const doc = base + (segment.docs[at] ?? 0);
      if (!store.isLive(doc)) continue;
      other ??= doc;
      // Occurrences ascend, and the title is the first field.
      if ((segment.occurrences[segment.docStarts[at] ?? 0] ?? 0) >>> FIELD_SHIFT !== TITLE) continue;
      count += 1;
      titled ??= doc;
    }
  }
  return { count, doc: titled ?? other };
}

/** Puts the corrections of its words into a query; null when there are none. */
export function correctQuery(store: IndexStore, query: string, words: readonly QueryWord[]): CorrectedQuery | null {
  const corrections = new Map(
    words.flatMap(({ text, correction }) => (correction === null ? [] : [[text, correction] as const])),
  );
  if (corrections.size === 0) return null;
  const put = new Set<string>();
  const text = replaceWords(query.trim().replace(/\s+/g, ' '), store.language, (word) => {
    const correction = corrections.get(word);
    if (!correction) return null;
    put.add(word);
    return store.vocabulary.wordOf(correction.term);
  });
  if (put.size === 0) return null;
  const used = [...put].flatMap((word) => corrections.get(word) ?? []);
  return {
    text,
    isNeeded: used.every(({ isNeeded }) => isNeeded),
    words: used.flatMap(({ term }) => {
      const { doc } = titlesWith(store, term);
      const row = doc === null ? null : store.rows[doc];
      return row ? [{ word: store.vocabulary.wordOf(term), productId: row.id }] : [];
    }),
  };
}

/** A text with some of its words, folded, replaced by what `replacing` answers; null leaves a word as it is written. */
function replaceWords(text: string, language: string, replacing: (word: string) => string | null): string {
  return text.replace(PIECE, (piece) => {
    if (!UNSPACED.test(piece)) return replacing(foldForSearch(piece)) ?? piece;
    return wordsInOrder(piece, language).reduce((written, word) => {
      const other = replacing(word);
      return other === null ? written : written.replace(word, other);
    }, foldForSearch(piece));
  });
}

/**
 * The text of a correction with its words written as texts of the shop write them ("glaser": "gläser"). `textsOf` answers the texts of a product; words that are in none of
 * them stay as they are.
 */
export function respelled(
  { text, words }: Pick<CorrectedQuery, 'text' | 'words'>,
  language: string,
  textsOf: (productId: number) => readonly string[],
): string {
  const known = new Map(
    words.flatMap(({ word, productId }) => {
      const written = writtenAs(word, textsOf(productId));
      return written === null ? [] : [[word, written] as const];
    }),
  );
  return known.size === 0 ? text : replaceWords(text, language, (word) => known.get(word) ?? null);
}

function writtenAs(word: string, texts: readonly string[]): string | null {
  for (const text of texts)
    for (const [piece] of text.matchAll(PIECE)) if (foldForSearch(piece) === word) return piece.toLowerCase();
  return null;
}

/** Names of things are not longer. */
const MOST_LETTERS = 80;
/** As many as `editsAllowed` allows at most. */
const MOST_EDITS = 2;

interface KnownQuery {
  readonly text: string;
  readonly folded: string;
  /** A bit for each letter that is in it. */
  readonly letters: number;
  readonly rank: number;
}

function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

function bitsIn(number: number): number {
  let count = 0;
  for (let left = number; left !== 0; left &= left - 1) count += 1;
  return count;
}

/**
 * Queries that are known to find something, most wanted first, folded once and laid out by length, so that asking for the nearest looks only at those
 * that could be it.
 */
export class KnownQueries {
  readonly #byLength = new Map<number, KnownQuery[]>();

  constructor(texts: Iterable<string>) {
    let rank = 0;
    for (const text of new Set(texts)) {
      const folded = foldForSearch(text);
      // Nothing that is asked for could be so long.
      if (folded === '' || folded.length > MOST_LETTERS + MOST_EDITS) continue;
      const alike = this.#byLength.get(folded.length);
      const one = { text, folded, letters: lettersOf(folded), rank };
      rank += 1;
      if (alike) alike.push(one);
      else this.#byLength.set(folded.length, [one]);
    }
  }

  has(folded: string): boolean {
    return this.#byLength.get(folded.length)?.some((one) => one.folded === folded) ?? false;
  }

  /** The nearest to a folded query within so many edits, the most wanted of those equally near; null: none. */
  nearest(asked: string, most: number): { readonly text: string; readonly edits: number } | null {
    let found: { readonly text: string; readonly edits: number; readonly rank: number } | null = null;
    const digits = digitsOf(asked);
    const own = lettersOf(asked);
    for (let length = asked.length - most; length <= asked.length + most; length += 1)
      for (const { text, folded, letters, rank } of this.#byLength.get(length) ?? []) {
        // An edit exchanges one letter for another at most.
        if (bitsIn(own ^ letters) > 2 * most) continue;
        // Numbers are not misspelled but others: 30 cm is not 50 cm.
        if (digitsOf(folded) !== digits) continue;
        const edits = editsBetween(asked, folded, found?.edits ?? most);
        if (edits > most || (found && (edits > found.edits || (edits === found.edits && rank > found.rank)))) continue;
        found = { text, edits, rank };
      }
    return found;
  }
}

/**
 * Of lists of queries that are known to find something, most wanted first, the one that another was likely meant as: nearest by edits to its letters, as many as
 * a word of its length may hold. Null when none is near, or it is one of them.
 */
export function nearestQuery(query: string, known: readonly KnownQueries[]): string | null {
  const asked = foldForSearch(query.trim().replace(/\s+/g, ' '));
  const most = editsAllowed(asked.replace(/\d/g, ''));
  // Nothing else could be meant by so few letters; nobody types so many by mistake.
  if (most === 0 || asked.length > MOST_LETTERS || known.some((list) => list.has(asked))) return null;
  let nearest: { readonly text: string; readonly edits: number } | null = null;
  for (const list of known) {
    const found = list.nearest(asked, nearest === null ? most : nearest.edits - 1);
    if (found) nearest = found;
  }
  return nearest?.text ?? null;
}

const digitsOf = (text: string): string => text.replace(/\P{N}+/gu, ' ');
