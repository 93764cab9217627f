import type { LedgerEntry, StockView, WarehouseLevel } from '../../commerce/inventory/contract.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { RecordedChange, StockCopies, StockRecords } from '../ports/stock-records.ts';

/** Where the copies of a variant's stock are compared and mended. */
export interface StockDriftDeps {
  readonly records: Pick<StockRecords, 'levels' | 'rebuild'>;
  readonly inventory: Pick<Inventory, 'read' | 'ledger'>;
}

/** What the whole comparison needs: the copy of the ledger too. */
export interface StockAuditDeps extends StockDriftDeps {
  readonly records: StockDriftDeps['records'] & Pick<StockCopies, 'ledger'>;
}

/** One disagreement, in words for a log or an admin view. */
export interface StockDrift {
  readonly variantId: number;
  readonly between: 'object' | 'object and ledger' | 'object and records' | 'ledger and records';
  readonly warehouseId: number | null;
  readonly what: string;
}

/** The comparison of one variant. */
export type DriftReport =
  | { readonly ok: true; readonly variantId: number; readonly sequence: number; readonly drifts: readonly StockDrift[] }
  | { readonly ok: false; readonly variantId: number; readonly reason: 'unavailable' | 'not_found' };

const PAGE = 500;
const NAMES = ['onHand', 'held', 'committed', 'incoming', 'safetyStock'] as const;

/**
 * Compares a variant's object with its own ledger (replayed from the beginning) and with the records' rows. A copy that is
 * only behind, because its message is still on the way, is reported too: look again before alarming anyone.
 * Refusals: unavailable or not_found when the object cannot be read.
 */
export async function stockDrift(variantId: number, deps: StockDriftDeps): Promise<DriftReport> {
  const history = await readHistory(variantId, deps);
  return history.ok ? driftOf(variantId, history, deps) : history;
}

/**
 * Everything that can disagree about a variant: what `stockDrift` compares, and the ledger entry by entry with its copy in the records.
 * Refusals: unavailable or not_found when the object cannot be read.
 */
export async function auditStock(variantId: number, deps: StockAuditDeps): Promise<DriftReport> {
  const history = await readHistory(variantId, deps);
  if (!history.ok) return history;
  const { drifts, ...report } = await driftOf(variantId, history, deps);
  const found = await ledgerDrifts(variantId, history.entries, deps);
  const between = 'ledger and records';
  return {
    ...report,
    drifts: [...drifts, ...found.map((what) => ({ variantId, between, warehouseId: null, what }) as const)],
  };
}

async function driftOf(
  variantId: number,
  history: Extract<History, { ok: true }>,
  deps: StockDriftDeps,
): Promise<Extract<DriftReport, { ok: true }>> {
  const { levels, sequence, entries, invariants } = history;
  const drifts: StockDrift[] = invariants.map((what) => ({ variantId, between: 'object', warehouseId: null, what }));
  const replayed = viewOf(replay(variantId, entries));
  compare(variantId, 'object and ledger', levels, replayed.levels, drifts);
  const then = factsOf(replayed);
  for (const [name, now] of factsOf(history.view)) {
    if (then.get(name) === now) continue;
    const what = `${name} is ${then.get(name)}, not ${now}`;
    drifts.push({ variantId, between: 'object and ledger', warehouseId: null, what });
  }
  compare(variantId, 'object and records', levels, await deps.records.levels(variantId), drifts);
  return { ok: true, variantId, sequence, drifts };
}

/**
 * Makes the records' rows of a variant what its object says: levels are replaced whatever sequence they claim, and so are
 * entries of the ledger. Deleting the rows and rebuilding them gives the same rows again.
 * Refusals: unavailable or not_found when the object cannot be read.
 */
export async function rebuildStock(variantId: number, deps: StockDriftDeps): Promise<DriftReport> {
  const history = await readHistory(variantId, deps);
  if (!history.ok) return history;
  const { levels, sequence, entries } = history;
  await deps.records.rebuild(
    variantId,
    levels.map((level) => ({ variantId, ...level })),
    entries.map((entry) => ({ variantId, entry })),
  );
  return { ok: true, variantId, sequence, drifts: [] };
}

