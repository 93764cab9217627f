import type { InventoryRefusal, QuantityResult } from '../../commerce/inventory/contract.ts';
import { sortForLocking } from '../../commerce/inventory/locking.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { StockTransfer, StockTransfers, TransferArrival, TransferLine } from '../ports/stock-transfers.ts';

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
  /** Nothing of it was moved. */
  | { readonly ok: false; readonly reason: 'stock'; readonly variantId: number; readonly refusal: InventoryRefusal };
export type TransferOutcome = { readonly ok: true; readonly transfer: StockTransfer } | TransferRefusal;

/** What stock objects call a transfer. */
export const transferReference = (id: number): string => `transfer:${id}`;

/**
 * Sends a whole transfer: every variant leaves the origin and is on its way, or none is. The record goes first, so that only one call sends; the name of
 * the stock commands is the moment of sending, so that a repetition after a crash ends what was begun and moves nothing twice.
 * Refusals in order: not_found, wrong_status, stock (of the first variant that was refused).
 */
export async function shipTransfer(
  deps: TransferDeps,
  id: number,
  expectedAtMs: number | null,
  actor: string,
): Promise<TransferOutcome> {
  const nowMs = deps.nowMs();
  await deps.transfers.advance(id, ['ready_to_ship'], 'in_progress', nowMs, { expectedAtMs });
  const transfer = await read(deps, id);
  if (!transfer) return { ok: false, reason: 'not_found' };
  if (transfer.status !== 'in_progress') return { ok: false, reason: 'wrong_status', status: transfer.status };
  const moved: TransferLine[] = [];
  for (const line of sortForLocking(transfer.lines)) {
    const result = await send(deps, transfer, line, actor);
    if (result.ok) {
      moved.push(line);
      continue;
    }
    // Nothing is known of an object that was away: the transfer stays under way and the call is repeated.
    if (result.reason !== 'unavailable') {
      for (const back of moved) await takeBack(deps, transfer, back, actor);
      await deps.transfers.advance(id, ['in_progress'], 'ready_to_ship', nowMs);
    }
    return { ok: false, reason: 'stock', variantId: line.variantId, refusal: result };
  }
  return { ok: true, transfer };
}

async function send(
  { inventory }: TransferDeps,
  transfer: StockTransfer,
  line: TransferLine,
  actor: string,
): Promise<QuantityResult> {
  const { fromWarehouseId, toWarehouseId, expectedAtMs, shippedAtMs } = transfer;
  const name = `${transferReference(transfer.id)}:${shippedAtMs ?? 0}`;
  const warehouseId = toWarehouseId;
  const active = await inventory.change(line.variantId, {
    kind: 'activate',
    commandId: `${name}:activate`,
    warehouseId,
    actor,
  });
  if (!active.ok) return active;
  return inventory.change(line.variantId, {
    kind: 'transfer',
    commandId: name,
    reference: transferReference(transfer.id),
    fromWarehouseId,
    toWarehouseId,
    quantity: line.quantity,
    expectedAtMs,
    actor,
  });
}

function takeBack(
  { inventory }: TransferDeps,
  { id, toWarehouseId, shippedAtMs }: StockTransfer,
  line: TransferLine,
  actor: string,
): Promise<QuantityResult> {
  const reference = transferReference(id);
  return inventory.change(line.variantId, {
    kind: 'cancel_transfer',
    commandId: `${reference}:${shippedAtMs ?? 0}:back`,
    reference,
    toWarehouseId,
    actor,
  });
}

/** What somebody found in the parcels of a transfer. */
export interface ReceivedLine {
  readonly variantId: number;
  readonly quantity: number;
  /** `rejected`: broken or missing, written off. */
  readonly condition: 'accepted' | 'rejected';
}

/**
 * Takes in what arrived of a transfer, in as many parts as it takes; with everything accounted for it is `transferred`. `name` makes a repetition the
 * same act. Lines before a refused one stay received.
 * Refusals in order: not_found, wrong_status, unknown_line, stock.
 */
