import Stripe from 'stripe';
import { money } from '../../../commerce/money/money.ts';
import type {
  Payment,
  PaymentChange,
  PaymentOutcome,
  PaymentReading,
  PaymentRequest,
  Payments,
  PaymentsUnavailable,
  Refund,
  RefundReading,
  RefundRequest,
  RefundResult,
  WebhookReading,
} from '../../ports/payments.ts';
import { toStripeAmount } from './amounts.ts';
import { stripeRefusal, unavailableOnly } from './stripe-errors.ts';
import { intentSchema, METADATA, refundSchema, toPayment, toRefund } from './stripe-objects.ts';
import { toPaymentEvent } from './webhook-events.ts';

export interface StripeSettings {
  /** `sk_...` */
  readonly secretKey: string;
  /** `whsec_...` of the endpoint that receives events. */
  readonly webhookSecret: string;
  /** Where Stripe's API is, such as http://127.0.0.1:12111; undefined is Stripe itself. */
  readonly apiBase?: string | undefined;
  /** Waits between repeated tries grow from half a second; default 2 repetitions. */
  readonly maxNetworkRetries?: number | undefined;
  /** Milliseconds until one try is given up; default 15,000. */
  readonly timeoutMs?: number | undefined;
}

const WEBHOOK_TOLERANCE_S = 300;
/** An attempt is repeated for at most a day, plus an hour for clocks and slow alarms. */
const ATTEMPT_WINDOW_S = 25 * 3600;
const CLOCK_SKEW_S = 300;
/** Shows the card of the payment in the same answer. */
const WITH_CARD = { expand: ['latest_charge'] };

function connect(settings: StripeSettings): Stripe {
  const base = settings.apiBase === undefined ? null : new URL(settings.apiBase);
  return new Stripe(settings.secretKey, {
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: settings.maxNetworkRetries ?? 2,
    timeout: settings.timeoutMs ?? 15_000,
    telemetry: false,
    ...(base && {
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      host: base.hostname,
      port: base.port || (base.protocol === 'http:' ? 80 : 443),
    }),
  });
}

/** Whether Stripe gave the stored answer of an earlier call with this key: it shows how things stood then. */
function isReplay(answer: { readonly lastResponse: { readonly headers: unknown } }): boolean {
  const { headers } = answer.lastResponse;
  if (headers instanceof Headers) return headers.get('idempotent-replayed') === 'true';
  return (
    typeof headers === 'object' &&
    headers !== null &&
    'idempotent-replayed' in headers &&
    headers['idempotent-replayed'] === 'true'
  );
}

function toOutcome(payment: Payment): PaymentOutcome {
  const { reference, status } = payment;
  switch (status) {
    case 'succeeded':
    case 'authorized':
    case 'processing':
      return { ok: true, status, reference, ...(payment.card && { card: payment.card }) };
    case 'requires_action':
      if (payment.redirectUrl === null || payment.clientSecret === null)
        return {
          ok: false,
          reason: 'declined',
          reference,
          code: 'payment_method_not_available',
          declineCode: null,
          message: 'This payment method needs a step this shop does not offer.',
        };
      return { ok: true, status, reference, redirectUrl: payment.redirectUrl, clientSecret: payment.clientSecret };
    case 'requires_method':
    case 'cancelled': {
      const failure = payment.failure ?? {
        code: status === 'cancelled' ? 'payment_cancelled' : 'card_declined',
        declineCode: null,
        message: status === 'cancelled' ? 'The payment was cancelled.' : 'The card was declined.',
      };
      return { ok: false, reason: 'declined', reference, ...failure };
    }
  }
}

/** Payments by Stripe's PaymentIntents, over `fetch` so that it runs in workerd. Source: https://docs.stripe.com/api/payment_intents */
export class StripePayments implements Payments {
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;
  readonly #crypto = Stripe.createSubtleCryptoProvider();

  constructor(settings: StripeSettings) {
    this.#stripe = connect(settings);
    this.#webhookSecret = settings.webhookSecret;
  }

