import { z } from 'zod';
import type { Payment, PaymentFailure, PaymentStatus, Refund, RefundStatus } from '../../ports/payments.ts';
import { fromStripeAmount } from './amounts.ts';

/** Names under which our facts are kept in the metadata of Stripe's objects. */
export const METADATA = {
  orderId: 'order_id',
  cartToken: 'cart_token',
  idempotencyKey: 'attempt',
  email: 'email',
} as const;

const card = z.object({ brand: z.string().nullable(), last4: z.string().nullable() });
const charge = z.object({ payment_method_details: z.object({ card: card.nullish() }).nullish() });
const problem = z.object({
  code: z.string().nullish(),
  decline_code: z.string().nullish(),
  message: z.string().nullish(),
});
const redirection = z.object({ url: z.string().nullish() }).nullish();

/**
 * What we read of a PaymentIntent, from API answers and events alike: an event has the API version of its endpoint, which may be older than ours.
 * `latest_charge` is an id unless the request expanded it.
 */
export const intentSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  amount: z.number().int(),
  amount_received: z.number().int().default(0),
  currency: z.string(),
  client_secret: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).default({}),
  last_payment_error: problem.nullish(),
  latest_charge: z.union([z.string(), charge]).nullish(),
  next_action: z.object({ redirect_to_url: redirection, alipay_handle_redirect: redirection }).nullish(),
});
export type Intent = z.infer<typeof intentSchema>;

/** What we read of a Refund. */
export const refundSchema = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  amount: z.number().int(),
  currency: z.string(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  failure_reason: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type StripeRefund = z.infer<typeof refundSchema>;

const STATUSES: Readonly<Record<string, PaymentStatus>> = {
  succeeded: 'succeeded',
  requires_capture: 'authorized',
  processing: 'processing',
  requires_action: 'requires_action',
  requires_confirmation: 'requires_method',
  requires_payment_method: 'requires_method',
  canceled: 'cancelled',
};

/** Our name of a PaymentIntent's status. One that Stripe adds later counts as `processing`: neither paid nor over. */
export function paymentStatus(stripeStatus: string): PaymentStatus {
  return STATUSES[stripeStatus] ?? 'processing';
}

const REFUND_STATUSES: Readonly<Record<string, RefundStatus>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

/** Our name of a refund's status; `requires_action` and unknown ones are `pending`. */
export function refundStatus(stripeStatus: string | null | undefined): RefundStatus {
  return REFUND_STATUSES[stripeStatus ?? ''] ?? 'pending';
}

/** Facts of a failure; null when nothing failed. */
export function paymentFailure(error: z.infer<typeof problem> | null | undefined): PaymentFailure | null {
  if (!error) return null;
  return {
    code: error.code ?? 'card_declined',
    declineCode: error.decline_code ?? null,
    message: error.message ?? 'The card was declined.',
  };
}

/** A PaymentIntent in the port's words. */
export function toPayment(intent: Intent): Payment {
  const { metadata } = intent;
  const details = typeof intent.latest_charge === 'object' ? intent.latest_charge?.payment_method_details?.card : null;
  const orderId = Number(metadata[METADATA.orderId] ?? Number.NaN);
  const amount = fromStripeAmount(intent.amount, intent.currency);
  return {
    reference: intent.id,
    status: paymentStatus(intent.status),
    amount,
    capturedMinor: fromStripeAmount(intent.amount_received, intent.currency).amountMinor,
    card: details?.brand && details.last4 ? { brand: details.brand, last4: details.last4 } : null,
    redirectUrl: intent.next_action?.redirect_to_url?.url ?? intent.next_action?.alipay_handle_redirect?.url ?? null,
    clientSecret: intent.client_secret ?? null,
    failure: paymentFailure(intent.last_payment_error),
    orderId: Number.isSafeInteger(orderId) ? orderId : null,
    cartToken: metadata[METADATA.cartToken] ?? null,
    idempotencyKey: metadata[METADATA.idempotencyKey] ?? null,
  };
}

/** A Refund in the port's words. */
export function toRefund(refund: StripeRefund): Refund {
  const of = refund.payment_intent;
  return {
    reference: refund.id,
    paymentReference: typeof of === 'object' ? (of?.id ?? null) : (of ?? null),
    status: refundStatus(refund.status),
    amount: fromStripeAmount(refund.amount, refund.currency),
    failureReason: refund.failure_reason ?? null,
    idempotencyKey: refund.metadata?.[METADATA.idempotencyKey] ?? null,
  };
}
