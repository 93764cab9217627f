import type { PaymentEvent } from '../ports/payments.ts';

/** The carts' objects, as far as payments concern them. */
export interface CheckoutDoor {
  readonly CHECKOUT: { getByName(token: string): { paymentChanged(reference: string): Promise<void> } };
}

/**
 * Hands a payment provider's event to the cart it belongs to. The event only says "look again": the object asks the provider how the payment stands, so a
 * repeated, late or reordered event does no harm. Rejects when the object could not be reached; the provider then sends the event again.
 */
export async function handlePaymentEvent(door: CheckoutDoor, event: PaymentEvent): Promise<'stored'> {
  if (event.kind === 'other' || event.kind === 'refund_updated') return 'stored';
  const { cartToken, reference } = event.payment;
  // Payments made elsewhere with the same account are none of the shop's business.
  if (cartToken === null || !/^[0-9a-f]{32}$/.test(cartToken)) return 'stored';
  await door.CHECKOUT.getByName(cartToken).paymentChanged(reference);
  return 'stored';
}
