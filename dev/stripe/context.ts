import { randomBytes } from 'node:crypto';
import type { StripeEvent } from './objects.ts';
import type { Store } from './store.ts';

/** API version of the objects the emulator shows. */
export const API_VERSION = '2026-08-26.dahlia';

/** What every call needs of the emulator. */
export interface Context {
  readonly store: Store;
  nowMs(): number;
  /** http://127.0.0.1:PORT */
  baseUrl(): string;
  /** Sends an event to the webhook address, if there is one, under the current policy. */
  announce(event: StripeEvent): void;
  /** Makes `refund_plan`s come true when they are due. */
  planChanged(): void;
}

/** Who asked: written into the events a call causes. */
export interface Origin {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id the way Stripe forms them: prefix and 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  const text = Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${prefix}_${text}`;
}

/** Seconds since 1970, as Stripe dates everything. */
export function nowS(context: Context): number {
  return Math.floor(context.nowMs() / 1000);
}

/** Records an event with the object as it is now, and sends it. */
export function emit(
  context: Context,
  origin: Origin,
  type: string,
  object: object,
  previousAttributes?: object,
): void {
  const event: StripeEvent = {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: nowS(context),
    data: {
      object: structuredClone(object),
      ...(previousAttributes && { previous_attributes: previousAttributes }),
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: origin.requestId, idempotency_key: origin.idempotencyKey },
    type,
  };
  context.store.put('event', event);
  context.announce(event);
}
