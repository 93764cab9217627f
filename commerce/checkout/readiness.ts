import { type AddressProblem, missingFields, typedProblems } from '../cart/addresses.ts';
import { isEmail } from '../cart/apply.ts';
import { type Cart, deliveryAddressOf } from '../cart/cart-state.ts';
import type { PricedCart } from '../pricing/price-cart.ts';

/** Codes of the Storefront API's SubmissionErrorCode a submission can be refused with. */
export type SubmissionCode =
  | 'BUYER_IDENTITY_EMAIL_REQUIRED'
  | 'BUYER_IDENTITY_EMAIL_IS_INVALID'
  | 'DELIVERY_ADDRESS_REQUIRED'
  | 'DELIVERY_ADDRESS1_REQUIRED'
  | 'DELIVERY_ADDRESS1_INVALID'
  | 'DELIVERY_ADDRESS1_TOO_LONG'
  | 'DELIVERY_ADDRESS2_INVALID'
  | 'DELIVERY_ADDRESS2_TOO_LONG'
  | 'DELIVERY_CITY_REQUIRED'
  | 'DELIVERY_CITY_INVALID'
  | 'DELIVERY_CITY_TOO_LONG'
  | 'DELIVERY_COMPANY_INVALID'
  | 'DELIVERY_COMPANY_TOO_LONG'
  | 'DELIVERY_COUNTRY_REQUIRED'
  | 'DELIVERY_FIRST_NAME_INVALID'
  | 'DELIVERY_FIRST_NAME_TOO_LONG'
  | 'DELIVERY_LAST_NAME_REQUIRED'
  | 'DELIVERY_LAST_NAME_INVALID'
  | 'DELIVERY_LAST_NAME_TOO_LONG'
  | 'DELIVERY_POSTAL_CODE_REQUIRED'
  | 'DELIVERY_POSTAL_CODE_INVALID'
  | 'DELIVERY_INVALID_POSTAL_CODE_FOR_COUNTRY'
  | 'DELIVERY_ZONE_REQUIRED_FOR_COUNTRY'
  | 'DELIVERY_ZONE_NOT_FOUND'
  | 'DELIVERY_PHONE_NUMBER_INVALID'
  | 'DELIVERY_NO_DELIVERY_AVAILABLE'
  | 'NO_DELIVERY_GROUP_SELECTED'
  | 'MERCHANDISE_NOT_APPLICABLE'
  | 'MERCHANDISE_OUT_OF_STOCK'
  | 'MERCHANDISE_NOT_ENOUGH_STOCK_AVAILABLE'
  | 'MERCHANDISE_PRODUCT_NOT_PUBLISHED'
  | 'PAYMENTS_METHOD_REQUIRED'
  | 'PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT'
  | 'ERROR';

/** Why a cart cannot be bought as it is. */
export interface SubmissionProblem {
  readonly code: SubmissionCode;
  readonly message: string;
}

const problem = (code: SubmissionCode, message: string): SubmissionProblem => ({ code, message });

const REQUIRED: Readonly<Partial<Record<AddressProblem['field'], SubmissionCode>>> = {
  lastName: 'DELIVERY_LAST_NAME_REQUIRED',
  address1: 'DELIVERY_ADDRESS1_REQUIRED',
  city: 'DELIVERY_CITY_REQUIRED',
  zip: 'DELIVERY_POSTAL_CODE_REQUIRED',
  countryCode: 'DELIVERY_COUNTRY_REQUIRED',
  provinceCode: 'DELIVERY_ZONE_REQUIRED_FOR_COUNTRY',
};
const INVALID: Readonly<Record<AddressProblem['field'], SubmissionCode>> = {
  firstName: 'DELIVERY_FIRST_NAME_INVALID',
  lastName: 'DELIVERY_LAST_NAME_INVALID',
  company: 'DELIVERY_COMPANY_INVALID',
  address1: 'DELIVERY_ADDRESS1_INVALID',
  address2: 'DELIVERY_ADDRESS2_INVALID',
  city: 'DELIVERY_CITY_INVALID',
  zip: 'DELIVERY_POSTAL_CODE_INVALID',
  countryCode: 'DELIVERY_COUNTRY_REQUIRED',
  provinceCode: 'DELIVERY_ZONE_NOT_FOUND',
  phone: 'DELIVERY_PHONE_NUMBER_INVALID',
};
const TOO_LONG: Readonly<Partial<Record<AddressProblem['field'], SubmissionCode>>> = {
  firstName: 'DELIVERY_FIRST_NAME_TOO_LONG',
  lastName: 'DELIVERY_LAST_NAME_TOO_LONG',
  company: 'DELIVERY_COMPANY_TOO_LONG',
  address1: 'DELIVERY_ADDRESS1_TOO_LONG',
  address2: 'DELIVERY_ADDRESS2_TOO_LONG',
  city: 'DELIVERY_CITY_TOO_LONG',
};

