import type { BuyerTaxNumber } from '../tax/buyer-number.ts';
import type { Cart, CartAddress, CartAttribute, CartPart, CartPayment } from './cart-state.ts';
import type { LineQuote, OfferedQuote } from './line-quote.ts';

/** Most units of one line. */
export const MAX_LINE_QUANTITY = 999;
export const MAX_LINES = 500;
export const MAX_ATTRIBUTES = 50;
export const MAX_ATTRIBUTE_KEY = 255;
export const MAX_ATTRIBUTE_VALUE = 1_000;
export const MAX_NOTE = 5_000;
export const MAX_DISCOUNT_CODES = 20;
export const MAX_DISCOUNT_CODE = 255;
export const MAX_GIFT_CARDS = 10;
export const MAX_ADDRESSES = 20;
export const MAX_METAFIELDS = 50;
export const MAX_METAFIELD_VALUE = 10_000;
/** Most characters of a whole cart as JSON, well below what an object keeps in one value. */
export const MAX_CART_CHARACTERS = 1_000_000;

/** A line to add, after its variant was found in the catalogue. */
export interface LineToAdd {
  readonly productId: number;
  readonly variantId: number;
  readonly quantity: number;
  readonly attributes: readonly CartAttribute[];
  /** What one unit is made of, for a bundle. */
  readonly parts?: readonly CartPart[];
  /** Units that can be sold now; null: any number. */
  readonly available: number | null;
  /** What a unit is told to cost; missing: it follows the catalogue. */
  readonly quote?: OfferedQuote | undefined;
}

/** A change of a line; what is absent stays as it is. */
export interface LineToUpdate {
  readonly lineId: number;
  /** 0 removes the line. */
  readonly quantity?: number | undefined;
  readonly attributes?: readonly CartAttribute[] | undefined;
  /** Another variant in its place. */
  readonly variant?:
    | { readonly productId: number; readonly variantId: number; readonly parts?: readonly CartPart[] }
    | undefined;
  /** Units of the line's variant that can be sold now; null: any number. */
  readonly available: number | null;
  /** What a unit of its variant costs now. */
  readonly quote?: OfferedQuote | undefined;
}

export interface AddressToAdd {
  readonly address: CartAddress;
  readonly selected: boolean;
  readonly oneTimeUse: boolean;
  /** Whether every field a parcel needs must be there now; otherwise only the country is checked. */
  readonly strict: boolean;
}

export interface AddressToUpdate {
  readonly addressId: number;
  readonly address?: CartAddress | undefined;
  readonly selected?: boolean | undefined;
  readonly oneTimeUse?: boolean | undefined;
  readonly strict: boolean;
}

export interface BuyerChange {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly countryCode?: string | null | undefined;
}

/** Everything a shopper can do to a cart before buying it. */
export type CartCommand =
  | { readonly kind: 'add_lines'; readonly lines: readonly LineToAdd[] }
  | { readonly kind: 'update_lines'; readonly lines: readonly LineToUpdate[] }
  | { readonly kind: 'remove_lines'; readonly lineIds: readonly number[] }
  /** The shopper saw what these lines cost now and agrees. */
  | {
      readonly kind: 'accept_prices';
      readonly lines: readonly { readonly lineId: number; readonly quote: LineQuote }[];
    }
  | { readonly kind: 'set_note'; readonly note: string }
  | { readonly kind: 'set_attributes'; readonly attributes: readonly CartAttribute[] }
  | { readonly kind: 'set_buyer'; readonly buyer: BuyerChange }
  /** Was checked with the register; null takes it away. */
  | { readonly kind: 'set_tax_number'; readonly taxNumber: BuyerTaxNumber | null }
  | { readonly kind: 'set_discount_codes'; readonly codes: readonly string[] }
  /** The cards were found by their codes. */
  | { readonly kind: 'set_gift_cards'; readonly accountIds: readonly number[] }
  | { readonly kind: 'add_addresses'; readonly addresses: readonly AddressToAdd[] }
  | { readonly kind: 'update_addresses'; readonly addresses: readonly AddressToUpdate[] }
  | { readonly kind: 'remove_addresses'; readonly addressIds: readonly number[] }
  | { readonly kind: 'replace_addresses'; readonly addresses: readonly AddressToAdd[] }
  /** `handle` was checked against the options offered now. */
  | { readonly kind: 'select_delivery'; readonly handle: string }
  | { readonly kind: 'set_payment'; readonly payment: CartPayment }
  | { readonly kind: 'set_billing_address'; readonly address: CartAddress | null }
  | {
      readonly kind: 'set_metafields';
      readonly metafields: readonly {
        readonly namespace: string;
        readonly key: string;
        readonly type: string;
        readonly value: string;
      }[];
    }
  | { readonly kind: 'delete_metafield'; readonly namespace: string; readonly key: string }
  | { readonly kind: 'remove_personal_data' };

