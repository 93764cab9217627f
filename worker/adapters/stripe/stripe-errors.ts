import Stripe from 'stripe';
import type {
  InvalidPaymentRequest,
  PaymentDeclined,
  PaymentKeyReused,
  PaymentNotFound,
  PaymentsUnavailable,
  PaymentWrongState,
} from '../../ports/payments.ts';
import { paymentStatus } from './stripe-objects.ts';

export type StripeRefusal =
  | PaymentDeclined
  | PaymentNotFound
  | PaymentWrongState
  | InvalidPaymentRequest
  | PaymentKeyReused
  | PaymentsUnavailable;

function unavailable(retryable: boolean, message: string): PaymentsUnavailable {
  return { ok: false, reason: 'unavailable', retryable, message };
}

/** Names of the path parameters of the calls we make: such a thing missing is the payment itself, not a field of ours. */
const SUBJECTS = new Set(['intent', 'id', 'payment_intent', 'refund']);

/**
 * What an exception of Stripe's library means for us; anything else is a bug and is thrown again. In order: declined card; key with other facts,
 * or in use right now; wrong secret key; unknown payment; payment in another state; other faults of the request; everything else (network, timeout,
 * rate limit, Stripe's own errors) leaves the outcome unknown. Source: https://docs.stripe.com/error-handling
 */
export function stripeRefusal(error: unknown): StripeRefusal {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) throw error;
  const { message, code = null, param = null } = error;
  if (error instanceof errors.StripeCardError) {
    return {
      ok: false,
      reason: 'declined',
      reference: error.payment_intent?.id ?? null,
      code: code ?? 'card_declined',
      declineCode: error.decline_code ?? null,
      message,
    };
  }
  if (error instanceof errors.StripeIdempotencyError) {
    // 409: the same key is being executed at this moment.
    if (error.statusCode === 409 || code === 'idempotency_key_in_use') return unavailable(true, message);
    return { ok: false, reason: 'key_reused', message };
  }
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return unavailable(false, message);
  if (error instanceof errors.StripeInvalidRequestError) {
    if (error.statusCode === 409) return unavailable(true, message);
    if (code === 'resource_missing' && param !== null && SUBJECTS.has(param))
      return { ok: false, reason: 'not_found', message };
    if (code === 'payment_intent_unexpected_state') {
      const status = error.payment_intent?.status;
      return { ok: false, reason: 'wrong_state', status: status ? paymentStatus(status) : null, message };
    }
    return { ok: false, reason: 'invalid_request', code, param, message };
  }
  return unavailable(true, message);
}

/** A refusal where only trouble with Stripe itself can be meant: whatever else came counts as an answer we cannot act on. */
export function unavailableOnly(refusal: StripeRefusal): PaymentsUnavailable {
  return refusal.reason === 'unavailable' ? refusal : unavailable(false, refusal.message);
}
