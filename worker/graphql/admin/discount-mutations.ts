import { MAX_CODES_AT_ONCE } from '../../../commerce/promotions/codes.ts';
import type { PromotionRecord } from '../../ports/promotions.ts';
import { checkCodes, generatePromotionCodes } from '../../services/edit-promotions.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import {
  basicAction,
  bxgyAction,
  CombinesWithInput,
  CustomerBuysInput,
  CustomerGetsInput,
  MinimumRequirementInput,
  minimumConditions,
  minor,
} from './discount-inputs.ts';
import { promotionIdOf } from './discounts.ts';
import {
  type DiscountPayload,
  discountPayload,
  PromotionInput,
  promotionsChanged,
  savePromotion,
  wantedOf,
} from './promotion-save.ts';

const shared = {
  usageLimit: 'Orders it may be used in; null: any number.',
  once: 'Whether each customer may use it once.',
} as const;

const input = (name: string, kind: 'basic' | 'bxgy' | 'shipping', isCode: boolean) =>
  adminBuilder.inputType(name, {
    description: 'A discount. Amounts are in the shop’s own currency.',
    fields: (t) => ({
      title: t.string(),
      ...(isCode ? { code: t.string() } : {}),
      startsAt: t.field({ type: 'DateTime' }),
      endsAt: t.field({ type: 'DateTime' }),
      combinesWith: t.field({ type: CombinesWithInput }),
      usageLimit: t.int({ description: shared.usageLimit }),
      appliesOncePerCustomer: t.boolean({ description: shared.once }),
      minimumRequirement: t.field({ type: MinimumRequirementInput }),
      ...(kind === 'shipping' ? { maximumShippingPrice: t.field({ type: 'Decimal' }) } : {}),
      ...(kind === 'shipping' ? {} : { customerGets: t.field({ type: CustomerGetsInput }) }),
      ...(kind === 'bxgy'
        ? { customerBuys: t.field({ type: CustomerBuysInput }), usesPerOrderLimit: t.field({ type: 'UnsignedInt64' }) }
        : {}),
    }),
  });

type Given = {
  readonly title?: string | null;
  readonly code?: string | null;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly combinesWith?: typeof CombinesWithInput.$inferInput | null;
  readonly usageLimit?: number | null;
  readonly appliesOncePerCustomer?: boolean | null;
  readonly minimumRequirement?: typeof MinimumRequirementInput.$inferInput | null;
  readonly customerGets?: typeof CustomerGetsInput.$inferInput | null;
  readonly customerBuys?: typeof CustomerBuysInput.$inferInput | null;
  readonly usesPerOrderLimit?: string | number | null;
  readonly maximumShippingPrice?: string | null;
};

function actionsOf(kind: 'basic' | 'bxgy' | 'shipping', given: Given, currency: string): unknown {
  if (kind === 'shipping') {
    const price = given.maximumShippingPrice;
    return [{ kind: 'free_shipping', methods: null, most: price ? { [currency]: minor(price, currency) } : null }];
  }
  if (!given.customerGets) return undefined;
  if (kind === 'basic') return [basicAction(given.customerGets, currency)];
  if (!given.customerBuys) return undefined;
  return [
    bxgyAction(
      given.customerBuys,
      given.customerGets,
      given.usesPerOrderLimit == null ? null : Number(given.usesPerOrderLimit),
    ),
  ];
}

const FAMILIES = [
  ['Basic', 'basic'],
  ['Bxgy', 'bxgy'],
  ['FreeShipping', 'shipping'],
] as const;

for (const method of ['Code', 'Automatic'] as const)
  for (const [name, kind] of FAMILIES) {
    const isCode = method === 'Code';
    const Input = input(`Discount${method}${name}Input`, kind, isCode);
    const node = isCode ? ('codeDiscountNode' as const) : ('automaticDiscountNode' as const);
    const argument = `${kind === 'shipping' ? 'freeShipping' : kind}${method}Discount`;
    const run = async (ctx: AdminContext, id: string | null, given: Given): Promise<DiscountPayload> => {
      const currency = await ctx.deps.baseCurrency();
      const { title, startsAt, endsAt, combinesWith, usageLimit, appliesOncePerCustomer } = given;
      return savePromotion(ctx, id, {
        title,
        startsAt,
        endsAt,
        combinesWith,
        usageLimit,
        appliesOncePerCustomer,
        isAutomatic: !isCode,
        codes: given.code ? [given.code] : [],
        conditions: given.minimumRequirement ? minimumConditions(given.minimumRequirement, currency) : undefined,
        actions: actionsOf(kind, given, currency),
      });
    };
    const lower = `discount${method}${name}`;
    const Created = discountPayload(`Discount${method}${name}CreatePayload`, node);
    const Updated = discountPayload(`Discount${method}${name}UpdatePayload`, node);
    adminBuilder.mutationFields((t) => ({
      [`${lower}Create`]: t.field({
        type: Created,
        nullable: true,
        args: { [argument]: t.arg({ type: Input, required: true }) },
        resolve: (_root, args, ctx) => run(ctx, null, args[argument] as Given),
      }),
      [`${lower}Update`]: t.field({
        type: Updated,
        nullable: true,
        args: { id: t.arg.id({ required: true }), [argument]: t.arg({ type: Input, required: true }) },
        resolve: (_root, args, ctx) => run(ctx, String(args.id), args[argument] as Given),
      }),
    }));
  }

