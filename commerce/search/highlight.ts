/** Marks what a query found in a text. */
import type { QueryWord } from './expand-query.ts';
import { wordsInOrder } from './tokenise.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Characters of an excerpt. */
const EXCERPT = 180;
const PIECE = /[\p{L}\p{N}]+(?:[-'’.,/][\p{L}\p{N}]+)*/gu;
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/;

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** Words of the index that count as found, for `highlight`. */
export function foundWords(words: readonly QueryWord[], vocabulary: Vocabulary): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of words) {
    if (word.isNegated || word.isMinor) continue;
    found.add(word.text);
    for (const { term } of word.sources) found.add(vocabulary.wordOf(term));
    for (const { places } of word.sequences)
      for (const place of places) for (const term of place) found.add(vocabulary.wordOf(term));
  }
  return found;
}

/**
 * A text as HTML with <mark> around found words; null when none is in it. Long texts are cut to an excerpt around the first find.
 */
export function highlight(text: string, found: ReadonlySet<string>, language: string): string | null {
  const marks: (readonly [from: number, to: number])[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [piece] = match;
    if (UNSPACED.test(piece)) marks.push(...marksWithin(piece, match.index, found, language));
    else if (
      wordsInOrder(piece, language).some((word) => found.has(word)) ||
      found.has(piece.toLowerCase().replace(/[-'’.]/g, ''))
    )
      marks.push([match.index, match.index + piece.length]);
  }
  const [first] = marks;
  if (!first) return null;
  const from = text.length <= EXCERPT ? 0 : beginning(text, first[0] - EXCERPT / 4);
  const to = Math.min(text.length, text.length <= EXCERPT ? text.length : from + EXCERPT);
  let html = from > 0 ? '…' : '';
  let at = from;
  for (const [begin, end] of marks) {
    if (end > to) break;
    html += `${escapeHtml(text.slice(at, begin))}<mark>${escapeHtml(text.slice(begin, end))}</mark>`;
    at = end;
  }
  return `${html}${escapeHtml(text.slice(at, to))}${to < text.length ? '…' : ''}`;
}

/** Begins an excerpt at a word. */
function beginning(text: string, wanted: number): number {
  if (wanted <= 0) return 0;
  const blank = text.indexOf(' ', Math.floor(wanted));
  return blank < 0 || blank > wanted + 30 ? Math.floor(wanted) : blank + 1;
}

function marksWithin(
  piece: string,
  offset: number,
  found: ReadonlySet<string>,
  language: string,
): (readonly [number, number])[] {
  const marks: (readonly [number, number])[] = [];
  let at = 0;
  for (const word of wordsInOrder(piece, language)) {
    const begin = piece.indexOf(word, at);
    if (begin < 0) continue;
    at = begin + word.length;
    if (found.has(word)) marks.push([offset + begin, offset + at]);
  }
  return marks;
}
