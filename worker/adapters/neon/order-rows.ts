import { readDelivery } from '../../../commerce/checkout/order-draft.ts';
import { readExchange } from '../../../commerce/currency/exchange.ts';
import { readRouteRecord } from '../../../commerce/routing/route-order.ts';
import type { fulfilments, orderLines, orders, payments, refunds } from '../../../db/schema/orders.ts';
import type { OrderRecord } from '../../ports/orders.ts';

type Row<T extends { $inferSelect: unknown }> = T['$inferSelect'];

/** Rows that belong to one order. */
export interface OrderRows {
  readonly order: Row<typeof orders>;
  readonly lines: readonly Row<typeof orderLines>[];
  readonly payments: readonly Row<typeof payments>[];
  readonly refunds: readonly Row<typeof refunds>[];
  readonly fulfilments: readonly Row<typeof fulfilments>[];
}

/** Makes the port's record of an order from its rows. */
export function toOrderRecord(rows: OrderRows): OrderRecord {
  const { order } = rows;
  return {
    id: order.id,
    number: order.number,
    statusKey: order.statusKey,
    email: order.email,
    phone: order.phone,
    locale: order.locale,
    country: order.country,
    currency: order.currency,
    customerId: order.customerId,
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    taxIncluded: order.taxIncluded,
    totalMinor: order.totalMinor,
    refundedMinor: order.refundedMinor,
    exchange: readExchange(order.exchange),
    baseTotalMinor: order.baseTotalMinor,
    discountCodes: order.discountCodes,
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
    shippingMethodTitle: order.shippingMethodTitle,
    promisedFromMs: order.promisedFrom?.getTime() ?? null,
    promisedToMs: order.promisedTo?.getTime() ?? null,
    delivery: readDelivery(order.delivery),
    readyAtMs: order.readyAt?.getTime() ?? null,
    note: order.note,
    attributes: order.attributes,
    routing: readRouteRecord(order.routing),
    financialStatus: order.financialStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    isCancelled: order.cancelledAt !== null,
    cancelledAtMs: order.cancelledAt?.getTime() ?? null,
    cancelReason: order.cancelReason,
    placedAtMs: order.placedAt.getTime(),
    updatedAtMs: order.updatedAt.getTime(),
    lines: rows.lines,
    payments: rows.payments.map((payment) => ({ ...payment, createdAtMs: payment.createdAt.getTime() })),
    refunds: rows.refunds.map((refund) => ({ ...refund, createdAtMs: refund.createdAt.getTime() })),
    fulfilments: rows.fulfilments.map((fulfilment) => ({ ...fulfilment, createdAtMs: fulfilment.createdAt.getTime() })),
  };
}
