/** What each word of a query may stand as in texts: itself, its forms, synonyms, compounds, other ways to write it together, or a likely misspelling. */
import { isSameButVoiced } from './letter-sounds.ts';
import { isConnecting, isNegation } from './read-query.ts';
import { isInflection } from './stems.ts';
import { wordsInOrder } from './tokenise.ts';
import type { Tuning } from './tuning.ts';
import type { NearWord, Vocabulary } from './vocabulary.ts';

/** A word of the index that counts as the query's word, from 0 to 1. */
export interface Source {
  readonly term: number;
  readonly weight: number;
}

/** Words of the index that must follow each other; each place has its alternatives. */
export interface SequenceSource {
  readonly places: readonly (readonly number[])[];
  readonly weight: number;
  /** All of them in one document are enough, in whatever order. */
  readonly isLoose: boolean;
}

export interface QueryWord {
  readonly text: string;
  readonly sources: readonly Source[];
  readonly sequences: readonly SequenceSource[];
  /** Only connects others, or negates them: no loss when it is not found. */
  readonly isMinor: boolean;
  readonly isNegated: boolean;
  /** What was likely meant, when next to nothing holds the word itself. */
  readonly correction: Correction | null;
}

/** A word that another was likely meant as. */
export interface Correction {
  readonly term: number;
  /** Nothing holds the word as it was typed: what is found, is found by the correction. */
  readonly isNeeded: boolean;
}

/** Synonyms of a shop by locale-folded phrase: everything the phrase may be replaced by. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

export interface ExpandOptions {
  readonly synonyms: Synonyms;
  /** Whether the last word may be unfinished: `always` in autocomplete, `unknown` when nothing is called so. */
  readonly prefix: 'always' | 'unknown' | 'never';
  readonly typos: boolean;
  readonly tuning: Tuning;
  /** How many titles hold a word: of words equally near, what things are called is likelier meant. */
  readonly titlesWith: (term: number) => number;
}

const MOST_SOURCES = 40;
const PREFIX_LIMIT = 24;
/** Everything begins with one or two letters: only what is most used. */
const SHORT_PREFIX_LIMIT = 8;
/** So many times more documents make a neighbour of a rare word its likely intention. */
const LIKELIER = 20;
const RARE = 2;

/** Each sign is a syllable. */
const KATAKANA = /^[\u30a0-\u30ff]+$/;

