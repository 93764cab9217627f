import { brandWithType } from '@pothos/core';
import { deliveryAddressOf } from '../../../../commerce/cart/cart-state.ts';
import type { MetafieldRecord } from '../../../ports/catalogue.ts';
import type { CartView } from '../../../services/cart-view.ts';
import { cutPage } from '../../paging.ts';
import { sha256 } from '../../sha256.ts';
import { builder } from '../builder.ts';
import { HasMetafields } from '../catalogue/metafields.ts';
import { Attribute } from '../common/attribute.ts';
import { connectionOf } from '../common/connection.ts';
import { Node } from '../common/node.ts';
import { marketPath } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { CartDeliveryGroup, type GroupOf } from '../delivery/options.ts';
import { AppliedGiftCard } from './applied-gift-card.ts';
import { cartGid, parseCartGid } from './cart-id.ts';
import { loadView } from './load.ts';
import {
  BaseCartLineConnection,
  CartBuyerIdentity,
  CartCost,
  CartDelivery,
  CartDiscountAllocation,
  CartDiscountCode,
  CartEstimatedCost,
  cartAllocations,
  type LineOf,
  linesOf,
} from './parts.ts';
import { PriceReasonType } from './price-reason.ts';

/** A cart as the schema sees it: the view, with its metafields where `HasMetafields` looks for them. */
export interface ShownCart extends CartView {
  readonly metafields: readonly MetafieldRecord[];
}

/** The schema's form of a cart. */
export function shown(view: CartView): ShownCart {
  const metafields = view.cart.metafields.map((one) => ({
    ...one,
    createdAt: new Date(one.createdAtMs).toISOString(),
    updatedAt: new Date(one.updatedAtMs).toISOString(),
    translations: {},
  }));
  return { ...view, metafields };
}

/** Public id of a cart with its secret. */
export const idOf = ({ cart, key }: CartView): string => cartGid({ token: cart.token, key });

/** Path of the checkout in the cart's market, without the origin. */
export const checkoutPath = ({ market }: CartView): string => `${marketPath(market.language, market.country)}/checkout`;

/** Where a browser goes on with the cart. */
export const checkoutUrl = (view: CartView, origin: string): string =>
  `${origin}${checkoutPath(view)}?cart=${encodeURIComponent(idOf(view))}`;

const groupsOf = (view: CartView): GroupOf[] => {
  const chosen = deliveryAddressOf(view.cart);
  return chosen && view.priced.requiresShipping && chosen.address.countryCode ? [{ view, chosen }] : [];
};

const CartDeliveryGroupConnection = connectionOf('CartDeliveryGroup', CartDeliveryGroup);

builder.objectField(CartDeliveryGroup, 'cartLines', (t) =>
  t.field({
    type: BaseCartLineConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
    },
    resolve: ({ view }, args) =>
      cutPage<LineOf>(
        linesOf(view).filter((line) => line.priced.requiresShipping),
        args,
        ({ line }) => line.id,
      ),
  }),
);

export const Cart = builder.objectRef<ShownCart>('Cart');
builder.objectType(Cart, {
  description: 'What a shopper means to buy, priced with today’s prices at every read.',
  interfaces: [HasMetafields, Node],
  fields: (t) => ({
    id: t.id({ description: 'Holds the cart’s secret: who has it can change the cart.', resolve: idOf }),
    checkoutUrl: t.field({ type: 'URL', resolve: (view, _args, ctx) => checkoutUrl(view, ctx.origin) }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ cart }) => new Date(cart.createdAtMs) }),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ cart }) => new Date(cart.updatedAtMs) }),
    totalQuantity: t.int({ resolve: ({ lines }) => lines.reduce((sum, { line }) => sum + line.quantity, 0) }),
    note: t.string({ nullable: true, resolve: ({ cart }) => cart.note }),
    attributes: t.field({ type: [Attribute], resolve: ({ cart }) => [...cart.attributes] }),
    attribute: t.field({
      type: Attribute,
      nullable: true,
      args: { key: t.arg.string({ required: true }) },
      resolve: ({ cart }, { key }) => cart.attributes.find((one) => one.key === key) ?? null,
    }),
    buyerIdentity: t.field({ type: CartBuyerIdentity, resolve: ({ cart }) => cart.buyer }),
    cost: t.field({ type: CartCost, resolve: (view) => view }),
    estimatedCost: t.field({
      type: CartEstimatedCost,
      deprecationReason: 'Use `cost` instead.',
      resolve: (view) => view,
    }),
    lines: t.field({
      type: BaseCartLineConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
      },
      resolve: (view, args) => cutPage<LineOf>(linesOf(view), args, ({ line }) => line.id),
    }),
    delivery: t.field({ type: CartDelivery, resolve: (view) => view }),
    deliveryGroups: t.field({
      type: CartDeliveryGroupConnection,
      args: {
        first: t.arg.int(),
        after: t.arg.string(),
        last: t.arg.int(),
        before: t.arg.string(),
        reverse: t.arg.boolean({ defaultValue: false }),
        withCarrierRates: t.arg.boolean({ defaultValue: false }),
      },
      resolve: (view, args) => cutPage<GroupOf>(groupsOf(view), args, () => 1),
    }),
    discountCodes: t.field({ type: [CartDiscountCode], resolve: ({ priced }) => [...priced.codes] }),
    discountAllocations: t.field({ type: [CartDiscountAllocation], resolve: cartAllocations }),
    appliedGiftCards: t.field({
      type: [AppliedGiftCard],
      description: 'Gift cards that pay, in the order they do.',
      resolve: (view) => view.tenders.map((tender) => ({ tender, view })),
    }),
    priceReasons: t.field({
      type: [PriceReasonType],
      description: 'Why the price is what it is: every promotion and code that was looked at, and what came of it.',
      resolve: (view) => view.priced.reasons.map((reason) => ({ reason, view })),
    }),
  }),
});

/** A cart by its public id; null when there is none, the secret is wrong, or it was ordered. */
export async function cartByGid(gid: string, ctx: ShopContext): Promise<ShownCart | null> {
  const address = parseCartGid(gid);
  if (!address) return null;
  const answer = await ctx.env.CHECKOUT.getByName(address.token).read(sha256(address.key));
  return answer.ok ? shown(await loadView(ctx, answer.cart, address.key)) : null;
}

/** The same for `node(id:)`, which tells types apart by their brand. */
export async function cartNode(gid: string, ctx: ShopContext): Promise<object | null> {
  const cart = await cartByGid(gid, ctx);
  if (cart) brandWithType(cart, Cart);
  return cart;
}

builder.queryField('cart', (t) =>
  t.field({
    type: Cart,
    nullable: true,
    description: 'A cart by the id that was given when it was made; null once it was ordered.',
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, ctx) => cartByGid(String(args.id), ctx),
  }),
);
