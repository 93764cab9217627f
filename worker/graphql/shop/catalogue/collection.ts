import type { ListingSort } from '../../../../commerce/catalogue/listing.ts';
import { plainText } from '../../../../commerce/catalogue/plain-text.ts';
import {
  arrangeCollection,
  type RankingRule,
  rulesFor,
  TEXT_ONLY_RANKING,
} from '../../../../commerce/search/ranking-rules.ts';
import type { CollectionRecord } from '../../../ports/catalogue.ts';
import type { ListedSnapshot } from '../../../services/catalogue-cache.ts';
import { toGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { handleOf, TranslatedHandle, translatedHandles } from '../common/handles.ts';
import { Image } from '../common/image.ts';
import { Node, OnlineStorePublishable, Seo, Trackable } from '../common/node.ts';
import { marketPath, translated } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { listingFilters, ProductFilter } from './filters.ts';
import { HasMetafields } from './metafields.ts';
import { ProductConnection, productPage } from './product-list.ts';
import { Collection } from './refs.ts';

const ProductCollectionSortKeys = builder.enumType('ProductCollectionSortKeys', {
  description: 'Orders of a collection’s products.',
  values: ['BEST_SELLING', 'COLLECTION_DEFAULT', 'CREATED', 'ID', 'MANUAL', 'PRICE', 'RELEVANCE', 'TITLE'] as const,
});
type SortKey = typeof ProductCollectionSortKeys.$inferType;

const rulesOf = ({ id }: CollectionRecord, { loaders, nowMs }: ShopContext): readonly RankingRule[] =>
  rulesFor({ ...TEXT_ONLY_RANKING, rules: loaders.settings.collectionRules }, { query: '', collectionId: id }, nowMs);

/** Puts a list in the order that rules ask for. */
const arrangedBy =
  (rules: readonly RankingRule[]) =>
  (ids: readonly number[], { byId }: ListedSnapshot) =>
    arrangeCollection(ids, rules, (id) => {
      const product = byId.get(id);
      if (!product) return {};
      const options: Record<string, string[]> = {};
      for (const variant of product.variants)
        for (const [name, value] of Object.entries(variant.options))
          options[`option.${name}`] = [...(options[`option.${name}`] ?? []), value];
      return { vendor: [product.vendor], product_type: [product.productType], tag: product.tags, ...options };
    });

/** Order behind a sort key; a collection whose default is CREATED begins with the newest, as shops expect. */
function sortOf(key: SortKey, collection: CollectionRecord): { sort: ListingSort; flip: boolean } {
  if (key === 'RELEVANCE') return { sort: 'BEST_SELLING', flip: false };
  if (key !== 'COLLECTION_DEFAULT') return { sort: key, flip: false };
  switch (collection.defaultSort) {
    case 'BEST_SELLING':
    case 'PRICE':
    case 'TITLE':
      return { sort: collection.defaultSort, flip: false };
    case 'CREATED':
      return { sort: 'CREATED', flip: true };
    default:
      return { sort: 'MANUAL', flip: false };
  }
}

builder.objectType(Collection, {
  description: 'A group of products, chosen by hand or by rule.',
  interfaces: [HasMetafields, Node, OnlineStorePublishable, Trackable],
  fields: (t) => ({
    id: t.id({ resolve: (collection) => toGid('Collection', collection.id) }),
    handle: t.string({ resolve: (collection, _args, ctx) => handleOf(collection, ctx) }),
    translatedHandles: t.field({
      type: [TranslatedHandle],
      description: 'Its handle in every language of the shop.',
      resolve: (one, _args, ctx) => translatedHandles(one, ctx),
    }),
    title: t.string({
      resolve: (collection, _args, ctx) =>
        translated(collection.translations, ctx.buyer.language, 'title', collection.title),
    }),
    description: t.string({
      args: { truncateAt: t.arg.int() },
      resolve: (collection, args, ctx) =>
        plainText(
          translated(collection.translations, ctx.buyer.language, 'description_html', collection.descriptionHtml),
          args.truncateAt,
        ),
    }),
    descriptionHtml: t.field({
      type: 'HTML',
      resolve: (collection, _args, ctx) =>
        translated(collection.translations, ctx.buyer.language, 'description_html', collection.descriptionHtml),
    }),
    image: t.field({
      type: Image,
      nullable: true,
      resolve: (collection, _args, ctx) =>
        collection.imageUrl === null
          ? null
          : {
              id: toGid('CollectionImage', collection.id),
              url: collection.imageUrl,
              alt: collection.translations[ctx.buyer.language]?.image_alt ?? collection.imageAlt,
              width: collection.imageWidth,
              height: collection.imageHeight,
            },
    }),
    seo: t.field({
      type: Seo,
      resolve: (collection, _args, ctx) => ({
        title: collection.translations[ctx.buyer.language]?.seo_title ?? collection.seoTitle,
        description: collection.translations[ctx.buyer.language]?.seo_description ?? collection.seoDescription,
      }),
    }),
    updatedAt: t.field({ type: 'DateTime', resolve: (collection) => collection.updatedAt }),
    onlineStoreUrl: t.field({
      type: 'URL',
      nullable: true,
      resolve: (collection, _args, ctx) =>
        `${ctx.origin}${marketPath(ctx.buyer.language, ctx.buyer.country)}/collections/${handleOf(collection, ctx)}`,
    }),
    products: t.field({
      type: ProductConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        sortKey: t.arg({ type: ProductCollectionSortKeys, defaultValue: 'COLLECTION_DEFAULT' }),
        filters: t.arg({ type: [ProductFilter] }),
      },
      resolve: (collection, args, ctx) => {
        const { sort, flip } = sortOf(args.sortKey ?? 'COLLECTION_DEFAULT', collection);
        ctx.tags.add(`collection:${collection.id}`);
        return productPage(
          {
            ...args,
            collectionId: collection.id,
            filters: listingFilters(args.filters, ctx.buyer.currency),
            sort,
            reverse: (args.reverse === true) !== flip,
            arrange:
              args.sortKey === 'COLLECTION_DEFAULT' && args.reverse !== true
                ? arrangedBy(rulesOf(collection, ctx))
                : undefined,
          },
          ctx,
        );
      },
    }),
  }),
});
