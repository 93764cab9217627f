import { allocate, type Source } from './allocate.ts';
import { arrivalOf, roomAt, roomBeyond, sellsBeyond } from './beyond.ts';
import type {
  Allocation,
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
import { countedUnits, firstUnits, heldUnits, sumOf, uncommittedUnits } from './hold-units.ts';
import { availableUnits } from './level.ts';
import { lotIn } from './lot-counts.ts';
import { type Decision, NOTHING_KNOWN, type StockHistory, type StockState } from './state.ts';
import { invalid, invalidForm, MAX_HOLD_MS } from './validate.ts';

/**
 * Decides one command over a state in which nothing is overdue (`expireDue` first). Changes nothing.
 * A refusal and a repeated command have no entries. Refusals: as documented at each command in contract.ts and supply.ts.
 * Only `count` looks at the history.
 */
export function decide(
  state: StockState,
  command: InventoryCommand,
  nowMs: number,
  history: StockHistory = NOTHING_KNOWN,
): Decision<InventoryResult> {
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
      return decideQuantity(state, command, nowMs, history);
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

function accepted(hold: Hold, sequence: number, allocations: readonly Allocation[] = hold.allocations): HoldAccepted {
  const { holdId, expiresAtMs, arrivesAtMs } = hold;
  return { ok: true, holdId, allocations, expiresAtMs, sequence, ...(arrivesAtMs === null ? {} : { arrivesAtMs }) };
}

const refuse = (result: InventoryRefusal): Decision<InventoryRefusal> => ({ entries: [], result });
const repeat = (hold: Hold, sequence: number, allocations?: readonly Allocation[]): Decision<HoldAccepted> => ({
  entries: [],
  result: accepted(hold, sequence, allocations),
});

function decideHold(state: StockState, command: HoldCommand, nowMs: number): Decision<InventoryResult> {
  const existing = state.holds.get(command.holdId);
  if (existing) return repeatedHold(existing, command);
  if (command.expiresAtMs <= nowMs) return refuse(invalid('expiresAtMs', 'must be in the future'));
  if (command.expiresAtMs > nowMs + MAX_HOLD_MS) {
    return refuse(invalid('expiresAtMs', `must be at most ${MAX_HOLD_MS} ms away`));
  }
  const customer = customerOf(state, command);
  const limited = overLimit(state, command, customer, nowMs);
  if (limited) return refuse(limited);
  const sources = sourcesOf(state, command.warehousePreference);
  const beyond = sellsBeyond(state);
  const most = beyond ? roomBeyond(state) : 0;
  const allocations = allocate(command.quantity, sources, beyond, most);
  if (!allocations) {
    const rooms = sources.reduce((sum, source) => sum + (source.beyond ?? most), 0);
    const available = sources.reduce((sum, source) => sum + source.available, Math.min(most, rooms));
    return refuse({ ok: false, reason: 'insufficient', requested: command.quantity, available });
  }
  return recordHold(state, command, allocations, customer, nowMs);
}

function recordHold(
  state: StockState,
  command: HoldCommand,
  allocations: readonly Allocation[],
  customer: string | null,
  nowMs: number,
): Decision<HoldAccepted> {
  const arrivesAtMs = promisedArrival(state, allocations);
  const details =
    customer === null && arrivesAtMs === null
      ? undefined
      : { ...(customer === null ? {} : { customer }), ...(arrivesAtMs === null ? {} : { arrivesAtMs }) };
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
      details,
    });
  }
  const { holdId, expiresAtMs } = command;
  const arrives = arrivesAtMs === null ? {} : { arrivesAtMs };
  return {
    entries: draft.entries,
    result: { ok: true, holdId, allocations, expiresAtMs, sequence: draft.sequence, ...arrives },
  };
}

/** Whom a hold counts for: nobody without a limit per customer, so that the ledger names no one without need; under one always somebody. */
export function customerOf(state: StockState, command: HoldCommand): string | null {
  if (state.terms.maxPerCustomer === null) return null;
  return command.customer ?? `reference:${command.reference}`;
}

function overLimit(
  { terms, holds }: StockState,
  command: HoldCommand,
  customer: string | null,
  nowMs: number,
): InventoryRefusal | null {
  // A lot's block is stock on its way to shoppers: the limits bind what they hold of it.
  if (lotIn(command.reference) !== null) return null;
  const { maxHoldLifeMs, maxPerHold, maxPerCustomer, customerWindowMs } = terms;
  const { quantity: requested, expiresAtMs } = command;
  if (maxHoldLifeMs !== null && expiresAtMs > nowMs + maxHoldLifeMs) {
    const moments = { most: nowMs + maxHoldLifeMs, used: nowMs, requested: expiresAtMs };
    return { ok: false, reason: 'over_limit', limit: 'hold_life', ...moments };
  }
  if (maxPerHold !== null && requested > maxPerHold) {
    return { ok: false, reason: 'over_limit', limit: 'per_hold', most: maxPerHold, used: 0, requested };
  }
  if (maxPerCustomer === null) return null;
  const sinceMs = customerWindowMs === null ? 0 : nowMs - customerWindowMs;
  let used = 0;
  for (const hold of holds.values()) {
    if (hold.customer === customer && hold.heldAtMs >= sinceMs) used += countedUnits(hold);
  }
  if (used + requested <= maxPerCustomer) return null;
  return { ok: false, reason: 'over_limit', limit: 'per_customer', most: maxPerCustomer, used, requested };
}

