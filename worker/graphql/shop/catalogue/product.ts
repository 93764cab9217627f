import { plainText } from '../../../../commerce/catalogue/plain-text.ts';
import {
  adjacentVariants,
  chosenIndexes,
  encodeCombinations,
  exactVariant,
  selectedOrFirstAvailable,
} from '../../../../commerce/catalogue/variant-choice.ts';
import { type Money, money } from '../../../../commerce/money/money.ts';
import type { MediaRecord, PriceRecord, ProductRecord } from '../../../ports/catalogue.ts';
import { toGid } from '../../gid.ts';
import { cutPage, EMPTY_PAGE } from '../../paging.ts';
import { builder } from '../builder.ts';
import { handleOf, TranslatedHandle, translatedHandles } from '../common/handles.ts';
import { Image } from '../common/image.ts';
import { MoneyV2 } from '../common/money.ts';
import { Count, Node, OnlineStorePublishable, Seo, Trackable } from '../common/node.ts';
import { marketPath, translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { TaxonomyCategory } from './category.ts';
import { isForSale, optionsOf, type PlacedVariant, placedVariants } from './choice.ts';
import { CollectionConnection } from './collection-connection.ts';
import { ImageConnection, imageOf, MediaConnection } from './media.ts';
import { HasMetafields } from './metafields.ts';
import { ProductOption } from './product-option.ts';
import { Product } from './refs.ts';
import { shownCollections } from './searchable.ts';
import { SellingPlanGroupConnection } from './selling-plans.ts';
import { ProductVariant, ProductVariantConnection } from './variant.ts';

interface PriceRange {
  readonly min: Money;
  readonly max: Money;
}

const ProductPriceRange = builder.objectRef<PriceRange>('ProductPriceRange').implement({
  description: 'Lowest and highest price of a product’s variants.',
  fields: (t) => ({
    minVariantPrice: t.field({ type: MoneyV2, resolve: (range) => range.min }),
    maxVariantPrice: t.field({ type: MoneyV2, resolve: (range) => range.max }),
  }),
});

/** Currency a product's prices are shown in: the buyer's, else (it is not for sale there) the first it has, as its variants do. */
function shownCurrency(product: ProductRecord, wanted: string): string {
  const prices = product.variants.flatMap((variant) => variant.prices);
  return prices.some((price) => price.currency === wanted) ? wanted : (prices[0]?.currency ?? wanted);
}

function rangeOf(product: ProductRecord, wanted: string, amountOf: (price: PriceRecord) => number | null): PriceRange {
  const currency = shownCurrency(product, wanted);
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const variant of product.variants) {
    const price = variant.prices.find((one) => one.currency === currency);
    const amount = price ? amountOf(price) : null;
    if (amount === null) continue;
    least = Math.min(least, amount);
    most = Math.max(most, amount);
  }
  return { min: money(Number.isFinite(least) ? least : 0, currency), max: money(most, currency) };
}

const ProductImageSortKeys = builder.enumType('ProductImageSortKeys', {
  description: 'Orders of a product’s pictures.',
  values: ['CREATED_AT', 'ID', 'POSITION', 'RELEVANCE'] as const,
});
const ProductMediaSortKeys = builder.enumType('ProductMediaSortKeys', {
  description: 'Orders of a product’s media.',
  values: ['ID', 'POSITION', 'RELEVANCE'] as const,
});
const ProductVariantSortKeys = builder.enumType('ProductVariantSortKeys', {
  description: 'Orders of a product’s variants.',
  values: ['ID', 'POSITION', 'RELEVANCE', 'SKU', 'TITLE'] as const,
});

export const SelectedOptionInput = builder.inputType('SelectedOptionInput', {
  description: 'A chosen value of an option.',
  fields: (t) => ({ name: t.string({ required: true }), value: t.string({ required: true }) }),
});

interface ChoiceArgs {
  readonly selectedOptions?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
  readonly ignoreUnknownOptions?: boolean | null | undefined;
  readonly caseInsensitiveMatch?: boolean | null | undefined;
}

const chosen = (product: ProductRecord, args: ChoiceArgs, ignoreUnknown: boolean) =>
  chosenIndexes(optionsOf(product), args.selectedOptions ?? [], {
    ignoreUnknownOptions: args.ignoreUnknownOptions ?? ignoreUnknown,
    caseInsensitiveMatch: args.caseInsensitiveMatch ?? false,
  });

