import type { Clock } from '../ports/clock.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { PurchaseOrders, StateChange } from '../ports/purchase-orders.ts';

/** What acts on purchase orders need. */
export interface PurchaseDeps {
  readonly clock: Clock;
  readonly inventory: Pick<Inventory, 'change' | 'executeMany'>;
  readonly purchaseOrders: PurchaseOrders;
}

/** Orders one call of `settlePurchaseOrders` looks at. */
const TOGETHER = 50;

/** How a line is called in the stock ledger. */
const referenceOf = (orderId: number, lineId: number): string => `purchase-order:${orderId}:line:${lineId}`;

/**
 * Brings one order's changes to the stock objects: first what is awaited, then what arrived, each under a command id of its own, so that doing it twice
 * (or twice at once) does it once. False when an object could not be reached: call again.
 */
export async function settlePurchaseOrder(deps: PurchaseDeps, orderId: number): Promise<boolean> {
  const { purchaseOrders, inventory, clock } = deps;
  const awaited = await purchaseOrders.awaited(orderId);
  if (!awaited) return true;
  if (!awaited.isTold) {
    for (const { lineId, variantId, quantity } of awaited.lines) {
      const cause = { actor: 'system', reason: 'purchase_order', warehouseId: awaited.warehouseId };
      const commandId = `purchase-order:${orderId}:line:${lineId}:awaited:${awaited.version}`;
      const results = await inventory.executeMany(variantId, [
        // The warehouse may never have had it.
        { kind: 'activate', commandId: `${commandId}:activate`, ...cause },
        {
          kind: 'expect',
          commandId,
          reference: referenceOf(orderId, lineId),
          quantity,
          expectedAtMs: awaited.expectedAtMs,
          ...cause,
        },
      ]);
      for (const result of results) {
        if (result.ok) continue;
        if (result.reason === 'unavailable') return false;
        throw new Error(`purchase order ${orderId}: line ${lineId} could not be announced (${result.reason})`);
      }
    }
    await purchaseOrders.markTold(orderId, awaited.version);
  }
  const applied: number[] = [];
  for (const receipt of await purchaseOrders.openReceipts(orderId)) {
    const taken = await inventory.change(receipt.variantId, {
      kind: 'receive',
      commandId: `purchase-receipt:${receipt.receiptId}`,
      warehouseId: receipt.warehouseId,
      quantity: receipt.quantity,
      fromIncoming: true,
      reference: referenceOf(orderId, receipt.lineId),
      actor: receipt.actor,
      reason: 'purchase_order',
    });
    if (!taken.ok && taken.reason !== 'unavailable')
      throw new Error(`purchase order ${orderId}: receipt ${receipt.receiptId} was refused (${taken.reason})`);
    if (!taken.ok) break;
    applied.push(receipt.receiptId);
  }
  await purchaseOrders.markApplied(orderId, applied, clock.nowMs());
  return (await purchaseOrders.openReceipts(orderId)).length === 0;
}

/** Brings what a crash or an unreachable object left behind to the stock objects; one order's failure does not hold up the others. */
export async function settlePurchaseOrders(
  deps: PurchaseDeps,
  report: (line: string, error: unknown) => void,
): Promise<void> {
  for (const id of await deps.purchaseOrders.unsettled(TOGETHER)) {
    try {
      await settlePurchaseOrder(deps, id);
    } catch (error) {
      report(`purchase order ${id} could not be settled`, error);
    }
  }
}

const DAY_MS = 86_400_000;

/** Why an act on an order was refused. */
export type PurchaseRefusal =
  | Exclude<StateChange, { readonly ok: true }>
  | { readonly ok: false; readonly reason: 'invalid'; readonly field: string; readonly message: string }
  | { readonly ok: false; readonly reason: 'too_many' };
/** `isSettled`: the stock objects know of it already; otherwise the next minute's round tells them. */
export type PurchaseOutcome = { readonly ok: true; readonly isSettled: boolean } | PurchaseRefusal;

