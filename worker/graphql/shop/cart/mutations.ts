import type { GraphQLResolveInfo } from 'graphql';
import type { CartCommand, CartProblem } from '../../../../commerce/cart/commands.ts';
import { sha256 } from '../../sha256.ts';
import { builder } from '../builder.ts';
import { AttributeInput } from '../common/attribute.ts';
import type { ShopContext } from '../context.ts';
import { parseCartGid, parseInnerGid } from './cart-id.ts';
import {
  addressesToAdd,
  addressesToUpdate,
  buyerChange,
  linesToAdd,
  linesToUpdate,
  metafieldName,
} from './commands.ts';
import {
  CartBuyerIdentityInput,
  CartInput,
  CartLineInput,
  CartLineUpdateInput,
  CartSelectableAddressInput,
  CartSelectableAddressUpdateInput,
  CartSelectedDeliveryOptionInput,
  MailingAddressInput,
  mailingAddress,
} from './inputs.ts';
import { loadView } from './load.ts';
import { groupGid } from './parts.ts';
import {
  announceChange,
  cartPayload,
  changeCart,
  noSuchCart,
  type PayloadRecord,
  payloadOf,
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
    const lines = await linesToAdd(ctx, input.lines, ['input', 'lines']);
    if (lines.ok) commands.push({ kind: 'add_lines', lines: lines.value });
    else problems.push(...lines.problems);
  }
  if (input.note != null) commands.push({ kind: 'set_note', note: input.note });
  if (input.attributes) commands.push({ kind: 'set_attributes', attributes: input.attributes });
  if (input.discountCodes) commands.push({ kind: 'set_discount_codes', codes: input.discountCodes });
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

async function createCart(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  input: CartInputArgs,
  args: object,
): Promise<PayloadRecord> {
  const { commands, problems } = await creationCommands(ctx, input);
  if (problems.length > 0) return refusedPayload(...problems);
  const { idempotencyKey } = ctx;
  if (idempotencyKey !== null && idempotencyKey.length < SHORTEST_CREATION_KEY)
    return refusedPayload(
      refusal(
        'INVALID',
        null,
        `The Idempotency-Key of a new cart must have at least ${SHORTEST_CREATION_KEY} characters.`,
      ),
    );
  // The same key leads to the same object, which knows whether it made this cart already.
  const seed = idempotencyKey === null ? null : `${idempotencyKey}/${info.path.key}`;
  const token = seed === null ? ctx.deps.ids.token() : sha256(`cart ${seed}`).slice(0, 32);
  const key =
    seed === null ? ctx.deps.ids.token() : sha256(`secret ${ctx.deps.config.BETTER_AUTH_SECRET} ${seed}`).slice(0, 32);
  const answer = await ctx.env.CHECKOUT.getByName(token).create(
    token,
    sha256(key),
    requestOf(ctx, info, args, commands),
  );
  const payload = await payloadOf(ctx, answer, key, input.discountCodes != null);
  if (answer.ok) announceChange(ctx, payload.cart, commands);
  return { ...payload, userErrors: payload.userErrors.map(inInput) };
}

/** The rules speak of a cart's parts; the mutation has them inside `input`. */
const inInput = (problem: CartProblem): CartProblem =>
  problem.field === null || problem.field[0] === 'input' || problem.field[0] === 'cartId'
    ? problem
    : { ...problem, field: ['input', ...problem.field] };

const payload = {
  create: cartPayload('CartCreatePayload'),
  linesAdd: cartPayload('CartLinesAddPayload'),
  linesUpdate: cartPayload('CartLinesUpdatePayload'),
  linesRemove: cartPayload('CartLinesRemovePayload'),
  note: cartPayload('CartNoteUpdatePayload'),
  attributes: cartPayload('CartAttributesUpdatePayload'),
  buyer: cartPayload('CartBuyerIdentityUpdatePayload'),
  codes: cartPayload('CartDiscountCodesUpdatePayload'),
  addressesAdd: cartPayload('CartDeliveryAddressesAddPayload'),
  addressesUpdate: cartPayload('CartDeliveryAddressesUpdatePayload'),
  addressesRemove: cartPayload('CartDeliveryAddressesRemovePayload'),
  addressesReplace: cartPayload('CartDeliveryAddressesReplacePayload'),
  options: cartPayload('CartSelectedDeliveryOptionsUpdatePayload'),
  billing: cartPayload('CartBillingAddressUpdatePayload'),
  clone: cartPayload('CartClonePayload'),
  removePersonalData: cartPayload('CartRemovePersonalDataPayload'),
  giftCardsUpdate: cartPayload('CartGiftCardCodesUpdatePayload'),
  giftCardsAdd: cartPayload('CartGiftCardCodesAddPayload'),
  giftCardsRemove: cartPayload('CartGiftCardCodesRemovePayload'),
};

/** The cart behind an id, for changes that depend on what is in it. */
async function readCart(ctx: ShopContext, cartId: string) {
  const address = parseCartGid(cartId);
  if (!address) return null;
  const answer = await ctx.env.CHECKOUT.getByName(address.token).read(sha256(address.key));
  return { address, answer };
}

