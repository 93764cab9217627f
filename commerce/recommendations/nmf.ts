/**
 * Non-negative matrix factorisation: customers and items as mixtures of the same few tastes. The reference that stronger models are measured against.
 * Source: Lee and Seung, Algorithms for Non-negative Matrix Factorization, 2000 (multiplicative updates of the squared error)
 */
import { type Factors, outerProducts, randomFactors } from './factors.ts';
import { type SparseRows, transposed } from './purchase-log.ts';

/** Training on its way; a copy of it is all that resuming needs. */
export interface NmfState {
  readonly round: number;
  readonly customers: Factors;
  readonly items: Factors;
}

/** Begins for a matrix of customers by items. `rank`: how many tastes. */
export function startNmf(matrix: SparseRows, rank: number, seed: number): NmfState {
  const scale = Math.sqrt(1 / rank);
  return {
    round: 0,
    customers: randomFactors(matrix.rows, rank, seed, scale),
    items: randomFactors(matrix.width, rank, seed + 1, scale),
  };
}

/** One round over customers and items; answers a new state. `byItem` is the transposed matrix, made when missing. */
export function stepNmf(state: NmfState, matrix: SparseRows, byItem: SparseRows = transposed(matrix)): NmfState {
  const customers = updated(state.customers, state.items, matrix);
  return { round: state.round + 1, customers, items: updated(state.items, customers, byItem) };
}

/** `own` times what the data asks for over what the factors already give. */
function updated(own: Factors, other: Factors, { columns, values, starts }: SparseRows): Factors {
  const { rank, size } = own;
  const outer = outerProducts(other);
  const next = new Float32Array(size * rank);
  const wanted = new Float64Array(rank);
  for (let row = 0; row < size; row += 1) {
    wanted.fill(0);
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const base = (columns[at] ?? 0) * rank;
      const value = values[at] ?? 0;
      for (let k = 0; k < rank; k += 1) wanted[k] = (wanted[k] ?? 0) + value * (other.values[base + k] ?? 0);
    }
    for (let k = 0; k < rank; k += 1) {
      let given = 1e-9;
      for (let m = 0; m < rank; m += 1) given += (own.values[row * rank + m] ?? 0) * (outer[m * rank + k] ?? 0);
      next[row * rank + k] = ((own.values[row * rank + k] ?? 0) * (wanted[k] ?? 0)) / given;
    }
  }
  return { size, rank, values: next };
}
