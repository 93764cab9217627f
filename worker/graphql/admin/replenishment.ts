import { money } from '../../../commerce/money/money.ts';
import { budgetPeriodOf } from '../../../commerce/replenishment/budget-period.ts';
import { dayOf } from '../../../commerce/replenishment/warehouse-levels.ts';
import type { VariantNames } from '../../ports/purchase-orders.ts';
import type { AlertRecord, LevelRecord, ReplenishmentSettings } from '../../ports/replenishment.ts';
import { replenishmentRound } from '../../services/replenishment-round.ts';
import { type SuggestedLine, type Suggestion, suggestionsFor } from '../../services/replenishment-suggestions.ts';
import { changeSettings } from '../../services/replenishment-terms.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import {
  CountType,
  decodeCursor,
  encodeCursor,
  MoneyV2,
  pageSize,
  requireId,
  type UserError,
  UserErrorType,
} from './common.ts';
import { connectionOf } from './connection.ts';
import { LocationType } from './locations.ts';
import { readAmount, StockedItem, SupplierType } from './replenishment-suppliers.ts';

const BudgetPeriodEnum = adminBuilder.enumType('ReplenishmentBudgetPeriod', {
  description: 'How long a budget lasts, in UTC.',
  values: { WEEK: { value: 'week' }, MONTH: { value: 'month' } } as const,
});

const SettingsType = adminBuilder.objectRef<ReplenishmentSettings>('ReplenishmentSettings').implement({
  description: 'The shop’s choices about replenishment.',
  fields: (t) => ({
    serviceLevelPercent: t.float({
      description: 'Share of deliveries that shall arrive before stock runs out.',
      resolve: (one) => one.serviceLevelBps / 100,
    }),
    holdingCostPercent: t.float({
      description: 'Yearly cost of keeping goods, as part of their price.',
      resolve: (one) => one.holdingCostBps / 100,
    }),
    autoApprove: t.exposeBoolean('autoApprove', { description: 'Approve drafts by themselves within the budget.' }),
    budget: t.field({ type: MoneyV2, resolve: (one) => money(one.budgetMinor, one.budgetCurrency) }),
    budgetPeriod: t.field({ type: BudgetPeriodEnum, resolve: (one) => one.budgetPeriod }),
    currentPeriod: t.string({ resolve: (one, _args, ctx) => budgetPeriodOf(ctx.nowMs, one.budgetPeriod) }),
    spent: t.field({
      type: MoneyV2,
      description: 'What automatic approval took from the current period’s budget.',
      resolve: async (one, _args, ctx) =>
        money(await ctx.deps.replenishment.spent(budgetPeriodOf(ctx.nowMs, one.budgetPeriod)), one.budgetCurrency),
    }),
    alertEmail: t.exposeString('alertEmail', { description: 'Empty: nobody is written to.' }),
    webhookUrl: t.exposeString('webhookUrl', { description: 'Empty: nothing is called.' }),
    webhookSecret: t.exposeString('webhookSecret', {
      description: 'Key of the HMAC-SHA256 in X-Shopify-Hmac-Sha256.',
    }),
    lastRoundOn: t.string({
      nullable: true,
      description: 'Day (UTC) of the newest forecasts; null before the first.',
      resolve: (_one, _args, ctx) => ctx.deps.replenishment.lastRound(),
    }),
  }),
});

interface SuggestedOf {
  readonly line: SuggestedLine;
  readonly names: VariantNames;
  readonly currency: string;
}

