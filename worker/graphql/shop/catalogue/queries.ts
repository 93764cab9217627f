import { GraphQLError } from 'graphql';
import type { ListingSort } from '../../../../commerce/catalogue/listing.ts';
import { collatorOf } from '../../../../commerce/markets/collation.ts';
import type { CollectionRecord, Translations } from '../../../ports/catalogue.ts';
import { numberFromGid, toGid } from '../../gid.ts';
import { cutPage } from '../../paging.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import { connectionOf } from '../common/connection.ts';
import { findByHandle, type Handled } from '../common/handles.ts';
import { Node } from '../common/node.ts';
import { translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { recommended } from '../recommendations/recommendations.ts';
import { CollectionConnection } from './collection-connection.ts';
import {
  Article,
  ArticleConnection,
  ArticleSortKeys,
  Blog,
  BlogConnection,
  Page,
  PageConnection,
  sortArticles,
} from './content.ts';
import { productByHandle, productById } from './find-product.ts';
import { ProductConnection, productPage } from './product-list.ts';
import { Collection, Product } from './refs.ts';
import {
  foundContent,
  searchableArticle,
  searchableBlog,
  searchableCollection,
  searchablePage,
  shownCollections,
} from './searchable.ts';
import { PaymentSettings, Shop } from './shop.ts';

/** Finds one thing of a list by id or handle; neither given is an error that says so. */
function findBy<T extends Handled & { readonly id: number }>(
  type: string,
  list: readonly T[],
  args: { readonly id?: string | number | null | undefined; readonly handle?: string | null | undefined },
  ctx: ShopContext,
): T | null {
  if (args.id != null) {
    const id = numberFromGid(type, String(args.id));
    return list.find((one) => one.id === id) ?? null;
  }
  if (args.handle != null) return findByHandle(list, args.handle, ctx.buyer.language);
  throw new GraphQLError('id: either id or handle must be given.', {
    extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
  });
}

const tagged = (collection: CollectionRecord | null, ctx: ShopContext) => {
  ctx.tags.add(collection ? `collection:${collection.id}` : 'collections');
  return collection;
};

const listed = (ctx: ShopContext) => {
  ctx.tags.add('products');
  return ctx.loaders.listed();
};

const content = (ctx: ShopContext) => {
  ctx.tags.add('content');
  return ctx.loaders.settings;
};

const ProductSortKeys = builder.enumType('ProductSortKeys', {
  description: 'Orders of products.',
  values: [
    'BEST_SELLING',
    'CREATED_AT',
    'ID',
    'PRICE',
    'PRODUCT_TYPE',
    'RELEVANCE',
    'TITLE',
    'UPDATED_AT',
    'VENDOR',
  ] as const,
});
const SORTS: Readonly<Record<typeof ProductSortKeys.$inferType, ListingSort>> = {
  BEST_SELLING: 'BEST_SELLING',
  CREATED_AT: 'CREATED',
  ID: 'ID',
  PRICE: 'PRICE',
  PRODUCT_TYPE: 'TYPE',
  RELEVANCE: 'RELEVANCE',
  TITLE: 'TITLE',
  UPDATED_AT: 'UPDATED',
  VENDOR: 'VENDOR',
};
const CollectionSortKeys = builder.enumType('CollectionSortKeys', {
  description: 'Orders of collections.',
  values: ['ID', 'RELEVANCE', 'TITLE', 'UPDATED_AT'] as const,
});
const PageSortKeys = builder.enumType('PageSortKeys', {
  description: 'Orders of pages.',
  values: ['ID', 'RELEVANCE', 'TITLE', 'UPDATED_AT'] as const,
});
const BlogSortKeys = builder.enumType('BlogSortKeys', {
  description: 'Orders of blogs.',
  values: ['HANDLE', 'ID', 'RELEVANCE', 'TITLE'] as const,
});
const ProductRecommendationIntent = builder.enumType('ProductRecommendationIntent', {
  description: 'What recommendations are for.',
  values: ['COMPLEMENTARY', 'RELATED'] as const,
});

const StringConnection = connectionOf<string>('String', 'String');

const RECOMMENDATIONS = 8;

interface Titled {
  readonly title: string;
  readonly translations: Translations;
}
/** Titles as the buyer reads them, in the order of the buyer's language. */
const byTitle = (ctx: ShopContext) => {
  const { language } = ctx.buyer;
  const collator = collatorOf(language);
  const title = (one: Titled) => translated(one.translations, language, 'title', one.title);
  return (a: Titled, b: Titled) => collator.compare(title(a), title(b));
};
const byHandle = (a: { readonly handle: string }, b: { readonly handle: string }) => (a.handle < b.handle ? -1 : 1);
const byUpdate = (
  a: { readonly id: number; readonly updatedAt: string },
  b: { readonly id: number; readonly updatedAt: string },
) => (a.updatedAt === b.updatedAt ? a.id - b.id : a.updatedAt < b.updatedAt ? -1 : 1);

builder.queryFields((t) => ({
  shop: t.field({ type: Shop, resolve: (_root, _args, ctx) => content(ctx).shop }),
  paymentSettings: t.field({ type: PaymentSettings, resolve: (_root, _args, ctx) => content(ctx).shop }),
  product: t.field({
    type: Product,
    nullable: true,
    args: { id: t.arg.id(), handle: t.arg.string() },
    resolve: (_root, args, ctx) => {
      if (args.id != null) return productById(numberFromGid('Product', String(args.id)), ctx);
      if (args.handle != null) return productByHandle(args.handle, ctx);
      throw new GraphQLError('id: either id or handle must be given.', {
        extensions: { code: 'BAD_USER_INPUT', argument: 'id' },
      });
    },
  }),
  productByHandle: t.field({
    type: Product,
    nullable: true,
    deprecationReason: 'Use `product(handle:)`.',
    args: { handle: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => productByHandle(args.handle, ctx),
  }),
  products: t.field({
    type: ProductConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: ProductSortKeys, defaultValue: 'ID' }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) => productPage({ ...args, filters: [], sort: SORTS[args.sortKey ?? 'ID'] }, ctx),
  }),
  productRecommendations: t.field({
    type: [Product],
    nullable: true,
    args: {
      productId: t.arg.id(),
      productHandle: t.arg.string(),
      intent: t.arg({ type: ProductRecommendationIntent, defaultValue: 'RELATED' }),
    },
    resolve: (_root, args, ctx) => {
      const found =
        args.productId != null
          ? productById(numberFromGid('Product', String(args.productId)), ctx)
          : args.productHandle != null
            ? productByHandle(args.productHandle, ctx)
            : null;
      const kind = args.intent === 'COMPLEMENTARY' ? 'complements' : 'related';
      return after(found, (product) =>
        product
          ? after(recommended({ kind, productId: product.id }, RECOMMENDATIONS, ctx), (shown) =>
              shown.map((one) => one.product),
            )
          : null,
      );
    },
  }),
  productTags: t.field({
    type: StringConnection,
    args: { first: t.arg.int({ required: true }) },
    resolve: (_root, args, ctx) =>
      after(listed(ctx), (snapshot) =>
        cutPage([...new Set(snapshot.products.flatMap((one) => one.tags))].sort(), args, (tag) => tag),
      ),
  }),
  productTypes: t.field({
    type: StringConnection,
    args: { first: t.arg.int({ required: true }) },
    resolve: (_root, args, ctx) =>
      after(listed(ctx), (snapshot) =>
        cutPage([...new Set(snapshot.products.flatMap((one) => one.productType || []))].sort(), args, (type) => type),
      ),
  }),
  collection: t.field({
    type: Collection,
    nullable: true,
    args: { id: t.arg.id(), handle: t.arg.string() },
    resolve: (_root, args, ctx) => tagged(findBy('Collection', ctx.loaders.settings.collections, args, ctx), ctx),
  }),
  collectionByHandle: t.field({
    type: Collection,
    nullable: true,
    deprecationReason: 'Use `collection(handle:)`.',
    args: { handle: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => tagged(findBy('Collection', ctx.loaders.settings.collections, args, ctx), ctx),
  }),
  collections: t.field({
    type: CollectionConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: CollectionSortKeys, defaultValue: 'ID' }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) => {
      ctx.tags.add('collections');
      const found = [...foundContent(shownCollections(ctx), args.query, searchableCollection, ctx)];
      if (args.sortKey === 'TITLE') found.sort(byTitle(ctx));
      if (args.sortKey === 'UPDATED_AT') found.sort(byUpdate);
      return { ...cutPage(found, args, (one) => one.id), total: found.length };
    },
  }),
  page: t.field({
    type: Page,
    nullable: true,
    args: { id: t.arg.id(), handle: t.arg.string() },
    resolve: (_root, args, ctx) => findBy('Page', content(ctx).pages, args, ctx),
  }),
  pageByHandle: t.field({
    type: Page,
    nullable: true,
    deprecationReason: 'Use `page(handle:)`.',
    args: { handle: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => findBy('Page', content(ctx).pages, args, ctx),
  }),
  pages: t.field({
    type: PageConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: PageSortKeys, defaultValue: 'ID' }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) => {
      const found = [...foundContent(content(ctx).pages, args.query, searchablePage, ctx)];
      if (args.sortKey === 'TITLE') found.sort(byTitle(ctx));
      if (args.sortKey === 'UPDATED_AT') found.sort(byUpdate);
      return cutPage(found, args, (one) => one.id);
    },
  }),
  blog: t.field({
    type: Blog,
    nullable: true,
    args: { id: t.arg.id(), handle: t.arg.string() },
    resolve: (_root, args, ctx) => findBy('Blog', content(ctx).blogs, args, ctx),
  }),
  blogByHandle: t.field({
    type: Blog,
    nullable: true,
    deprecationReason: 'Use `blog(handle:)`.',
    args: { handle: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => findBy('Blog', content(ctx).blogs, args, ctx),
  }),
  blogs: t.field({
    type: BlogConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: BlogSortKeys, defaultValue: 'ID' }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) => {
      const found = [...foundContent(content(ctx).blogs, args.query, searchableBlog, ctx)];
      if (args.sortKey === 'TITLE') found.sort(byTitle(ctx));
      if (args.sortKey === 'HANDLE') found.sort(byHandle);
      return cutPage(found, args, (one) => one.id);
    },
  }),
  article: t.field({
    type: Article,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx) => findBy('Article', content(ctx).articles, args, ctx),
  }),
  articles: t.field({
    type: ArticleConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: ArticleSortKeys, defaultValue: 'ID' }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) =>
      cutPage(
        sortArticles(
          foundContent(content(ctx).articles, args.query, searchableArticle, ctx),
          args.sortKey ?? 'ID',
          ctx,
        ),
        args,
        (one) => one.id,
      ),
  }),
}));

