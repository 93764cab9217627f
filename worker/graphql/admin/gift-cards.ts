import { money, parseDecimal } from '../../../commerce/money/money.ts';
import {
  GIFT_CARD_LENGTH,
  generateCodes,
  normalGiftCardCode,
  shownGiftCardCode,
} from '../../../commerce/promotions/codes.ts';
import type { CreditAccount, CreditMovement } from '../../ports/credit.ts';
import { toGid } from '../gid.ts';
import { sha256 } from '../sha256.ts';
import { adminBuilder } from './builder.ts';
import { decodeCursor, encodeCursor, MoneyV2, pageSize, requireId, type UserError, UserErrorType } from './common.ts';
import { connectionOf, firstOf } from './connection.ts';
import type { AdminContext } from './context.ts';

const Movement = adminBuilder
  .objectRef<{ readonly one: CreditMovement; readonly currency: string }>('GiftCardTransaction')
  .implement({
    description: 'A movement of a gift card: issued, redeemed, given back, refunded, adjusted.',
    fields: (t) => ({
      id: t.id({ resolve: ({ one }) => toGid('GiftCardTransaction', one.id) }),
      kind: t.string({ resolve: ({ one }) => one.kind }),
      amount: t.field({ type: MoneyV2, resolve: ({ one, currency }) => money(one.amountMinor, currency) }),
      orderId: t.id({
        nullable: true,
        resolve: ({ one }) => (one.orderId === null ? null : toGid('Order', one.orderId)),
      }),
      actor: t.string({ resolve: ({ one }) => one.actor }),
      processedAt: t.field({ type: 'DateTime', resolve: ({ one }) => new Date(one.createdAtMs) }),
    }),
  });

const GiftCard = adminBuilder.objectRef<CreditAccount>('GiftCard').implement({
  description: 'Money the shop owes to whoever has the code. The code itself is kept nowhere.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('GiftCard', id) }),
    lastCharacters: t.exposeString('lastCharacters'),
    maskedCode: t.string({ resolve: ({ lastCharacters }) => `•••• •••• •••• ${lastCharacters}` }),
    enabled: t.exposeBoolean('isActive'),
    balance: t.field({ type: MoneyV2, resolve: (one) => money(one.balanceMinor, one.currency) }),
    initialValue: t.field({ type: MoneyV2, resolve: (one) => money(one.initialMinor, one.currency) }),
    expiresOn: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ expiresAtMs }) => (expiresAtMs === null ? null : new Date(expiresAtMs)),
    }),
    note: t.exposeString('note', { nullable: true }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAtMs }) => new Date(createdAtMs) }),
    transactions: t.field({
      type: [Movement],
      description: 'Newest first.',
      args: { first: t.arg.int() },
      resolve: async ({ id, currency }, { first }, ctx) =>
        firstOf(await ctx.deps.credit.movements(id), first).map((one) => ({ one, currency })),
    }),
  }),
});
const GiftCardConnection = connectionOf('GiftCard', GiftCard);

