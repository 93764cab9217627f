import { GraphQLError } from 'graphql';
import { money, toDecimalString } from '../../../commerce/money/money.ts';
import type {
  EditableMedia,
  EditableOption,
  EditablePrice,
  EditableProduct,
  EditableVariant,
  ProductStatus,
} from '../../ports/product-editor.ts';
import { editProduct, type ProductInput, readPrice } from '../../services/edit-product.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { CountType, decodeCursor, encodeCursor, pageSize, requireId, type UserError, UserErrorType } from './common.ts';
import { connectionOf, firstOf, listArgs, pageOf } from './connection.ts';
import { writeOnce } from './idempotency.ts';
import { MediaPreviewImage } from './image.ts';
import { InventoryItem } from './inventory.ts';
import { VariantPriceType } from './variant-price.ts';

interface VariantOf {
  readonly variant: EditableVariant;
  readonly product: EditableProduct;
}

const ProductStatusEnum = adminBuilder.enumType('ProductStatus', {
  description: 'Whether a product is sold.',
  values: ['ACTIVE', 'DRAFT', 'ARCHIVED'] as const,
});
const InventoryPolicyEnum = adminBuilder.enumType('ProductVariantInventoryPolicy', {
  description: 'Whether a variant is sold beyond its stock.',
  values: ['DENY', 'CONTINUE'] as const,
});

const statusOf = (status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED'): ProductStatus =>
  status === 'ACTIVE' ? 'active' : status === 'DRAFT' ? 'draft' : 'archived';
const statusName = (status: ProductStatus) =>
  status === 'active' ? 'ACTIVE' : status === 'draft' ? 'DRAFT' : 'ARCHIVED';

const SelectedOption = adminBuilder.objectRef<{ name: string; value: string }>('SelectedOption').implement({
  description: 'The value a variant has for an option.',
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
});

export const ProductVariant = adminBuilder.objectRef<VariantOf>('ProductVariant').implement({
  description: 'One buyable form of a product.',
  fields: (t) => ({
    id: t.id({ resolve: ({ variant }) => toGid('ProductVariant', variant.id) }),
    title: t.string({ resolve: ({ variant }) => variant.title }),
    displayName: t.string({ resolve: ({ variant, product }) => `${product.title} - ${variant.title}` }),
    sku: t.string({ nullable: true, resolve: ({ variant }) => variant.sku }),
    barcode: t.string({ nullable: true, resolve: ({ variant }) => variant.barcode }),
    position: t.int({ resolve: ({ variant }) => variant.position }),
    price: t.field({
      type: 'Decimal',
      description: 'Price in the shop’s own currency.',
      resolve: async ({ variant }, _args, ctx) => {
        const base = await ctx.deps.baseCurrency();
        const price = variant.prices.find((one) => one.currency === base);
        return toDecimalString(money(price?.amountMinor ?? 0, base));
      },
    }),
    compareAtPrice: t.field({
      type: 'Decimal',
      nullable: true,
      resolve: async ({ variant }, _args, ctx) => {
        const base = await ctx.deps.baseCurrency();
        const price = variant.prices.find((one) => one.currency === base);
        return price?.compareAtMinor == null ? null : toDecimalString(money(price.compareAtMinor, base));
      },
    }),
    prices: t.field({
      type: [VariantPriceType],
      description: 'Prices in every currency that has one.',
      resolve: ({ variant }) => [...variant.prices].sort((a, b) => a.currency.localeCompare(b.currency)),
    }),
    selectedOptions: t.field({
      type: [SelectedOption],
      resolve: ({ variant, product }) =>
        product.options.map((option, index) => ({ name: option.name, value: variant.optionValues[index] ?? '' })),
    }),
    taxable: t.boolean({ resolve: ({ variant }) => variant.taxable }),
    inventoryPolicy: t.field({
      type: InventoryPolicyEnum,
      resolve: ({ variant }) => (variant.inventoryPolicy === 'deny' ? 'DENY' : 'CONTINUE'),
    }),
    inventoryQuantity: t.int({ nullable: true, resolve: ({ variant }) => variant.inventoryQuantity }),
    inventoryItem: t.field({
      type: InventoryItem,
      resolve: ({ variant }) => ({ variantId: variant.id, sku: variant.sku, tracked: variant.tracked }),
    }),
  }),
});
const ProductVariantConnection = connectionOf('ProductVariant', ProductVariant);

const ProductOptionValue = adminBuilder.objectRef<EditableOption['values'][number]>('ProductOptionValue').implement({
  description: 'One value of an option.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('ProductOptionValue', one.id) }),
    name: t.exposeString('name'),
  }),
});
const ProductOption = adminBuilder.objectRef<EditableOption>('ProductOption').implement({
  description: 'What variants of a product differ in.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('ProductOption', one.id) }),
    name: t.exposeString('name'),
    position: t.exposeInt('position'),
    values: t.stringList({ resolve: (one) => one.values.map((value) => value.name) }),
    optionValues: t.field({ type: [ProductOptionValue], resolve: (one) => [...one.values] }),
  }),
});

