import { type Context, emit, newId, nowS, type Origin } from './context.ts';
import { invalid, missing } from './fault.ts';
import type { Charge, Refund } from './objects.ts';
import type { Params } from './params.ts';
import { cardOf } from './payment-methods.ts';

/** How long a bank of the test cards 7726 and 5126 takes to answer. */
const BANK_MS = 3_000;

function chargeFor(context: Context, params: Params): Charge {
  const intentId = params.text('payment_intent');
  const chargeId = params.text('charge');
  if (intentId === null && chargeId === null)
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.');
  if (intentId !== null) {
    const intent = context.store.get('payment_intent', intentId);
    if (!intent) throw missing('payment_intent', intentId, 'payment_intent');
    const charge = intent.latest_charge === null ? undefined : context.store.get('charge', intent.latest_charge);
    if (!charge?.paid || intent.status === 'canceled')
      throw invalid(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
    return charge;
  }
  const charge = context.store.get('charge', chargeId ?? '');
  if (!charge) throw missing('charge', chargeId ?? '', 'charge');
  return charge;
}

/** Gives money back, once or in parts. Faults in order: unknown payment, nothing taken, amount, more than is left. */
export function createRefund(context: Context, origin: Origin, params: Params): Refund {
  params.only(['amount', 'charge', 'expand', 'metadata', 'payment_intent', 'reason']);
  const charge = chargeFor(context, params);
  if (!charge.captured) throw invalid(`Charge ${charge.id} has not been captured; cancel its PaymentIntent instead.`);
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0) throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  const amount = params.integer('amount') ?? left;
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer');
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
  const { behaviour } = cardOf(context, charge.payment_method);
  const fate = behaviour.kind === 'pay' ? behaviour.refund : undefined;
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: nowS(context),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
    },
    metadata: params.metadata(),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(fate === 'pending' && { pending_reason: 'processing' as const }),
    reason: params.oneOf('reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
    receipt_number: null,
    source_transfer_reversal: null,
    status: fate === 'pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
  const amountRefunded = charge.amount_refunded + amount;
  const refunded: Charge = { ...charge, amount_refunded: amountRefunded, refunded: amountRefunded === charge.amount };
  context.store.put('refund', refund);
  context.store.put('charge', refunded);
  emit(context, origin, 'refund.created', refund);
  emit(context, origin, 'charge.refunded', refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  });
  if (fate !== undefined) {
    context.store.put('refund_plan', {
      id: refund.id,
      status: fate === 'pending' ? 'succeeded' : 'failed',
      dueAtMs: context.nowMs() + BANK_MS,
      done: false,
    });
    context.planChanged();
  }
  return refund;
}

/** Lets refunds end whose bank has answered by `untilMs`; gives the number of them. */
export function settleRefunds(context: Context, untilMs: number): number {
  const due = context.store.all('refund_plan').filter((plan) => !plan.done && plan.dueAtMs <= untilMs);
  for (const plan of due) {
    context.store.put('refund_plan', { ...plan, done: true });
    const refund = context.store.get('refund', plan.id);
    if (!refund) continue;
    const { pending_reason: _, ...rest } = refund;
    const ended: Refund = {
      ...rest,
      status: plan.status,
      ...(plan.status === 'failed' && { failure_reason: 'lost_or_stolen_card' }),
    };
    context.store.put('refund', ended);
    const origin: Origin = { requestId: null, idempotencyKey: null };
    const charge = context.store.get('charge', refund.charge);
    if (plan.status === 'failed' && charge) {
      const back: Charge = { ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false };
      context.store.put('charge', back);
    }
    emit(context, origin, 'refund.updated', ended, { status: refund.status });
    emit(context, origin, 'charge.refund.updated', ended, { status: refund.status });
    if (plan.status === 'failed') emit(context, origin, 'refund.failed', ended, { status: refund.status });
  }
  return due.length;
}

/** The refund with an id. Fault: 404 unknown. */
export function refundFor(context: Context, id: string): Refund {
  const refund = context.store.get('refund', id);
  if (!refund) throw missing('refund', id, 'refund');
  return refund;
}
