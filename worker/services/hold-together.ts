import type { HoldAccepted, InventoryRefusal } from '../../commerce/inventory/contract.ts';
import { sortForLocking } from '../../commerce/inventory/locking.ts';
import type { Inventory } from '../ports/inventory.ts';

/** A variant of something that is only wanted whole: a part of a bundle, a line of a set. */
export interface WantedPart {
  readonly variantId: number;
  /** At least 1. */
  readonly quantity: number;
}

/** The terms all parts are held on. */
export interface HoldTerms {
  /** Names the whole; each part is held under `ID:VARIANT`. */
  readonly holdId: string;
  readonly reference: string;
  readonly expiresAtMs: number;
  readonly warehousePreference: readonly number[];
  readonly customer?: string | undefined;
  readonly actor: string;
}

export type HeldTogether =
  | { readonly ok: true; readonly parts: readonly (WantedPart & { readonly hold: HoldAccepted })[] }
  /** Nothing is held. `stuck` names parts whose object could not be reached to give them back: they expire by themselves. */
  | {
      readonly ok: false;
      readonly variantId: number;
      readonly refusal: InventoryRefusal;
      readonly stuck: readonly number[];
    };

/**
 * Holds every part or none: in the order of their variants, so that two of them meet at the first instead of each holding what the other needs; what was
 * taken is given back when one is refused, and the one whose answer was lost too. Parts of one variant are held as one. Idempotent by `holdId`, as each hold
 * is; after a refusal the id is spent. Refusals: those of `hold`, of the first part that was refused.
 */
export async function holdTogether(
  inventory: Pick<Inventory, 'hold'>,
  wanted: readonly WantedPart[],
  terms: HoldTerms,
): Promise<HeldTogether> {
  const { holdId, ...shared } = terms;
  const idOf = (variantId: number) => `${holdId}:${variantId}`;
  const held: (WantedPart & { hold: HoldAccepted })[] = [];
  for (const part of sortForLocking(merged(wanted))) {
    const result = await inventory.hold(part.variantId, {
      kind: 'hold',
      holdId: idOf(part.variantId),
      quantity: part.quantity,
      ...shared,
    });
    if (result.ok) {
      held.push({ ...part, hold: result });
      continue;
    }
    const taken = held.map((one) => one.variantId);
    if (result.reason === 'unavailable') taken.push(part.variantId);
    const stuck = await release(inventory, taken, idOf, terms.actor);
    return { ok: false, variantId: part.variantId, refusal: result, stuck };
  }
  return { ok: true, parts: held };
}

function merged(wanted: readonly WantedPart[]): WantedPart[] {
  const quantities = new Map<number, number>();
  for (const { variantId, quantity } of wanted) quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  return [...quantities].map(([variantId, quantity]) => ({ variantId, quantity }));
}

async function release(
  inventory: Pick<Inventory, 'hold'>,
  variantIds: readonly number[],
  idOf: (variantId: number) => string,
  actor: string,
): Promise<number[]> {
  const stuck: number[] = [];
  for (const variantId of variantIds) {
    const result = await inventory.hold(variantId, {
      kind: 'release',
      holdId: idOf(variantId),
      actor,
      reason: 'not all parts were there',
    });
    if (!result.ok && result.reason === 'unavailable') stuck.push(variantId);
  }
  return stuck;
}

/** How many wholes can be had when each needs these parts; null: any number. `availableOf` answers null for any number. */
export function wholesAvailable(
  parts: readonly WantedPart[],
  availableOf: (variantId: number) => number | null,
): number | null {
  let fewest: number | null = null;
  for (const { variantId, quantity } of merged(parts)) {
    const available = availableOf(variantId);
    if (available === null) continue;
    const wholes = Math.floor(Math.max(0, available) / quantity);
    fewest = Math.min(fewest ?? wholes, wholes);
  }
  return fewest;
}
