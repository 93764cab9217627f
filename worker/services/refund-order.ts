import type { OrderRefusal } from '../../commerce/orders/order-facts.ts';
import { planRefund } from '../../commerce/orders/refunds.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { OrderRecord, OrderRecords } from '../ports/orders.ts';
import type { Payments } from '../ports/payments.ts';

/** A refund as staff ask for it; amounts in minor units of the order's currency. */
export interface RefundOrderRequest {
  readonly orderId: number;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number; readonly restock: boolean }[];
  readonly shippingMinor: number;
  /** Null: what lines and delivery come to. */
  readonly amountMinor: number | null;
  readonly reason: string | null;
  readonly idempotencyKey: string;
  readonly actor: string;
}

export interface RefundDeps {
  readonly orders: OrderRecords;
  readonly payments: Payments;
  readonly inventory: Inventory;
}

export type RefundOutcome = { readonly ok: true; readonly refundId: number; readonly settled: boolean } | OrderRefusal;

/**
 * Gives money back. The amount and units are reserved in the records first, so two refunds never exceed the payment; then the provider is asked
 * under the same key; then the refund is settled. A crash between any two steps is finished by `settleRefund` with the same key.
 * Refusals in order: unknown order, key used for something else, those of `planRefund`, nothing was captured, another refund came first,
 * the provider said no (its words).
 */
export async function refundOrder(deps: RefundDeps, request: RefundOrderRequest): Promise<RefundOutcome> {
  const refuse = (field: string, message: string): OrderRefusal => ({ ok: false, field: ['input', field], message });
  const order = (await deps.orders.byIds([request.orderId])).get(request.orderId);
  if (!order) return refuse('orderId', 'The order does not exist.');
  const earlier = await deps.orders.findRefund(request.idempotencyKey);
  if (earlier) {
    if (earlier.orderId !== order.id)
      return refuse('idempotencyKey', 'The idempotency key was used for another refund.');
    return settleRefund(deps, order.id, earlier.id);
  }
  const plan = planRefund(order, request);
  if (!plan.ok) return plan;
  const payment = order.payments.find((one) => one.status === 'captured');
  if (!payment && plan.amountMinor > 0) return refuse('transactions', 'The order has no captured payment.');
  const begun = await deps.orders.beginRefund({
    orderId: order.id,
    paymentId: payment?.id ?? null,
    idempotencyKey: request.idempotencyKey,
    amountMinor: plan.amountMinor,
    currency: order.currency,
    reason: request.reason,
    lines: plan.lines,
    actor: request.actor,
  });
  if (!begun.ok)
    return refuse(
      'orderId',
      begun.reason === 'key_reused'
        ? 'The idempotency key was used for another refund.'
        : 'Another refund of this order came first; load it again.',
    );
  return settleRefund(deps, order.id, begun.id);
}

/** Asks the provider for a begun refund and settles it; safe to repeat. An unreachable provider leaves it pending for the next try. */
export async function settleRefund(deps: RefundDeps, orderId: number, refundId: number): Promise<RefundOutcome> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const refund = order?.refunds.find((one) => one.id === refundId);
  if (!order || !refund) return { ok: false, field: ['input', 'orderId'], message: 'The refund does not exist.' };
  if (refund.status === 'failed')
    return { ok: false, field: ['input', 'transactions'], message: 'The payment provider refused this refund.' };
  if (refund.status === 'succeeded') {
    await restock(deps.inventory, order, refund);
    return { ok: true, refundId, settled: true };
  }
  if (refund.amountMinor === 0) {
    await deps.orders.finishRefund(refundId, { ok: true, providerReference: 'none' });
  } else {
    const payment = order.payments.find((one) => one.status === 'captured');
    if (!payment) return { ok: false, field: ['input', 'transactions'], message: 'The order has no captured payment.' };
    const paid = await deps.payments.refund({
      reference: payment.providerReference,
      amountMinor: refund.amountMinor,
      currency: refund.currency,
      idempotencyKey: `refund:${refund.id}`,
      reason: 'requested_by_customer',
    });
    if (!paid.ok && paid.reason === 'unavailable') return { ok: true, refundId, settled: false };
    if (!paid.ok) {
      const message = 'message' in paid ? paid.message : 'The payment provider refused this refund.';
      await deps.orders.finishRefund(refundId, { ok: false, message });
      return { ok: false, field: ['input', 'transactions'], message };
    }
    await deps.orders.finishRefund(refundId, { ok: true, providerReference: paid.reference });
  }
  await restock(deps.inventory, order, refund);
  return { ok: true, refundId, settled: true };
}

/** Puts refunded units back: those not yet shipped are freed where they were committed, shipped ones return to their warehouse. Idempotent. */
async function restock(
  inventory: Inventory,
  order: OrderRecord,
  refund: OrderRecord['refunds'][number],
): Promise<void> {
  for (const part of refund.lines) {
    const line = order.lines.find((one) => one.id === part.orderLineId);
    if (!line || line.variantId === null) continue;
    const shipped = Math.max(0, part.quantity - (line.quantity - line.fulfilledQuantity));
    let unshipped = part.quantity - shipped;
    const freed = [...line.allocations].reverse().flatMap((allocation) => {
      const sent = order.fulfilments
        .filter((one) => one.warehouseId === allocation.warehouseId)
        .flatMap((one) => one.lines)
        .filter((one) => one.orderLineId === line.id)
        .reduce((sum, one) => sum + one.quantity, 0);
      const quantity = Math.min(unshipped, allocation.quantity - sent);
      unshipped -= Math.max(0, quantity);
      return quantity > 0 ? [{ warehouseId: allocation.warehouseId, quantity }] : [];
    });
    const base = { reference: `order:${order.id}`, actor: refund.actor };
    if (freed.length > 0)
      await inventory.change(line.variantId, {
        kind: 'uncommit',
        commandId: `refund:${refund.id}:${line.id}:free`,
        allocations: freed,
        ...base,
      });
    const home = line.allocations[0]?.warehouseId;
    if (part.restock && shipped > 0 && home !== undefined) {
      await inventory.change(line.variantId, {
        kind: 'return',
        commandId: `refund:${refund.id}:${line.id}:return`,
        warehouseId: home,
        quantity: shipped,
        ...base,
      });
    }
  }
}
