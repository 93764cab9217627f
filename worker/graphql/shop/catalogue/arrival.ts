/** When a variant that cannot be bought now is expected to arrive; beyond the Storefront API. */
import { builder } from '../builder.ts';
import { isForSale } from './choice.ts';
import { ProductVariant } from './variant.ts';

const DAY_MS = 86_400_000;

builder.objectField(ProductVariant, 'nextArrivalAt', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the next units of a sold-out variant are expected to arrive at the shop. Null while it can be bought, when nothing is on its way, and when the day is not known or over.',
    resolve: async ({ variant }, _args, ctx) => {
      if (isForSale(variant, ctx.buyer.currency)) return null;
      const stock = await ctx.deps.inventory.read(variant.id);
      // Without an answer the page says "sold out", which is true.
      if (!stock.ok) return null;
      const next = stock.expected.find(
        ({ expectedAtMs }) => expectedAtMs !== null && expectedAtMs > ctx.nowMs - DAY_MS,
      );
      return next?.expectedAtMs == null ? null : new Date(next.expectedAtMs);
    },
  }),
);
