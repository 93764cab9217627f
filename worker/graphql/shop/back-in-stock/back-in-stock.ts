import { askBackInStock } from '../../../services/back-in-stock.ts';
import { networkOf } from '../../../services/network-of.ts';
import { numberFromGid } from '../../gid.ts';
import { builder } from '../builder.ts';
import { loadVariantOwners } from '../cart/load.ts';
import { DisplayableError } from '../common/user-error.ts';
import type { ShopContext } from '../context.ts';

const CODES = {
  INVALID: {},
  NOT_FOUND: {},
  TOO_MANY_REQUESTS: {},
  AVAILABLE: {},
  LIMIT_REACHED: {
    deprecationReason: 'Is not answered any more: it told whose address waits for much. The oldest request makes room.',
  },
} as const;
interface BackInStockError {
  readonly code: keyof typeof CODES;
  readonly field: readonly string[] | null;
  readonly message: string;
}
const BackInStockUserErrorCode = builder.enumType('BackInStockUserErrorCode', {
  description: 'Why a request was not taken.',
  values: CODES,
});
const BackInStockUserError = builder.objectRef<BackInStockError>('BackInStockUserError').implement({
  description: 'Why a request was not taken.',
  interfaces: [DisplayableError],
  fields: (t) => ({ code: t.field({ type: BackInStockUserErrorCode, resolve: ({ code }) => code }) }),
});

interface Payload {
  readonly noted: boolean;
  readonly userErrors: readonly BackInStockError[];
}
const BackInStockRequestPayload = builder.objectRef<Payload>('BackInStockRequestPayload').implement({
  description: 'Whether a request was taken.',
  fields: (t) => ({
    noted: t.exposeBoolean('noted', {
      description: 'The mail will come. Also true for who waits already: nobody learns who else does.',
    }),
    userErrors: t.field({ type: [BackInStockUserError], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});
interface Forgotten {
  readonly removed: number;
}
const BackInStockForgetPayload = builder.objectRef<Forgotten>('BackInStockForgetPayload').implement({
  description: 'What was forgotten.',
  fields: (t) => ({
    removed: t.exposeInt('removed', { description: 'Requests that were removed; 0: there were none.' }),
  }),
});

const BackInStockRequestInput = builder.inputType('BackInStockRequestInput', {
  description: 'Who wants to be told of what.',
  fields: (t) => ({ variantId: t.id({ required: true }), email: t.string({ required: true }) }),
});

const refused = (code: BackInStockError['code'], message: string, field: string): Payload => ({
  noted: false,
  userErrors: [{ code, message, field: ['input', field] }],
});

const REFUSALS = {
  email: ['INVALID', 'email must be an email address, such as anna@example.org.', 'email'],
  too_often: ['TOO_MANY_REQUESTS', 'Too many requests; try again in a minute.', 'email'],
  for_sale: ['AVAILABLE', 'The variant can be bought now.', 'variantId'],
} as const satisfies Record<string, readonly [BackInStockError['code'], string, string]>;

async function request(
  ctx: ShopContext,
  input: { readonly variantId: unknown; readonly email: string },
): Promise<Payload> {
  const id = numberFromGid('ProductVariant', String(input.variantId));
  if (id === null) return refused('INVALID', 'variantId is not the id of a variant.', 'variantId');
  const product = (await loadVariantOwners(ctx, [id])).get(id);
  const variant = product?.variants.find((one) => one.id === id);
  if (!variant) return refused('NOT_FOUND', 'There is no such variant.', 'variantId');
  const { language, country } = ctx.buyer;
  const network = ctx.clientIp === null ? null : ctx.deps.saleTickets.digest('network', networkOf(ctx.clientIp));
  const asked = await askBackInStock(ctx.deps, variant, { email: input.email, language, country, network });
  if (asked.ok) return { noted: true, userErrors: [] };
  const [code, message, field] = REFUSALS[asked.reason];
  return refused(code, message, field);
}

builder.mutationFields((t) => ({
  backInStockRequestCreate: t.field({
    type: BackInStockRequestPayload,
    nullable: true,
    description:
      'Asks for one mail when a sold-out variant can be bought again, in the language of the context. Asking again changes nothing.',
    args: { input: t.arg({ type: BackInStockRequestInput, required: true }) },
    resolve: (_root, { input }, ctx) => request(ctx, input),
  }),
  backInStockForget: t.field({
    type: BackInStockForgetPayload,
    nullable: true,
    description:
      'Removes everything that is kept of who got the mail with this key; for 30 days nobody can enter the address again.',
    args: { key: t.arg.string({ required: true }) },
    resolve: async (_root, { key }, ctx) => ({
      removed: /^[0-9a-f]{32}$/.test(key) ? await ctx.deps.backInStock.forget(key, ctx.deps.clock.nowMs()) : 0,
    }),
  }),
}));
