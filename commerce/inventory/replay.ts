import type { LedgerEntry } from './contract.ts';
import { evolve, evolveStock } from './evolve.ts';
import { emptyState, type StockHistory, type StockState } from './state.ts';

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
 * Rebuilds the state of a past moment, holds and commitments included, from a whole ledger: entries of that very millisecond
 * count as before it. Empty stock before the first entry. Throws RangeError on a gap.
 */
export function replayUntil(variantId: number, entries: readonly LedgerEntry[], timeMs: number): StockState {
  return replay(
    variantId,
    entries.filter((entry) => entry.occurredAtMs <= timeMs),
  );
}

/**
 * Goes on from a known state to a past moment by the entries after it, oldest first: quantities, policy, limits and arrivals.
 * Changes the state it is given. For long ledgers, whose shell keeps a state from time to time; holds and commitments are
 * left as they are. Throws RangeError on a gap.
 */
export function replayStock(state: StockState, entries: Iterable<LedgerEntry>): StockState {
  for (const entry of entries) evolveStock(state, entry);
  return state;
}

/** The history that a whole ledger tells. */
export function historyOf(entries: readonly LedgerEntry[]): StockHistory {
  return {
    onHandAt: (warehouseId, timeMs) => {
      const last = entries.findLast((entry) => entry.warehouseId === warehouseId && entry.occurredAtMs <= timeMs);
      return last?.after?.onHand ?? null;
    },
  };
}

/** Why stock was what it was at a moment. */
export interface StockCauses {
  /** The last entry of that moment; null when nothing was recorded yet. */
  readonly last: LedgerEntry | null;
  /** The last entry until then that changed what could be sold; null when there is none (among those looked at). */
  readonly changedAvailable: LedgerEntry | null;
  /** What happened next; null when nothing did. */
  readonly next: LedgerEntry | null;
}

/** Finds the causes of a moment's stock in a ledger. */
export function causesAt(entries: readonly LedgerEntry[], timeMs: number): StockCauses {
  const until = entries.findLastIndex((entry) => entry.occurredAtMs <= timeMs);
  let changed = until;
  while (changed > 0 && entries[changed]?.available === entries[changed - 1]?.available) changed -= 1;
  return {
    last: entries[until] ?? null,
    changedAvailable: entries[changed] ?? null,
    next: entries[until + 1] ?? null,
  };
}
