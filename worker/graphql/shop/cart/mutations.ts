import type { GraphQLResolveInfo } from 'graphql';
import type { CartCommand } from '../../../../commerce/cart/commands.ts';
import { chosenOption } from '../../../../commerce/shipping/delivery-options.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { offeredWindows } from '../../../services/delivery-choices.ts';
import { builder } from '../builder.ts';
import { AttributeInput } from '../common/attribute.ts';
import type { ShopContext } from '../context.ts';
import { groupGid } from '../delivery/options.ts';
import { parseCartGid, parseInnerGid } from './cart-id.ts';
import {
  addressesToAdd,
  addressesToUpdate,
  attributesOf,
  buyerChange,
  type Commands,
  linesToAdd,
  linesToUpdate,
} from './commands.ts';
import { cloneCart, createCart } from './creation.ts';
import { removeGiftCards, setGiftCards } from './gift-cards.ts';
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
import {
  cartPayload,
  changeCart,
  noSuchCart,
  type PayloadRecord,
  payloadOf,
  readCart,
  refusal,
  refusedChange,
  refusedPayload,
} from './payload.ts';
import { checkedTaxNumber } from './tax-number.ts';

const payload = {
  create: cartPayload('CartCreatePayload'),
  linesAdd: cartPayload('CartLinesAddPayload'),
  linesUpdate: cartPayload('CartLinesUpdatePayload'),
  linesRemove: cartPayload('CartLinesRemovePayload'),
  note: cartPayload('CartNoteUpdatePayload'),
  taxNumber: cartPayload('CartTaxNumberUpdatePayload'),
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

interface CartArgs {
  readonly cartId: string | number;
}

/** Does the one command a mutation's arguments mean. */
const change = (ctx: ShopContext, info: GraphQLResolveInfo, args: CartArgs, command: CartCommand, withCodes = false) =>
  changeCart(ctx, info, String(args.cartId), args, [command], withCodes);

/** The same with arguments that were checked first; where something is wrong with them the cart is shown as it is. */
const changeIf = <T>(
  ctx: ShopContext,
  info: GraphQLResolveInfo,
  args: CartArgs,
  checked: Commands<T>,
  commandOf: (value: T) => CartCommand,
): Promise<PayloadRecord> =>
  checked.ok
    ? change(ctx, info, args, commandOf(checked.value))
    : refusedChange(ctx, String(args.cartId), checked.problems);

/** Token in a cart's id, which the ids of its parts name too. */
const tokenOf = (args: CartArgs): string => parseCartGid(String(args.cartId))?.token ?? '';

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
      const checked = await linesToAdd(ctx, args.lines, ['lines'], tokenOf(args));
      return changeIf(ctx, info, args, checked, (lines) => ({ kind: 'add_lines', lines }));
    },
  }),
  cartLinesUpdate: t.field({
    type: payload.linesUpdate,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), lines: t.arg({ type: [CartLineUpdateInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const read = await readCart(ctx, String(args.cartId));
      if (!read) return refusedPayload(noSuchCart());
      const known = read.answer.ok ? read.answer.cart.lines : [];
      const variants = new Map(known.map((line) => [line.id, line.variantId]));
      const checked = await linesToUpdate(ctx, read.address.token, args.lines, variants);
      return changeIf(ctx, info, args, checked, (lines) => ({ kind: 'update_lines', lines }));
    },
  }),
  cartLinesRemove: t.field({
    type: payload.linesRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), lineIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx, info) => {
      const token = tokenOf(args);
      const lineIds = args.lineIds.map((id) => parseInnerGid('CartLine', token, String(id)) ?? -1);
      return change(ctx, info, args, { kind: 'remove_lines', lineIds });
    },
  }),
  cartNoteUpdate: t.field({
    type: payload.note,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), note: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx, info) => change(ctx, info, args, { kind: 'set_note', note: args.note }),
  }),
  cartTaxNumberUpdate: t.field({
    type: payload.taxNumber,
    nullable: true,
    description: 'Says that a business buys: its VAT number is checked with the register and kept. Null takes it away.',
    args: { cartId: t.arg.id({ required: true }), taxNumber: t.arg.string() },
    resolve: async (_root, args, ctx, info) => {
      const checked = await checkedTaxNumber(ctx, args.taxNumber ?? '');
      return changeIf(ctx, info, args, checked, (taxNumber) => ({ kind: 'set_tax_number', taxNumber }));
    },
  }),
  cartAttributesUpdate: t.field({
    type: payload.attributes,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), attributes: t.arg({ type: [AttributeInput], required: true }) },
    resolve: (_root, args, ctx, info) =>
      change(ctx, info, args, { kind: 'set_attributes', attributes: attributesOf(args.attributes) }),
  }),
  cartBuyerIdentityUpdate: t.field({
    type: payload.buyer,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      buyerIdentity: t.arg({ type: CartBuyerIdentityInput, required: true }),
    },
    resolve: (_root, args, ctx, info) =>
      change(ctx, info, args, { kind: 'set_buyer', buyer: buyerChange(args.buyerIdentity) }),
  }),
  cartDiscountCodesUpdate: t.field({
    type: payload.codes,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), discountCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx, info) =>
      change(ctx, info, args, { kind: 'set_discount_codes', codes: args.discountCodes }, true),
  }),
}));

