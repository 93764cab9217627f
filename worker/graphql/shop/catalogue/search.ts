import type { SearchableContent } from '../../../../commerce/catalogue/content-search.ts';
import { foldText, wordsOf } from '../../../../commerce/catalogue/listing.ts';
import {
  holdsWords,
  PRODUCT_FIELDS,
  type ProductField,
  productText,
  type WordMatch,
} from '../../../../commerce/catalogue/word-search.ts';
import type { ArticleRecord, CollectionRecord, PageRecord, ProductRecord } from '../../../ports/catalogue.ts';
import type { ListedSnapshot } from '../../../services/catalogue-cache.ts';
import { cutPage, mapPage, type Page as PageOf } from '../../paging.ts';
import { builder } from '../builder.ts';
import { after } from '../common/after.ts';
import { PageInfo } from '../common/connection.ts';
import { Trackable } from '../common/node.ts';
import type { ShopContext } from '../context.ts';
import { Article, Page } from './content.ts';
import { Filter, listingFilters, ProductFilter, type ShownFilter, shownFilters } from './filters.ts';
import { foundListing } from './found-listing.ts';
import { Collection, Product } from './refs.ts';
import { searchableArticle, searchableCollection, searchablePage, shownCollections } from './searchable.ts';

/** What a search finds, with the name of its type. */
type Found =
  | ({ readonly found: 'Product' } & ProductRecord)
  | ({ readonly found: 'Article' } & ArticleRecord)
  | ({ readonly found: 'Page' } & PageRecord);

const SearchResultItem = builder.unionType('SearchResultItem', {
  description: 'What a search can find.',
  types: [Article, Page, Product],
  resolveType: (item) =>
    'found' in item && typeof item.found === 'string'
      ? item.found
      : 'variants' in item
        ? 'Product'
        : 'blogId' in item
          ? 'Article'
          : 'Page',
});

interface SearchPage extends PageOf<Found> {
  readonly total: number;
  readonly filters: () => readonly ShownFilter[];
}

const Edge = builder.objectRef<{ readonly node: Found; readonly cursor: string }>('SearchResultItemEdge').implement({
  description: 'A found thing with its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    node: t.field({ type: SearchResultItem, resolve: (edge) => edge.node }),
  }),
});

const SearchResultItemConnection = builder.objectRef<SearchPage>('SearchResultItemConnection').implement({
  description: 'A page of found things.',
  fields: (t) => ({
    edges: t.field({ type: [Edge], resolve: (page) => [...page.items] }),
    nodes: t.field({ type: [SearchResultItem], resolve: (page) => page.items.map((item) => item.node) }),
    pageInfo: t.field({ type: PageInfo, resolve: (page) => page }),
    productFilters: t.field({ type: [Filter], resolve: (page) => [...page.filters()] }),
    totalCount: t.int({ resolve: (page) => page.total }),
  }),
});

const SearchSortKeys = builder.enumType('SearchSortKeys', {
  description: 'Orders of found things.',
  values: ['PRICE', 'RELEVANCE'] as const,
});
const SearchType = builder.enumType('SearchType', {
  description: 'What is searched.',
  values: ['ARTICLE', 'PAGE', 'PRODUCT'] as const,
});
const SearchPrefixQueryType = builder.enumType('SearchPrefixQueryType', {
  description: 'Whether the last word may be unfinished.',
  values: ['LAST', 'NONE'] as const,
});
const SearchUnavailableProductsType = builder.enumType('SearchUnavailableProductsType', {
  description: 'Where sold-out products stand.',
  values: ['HIDE', 'LAST', 'SHOW'] as const,
});
const SearchableField = builder.enumType('SearchableField', {
  description: 'Fields that are searched.',
  values: [
    'AUTHOR',
    'BODY',
    'PRODUCT_TYPE',
    'TAG',
    'TITLE',
    'VARIANTS_BARCODE',
    'VARIANTS_SKU',
    'VARIANTS_TITLE',
    'VENDOR',
  ] as const,
});
const PredictiveSearchType = builder.enumType('PredictiveSearchType', {
  description: 'What is suggested.',
  values: ['ARTICLE', 'COLLECTION', 'PAGE', 'PRODUCT', 'QUERY'] as const,
});
const PredictiveSearchLimitScope = builder.enumType('PredictiveSearchLimitScope', {
  description: 'Whether a limit is for all kinds together or for each.',
  values: ['ALL', 'EACH'] as const,
});

