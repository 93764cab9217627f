import { GraphQLError } from 'graphql';
import { money } from '../../../commerce/money/money.ts';
import {
  type FulfilmentOrder,
  type FulfilmentOrderLine,
  fulfilmentOrdersOf,
} from '../../../commerce/orders/fulfilment-orders.ts';
import type {
  FulfilmentRecord,
  OrderEvent,
  OrderLineRecord,
  OrderRecord,
  RecordedAddress,
} from '../../ports/orders.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { CountType, decodeCursor, encodeCursor, MoneyBag, pageSize, requireId } from './common.ts';
import { connectionOf, firstOf, listArgs, pageOf } from './connection.ts';
import { ImageType } from './image.ts';
import { LocationType } from './locations.ts';
import { both, ExchangeType, type PaymentOf, type RefundOf } from './order-exchange.ts';
import { readOrderQuery } from './order-query.ts';
import { OrderRouting, orderRouting } from './order-routing.ts';

interface LineOf {
  readonly line: OrderLineRecord;
  readonly order: OrderRecord;
}

const upper = (status: string) => status.toUpperCase();

export const MailingAddress = adminBuilder.objectRef<RecordedAddress>('MailingAddress').implement({
  description: 'A postal address as it was recorded with an order.',
  fields: (t) => ({
    firstName: t.string({ nullable: true, resolve: (a) => a.firstName ?? null }),
    lastName: t.string({ nullable: true, resolve: (a) => a.lastName ?? null }),
    name: t.string({ nullable: true, resolve: (a) => [a.firstName, a.lastName].filter(Boolean).join(' ') || null }),
    company: t.string({ nullable: true, resolve: (a) => a.company ?? null }),
    address1: t.exposeString('address1', { nullable: true }),
    address2: t.string({ nullable: true, resolve: (a) => a.address2 ?? null }),
    city: t.exposeString('city', { nullable: true }),
    provinceCode: t.string({ nullable: true, resolve: (a) => a.provinceCode ?? null }),
    zip: t.string({ nullable: true, resolve: (a) => a.zip ?? null }),
    countryCodeV2: t.string({ nullable: true, resolve: (a) => a.countryCode }),
    phone: t.string({ nullable: true, resolve: (a) => a.phone ?? null }),
  }),
});

export const LineItem = adminBuilder.objectRef<LineOf>('LineItem').implement({
  description: 'One line of an order.',
  fields: (t) => ({
    id: t.id({ resolve: ({ line }) => toGid('LineItem', line.id) }),
    title: t.string({ resolve: ({ line }) => line.title }),
    variantTitle: t.string({ nullable: true, resolve: ({ line }) => line.variantTitle }),
    name: t.string({
      resolve: ({ line }) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
    }),
    sku: t.string({ nullable: true, resolve: ({ line }) => line.sku }),
    image: t.field({
      type: ImageType,
      nullable: true,
      resolve: ({ line }) => (line.imageUrl ? { url: line.imageUrl } : null),
    }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    currentQuantity: t.int({ resolve: ({ line }) => line.quantity - line.refundedQuantity }),
    refundableQuantity: t.int({ resolve: ({ line }) => line.quantity - line.refundedQuantity }),
    unfulfilledQuantity: t.int({
      resolve: ({ line }) => line.quantity - line.fulfilledQuantity - line.cancelledQuantity,
    }),
    requiresShipping: t.boolean({ resolve: ({ line }) => line.requiresShipping }),
    originalUnitPriceSet: t.field({
      type: MoneyBag,
      resolve: ({ line, order }) => both(order, line.unitPriceMinor),
    }),
    discountedTotalSet: t.field({
      type: MoneyBag,
      resolve: ({ line, order }) => both(order, line.totalMinor),
    }),
    totalDiscountSet: t.field({
      type: MoneyBag,
      resolve: ({ line, order }) => both(order, line.discountMinor),
    }),
    productId: t.id({
      nullable: true,
      description: 'Id of the product; null once it was deleted.',
      resolve: ({ line }) => (line.productId === null ? null : toGid('Product', line.productId)),
    }),
    variantId: t.id({
      nullable: true,
      description: 'Id of the variant; null once it was deleted.',
      resolve: ({ line }) => (line.variantId === null ? null : toGid('ProductVariant', line.variantId)),
    }),
  }),
});
const LineItemConnection = connectionOf('LineItem', LineItem);

const FulfillmentOrderLineItem = adminBuilder
  .objectRef<{ part: FulfilmentOrderLine; order: OrderRecord; warehouseId: number }>('FulfillmentOrderLineItem')
  .implement({
    description: 'Units of one order line that one location sends.',
    fields: (t) => ({
      id: t.id({
        resolve: ({ part, warehouseId }) => toGid('FulfillmentOrderLineItem', `${part.orderLineId}-${warehouseId}`),
      }),
      totalQuantity: t.int({ resolve: ({ part }) => part.totalQuantity }),
      remainingQuantity: t.int({ resolve: ({ part }) => part.remainingQuantity }),
      lineItem: t.field({
        type: LineItem,
        resolve: ({ part, order }) => {
          const line = order.lines.find((one) => one.id === part.orderLineId);
          if (!line) throw new Error(`order ${order.id}: line ${part.orderLineId} is gone`);
          return { line, order };
        },
      }),
    }),
  });
const FulfillmentOrderLineItemConnection = connectionOf('FulfillmentOrderLineItem', FulfillmentOrderLineItem);

const AssignedLocation = adminBuilder.objectRef<number>('FulfillmentOrderAssignedLocation').implement({
  description: 'The location that sends.',
  fields: (t) => ({
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (id, _args, ctx) => (await ctx.deps.warehouses()).find((one) => one.id === id) ?? null,
    }),
  }),
});

