import type { AmountText } from './format.ts';

interface Money {
  readonly presentmentMoney: AmountText;
}
interface TwoMoneys extends Money {
  readonly shopMoney: AmountText;
}

/** Why an order leaves from where it leaves. */
export interface AdminOrderRouting {
  readonly headline: string;
  readonly wasFollowed: boolean;
  readonly total: AmountText;
  readonly criteria: readonly { readonly name: string; readonly amount: AmountText }[];
  readonly parcels: readonly {
    readonly location: { readonly id: string } | null;
    readonly mode: string;
    readonly arrivesOn: string;
    readonly explanation: string;
  }[];
  readonly alternatives: readonly { readonly explanation: string }[];
  readonly notes: readonly string[];
}

/** An order as its admin page asks for it. */
export interface AdminOrder {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly statusPageUrl: string;
  readonly displayFinancialStatus: string;
  readonly displayFulfillmentStatus: string;
  readonly taxesIncluded: boolean;
  readonly discountCodes: readonly string[];
  readonly shippingTitle: string | null;
  readonly subtotalPriceSet: Money;
  readonly totalDiscountsSet: Money;
  readonly totalShippingPriceSet: Money;
  readonly totalTaxSet: Money;
  readonly totalPriceSet: TwoMoneys;
  readonly totalRefundedSet: TwoMoneys;
  /** Null: no rate was known. */
  readonly exchange: {
    readonly baseCurrencyCode: string;
    readonly rate: string;
    readonly day: string;
    readonly source: string;
  } | null;
  readonly shippingAddress: {
    readonly name: string | null;
    readonly company: string | null;
    readonly address1: string | null;
    readonly address2: string | null;
    readonly zip: string | null;
    readonly city: string | null;
    readonly provinceCode: string | null;
    readonly countryCodeV2: string | null;
    readonly phone: string | null;
  } | null;
  readonly lineItems: { readonly nodes: readonly AdminOrderLine[] };
  readonly routing: AdminOrderRouting | null;
  readonly fulfillmentOrders: {
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly assignedLocation: { readonly location: { readonly id: string; readonly name: string } | null };
      readonly lineItems: {
        readonly nodes: readonly {
          readonly id: string;
          readonly remainingQuantity: number;
          readonly totalQuantity: number;
          readonly lineItem: { readonly name: string; readonly sku: string | null };
        }[];
      };
    }[];
  };
  /** Null for orders of before there was a choice. */
  readonly deliveryMethod: AdminOrderDelivery | null;
  readonly fulfillments: readonly {
    readonly id: string;
    readonly createdAt: string;
    readonly totalQuantity: number;
    readonly location: { readonly name: string } | null;
    readonly trackingInfo: readonly {
      readonly company: string | null;
      readonly number: string | null;
      readonly url: string | null;
    }[];
  }[];
  readonly refunds: readonly {
    readonly id: string;
    readonly createdAt: string;
    readonly note: string | null;
    readonly status: string;
    readonly actor: string;
    readonly totalRefundedSet: TwoMoneys;
  }[];
  readonly transactions: readonly {
    readonly id: string;
    readonly status: string;
    readonly gateway: string | null;
    readonly paymentId: string | null;
    readonly cardBrand: string | null;
    readonly cardLast4: string | null;
    readonly amountSet: Money;
  }[];
  readonly timeline: readonly {
    readonly sequence: number;
    readonly type: string;
    readonly actor: string;
    readonly occurredAt: string;
    readonly payload: Readonly<Record<string, unknown>>;
  }[];
}

/** How an order reaches its shopper. */
export interface AdminOrderDelivery {
  readonly methodType: 'SHIPPING' | 'PICK_UP' | 'LOCAL';
  readonly window: string | null;
  readonly readyAt: string | null;
  readonly pickupCode: string | null;
  readonly location: { readonly name: string } | null;
}

export interface AdminOrderLine {
  readonly id: string;
  readonly name: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly refundableQuantity: number;
  readonly unfulfilledQuantity: number;
  readonly variantId: string | null;
  readonly image: { readonly url: string } | null;
  readonly originalUnitPriceSet: Money;
  readonly discountedTotalSet: Money;
}

const MONEY = '{ presentmentMoney { amount currencyCode } }';
const BOTH = '{ presentmentMoney { amount currencyCode } shopMoney { amount currencyCode } }';

/** Everything the order page shows. */
export const ORDER_QUERY = `query Order($id: ID!) {
  order(id: $id) {
    id name createdAt cancelledAt cancelReason email phone note statusPageUrl displayFinancialStatus displayFulfillmentStatus taxesIncluded discountCodes shippingTitle
    deliveryMethod { methodType window readyAt pickupCode location { name } }
    subtotalPriceSet ${MONEY} totalDiscountsSet ${MONEY} totalShippingPriceSet ${MONEY} totalTaxSet ${MONEY} totalPriceSet ${BOTH} totalRefundedSet ${BOTH}
    exchange { baseCurrencyCode rate day source }
    shippingAddress { name company address1 address2 zip city provinceCode countryCodeV2 phone }
    lineItems(first: 250) { nodes { id name sku quantity refundableQuantity unfulfilledQuantity variantId image { url } originalUnitPriceSet ${MONEY} discountedTotalSet ${MONEY} } }
    fulfillmentOrders(first: 20) { nodes { id status assignedLocation { location { id name } } lineItems(first: 250) { nodes { id remainingQuantity totalQuantity lineItem { name sku } } } } }
    routing { headline wasFollowed notes total { amount currencyCode } criteria { name amount { amount currencyCode } } parcels { location { id } mode arrivesOn explanation } alternatives { explanation } }
    fulfillments(first: 50) { id createdAt totalQuantity location { name } trackingInfo { company number url } }
    refunds(first: 50) { id createdAt note status actor totalRefundedSet ${BOTH} }
    transactions(first: 20) { id status gateway paymentId cardBrand cardLast4 amountSet ${MONEY} }
    timeline { sequence type actor occurredAt payload }
  }
}`;

/** Says that an order lies ready to be collected. */
export const READY_MUTATION = `mutation Ready($input: FulfillmentOrderLineItemsPreparedForPickupInput!) { fulfillmentOrderLineItemsPreparedForPickup(input: $input) { userErrors { field message } } }`;

const ERRORS = 'userErrors { field message }';

/** Ships from one location. */
export const SHIP_MUTATION = `mutation Ship($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } ${ERRORS} } }`;
/** Gives money back. */
export const REFUND_MUTATION = `mutation Refund($input: RefundInput!) { refundCreate(input: $input) { refund { id status totalRefundedSet ${BOTH} } ${ERRORS} } }`;
/** Cancels and pays back. */
export const CANCEL_MUTATION = `mutation Cancel($orderId: ID!, $reason: OrderCancelReason!, $refund: Boolean!) { orderCancel(orderId: $orderId, reason: $reason, restock: true, refund: $refund) { job { id } ${ERRORS} } }`;
