import { z } from 'zod';
import type { PaymentEvent } from '../../ports/payments.ts';
import { intentSchema, refundSchema, toPayment, toRefund } from './stripe-objects.ts';

const eventSchema = z.object({
  id: z.string().min(1),
  object: z.literal('event'),
  type: z.string().min(1),
  created: z.number().int(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

const PAYMENT_KINDS = {
  'payment_intent.succeeded': 'payment_succeeded',
  'payment_intent.amount_capturable_updated': 'payment_authorized',
  'payment_intent.processing': 'payment_processing',
  'payment_intent.requires_action': 'payment_action_required',
  'payment_intent.payment_failed': 'payment_failed',
  'payment_intent.canceled': 'payment_cancelled',
} as const;

const REFUND_TYPES: ReadonlySet<string> = new Set([
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
]);

function isPaymentType(type: string): type is keyof typeof PAYMENT_KINDS {
  return Object.hasOwn(PAYMENT_KINDS, type);
}

/**
 * An event's body in the port's words; null when it is no event we can read. Source: https://docs.stripe.com/api/events/types
 */
export function toPaymentEvent(body: unknown): PaymentEvent | null {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, type, created, data } = parsed.data;
  const base = { eventId: id, type, occurredAtMs: created * 1000 };
  if (isPaymentType(type)) {
    const intent = intentSchema.safeParse(data.object);
    return intent.success ? { ...base, kind: PAYMENT_KINDS[type], payment: toPayment(intent.data) } : null;
  }
  if (REFUND_TYPES.has(type)) {
    const refund = refundSchema.safeParse(data.object);
    return refund.success ? { ...base, kind: 'refund_updated', refund: toRefund(refund.data) } : null;
  }
  return { ...base, kind: 'other' };
}
