import type { InventoryRefusal, QuantityResult } from '../../commerce/inventory/contract.ts';
import { sortForLocking } from '../../commerce/inventory/locking.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { StockTransfer, StockTransfers, TransferArrival, TransferShipment } from '../ports/stock-transfers.ts';

/** What moving stock between warehouses works with. */
export interface TransferDeps {
  readonly transfers: StockTransfers;
  readonly inventory: Pick<Inventory, 'change'>;
  readonly nowMs: () => number;
}

/** Why a transfer did not go on. */
export type TransferRefusal =
  | { readonly ok: false; readonly reason: 'not_found' }
  | { readonly ok: false; readonly reason: 'wrong_status'; readonly status: StockTransfer['status'] }
  | { readonly ok: false; readonly reason: 'unknown_line'; readonly variantId: number }
  /** More than is left of a line: to be sent, or to arrive. Nothing was moved. */
  | {
      readonly ok: false;
      readonly reason: 'exceeds_unsent' | 'exceeds_coming';
      readonly variantId: number;
      readonly requested: number;
      readonly left: number;
    }
  | { readonly ok: false; readonly reason: 'nothing_left' }
  /** The same call was made before and refused; what had left is back. */
  | { readonly ok: false; readonly reason: 'was_refused' }
  /** Nothing of it was moved, unless the refusal is `unavailable`: then nothing is known, and the same call goes on. */
  | { readonly ok: false; readonly reason: 'stock'; readonly variantId: number; readonly refusal: InventoryRefusal };
export type TransferOutcome = { readonly ok: true; readonly transfer: StockTransfer } | TransferRefusal;
/** Of what concerns one shipment. */
export type ShipmentOutcome =
  | { readonly ok: true; readonly transfer: StockTransfer; readonly shipment: TransferShipment }
  | TransferRefusal;

/** Units of one variant that are wanted. */
export interface SentLine {
  readonly variantId: number;
  /** At least 1. */
  readonly quantity: number;
}

/** One call that sends a part of a transfer. */
export interface Sending {
  readonly transferId: number;
  /** Null: everything that was not sent yet. */
  readonly lines: readonly SentLine[] | null;
  readonly expectedAtMs: number | null;
  /** The same again is the same shipment. */
  readonly key: string;
  readonly actor: string;
}

/** Each round ends it, or has found that somebody else was quicker. */
const MOST_ROUNDS = 10;

/** Units of a line that no shipment has taken. */
const unsent = (transfer: StockTransfer): SentLine[] =>
  transfer.lines.flatMap(({ variantId, quantity, sent }) =>
    quantity > sent ? [{ variantId, quantity: quantity - sent }] : [],
  );

/**
 * Sends a part of a transfer, or all that is left of it: every variant of the part leaves the origin and is on its way, or none is. The record goes first
 * and takes the units on paper, so that two people never send the same ones; each shipment has a reference of its own in the stock objects, so that its
 * date, its arrivals and its way back are its own. A repetition after a crash ends what was begun and moves nothing twice.
 * Refusals in order: not_found, wrong_status, unknown_line, exceeds_unsent, nothing_left, was_refused, stock (of the first variant that was refused).
 */
export async function sendShipment(deps: TransferDeps, sending: Sending): Promise<ShipmentOutcome> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const transfer = await read(deps, sending.transferId);
    if (!transfer) return { ok: false, reason: 'not_found' };
    const known = transfer.shipments.find((one) => one.key === sending.key);
    if (known) return finish(deps, transfer, known, sending.actor);
    const problem = whyNotSent(transfer, sending.lines);
    if (problem) return problem;
    const lines = sending.lines ?? unsent(transfer);
    const { transferId, expectedAtMs, key, actor } = sending;
    // Whatever it answers is found by reading again: the shipment, or why there is none.
    await deps.transfers.beginShipment({
      transferId,
      expectedAtMs,
      key,
      createdBy: actor,
      nowMs: deps.nowMs(),
      lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    });
  }
  throw new Error(`transfer ${sending.transferId}: a shipment is neither begun nor refused`);
}

/** Ends a shipment that was interrupted while it was sent, one way or the other. Refusals in order: not_found, wrong_status, was_refused, stock. */
export async function resumeShipment(deps: TransferDeps, shipmentId: number, actor: string): Promise<ShipmentOutcome> {
  const transfer = await deps.transfers.ofShipment(shipmentId);
  const shipment = transfer?.shipments.find((one) => one.id === shipmentId);
  if (!transfer || !shipment) return { ok: false, reason: 'not_found' };
  return finish(deps, transfer, shipment, actor);
}

