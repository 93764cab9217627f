import type { Allocation } from './contract.ts';

/** What a warehouse can give, in the order of preference. */
export interface Source {
  readonly warehouseId: number;
  /** Whole units, 0 or more. */
  readonly available: number;
}

/**
 * Takes `quantity` units from the sources: all from the first that has enough, and only when none has, from several in
 * their order. Returns exactly `quantity` units in parts of at least 1, or null when the sources together have fewer.
 * With `backorder` the rest is promised by the first source, so that only an empty list of sources gives null.
 */
export function allocate(quantity: number, sources: readonly Source[], backorder: boolean): Allocation[] | null {
  const whole = sources.find((source) => source.available >= quantity);
  if (whole) return [{ warehouseId: whole.warehouseId, quantity }];

  const parts = new Map<number, number>();
  let missing = quantity;
  for (const source of sources) {
    const taken = Math.min(missing, source.available);
    if (taken > 0) parts.set(source.warehouseId, taken);
    missing -= taken;
  }
  if (missing > 0) {
    const first = sources[0];
    if (!backorder || !first) return null;
    parts.set(first.warehouseId, (parts.get(first.warehouseId) ?? 0) + missing);
  }
  return [...parts].map(([warehouseId, taken]) => ({ warehouseId, quantity: taken }));
}