const PromotionSavePayload = discountPayload('PromotionSavePayload', 'discountNode');

const BulkPayload = adminBuilder
  .objectRef<{ readonly added: number; readonly userErrors: readonly UserError[] }>('DiscountRedeemCodeBulkAddPayload')
  .implement({
    description: 'How many codes were added; those that another discount has are left out.',
    fields: (t) => ({
      codesCount: t.exposeInt('added'),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const RedeemCodeInput = adminBuilder.inputType('DiscountRedeemCodeInput', {
  fields: (t) => ({ code: t.string({ required: true }) }),
});

async function codedPromotion(ctx: AdminContext, gid: string): Promise<PromotionRecord | string> {
  const id = promotionIdOf(gid);
  const found = id === null ? null : await ctx.deps.promotionEditor.byId(id);
  if (!found) return 'The discount does not exist.';
  return found.isAutomatic ? 'The discount comes by itself; it has no codes.' : found;
}

const DeletePayload = adminBuilder
  .objectRef<{ readonly id: string | null; readonly userErrors: readonly UserError[] }>('DiscountDeletePayload')
  .implement({
    description: 'The discount that is gone.',
    fields: (t) => ({
      deletedDiscountId: t.id({ nullable: true, resolve: ({ id }) => id }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const SwitchPayload = discountPayload('DiscountSwitchPayload', 'discountNode');

adminBuilder.mutationFields((t) => {
  const turn = (isActive: boolean) =>
    t.field({
      type: SwitchPayload,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }, ctx) => savePromotion(ctx, String(id), { isActive, isAutomatic: false }),
    });
  const remove = t.field({
    type: DeletePayload,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, ctx) => {
      const known = promotionIdOf(String(id));
      const isGone = known !== null && (await ctx.deps.promotionEditor.remove(known));
      if (!isGone) return { id: null, userErrors: [{ field: ['id'], message: 'The discount does not exist.' }] };
      await promotionsChanged(ctx);
      return { id: String(id), userErrors: [] };
    },
  });
  return {
    promotionSave: t.field({
      type: PromotionSavePayload,
      nullable: true,
      description: 'Makes a promotion (no id) or changes one, with all the rules know.',
      args: { id: t.arg.id(), input: t.arg({ type: PromotionInput, required: true }) },
      resolve: (_root, { id, input: given }, ctx) =>
        savePromotion(ctx, id == null ? null : String(id), wantedOf(given)),
    }),
    discountCodeActivate: turn(true),
    discountCodeDeactivate: turn(false),
    discountAutomaticActivate: turn(true),
    discountAutomaticDeactivate: turn(false),
    discountCodeDelete: remove,
    discountAutomaticDelete: remove,
    discountRedeemCodeBulkAdd: t.field({
      type: BulkPayload,
      nullable: true,
      args: { discountId: t.arg.id({ required: true }), codes: t.arg({ type: [RedeemCodeInput], required: true }) },
      resolve: async (_root, args, ctx) => {
        const found = await codedPromotion(ctx, String(args.discountId));
        if (typeof found === 'string') return { added: 0, userErrors: [{ field: ['discountId'], message: found }] };
        const { codes, problems } = checkCodes(args.codes.map(({ code }) => code));
        if (problems.length > 0) return { added: 0, userErrors: problems };
        const added = await ctx.deps.promotionEditor.addCodes(found.id, codes);
        ctx.deps.promotionCodes.forget();
        return { added, userErrors: [] };
      },
    }),
    discountRedeemCodesGenerate: t.field({
      type: BulkPayload,
      nullable: true,
      description: `Makes codes that cannot be guessed and have no letters that look alike; 1 to ${MAX_CODES_AT_ONCE} at once.`,
      args: {
        discountId: t.arg.id({ required: true }),
        count: t.arg.int({ required: true }),
        prefix: t.arg.string({ defaultValue: '' }),
      },
      resolve: async (_root, args, ctx) => {
        const found = await codedPromotion(ctx, String(args.discountId));
        if (typeof found === 'string') return { added: 0, userErrors: [{ field: ['discountId'], message: found }] };
        const prefix = (args.prefix ?? '').trim().toUpperCase();
        if (!/^[A-Z0-9_-]{0,20}$/.test(prefix))
          return { added: 0, userErrors: [{ field: ['prefix'], message: 'prefix: may have A to Z, digits, - and _' }] };
        if (args.count < 1 || args.count > MAX_CODES_AT_ONCE)
          return {
            added: 0,
            userErrors: [{ field: ['count'], message: `count: must lie between 1 and ${MAX_CODES_AT_ONCE}` }],
          };
        const { count } = args;
        const { promotionEditor, randomBytes } = ctx.deps;
        const added = await generatePromotionCodes(promotionEditor, found.id, { count, prefix }, randomBytes);
        return { added, userErrors: [] };
      },
    }),
  };
});
