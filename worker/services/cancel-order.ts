import { fulfilmentOrdersOf } from '../../commerce/orders/fulfilment-orders.ts';
import type { OrderRefusal } from '../../commerce/orders/order-facts.ts';
import { type RefundDeps, refundOrder } from './refund-order.ts';
import { writeOff } from './refund-stock.ts';

/** A cancellation as staff ask for it. */
export interface CancelOrderRequest {
  readonly orderId: number;
  /** CUSTOMER, DECLINED, FRAUD, INVENTORY, STAFF, OTHER. */
  readonly reason: string;
  /** Pay everything that is left back. */
  readonly refund: boolean;
  /** Whether the units become sellable again; otherwise they are written off. */
  readonly restock: boolean;
  readonly actor: string;
}

/**
 * Cancels an order of which nothing was shipped: marks it, frees or writes off its units, and pays the rest back when asked. Repeating it finishes what a crash
 * left undone. Refusals in order: unknown order, something was shipped, those of `refundOrder`.
 */
export async function cancelOrder(
  deps: RefundDeps,
  request: CancelOrderRequest,
): Promise<{ readonly ok: true } | OrderRefusal> {
  const order = (await deps.orders.byIds([request.orderId])).get(request.orderId);
  if (!order) return { ok: false, field: ['orderId'], message: 'The order does not exist.' };
  if (order.fulfilmentStatus !== 'unfulfilled')
    return { ok: false, field: ['orderId'], message: 'Part of the order was shipped; refund it instead.' };
  if (!order.isCancelled) {
    const cancelled = await deps.orders.cancel(order.id, request.reason, request.actor);
    if (!cancelled.ok)
      return { ok: false, field: ['orderId'], message: 'The order was shipped or cancelled meanwhile; load it again.' };
  }
  if (request.refund && order.totalMinor > order.refundedMinor) {
    const refunded = await refundOrder(deps, {
      orderId: order.id,
      lines: order.lines.flatMap((line) =>
        line.quantity > line.refundedQuantity
          ? [
              {
                orderLineId: line.id,
                quantity: line.quantity - line.refundedQuantity,
                restock: request.restock ? 'cancel' : 'no_restock',
              },
            ]
          : [],
      ),
      shippingMinor: order.shippingMinor,
      amountMinor: order.totalMinor - order.refundedMinor,
      reason: `cancelled: ${request.reason}`,
      idempotencyKey: `cancel:${order.id}`,
      actor: request.actor,
    });
    return refunded.ok ? { ok: true } : refunded;
  }
  await giveUpUnits(deps, order.id, request);
  return { ok: true };
}

/** Frees or writes off what is still committed for the order: units refunded before are so already. Idempotent. */
async function giveUpUnits(
  { orders, inventory }: RefundDeps,
  orderId: number,
  { restock, actor }: Pick<CancelOrderRequest, 'restock' | 'actor'>,
): Promise<void> {
  const order = (await orders.byIds([orderId])).get(orderId);
  if (!order) return;
  const parts = fulfilmentOrdersOf(order);
  for (const line of order.lines) {
    const allocations = parts.flatMap(({ warehouseId, lines }) => {
      const quantity = lines.find((one) => one.orderLineId === line.id)?.remainingQuantity ?? 0;
      return quantity > 0 ? [{ warehouseId, quantity }] : [];
    });
    if (line.variantId === null || allocations.length === 0) continue;
    const cause = { commandId: `cancel:${orderId}:${line.id}`, reference: `order:${orderId}`, actor };
    if (restock) await inventory.change(line.variantId, { kind: 'uncommit', allocations, ...cause });
    else for (const part of allocations) await writeOff(inventory, line.variantId, part, cause);
  }
}
