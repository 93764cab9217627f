import type { DraftDelivery } from '../../../commerce/checkout/order-draft.ts';
import type { OrderRecord } from '../../ports/orders.ts';
import { pickupCodeOf } from '../../services/pickup-code.ts';
import { readyOrder } from '../../services/ready-order.ts';
import { parseGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import { LocationType } from './locations.ts';
import { OrderType } from './orders.ts';

interface Delivered {
  readonly order: OrderRecord;
  readonly delivery: DraftDelivery;
}

const METHOD_TYPES = { shipping: 'SHIPPING', pick_up: 'PICK_UP', local: 'LOCAL' } as const;
const moment = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const DeliveryMethodType = adminBuilder.enumType('DeliveryMethodType', {
  description: 'How goods reach the shopper.',
  values: ['LOCAL', 'NONE', 'PICKUP_POINT', 'PICK_UP', 'RETAIL', 'SHIPPING'] as const,
});

/** Shopify's `DeliveryMethod` of a fulfilment order, at the order: here all parts of one go the same way. */
const OrderDelivery = adminBuilder.objectRef<Delivered>('OrderDeliveryMethod').implement({
  description: 'How an order reaches its shopper. An addition to the Admin API.',
  fields: (t) => ({
    methodType: t.field({ type: DeliveryMethodType, resolve: ({ delivery }) => METHOD_TYPES[delivery.kind] }),
    methodCode: t.string({ resolve: ({ delivery }) => delivery.methodCode }),
    location: t.field({
      type: LocationType,
      nullable: true,
      description: 'Where it is collected, or the van leaves.',
      resolve: async ({ delivery }, _args, ctx) =>
        (await ctx.deps.warehouses()).find((one) => one.id === delivery.warehouseId) ?? null,
    }),
    minDeliveryDateTime: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ order, delivery }) => moment(delivery.window?.startMs ?? order.promisedFromMs),
    }),
    maxDeliveryDateTime: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ order, delivery }) => moment(delivery.window?.endMs ?? order.promisedToMs),
    }),
    window: t.string({
      nullable: true,
      description: 'Day and hours the shopper chose, on the clock of the place.',
      resolve: ({ delivery: { window } }) => window && `${window.day} ${window.hours} (${window.timeZone})`,
    }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it waits at the counter.',
      resolve: ({ order }) => moment(order.readyAtMs),
    }),
    pickupCode: t.string({
      nullable: true,
      description: 'What the shopper shows at the counter; null where nothing is collected.',
      resolve: ({ order, delivery }) => (delivery.kind === 'pick_up' ? pickupCodeOf(order) : null),
    }),
  }),
});

adminBuilder.objectField(OrderType, 'deliveryMethod', (t) =>
  t.field({
    type: OrderDelivery,
    nullable: true,
    description: 'Null where nothing is delivered, and for orders of before there was a choice.',
    resolve: (order) => (order.delivery ? { order, delivery: order.delivery } : null),
  }),
);

const PreparedLineItemsInput = adminBuilder.inputType('PreparedFulfillmentOrderLineItemsInput', {
  fields: (t) => ({ fulfillmentOrderId: t.id({ required: true }) }),
});
const PreparedForPickupInput = adminBuilder.inputType('FulfillmentOrderLineItemsPreparedForPickupInput', {
  fields: (t) => ({ lineItemsByFulfillmentOrder: t.field({ type: [PreparedLineItemsInput], required: true }) }),
});
const PreparedForPickupPayload = adminBuilder
  .objectRef<{ readonly userErrors: readonly UserError[] }>('FulfillmentOrderLineItemsPreparedForPickupPayload')
  .implement({
    fields: (t) => ({ userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }) }),
  });

/** The order in `gid://shopify/FulfillmentOrder/ORDER-WAREHOUSE`; null for another form. */
function orderOf(gid: string): number | null {
  const parsed = parseGid(gid);
  const id = parsed?.type === 'FulfillmentOrder' ? /^(\d{1,16})-\d{1,16}$/.exec(parsed.id)?.[1] : undefined;
  return id === undefined ? null : Number(id);
}

adminBuilder.mutationField('fulfillmentOrderLineItemsPreparedForPickup', (t) =>
  t.field({
    type: PreparedForPickupPayload,
    nullable: true,
    description: 'Says that orders lie ready to be collected, and tells their shoppers once. Honours Idempotency-Key.',
    args: { input: t.arg({ type: PreparedForPickupInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const field = ['input', 'lineItemsByFulfillmentOrder'];
      const userErrors: UserError[] = [];
      if (input.lineItemsByFulfillmentOrder.length === 0)
        userErrors.push({ field, message: 'Names no fulfillment order.' });
      for (const [index, { fulfillmentOrderId }] of input.lineItemsByFulfillmentOrder.entries()) {
        const orderId = orderOf(String(fulfillmentOrderId));
        if (orderId === null) {
          userErrors.push({ field: [...field, String(index)], message: 'Not a fulfillment order id.' });
          continue;
        }
        const done = await readyOrder(ctx.deps, orderId, ctx.caller.actor);
        if (!done.ok) userErrors.push({ field: [...field, String(index)], message: done.message });
      }
      return { userErrors };
    },
  }),
);
