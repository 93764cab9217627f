import { addressFormatOf } from '../../commerce/markets/address-format.ts';
import { type AddressValues, splitName } from './address-form.ts';
import { changeCart } from './bag.ts';
import { type Attempt, attemptDocument, type BillingInput, paymentDocument, submitDocument } from './cart-queries.ts';
import { isFree } from './format.ts';
import { ask } from './graphql.ts';
import { inContextOf } from './in-context.ts';
import type { Messages } from './messages/messages.ts';
import { inMarket } from './paths.ts';
import type { Cart } from './shapes.ts';
import type { ShopLocals } from './shop-locals.ts';

/** Keys of the messages' `payErrors`. */
export type PayProblem = keyof Messages['payErrors'];

/** Where a purchase stands. */
export type PayState =
  | { readonly state: 'done'; readonly orderUrl: string }
  | { readonly state: 'challenge'; readonly url: string }
  | { readonly state: 'processing'; readonly attempt: string }
  | { readonly state: 'failed'; readonly problem: PayProblem };

const failed = (problem: PayProblem): PayState => ({ state: 'failed', problem });

const problemByCode: Readonly<Record<string, PayProblem>> = {
  PAYMENT_CARD_DECLINED: 'declined',
  PAYMENT_CALL_ISSUER: 'declined',
  PAYMENT_INSUFFICIENT_FUNDS: 'funds',
  PAYMENT_INVALID_CREDIT_CARD: 'invalid',
  PAYMENT_INVALID_PAYMENT_METHOD: 'invalid',
  PAYMENT_TRANSIENT_ERROR: 'busy',
  PAYMENTS_CREDIT_CARD_BASE_EXPIRED: 'expired',
  PAYMENTS_CREDIT_CARD_YEAR_EXPIRED: 'expired',
  INVENTORY_RESERVATION_ERROR: 'stock',
  MERCHANDISE_OUT_OF_STOCK: 'stock',
  MERCHANDISE_NOT_ENOUGH_STOCK_AVAILABLE: 'stock',
  MERCHANDISE_PRODUCT_NOT_PUBLISHED: 'stock',
  // Sold by queue, and the turn has passed or was somebody else's.
  MERCHANDISE_NOT_APPLICABLE: 'stock',
  NO_DELIVERY_GROUP_SELECTED: 'delivery',
  PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT: 'changed',
};

/** What to tell the shopper for a code of the API; delivery codes by their prefix, unknown ones in general words. */
export function payProblemOf(code: string): PayProblem {
  return (
    problemByCode[code] ??
    (code.startsWith('DELIVERY_') || code.startsWith('BUYER_IDENTITY_')
      ? 'delivery'
      : code.startsWith('PAYMENTS_CREDIT_CARD_')
        ? 'invalid'
        : 'general')
  );
}

/** Where an attempt stands now. An attempt the API does not know has failed. */
export async function attemptState(shop: ShopLocals, attempt: string): Promise<PayState> {
  const answer = await ask(shop.access, attemptDocument, { ...inContextOf(shop.market), attempt });
  if (!answer.ok) return { state: 'processing', attempt };
  return stateOf(answer.data.cartCompletionAttempt, attempt);
}

function stateOf(result: Attempt | null, attempt: string): PayState {
  switch (result?.__typename) {
    case 'CartCompletionSuccess':
      return { state: 'done', orderUrl: result.orderUrl };
    case 'CartCompletionProcessing':
      return { state: 'processing', attempt };
    case 'CartCompletionActionRequired':
      return result.action?.redirectUrl ? { state: 'challenge', url: result.action.redirectUrl } : failed('general');
    case 'CartCompletionFailed':
      return failed(payProblemOf(result.errors[0]?.code ?? ''));
    default:
      return failed('general');
  }
}

/** Billing address of the API for the values of a form in the market's country. */
export function billingOf(values: AddressValues, country: string): BillingInput {
  return {
    ...splitName(values.name, addressFormatOf(country).familyNameFirst),
    address1: values.address1,
    city: values.city,
    country,
    ...(values.address2 === '' ? {} : { address2: values.address2 }),
    ...(values.zip === '' ? {} : { zip: values.zip }),
    ...(values.province === '' ? {} : { province: values.province }),
  };
}

/**
 * Pays a cart with a payment method made by the provider's card form. `token` makes it safe to send twice: one token is one attempt.
 * Failures in order: the payment method is refused, the cart is refused, the attempt fails; `busy` whenever the API does not answer
 * before the attempt is made, `processing` when it does not answer after.
 */
export async function pay(
  shop: ShopLocals,
  cart: Cart,
  method: string,
  billing: BillingInput,
  token: string,
): Promise<PayState> {
  const { amount, currencyCode } = cart.cost.checkoutChargeAmount;
  const set = await changeCart(shop, paymentDocument, {
    id: cart.id,
    payment: {
      amount: { amount, currencyCode },
      ...(isFree(cart.cost.checkoutChargeAmount)
        ? { freePaymentMethod: { billingAddress: billing } }
        : { directPaymentMethod: { sessionId: method, billingAddress: billing } }),
    },
  });
  if (!set.ok) return failed(set.reason === 'unavailable' ? 'busy' : payProblemOf(set.errors[0]?.code ?? ''));
  const answer = await ask(shop.access, submitDocument, { ...inContextOf(shop.market), id: cart.id, token }, token);
  if (!answer.ok) return failed('busy');
  const submitted = answer.data.cartSubmitForCompletion;
  const result = submitted?.result;
  switch (result?.__typename) {
    case 'SubmitSuccess':
    case 'SubmitAlreadyAccepted':
      return attemptState(shop, result.attemptId);
    case 'SubmitThrottled':
      return failed('busy');
    case 'SubmitFailed':
      return failed(payProblemOf(result.errors[0]?.code ?? ''));
    default:
      return failed(payProblemOf(submitted?.userErrors[0]?.code ?? ''));
  }
}

/**
 * Path of an order's page in the market for the address the API gives, which may name no market or another one. Marked as just placed: the
 * page then waits for an order that is still being written.
 */
export function orderPath(shop: ShopLocals, orderUrl: string): string {
  const url = new URL(orderUrl, shop.access.origin);
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const from = parts.indexOf('orders');
  if (from < 0) return url.href;
  url.searchParams.set('placed', '1');
  return `${inMarket(shop.market, ...parts.slice(from).map(decodeURIComponent))}${url.search}`;
}

/** The part of a form that is a billing address: the same names with `billing_` before them. */
export const billingName = (field: string): string => `billing_${field}`;
