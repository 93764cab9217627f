import { money } from '../../../../commerce/money/money.ts';
import type { PriceRecord } from '../../../ports/catalogue.ts';
import { sellableUnits } from '../../../services/cart-view.ts';
import { toGid } from '../../gid.ts';
import { cutPage, LARGEST_PAGE } from '../../paging.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { Image } from '../common/image.ts';
import { MoneyV2 } from '../common/money.ts';
import { Node } from '../common/node.ts';
import { translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { isForSale, type VariantOf } from './choice.ts';
import { imageOf } from './media.ts';
import { HasMetafields } from './metafields.ts';
import { Product } from './refs.ts';

/** Most units of one line; also what `quantityRule` tells. */
export const MAX_LINE_QUANTITY = 999;

/** Price in the buyer's currency; where it has none the variant is not for sale and the first other price stands in. */
const priceIn = (of: VariantOf, ctx: ShopContext): PriceRecord =>
  of.variant.prices.find((price) => price.currency === ctx.buyer.currency) ??
  of.variant.prices[0] ?? { currency: ctx.buyer.currency, amountMinor: 0, compareAtMinor: null };

const compareAt = (of: VariantOf, ctx: ShopContext) => {
  const price = priceIn(of, ctx);
  return price.compareAtMinor === null ? null : money(price.compareAtMinor, price.currency);
};
const priceOf = (of: VariantOf, ctx: ShopContext) => {
  const price = priceIn(of, ctx);
  return money(price.amountMinor, price.currency);
};

export const SelectedOption = builder
  .objectRef<{ readonly name: string; readonly value: string }>('SelectedOption')
  .implement({
    description: 'The value a variant has for an option.',
    fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
  });

/** Options of a variant in the buyer's language. */
export function selectedOptions({ variant, product }: VariantOf, language: string): { name: string; value: string }[] {
  return product.options.map((option, index) => {
    const value = variant.optionValues[index] ?? '';
    const record = option.values.find((one) => one.name === value);
    return {
      name: translated(option.translations, language, 'name', option.name),
      value: record ? translated(record.translations, language, 'name', value) : value,
    };
  });
}

const isDefault = ({ variant }: VariantOf) =>
  variant.optionValues.length === 1 && variant.optionValues[0] === 'Default Title';

/** Name of a variant in the buyer's language: its values, or the default title's own words. */
export const variantTitle = (of: VariantOf, language: string): string =>
  isDefault(of)
    ? of.variant.title
    : selectedOptions(of, language)
        .map((one) => one.value)
        .join(' / ');

const QuantityRule = builder
  .objectRef<{ readonly minimum: number; readonly maximum: number | null; readonly increment: number }>('QuantityRule')
  .implement({
    description: 'Which quantities can be bought.',
    fields: (t) => ({
      minimum: t.exposeInt('minimum'),
      maximum: t.exposeInt('maximum', { nullable: true }),
      increment: t.exposeInt('increment'),
    }),
  });
const RULE = { minimum: 1, maximum: MAX_LINE_QUANTITY, increment: 1 };

const WeightUnit = builder.enumType('WeightUnit', {
  description: 'Units of weight.',
  values: ['GRAMS', 'KILOGRAMS', 'OUNCES', 'POUNDS'] as const,
});

export const ProductVariant = builder.objectRef<VariantOf>('ProductVariant');

const ProductVariantComponent = builder
  .objectRef<{ readonly quantity: number; readonly of: VariantOf }>('ProductVariantComponent')
  .implement({
    description: 'A part of a bundle.',
    fields: (t) => ({
      quantity: t.exposeInt('quantity', { description: 'Units in one bundle.' }),
      productVariant: t.field({ type: ProductVariant, resolve: ({ of }) => of }),
    }),
  });
const ProductVariantComponentConnection = connectionOf('ProductVariantComponent', ProductVariantComponent);

builder.objectType(ProductVariant, {
  description: 'One buyable form of a product.',
  interfaces: [HasMetafields, Node],
  fields: (t) => ({
    id: t.id({ resolve: ({ variant }) => toGid('ProductVariant', variant.id) }),
    title: t.string({ resolve: (of, _args, ctx) => variantTitle(of, ctx.buyer.language) }),
    sku: t.string({ nullable: true, resolve: ({ variant }) => variant.sku }),
    barcode: t.string({ nullable: true, resolve: ({ variant }) => variant.barcode }),
    availableForSale: t.boolean({ resolve: ({ variant }, _args, ctx) => isForSale(variant, ctx.buyer.currency) }),
    currentlyNotInStock: t.boolean({
      resolve: ({ variant }) => variant.tracked && variant.available <= 0 && sellableUnits(variant) !== 0,
    }),
    arrivesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the next unit is expected, for what is not in stock and can be ordered already; null when nobody knows.',
      resolve: ({ variant: { tracked, available, beyond } }) =>
        tracked && available <= 0 && beyond?.arrivesAt ? new Date(beyond.arrivesAt) : null,
    }),
    quantityAvailable: t.int({
      nullable: true,
      resolve: ({ variant }) => (variant.tracked ? variant.available : null),
    }),
    quantityRule: t.field({ type: QuantityRule, resolve: () => RULE }),
    price: t.field({ type: MoneyV2, resolve: (of, _args, ctx) => priceOf(of, ctx) }),
    priceV2: t.field({
      type: MoneyV2,
      deprecationReason: 'Use `price`.',
      resolve: (of, _args, ctx) => priceOf(of, ctx),
    }),
    compareAtPrice: t.field({ type: MoneyV2, nullable: true, resolve: (of, _args, ctx) => compareAt(of, ctx) }),
    lowestPriceBefore: t.field({
      type: MoneyV2,
      nullable: true,
      description:
        'Lowest price of the 30 days before a reduced price began; null: not reduced, or not known. An addition to the Storefront API.',
      resolve: (of, _args, ctx) => {
        const { lowestBeforeMinor, currency } = priceIn(of, ctx);
        return lowestBeforeMinor == null ? null : money(lowestBeforeMinor, currency);
      },
    }),
    compareAtPriceV2: t.field({
      type: MoneyV2,
      nullable: true,
      deprecationReason: 'Use `compareAtPrice`.',
      resolve: (of, _args, ctx) => compareAt(of, ctx),
    }),
    unitPrice: t.field({ type: MoneyV2, nullable: true, resolve: () => null }),
    selectedOptions: t.field({
      type: [SelectedOption],
      resolve: (of, _args, ctx) => selectedOptions(of, ctx.buyer.language),
    }),
    image: t.field({
      type: Image,
      nullable: true,
      resolve: ({ variant, product }, _args, ctx) => {
        const own =
          product.media.find((one) => one.id === variant.mediaId) ?? product.media.find((one) => one.kind === 'image');
        return own ? imageOf(own, ctx) : null;
      },
    }),
    product: t.field({ type: Product, resolve: ({ product }) => product }),
    requiresShipping: t.boolean({ resolve: ({ variant }) => variant.requiresShipping }),
    requiresComponents: t.boolean({
      description: 'Whether it is a bundle, sold as its parts.',
      resolve: ({ variant }) => (variant.components?.length ?? 0) > 0,
    }),
    components: t.field({
      type: ProductVariantComponentConnection,
      args: { first: t.arg.int(), after: t.arg.string(), last: t.arg.int(), before: t.arg.string() },
      description: 'What a bundle is made of; parts that are not on sale by themselves are left out.',
      resolve: async ({ variant }, args, ctx) => {
        const parts = variant.components ?? [];
        const products = await ctx.loaders.products(parts.map((part) => part.productId));
        const shown = parts.flatMap((part, index) => {
          const product = products[index];
          const of = product?.variants.find((one) => one.id === part.variantId);
          return product && of ? [{ quantity: part.quantity, of: { product, variant: of } }] : [];
        });
        const first = args.first == null && args.last == null ? LARGEST_PAGE : args.first;
        return cutPage(shown, { ...args, first }, (part) => part.of.variant.id);
      },
    }),
    taxable: t.boolean({ resolve: ({ variant }) => variant.taxable }),
    weight: t.float({ nullable: true, resolve: ({ variant }) => variant.weightGrams }),
    weightUnit: t.field({ type: WeightUnit, resolve: () => 'GRAMS' as const }),
  }),
});

export const ProductVariantConnection = connectionOf('ProductVariant', ProductVariant);
