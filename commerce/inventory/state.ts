import { byDate, soldBeyond } from './beyond.ts';
import type {
  Hold,
  LedgerEntry,
  QuantityAccepted,
  StockPolicy,
  StockView,
  WarehouseLevel,
  WarehouseQuantities,
} from './contract.ts';
import { levelOf, shortfallUnits } from './level.ts';
import { type Expectation, NO_TERMS, type SellingTerms } from './supply.ts';

/** Stands for orders that were committed before the ledger began and that the records do not name. */
export const OPENING_REFERENCE = 'opening';

/** A warehouse's quantities and the sequence of the last entry that concerned it. */
export interface StoredLevel {
  readonly quantities: WarehouseQuantities;
  readonly sequence: number;
}

/** What a quantity command said and was answered, kept to recognise its repetition. */
export interface Receipt {
  readonly commandId: string;
  /** The command's content in a fixed order, see `contentOf`. */
  readonly content: readonly (readonly [field: string, value: string])[];
  readonly result: QuantityAccepted;
}

/**
 * One variant's stock in memory. `decide` only reads it, `evolve` alone changes it.
 * A shell may keep only some of `holds`, `commitments` and `receipts` here, as long as everything the next command names
 * is present: the hold of its id, the receipt of its id, the commitments of its reference and of `OPENING_REFERENCE`, and,
 * for a hold under `maxPerCustomer`, the customer's held and committed holds of the window.
 */
export interface StockState {
  readonly variantId: number;
  policy: StockPolicy;
  terms: SellingTerms;
  sequence: number;
  /** Sum of what can be sold, kept with every change. */
  available: number;
  readonly levels: Map<number, StoredLevel>;
  readonly holds: Map<string, Hold>;
  /** Sold and unshipped units: reference -> warehouse -> quantity. A reference once known stays, at zero. */
  readonly commitments: Map<string, Map<number, number>>;
  readonly receipts: Map<string, Receipt>;
  /** Arrivals still to come, by `expectationKey`. */
  readonly expected: Map<string, Expectation>;
}

/** Names what is expected under a reference at a warehouse. */
export function expectationKey(reference: string, warehouseId: number): string {
  return `${warehouseId} ${reference}`;
}

/** Stock of a variant nobody has heard of; its ledger begins after `sequence`. */
export function emptyState(variantId: number, sequence = 0): StockState {
  return {
    variantId,
    policy: 'deny',
    terms: NO_TERMS,
    sequence,
    available: 0,
    levels: new Map(),
    holds: new Map(),
    commitments: new Map(),
    receipts: new Map(),
    expected: new Map(),
  };
}

/** An independent copy: what happens to one is not seen by the other. */
export function cloneState(state: StockState): StockState {
  return {
    ...state,
    levels: new Map(state.levels),
    holds: new Map(state.holds),
    commitments: new Map([...state.commitments].map(([reference, units]) => [reference, new Map(units)])),
    receipts: new Map(state.receipts),
    expected: new Map(state.expected),
  };
}

/** The state as others see it; levels ascend by warehouse id. */
export function viewOf(state: StockState): StockView {
  let owed = 0;
  for (const { quantities } of state.levels.values()) owed += shortfallUnits(quantities);
  return {
    variantId: state.variantId,
    sequence: state.sequence,
    policy: state.policy,
    available: state.available,
    owed,
    beyond: soldBeyond(state),
    terms: state.terms,
    levels: levelsOf(state, [...state.levels.keys()]),
    expected: [...state.expected.values()].sort(byDate),
  };
}

/** The named warehouses as they are now, ascending by id; unknown ones are left out. */
export function levelsOf(state: StockState, warehouseIds: readonly number[]): WarehouseLevel[] {
  const levels: WarehouseLevel[] = [];
  for (const id of [...warehouseIds].sort((a, b) => a - b)) {
    const stored = state.levels.get(id);
    if (stored) levels.push(levelOf(id, stored.quantities, stored.sequence));
  }
  return levels;
}

/** What the past was, for the one command that needs it (`count`). */
export interface StockHistory {
  /** Recorded as on hand at a moment (entries of that very millisecond included); null when nothing was recorded yet. */
  onHandAt(warehouseId: number, timeMs: number): number | null;
}

/** For whoever decides without a ledger at hand: counts of past moments are then refused. */
export const NOTHING_KNOWN: StockHistory = { onHandAt: () => null };

/** What a command decided: entries to record, in order, and the answer to give once they are recorded. */
export interface Decision<R> {
  readonly entries: readonly LedgerEntry[];
  readonly result: R;
}

/** The units sold to a reference by warehouse; a reference the ledger never heard of owns what was committed before it began. */
export function commitmentsOf(state: StockState, reference: string): Map<number, number> | undefined {
  return state.commitments.get(reference) ?? state.commitments.get(OPENING_REFERENCE);
}
