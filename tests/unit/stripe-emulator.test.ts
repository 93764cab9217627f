import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ControlledEmulator, KEYS } from '../contract/payments-emulator.ts';

let folder: string;
let stateFile: string;
let nowMs = Date.UTC(2027, 0, 15);
let emulator: ControlledEmulator;
const clock = { nowMs: () => nowMs };

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'stripe-unit-'));
  stateFile = path.join(folder, 'kept', 'state.jsonl');
  emulator = await ControlledEmulator.start({ stateFile, clock });
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

const card = (number: string, facts: Record<string, string> = {}) => ({
  type: 'card',
  'card[number]': number,
  'card[exp_month]': '12',
  'card[exp_year]': '34',
  'card[cvc]': '123',
  ...facts,
});
const publishable = { authorization: `Bearer ${KEYS.publishableKey}` };

describe('keys', () => {
  test('a bearer token and basic authentication are the same; none or a wrong one is 401', async () => {
    const basic = `Basic ${Buffer.from(`${KEYS.secretKey}:`).toString('base64')}`;
    expect((await emulator.api('GET', '/v1/events', {}, { authorization: basic })).status).toBe(200);
    expect((await emulator.api('GET', '/v1/events', {}, { authorization: '' })).status).toBe(401);
    const wrong = await emulator.api('GET', '/v1/events', {}, { authorization: 'Bearer sk_test_somebody_else' });
    expect([wrong.status, wrong.body]).toMatchObject([401, { error: { type: 'invalid_request_error' } }]);
    expect(JSON.stringify(wrong.body)).not.toContain('somebody');
  });

  test('a publishable key makes methods and reaches a payment only by its client secret', async () => {
    expect((await emulator.api('POST', '/v1/payment_methods', card('4242424242424242'), publishable)).status).toBe(200);
    expect((await emulator.api('GET', '/v1/payment_intents', {}, publishable)).status).toBe(401);
    const { body } = await emulator.api('POST', '/v1/payment_intents', {
      amount: '500',
      currency: 'eur',
      'metadata[order_id]': '7',
    });
    const at = `/v1/payment_intents/${body.id}`;
    expect((await emulator.api('GET', at, {}, publishable)).status).toBe(400);
    expect((await emulator.api('GET', at, { client_secret: `${body.id}_secret_guess` }, publishable)).status).toBe(404);
    const shown = await emulator.api('GET', at, { client_secret: String(body.client_secret) }, publishable);
    expect(shown.status).toBe(200);
    expect(shown.body).not.toHaveProperty('metadata');
    const paid = await emulator.api(
      'POST',
      `${at}/confirm`,
      { client_secret: String(body.client_secret), payment_method: 'pm_card_visa', return_url: 'http://shop.example/' },
      publishable,
    );
    expect(paid.body).toMatchObject({ status: 'succeeded' });
  });
});

describe('card numbers', () => {
  test.each([
    ['4242424242424241', {}, 'incorrect_number'],
    ['4242', {}, 'incorrect_number'],
    ['4242424242424242', { 'card[exp_month]': '13' }, 'invalid_expiry_month'],
    ['4242424242424242', { 'card[exp_year]': '26' }, 'invalid_expiry_year'],
    ['4242424242424242', { 'card[exp_month]': '00' }, 'invalid_expiry_month'],
    ['4242424242424242', { 'card[cvc]': '1' }, 'invalid_cvc'],
    ['4539578763621486', {}, 'card_declined'],
  ])('%s %o is refused as %s', async (number, facts, code) => {
    const made = await emulator.api('POST', '/v1/payment_methods', card(number, facts), publishable);
    expect([made.status, made.body]).toMatchObject([402, { error: { type: 'card_error', code } }]);
  });

  test('only the last digits of a number are ever written down, and none of one that is no test card', async () => {
    await emulator.api('POST', '/v1/payment_methods', card('4539578763621486'), publishable);
    await emulator.api('POST', '/v1/payment_methods', card('4242 4242 4242 4242'), publishable);
    const log = JSON.stringify(await emulator.calls());
    expect(log).not.toContain('453957876362');
    expect(log).not.toContain('4242 4242 4242');
    expect(log).toContain('************4242');
    expect(log).not.toContain('"123"');
    expect(readFileSync(stateFile, 'utf8')).not.toContain('4539578763621486');
  });

  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000009987', 'card_declined', 'lost_card'],
    ['4000000000000069', 'expired_card', undefined],
    ['4000000000000127', 'incorrect_cvc', undefined],
    ['4000000000000119', 'processing_error', undefined],
  ])('%s is declined as %s %s', async (number, code, decline) => {
    const { body } = await emulator.api('POST', '/v1/payment_methods', card(number), publishable);
    const paid = await emulator.api('POST', '/v1/payment_intents', {
      amount: '500',
      currency: 'eur',
      confirm: 'true',
      payment_method: String(body.id),
      return_url: 'http://shop.example/',
    });
    expect(paid.status).toBe(402);
    expect(paid.body).toMatchObject({
      error: { code, payment_intent: { status: 'requires_payment_method', amount_received: 0 } },
    });
    expect((paid.body.error as { decline_code?: string }).decline_code).toBe(decline);
  });

  test.each(['4000000000003220', '4000002760003184'])(
    '%s asks for authentication on a page without scripts',
    async (number) => {
      const { body } = await emulator.api('POST', '/v1/payment_methods', card(number), publishable);
      const { body: waiting } = await emulator.api('POST', '/v1/payment_intents', {
        amount: '1999',
        currency: 'eur',
        confirm: 'true',
        payment_method: String(body.id),
        return_url: 'http://shop.example/back',
      });
      const action = waiting.next_action as { redirect_to_url: { url: string } };
      const page = await fetch(action.redirect_to_url.url);
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain('€19.99');
      expect(html).not.toContain('<script');
      expect((await fetch(action.redirect_to_url.url.replace(/key=.*/, 'key=guess'))).status).toBe(404);
      expect(
        new URL(await emulator.authenticate(action.redirect_to_url.url, false)).searchParams.get('redirect_status'),
      ).toBe('failed');
    },
  );
});

