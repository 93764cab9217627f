import { type Money, money, toDecimalString } from '../../../commerce/money/money.ts';
import { type Action, promotionClass, type Selection } from '../../../commerce/promotions/promotion.ts';
import { promotionSummary } from '../../../commerce/promotions/summary.ts';
import type { PromotionCodeRecord, PromotionRecord } from '../../ports/promotions.ts';
import { numberFromGid, toGid } from '../gid.ts';
import type { Page } from '../paging.ts';
import { adminBuilder } from './builder.ts';
import { CountType, decodeCursor, encodeCursor, MoneyV2, pageSize } from './common.ts';
import { connectionOf } from './connection.ts';
import type { AdminContext } from './context.ts';

/** Names a promotion's node goes by; the Admin API uses all three. */
const NODE_TYPES = ['DiscountNode', 'DiscountCodeNode', 'DiscountAutomaticNode'] as const;

/** Number of a promotion's public id; null for any other id. */
export const promotionIdOf = (gid: string): number | null =>
  NODE_TYPES.map((type) => numberFromGid(type, gid)).find((id) => id !== null) ?? null;

const DiscountStatus = adminBuilder.enumType('DiscountStatus', {
  description: 'Whether a discount counts now.',
  values: ['ACTIVE', 'EXPIRED', 'SCHEDULED'] as const,
});
const DiscountClass = adminBuilder.enumType('DiscountClass', {
  description: 'What a discount takes off.',
  values: { PRODUCT: { value: 'product' }, ORDER: { value: 'order' }, SHIPPING: { value: 'shipping' } } as const,
});

function statusOf({ isActive, startsAtMs, endsAtMs }: PromotionRecord, nowMs: number) {
  if (!isActive || (endsAtMs !== null && nowMs >= endsAtMs)) return 'EXPIRED' as const;
  return nowMs < startsAtMs ? ('SCHEDULED' as const) : ('ACTIVE' as const);
}

/** Names goods by their titles, as far as the catalogue has them on sale; for summaries. */
async function goodsWords(ctx: AdminContext): Promise<(of: Exclude<Selection, { kind: 'all' }>) => string> {
  const noBackground = () => undefined;
  const [snapshot, settings] = await Promise.all([
    ctx.deps.catalogue.listed(noBackground),
    ctx.deps.catalogue.settings(noBackground),
  ]);
  const titleOf = (kind: string, id: number): string | undefined => {
    if (kind === 'collections') return settings.collections.find((one) => one.id === id)?.title;
    if (kind === 'products') return snapshot.byId.get(id)?.title;
    return snapshot.products.find((one) => one.variants.some((variant) => variant.id === id))?.title;
  };
  return (of) => {
    if (of.kind === 'tags') return `goods tagged ${of.tags.join(' or ')}`;
    const names = of.ids.slice(0, 2).map((id) => titleOf(of.kind, id) ?? `${of.kind.slice(0, -1)} ${id}`);
    const more = of.ids.length - names.length;
    return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' or ');
  };
}

/** What a promotion does, in plain language. */
export async function summaryOf(promotion: Parameters<typeof promotionSummary>[0], ctx: AdminContext): Promise<string> {
  const goods = await goodsWords(ctx);
  return promotionSummary(promotion, {
    goods,
    amount: (amountMinor, currency) => `${currency} ${toDecimalString({ amountMinor, currency })}`,
  });
}

const CombinesWith = adminBuilder.objectRef<PromotionRecord['combinesWith']>('DiscountCombinesWith').implement({
  description: 'Classes of discounts it counts beside; both must allow each other.',
  fields: (t) => ({
    productDiscounts: t.boolean({ resolve: ({ product }) => product }),
    orderDiscounts: t.boolean({ resolve: ({ order }) => order }),
    shippingDiscounts: t.boolean({ resolve: ({ shipping }) => shipping }),
  }),
});

const RedeemCode = adminBuilder.objectRef<PromotionCodeRecord>('DiscountRedeemCode').implement({
  description: 'A code of a discount.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('DiscountRedeemCode', id) }),
    code: t.exposeString('code'),
    asyncUsageCount: t.exposeInt('uses', { description: 'Orders it was used in.' }),
  }),
});
const RedeemCodeConnection = connectionOf('DiscountRedeemCode', RedeemCode);

async function codesPage(
  { id }: PromotionRecord,
  first: number,
  after: string | null,
  ctx: AdminContext,
): Promise<Page<PromotionCodeRecord>> {
  const afterId = after === null ? 0 : Number(decodeCursor(after)[0] ?? 0);
  const found = await ctx.deps.promotionEditor.codes(id, afterId, first + 1);
  const items = found.slice(0, first).map((node) => ({ node, cursor: encodeCursor([node.id]) }));
  return { items, hasNextPage: found.length > first, hasPreviousPage: afterId > 0 };
}

const iso = (ms: number) => new Date(ms);

