import { windowHandle } from '../../../../commerce/shipping/delivery-windows.ts';
import { pickupCodeOf } from '../../../services/pickup-code.ts';
import type { ShownOrder } from '../../../services/read-order.ts';
import { builder } from '../builder.ts';
import { CartDeliveryWindow, DeliveryMethodType, METHOD_TYPES, type WindowOf } from './options.ts';
import { Location, storeAt } from './stores.ts';

type Delivered = ShownOrder & { readonly delivery: NonNullable<ShownOrder['delivery']> };
const moment = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

function windowOf({ delivery }: Delivered): WindowOf | null {
  const { window, methodCode } = delivery;
  return window && { window, timeZone: window.timeZone, handle: windowHandle(methodCode, window), left: null };
}

/** How an order reaches its shopper. */
export const OrderDelivery = builder.objectRef<Delivered>('OrderDelivery').implement({
  description: 'How an order reaches its shopper. An addition to the Storefront API.',
  fields: (t) => ({
    methodType: t.field({ type: DeliveryMethodType, resolve: ({ delivery }) => METHOD_TYPES[delivery.kind] }),
    title: t.string({ nullable: true, resolve: ({ shippingMethodTitle }) => shippingMethodTitle }),
    arrivesFrom: t.field({ type: 'DateTime', nullable: true, resolve: (order) => moment(order.promisedFromMs) }),
    arrivesTo: t.field({ type: 'DateTime', nullable: true, resolve: (order) => moment(order.promisedToMs) }),
    location: t.field({
      type: Location,
      nullable: true,
      description: 'Where it is collected.',
      resolve: ({ delivery }, _args, ctx) =>
        delivery.kind === 'pick_up' && delivery.warehouseId !== null
          ? storeAt(delivery.warehouseId, ctx.loaders.settings.warehouses)
          : null,
    }),
    expectedReadyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was said to be ready, when it was ordered.',
      resolve: ({ delivery }) => moment(delivery.readyMs),
    }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it waits at the counter.',
      resolve: ({ readyAtMs }) => moment(readyAtMs),
    }),
    pickupCode: t.string({
      nullable: true,
      description: 'To be shown at the counter; null until it is ready.',
      resolve: (order) => (order.readyAtMs === null ? null : pickupCodeOf(order)),
    }),
    window: t.field({ type: CartDeliveryWindow, nullable: true, resolve: windowOf }),
  }),
});

/** An order with its delivery; null where nothing is delivered, or nobody wrote down how. */
export const deliveredOrder = (order: ShownOrder): Delivered | null =>
  order.delivery ? { ...order, delivery: order.delivery } : null;
