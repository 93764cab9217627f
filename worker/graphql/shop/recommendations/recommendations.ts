import { GraphQLError } from 'graphql';
import type { ShelfName } from '../../../../commerce/recommendations/experiment.ts';
import type { Recommendation } from '../../../../commerce/recommendations/recommend.ts';
import type { Reason } from '../../../../commerce/recommendations/rerank.ts';
import type { ProductRecord } from '../../../ports/catalogue.ts';
import type { MaybePromise } from '../../../services/catalogue-cache.ts';
import { recommend, tested, type Wish } from '../../../services/recommend-products.ts';
import { numberFromGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { productByHandle } from '../catalogue/find-product.ts';
import { Product } from '../catalogue/refs.ts';
import { after } from '../common/after.ts';
import type { ShopContext } from '../context.ts';

const MOST = 24;
const USUAL = 8;
/** Of a visit's clicks the newest are enough. */
const MOST_GIVEN = 50;

interface Shown {
  readonly product: ProductRecord;
  readonly reason: Reason;
}

const VISITOR = 'The token that `/visit/consent` gave; takes part in A/B tests.';

const RecommendationShelf = builder.enumType('RecommendationShelf', {
  description: 'A place where recommendations stand.',
  values: {
    FOR_YOU: { value: 'for_you' },
    PRODUCT: { value: 'product' },
    CART: { value: 'cart' },
    MAIL: { value: 'mail' },
  } satisfies Record<string, { value: ShelfName }>,
});

const RecommendationReason = builder.enumType('RecommendationReason', {
  description: 'Why a product is recommended.',
  values: {
    PINNED: { value: 'pinned', description: 'The shop chose it.' },
    BECAUSE: { value: 'because', description: 'People who took `becauseOf` take it.' },
    TOGETHER: { value: 'together', description: 'It is bought together with `becauseOf`.' },
    SIMILAR: { value: 'similar', description: 'It is of the same collections as `becauseOf`.' },
    TRENDING: { value: 'trending', description: 'It is bought a lot these days.' },
    BOUGHT: { value: 'bought', description: 'The visitor bought it before.' },
  } satisfies Record<string, { value: Reason['kind']; description: string }>,
});

const ProductRecommendation = builder.objectRef<Shown>('ProductRecommendation').implement({
  description: 'A product with the reason why it is shown.',
  fields: (t) => ({
    product: t.field({ type: Product, resolve: ({ product }) => product }),
    reason: t.field({ type: RecommendationReason, resolve: ({ reason }) => reason.kind }),
    becauseOf: t.field({
      type: Product,
      nullable: true,
      description: 'What the recommendation goes back to, where it is one product.',
      resolve: ({ reason }, _args, ctx) => ('productId' in reason ? ctx.loaders.product(reason.productId) : null),
    }),
  }),
});

/** Recommendations with their products; what went off sale meanwhile is left out. Warm, nothing is read. */
export function recommended(wish: Wish, most: number, ctx: ShopContext): MaybePromise<readonly Shown[]> {
  ctx.tags.add('products');
  ctx.tags.add('recommendations');
  return after(ctx.loaders.listed(), (snapshot) =>
    after(ctx.deps.learned.get(ctx.waitUntil), (learned) =>
      withProducts(recommend(wish, learned, snapshot, most), ctx),
    ),
  );
}

function withProducts(found: readonly Recommendation[], ctx: ShopContext): MaybePromise<readonly Shown[]> {
  return after(ctx.loaders.products(found.map((one) => one.id)), (products) =>
    products.flatMap((product, place) => {
      const one = found[place];
      return product && one ? [{ product, reason: one.reason }] : [];
    }),
  );
}

/**
 * Recommendations for one shelf, where a test may run: half of the visitors who agreed see what is popular instead, and that they saw it is noted. Shelves whose answer
 * is kept for everybody name no visitor.
 */
async function onShelf(
  wish: Wish,
  shelf: ShelfName,
  visitor: string | null,
  most: number,
  ctx: ShopContext,
): Promise<Shown[]> {
  const { experiment } = await ctx.deps.learned.get(ctx.waitUntil);
  const { wish: own, exposure } = tested(wish, shelf, visitor, experiment);
  if (exposure) {
    const exposures = [{ ...exposure, atMs: ctx.nowMs }];
    ctx.waitUntil(ctx.deps.events.send([{ topic: 'shoppers.exposed', exposures }]));
  }
  return [...(await recommended(own, most, ctx))];
}

const idsIn = (ids: readonly (string | number)[] | null | undefined): readonly number[] =>
  (ids ?? []).slice(0, MOST_GIVEN).flatMap((id) => numberFromGid('Product', String(id)) ?? []);

/** `first`, between 1 and 24; else an error that names it. */
function sizeOf(first: number | null | undefined): number {
  const size = first ?? USUAL;
  if (size >= 1 && size <= MOST) return size;
  throw new GraphQLError(`first: must lie between 1 and ${MOST}.`, {
    extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
  });
}

/** The shop hands visitors such tokens once they agreed; anything else is nobody. */
const visitorIn = (text: string | null | undefined): string | null =>
  text && /^[0-9a-f]{32}$/.test(text) ? text : null;

/** What a visitor bought; nothing where the records cannot be reached. */
async function boughtBy(visitor: string, ctx: ShopContext) {
  try {
    return await ctx.deps.learned.records.bought(visitor, MOST_GIVEN);
  } catch (error) {
    console.error('recommendations: what a visitor bought could not be read', error);
    return [];
  }
}

builder.queryFields((t) => ({
  trending: t.field({
    type: [ProductRecommendation],
    description: 'What is bought a lot these days, the same for everybody.',
    args: { first: t.arg.int() },
    resolve: async (_root, { first }, ctx) => [...(await recommended({ kind: 'trending' }, sizeOf(first), ctx))],
  }),
  boughtTogether: t.field({
    type: [ProductRecommendation],
    description: 'What is bought together with all of some products, such as those in a cart.',
    args: {
      productIds: t.arg.idList({ required: true }),
      visitor: t.arg.string({ description: VISITOR }),
      first: t.arg.int(),
    },
    resolve: (_root, { productIds, visitor, first }, ctx) =>
      onShelf({ kind: 'together', productIds: idsIn(productIds) }, 'cart', visitorIn(visitor), sizeOf(first), ctx),
  }),
  goesWith: t.field({
    type: [ProductRecommendation],
    description: 'What goes well with a product, each with the reason; what its page shows.',
    args: {
      productId: t.arg.id(),
      productHandle: t.arg.string(),
      visitor: t.arg.string({ description: VISITOR }),
      first: t.arg.int(),
    },
    resolve: async (_root, args, ctx) => {
      const size = sizeOf(args.first);
      const id = args.productId == null ? null : numberFromGid('Product', String(args.productId));
      const product = await (id !== null
        ? ctx.loaders.product(id)
        : args.productHandle == null
          ? null
          : productByHandle(args.productHandle, ctx));
      if (!product) return [];
      return onShelf({ kind: 'complements', productId: product.id }, 'product', visitorIn(args.visitor), size, ctx);
    },
  }),
  recommendationTestShelves: t.field({
    type: [RecommendationShelf],
    description:
      'Where an A/B test of recommendations runs; a page that is kept for everybody asks anew there for a visitor who agreed.',
    resolve: async (_root, _args, ctx) => {
      ctx.tags.add('recommendations');
      return [...((await ctx.deps.learned.get(ctx.waitUntil)).experiment?.shelves ?? [])];
    },
  }),
  forYou: t.field({
    type: [ProductRecommendation],
    description: 'For one visitor, by what they did; what is trending where nothing is known.',
    args: {
      recentlyViewed: t.arg.idList({ description: 'Products looked at in this visit, the newest first.' }),
      inCart: t.arg.idList(),
      visitor: t.arg.string({ description: VISITOR }),
      first: t.arg.int(),
    },
    resolve: async (_root, args, ctx) => {
      const size = sizeOf(args.first);
      const wish: Wish = {
        kind: 'for-visitor',
        looked: idsIn(args.recentlyViewed),
        inCart: idsIn(args.inCart),
        bought: [],
      };
      return onShelf(wish, 'for_you', visitorIn(args.visitor), size, ctx);
    },
  }),
  buyAgain: t.field({
    type: [ProductRecommendation],
    description: 'What a visitor who agreed to be remembered bought before and can buy now.',
    args: { visitor: t.arg.string({ required: true }), first: t.arg.int() },
    resolve: async (_root, args, ctx) => {
      const visitor = visitorIn(args.visitor);
      const size = sizeOf(args.first);
      if (visitor === null) return [];
      return [...(await recommended({ kind: 'again', bought: await boughtBy(visitor, ctx) }, size, ctx))];
    },
  }),
}));
