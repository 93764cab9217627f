/** Every word of a catalogue in one language: its number, how often it is used, and its relatives (forms, beginnings, misspellings, compounds). */
import { COMPOUNDING, splitCompound } from './compound-words.ts';
import { EditRows } from './edit-distance.ts';
import { soundingLike } from './letter-sounds.ts';
import { stemOf } from './stems.ts';

/** A word that stands near another, by some measure. */
export interface NearWord {
  readonly term: number;
  readonly edits: number;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byNearness = (found: NearWord[], vocabulary: Vocabulary): NearWord[] =>
  found.sort((a, b) => a.edits - b.edits || vocabulary.count(b.term) - vocabulary.count(a.term) || a.term - b.term);
/** Fewer documents say nothing about how a compound is made. */
const FEWEST_FOR_PART = 1;
/** More different first letters than this are no alphabet: a letter left out cannot be guessed by trying each. */
const MOST_FIRST_LETTERS = 64;

export class Vocabulary {
  readonly language: string;
  readonly words: string[] = [];
  /** Documents that hold each word, deleted ones included until the next merge. */
  readonly documentCounts: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #byStem = new Map<string, number[]>();
  readonly #stemmed: string[] = [];
  /** Words in alphabetical order, without those added since `#sortedCount`. */
  #sorted: number[] = [];
  #sortedCount = 0;
  /** Parts of compounds -> the compounds; made when first asked for. */
  #compounds: Map<number, number[]> | null = null;

  constructor(language: string) {
    this.language = language;
  }

