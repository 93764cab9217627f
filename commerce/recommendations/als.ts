/**
 * Implicit alternating least squares: factors that explain what was taken with confidence and what was not with little. Its item factors are small
 * (size times rank), so it also serves catalogues too large for EASE-R's square matrix.
 * Source: Hu, Koren and Volinsky, Collaborative Filtering for Implicit Feedback Datasets, 2008
 */
import { type Factors, outerProducts, randomFactors } from './factors.ts';
import { type SparseRows, transposed } from './purchase-log.ts';

export interface AlsTerms {
  readonly rank: number;
  /** How much more what was taken counts than what was not, per unit of weight. */
  readonly confidence: number;
  readonly regularisation: number;
}

/** Training on its way. The customers' factors follow from the items', so the items' are all that resuming needs. */
export interface AlsState {
  readonly round: number;
  readonly items: Factors;
}

/** Begins for `width` items. */
export function startAls(width: number, terms: AlsTerms, seed: number): AlsState {
  return { round: 0, items: randomFactors(width, terms.rank, seed, 0.1) };
}

/** One round: customers from items, items from customers; answers a new state. `byItem` is the transposed matrix, made when missing. */
export function stepAls(
  state: AlsState,
  terms: AlsTerms,
  matrix: SparseRows,
  byItem: SparseRows = transposed(matrix),
): AlsState {
  return { round: state.round + 1, items: solved(byItem, alsCustomers(state, terms, matrix), terms) };
}

/** Factors of customers (or of a visit) from what they took: one row each. */
export function alsCustomers(state: AlsState, terms: AlsTerms, matrix: SparseRows): Factors {
  return solved(matrix, state.items, terms);
}

/** The least-squares factors of every row, given those of its columns. */
function solved({ rows, columns, values, starts }: SparseRows, other: Factors, terms: AlsTerms): Factors {
  const { rank, confidence, regularisation } = terms;
  const common = outerProducts(other);
  const out = new Float32Array(rows * rank);
  const system = new Float64Array(rank * rank);
  const right = new Float64Array(rank);
  for (let row = 0; row < rows; row += 1) {
    const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    if (from === to) continue;
    system.set(common);
    right.fill(0);
    for (let k = 0; k < rank; k += 1) system[k * rank + k] = (system[k * rank + k] ?? 0) + regularisation;
    for (let at = from; at < to; at += 1) {
      const base = (columns[at] ?? 0) * rank;
      const extra = confidence * (values[at] ?? 0);
      for (let a = 0; a < rank; a += 1) {
        const left = other.values[base + a] ?? 0;
        right[a] = (right[a] ?? 0) + (1 + extra) * left;
        for (let b = 0; b <= a; b += 1) {
          const place = a * rank + b;
          system[place] = (system[place] ?? 0) + extra * left * (other.values[base + b] ?? 0);
        }
      }
    }
    solveInPlace(system, right, rank);
    out.set(right, row * rank);
  }
  return { size: rows, rank, values: out };
}

/** Solves a positive definite system given by its lower triangle; the answer replaces `right`. */
function solveInPlace(lower: Float64Array, right: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = lower[i * size + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] ?? 0) * (lower[j * size + k] ?? 0);
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * size + j] ?? 1);
    }
  for (let i = 0; i < size; i += 1) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (lower[i * size + k] ?? 0) * (right[k] ?? 0);
    right[i] = sum / (lower[i * size + i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = right[i] ?? 0;
    for (let k = i + 1; k < size; k += 1) sum -= (lower[k * size + i] ?? 0) * (right[k] ?? 0);
    right[i] = sum / (lower[i * size + i] ?? 1);
  }
}
