import type { RankingRule, SignalWeights } from '../../../commerce/search/ranking-rules.ts';
import type { ScorePart, SearchHit, SearchResponse } from '../../../commerce/search/search-request.ts';
import type { RuleDraft, SearchConfiguration, SynonymRecord } from '../../ports/search-records.ts';
import {
  deleteSearchRule,
  deleteSearchSynonyms,
  previewSearch,
  type SearchEditRefusal,
  saveSearchRule,
  saveSearchSynonyms,
  saveSearchWeights,
} from '../../services/edit-search.ts';
import { rebuildAllSearch } from '../../services/index-search.ts';
import { numberFromGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { ProductType } from './products.ts';

const RuleKind = adminBuilder.enumType('SearchRuleKind', {
  description: 'What a rule does: puts products at a place, behind all others, away, or changes their score.',
  values: {
    PIN: { value: 'pin' },
    BURY: { value: 'bury' },
    HIDE: { value: 'hide' },
    BOOST: { value: 'boost' },
  } as const,
});

const moment = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

interface NamedCollection {
  readonly id: number;
  readonly title: string;
}
const collectionsOf = async (ctx: AdminContext): Promise<readonly NamedCollection[]> =>
  (await ctx.deps.catalogue.settings(() => undefined)).collections;

const SearchCollection = adminBuilder.objectRef<NamedCollection>('SearchCollection').implement({
  description: 'A collection that rules can be made for.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Collection', one.id) }),
    title: t.exposeString('title'),
  }),
});

const RuleType = adminBuilder.objectRef<RankingRule>('SearchRule').implement({
  description: 'What a merchant changes of the order of search results. An addition to the Admin API.',
  fields: (t) => ({
    id: t.id({ resolve: (rule) => toGid('SearchRule', rule.id) }),
    kind: t.field({ type: RuleKind, resolve: (rule) => rule.kind }),
    query: t.exposeString('query', { nullable: true, description: 'Null: for every query.' }),
    collectionId: t.id({
      nullable: true,
      description: 'Null: in every list.',
      resolve: (rule) => (rule.collectionId === null ? null : toGid('Collection', rule.collectionId)),
    }),
    collection: t.field({
      type: SearchCollection,
      nullable: true,
      description: 'The collection it holds in; null: every list.',
      resolve: async (rule, _args, ctx) =>
        (await collectionsOf(ctx)).find((one) => one.id === rule.collectionId) ?? null,
    }),
    products: t.field({
      type: [ProductType],
      description: 'In the order of the pins.',
      resolve: async (rule, _args, ctx) => {
        const found = await ctx.deps.products.byIds(rule.productIds);
        return rule.productIds.flatMap((id) => found.get(id) ?? []);
      },
    }),
    valueName: t.exposeString('valueName', { nullable: true }),
    value: t.exposeString('value', { nullable: true }),
    factorPercent: t.int({ resolve: (rule) => Math.round(rule.factor * 100) }),
    position: t.exposeInt('position'),
    startsAt: t.field({ type: 'DateTime', nullable: true, resolve: (rule) => moment(rule.startsAtMs) }),
    endsAt: t.field({ type: 'DateTime', nullable: true, resolve: (rule) => moment(rule.endsAtMs) }),
  }),
});

const SynonymsType = adminBuilder.objectRef<SynonymRecord>('SearchSynonyms').implement({
  description: 'Words that mean the same.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('SearchSynonyms', one.id) }),
    locale: t.exposeString('locale', { nullable: true, description: 'Null: in every language.' }),
    line: t.exposeString('line'),
  }),
});

const percent = (share: number): number => Math.round(share * 100);
const WeightsType = adminBuilder.objectRef<SignalWeights>('SearchWeights').implement({
  description: 'How much each signal counts, 0 to 100 percent.',
  fields: (t) => ({
    popularity: t.int({ resolve: (weights) => percent(weights.popularity) }),
    conversion: t.int({ resolve: (weights) => percent(weights.conversion) }),
    margin: t.int({ resolve: (weights) => percent(weights.margin) }),
    stock: t.int({ description: 'How far sold-out products fall.', resolve: (weights) => percent(weights.stock) }),
    newness: t.int({ resolve: (weights) => percent(weights.newness) }),
  }),
});

const IndexType = adminBuilder
  .objectRef<{ readonly locale: string; readonly documents: number }>('SearchIndex')
  .implement({
    description: 'The index of one language.',
    fields: (t) => ({
      locale: t.exposeString('locale'),
      productsCount: t.exposeInt('documents'),
    }),
  });