builder.mutationFields((t) => ({
  cartDeliveryAddressesAdd: t.field({
    type: payload.addressesAdd,
    nullable: true,
    args: {
      cartId: t.arg.id({ required: true }),
      addresses: t.arg({ type: [CartSelectableAddressInput], required: true }),
    },
    resolve: (_root, args, ctx, info) => {
      const checked = addressesToAdd(args.addresses, ['addresses']);
      return changeIf(ctx, info, args, checked, (addresses) => ({ kind: 'add_addresses', addresses }));
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
      const checked = addressesToAdd(args.addresses, ['addresses']);
      return changeIf(ctx, info, args, checked, (addresses) => ({ kind: 'replace_addresses', addresses }));
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
      const checked = addressesToUpdate(tokenOf(args), args.addresses);
      return changeIf(ctx, info, args, checked, (addresses) => ({ kind: 'update_addresses', addresses }));
    },
  }),
  cartDeliveryAddressesRemove: t.field({
    type: payload.addressesRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), addressIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx, info) => {
      const token = tokenOf(args);
      const addressIds = args.addressIds.map((id) => parseInnerGid('CartSelectableAddress', token, String(id)) ?? -1);
      return change(ctx, info, args, { kind: 'remove_addresses', addressIds });
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
      return change(ctx, info, args, { kind: 'set_billing_address', address });
    },
  }),
}));

/** Why a way of delivery cannot be chosen; null: it can. */
async function choiceProblem(ctx: ShopContext, view: CartView, handle: string): Promise<string | null> {
  const option = chosenOption(view.priced.options, handle);
  if (!option) {
    const needsWindow = view.priced.options.some((one) => one.local && one.handle === handle);
    return needsWindow ? 'Choose one of the delivery windows.' : 'This delivery is not offered.';
  }
  if (!option.window || !option.local) return null;
  const [offered] = await offeredWindows(ctx.deps.deliveryBookings, {
    code: option.code,
    local: { ...option.local, windows: [option.window] },
  });
  return offered && offered.left > 0 ? null : 'This delivery window is full; choose another one.';
}

/**
 * Chooses among what is offered at this moment. Problems in order: unknown cart, unknown group, no group yet, unknown option, no window chosen, a window
 * that is full.
 */
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
    const problem = await choiceProblem(ctx, view, chosen.deliveryOptionHandle);
    if (problem !== null)
      return refusedChange(ctx, cartId, [
        refusal('INVALID_DELIVERY_OPTION', [...field, 'deliveryOptionHandle'], problem),
      ]);
    commands.push({ kind: 'select_delivery', handle: chosen.deliveryOptionHandle });
  }
  return changeCart(ctx, info, cartId, args, commands);
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
    resolve: (_root, args, ctx, info) => change(ctx, info, args, { kind: 'remove_personal_data' }),
  }),
  cartGiftCardCodesUpdate: t.field({
    type: payload.giftCardsUpdate,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), giftCardCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx, info) => setGiftCards(ctx, info, args, () => []),
  }),
  cartGiftCardCodesAdd: t.field({
    type: payload.giftCardsAdd,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), giftCardCodes: t.arg.stringList({ required: true }) },
    resolve: (_root, args, ctx, info) => setGiftCards(ctx, info, args, (known) => known),
  }),
  cartGiftCardCodesRemove: t.field({
    type: payload.giftCardsRemove,
    nullable: true,
    args: { cartId: t.arg.id({ required: true }), appliedGiftCardIds: t.arg.idList({ required: true }) },
    resolve: (_root, args, ctx, info) => removeGiftCards(ctx, info, args),
  }),
}));
