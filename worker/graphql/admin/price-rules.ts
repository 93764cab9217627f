import type { Earned } from '../../../commerce/dynamic-pricing/earned.ts';
import { money } from '../../../commerce/money/money.ts';
import type { PriceChangeRecord, PriceSwitch, RuleSetRecord } from '../../ports/dynamic-pricing.ts';
import { readPrice } from '../../services/edit-product.ts';
import { earnedReport, simulateSet } from '../../services/price-round.ts';
import { readTerms } from '../../services/price-rule-terms.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2, pageSize, requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';

const MOST_FED = 1_000;
const dateOrNull = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs));

interface ChangeOf extends PriceChangeRecord {
  readonly currency: string;
}
export const PriceRuleChange = adminBuilder.objectRef<ChangeOf>('PriceRuleChange').implement({
  description: 'A price that a rule set changed, and why. Never altered afterwards.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => `gid://shopify/PriceRuleChange/${id}` }),
    at: t.field({ type: 'DateTime', resolve: ({ atMs }) => new Date(atMs) }),
    version: t.exposeInt('version', { description: 'Of the rule set’s terms.' }),
    productTitle: t.exposeString('productTitle'),
    variantTitle: t.exposeString('variantTitle'),
    variantId: t.id({ resolve: ({ variantId }) => `gid://shopify/ProductVariant/${variantId}` }),
    from: t.field({ type: MoneyV2, resolve: (one) => money(one.fromMinor, one.currency) }),
    to: t.field({ type: MoneyV2, resolve: (one) => money(one.toMinor, one.currency) }),
    wanted: t.field({
      type: MoneyV2,
      description: 'What the rules asked for, before the guard rails.',
      resolve: (one) => money(one.wantedMinor, one.currency),
    }),
    lowestBefore: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'Lowest price of the 30 days before.',
      resolve: (one) => (one.lowestBeforeMinor === null ? null : money(one.lowestBeforeMinor, one.currency)),
    }),
    explanation: t.exposeString('explanation'),
  }),
});

const EarnedType = adminBuilder.objectRef<Earned>('PriceRuleEarned').implement({
  description:
    'How much more revenue priced products take than held-out ones, both against the time before: 0.1 is ten percent.',
  fields: (t) => ({
    priced: t.exposeInt('priced'),
    heldOut: t.exposeInt('heldOut'),
    lift: t.exposeFloat('lift'),
    low: t.exposeFloat('low', { description: 'The true lift lies between `low` and `high` 19 times of 20.' }),
    high: t.exposeFloat('high'),
  }),
});

const PriceRuleSetState = adminBuilder.enumType('PriceRuleSetState', {
  description: 'Where a rule set stands.',
  values: {
    DRAFT: { description: 'Its terms are being written.' },
    SIMULATED: { description: 'This version was simulated and can be approved.' },
    SCHEDULED: { description: 'Approved, and its time is to come.' },
    RUNNING: { description: 'It changes prices, unless everything is stopped.' },
    ENDED: { description: 'Approved, and its time is over.' },
    STOPPED: { description: 'Somebody stopped it.' },
  },
} as const);

/** Where a rule set stands at a moment. */
function stateOf({ status, simulation, terms }: RuleSetRecord, nowMs: number) {
  if (status === 'stopped') return 'STOPPED';
  if (status === 'draft') return simulation === null ? 'DRAFT' : 'SIMULATED';
  if (nowMs < terms.startsAtMs) return 'SCHEDULED';
  return terms.endsAtMs !== null && nowMs >= terms.endsAtMs ? 'ENDED' : 'RUNNING';
}

