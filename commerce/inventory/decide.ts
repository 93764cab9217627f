import { allocate, type Source } from './allocate.ts';
import type {
  CommitCommand,
  ExtendCommand,
  Hold,
  HoldAccepted,
  HoldCommand,
  InventoryCommand,
  InventoryRefusal,
  InventoryResult,
  ReleaseCommand,
} from './contract.ts';
import { decideQuantity } from './decide-quantity.ts';
import { LedgerDraft } from './draft.ts';
import { availableUnits } from './level.ts';
import type { Decision, StockState } from './state.ts';
import { invalid, invalidForm, MAX_HOLD_MS } from './validate.ts';

/**
 * Decides one command over a state in which nothing is overdue (`expireDue` first). Changes nothing.
 * A refusal and a repeated command have no entries. Refusals: as documented at each command in contract.ts.
 */
export function decide(state: StockState, command: InventoryCommand, nowMs: number): Decision<InventoryResult> {
  const malformed = invalidForm(command);
  if (malformed) return { entries: [], result: malformed };
  switch (command.kind) {
    case 'hold':
      return decideHold(state, command, nowMs);
    case 'extend':
      return decideExtend(state, command, nowMs);
    case 'commit':
      return decideCommit(state, command, nowMs);
    case 'release':
      return decideRelease(state, command, nowMs);
    case 'expire':
      return { entries: [], result: { ok: true, sequence: state.sequence, levels: [] } };
    default:
      return decideQuantity(state, command, nowMs);
  }
}

/**
 * Ends the holds that are held and whose time has come (`expiresAtMs` <= now) among the given ones, earliest first.
 * Changes nothing; its entries are recorded before the next command is decided.
 */
export function expireDue(state: StockState, holds: Iterable<Hold>, nowMs: number): LedgerDraft['entries'] {
  const due = [...holds].filter((hold) => hold.status === 'held' && hold.expiresAtMs <= nowMs);
  due.sort((a, b) => a.expiresAtMs - b.expiresAtMs || a.heldSequence - b.heldSequence);
  const draft = new LedgerDraft(state, nowMs);
  for (const hold of due) endHold(draft, hold, 'expired', { actor: 'system' });
  return draft.entries;
}

function accepted(hold: Hold, sequence: number): HoldAccepted {
  return { ok: true, holdId: hold.holdId, allocations: hold.allocations, expiresAtMs: hold.expiresAtMs, sequence };
}

const refuse = (result: InventoryRefusal): Decision<InventoryRefusal> => ({ entries: [], result });
const repeat = (hold: Hold, sequence: number): Decision<HoldAccepted> => ({
  entries: [],
  result: accepted(hold, sequence),
});

function decideHold(state: StockState, command: HoldCommand, nowMs: number): Decision<InventoryResult> {
  const existing = state.holds.get(command.holdId);
  if (existing) return repeatedHold(existing, command);
  if (command.expiresAtMs <= nowMs) return refuse(invalid('expiresAtMs', 'must be in the future'));
  if (command.expiresAtMs > nowMs + MAX_HOLD_MS) {
    return refuse(invalid('expiresAtMs', `must be at most ${MAX_HOLD_MS} ms away`));
  }
  const sources = sourcesOf(state, command.warehousePreference);
  const allocations = allocate(command.quantity, sources, state.policy !== 'deny');
  if (!allocations) {
    const available = sources.reduce((sum, source) => sum + source.available, 0);
    return refuse({ ok: false, reason: 'insufficient', requested: command.quantity, available });
  }
  const draft = new LedgerDraft(state, nowMs);
  for (const part of allocations) {
    draft.add({
      kind: 'held',
      warehouseId: part.warehouseId,
      quantity: part.quantity,
      delta: { held: part.quantity },
      holdId: command.holdId,
      reference: command.reference,
      expiresAtMs: command.expiresAtMs,
      actor: command.actor,
      reason: command.reason,
    });
  }
  const { holdId, expiresAtMs } = command;
  return { entries: draft.entries, result: { ok: true, holdId, allocations, expiresAtMs, sequence: draft.sequence } };
}

function repeatedHold(existing: Hold, command: HoldCommand): Decision<InventoryResult> {
  const { holdId, quantity, reference, status } = existing;
  const field = command.quantity !== quantity ? 'quantity' : command.reference !== reference ? 'reference' : null;
  if (field) {
    const content = { id: holdId, quantity, reference, status };
    return refuse({ ok: false, reason: 'exists_with_different_content', field, existing: content });
  }
  return endedRefusal(existing) ?? repeat(existing, existing.heldSequence);
}