const FulfillmentOrder = adminBuilder
  .objectRef<{ part: FulfilmentOrder; order: OrderRecord }>('FulfillmentOrder')
  .implement({
    description: 'What one location has to send for an order.',
    fields: (t) => ({
      id: t.id({ resolve: ({ part }) => toGid('FulfillmentOrder', `${part.orderId}-${part.warehouseId}`) }),
      status: t.string({ resolve: ({ part }) => upper(part.status) }),
      assignedLocation: t.field({ type: AssignedLocation, resolve: ({ part }) => part.warehouseId }),
      lineItems: t.field({
        type: FulfillmentOrderLineItemConnection,
        args: listArgs(t.arg),
        resolve: ({ part, order }, args) => {
          const all = part.lines.map((line) => ({ part: line, order, warehouseId: part.warehouseId }));
          return pageOf(all, args, (one) => one.part.orderLineId);
        },
      }),
    }),
  });
const FulfillmentOrderConnection = connectionOf('FulfillmentOrder', FulfillmentOrder);

const TrackingInfo = adminBuilder.objectRef<FulfilmentRecord>('FulfillmentTrackingInfo').implement({
  description: 'How to follow a parcel.',
  fields: (t) => ({
    company: t.exposeString('trackingCompany', { nullable: true }),
    number: t.exposeString('trackingNumber', { nullable: true }),
    url: t.field({ type: 'URL', nullable: true, resolve: (one) => one.trackingUrl }),
  }),
});

export const Fulfillment = adminBuilder.objectRef<FulfilmentRecord>('Fulfillment').implement({
  description: 'A shipment that left a location.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Fulfillment', one.id) }),
    status: t.string({ resolve: () => 'SUCCESS' }),
    createdAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.createdAtMs) }),
    totalQuantity: t.int({ resolve: (one) => one.lines.reduce((sum, line) => sum + line.quantity, 0) }),
    trackingInfo: t.field({
      type: [TrackingInfo],
      args: { first: t.arg.int() },
      resolve: (one, { first }) =>
        firstOf(one.trackingNumber || one.trackingUrl || one.trackingCompany ? [one] : [], first),
    }),
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (one, _args, ctx) => (await ctx.deps.warehouses()).find((w) => w.id === one.warehouseId) ?? null,
    }),
    actor: t.exposeString('actor', { description: 'Who recorded it.' }),
  }),
});

