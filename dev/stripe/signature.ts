import { createHmac } from 'node:crypto';

/** The Stripe-Signature header of a body sent at a time (seconds). Source: https://docs.stripe.com/webhooks#verify-manually */
export function signatureHeader(body: string, secret: string, timestampS: number): string {
  const signature = createHmac('sha256', secret).update(`${timestampS}.${body}`).digest('hex');
  return `t=${timestampS},v1=${signature}`;
}