const SettingsType = adminBuilder.objectRef<SearchConfiguration>('SearchSettings').implement({
  description: 'Everything that is set of the search. An addition to the Admin API.',
  fields: (t) => ({
    rules: t.field({ type: [RuleType], resolve: ({ ranking }) => [...ranking.rules] }),
    synonyms: t.field({ type: [SynonymsType], resolve: ({ synonyms }) => [...synonyms] }),
    weights: t.field({ type: WeightsType, resolve: ({ ranking }) => ranking.weights }),
    newnessHalfLifeDays: t.int({ resolve: ({ ranking }) => ranking.newnessHalfLifeDays }),
    collections: t.field({
      type: [SearchCollection],
      resolve: async (_settings, _args, ctx) => [...(await collectionsOf(ctx))],
    }),
    indexes: t.field({
      type: [IndexType],
      resolve: async (_settings, _args, ctx) => {
        const { primary, others } = await ctx.deps.shopLocales();
        return Promise.all(
          [primary, ...others].map(async (locale) => ({
            locale,
            documents: (await ctx.deps.search.status(locale)).documents,
          })),
        );
      },
    }),
  }),
});

const ScorePartType = adminBuilder.objectRef<ScorePart>('SearchScorePart').implement({
  description: 'A part of a score: what was measured, and what the score was multiplied by.',
  fields: (t) => ({
    name: t.exposeString('name'),
    value: t.exposeFloat('value'),
    factor: t.exposeFloat('factor'),
  }),
});

const HitType = adminBuilder.objectRef<SearchHit>('SearchPreviewHit').implement({
  description: 'A product as a search shows it, and why it stands where it does.',
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: async (hit, _args, ctx) => (await ctx.deps.products.byIds([hit.id])).get(hit.id) ?? null,
    }),
    score: t.exposeFloat('score'),
    explanation: t.field({ type: [ScorePartType], resolve: (hit) => [...hit.explanation] }),
  }),
});

const PreviewType = adminBuilder.objectRef<SearchResponse>('SearchPreview').implement({
  description: 'What a search shows.',
  fields: (t) => ({
    totalCount: t.exposeInt('total'),
    didYouMean: t.exposeString('didYouMean', { nullable: true }),
    hits: t.field({ type: [HitType], resolve: ({ hits }) => [...hits] }),
  }),
});

const RuleInput = adminBuilder.inputType('SearchRuleInput', {
  description: 'A whole rule.',
  fields: (t) => ({
    kind: t.field({ type: RuleKind, required: true }),
    query: t.string({ description: 'Null: for every query.' }),
    collectionId: t.id(),
    productIds: t.idList(),
    valueName: t.string({ description: 'Such as vendor, product_type, tag, option.Colour.' }),
    value: t.string(),
    factorPercent: t.int({ defaultValue: 100 }),
    position: t.int({ defaultValue: 1 }),
    startsAt: t.field({ type: 'DateTime' }),
    endsAt: t.field({ type: 'DateTime' }),
  }),
});
const WeightsInput = adminBuilder.inputType('SearchWeightsInput', {
  description: 'Percent, 0 to 100.',
  fields: (t) => ({
    popularity: t.int({ required: true }),
    conversion: t.int({ required: true }),
    margin: t.int({ required: true }),
    stock: t.int({ required: true }),
    newness: t.int({ required: true }),
  }),
});

const instant = (text: string | null | undefined): number | null => (text ? Date.parse(text) : null);
const share = (input: typeof WeightsInput.$inferInput): SignalWeights => ({
  popularity: input.popularity / 100,
  conversion: input.conversion / 100,
  margin: input.margin / 100,
  stock: input.stock / 100,
  newness: input.newness / 100,
});

function draftOf(input: typeof RuleInput.$inferInput): RuleDraft {
  return {
    kind: input.kind,
    query: input.query?.trim() || null,
    collectionId: input.collectionId ? requireId('Collection', String(input.collectionId), 'collectionId') : null,
    productIds: (input.productIds ?? []).map((id) => requireId('Product', String(id), 'productIds')),
    valueName: input.valueName ?? null,
    value: input.value ?? null,
    factor: (input.factorPercent ?? 100) / 100,
    position: input.position ?? 1,
    startsAtMs: instant(input.startsAt),
    endsAtMs: instant(input.endsAt),
  };
}

function errorsOf(refusal: SearchEditRefusal): UserError[] {
  return refusal.reason === 'not_found'
    ? [{ field: ['id'], message: 'There is none with this id.' }]
    : [{ field: [refusal.field], message: refusal.message }];
}

