import type { StockPolicy, StockView, WarehouseQuantities } from './contract.ts';
import { availableUnits, freeUnits } from './level.ts';
import type { Expectation, SellingTerms, SoldBeyond } from './supply.ts';

/**
 * What can be promised beyond what is for sale.
 *
 *     oversold = max(0, held + committed - max(0, onHand - safetyStock))          per warehouse
 *     back-order room = backorderLimit - sum of oversold                           policy `continue`
 *     pre-order room  = what would be available if every dated arrival were there, less what is available now, summed;
 *                       at most preorderLimit - sum of oversold                    policy `deny`
 *
 * Arrivals refill the safety stock first: it is no more for sale tomorrow than today.
 */
interface Stocked {
  readonly policy: StockPolicy;
  readonly terms: SellingTerms;
  readonly levels: ReadonlyMap<number, { readonly quantities: WarehouseQuantities }>;
  readonly expected: ReadonlyMap<string, Expectation>;
}

/** Units promised beyond what was for sale in a warehouse: never negative. */
export function oversoldUnits(q: WarehouseQuantities): number {
  return Math.max(0, q.held + q.committed - Math.max(0, q.onHand - q.safetyStock));
}

/** Whether units can ever be promised beyond what is available: a quick look before the sums below. */
export function sellsBeyond({ policy, terms }: Pick<Stocked, 'policy' | 'terms'>): boolean {
  return policy !== 'deny' || (terms.preorderLimit !== null && terms.preorderLimit > 0);
}

/** Most units that can be promised beyond, over all warehouses; Infinity without a limit, 0 when nothing is sold beyond. */
export function roomBeyond(stock: Stocked): number {
  if (!sellsBeyond(stock) || stock.policy === 'untracked') {
    return stock.policy === 'untracked' ? Number.POSITIVE_INFINITY : 0;
  }
  const limit = stock.policy === 'continue' ? stock.terms.backorderLimit : stock.terms.preorderLimit;
  if (limit === null) return Number.POSITIVE_INFINITY;
  let oversold = 0;
  for (const { quantities } of stock.levels.values()) oversold += oversoldUnits(quantities);
  return Math.max(0, limit - oversold);
}

/** Most units one warehouse can promise beyond what it has available; a limit over all warehouses comes on top. */
export function roomAt(stock: Stocked, warehouseId: number): number {
  if (stock.policy !== 'deny') return Number.POSITIVE_INFINITY;
  const quantities = stock.levels.get(warehouseId)?.quantities;
  if (!quantities) return 0;
  const dated = arrivalsAt(stock, warehouseId).reduce((sum, arrival) => sum + arrival.quantity, 0);
  return Math.max(0, freeUnits(quantities) + dated) - availableUnits(quantities);
}

/** When the last of the next `units` promised beyond at a warehouse is expected; null when no dated arrival covers it. */
export function arrivalOf(stock: Stocked, warehouseId: number, units: number): number | null {
  const quantities = stock.levels.get(warehouseId)?.quantities;
  if (!quantities || stock.policy === 'untracked') return null;
  let before = Math.max(0, -freeUnits(quantities)) + units;
  for (const { quantity, expectedAtMs } of arrivalsAt(stock, warehouseId)) {
    before -= quantity;
    if (before <= 0) return expectedAtMs;
  }
  return null;
}

/** What the next shopper can get beyond what is available, and when; null when nothing. */
export function soldBeyond(stock: Stocked): SoldBeyond | null {
  const limit = roomBeyond(stock);
  let rooms = 0;
  let arrivesAtMs: number | null = null;
  for (const warehouseId of stock.levels.keys()) {
    const room = roomAt(stock, warehouseId);
    rooms += room;
    const arrival = room > 0 ? arrivalOf(stock, warehouseId, 1) : null;
    if (arrival !== null) arrivesAtMs = Math.min(arrivesAtMs ?? arrival, arrival);
  }
  const units = Math.min(limit, rooms);
  if (units === 0) return null;
  const kind = stock.policy === 'deny' ? 'preorder' : 'backorder';
  return { kind, units: units === Number.POSITIVE_INFINITY ? null : units, arrivesAtMs };
}

/**
 * When so many units more than now will be there for the next shopper, as far as arrivals with a date after `fromMs` bring them: in each warehouse what is
 * owed and the safety stock come first. Null when they do not bring that many.
 */
export function nextArrival(
  { levels, expected, available }: Pick<StockView, 'levels' | 'expected' | 'available'>,
  units: number,
  fromMs: number,
): number | null {
  const free = new Map(levels.map((level) => [level.warehouseId, freeUnits(level)]));
  let there = available;
  // Earliest first, as a view has them.
  for (const { warehouseId, quantity, expectedAtMs } of expected) {
    if (expectedAtMs === null || expectedAtMs <= fromMs) continue;
    const before = free.get(warehouseId) ?? 0;
    free.set(warehouseId, before + quantity);
    there += Math.max(0, before + quantity) - Math.max(0, before);
    if (there >= available + units) return expectedAtMs;
  }
  return null;
}

/** Earliest date first, unknown dates last, then by reference and warehouse. */
export function byDate(a: Expectation, b: Expectation): number {
  const dates = (a.expectedAtMs ?? Number.MAX_SAFE_INTEGER) - (b.expectedAtMs ?? Number.MAX_SAFE_INTEGER);
  return dates || (a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : a.warehouseId - b.warehouseId);
}

function arrivalsAt({ expected }: Stocked, warehouseId: number): Expectation[] {
  const arrivals: Expectation[] = [];
  for (const one of expected.values()) {
    if (one.warehouseId === warehouseId && one.expectedAtMs !== null) arrivals.push(one);
  }
  return arrivals.sort(byDate);
}
