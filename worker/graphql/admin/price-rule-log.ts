import { money } from '../../../commerce/money/money.ts';
import type { CompetitorPrice, PriceRuleEvent, ProductPriceChange } from '../../ports/dynamic-pricing.ts';
import { type CompetitorRowProblem, readCompetitorFile } from '../../services/competitor-file.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2, pageSize, requireId } from './common.ts';
import { PriceRuleChange, PriceRuleSet, PriceRuleSwitch } from './price-rules.ts';

const PriceRuleEventType = adminBuilder.objectRef<PriceRuleEvent>('PriceRuleEvent').implement({
  description: 'What somebody did to a rule set, or to all of them. Never altered afterwards.',
  fields: (t) => ({
    what: t.exposeString('what'),
    actor: t.exposeString('actor'),
    at: t.field({ type: 'DateTime', resolve: ({ atMs }) => new Date(atMs) }),
  }),
});
adminBuilder.objectField(PriceRuleSet, 'events', (t) =>
  t.field({
    type: [PriceRuleEventType],
    description: 'The newest first.',
    args: { first: t.arg.int() },
    resolve: async ({ id }, { first }, ctx) => [...(await ctx.deps.priceRules.events(id, pageSize(first)))],
  }),
);
adminBuilder.objectField(PriceRuleSwitch, 'events', (t) =>
  t.field({
    type: [PriceRuleEventType],
    description: 'The newest first.',
    args: { first: t.arg.int() },
    resolve: async (_switch, { first }, ctx) => [...(await ctx.deps.priceRules.events(null, pageSize(first)))],
  }),
);

const CompetitorPriceType = adminBuilder.objectRef<CompetitorPrice>('CompetitorPrice').implement({
  description: 'What a competitor asks for a variant, as it was fed in last.',
  fields: (t) => ({
    variantId: t.id({ resolve: ({ variantId }) => `gid://shopify/ProductVariant/${variantId}` }),
    variantTitle: t.exposeString('variantTitle'),
    competitor: t.exposeString('competitor'),
    price: t.field({ type: MoneyV2, resolve: ({ amountMinor, currency }) => money(amountMinor, currency) }),
    seenAt: t.field({ type: 'DateTime', resolve: ({ seenAtMs }) => new Date(seenAtMs) }),
  }),
});

const ProductChangeType = adminBuilder.objectRef<ProductPriceChange>('ProductPriceChange').implement({
  description: 'A change of one of a product’s prices, with the rule set that made it.',
  fields: (t) => ({
    change: t.field({ type: PriceRuleChange, resolve: (one) => one }),
    ruleSetId: t.id({ resolve: ({ ruleSetId }) => `gid://shopify/PriceRuleSet/${ruleSetId}` }),
    ruleSetTitle: t.exposeString('ruleSetTitle'),
  }),
});

interface Imported {
  readonly taken: number;
  readonly problems: readonly CompetitorRowProblem[];
}
const RowProblemType = adminBuilder.objectRef<CompetitorRowProblem>('CompetitorPriceRowProblem').implement({
  description: 'Why a row of a file of competitors’ prices was left out.',
  fields: (t) => ({
    line: t.exposeInt('line'),
    column: t.exposeString('column'),
    value: t.exposeString('value'),
    reason: t.exposeString('reason'),
  }),
});
const ImportPayloadType = adminBuilder.objectRef<Imported>('CompetitorPricesImportPayload').implement({
  description: 'How many prices were taken, and which rows were left out.',
  fields: (t) => ({
    taken: t.exposeInt('taken'),
    problems: t.field({ type: [RowProblemType], resolve: ({ problems }) => [...problems] }),
  }),
});

adminBuilder.queryFields((t) => ({
  productPriceChanges: t.field({
    type: [ProductChangeType],
    description: 'What rules did to a product’s prices, the newest first: why they are what they are.',
    args: { productId: t.arg.id({ required: true }), first: t.arg.int() },
    resolve: async (_root, { productId, first }, ctx) => [
      ...(await ctx.deps.priceRules.changesOfProduct(
        requireId('Product', String(productId), 'productId'),
        pageSize(first),
      )),
    ],
  }),
  competitorPrices: t.field({
    type: [CompetitorPriceType],
    description: 'Competitors’ prices of a product’s variants. Rules believe those of the last three days.',
    args: { productId: t.arg.id({ required: true }) },
    resolve: async (_root, { productId }, ctx) => [
      ...(await ctx.deps.priceRules.competitorPrices(requireId('Product', String(productId), 'productId'))),
    ],
  }),
}));

/** Rows of one statement. */
const PORTION = 2_000;

adminBuilder.mutationField('competitorPricesImport', (t) =>
  t.field({
    type: ImportPayloadType,
    nullable: true,
    description:
      'Takes a CSV file of competitors’ prices (SKU, Competitor, Price, Currency). Rows with a problem are left out, the others are taken.',
    args: { csv: t.arg.string({ required: true }) },
    resolve: async (_root, { csv }, ctx) => {
      const { rows, problems } = await readCompetitorFile(
        ctx.deps.readCsv(new TextEncoder().encode(csv)),
        ctx.deps.stockTargets,
      );
      let taken = 0;
      for (let from = 0; from < rows.length; from += PORTION)
        taken += await ctx.deps.priceRules.feedCompetitors(rows.slice(from, from + PORTION), ctx.nowMs);
      return { taken, problems };
    },
  }),
);
