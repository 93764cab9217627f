import { cardByName, cardByNumber, passesLuhn, type TestCard } from './cards.ts';
import { type Context, newId, nowS } from './context.ts';
import { invalid, missing, StripeFault } from './fault.ts';
import { billingDetails, cardOfMethod, type PaymentMethod } from './objects.ts';
import type { Params } from './params.ts';

function cardFault(code: string, message: string, param?: string, declineCode?: string): StripeFault {
  return new StripeFault(
    402,
    {
      type: 'card_error',
      code,
      message,
      ...(param !== undefined && { param }),
      ...(declineCode !== undefined && { decline_code: declineCode }),
    },
    true,
  );
}

function keep(
  context: Context,
  card: TestCard,
  expMonth: number,
  expYear: number,
  cvcGiven: boolean,
  facts: Partial<PaymentMethod>,
): PaymentMethod {
  const method: PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(),
    card: cardOfMethod(card, expMonth, expYear, cvcGiven),
    created: nowS(context),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
    ...facts,
  };
  context.store.put('payment_method', method);
  context.store.put('method_secret', { id: method.id, cardNumber: card.number });
  return method;
}

/** A card's expiry; two digits of a year are this century's. Faults in order: month, year, past. */
function expiry(context: Context, card: Params): { month: number; year: number } {
  const month = card.integer('exp_month');
  const year = card.integer('exp_year');
  if (month === null || month < 1 || month > 12)
    throw cardFault('invalid_expiry_month', "Your card's expiration month is invalid.", 'card[exp_month]');
  const full = year !== null && year < 100 ? 2000 + year : year;
  const now = new Date(context.nowMs());
  const thisYear = now.getUTCFullYear();
  if (full === null || full < thisYear || full > thisYear + 50)
    throw cardFault('invalid_expiry_year', "Your card's expiration year is invalid.", 'card[exp_year]');
  if (full === thisYear && month < now.getUTCMonth() + 1)
    throw cardFault('invalid_expiry_month', "Your card's expiration month is invalid.", 'card[exp_month]');
  return { month, year: full };
}

/**
 * Makes a payment method of a card number, as the card form does. Only Stripe's test numbers are taken and kept. Faults in order: type, number, expiry, CVC,
 * a number that is no test card.
 */
export function createPaymentMethod(context: Context, params: Params): PaymentMethod {
  params.only([
    'type',
    'card',
    'billing_details',
    'metadata',
    'allow_redisplay',
    'expand',
    'payment_user_agent',
    'key',
    'guid',
    'muid',
    'sid',
  ]);
  const type = params.requiredText('type');
  if (type !== 'card') throw invalid(`The emulator knows the type card only, not ${type}.`, 'type');
  const card = params.group('card').only(['number', 'exp_month', 'exp_year', 'cvc', 'token', 'networks']);
  const number = card.requiredText('number').replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number))
    throw cardFault('incorrect_number', 'Your card number is incorrect.', 'card[number]');
  const { month, year } = expiry(context, card);
  const cvc = card.text('cvc');
  if (cvc !== null && !/^\d{3,4}$/.test(cvc))
    throw cardFault('invalid_cvc', "Your card's security code is invalid.", 'card[cvc]');
  const known = cardByNumber(number);
  if (!known)
    throw cardFault(
      'card_declined',
      'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://docs.stripe.com/testing.',
      undefined,
      'test_mode_live_card',
    );
  return keep(context, known, month, year, cvc !== null, {
    billing_details: readBillingDetails(params),
    metadata: params.metadata(),
  });
}

function readBillingDetails(params: Params) {
  const details = params.group('billing_details').only(['address', 'email', 'name', 'phone', 'tax_id']);
  const address = details.group('address').only(['city', 'country', 'line1', 'line2', 'postal_code', 'state']);
  return billingDetails({
    email: details.text('email'),
    name: details.text('name'),
    phone: details.text('phone'),
    address: {
      city: address.text('city'),
      country: address.text('country'),
      line1: address.text('line1'),
      line2: address.text('line2'),
      postal_code: address.text('postal_code'),
      state: address.text('state'),
    },
  });
}

/** The method a call names: one made before, or a fresh one for a name such as pm_card_visa. Fault: unknown (400 naming the field). */
export function methodFor(context: Context, id: string): PaymentMethod {
  const made = context.store.get('payment_method', id);
  if (made) return made;
  const card = cardByName(id);
  if (!card) throw missing('PaymentMethod', id, 'payment_method', 400);
  const year = new Date(context.nowMs()).getUTCFullYear() + 1;
  return keep(context, card, 12, year, true, {});
}

/** The test card behind a method. */
export function cardOf(context: Context, methodId: string): TestCard {
  const secret = context.store.get('method_secret', methodId);
  const card = secret && cardByNumber(secret.cardNumber);
  if (!card) throw missing('PaymentMethod', methodId, 'payment_method', 400);
  return card;
}

/** Ties a method to a customer. */
export function attachPaymentMethod(context: Context, id: string, params: Params): PaymentMethod {
  params.only(['customer', 'expand']);
  const customerId = params.requiredText('customer');
  if (!context.store.get('customer', customerId)) throw missing('customer', customerId, 'customer', 400);
  const method = { ...methodFor(context, id), customer: customerId };
  context.store.put('payment_method', method);
  return method;
}
