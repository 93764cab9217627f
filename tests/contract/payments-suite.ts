import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PaymentRequest, Payments } from '../../worker/ports/payments.ts';

/** What the suite needs of an adapter's surroundings; method ids are the provider's test methods. */
export interface PaymentsSurroundings {
  readonly payments: () => Payments;
  readonly methods: {
    readonly pays: string;
    readonly declines: string;
    readonly lacksFunds: string;
    readonly authenticates: string;
    readonly refundsLater: string;
    readonly refundFails: string;
  };
  /** Plays the shopper on the authentication page; gives the address the browser is sent to. */
  authenticate(redirectUrl: string, passed: boolean): Promise<string>;
  /** Lets the bank decide refunds that wait. */
  settleRefunds(): Promise<void>;
  /** The next calls meet trouble: not executed, executed without an answer, or answered with a server error. */
  trouble(kind: 'cut_before' | 'cut_after' | 'error', times: number): Promise<void>;
  calm(): Promise<void>;
  /** Payments the provider holds for a cart, and the money it took for it. */
  ledger(cartToken: string): Promise<{ payments: number; takenMinor: number }>;
}

let count = 0;

/** A request nobody made before. */
export function newRequest(facts: Partial<PaymentRequest> = {}): PaymentRequest {
  count += 1;
  return {
    amount: { amountMinor: 4_990, currency: 'EUR' },
    methodId: 'pm_card_visa',
    idempotencyKey: `attempt-${process.pid}-${count}`,
    orderId: 1_000 + count,
    cartToken: `cart-${process.pid}-${count}`,
    email: 'shopper@example.com',
    returnUrl: 'https://shop.example/en-us/checkout/return?c=1',
    ...facts,
  };
}

function value<T extends { readonly ok: boolean }>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result as Extract<T, { ok: true }>;
}

