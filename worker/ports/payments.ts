import type { Money } from '../../commerce/money/money.ts';

/** What is known of the card; null where the method is no card. */
export interface CardFacts {
  /** Lower case, such as `visa` or `mastercard`. */
  readonly brand: string;
  readonly last4: string;
}

/**
 * Where a payment stands. `authorized`: the amount is reserved and waits for `capture`. `requires_method`: declined or not authenticated,
 * nothing will happen by itself. `succeeded` and `cancelled` are final.
 */
export type PaymentStatus =
  | 'succeeded'
  | 'authorized'
  | 'processing'
  | 'requires_action'
  | 'requires_method'
  | 'cancelled';

/** Why the issuer or provider refused. Codes are the provider's (`card_declined`, `insufficient_funds`, `expired_card` ...). */
export interface PaymentFailure {
  readonly code: string;
  /** The issuer's reason under `card_declined`. */
  readonly declineCode: string | null;
  /** Words the provider allows to show to the shopper, in English. */
  readonly message: string;
}

/** A payment as the provider knows it. */
export interface Payment {
  /** The provider's name of it, such as `pi_...`. */
  readonly reference: string;
  readonly status: PaymentStatus;
  readonly amount: Money;
  /** Money actually taken, in minor units of `amount.currency`; 0 until succeeded. */
  readonly capturedMinor: number;
  readonly card: CardFacts | null;
  /** Page that lets the shopper authenticate; set when `requires_action`. */
  readonly redirectUrl: string | null;
  /** Lets the shopper's browser, and nobody else, go on with this payment. */
  readonly clientSecret: string | null;
  /** Set when the last try failed. */
  readonly failure: PaymentFailure | null;
  /** What `createAndConfirm` was given; null for payments made elsewhere. */
  readonly orderId: number | null;
  readonly cartToken: string | null;
  readonly idempotencyKey: string | null;
}

