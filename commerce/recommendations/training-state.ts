import type { EaseState } from './ease.ts';

/** A training as it is saved between steps. */
export interface SavedTraining {
  /** What happened until then is learned from. */
  readonly startedAtMs: number;
  readonly model: EaseState;
}

const MAGIC = 0x45415345;
const HEAD_BYTES = 24;

/** A training as bytes, in the machine's own byte order. */
export function encodeTraining({ startedAtMs, model }: SavedTraining): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + model.matrix.byteLength);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, MAGIC);
  head.setUint32(4, model.width);
  head.setUint32(8, model.pivot);
  head.setFloat64(16, startedAtMs);
  bytes.set(new Uint8Array(model.matrix.buffer, model.matrix.byteOffset, model.matrix.byteLength), HEAD_BYTES);
  return bytes;
}

/** What `encodeTraining` made; null for anything else, such as a file that was not written to its end. */
export function decodeTraining(bytes: Uint8Array): SavedTraining | null {
  if (bytes.byteLength < HEAD_BYTES) return null;
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = head.getUint32(4);
  if (head.getUint32(0) !== MAGIC || bytes.byteLength !== HEAD_BYTES + 4 * width * width) return null;
  const matrix = new Float32Array(width * width);
  new Uint8Array(matrix.buffer).set(bytes.subarray(HEAD_BYTES));
  return { startedAtMs: head.getFloat64(16), model: { width, pivot: head.getUint32(8), matrix } };
}