/** Expired and released holds cannot be acted on any more; null for held and committed ones. */
function endedRefusal(hold: Hold): Decision<InventoryRefusal> | null {
  if (hold.status === 'expired') {
    return refuse({ ok: false, reason: 'expired', holdId: hold.holdId, expiredAtMs: hold.expiresAtMs });
  }
  if (hold.status === 'released') return refuse({ ok: false, reason: 'released', holdId: hold.holdId });
  return null;
}

const unknownHold = (holdId: string) => refuse({ ok: false, reason: 'not_found', what: 'hold', id: holdId });

function alreadyCommitted(hold: Hold): Decision<InventoryRefusal> {
  const reference = hold.committedReference ?? '';
  return refuse({ ok: false, reason: 'already_committed', holdId: hold.holdId, reference });
}

function decideExtend(state: StockState, command: ExtendCommand, nowMs: number): Decision<InventoryResult> {
  const hold = state.holds.get(command.holdId);
  if (!hold) return unknownHold(command.holdId);
  const ended = endedRefusal(hold);
  if (ended) return ended;
  if (hold.status === 'committed') return alreadyCommitted(hold);
  if (command.expiresAtMs > nowMs + MAX_HOLD_MS) {
    return refuse(invalid('expiresAtMs', `must be at most ${MAX_HOLD_MS} ms away`));
  }
  if (command.expiresAtMs <= hold.expiresAtMs) return repeat(hold, hold.extendedSequence);
  const draft = new LedgerDraft(state, nowMs);
  draft.add({
    kind: 'extended',
    warehouseId: null,
    quantity: hold.quantity,
    holdId: hold.holdId,
    reference: hold.reference,
    expiresAtMs: command.expiresAtMs,
    actor: command.actor,
    reason: command.reason,
  });
  const result = { ...accepted(hold, draft.sequence), expiresAtMs: command.expiresAtMs };
  return { entries: draft.entries, result };
}

function decideCommit(state: StockState, command: CommitCommand, nowMs: number): Decision<InventoryResult> {
  const hold = state.holds.get(command.holdId);
  if (!hold) return unknownHold(command.holdId);
  if (hold.status === 'committed') {
    if (hold.committedReference === command.reference) return repeat(hold, hold.endedSequence);
    const existing = {
      id: hold.holdId,
      quantity: hold.quantity,
      reference: hold.committedReference ?? '',
      status: hold.status,
    };
    return refuse({ ok: false, reason: 'exists_with_different_content', field: 'reference', existing });
  }
  const ended = endedRefusal(hold);
  if (ended) return ended;
  const draft = new LedgerDraft(state, nowMs);
  for (const part of hold.allocations) {
    draft.add({
      kind: 'committed',
      warehouseId: part.warehouseId,
      quantity: part.quantity,
      delta: { held: -part.quantity, committed: part.quantity },
      holdId: hold.holdId,
      reference: command.reference,
      actor: command.actor,
      reason: command.reason,
    });
  }
  return { entries: draft.entries, result: accepted(hold, draft.sequence) };
}

function decideRelease(state: StockState, command: ReleaseCommand, nowMs: number): Decision<InventoryResult> {
  const hold = state.holds.get(command.holdId);
  if (!hold) return unknownHold(command.holdId);
  if (hold.status === 'committed') return alreadyCommitted(hold);
  if (hold.status !== 'held') return repeat(hold, hold.endedSequence);
  const draft = new LedgerDraft(state, nowMs);
  endHold(draft, hold, 'released', command);
  return { entries: draft.entries, result: accepted(hold, draft.sequence) };
}

function endHold(
  draft: LedgerDraft,
  hold: Hold,
  kind: 'released' | 'expired',
  cause: { readonly actor: string; readonly reason?: string | undefined },
): void {
  for (const part of hold.allocations) {
    draft.add({
      kind,
      warehouseId: part.warehouseId,
      quantity: part.quantity,
      delta: { held: -part.quantity },
      holdId: hold.holdId,
      reference: hold.reference,
      actor: cause.actor,
      reason: cause.reason,
    });
  }
}

function sourcesOf(state: StockState, preference: readonly number[]): Source[] {
  const ids = preference.length > 0 ? preference : [...state.levels.keys()].sort((a, b) => a - b);
  const sources: Source[] = [];
  for (const warehouseId of ids) {
    const stored = state.levels.get(warehouseId);
    if (stored) sources.push({ warehouseId, available: availableUnits(stored.quantities) });
  }
  return sources;
}
