import type { Allocation, StockView, WarehouseLevel } from './contract.ts';

/**
 * A SKU in more demand than one object decides is split into lots. Its own object stays the truth: a lot takes units from it in blocks (each block is a
 * hold there, in one warehouse), sells them by its own holds, and reports every sale as a commit of the block. So the sum over lots is exact by what holds
 * are, and orders, warehouses and the ledger know nothing of lots.
 */

/** Most lots of one SKU: before "sold out" all of them are asked. */
export const MAX_LOTS = 8;

/** Units a lot has of its SKU's stock. */
export interface Block {
  /** The hold's id at the SKU's own object. */
  readonly id: string;
  readonly warehouseId: number;
  /** Held there and not yet reported as sold. */
  readonly remaining: number;
  readonly expiresAtMs: number;
  /** Orders already reported against it: an order commits a hold once. */
  readonly references: readonly string[];
}

/** Units of an order to be committed out of a block. */
export interface BlockSale {
  readonly blockId: string;
  readonly quantity: number;
}

/** Which lot answers for a hold: the same for every repetition (FNV-1a over the id). */
export function lotOf(holdId: string, lots: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < holdId.length; i += 1) hash = Math.imul(hash ^ holdId.charCodeAt(i), 0x01000193) >>> 0;
  return hash % lots;
}

/**
 * Takes an order's units out of blocks, oldest first; null when the blocks that may serve the order do not have them. Units of one order and warehouse may
 * come from several blocks.
 */
export function sellFromBlocks(
  blocks: readonly Block[],
  reference: string,
  allocations: readonly Allocation[],
): { readonly sales: readonly BlockSale[]; readonly blocks: readonly Block[] } | null {
  const after = new Map(blocks.map((block) => [block.id, block]));
  const sales: BlockSale[] = [];
  for (const { warehouseId, quantity } of allocations) {
    let wanted = quantity;
    for (const block of after.values()) {
      if (wanted === 0) break;
      if (block.warehouseId !== warehouseId || block.remaining === 0 || block.references.includes(reference)) continue;
      const taken = Math.min(wanted, block.remaining);
      sales.push({ blockId: block.id, quantity: taken });
      after.set(block.id, {
        ...block,
        remaining: block.remaining - taken,
        references: [...block.references, reference],
      });
      wanted -= taken;
    }
    if (wanted > 0) return null;
  }
  return { sales, blocks: [...after.values()] };
}

/** Unsold units that go back to the SKU's own object: all of a block, or what is free of it. */
export interface BlockReturn {
  readonly block: Block;
  readonly quantity: number;
}

/** What of the blocks is free, given what the lot itself can still sell per warehouse; newest blocks first, whole ones before parts. */
export function freeOfBlocks(
  blocks: readonly Block[],
  availableIn: (warehouseId: number) => number,
): readonly BlockReturn[] {
  const free = new Map<number, number>();
  const returns: BlockReturn[] = [];
  for (const block of [...blocks].reverse()) {
    const left = free.get(block.warehouseId) ?? availableIn(block.warehouseId);
    const quantity = Math.min(left, block.remaining);
    free.set(block.warehouseId, left - quantity);
    if (quantity > 0) returns.push({ block, quantity });
  }
  return returns;
}

/**
 * The SKU's stock as shoppers and staff see it: units that lots hold but nobody does are available, units they sold but have not yet reported are
 * committed.
 */
export function withLots(view: StockView, lots: readonly StockView[]): StockView {
  const levels = view.levels.map((level): WarehouseLevel => {
    const inLots = lots.flatMap((lot) => lot.levels.filter(({ warehouseId }) => warehouseId === level.warehouseId));
    const free = sum(inLots, (one) => one.available);
    const sold = sum(inLots, (one) => one.committed);
    return {
      ...level,
      held: level.held - free - sold,
      committed: level.committed + sold,
      available: level.available + free,
    };
  });
  return { ...view, levels, available: view.available + sum(lots, (lot) => lot.available) };
}

const sum = <T>(some: readonly T[], of: (one: T) => number): number => some.reduce((total, one) => total + of(one), 0);
