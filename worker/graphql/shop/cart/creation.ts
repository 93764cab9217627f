import type { GraphQLResolveInfo } from 'graphql';
import type { CartCommand, CartProblem } from '../../../../commerce/cart/commands.ts';
import { sha256 } from '../../sha256.ts';
import type { ShopContext } from '../context.ts';
import { addressesToAdd, attributesOf, buyerChange, linesToAdd, metafieldName } from './commands.ts';
import { usableCards } from './gift-cards.ts';
import type { CartInput } from './inputs.ts';
import {
  announceChange,
  noSuchCart,
  type PayloadRecord,
  payloadOf,
  readCart,
  refusal,
  refusedPayload,
  requestOf,
} from './payload.ts';

type CartInputArgs = typeof CartInput.$inferInput;

/** A key that names a new cart must not be guessable: who knows it gets the cart. */
const SHORTEST_CREATION_KEY = 16;

/** The commands that fill a new cart, or what is wrong with them. */
async function creationCommands(
  ctx: ShopContext,
  input: CartInputArgs,
): Promise<{ readonly commands: readonly CartCommand[]; readonly problems: readonly CartProblem[] }> {
  const commands: CartCommand[] = [];
  const problems: CartProblem[] = [];
  if (input.buyerIdentity) commands.push({ kind: 'set_buyer', buyer: buyerChange(input.buyerIdentity) });
  if (input.lines && input.lines.length > 0) {
    const lines = await linesToAdd(ctx, input.lines, ['input', 'lines'], null);
    if (lines.ok) commands.push({ kind: 'add_lines', lines: lines.value });
    else problems.push(...lines.problems);
  }
  if (input.note != null) commands.push({ kind: 'set_note', note: input.note });
  if (input.attributes) commands.push({ kind: 'set_attributes', attributes: attributesOf(input.attributes) });
  if (input.discountCodes) commands.push({ kind: 'set_discount_codes', codes: input.discountCodes });
  if (input.giftCardCodes && input.giftCardCodes.length > 0) {
    const cards = await usableCards(ctx, input.giftCardCodes);
    commands.push({ kind: 'set_gift_cards', accountIds: cards.map(({ id }) => id) });
  }
  if (input.delivery?.addresses) {
    const addresses = addressesToAdd(input.delivery.addresses, ['input', 'delivery', 'addresses']);
    if (addresses.ok) commands.push({ kind: 'add_addresses', addresses: addresses.value });
    else problems.push(...addresses.problems);
  }
  if (input.metafields) {
    const metafields = input.metafields.map(({ key, type, value }) => ({ ...metafieldName(key), type, value }));
    commands.push({ kind: 'set_metafields', metafields });
  }
  return { commands, problems };
}

/** Where a new cart goes, and its secret. The same Idempotency-Key leads to the same object, which knows whether it made this cart already. */
function newAddress(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
): { readonly token: string; readonly key: string } | CartProblem {
  const { idempotencyKey } = ctx;
  if (idempotencyKey === null) return { token: ctx.deps.ids.token(), key: ctx.deps.ids.token() };
  if (idempotencyKey.length < SHORTEST_CREATION_KEY)
    return refusal(
      'INVALID',
      null,
      `The Idempotency-Key of a new cart must have at least ${SHORTEST_CREATION_KEY} characters.`,
    );
  const seed = `${idempotencyKey}/${info.path.key}`;
  return {
    token: sha256(`cart ${seed}`).slice(0, 32),
    key: sha256(`secret ${ctx.deps.config.BETTER_AUTH_SECRET} ${seed}`).slice(0, 32),
  };
}

/** Makes a cart with everything asked for, or none. Refusals in order: those of what it is filled with, a key that can be guessed. */
export async function createCart(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  input: CartInputArgs,
  args: object,
): Promise<PayloadRecord> {
  const { commands, problems } = await creationCommands(ctx, input);
  if (problems.length > 0) return refusedPayload(...problems);
  const address = newAddress(ctx, info);
  if ('code' in address) return refusedPayload(address);
  const { token, key } = address;
  const request = requestOf(ctx, info, args, commands);
  const answer = await ctx.env.CHECKOUT.getByName(token).create(token, sha256(key), request);
  const payload = await payloadOf(ctx, answer, key, input.discountCodes != null);
  if (answer.ok) announceChange(ctx, payload.cart, commands);
  return { ...payload, userErrors: payload.userErrors.map(inInput) };
}

/** The rules speak of a cart's parts; the mutation has them inside `input`. */
const inInput = (problem: CartProblem): CartProblem =>
  problem.field === null || problem.field[0] === 'input' || problem.field[0] === 'cartId'
    ? problem
    : { ...problem, field: ['input', ...problem.field] };

/**
 * Makes another cart with the same things in it and nothing personal. Repeated with the same Idempotency-Key it is the clone as it is, whatever became
 * of the first cart. Refusals in order: a key that can be guessed, an unknown or ordered cart.
 */
export async function cloneCart(ctx: ShopContext, info: GraphQLResolveInfo, cartId: string): Promise<PayloadRecord> {
  const address = newAddress(ctx, info);
  if ('code' in address) return refusedPayload(address);
  const { token, key } = address;
  const keyHash = sha256(key);
  const object = ctx.env.CHECKOUT.getByName(token);
  if (ctx.idempotencyKey !== null && (await object.read(keyHash)).ok)
    return payloadOf(ctx, await object.create(token, keyHash, requestOf(ctx, info, { cartId }, [])), key, false);
  const read = await readCart(ctx, cartId);
  if (!read) return refusedPayload(noSuchCart());
  if (!read.answer.ok) return payloadOf(ctx, read.answer, read.address.key, false);
  const { cart } = read.answer;
  const commands: CartCommand[] = [
    { kind: 'set_buyer', buyer: { countryCode: cart.buyer.countryCode } },
    {
      kind: 'add_lines',
      // What was told holds for the clone too, until the same time; what was set aside stays with the first cart.
      lines: cart.lines.map(({ productId, variantId, quantity, attributes, parts, quote }) => ({
        productId,
        variantId,
        quantity,
        attributes,
        available: null,
        ...(parts && { parts }),
        ...(quote && { quote: { prices: quote.prices, untilMs: quote.untilMs } }),
      })),
    },
    { kind: 'set_discount_codes', codes: cart.discountCodes },
  ];
  const answer = await object.create(token, keyHash, requestOf(ctx, info, { cartId }, commands));
  return payloadOf(ctx, answer, key, false);
}
