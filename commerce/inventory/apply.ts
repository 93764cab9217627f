import type { InventoryCommand, InventoryResult, LedgerEntry } from './contract.ts';
import { decide, expireDue } from './decide.ts';
import { contentOf } from './decide-quantity.ts';
import { evolve } from './evolve.ts';
import { cloneState, NOTHING_KNOWN, type StockHistory, type StockState } from './state.ts';

/** What became of a command: the state after it, the entries that led there, and the answer. */
export interface Applied {
  readonly state: StockState;
  /** Expiries that were due first, then what the command did; empty when nothing changed. */
  readonly events: readonly LedgerEntry[];
  readonly result: InventoryResult;
}

/**
 * One step of a variant's stock: ends what is overdue, then decides the command. Never changes the state it is given.
 * A refused command may still have events: expiries that were due.
 */
export function apply(
  before: StockState,
  command: InventoryCommand,
  nowMs: number,
  history: StockHistory = NOTHING_KNOWN,
): Applied {
  const state = cloneState(before);
  const events: LedgerEntry[] = [...expireDue(state, state.holds.values(), nowMs)];
  for (const entry of events) evolve(state, entry);
  const { entries, result } = decideAndEvolve(state, command, nowMs, history);
  events.push(...entries);
  return { state, events, result };
}

/**
 * Decides a command and changes the state accordingly, in place: for a shell that owns the state and has ended what is
 * overdue. A quantity command leaves its receipt in `state.receipts`.
 */
export function decideAndEvolve(
  state: StockState,
  command: InventoryCommand,
  nowMs: number,
  history: StockHistory = NOTHING_KNOWN,
): { readonly entries: readonly LedgerEntry[]; readonly result: InventoryResult } {
  const { entries, result } = decide(state, command, nowMs, history);
  for (const entry of entries) evolve(state, entry);
  if (result.ok && 'commandId' in command && 'levels' in result && !state.receipts.has(command.commandId)) {
    state.receipts.set(command.commandId, { commandId: command.commandId, content: contentOf(command), result });
  }
  return { entries, result };
}
