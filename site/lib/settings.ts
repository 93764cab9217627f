import { env } from 'cloudflare:workers';
import type { PaymentSettings } from './shop-locals.ts';

function text(name: string): string | undefined {
  const value: unknown = Reflect.get(env, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Public origin of the shop where it differs from the address of the request; undefined when it does not. */
export function publicOrigin(): string | undefined {
  return text('PUBLIC_ORIGIN');
}

/** Whether units are set aside for a shopper as soon as they are in the bag, not only with the payment. */
export function bagHoldsUnits(): boolean {
  return text('HOLD_AT') === 'cart';
}

/** Whether every message is marked, to find texts that are none. */
export function marksMessages(): boolean {
  return text('PSEUDO_LOCALE') === '1';
}

/** Payment settings that may be shown to a browser: the publishable key and where its library is. */
export function paymentSettings(): PaymentSettings {
  return {
    publishableKey: text('STRIPE_PUBLISHABLE_KEY') ?? '',
    scriptUrl: text('STRIPE_JS_URL') ?? 'https://js.stripe.com/v3/',
  };
}