interface SettingsPayload {
  readonly settings: SearchConfiguration | null;
  readonly userErrors: readonly UserError[];
}
const SettingsPayloadType = adminBuilder.objectRef<SettingsPayload>('SearchSettingsPayload').implement({
  description: 'The search’s settings as they are now, or why nothing was changed.',
  fields: (t) => ({
    searchSettings: t.field({ type: SettingsType, nullable: true, resolve: ({ settings }) => settings }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

/** The settings after a change; nothing that was found before it is shown any more. */
async function settled(
  ctx: AdminContext,
  outcome: { readonly ok: true } | SearchEditRefusal,
): Promise<SettingsPayload> {
  if (!outcome.ok) return { settings: null, userErrors: errorsOf(outcome) };
  await ctx.purge(['products', 'collections', 'settings', 'search']);
  return { settings: await ctx.deps.searchRecords.read(), userErrors: [] };
}

adminBuilder.queryFields((t) => ({
  searchSettings: t.field({ type: SettingsType, resolve: (_root, _args, ctx) => ctx.deps.searchRecords.read() }),
  searchPreview: t.field({
    type: PreviewType,
    nullable: true,
    description:
      'What a search shows, with settings that are not saved yet if some are given; null while there is no index.',
    args: {
      query: t.arg.string({ required: true }),
      locale: t.arg.string(),
      collectionId: t.arg.id(),
      first: t.arg.int({ defaultValue: 20 }),
      weights: t.arg({ type: WeightsInput }),
      newnessHalfLifeDays: t.arg.int(),
      rule: t.arg({ type: RuleInput }),
    },
    resolve: async (_root, args, ctx) =>
      previewSearch(ctx.deps, {
        locale: args.locale ?? (await ctx.deps.shopLocales()).primary,
        query: args.query,
        collectionId: args.collectionId ? (numberFromGid('Collection', String(args.collectionId)) ?? 0) : null,
        limit: Math.max(1, Math.min(args.first ?? 20, 100)),
        weights: args.weights ? share(args.weights) : null,
        newnessHalfLifeDays: args.newnessHalfLifeDays ?? null,
        rule: args.rule ? draftOf(args.rule) : null,
      }),
  }),
}));

adminBuilder.mutationFields((t) => ({
  searchRuleSave: t.field({
    type: SettingsPayloadType,
    nullable: true,
    description: 'Adds a rule, or replaces the one with this id. Searches follow at once.',
    args: { id: t.arg.id(), rule: t.arg({ type: RuleInput, required: true }) },
    resolve: async (_root, { id, rule }, ctx) => {
      const known = id ? requireId('SearchRule', String(id), 'id') : null;
      return settled(ctx, await saveSearchRule(ctx.deps, known, draftOf(rule)));
    },
  }),
  searchRuleDelete: t.field({
    type: SettingsPayloadType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, ctx) =>
      settled(ctx, await deleteSearchRule(ctx.deps, requireId('SearchRule', String(id), 'id'))),
  }),
  searchSynonymsSave: t.field({
    type: SettingsPayloadType,
    nullable: true,
    description: 'Adds a line such as “sofa, couch” or “trainers => shoes”, or replaces the one with this id.',
    args: { id: t.arg.id(), locale: t.arg.string(), line: t.arg.string({ required: true }) },
    resolve: async (_root, { id, locale, line }, ctx) => {
      const known = id ? requireId('SearchSynonyms', String(id), 'id') : null;
      return settled(ctx, await saveSearchSynonyms(ctx.deps, known, locale ?? null, line));
    },
  }),
  searchSynonymsDelete: t.field({
    type: SettingsPayloadType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, ctx) =>
      settled(ctx, await deleteSearchSynonyms(ctx.deps, requireId('SearchSynonyms', String(id), 'id'))),
  }),
  searchWeightsSet: t.field({
    type: SettingsPayloadType,
    nullable: true,
    args: {
      weights: t.arg({ type: WeightsInput, required: true }),
      newnessHalfLifeDays: t.arg.int({ defaultValue: 30 }),
    },
    resolve: async (_root, { weights, newnessHalfLifeDays }, ctx) =>
      settled(
        ctx,
        await saveSearchWeights(ctx.deps, { weights: share(weights), newnessHalfLifeDays: newnessHalfLifeDays ?? 30 }),
      ),
  }),
  searchReindex: t.field({
    type: SettingsPayloadType,
    nullable: true,
    description: 'Makes the index of every language anew from the records; the old ones answer meanwhile.',
    resolve: async (_root, _args, ctx) => {
      await rebuildAllSearch(ctx.deps);
      return settled(ctx, { ok: true });
    },
  }),
}));
