import type { PaymentEvent } from '../ports/payments.ts';

/** The Checkout objects, as far as payments concern them. */
export interface CheckoutDoor {
  getByName(token: string): { paymentChanged(reference: string): Promise<void> };
}

/**
 * Tells the cart's object that something happened to its payment; the object asks the provider what is true, so repeated, late and reordered events do
 * no harm. Events of payments made elsewhere are nobody's here. Rejects when the object cannot be reached: the provider then sends the event again.
 */
export async function handlePaymentEvent(
  _deps: object,
  env: { readonly CHECKOUT: CheckoutDoor },
  event: PaymentEvent,
): Promise<'stored' | 'duplicate' | 'failed'> {
  if (event.kind === 'other' || event.kind === 'refund_updated') return 'stored';
  const { cartToken, reference } = event.payment;
  if (cartToken !== null && /^[0-9a-f]{32}$/.test(cartToken))
    await env.CHECKOUT.getByName(cartToken).paymentChanged(reference);
  return 'stored';
}
