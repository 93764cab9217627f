/**
 * What a cart is: which variants, for whom, to where. Data only: prices, stock and names are looked up whenever the cart is read, so a cart never shows
 * what is no longer true; beside them a line keeps what it was told it costs, and until when that holds. Amounts are minor units, times milliseconds since 1970 (UTC).
 */

import type { BuyerTaxNumber } from '../tax/buyer-number.ts';
import type { LineQuote } from './line-quote.ts';

/** A free pair of key and value on a cart or line. */
export interface CartAttribute {
  readonly key: string;
  readonly value: string;
}

/** Units of one variant. `id` is unique in the cart and never used again. */
export interface CartLine {
  readonly id: number;
  readonly productId: number;
  readonly variantId: number;
  /** 1..MAX_LINE_QUANTITY */
  readonly quantity: number;
  readonly attributes: readonly CartAttribute[];
  /** What one unit is made of, as the catalogue said when it was put in; missing: it is no bundle. */
  readonly parts?: readonly CartPart[];
  /** What a unit was told to cost; missing in lines of before: it follows the catalogue. */
  readonly quote?: LineQuote | undefined;
}

/** A variant that a bundle in a cart is made of. */
export interface CartPart {
  readonly variantId: number;
  /** Units in one bundle, at least 1. */
  readonly quantity: number;
}

/** A postal address as typed; a field that was not given is null. */
export interface CartAddress {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly provinceCode: string | null;
  readonly zip: string | null;
  /** ISO 3166 alpha-2. */
  readonly countryCode: string | null;
  readonly phone: string | null;
}

/** An address the shopper may have the cart delivered to; at most one is selected. */
export interface CartDeliveryAddress {
  readonly id: number;
  readonly address: CartAddress;
  readonly selected: boolean;
  readonly oneTimeUse: boolean;
}

/** Who buys, as far as known. */
export interface CartBuyer {
  /** Lower case. */
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Chosen country; null: that of the request. */
  readonly countryCode: string | null;
  /** VAT number of a business, as it was checked; missing: a consumer. */
  readonly taxNumber?: BuyerTaxNumber | undefined;
}

/** How the shopper wants to pay. */
export interface CartPayment {
  /** The provider's name of the method, such as `pm_...`; null when nothing is to be paid. */
  readonly methodId: string | null;
  /** What the shopper agreed to pay. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly billingAddress: CartAddress;
}

/** A typed attribute of the cart. */
export interface CartMetafield {
  readonly id: number;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A cart. Every accepted change makes `version` one higher. */
export interface Cart {
  readonly token: string;
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** The id the next line, address or metafield gets. */
  readonly nextId: number;
  readonly lines: readonly CartLine[];
  readonly buyer: CartBuyer;
  readonly note: string;
  readonly attributes: readonly CartAttribute[];
  /** As the shopper typed them, in their order. */
  readonly discountCodes: readonly string[];
  /** Ids of the gift cards that pay, in their order; missing in carts of before there were any: none. */
  readonly giftCards?: readonly number[] | undefined;
  readonly addresses: readonly CartDeliveryAddress[];
  /** Code of the chosen shipping method; null: the first one offered. */
  readonly deliveryHandle: string | null;
  readonly billingAddress: CartAddress | null;
  readonly payment: CartPayment | null;
  readonly metafields: readonly CartMetafield[];
}

/** A cart with nothing in it. */
export function emptyCart(token: string, nowMs: number): Cart {
  return {
    token,
    version: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    nextId: 1,
    lines: [],
    buyer: { email: null, phone: null, countryCode: null },
    note: '',
    attributes: [],
    discountCodes: [],
    addresses: [],
    deliveryHandle: null,
    billingAddress: null,
    payment: null,
    metafields: [],
  };
}

/** The address the cart is delivered to: the selected one, else the first; null when there is none. */
export function deliveryAddressOf(cart: Cart): CartDeliveryAddress | null {
  return cart.addresses.find((one) => one.selected) ?? cart.addresses[0] ?? null;
}
