import { type Context, emit, nowS, type Origin } from './context.ts';
import { invalid } from './fault.ts';
import type { Charge, PaymentIntent } from './objects.ts';
import type { Params } from './params.ts';
import { intentFor, unexpected } from './payment-tries.ts';

/** Takes reserved money, all or a part; the rest is freed. */
export function capturePaymentIntent(context: Context, origin: Origin, id: string, params: Params): PaymentIntent {
  params.only(['amount_to_capture', 'expand', 'final_capture', 'metadata', 'statement_descriptor_suffix']);
  const intent = intentFor(context, id);
  const charge = intent.latest_charge === null ? undefined : context.store.get('charge', intent.latest_charge);
  if (intent.status !== 'requires_capture' || !charge)
    throw unexpected(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  const amount = params.integer('amount_to_capture') ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable)
    throw invalid(
      `The amount to capture must be between 1 and ${intent.amount_capturable}.`,
      'amount_to_capture',
      'amount_too_large',
    );
  const captured: Charge = { ...charge, captured: true, amount_captured: amount };
  const paid: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    metadata: { ...intent.metadata, ...params.metadata() },
  };
  context.store.put('charge', captured);
  context.store.put('payment_intent', paid);
  emit(context, origin, 'charge.captured', captured);
  emit(context, origin, 'payment_intent.succeeded', paid);
  return paid;
}

/** Ends a payment that has not succeeded; reserved money is freed. */
export function cancelPaymentIntent(context: Context, origin: Origin, id: string, params: Params): PaymentIntent {
  params.only(['cancellation_reason', 'expand']);
  const intent = intentFor(context, id);
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw unexpected(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
    );
  const charge =
    intent.status === 'requires_capture' && intent.latest_charge !== null
      ? context.store.get('charge', intent.latest_charge)
      : undefined;
  const cancelled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: nowS(context),
    cancellation_reason: params.oneOf('cancellation_reason', [
      'abandoned',
      'duplicate',
      'fraudulent',
      'requested_by_customer',
    ]),
    next_action: null,
  };
  context.store.put('payment_intent', cancelled);
  if (charge) {
    const freed: Charge = { ...charge, amount_refunded: charge.amount, refunded: true };
    context.store.put('charge', freed);
    emit(context, origin, 'charge.refunded', freed);
  }
  emit(context, origin, 'payment_intent.canceled', cancelled);
  return cancelled;
}
