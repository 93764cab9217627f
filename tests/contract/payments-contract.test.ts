import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import type { Payments } from '../../worker/ports/payments.ts';
import { ControlledEmulator, KEYS } from './payments-emulator.ts';
import { loadStripeFixtures, loadStripeSpec } from './payments-openapi.ts';
import { newRequest, paymentsContract } from './payments-suite.ts';

let emulator: ControlledEmulator;
let payments: Payments;

beforeAll(async () => {
  emulator = await ControlledEmulator.start();
  payments = new StripePayments({ ...KEYS, apiBase: emulator.url, maxNetworkRetries: 0 });
});
afterAll(() => emulator.close());

interface IntentFacts {
  readonly id: string;
  readonly amount_received: number;
  readonly metadata: Readonly<Record<string, string>>;
}
interface ChargeFacts {
  readonly payment_intent: string;
  readonly amount_refunded: number;
  readonly captured: boolean;
}

async function all<T>(path: string): Promise<T[]> {
  const found: T[] = [];
  for (let after = ''; ; ) {
    const { body } = await emulator.api('GET', path, { limit: '100', ...(after !== '' && { starting_after: after }) });
    const page = body.data as (T & { id: string })[];
    found.push(...page);
    after = page.at(-1)?.id ?? '';
    if (body.has_more !== true) return found;
  }
}

paymentsContract('Stripe', {
  payments: () => payments,
  methods: {
    pays: 'pm_card_visa',
    declines: 'pm_card_chargeDeclined',
    lacksFunds: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    authenticates: 'pm_card_threeDSecure2Required',
    refundsLater: 'pm_card_pendingRefund',
    refundFails: 'pm_card_refundFail',
  },
  authenticate: (url, passed) => emulator.authenticate(url, passed),
  settleRefunds: async () => void (await emulator.control('POST', '/refunds/settle')),
  trouble: async (kind, times) => {
    await emulator.control(
      'POST',
      '/faults',
      kind === 'error' ? { mode: 'status', status: 500, times } : { mode: kind, times },
    );
  },
  calm: async () => void (await emulator.control('DELETE', '/faults')),
  ledger: async (cartToken) => {
    const intents = (await all<IntentFacts>('/v1/payment_intents')).filter(
      (one) => one.metadata.cart_token === cartToken,
    );
    const ids = new Set(intents.map((one) => one.id));
    const refunded = (await all<ChargeFacts>('/v1/charges'))
      .filter((one) => ids.has(one.payment_intent) && one.captured)
      .reduce((sum, one) => sum + one.amount_refunded, 0);
    return {
      payments: intents.length,
      takenMinor: intents.reduce((sum, one) => sum + one.amount_received, 0) - refunded,
    };
  },
});

describe('the adapter and the network', () => {
  test('a cut connection is repeated with the same key by itself', async () => {
    const patient = new StripePayments({ ...KEYS, apiBase: emulator.url, maxNetworkRetries: 2 });
    const request = newRequest();
    await emulator.control('POST', '/faults', { mode: 'cut_after', path: '/v1/payment_intents' });
    expect(await patient.createAndConfirm(request)).toMatchObject({ ok: true, status: 'succeeded' });
    const made = (await emulator.calls()).filter(
      (call) => call.method === 'POST' && JSON.stringify(call.params).includes(`"${request.cartToken}"`),
    );
    expect(made).toHaveLength(2);
  });

  test('a call that is still being executed under the key leaves the outcome open', async () => {
    const request = newRequest();
    await emulator.control('POST', '/faults', { mode: 'delay', delayMs: 400 });
    const first = payments.createAndConfirm(request);
    await expect.poll(async () => JSON.stringify(await emulator.calls())).toContain(request.cartToken);
    expect(await payments.createAndConfirm(request)).toMatchObject({
      ok: false,
      reason: 'unavailable',
      retryable: true,
    });
    expect(await first).toMatchObject({ ok: true, status: 'succeeded' });
  });

  test('an answer that does not come in time leaves the outcome open', async () => {
    const hasty = new StripePayments({ ...KEYS, apiBase: emulator.url, maxNetworkRetries: 0, timeoutMs: 50 });
    const request = newRequest();
    await emulator.control('POST', '/faults', { mode: 'delay', delayMs: 500 });
    expect(await hasty.createAndConfirm(request)).toMatchObject({ ok: false, reason: 'unavailable', retryable: true });
    await expect.poll(() => payments.createAndConfirm(request)).toMatchObject({ ok: true, status: 'succeeded' });
  });

  test('a server that is not there is unavailable; a wrong key is, and repeating does not help', async () => {
    const gone = await ControlledEmulator.start();
    await gone.close();
    const nobody = new StripePayments({ ...KEYS, apiBase: gone.url, maxNetworkRetries: 0 });
    expect(await nobody.createAndConfirm(newRequest())).toMatchObject({
      ok: false,
      reason: 'unavailable',
      retryable: true,
    });
    const stranger = new StripePayments({ ...KEYS, secretKey: 'sk_test_other', apiBase: emulator.url });
    expect(await stranger.createAndConfirm(newRequest())).toMatchObject({
      ok: false,
      reason: 'unavailable',
      retryable: false,
    });
    expect(await stranger.retrieve('pi_x')).toMatchObject({ ok: false, reason: 'unavailable', retryable: false });
  });

  test('too many requests are unavailable for now', async () => {
    await emulator.control('POST', '/faults', { mode: 'status', status: 429 });
    expect(await payments.createAndConfirm(newRequest())).toMatchObject({
      ok: false,
      reason: 'unavailable',
      retryable: true,
    });
  });
});

