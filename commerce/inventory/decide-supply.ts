import { change, unknownWarehouse } from './change.ts';
import type {
  InventoryRefusal,
  LedgerKind,
  QuantityDelta,
  ReceiveCommand,
  ReturnCommand,
  WarehouseQuantities,
} from './contract.ts';
import type { LedgerDraft } from './draft.ts';
import { commitmentsOf, expectationKey, type StockHistory, type StockState } from './state.ts';
import type {
  CancelTransferCommand,
  CountCommand,
  Expectation,
  ExpectCommand,
  LimitCommand,
  SellingTerms,
  TransferCommand,
  WriteOffCommand,
} from './supply.ts';
import { invalid, MAX_LEVEL } from './validate.ts';

/** Most arrivals of a variant under way at once: they are all kept in memory. */
export const MAX_ARRIVALS = 500;
/** Clocks of those who count may be this far ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

const TERM_NAMES = [
  'backorderLimit',
  'preorderLimit',
  'maxPerHold',
  'maxPerCustomer',
  'customerWindowMs',
  'maxHoldLifeMs',
] as const satisfies readonly (keyof SellingTerms)[];

const insufficient = (requested: number, available: number): InventoryRefusal => ({
  ok: false,
  reason: 'insufficient',
  requested,
  available,
});
const aboveMost = () => invalid('quantity', `must not bring a quantity above ${MAX_LEVEL}`);
const unknownArrival = (reference: string): InventoryRefusal => ({
  ok: false,
  reason: 'not_found',
  what: 'expectation',
  id: reference,
});

function expectationOf(state: StockState, reference: string, warehouseId: number): Expectation | undefined {
  return state.expected.get(expectationKey(reference, warehouseId));
}

/** `incoming` units nobody gave a reference for: only they can be set and adjusted by hand. */
export function unnamedIncoming(state: StockState, warehouseId: number, q: WarehouseQuantities): number {
  let named = 0;
  for (const one of state.expected.values()) if (one.warehouseId === warehouseId) named += one.quantity;
  return q.incoming - named;
}

/** Units come on hand, from outside or from a customer; see `ReceiveCommand` and `ReturnCommand`. */
export function arrive(
  draft: LedgerDraft,
  command: ReceiveCommand | ReturnCommand,
  kind: LedgerKind,
  also: QuantityDelta,
  expected?: Expectation,
): InventoryRefusal | null {
  const { warehouseId, quantity } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  if (before.onHand + quantity > MAX_LEVEL) return invalid('quantity', `must not bring stock above ${MAX_LEVEL}`);
  change(draft, command, kind, warehouseId, quantity, { onHand: quantity, ...also }, expected && { expected });
  return null;
}

/** Decides `receive`. */
export function receive(state: StockState, draft: LedgerDraft, command: ReceiveCommand): InventoryRefusal | null {
  const { warehouseId, quantity, reference, fromIncoming, onlyExpected } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  if (fromIncoming !== true) return arrive(draft, command, 'received', {});
  const known = reference === undefined ? undefined : expectationOf(state, reference, warehouseId);
  if (!known && onlyExpected === true) return unknownArrival(reference ?? '');
  if (known && (onlyExpected === true || known.fromWarehouseId !== null) && quantity > known.quantity) {
    return insufficient(quantity, known.quantity);
  }
  const taken = Math.min(quantity, known ? known.quantity : unnamedIncoming(state, warehouseId, before));
  const expected = known && { ...known, quantity: known.quantity - taken };
  return arrive(draft, command, 'received', taken > 0 ? { incoming: -taken } : {}, expected);
}

/** Decides `expect`. */
export function expect(state: StockState, draft: LedgerDraft, command: ExpectCommand): InventoryRefusal | null {
  const { warehouseId, reference, quantity, expectedAtMs } = command;
  const known = expectationOf(state, reference, warehouseId);
  if (known && known.fromWarehouseId !== null) return otherSource(known);
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  const difference = quantity - (known?.quantity ?? 0);
  if (before.incoming + difference > MAX_LEVEL) return aboveMost();
  if (!known && state.expected.size >= MAX_ARRIVALS) return tooManyArrivals();
  if (difference === 0 && (known?.expectedAtMs ?? null) === expectedAtMs) return null;
  if (!known && quantity === 0) return null;
  const expected = { reference, warehouseId, quantity, expectedAtMs, fromWarehouseId: null };
  const delta = difference === 0 ? {} : { incoming: difference };
  change(draft, command, 'expected', warehouseId, Math.abs(difference), delta, { expected });
  return null;
}

const tooManyArrivals = () => invalid('reference', `must not be one of more than ${MAX_ARRIVALS} open arrivals`);

function otherSource(known: Expectation): InventoryRefusal {
  const { reference, quantity } = known;
  const existing = { id: reference, reference, quantity };
  return { ok: false, reason: 'exists_with_different_content', field: 'reference', existing };
}

