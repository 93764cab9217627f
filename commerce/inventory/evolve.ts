import type { Hold, LedgerEntry, OpeningStock } from './contract.ts';
import { commitmentsOf } from './decide-quantity.ts';
import { LedgerDraft } from './draft.ts';
import { availableUnits, ZERO_QUANTITIES } from './level.ts';
import { emptyState, OPENING_REFERENCE, type StockState } from './state.ts';

/**
 * Changes a state by one recorded entry: the only function that does, so that a ledger replayed gives the state again.
 * Throws RangeError when the entry does not follow the state's sequence: a gap is a bug, never input.
 */
export function evolve(state: StockState, entry: LedgerEntry): void {
  if (entry.sequence !== state.sequence + 1) {
    throw new RangeError(`ledger: entry ${entry.sequence} cannot follow ${state.sequence}`);
  }
  state.sequence = entry.sequence;
  if (entry.policy) state.policy = entry.policy;
  if (entry.warehouseId !== null && entry.after) {
    const before = state.levels.get(entry.warehouseId)?.quantities ?? ZERO_QUANTITIES;
    state.available += availableUnits(entry.after) - availableUnits(before);
    state.levels.set(entry.warehouseId, { quantities: entry.after, sequence: entry.sequence });
  }
  evolveHold(state, entry);
  evolveCommitments(state, entry);
}

function evolveHold(state: StockState, entry: LedgerEntry): void {
  if (entry.holdId === null) return;
  const hold = state.holds.get(entry.holdId);
  if (entry.kind === 'held') {
    state.holds.set(entry.holdId, heldBy(entry, hold));
    return;
  }
  if (!hold) throw new RangeError(`ledger: entry ${entry.sequence} ends the unknown hold ${entry.holdId}`);
  switch (entry.kind) {
    case 'extended':
      state.holds.set(entry.holdId, {
        ...hold,
        expiresAtMs: entry.expiresAtMs ?? hold.expiresAtMs,
        extendedSequence: entry.sequence,
      });
      return;
    case 'committed':
    case 'released':
    case 'expired': {
      const committedReference = entry.kind === 'committed' ? entry.reference : null;
      state.holds.set(entry.holdId, { ...hold, status: entry.kind, committedReference, endedSequence: entry.sequence });
      return;
    }
    default:
      throw new RangeError(`ledger: entry ${entry.sequence} of kind ${entry.kind} names a hold`);
  }
}

/** A hold over several warehouses is recorded by as many entries; each adds its part. */
function heldBy(entry: LedgerEntry, earlier: Hold | undefined): Hold {
  const part = { warehouseId: entry.warehouseId ?? 0, quantity: entry.quantity };
  return {
    holdId: entry.holdId ?? '',
    reference: entry.reference ?? '',
    quantity: (earlier?.quantity ?? 0) + entry.quantity,
    allocations: [...(earlier?.allocations ?? []), part],
    status: 'held',
    expiresAtMs: entry.expiresAtMs ?? 0,
    committedReference: null,
    heldSequence: entry.sequence,
    extendedSequence: entry.sequence,
    endedSequence: 0,
  };
}

function evolveCommitments(state: StockState, entry: LedgerEntry): void {
  if (entry.warehouseId === null || entry.reference === null) return;
  if (entry.kind === 'committed') {
    const units = state.commitments.get(entry.reference) ?? new Map<number, number>();
    units.set(entry.warehouseId, (units.get(entry.warehouseId) ?? 0) + entry.quantity);
    state.commitments.set(entry.reference, units);
  } else if (entry.kind === 'shipped' || entry.kind === 'uncommitted') {
    const units = commitmentsOf(state, entry.reference);
    if (!units)
      throw new RangeError(`ledger: entry ${entry.sequence} settles the unknown reference ${entry.reference}`);
    units.set(entry.warehouseId, (units.get(entry.warehouseId) ?? 0) - entry.quantity);
  }
}

/**
 * Rebuilds the state a ledger leads to; an empty ledger gives empty stock. Receipts of commands are not in it.
 * Throws RangeError on a gap.
 */
export function replay(variantId: number, entries: readonly LedgerEntry[]): StockState {
  const state = emptyState(variantId, (entries[0]?.sequence ?? 1) - 1);
  for (const entry of entries) evolve(state, entry);
  return state;
}

/**
 * The entries that begin a ledger: one `opened` per warehouse (or one for none), then one `committed` per order whose
 * units are sold but not shipped. Holds do not survive: nobody knows whose they were. Never empty.
 */
export function openingEntries(state: StockState, opening: OpeningStock, nowMs: number): readonly LedgerEntry[] {
  const draft = new LedgerDraft(state, nowMs);
  const { policy } = opening;
  if (opening.levels.length === 0)
    draft.add({ kind: 'opened', warehouseId: null, quantity: 0, policy, actor: 'system' });
  for (const { warehouseId, onHand, incoming, safetyStock } of opening.levels) {
    const delta = { onHand: Math.max(0, onHand), incoming, safetyStock };
    draft.add({ kind: 'opened', warehouseId, quantity: delta.onHand, delta, policy, actor: 'system' });
  }
  for (const level of opening.levels) {
    const known = opening.commitments.filter((part) => part.warehouseId === level.warehouseId && part.quantity > 0);
    const unknown = level.committed - known.reduce((sum, part) => sum + part.quantity, 0);
    const parts = unknown > 0 ? [...known, { reference: OPENING_REFERENCE, quantity: unknown }] : known;
    for (const { reference, quantity } of parts) {
      const delta = { committed: quantity };
      draft.add({ kind: 'committed', warehouseId: level.warehouseId, quantity, delta, reference, actor: 'system' });
    }
  }
  return draft.entries;
}
