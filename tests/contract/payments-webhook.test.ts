import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import { stripeWebhook } from '../../worker/http/stripe-webhook.ts';
import type { PaymentEvent } from '../../worker/ports/payments.ts';
import { ControlledEmulator, KEYS } from './payments-emulator.ts';
import { newRequest } from './payments-suite.ts';

/** A shop that keeps events by id and can be told to fail. */
class Shop {
  readonly events: PaymentEvent[] = [];
  readonly statuses: number[] = [];
  failures = 0;
  url = '';
  readonly #server: Server;

  constructor() {
    // The adapter of a shop that only listens: its API address is never called.
    const payments = new StripePayments({ ...KEYS, apiBase: 'http://127.0.0.1:9' });
    const app = new Hono().route(
      '/webhooks/stripe',
      stripeWebhook({
        payments,
        clock: { nowMs: () => Date.now() },
        onError: () => undefined,
        onEvent: async (event) => {
          if (this.failures > 0) {
            this.failures -= 1;
            throw new Error('The store is away');
          }
          if (this.events.some((one) => one.eventId === event.eventId)) return 'duplicate';
          this.events.push(event);
          return 'stored';
        },
      }),
    );
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await app.fetch(
        new Request(`http://shop${request.url}`, {
          method: request.method ?? 'GET',
          headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
            typeof value === 'string' ? [[name, value]] : [],
          ),
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        }),
      );
      this.statuses.push(answer.status);
      response.writeHead(answer.status);
      response.end(await answer.text());
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address && typeof address === 'object') this.url = `http://127.0.0.1:${address.port}/webhooks/stripe`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  kinds(): string[] {
    return this.events.map((event) => event.kind).filter((kind) => kind !== 'other');
  }
}

let shop: Shop;
let emulator: ControlledEmulator;
let payments: StripePayments;

beforeEach(async () => {
  shop = new Shop();
  await shop.listen();
  emulator = await ControlledEmulator.start({ webhookUrl: shop.url });
  payments = new StripePayments({ ...KEYS, apiBase: emulator.url, maxNetworkRetries: 0 });
});
afterEach(async () => {
  await emulator.close();
  await shop.close();
});

const idle = () => emulator.control('POST', '/webhooks/idle');

describe('what arrives', () => {
  test('a payment tells what it is for', async () => {
    const request = newRequest();
    await payments.createAndConfirm(request);
    await idle();
    const paid = shop.events.find((event) => event.kind === 'payment_succeeded');
    expect(paid).toMatchObject({
      type: 'payment_intent.succeeded',
      payment: {
        status: 'succeeded',
        amount: request.amount,
        orderId: request.orderId,
        cartToken: request.cartToken,
        idempotencyKey: request.idempotencyKey,
      },
    });
    expect(shop.statuses.every((status) => status === 200)).toBe(true);
  });

  test('declines, authentication, authorisation, cancelling and refunds have their kinds', async () => {
    await payments.createAndConfirm(newRequest({ methodId: 'pm_card_chargeDeclined' }));
    const waiting = await payments.createAndConfirm(newRequest({ methodId: 'pm_card_threeDSecure2Required' }));
    if (waiting.ok) await payments.cancel(waiting.reference, 'x1');
    const held = await payments.createAndConfirm(newRequest({ captureNow: false, methodId: 'pm_card_pendingRefund' }));
    if (!held.ok) throw new Error('not held');
    await payments.capture(held.reference, 'c1');
    await payments.refund({
      reference: held.reference,
      amountMinor: 100,
      currency: 'EUR',
      idempotencyKey: 'r1',
      reason: 'duplicate',
    });
    await emulator.control('POST', '/refunds/settle');
    await idle();
    expect(new Set(shop.kinds())).toEqual(
      new Set([
        'payment_failed',
        'payment_action_required',
        'payment_cancelled',
        'payment_authorized',
        'payment_succeeded',
        'refund_updated',
      ]),
    );
    const failed = shop.events.find((event) => event.kind === 'payment_failed');
    expect(failed).toMatchObject({
      payment: { status: 'requires_method', failure: { code: 'card_declined', declineCode: 'generic_decline' } },
    });
    const refunds = shop.events.flatMap((event) => (event.kind === 'refund_updated' ? [event.refund] : []));
    expect(new Set(refunds.map((one) => one.status))).toEqual(new Set(['pending', 'succeeded']));
    expect(refunds[0]).toMatchObject({
      paymentReference: held.reference,
      amount: { amountMinor: 100, currency: 'EUR' },
      idempotencyKey: 'r1',
    });
  });
});

