/** What has to be in stock for a variant, and when what is missing is expected to arrive; beyond the Storefront API. */
import { nextArrival } from '../../../../commerce/inventory/beyond.ts';
import type { VariantRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import type { ShopContext } from '../context.ts';
import { isForSale } from './choice.ts';
import { ProductVariant } from './variant.ts';

const DAY_MS = 86_400_000;

/** What has to be there for one of it: itself, or every part of a bundle. */
const needed = (variant: VariantRecord): readonly { readonly variantId: number; readonly quantity: number }[] =>
  variant.components && variant.components.length > 0 ? variant.components : [{ variantId: variant.id, quantity: 1 }];

/** When the last of the things that are missing for one of it arrives; null when one of them has no date, or stock does not answer. */
async function completeAt(variant: VariantRecord, ctx: ShopContext): Promise<number | null> {
  let latest: number | null = null;
  for (const { variantId, quantity } of needed(variant)) {
    const stock = await ctx.deps.inventory.read(variantId);
    // Without an answer the page says "sold out", which is true.
    if (!stock.ok) return null;
    const isThere = stock.policy !== 'deny' || stock.available + (stock.beyond?.units ?? 0) >= quantity;
    if (isThere) continue;
    const arrivesAtMs = nextArrival(stock, quantity - stock.available, ctx.nowMs - DAY_MS);
    if (arrivesAtMs === null) return null;
    latest = Math.max(latest ?? 0, arrivesAtMs);
  }
  return latest;
}

builder.objectField(ProductVariant, 'nextArrivalAt', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the next unit of a sold-out variant is expected for sale, from suppliers or from another warehouse; of a bundle, when the last part that is missing is. Units that were promised to others come first. Null while it can be bought, when nothing is on its way, and when the day is not known or over.',
    resolve: async ({ variant }, _args, ctx) => {
      if (isForSale(variant, ctx.buyer.currency)) return null;
      const atMs = await completeAt(variant, ctx);
      return atMs === null ? null : new Date(atMs);
    },
  }),
);

const StockedPart = builder
  .objectRef<{ readonly variantId: number; readonly quantity: number }>('StockedPart')
  .implement({
    description: 'Units of a variant that one unit of another takes from stock.',
    fields: (t) => ({
      variantId: t.id({ resolve: ({ variantId }) => toGid('ProductVariant', variantId) }),
      quantity: t.exposeInt('quantity'),
    }),
  });

builder.objectField(ProductVariant, 'stockedAs', (t) =>
  t.field({
    type: [StockedPart],
    description:
      'What one of it takes from stock: itself, or the parts of a bundle, also those that are not sold by themselves. Live stock is told of each of these.',
    resolve: ({ variant }) => [...needed(variant)],
  }),
);
