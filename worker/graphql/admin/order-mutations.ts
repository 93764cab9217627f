import { parseDecimal } from '../../../commerce/money/money.ts';
import type { FulfilmentRecord, OrderRecord } from '../../ports/orders.ts';
import { cancelOrder } from '../../services/cancel-order.ts';
import { refundOrder } from '../../services/refund-order.ts';
import { shipOrder } from '../../services/ship-order.ts';
import { parseGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import { nameOfChange } from './idempotency.ts';
import type { RefundOf } from './order-exchange.ts';
import { Fulfillment, OrderType, RefundType } from './orders.ts';

const FulfillmentOrderLineItemInput = adminBuilder.inputType('FulfillmentOrderLineItemInput', {
  fields: (t) => ({ id: t.id({ required: true }), quantity: t.int({ required: true }) }),
});
const FulfillmentOrderLineItemsInput = adminBuilder.inputType('FulfillmentOrderLineItemsInput', {
  fields: (t) => ({
    fulfillmentOrderId: t.id({ required: true }),
    fulfillmentOrderLineItems: t.field({ type: [FulfillmentOrderLineItemInput] }),
  }),
});
const FulfillmentTrackingInput = adminBuilder.inputType('FulfillmentTrackingInput', {
  fields: (t) => ({ company: t.string(), number: t.string(), url: t.field({ type: 'URL' }) }),
});
const FulfillmentInput = adminBuilder.inputType('FulfillmentInput', {
  fields: (t) => ({
    lineItemsByFulfillmentOrder: t.field({ type: [FulfillmentOrderLineItemsInput], required: true }),
    trackingInfo: t.field({ type: FulfillmentTrackingInput }),
    notifyCustomer: t.boolean(),
  }),
});

const FulfillmentCreatePayload = adminBuilder
  .objectRef<{ fulfillment: FulfilmentRecord | null; userErrors: readonly UserError[] }>('FulfillmentCreatePayload')
  .implement({
    fields: (t) => ({
      fulfillment: t.field({ type: Fulfillment, nullable: true, resolve: (p) => p.fulfillment }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

/** Order and warehouse inside `gid://shopify/FulfillmentOrder/ORDER-WAREHOUSE`; null for another form. */
function partsOf(gid: string): { orderId: number; warehouseId: number } | null {
  const parsed = parseGid(gid);
  const match = parsed?.type === 'FulfillmentOrder' ? /^(\d{1,16})-(\d{1,16})$/.exec(parsed.id) : null;
  return match ? { orderId: Number(match[1]), warehouseId: Number(match[2]) } : null;
}

const isWebAddress = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text);

adminBuilder.mutationField('fulfillmentCreate', (t) =>
  t.field({
    type: FulfillmentCreatePayload,
    nullable: true,
    description:
      'Records that goods left a location; the units leave stock and the shopper is told when asked for. Honours Idempotency-Key.',
    args: { fulfillment: t.arg({ type: FulfillmentInput, required: true }), message: t.arg.string() },
    resolve: async (_root, { fulfillment }, ctx, info) => {
      const refuse = (message: string, ...field: string[]) => ({
        fulfillment: null,
        userErrors: [{ field: ['fulfillment', ...field], message }],
      });
      const [group, ...more] = fulfillment.lineItemsByFulfillmentOrder;
      if (!group || more.length > 0)
        return refuse('Exactly one fulfillment order per call.', 'lineItemsByFulfillmentOrder');
      const parts = partsOf(String(group.fulfillmentOrderId));
      if (!parts)
        return refuse('Not a fulfillment order id.', 'lineItemsByFulfillmentOrder', '0', 'fulfillmentOrderId');
      const lines: { orderLineId: number; quantity: number }[] = [];
      for (const item of group.fulfillmentOrderLineItems ?? []) {
        const line = /\/(\d{1,16})-\d+$/.exec(String(item.id))?.[1];
        if (!line)
          return refuse(
            'Not a fulfillment order line item id.',
            'lineItemsByFulfillmentOrder',
            '0',
            'fulfillmentOrderLineItems',
            'id',
          );
        lines.push({ orderLineId: Number(line), quantity: item.quantity });
      }
      const tracking = fulfillment.trackingInfo;
      if (tracking?.url && !isWebAddress(tracking.url))
        return refuse('url must start with https:// or http://.', 'trackingInfo', 'url');
      const shipped = await shipOrder(ctx.deps, {
        ...parts,
        lines,
        trackingCompany: tracking?.company ?? null,
        trackingNumber: tracking?.number ?? null,
        trackingUrl: tracking?.url ?? null,
        notifyCustomer: fulfillment.notifyCustomer === true,
        idempotencyKey: `ship:${parts.orderId}:${parts.warehouseId}:${nameOfChange(ctx, info)}`,
        actor: ctx.caller.actor,
      });
      if (!shipped.ok) return { fulfillment: null, userErrors: [shipped] };
      const order = (await ctx.deps.orders.byIds([parts.orderId])).get(parts.orderId);
      return { fulfillment: order?.fulfilments.find((one) => one.id === shipped.fulfilmentId) ?? null, userErrors: [] };
    },
  }),
);

const RestockType = adminBuilder.enumType('RefundLineItemRestockType', {
  description: 'What happens to the units of a refunded line.',
  values: {
    CANCEL: { description: 'Not shipped yet: sellable again.' },
    RETURN: { description: 'Came back: sellable again.' },
    NO_RESTOCK: { description: 'Not sellable.' },
  } as const,
});
const RESTOCK = { CANCEL: 'cancel', RETURN: 'return', NO_RESTOCK: 'no_restock' } as const;
const RefundLineItemInput = adminBuilder.inputType('RefundLineItemInput', {
  fields: (t) => ({
    lineItemId: t.id({ required: true }),
    quantity: t.int({ required: true }),
    restockType: t.field({ type: RestockType }),
    locationId: t.id(),
  }),
});
const ShippingRefundInput = adminBuilder.inputType('ShippingRefundInput', {
  fields: (t) => ({ amount: t.field({ type: 'Decimal' }), fullRefund: t.boolean() }),
});
const OrderTransactionInput = adminBuilder.inputType('OrderTransactionInput', {
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true }),
    parentId: t.id(),
    orderId: t.id(),
    gateway: t.string(),
    kind: t.string(),
  }),
});
const RefundInput = adminBuilder.inputType('RefundInput', {
  fields: (t) => ({
    orderId: t.id({ required: true }),
    note: t.string(),
    notify: t.boolean(),
    refundLineItems: t.field({ type: [RefundLineItemInput] }),
    shipping: t.field({ type: ShippingRefundInput }),
    transactions: t.field({ type: [OrderTransactionInput] }),
  }),
});

interface RefundPayload {
  readonly refund: RefundOf | null;
  readonly order: OrderRecord | null;
  readonly userErrors: readonly UserError[];
}

const RefundCreatePayload = adminBuilder.objectRef<RefundPayload>('RefundCreatePayload').implement({
  fields: (t) => ({
    refund: t.field({ type: RefundType, nullable: true, resolve: (p) => p.refund }),
    order: t.field({ type: OrderType, nullable: true, resolve: (p) => p.order }),
    userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
  }),
});

type AmountsResult =
  | { readonly ok: true; readonly shippingMinor: number; readonly amountMinor: number | null }
  | { readonly ok: false; readonly error: UserError };

function readAmounts(input: typeof RefundInput.$inferInput, order: OrderRecord): AmountsResult {
  const wrong = (message: string, ...field: string[]): AmountsResult => ({
    ok: false,
    error: { field: ['input', ...field], message },
  });
  let shippingMinor = 0;
  if (input.shipping?.fullRefund) shippingMinor = order.shippingMinor;
  else if (input.shipping?.amount != null) {
    const amount = parseDecimal(input.shipping.amount, order.currency);
    if (!amount) return wrong(`amount must be a decimal in ${order.currency}.`, 'shipping', 'amount');
    shippingMinor = amount.amountMinor;
  }
  let amountMinor: number | null = null;
  for (const transaction of input.transactions ?? []) {
    const amount = parseDecimal(transaction.amount, order.currency);
    if (!amount) return wrong(`amount must be a decimal in ${order.currency}.`, 'transactions', 'amount');
    amountMinor = (amountMinor ?? 0) + amount.amountMinor;
  }
  return { ok: true, shippingMinor, amountMinor };
}

adminBuilder.mutationField('refundCreate', (t) =>
  t.field({
    type: RefundCreatePayload,
    nullable: true,
    description:
      'Gives money back for lines, delivery or an amount, never more than was paid. Honours Idempotency-Key.',
    args: { input: t.arg({ type: RefundInput, required: true }) },
    resolve: async (_root, { input }, ctx, info) => {
      const refuse = (userErrors: readonly UserError[]): RefundPayload => ({ refund: null, order: null, userErrors });
      const orderId = requireId('Order', String(input.orderId), 'input.orderId');
      const order = (await ctx.deps.orders.byIds([orderId])).get(orderId);
      if (!order) return refuse([{ field: ['input', 'orderId'], message: 'The order does not exist.' }]);
      const amounts = readAmounts(input, order);
      if (!amounts.ok) return refuse([amounts.error]);
      const refunded = await refundOrder(ctx.deps, {
        orderId,
        lines: (input.refundLineItems ?? []).map((line) => ({
          orderLineId: requireId('LineItem', String(line.lineItemId), 'input.refundLineItems.lineItemId'),
          quantity: line.quantity,
          restock: RESTOCK[line.restockType ?? 'NO_RESTOCK'],
        })),
        shippingMinor: amounts.shippingMinor,
        amountMinor: amounts.amountMinor,
        reason: input.note ?? null,
        idempotencyKey: `refund:${orderId}:${nameOfChange(ctx, info)}`,
        actor: ctx.caller.actor,
      });
      if (!refunded.ok) return refuse([refunded]);
      const fresh = (await ctx.deps.orders.byIds([orderId])).get(orderId) ?? null;
      const refund = fresh?.refunds.find((one) => one.id === refunded.refundId);
      return {
        refund: fresh && refund ? { ...refund, exchange: fresh.exchange } : null,
        order: fresh,
        userErrors: [],
      };
    },
  }),
);

const OrderCancelReason = adminBuilder.enumType('OrderCancelReason', {
  description: 'Why an order is cancelled.',
  values: ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'STAFF', 'OTHER'] as const,
});
const RefundMethodInput = adminBuilder.inputType('OrderCancelRefundMethodInput', {
  fields: (t) => ({ originalPaymentMethodsRefund: t.boolean() }),
});