const spec = loadStripeSpec();
const fixtures = loadStripeFixtures();

describe.skipIf(spec === null)("against Stripe's OpenAPI", () => {
  test('the calls of a whole shop day are answered as documented and asked as documented', async () => {
    if (!spec) return;
    await emulator.control('DELETE', '/state');
    const { customer, method } = await shopDay();
    const calls = await emulator.calls();
    expect(
      new Set(
        calls.map((call) => `${call.method} ${call.path.replace(/(pi|ch|re|pm|cus|evt)_\w+/, ':id')} ${call.status}`),
      ).size,
    ).toBeGreaterThan(25);
    spec.learn(calls);
    const problems = calls.flatMap((call) => [
      ...spec.answerProblems(call.method, call.path, call.status, call.answer),
      ...(call.status < 300 ? spec.requestProblems(call.method, call.path, call.params) : []),
    ]);
    expect([...new Set(problems)]).toEqual([]);
    expect(customer).toMatch(/^cus_/);
    expect(method).toMatch(/^pm_/);
  });

  test('the check itself refuses a wrong answer and a wrong request', () => {
    expect(spec?.answerProblems('GET', '/v1/refunds/re_1', 200, { id: 're_1', object: 'refund' })).not.toEqual([]);
    expect(
      spec?.answerProblems('GET', '/v1/refunds/re_1', 200, {
        id: 're_1',
        object: 'refund',
        amount: 1,
        created: 1,
        currency: 'eur',
        invented: 1,
      }),
    ).not.toEqual([]);
    expect(spec?.requestProblems('POST', '/v1/payment_intents', { amount: '100', currency: 'eur' })).toEqual([]);
    expect(spec?.requestProblems('POST', '/v1/payment_intents', { amount: 'many', currency: 'eur' })).not.toEqual([]);
    expect(
      spec?.requestProblems('POST', '/v1/payment_intents', { amount: '100', currency: 'eur', colour: 'red' }),
    ).not.toEqual([]);
  });

  test('every event is as documented, with the object it is about', async () => {
    const events = await all<{ type: string }>('/v1/events');
    expect(new Set(events.map((event) => event.type))).toEqual(
      new Set([
        'charge.captured',
        'charge.failed',
        'charge.refund.updated',
        'charge.refunded',
        'charge.succeeded',
        'customer.created',
        'customer.updated',
        'payment_intent.amount_capturable_updated',
        'payment_intent.canceled',
        'payment_intent.created',
        'payment_intent.payment_failed',
        'payment_intent.requires_action',
        'payment_intent.succeeded',
        'refund.created',
        'refund.failed',
        'refund.updated',
      ]),
    );
    spec?.learn(events);
    expect([...new Set(events.flatMap((event) => spec?.eventProblems(event) ?? []))]).toEqual([]);
  });
});