type Field = typeof SearchableField.$inferType;
type Unavailable = typeof SearchUnavailableProductsType.$inferType;

/** What is looked for, where and how; no fields: in all. */
interface Wanted {
  readonly words: readonly string[];
  readonly match: WordMatch;
  readonly fields: readonly Field[] | null;
}

const MATCHES: Readonly<Record<typeof SearchPrefixQueryType.$inferType, WordMatch>> = {
  LAST: 'LAST_UNFINISHED',
  NONE: 'WHOLE',
};

const PREFIXES = { LAST: 'always', NONE: 'never' } as const;

const isProductField = (field: Field): field is ProductField => PRODUCT_FIELDS.some((one) => one === field);

/** Products of a ranked list that are also found the narrower way, where one was asked for. */
function narrowed(
  ids: readonly number[],
  snapshot: ListedSnapshot,
  wanted: Wanted,
  language: string,
): readonly number[] {
  if (wanted.words.length === 0 || (wanted.match === 'PARTS' && wanted.fields === null)) return ids;
  const fields = wanted.fields?.filter(isProductField) ?? PRODUCT_FIELDS;
  return ids.filter((id) => {
    const product = snapshot.byId.get(id);
    return product !== undefined && holdsWords(productText(product, fields, language), wanted.words, wanted.match);
  });
}

function holds(content: SearchableContent, { words, match, fields }: Wanted): boolean {
  const has = (field: Field) => fields === null || fields.includes(field);
  const text = [
    has('TITLE') ? content.title : '',
    has('BODY') ? content.text : '',
    has('TAG') ? (content.tags?.join(' ') ?? '') : '',
    fields !== null && has('AUTHOR') ? (content.author ?? '') : '',
  ];
  return holdsWords(text.join(' '), words, match);
}
const pagesWith = (wanted: Wanted, ctx: ShopContext): readonly PageRecord[] =>
  ctx.loaders.settings.pages.filter((one) => holds(searchablePage(one, ctx.buyer.language), wanted));
const articlesWith = (wanted: Wanted, ctx: ShopContext): readonly ArticleRecord[] =>
  ctx.loaders.settings.articles.filter((one) => holds(searchableArticle(one, ctx.buyer.language, ctx), wanted));
const collectionsWith = (wanted: Wanted, ctx: ShopContext): readonly CollectionRecord[] =>
  shownCollections(ctx).filter((one) => holds(searchableCollection(one, ctx.buyer.language), wanted));

type Ref =
  | { readonly kind: 'product'; readonly id: number }
  | { readonly kind: 'article'; readonly article: ArticleRecord }
  | { readonly kind: 'page'; readonly page: PageRecord };
const keyOf = (ref: Ref) =>
  ref.kind === 'product' ? `p${ref.id}` : ref.kind === 'article' ? `a${ref.article.id}` : `g${ref.page.id}`;

/** Sold-out products last or away, in the order they had. */
function placeUnavailable(
  ids: readonly number[],
  isAvailable: (id: number) => boolean,
  mode: Unavailable | null | undefined,
): readonly number[] {
  if (mode == null || mode === 'SHOW') return ids;
  const there = ids.filter(isAvailable);
  return mode === 'HIDE' ? there : [...there, ...ids.filter((id) => !isAvailable(id))];
}

