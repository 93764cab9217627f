import { seededRandom } from './seeded-random.ts';

/** `size` rows of `rank` numbers each, row by row. */
export interface Factors {
  readonly size: number;
  readonly rank: number;
  readonly values: Float32Array;
}

/** Random factors in [0, scale), the same for the same seed. */
export function randomFactors(size: number, rank: number, seed: number, scale: number): Factors {
  const random = seededRandom(seed);
  return { size, rank, values: Float32Array.from({ length: size * rank }, () => random() * scale) };
}

/** The inner product of a row of one and a row of another. */
export function product(a: Factors, rowOfA: number, b: Factors, rowOfB: number): number {
  let sum = 0;
  const [x, y] = [rowOfA * a.rank, rowOfB * b.rank];
  for (let k = 0; k < a.rank; k += 1) sum += (a.values[x + k] ?? 0) * (b.values[y + k] ?? 0);
  return sum;
}

/** The `rank` x `rank` sum of all rows' outer products. */
export function outerProducts({ size, rank, values }: Factors): Float64Array {
  const sum = new Float64Array(rank * rank);
  for (let row = 0; row < size; row += 1)
    for (let a = 0; a < rank; a += 1) {
      const left = values[row * rank + a] ?? 0;
      if (left === 0) continue;
      for (let b = 0; b < rank; b += 1) {
        const at = a * rank + b;
        sum[at] = (sum[at] ?? 0) + left * (values[row * rank + b] ?? 0);
      }
    }
  return sum;
}