/** Entries that the records lack, have otherwise or have too many, as runs of sequences; those from before the object's own ledger are not its to judge. */
async function ledgerDrifts(
  variantId: number,
  entries: readonly LedgerEntry[],
  { records }: Pick<StockAuditDeps, 'records'>,
): Promise<string[]> {
  const before = (entries[0]?.sequence ?? 1) - 1;
  const copies = new Map<number, RecordedChange>();
  for (let after = before; ; ) {
    const page = await records.ledger(variantId, after, PAGE);
    for (const one of page) copies.set(one.sequence, one);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.sequence;
  }
  const wrong: Record<'missing' | 'different' | 'not in the ledger', number[]> = {
    missing: [],
    different: [],
    'not in the ledger': [],
  };
  for (const entry of entries) {
    const copy = copies.get(entry.sequence);
    copies.delete(entry.sequence);
    if (!copy) wrong.missing.push(entry.sequence);
    else if (!isCopy(copy, entry)) wrong.different.push(entry.sequence);
  }
  wrong['not in the ledger'] = [...copies.keys()];
  return Object.entries(wrong).flatMap(([what, sequences]) =>
    sequences.length === 0 ? [] : [`${sequences.length === 1 ? 'entry' : 'entries'} ${runsOf(sequences)} ${what}`],
  );
}

/** The records know no warehouse that is gone, so a missing one says nothing. */
const isCopy = (copy: RecordedChange, entry: LedgerEntry): boolean =>
  copy.kind === entry.kind &&
  copy.quantity === entry.quantity &&
  (copy.warehouseId === null || copy.warehouseId === entry.warehouseId) &&
  copy.available === entry.available &&
  copy.occurredAtMs === entry.occurredAtMs;

/** `3-5, 9` */
function runsOf(sequences: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const sequence of sequences) {
    const last = runs.at(-1);
    if (last && last[1] === sequence - 1) last[1] = sequence;
    else runs.push([sequence, sequence]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

type History =
  | {
      readonly ok: true;
      readonly sequence: number;
      readonly view: StockView;
      readonly levels: readonly WarehouseLevel[];
      readonly entries: readonly LedgerEntry[];
      readonly invariants: readonly string[];
    }
  | Extract<DriftReport, { ok: false }>;

/** The object and its whole ledger at one sequence: read again when stock moved in between. */
async function readHistory(variantId: number, { inventory }: StockDriftDeps): Promise<History> {
  const entries: LedgerEntry[] = [];
  const failed = (reason: string): History => ({
    ok: false,
    variantId,
    reason: reason === 'not_found' ? 'not_found' : 'unavailable',
  });
  for (let hadNews = true; ; ) {
    const page = await inventory.ledger(variantId, entries.at(-1)?.sequence ?? 0, PAGE);
    if (!page.ok) return failed(page.reason);
    entries.push(...page.entries);
    if (page.entries.length > 0) {
      hadNews = true;
      continue;
    }
    const view = await inventory.read(variantId);
    if (!view.ok) return failed(view.reason);
    const invariants = violatedInvariants(view);
    const last = entries.at(-1)?.sequence ?? 0;
    if (view.sequence !== last) {
      if (hadNews) {
        hadNews = false;
        continue;
      }
      invariants.push(`the ledger ends at ${last}, not at ${view.sequence}`);
    }
    return { ok: true, sequence: view.sequence, view, levels: view.levels, entries, invariants };
  }
}

/** What a view says beside its levels, each as a text that is the same for the same facts. */
function factsOf({ policy, owed, terms, expected }: StockView): Map<string, string> {
  const sorted = Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1));
  const arrivals = expected.map((one) =>
    JSON.stringify([one.reference, one.warehouseId, one.quantity, one.expectedAtMs, one.fromWarehouseId]),
  );
  return new Map([
    ['policy', policy],
    ['owed', String(owed)],
    ['terms', JSON.stringify(sorted)],
    ['expected', arrivals.join(' ')],
  ]);
}

type Copy = { readonly warehouseId: number; readonly sequence: number } & Readonly<
  Record<(typeof NAMES)[number], number>
>;

function compare(
  variantId: number,
  between: StockDrift['between'],
  truth: readonly WarehouseLevel[],
  copies: readonly Copy[],
  drifts: StockDrift[],
): void {
  const remaining = new Map(copies.map((copy) => [copy.warehouseId, copy]));
  for (const level of truth) {
    const copy = remaining.get(level.warehouseId);
    remaining.delete(level.warehouseId);
    const add = (what: string) => drifts.push({ variantId, between, warehouseId: level.warehouseId, what });
    if (!copy) {
      add('missing');
      continue;
    }
    for (const name of NAMES) if (copy[name] !== level[name]) add(`${name} is ${copy[name]}, not ${level[name]}`);
    if (copy.sequence !== level.sequence) add(`sequence is ${copy.sequence}, not ${level.sequence}`);
  }
  for (const { warehouseId } of remaining.values())
    drifts.push({ variantId, between, warehouseId, what: 'not in the object' });
}
