import type {
  HoldingCommand,
  HoldResult,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  LedgerEntry,
  OpeningStock,
  QuantityCommand,
  QuantityResult,
  StockView,
} from '../../commerce/inventory/contract.ts';
import type { StockCauses } from '../../commerce/inventory/replay.ts';

export type StockReading = ({ readonly ok: true } & StockView) | InventoryRefusal;
export type CausesReading = ({ readonly ok: true } & StockCauses) | InventoryRefusal;
export type LedgerReading =
  | { readonly ok: true; readonly sequence: number; readonly entries: readonly LedgerEntry[] }
  | InventoryRefusal;

/**
 * Stock of every variant, each one decided by its own SkuInventory object. Never throws for an unreachable object: it
 * answers `{ok: false, reason: 'unavailable', retryable}`; repeat such a command with the SAME id.
 *
 * Holding several variants: take them in the order of `sortForLocking`
 * (commerce/inventory/locking.ts) and release the taken ones when one is refused.
 */
export interface Inventory {
  /** Hold, extend, commit or release units of one variant. Refusals: see each command in commerce/inventory/contract.ts. */
  hold(variantId: number, command: HoldingCommand): Promise<HoldResult>;
  /**
   * Change quantities of one variant: receive, adjust, set, ship, uncommit, return, activate, configure, and what
   * commerce/inventory/supply.ts has: expect, transfer, cancel_transfer, count, write_off, limit.
   */
  change(variantId: number, command: QuantityCommand): Promise<QuantityResult>;
  /**
   * Several commands of one variant, decided in order and committed together; one refusal does not undo the others. `opening`: what the records know of a
   * variant whose stock nobody asked for yet; spares its object the reading, and says nothing where stock is open.
   */
  executeMany(
    variantId: number,
    commands: readonly InventoryCommand[],
    opening?: OpeningStock,
  ): Promise<readonly InventoryResult[]>;
  /** Exact stock of one variant now. Refusals in order: unavailable, not_found (variant). */
  read(variantId: number): Promise<StockReading>;
  /** Exact stock of many variants now, read in parallel; a repeated id is read once. Every asked id is in the answer. */
  availability(variantIds: readonly number[]): Promise<ReadonlyMap<number, StockReading>>;
  /** Stock as it was at a moment (ms since 1970), from the ledger; levels are empty before the first entry. */
  readAt(variantId: number, timeMs: number): Promise<StockReading>;
  /** Ledger entries after a sequence, oldest first, at most `limit` (1..500). */
  ledger(variantId: number, afterSequence: number, limit: number): Promise<LedgerReading>;
}

/** Explanations of past stock, from the objects' ledgers. */
export interface StockPast {
  /** Why stock was what it was at a moment: the entries behind it. Refusals as for `Inventory.read`. */
  causesAt(variantId: number, timeMs: number): Promise<CausesReading>;
}