builder.mutationFields((t) => ({
  cartCreate: t.field({
    type: payload.create,
    nullable: true,
    description: 'Makes a cart, with everything asked for or not at all.',
    args: { input: t.arg({ type: CartInput }) },
    resolve: (_root, args, ctx, info) => createCart(ctx, info, args.input ?? {}, args),
  }),
  cartLinesAdd: t.field({
    type: payload.linesAdd,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), lines: t.arg({ type: [CartLineInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const lines = await linesToAdd(ctx, args.lines, ['lines']);
      if (!lines.ok) return refusedChange(ctx, String(args.cartId), lines.problems);
      return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'add_lines', lines: lines.value }]);
    },
  }),
  cartLinesUpdate: t.field({
    type: payload.linesUpdate,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), lines: t.arg({ type: [CartLineUpdateInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const cartId = String(args.cartId);
      const read = await readCart(ctx, cartId);
      if (!read) return refusedPayload(noSuchCart());
      const known = read.answer.ok ? read.answer.cart.lines : [];
      const lines = await linesToUpdate(
        ctx,
        read.address.token,
        args.lines,
        new Map(known.map((line) => [line.id, line.variantId])),
      );
      if (!lines.ok) return refusedChange(ctx, cartId, lines.problems);
      return changeCart(ctx, info, cartId, args, [{ kind: 'update_lines', lines: lines.value }]);
    },
  }),
  cartLinesRemove: t.field({
    type: payload.linesRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), lineIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx, info) => {
      const token = parseCartGid(String(args.cartId))?.token ?? '';
      const lineIds = args.lineIds.map((id) => parseInnerGid('CartLine', token, String(id)) ?? -1);
      return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'remove_lines', lineIds }]);
    },
  }),
  cartNoteUpdate: t.field({
    type: payload.note,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), note: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx, info) =>
      changeCart(ctx, info, String(args.cartId), args, [{ kind: 'set_note', note: args.note }]),
  }),
  cartAttributesUpdate: t.field({
    type: payload.attributes,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), attributes: t.arg({ type: [AttributeInput], required: true }) },
    resolve: (_root, args, ctx, info) =>
      changeCart(ctx, info, String(args.cartId), args, [{ kind: 'set_attributes', attributes: args.attributes }]),
  }),
  cartBuyerIdentityUpdate: t.field({
    type: payload.buyer,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      buyerIdentity: t.arg({ type: CartBuyerIdentityInput, required: true }),
    },
    resolve: (_root, args, ctx, info) =>
      changeCart(ctx, info, String(args.cartId), args, [{ kind: 'set_buyer', buyer: buyerChange(args.buyerIdentity) }]),
  }),
  cartDiscountCodesUpdate: t.field({
    type: payload.codes,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), discountCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx, info) =>
      changeCart(
        ctx,
        info,
        String(args.cartId),
        args,
        [{ kind: 'set_discount_codes', codes: args.discountCodes }],
        true,
      ),
  }),
}));

/** Refused before the object was asked to change anything: the cart is shown as it is. */
async function refusedChange(
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

builder.mutationFields((t) => ({
  cartDeliveryAddressesAdd: t.field({
    type: payload.addressesAdd,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      addresses: t.arg({ type: [CartSelectableAddressInput], required: true }),
    },
    resolve: (_root, args, ctx, info) => {
      const addresses = addressesToAdd(args.addresses, ['addresses']);
      if (!addresses.ok) return refusedChange(ctx, String(args.cartId), addresses.problems);
      return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'add_addresses', addresses: addresses.value }]);
    },
  }),
  cartDeliveryAddressesReplace: t.field({
    type: payload.addressesReplace,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      addresses: t.arg({ type: [CartSelectableAddressInput], required: true }),
    },
    resolve: (_root, args, ctx, info) => {
      const addresses = addressesToAdd(args.addresses, ['addresses']);
      if (!addresses.ok) return refusedChange(ctx, String(args.cartId), addresses.problems);
      return changeCart(ctx, info, String(args.cartId), args, [
        { kind: 'replace_addresses', addresses: addresses.value },
      ]);
    },
  }),
  cartDeliveryAddressesUpdate: t.field({
    type: payload.addressesUpdate,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      addresses: t.arg({ type: [CartSelectableAddressUpdateInput], required: true }),
    },
    resolve: (_root, args, ctx, info) => {
      const token = parseCartGid(String(args.cartId))?.token ?? '';
      const addresses = addressesToUpdate(token, args.addresses);
      if (!addresses.ok) return refusedChange(ctx, String(args.cartId), addresses.problems);
      return changeCart(ctx, info, String(args.cartId), args, [
        { kind: 'update_addresses', addresses: addresses.value },
      ]);
    },
  }),
  cartDeliveryAddressesRemove: t.field({
    type: payload.addressesRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), addressIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx, info) => {
      const token = parseCartGid(String(args.cartId))?.token ?? '';
      const addressIds = args.addressIds.map((id) => parseInnerGid('CartSelectableAddress', token, String(id)) ?? -1);
      return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'remove_addresses', addressIds }]);
    },
  }),
  cartSelectedDeliveryOptionsUpdate: t.field({
    type: payload.options,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      selectedDeliveryOptions: t.arg({ type: [CartSelectedDeliveryOptionInput], required: true }),
    },
    resolve: (_root, args, ctx, info) => selectDelivery(ctx, info, args),
  }),
  cartBillingAddressUpdate: t.field({
    type: payload.billing,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), billingAddress: t.arg({ type: MailingAddressInput }) },
    resolve: (_root, args, ctx, info) => {
      const address = args.billingAddress ? mailingAddress(args.billingAddress) : null;
      return changeCart(ctx, info, String(args.cartId), args, [{ kind: 'set_billing_address', address }]);
    },
  }),
}));