interface Payload {
  readonly giftCard: CreditAccount | null;
  readonly code: string | null;
  readonly userErrors: readonly UserError[];
}
const refuse = (field: readonly string[], message: string): Payload => ({
  giftCard: null,
  code: null,
  userErrors: [{ field, message: `${field.at(-1)}: ${message}` }],
});
const payload = (name: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    description: 'The gift card, or why nothing was done.',
    fields: (t) => ({
      giftCard: t.field({ type: GiftCard, nullable: true, resolve: ({ giftCard }) => giftCard }),
      giftCardCode: t.exposeString('code', {
        nullable: true,
        description: 'Only in the answer that makes it: keep it.',
      }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });
const CreatePayload = payload('GiftCardCreatePayload');
const UpdatePayload = payload('GiftCardUpdatePayload');
const CreditPayload = payload('GiftCardCreditPayload');

const CreateInput = adminBuilder.inputType('GiftCardCreateInput', {
  fields: (t) => ({
    initialValue: t.field({ type: 'Decimal', required: true }),
    currencyCode: t.string({ description: 'Missing: the shop’s own.' }),
    code: t.string({ description: 'At least 8 letters and digits; missing: one is made.' }),
    expiresOn: t.field({ type: 'DateTime' }),
    note: t.string(),
  }),
});
const UpdateInput = adminBuilder.inputType('GiftCardUpdateInput', {
  fields: (t) => ({ note: t.string(), expiresOn: t.field({ type: 'DateTime' }) }),
});
const MoneyInput = adminBuilder.inputType('GiftCardCreditInput', {
  fields: (t) => ({ creditAmount: t.field({ type: 'Decimal', required: true }), note: t.string() }),
});

/** Refusals in order: the amount, the code's form, the date, a code that another card has. */
async function create(ctx: AdminContext, input: typeof CreateInput.$inferInput): Promise<Payload> {
  const currency = input.currencyCode?.trim().toUpperCase() || (await ctx.deps.baseCurrency());
  const amount = parseDecimal(input.initialValue, currency);
  if (!amount || amount.amountMinor <= 0 || !/^[A-Z]{3}$/.test(currency))
    return refuse(['input', 'initialValue'], `must be an amount above 0 in ${currency}`);
  const typed = input.code == null ? null : normalGiftCardCode(input.code);
  if (typed !== null && !/^[A-Z0-9]{8,20}$/.test(typed))
    return refuse(['input', 'code'], 'must have 8 to 20 letters and digits');
  const expiresAtMs = input.expiresOn == null ? null : Date.parse(input.expiresOn);
  if (expiresAtMs !== null && expiresAtMs <= ctx.nowMs) return refuse(['input', 'expiresOn'], 'must be in the future');
  const [made = ''] = generateCodes(1, { length: GIFT_CARD_LENGTH, prefix: '' }, ctx.deps.randomBytes);
  const code = typed ?? made;
  const opened = await ctx.deps.credit.open({
    kind: 'gift_card',
    codeHash: sha256(code),
    lastCharacters: code.slice(-4),
    customerId: null,
    currency,
    amountMinor: amount.amountMinor,
    expiresAtMs,
    note: input.note?.trim() || null,
    actor: ctx.caller.actor,
  });
  if (!opened.ok) return refuse(['input', 'code'], 'another gift card has it');
  return { giftCard: opened.account, code: shownGiftCardCode(code), userErrors: [] };
}

async function credit(ctx: AdminContext, gid: string, amountText: string): Promise<Payload> {
  const id = requireId('GiftCard', gid, 'id');
  const account = (await ctx.deps.credit.byIds([id])).get(id);
  if (!account) return refuse(['id'], 'there is no such gift card');
  const amount = parseDecimal(amountText, account.currency);
  if (!amount || amount.amountMinor <= 0) return refuse(['creditInput', 'creditAmount'], 'must be above 0');
  // With an Idempotency-Key a repetition is the same movement; without one each call is another.
  const name = ctx.requestKey?.key ?? ctx.requestId;
  await ctx.deps.credit.credit({
    accountId: id,
    key: `adjust:${ctx.caller.actor}:${name}:${id}`,
    kind: 'adjust',
    amountMinor: amount.amountMinor,
    orderId: null,
    actor: ctx.caller.actor,
  });
  return { giftCard: (await ctx.deps.credit.byIds([id])).get(id) ?? null, code: null, userErrors: [] };
}

async function update(
  ctx: AdminContext,
  gid: string,
  change: Parameters<AdminContext['deps']['credit']['update']>[1],
): Promise<Payload> {
  const giftCard = await ctx.deps.credit.update(requireId('GiftCard', gid, 'id'), change);
  return giftCard ? { giftCard, code: null, userErrors: [] } : refuse(['id'], 'there is no such gift card');
}

adminBuilder.queryFields((t) => ({
  giftCards: t.field({
    type: GiftCardConnection,
    description: 'Gift cards, newest first. `query`: the last four characters.',
    args: { first: t.arg.int(), after: t.arg.string(), query: t.arg.string() },
    resolve: async (_root, { first, after, query }, ctx) => {
      const limit = pageSize(first);
      const beforeId = after == null ? null : Number(decodeCursor(after)[0] ?? 0);
      const lastCharacters = query?.trim().toUpperCase().slice(-4) || null;
      const found = await ctx.deps.credit.list({ kind: 'gift_card', lastCharacters, beforeId, limit: limit + 1 });
      const items = found.slice(0, limit).map((node) => ({ node, cursor: encodeCursor([node.id]) }));
      return { items, hasNextPage: found.length > limit, hasPreviousPage: beforeId !== null };
    },
  }),
  giftCard: t.field({
    type: GiftCard,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('GiftCard', String(args.id), 'id');
      const found = (await ctx.deps.credit.byIds([id])).get(id);
      return found?.kind === 'gift_card' ? found : null;
    },
  }),
}));

adminBuilder.mutationFields((t) => ({
  giftCardCreate: t.field({
    type: CreatePayload,
    nullable: true,
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, ctx) => create(ctx, input),
  }),
  giftCardUpdate: t.field({
    type: UpdatePayload,
    nullable: true,
    args: { id: t.arg.id({ required: true }), input: t.arg({ type: UpdateInput, required: true }) },
    resolve: (_root, { id, input }, ctx) =>
      update(ctx, String(id), {
        note: input.note,
        expiresAtMs: input.expiresOn == null ? input.expiresOn : Date.parse(input.expiresOn),
      }),
  }),
  giftCardDeactivate: t.field({
    type: UpdatePayload,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) => update(ctx, String(id), { isActive: false }),
  }),
  giftCardCredit: t.field({
    type: CreditPayload,
    nullable: true,
    description: 'Puts more on a gift card.',
    args: { id: t.arg.id({ required: true }), creditInput: t.arg({ type: MoneyInput, required: true }) },
    resolve: (_root, { id, creditInput }, ctx) => credit(ctx, String(id), creditInput.creditAmount),
  }),
}));
