import type { PaymentEvent } from '../ports/payments.ts';
import { type RefundDeps, refundChanged } from './refund-order.ts';

/** The carts' objects, as far as payments concern them. */
export interface CheckoutDoor {
  readonly CHECKOUT: { getByName(token: string): { paymentChanged(reference: string): Promise<void> } };
}

/**
 * Hands a payment provider's event to what it belongs to: a payment to its cart, a refund to its order. The event only says "look again": the provider
 * is asked how things stand, or the record knows that they are past changing, so a repeated, late or reordered event does no harm. Rejects when the object,
 * records, stock or provider could not be reached; the provider then sends the event again.
 */
export async function handlePaymentEvent(
  door: CheckoutDoor,
  refunds: RefundDeps,
  event: PaymentEvent,
): Promise<'stored'> {
  if (event.kind === 'other') return 'stored';
  if (event.kind === 'refund_updated') {
    await refundChanged(refunds, event.refund);
    return 'stored';
  }
  const { cartToken, reference } = event.payment;
  // Payments made elsewhere with the same account are none of the shop's business.
  if (cartToken === null || !/^[0-9a-f]{32}$/.test(cartToken)) return 'stored';
  await door.CHECKOUT.getByName(cartToken).paymentChanged(reference);
  return 'stored';
}
