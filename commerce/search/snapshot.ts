/** An index as bytes, so that an object that wakes up need not read every text again. */
import type { DocumentRow, IndexStore } from './index-store.ts';
import { decodeSegment, encodeSegment } from './segment.ts';

const VERSION = 1;

/** The whole index as bytes; makes one segment of it first. Rows are kept elsewhere: only their ids are in it. */
export function encodeSnapshot(store: IndexStore): Uint8Array {
  store.compact();
  const words = new TextEncoder().encode(store.vocabulary.words.join('\n'));
  const ids = Float64Array.from(store.rows.map((row) => row?.id ?? 0));
  const placed = store.segments[0];
  const segment = placed ? encodeSegment(placed.segment) : new Uint8Array(0);
  const head = Uint32Array.from([VERSION, words.byteLength, ids.byteLength, segment.byteLength]);
  const bytes = new Uint8Array(head.byteLength + ids.byteLength + segment.byteLength + words.byteLength);
  let at = 0;
  for (const part of [head, ids, segment, words]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Fills an empty index from bytes; documents whose row is unknown or null are left out. False, and nothing done, when the bytes are of another version. */
export function restoreSnapshot(
  store: IndexStore,
  bytes: Uint8Array,
  rowOfId: (id: number) => DocumentRow | null | undefined,
): boolean {
  if (bytes.byteLength < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, words = 0, ids = 0, segmentBytes = 0] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  if (version !== VERSION || bytes.byteLength !== 16 + words + ids + segmentBytes) return false;
  const text = new TextDecoder().decode(bytes.subarray(16 + ids + segmentBytes));
  if (segmentBytes === 0) return true;
  const segment = decodeSegment(bytes.subarray(16 + ids, 16 + ids + segmentBytes));
  if (!segment) return false;
  for (const word of text.split('\n')) store.vocabulary.take(word);
  const rows = Array.from({ length: ids / 8 }, (_, index) => rowOfId(view.getFloat64(16 + index * 8, true)) ?? null);
  store.restore(segment, rows);
  return true;
}
