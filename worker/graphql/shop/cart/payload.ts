import type { GraphQLResolveInfo } from 'graphql';
import type { CartCommand, CartNotice, CartProblem } from '../../../../commerce/cart/commands.ts';
import { money, toDecimalString } from '../../../../commerce/money/money.ts';
import type { PromotionRefusal } from '../../../../commerce/promotions/conditions.ts';
import type { JudgedCode } from '../../../../commerce/promotions/judge.ts';
import type { CartAnswer, ChangeRequest } from '../../../../durable-objects/checkout/protocol.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { toGid } from '../../gid.ts';
import { sha256 } from '../../sha256.ts';
import { builder } from '../builder.ts';
import { translated } from '../common/translate.ts';
import { DisplayableError } from '../common/user-error.ts';
import type { ShopContext } from '../context.ts';
import { cartGid, innerGid, parseCartGid } from './cart-id.ts';
import { Cart, checkoutUrl, idOf, type ShownCart, shown } from './cart-type.ts';
import { CODE_WORDS } from './code-words.ts';
import { CART_ERROR_CODES, CART_WARNING_CODES } from './codes.ts';
import { loadView } from './load.ts';

const CartErrorCode = builder.enumType('CartErrorCode', {
  description: 'Why a change of a cart was refused.',
  values: CART_ERROR_CODES,
});
export const CartUserError = builder.objectRef<CartProblem>('CartUserError').implement({
  description: 'Why a change of a cart was refused.',
  interfaces: [DisplayableError],
  fields: (t) => ({ code: t.field({ type: CartErrorCode, nullable: true, resolve: ({ code }) => code }) }),
});

type WarningCode = CartNotice['code'] | PromotionRefusal | 'PAYMENTS_GIFT_CARDS_UNAVAILABLE' | 'PRICE_CHANGED';
export interface WarningRecord {
  readonly code: WarningCode;
  readonly message: string;
  readonly target: string;
}
const CartWarningCode = builder.enumType('CartWarningCode', {
  description: 'What was done differently than asked.',
  values: [...CART_WARNING_CODES, 'PRICE_CHANGED'] as const,
});
const CartWarning = builder.objectRef<WarningRecord>('CartWarning').implement({
  description: 'Something that was done differently than asked.',
  fields: (t) => ({
    code: t.field({ type: CartWarningCode, resolve: ({ code }) => code }),
    message: t.exposeString('message'),
    target: t.exposeID('target'),
  }),
});

/** What every change of a cart answers. */
export interface PayloadRecord {
  readonly cart: ShownCart | null;
  readonly userErrors: readonly CartProblem[];
  readonly warnings: readonly WarningRecord[];
}

/** Declares the payload of one mutation: cart, userErrors, warnings. */
export const cartPayload = (name: string) =>
  builder.objectRef<PayloadRecord>(name).implement({
    description: 'The cart after the change, or why there was none.',
    fields: (t) => ({
      cart: t.field({ type: Cart, nullable: true, resolve: ({ cart }) => cart }),
      userErrors: t.field({ type: [CartUserError], resolve: ({ userErrors }) => [...userErrors] }),
      warnings: t.field({ type: [CartWarning], resolve: ({ warnings }) => [...warnings] }),
    }),
  });

function codeWarnings(view: CartView): WarningRecord[] {
  const refused = (one: JudgedCode): WarningRecord[] =>
    one.applicable
      ? []
      : [{ code: one.refusal, message: `${one.code}: ${CODE_WORDS[one.refusal]}`, target: idOf(view) }];
  return view.priced.codes.flatMap(refused);
}

/** What lines cost now and did not when their price was told: said with every change until the shopper agrees. */
function priceWarnings(view: CartView): WarningRecord[] {
  const amount = (minor: number) => `${toDecimalString(money(minor, view.priced.currency))} ${view.priced.currency}`;
  return view.lines.flatMap(({ line, product, priced, told }): WarningRecord[] => {
    if (told.wasMinor === null) return [];
    const title = translated(product.translations, view.market.language, 'title', product.title);
    return [
      {
        code: 'PRICE_CHANGED',
        message: `${title}: ${amount(priced.unitPriceMinor)} each, was ${amount(told.wasMinor)}.`,
        target: innerGid('CartLine', view.cart.token, line.id),
      },
    ];
  });
}

function noticeWarning(notice: CartNotice, view: CartView): WarningRecord {
  const { code, message, target } = notice;
  if (target.kind === 'variant') return { code, message, target: toGid('ProductVariant', target.id) };
  const type = target.kind === 'line' ? 'CartLine' : 'CartSelectableAddress';
  return { code, message, target: innerGid(type, view.cart.token, target.id) };
}

export const refusal = (code: CartProblem['code'], field: readonly string[] | null, message: string): CartProblem => ({
  code,
  field,
  message,
});

/** A refusal that shows no cart. */
export const refusedPayload = (...userErrors: readonly CartProblem[]): PayloadRecord => ({
  cart: null,
  userErrors,
  warnings: [],
});