export interface PaymentRequest {
  /** Positive, in ISO 4217 minor units; the adapter translates where the provider counts otherwise. */
  readonly amount: Money;
  /** The provider's name of the card the browser registered with it, such as `pm_...`. */
  readonly methodId: string;
  /** Names this attempt, 1..255 characters. One key for one attempt of one cart with one method; a new attempt has a new key. */
  readonly idempotencyKey: string;
  readonly orderId: number;
  readonly cartToken: string;
  readonly email: string;
  /** Absolute address the shopper comes back to from an authentication page. */
  readonly returnUrl: string;
  /** False only authorises: take the money with `capture` once the goods are committed. Default true. */
  readonly captureNow?: boolean | undefined;
  /** Further facts kept with the payment: at most 40, names up to 40 and texts up to 500 characters. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The request itself is wrong and will be as wrong next time. `param` names the field in the provider's terms. */
export interface InvalidPaymentRequest {
  readonly ok: false;
  readonly reason: 'invalid_request';
  readonly code: string | null;
  readonly param: string | null;
  readonly message: string;
}

/** The same key came with other facts: a bug in whoever made the key, and nothing was paid by this call. */
export interface PaymentKeyReused {
  readonly ok: false;
  readonly reason: 'key_reused';
  readonly message: string;
}

/** No such payment, or none that this account may see. */
export interface PaymentNotFound {
  readonly ok: false;
  readonly reason: 'not_found';
  readonly message: string;
}

/** The payment is in a state that does not allow the act, such as cancelling what succeeded. */
export interface PaymentWrongState {
  readonly ok: false;
  readonly reason: 'wrong_state';
  /** Null when the provider does not say. */
  readonly status: PaymentStatus | null;
  readonly message: string;
}

/**
 * The provider did not give an answer one can act on. Whether it acted is UNKNOWN: repeat the call with the same key, never with another.
 * `retryable` false: repeating will not help until somebody changes the configuration (wrong secret key).
 */
export interface PaymentsUnavailable {
  readonly ok: false;
  readonly reason: 'unavailable';
  readonly retryable: boolean;
  readonly message: string;
}

export type PaymentDeclined = {
  readonly ok: false;
  readonly reason: 'declined';
  readonly reference: string | null;
} & PaymentFailure;

export type PaymentOutcome =
  | {
      readonly ok: true;
      readonly status: 'succeeded' | 'authorized' | 'processing';
      readonly reference: string;
      readonly card?: CardFacts;
    }
  | {
      readonly ok: true;
      readonly status: 'requires_action';
      readonly reference: string;
      readonly redirectUrl: string;
      readonly clientSecret: string;
    }
  | PaymentDeclined
  | InvalidPaymentRequest
  | PaymentKeyReused
  | PaymentsUnavailable;

export type PaymentReading = { readonly ok: true; readonly payment: Payment } | PaymentNotFound | PaymentsUnavailable;

export type PaymentChange =
  | { readonly ok: true; readonly payment: Payment }
  | PaymentDeclined
  | PaymentWrongState
  | PaymentNotFound
  | InvalidPaymentRequest
  | PaymentKeyReused
  | PaymentsUnavailable;

export interface RefundRequest {
  /** Payment to give back from. */
  readonly reference: string;
  /** Positive, in ISO 4217 minor units. */
  readonly amountMinor: number;
  /** The payment's currency. */
  readonly currency: string;
  readonly idempotencyKey: string;
  readonly reason: 'requested_by_customer' | 'duplicate' | 'fraudulent';
}

/** `pending`: the bank takes its time; a `refund_updated` event tells the end. */
export type RefundStatus = 'pending' | 'succeeded' | 'failed' | 'cancelled';

export interface Refund {
  /** The provider's name of it, such as `re_...`. */
  readonly reference: string;
  readonly paymentReference: string | null;
  readonly status: RefundStatus;
  readonly amount: Money;
  /** The provider's word for why it failed. */
  readonly failureReason: string | null;
  readonly idempotencyKey: string | null;
}

export type RefundResult =
  | { readonly ok: true; readonly reference: string; readonly status: Exclude<RefundStatus, 'failed' | 'cancelled'> }
  | { readonly ok: false; readonly reason: 'refused'; readonly code: string; readonly message: string }
  | PaymentWrongState
  | PaymentNotFound
  | InvalidPaymentRequest
  | PaymentKeyReused
  | PaymentsUnavailable;

export type RefundReading = { readonly ok: true; readonly refund: Refund } | PaymentNotFound | PaymentsUnavailable;

/**
 * Something that happened at the provider, authenticated. Events come repeated, late and in any order, and each carries the object as it was
 * when the event was made: take `eventId` to skip what was handled, and before acting on anything but a final status ask `retrieve`.
 */
export type PaymentEvent = {
  /** Unique per event, the same in every repetition. */
  readonly eventId: string;
  /** The provider's own name of what happened. */
  readonly type: string;
  readonly occurredAtMs: number;
} & (
  | {
      readonly kind:
        | 'payment_succeeded'
        | 'payment_authorized'
        | 'payment_processing'
        | 'payment_action_required'
        | 'payment_failed'
        | 'payment_cancelled';
      readonly payment: Payment;
    }
  | { readonly kind: 'refund_updated'; readonly refund: Refund }
  | { readonly kind: 'other' }
);

export type WebhookRefusalReason = 'missing_signature' | 'bad_signature' | 'too_old' | 'malformed';

export type WebhookReading =
  | { readonly ok: true; readonly event: PaymentEvent }
  | { readonly ok: false; readonly reason: WebhookRefusalReason; readonly message: string };

/**
 * The payment provider. Card numbers never come here: the browser gives them to the provider and gets a method id.
 *
 * Never paying twice. The purchase (hold, pay, commit, record the order) writes its idempotency key down before the first call and repeats
 * every call with that key after a crash, a timeout or `unavailable`: the provider executes a key once and gives the same payment again, and
 * the adapter answers with where that payment stands now, not where it stood at the first answer. The provider forgets a key some
 * time after 24 hours; from then on ask `findAttempt` first. A declined attempt is over: another card gets another key.
 * Giving up an attempt means `cancel`; when that answers `wrong_state` with `succeeded`, the shopper paid meanwhile: fulfil or refund.
 * Capturing later (`captureNow: false`) is the safer order: then nothing is taken before the goods are committed.
 */
export interface Payments {
  /**
   * Makes a payment and tries it at once. Refusals in order: invalid_request (amount, fields, unknown method), key_reused, declined, unavailable.
   */
  createAndConfirm(request: PaymentRequest): Promise<PaymentOutcome>;
  /** The payment as it is now. Refusals in order: not_found, unavailable. */
  retrieve(reference: string): Promise<PaymentReading>;
  /**
   * The payment an idempotency key made, found by the facts kept with it; null when there is none. For attempts older than the provider remembers keys:
   * looks through payments made from `sinceMs` (when the attempt was written down) for 25 hours. Refusals: unavailable.
   */
  findAttempt(
    idempotencyKey: string,
    sinceMs: number,
  ): Promise<{ readonly ok: true; readonly payment: Payment | null } | PaymentsUnavailable>;
  /**
   * Takes an authorised amount. Capturing what was captured answers with the payment. Refusals in order: not_found, key_reused, wrong_state, declined, unavailable.
   */
  capture(reference: string, idempotencyKey: string): Promise<PaymentChange>;
  /** Ends a payment that has not succeeded. Cancelling what was cancelled answers with the payment. Refusals in order: not_found, key_reused, wrong_state, unavailable. */
  cancel(reference: string, idempotencyKey: string): Promise<PaymentChange>;
  /**
   * Gives back a part or all. Refusals in order: not_found, invalid_request (amount, more than is left), key_reused, wrong_state (nothing was taken),
   * refused (the bank said no), unavailable.
   */
  refund(request: RefundRequest): Promise<RefundResult>;
  /** The refund as it is now. Refusals in order: not_found, unavailable. */
  retrieveRefund(reference: string): Promise<RefundReading>;
  /**
   * The refund of a payment that an idempotency key made, however long ago; null when there is none. For refunds begun so long ago that the provider may
   * have forgotten their keys. Refusals: unavailable.
   */
  findRefund(
    paymentReference: string,
    idempotencyKey: string,
  ): Promise<{ readonly ok: true; readonly refund: Refund | null } | PaymentsUnavailable>;
  /**
   * Reads an event after checking its signature over the body exactly as received and its age (5 minutes). `nowMs` is the receiver's time.
   * Refusals in order: missing_signature, bad_signature, too_old, malformed.
   */
  verifyWebhook(rawBody: string | Uint8Array, signatureHeader: string | null, nowMs: number): Promise<WebhookReading>;
}