/** Edits that a word of a length may hold: short ones none, since everything is near them. */
export function editsAllowed(word: string): number {
  const letters = KATAKANA.test(word) ? word.length + 1 : word.length;
  return /\d/.test(word) || letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

/** Expands the words of a query; a word nothing is known of keeps no source. */
export function expandQuery(
  words: readonly string[],
  negated: ReadonlySet<number>,
  endsInWord: boolean,
  vocabulary: Vocabulary,
  options: ExpandOptions,
): readonly QueryWord[] {
  const expanded = words.map((text, index) => {
    const isLast = index === words.length - 1 && endsInWord;
    return new WordExpansion(text, vocabulary, options).expand(isLast, negated.has(index));
  });
  joinNeighbours(words, expanded, vocabulary, options.tuning);
  addSynonyms(words, expanded, vocabulary, options);
  return expanded.map((one) => one.done());
}

/** Gathers one word's sources. */
class WordExpansion {
  readonly text: string;
  readonly #vocabulary: Vocabulary;
  readonly #options: ExpandOptions;
  readonly #weights = new Map<number, number>();
  readonly #sequences: SequenceSource[] = [];
  #correction: Correction | null = null;
  #isNegated = false;

  constructor(text: string, vocabulary: Vocabulary, options: ExpandOptions) {
    this.text = text;
    this.#vocabulary = vocabulary;
    this.#options = options;
  }

  add(term: number, weight: number): void {
    if (this.#vocabulary.count(term) > 0) this.#weights.set(term, Math.max(weight, this.#weights.get(term) ?? 0));
  }

  addSequence(places: readonly (readonly number[])[], weight: number, isLoose = false): void {
    if (places.every((place) => place.length > 0)) this.#sequences.push({ places, weight, isLoose });
  }

  get isKnown(): boolean {
    return this.#weights.size > 0 || this.#sequences.length > 0;
  }

  /** The word, its forms, and words grown together with it; then what it may have been meant as. */
  expand(isLast: boolean, isNegated: boolean): this {
    const { prefix, tuning, typos } = this.#options;
    this.#isNegated = isNegated;
    this.#addForms(this.text, 1);
    if (!isNegated) this.#addCompounds();
    const isKnown = this.isKnown;
    if (isLast && (prefix === 'always' || (prefix === 'unknown' && !isKnown)) && this.text.length > 1)
      for (const term of this.#vocabulary.beginningWith(
        this.text,
        this.text.length < 3 ? SHORT_PREFIX_LIMIT : PREFIX_LIMIT,
      ))
        this.add(term, tuning.prefixWeight);
    if (!isKnown) this.#addSplit();
    if (typos) this.#addMisspellings(isLast && prefix === 'always');
    return this;
  }

  #addForms(word: string, weight: number): void {
    const { tuning } = this.#options;
    const own = this.#vocabulary.numberOf(word);
    if (own !== undefined) this.add(own, weight);
    for (const term of this.#vocabulary.forms(word)) {
      if (term === own) continue;
      const other = this.#vocabulary.wordOf(term);
      this.add(term, weight * (isInflection(word, other) ? tuning.pluralWeight : tuning.formWeight));
    }
  }

  #addCompounds(): void {
    const { tuning } = this.#options;
    const parts = this.#vocabulary.partsOf(this.text);
    // A compound may be written apart: Kaffee-Becher, "Becher für Kaffee".
    if (parts) {
      const places = parts.map((part) => this.#vocabulary.forms(part));
      this.addSequence(places, tuning.compoundWeight);
      this.addSequence(places, tuning.compoundWeight / 2, true);
    }
    for (const term of this.#vocabulary.compoundsWith(this.text))
      this.add(term, this.#endsInForm(term) ? tuning.compoundWeight : tuning.compoundWeight / 2);
  }

  #endsInForm(compound: number): boolean {
    const word = this.#vocabulary.wordOf(compound);
    return this.#vocabulary.forms(this.text).some((form) => word.endsWith(this.#vocabulary.wordOf(form)));
  }

  /** "smartwatch" where texts say "smart watch". */
  #addSplit(): void {
    const { tuning } = this.#options;
    for (let at = 2; at <= this.text.length - 2; at += 1) {
      const head = this.#vocabulary.numberOf(this.text.slice(0, at));
      const tails = this.#vocabulary.forms(this.text.slice(at));
      if (head === undefined || this.#vocabulary.count(head) === 0 || tails.length === 0) continue;
      this.addSequence([[head], tails], tuning.compoundWeight);
    }
  }

  #addMisspellings(asPrefix: boolean): void {
    const { tuning } = this.#options;
    const most = editsAllowed(this.text);
    const known = [...this.#weights.keys()].reduce((sum, term) => sum + this.#vocabulary.count(term), 0);
    if (most === 0 || known > RARE || this.#sequences.length > 0) return;
    const alike = this.#vocabulary.near(this.text, most, asPrefix);
    const near =
      alike.length > 0 || asPrefix || known > 0 ? alike : this.#vocabulary.nearOtherBeginning(this.text, most);
    const nearest = near[0]?.edits ?? 0;
    const likely = near.filter(
      (one) =>
        one.edits === nearest &&
        (this.text.length > 3 || isSameButVoiced(this.text, this.#vocabulary.wordOf(one.term))) &&
        (known === 0 || this.#vocabulary.count(one.term) >= LIKELIER * known),
    );
    for (const { term, edits } of likely.slice(0, 8)) {
      this.add(term, tuning.typoWeight ** edits);
      // Its plural is meant as well.
      for (const form of this.#vocabulary.forms(this.#vocabulary.wordOf(term)))
        this.add(form, tuning.typoWeight ** edits * tuning.formWeight);
    }
    if (!asPrefix) this.#correction = this.#likeliest(likely.slice(0, 8), known === 0);
  }

  #likeliest(near: readonly NearWord[], isNeeded: boolean): Correction | null {
    const [first, ...others] = near;
    if (!first) return null;
    let best = first.term;
    for (const { term } of others) if (this.#options.titlesWith(term) > this.#options.titlesWith(best)) best = term;
    return { term: best, isNeeded };
  }

  done(): QueryWord {
    const sources = [...this.#weights]
      .map(([term, weight]) => ({ term, weight }))
      .sort((a, b) => b.weight - a.weight || a.term - b.term)
      .slice(0, MOST_SOURCES);
    return {
      text: this.text,
      sources,
      sequences: this.#sequences,
      isMinor: isConnecting(this.text, this.#vocabulary.language) || isNegation(this.text, this.#vocabulary.language),
      isNegated: this.#isNegated,
      correction: this.#correction,
    };
  }
}

/** "smart watch" where texts say "smartwatch": one word stands for both. */
function joinNeighbours(
  words: readonly string[],
  expanded: readonly WordExpansion[],
  vocabulary: Vocabulary,
  tuning: Tuning,
): void {
  for (let at = 0; at + 1 < words.length; at += 1) {
    const joined = `${words[at]}${words[at + 1]}`;
    if (joined.length < 3 || isConnecting(words[at] ?? '', vocabulary.language)) continue;
    for (const term of vocabulary.forms(joined)) {
      const weight =
        vocabulary.wordOf(term) === joined ? tuning.compoundWeight : tuning.compoundWeight * tuning.formWeight;
      expanded[at]?.add(term, weight);
      expanded[at + 1]?.add(term, weight);
    }
  }
}

const LONGEST_SYNONYM = 4;

/** Replaces words and word sequences by what the shop says they also mean. */
function addSynonyms(
  words: readonly string[],
  expanded: readonly WordExpansion[],
  vocabulary: Vocabulary,
  { synonyms, tuning }: ExpandOptions,
): void {
  if (synonyms.size === 0) return;
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST_SYNONYM); to += 1)
      for (const other of synonyms.get(words.slice(from, to).join(' ')) ?? []) {
        const sequence = wordsInOrder(other, vocabulary.language);
        const [only] = sequence;
        for (let at = from; at < to; at += 1) {
          if (sequence.length === 1 && only !== undefined)
            for (const term of vocabulary.forms(only)) expanded[at]?.add(term, tuning.synonymWeight);
          else
            expanded[at]?.addSequence(
              sequence.map((word) => vocabulary.forms(word)),
              tuning.synonymWeight,
            );
        }
      }
}