export const RefundType = adminBuilder.objectRef<RefundOf>('Refund').implement({
  description: 'Money given back.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Refund', one.id) }),
    note: t.exposeString('reason', { nullable: true }),
    createdAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => new Date(one.createdAtMs) }),
    totalRefundedSet: t.field({
      type: MoneyBag,
      description:
        'In the shop’s currency at the order’s rate, so that refunds of the whole order sum to its total there.',
      resolve: ({ amountMinor, currency, baseAmountMinor, exchange }) => ({
        ...money(amountMinor, currency),
        ...(exchange && baseAmountMinor !== null ? { shop: money(baseAmountMinor, exchange.base) } : {}),
      }),
    }),
    status: t.string({
      description: 'PENDING until the payment provider has answered, then SUCCEEDED or FAILED.',
      resolve: (one) => upper(one.status),
    }),
    actor: t.exposeString('actor', { description: 'Who gave it.' }),
  }),
});

const OrderTransaction = adminBuilder.objectRef<PaymentOf>('OrderTransaction').implement({
  description: 'A payment of an order.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('OrderTransaction', one.id) }),
    kind: t.string({ resolve: () => 'SALE' }),
    status: t.string({
      resolve: (one) => (one.status === 'captured' || one.status === 'authorized' ? 'SUCCESS' : 'FAILURE'),
    }),
    gateway: t.exposeString('provider', { nullable: true }),
    paymentId: t.exposeString('providerReference', { nullable: true }),
    amountSet: t.field({ type: MoneyBag, resolve: (one) => both(one, one.amountMinor) }),
    cardBrand: t.exposeString('cardBrand', { nullable: true, description: 'Brand of the card, such as visa.' }),
    cardLast4: t.exposeString('cardLast4', { nullable: true, description: 'Last four digits of the card.' }),
    createdAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.createdAtMs) }),
  }),
});

const OrderEventType = adminBuilder.objectRef<OrderEvent>('OrderTimelineEvent').implement({
  description: 'Something that happened to an order: what, who and when.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    type: t.exposeString('type'),
    actor: t.exposeString('actor'),
    payload: t.field({ type: 'JSON', resolve: (one) => one.payload }),
    occurredAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.occurredAtMs) }),
  }),
});

