/**
 * A portion of the index that never changes: for each word the documents that hold it, and where in them. Rows are flat typed arrays, so a portion is
 * kept as bytes and is usable as soon as these are read.
 */

/** Fields of a document that are searched, in the order of their numbers. */
export const FIELDS = ['title', 'brand', 'type', 'tags', 'options', 'attributes', 'description', 'codes'] as const;
export type FieldName = (typeof FIELDS)[number];
export const FIELD_COUNT = FIELDS.length;
/** An occurrence is its field above its position within the field. */
export const FIELD_SHIFT = 24;
export const POSITION_MASK = 0xff_ffff;

export interface Segment {
  /** Documents. */
  readonly count: number;
  /** Numbers of the words in it, ascending. */
  readonly terms: Uint32Array;
  /** Where each word's documents begin; one more than words. */
  readonly termStarts: Uint32Array;
  /** Documents of words, ascending within a word. */
  readonly docs: Uint32Array;
  /** Where each document's occurrences begin; one more than `docs`. */
  readonly docStarts: Uint32Array;
  /** Occurrences, ascending. */
  readonly occurrences: Uint32Array;
  /** Words per document and field. */
  readonly lengths: Uint16Array;
}

/** Words of a document as numbers with packed places, in any order. */
export interface AnalysedDocument {
  readonly terms: readonly number[];
  readonly places: readonly number[];
  readonly lengths: readonly number[];
}

