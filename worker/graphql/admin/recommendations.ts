import { type Half, SHELVES, type ShelfName, type Uplift } from '../../../commerce/recommendations/experiment.ts';
import type { EditableProduct } from '../../ports/product-editor.ts';
import type { TrainingRun } from '../../ports/recommendations.ts';
import {
  type ControlledProduct,
  type ControlsRefusal,
  type ExperimentReport,
  type RecommendationStatus,
  readControls,
  readStatus,
  type ShelfReport,
  setControls,
} from '../../services/recommend-controls.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { ProductType } from './products.ts';

const TrainingRunType = adminBuilder.objectRef<TrainingRun>('RecommendationTraining').implement({
  description: 'A training of recommendations that ended well.',
  fields: (t) => ({
    startedAt: t.field({ type: 'DateTime', resolve: (run) => new Date(run.startedAtMs) }),
    finishedAt: t.field({ type: 'DateTime', resolve: (run) => new Date(run.finishedAtMs) }),
    interactions: t.exposeInt('interactions', { description: 'Ordered lines, and what visitors who agreed did.' }),
    customers: t.exposeInt('customers'),
    products: t.exposeInt('products'),
  }),
});

const HalfType = adminBuilder.objectRef<Half>('RecommendationTestHalf').implement({
  description: 'Visitors of one half of an A/B test.',
  fields: (t) => ({
    exposed: t.exposeInt('exposed', { description: 'Visitors who saw recommendations.' }),
    ordered: t.exposeInt('ordered', { description: 'Those of them who ordered afterwards.' }),
  }),
});

const UpliftType = adminBuilder.objectRef<Uplift>('RecommendationUplift').implement({
  description: 'How much more often the learned half orders, relative to the other: 0.1 is ten percent more often.',
  fields: (t) => ({
    uplift: t.exposeFloat('uplift'),
    low: t.exposeFloat('low', { description: 'The true uplift lies between `low` and `high` 19 times of 20.' }),
    high: t.exposeFloat('high'),
  }),
});

const ShelfEnum = adminBuilder.enumType('RecommendationShelf', {
  description: 'A place where recommendations stand.',
  values: {
    FOR_YOU: { value: 'for_you', description: 'For one visitor, on the home page and in an empty bag.' },
    PRODUCT: { value: 'product', description: 'What goes with a product, on its page.' },
    CART: { value: 'cart', description: 'Beside what is in a bag.' },
    MAIL: { value: 'mail', description: 'In the mail of an order; counted by orders.' },
  } satisfies Record<string, { value: ShelfName; description: string }>,
});

const ShelfReportType = adminBuilder.objectRef<ShelfReport>('RecommendationTestShelf').implement({
  description: 'What a test says of one shelf.',
  fields: (t) => ({
    shelf: t.field({ type: ShelfEnum, resolve: ({ shelf }) => shelf }),
    control: t.field({ type: HalfType, resolve: ({ control }) => control }),
    learned: t.field({ type: HalfType, resolve: ({ learned }) => learned }),
    uplift: t.field({ type: UpliftType, nullable: true, resolve: ({ uplift }) => uplift }),
  }),
});

const TestType = adminBuilder.objectRef<ExperimentReport>('RecommendationTest').implement({
  description: 'An A/B test: half of the visitors who agreed see what is popular instead of what was learned for them.',
  fields: (t) => ({
    name: t.exposeString('name'),
    control: t.field({ type: HalfType, resolve: ({ control }) => control }),
    learned: t.field({ type: HalfType, resolve: ({ learned }) => learned }),
    uplift: t.field({
      type: UpliftType,
      nullable: true,
      description: 'Null while a half has no order: nothing can be said.',
      resolve: ({ uplift }) => uplift,
    }),
    shelves: t.field({
      type: [ShelfReportType],
      description: 'The same for each shelf that the test is about; a visitor who saw several is in each.',
      resolve: ({ shelves }) => [...shelves],
    }),
  }),
});

const StatusType = adminBuilder.objectRef<RecommendationStatus>('RecommendationStatus').implement({
  description: 'How recommendations stand. An addition to the Admin API.',
  fields: (t) => ({
    lastTraining: t.field({ type: TrainingRunType, nullable: true, resolve: ({ lastRun }) => lastRun }),
    test: t.field({ type: TestType, nullable: true, resolve: ({ experiment }) => experiment }),
  }),
});

const productsOf = async (ids: readonly number[], ctx: AdminContext): Promise<EditableProduct[]> => {
  const found = await ctx.deps.products.byIds(ids);
  return ids.flatMap((id) => found.get(id) ?? []);
};

const ControlsType = adminBuilder.objectRef<ControlledProduct>('ProductRecommendationControls').implement({
  description: 'What is shown with a product, and what the merchant wants shown.',
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: async ({ productId }, _args, ctx) => (await productsOf([productId], ctx))[0] ?? null,
    }),
    pinned: t.field({
      type: [ProductType],
      description: 'Shown first, in this order.',
      resolve: ({ pinned }, _args, ctx) => productsOf(pinned, ctx),
    }),
    blocked: t.field({
      type: [ProductType],
      description: 'Never shown.',
      resolve: ({ blocked }, _args, ctx) => productsOf(blocked, ctx),
    }),
    shown: t.field({
      type: [ProductType],
      description: 'What the product’s page shows now.',
      resolve: ({ shown }, _args, ctx) =>
        productsOf(
          shown.map(({ id }) => id),
          ctx,
        ),
    }),
  }),
});

