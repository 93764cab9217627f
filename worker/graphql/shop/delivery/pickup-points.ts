import { collectingPoints } from '../../../services/delivery-choices.ts';
import { numberFromGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { variantById } from '../catalogue/find-product.ts';
import { DeliveryPickupPoint } from './options.ts';

/** Most units that are asked for at once, as a bag's line takes them. */
const MOST_UNITS = 1_000_000;

builder.queryField('pickupPoints', (t) =>
  t.field({
    type: [DeliveryPickupPoint],
    description:
      'Places where a shopper of the buyer’s country could collect units of a variant, in the order of the warehouses, with what is there at this moment; empty where nothing can be collected, and for a variant that is not sold. An addition to the Storefront API.',
    args: { variantId: t.arg.id({ required: true }), quantity: t.arg.int({ defaultValue: 1 }) },
    resolve: async (_root, args, ctx) => {
      const id = numberFromGid('ProductVariant', args.variantId);
      const quantity = args.quantity ?? 1;
      if (id === null || quantity < 1 || quantity > MOST_UNITS) return [];
      const found = await variantById(id, ctx);
      if (!found) return [];
      const { country } = ctx.buyer;
      const at = { country, region: null, postcode: null };
      const lines = [{ quantity, variant: found.variant }];
      const { settings } = ctx.loaders;
      return collectingPoints(ctx.deps.inventory, settings, { lines, at, marketCountry: country }, ctx.nowMs);
    },
  }),
);
