/** How a supplier hands an item over. */
export interface OrderTerms {
  /** Units of one pack; orders are whole packs. At least 1. */
  readonly packSize: number;
  /** Fewest units of one order. At least 1. */
  readonly minimumQuantity: number;
}

/**
 * The smallest order of whole packs that covers what is needed and reaches the supplier's minimum; 0 when nothing is needed.
 *
 * @param needed Units missing; may be a fraction or negative.
 */
export function orderQuantity(needed: number, terms: OrderTerms): number {
  if (needed <= 0) return 0;
  return Math.ceil(Math.max(needed, terms.minimumQuantity) / terms.packSize) * terms.packSize;
}

/** An item of a supplier in one warehouse, as it stands. */
export interface ItemPosition extends OrderTerms {
  readonly variantId: number;
  /** Sellable units, less what is owed to customers. May be negative. */
  readonly sellable: number;
  /** Ordered or in transit, drafts of orders included. */
  readonly onOrder: number;
  readonly dailyMean: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly costMinor: number;
}

/** A line of an order to be drafted. */
export interface DraftLine {
  readonly variantId: number;
  /** Whole packs, at least the minimum. */
  readonly quantity: number;
  /** Why it is in the order. */
  readonly cause: 'due' | 'with-the-others' | 'minimum-value';
}

/** An order to be drafted, with what it lacks. */
export interface OrderDraft {
  /** In the order of the items; empty when nothing is due. */
  readonly lines: readonly DraftLine[];
  readonly totalMinor: number;
  /** How much the order stays below the supplier's minimum value; 0 when it does not. */
  readonly missingMinor: number;
}

/** An item joins an order when it would be due within this part of the cycle: later it would mean an order of its own. */
const JOINS_WITHIN = 0.5;
/** Topping up to the minimum value goes no further than this many cycles. */
const MOST_CYCLES = 3;

/**
 * What to order from one supplier for one warehouse today, with can-order points (S, c, s): an item at or below its reorder point makes an order
 * due; then every item that would be due within half a cycle joins it. Each is filled up to what lasts until the next order:
 * reorder point + daily demand x cycle. An order below the supplier's minimum value is topped up pack by pack, always the item that lasts
 * shortest, to at most three cycles.
 * Source: Silver, Pyke & Thomas, 10.4 (can-order systems; Balintfy 1964).
 *
 * @param cycleDays Days the order should last, see `orderCycleDays`.
 */
export function draftOrder(items: readonly ItemPosition[], cycleDays: number, minimumOrderMinor: number): OrderDraft {
  const position = (item: ItemPosition) => item.sellable + item.onOrder;
  const isDue = (item: ItemPosition) => item.reorderPoint > 0 && position(item) <= item.reorderPoint;
  if (!items.some(isDue)) return { lines: [], totalMinor: 0, missingMinor: 0 };
  const chosen = new Map<ItemPosition, DraftLine>();
  for (const item of items) {
    const joins = item.dailyMean > 0 && position(item) <= item.reorderPoint + item.dailyMean * cycleDays * JOINS_WITHIN;
    if (!isDue(item) && !joins) continue;
    // At its reorder point exactly and hardly sold: still one unit, or the order would never be made.
    const needed = Math.max(1, item.reorderPoint + item.dailyMean * cycleDays - position(item));
    const quantity = orderQuantity(needed, item);
    chosen.set(item, { variantId: item.variantId, quantity, cause: isDue(item) ? 'due' : 'with-the-others' });
  }
  topUp(items, chosen, cycleDays, minimumOrderMinor);
  const totalMinor = totalOf(chosen);
  return {
    lines: items.flatMap((item) => chosen.get(item) ?? []),
    totalMinor,
    missingMinor: Math.max(0, minimumOrderMinor - totalMinor),
  };
}

function totalOf(chosen: ReadonlyMap<ItemPosition, DraftLine>): number {
  let sum = 0;
  for (const [item, line] of chosen) sum += line.quantity * item.costMinor;
  return sum;
}

function topUp(
  items: readonly ItemPosition[],
  chosen: Map<ItemPosition, DraftLine>,
  cycleDays: number,
  minimumOrderMinor: number,
): void {
  let missing = minimumOrderMinor - totalOf(chosen);
  const lasts = (item: ItemPosition, more: number) =>
    (item.sellable + item.onOrder + (chosen.get(item)?.quantity ?? 0) + more - item.reorderPoint) / item.dailyMean;
  while (missing > 0) {
    let next: ItemPosition | null = null;
    let shortest = Number.POSITIVE_INFINITY;
    for (const item of items) {
      if (item.dailyMean <= 0 || item.costMinor <= 0) continue;
      const more = chosen.has(item) ? item.packSize : orderQuantity(1, item);
      const days = lasts(item, more);
      if (days <= MOST_CYCLES * cycleDays && days < shortest) {
        next = item;
        shortest = days;
      }
    }
    if (!next) return;
    const line = chosen.get(next);
    const more = line ? next.packSize : orderQuantity(1, next);
    chosen.set(next, {
      variantId: next.variantId,
      quantity: (line?.quantity ?? 0) + more,
      cause: line?.cause ?? 'minimum-value',
    });
    missing -= more * next.costMinor;
  }
}
