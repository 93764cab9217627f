import { describe, expect, test, vi } from 'vitest';
import { signatureHeader } from '../../dev/stripe/signature.ts';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import { type StripeWebhookDeps, stripeWebhook } from '../../worker/http/stripe-webhook.ts';

const SECRET = 'whsec_unit';
const NOW_MS = 1_800_000_000_000;
const NOW_S = NOW_MS / 1000;
const payments = new StripePayments({
  secretKey: 'sk_test_unit',
  webhookSecret: SECRET,
  apiBase: 'http://127.0.0.1:9',
});
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 500,
  amount_received: 500,
  currency: 'jpy',
  metadata: { order_id: '7' },
};
const body = (facts: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    created: NOW_S - 5,
    data: { object: intent },
    ...facts,
  });
const read = (text: string, header: string | null) => payments.verifyWebhook(text, header, NOW_MS);

describe('reading an event', () => {
  test('an authentic one is in our words', async () => {
    expect(await read(body(), signatureHeader(body(), SECRET, NOW_S))).toMatchObject({
      ok: true,
      event: {
        eventId: 'evt_1',
        kind: 'payment_succeeded',
        occurredAtMs: NOW_MS - 5_000,
        payment: { amount: { amountMinor: 500, currency: 'JPY' }, orderId: 7 },
      },
    });
  });

  test('bytes are checked as bytes', async () => {
    const text = body({ note: 'größer' });
    expect(
      await payments.verifyWebhook(new TextEncoder().encode(text), signatureHeader(text, SECRET, NOW_S), NOW_MS),
    ).toMatchObject({ ok: true });
  });

  test('while a secret is exchanged, either signature will do', async () => {
    const header = signatureHeader(body(), SECRET, NOW_S);
    expect(await read(body(), `${header.replace('v1=', 'v1=00,v1=')}`)).toMatchObject({ ok: true });
  });

  test.each([
    ['no header', body(), null, 'missing_signature'],
    ['an empty header', body(), '', 'missing_signature'],
    ['no sense in the header', body(), 'nonsense', 'bad_signature'],
    ['another secret', body(), signatureHeader(body(), 'whsec_other', NOW_S), 'bad_signature'],
    ['a changed body', body({ created: 1 }), signatureHeader(body(), SECRET, NOW_S), 'bad_signature'],
    [
      'a changed time',
      body(),
      signatureHeader(body(), SECRET, NOW_S - 1).replace(/t=\d+/, `t=${NOW_S}`),
      'bad_signature',
    ],
    ['an old scheme only', body(), signatureHeader(body(), SECRET, NOW_S).replace('v1=', 'v0='), 'bad_signature'],
    ['five minutes and a second', body(), signatureHeader(body(), SECRET, NOW_S - 301), 'too_old'],
    [
      'an old signature of another body',
      body({ created: 1 }),
      signatureHeader(body(), SECRET, NOW_S - 301),
      'bad_signature',
    ],
    ['no JSON', 'no json', signatureHeader('no json', SECRET, NOW_S), 'malformed'],
    ['no event', '{"a":1}', signatureHeader('{"a":1}', SECRET, NOW_S), 'malformed'],
    [
      'a payment without a status',
      body({ data: { object: { id: 'pi_1' } } }),
      signatureHeader(body({ data: { object: { id: 'pi_1' } } }), SECRET, NOW_S),
      'malformed',
    ],
  ])('%s is refused', async (_, text, header, reason) => {
    expect(await read(text, header)).toMatchObject({ ok: false, reason });
  });

  test('what is none of our business is still an event', async () => {
    const text = body({ type: 'invoice.paid', data: { object: { object: 'invoice' } } });
    expect(await read(text, signatureHeader(text, SECRET, NOW_S))).toMatchObject({
      ok: true,
      event: { kind: 'other', type: 'invoice.paid' },
    });
  });
});

describe('answering', () => {
  const post = (app: ReturnType<typeof stripeWebhook>, text: string, header = signatureHeader(text, SECRET, NOW_S)) =>
    app.request('/', { method: 'POST', body: text, headers: { 'stripe-signature': header } });

  test('200 once stored; the repeated event is not stored again', async () => {
    const onEvent = vi.fn(async () => 'stored' as const);
    const app = stripeWebhook({ payments, clock: { nowMs: () => NOW_MS }, onEvent });
    expect((await post(app, body())).status).toBe(200);
    const again = await post(app, body());
    expect([again.status, await again.json()]).toEqual([200, { received: true, duplicate: true }]);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test.each(['failed', 'throws'])('500 when the store %s, and the next try is let through', async (how) => {
    const onEvent = vi
      .fn<StripeWebhookDeps['onEvent']>(async () => 'stored')
      .mockImplementationOnce(async () => {
        if (how === 'throws') throw new Error('away');
        return 'failed';
      });
    const app = stripeWebhook({ payments, clock: { nowMs: () => NOW_MS }, onEvent, onError: () => undefined });
    expect((await post(app, body())).status).toBe(500);
    expect((await post(app, body())).status).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  test('413 without reading on when a body of unknown length grows too large', async () => {
    const onEvent = vi.fn(async () => 'stored' as const);
    const app = stripeWebhook({ payments, clock: { nowMs: () => NOW_MS }, onEvent });
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(400_000));
      },
    });
    const init = { method: 'POST', body: stream, duplex: 'half' };
    const answer = await app.fetch(new Request('http://shop/', init));
    expect(answer.status).toBe(413);
    expect(pulled).toBeLessThan(6);
    expect(onEvent).not.toHaveBeenCalled();
  });
});