/** When the last pre-ordered unit among the parts is expected; null when all are there, or nobody knows. */
function promisedArrival(state: StockState, parts: readonly Allocation[]): number | null {
  let latest: number | null = null;
  if (state.expected.size === 0) return null;
  for (const { warehouseId, quantity } of parts) {
    const quantities = state.levels.get(warehouseId)?.quantities;
    const missing = quantities ? quantity - availableUnits(quantities) : 0;
    const arrival = missing > 0 ? arrivalOf(state, warehouseId, missing) : null;
    if (arrival !== null) latest = Math.max(latest ?? arrival, arrival);
  }
  return latest;
}

function repeatedHold(existing: Hold, command: HoldCommand): Decision<InventoryResult> {
  const { holdId, quantity, reference, status } = existing;
  const field = differingField(existing, command);
  if (field) {
    const content = { id: holdId, quantity, reference, status };
    return refuse({ ok: false, reason: 'exists_with_different_content', field, existing: content });
  }
  return endedRefusal(existing) ?? repeat(existing, existing.heldSequence);
}

function differingField(existing: Hold, command: HoldCommand): string | null {
  if (command.quantity !== existing.quantity) return 'quantity';
  if (command.reference !== existing.reference) return 'reference';
  const { customer } = command;
  return customer !== undefined && existing.customer !== null && customer !== existing.customer ? 'customer' : null;
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
  const reference = hold.commits.at(-1)?.reference ?? '';
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
  // A lot's block lasts as long as it is in use, extended a little at a time.
  const isBlock = lotIn(hold.reference) !== null;
  const most = isBlock ? nowMs + MAX_HOLD_MS : hold.heldAtMs + (state.terms.maxHoldLifeMs ?? MAX_HOLD_MS);
  if (command.expiresAtMs > most) {
    const moments = { most, used: hold.expiresAtMs, requested: command.expiresAtMs };
    return refuse({ ok: false, reason: 'over_limit', limit: 'hold_life', ...moments });
  }
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
  const repeated = repeatedCommit(hold, command);
  if (repeated) return repeated;
  const held = heldUnits(hold);
  const available = sumOf(held);
  const requested = command.quantity ?? available;
  if (requested > available) return refuse({ ok: false, reason: 'insufficient', requested, available });
  const parts = firstUnits(held, requested);
  const draft = new LedgerDraft(state, nowMs);
  for (const part of parts) {
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
  const { sequence } = draft;
  if (requested < available && command.remainder !== 'keep') {
    const commits = [...hold.commits, { reference: command.reference, allocations: parts, sequence }];
    endHold(draft, { ...hold, commits }, 'released', command);
  }
  return { entries: draft.entries, result: accepted(hold, sequence, parts) };
}

/** The answer to a commit that was made before or cannot be made any more; null when it can be decided. */
function repeatedCommit(hold: Hold, command: CommitCommand): Decision<InventoryResult> | null {
  const at = hold.commits.findIndex((commit) => commit.reference === command.reference);
  const made = hold.commits[at];
  if (!made) {
    if (hold.status === 'held') return null;
    return endedRefusal(hold) ?? otherCommit(hold, 'reference', hold.commits.at(-1)?.reference ?? '', hold.quantity);
  }
  const before = uncommittedUnits({ allocations: hold.allocations, commits: hold.commits.slice(0, at) });
  const quantity = sumOf(made.allocations);
  if ((command.quantity ?? sumOf(before)) !== quantity) return otherCommit(hold, 'quantity', made.reference, quantity);
  const isKept = hold.status === 'held' && at === hold.commits.length - 1;
  if (isKept && command.remainder !== 'keep') return otherCommit(hold, 'remainder', made.reference, quantity);
  return repeat(hold, made.sequence, made.allocations);
}

function otherCommit(hold: Hold, field: string, reference: string, quantity: number): Decision<InventoryRefusal> {
  const existing = { id: hold.holdId, quantity, reference, status: hold.status };
  return refuse({ ok: false, reason: 'exists_with_different_content', field, existing });
}

function decideRelease(state: StockState, command: ReleaseCommand, nowMs: number): Decision<InventoryResult> {
  const hold = state.holds.get(command.holdId);
  if (!hold) return unknownHold(command.holdId);
  if (hold.status === 'committed') return alreadyCommitted(hold);
  const free = uncommittedUnits(hold);
  if (hold.status !== 'held') return repeat(hold, hold.endedSequence, free);
  const draft = new LedgerDraft(state, nowMs);
  endHold(draft, hold, 'released', command);
  return { entries: draft.entries, result: accepted(hold, draft.sequence, free) };
}

function endHold(
  draft: LedgerDraft,
  hold: Hold,
  kind: 'released' | 'expired',
  cause: { readonly actor: string; readonly reason?: string | undefined },
): void {
  for (const part of heldUnits(hold)) {
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
  const isDated = state.policy === 'deny' && sellsBeyond(state);
  const sources: Source[] = [];
  for (const warehouseId of ids) {
    const stored = state.levels.get(warehouseId);
    if (!stored) continue;
    const available = availableUnits(stored.quantities);
    sources.push(isDated ? { warehouseId, available, beyond: roomAt(state, warehouseId) } : { warehouseId, available });
  }
  return sources;
}
