/** Finds and weighs the documents of each word of a query: BM25F, one pass over the words' postings. */
import type { QueryWord, SequenceSource } from './expand-query.ts';
import type { IndexStore, PlacedSegment } from './index-store.ts';
import { FIELD_COUNT, FIELD_SHIFT, FIELDS, POSITION_MASK, postingsOf } from './segment.ts';
import { fieldTunings, type Tuning } from './tuning.ts';

/** What a word found. */
export interface WordMatches {
  readonly word: QueryWord;
  /** Weighted occurrences by document number; 0: not there. */
  readonly frequencies: Float32Array;
  /** How surely it is there, 0..1: 1 for the word itself, less for what only stands for it. */
  readonly surety: Float32Array;
  /** Whether a title holds it. */
  readonly inTitle: Uint8Array;
  readonly documents: readonly number[];
  /** How much the word tells apart. */
  readonly idf: number;
}

const TITLE = FIELDS.indexOf('title');

/** The documents of each word. */
export function matchWords(store: IndexStore, words: readonly QueryWord[], tuning: Tuning): readonly WordMatches[] {
  const factors = fieldTunings(tuning);
  const means = FIELDS.map((_, field) => store.meanLength(field));
  const total = store.rows.length;
  return words.map((word) => {
    const found = {
      frequencies: new Float32Array(total),
      surety: new Float32Array(total),
      inTitle: new Uint8Array(total),
      documents: [] as number[],
    };
    let mostDocuments = 0;
    const addOccurrences = (
      placed: PlacedSegment,
      doc: number,
      places: Uint32Array,
      from: number,
      to: number,
      weight: number,
    ) => {
      const global = placed.base + doc;
      if (store.rows[global] == null) return;
      let frequency = 0;
      let field = -1;
      let norm = 0;
      for (let at = from; at < to; at += 1) {
        const own = (places[at] ?? 0) >>> FIELD_SHIFT;
        if (own !== field) {
          field = own;
          const factor = factors[field];
          const length = placed.segment.lengths[doc * FIELD_COUNT + field] ?? 0;
          const share = factor?.lengthShare ?? 0;
          norm = (factor?.weight ?? 0) / (1 - share + (share * length) / (means[field] ?? 1));
          if (field === TITLE) found.inTitle[global] = 1;
        }
        frequency += norm;
      }
      if ((found.surety[global] ?? 0) === 0) found.documents.push(global);
      found.frequencies[global] = (found.frequencies[global] ?? 0) + frequency * weight;
      if ((found.surety[global] ?? 0) < weight) found.surety[global] = weight;
    };
    for (const source of word.sources) {
      mostDocuments = Math.max(mostDocuments, store.vocabulary.count(source.term));
      for (const placed of store.segments) {
        const range = postingsOf(placed.segment, source.term);
        if (!range) continue;
        const { docs, docStarts, occurrences } = placed.segment;
        for (let at = range.from; at < range.to; at += 1)
          addOccurrences(placed, docs[at] ?? 0, occurrences, docStarts[at] ?? 0, docStarts[at + 1] ?? 0, source.weight);
      }
    }
    for (const sequence of word.sequences) {
      let documents = 0;
      for (const placed of store.segments)
        (sequence.isLoose ? eachTogether : eachSequence)(placed, sequence.places, (doc, places) => {
          documents += 1;
          addOccurrences(placed, doc, Uint32Array.from(places), 0, places.length, sequence.weight);
        });
      mostDocuments = Math.max(mostDocuments, documents);
    }
    const size = Math.max(store.size, 1);
    const idf = Math.log(1 + (size - Math.min(mostDocuments, size) + 0.5) / (mostDocuments + 0.5));
    return { word, ...found, idf };
  });
}

/** Documents of a segment in which words follow each other in one value of a field, with the places where they begin. */
export function eachSequence(
  { segment }: PlacedSegment,
  places: SequenceSource['places'],
  found: (doc: number, places: readonly number[]) => void,
): void {
  let starts: Map<number, number[]> | null = null;
  places.forEach((alternatives, offset) => {
    const next = new Map<number, number[]>();
    for (const term of alternatives) {
      const range = postingsOf(segment, term);
      if (!range) continue;
      for (let at = range.from; at < range.to; at += 1) {
        const doc = segment.docs[at] ?? 0;
        const before: readonly number[] | undefined = starts?.get(doc);
        if (starts && !before) continue;
        for (let one = segment.docStarts[at] ?? 0; one < (segment.docStarts[at + 1] ?? 0); one += 1) {
          const begin = (segment.occurrences[one] ?? 0) - offset;
          if ((begin & POSITION_MASK) > POSITION_MASK - offset || (before && !before.includes(begin))) continue;
          const some = next.get(doc);
          if (some) some.push(begin);
          else next.set(doc, [begin]);
        }
      }
    }
    starts = next;
  });
  const last: Map<number, number[]> = starts ?? new Map();
  for (const [doc, begins] of last)
    found(
      doc,
      begins.sort((a, b) => a - b),
    );
}

/** Documents of a segment that hold a word of every place, with where the last place's words stand. */
function eachTogether(
  { segment }: PlacedSegment,
  places: SequenceSource['places'],
  found: (doc: number, places: readonly number[]) => void,
): void {
  let holding: Map<number, readonly number[]> | null = null;
  for (const alternatives of places) {
    const next = new Map<number, readonly number[]>();
    for (const term of alternatives) {
      const range = postingsOf(segment, term);
      if (!range) continue;
      for (let at = range.from; at < range.to; at += 1) {
        const doc = segment.docs[at] ?? 0;
        if (holding !== null && !holding.has(doc)) continue;
        const own = segment.occurrences.subarray(segment.docStarts[at] ?? 0, segment.docStarts[at + 1] ?? 0);
        next.set(doc, [...(next.get(doc) ?? []), ...own]);
      }
    }
    holding = next;
  }
  const last: ReadonlyMap<number, readonly number[]> = holding ?? new Map();
  for (const [doc, own] of last) found(doc, own);
}

/** Where a word stands in a document, packed, ascending; only sources that surely mean it. */
export function occurrencesIn(store: IndexStore, doc: number, word: QueryWord): readonly number[] {
  const placed = store.segments.find(({ segment, base }) => doc >= base && doc < base + segment.count);
  if (!placed) return [];
  const { segment, base } = placed;
  const found: number[] = [];
  for (const { term, weight } of word.sources) {
    if (weight < 0.4) continue;
    const range = postingsOf(segment, term);
    if (!range) continue;
    let low = range.from;
    let high = range.to - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const value = segment.docs[middle] ?? 0;
      if (value === doc - base) {
        for (let at = segment.docStarts[middle] ?? 0; at < (segment.docStarts[middle + 1] ?? 0); at += 1)
          found.push(segment.occurrences[at] ?? 0);
        break;
      }
      if (value < doc - base) low = middle + 1;
      else high = middle - 1;
    }
  }
  return found.sort((a, b) => a - b);
}
