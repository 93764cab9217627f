import type { QuantityDelta, StockView, WarehouseLevel, WarehouseQuantities } from './contract.ts';

/** A warehouse that stocks nothing yet. */
export const ZERO_QUANTITIES: WarehouseQuantities = { onHand: 0, held: 0, committed: 0, incoming: 0, safetyStock: 0 };

/** What is there, unpromised and above the safety stock; negative when more is promised or reserved than is there. */
export function freeUnits(q: WarehouseQuantities): number {
  return q.onHand - q.held - q.committed - q.safetyStock;
}

/** Units the next shopper can get from a warehouse: never negative. */
export function availableUnits(q: WarehouseQuantities): number {
  return Math.max(0, freeUnits(q));
}

/** Units promised that are not there: never negative, 0 unless back-ordered or counted short. */
export function shortfallUnits(q: WarehouseQuantities): number {
  return Math.max(0, q.held + q.committed - q.onHand);
}

/** What is left of the safety stock: never negative, at most `safetyStock`. */
export function reserveUnits(q: WarehouseQuantities): number {
  return Math.max(0, Math.min(q.safetyStock, q.onHand - q.held - q.committed));
}

/** Adds a ledger entry's changes to the quantities they concern. */
export function addDelta(q: WarehouseQuantities, delta: QuantityDelta): WarehouseQuantities {
  return {
    onHand: q.onHand + (delta.onHand ?? 0),
    held: q.held + (delta.held ?? 0),
    committed: q.committed + (delta.committed ?? 0),
    incoming: q.incoming + (delta.incoming ?? 0),
    safetyStock: q.safetyStock + (delta.safetyStock ?? 0),
  };
}

/** Stored quantities with everything that follows from them. */
export function levelOf(warehouseId: number, q: WarehouseQuantities, sequence: number): WarehouseLevel {
  return {
    warehouseId,
    onHand: q.onHand,
    held: q.held,
    committed: q.committed,
    incoming: q.incoming,
    safetyStock: q.safetyStock,
    available: availableUnits(q),
    shortfall: shortfallUnits(q),
    sequence,
  };
}

/**
 * Names what is wrong with a view of stock, for tests, drift checks and simulations; an empty list when all is well.
 * Under the policy `deny` a shortfall is no error here: a merchant's count may find fewer units than were promised.
 */
export function violatedInvariants(view: StockView): string[] {
  const wrong: string[] = [];
  let available = 0;
  for (const level of view.levels) {
    const where = `warehouse ${level.warehouseId}`;
    for (const name of ['onHand', 'held', 'committed', 'incoming', 'safetyStock', 'available', 'shortfall'] as const) {
      if (!Number.isSafeInteger(level[name]) || level[name] < 0) wrong.push(`${where}: ${name} is ${level[name]}`);
    }
    const right = level.available + level.held + level.committed + reserveUnits(level);
    if (level.onHand + level.shortfall !== right) {
      wrong.push(`${where}: on hand ${level.onHand} + shortfall ${level.shortfall} is not ${right}`);
    }
    available += level.available;
  }
  for (const { warehouseId, reference, quantity } of view.expected) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) wrong.push(`expected ${reference}: quantity is ${quantity}`);
    const there = view.levels.some((level) => level.warehouseId === warehouseId);
    if (!there) wrong.push(`expected ${reference}: warehouse ${warehouseId} does not stock the variant`);
  }
  for (const { warehouseId, incoming } of view.levels) {
    const named = view.expected.reduce((sum, one) => sum + (one.warehouseId === warehouseId ? one.quantity : 0), 0);
    if (named > incoming) wrong.push(`warehouse ${warehouseId}: ${named} are expected, only ${incoming} are incoming`);
  }
  const owed = view.levels.reduce((sum, level) => sum + level.shortfall, 0);
  if (owed !== view.owed) wrong.push(`owed ${view.owed} is not the sum ${owed}`);
  if (available !== view.available) wrong.push(`available ${view.available} is not the sum ${available}`);
  return wrong;
}
