import { recordCharge } from './charges.ts';
import { type Context, emit, type Origin } from './context.ts';
import { missing, StripeFault } from './fault.ts';
import type { Charge, IntentStatus, PaymentError, PaymentIntent, PaymentMethod } from './objects.ts';
import type { Params } from './params.ts';
import { cardOf, methodFor } from './payment-methods.ts';

const CONFIRM = [
  'client_secret',
  'error_on_requires_action',
  'expand',
  'off_session',
  'payment_method',
  'receipt_email',
  'return_url',
  'use_stripe_sdk',
  'key',
];

/** The payment with an id. Fault: 404 unknown. */
export function intentFor(context: Context, id: string): PaymentIntent {
  const intent = context.store.get('payment_intent', id);
  if (!intent) throw missing('payment_intent', id, 'intent');
  return intent;
}

/** A fault of the state a payment is in. */
export function unexpected(intent: PaymentIntent, message: string): StripeFault {
  return new StripeFault(
    400,
    { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message, payment_intent: intent },
    true,
  );
}

/** Tries a payment with its method or another one. */
export function confirmPaymentIntent(context: Context, origin: Origin, id: string, params: Params): PaymentIntent {
  params.only(CONFIRM);
  const intent = intentFor(context, id);
  const open: readonly IntentStatus[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
  if (!open.includes(intent.status))
    throw unexpected(
      intent,
      `You cannot confirm this PaymentIntent because it has already ${intent.status === 'canceled' ? 'been canceled' : 'succeeded after being previously confirmed'}.`,
    );
  const named = params.text('payment_method') ?? intent.payment_method;
  if (named === null)
    throw unexpected(intent, "You cannot confirm this PaymentIntent because it's missing a payment method.");
  return tryPayment(context, origin, intent, methodFor(context, named), params);
}

/** Tries a payment with a method: it is paid, reserved, waits for authentication, or throws the refusal. */
export function tryPayment(
  context: Context,
  origin: Origin,
  intent: PaymentIntent,
  method: PaymentMethod,
  params: Params,
): PaymentIntent {
  const { behaviour } = cardOf(context, method.id);
  if (behaviour.kind !== 'authenticate')
    return settle(context, origin, intent, method, behaviour.kind === 'decline' ? behaviour : null, false);
  if (params.flag('error_on_requires_action') === true || params.flag('off_session') === true) {
    const error: PaymentError = {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
      message: 'Your card was declined. This transaction requires authentication.',
    };
    throw refuse(context, origin, intent, method, error);
  }
  const returnUrl = params.text('return_url');
  const url = `${context.baseUrl()}/3ds/${intent.id}?key=${encodeURIComponent(intent.client_secret)}`;
  const waiting: PaymentIntent = {
    ...intent,
    status: 'requires_action',
    payment_method: method.id,
    last_payment_error: null,
    next_action:
      returnUrl !== null && params.flag('use_stripe_sdk') !== true
        ? { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
        : { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } },
  };
  context.store.put('payment_intent', waiting);
  context.store.put('challenge', { id: intent.id, returnUrl });
  emit(context, origin, 'payment_intent.requires_action', waiting);
  return waiting;
}

/** A failed try: the payment waits for another method. Gives the fault to answer with. */
function refuse(
  context: Context,
  origin: Origin,
  intent: PaymentIntent,
  method: PaymentMethod,
  error: PaymentError,
  charge?: Charge,
): StripeFault {
  const failed: PaymentIntent = {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: charge?.id ?? intent.latest_charge,
    last_payment_error: { ...error, ...(charge && { charge: charge.id }), payment_method: method },
  };
  context.store.put('payment_intent', failed);
  if (charge) emit(context, origin, 'charge.failed', charge);
  emit(context, origin, 'payment_intent.payment_failed', failed);
  const { type, code, message, decline_code } = error;
  return new StripeFault(
    402,
    {
      type: type === 'card_error' ? 'card_error' : 'invalid_request_error',
      code,
      message,
      ...(decline_code !== undefined && { decline_code }),
      ...(charge && { charge: charge.id }),
      payment_intent: failed,
      payment_method: method,
    },
    true,
  );
}

function settle(
  context: Context,
  origin: Origin,
  intent: PaymentIntent,
  method: PaymentMethod,
  refusal: Parameters<typeof recordCharge>[1]['refusal'],
  authenticated: boolean,
): PaymentIntent {
  const charge = recordCharge(context, { intent, method, refusal, authenticated });
  if (refusal) {
    const { code, message, declineCode } = refusal;
    throw refuse(
      context,
      origin,
      intent,
      method,
      { type: 'card_error', code, message, ...(declineCode !== undefined && { decline_code: declineCode }) },
      charge,
    );
  }
  const paid: PaymentIntent = {
    ...intent,
    status: charge.captured ? 'succeeded' : 'requires_capture',
    payment_method: method.id,
    amount_received: charge.amount_captured,
    amount_capturable: charge.captured ? 0 : intent.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
  };
  context.store.put('payment_intent', paid);
  emit(context, origin, 'charge.succeeded', charge);
  emit(
    context,
    origin,
    charge.captured ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated',
    paid,
  );
  return paid;
}

/**
 * What the authentication page reports. Answers the payment afterwards; one that waits for nothing is answered unchanged, so that
 * pressing the button twice does nothing twice.
 */
export function finishChallenge(context: Context, intent: PaymentIntent, passed: boolean): PaymentIntent {
  const origin: Origin = { requestId: null, idempotencyKey: null };
  if (intent.status !== 'requires_action' || intent.payment_method === null) return intent;
  const method = methodFor(context, intent.payment_method);
  const { behaviour } = cardOf(context, method.id);
  if (!passed) {
    refuse(context, origin, intent, method, {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    });
    return intentFor(context, intent.id);
  }
  const isDeclined = behaviour.kind === 'authenticate' && behaviour.afterwards === 'decline';
  try {
    return settle(
      context,
      origin,
      intent,
      method,
      isDeclined
        ? { kind: 'decline', code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' }
        : null,
      true,
    );
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return intentFor(context, intent.id);
  }
}