const JobType = adminBuilder.objectRef<string>('Job').implement({
  description: 'Work behind a change; here it is done when the answer arrives.',
  fields: (t) => ({ id: t.id({ resolve: (id) => toGid('Job', id) }), done: t.boolean({ resolve: () => true }) }),
});
const OrderCancelPayload = adminBuilder
  .objectRef<{ jobId: string | null; order: OrderRecord | null; userErrors: readonly UserError[] }>(
    'OrderCancelPayload',
  )
  .implement({
    fields: (t) => ({
      job: t.field({ type: JobType, nullable: true, resolve: (p) => p.jobId }),
      order: t.field({
        type: OrderType,
        nullable: true,
        description: 'The order after the change.',
        resolve: (p) => p.order,
      }),
      orderCancelUserErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

adminBuilder.mutationField('orderCancel', (t) =>
  t.field({
    type: OrderCancelPayload,
    nullable: true,
    description: 'Cancels an order of which nothing was shipped. Honours Idempotency-Key.',
    args: {
      orderId: t.arg.id({ required: true }),
      reason: t.arg({ type: OrderCancelReason, required: true }),
      restock: t.arg.boolean({ required: true }),
      refund: t.arg.boolean(),
      refundMethod: t.arg({ type: RefundMethodInput }),
      notifyCustomer: t.arg.boolean(),
      staffNote: t.arg.string(),
    },
    resolve: async (_root, args, ctx) => {
      const orderId = requireId('Order', String(args.orderId), 'orderId');
      const done = await cancelOrder(ctx.deps, {
        orderId,
        reason: args.reason,
        refund: args.refund === true || args.refundMethod?.originalPaymentMethodsRefund === true,
        restock: args.restock,
        actor: ctx.caller.actor,
      });
      const order = (await ctx.deps.orders.byIds([orderId])).get(orderId) ?? null;
      return done.ok
        ? { jobId: `cancel-${orderId}`, order, userErrors: [] }
        : { jobId: null, order, userErrors: [done] };
    },
  }),
);