/** A cart that does not exist, or not for the holder of this id. */
export const noSuchCart = (): CartProblem => refusal('INVALID', ['cartId'], 'The specified cart does not exist.');

/** The change as the object takes it; the key is told apart by the field it was sent for. */
export function requestOf(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: object,
  commands: readonly CartCommand[],
): ChangeRequest {
  if (ctx.idempotencyKey === null) return { commands, idempotency: null };
  const hash = sha256(JSON.stringify([info.fieldName, args]));
  return { commands, idempotency: { key: `${ctx.idempotencyKey.slice(0, 255)}/${info.path.key}`, hash } };
}

/** An object's answer in the words of the schema. */
export async function payloadOf(
  ctx: ShopContext,
  answer: CartAnswer,
  key: string,
  withCodes: boolean,
): Promise<PayloadRecord> {
  if (answer.ok) {
    const view = await loadView(ctx, answer.cart, key);
    const warnings = [...answer.notices.map((notice) => noticeWarning(notice, view)), ...priceWarnings(view)];
    return { cart: shown(view), userErrors: [], warnings: withCodes ? [...warnings, ...codeWarnings(view)] : warnings };
  }
  switch (answer.reason) {
    case 'not_found':
      return refusedPayload(noSuchCart());
    case 'ordered':
      return refusedPayload(refusal('INVALID', ['cartId'], 'This cart was ordered already.'));
    case 'being_bought': {
      const cart = shown(await loadView(ctx, answer.cart, key));
      return {
        cart,
        userErrors: [refusal('INVALID', ['cartId'], 'This cart is being bought; wait for the outcome.')],
        warnings: [],
      };
    }
    case 'key_reused': {
      const cart = shown(await loadView(ctx, answer.cart, key));
      return {
        cart,
        userErrors: [refusal('INVALID', null, 'The Idempotency-Key was used for another change.')],
        warnings: [],
      };
    }
    case 'problems':
      return {
        cart: answer.cart ? shown(await loadView(ctx, answer.cart, key)) : null,
        userErrors: answer.problems,
        warnings: [],
      };
  }
}

/** Changes of what a shopper would want to be brought back to. */
const WORTH_ANNOUNCING: ReadonlySet<CartCommand['kind']> = new Set([
  'add_lines',
  'update_lines',
  'remove_lines',
  'set_buyer',
  'set_discount_codes',
]);

/** Whoever gave an email can be helped back to their cart; nobody waits for that. */
export function announceChange(ctx: ShopContext, view: CartView | null, commands: readonly CartCommand[]): void {
  if (!view || view.cart.buyer.email === null || !commands.some(({ kind }) => WORTH_ANNOUNCING.has(kind))) return;
  const { cart, priced, market } = view;
  const message = {
    topic: 'cart.changed',
    cartToken: cart.token,
    email: view.cart.buyer.email,
    locale: market.language,
    country: market.country,
    currency: priced.currency,
    totalMinor: priced.totalMinor,
    lines: view.lines.map(({ line, product }) => ({
      variantId: line.variantId,
      quantity: line.quantity,
      title: product.title,
    })),
    cartId: cartGid({ token: cart.token, key: view.key }),
    checkoutUrl: checkoutUrl(view, ctx.origin),
    updatedAtMs: cart.updatedAtMs,
  } as const;
  ctx.waitUntil(
    ctx.deps.events.send([message]).catch((error: unknown) => console.error('cart: a change was not announced', error)),
  );
}

/** Does one change of one cart. `commandsFor` makes the commands of the arguments, or says what is wrong with them. */
export async function changeCart(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  cartId: string,
  args: object,
  commands: readonly CartCommand[],
  withCodes = false,
): Promise<PayloadRecord> {
  const address = parseCartGid(cartId);
  if (!address) return refusedPayload(noSuchCart());
  const answer = await ctx.env.CHECKOUT.getByName(address.token).change(
    sha256(address.key),
    requestOf(ctx, info, args, commands),
  );
  const payload = await payloadOf(ctx, answer, address.key, withCodes);
  if (answer.ok) announceChange(ctx, payload.cart, commands);
  return payload;
}

/** The cart behind an id, for changes that depend on what is in it. */
export async function readCart(ctx: ShopContext, cartId: string) {
  const address = parseCartGid(cartId);
  if (!address) return null;
  const answer = await ctx.env.CHECKOUT.getByName(address.token).read(sha256(address.key));
  return { address, answer };
}

/** Refused before the object was asked to change anything: the cart is shown as it is. */
export async function refusedChange(
  ctx: ShopContext,
  cartId: string,
  userErrors: readonly CartProblem[],
): Promise<PayloadRecord> {
  const read = await readCart(ctx, cartId);
  if (!read) return refusedPayload(noSuchCart());
  if (!read.answer.ok) return payloadOf(ctx, read.answer, read.address.key, false);
  const shown = await payloadOf(ctx, read.answer, read.address.key, false);
  return { ...shown, userErrors };
}
