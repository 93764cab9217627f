import type { LedgerEntry, StockView, WarehouseLevel } from '../../commerce/inventory/contract.ts';
import { violatedInvariants } from '../../commerce/inventory/level.ts';
import { replay } from '../../commerce/inventory/replay.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { StockRecords } from '../ports/stock-records.ts';

/** Where the copies of a variant's stock are compared and mended. */
export interface StockDriftDeps {
  readonly records: Pick<StockRecords, 'levels' | 'rebuild'>;
  readonly inventory: Pick<Inventory, 'read' | 'ledger'>;
}

/** One disagreement, in words for a log or an admin view. */
export interface StockDrift {
  readonly variantId: number;
  readonly between: 'object' | 'object and ledger' | 'object and records';
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
  if (!history.ok) return history;
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
 * Makes the records' rows of a variant what its object says: levels are replaced whatever sequence they claim, missing
 * ledger entries are added. Deleting the rows and rebuilding them gives the same rows again.
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