export const UrlRedirect = builder
  .objectRef<{ readonly id: number; readonly path: string; readonly target: string }>('UrlRedirect')
  .implement({
    description: 'An old path and where it leads now.',
    interfaces: [Node],
    fields: (t) => ({
      id: t.id({ resolve: (one) => toGid('UrlRedirect', one.id) }),
      path: t.exposeString('path'),
      target: t.exposeString('target'),
    }),
  });
const UrlRedirectConnection = connectionOf('UrlRedirect', UrlRedirect);

const ApiVersion = builder.objectRef<string>('ApiVersion').implement({
  description: 'A version of this API.',
  fields: (t) => ({
    handle: t.string({ resolve: (handle) => handle }),
    displayName: t.string({ resolve: (handle) => handle }),
    supported: t.boolean({ resolve: () => true }),
  }),
});

builder.queryFields((t) => ({
  urlRedirects: t.field({
    type: UrlRedirectConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      query: t.arg.string(),
    },
    resolve: (_root, args, ctx) => {
      const path = /^path:(.+)$/.exec(args.query?.trim() ?? '')?.[1]?.replace(/^["']|["']$/g, '');
      return cutPage(
        content(ctx).redirects.filter((one) => path === undefined || one.path === path),
        args,
        (one) => one.id,
      );
    },
  }),
  publicApiVersions: t.field({ type: [ApiVersion], resolve: () => ['unstable'] }),
}));