/** Fields every discount has; Shopify's names first, then what only this shop knows. */
const DiscountInterface = adminBuilder.interfaceRef<PromotionRecord>('DiscountCommon').implement({
  description: 'What every discount has.',
  fields: (t) => ({
    title: t.exposeString('title'),
    status: t.field({ type: DiscountStatus, resolve: (one, _args, ctx) => statusOf(one, ctx.nowMs) }),
    summary: t.string({ description: 'In plain language.', resolve: (one, _args, ctx) => summaryOf(one, ctx) }),
    discountClass: t.field({ type: DiscountClass, resolve: promotionClass }),
    startsAt: t.field({ type: 'DateTime', resolve: ({ startsAtMs }) => iso(startsAtMs) }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ endsAtMs }) => (endsAtMs === null ? null : iso(endsAtMs)),
    }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAtMs }) => iso(createdAtMs) }),
    asyncUsageCount: t.int({ description: 'Orders it was used in.', resolve: ({ usage }) => usage.uses }),
    combinesWith: t.field({ type: CombinesWith, resolve: ({ combinesWith }) => combinesWith }),
    usageLimit: t.int({ nullable: true, resolve: ({ limits }) => limits.uses }),
    usageLimitPerCode: t.int({ nullable: true, resolve: ({ limits }) => limits.perCode }),
    usageLimitPerCustomer: t.int({ nullable: true, resolve: ({ limits }) => limits.perCustomer }),
    appliesOncePerCustomer: t.boolean({ resolve: ({ limits }) => limits.perCustomer === 1 }),
    budget: t.field({
      type: MoneyV2,
      nullable: true,
      resolve: ({ limits: { budget } }): Money | null => (budget ? money(budget.amountMinor, budget.currency) : null),
    }),
    spent: t.field({
      type: MoneyV2,
      nullable: true,
      description: 'Given so far; null without a budget.',
      resolve: ({ limits: { budget }, usage }): Money | null =>
        budget ? money(usage.spentMinor, budget.currency) : null,
    }),
    priority: t.exposeInt('priority', { description: 'Higher ones take off first, and win in an exclusion group.' }),
    exclusionGroup: t.exposeString('exclusionGroup', { nullable: true }),
    isActive: t.exposeBoolean('isActive', { description: 'Whether staff have it switched on.' }),
    conditions: t.field({ type: 'JSON', description: 'All must hold.', resolve: ({ conditions }) => conditions }),
    actions: t.field({ type: 'JSON', resolve: ({ actions }) => actions }),
  }),
});

/** Shopify's name of a kind of discount; what it has no name for is an App's there. */
function typeOf({ isAutomatic, actions }: PromotionRecord): string {
  const basic: readonly Action['kind'][] = ['percent', 'fixed'];
  const [action] = actions;
  const method = isAutomatic ? 'Automatic' : 'Code';
  if (actions.length !== 1 || !action) return `Discount${method}App`;
  if (action.kind === 'buy_x_get_y') return `Discount${method}Bxgy`;
  if (action.kind === 'free_shipping') return `Discount${method}FreeShipping`;
  return `Discount${method}${basic.includes(action.kind) ? 'Basic' : 'App'}`;
}

const KINDS = ['Basic', 'Bxgy', 'FreeShipping', 'App'] as const;
const automatic = KINDS.map((kind) =>
  adminBuilder.objectRef<PromotionRecord>(`DiscountAutomatic${kind}`).implement({
    description: 'A discount that comes by itself.',
    interfaces: [DiscountInterface],
  }),
);
const coded = KINDS.map((kind) =>
  adminBuilder.objectRef<PromotionRecord>(`DiscountCode${kind}`).implement({
    description: 'A discount by code.',
    interfaces: [DiscountInterface],
    fields: (t) => ({
      codesCount: t.field({ type: CountType, resolve: ({ codeCount }) => ({ count: codeCount }) }),
      codes: t.field({
        type: RedeemCodeConnection,
        args: { first: t.arg.int(), after: t.arg.string() },
        resolve: (one, { first, after }, ctx) => codesPage(one, pageSize(first), after ?? null, ctx),
      }),
    }),
  }),
);
const Discount = adminBuilder.unionType('Discount', {
  description: 'A discount of any kind.',
  types: [...automatic, ...coded],
  resolveType: typeOf,
});

export const DiscountNode = adminBuilder.objectRef<PromotionRecord>('DiscountNode').implement({
  description: 'A discount with its id.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('DiscountNode', id) }),
    discount: t.field({ type: Discount, resolve: (one) => one }),
  }),
});
const DiscountNodeConnection = connectionOf('DiscountNode', DiscountNode);

adminBuilder.queryFields((t) => ({
  discountNodes: t.field({
    type: DiscountNodeConnection,
    description: 'Discounts, newest first. `query`: a part of the title, or a whole code.',
    args: { first: t.arg.int(), after: t.arg.string(), query: t.arg.string() },
    resolve: async (_root, { first, after, query }, ctx) => {
      const limit = pageSize(first);
      const beforeId = after == null ? null : Number(decodeCursor(after)[0] ?? 0);
      const text = query?.trim() || null;
      const found = await ctx.deps.promotionEditor.list({ text, beforeId, limit: limit + 1 });
      const items = found.slice(0, limit).map((node) => ({ node, cursor: encodeCursor([node.id]) }));
      return { items, hasNextPage: found.length > limit, hasPreviousPage: beforeId !== null };
    },
  }),
  discountNode: t.field({
    type: DiscountNode,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, ctx) => {
      const known = promotionIdOf(String(id));
      return known === null ? null : ctx.deps.promotionEditor.byId(known);
    },
  }),
  codeDiscountNodeByCode: t.field({
    type: DiscountNode,
    nullable: true,
    args: { code: t.arg.string({ required: true }) },
    resolve: async (_root, { code }, ctx) => {
      const [found] = await ctx.deps.promotionRecords.byCodes([code.trim().toUpperCase()]);
      return found ? ctx.deps.promotionEditor.byId(found.id) : null;
    },
  }),
}));