function addressCode({ field, what }: AddressProblem): SubmissionCode {
  if (what === 'required') return REQUIRED[field] ?? INVALID[field];
  if (what === 'too_long') return TOO_LONG[field] ?? INVALID[field];
  return what === 'zip' ? 'DELIVERY_INVALID_POSTAL_CODE_FOR_COUNTRY' : INVALID[field];
}

/** What the catalogue says of a line, as far as buying it goes. */
export interface LineReadiness {
  readonly quantity: number;
  /** Published and priced in the cart's currency. */
  readonly isSold: boolean;
  /** Units all lines of its variant can have; null: any number. */
  readonly available: number | null;
  /** Units of its variant in the whole cart. */
  readonly variantQuantity: number;
}

export interface Readiness {
  readonly cart: Cart;
  readonly priced: PricedCart;
  /** What is left for the payment provider. */
  readonly dueMinor: number;
  readonly lines: readonly LineReadiness[];
}

/**
 * Everything that stands between a cart and its purchase; empty when it can be submitted. In order: merchandise (none, not sold, none left, not enough),
 * email, address, delivery, and last the payment (`withPayment`): none, or agreed for another amount than the cart costs now.
 */
export function submissionProblems(readiness: Readiness, withPayment: boolean): SubmissionProblem[] {
  return [
    ...merchandiseProblems(readiness),
    ...buyerProblems(readiness.cart),
    ...deliveryProblems(readiness),
    ...(withPayment ? paymentProblems(readiness) : []),
  ];
}

function merchandiseProblems({ cart, lines }: Readiness): SubmissionProblem[] {
  if (cart.lines.length === 0) return [problem('MERCHANDISE_NOT_APPLICABLE', 'The cart is empty.')];
  return lines.flatMap((line) => {
    if (!line.isSold) return problem('MERCHANDISE_PRODUCT_NOT_PUBLISHED', 'An item is not sold here any more.');
    if (line.available === null || line.variantQuantity <= line.available) return [];
    return line.available === 0
      ? problem('MERCHANDISE_OUT_OF_STOCK', 'An item is sold out.')
      : problem('MERCHANDISE_NOT_ENOUGH_STOCK_AVAILABLE', `Only ${line.available} of an item can be had now.`);
  });
}

function buyerProblems({ buyer }: Cart): SubmissionProblem[] {
  if (buyer.email === null) return [problem('BUYER_IDENTITY_EMAIL_REQUIRED', 'Email is required.')];
  return isEmail(buyer.email) ? [] : [problem('BUYER_IDENTITY_EMAIL_IS_INVALID', 'Email is invalid.')];
}

function deliveryProblems({ cart, priced }: Readiness): SubmissionProblem[] {
  if (!priced.requiresShipping) return [];
  const chosen = deliveryAddressOf(cart);
  if (!chosen) return [problem('DELIVERY_ADDRESS_REQUIRED', 'A delivery address is required.')];
  const problems = [...missingFields(chosen.address), ...typedProblems(chosen.address)];
  if (problems.length > 0)
    return problems.map((one) =>
      problem(addressCode(one), `Delivery address: ${one.field} (${one.what.replace('_', ' ')}).`),
    );
  if (priced.options.length === 0)
    return [problem('DELIVERY_NO_DELIVERY_AVAILABLE', 'Nothing is delivered to this address.')];
  // A chosen method that is not offered any more must be chosen again: it had another price or day.
  if (cart.deliveryHandle !== null && priced.selectedOption?.handle !== cart.deliveryHandle)
    return [problem('NO_DELIVERY_GROUP_SELECTED', 'The chosen delivery is not offered any more.')];
  // Nobody is sent to a counter, or given an hour, that they did not choose.
  if (!priced.selectedOption) return [problem('NO_DELIVERY_GROUP_SELECTED', 'It is not chosen how it is delivered.')];
  return [];
}

function paymentProblems({ cart, priced, dueMinor }: Readiness): SubmissionProblem[] {
  const { payment } = cart;
  if (!payment) return [problem('PAYMENTS_METHOD_REQUIRED', 'A payment method is required.')];
  if (payment.currency !== priced.currency || payment.amountMinor !== dueMinor)
    return [problem('PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT', 'The cart costs something else now than was agreed to.')];
  if (payment.methodId === null && dueMinor > 0)
    return [problem('PAYMENTS_METHOD_REQUIRED', 'A payment method is required.')];
  return [];
}
