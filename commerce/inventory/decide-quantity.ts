import { change, unknownWarehouse } from './change.ts';
import type {
  AdjustCommand,
  Allocation,
  InventoryRefusal,
  InventoryResult,
  QuantityAccepted,
  QuantityCommand,
  QuantityDelta,
  ReturnCommand,
  SetCommand,
  SettableName,
  ShipCommand,
  UncommitCommand,
  WarehouseQuantities,
} from './contract.ts';
import {
  arrive,
  cancelTransfer,
  count,
  expect,
  limit,
  receive,
  transfer,
  unnamedIncoming,
  writeOff,
} from './decide-supply.ts';
import { LedgerDraft } from './draft.ts';
import { addDelta, availableUnits, freeUnits, levelOf, ZERO_QUANTITIES } from './level.ts';
import { commitmentsOf, type Decision, type Receipt, type StockHistory, type StockState } from './state.ts';
import { invalid, MAX_LEVEL } from './validate.ts';

/** Decides a well-formed quantity command; see `decide`. */
export function decideQuantity(
  state: StockState,
  command: QuantityCommand,
  nowMs: number,
  history: StockHistory,
): Decision<InventoryResult> {
  const receipt = state.receipts.get(command.commandId);
  if (receipt) return { entries: [], result: repeated(receipt, command) };
  const draft = new LedgerDraft(state, nowMs);
  const refusal = write(state, draft, command, nowMs, history);
  if (refusal) return { entries: [], result: refusal };
  return { entries: draft.entries, result: answer(draft) };
}

/** A command's content in a fixed order of fields: what a repetition must have in common with the first. */
export function contentOf(command: QuantityCommand): Receipt['content'] {
  const content: [string, string][] = [];
  for (const [field, value] of Object.entries(command).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (field === 'actor' || field === 'reason' || field === 'commandId' || value === undefined) continue;
    content.push([field, field === 'allocations' ? allocationText(command) : JSON.stringify(value)]);
  }
  return content;
}

function allocationText(command: QuantityCommand): string {
  if (command.kind !== 'ship' && command.kind !== 'uncommit') return '';
  const parts = [...command.allocations].sort((a, b) => a.warehouseId - b.warehouseId);
  return JSON.stringify(parts.map((part) => [part.warehouseId, part.quantity]));
}

function repeated(receipt: Receipt, command: QuantityCommand): InventoryResult {
  const now = new Map(contentOf(command));
  const then = new Map(receipt.content);
  const field = [...then.keys(), ...now.keys()].find((name) => now.get(name) !== then.get(name));
  if (field === undefined) return receipt.result;
  const reference = then.get('reference');
  const quantity = then.get('quantity');
  const existing = {
    id: receipt.commandId,
    ...(quantity === undefined ? {} : { quantity: Number(quantity) }),
    ...(reference === undefined ? {} : { reference: String(JSON.parse(reference)) }),
  };
  return { ok: false, reason: 'exists_with_different_content', field, existing };
}

function answer(draft: LedgerDraft): QuantityAccepted {
  const levels = new Map<number, QuantityAccepted['levels'][number]>();
  for (const entry of draft.entries) {
    if (entry.warehouseId === null || !entry.after) continue;
    levels.set(entry.warehouseId, levelOf(entry.warehouseId, entry.after, entry.sequence));
  }
  const sorted = [...levels.values()].sort((a, b) => a.warehouseId - b.warehouseId);
  return { ok: true, sequence: draft.sequence, levels: sorted };
}

function write(
  state: StockState,
  draft: LedgerDraft,
  command: QuantityCommand,
  nowMs: number,
  history: StockHistory,
): InventoryRefusal | null {
  switch (command.kind) {
    case 'activate':
      if (!draft.quantities(command.warehouseId)) change(draft, command, 'activated', command.warehouseId, 0, {});
      return null;
    case 'configure':
      if (state.policy !== command.policy) {
        const { actor, reason, reference, policy } = command;
        draft.add({ kind: 'configured', warehouseId: null, quantity: 0, policy, actor, reason, reference });
      }
      return null;
    case 'receive':
      return receive(state, draft, command);
    case 'return':
      return giveBack(draft, command);
    case 'set':
      return set(state, draft, command);
    case 'adjust':
      return adjust(state, draft, command);
    case 'ship':
    case 'uncommit':
      return settle(state, draft, command);
    case 'expect':
      return expect(state, draft, command);
    case 'transfer':
      return transfer(state, draft, command);
    case 'cancel_transfer':
      return cancelTransfer(state, draft, command);
    case 'count':
      return count(draft, command, nowMs, history);
    case 'write_off':
      return writeOff(state, draft, command);
    case 'limit':
      return limit(state, draft, command);
  }
}

