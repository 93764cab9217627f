/** Which items occur together more than chance says. */
import type { SparseRows } from './purchase-log.ts';

/** How often a pair occurs: together, each alone, and of how many. */
export interface PairCounts {
  readonly both: number;
  readonly first: number;
  readonly second: number;
  readonly total: number;
}

/** Likeness by angle: 1 when always together, 0 when never. */
export const cosine = ({ both, first, second }: PairCounts): number =>
  both === 0 ? 0 : both / Math.sqrt(first * second);

/** Shared part of all occurrences of the two: 1 when always together, 0 when never. */
export const jaccard = ({ both, first, second }: PairCounts): number =>
  both === 0 ? 0 : both / (first + second - both);

const entropy = (...counts: readonly number[]): number => {
  const sum = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((bits, count) => (count > 0 ? bits - count * Math.log(count / sum) : bits), 0);
};

/**
 * How surprising the pair is: twice the log likelihood ratio, chi-squared with one degree of freedom; 0 for pairs that occur together less than chance
 * says. 10.83 is one in a thousand. Source: Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993
 */
export function logLikelihoodRatio({ both, first, second, total }: PairCounts): number {
  if (both * total <= first * second) return 0;
  const [onlyFirst, onlySecond] = [first - both, second - both];
  const neither = total - first - second + both;
  const rows = entropy(first, total - first);
  const columns = entropy(second, total - second);
  return Math.max(0, 2 * (rows + columns - entropy(both, onlyFirst, onlySecond, neither)));
}

/** Rows that hold each column, and the counts of one column with every other. */
export interface CountsWith {
  /** Occurrences of each column. */
  readonly alone: Int32Array;
  /** Counts with `column`, by the other column; valid until the next call. */
  of(column: number): ReadonlyMap<number, number>;
}

/**
 * Counts pairs one column at a time, which needs no square matrix. `byColumn` is `matrix` transposed. Rows longer than `longestRow` say little about
 * pairs (somebody stocking a shop) and would cost the square of their length: they are left out.
 */
export function countPairs(matrix: SparseRows, byColumn: SparseRows, longestRow: number): CountsWith {
  const lengthOf = (row: number) => (matrix.starts[row + 1] ?? 0) - (matrix.starts[row] ?? 0);
  const alone = new Int32Array(matrix.width);
  const rowsOf = (column: number) =>
    byColumn.columns
      .subarray(byColumn.starts[column] ?? 0, byColumn.starts[column + 1] ?? 0)
      .filter((row) => lengthOf(row) <= longestRow);
  for (let column = 0; column < matrix.width; column += 1) alone[column] = rowsOf(column).length;
  return {
    alone,
    of(column) {
      const counts = new Map<number, number>();
      for (const row of rowsOf(column))
        for (let at = matrix.starts[row] ?? 0; at < (matrix.starts[row + 1] ?? 0); at += 1) {
          const other = matrix.columns[at] ?? 0;
          if (other !== column) counts.set(other, (counts.get(other) ?? 0) + 1);
        }
      return counts;
    },
  };
}
