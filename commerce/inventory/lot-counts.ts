import type { LedgerEntry } from './contract.ts';

/** The lot a block of units is held by, as the reference of its hold says; null when the hold is a shopper's. */
export function lotIn(reference: string | null): string | null {
  return /^variant:\d+\/(lot:\d+)$/.exec(reference ?? '')?.[1] ?? null;
}

/** Units by lot. A lot that is not named has none. */
export type LotCounts = Readonly<Record<string, number>>;

/**
 * What lots have free after entries of the SKU's own ledger, given what they had before: a block that was granted is free until its lot says otherwise, one
 * that was given back is not. Between the two steps of an exchange a count may be below zero. The same object when nothing changed.
 */
export function afterEntries(counts: LotCounts, entries: readonly LedgerEntry[]): LotCounts {
  let after: Record<string, number> | null = null;
  for (const { kind, reference, quantity } of entries) {
    const sign = kind === 'held' ? 1 : kind === 'released' || kind === 'expired' ? -1 : 0;
    const lot = sign === 0 ? null : lotIn(reference);
    if (lot === null) continue;
    after ??= { ...counts };
    after[lot] = (after[lot] ?? 0) + sign * quantity;
  }
  return after === null ? counts : withoutZeros(after);
}

/** Units all lots have free. */
export function freeInLots(counts: LotCounts): number {
  let free = 0;
  for (const count of Object.values(counts)) free += Math.max(0, count);
  return free;
}

/** The counts after a lot told what it has free. */
export function afterReport(counts: LotCounts, lot: string, free: number): LotCounts {
  return withoutZeros({ ...counts, [lot]: free });
}

const withoutZeros = (counts: LotCounts): LotCounts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
