import { brandWithType } from '@pothos/core';
import type { CartAddress } from '../../../../commerce/cart/cart-state.ts';
import { type Money, money } from '../../../../commerce/money/money.ts';
import type { FulfilmentRecord, OrderLineRecord, RecordedAddress } from '../../../ports/orders.ts';
import { readOrder, type ShownOrder } from '../../../services/read-order.ts';
import { parseGid, toGid } from '../../gid.ts';
import { cutPage } from '../../paging.ts';
import { builder } from '../builder.ts';
import type { VariantOf } from '../catalogue/choice.ts';
import { HasMetafields } from '../catalogue/metafields.ts';
import { ProductVariant } from '../catalogue/variant.ts';
import { Attribute } from '../common/attribute.ts';
import { connectionOf } from '../common/connection.ts';
import { CurrencyCode, currencyCode } from '../common/enums.ts';
import { MailingAddress, type MailingAddressRecord } from '../common/mailing-address.ts';
import { MoneyV2 } from '../common/money.ts';
import { Node } from '../common/node.ts';
import { marketPath } from '../common/translate.ts';
import type { ShopContext } from '../context.ts';
import { deliveredOrder, OrderDelivery } from '../delivery/order-delivery.ts';
import { statusKeyCart } from './cart-id.ts';
import { loadProducts } from './load.ts';

const OrderCancelReason = builder.enumType('OrderCancelReason', {
  description: 'Why an order was cancelled.',
  values: ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'OTHER', 'STAFF'] as const,
});
const OrderFinancialStatus = builder.enumType('OrderFinancialStatus', {
  description: 'Where an order’s money is.',
  values: ['AUTHORIZED', 'PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'PENDING', 'REFUNDED', 'VOIDED'] as const,
});
const OrderFulfillmentStatus = builder.enumType('OrderFulfillmentStatus', {
  description: 'Where an order’s goods are.',
  values: [
    'FULFILLED',
    'IN_PROGRESS',
    'ON_HOLD',
    'OPEN',
    'PARTIALLY_FULFILLED',
    'PENDING_FULFILLMENT',
    'RESTOCKED',
    'SCHEDULED',
    'UNFULFILLED',
  ] as const,
});

const FINANCIAL = {
  pending: 'PENDING',
  authorized: 'AUTHORIZED',
  paid: 'PAID',
  partially_refunded: 'PARTIALLY_REFUNDED',
  refunded: 'REFUNDED',
  voided: 'VOIDED',
} as const;
const FULFILMENT = {
  unfulfilled: 'UNFULFILLED',
  partially_fulfilled: 'PARTIALLY_FULFILLED',
  fulfilled: 'FULFILLED',
} as const;
const CANCEL_REASONS = ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'STAFF'] as const;

interface LineOfOrder {
  readonly line: OrderLineRecord;
  readonly order: ShownOrder;
}

async function variantOf({ line }: LineOfOrder, ctx: ShopContext): Promise<VariantOf | null> {
  if (line.productId === null) return null;
  const product = (await loadProducts(ctx, [line.productId])).get(line.productId);
  const variant = product?.variants.find((one) => one.id === line.variantId);
  return product && variant ? { product, variant } : null;
}