/** Where a word's documents are in a segment; null when it has none. */
export function postingsOf(segment: Segment, term: number): { readonly from: number; readonly to: number } | null {
  const { terms } = segment;
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = terms[middle] ?? 0;
    if (value === term) return { from: segment.termStarts[middle] ?? 0, to: segment.termStarts[middle + 1] ?? 0 };
    if (value < term) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

/** Makes a segment of analysed documents; `termCount` is above every word's number. */
export function segmentFrom(documents: readonly AnalysedDocument[], termCount: number): Segment {
  const total = documents.reduce((sum, one) => sum + one.terms.length, 0);
  const counts = new Uint32Array(termCount + 1);
  for (const { terms } of documents) for (const term of terms) counts[term + 1] = (counts[term + 1] ?? 0) + 1;
  for (let at = 1; at <= termCount; at += 1) counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
  const starts = counts.slice();
  const docOf = new Uint32Array(total);
  const placeOf = new Uint32Array(total);
  const lengths = new Uint16Array(documents.length * FIELD_COUNT);
  documents.forEach((document, doc) => {
    document.lengths.forEach((length, field) => {
      lengths[doc * FIELD_COUNT + field] = Math.min(length, 65_535);
    });
    // Places within a document are ascending for each word, because fields are analysed in their order.
    document.terms.forEach((term, index) => {
      const at = counts[term] ?? 0;
      docOf[at] = doc;
      placeOf[at] = document.places[index] ?? 0;
      counts[term] = at + 1;
    });
  });
  return packed(documents.length, termCount, starts, docOf, placeOf, lengths);
}

/** Groups sorted (word, document, place) triples. */
function packed(
  count: number,
  termCount: number,
  starts: Uint32Array,
  docOf: Uint32Array,
  placeOf: Uint32Array,
  lengths: Uint16Array,
): Segment {
  const terms: number[] = [];
  const termStarts: number[] = [];
  const docs = new Uint32Array(docOf.length);
  const docStarts = new Uint32Array(docOf.length + 1);
  let postings = 0;
  for (let term = 0; term < termCount; term += 1) {
    const from = starts[term] ?? 0;
    const to = starts[term + 1] ?? 0;
    if (from === to) continue;
    terms.push(term);
    termStarts.push(postings);
    let last = -1;
    for (let at = from; at < to; at += 1) {
      const doc = docOf[at] ?? 0;
      if (doc === last) continue;
      docs[postings] = doc;
      docStarts[postings] = at;
      postings += 1;
      last = doc;
    }
  }
  docStarts[postings] = placeOf.length;
  termStarts.push(postings);
  return {
    count,
    terms: Uint32Array.from(terms),
    termStarts: Uint32Array.from(termStarts),
    docs: docs.slice(0, postings),
    docStarts: docStarts.slice(0, postings + 1),
    occurrences: placeOf,
    lengths,
  };
}

/** Joins segments to one; `keeps` says which documents stay, by segment and number. Documents keep their order. */
export function mergeSegments(
  segments: readonly Segment[],
  termCount: number,
  keeps: (segment: number, doc: number) => boolean,
): Segment {
  const renumbered: Int32Array[] = [];
  let count = 0;
  segments.forEach((segment, index) => {
    const numbers = new Int32Array(segment.count).fill(-1);
    for (let doc = 0; doc < segment.count; doc += 1)
      if (keeps(index, doc)) {
        numbers[doc] = count;
        count += 1;
      }
    renumbered.push(numbers);
  });
  const lengths = new Uint16Array(count * FIELD_COUNT);
  const counts = new Uint32Array(termCount + 1);
  const each = (visit: (term: number, doc: number, place: number) => void) =>
    segments.forEach((segment, index) => {
      const numbers = renumbered[index];
      if (numbers) eachOccurrence(segment, numbers, visit);
    });
  each((term) => {
    counts[term + 1] = (counts[term + 1] ?? 0) + 1;
  });
  for (let at = 1; at <= termCount; at += 1) counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
  const starts = counts.slice();
  const total = starts[termCount] ?? 0;
  const docOf = new Uint32Array(total);
  const placeOf = new Uint32Array(total);
  each((term, doc, place) => {
    const at = counts[term] ?? 0;
    docOf[at] = doc;
    placeOf[at] = place;
    counts[term] = at + 1;
  });
  segments.forEach((segment, index) => {
    renumbered[index]?.forEach((to, doc) => {
      if (to >= 0) lengths.set(segment.lengths.subarray(doc * FIELD_COUNT, (doc + 1) * FIELD_COUNT), to * FIELD_COUNT);
    });
  });
  return packed(count, termCount, starts, docOf, placeOf, lengths);
}

function eachOccurrence(
  segment: Segment,
  numbers: Int32Array,
  visit: (term: number, doc: number, place: number) => void,
): void {
  const { terms, termStarts, docs, docStarts, occurrences } = segment;
  for (let index = 0; index < terms.length; index += 1) {
    const term = terms[index] ?? 0;
    const end = termStarts[index + 1] ?? 0;
    for (let posting = termStarts[index] ?? 0; posting < end; posting += 1) {
      const doc = numbers[docs[posting] ?? 0] ?? -1;
      if (doc < 0) continue;
      const to = docStarts[posting + 1] ?? 0;
      for (let at = docStarts[posting] ?? 0; at < to; at += 1) visit(term, doc, occurrences[at] ?? 0);
    }
  }
}

const MAGIC = 0x53_46_53_31;

/** A segment as bytes: a head of lengths, then its rows. */
export function encodeSegment(segment: Segment): Uint8Array {
  const rows = [segment.terms, segment.termStarts, segment.docs, segment.docStarts, segment.occurrences];
  const head = Uint32Array.from([MAGIC, segment.count, ...rows.map((row) => row.length)]);
  const size = head.byteLength + rows.reduce((sum, row) => sum + row.byteLength, 0) + segment.lengths.byteLength;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const row of [head, ...rows, segment.lengths]) {
    bytes.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), at);
    at += row.byteLength;
  }
  return bytes;
}

/** Reads a segment back; null when the bytes are of another version or cut off. */
export function decodeSegment(bytes: Uint8Array): Segment | null {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  if (buffer.byteLength < 28) return null;
  const [magic, count = 0, ...sizes] = new Uint32Array(buffer, 0, 7);
  const expected = 28 + 4 * sizes.reduce((a, b) => a + b, 0) + 2 * count * FIELD_COUNT;
  if (magic !== MAGIC || expected !== buffer.byteLength) return null;
  let at = 28;
  const rows = sizes.map((size) => {
    const row = new Uint32Array(buffer, at, size);
    at += 4 * size;
    return row;
  });
  const [terms, termStarts, docs, docStarts, occurrences] = rows;
  if (!terms || !termStarts || !docs || !docStarts || !occurrences) return null;
  return { count, terms, termStarts, docs, docStarts, occurrences, lengths: new Uint16Array(buffer, at) };
}
