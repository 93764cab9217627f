import type {
  AdjustCommand,
  Allocation,
  InventoryRefusal,
  InventoryResult,
  LedgerKind,
  QuantityAccepted,
  QuantityCommand,
  QuantityDelta,
  SetCommand,
  SettableName,
  ShipCommand,
  UncommitCommand,
  WarehouseQuantities,
} from './contract.ts';
import { LedgerDraft } from './draft.ts';
import { addDelta, availableUnits, freeUnits, levelOf, ZERO_QUANTITIES } from './level.ts';
import { type Decision, OPENING_REFERENCE, type Receipt, type StockState } from './state.ts';
import { invalid, MAX_LEVEL } from './validate.ts';

/** Decides a well-formed quantity command; see `decide`. */
export function decideQuantity(state: StockState, command: QuantityCommand, nowMs: number): Decision<InventoryResult> {
  const receipt = state.receipts.get(command.commandId);
  if (receipt) return { entries: [], result: repeated(receipt, command) };
  const draft = new LedgerDraft(state, nowMs);
  const refusal = write(state, draft, command);
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

function write(state: StockState, draft: LedgerDraft, command: QuantityCommand): InventoryRefusal | null {
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
      return receive(draft, command);
    case 'return':
      return arrive(draft, command, 'returned', {});
    case 'set':
      return set(draft, command);
    case 'adjust':
      return adjust(draft, command);
    case 'ship':
    case 'uncommit':
      return settle(state, draft, command);
  }
}

function change(
  draft: LedgerDraft,
  command: QuantityCommand,
  kind: LedgerKind,
  warehouseId: number,
  quantity: number,
  delta: QuantityDelta,
): void {
  const { actor, reason, reference } = command;
  draft.add({ kind, warehouseId, quantity, delta, actor, reason, reference });
}

function unknownWarehouse(warehouseId: number): InventoryRefusal {
  return { ok: false, reason: 'not_found', what: 'warehouse', id: String(warehouseId) };
}

type Arrival = Extract<QuantityCommand, { kind: 'receive' | 'return' }>;

function receive(draft: LedgerDraft, command: Extract<Arrival, { kind: 'receive' }>): InventoryRefusal | null {
  const incoming = draft.quantities(command.warehouseId)?.incoming ?? 0;
  const expected = command.fromIncoming ? Math.min(incoming, command.quantity) : 0;
  return arrive(draft, command, 'received', expected > 0 ? { incoming: -expected } : {});
}

function arrive(draft: LedgerDraft, command: Arrival, kind: LedgerKind, also: QuantityDelta): InventoryRefusal | null {
  const before = draft.quantities(command.warehouseId);
  if (!before) return unknownWarehouse(command.warehouseId);
  if (before.onHand + command.quantity > MAX_LEVEL)
    return invalid('quantity', `must not bring stock above ${MAX_LEVEL}`);
  change(draft, command, kind, command.warehouseId, command.quantity, { onHand: command.quantity, ...also });
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

function set(draft: LedgerDraft, command: SetCommand): InventoryRefusal | null {
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
  const delta = deltaOf(name, difference);
  if (addDelta(before, delta).onHand > MAX_LEVEL) return invalid('quantity', `must not bring stock above ${MAX_LEVEL}`);
  const kind = name === 'on_hand' || name === 'available' ? 'counted' : 'adjusted';
  change(draft, command, kind, warehouseId, Math.abs(difference), delta);
  return null;
}

function adjust(draft: LedgerDraft, command: AdjustCommand): InventoryRefusal | null {
  const { warehouseId, name } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  const actual = named(before, name);
  if (actual + command.delta < 0) {
    return { ok: false, reason: 'insufficient', requested: -command.delta, available: actual };
  }
  const delta = deltaOf(name, command.delta);
  const after = addDelta(before, delta);
  if (Math.max(after.onHand, after.incoming, after.safetyStock) > MAX_LEVEL) {
    return invalid('delta', `must not bring a quantity above ${MAX_LEVEL}`);
  }
  change(draft, command, 'adjusted', warehouseId, Math.abs(command.delta), delta);
  return null;
}

/** The units sold to a reference by warehouse; a reference the ledger never heard of owns what was committed before it began. */
export function commitmentsOf(state: StockState, reference: string): Map<number, number> | undefined {
  return state.commitments.get(reference) ?? state.commitments.get(OPENING_REFERENCE);
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
