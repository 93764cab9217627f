import { Hono } from 'hono';
import type { Clock } from '../ports/clock.ts';
import type { PaymentEvent, Payments } from '../ports/payments.ts';

export interface StripeWebhookDeps {
  readonly payments: Pick<Payments, 'verifyWebhook'>;
  readonly clock: Clock;
  /**
   * Stores or handles an event durably and idempotently by `eventId` before it resolves. `duplicate`: it was stored before. Throwing, or `failed`,
   * makes Stripe send the event again later.
   */
  onEvent(event: PaymentEvent): Promise<'stored' | 'duplicate' | 'failed'>;
  /** Told about what made the answer 500; default console.error. */
  onError?: ((error: unknown, event: PaymentEvent) => void) | undefined;
}

const MAX_BODY_BYTES = 1_000_000;
const REMEMBERED_EVENTS = 1_000;

/** The body as received; null when it is longer than `limit` bytes, without reading on. */
async function readBody(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(read.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

/**
 * Receives Stripe's events at the path it is mounted on. Answers in order: 405 anything but POST; 413 a body over 1 MB; 400 a missing, wrong or old
 * signature or no event; 200 `{received: true}` for events stored now or before; 500 when an event could not be stored, so that Stripe repeats
 * it for up to three days. Source: https://docs.stripe.com/webhooks
 */
export function stripeWebhook(deps: StripeWebhookDeps): Hono {
  const app = new Hono();
  // Spares the store the bursts in which Stripe repeats itself; the store remains the one that knows.
  const stored = new Set<string>();
  const onError =
    deps.onError ??
    ((error, event) => console.error(`Stripe event ${event.eventId} (${event.type}) not stored:`, error));

  app.post('/', async (c) => {
    const body = await readBody(c.req.raw, MAX_BODY_BYTES);
    if (body === null) return c.json({ error: 'The body is larger than 1 MB.' }, 413);
    const read = await deps.payments.verifyWebhook(body, c.req.header('stripe-signature') ?? null, deps.clock.nowMs());
    if (!read.ok) return c.json({ error: read.reason, message: read.message }, 400);
    const { event } = read;
    if (stored.has(event.eventId)) return c.json({ received: true, duplicate: true });
    try {
      const outcome = await deps.onEvent(event);
      if (outcome === 'failed') return c.json({ error: 'not_stored' }, 500);
      stored.add(event.eventId);
      if (stored.size > REMEMBERED_EVENTS)
        for (const oldest of stored) {
          stored.delete(oldest);
          break;
        }
      return c.json({ received: true, ...(outcome === 'duplicate' && { duplicate: true }) });
    } catch (error) {
      onError(error, event);
      return c.json({ error: 'not_stored' }, 500);
    }
  });
  app.all('/', (c) => c.json({ error: 'Only POST.' }, 405, { allow: 'POST' }));
  return app;
}
