/** The documents of one language in memory: their words in segments, their facts in rows, both under one running number. */
import type { DocumentSignals, SearchDocument } from './document.ts';
import { type Column, FacetColumns } from './facet-columns.ts';
import {
  type AnalysedDocument,
  FIELD_COUNT,
  FIELD_SHIFT,
  FIELDS,
  mergeSegments,
  type Segment,
  segmentFrom,
} from './segment.ts';
import { eachWord, languageOf } from './tokenise.ts';
import { Vocabulary } from './vocabulary.ts';

/** What is kept of a document beside its words. */
export interface DocumentRow {
  readonly id: number;
  readonly title: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly signals: DocumentSignals;
  readonly isHidden: boolean;
}

/** What a document's row is. */
export const rowOf = ({ id, texts, values, numbers, signals, isHidden }: SearchDocument): DocumentRow => ({
  id,
  title: texts.title?.[0] ?? '',
  values,
  numbers,
  signals,
  isHidden: isHidden === true,
});

/** A segment in its place: its first document has the number `base`. */
export interface PlacedSegment {
  readonly segment: Segment;
  readonly base: number;
}

/** Values of one field stand this far apart, so that neither phrase nor proximity reaches across. */
const GAP = 100;
/** More small segments than this are merged: each is looked into by every search. */
const MOST_SEGMENTS = 6;
/** Deleted documents of a segment that are worth making it anew for. */
const DELETED_SHARE = 0.2;

export class IndexStore {
  readonly language: string;
  readonly vocabulary: Vocabulary;
  #placed: PlacedSegment[] = [];
  /** By number; null where a document was deleted or replaced. */
  rows: (DocumentRow | null)[] = [];
  readonly #numbers = new Map<number, number>();
  readonly #totals = new Float64Array(FIELD_COUNT);
  readonly #columns = new FacetColumns();
  /** Changes when rows were changed or renumbered. */
  #version = 0;
  #changes = 0;

  constructor(locale: string) {
    this.language = languageOf(locale);
    this.vocabulary = new Vocabulary(this.language);
  }

  /** Living documents. */
  get size(): number {
    return this.#numbers.size;
  }

  get segments(): readonly PlacedSegment[] {
    return this.#placed;
  }

  /** The number of a document; undefined when it is not in the index. */
  numberOf(id: number): number | undefined {
    return this.#numbers.get(id);
  }

  isLive(doc: number): boolean {
    return this.rows[doc] != null;
  }