const MediaImage = adminBuilder.objectRef<EditableMedia>('MediaImage').implement({
  description: 'A picture of a product.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('MediaImage', one.id) }),
    alt: t.exposeString('alt', { nullable: true }),
    url: t.field({
      type: 'URL',
      description: 'Where the original is.',
      resolve: (one, _args, ctx) => new URL(one.url, ctx.origin).href,
    }),
    preview: t.field({ type: MediaPreviewImage, nullable: true, resolve: (one) => one }),
    width: t.exposeInt('width', { nullable: true }),
    height: t.exposeInt('height', { nullable: true }),
  }),
});
const MediaConnection = connectionOf('MediaImage', MediaImage);

const Seo = adminBuilder.objectRef<EditableProduct>('SEO').implement({
  description: 'Title and description for search engines.',
  fields: (t) => ({
    title: t.exposeString('seoTitle', { nullable: true }),
    description: t.exposeString('seoDescription', { nullable: true }),
  }),
});

export const ProductType = adminBuilder.objectRef<EditableProduct>('Product').implement({
  description: 'Something the shop sells, drafts included.',
  fields: (t) => ({
    id: t.id({ resolve: (p) => toGid('Product', p.id) }),
    handle: t.exposeString('handle'),
    title: t.exposeString('title'),
    descriptionHtml: t.field({ type: 'HTML', resolve: (p) => p.descriptionHtml }),
    vendor: t.exposeString('vendor'),
    productType: t.exposeString('productType'),
    tags: t.stringList({ resolve: (p) => [...p.tags] }),
    status: t.field({ type: ProductStatusEnum, resolve: (p) => statusName(p.status) }),
    seo: t.field({ type: Seo, resolve: (p) => p }),
    createdAt: t.field({ type: 'DateTime', resolve: (p) => new Date(p.createdAtMs) }),
    updatedAt: t.field({ type: 'DateTime', resolve: (p) => new Date(p.updatedAtMs) }),
    options: t.field({
      type: [ProductOption],
      args: { first: t.arg.int() },
      resolve: (p, { first }) => firstOf(p.options, first),
    }),
    variants: t.field({
      type: ProductVariantConnection,
      args: listArgs(t.arg),
      resolve: (product, args) => {
        const all = product.variants.map((variant) => ({ variant, product }));
        return pageOf(all, args, (one) => one.variant.id);
      },
    }),
    media: t.field({
      type: MediaConnection,
      args: listArgs(t.arg),
      resolve: (p, args) => pageOf(p.media, args, (one) => one.id),
    }),
    totalInventory: t.int({ resolve: (p) => p.variants.reduce((sum, one) => sum + one.inventoryQuantity, 0) }),
    tracksInventory: t.boolean({ resolve: (p) => p.variants.some((one) => one.tracked) }),
  }),
});
const ProductConnection = connectionOf('Product', ProductType);