const SuggestedLineType = adminBuilder.objectRef<SuggestedOf>('PurchaseOrderSuggestionLine').implement({
  description: 'An item that should be ordered, with the figures behind it.',
  fields: (t) => ({
    item: t.field({ type: StockedItem, resolve: ({ names }) => names }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    total: t.field({
      type: MoneyV2,
      resolve: ({ line, currency }) => money(line.quantity * line.costMinor, currency),
    }),
    reason: t.string({ resolve: ({ line }) => line.reason }),
    isDue: t.boolean({
      description: 'At or below its reorder point; otherwise it joins an order others make due.',
      resolve: ({ line: { position } }) => position.sellable + position.onOrder <= position.reorderPoint,
    }),
    sellable: t.int({
      description: 'Less what is owed to customers; may be negative.',
      resolve: ({ line }) => line.position.sellable,
    }),
    onOrder: t.int({ resolve: ({ line }) => line.position.onOrder }),
    reorderPoint: t.int({ resolve: ({ line }) => line.position.reorderPoint }),
    safetyStock: t.int({ resolve: ({ line }) => line.position.safetyStock }),
  }),
});

interface SuggestionOf {
  readonly suggestion: Suggestion;
  readonly names: readonly VariantNames[];
}

const SuggestionType = adminBuilder.objectRef<SuggestionOf>('PurchaseOrderSuggestion').implement({
  description: 'What should be ordered from a supplier for a location now.',
  fields: (t) => ({
    supplier: t.field({ type: SupplierType, resolve: ({ suggestion }) => suggestion.supplier }),
    location: t.field({
      type: LocationType,
      resolve: async ({ suggestion }, _args, ctx) => {
        const found = (await ctx.deps.warehouses()).find((one) => one.id === suggestion.warehouseId);
        if (!found) throw new Error(`warehouse ${suggestion.warehouseId} is not recorded`);
        return found;
      },
    }),
    lineItems: t.field({
      type: [SuggestedLineType],
      resolve: ({ suggestion, names }) =>
        suggestion.lines.flatMap((line): SuggestedOf[] => {
          const found = names.find((one) => one.variantId === line.variantId);
          return found ? [{ line, names: found, currency: suggestion.supplier.currency }] : [];
        }),
    }),
    total: t.field({
      type: MoneyV2,
      resolve: ({ suggestion }) => money(suggestion.totalMinor, suggestion.supplier.currency),
    }),
    missingToMinimum: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'How much it stays below the supplier’s minimum; null when it does not.',
      resolve: ({ suggestion }) =>
        suggestion.missingMinor > 0 ? money(suggestion.missingMinor, suggestion.supplier.currency) : null,
    }),
    cycleDays: t.int({ description: 'Days it should last.', resolve: ({ suggestion }) => suggestion.cycleDays }),
  }),
});

const AlertType = adminBuilder.objectRef<AlertRecord>('LowStockAlert').implement({
  description: 'Stock of an item fell to its reorder point at a location.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('LowStockAlert', one.id) }),
    inventoryItemId: t.id({ resolve: (one) => toGid('InventoryItem', one.variantId) }),
    sku: t.exposeString('sku', { nullable: true }),
    title: t.string({
      resolve: (one) =>
        one.variantTitle === 'Default Title' ? one.productTitle : `${one.productTitle} - ${one.variantTitle}`,
    }),
    locationName: t.exposeString('warehouseName'),
    available: t.exposeInt('available', { description: 'When it was raised.' }),
    reorderPoint: t.exposeInt('reorderPoint'),
    raisedAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.raisedAtMs) }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When stock had risen above again; null: it has not.',
      resolve: (one) => (one.resolvedAtMs === null ? null : new Date(one.resolvedAtMs)),
    }),
    mailedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (one) => (one.mailedAtMs === null ? null : new Date(one.mailedAtMs)),
    }),
    webhookSentAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (one) => (one.hookedAtMs === null ? null : new Date(one.hookedAtMs)),
    }),
  }),
});
const AlertConnection = connectionOf('LowStockAlert', AlertType);

const LevelType = adminBuilder.objectRef<LevelRecord>('ReplenishmentLevel').implement({
  description: 'The forecast of an item at a location and what follows from it.',
  fields: (t) => ({
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (one, _args, ctx) => (await ctx.deps.warehouses()).find((w) => w.id === one.warehouseId) ?? null,
    }),
    method: t.exposeString('method'),
    wape: t.exposeFloat('wape', { nullable: true, description: 'Share the forecast was off by in the last weeks.' }),
    dailyDemand: t.exposeFloat('dailyMean'),
    dailySpread: t.exposeFloat('dailySpread', { description: 'Standard deviation of a day’s demand.' }),
    safetyStock: t.exposeInt('safetyStock'),
    reorderPoint: t.exposeInt('reorderPoint'),
    serviceLevelPercent: t.float({ resolve: (one) => one.serviceLevelBps / 100 }),
    computedOn: t.exposeString('computedOn'),
  }),
});