/** Codes of the Storefront API's CartErrorCode that a change can be refused with, and ours of tax numbers. */
export type CartProblemCode =
  | 'INVALID'
  | 'INVALID_MERCHANDISE_LINE'
  | 'LESS_THAN'
  | 'MAXIMUM_EXCEEDED'
  | 'CART_TOO_LARGE'
  | 'NOTE_TOO_LONG'
  | 'MERCHANDISE_NOT_APPLICABLE'
  | 'INVALID_DELIVERY_ADDRESS_ID'
  | 'INVALID_DELIVERY_GROUP'
  | 'INVALID_DELIVERY_OPTION'
  | 'TOO_MANY_DELIVERY_ADDRESSES'
  | 'ONLY_ONE_DELIVERY_ADDRESS_CAN_BE_SELECTED'
  | 'PENDING_DELIVERY_GROUPS'
  | 'INVALID_METAFIELDS'
  | 'INVALID_PAYMENT'
  | 'INVALID_PAYMENT_EMPTY_CART'
  | 'PAYMENT_METHOD_NOT_SUPPORTED'
  | 'ADDRESS_FIELD_CONTAINS_EMOJIS'
  | 'ADDRESS_FIELD_CONTAINS_HTML_TAGS'
  | 'ADDRESS_FIELD_CONTAINS_URL'
  | 'ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN'
  | 'ADDRESS_FIELD_IS_REQUIRED'
  | 'ADDRESS_FIELD_IS_TOO_LONG'
  | 'INVALID_ZIP_CODE_FOR_COUNTRY'
  | 'PROVINCE_NOT_FOUND'
  | 'VARIANT_REQUIRES_SELLING_PLAN'
  | 'SELLING_PLAN_NOT_APPLICABLE'
  | 'MISSING_CUSTOMER_ACCESS_TOKEN'
  | 'SERVICE_UNAVAILABLE'
  | 'TAX_NUMBER_UNKNOWN_COUNTRY'
  | 'TAX_NUMBER_WRONG_FORM'
  | 'TAX_NUMBER_WRONG_CHECK_DIGIT'
  | 'TAX_NUMBER_NOT_REGISTERED';

/** Why a change was refused. `field` is the path inside the mutation's arguments; null: none in particular. */
export interface CartProblem {
  readonly code: CartProblemCode;
  readonly field: readonly string[] | null;
  readonly message: string;
}

/** Something that was done differently than asked; `lineId` is the line, null the cart. */
export interface CartNotice {
  readonly code: 'MERCHANDISE_NOT_ENOUGH_STOCK' | 'MERCHANDISE_OUT_OF_STOCK' | 'DUPLICATE_DELIVERY_ADDRESS';
  readonly message: string;
  readonly target:
    | { readonly kind: 'line'; readonly id: number }
    | { readonly kind: 'variant'; readonly id: number }
    | { readonly kind: 'address'; readonly id: number };
}

/** A changed cart, or all the reasons why nothing was changed: a command is done whole or not at all. */
export type CartResult =
  | { readonly ok: true; readonly cart: Cart; readonly notices: readonly CartNotice[] }
  | { readonly ok: false; readonly problems: readonly CartProblem[] };
