import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { products, variants } from './catalogue.ts';
import { identity, minorUnits, moment, ref } from './columns.ts';
import { warehouses } from './stock.ts';

export const customers = pgTable(
  'customers',
  {
    id: identity(),
    /** Lower case. */
    email: text('email').notNull(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    phone: text('phone'),
    locale: text('locale'),
    acceptsMarketing: boolean('accepts_marketing').notNull().default(false),
    /** Lower case; promotions for a group of customers go by them. */
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('customers_email').on(t.email),
    check('customers_email_lower', sql`${t.email} = lower(${t.email})`),
  ],
);

/** A postal address in the Storefront API's MailingAddress fields. */
export interface PostalAddress {
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
  address1: string;
  address2?: string | undefined;
  city: string;
  provinceCode?: string | undefined;
  zip?: string | undefined;
  /** ISO 3166 alpha-2. */
  countryCode: string;
  phone?: string | undefined;
}

export const addresses = pgTable(
  'addresses',
  {
    id: identity(),
    customerId: ref('customer_id')
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    address: jsonb('address').$type<PostalAddress>().notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [index('addresses_customer').on(t.customerId)],
);

/** What is needed to bring an abandoned cart back; the cart itself lives in its Checkout object. */
export const cartRecovery = pgTable(
  'cart_recovery',
  {
    cartToken: text('cart_token').primaryKey(),
    email: text('email'),
    locale: text('locale').notNull(),
    country: char('country', { length: 2 }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    totalMinor: minorUnits('total_minor').notNull(),
    lines: jsonb('lines').$type<{ variantId: number; quantity: number; title: string }[]>().notNull(),
    recoveryUrl: text('recovery_url').notNull(),
    updatedAt: moment('updated_at').notNull(),
    completedAt: moment('completed_at'),
    mailedAt: moment('mailed_at'),
  },
  (t) => [index('cart_recovery_due').on(t.updatedAt)],
);

export const orderFinancialStatus = pgEnum('order_financial_status', [
  'pending',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
]);
export const orderFulfilmentStatus = pgEnum('order_fulfilment_status', [
  'unfulfilled',
  'partially_fulfilled',
  'fulfilled',
]);

export const orders = pgTable(
  'orders',
  {
    /** Given by the Checkout object before the order is written, so that a retry writes the same row. */
    id: bigint('id', { mode: 'number' }).primaryKey(),
    /** Consecutive number shown to people: #1001. */
    number: bigint('number', { mode: 'number' }).notNull().generatedAlwaysAsIdentity({ startWith: 1001 }),
    cartToken: text('cart_token').notNull(),
    /** Secret part of the order's status page, readable without an account. */
    statusKey: text('status_key').notNull(),
    customerId: ref('customer_id').references(() => customers.id),
    email: text('email').notNull(),
    phone: text('phone'),
    locale: text('locale').notNull(),
    country: char('country', { length: 2 }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    subtotalMinor: minorUnits('subtotal_minor').notNull(),
    discountMinor: minorUnits('discount_minor').notNull().default(0),
    shippingMinor: minorUnits('shipping_minor').notNull(),
    taxMinor: minorUnits('tax_minor').notNull(),
    taxIncluded: boolean('tax_included').notNull(),
    totalMinor: minorUnits('total_minor').notNull(),
    refundedMinor: minorUnits('refunded_minor').notNull().default(0),
    /** What the currency was worth in the shop's own (Exchange in commerce/currency/exchange.ts); null: no rate was known. */
    exchange: jsonb('exchange').$type<Record<string, unknown>>(),
    /** The total in the shop's currency at that rate; null: no rate was known. */
    baseTotalMinor: minorUnits('base_total_minor'),
    discountCodes: text('discount_codes').array().notNull().default(sql`'{}'::text[]`),
    shippingAddress: jsonb('shipping_address').$type<PostalAddress>(),
    billingAddress: jsonb('billing_address').$type<PostalAddress>(),
    shippingMethodCode: text('shipping_method_code'),
    shippingMethodTitle: text('shipping_method_title'),
    promisedFrom: moment('promised_from'),
    promisedTo: moment('promised_to'),
    /** Parcel, counter or van, and the hours that were chosen (DraftDelivery in commerce/checkout/order-draft.ts); null: as before there was a choice. */
    delivery: jsonb('delivery').$type<Record<string, unknown>>(),
    /** Since when it waits at the counter; null: it does not (yet). */
    readyAt: moment('ready_at'),
    note: text('note'),
    attributes: jsonb('attributes').$type<{ key: string; value: string }[]>().notNull().default([]),
    /** Why it leaves from these warehouses (RouteRecord in commerce/routing/route-order.ts); null where nothing is shipped, or before routing. */
    routing: jsonb('routing').$type<Record<string, unknown>>(),
    financialStatus: orderFinancialStatus('financial_status').notNull(),
    fulfilmentStatus: orderFulfilmentStatus('fulfilment_status').notNull().default('unfulfilled'),
    cancelledAt: moment('cancelled_at'),
    cancelReason: text('cancel_reason'),
    placedAt: moment('placed_at').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('orders_number').on(t.number),
    uniqueIndex('orders_cart').on(t.cartToken),
    index('orders_placed').on(t.placedAt),
    index('orders_customer').on(t.customerId),
    index('orders_email').on(t.email),
    index('orders_open').on(t.fulfilmentStatus, t.placedAt),
    index('orders_financial').on(t.financialStatus, t.placedAt),
    index('orders_cancelled').on(t.placedAt).where(sql`${t.cancelledAt} is not null`),
    check(
      'orders_total_sums',
      sql`${t.totalMinor} = ${t.subtotalMinor} - ${t.discountMinor} + ${t.shippingMinor} + case when ${t.taxIncluded} then 0 else ${t.taxMinor} end`,
    ),
    check('orders_refund_within', sql`${t.refundedMinor} between 0 and ${t.totalMinor}`),
  ],
);

export const orderLines = pgTable(
  'order_lines',
  {
    id: bigint('id', { mode: 'number' }).primaryKey(),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    variantId: ref('variant_id').references(() => variants.id, { onDelete: 'set null' }),
    productId: ref('product_id').references(() => products.id, { onDelete: 'set null' }),
    position: integer('position').notNull(),
    sku: text('sku'),
    title: text('title').notNull(),
    variantTitle: text('variant_title'),
    imageUrl: text('image_url'),
    quantity: integer('quantity').notNull(),
    unitPriceMinor: minorUnits('unit_price_minor').notNull(),
    discountMinor: minorUnits('discount_minor').notNull().default(0),
    taxMinor: minorUnits('tax_minor').notNull().default(0),
    /** To two decimals. */
    taxRateBps: doublePrecision('tax_rate_bps').notNull().default(0),
    /** quantity x unit price - discount. */
    totalMinor: minorUnits('total_minor').notNull(),
    /** Which warehouse gives how many, as committed in the SKU's object. */
    allocations: jsonb('allocations').$type<{ warehouseId: number; quantity: number }[]>().notNull(),
    fulfilledQuantity: integer('fulfilled_quantity').notNull().default(0),
    refundedQuantity: integer('refunded_quantity').notNull().default(0),
    /** Those of the refunded units that had not been shipped and never will be. */
    cancelledQuantity: integer('cancelled_quantity').notNull().default(0),
    requiresShipping: boolean('requires_shipping').notNull().default(true),
    attributes: jsonb('attributes').$type<{ key: string; value: string }[]>().notNull().default([]),
  },
  (t) => [
    uniqueIndex('order_lines_place').on(t.orderId, t.position),
    index('order_lines_variant').on(t.variantId),
    index('order_lines_product').on(t.productId),
    check(
      'order_lines_quantity',
      sql`${t.quantity} > 0 and ${t.fulfilledQuantity} between 0 and ${t.quantity} and ${t.refundedQuantity} between 0 and ${t.quantity}`,
    ),
    check(
      'order_lines_cancelled',
      sql`${t.cancelledQuantity} between 0 and ${t.refundedQuantity} and ${t.fulfilledQuantity} + ${t.cancelledQuantity} <= ${t.quantity}`,
    ),
    check('order_lines_total', sql`${t.totalMinor} = ${t.quantity} * ${t.unitPriceMinor} - ${t.discountMinor}`),
  ],
);

export const paymentStatus = pgEnum('payment_status', ['authorized', 'captured', 'failed', 'cancelled']);

export const payments = pgTable(
  'payments',
  {
    id: identity(),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    provider: text('provider').notNull(),
    /** The provider's id, such as Stripe's pi_...; unique so that a replay adds nothing. */
    providerReference: text('provider_reference').notNull(),
    status: paymentStatus('status').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    cardBrand: text('card_brand'),
    cardLast4: text('card_last4'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('payments_reference').on(t.provider, t.providerReference),
    index('payments_order').on(t.orderId),
    check('payments_positive', sql`${t.amountMinor} >= 0`),
  ],
);

/** Units a refund takes of a line and what they do to stock, as `planRefund` decided. */
export interface RefundedLine {
  orderLineId: number;
  quantity: number;
  restock: boolean;
  /** Missing in refunds of before units were decided when a refund begins. */
  cancelled?: number;
  moves?: readonly {
    readonly kind: 'free' | 'write_off' | 'bring_back';
    readonly warehouseId: number;
    readonly quantity: number;
  }[];
}

export const refundStatus = pgEnum('refund_status', ['pending', 'succeeded', 'failed']);

export const refunds = pgTable(
  'refunds',
  {
    id: identity(),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    paymentId: ref('payment_id').references(() => payments.id),
    /** The staff call's idempotency key; also sent to the provider. */
    idempotencyKey: text('idempotency_key').notNull(),
    providerReference: text('provider_reference'),
    status: refundStatus('status').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    /** In the shop's currency at the order's rate, so that refunds of the whole order sum to its base total; null: no rate was known. */
    baseAmountMinor: minorUnits('base_amount_minor'),
    reason: text('reason'),
    lines: jsonb('lines').$type<RefundedLine[]>().notNull().default([]),
    /** What goes back to which payment; empty: all of it to `payment_id`. */
    parts: jsonb('parts').$type<{ paymentId: number; amountMinor: number }[]>().notNull().default([]),
    actor: text('actor').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('refunds_key').on(t.idempotencyKey),
    index('refunds_order').on(t.orderId),
    index('refunds_payment').on(t.paymentId),
    index('refunds_unsettled').on(t.createdAt).where(sql`${t.status} = 'pending'`),
    check('refunds_positive', sql`${t.amountMinor} >= 0`),
  ],
);

export const fulfilments = pgTable(
  'fulfilments',
  {
    id: identity(),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    warehouseId: ref('warehouse_id')
      .notNull()
      .references(() => warehouses.id),
    idempotencyKey: text('idempotency_key').notNull(),
    trackingCompany: text('tracking_company'),
    trackingNumber: text('tracking_number'),
    trackingUrl: text('tracking_url'),
    lines: jsonb('lines').$type<{ orderLineId: number; quantity: number }[]>().notNull(),
    actor: text('actor').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('fulfilments_key').on(t.idempotencyKey),
    index('fulfilments_order').on(t.orderId),
    index('fulfilments_warehouse').on(t.warehouseId),
  ],
);
