import type { OrderRefusal } from '../../commerce/orders/order-facts.ts';
import type { OrderRecord, OrderRecords } from '../ports/orders.ts';

/**
 * Says that an order lies ready at the counter where its shopper collects it, and tells them once however often it is said. Refusals in order: unknown order,
 * not one that is collected, cancelled, handed over already.
 */
export async function readyOrder(
  deps: { readonly orders: Pick<OrderRecords, 'byIds' | 'markReady'> },
  orderId: number,
  actor: string,
): Promise<{ readonly ok: true; readonly order: OrderRecord } | OrderRefusal> {
  const refuse = (message: string): OrderRefusal => ({
    ok: false,
    field: ['input', 'lineItemsByFulfillmentOrder'],
    message,
  });
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  if (!order) return refuse('The order does not exist.');
  if (order.delivery?.kind !== 'pick_up') return refuse('This order is not collected.');
  if (order.isCancelled) return refuse('The order was cancelled.');
  if (order.fulfilmentStatus === 'fulfilled') return refuse('The order was handed over already.');
  await deps.orders.markReady(orderId, actor);
  return { ok: true, order: (await deps.orders.byIds([orderId])).get(orderId) ?? order };
}
