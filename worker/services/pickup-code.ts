import { pickupCode } from '../../commerce/shipping/pickup.ts';

/** What a shopper shows at the counter: made from the order's secret, so it needs no keeping, and tells nobody the secret. */
export async function pickupCodeOf(order: { readonly statusKey: string }): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`collect:${order.statusKey}`));
  return pickupCode([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}
