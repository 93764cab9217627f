import type { Behaviour } from './cards.ts';
import { type Context, newId, nowS } from './context.ts';
import { type Charge, cardOfCharge, type PaymentIntent, type PaymentMethod, type ThreeDSecure } from './objects.ts';

/** Authorised money is given back by itself after this time. Source: https://docs.stripe.com/payments/place-a-hold-on-a-payment-method */
const AUTHORISATION_S = 7 * 24 * 3600;

export interface ChargeFacts {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod;
  readonly refusal: Extract<Behaviour, { kind: 'decline' }> | null;
  readonly authenticated: boolean;
}

function outcomeOf(refusal: ChargeFacts['refusal']): Charge['outcome'] {
  const base = { advice_code: null, network_advice_code: null, risk_level: 'normal', risk_score: 12 } as const;
  if (!refusal)
    return {
      ...base,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: null,
      seller_message: 'Payment complete.',
      type: 'authorized',
    };
  return {
    ...base,
    network_decline_code: '05',
    network_status: 'declined_by_network',
    reason: refusal.declineCode ?? refusal.code,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}

/** Records what the bank said to one try of a payment: taken, reserved (capture by hand) or refused. */
export function recordCharge(context: Context, { intent, method, refusal, authenticated }: ChargeFacts): Charge {
  const isCaptured = refusal === null && intent.capture_method !== 'manual';
  const threeDSecure: ThreeDSecure | null = authenticated
    ? {
        authentication_flow: 'challenge',
        electronic_commerce_indicator: '05',
        exemption_indicator: null,
        result: 'authenticated',
        result_reason: null,
        transaction_id: newId('3ds'),
        version: '2.2.0',
      }
    : null;
  const id = newId('ch');
  const charge: Charge = {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: isCaptured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'EBBHOLT',
    captured: isCaptured,
    created: nowS(context),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: refusal?.code ?? null,
    failure_message: refusal?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(refusal),
    paid: refusal === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      type: 'card',
      card: cardOfCharge(method, intent.amount, {
        approved: refusal === null,
        authenticated: threeDSecure,
        cvcFails: refusal?.code === 'incorrect_cvc',
        captureBefore: refusal === null && !isCaptured ? nowS(context) + AUTHORISATION_S : null,
      }),
    },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: refusal === null ? `${context.baseUrl()}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: refusal === null ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
  context.store.put('charge', charge);
  return charge;
}
