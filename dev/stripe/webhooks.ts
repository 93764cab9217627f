import { newId } from './context.ts';
import type { StripeEvent } from './objects.ts';
import { signatureHeader } from './signature.ts';
import type { Delivery, Store } from './store.ts';

/** How events travel, changed through /_control/webhooks. */
export interface WebhookPolicy {
  /** `hold` keeps them until they are released. */
  mode: 'deliver' | 'hold';
  /** Every event is sent this many times more. */
  duplicates: number;
  /** Wait before the first try. */
  delayMs: number;
  /** First wait after a failed try; each further one is twice as long, at most a minute. */
  retryMs: number;
  /** Tries until an event is given up. */
  maxAttempts: number;
}

export const USUAL_POLICY: Readonly<WebhookPolicy> = {
  mode: 'deliver',
  duplicates: 0,
  delayMs: 0,
  retryMs: 500,
  maxAttempts: 100,
};

const MAX_WAIT_MS = 60_000;
const TRY_MS = 10_000;
const AT_ONCE = 8;

export interface SendOptions {
  /** Signed that long ago. */
  readonly ageS?: number;
  /** `body`: changed after signing. `signature`: made with another secret. */
  readonly tamper?: 'body' | 'signature' | null;
}

export interface WebhooksOptions {
  readonly store: Store;
  readonly secret: string;
  readonly nowMs: () => number;
  readonly url: string | null;
}

/** Sends events to the webhook address, signed, and again until the address takes them. */
export class Webhooks {
  url: string | null;
  policy: WebhookPolicy = { ...USUAL_POLICY };
  readonly #store: Store;
  readonly #secret: string;
  readonly #nowMs: () => number;
  readonly #underWay = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: WebhooksOptions) {
    this.url = options.url;
    this.#store = options.store;
    this.#secret = options.secret;
    this.#nowMs = options.nowMs;
    // What an earlier run did not get rid of.
    for (const delivery of this.#store.all('delivery'))
      if (delivery.state === 'pending') this.#pending.set(delivery.id, delivery);
    this.#schedule();
  }

  /** Undelivered ones only, so that a long run does not make each event dearer. */
  readonly #pending = new Map<string, Delivery>();

  setUrl(url: string | null): void {
    this.url = url;
    this.#schedule();
  }

  announce(event: StripeEvent): void {
    if (this.url === null) return;
    for (let copy = 0; copy <= this.policy.duplicates; copy += 1)
      this.#keep({
        id: newId('whd'),
        eventId: event.id,
        state: this.policy.mode === 'hold' ? 'held' : 'pending',
        dueAtMs: this.#nowMs() + this.policy.delayMs,
        attempts: [],
      });
    this.#schedule();
  }

  #keep(delivery: Delivery): void {
    this.#store.put('delivery', delivery);
    if (delivery.state === 'pending') this.#pending.set(delivery.id, delivery);
    else this.#pending.delete(delivery.id);
  }

  /** Sends held events in the given order, each after the one before was answered; gives their number. */
  async release(order: 'created' | 'reversed'): Promise<number> {
    const held = this.#store.all('delivery').filter((delivery) => delivery.state === 'held');
    if (order === 'reversed') held.reverse();
    for (const delivery of held) await this.#attempt(delivery);
    this.#schedule();
    return held.length;
  }

  /** Sends one event now, once, whatever the policy; gives the receiver's status, null when there was none. */
  async send(event: StripeEvent, options: SendOptions = {}): Promise<{ status: number | null; error: string | null }> {
    if (this.url === null) return { status: null, error: 'No webhook address.' };
    const body = JSON.stringify(event);
    const secret = options.tamper === 'signature' ? `${this.#secret}x` : this.#secret;
    const header = signatureHeader(body, secret, Math.floor(this.#nowMs() / 1000) - (options.ageS ?? 0));
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': header,
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body: options.tamper === 'body' ? body.replace('"livemode":false', '"livemode":true') : body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TRY_MS),
      });
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const event = this.#store.get('event', delivery.eventId);
    if (!event) return this.#keep({ ...delivery, state: 'abandoned' });
    this.#underWay.add(delivery.id);
    const { status, error } = await this.send(event);
    this.#underWay.delete(delivery.id);
    if (this.#isClosed) return;
    const attempts = [...delivery.attempts, { atMs: this.#nowMs(), status, error }];
    const wasTaken = status !== null && status >= 200 && status < 300;
    const waitMs = Math.min(MAX_WAIT_MS, this.policy.retryMs * 2 ** (attempts.length - 1));
    this.#keep({
      ...delivery,
      attempts,
      state: wasTaken ? 'delivered' : attempts.length >= this.policy.maxAttempts ? 'abandoned' : 'pending',
      dueAtMs: this.#nowMs() + waitMs,
    });
    // In memory only (a restart shows 1 again): events are most of what the file holds.
    if (wasTaken) event.pending_webhooks = 0;
    this.#store.flush();
    this.#schedule();
  }

  /** Sets the timer for the next delivery that is due; stops looking at the first that is due already, since a backlog may be long. */
  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isClosed || this.url === null || this.#underWay.size >= AT_ONCE) return;
    const nowMs = this.#nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const delivery of this.#pending.values()) {
      if (this.#underWay.has(delivery.id)) continue;
      nextMs = Math.min(nextMs, delivery.dueAtMs);
      if (nextMs <= nowMs) break;
    }
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#sendDue(), Math.min(MAX_WAIT_MS, Math.max(0, nextMs - nowMs)));
  }

  #sendDue(): void {
    for (const delivery of this.#pending.values()) {
      if (this.#underWay.size >= AT_ONCE) break;
      if (delivery.dueAtMs <= this.#nowMs() && !this.#underWay.has(delivery.id)) void this.#attempt(delivery);
    }
    this.#schedule();
  }

  /** Whether every event that is not held was taken or given up. */
  isIdle(): boolean {
    return this.#pending.size === 0 && this.#underWay.size === 0;
  }

  reset(): void {
    this.policy = { ...USUAL_POLICY };
    this.#pending.clear();
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
