/** Cuts texts into the words that are indexed and looked for, per language. */
import { foldForSearch } from './fold-text.ts';

/** Called with each word and its place; a joined form stands at the place of its first part. */
export type WordSink = (word: string, position: number) => void;

/** The language of a locale: `de` of `de-AT`. */
export const languageOf = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? '';

/** A word: a number with its separators (1.75, 1/2), or letters and digits, with parts joined by hyphens or apostrophes. */
const WORD = /\p{N}+(?:[.,/]\p{N}+)+(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:[-'’.&+_][\p{L}\p{N}]+)*/gu;
const PARTS = /[-'’.&+_]/;
/** Scripts written without spaces. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
/** Words that elide before a vowel: l'eau, qu'une, dell'acqua. */
const ELIDING: Readonly<Record<string, RegExp>> = {
  fr: /^(?:l|d|j|n|s|m|t|c|qu|jusqu|lorsqu|puisqu|quoiqu)$/,
  it: /^(?:l|d|un|all|dell|nell|sull|dall|coll|quell|bell|sant)$/,
  ca: /^(?:l|d|n|s|m|t)$/,
};
const MOST_JOINED = 32;
const LONGEST_WORD = 64;

const segmenters = new Map<string, Intl.Segmenter>();
function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language || 'en', { granularity: 'word' });
  segmenters.set(language, made);
  return made;
}

/** 1,440 and 1440 are the same number, 1,5 and 1.5 too. */
const plainNumber = (text: string): string => text.replace(/,(?=\d{3}(?!\d))/g, '').replaceAll(',', '.');

/**
 * Calls `sink` with every word of a text in order; answers the position after the last. Hyphenated words ("TN-2110") come as parts and joined; elided
 * articles are dropped; scripts without spaces are segmented by the language's own dictionary.
 */
export function eachWord(text: string, language: string, sink: WordSink, from = 0): number {
  let position = from;
  const folded = foldForSearch(text);
  for (const match of folded.matchAll(WORD)) {
    const word = match[0];
    if (UNSPACED.test(word)) {
      // The rest of the languages' texts hold foreign words as well: Japanese ones need the Japanese dictionary.
      const segmenter = segmenterFor(language === 'th' || language === 'zh' || language === 'ja' ? language : 'ja');
      for (const part of segmenter.segment(word))
        if (part.isWordLike) {
          sink(part.segment.slice(0, LONGEST_WORD), position);
          position += 1;
        }
      continue;
    }
    const first = word.charCodeAt(0);
    if (first >= 48 && first <= 57 && /^\d+(?:[.,/]\d+)+$/.test(word)) {
      sink(plainNumber(word), position);
      position += 1;
      continue;
    }
    if (!PARTS.test(word)) {
      sink(word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word, position);
      position += 1;
      continue;
    }
    position = eachPart(word, language, sink, position);
  }
  return position;
}

function eachPart(word: string, language: string, sink: WordSink, from: number): number {
  const pieces = word.split(PARTS);
  const eliding = ELIDING[language];
  if (eliding && /^[^'’]+['’]/.test(word) && eliding.test(pieces[0] ?? '')) {
    const rest = word.replace(/^[^'’]+['’]/, '');
    if (PARTS.test(rest)) return eachPart(rest, language, sink, from);
    sink(rest, from);
    return from + 1;
  }
  // Men's is men; O'Neill is oneill.
  if (/['’]s$/.test(word) && pieces.length === 2) {
    sink(pieces[0] ?? '', from);
    return from + 1;
  }
  const isApostrophe = /['’]/.test(word) && pieces.length === 2;
  const joined = pieces.join('');
  if (isApostrophe) {
    sink(joined.slice(0, LONGEST_WORD), from);
    return from + 1;
  }
  let position = from;
  for (const piece of pieces) {
    sink(piece.slice(0, LONGEST_WORD), position);
    position += 1;
  }
  if (joined.length <= MOST_JOINED) sink(joined, from);
  return position;
}

/** The words of a text, without joined forms: as a query is read. */
export function wordsInOrder(text: string, language: string): string[] {
  const words: string[] = [];
  let last = -1;
  eachWord(text, language, (word, position) => {
    if (position > last) {
      words.push(word);
      last = position;
    }
  });
  return words;
}