  /** Mean words of a field, at least one. */
  meanLength(field: number): number {
    return Math.max(1, (this.#totals[field] ?? 0) / Math.max(1, this.size));
  }

  /** A name's values as numbers. */
  column(name: string): Column {
    return this.#columns.column(name, this.rows, this.#version);
  }

  /** Grows with every change. */
  get changes(): number {
    return this.#changes + this.#version;
  }

  /** Adds documents or replaces those with the same id. */
  put(documents: readonly SearchDocument[]): void {
    if (documents.length === 0) return;
    // The last of several with one id wins.
    const unique = [...new Map(documents.map((one) => [one.id, one])).values()];
    for (const { id } of unique) this.#forget(id);
    const segment = segmentFrom(
      unique.map((one) => this.#analyse(one)),
      this.vocabulary.words.length,
    );
    this.#place(segment, unique.map(rowOf));
    this.#tidy();
  }

  /** Changes a document's signals and nothing else; answers its row, null for an unknown id. Values and columns stay as they are. */
  setSignals(id: number, signals: DocumentSignals): DocumentRow | null {
    const doc = this.#numbers.get(id);
    const before = doc === undefined ? null : (this.rows[doc] ?? null);
    if (doc === undefined || before === null) return null;
    const row = { ...before, signals };
    this.rows[doc] = row;
    this.#changes += 1;
    return row;
  }

  /** Takes documents out; unknown ids are skipped. */
  remove(ids: readonly number[]): void {
    for (const id of ids) this.#forget(id);
    this.#tidy();
  }

  /** Makes one segment of all. */
  compact(): void {
    if (this.#placed.length > 1 || this.#deletedIn(this.#placed[0]) > 0) this.#merge(0);
  }

  /** Puts a segment that was kept back in its place; `rows` are its documents, null for those deleted since. */
  restore(segment: Segment, rows: readonly (DocumentRow | null)[]): void {
    this.#place(segment, rows);
  }

  #place(segment: Segment, rows: readonly (DocumentRow | null)[]): void {
    const base = this.rows.length;
    this.#placed.push({ segment, base });
    this.#changes += 1;
    rows.forEach((row, index) => {
      this.rows.push(row);
      if (row) {
        this.#numbers.set(row.id, base + index);
        this.#countLengths(segment, index, 1);
      }
    });
    segment.terms.forEach((term, index) => {
      const documents = (segment.termStarts[index + 1] ?? 0) - (segment.termStarts[index] ?? 0);
      this.vocabulary.countDocuments(term, documents);
    });
  }

  #countLengths(segment: Segment, index: number, sign: 1 | -1): void {
    for (let field = 0; field < FIELD_COUNT; field += 1)
      this.#totals[field] = (this.#totals[field] ?? 0) + sign * (segment.lengths[index * FIELD_COUNT + field] ?? 0);
  }

  #forget(id: number): void {
    const doc = this.#numbers.get(id);
    if (doc === undefined) return;
    this.#numbers.delete(id);
    this.#changes += 1;
    this.rows[doc] = null;
    for (const { segment, base } of this.#placed)
      if (doc >= base && doc < base + segment.count) this.#countLengths(segment, doc - base, -1);
  }

  #deletedIn(placed: PlacedSegment | undefined): number {
    if (!placed) return 0;
    let deleted = 0;
    for (let doc = placed.base; doc < placed.base + placed.segment.count; doc += 1) if (!this.isLive(doc)) deleted += 1;
    return deleted;
  }

  /** Merges small segments into one, and all of them when much of the first is deleted. */
  #tidy(): void {
    const [first] = this.#placed;
    if (first && this.#deletedIn(first) > first.segment.count * DELETED_SHARE) this.#merge(0);
    else if (this.#placed.length > MOST_SEGMENTS) {
      const small = this.#placed.slice(1).reduce((sum, one) => sum + one.segment.count, 0);
      this.#merge(first && small * 4 > first.segment.count ? 0 : 1);
    }
  }

  #merge(from: number): void {
    const merged = this.#placed.splice(from);
    const base = merged[0]?.base ?? 0;
    const rows = this.rows.splice(base);
    this.#version += 1;
    for (const { segment } of merged)
      segment.terms.forEach((term, index) => {
        const documents = (segment.termStarts[index + 1] ?? 0) - (segment.termStarts[index] ?? 0);
        this.vocabulary.countDocuments(term, -documents);
      });
    for (const { segment, base: begins } of merged)
      for (let index = 0; index < segment.count; index += 1)
        if (rows[begins - base + index]) this.#countLengths(segment, index, -1);
    const segment = mergeSegments(
      merged.map((one) => one.segment),
      this.vocabulary.words.length,
      (index, doc) => rows[(merged[index]?.base ?? 0) - base + doc] != null,
    );
    this.#place(
      segment,
      rows.filter((row) => row !== null),
    );
  }

  #analyse(document: SearchDocument): AnalysedDocument {
    const terms: number[] = [];
    const places: number[] = [];
    const lengths: number[] = [];
    FIELDS.forEach((name, field) => {
      let from = 0;
      let words = 0;
      for (const text of document.texts[name] ?? []) {
        const end = eachWord(
          text,
          this.language,
          (word, position) => {
            terms.push(this.vocabulary.take(word));
            places.push((field << FIELD_SHIFT) | position);
          },
          from,
        );
        words += end - from;
        from = end + GAP;
      }
      lengths.push(words);
    });
    return { terms, places, lengths };
  }
}