describe.skipIf(spec === null || fixtures === null)("against Stripe's fixtures", () => {
  test.each(['payment_intent', 'charge', 'refund', 'payment_method', 'customer', 'event'])(
    '%s has every field of the sample that the API still has',
    async (resource) => {
      const path =
        {
          payment_intent: '/v1/payment_intents',
          charge: '/v1/charges',
          refund: '/v1/refunds',
          payment_method: '/v1/payment_methods',
          customer: '/v1/customers',
          event: '/v1/events',
        }[resource] ?? '';
      const [ours] = await all<object>(path);
      const sample = fixtures?.resources[resource];
      const current = new Set(spec?.fieldsOf(resource));
      // Refunds of a charge come only with `expand`.
      const expected = Object.keys(sample ?? {}).filter(
        (name) => current.has(name) && !(resource === 'charge' && name === 'refunds'),
      );
      expect(expected.length).toBeGreaterThan(5);
      expect(Object.keys(ours ?? {})).toEqual(expect.arrayContaining(expected));
    },
  );

  test('events have the fields of the sample events', async () => {
    const ours = new Map(
      (await all<{ type: string; data: { object: object } }>('/v1/events')).map((event) => [event.type, event]),
    );
    const known = [...ours.keys()].filter((type) => fixtures?.events.has(type));
    expect(known.length).toBeGreaterThan(8);
    for (const type of known) {
      const sample = fixtures?.events.get(type) ?? {};
      const gone = new Set(['account']);
      const fields = Object.keys(sample).filter((name) => !gone.has(name));
      expect(Object.keys(ours.get(type) ?? {}), type).toEqual(expect.arrayContaining(fields));
    }
  });
});

/** One of everything: each endpoint, each ending, each event. */
async function shopDay(): Promise<{ customer: string; method: string }> {
  const back = (reference: string, amountMinor: number, idempotencyKey: string) =>
    payments.refund({ reference, amountMinor, currency: 'EUR', idempotencyKey, reason: 'requested_by_customer' });
  for (const methodId of [
    'pm_card_visa',
    'pm_card_chargeDeclined',
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'pm_card_chargeDeclinedExpiredCard',
    'pm_card_pendingRefund',
    'pm_card_refundFail',
    'pm_nobody',
  ]) {
    const request = newRequest({ methodId });
    const paid = await payments.createAndConfirm(request);
    await payments.createAndConfirm(request);
    if (!paid.ok) continue;
    await back(paid.reference, 500, `${request.idempotencyKey}:r`);
    await back(paid.reference, 50_000, `${request.idempotencyKey}:r2`);
    await payments.cancel(paid.reference, `${request.idempotencyKey}:x`);
  }
  await emulator.control('POST', '/refunds/settle');
  for (const passed of [true, false]) {
    const waiting = await payments.createAndConfirm(newRequest({ methodId: 'pm_card_authenticationRequired' }));
    if (waiting.ok && waiting.status === 'requires_action') await emulator.authenticate(waiting.redirectUrl, passed);
    if (waiting.ok) await payments.retrieve(waiting.reference);
  }
  for (const act of ['capture', 'cancel'] as const) {
    const request = newRequest({ captureNow: false });
    const held = await payments.createAndConfirm(request);
    if (held.ok) await payments[act](held.reference, `${request.idempotencyKey}:${act}`);
  }
  await payments.findAttempt('none', Date.now());
  const { body: customer } = await emulator.api('POST', '/v1/customers', {
    email: 'a@example.com',
    'metadata[shop]': 'ebbholt',
  });
  await emulator.api('POST', `/v1/customers/${customer.id}`, { name: 'A' });
  await emulator.api('GET', `/v1/customers/${customer.id}`);
  const { body: method } = await emulator.api('POST', '/v1/payment_methods', {
    type: 'card',
    'card[number]': '4242424242424242',
    'card[exp_month]': '12',
    'card[exp_year]': '34',
    'card[cvc]': '123',
    'billing_details[name]': 'A',
    'billing_details[address][country]': 'DE',
  });
  await emulator.api('POST', `/v1/payment_methods/${method.id}/attach`, { customer: String(customer.id) });
  await emulator.api('GET', `/v1/payment_methods/${method.id}`);
  const { body: open } = await emulator.api('POST', '/v1/payment_intents', {
    amount: '700',
    currency: 'jpy',
    customer: String(customer.id),
    'payment_method_types[]': 'card',
  });
  await emulator.api('POST', `/v1/payment_intents/${open.id}/confirm`, {
    payment_method: String(method.id),
    'expand[]': 'payment_method',
  });
  for (const path of ['payment_intents', 'charges', 'refunds', 'customers', 'payment_methods', 'events']) {
    const { body } = await emulator.api('GET', `/v1/${path}`, { limit: '3' });
    const [first] = body.data as { id: string }[];
    await emulator.api('GET', `/v1/${path}/${first?.id}`);
    await emulator.api('GET', `/v1/${path}/none`);
    await emulator.api('GET', `/v1/${path}`, { limit: '0' });
  }
  await emulator.api('GET', '/v1/charges', { 'expand[]': 'data.payment_intent', limit: '2' });
  await emulator.api('POST', '/v1/payment_intents', { amount: '100', currency: 'eur', colour: 'red' });
  await emulator.api('POST', '/v1/refunds', {});
  return { customer: String(customer.id), method: String(method.id) };
}