describe('idempotency keys', () => {
  const pay = (key: string, amount = '500') =>
    emulator.api(
      'POST',
      '/v1/payment_intents',
      { amount, currency: 'eur', confirm: 'true', payment_method: 'pm_card_visa', return_url: 'http://shop.example/' },
      { 'idempotency-key': key },
    );

  test('the same fields get the stored answer, others a fault, and refused calls are not stored', async () => {
    const first = await pay('k');
    const second = await pay('k');
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect([(await pay('k', '600')).status, (await pay('k', '600')).body]).toMatchObject([
      400,
      { error: { type: 'idempotency_error' } },
    ]);
    expect((await pay('k2', '1')).status).toBe(400);
    expect((await pay('k2', '500')).status).toBe(200);
  });

  test('a declined card is stored with its key', async () => {
    const decline = () =>
      emulator.api(
        'POST',
        '/v1/payment_intents',
        {
          amount: '500',
          currency: 'eur',
          confirm: 'true',
          payment_method: 'pm_card_chargeDeclined',
          return_url: 'http://shop.example/',
        },
        { 'idempotency-key': 'd' },
      );
    const first = await decline();
    expect([first.status, (await decline()).body]).toEqual([402, first.body]);
  });

  test('after a day the key is free again', async () => {
    const first = await pay('k');
    nowMs += 24 * 3600 * 1000;
    expect((await pay('k')).body.id).not.toBe(first.body.id);
  });
});

describe('remembering', () => {
  test('a restart knows payments, methods and keys; a line cut off by a kill is left out', async () => {
    const { body: method } = await emulator.api('POST', '/v1/payment_methods', card('4000000000000002'), publishable);
    const { body: paid } = await emulator.api('POST', '/v1/payment_intents', {
      amount: '500',
      currency: 'eur',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      return_url: 'http://shop.example/',
    });
    await emulator.close();
    appendFileSync(stateFile, '{"c":"payment_intent","v":{"id":"pi_half');
    emulator = await ControlledEmulator.start({ stateFile, clock });
    expect((await emulator.api('GET', `/v1/payment_intents/${paid.id}`)).body).toEqual(paid);
    const declined = await emulator.api('POST', '/v1/payment_intents', {
      amount: '500',
      currency: 'eur',
      confirm: 'true',
      payment_method: String(method.id),
      return_url: 'http://shop.example/',
    });
    expect(declined.status).toBe(402);
    await emulator.control('DELETE', '/state');
    expect((await emulator.api('GET', `/v1/payment_intents/${paid.id}`)).status).toBe(404);
  });

  test('lists go page by page, newest first, without a gap', async () => {
    for (let index = 0; index < 5; index += 1)
      await emulator.api('POST', '/v1/payment_intents', { amount: `${500 + index}`, currency: 'eur' });
    const seen: number[] = [];
    for (let after = ''; ; ) {
      const { body } = await emulator.api('GET', '/v1/payment_intents', {
        limit: '2',
        ...(after !== '' && { starting_after: after }),
      });
      const page = body.data as { id: string; amount: number }[];
      seen.push(...page.map((one) => one.amount));
      after = page.at(-1)?.id ?? '';
      if (body.has_more !== true) break;
    }
    expect(seen).toEqual([504, 503, 502, 501, 500]);
    const { body } = await emulator.api('GET', '/v1/payment_intents', {
      'created[gt]': String(Math.floor(nowMs / 1000)),
    });
    expect(body.data).toEqual([]);
  });
});
