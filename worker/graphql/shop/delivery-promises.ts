import { type DeliveryOption, deliveryOptions } from '../../../commerce/shipping/delivery-options.ts';
import type { ShippingMethodRecord } from '../../ports/catalogue.ts';
import { deliveryOf } from '../../services/cart-delivery.ts';
import { builder } from './builder.ts';
import { MoneyV2 } from './common/money.ts';
import { translated } from './common/translate.ts';
import { DeliveryMethodType, METHOD_TYPES } from './delivery/options.ts';

interface Promised {
  readonly option: DeliveryOption;
  readonly method: ShippingMethodRecord;
  readonly currency: string;
}

const DeliveryPromise = builder.objectRef<Promised>('DeliveryPromise').implement({
  description:
    'A way of delivery to the buyer’s country: what it costs and when it arrives if the order is placed now.',
  fields: (t) => ({
    handle: t.string({
      description: 'The delivery option’s handle in a cart.',
      resolve: ({ option }) => option.handle,
    }),
    title: t.string({
      resolve: ({ method }, _args, ctx) => translated(method.translations, ctx.buyer.language, 'title', method.title),
    }),
    description: t.string({
      resolve: ({ method }, _args, ctx) =>
        translated(method.translations, ctx.buyer.language, 'description', method.description),
    }),
    cost: t.field({
      type: MoneyV2,
      resolve: ({ option, currency }) => ({ amountMinor: option.amountMinor, currency }),
    }),
    freeFrom: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'Merchandise total from which it is free; null when it never is.',
      resolve: ({ method, currency }) => {
        const amountMinor = method.rates[currency]?.freeFromMinor;
        return amountMinor === undefined ? null : { amountMinor, currency };
      },
    }),
    arrivesFrom: t.field({
      type: 'DateTime',
      description: 'Noon (UTC) of the first day it may arrive.',
      resolve: ({ option }) => new Date(option.promisedFromMs),
    }),
    arrivesTo: t.field({
      type: 'DateTime',
      description: 'Noon (UTC) of the last day it may arrive.',
      resolve: ({ option }) => new Date(option.promisedToMs),
    }),
  }),
});

builder.queryFields((t) => ({
  deliveryPromises: t.field({
    type: [DeliveryPromise],
    description:
      'Ways of delivery to the buyer’s country, in the merchant’s order, priced for an order without free delivery. An addition to the Storefront API.',
    args: {
      deliveryMethodTypes: t.arg({
        type: [DeliveryMethodType],
        description: 'Of these kinds; parcels where it is missing.',
        defaultValue: ['SHIPPING'],
      }),
    },
    resolve: (_root, args, ctx) => {
      const kinds: readonly string[] = args.deliveryMethodTypes ?? ['SHIPPING'];
      const { settings } = ctx.loaders;
      const { country, currency } = ctx.buyer;
      const place = { country, region: null, postcode: null };
      const surroundings = deliveryOf(settings, country, place, []);
      const { nowMs } = ctx;
      return deliveryOptions(settings.shippingMethods, {
        ...surroundings,
        country,
        currency,
        merchandiseMinor: 0,
        nowMs,
      })
        .filter(({ kind }) => kinds.includes(METHOD_TYPES[kind]))
        .flatMap((option) => {
          const method = settings.shippingMethods.find((one) => one.code === option.code);
          return method ? { option, method, currency } : [];
        });
    },
  }),
}));