/** `status:active` and free words, as the Admin API's product search reads them. */
function readProductQuery(query: string): { text: string; status: ProductStatus | null } {
  const words = query.trim().split(/\s+/).filter(Boolean);
  let status: ProductStatus | null = null;
  const rest: string[] = [];
  for (const word of words) {
    const named = /^status:(active|draft|archived)$/i.exec(word)?.[1]?.toUpperCase();
    if (named === 'ACTIVE' || named === 'DRAFT' || named === 'ARCHIVED') status = statusOf(named);
    else if (/^[a-z_]+:/.test(word) && !/^(title|sku|handle):/.test(word))
      throw new GraphQLError(`query: the field ${word.split(':')[0]} is not known.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    else rest.push(word.replace(/^(title|sku|handle):/, ''));
  }
  return { text: rest.join(' '), status };
}

adminBuilder.queryFields((t) => ({
  product: t.field({
    type: ProductType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Product', String(args.id), 'id');
      return (await ctx.deps.products.byIds([id])).get(id) ?? null;
    },
  }),
  productByHandle: t.field({
    type: ProductType,
    nullable: true,
    args: { handle: t.arg.string({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = await ctx.deps.products.idByHandle(args.handle);
      return id === null ? null : ((await ctx.deps.products.byIds([id])).get(id) ?? null);
    },
  }),
  products: t.field({
    type: ProductConnection,
    description: 'Products by title.',
    args: { first: t.arg.int(), after: t.arg.string(), query: t.arg.string(), reverse: t.arg.boolean() },
    resolve: async (_root, args, ctx) => {
      const [title, id] = args.after ? decodeCursor(args.after) : [];
      const after = typeof title === 'string' && typeof id === 'number' ? { title, id } : null;
      const page = await ctx.deps.products.list({
        ...readProductQuery(args.query ?? ''),
        limit: pageSize(args.first),
        reverse: args.reverse === true,
        after,
      });
      return {
        items: page.products.map((node) => ({ node, cursor: encodeCursor([node.title, node.id]) })),
        hasNextPage: page.hasNextPage,
        hasPreviousPage: after !== null,
      };
    },
  }),
  productsCount: t.field({
    type: CountType,
    nullable: true,
    args: { query: t.arg.string() },
    resolve: async (_root, args, ctx) => ({
      count: await ctx.deps.products.count(readProductQuery(args.query ?? '').status),
    }),
  }),
}));

const SeoInput = adminBuilder.inputType('SEOInput', {
  fields: (t) => ({ title: t.string(), description: t.string() }),
});
const OptionValueSetInput = adminBuilder.inputType('OptionValueSetInput', {
  fields: (t) => ({ name: t.string({ required: true }) }),
});
const OptionSetInput = adminBuilder.inputType('OptionSetInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    position: t.int(),
    values: t.field({ type: [OptionValueSetInput], required: true }),
  }),
});
const VariantOptionValueInput = adminBuilder.inputType('VariantOptionValueInput', {
  fields: (t) => ({ optionName: t.string({ required: true }), name: t.string({ required: true }) }),
});
const VariantPriceInput = adminBuilder.inputType('VariantPriceInput', {
  description: 'A price in one currency.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.string({ required: true }),
    compareAtPrice: t.field({ type: 'Decimal' }),
  }),
});
const InventoryItemInput = adminBuilder.inputType('InventoryItemInput', {
  fields: (t) => ({ tracked: t.boolean(), sku: t.string() }),
});
const ProductVariantSetInput = adminBuilder.inputType('ProductVariantSetInput', {
  fields: (t) => ({
    id: t.id(),
    optionValues: t.field({ type: [VariantOptionValueInput], required: true }),
    sku: t.string(),
    barcode: t.string(),
    price: t.field({ type: 'Decimal' }),
    compareAtPrice: t.field({ type: 'Decimal' }),
    prices: t.field({ type: [VariantPriceInput] }),
    taxable: t.boolean(),
    inventoryPolicy: t.field({ type: InventoryPolicyEnum }),
    inventoryItem: t.field({ type: InventoryItemInput }),
  }),
});
const ProductSetInput = adminBuilder.inputType('ProductSetInput', {
  fields: (t) => ({
    id: t.id(),
    handle: t.string(),
    title: t.string(),
    descriptionHtml: t.string(),
    vendor: t.string(),
    productType: t.string(),
    tags: t.stringList(),
    status: t.field({ type: ProductStatusEnum }),
    seo: t.field({ type: SeoInput }),
    productOptions: t.field({ type: [OptionSetInput] }),
    variants: t.field({ type: [ProductVariantSetInput] }),
  }),
});

const ProductSetPayload = adminBuilder
  .objectRef<{ product: EditableProduct | null; userErrors: readonly UserError[] }>('ProductSetPayload')
  .implement({
    fields: (t) => ({
      product: t.field({ type: ProductType, nullable: true, resolve: (p) => p.product }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

function toProductInput(input: typeof ProductSetInput.$inferInput): ProductInput {
  return {
    ...input,
    id: input.id == null ? null : requireId('Product', String(input.id), 'input.id'),
    status: input.status ? statusOf(input.status) : null,
    variants: input.variants?.map((one) => ({
      ...one,
      id: one.id == null ? null : requireId('ProductVariant', String(one.id), 'input.variants.id'),
      sku: one.sku ?? one.inventoryItem?.sku,
      tracked: one.inventoryItem?.tracked,
      inventoryPolicy: one.inventoryPolicy
        ? one.inventoryPolicy === 'DENY'
          ? ('deny' as const)
          : ('continue' as const)
        : null,
    })),
  };
}

const VariantPricesInput = adminBuilder.inputType('ProductVariantPricesInput', {
  fields: (t) => ({
    variantId: t.id({ required: true }),
    prices: t.field({ type: [VariantPriceInput], required: true }),
  }),
});

adminBuilder.mutationFields((t) => ({
  productSet: t.field({
    type: ProductSetPayload,
    nullable: true,
    description:
      'Writes a whole product at once: given lists replace the old ones, absent fields stay. Honours Idempotency-Key.',
    args: { input: t.arg({ type: ProductSetInput, required: true }), synchronous: t.arg.boolean() },
    resolve: async (_root, { input }, ctx, info) => {
      const currency = await ctx.deps.baseCurrency();
      const written = await editProduct(ctx.deps.products, toProductInput(input), currency, writeOnce(ctx, info));
      if (!written.ok) return { product: null, userErrors: [written] };
      await ctx.purge([`product:${written.id}`, 'products']);
      return { product: (await ctx.deps.products.byIds([written.id])).get(written.id) ?? null, userErrors: [] };
    },
  }),
  productVariantPricesSet: t.field({
    type: ProductSetPayload,
    nullable: true,
    description: 'Sets prices of variants of one product, in any currency. Honours Idempotency-Key.',
    args: { productId: t.arg.id({ required: true }), variants: t.arg({ type: [VariantPricesInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const productId = requireId('Product', String(args.productId), 'productId');
      const wanted: ({ variantId: number } & EditablePrice)[] = [];
      for (const [index, variant] of args.variants.entries()) {
        const variantId = numberFromGid('ProductVariant', String(variant.variantId));
        if (variantId === null)
          return {
            product: null,
            userErrors: [{ field: ['variants', String(index), 'variantId'], message: 'Not a variant id.' }],
          };
        for (const one of variant.prices) {
          const field = ['variants', String(index), 'prices', one.currencyCode];
          const amount = readPrice(one.amount, one.currencyCode, field);
          const compareAt = one.compareAtPrice == null ? null : readPrice(one.compareAtPrice, one.currencyCode, field);
          if (!amount.ok) return { product: null, userErrors: [amount] };
          if (compareAt && !compareAt.ok) return { product: null, userErrors: [compareAt] };
          wanted.push({
            variantId,
            currency: one.currencyCode,
            amountMinor: amount.money.amountMinor,
            compareAtMinor: compareAt?.money.amountMinor ?? null,
          });
        }
      }
      const written = await ctx.deps.products.setPrices(productId, wanted, writeOnce(ctx, info));
      if (!written.ok)
        return {
          product: null,
          userErrors: [{ field: ['variants'], message: 'A variant is not part of this product.' }],
        };
      await ctx.purge([`product:${productId}`, 'products']);
      return { product: (await ctx.deps.products.byIds([productId])).get(productId) ?? null, userErrors: [] };
    },
  }),
}));