interface ControlsPayload {
  readonly controls: ControlledProduct | null;
  readonly userErrors: readonly UserError[];
}
const ControlsPayloadType = adminBuilder.objectRef<ControlsPayload>('ProductRecommendationsSetPayload').implement({
  description: 'The wishes as they are now, or why nothing was changed.',
  fields: (t) => ({
    controls: t.field({ type: ControlsType, nullable: true, resolve: ({ controls }) => controls }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

interface StatusPayload {
  readonly status: RecommendationStatus | null;
  readonly userErrors: readonly UserError[];
}
const statusPayload = (name: string) =>
  adminBuilder.objectRef<StatusPayload>(name).implement({
    description: 'How recommendations stand now, or why nothing was done.',
    fields: (t) => ({
      recommendationStatus: t.field({ type: StatusType, nullable: true, resolve: ({ status }) => status }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const TrainPayload = statusPayload('RecommendationsTrainPayload');
const TestPayload = statusPayload('RecommendationTestSetPayload');

function controlErrors({ reason }: ControlsRefusal): readonly UserError[] {
  switch (reason) {
    case 'itself':
      return [{ field: ['productId'], message: 'A product is not recommended with itself.' }];
    case 'both':
      return [{ field: ['blockedIds'], message: 'A product is either shown first or never.' }];
    case 'too_many_pinned':
      return [{ field: ['pinnedIds'], message: 'At most 8 products can be shown first.' }];
    case 'too_many_blocked':
      return [{ field: ['blockedIds'], message: 'At most 100 products can be left out.' }];
    case 'unknown_product':
      return [{ field: null, message: 'One of the products does not exist.' }];
  }
}

const statusNow = (ctx: AdminContext) => readStatus(ctx.deps.learned.records);

adminBuilder.queryFields((t) => ({
  recommendationStatus: t.field({ type: StatusType, resolve: (_root, _args, ctx) => statusNow(ctx) }),
  productRecommendationControls: t.field({
    type: ControlsType,
    description: 'What is shown with a product, and what the merchant wants shown. An addition to the Admin API.',
    args: { productId: t.arg.id({ required: true }) },
    resolve: (_root, { productId }, ctx) =>
      readControls(ctx.deps, requireId('Product', String(productId), 'productId')),
  }),
}));

adminBuilder.mutationFields((t) => ({
  productRecommendationsSet: t.field({
    type: ControlsPayloadType,
    nullable: true,
    description: 'Replaces what is shown first with a product, and what never. Seen on its page within minutes.',
    args: {
      productId: t.arg.id({ required: true }),
      pinnedIds: t.arg.idList({ required: true }),
      blockedIds: t.arg.idList({ required: true }),
    },
    resolve: async (_root, args, ctx) => {
      const productId = requireId('Product', String(args.productId), 'productId');
      const pinned = args.pinnedIds.map((id) => requireId('Product', String(id), 'pinnedIds'));
      const blocked = args.blockedIds.map((id) => requireId('Product', String(id), 'blockedIds'));
      const saved = await setControls(ctx.deps, productId, { pinned, blocked }, ctx.caller.actor);
      if (!saved.ok) return { controls: null, userErrors: controlErrors(saved) };
      await ctx.purge([`product:${productId}`]);
      return { controls: await readControls(ctx.deps, productId), userErrors: [] };
    },
  }),
  recommendationsTrain: t.field({
    type: TrainPayload,
    nullable: true,
    description: 'Asks for a training now, beside the nightly one; it takes from seconds to minutes.',
    resolve: async (_root, _args, ctx) => {
      await ctx.deps.requestTraining();
      return { status: await statusNow(ctx), userErrors: [] };
    },
  }),
  recommendationTestSet: t.field({
    type: TestPayload,
    nullable: true,
    description: 'Begins an A/B test under a name, or ends it (null); on every shelf unless some are named.',
    args: { name: t.arg.string(), shelves: t.arg({ type: [ShelfEnum] }) },
    resolve: async (_root, { name, shelves }, ctx) => {
      const trimmed = name?.trim() ?? null;
      if (trimmed !== null && !/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(trimmed))
        return {
          status: null,
          userErrors: [{ field: ['name'], message: 'A name has 1 to 60 letters, digits or spaces.' }],
        };
      if (trimmed !== null && shelves?.length === 0)
        return { status: null, userErrors: [{ field: ['shelves'], message: 'Name a shelf for the test.' }] };
      const test = trimmed === null ? null : { name: trimmed, shelves: [...new Set(shelves ?? SHELVES)] };
      await ctx.deps.learned.records.setExperiment(test, ctx.nowMs);
      ctx.deps.learned.forget();
      // Pages that are kept for everybody say where a test runs.
      await ctx.purge(['recommendations', 'products']);
      return { status: await statusNow(ctx), userErrors: [] };
    },
  }),
}));
