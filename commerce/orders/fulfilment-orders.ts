import type { OrderFacts, OrderRefusal } from './order-facts.ts';

/** What one warehouse still has to send for an order; the Admin API calls it a fulfillment order. */
export interface FulfilmentOrder {
  readonly orderId: number;
  readonly warehouseId: number;
  readonly status: 'open' | 'closed' | 'cancelled';
  readonly lines: readonly FulfilmentOrderLine[];
}

/** One line's share of a warehouse. */
export interface FulfilmentOrderLine {
  readonly orderLineId: number;
  readonly totalQuantity: number;
  readonly remainingQuantity: number;
}

/**
 * Splits an order by the warehouses its units were committed in, ascending by warehouse. Units that were cancelled before they were
 * shipped need not be sent: they are taken off the remainder, last warehouse first. An order without allocations gives an empty list.
 */
export function fulfilmentOrdersOf(order: OrderFacts): FulfilmentOrder[] {
  const byWarehouse = new Map<number, FulfilmentOrderLine[]>();
  for (const line of order.lines) {
    let cancelled = line.cancelledQuantity;
    for (const allocation of [...line.allocations].reverse()) {
      const sent = shippedFrom(order, line.id, allocation.warehouseId);
      const open = allocation.quantity - sent;
      const dropped = Math.min(open, cancelled);
      cancelled -= dropped;
      const lines = byWarehouse.get(allocation.warehouseId) ?? [];
      lines.push({ orderLineId: line.id, totalQuantity: allocation.quantity, remainingQuantity: open - dropped });
      byWarehouse.set(allocation.warehouseId, lines);
    }
  }
  return [...byWarehouse]
    .sort(([a], [b]) => a - b)
    .map(([warehouseId, lines]) => ({
      orderId: order.id,
      warehouseId,
      status: order.isCancelled ? 'cancelled' : lines.some((line) => line.remainingQuantity > 0) ? 'open' : 'closed',
      lines,
    }));
}

function shippedFrom(order: OrderFacts, orderLineId: number, warehouseId: number): number {
  let sent = 0;
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.warehouseId !== warehouseId) continue;
    for (const line of fulfilment.lines) if (line.orderLineId === orderLineId) sent += line.quantity;
  }
  return sent;
}

/** What is about to leave a warehouse. */
export interface ShipmentPlan {
  readonly ok: true;
  readonly warehouseId: number;
  readonly lines: readonly {
    readonly orderLineId: number;
    readonly variantId: number | null;
    readonly quantity: number;
  }[];
}

/**
 * Checks a shipment from one warehouse; no lines asked means everything that is left there. Refusals in order: the order is cancelled, the
 * warehouse has no part of it, an unknown line, a quantity that is no positive integer, more than is left, nothing left at all.
 */
export function planShipment(
  order: OrderFacts,
  warehouseId: number,
  asked: readonly { orderLineId: number; quantity: number }[],
): ShipmentPlan | OrderRefusal {
  const refuse = (message: string, ...field: string[]): OrderRefusal => ({
    ok: false,
    field: ['fulfillment', ...field],
    message,
  });
  if (order.isCancelled) return refuse('The order is cancelled.', 'lineItemsByFulfillmentOrder');
  const part = fulfilmentOrdersOf(order).find((one) => one.warehouseId === warehouseId);
  if (!part) return refuse('No part of the order is sent from this location.', 'lineItemsByFulfillmentOrder');
  const wanted =
    asked.length > 0
      ? asked
      : part.lines
          .filter((line) => line.remainingQuantity > 0)
          .map((line) => ({ orderLineId: line.orderLineId, quantity: line.remainingQuantity }));
  const merged = new Map<number, number>();
  for (const want of wanted) {
    if (!Number.isSafeInteger(want.quantity) || want.quantity < 1)
      return refuse('quantity must be a whole number of at least 1.', 'fulfillmentOrderLineItems', 'quantity');
    merged.set(want.orderLineId, (merged.get(want.orderLineId) ?? 0) + want.quantity);
  }
  for (const [orderLineId, quantity] of merged) {
    const line = part.lines.find((one) => one.orderLineId === orderLineId);
    if (!line) return refuse(`Line ${orderLineId} is not sent from this location.`, 'fulfillmentOrderLineItems', 'id');
    if (quantity > line.remainingQuantity)
      return refuse(
        `quantity: ${quantity} asked, ${line.remainingQuantity} left to send.`,
        'fulfillmentOrderLineItems',
        'quantity',
      );
  }
  if (merged.size === 0) return refuse('Nothing is left to send from this location.', 'lineItemsByFulfillmentOrder');
  const variantOf = new Map(order.lines.map((line) => [line.id, line.variantId]));
  return {
    ok: true,
    warehouseId,
    lines: [...merged].map(([orderLineId, quantity]) => ({
      orderLineId,
      variantId: variantOf.get(orderLineId) ?? null,
      quantity,
    })),
  };
}