export const PriceRuleSet = adminBuilder.objectRef<RuleSetRecord>('PriceRuleSet').implement({
  description: 'Rules that move prices within guard rails. An addition to the Admin API.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => `gid://shopify/PriceRuleSet/${id}` }),
    title: t.string({ resolve: ({ terms }) => terms.title }),
    currencyCode: t.string({ resolve: ({ terms }) => terms.currency }),
    terms: t.field({
      type: 'JSON',
      description: 'RuleSetTerms in commerce/dynamic-pricing/rule-set.ts.',
      resolve: ({ terms }) => terms,
    }),
    version: t.exposeInt('version'),
    status: t.string({ description: 'DRAFT, APPROVED or STOPPED.', resolve: ({ status }) => status.toUpperCase() }),
    state: t.field({
      type: PriceRuleSetState,
      description: 'Where it stands at this moment.',
      resolve: (set, _args, ctx) => stateOf(set, ctx.nowMs),
    }),
    simulation: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Simulation in commerce/dynamic-pricing/simulate.ts, of this version; null: none yet.',
      resolve: ({ simulation }) => simulation,
    }),
    createdBy: t.exposeString('createdBy'),
    approvedBy: t.exposeString('approvedBy', { nullable: true }),
    approvedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ approvedAtMs }) => dateOrNull(approvedAtMs) }),
    stoppedBy: t.exposeString('stoppedBy', { nullable: true }),
    stoppedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ stoppedAtMs }) => dateOrNull(stoppedAtMs) }),
    changes: t.field({
      type: [PriceRuleChange],
      description: 'The newest first.',
      args: { first: t.arg.int() },
      resolve: async ({ id, terms }, { first }, ctx) =>
        (await ctx.deps.priceRules.changes(id, pageSize(first))).map((one) => ({ ...one, currency: terms.currency })),
    }),
    earned: t.field({
      type: EarnedType,
      nullable: true,
      description: 'Null while nothing can be said.',
      resolve: (set, _args, ctx) => earnedReport(ctx.deps, set),
    }),
  }),
});

export const PriceRuleSwitch = adminBuilder.objectRef<PriceSwitch>('PriceRuleSwitch').implement({
  description: 'Stops every rule set at once.',
  fields: (t) => ({
    isStopped: t.exposeBoolean('isStopped'),
    changedBy: t.exposeString('changedBy', { nullable: true }),
    changedAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ changedAtMs }) => dateOrNull(changedAtMs) }),
  }),
});

