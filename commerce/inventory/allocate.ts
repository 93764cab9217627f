import type { Allocation } from './contract.ts';

/** What a warehouse can give, in the order of preference. */
export interface Source {
  readonly warehouseId: number;
  /** Whole units, 0 or more. */
  readonly available: number;
  /** Most units it can promise beyond that; missing: any number. */
  readonly beyond?: number;
}

/**
 * Takes `quantity` units from the sources: all from the first that has enough, and only when none has, from several in
 * their order. Returns exactly `quantity` units in parts of at least 1, or null when the sources together have fewer.
 * With `backorder` up to `mostBeyond` units are promised beyond: by the first sources that can.
 */
export function allocate(
  quantity: number,
  sources: readonly Source[],
  backorder: boolean,
  mostBeyond = Number.POSITIVE_INFINITY,
): Allocation[] | null {
  const whole = sources.find((source) => source.available >= quantity);
  if (whole) return [{ warehouseId: whole.warehouseId, quantity }];

  const parts = new Map<number, number>();
  let missing = quantity;
  for (const source of sources) {
    const taken = Math.min(missing, source.available);
    if (taken > 0) parts.set(source.warehouseId, taken);
    missing -= taken;
  }
  if (missing > 0 && (!backorder || missing > mostBeyond)) return null;
  for (const source of sources) {
    if (missing === 0) break;
    const promised = Math.min(missing, source.beyond ?? missing);
    if (promised > 0) parts.set(source.warehouseId, (parts.get(source.warehouseId) ?? 0) + promised);
    missing -= promised;
  }
  if (missing > 0) return null;
  return [...parts].map(([warehouseId, taken]) => ({ warehouseId, quantity: taken }));
}