/** What every adapter of the port does. */
export function paymentsContract(name: string, around: PaymentsSurroundings): void {
  const { methods } = around;
  const pay = (facts: Partial<PaymentRequest>) => {
    const request = newRequest(facts);
    return around
      .payments()
      .createAndConfirm(request)
      .then((result) => ({ request, result }));
  };

  describe(`${name}: paying`, () => {
    test('a good card pays, and the payment remembers what it is for', async () => {
      const { request, result } = await pay({ methodId: methods.pays });
      const { reference } = value(result);
      expect(result).toMatchObject({ ok: true, status: 'succeeded', card: { brand: 'visa', last4: '4242' } });
      expect(await around.payments().retrieve(reference)).toMatchObject({
        ok: true,
        payment: {
          status: 'succeeded',
          amount: request.amount,
          capturedMinor: 4_990,
          orderId: request.orderId,
          cartToken: request.cartToken,
          idempotencyKey: request.idempotencyKey,
          failure: null,
        },
      });
    });

    test.each([
      ['JPY', 1_200],
      ['USD', 12_345],
      ['GBP', 100],
    ])('amounts in %s are taken exactly', async (currency, amountMinor) => {
      const { result } = await pay({ methodId: methods.pays, amount: { amountMinor, currency } });
      const read = value(await around.payments().retrieve(value(result).reference));
      expect(read.payment).toMatchObject({ amount: { amountMinor, currency }, capturedMinor: amountMinor });
    });

    test('a declined card says why, and another card may try', async () => {
      const { request, result } = await pay({ methodId: methods.declines });
      expect(result).toMatchObject({
        ok: false,
        reason: 'declined',
        code: 'card_declined',
        declineCode: 'generic_decline',
      });
      const again = await around
        .payments()
        .createAndConfirm({ ...request, methodId: methods.pays, idempotencyKey: `${request.idempotencyKey}-2` });
      expect(again).toMatchObject({ ok: true, status: 'succeeded' });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(4_990);
    });

    test('too little money is told apart', async () => {
      const { result } = await pay({ methodId: methods.lacksFunds });
      expect(result).toMatchObject({ ok: false, reason: 'declined', declineCode: 'insufficient_funds' });
    });

    test.each([
      ['amount 0', { amount: { amountMinor: 0, currency: 'EUR' } }],
      ['a negative amount', { amount: { amountMinor: -5, currency: 'EUR' } }],
      ['an amount below the smallest charge', { amount: { amountMinor: 3, currency: 'EUR' } }],
      ['an unknown method', { methodId: 'pm_nobody_made_this' }],
      ['a text longer than can be kept', { metadata: { note: 'x'.repeat(501) } }],
    ] satisfies [string, Partial<PaymentRequest>][])('%s is an invalid request and takes nothing', async (_, facts) => {
      const { request, result } = await pay({ methodId: methods.pays, ...facts });
      expect(result).toMatchObject({ ok: false, reason: 'invalid_request' });
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 0, takenMinor: 0 });
    });

    test('an unknown payment is not found', async () => {
      expect(await around.payments().retrieve('pi_nobody_made_this')).toMatchObject({ ok: false, reason: 'not_found' });
      expect(await around.payments().capture('pi_nobody_made_this', 'k-none')).toMatchObject({
        ok: false,
        reason: 'not_found',
      });
    });
  });

  describe(`${name}: authentication`, () => {
    test('the shopper is sent to the bank and back, and the repeated call sees the payment made', async () => {
      const { request, result } = await pay({ methodId: methods.authenticates });
      expect(result).toMatchObject({ ok: true, status: 'requires_action', clientSecret: expect.any(String) });
      const waiting = value(result);
      if (waiting.status !== 'requires_action') throw new Error('no authentication');
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(0);
      const back = new URL(await around.authenticate(waiting.redirectUrl, true));
      expect(back.origin + back.pathname).toBe('https://shop.example/en-us/checkout/return');
      expect(back.searchParams.get('c')).toBe('1');
      expect(back.searchParams.get('payment_intent')).toBe(waiting.reference);
      expect(await around.payments().createAndConfirm(request)).toMatchObject({
        ok: true,
        status: 'succeeded',
        reference: waiting.reference,
      });
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_990 });
    });

    test('failing it declines the attempt', async () => {
      const { request, result } = await pay({ methodId: methods.authenticates });
      const waiting = value(result);
      if (waiting.status !== 'requires_action') throw new Error('no authentication');
      await around.authenticate(waiting.redirectUrl, false);
      expect(await around.payments().createAndConfirm(request)).toMatchObject({
        ok: false,
        reason: 'declined',
        code: 'payment_intent_authentication_failure',
      });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(0);
    });

    test('coming back after the attempt was given up takes nothing', async () => {
      const { request, result } = await pay({ methodId: methods.authenticates });
      const waiting = value(result);
      if (waiting.status !== 'requires_action') throw new Error('no authentication');
      expect(await around.payments().cancel(waiting.reference, `${request.idempotencyKey}:cancel`)).toMatchObject({
        ok: true,
        payment: { status: 'cancelled' },
      });
      await around.authenticate(waiting.redirectUrl, true);
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(0);
      expect(await around.payments().createAndConfirm(request)).toMatchObject({
        ok: false,
        reason: 'declined',
        code: 'payment_cancelled',
      });
    });
  });

  describe(`${name}: authorising and capturing`, () => {
    test('nothing is taken before capture, and capturing twice takes it once', async () => {
      const { request, result } = await pay({ methodId: methods.pays, captureNow: false });
      expect(result).toMatchObject({ ok: true, status: 'authorized' });
      const { reference } = value(result);
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(0);
      const key = `${request.idempotencyKey}:capture`;
      for (const one of [key, key, `${key}-other`])
        expect(await around.payments().capture(reference, one)).toMatchObject({
          ok: true,
          payment: { status: 'succeeded', capturedMinor: 4_990 },
        });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(4_990);
    });

    test('a freed authorisation cannot be captured', async () => {
      const { request, result } = await pay({ methodId: methods.pays, captureNow: false });
      const { reference } = value(result);
      const key = `${request.idempotencyKey}:cancel`;
      for (const one of [key, key, `${key}-other`])
        expect(await around.payments().cancel(reference, one)).toMatchObject({
          ok: true,
          payment: { status: 'cancelled' },
        });
      expect(await around.payments().capture(reference, `${key}:capture`)).toMatchObject({
        ok: false,
        reason: 'wrong_state',
        status: 'cancelled',
      });
    });

    test('cancelling what was paid tells so', async () => {
      const { request, result } = await pay({ methodId: methods.pays });
      expect(await around.payments().cancel(value(result).reference, `${request.idempotencyKey}:cancel`)).toMatchObject(
        {
          ok: false,
          reason: 'wrong_state',
          status: 'succeeded',
        },
      );
    });
  });

  describe(`${name}: refunds`, () => {
    const back = (reference: string, amountMinor: number, idempotencyKey: string, currency = 'EUR') =>
      around.payments().refund({ reference, amountMinor, currency, idempotencyKey, reason: 'requested_by_customer' });

    test('parts go back until nothing is left', async () => {
      const { request, result } = await pay({ methodId: methods.pays });
      const { reference } = value(result);
      const key = request.idempotencyKey;
      const first = value(await back(reference, 1_000, `${key}:r1`));
      expect(await back(reference, 1_000, `${key}:r1`)).toEqual({
        ok: true,
        reference: first.reference,
        status: 'succeeded',
      });
      expect(await back(reference, 4_000, `${key}:r2`)).toMatchObject({ ok: false, reason: 'invalid_request' });
      expect(await back(reference, 3_990, `${key}:r3`)).toMatchObject({ ok: true, status: 'succeeded' });
      expect(await back(reference, 1, `${key}:r4`)).toMatchObject({ ok: false, reason: 'invalid_request' });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(0);
    });

    test.each([0, -1, 0.5])('the amount %d is refused', async (amountMinor) => {
      const { request, result } = await pay({ methodId: methods.pays });
      expect(await back(value(result).reference, amountMinor, `${request.idempotencyKey}:r`)).toMatchObject({
        ok: false,
        reason: 'invalid_request',
      });
    });

    test('a key made for another amount is refused, and so is another currency', async () => {
      const { request, result } = await pay({ methodId: methods.pays });
      const { reference } = value(result);
      value(await back(reference, 100, `${request.idempotencyKey}:r`));
      expect(await back(reference, 200, `${request.idempotencyKey}:r`)).toMatchObject({
        ok: false,
        reason: 'key_reused',
      });
      expect(await back(reference, 200, `${request.idempotencyKey}:r2`, 'USD')).toMatchObject({
        ok: false,
        reason: 'invalid_request',
        code: 'currency_mismatch',
      });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(4_890);
    });

    test('nothing taken, nothing to give back; an unknown payment is not found', async () => {
      const { request, result } = await pay({ methodId: methods.pays, captureNow: false });
      expect(await back(value(result).reference, 100, `${request.idempotencyKey}:r`)).toMatchObject({
        ok: false,
        reason: 'wrong_state',
        status: 'authorized',
      });
      expect(await back('pi_nobody_made_this', 100, `${request.idempotencyKey}:r2`)).toMatchObject({
        ok: false,
        reason: 'not_found',
      });
    });

    test('a bank that takes its time is pending first, then done for the same key', async () => {
      const { request, result } = await pay({ methodId: methods.refundsLater });
      const { reference } = value(result);
      expect(await back(reference, 500, `${request.idempotencyKey}:r`)).toMatchObject({ ok: true, status: 'pending' });
      await around.settleRefunds();
      expect(await back(reference, 500, `${request.idempotencyKey}:r`)).toMatchObject({
        ok: true,
        status: 'succeeded',
      });
    });

    test('a refund the bank sends back is refused for the same key, and the money is still there', async () => {
      const { request, result } = await pay({ methodId: methods.refundFails });
      const { reference } = value(result);
      expect(await back(reference, 500, `${request.idempotencyKey}:r`)).toMatchObject({ ok: true });
      await around.settleRefunds();
      expect(await back(reference, 500, `${request.idempotencyKey}:r`)).toMatchObject({
        ok: false,
        reason: 'refused',
        code: 'lost_or_stolen_card',
      });
      expect((await around.ledger(request.cartToken)).takenMinor).toBe(4_990);
    });

    test('a refund is read by its reference and found by the key that made it', async () => {
      const { request, result } = await pay({ methodId: methods.refundFails });
      const { reference } = value(result);
      const key = `${request.idempotencyKey}:r`;
      const payments = around.payments();
      expect(await payments.findRefund(reference, key)).toEqual({ ok: true, refund: null });
      const made = value(await back(reference, 500, key));
      await back(reference, 300, `${key}2`);
      const refund = {
        reference: made.reference,
        paymentReference: reference,
        amount: { amountMinor: 500, currency: 'EUR' },
        idempotencyKey: key,
      };
      expect(await payments.retrieveRefund(made.reference)).toMatchObject({ ok: true, refund });
      await around.settleRefunds();
      const failed = { ...refund, status: 'failed', failureReason: 'lost_or_stolen_card' };
      expect(await payments.retrieveRefund(made.reference)).toEqual({ ok: true, refund: failed });
      expect(await payments.findRefund(reference, key)).toEqual({ ok: true, refund: failed });
      expect(await payments.retrieveRefund('re_nobody_made_this')).toMatchObject({ ok: false, reason: 'not_found' });
      await around.trouble('error', 9);
      expect(await payments.retrieveRefund(made.reference)).toMatchObject({ ok: false, reason: 'unavailable' });
      expect(await payments.findRefund(reference, key)).toMatchObject({ ok: false, reason: 'unavailable' });
      await around.calm();
    });
  });

  describe(`${name}: never twice`, () => {
    test('the same attempt again is the same payment', async () => {
      const { request, result } = await pay({ methodId: methods.pays });
      for (let time = 0; time < 3; time += 1) expect(await around.payments().createAndConfirm(request)).toEqual(result);
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_990 });
    });

    test('eight at once are one payment', async () => {
      const request = newRequest({ methodId: methods.pays });
      const results = await Promise.all(Array.from({ length: 8 }, () => around.payments().createAndConfirm(request)));
      expect(new Set(results.map((one) => value(one).reference)).size).toBe(1);
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_990 });
    });

    test('a key used for another amount or card is refused', async () => {
      const { request } = await pay({ methodId: methods.pays });
      const other = { ...request, amount: { amountMinor: 9_999, currency: 'EUR' } };
      expect(await around.payments().createAndConfirm(other)).toMatchObject({ ok: false, reason: 'key_reused' });
      expect(await around.payments().createAndConfirm({ ...request, methodId: methods.declines })).toMatchObject({
        ok: false,
        reason: 'key_reused',
      });
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_990 });
    });

    test('a server error leaves the outcome open and the key good', async () => {
      const request = newRequest({ methodId: methods.pays });
      await around.trouble('error', 100);
      expect(await around.payments().createAndConfirm(request)).toMatchObject({
        ok: false,
        reason: 'unavailable',
        retryable: true,
      });
      expect(await around.payments().retrieve('pi_x')).toMatchObject({
        ok: false,
        reason: 'unavailable',
        retryable: true,
      });
      await around.calm();
      expect(await around.payments().createAndConfirm(request)).toMatchObject({ ok: true, status: 'succeeded' });
      expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_990 });
    });

    test('an attempt is found by its key, and only by it', async () => {
      const madeAtMs = Date.now();
      const { request, result } = await pay({ methodId: methods.pays });
      const found = value(await around.payments().findAttempt(request.idempotencyKey, madeAtMs));
      expect(found.payment).toMatchObject({
        reference: value(result).reference,
        status: 'succeeded',
        card: { last4: '4242' },
      });
      expect(await around.payments().findAttempt(`${request.idempotencyKey}-no`, madeAtMs)).toEqual({
        ok: true,
        payment: null,
      });
    });

    test('whatever breaks on the way of paying, capturing and refunding, each happens once', async () => {
      const breaks = fc.array(
        fc.tuple(fc.constantFrom('cut_before', 'cut_after', 'error'), fc.integer({ min: 1, max: 4 })),
        { maxLength: 3 },
      );
      const persist = async <T extends { ok: boolean; reason?: string }>(
        kinds: readonly (readonly ['cut_before' | 'cut_after' | 'error', number])[],
        act: () => Promise<T>,
      ): Promise<T> => {
        for (const [kind, times] of kinds) {
          await around.trouble(kind, times);
          await act();
        }
        await around.calm();
        return act();
      };
      await fc.assert(
        fc.asyncProperty(breaks, breaks, breaks, async (first, second, third) => {
          const request = newRequest({ methodId: methods.pays, captureNow: false });
          const paid = value(await persist(first, () => around.payments().createAndConfirm(request)));
          const { reference } = paid;
          const taken = await persist(second, () =>
            around.payments().capture(reference, `${request.idempotencyKey}:c`),
          );
          expect(taken).toMatchObject({ ok: true, payment: { capturedMinor: 4_990 } });
          const refund = {
            reference,
            amountMinor: 990,
            currency: 'EUR',
            idempotencyKey: `${request.idempotencyKey}:r`,
            reason: 'duplicate',
          } as const;
          expect(await persist(third, () => around.payments().refund(refund))).toMatchObject({ ok: true });
          expect(await around.ledger(request.cartToken)).toEqual({ payments: 1, takenMinor: 4_000 });
        }),
        { numRuns: 12 },
      );
    });
  });
}