/** Chooses among what is offered at this moment. Problems in order: unknown cart, unknown group, no group yet, unknown option. */
async function selectDelivery(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: {
    readonly cartId: string;
    readonly selectedDeliveryOptions: readonly (typeof CartSelectedDeliveryOptionInput.$inferInput)[];
  },
): Promise<PayloadRecord> {
  const cartId = String(args.cartId);
  const read = await readCart(ctx, cartId);
  if (!read) return refusedPayload(noSuchCart());
  if (!read.answer.ok) return payloadOf(ctx, read.answer, read.address.key, false);
  const view = await loadView(ctx, read.answer.cart, read.address.key);
  const commands: CartCommand[] = [];
  for (const [index, chosen] of args.selectedDeliveryOptions.entries()) {
    const field = ['selectedDeliveryOptions', String(index)];
    if (String(chosen.deliveryGroupId) !== groupGid(view.cart.token))
      return refusedChange(ctx, cartId, [
        refusal('INVALID_DELIVERY_GROUP', [...field, 'deliveryGroupId'], 'The cart has no such delivery group.'),
      ]);
    if (view.priced.options.length === 0)
      return refusedChange(ctx, cartId, [refusal('PENDING_DELIVERY_GROUPS', field, 'A delivery address comes first.')]);
    if (!view.priced.options.some((option) => option.handle === chosen.deliveryOptionHandle))
      return refusedChange(ctx, cartId, [
        refusal('INVALID_DELIVERY_OPTION', [...field, 'deliveryOptionHandle'], 'This delivery is not offered.'),
      ]);
    commands.push({ kind: 'select_delivery', handle: chosen.deliveryOptionHandle });
  }
  return changeCart(ctx, info, cartId, args, commands);
}

/** Another cart with the same things in it and nothing personal. */
async function cloneCart(ctx: ShopContext, info: GraphQLResolveInfo, cartId: string): Promise<PayloadRecord> {
  const read = await readCart(ctx, cartId);
  if (!read) return refusedPayload(noSuchCart());
  if (!read.answer.ok) return payloadOf(ctx, read.answer, read.address.key, false);
  const { cart } = read.answer;
  const commands: CartCommand[] = [
    { kind: 'set_buyer', buyer: { countryCode: cart.buyer.countryCode } },
    {
      kind: 'add_lines',
      lines: cart.lines.map(({ productId, variantId, quantity, attributes }) => ({
        productId,
        variantId,
        quantity,
        attributes,
        available: null,
      })),
    },
    { kind: 'set_discount_codes', codes: cart.discountCodes },
  ];
  const token = ctx.deps.ids.token();
  const key = ctx.deps.ids.token();
  const answer = await ctx.env.CHECKOUT.getByName(token).create(
    token,
    sha256(key),
    requestOf(ctx, info, { cartId }, commands),
  );
  return payloadOf(ctx, answer, key, false);
}

/** The shop takes no gift cards: the cart stays as it is and says so. */
async function giftCards(ctx: ShopContext, cartId: string, codes: number): Promise<PayloadRecord> {
  const shown = await refusedChange(ctx, cartId, []);
  if (!shown.cart || codes === 0) return shown;
  const warning = {
    code: 'PAYMENTS_GIFT_CARDS_UNAVAILABLE',
    message: 'Gift cards cannot be used here.',
    target: cartId,
  } as const;
  return { ...shown, warnings: [...shown.warnings, warning] };
}

builder.mutationFields((t) => ({
  cartClone: t.field({
    type: payload.clone,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx, info) => cloneCart(ctx, info, String(args.cartId)),
  }),
  cartRemovePersonalData: t.field({
    type: payload.removePersonalData,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx, info) =>
      changeCart(ctx, info, String(args.cartId), args, [{ kind: 'remove_personal_data' }]),
  }),
  cartGiftCardCodesUpdate: t.field({
    type: payload.giftCardsUpdate,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), giftCardCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx) => giftCards(ctx, String(args.cartId), args.giftCardCodes.length),
  }),
  cartGiftCardCodesAdd: t.field({
    type: payload.giftCardsAdd,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), giftCardCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx) => giftCards(ctx, String(args.cartId), args.giftCardCodes.length),
  }),
  cartGiftCardCodesRemove: t.field({
    type: payload.giftCardsRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), appliedGiftCardIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx) => giftCards(ctx, String(args.cartId), 0),
  }),
}));