function giveBack(draft: LedgerDraft, command: ReturnCommand): InventoryRefusal | null {
  const { warehouseId, quantity, condition } = command;
  if (condition !== 'damaged') return arrive(draft, command, 'returned', {});
  if (!draft.quantities(warehouseId)) return unknownWarehouse(warehouseId);
  change(draft, command, 'returned_damaged', warehouseId, quantity, {});
  return null;
}

/** A settable quantity as it stands. */
function named(q: WarehouseQuantities, name: SettableName): number {
  switch (name) {
    case 'on_hand':
      return q.onHand;
    case 'available':
      return availableUnits(q);
    case 'incoming':
      return q.incoming;
    case 'safety_stock':
      return q.safetyStock;
  }
}

function deltaOf(name: SettableName, units: number): QuantityDelta {
  if (units === 0) return {};
  switch (name) {
    case 'on_hand':
    case 'available':
      return { onHand: units };
    case 'incoming':
      return { incoming: units };
    case 'safety_stock':
      return { safetyStock: units };
  }
}

function set(state: StockState, draft: LedgerDraft, command: SetCommand): InventoryRefusal | null {
  const { warehouseId, name, quantity, compareQuantity: expected } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  const actual = named(before, name);
  if (expected !== undefined && expected !== actual) {
    return { ok: false, reason: 'changed', warehouseId, name, expected, actual };
  }
  // While units are missing, making some available first has to cover what is promised and kept in reserve.
  const base = name === 'available' && quantity > 0 ? freeUnits(before) : actual;
  const difference = quantity - base;
  if (name === 'incoming') {
    const available = unnamedIncoming(state, warehouseId, before);
    if (-difference > available) return { ok: false, reason: 'insufficient', requested: -difference, available };
  }
  const delta = deltaOf(name, difference);
  if (addDelta(before, delta).onHand > MAX_LEVEL) return invalid('quantity', `must not bring stock above ${MAX_LEVEL}`);
  const kind = name === 'on_hand' || name === 'available' ? 'counted' : 'adjusted';
  change(draft, command, kind, warehouseId, Math.abs(difference), delta);
  return null;
}

function adjust(state: StockState, draft: LedgerDraft, command: AdjustCommand): InventoryRefusal | null {
  const { warehouseId, name } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  const available = name === 'incoming' ? unnamedIncoming(state, warehouseId, before) : named(before, name);
  if (available + command.delta < 0) {
    return { ok: false, reason: 'insufficient', requested: -command.delta, available };
  }
  const delta = deltaOf(name, command.delta);
  const after = addDelta(before, delta);
  if (Math.max(after.onHand, after.incoming, after.safetyStock) > MAX_LEVEL) {
    return invalid('delta', `must not bring a quantity above ${MAX_LEVEL}`);
  }
  change(draft, command, 'adjusted', warehouseId, Math.abs(command.delta), delta);
  return null;
}

function settle(
  state: StockState,
  draft: LedgerDraft,
  command: ShipCommand | UncommitCommand,
): InventoryRefusal | null {
  const committed = commitmentsOf(state, command.reference);
  if (!committed) return { ok: false, reason: 'not_found', what: 'commitment', id: command.reference };
  const short = command.allocations.find((part) => part.quantity > settleable(draft, committed, command.kind, part));
  if (short) {
    const available = settleable(draft, committed, command.kind, short);
    return { ok: false, reason: 'insufficient', requested: short.quantity, available };
  }
  for (const { warehouseId, quantity } of command.allocations) {
    if (command.kind === 'ship') {
      change(draft, command, 'shipped', warehouseId, quantity, { onHand: -quantity, committed: -quantity });
    } else change(draft, command, 'uncommitted', warehouseId, quantity, { committed: -quantity });
  }
  return null;
}

function settleable(
  draft: LedgerDraft,
  committed: ReadonlyMap<number, number>,
  kind: 'ship' | 'uncommit',
  part: Allocation,
): number {
  const sold = committed.get(part.warehouseId) ?? 0;
  const { onHand } = draft.quantities(part.warehouseId) ?? ZERO_QUANTITIES;
  return kind === 'ship' ? Math.min(sold, onHand) : sold;
}
