import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyFreePort } from '../../dev/ports.ts';
import { STRIPE_MOCK } from '../../dev/stripe/fetch-stripe-mock.ts';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import { newRequest } from './payments-suite.ts';

const isThere = existsSync(STRIPE_MOCK);
if (!isThere)
  console.log("skipped: requests against Stripe's own mock (node dev/stripe/fetch-stripe-mock.ts builds it with Go)");

async function untilListening(url: string): Promise<void> {
  for (let left = 400; left > 0; left -= 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('stripe-mock does not listen');
}

/** The mock keeps nothing and answers with samples; what it is good for is refusing what Stripe would refuse. */
describe.skipIf(!isThere)("what the adapter sends, judged by Stripe's own mock", () => {
  let mock: ChildProcess;
  let apiBase = '';
  let payments: StripePayments;

  beforeAll(async () => {
    const port = await anyFreePort();
    apiBase = `http://127.0.0.1:${port}`;
    mock = spawn(STRIPE_MOCK, ['-http-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
    payments = new StripePayments({
      secretKey: 'sk_test_123',
      webhookSecret: 'whsec_x',
      apiBase,
      maxNetworkRetries: 0,
    });
    await untilListening(apiBase);
  });
  afterAll(() => {
    mock.kill();
  });

  const paying = () => payments.createAndConfirm(newRequest({ metadata: { note: 'gift' } }));

  test('the mock refuses a field Stripe does not know', async () => {
    const answer = await fetch(`${apiBase}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_123' },
      body: new URLSearchParams({ amount: '100', currency: 'eur', colour: 'red' }),
    });
    expect(answer.status).toBe(400);
  });

  test.each([
    ['paying', paying],
    ['authorising', () => payments.createAndConfirm(newRequest({ captureNow: false }))],
    ['reading', () => payments.retrieve('pi_1')],
    ['capturing', () => payments.capture('pi_1', 'k1')],
    ['cancelling', () => payments.cancel('pi_1', 'k2')],
  ])('%s is understood', async (_, act) => {
    const result = await act();
    // A sample's status is any status; a refused request would be invalid_request, and an unknown path not_found.
    expect(['invalid_request', 'not_found', 'unavailable', 'key_reused']).not.toContain(
      'reason' in result ? result.reason : 'none',
    );
  });

  test('refunding is understood', async () => {
    const sample = await payments.retrieve('pi_1');
    if (!sample.ok) throw new Error('no sample');
    const refund = {
      reference: 'pi_1',
      amountMinor: 100,
      currency: sample.payment.amount.currency,
      idempotencyKey: 'k3',
      reason: 'requested_by_customer',
    } as const;
    expect(await payments.refund(refund)).toMatchObject({ ok: true, reference: expect.stringMatching(/^re_/) });
  });

  test('looking for an attempt is understood', async () => {
    expect(await payments.findAttempt('nobody', Date.now())).toEqual({ ok: true, payment: null });
  });
});