adminBuilder.queryFields((t) => ({
  replenishmentSettings: t.field({
    type: SettingsType,
    resolve: (_root, _args, ctx) => ctx.deps.replenishment.settings(),
  }),
  purchaseOrderSuggestions: t.field({
    type: [SuggestionType],
    description: 'What should be ordered now, by supplier and location.',
    resolve: async (_root, _args, ctx) => {
      const active = (await ctx.deps.purchaseOrders.suppliers()).filter((one) => one.isActive);
      const all = await Promise.all(
        active.map(async ({ id }) => {
          const suggestions = await suggestionsFor(ctx.deps, id);
          const names = suggestions.length > 0 ? await ctx.deps.purchaseOrders.items(id) : [];
          return suggestions.map((suggestion) => ({ suggestion, names }));
        }),
      );
      return all.flat();
    },
  }),
  replenishmentLevels: t.field({
    type: [LevelType],
    description: 'Forecasts of an item by location; empty while it has no supplier.',
    args: { inventoryItemId: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => [
      ...(await ctx.deps.replenishment.levels(
        requireId('InventoryItem', String(args.inventoryItemId), 'inventoryItemId'),
      )),
    ],
  }),
  lowStockAlerts: t.field({
    type: AlertConnection,
    description: 'Newest first.',
    args: { first: t.arg.int(), after: t.arg.string(), openOnly: t.arg.boolean() },
    resolve: async (_root, args, ctx) => {
      const [before] = args.after ? decodeCursor(args.after) : [];
      const beforeId = typeof before === 'number' ? before : null;
      const page = await ctx.deps.replenishment.alerts({
        openOnly: args.openOnly === true,
        limit: pageSize(args.first),
        beforeId,
      });
      return {
        items: page.items.map((node) => ({ node, cursor: encodeCursor([node.id]) })),
        hasNextPage: page.hasNextPage,
        hasPreviousPage: beforeId !== null,
      };
    },
  }),
  lowStockAlertsCount: t.field({
    type: CountType,
    description: 'Open ones.',
    resolve: async (_root, _args, ctx) => ({ count: await ctx.deps.replenishment.openAlerts() }),
  }),
}));

const BudgetInput = adminBuilder.inputType('ReplenishmentBudgetInput', {
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.string({ required: true }),
  }),
});
const SettingsInput = adminBuilder.inputType('ReplenishmentSettingsInput', {
  description: 'Absent fields stay.',
  fields: (t) => ({
    serviceLevelPercent: t.float(),
    holdingCostPercent: t.float(),
    autoApprove: t.boolean(),
    budget: t.field({ type: BudgetInput }),
    budgetPeriod: t.field({ type: BudgetPeriodEnum }),
    alertEmail: t.string(),
    webhookUrl: t.string(),
  }),
});

interface SettingsPayload {
  readonly settings: ReplenishmentSettings | null;
  readonly userErrors: readonly UserError[];
}
const SettingsPayloadType = adminBuilder.objectRef<SettingsPayload>('ReplenishmentSettingsUpdatePayload').implement({
  fields: (t) => ({
    settings: t.field({ type: SettingsType, nullable: true, resolve: (p) => p.settings }),
    userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
  }),
});
const RoundType = adminBuilder
  .objectRef<{ readonly isFinished: boolean; readonly settings: ReplenishmentSettings }>('ReplenishmentRunPayload')
  .implement({
    fields: (t) => ({
      isFinished: t.exposeBoolean('isFinished', { description: 'False: the rest follows within minutes.' }),
      settings: t.field({ type: SettingsType, resolve: (p) => p.settings }),
    }),
  });

const bps = (percent: number | null | undefined) => (percent == null ? undefined : Math.round(percent * 100));

adminBuilder.mutationFields((t) => ({
  replenishmentSettingsUpdate: t.field({
    type: SettingsPayloadType,
    args: { input: t.arg({ type: SettingsInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const budget = input.budget ? readAmount(input.budget.amount, input.budget.currencyCode) : undefined;
      if (budget === null)
        return { settings: null, userErrors: [{ field: ['input', 'budget'], message: 'Not an amount of money.' }] };
      const saved = await changeSettings(ctx.deps, {
        ...(input.serviceLevelPercent == null ? {} : { serviceLevelBps: bps(input.serviceLevelPercent) ?? 0 }),
        ...(input.holdingCostPercent == null ? {} : { holdingCostBps: bps(input.holdingCostPercent) ?? 0 }),
        ...(input.autoApprove == null ? {} : { autoApprove: input.autoApprove }),
        ...(budget ? { budgetMinor: budget.amountMinor, budgetCurrency: budget.currency } : {}),
        ...(input.budgetPeriod == null ? {} : { budgetPeriod: input.budgetPeriod }),
        ...(input.alertEmail == null ? {} : { alertEmail: input.alertEmail.trim() }),
        ...(input.webhookUrl == null ? {} : { webhookUrl: input.webhookUrl.trim() }),
      });
      return saved.ok
        ? { settings: await ctx.deps.replenishment.settings(), userErrors: [] }
        : { settings: null, userErrors: [{ field: ['input', ...saved.field], message: saved.message }] };
    },
  }),
  replenishmentRun: t.field({
    type: RoundType,
    description: 'Does today’s round again: forecasts from the newest sales, then drafts what is due and not drafted.',
    resolve: async (_root, _args, ctx) => {
      await ctx.deps.replenishment.restartRound(dayOf(ctx.nowMs), ctx.nowMs);
      const { isFinished } = await replenishmentRound(ctx.deps);
      return { isFinished, settings: await ctx.deps.replenishment.settings() };
    },
  }),
}));
