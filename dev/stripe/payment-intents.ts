import { type Context, emit, newId, nowS, type Origin } from './context.ts';
import { invalid, missing } from './fault.ts';
import type { PaymentIntent } from './objects.ts';
import type { Params } from './params.ts';
import { methodFor } from './payment-methods.ts';
import { tryPayment } from './payment-tries.ts';

/** Smallest charge in Stripe's amounts. Source: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUMS: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  jpy: 50,
  chf: 50,
  cad: 50,
  aud: 50,
  dkk: 250,
  sek: 300,
  nok: 300,
  pln: 200,
  isk: 10_000,
};
const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
/** Currencies counted in hundredths but charged in whole units. */
const WHOLE_ONLY = new Set(['isk', 'ugx']);

const CREATE = [
  'amount',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'confirmation_method',
  'currency',
  'customer',
  'description',
  'error_on_requires_action',
  'expand',
  'metadata',
  'off_session',
  'payment_method',
  'payment_method_types',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'statement_descriptor_suffix',
  'use_stripe_sdk',
];
function readAmount(params: Params): { amount: number; currency: string } {
  const amount = params.integer('amount');
  if (amount === null) throw invalid('Missing required param: amount.', 'amount', 'parameter_missing');
  const currency = params.requiredText('currency');
  if (!/^[a-z]{3}$/.test(currency)) throw invalid(`Invalid currency: ${currency}`, 'currency');
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount < (MINIMUMS[currency] ?? 1))
    throw invalid(`Amount must be at least ${MINIMUMS[currency]} ${currency}`, 'amount', 'amount_too_small');
  if (amount > 99_999_999) throw invalid('Amount must be no more than 99999999', 'amount', 'amount_too_large');
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0)
    throw invalid(
      'The last digit of an amount with three decimals must be 0',
      'amount',
      'invalid_charge_amount_no_decimal_compatible',
    );
  if (WHOLE_ONLY.has(currency) && amount % 100 !== 0)
    throw invalid(
      'Charged amounts must be evenly divisible by 100',
      'amount',
      'invalid_charge_amount_no_decimal_compatible',
    );
  return { amount, currency };
}

/** Creates a payment and, with `confirm`, tries it at once. */
export function createPaymentIntent(context: Context, origin: Origin, params: Params): PaymentIntent {
  params.only(CREATE);
  const { amount, currency } = readAmount(params);
  const confirm = params.flag('confirm') ?? false;
  const types = params.texts('payment_method_types');
  for (const type of types)
    if (type !== 'card') throw invalid(`The payment method type "${type}" is invalid.`, 'payment_method_types');
  const automatic = params.group('automatic_payment_methods').only(['enabled', 'allow_redirects']);
  const isAutomatic = automatic.flag('enabled') ?? types.length === 0;
  const allowRedirects = automatic.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  if (types.length > 0 && automatic.flag('enabled') === true)
    throw invalid(
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
      'payment_method_types',
    );
  const returnUrl = params.text('return_url');
  if (!confirm && returnUrl !== null) throw invalid('You cannot set `return_url` without `confirm`.', 'return_url');
  if (confirm && isAutomatic && allowRedirects === 'always' && returnUrl === null)
    throw invalid(
      'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.',
    );
  const customer = params.text('customer');
  if (customer !== null && !context.store.get('customer', customer))
    throw missing('customer', customer, 'customer', 400);
  const named = params.text('payment_method');
  const method = named === null ? null : methodFor(context, named);
  const id = newId('pi');
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: isAutomatic ? { enabled: true, allow_redirects: allowRedirects } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']) ?? 'automatic_async',
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    confirmation_method: params.oneOf('confirmation_method', ['automatic', 'manual']) ?? 'automatic',
    created: nowS(context),
    currency,
    customer,
    customer_account: null,
    description: params.text('description'),
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: params.metadata(),
    next_action: null,
    on_behalf_of: null,
    payment_method: method?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    processing: null,
    receipt_email: params.text('receipt_email'),
    review: null,
    setup_future_usage: params.oneOf('setup_future_usage', ['off_session', 'on_session']),
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: params.text('statement_descriptor_suffix'),
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
  if (confirm && !method)
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method.",
      'payment_method',
      'payment_intent_unexpected_state',
    );
  context.store.put('payment_intent', intent);
  emit(context, origin, 'payment_intent.created', intent);
  return confirm && method ? tryPayment(context, origin, intent, method, params) : intent;
}
