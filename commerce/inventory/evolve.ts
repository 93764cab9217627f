import type { Hold, LedgerEntry, OpeningStock } from './contract.ts';
import { LedgerDraft } from './draft.ts';
import { uncommittedUnits, withCommitted } from './hold-units.ts';
import { availableUnits, ZERO_QUANTITIES } from './level.ts';
import { commitmentsOf, expectationKey, OPENING_REFERENCE, type StockState } from './state.ts';
import type { Expectation } from './supply.ts';

/**
 * Changes a state by one recorded entry: the only function that does, so that a ledger replayed gives the state again.
 * Throws RangeError when the entry does not follow the state's sequence: a gap is a bug, never input.
 */
export function evolve(state: StockState, entry: LedgerEntry): void {
  evolveStock(state, entry);
  evolveHold(state, entry);
  evolveCommitments(state, entry);
}

/**
 * The part of `evolve` about quantities, policy, limits and arrivals; holds and commitments stay as they are. It needs nothing
 * but what an earlier entry left there, so a past moment can be reached from any point whose stock is known. Throws alike.
 */
export function evolveStock(state: StockState, entry: LedgerEntry): void {
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
  if (!entry.details) return;
  const { terms, expected } = entry.details;
  if (terms) state.terms = terms;
  if (!expected) return;
  const key = expectationKey(expected.reference, expected.warehouseId);
  if (expected.quantity === 0) state.expected.delete(key);
  else state.expected.set(key, expected);
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
      state.holds.set(entry.holdId, committedBy(entry, hold));
      return;
    case 'released':
    case 'expired':
      state.holds.set(entry.holdId, { ...hold, status: entry.kind, endedSequence: entry.sequence });
      return;
    default:
      throw new RangeError(`ledger: entry ${entry.sequence} of kind ${entry.kind} names a hold`);
  }
}

/** Held for as long as a unit of it is neither sold nor given back. */
function committedBy(entry: LedgerEntry, hold: Hold): Hold {
  const part = { warehouseId: entry.warehouseId ?? 0, quantity: entry.quantity };
  const commits = withCommitted(hold.commits, entry.reference ?? '', part, entry.sequence);
  const next = { ...hold, commits };
  if (uncommittedUnits(next).length > 0) return next;
  return { ...next, status: 'committed', endedSequence: entry.sequence };
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
    heldAtMs: entry.occurredAtMs,
    customer: entry.details?.customer ?? null,
    arrivesAtMs: entry.details?.arrivesAtMs ?? null,
    commits: [],
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
  } else if (settles(entry)) {
    const units = commitmentsOf(state, entry.reference);
    if (!units)
      throw new RangeError(`ledger: entry ${entry.sequence} settles the unknown reference ${entry.reference}`);
    units.set(entry.warehouseId, (units.get(entry.warehouseId) ?? 0) - entry.quantity);
  }
}

/** Whether an entry ends sold units of a reference: shipped, freed, or written off before they left. */
export function settles(entry: Pick<LedgerEntry, 'kind' | 'delta'>): boolean {
  if (entry.kind === 'written_off') return entry.delta.committed !== undefined;
  return entry.kind === 'shipped' || entry.kind === 'uncommitted';
}

/**
 * The entries that begin a ledger: one `opened` per warehouse (or one for none), then one `committed` per order whose
 * units are sold but not shipped, then limits and arrivals the records know. Holds do not survive: nobody knows whose they
 * were. Never empty.
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
  const { terms, expected = [] } = opening;
  if (terms) draft.add({ kind: 'configured', warehouseId: null, quantity: 0, details: { terms }, actor: 'system' });
  for (const one of knownArrivals(opening, expected)) {
    const { warehouseId, quantity, reference } = one;
    draft.add({ kind: 'expected', warehouseId, quantity, reference, details: { expected: one }, actor: 'system' });
  }
  return draft.entries;
}

/** Arrivals as far as `incoming` covers them: what the records say beyond that is not believed. */
function knownArrivals(opening: OpeningStock, expected: readonly Expectation[]): Expectation[] {
  const left = new Map(opening.levels.map((level) => [level.warehouseId, level.incoming]));
  return expected.flatMap((one) => {
    const quantity = Math.min(one.quantity, left.get(one.warehouseId) ?? 0);
    left.set(one.warehouseId, (left.get(one.warehouseId) ?? 0) - quantity);
    return quantity > 0 ? [{ ...one, quantity }] : [];
  });
}