builder.queryField('search', (t) =>
  t.field({
    type: SearchResultItemConnection,
    args: {
      query: t.arg.string({ required: true }),
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: SearchSortKeys, defaultValue: 'RELEVANCE' }),
      types: t.arg({ type: [SearchType] }),
      productFilters: t.arg({ type: [ProductFilter] }),
      prefix: t.arg({ type: SearchPrefixQueryType }),
      unavailableProducts: t.arg({ type: SearchUnavailableProductsType }),
    },
    resolve: (_root, args, ctx) => {
      const { language, currency } = ctx.buyer;
      const wants = (type: 'ARTICLE' | 'PAGE' | 'PRODUCT') =>
        !args.types || args.types.length === 0 || args.types.includes(type);
      const wanted: Wanted = {
        words: wordsOf(args.query),
        match: args.prefix ? MATCHES[args.prefix] : 'PARTS',
        fields: null,
      };
      ctx.tags.add('products').add('content');
      const listing = foundListing(
        {
          collectionId: null,
          text: args.query,
          search: null,
          filters: listingFilters(args.productFilters, currency),
          sort: args.sortKey === 'PRICE' ? 'PRICE' : 'RELEVANCE',
          reverse: args.reverse === true,
          currency,
          language,
        },
        args.prefix ? PREFIXES[args.prefix] : 'unknown',
        ctx,
      );
      return after(listing, ({ listing: list, isRanked }) =>
        after(ctx.loaders.listed(), (snapshot) => {
          const isAvailable = (id: number) =>
            snapshot.byId.get(id)?.variants.some((variant) => variant.available) ?? false;
          // The engine has seen to it that words are whole where they must be.
          const found = isRanked ? list.ids : narrowed(list.ids, snapshot, wanted, language);
          const refs: Ref[] = [
            ...(wants('PRODUCT')
              ? placeUnavailable(found, isAvailable, args.unavailableProducts).map((id) => ({
                  kind: 'product' as const,
                  id,
                }))
              : []),
            ...(wants('ARTICLE')
              ? articlesWith(wanted, ctx).map((article) => ({ kind: 'article' as const, article }))
              : []),
            ...(wants('PAGE') ? pagesWith(wanted, ctx).map((page) => ({ kind: 'page' as const, page })) : []),
          ];
          const page = cutPage(
            refs,
            { first: args.first, after: args.after, last: args.last, before: args.before },
            keyOf,
          );
          const ids = page.items.flatMap(({ node }) => (node.kind === 'product' ? [node.id] : []));
          return after(ctx.loaders.products(ids), (products): SearchPage => {
            const byId = new Map(products.flatMap((one) => (one ? [[one.id, one] as const] : [])));
            for (const id of byId.keys()) ctx.tags.add(`product:${id}`);
            return {
              ...mapPage(page, (ref) => foundOf(ref, byId)),
              total: refs.length,
              filters: () => shownFilters(list, snapshot.products, language, currency),
            };
          });
        }),
      );
    },
  }),
);

function foundOf(ref: Ref, products: ReadonlyMap<number, ProductRecord>): Found | null {
  if (ref.kind === 'article') return { found: 'Article', ...ref.article };
  if (ref.kind === 'page') return { found: 'Page', ...ref.page };
  const product = products.get(ref.id);
  return product ? { found: 'Product', ...product } : null;
}

interface Suggestions {
  readonly articles: readonly ArticleRecord[];
  readonly collections: readonly CollectionRecord[];
  readonly pages: readonly PageRecord[];
  readonly products: readonly ProductRecord[];
  readonly queries: readonly { readonly text: string; readonly styled: string }[];
}

const SearchQuerySuggestion = builder.objectRef<Suggestions['queries'][number]>('SearchQuerySuggestion').implement({
  description: 'A search worth trying.',
  interfaces: [Trackable],
  fields: (t) => ({ text: t.exposeString('text'), styledText: t.exposeString('styled') }),
});

const PredictiveSearchResult = builder.objectRef<Suggestions>('PredictiveSearchResult').implement({
  description: 'Suggestions while somebody types.',
  fields: (t) => ({
    articles: t.field({ type: [Article], resolve: (found) => [...found.articles] }),
    collections: t.field({ type: [Collection], resolve: (found) => [...found.collections] }),
    pages: t.field({ type: [Page], resolve: (found) => [...found.pages] }),
    products: t.field({ type: [Product], resolve: (found) => [...found.products] }),
    queries: t.field({ type: [SearchQuerySuggestion], resolve: (found) => [...found.queries] }),
  }),
});

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What others searched, then types and titles, that begin with what was typed so far. */
function suggestQueries(typed: string, candidates: readonly string[], limit: number): Suggestions['queries'] {
  const start = foldText(typed.trim());
  if (start === '') return [];
  const seen = new Set<string>();
  const found: { text: string; styled: string }[] = [];
  for (const candidate of candidates) {
    const text = candidate.toLowerCase();
    if (
      seen.has(text) ||
      !foldText(text)
        .split(/\s+/)
        .some((_word, index, words) => words.slice(index).join(' ').startsWith(start))
    )
      continue;
    seen.add(text);
    const at = foldText(text).indexOf(start);
    found.push({
      text,
      styled: `${escaped(text.slice(0, at))}<mark>${escaped(text.slice(at, at + start.length))}</mark><span>${escaped(text.slice(at + start.length))}</span>`,
    });
    if (found.length === limit) break;
  }
  return found;
}

