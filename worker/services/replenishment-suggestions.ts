import { draftOrder } from '../../commerce/replenishment/order-quantity.ts';
import { suggestionReason } from '../../commerce/replenishment/reason.ts';
import { orderCycleDays } from '../../commerce/replenishment/reorder-point.ts';
import type { PurchaseOrders, SupplierRecord, WantedLine } from '../ports/purchase-orders.ts';
import type { PositionRecord, ReplenishmentRecords } from '../ports/replenishment.ts';

/** What suggestions are made from. */
export interface SuggestionDeps {
  readonly replenishment: Pick<ReplenishmentRecords, 'settings' | 'positions'>;
  readonly purchaseOrders: Pick<PurchaseOrders, 'supplier'>;
}

/** A line of a suggested order with the facts behind it. */
export interface SuggestedLine extends WantedLine {
  readonly position: PositionRecord;
}

/** What should be ordered from a supplier for a warehouse now. */
export interface Suggestion {
  readonly supplier: SupplierRecord;
  readonly warehouseId: number;
  /** At least one. */
  readonly lines: readonly SuggestedLine[];
  readonly totalMinor: number;
  /** How much it stays below the supplier's minimum value; 0 when it does not. */
  readonly missingMinor: number;
  /** Days it should last. */
  readonly cycleDays: number;
}

/** What should be ordered from one supplier now, by warehouse, each line with its reason. Empty when nothing is due or there is no such supplier. */
export async function suggestionsFor(deps: SuggestionDeps, supplierId: number): Promise<Suggestion[]> {
  const [supplier, positions, settings] = await Promise.all([
    deps.purchaseOrders.supplier(supplierId),
    deps.replenishment.positions(supplierId),
    deps.replenishment.settings(),
  ]);
  if (!supplier?.isActive) return [];
  const warehouses = Map.groupBy(positions, (position) => position.warehouseId);
  return [...warehouses].flatMap(([warehouseId, items]) => {
    const yearlySpendMinor = items.reduce((sum, item) => sum + item.dailyMean * 365 * item.costMinor, 0);
    const cycleDays = orderCycleDays(
      supplier.reviewDays,
      supplier.orderCostMinor,
      yearlySpendMinor,
      settings.holdingCostBps,
    );
    const draft = draftOrder(items, cycleDays, supplier.minimumOrderMinor);
    const lines = draft.lines.flatMap(({ variantId, quantity, cause }): SuggestedLine[] => {
      const position = items.find((item) => item.variantId === variantId);
      if (!position) return [];
      const reason = suggestionReason({ ...position, quantity, cause });
      return [{ variantId, quantity, costMinor: position.costMinor, packSize: position.packSize, reason, position }];
    });
    return lines.length === 0
      ? []
      : [{ supplier, warehouseId, lines, totalMinor: draft.totalMinor, missingMinor: draft.missingMinor, cycleDays }];
  });
}
