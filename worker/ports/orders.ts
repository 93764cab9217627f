import type { DraftDelivery } from '../../commerce/checkout/order-draft.ts';
import type { Exchange } from '../../commerce/currency/exchange.ts';
import type { OrderFacts, OrderLineFacts } from '../../commerce/orders/order-facts.ts';
import type { RefundPart } from '../../commerce/orders/refund-parts.ts';
import type { RefundLine } from '../../commerce/orders/refunds.ts';
import type { RouteRecord } from '../../commerce/routing/route-order.ts';

/** Postal address as recorded with an order. */
export interface RecordedAddress {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly company?: string | undefined;
  readonly address1: string;
  readonly address2?: string | undefined;
  readonly city: string;
  readonly provinceCode?: string | undefined;
  readonly zip?: string | undefined;
  readonly countryCode: string;
  readonly phone?: string | undefined;
}

export type FinancialStatus = 'pending' | 'authorized' | 'paid' | 'partially_refunded' | 'refunded' | 'voided';
export type FulfilmentStatus = 'unfulfilled' | 'partially_fulfilled' | 'fulfilled';

/** One line of a recorded order. */
export interface OrderLineRecord extends OrderLineFacts {
  readonly productId: number | null;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  /** Missing: not known, such as in lines of before. */
  readonly taxRateBps?: number;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export interface PaymentRecord {
  readonly id: number;
  readonly provider: string;
  readonly providerReference: string;
  readonly status: 'authorized' | 'captured' | 'failed' | 'cancelled';
  readonly amountMinor: number;
  readonly currency: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly createdAtMs: number;
}

export interface RefundRecord {
  readonly id: number;
  /** `pending` without `providerReference`: begun, not known to be accepted; with it: the provider or the bank is at it. */
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly amountMinor: number;
  readonly currency: string;
  /** In the shop's currency at the order's rate; null: no rate was known. */
  readonly baseAmountMinor: number | null;
  readonly reason: string | null;
  readonly providerReference: string | null;
  readonly idempotencyKey: string;
  readonly lines: readonly RefundLine[];
  /** What goes back to which payment; empty in refunds of before there were several. */
  readonly parts: readonly RefundPart[];
  readonly actor: string;
  readonly createdAtMs: number;
}

export interface FulfilmentRecord {
  readonly id: number;
  readonly warehouseId: number;
  readonly trackingCompany: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
  readonly actor: string;
  readonly createdAtMs: number;
}

/** An order with everything that happened to it. Amounts are minor units of `currency`. */
export interface OrderRecord extends OrderFacts {
  readonly number: number;
  readonly statusKey: string;
  readonly email: string;
  readonly phone: string | null;
  readonly locale: string;
  readonly country: string;
  readonly customerId: number | null;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  /** What the currency was worth in the shop's own; null: no rate was known. */
  readonly exchange: Exchange | null;
  /** The total in the shop's currency at that rate. */
  readonly baseTotalMinor: number | null;
  readonly discountCodes: readonly string[];
  readonly shippingAddress: RecordedAddress | null;
  readonly billingAddress: RecordedAddress | null;
  readonly shippingMethodTitle: string | null;
  readonly promisedFromMs: number | null;
  readonly promisedToMs: number | null;
  /** Parcel, counter or van; null where nothing is delivered, and in orders of before. */
  readonly delivery: DraftDelivery | null;
  /** Since when it waits to be collected; null: it does not (yet). */
  readonly readyAtMs: number | null;
  readonly note: string | null;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
  /** Why it leaves from where it leaves; null where nothing is shipped, or before orders were routed. */
  readonly routing: RouteRecord | null;
  readonly financialStatus: FinancialStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly cancelledAtMs: number | null;
  readonly cancelReason: string | null;
  readonly placedAtMs: number;
  readonly updatedAtMs: number;
  readonly lines: readonly OrderLineRecord[];
  readonly fulfilments: readonly FulfilmentRecord[];
  readonly payments: readonly PaymentRecord[];
  readonly refunds: readonly RefundRecord[];
}

/** Filters of an order list; all given ones must hold. */
export interface OrderFilter {
  readonly financialStatus?: FinancialStatus | undefined;
  readonly fulfilmentStatus?: FulfilmentStatus | undefined;
  readonly isCancelled?: boolean | undefined;
  /** Exact, lower case. */
  readonly email?: string | undefined;
  readonly number?: number | undefined;
  readonly placedFromMs?: number | undefined;
  readonly placedBeforeMs?: number | undefined;
}

/** Order list page, newest or oldest first by placing time. */
export interface OrderListQuery {
  readonly filter: OrderFilter;
  readonly newestFirst: boolean;
  /** 1..250. */
  readonly limit: number;
  readonly after: { readonly placedAtMs: number; readonly id: number } | null;
}

export interface OrderPage {
  readonly orders: readonly OrderRecord[];
  readonly hasNextPage: boolean;
}

/** Something that happened to an order, for its timeline. */
export interface OrderEvent {
  readonly sequence: number;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly occurredAtMs: number;
}

export interface ShipmentRecord {
  readonly orderId: number;
  readonly warehouseId: number;
  readonly idempotencyKey: string;
  readonly trackingCompany: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly lines: readonly { readonly orderLineId: number; readonly quantity: number }[];
  readonly actor: string;
  readonly notify: boolean;
}

export interface RefundBeginning {
  readonly orderId: number;
  readonly paymentId: number | null;
  readonly idempotencyKey: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly lines: readonly RefundLine[];
  readonly parts: readonly RefundPart[];
  readonly actor: string;
}

/** `conflict`: another staff member's act came first and this one no longer fits; load the order again. */
export type OrderWrite =
  | { readonly ok: true; readonly id: number; readonly isReplay: boolean }
  | { readonly ok: false; readonly reason: 'conflict' | 'key_reused' };

/** How a refund ended. `message`: the provider's words. */
export type RefundEnd =
  | { readonly ok: true; readonly providerReference: string }
  | { readonly ok: false; readonly message: string };

/**
 * Refunds of recorded orders. A refund is begun, accepted by the provider, then settled; each step keeps the order's totals and its event in one
 * transaction. `failed` is final. A refund that fails before it was accepted gives amount and units back. One that fails later gives the
 * amount back only: what happened to the goods has happened.
 */
export interface RefundRecords {
  /** Reserves the amount and units of a refund before the provider is asked, so that two refunds never exceed the payment. */
  beginRefund(refund: RefundBeginning): Promise<OrderWrite>;
  /** The refund recorded under a key, if any. */
  findRefund(idempotencyKey: string): Promise<(RefundRecord & { readonly orderId: number }) | null>;
  /** The order a refund belongs to; null when there is no such refund. */
  orderOfRefund(refundId: number): Promise<number | null>;
  /** Writes down that the provider took a refund. False: it has failed meanwhile (or does not exist) and nothing may be done for it. */
  acceptRefund(refundId: number, providerReference: string): Promise<boolean>;
  /** Settles a refund. Settling twice changes nothing, nor does success after failure. */
  finishRefund(refundId: number, end: RefundEnd): Promise<void>;
  /** Refunds begun longer ago than this and not settled: the call to the provider may not have arrived, or the bank takes its time. */
  unsettledRefunds(begunBeforeMs: number): Promise<readonly { readonly orderId: number; readonly refundId: number }[]>;
}

/** Recorded orders: reads, and the writes that keep each act, its totals and its event in one transaction. */
export interface OrderRecords extends RefundRecords {
  /** Unknown ids are absent from the answer. */
  byIds(ids: readonly number[]): Promise<ReadonlyMap<number, OrderRecord>>;
  list(query: OrderListQuery): Promise<OrderPage>;
  count(filter: OrderFilter): Promise<number>;
  events(orderId: number): Promise<readonly OrderEvent[]>;
  /** Records a shipment. Same key and content: the same answer; same key for another order or content: key_reused. */
  ship(shipment: ShipmentRecord): Promise<OrderWrite>;
  /** Writes down, once, that all of an order waits to be collected, and tells the shopper; false: it waited already, or cannot be collected. */
  markReady(orderId: number, actor: string): Promise<boolean>;
  /** The shipment recorded under a key, if any. */
  findShipment(idempotencyKey: string): Promise<(FulfilmentRecord & { readonly orderId: number }) | null>;
  /** Marks an unshipped order cancelled; conflict when it already is, or something was shipped. */
  cancel(orderId: number, reason: string, actor: string): Promise<OrderWrite>;
}