describe('how it arrives', () => {
  test('every event three times is stored once', async () => {
    await emulator.control('POST', '/webhooks', { duplicates: 2 });
    await payments.createAndConfirm(newRequest());
    await idle();
    const ids = shop.events.map((event) => event.eventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(shop.statuses).toEqual(Array.from({ length: ids.length * 3 }, () => 200));
    expect(shop.kinds()).toEqual(['payment_succeeded']);
  });

  test('what could not be stored comes again', async () => {
    await emulator.control('POST', '/webhooks', { retryMs: 20 });
    shop.failures = 5;
    await payments.createAndConfirm(newRequest());
    await idle();
    expect(shop.statuses.filter((status) => status === 500)).toHaveLength(5);
    expect(shop.kinds()).toEqual(['payment_succeeded']);
  });

  test('events held back come in reversed order, and each once', async () => {
    await emulator.control('POST', '/webhooks', { mode: 'hold' });
    await payments.createAndConfirm(newRequest());
    await idle();
    expect(shop.events).toEqual([]);
    await emulator.control('POST', '/webhooks/release', { order: 'reversed' });
    expect(shop.events.map((event) => event.type)).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  test('an address that was away gets them later, also after a restart of the provider', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'stripe-state-'));
    const stateFile = path.join(folder, 'state.jsonl');
    const away = await ControlledEmulator.start({ webhookUrl: 'http://127.0.0.1:9/', stateFile });
    const request = newRequest();
    const made = await new StripePayments({ ...KEYS, apiBase: away.url }).createAndConfirm(request);
    await expect.poll(async () => JSON.stringify(await away.control('GET', '/webhooks'))).toContain('"status":null');
    await away.close();
    expect(shop.events).toEqual([]);
    const back = await ControlledEmulator.start({ webhookUrl: shop.url, stateFile });
    await back.control('POST', '/webhooks/idle');
    expect(shop.kinds()).toEqual(['payment_succeeded']);
    expect(await new StripePayments({ ...KEYS, apiBase: back.url }).createAndConfirm(request)).toEqual(made);
    await back.close();
    rmSync(folder, { recursive: true });
  });
});

describe('what is refused', () => {
  const send = (body: object) => emulator.control('POST', '/webhooks/send', body);
  let eventId = '';

  beforeEach(async () => {
    await emulator.control('POST', '/webhooks', { mode: 'hold' });
    await payments.createAndConfirm(newRequest());
    eventId = (await emulator.events('payment_intent.succeeded'))[0]?.id ?? '';
  });

  test('another secret, a changed body and an old signature; the event as sent is taken', async () => {
    expect(await send({ eventId, tamper: 'signature' })).toEqual({ answers: [{ status: 400, error: null }] });
    expect(await send({ eventId, tamper: 'body' })).toEqual({ answers: [{ status: 400, error: null }] });
    expect(await send({ eventId, ageS: 301 })).toEqual({ answers: [{ status: 400, error: null }] });
    expect(await send({ eventId, ageS: 24 * 3600 })).toEqual({ answers: [{ status: 400, error: null }] });
    expect(shop.events).toEqual([]);
    expect(await send({ eventId, ageS: 290, times: 2 })).toEqual({
      answers: [
        { status: 200, error: null },
        { status: 200, error: null },
      ],
    });
    expect(shop.kinds()).toEqual(['payment_succeeded']);
  });

  test('no signature, another method, too much', async () => {
    const plain = await fetch(shop.url, { method: 'POST', body: '{}' });
    expect(plain.status).toBe(400);
    expect(await plain.json()).toMatchObject({ error: 'missing_signature' });
    expect((await fetch(shop.url)).status).toBe(405);
    expect(
      (
        await fetch(shop.url, {
          method: 'POST',
          body: 'x'.repeat(1_000_001),
          headers: { 'stripe-signature': 't=1,v1=00' },
        })
      ).status,
    ).toBe(413);
    expect(shop.events).toEqual([]);
  });
});