function whyNotSent(transfer: StockTransfer, lines: readonly SentLine[] | null): TransferRefusal | null {
  if (transfer.status !== 'ready_to_ship' && transfer.status !== 'in_progress')
    return { ok: false, reason: 'wrong_status', status: transfer.status };
  for (const { variantId, quantity } of lines ?? []) {
    const line = transfer.lines.find((one) => one.variantId === variantId);
    if (!line) return { ok: false, reason: 'unknown_line', variantId };
    const left = line.quantity - line.sent;
    if (quantity > left) return { ok: false, reason: 'exceeds_unsent', variantId, requested: quantity, left };
  }
  return (lines ?? unsent(transfer)).length === 0 ? { ok: false, reason: 'nothing_left' } : null;
}

/** Moves every variant of a shipment. One that was called off while it was being sent comes back whole. */
async function finish(
  deps: TransferDeps,
  transfer: StockTransfer,
  shipment: TransferShipment,
  actor: string,
): Promise<ShipmentOutcome> {
  if (shipment.status === 'sent') return { ok: true, transfer, shipment };
  if (shipment.status === 'called_off')
    return transfer.status === 'canceled'
      ? { ok: false, reason: 'wrong_status', status: transfer.status }
      : { ok: false, reason: 'was_refused' };
  if (shipment.status === 'refused')
    return (await undo(deps, transfer, shipment, actor)) ?? { ok: false, reason: 'was_refused' };
  for (const line of sortForLocking(shipment.lines)) {
    const result = await send(deps, transfer, shipment, line, actor);
    if (result.ok) continue;
    const refusal = { ok: false, reason: 'stock', variantId: line.variantId, refusal: result } as const;
    // Nothing is known of an object that was away: the shipment stays as it is and the call is repeated.
    if (result.reason === 'unavailable') return refusal;
    if (!(await deps.transfers.markShipment(shipment.id, 'refused'))) return { ok: false, reason: 'was_refused' };
    return (await undo(deps, transfer, shipment, actor)) ?? refusal;
  }
  if (await deps.transfers.shipmentSent(shipment.id)) {
    const after = (await read(deps, transfer.id)) ?? transfer;
    return { ok: true, transfer: after, shipment: after.shipments.find((one) => one.id === shipment.id) ?? shipment };
  }
  const stuck = await takeBackAll(deps, transfer, shipment, actor);
  return stuck ?? { ok: false, reason: 'wrong_status', status: 'canceled' };
}

/** Brings back what left of a refused shipment, so that its units can be sent by another; null when that is done. */
async function undo(
  deps: TransferDeps,
  transfer: StockTransfer,
  shipment: TransferShipment,
  actor: string,
): Promise<TransferRefusal | null> {
  const stuck = await takeBackAll(deps, transfer, shipment, actor);
  if (!stuck) await deps.transfers.undoShipment(shipment.id, deps.nowMs());
  return stuck;
}

async function send(
  { inventory }: TransferDeps,
  { fromWarehouseId, toWarehouseId }: StockTransfer,
  { reference, expectedAtMs }: TransferShipment,
  { variantId, quantity }: SentLine,
  actor: string,
): Promise<QuantityResult> {
  const active = await inventory.change(variantId, {
    kind: 'activate',
    commandId: `${reference}:activate`,
    warehouseId: toWarehouseId,
    actor,
  });
  if (!active.ok) return active;
  return inventory.change(variantId, {
    kind: 'transfer',
    commandId: `${reference}:send`,
    reference,
    fromWarehouseId,
    toWarehouseId,
    quantity,
    expectedAtMs,
    actor,
  });
}

/**
 * Brings back what is still on its way of a shipment; null when nothing is any more. First another command takes the name of the sending, where that was
 * never done: a message that was given up as lost and arrives afterwards is then refused instead of sending units nobody waits for.
 */
async function takeBackAll(
  { inventory }: TransferDeps,
  { toWarehouseId }: StockTransfer,
  { reference, lines }: TransferShipment,
  actor: string,
): Promise<TransferRefusal | null> {
  for (const { variantId } of sortForLocking(lines)) {
    const fence = await inventory.change(variantId, {
      kind: 'activate',
      commandId: `${reference}:send`,
      warehouseId: toWarehouseId,
      actor,
    });
    const isFenced = fence.ok || fence.reason === 'exists_with_different_content';
    if (!isFenced) return { ok: false, reason: 'stock', variantId, refusal: fence };
    const result = await inventory.change(variantId, {
      kind: 'cancel_transfer',
      commandId: `${reference}:back`,
      reference,
      toWarehouseId,
      actor,
    });
    const isBack = result.ok || (result.reason === 'not_found' && result.what === 'expectation');
    if (!isBack) return { ok: false, reason: 'stock', variantId, refusal: result };
  }
  return null;
}

/** What somebody found in the parcels of a shipment. */
export interface ReceivedLine {
  readonly variantId: number;
  /** At least 1. */
  readonly quantity: number;
  /** `rejected`: broken or missing, written off. */
  readonly condition: 'accepted' | 'rejected';
}