  async createAndConfirm(request: PaymentRequest): Promise<PaymentOutcome> {
    const charged = toStripeAmount(request.amount);
    if (!charged.ok)
      return {
        ok: false,
        reason: 'invalid_request',
        code: 'amount_invalid',
        param: 'amount',
        message: charged.message,
      };
    try {
      const made = await this.#stripe.paymentIntents.create(
        {
          amount: charged.amount,
          currency: request.amount.currency.toLowerCase(),
          confirm: true,
          payment_method: request.methodId,
          automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
          capture_method: request.captureNow === false ? 'manual' : 'automatic',
          return_url: request.returnUrl,
          // Not `receipt_email`: Stripe would send a second receipt beside the shop's confirmation.
          metadata: {
            ...request.metadata,
            [METADATA.orderId]: String(request.orderId),
            [METADATA.cartToken]: request.cartToken,
            [METADATA.idempotencyKey]: request.idempotencyKey,
            [METADATA.email]: request.email,
          },
          ...WITH_CARD,
        },
        { idempotencyKey: request.idempotencyKey },
      );
      if (!isReplay(made)) return toOutcome(toPayment(intentSchema.parse(made)));
      const now = await this.retrieve(made.id);
      if (now.ok) return toOutcome(now.payment);
      return unavailableOnly(now);
    } catch (error) {
      const refusal = stripeRefusal(error);
      switch (refusal.reason) {
        case 'not_found':
          return { ...refusal, reason: 'invalid_request', code: 'resource_missing', param: null };
        case 'wrong_state':
          return { ok: false, reason: 'invalid_request', code: refusal.reason, param: null, message: refusal.message };
        default:
          return refusal;
      }
    }
  }

  async retrieve(reference: string): Promise<PaymentReading> {
    try {
      return { ok: true, payment: await this.#read(reference) };
    } catch (error) {
      const refusal = stripeRefusal(error);
      return refusal.reason === 'not_found' ? refusal : unavailableOnly(refusal);
    }
  }

  async findAttempt(
    idempotencyKey: string,
    sinceMs: number,
  ): Promise<{ readonly ok: true; readonly payment: Payment | null } | PaymentsUnavailable> {
    const from = Math.floor(sinceMs / 1000) - CLOCK_SKEW_S;
    try {
      const made = this.#stripe.paymentIntents.list({
        created: { gte: from, lte: from + ATTEMPT_WINDOW_S },
        limit: 100,
      });
      for await (const intent of made)
        if (intent.metadata[METADATA.idempotencyKey] === idempotencyKey)
          return { ok: true, payment: await this.#read(intent.id) };
      return { ok: true, payment: null };
    } catch (error) {
      return unavailableOnly(stripeRefusal(error));
    }
  }

  capture(reference: string, idempotencyKey: string): Promise<PaymentChange> {
    return this.#change(reference, 'succeeded', () =>
      this.#stripe.paymentIntents.capture(reference, WITH_CARD, { idempotencyKey }),
    );
  }

  cancel(reference: string, idempotencyKey: string): Promise<PaymentChange> {
    return this.#change(reference, 'cancelled', () =>
      this.#stripe.paymentIntents.cancel(
        reference,
        { cancellation_reason: 'abandoned', ...WITH_CARD },
        { idempotencyKey },
      ),
    );
  }

  async refund(request: RefundRequest): Promise<RefundResult> {
    const { currency, amountMinor, reference } = request;
    if (!Number.isSafeInteger(amountMinor))
      return {
        ok: false,
        reason: 'invalid_request',
        code: 'amount_invalid',
        param: 'amount',
        message: 'The amount must be a whole number.',
      };
    const back = toStripeAmount(money(amountMinor, currency));
    if (!back.ok)
      return { ok: false, reason: 'invalid_request', code: 'amount_invalid', param: 'amount', message: back.message };
    // The amount alone says nothing of the currency, so that 500 yen of a euro payment would be 5.00 euro.
    const of = await this.retrieve(reference);
    if (!of.ok) return of;
    if (of.payment.amount.currency !== currency)
      return {
        ok: false,
        reason: 'invalid_request',
        code: 'currency_mismatch',
        param: 'currency',
        message: `The payment is in ${of.payment.amount.currency}.`,
      };
    try {
      const made = await this.#stripe.refunds.create(
        {
          payment_intent: reference,
          amount: back.amount,
          reason: request.reason,
          metadata: { [METADATA.idempotencyKey]: request.idempotencyKey },
        },
        { idempotencyKey: request.idempotencyKey },
      );
      const latest = isReplay(made) ? await this.#stripe.refunds.retrieve(made.id) : made;
      const { status, failureReason, reference: refundReference } = toRefund(refundSchema.parse(latest));
      if (status === 'failed' || status === 'cancelled')
        return {
          ok: false,
          reason: 'refused',
          code: failureReason ?? status,
          message: 'The bank did not take the refund.',
        };
      return { ok: true, reference: refundReference, status };
    } catch (error) {
      const refusal = stripeRefusal(error);
      if (refusal.reason === 'declined')
        return { ok: false, reason: 'refused', code: refusal.code, message: refusal.message };
      // Stripe has no code for "nothing was taken".
      if (refusal.reason === 'invalid_request' && of.payment.capturedMinor === 0)
        return { ok: false, reason: 'wrong_state', status: of.payment.status, message: refusal.message };
      return refusal;
    }
  }

  async retrieveRefund(reference: string): Promise<RefundReading> {
    try {
      return { ok: true, refund: toRefund(refundSchema.parse(await this.#stripe.refunds.retrieve(reference))) };
    } catch (error) {
      const refusal = stripeRefusal(error);
      return refusal.reason === 'not_found' ? refusal : unavailableOnly(refusal);
    }
  }

  async findRefund(
    paymentReference: string,
    idempotencyKey: string,
  ): Promise<{ readonly ok: true; readonly refund: Refund | null } | PaymentsUnavailable> {
    try {
      for await (const made of this.#stripe.refunds.list({ payment_intent: paymentReference, limit: 100 }))
        if (made.metadata?.[METADATA.idempotencyKey] === idempotencyKey)
          return { ok: true, refund: toRefund(refundSchema.parse(made)) };
      return { ok: true, refund: null };
    } catch (error) {
      return unavailableOnly(stripeRefusal(error));
    }
  }

  async verifyWebhook(
    rawBody: string | Uint8Array,
    signatureHeader: string | null,
    nowMs: number,
  ): Promise<WebhookReading> {
    if (!signatureHeader) return { ok: false, reason: 'missing_signature', message: 'No Stripe-Signature header.' };
    const check = (toleranceS: number) =>
      this.#stripe.webhooks.constructEventAsync(
        rawBody,
        signatureHeader,
        this.#webhookSecret,
        toleranceS,
        this.#crypto,
        nowMs,
      );
    let body: unknown;
    try {
      body = await check(WEBHOOK_TOLERANCE_S);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError))
        return { ok: false, reason: 'malformed', message: 'The body is no event.' };
      // Zero switches the check of the age off: what passes then is only too old.
      const isAuthentic = await check(0).then(
        () => true,
        (second: unknown) => !(second instanceof Stripe.errors.StripeSignatureVerificationError),
      );
      return isAuthentic
        ? { ok: false, reason: 'too_old', message: 'The event was signed more than five minutes ago.' }
        : { ok: false, reason: 'bad_signature', message: 'The signature does not match the body.' };
    }
    const event = toPaymentEvent(body);
    return event ? { ok: true, event } : { ok: false, reason: 'malformed', message: 'The body is no event.' };
  }

  async #read(reference: string): Promise<Payment> {
    return toPayment(intentSchema.parse(await this.#stripe.paymentIntents.retrieve(reference, WITH_CARD)));
  }

  /** An act on a payment; when it already is where the act leads, somebody was there first and nothing is wrong. */
  async #change(
    reference: string,
    goal: 'succeeded' | 'cancelled',
    act: () => Promise<{ readonly lastResponse: { readonly headers: unknown } }>,
  ): Promise<PaymentChange> {
    try {
      const changed = await act();
      if (!isReplay(changed)) return { ok: true, payment: toPayment(intentSchema.parse(changed)) };
      return await this.retrieve(reference);
    } catch (error) {
      const refusal = stripeRefusal(error);
      if (refusal.reason !== 'wrong_state') return refusal;
      const now = await this.retrieve(reference);
      if (!now.ok) return now;
      return now.payment.status === goal ? now : { ...refusal, status: now.payment.status };
    }
  }
}
