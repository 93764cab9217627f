import { money } from '../../../commerce/money/money.ts';
import { type PricedCart, priceCart } from '../../../commerce/pricing/price-cart.ts';
import { UNUSED } from '../../../commerce/promotions/promotion.ts';
import { checkPromotion } from '../../services/edit-promotions.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { summaryOf } from './discounts.ts';
import { mergedPromotion, PromotionInput, wantedOf } from './promotion-save.ts';

interface Preview {
  readonly summary: string;
  readonly priced: PricedCart | null;
  readonly userErrors: readonly UserError[];
}
const PreviewPayload = adminBuilder.objectRef<Preview>('PromotionPreview').implement({
  description: 'What a promotion would do to a sample cart, alone.',
  fields: (t) => {
    const amount = (of: (priced: PricedCart) => number) =>
      t.field({
        type: MoneyV2,
        nullable: true,
        resolve: ({ priced }: Preview) => (priced ? money(of(priced), priced.currency) : null),
      });
    return {
      summary: t.exposeString('summary'),
      subtotal: amount((priced) => priced.subtotalMinor),
      discount: amount((priced) => priced.discountMinor),
      total: amount((priced) => priced.totalMinor),
      reason: t.string({
        nullable: true,
        description: 'Why it does nothing; null: it does something.',
        resolve: ({ priced }) => {
          const [reason] = priced?.reasons ?? [];
          return reason?.outcome === 'refused' ? reason.refusal : null;
        },
      }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    };
  },
});
const SampleLineInput = adminBuilder.inputType('PromotionSampleLineInput', {
  fields: (t) => ({ productId: t.id({ required: true }), quantity: t.int({ required: true }) }),
});

async function preview(
  ctx: AdminContext,
  given: typeof PromotionInput.$inferInput,
  sample: readonly (typeof SampleLineInput.$inferInput)[],
): Promise<Preview> {
  const checked = checkPromotion(mergedPromotion(wantedOf(given), null, ctx.nowMs));
  if (!checked.ok) return { summary: '', priced: null, userErrors: checked.problems };
  const noBackground = () => undefined;
  const ids = sample.map(({ productId }) => numberFromGid('Product', String(productId)) ?? 0);
  const [settings, products, summary] = await Promise.all([
    ctx.deps.catalogue.settings(noBackground),
    ctx.deps.catalogue.products(ids, noBackground),
    summaryOf(checked.write, ctx),
  ]);
  const market = settings.markets.find((one) => one.isPrimary) ?? settings.markets[0];
  const currency = market?.currency ?? settings.shop.baseCurrency;
  const lines = products.flatMap((product, index) => {
    const [variant] = product?.variants ?? [];
    const price = variant?.prices.find((one) => one.currency === currency);
    if (!product || !variant || !price) return [];
    const { id: productId, collectionIds, isGiftCard } = product;
    const { taxable, requiresShipping } = variant;
    const quantity = Math.min(999, Math.max(1, sample[index]?.quantity ?? 1));
    const tags = product.tags.map((tag) => tag.toLowerCase());
    const facts = { productId, variantId: variant.id, collectionIds, tags, isGiftCard, taxable, requiresShipping };
    return [{ lineId: index + 1, quantity, unitPriceMinor: price.amountMinor, ...facts }];
  });
  // Shown as it will be: on, begun, unused, and without its code.
  const promotion = {
    ...checked.write,
    id: 1,
    code: null,
    isActive: true,
    startsAtMs: 0,
    endsAtMs: null,
    usage: UNUSED,
  };
  const priced = priceCart({
    lines,
    currency,
    taxIncluded: market?.taxIncluded ?? true,
    destination: null,
    marketCountry: market?.countries[0] ?? settings.shop.shipsFromCountry,
    codes: [],
    promotions: [promotion],
    customer: {
      groups: promotion.conditions.flatMap((one) => (one.kind === 'customer_group' ? one.groups : [])),
      orders: 0,
    },
    shippingMethods: [],
    deliveryHandle: null,
    taxRates: settings.taxRates,
    nowMs: ctx.nowMs,
  });
  return { summary, priced, userErrors: [] };
}

adminBuilder.queryField('promotionPreview', (t) =>
  t.field({
    type: PreviewPayload,
    description: 'What a promotion would do to a sample cart of the primary market, alone.',
    args: {
      input: t.arg({ type: PromotionInput, required: true }),
      lines: t.arg({ type: [SampleLineInput], required: true }),
    },
    resolve: (_root, args, ctx) => preview(ctx, args.input, args.lines.slice(0, 50)),
  }),
);