const OrderLineItem = builder.objectRef<LineOfOrder>('OrderLineItem').implement({
  description: 'One line of an order, by the name and price it was sold at.',
  fields: (t) => ({
    title: t.string({ resolve: ({ line }) => line.title }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    currentQuantity: t.int({ resolve: ({ line }) => line.quantity - line.refundedQuantity }),
    originalTotalPrice: t.field({
      type: MoneyV2,
      resolve: ({ line, order }) => money(line.quantity * line.unitPriceMinor, order.currency),
    }),
    discountedTotalPrice: t.field({
      type: MoneyV2,
      resolve: ({ line, order }) => money(line.totalMinor, order.currency),
    }),
    customAttributes: t.field({ type: [Attribute], resolve: ({ line }) => [...line.attributes] }),
    variant: t.field({ type: ProductVariant, nullable: true, resolve: (one, _args, ctx) => variantOf(one, ctx) }),
  }),
});
const OrderLineItemConnection = connectionOf('OrderLineItem', OrderLineItem);

const FulfillmentTrackingInfo = builder.objectRef<FulfilmentRecord>('FulfillmentTrackingInfo').implement({
  description: 'Where a parcel can be followed.',
  fields: (t) => ({
    number: t.string({ nullable: true, resolve: ({ trackingNumber }) => trackingNumber }),
    url: t.field({ type: 'URL', nullable: true, resolve: ({ trackingUrl }) => trackingUrl }),
  }),
});
const Fulfillment = builder.objectRef<FulfilmentRecord>('Fulfillment').implement({
  description: 'A parcel of an order.',
  fields: (t) => ({
    trackingCompany: t.string({ nullable: true, resolve: ({ trackingCompany }) => trackingCompany }),
    trackingInfo: t.field({
      type: [FulfillmentTrackingInfo],
      args: { first: t.arg.int() },
      resolve: (one) => (one.trackingNumber === null && one.trackingUrl === null ? [] : [one]),
    }),
  }),
});

const addressOf = (order: ShownOrder, kind: 'shipping' | 'billing'): MailingAddressRecord | null => {
  const recorded: RecordedAddress | null = kind === 'shipping' ? order.shippingAddress : order.billingAddress;
  if (!recorded) return null;
  const { firstName, lastName, company, address1, address2, city, provinceCode, zip, countryCode, phone } = recorded;
  const address: CartAddress = {
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    company: company ?? null,
    address1,
    address2: address2 ?? null,
    city,
    provinceCode: provinceCode ?? null,
    zip: zip ?? null,
    countryCode,
    phone: phone ?? null,
  };
  return { id: toGid('MailingAddress', `${order.id}-${kind}`), address };
};

const of = (order: ShownOrder, amountMinor: number): Money => money(amountMinor, order.currency);

/** The order's page, readable by who has the address. */
export const statusUrl = (order: ShownOrder, origin: string): string =>
  `${origin}${marketPath(order.locale, order.country)}/orders/${order.id}?key=${order.statusKey}`;

export const Order = builder.objectRef<ShownOrder & { readonly metafields: readonly [] }>('Order');
builder.objectType(Order, {
  description: 'What a shopper bought. Shown to whoever has its id and status key.',
  interfaces: [HasMetafields, Node],
  fields: (t) => {
    const price = (amount: (order: ShownOrder) => number) =>
      t.field({ type: MoneyV2, resolve: (order: ShownOrder) => of(order, amount(order)) });
    const oldPrice = (name: string, amount: (order: ShownOrder) => number) =>
      t.field({
        type: MoneyV2,
        deprecationReason: `Use \`${name}\` instead.`,
        resolve: (order: ShownOrder) => of(order, amount(order)),
      });
    const maybePrice = (amount: (order: ShownOrder) => number, deprecationReason?: string) =>
      t.field({
        type: MoneyV2,
        nullable: true,
        ...(deprecationReason !== undefined && { deprecationReason }),
        resolve: (order: ShownOrder) => of(order, amount(order)),
      });
    return {
      id: t.id({ resolve: ({ id }) => toGid('Order', id) }),
      // A number is given by the records; until then the order has none, and says so.
      name: t.string({ resolve: ({ number }) => (number === null ? '#…' : `#${number}`) }),
      orderNumber: t.int({ resolve: ({ number }) => number ?? 0 }),
      email: t.exposeString('email', { nullable: true }),
      phone: t.exposeString('phone', { nullable: true }),
      customerLocale: t.string({ nullable: true, resolve: ({ locale }) => locale }),
      customerUrl: t.field({ type: 'URL', nullable: true, resolve: () => null }),
      statusUrl: t.field({ type: 'URL', resolve: (order, _args, ctx) => statusUrl(order, ctx.origin) }),
      processedAt: t.field({ type: 'DateTime', resolve: ({ placedAtMs }) => new Date(placedAtMs) }),
      canceledAt: t.field({
        type: 'DateTime',
        nullable: true,
        resolve: ({ cancelledAtMs }) => (cancelledAtMs === null ? null : new Date(cancelledAtMs)),
      }),
      cancelReason: t.field({
        type: OrderCancelReason,
        nullable: true,
        resolve: ({ cancelledAtMs, cancelReason }) =>
          cancelledAtMs === null
            ? null
            : (CANCEL_REASONS.find((one) => one === cancelReason?.toUpperCase()) ?? 'OTHER'),
      }),
      financialStatus: t.field({
        type: OrderFinancialStatus,
        nullable: true,
        resolve: ({ financialStatus }) => FINANCIAL[financialStatus],
      }),
      fulfillmentStatus: t.field({
        type: OrderFulfillmentStatus,
        resolve: ({ fulfilmentStatus }) => FULFILMENT[fulfilmentStatus],
      }),
      currencyCode: t.field({ type: CurrencyCode, resolve: ({ currency }) => currencyCode(currency) }),
      edited: t.boolean({ resolve: () => false }),
      customAttributes: t.field({ type: [Attribute], resolve: ({ attributes }) => [...attributes] }),
      subtotalPrice: maybePrice((order) => order.subtotalMinor - order.discountMinor),
      subtotalPriceV2: maybePrice((order) => order.subtotalMinor - order.discountMinor, 'Use `subtotalPrice` instead.'),
      totalPrice: price((order) => order.totalMinor),
      totalPriceV2: oldPrice('totalPrice', (order) => order.totalMinor),
      originalTotalPrice: price((order) => order.totalMinor),
      totalShippingPrice: price((order) => order.shippingMinor),
      totalShippingPriceV2: oldPrice('totalShippingPrice', (order) => order.shippingMinor),
      totalTax: maybePrice((order) => order.taxMinor),
      totalTaxV2: maybePrice((order) => order.taxMinor, 'Use `totalTax` instead.'),
      totalRefunded: price((order) => order.refundedMinor),
      totalRefundedV2: oldPrice('totalRefunded', (order) => order.refundedMinor),
      currentSubtotalPrice: price((order) => order.subtotalMinor - order.discountMinor),
      currentTotalPrice: price((order) => order.totalMinor - order.refundedMinor),
      currentTotalShippingPrice: price((order) => order.shippingMinor),
      currentTotalTax: price((order) => order.taxMinor),
      currentTotalDuties: t.field({ type: MoneyV2, nullable: true, resolve: () => null }),
      originalTotalDuties: t.field({ type: MoneyV2, nullable: true, resolve: () => null }),
      shippingAddress: t.field({
        type: MailingAddress,
        nullable: true,
        resolve: (order) => addressOf(order, 'shipping'),
      }),
      delivery: t.field({
        type: OrderDelivery,
        nullable: true,
        description: 'How it reaches the shopper. An addition to the Storefront API.',
        resolve: (order) => deliveredOrder(order),
      }),
      billingAddress: t.field({
        type: MailingAddress,
        nullable: true,
        resolve: (order) => addressOf(order, 'billing'),
      }),
      lineItems: t.field({
        type: OrderLineItemConnection,
        args: {
          first: t.arg.int(),
          after: t.arg.string(),
          last: t.arg.int(),
          before: t.arg.string(),
          reverse: t.arg.boolean({ defaultValue: false }),
        },
        resolve: (order, args) =>
          cutPage<LineOfOrder>(
            order.lines.map((line) => ({ line, order })),
            args,
            ({ line }) => line.id,
          ),
      }),
      successfulFulfillments: t.field({
        type: [Fulfillment],
        nullable: true,
        args: { first: t.arg.int() },
        resolve: ({ fulfilments }, { first }) => fulfilments.slice(0, first ?? fulfilments.length),
      }),
    };
  },
});

/** An order for whoever knows its id and status key; null for anybody else. */
async function orderFor(gid: string, key: string, ctx: ShopContext): Promise<typeof Order.$inferType | null> {
  const parsed = parseGid(gid);
  const cartToken = statusKeyCart(key);
  if (parsed?.type !== 'Order' || !/^\d{1,15}$/.test(parsed.id) || cartToken === null) return null;
  const askObject = (statusKey: string) => ctx.env.CHECKOUT.getByName(cartToken).order(statusKey);
  const order = await readOrder(ctx.deps.orders, async (statusKey) => askObject(statusKey), Number(parsed.id), key);
  return order ? { ...order, metafields: [] } : null;
}

/** `node(id:)` for `gid://shopify/Order/NUMBER?key=SECRET`. */
export async function orderNode(gid: string, ctx: ShopContext): Promise<object | null> {
  const order = await orderFor(gid, parseGid(gid)?.query.get('key') ?? '', ctx);
  if (order) brandWithType(order, Order);
  return order;
}

builder.queryField('orderByStatusKey', (t) =>
  t.field({
    type: Order,
    nullable: true,
    description:
      'An order by its id and the key of its status page, without an account. An addition to the Storefront API.',
    args: { id: t.arg.id({ required: true }), key: t.arg.string({ required: true }) },
    resolve: (_root, args, ctx) => orderFor(String(args.id), args.key, ctx),
  }),
);