const DEFAULT_LIMIT = 10;

builder.queryField('predictiveSearch', (t) =>
  t.field({
    type: PredictiveSearchResult,
    nullable: true,
    args: {
      query: t.arg.string({ required: true }),
      limit: t.arg.int(),
      limitScope: t.arg({ type: PredictiveSearchLimitScope }),
      types: t.arg({ type: [PredictiveSearchType] }),
      searchableFields: t.arg({
        type: [SearchableField],
        description:
          'Fields that words must stand in; of products, neither BODY nor VARIANTS_BARCODE is known to lists.',
      }),
      unavailableProducts: t.arg({ type: SearchUnavailableProductsType }),
    },
    resolve: (_root, args, ctx) => {
      const limit = Math.max(1, Math.min(args.limit ?? DEFAULT_LIMIT, DEFAULT_LIMIT));
      const { language, currency } = ctx.buyer;
      const wants = (type: 'ARTICLE' | 'COLLECTION' | 'PAGE' | 'PRODUCT' | 'QUERY') =>
        !args.types || args.types.length === 0 || args.types.includes(type);
      const wanted: Wanted = { words: wordsOf(args.query), match: 'PARTS', fields: args.searchableFields ?? null };
      ctx.tags.add('products').add('content').add('collections');
      if (wanted.words.length === 0) return { articles: [], collections: [], pages: [], products: [], queries: [] };
      return after(
        foundListing(
          {
            collectionId: null,
            text: args.query,
            search: null,
            filters: [],
            sort: 'RELEVANCE',
            reverse: false,
            currency,
            language,
          },
          'always',
          ctx,
        ),
        ({ listing: list, isRanked }) =>
          after(ctx.loaders.listed(), (snapshot) => {
            const isAvailable = (id: number) =>
              snapshot.byId.get(id)?.variants.some((variant) => variant.available) ?? false;
            const ids = wants('PRODUCT')
              ? placeUnavailable(
                  isRanked && wanted.fields === null ? list.ids : narrowed(list.ids, snapshot, wanted, language),
                  isAvailable,
                  args.unavailableProducts ?? 'LAST',
                ).slice(0, limit)
              : [];
            const names = snapshot.products.flatMap((one) => [
              one.types[language] ?? one.productType,
              one.titles[language] ?? one.title,
            ]);
            const learned = wants('QUERY') ? ctx.deps.learnedSearches.get(language, ctx.waitUntil) : [];
            return after(learned, (searched) =>
              after(ctx.loaders.products(ids), (products) => {
                for (const one of products) if (one) ctx.tags.add(`product:${one.id}`);
                return limited(
                  {
                    products: products.flatMap((one) => one ?? []),
                    collections: wants('COLLECTION') ? collectionsWith(wanted, ctx) : [],
                    pages: wants('PAGE') ? pagesWith(wanted, ctx) : [],
                    articles: wants('ARTICLE') ? articlesWith(wanted, ctx) : [],
                    queries: wants('QUERY') ? suggestQueries(args.query, [...searched, ...names], limit) : [],
                  },
                  limit,
                  args.limitScope === 'EACH',
                );
              }),
            );
          }),
      );
    },
  }),
);

/** Keeps at most `limit` of each kind, or of all together with products first. */
function limited(found: Suggestions, limit: number, each: boolean): Suggestions {
  let left = limit;
  const take = <T>(list: readonly T[]): readonly T[] => {
    const taken = list.slice(0, each ? limit : left);
    left = Math.max(0, left - taken.length);
    return taken;
  };
  return {
    products: take(found.products),
    queries: take(found.queries),
    collections: take(found.collections),
    pages: take(found.pages),
    articles: take(found.articles),
  };
}
