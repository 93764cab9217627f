import type { StockPolicy } from '../../commerce/inventory/contract.ts';
import { emptyState, expectationKey, type StockState, type StoredLevel } from '../../commerce/inventory/state.ts';
import type { Expectation, SellingTerms } from '../../commerce/inventory/supply.ts';

/** A snapshot is written when the ledger passes a multiple of this many entries: a past moment is at most so many entries away. */
export const SNAPSHOT_EVERY = 1_000;

/** Stock as it was after an entry, without holds and commitments. */
interface Snapshot {
  readonly sequence: number;
  readonly policy: StockPolicy;
  readonly terms: SellingTerms;
  readonly available: number;
  readonly levels: readonly (readonly [warehouseId: number, level: StoredLevel])[];
  readonly expected: readonly Expectation[];
}

/** What is kept of a state. */
export function snapshotOf({ sequence, policy, terms, available, levels, expected }: StockState): Snapshot {
  return { sequence, policy, terms, available, levels: [...levels], expected: [...expected.values()] };
}

/** The state a snapshot was taken of, without holds and commitments. */
export function stateOf(variantId: number, text: string): StockState {
  const snapshot: Snapshot = JSON.parse(text);
  const state = emptyState(variantId, snapshot.sequence);
  state.policy = snapshot.policy;
  state.terms = snapshot.terms;
  state.available = snapshot.available;
  for (const [warehouseId, level] of snapshot.levels) state.levels.set(warehouseId, level);
  for (const one of snapshot.expected) state.expected.set(expectationKey(one.reference, one.warehouseId), one);
  return state;
}