export const OrderType = adminBuilder.objectRef<OrderRecord>('Order').implement({
  description: 'A placed order.',
  fields: (t) => ({
    id: t.id({ resolve: (o) => toGid('Order', o.id) }),
    name: t.string({ resolve: (o) => `#${o.number}` }),
    number: t.exposeInt('number'),
    email: t.exposeString('email', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    customerLocale: t.exposeString('locale', { nullable: true }),
    createdAt: t.field({ type: 'DateTime', resolve: (o) => new Date(o.placedAtMs) }),
    processedAt: t.field({ type: 'DateTime', resolve: (o) => new Date(o.placedAtMs) }),
    updatedAt: t.field({ type: 'DateTime', resolve: (o) => new Date(o.updatedAtMs) }),
    cancelledAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (o) => (o.cancelledAtMs === null ? null : new Date(o.cancelledAtMs)),
    }),
    cancelReason: t.exposeString('cancelReason', { nullable: true }),
    displayFinancialStatus: t.string({ nullable: true, resolve: (o) => upper(o.financialStatus) }),
    displayFulfillmentStatus: t.string({ resolve: (o) => upper(o.fulfilmentStatus) }),
    currencyCode: t.exposeString('currency'),
    exchange: t.field({
      type: ExchangeType,
      nullable: true,
      description: 'Null: no rate was known.',
      resolve: (o) => o.exchange,
    }),
    taxesIncluded: t.exposeBoolean('taxIncluded'),
    discountCodes: t.stringList({ resolve: (o) => [...o.discountCodes] }),
    subtotalPriceSet: t.field({
      type: MoneyBag,
      nullable: true,
      resolve: (o) => both(o, o.subtotalMinor - o.discountMinor),
    }),
    totalDiscountsSet: t.field({ type: MoneyBag, nullable: true, resolve: (o) => both(o, o.discountMinor) }),
    totalShippingPriceSet: t.field({ type: MoneyBag, resolve: (o) => both(o, o.shippingMinor) }),
    totalTaxSet: t.field({ type: MoneyBag, nullable: true, resolve: (o) => both(o, o.taxMinor) }),
    totalPriceSet: t.field({ type: MoneyBag, resolve: (o) => both(o, o.totalMinor) }),
    totalRefundedSet: t.field({ type: MoneyBag, resolve: (o) => both(o, o.refundedMinor) }),
    shippingAddress: t.field({ type: MailingAddress, nullable: true, resolve: (o) => o.shippingAddress }),
    billingAddress: t.field({ type: MailingAddress, nullable: true, resolve: (o) => o.billingAddress }),
    shippingTitle: t.string({
      nullable: true,
      description: 'Delivery method the shopper chose.',
      resolve: (o) => o.shippingMethodTitle,
    }),
    lineItems: t.field({
      type: LineItemConnection,
      args: listArgs(t.arg),
      resolve: (order, args) => {
        const all = order.lines.map((line) => ({ line, order }));
        return pageOf(all, args, (one) => one.line.id);
      },
    }),
    routing: t.field({
      type: OrderRouting,
      nullable: true,
      description:
        'Why it leaves from these locations; null where nothing is shipped, or for orders from before routing. An addition to the Admin API.',
      resolve: (order, _args, ctx) => orderRouting(order, ctx),
    }),
    fulfillmentOrders: t.field({
      type: FulfillmentOrderConnection,
      args: listArgs(t.arg),
      resolve: (order, args) => {
        const all = fulfilmentOrdersOf(order).map((part) => ({ part, order }));
        return pageOf(all, args, (one) => one.part.warehouseId);
      },
    }),
    fulfillments: t.field({
      type: [Fulfillment],
      args: { first: t.arg.int() },
      resolve: (o, { first }) => firstOf(o.fulfilments, first),
    }),
    refunds: t.field({
      type: [RefundType],
      args: { first: t.arg.int() },
      resolve: (o, { first }) =>
        firstOf(
          o.refunds.map((one) => ({ ...one, exchange: o.exchange })),
          first,
        ),
    }),
    transactions: t.field({
      type: [OrderTransaction],
      args: { first: t.arg.int() },
      resolve: (o, { first }) =>
        firstOf(
          o.payments.map((one) => ({ ...one, exchange: o.exchange })),
          first,
        ),
    }),
    timeline: t.field({
      type: [OrderEventType],
      description: 'Everything that happened to the order, oldest first.',
      resolve: async (o, _args, ctx) => [...(await ctx.deps.orders.events(o.id))],
    }),
    statusPageUrl: t.field({
      type: 'URL',
      resolve: (o, _args, ctx) =>
        `${ctx.origin}/${o.locale.split('-')[0]}-${o.country.toLowerCase()}/orders/${o.id}?key=${o.statusKey}`,
    }),
  }),
});
const OrderConnection = connectionOf('Order', OrderType);

const OrderSortKeys = adminBuilder.enumType('OrderSortKeys', {
  description: 'Orders can be sorted by the time they were placed.',
  values: ['CREATED_AT', 'PROCESSED_AT', 'ORDER_NUMBER', 'ID'] as const,
});

const readFilter = (query: string | null | undefined) => {
  const read = readOrderQuery(query ?? '');
  if (!read.ok) throw new GraphQLError(read.message, { extensions: { code: 'BAD_USER_INPUT', argument: 'query' } });
  return read.filter;
};

adminBuilder.queryFields((t) => ({
  order: t.field({
    type: OrderType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Order', String(args.id), 'id');
      return (await ctx.deps.orders.byIds([id])).get(id) ?? null;
    },
  }),
  orders: t.field({
    type: OrderConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      query: t.arg.string(),
      sortKey: t.arg({ type: OrderSortKeys }),
      reverse: t.arg.boolean(),
    },
    resolve: async (_root, args, ctx) => {
      const [placedAtMs, id] = args.after ? decodeCursor(args.after) : [];
      const after = typeof placedAtMs === 'number' && typeof id === 'number' ? { placedAtMs, id } : null;
      const page = await ctx.deps.orders.list({
        filter: readFilter(args.query),
        newestFirst: args.reverse === true,
        limit: pageSize(args.first),
        after,
      });
      return {
        items: page.orders.map((node) => ({ node, cursor: encodeCursor([node.placedAtMs, node.id]) })),
        hasNextPage: page.hasNextPage,
        hasPreviousPage: after !== null,
      };
    },
  }),
  ordersCount: t.field({
    type: CountType,
    nullable: true,
    args: { query: t.arg.string() },
    resolve: async (_root, args, ctx) => ({ count: await ctx.deps.orders.count(readFilter(args.query)) }),
  }),
}));
