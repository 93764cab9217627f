import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import { configFrom } from '../../worker/config.ts';

const config = configFrom(env);
const payments = new StripePayments({
  secretKey: config.STRIPE_SECRET_KEY,
  webhookSecret: config.STRIPE_WEBHOOK_SECRET,
  apiBase: config.STRIPE_API_BASE,
});
const request = (key: string, methodId = 'pm_card_visa') => ({
  amount: { amountMinor: 1_234, currency: 'EUR' },
  methodId,
  idempotencyKey: `workerd-${key}-${crypto.randomUUID()}`,
  orderId: 7,
  cartToken: 'workerd',
  email: 'shopper@example.com',
  returnUrl: 'http://shop.test/back',
});

test("Stripe's library pays, repeats, declines and refunds in workerd", async () => {
  const paying = request('pay');
  const paid = await payments.createAndConfirm(paying);
  expect(paid).toMatchObject({ ok: true, status: 'succeeded', card: { brand: 'visa', last4: '4242' } });
  expect(await payments.createAndConfirm(paying)).toEqual(paid);
  expect(await payments.createAndConfirm(request('decline', 'pm_card_chargeDeclined'))).toMatchObject({
    ok: false,
    reason: 'declined',
    declineCode: 'generic_decline',
  });
  if (!paid.ok) return;
  const refund = {
    reference: paid.reference,
    amountMinor: 34,
    currency: 'EUR',
    idempotencyKey: `${paying.idempotencyKey}:r`,
  };
  expect(await payments.refund({ ...refund, reason: 'requested_by_customer' })).toMatchObject({
    ok: true,
    status: 'succeeded',
  });
});

test('signatures are checked in workerd', async () => {
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1, data: { object: {} } });
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(config.STRIPE_WEBHOOK_SECRET),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`1000.${body}`));
  const header = `t=1000,v1=${[...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const bytes = new TextEncoder().encode(body);
  expect(await payments.verifyWebhook(bytes, header, 1_000_000)).toMatchObject({
    ok: true,
    event: { eventId: 'evt_1' },
  });
  expect(await payments.verifyWebhook(bytes, header, 1_301_000)).toMatchObject({ ok: false, reason: 'too_old' });
  expect(await payments.verifyWebhook(`${body} `, header, 1_000_000)).toMatchObject({
    ok: false,
    reason: 'bad_signature',
  });
});