const shownVariant = (product: ProductRecord, args: ChoiceArgs, ctx: ShopContext): PlacedVariant | null =>
  selectedOrFirstAvailable(placedVariants(product, ctx.buyer.currency), chosen(product, args, true));

const bySku = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : 1);

/** Media by position, or by when they were added (their ids ascend). */
const ordered = (media: readonly MediaRecord[], key: string | null | undefined): readonly MediaRecord[] =>
  key === 'ID' || key === 'CREATED_AT' ? [...media].sort((a, b) => a.id - b.id) : media;

const pictures = (product: ProductRecord) => product.media.filter((one) => one.kind === 'image');

builder.objectType(Product, {
  description: 'Something the shop sells.',
  interfaces: [HasMetafields, Node, OnlineStorePublishable, Trackable],
  fields: (t) => ({
    id: t.id({ resolve: (product) => toGid('Product', product.id) }),
    handle: t.string({ resolve: (product, _args, ctx) => handleOf(product, ctx) }),
    translatedHandles: t.field({
      type: [TranslatedHandle],
      description: 'Its handle in every language of the shop.',
      resolve: (one, _args, ctx) => translatedHandles(one, ctx),
    }),
    title: t.string({
      resolve: (product, _args, ctx) => translated(product.translations, ctx.buyer.language, 'title', product.title),
    }),
    description: t.string({
      args: { truncateAt: t.arg.int() },
      resolve: (product, args, ctx) =>
        plainText(
          translated(product.translations, ctx.buyer.language, 'description_html', product.descriptionHtml),
          args.truncateAt,
        ),
    }),
    descriptionHtml: t.field({
      type: 'HTML',
      resolve: (product, _args, ctx) =>
        translated(product.translations, ctx.buyer.language, 'description_html', product.descriptionHtml),
    }),
    vendor: t.string({ resolve: (product) => product.vendor }),
    productType: t.string({
      resolve: (product, _args, ctx) =>
        translated(product.translations, ctx.buyer.language, 'product_type', product.productType),
    }),
    category: t.field({
      type: TaxonomyCategory,
      nullable: true,
      resolve: ({ category }) => (category === null ? null : { fullName: category }),
    }),
    tags: t.stringList({ resolve: (product) => [...product.tags] }),
    isGiftCard: t.boolean({ resolve: (product) => product.isGiftCard }),
    requiresSellingPlan: t.boolean({ resolve: () => false }),
    availableForSale: t.boolean({
      resolve: (product, _args, ctx) => product.variants.some((variant) => isForSale(variant, ctx.buyer.currency)),
    }),
    totalInventory: t.int({
      nullable: true,
      resolve: (product) =>
        product.variants.reduce((sum, variant) => sum + (variant.tracked ? variant.available : 0), 0),
    }),
    createdAt: t.field({ type: 'DateTime', resolve: (product) => product.createdAt }),
    updatedAt: t.field({ type: 'DateTime', resolve: (product) => product.updatedAt }),
    publishedAt: t.field({ type: 'DateTime', resolve: (product) => product.publishedAt ?? product.createdAt }),
    onlineStoreUrl: t.field({
      type: 'URL',
      nullable: true,
      resolve: (product, _args, ctx) =>
        `${ctx.origin}${marketPath(ctx.buyer.language, ctx.buyer.country)}/products/${handleOf(product, ctx)}`,
    }),
    seo: t.field({
      type: Seo,
      resolve: (product, _args, ctx) => ({
        title: product.translations[ctx.buyer.language]?.seo_title ?? product.seoTitle,
        description: product.translations[ctx.buyer.language]?.seo_description ?? product.seoDescription,
      }),
    }),
    priceRange: t.field({
      type: ProductPriceRange,
      resolve: (product, _args, ctx) => rangeOf(product, ctx.buyer.currency, (price) => price.amountMinor),
    }),
    compareAtPriceRange: t.field({
      type: ProductPriceRange,
      resolve: (product, _args, ctx) => rangeOf(product, ctx.buyer.currency, (price) => price.compareAtMinor),
    }),
    lowestPriceBefore: t.field({
      type: MoneyV2,
      nullable: true,
      description:
        'Lowest price of the 30 days before the reduced price of the cheapest variant began; null: not reduced, or not known. An addition to the Storefront API.',
      resolve: (product, _args, { buyer }) => {
        const prices = product.variants.flatMap((one) =>
          one.prices.filter((price) => price.currency === buyer.currency),
        );
        const cheapest = prices.toSorted((a, b) => a.amountMinor - b.amountMinor)[0];
        return cheapest?.lowestBeforeMinor == null ? null : money(cheapest.lowestBeforeMinor, buyer.currency);
      },
    }),
    featuredImage: t.field({
      type: Image,
      nullable: true,
      resolve: (product, _args, ctx) => {
        const first = product.media.find((one) => one.kind === 'image');
        return first ? imageOf(first, ctx) : null;
      },
    }),
    images: t.field({
      type: ImageConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: ProductImageSortKeys, defaultValue: 'POSITION' }),
      },
      resolve: (product, args, ctx) =>
        cutPage(
          ordered(pictures(product), args.sortKey).map((one) => imageOf(one, ctx)),
          args,
          (image) => image.id ?? image.url,
        ),
    }),
    media: t.field({
      type: MediaConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: ProductMediaSortKeys, defaultValue: 'POSITION' }),
      },
      resolve: (product, args) => cutPage(ordered(product.media, args.sortKey), args, (one) => one.id),
    }),
    options: t.field({
      type: [ProductOption],
      args: { first: t.arg.int() },
      resolve: (product, args) =>
        product.options.slice(0, args.first ?? undefined).map((option) => ({ option, product })),
    }),
    variants: t.field({
      type: ProductVariantConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: ProductVariantSortKeys, defaultValue: 'POSITION' }),
      },
      resolve: (product, args) => {
        const all = product.variants.map((variant) => ({ variant, product }));
        if (args.sortKey === 'ID') all.sort((a, b) => a.variant.id - b.variant.id);
        if (args.sortKey === 'SKU') all.sort((a, b) => bySku(a.variant.sku, b.variant.sku));
        if (args.sortKey === 'TITLE') all.sort((a, b) => bySku(a.variant.title, b.variant.title));
        return cutPage(all, args, ({ variant }) => variant.id);
      },
    }),
    variantsCount: t.field({ type: Count, nullable: true, resolve: (product) => product.variants.length }),
    variantBySelectedOptions: t.field({
      type: ProductVariant,
      nullable: true,
      args: {
        selectedOptions: t.arg({ type: [SelectedOptionInput], required: true }),
        ignoreUnknownOptions: t.arg.boolean({ defaultValue: false }),
        caseInsensitiveMatch: t.arg.boolean({ defaultValue: false }),
      },
      resolve: (product, args, ctx) =>
        exactVariant(placedVariants(product, ctx.buyer.currency), chosen(product, args, false)),
    }),
    selectedOrFirstAvailableVariant: t.field({
      type: ProductVariant,
      nullable: true,
      args: {
        selectedOptions: t.arg({ type: [SelectedOptionInput] }),
        ignoreUnknownOptions: t.arg.boolean({ defaultValue: true }),
        caseInsensitiveMatch: t.arg.boolean({ defaultValue: false }),
      },
      resolve: shownVariant,
    }),
    adjacentVariants: t.field({
      type: [ProductVariant],
      args: {
        selectedOptions: t.arg({ type: [SelectedOptionInput] }),
        ignoreUnknownOptions: t.arg.boolean({ defaultValue: true }),
        caseInsensitiveMatch: t.arg.boolean({ defaultValue: false }),
      },
      resolve: (product, args, ctx) => {
        const variants = placedVariants(product, ctx.buyer.currency);
        const shown = selectedOrFirstAvailable(variants, chosen(product, args, true));
        return shown ? adjacentVariants(variants, shown) : [];
      },
    }),
    encodedVariantExistence: t.string({
      nullable: true,
      resolve: (product, _args, ctx) =>
        encodeCombinations(placedVariants(product, ctx.buyer.currency).map((one) => one.indexes)),
    }),
    encodedVariantAvailability: t.string({
      nullable: true,
      resolve: (product, _args, ctx) =>
        encodeCombinations(
          placedVariants(product, ctx.buyer.currency).flatMap((one) => (one.available ? [one.indexes] : [])),
        ),
    }),
    sellingPlanGroups: t.field({
      type: SellingPlanGroupConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
      },
      resolve: () => EMPTY_PAGE,
    }),
    collections: t.field({
      type: CollectionConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
      },
      resolve: (product, args, ctx) => {
        ctx.tags.add('collections');
        const own = shownCollections(ctx).filter((one) => product.collectionIds.includes(one.id));
        return { ...cutPage(own, args, (one) => one.id), total: own.length };
      },
    }),
  }),
});
