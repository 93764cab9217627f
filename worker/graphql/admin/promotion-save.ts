import type { PromotionRecord } from '../../ports/promotions.ts';
import { checkCodes, checkPromotion } from '../../services/edit-promotions.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { CombinesWithInput } from './discount-inputs.ts';
import { DiscountNode, promotionIdOf } from './discounts.ts';

export interface DiscountPayload {
  readonly node: PromotionRecord | null;
  readonly userErrors: readonly UserError[];
}
const refuse = (field: readonly string[] | null, message: string): DiscountPayload => ({
  node: null,
  userErrors: [{ field, message }],
});

/** A payload that shows the discount under the name the Admin API gives it. */
export const discountPayload = (name: string, node: 'codeDiscountNode' | 'automaticDiscountNode' | 'discountNode') =>
  adminBuilder.objectRef<DiscountPayload>(name).implement({
    description: 'The discount, or why nothing was done.',
    fields: (t) => ({
      [node]: t.field({ type: DiscountNode, nullable: true, resolve: (one) => one.node }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

/** Everything that may be said of a promotion; what is absent in a change stays as it is. */
export interface WantedPromotion {
  readonly title?: string | null | undefined;
  readonly codes?: readonly string[] | undefined;
  readonly isAutomatic: boolean;
  readonly isActive?: boolean | null | undefined;
  readonly startsAt?: string | null | undefined;
  readonly endsAt?: string | null | undefined;
  readonly combinesWith?: typeof CombinesWithInput.$inferInput | null | undefined;
  readonly usageLimit?: number | null | undefined;
  readonly appliesOncePerCustomer?: boolean | null | undefined;
  readonly conditions?: unknown;
  readonly actions?: unknown;
  readonly priority?: number | null | undefined;
  readonly exclusionGroup?: string | null | undefined;
  readonly usageLimitPerCode?: number | null | undefined;
  readonly usageLimitPerCustomer?: number | null | undefined;
  readonly budget?: { readonly amountMinor: number; readonly currency: string } | null | undefined;
}

const or = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given);

/** The promotion as it would be written. */
export function mergedPromotion(wanted: WantedPromotion, before: PromotionRecord | null, nowMs: number): unknown {
  const { combinesWith: beside } = wanted;
  const once = wanted.appliesOncePerCustomer == null ? undefined : wanted.appliesOncePerCustomer ? 1 : null;
  return {
    title: wanted.title ?? before?.title ?? wanted.codes?.[0] ?? '',
    isAutomatic: wanted.isAutomatic,
    isActive: wanted.isActive ?? before?.isActive ?? true,
    startsAtMs: wanted.startsAt == null ? (before?.startsAtMs ?? nowMs) : Date.parse(wanted.startsAt),
    endsAtMs: wanted.endsAt === undefined ? (before?.endsAtMs ?? null) : wanted.endsAt && Date.parse(wanted.endsAt),
    priority: wanted.priority ?? before?.priority ?? 0,
    combinesWith: beside
      ? {
          product: beside.productDiscounts ?? false,
          order: beside.orderDiscounts ?? false,
          shipping: beside.shippingDiscounts ?? false,
        }
      : (before?.combinesWith ?? { product: false, order: false, shipping: false }),
    exclusionGroup: or(wanted.exclusionGroup, before?.exclusionGroup ?? null),
    conditions: wanted.conditions ?? before?.conditions ?? [],
    actions: wanted.actions ?? before?.actions ?? [],
    limits: {
      uses: or(wanted.usageLimit, before?.limits.uses ?? null),
      perCode: or(wanted.usageLimitPerCode, before?.limits.perCode ?? null),
      perCustomer: or(wanted.usageLimitPerCustomer, or(once, before?.limits.perCustomer ?? null)),
      budget: or(wanted.budget, before?.limits.budget ?? null),
    },
  };
}

/** Writes a promotion. Refusals in order: an unknown id, its rules by name, its codes, a code that another one has. */
export async function savePromotion(
  ctx: AdminContext,
  id: string | null,
  wanted: WantedPromotion,
): Promise<DiscountPayload> {
  const { promotionEditor } = ctx.deps;
  const known = id === null ? null : promotionIdOf(id);
  const before = known === null ? null : await promotionEditor.byId(known);
  if (id !== null && !before) return refuse(['id'], 'The discount does not exist.');
  const isAutomatic = before?.isAutomatic ?? wanted.isAutomatic;
  const checked = checkPromotion(mergedPromotion({ ...wanted, isAutomatic }, before, ctx.nowMs));
  const { codes, problems } = checkCodes(wanted.codes ?? []);
  if (!checked.ok || problems.length > 0)
    return { node: null, userErrors: [...(checked.ok ? [] : checked.problems), ...problems] };
  if (!isAutomatic && codes.length === 0 && !before) return refuse(['code'], 'code: must be given');
  const saved = await promotionEditor.save(before?.id ?? null, checked.write, codes);
  if (!saved.ok)
    return saved.reason === 'code_taken'
      ? refuse(['code'], 'code: another discount has it')
      : refuse(['id'], 'The discount does not exist.');
  await promotionsChanged(ctx);
  return { node: await promotionEditor.byId(saved.id), userErrors: [] };
}

/** What is remembered of promotions is from before the change. */
export async function promotionsChanged(ctx: AdminContext): Promise<void> {
  ctx.deps.promotionCodes.forget();
  await ctx.purge(['settings']);
}

const BudgetInput = adminBuilder.inputType('PromotionBudgetInput', {
  fields: (t) => ({ amountMinor: t.int({ required: true }), currencyCode: t.string({ required: true }) }),
});
export const PromotionInput = adminBuilder.inputType('PromotionInput', {
  description:
    'A promotion with everything the rules know: conditions and actions as data. What is absent in a change stays.',
  fields: (t) => ({
    title: t.string(),
    isAutomatic: t.boolean({ description: 'Fixed once it is made.' }),
    codes: t.stringList({ description: 'Codes to begin with; more are added by discountRedeemCodeBulkAdd.' }),
    isActive: t.boolean(),
    startsAt: t.field({ type: 'DateTime' }),
    endsAt: t.field({ type: 'DateTime' }),
    combinesWith: t.field({ type: CombinesWithInput }),
    priority: t.int(),
    exclusionGroup: t.string(),
    conditions: t.field({ type: 'JSON' }),
    actions: t.field({ type: 'JSON' }),
    usageLimit: t.int(),
    usageLimitPerCode: t.int(),
    usageLimitPerCustomer: t.int(),
    budget: t.field({ type: BudgetInput }),
  }),
});

/** The input in the words of `savePromotion`. */
export const wantedOf = (given: typeof PromotionInput.$inferInput): WantedPromotion => ({
  ...given,
  isAutomatic: given.isAutomatic ?? false,
  codes: given.codes ?? [],
  budget: given.budget && { amountMinor: given.budget.amountMinor, currency: given.budget.currencyCode },
});
