import type { WebhookSender } from '../../ports/webhook-sender.ts';

const TIMEOUT_MS = 10_000;

/**
 * HMAC-SHA256 of a body, base64: what a receiver computes over the raw body to know that the shop wrote it.
 * Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https (step "validate the origin").
 */
export async function signatureOf(body: string, secret: string): Promise<string> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', text.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(body)));
  return btoa(String.fromCharCode(...bytes));
}

/** Posts JSON with Shopify's headers: topic, id and signature. Redirects are not followed: the signed body stays with the address it was meant for. */
export function httpWebhooks(): WebhookSender {
  return {
    async send({ url, secret, topic, webhookId, body }) {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'x-shopify-topic': topic,
          'x-shopify-webhook-id': webhookId,
          'x-shopify-hmac-sha256': await signatureOf(body, secret),
        },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`webhook: ${webhookId} was answered with ${response.status}`);
    },
  };
}
