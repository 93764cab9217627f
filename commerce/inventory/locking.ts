/**
 * Orders lines so that every purchase takes its variants in the same order: two carts with the same variants then meet at
 * the first one instead of each holding what the other needs. Ascending by variant id; lines of one variant are kept in
 * their order beside each other. Returns a new array.
 */
export function sortForLocking<T extends { readonly variantId: number }>(lines: readonly T[]): T[] {
  return [...lines].sort((a, b) => a.variantId - b.variantId);
}