/**
 * Takes in what arrived of a shipment, in as many parts as it takes; with everything sent and accounted for the transfer is `transferred`. `name` makes a
 * repetition the same act. Lines before a refused one stay received; no unit is received twice, whoever else receives at the same time.
 * Refusals in order: not_found, wrong_status, unknown_line, exceeds_coming, stock (`insufficient` and `not_found`: somebody was quicker).
 */
export async function receiveShipment(
  deps: TransferDeps,
  shipmentId: number,
  received: readonly ReceivedLine[],
  name: string,
  actor: string,
): Promise<ShipmentOutcome> {
  const transfer = await deps.transfers.ofShipment(shipmentId);
  const shipment = transfer?.shipments.find((one) => one.id === shipmentId);
  if (!transfer || !shipment) return { ok: false, reason: 'not_found' };
  const isOpen = transfer.status === 'in_progress' || transfer.status === 'transferred';
  if (!isOpen) return { ok: false, reason: 'wrong_status', status: transfer.status };
  const problem = whyNotReceived(shipment, received, name);
  if (problem) return problem;
  let refused: TransferRefusal | null = null;
  for (const [index, line] of received.entries()) {
    const commandId = `${name}:${index}`;
    const result = await takeIn(deps, transfer, shipment, line, commandId, actor);
    if (!result.ok) {
      refused = { ok: false, reason: 'stock', variantId: line.variantId, refusal: result };
      break;
    }
    await deps.transfers.recordArrivals(shipmentId, [arrivalOf(line, commandId)]);
  }
  const after = await read(deps, transfer.id);
  if (refused || !after) return refused ?? { ok: false, reason: 'not_found' };
  const isAll = after.lines.every((line) => line.accepted + line.rejected >= line.quantity);
  if (isAll) await deps.transfers.advance(after.id, ['in_progress'], 'transferred', deps.nowMs());
  const ended: StockTransfer = isAll ? { ...after, status: 'transferred' } : after;
  return { ok: true, transfer: ended, shipment: after.shipments.find((one) => one.id === shipmentId) ?? shipment };
}

function whyNotReceived(
  { lines }: TransferShipment,
  received: readonly ReceivedLine[],
  name: string,
): TransferRefusal | null {
  const unknown = received.find(({ variantId }) => !lines.some((line) => line.variantId === variantId));
  if (unknown) return { ok: false, reason: 'unknown_line', variantId: unknown.variantId };
  // A repetition goes on where the first try ended; the stock objects know what they did.
  if (lines.some(({ noted }) => noted.some((command) => command.startsWith(`${name}:`)))) return null;
  for (const { variantId, quantity, accepted, rejected } of lines) {
    const requested = received.reduce((sum, line) => sum + (line.variantId === variantId ? line.quantity : 0), 0);
    const left = quantity - accepted - rejected;
    if (requested > left) return { ok: false, reason: 'exceeds_coming', variantId, requested, left };
  }
  return null;
}

function arrivalOf({ variantId, quantity, condition }: ReceivedLine, commandId: string): TransferArrival {
  const isAccepted = condition === 'accepted';
  return { variantId, commandId, accepted: isAccepted ? quantity : 0, rejected: isAccepted ? 0 : quantity };
}

function takeIn(
  { inventory }: TransferDeps,
  { toWarehouseId: warehouseId }: StockTransfer,
  { reference }: TransferShipment,
  { variantId, quantity, condition }: ReceivedLine,
  commandId: string,
  actor: string,
): Promise<QuantityResult> {
  const arrival = { commandId, warehouseId, quantity, reference, actor };
  return inventory.change(
    variantId,
    condition === 'accepted'
      ? { kind: 'receive', fromIncoming: true, onlyExpected: true, ...arrival }
      : { kind: 'write_off', from: 'incoming', reason: 'rejected on arrival', ...arrival },
  );
}

/**
 * Calls a transfer off: nothing more of it is sent, and what is on its way goes back on hand where it came from; what arrived stays. The record goes first,
 * so that nobody sends meanwhile. Accepted again when it already is. Refusals in order: not_found, wrong_status (all of it arrived), stock.
 */
export async function cancelTransfer(deps: TransferDeps, id: number, actor: string): Promise<TransferOutcome> {
  await deps.transfers.advance(id, ['draft', 'ready_to_ship', 'in_progress'], 'canceled', deps.nowMs());
  const transfer = await read(deps, id);
  if (!transfer) return { ok: false, reason: 'not_found' };
  if (transfer.status !== 'canceled') return { ok: false, reason: 'wrong_status', status: transfer.status };
  for (const shipment of transfer.shipments) {
    const stuck = await takeBackAll(deps, transfer, shipment, actor);
    if (stuck) return stuck;
    await deps.transfers.markShipment(shipment.id, 'called_off');
  }
  return { ok: true, transfer: (await read(deps, id)) ?? transfer };
}

async function read({ transfers }: TransferDeps, id: number): Promise<StockTransfer | undefined> {
  return (await transfers.byIds([id])).get(id);
}