  /** A word's number; undefined when no document ever held it. */
  numberOf(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  wordOf(term: number): string {
    return this.words[term] ?? '';
  }

  count(term: number): number {
    return this.documentCounts[term] ?? 0;
  }

  /** A word's number, given now if it is new. */
  take(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const term = this.words.length;
    this.#numbers.set(word, term);
    this.words.push(word);
    this.documentCounts.push(0);
    return term;
  }

  /** Adds to how many documents hold a word. */
  countDocuments(term: number, change: number): void {
    const before = this.documentCounts[term] ?? 0;
    this.documentCounts[term] = Math.max(0, before + change);
    // A word new to the catalogue may be part of known compounds, and one itself.
    if (before === 0) this.#compounds = null;
  }

  /** Words with the same stem that are in use, the word itself among them when it is. */
  forms(word: string): readonly number[] {
    this.#stemNewWords();
    const stem = stemOf(word, this.language);
    return (this.#byStem.get(stem) ?? []).filter((term) => this.count(term) > 0);
  }

  #stemNewWords(): void {
    for (let term = this.#stemmed.length; term < this.words.length; term += 1) {
      const stem = stemOf(this.words[term] ?? '', this.language);
      this.#stemmed.push(stem);
      const some = this.#byStem.get(stem);
      if (some) some.push(term);
      else this.#byStem.set(stem, [term]);
    }
  }

  #sort(): readonly number[] {
    if (this.#sortedCount === this.words.length) return this.#sorted;
    const added = Array.from(
      { length: this.words.length - this.#sortedCount },
      (_, index) => this.#sortedCount + index,
    );
    const order = (a: number, b: number) => byText(this.wordOf(a), this.wordOf(b));
    added.sort(order);
    const merged: number[] = [];
    let left = 0;
    for (const term of added) {
      for (let next = this.#sorted[left]; next !== undefined && order(next, term) < 0; next = this.#sorted[left]) {
        merged.push(next);
        left += 1;
      }
      merged.push(term);
    }
    for (; left < this.#sorted.length; left += 1) merged.push(this.#sorted[left] ?? 0);
    this.#sorted = merged;
    this.#sortedCount = this.words.length;
    return merged;
  }

  #firstFrom(text: string): number {
    const sorted = this.#sort();
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.wordOf(sorted[middle] ?? 0) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Words in use that begin with a text, most used first, at most `limit`. */
  beginningWith(prefix: string, limit: number): readonly number[] {
    const sorted = this.#sort();
    const found: number[] = [];
    for (let at = this.#firstFrom(prefix); at < sorted.length; at += 1) {
      const term = sorted[at] ?? 0;
      if (!this.wordOf(term).startsWith(prefix)) break;
      if (this.count(term) > 0) found.push(term);
    }
    return found.sort((a, b) => this.count(b) - this.count(a) || a - b).slice(0, limit);
  }

  /**
   * Words in use within `most` edits (a letter added, left out, changed, or two swapped), nearest first. The first letter is taken to be right unless
   * the first two are swapped: people mistype it far less often, and it keeps the search short. With `asPrefix` the word may go on.
   */
  near(word: string, most: number, asPrefix = false): readonly NearWord[] {
    const found: NearWord[] = [];
    for (const head of new Set([word.charAt(0), word.charAt(1)])) {
      if (head === '') continue;
      const isSwapped = head !== word.charAt(0);
      const prefix = isSwapped ? `${head}${word.charAt(0)}` : head;
      this.#nearWithin(prefix, word, most, asPrefix, found);
    }
    return byNearness(found, this);
  }

  /**
   * Words in use within `most` edits whose beginning is another: a first letter that sounds alike ("keramik", "ceramic"), was left out, or is one too many.
   * For words that nothing nearer is known of.
   */
  nearOtherBeginning(word: string, most: number): readonly NearWord[] {
    const found: NearWord[] = [];
    const first = word.charAt(0);
    const beginnings = new Set(soundingLike(first));
    beginnings.add(word.slice(1, 3));
    for (const letter of this.#firstLetters()) beginnings.add(`${letter}${first}`);
    for (const beginning of beginnings)
      if (beginning !== '' && !beginning.startsWith(first)) this.#nearWithin(beginning, word, most, false, found);
    return byNearness([...new Map(found.map((one) => [one.term, one])).values()], this);
  }

  /** First letters of words, each once; none where there are too many to be an alphabet's. */
  #firstLetters(): readonly string[] {
    const sorted = this.#sort();
    const letters: string[] = [];
    for (let at = 0; at < sorted.length; ) {
      const letter = this.wordOf(sorted[at] ?? 0).charAt(0);
      if (letters.length === MOST_FIRST_LETTERS) return [];
      letters.push(letter);
      at = Math.max(at + 1, this.#firstFrom(`${letter}\uffff`));
    }
    return letters;
  }

  /** Walks the sorted words behind a beginning; what their beginnings share is compared once, and hopeless beginnings are skipped whole. */
  #nearWithin(prefix: string, word: string, most: number, asPrefix: boolean, found: NearWord[]): void {
    const sorted = this.#sort();
    const edits = new EditRows(word, most);
    for (let at = this.#firstFrom(prefix); at < sorted.length; at += 1) {
      const term = sorted[at] ?? 0;
      const other = this.wordOf(term);
      if (!other.startsWith(prefix)) break;
      const hopeless = edits.take(other);
      if (hopeless > 0) {
        // Every word with this beginning is too far away.
        const next = this.#firstFrom(`${other.slice(0, hopeless)}\uffff`);
        if (!asPrefix || edits.leastAsPrefix(hopeless) > most) {
          at = Math.max(at, next - 1);
          continue;
        }
      }
      if (this.count(term) === 0) continue;
      const distance = asPrefix
        ? edits.leastAsPrefix(other.length)
        : hopeless > 0
          ? most + 1
          : edits.whole(other.length);
      if (distance > 0 && distance <= most) found.push({ term, edits: distance });
    }
  }

  /** The words a compound is made of; null when it is none, or the language writes none. */
  partsOf(word: string): readonly string[] | null {
    if (!COMPOUNDING.has(this.language)) return null;
    return splitCompound(word, (part) => {
      const term = this.#numbers.get(part);
      if (term !== undefined && this.count(term) >= FEWEST_FOR_PART) return this.count(term);
      return this.forms(part).length > 0 ? 1 : 0;
    });
  }

  /** Compounds in use of which a word is a part. */
  compoundsWith(word: string): readonly number[] {
    if (!COMPOUNDING.has(this.language)) return [];
    this.#compounds ??= this.#findCompounds();
    const found = new Set<number>();
    for (const term of this.forms(word)) for (const compound of this.#compounds.get(term) ?? []) found.add(compound);
    return [...found].filter((term) => this.count(term) > 0);
  }

  #findCompounds(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    this.words.forEach((word, term) => {
      for (const part of this.partsOf(word) ?? [])
        for (const form of this.forms(part)) {
          const some = found.get(form);
          if (some) some.push(term);
          else found.set(form, [term]);
        }
    });
    return found;
  }
}
