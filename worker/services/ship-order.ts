import { planShipment } from '../../commerce/orders/fulfilment-orders.ts';
import type { OrderRefusal } from '../../commerce/orders/order-facts.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { OrderRecords } from '../ports/orders.ts';

/** A shipment as staff ask for it. */
export interface ShipmentRequest {
  readonly orderId: number;
  readonly warehouseId: number;
  /** Empty: everything that is left to send from there. */
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
  readonly trackingCompany: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly notifyCustomer: boolean;
  readonly idempotencyKey: string;
  readonly actor: string;
}

/**
 * Records that parcels left a warehouse, then takes the units out of the SKUs' objects. The record comes first: its outbox message repeats
 * the stock change until it is done, so a crash between the two loses nothing.
 * A repeated call (same key and content) gets the first one's answer, even when nothing is left to send. Refusals in order: unknown order, key used
 * for something else, those of `planShipment`, another shipment came first.
 */
export async function shipOrder(
  deps: { readonly orders: OrderRecords; readonly inventory: Inventory },
  request: ShipmentRequest,
): Promise<{ readonly ok: true; readonly fulfilmentId: number } | OrderRefusal> {
  const refuse = (field: string, message: string): OrderRefusal => ({
    ok: false,
    field: ['fulfillment', field],
    message,
  });
  const order = (await deps.orders.byIds([request.orderId])).get(request.orderId);
  if (!order) return refuse('lineItemsByFulfillmentOrder', 'The order does not exist.');
  const earlier = order.fulfilments.length > 0 ? await deps.orders.findShipment(request.idempotencyKey) : null;
  if (earlier) {
    if (!isSameShipment(earlier, request)) return refuse('lineItemsByFulfillmentOrder', KEY_REUSED);
    await shipStock(deps, order.id, request.idempotencyKey);
    return { ok: true, fulfilmentId: earlier.id };
  }
  const plan = planShipment(order, request.warehouseId, request.lines);
  if (!plan.ok) return plan;
  const written = await deps.orders.ship({
    orderId: order.id,
    warehouseId: plan.warehouseId,
    idempotencyKey: request.idempotencyKey,
    trackingCompany: request.trackingCompany,
    trackingNumber: request.trackingNumber,
    trackingUrl: request.trackingUrl,
    lines: plan.lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity })),
    actor: request.actor,
    notify: request.notifyCustomer,
  });
  if (!written.ok)
    return refuse(
      'lineItemsByFulfillmentOrder',
      written.reason === 'key_reused' ? KEY_REUSED : 'Another shipment of this order came first; load it again.',
    );
  await shipStock(deps, order.id, request.idempotencyKey);
  return { ok: true, fulfilmentId: written.id };
}

const KEY_REUSED = 'The idempotency key was used for another shipment.';

/** Lines left open in the request stand for whatever the recorded shipment took. */
function isSameShipment(
  recorded: Awaited<ReturnType<OrderRecords['findShipment']>> & object,
  request: ShipmentRequest,
): boolean {
  const form = (lines: ShipmentRequest['lines']) =>
    lines
      .map((line) => `${line.orderLineId}:${line.quantity}`)
      .sort()
      .join(' ');
  return (
    recorded.orderId === request.orderId &&
    recorded.warehouseId === request.warehouseId &&
    (request.lines.length === 0 || form(recorded.lines) === form(request.lines))
  );
}

/**
 * Takes a recorded shipment's units out of stock; idempotent per shipment and line. Answers false when an object could not be reached, so that
 * the caller's message is delivered again.
 */
export async function shipStock(
  deps: { readonly orders: OrderRecords; readonly inventory: Inventory },
  orderId: number,
  idempotencyKey: string,
): Promise<boolean> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const shipment = await deps.orders.findShipment(idempotencyKey);
  if (!order || !shipment) return true;
  const variantOf = new Map(order.lines.map((line) => [line.id, line.variantId]));
  const results = await Promise.all(
    shipment.lines.map((line) => {
      const variantId = variantOf.get(line.orderLineId);
      if (variantId === null || variantId === undefined) return null;
      return deps.inventory.change(variantId, {
        kind: 'ship',
        commandId: `ship:${shipment.id}:${line.orderLineId}`,
        reference: `order:${orderId}`,
        allocations: [{ warehouseId: shipment.warehouseId, quantity: line.quantity }],
        actor: shipment.actor,
      });
    }),
  );
  return results.every((result) => result === null || result.ok || result.reason !== 'unavailable');
}