interface SetPayload {
  readonly set: RuleSetRecord | null;
  readonly userErrors: readonly UserError[];
}
const SetPayloadType = adminBuilder.objectRef<SetPayload>('PriceRuleSetPayload').implement({
  description: 'The rule set as it is now, or why nothing was done.',
  fields: (t) => ({
    priceRuleSet: t.field({ type: PriceRuleSet, nullable: true, resolve: ({ set }) => set }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

const FeedPayloadType = adminBuilder
  .objectRef<{ readonly taken: number; readonly userErrors: readonly UserError[] }>('CompetitorPricesFeedPayload')
  .implement({
    description: 'How many prices were taken; those of variants that do not exist are left out.',
    fields: (t) => ({
      taken: t.exposeInt('taken'),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const CompetitorPriceInput = adminBuilder.inputType('CompetitorPriceInput', {
  description: 'What a competitor asks for a variant.',
  fields: (t) => ({
    variantId: t.id({ required: true }),
    competitor: t.string({ required: true }),
    amount: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.string({ required: true }),
  }),
});

const refusal = (message: string, field: readonly string[] | null = ['id']): SetPayload => ({
  set: null,
  userErrors: [{ field, message }],
});
const setIdOf = (id: string | number) => requireId('PriceRuleSet', String(id), 'id');
const shown = async (ctx: AdminContext, id: number): Promise<SetPayload> => ({
  set: await ctx.deps.priceRules.get(id),
  userErrors: [],
});

adminBuilder.queryFields((t) => ({
  priceRuleSets: t.field({
    type: [PriceRuleSet],
    description: 'The newest first.',
    resolve: async (_root, _args, ctx) => [...(await ctx.deps.priceRules.list())],
  }),
  priceRuleSet: t.field({
    type: PriceRuleSet,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => ctx.deps.priceRules.get(setIdOf(id)),
  }),
  priceRuleSwitch: t.field({ type: PriceRuleSwitch, resolve: (_root, _args, ctx) => ctx.deps.priceRules.killSwitch() }),
}));

adminBuilder.mutationFields((t) => ({
  priceRuleSetSave: t.field({
    type: SetPayloadType,
    nullable: true,
    description:
      'Creates a rule set as a draft, or replaces the terms of one that is not approved; that is a new version, to be simulated anew.',
    args: { id: t.arg.id(), terms: t.arg({ type: 'JSON', required: true }) },
    resolve: async (_root, args, ctx) => {
      const read = readTerms(args.terms);
      if (!read.ok) return refusal(read.message, read.field);
      const { priceRules } = ctx.deps;
      if (args.id == null) return shown(ctx, await priceRules.create(read.terms, ctx.caller.actor, ctx.nowMs));
      const id = setIdOf(args.id);
      if (!(await priceRules.replace(id, read.terms, ctx.caller.actor, ctx.nowMs)))
        return refusal('Stop the rule set before you change it.');
      return shown(ctx, id);
    },
  }),
  priceRuleSetSimulate: t.field({
    type: SetPayloadType,
    nullable: true,
    description: 'Replays eight weeks of sales under the rules: units, revenue and margin with their intervals.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const set = await ctx.deps.priceRules.get(setIdOf(args.id));
      if (!set) return refusal('The rule set does not exist.');
      if (!(await simulateSet(ctx.deps, set)))
        return refusal('Someone else changed the rule set meanwhile; load it again.');
      return shown(ctx, set.id);
    },
  }),
  priceRuleSetApprove: t.field({
    type: SetPayloadType,
    nullable: true,
    description:
      'Lets a simulated version change prices within its schedule, from the next hour’s round on. Refused for customer groups: no price list serves them yet.',
    args: { id: t.arg.id({ required: true }), version: t.arg.int({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const set = await ctx.deps.priceRules.get(setIdOf(args.id));
      if (!set) return refusal('The rule set does not exist.');
      if (set.version !== args.version)
        return refusal('This is no longer the version that was simulated.', ['version']);
      if (set.simulation === null) return refusal('Simulate it first.');
      if (set.terms.customerGroup !== null)
        return refusal('Prices of a customer group cannot go live: the shop has no price list that shows them.');
      if (!(await ctx.deps.priceRules.approve(set.id, args.version, ctx.caller.actor, ctx.nowMs)))
        return refusal(
          'It is approved already, or another approved rule set prices the same currency at the same time.',
        );
      return shown(ctx, set.id);
    },
  }),
  priceRuleSetStop: t.field({
    type: SetPayloadType,
    nullable: true,
    description:
      'The kill switch of one rule set: once this answers, it changes no price any more. Prices stay as they are.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = setIdOf(args.id);
      if (!(await ctx.deps.priceRules.stop(id, ctx.caller.actor, ctx.nowMs)))
        return refusal('The rule set is not running.');
      return shown(ctx, id);
    },
  }),
  priceRuleSwitchSet: t.field({
    type: PriceRuleSwitch,
    nullable: true,
    description: 'The kill switch of all of them: once this answers with `isStopped`, no rule changes any price.',
    args: { isStopped: t.arg.boolean({ required: true }) },
    resolve: async (_root, { isStopped }, ctx) => {
      await ctx.deps.priceRules.setKillSwitch(isStopped, ctx.caller.actor, ctx.nowMs);
      return ctx.deps.priceRules.killSwitch();
    },
  }),
  competitorPricesFeed: t.field({
    type: FeedPayloadType,
    nullable: true,
    description: 'Takes competitors’ prices; rules believe them for three days. At most 1,000 a call.',
    args: { prices: t.arg({ type: [CompetitorPriceInput], required: true }) },
    resolve: async (_root, { prices }, ctx) => {
      const refuse = (message: string, ...rest: string[]) => ({
        taken: 0,
        userErrors: [{ field: ['prices', ...rest], message }],
      });
      if (prices.length > MOST_FED) return refuse(`At most ${MOST_FED} prices a call.`);
      const rows = new Map<string, { variantId: number; competitor: string; currency: string; amountMinor: number }>();
      for (const [index, one] of prices.entries()) {
        const variantId = numberFromGid('ProductVariant', String(one.variantId));
        if (variantId === null) return refuse('Not a variant id.', String(index), 'variantId');
        const competitor = one.competitor.trim();
        if (competitor === '' || competitor.length > 100)
          return refuse('A competitor has a name of 1 to 100 characters.', String(index), 'competitor');
        if (!/^[A-Z]{3}$/.test(one.currencyCode)) return refuse('Not an ISO 4217 code.', String(index), 'currencyCode');
        const amount = readPrice(one.amount, one.currencyCode, ['prices', String(index), 'amount']);
        if (!amount.ok) return { taken: 0, userErrors: [amount] };
        if (amount.money.amountMinor === 0) return refuse('A price is more than nothing.', String(index), 'amount');
        rows.set(JSON.stringify([variantId, competitor, one.currencyCode]), {
          variantId,
          competitor,
          currency: one.currencyCode,
          amountMinor: amount.money.amountMinor,
        });
      }
      return { taken: await ctx.deps.priceRules.feedCompetitors([...rows.values()], ctx.nowMs), userErrors: [] };
    },
  }),
}));
