import type { SparseRows } from './purchase-log.ts';

/**
 * The dense Gram matrix of the first `width` columns: how much two of them occur together, row by row. The caller bounds `width`: it takes 4 bytes times
 * its square.
 */
export function gramOf({ rows, columns, values, starts }: SparseRows, width: number): Float32Array {
  const gram = new Float32Array(width * width);
  for (let row = 0; row < rows; row += 1) {
    const from = starts[row] ?? 0;
    const to = starts[row + 1] ?? 0;
    for (let a = from; a < to; a += 1) {
      const column = columns[a] ?? 0;
      if (column >= width) continue;
      const value = values[a] ?? 0;
      for (let b = from; b < to; b += 1) {
        const other = columns[b] ?? 0;
        if (other < width)
          gram[column * width + other] = (gram[column * width + other] ?? 0) + value * (values[b] ?? 0);
      }
    }
  }
  return gram;
}