/** Decides `transfer`. */
export function transfer(state: StockState, draft: LedgerDraft, command: TransferCommand): InventoryRefusal | null {
  const { fromWarehouseId, toWarehouseId, reference, quantity, expectedAtMs } = command;
  const known = expectationOf(state, reference, toWarehouseId);
  if (known && known.fromWarehouseId !== fromWarehouseId) return otherSource(known);
  const source = draft.quantities(fromWarehouseId);
  if (!source) return unknownWarehouse(fromWarehouseId);
  const target = draft.quantities(toWarehouseId);
  if (!target) return unknownWarehouse(toWarehouseId);
  const free = unpromised(source);
  if (quantity > free) return insufficient(quantity, free);
  if (target.incoming + quantity > MAX_LEVEL) return aboveMost();
  if (!known && state.expected.size >= MAX_ARRIVALS) return tooManyArrivals();
  const expected = {
    reference,
    warehouseId: toWarehouseId,
    quantity: quantity + (known?.quantity ?? 0),
    expectedAtMs,
    fromWarehouseId,
  };
  change(draft, command, 'transferred', fromWarehouseId, quantity, { onHand: -quantity });
  change(draft, command, 'transferred', toWarehouseId, quantity, { incoming: quantity }, { expected });
  return null;
}

/** Decides `cancel_transfer`. */
export function cancelTransfer(
  state: StockState,
  draft: LedgerDraft,
  command: CancelTransferCommand,
): InventoryRefusal | null {
  const { reference, toWarehouseId } = command;
  const known = expectationOf(state, reference, toWarehouseId);
  if (!known || known.fromWarehouseId === null) return unknownArrival(reference);
  const { quantity, fromWarehouseId } = known;
  const expected = { ...known, quantity: 0 };
  change(draft, command, 'transfer_cancelled', toWarehouseId, quantity, { incoming: -quantity }, { expected });
  change(draft, command, 'transfer_cancelled', fromWarehouseId, quantity, { onHand: quantity });
  return null;
}

/** Decides `count`. */
export function count(
  draft: LedgerDraft,
  command: CountCommand,
  nowMs: number,
  history: StockHistory,
): InventoryRefusal | null {
  const { warehouseId, quantity, seenAtMs } = command;
  if (seenAtMs > nowMs + CLOCK_SKEW_MS) return invalid('seenAtMs', 'must not be in the future');
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  const recorded = seenAtMs >= nowMs ? before.onHand : history.onHandAt(warehouseId, seenAtMs);
  if (recorded === null) return invalid('seenAtMs', 'must be a moment at which the warehouse was stocked');
  const difference = quantity - recorded;
  if (before.onHand + difference < 0) return insufficient(-difference, before.onHand);
  if (before.onHand + difference > MAX_LEVEL) return aboveMost();
  const seen = { quantity, atMs: seenAtMs, recorded };
  const delta = difference === 0 ? {} : { onHand: difference };
  change(draft, command, 'counted', warehouseId, Math.abs(difference), delta, { seen });
  return null;
}

/** Decides `write_off`. */
export function writeOff(state: StockState, draft: LedgerDraft, command: WriteOffCommand): InventoryRefusal | null {
  const { warehouseId, quantity, from, reference = '' } = command;
  const before = draft.quantities(warehouseId);
  if (!before) return unknownWarehouse(warehouseId);
  switch (from) {
    case 'stock': {
      const free = unpromised(before);
      if (quantity > free) return insufficient(quantity, free);
      change(draft, command, 'written_off', warehouseId, quantity, { onHand: -quantity });
      return null;
    }
    case 'committed': {
      const committed = commitmentsOf(state, reference);
      if (!committed) return { ok: false, reason: 'not_found', what: 'commitment', id: reference };
      const there = Math.min(committed.get(warehouseId) ?? 0, before.onHand);
      if (quantity > there) return insufficient(quantity, there);
      change(draft, command, 'written_off', warehouseId, quantity, { onHand: -quantity, committed: -quantity });
      return null;
    }
    case 'incoming': {
      const known = expectationOf(state, reference, warehouseId);
      if (!known) return unknownArrival(reference);
      if (quantity > known.quantity) return insufficient(quantity, known.quantity);
      const expected = { ...known, quantity: known.quantity - quantity };
      change(draft, command, 'written_off', warehouseId, quantity, { incoming: -quantity }, { expected });
      return null;
    }
  }
}

/** Decides `limit`. */
export function limit(state: StockState, draft: LedgerDraft, command: LimitCommand): InventoryRefusal | null {
  const { compare } = command;
  if (compare && TERM_NAMES.some((name) => compare[name] !== state.terms[name]))
    return { ok: false, reason: 'terms_changed', actual: state.terms };
  const terms: Record<keyof SellingTerms, number | null> = { ...state.terms };
  for (const name of TERM_NAMES) {
    const value = command[name];
    if (value !== undefined) terms[name] = value;
  }
  if (TERM_NAMES.every((name) => terms[name] === state.terms[name])) return null;
  const { actor, reason, reference } = command;
  draft.add({ kind: 'configured', warehouseId: null, quantity: 0, details: { terms }, actor, reason, reference });
  return null;
}

/** There, and neither held nor committed: may leave without anybody missing it. The safety stock is among it. */
function unpromised(q: WarehouseQuantities): number {
  return Math.max(0, q.onHand - q.held - q.committed);
}
