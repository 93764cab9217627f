import type { Allocation, Hold, HoldCommit } from './contract.ts';

/** Units of a hold that were not sold: all of them until a commit. Parts of at least 1, in the hold's order. */
export function uncommittedUnits(hold: Pick<Hold, 'allocations' | 'commits'>): readonly Allocation[] {
  if (hold.commits.length === 0) return hold.allocations;
  const left = new Map(hold.allocations.map((part) => [part.warehouseId, part.quantity]));
  for (const { allocations } of hold.commits) {
    for (const { warehouseId, quantity } of allocations) left.set(warehouseId, (left.get(warehouseId) ?? 0) - quantity);
  }
  return [...left].flatMap(([warehouseId, quantity]) => (quantity > 0 ? [{ warehouseId, quantity }] : []));
}

/** Units a hold still keeps from others; empty once it has ended. */
export function heldUnits(hold: Pick<Hold, 'allocations' | 'commits' | 'status'>): readonly Allocation[] {
  return hold.status === 'held' ? uncommittedUnits(hold) : [];
}

/** How many units the parts are together. */
export function sumOf(parts: readonly Allocation[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0);
}

/** The first `quantity` units of the parts, in their order; all of them when there are fewer. */
export function firstUnits(parts: readonly Allocation[], quantity: number): readonly Allocation[] {
  const taken: Allocation[] = [];
  let missing = quantity;
  for (const part of parts) {
    if (missing === 0) break;
    const units = Math.min(missing, part.quantity);
    taken.push({ warehouseId: part.warehouseId, quantity: units });
    missing -= units;
  }
  return taken;
}

/** The commits with one more part sold for a reference; a commit over several warehouses is recorded by as many entries. */
export function withCommitted(
  commits: readonly HoldCommit[],
  reference: string,
  part: Allocation,
  sequence: number,
): readonly HoldCommit[] {
  const known = commits.find((commit) => commit.reference === reference);
  if (!known) return [...commits, { reference, allocations: [part], sequence }];
  const grown = { reference, allocations: [...known.allocations, part], sequence };
  return commits.map((commit) => (commit === known ? grown : commit));
}

/** Units that count for a hold's customer: what is still held and what was bought. */
export function countedUnits(hold: Hold): number {
  return sumOf(heldUnits(hold)) + hold.commits.reduce((sum, commit) => sum + sumOf(commit.allocations), 0);
}