/**
 * Marks an approved order as sent to its supplier: from now on its units show as incoming with their date.
 * Refusals in order: invalid (`expectedAt` in the past), not_found, wrong_status.
 *
 * @param expectedAtMs Null: today plus the supplier's lead time.
 */
export async function orderFromSupplier(
  deps: PurchaseDeps,
  id: number,
  expectedAtMs: number | null,
): Promise<PurchaseOutcome> {
  const nowMs = deps.clock.nowMs();
  const past = inThePast(expectedAtMs, nowMs);
  if (past) return past;
  const order = (await deps.purchaseOrders.byIds([id])).get(id);
  if (!order) return { ok: false, reason: 'not_found' };
  const supplier = await deps.purchaseOrders.supplier(order.supplierId);
  const expected = expectedAtMs ?? nowMs + Math.ceil(supplier?.leadTimeDays ?? 0) * DAY_MS;
  return settled(deps, id, await deps.purchaseOrders.order(id, expected, nowMs));
}

/** Changes when an order is expected. Refusals in order: invalid (in the past), not_found, wrong_status, settling. */
export async function rescheduleOrder(deps: PurchaseDeps, id: number, expectedAtMs: number): Promise<PurchaseOutcome> {
  const nowMs = deps.clock.nowMs();
  const past = inThePast(expectedAtMs, nowMs);
  if (past) return past;
  await settlePurchaseOrder(deps, id);
  return settled(deps, id, await deps.purchaseOrders.reschedule(id, expectedAtMs, nowMs));
}

/** Calls an order, or what is still to come of it, off. Refusals in order: not_found, wrong_status, settling. */
export async function cancelPurchaseOrder(deps: PurchaseDeps, id: number): Promise<PurchaseOutcome> {
  await settlePurchaseOrder(deps, id);
  return settled(deps, id, await deps.purchaseOrders.cancel(id, deps.clock.nowMs()));
}

/**
 * Records goods that arrived and raises stock by them. The same key is one delivery, however often it is sent.
 * Refusals in order: not_found, invalid (a line that is not the order's, a quantity below 1, no line), wrong_status, settling, too_many (more than
 * was ordered).
 */
export async function receivePurchaseOrder(
  deps: PurchaseDeps,
  id: number,
  key: string,
  lines: readonly { readonly lineId: number; readonly quantity: number }[],
  actor: string,
): Promise<PurchaseOutcome> {
  const order = (await deps.purchaseOrders.byIds([id])).get(id);
  if (!order) return { ok: false, reason: 'not_found' };
  const invalid = (field: string, message: string): PurchaseRefusal => ({
    ok: false,
    reason: 'invalid',
    field,
    message,
  });
  if (lines.length === 0) return invalid('lines', 'Say at least one line that arrived.');
  if (new Set(lines.map((line) => line.lineId)).size < lines.length) return invalid('lines', 'A line is named twice.');
  if (lines.some((line) => !order.lines.some((one) => one.id === line.lineId)))
    return invalid('lines', 'A line is not part of this order.');
  if (lines.some((line) => !Number.isSafeInteger(line.quantity) || line.quantity < 1 || line.quantity > 1_000_000))
    return invalid('quantity', 'Quantities are whole numbers from 1.');
  await settlePurchaseOrder(deps, id);
  return settled(deps, id, await deps.purchaseOrders.receive(id, key, lines, actor, deps.clock.nowMs()));
}

function inThePast(expectedAtMs: number | null, nowMs: number): PurchaseRefusal | null {
  return expectedAtMs !== null && (Number.isNaN(expectedAtMs) || expectedAtMs < nowMs - DAY_MS)
    ? { ok: false, reason: 'invalid', field: 'expectedAt', message: 'The day of arrival lies in the past.' }
    : null;
}

async function settled(
  deps: PurchaseDeps,
  id: number,
  outcome: { readonly ok: true } | PurchaseRefusal,
): Promise<PurchaseOutcome> {
  return outcome.ok ? { ok: true, isSettled: await settlePurchaseOrder(deps, id) } : outcome;
}
