/**
 * EASE-R: the item-item weights that best predict what customers took from what else they took, with no item predicting itself. Its closed form needs
 * one inverse of the Gram matrix, made here in place, block by block, so that training can stop after any block and go on from its saved state.
 * Source: Steck, Embarrassingly Shallow Autoencoders for Sparse Data, 2019, https://arxiv.org/abs/1905.03375
 */

/** Pivots swept together: panels of this width stay in the processor's cache. */
const BLOCK = 32;

/** Training on its way. `matrix` holds the lower triangle of the partly swept Gram matrix, row by row; a copy of it is all that resuming needs. */
export interface EaseState {
  readonly width: number;
  /** First pivot not yet swept; `width` when done. */
  readonly pivot: number;
  readonly matrix: Float32Array;
}

/**
 * Begins with a Gram matrix of `width` items, which is taken over and changed. `regularisation`: how many customers' worth of doubt; larger
 * trusts frequent pairs alone.
 */
export function startEase(gram: Float32Array, width: number, regularisation: number): EaseState {
  for (let at = 0; at < width; at += 1) gram[at * width + at] = (gram[at * width + at] ?? 0) + regularisation;
  return { width, pivot: 0, matrix: gram };
}

/** Sweeps the next block of pivots; changes the state's matrix in place and answers where it stands. A no-op when done. */
export function stepEase({ width, pivot, matrix }: EaseState): EaseState {
  const size = Math.min(BLOCK, width - pivot);
  if (size <= 0) return { width, pivot, matrix };
  const column = new Float64Array(width * BLOCK);
  for (let row = 0; row < width; row += 1)
    for (let k = 0; k < size; k += 1) {
      const other = pivot + k;
      column[row * BLOCK + k] = matrix[row >= other ? row * width + other : other * width + row] ?? 0;
    }
  const inverse = invertSmall(column, pivot, size);
  const scaled = new Float64Array(width * BLOCK);
  for (let row = 0; row < width; row += 1)
    for (let k = 0; k < size; k += 1) {
      let sum = 0;
      for (let m = 0; m < size; m += 1) sum += (column[row * BLOCK + m] ?? 0) * (inverse[m * BLOCK + k] ?? 0);
      scaled[row * BLOCK + k] = sum;
    }
  subtractProduct(matrix, width, scaled, column);
  for (let row = 0; row < width; row += 1)
    for (let k = 0; k < size; k += 1) {
      const other = pivot + k;
      const inside = row >= pivot && row < pivot + size;
      if (inside && row < other) continue;
      const value = inside ? -(inverse[(row - pivot) * BLOCK + k] ?? 0) : (scaled[row * BLOCK + k] ?? 0);
      matrix[row >= other ? row * width + other : other * width + row] = value;
    }
  return { width, pivot: pivot + size, matrix };
}

/** Lower triangle of `matrix` minus `left` times the transpose of `right`; two rows by four columns at a time, which the processor's registers hold. */
function subtractProduct(matrix: Float32Array, width: number, left: Float64Array, right: Float64Array): void {
  for (let row = 0; row < width; row += 2) {
    const second = Math.min(row + 1, width - 1);
    const a = row * BLOCK;
    const b = second * BLOCK;
    for (let col = 0; col <= second; col += 4) {
      const c0 = col * BLOCK;
      const c1 = Math.min(col + 1, width - 1) * BLOCK;
      const c2 = Math.min(col + 2, width - 1) * BLOCK;
      const c3 = Math.min(col + 3, width - 1) * BLOCK;
      let [p0, p1, p2, p3, q0, q1, q2, q3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < BLOCK; k += 1) {
        const x = left[a + k] ?? 0;
        const y = left[b + k] ?? 0;
        const u = right[c0 + k] ?? 0;
        const v = right[c1 + k] ?? 0;
        const w = right[c2 + k] ?? 0;
        const z = right[c3 + k] ?? 0;
        p0 += x * u;
        p1 += x * v;
        p2 += x * w;
        p3 += x * z;
        q0 += y * u;
        q1 += y * v;
        q2 += y * w;
        q3 += y * z;
      }
      subtractFrom(matrix, row * width + col, row - col, p0, p1, p2, p3);
      if (second > row) subtractFrom(matrix, second * width + col, second - col, q0, q1, q2, q3);
    }
  }
}

/** Of four columns those in the lower triangle: `left` more columns after the first. */
function subtractFrom(m: Float32Array, at: number, left: number, a: number, b: number, c: number, d: number): void {
  if (left >= 0) m[at] = (m[at] ?? 0) - a;
  if (left >= 1) m[at + 1] = (m[at + 1] ?? 0) - b;
  if (left >= 2) m[at + 2] = (m[at + 2] ?? 0) - c;
  if (left >= 3) m[at + 3] = (m[at + 3] ?? 0) - d;
}

/** Inverse of the positive definite block at the pivot; by sweeping its pivots one by one. */
function invertSmall(column: Float64Array, pivot: number, size: number): Float64Array {
  const block = new Float64Array(BLOCK * BLOCK);
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < size; k += 1) block[i * BLOCK + k] = column[(pivot + i) * BLOCK + k] ?? 0;
  for (let p = 0; p < size; p += 1) {
    const d = 1 / (block[p * BLOCK + p] ?? 1);
    for (let i = 0; i < size; i += 1) {
      if (i === p) continue;
      const factor = (block[i * BLOCK + p] ?? 0) * d;
      for (let k = 0; k < size; k += 1)
        if (k !== p) block[i * BLOCK + k] = (block[i * BLOCK + k] ?? 0) - factor * (block[p * BLOCK + k] ?? 0);
    }
    for (let i = 0; i < size; i += 1) {
      if (i === p) continue;
      block[i * BLOCK + p] = (block[i * BLOCK + p] ?? 0) * d;
      block[p * BLOCK + i] = (block[p * BLOCK + i] ?? 0) * d;
    }
    block[p * BLOCK + p] = -d;
  }
  for (let at = 0; at < block.length; at += 1) block[at] = -(block[at] ?? 0);
  return block;
}

/** How much taking `from` speaks for `to`, once training is done; 0 for an item and itself. */
export function easeWeight({ width, matrix }: EaseState, from: number, to: number): number {
  if (from === to) return 0;
  const value = matrix[from >= to ? from * width + to : to * width + from] ?? 0;
  // The swept matrix is the negative inverse: the signs of both cancel.
  return -value / (matrix[to * width + to] ?? -1);
}