export async function receiveTransfer(
  deps: TransferDeps,
  id: number,
  received: readonly ReceivedLine[],
  name: string,
  actor: string,
): Promise<TransferOutcome> {
  const transfer = await read(deps, id);
  if (!transfer) return { ok: false, reason: 'not_found' };
  if (transfer.status !== 'in_progress' && transfer.status !== 'transferred') {
    return { ok: false, reason: 'wrong_status', status: transfer.status };
  }
  for (const { variantId } of received) {
    if (!transfer.lines.some((line) => line.variantId === variantId)) {
      return { ok: false, reason: 'unknown_line', variantId };
    }
  }
  const arrivals: TransferArrival[] = [];
  let refused: TransferRefusal | null = null;
  for (const [index, line] of received.entries()) {
    const commandId = `${name}:${index}`;
    const result = await takeIn(deps, transfer, line, commandId, actor);
    if (!result.ok) {
      refused = { ok: false, reason: 'stock', variantId: line.variantId, refusal: result };
      break;
    }
    const isAccepted = line.condition === 'accepted';
    arrivals.push({
      variantId: line.variantId,
      commandId,
      accepted: isAccepted ? line.quantity : 0,
      rejected: isAccepted ? 0 : line.quantity,
    });
  }
  // One note per line of the transfer and call: two findings of one variant are two calls of the statement.
  for (const arrival of arrivals) await deps.transfers.recordArrivals(id, [arrival]);
  const after = await read(deps, id);
  if (refused || !after) return refused ?? { ok: false, reason: 'not_found' };
  if (after.lines.some((line) => line.accepted + line.rejected < line.quantity)) return { ok: true, transfer: after };
  await deps.transfers.advance(id, ['in_progress'], 'transferred', deps.nowMs());
  return { ok: true, transfer: { ...after, status: 'transferred' } };
}

function takeIn(
  { inventory }: TransferDeps,
  { id, toWarehouseId: warehouseId }: StockTransfer,
  { variantId, quantity, condition }: ReceivedLine,
  commandId: string,
  actor: string,
): Promise<QuantityResult> {
  const arrival = { commandId, warehouseId, quantity, reference: transferReference(id), actor };
  return inventory.change(
    variantId,
    condition === 'accepted'
      ? { kind: 'receive', fromIncoming: true, ...arrival }
      : { kind: 'write_off', from: 'incoming', reason: 'rejected on arrival', ...arrival },
  );
}

/**
 * Calls a transfer off: before it was sent nothing moves, afterwards what is still on its way goes back on hand where it came from.
 * Accepted again when it already is. Refusals in order: not_found, wrong_status (all of it arrived), stock.
 */
export async function cancelTransfer(deps: TransferDeps, id: number, actor: string): Promise<TransferOutcome> {
  const transfer = await read(deps, id);
  if (!transfer) return { ok: false, reason: 'not_found' };
  if (transfer.status === 'canceled') return { ok: true, transfer };
  if (transfer.status === 'transferred') return { ok: false, reason: 'wrong_status', status: transfer.status };
  if (transfer.status === 'in_progress') {
    for (const line of sortForLocking(transfer.lines)) {
      const result = await takeBack(deps, transfer, line, actor);
      const isBack = result.ok || (result.reason === 'not_found' && result.what === 'expectation');
      if (!isBack) return { ok: false, reason: 'stock', variantId: line.variantId, refusal: result };
    }
  }
  await deps.transfers.advance(id, ['draft', 'ready_to_ship', 'in_progress'], 'canceled', deps.nowMs());
  return { ok: true, transfer: { ...transfer, status: 'canceled' } };
}

async function read({ transfers }: TransferDeps, id: number): Promise<StockTransfer | undefined> {
  return (await transfers.byIds([id])).get(id);
}
