/** What an alert's state and a new level of stock lead to. */
export type LowStockStep = 'raise' | 'resolve' | 'none';

/**
 * Whether stock crossed its reorder point: raised once when it falls to or below it, resolved (and armed again) when it rises above. A reorder point
 * of 0 means that nothing is expected to be sold: nothing is raised.
 *
 * @param isOpen Whether an alert is open already.
 */
export function lowStockStep(isOpen: boolean, available: number, reorderPoint: number): LowStockStep {
  const isLow = reorderPoint > 0 && available <= reorderPoint;
  if (isLow === isOpen) return 'none';
  return isLow ? 'raise' : 'resolve';
}
