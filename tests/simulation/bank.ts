import type { Payment, PaymentOutcome, PaymentRequest, PaymentStatus, Payments } from '../../worker/ports/payments.ts';
import { Bystander, type Party, type Surroundings } from './actors.ts';
import { type Network, UnreachableError } from './network.ts';

/** What a card does, told by the name of its method: pays, is declined, asks the shopper, or takes its time and then pays or not. */
const METHODS = ['pm_pays', 'pm_pays', 'pm_declines', 'pm_asks', 'pm_slowly_pays', 'pm_slowly_fails'] as const;

/** A method for a shopper. */
export function someMethod(random: () => number, isBankSlow: boolean): string {
  if (isBankSlow && random() < 0.7) return 'pm_slowly_pays';
  return METHODS[Math.floor(random() * METHODS.length)] ?? 'pm_pays';
}

/** A payment as the bank keeps it. */
export interface Account {
  payment: Payment;
  refundedMinor: number;
  readonly refundKeys: Map<string, number>;
}

/** A payment's state changed; the shop is told by a message that may come late, again, and after later ones. */
type Tell = (payment: Payment) => void;

const AWAY = { ok: false, reason: 'unavailable', retryable: true, message: 'no answer' } as const;
const card = { brand: 'visa', last4: '4242' };

/** A payment provider in memory: one payment per idempotency key, answers that come late, and a word of its own about every change. */
export class Bank {
  readonly actor = new Bystander('bank');
  readonly accounts = new Map<string, Account>();
  readonly #keys = new Map<string, { readonly reference: string; readonly facts: string }>();
  readonly #around: Surroundings;
  readonly #isSlow: boolean;
  readonly #tell: Tell;

  constructor(around: Surroundings, isSlow: boolean, tell: Tell) {
    this.#around = around;
    this.#isSlow = isSlow;
    this.#tell = tell;
  }

  /** The shopper's own answer to the bank's question. */
  answerQuestion(reference: string, confirms: boolean): void {
    const account = this.accounts.get(reference);
    if (account?.payment.status === 'requires_action')
      this.#become(account, confirms ? 'succeeded' : 'requires_method');
  }

  create(request: PaymentRequest): PaymentOutcome {
    const facts = JSON.stringify([request.amount, request.methodId, request.orderId, request.cartToken]);
    const known = this.#keys.get(request.idempotencyKey);
    if (known && known.facts !== facts) return { ok: false, reason: 'key_reused', message: request.idempotencyKey };
    if (known) return this.#outcome(known.reference);
    const reference = `pi_${this.accounts.size + 1}`;
    this.#keys.set(request.idempotencyKey, { reference, facts });
    const account: Account = {
      payment: {
        reference,
        status: 'processing',
        amount: request.amount,
        capturedMinor: 0,
        card,
        redirectUrl: 'https://bank.example/',
        clientSecret: 'secret',
        failure: null,
        orderId: request.orderId,
        cartToken: request.cartToken,
        idempotencyKey: request.idempotencyKey,
      },
      refundedMinor: 0,
      refundKeys: new Map(),
    };
    this.accounts.set(reference, account);
    this.#begin(account, request.methodId);
    return this.#outcome(reference);
  }

  #begin(account: Account, methodId: string): void {
    if (methodId === 'pm_pays') this.#become(account, 'succeeded');
    else if (methodId === 'pm_declines') this.#become(account, 'requires_method');
    else if (methodId === 'pm_asks') this.#become(account, 'requires_action');
    else {
      const { scheduler, random } = this.#around;
      const end: PaymentStatus = methodId === 'pm_slowly_pays' ? 'succeeded' : 'requires_method';
      // Sometimes longer than anything was promised.
      const usualMs = this.#isSlow ? 12 * 60_000 + random() * 8 * 60_000 : random() ** 3 * 40 * 60_000;
      scheduler.after(usualMs, this.actor, null, `decides about ${account.payment.reference}`, () => {
        if (account.payment.status === 'processing') this.#become(account, end);
      });
    }
  }

  #become(account: Account, status: PaymentStatus): void {
    const isMade = status === 'succeeded';
    const failure = { code: 'card_declined', declineCode: null, message: 'Your card was declined.' };
    account.payment = {
      ...account.payment,
      status,
      capturedMinor: isMade ? account.payment.amount.amountMinor : 0,
      failure: status === 'requires_method' ? failure : null,
    };
    this.#around.scheduler.note(`bank: ${account.payment.reference} is ${status}`);
    this.#tell(account.payment);
  }

  #outcome(reference: string): PaymentOutcome {
    const payment = this.accounts.get(reference)?.payment;
    if (!payment) throw new Error(`bank: no payment ${reference}`);
    const { status } = payment;
    switch (status) {
      case 'succeeded':
      case 'authorized':
      case 'processing':
        return { ok: true, status, reference, card };
      case 'requires_action':
        return { ok: true, status, reference, redirectUrl: 'https://bank.example/', clientSecret: 'secret' };
      default:
        return {
          ok: false,
          reason: 'declined',
          reference,
          code: 'card_declined',
          declineCode: null,
          message: 'Declined.',
        };
    }
  }

  retrieve(reference: string): Awaited<ReturnType<Payments['retrieve']>> {
    const payment = this.accounts.get(reference)?.payment;
    return payment ? { ok: true, payment } : { ok: false, reason: 'not_found', message: reference };
  }

  cancel(reference: string): Awaited<ReturnType<Payments['cancel']>> {
    const account = this.accounts.get(reference);
    if (!account) return { ok: false, reason: 'not_found', message: reference };
    const { status } = account.payment;
    if (status === 'succeeded' || status === 'processing')
      return { ok: false, reason: 'wrong_state', status, message: status };
    if (status !== 'cancelled') this.#become(account, 'cancelled');
    return { ok: true, payment: account.payment };
  }

  refund(request: Parameters<Payments['refund']>[0]): Awaited<ReturnType<Payments['refund']>> {
    const account = this.accounts.get(request.reference);
    if (!account) return { ok: false, reason: 'not_found', message: request.reference };
    if (!account.refundKeys.has(request.idempotencyKey)) {
      if (account.refundedMinor + request.amountMinor > account.payment.capturedMinor)
        return { ok: false, reason: 'wrong_state', status: account.payment.status, message: 'more than was taken' };
      account.refundKeys.set(request.idempotencyKey, request.amountMinor);
      account.refundedMinor += request.amountMinor;
      this.#around.scheduler.note(`bank: ${request.reference} gives ${request.amountMinor} back`);
    }
    return { ok: true, reference: `re_${request.idempotencyKey}`, status: 'succeeded' };
  }

  /** The port as one object sees it, over the network. */
  portOf(from: Party, network: Network): Payments {
    const ask = async <R>(label: string, work: () => R): Promise<R | typeof AWAY> => {
      try {
        return await network.call(from, this.actor, label, work);
      } catch (error) {
        if (error instanceof UnreachableError) return AWAY;
        throw error;
      }
    };
    const unused = (): never => {
      throw new Error('no purchase needs this');
    };
    return {
      createAndConfirm: (request) => ask(`pay ${request.idempotencyKey}`, () => this.create(request)),
      retrieve: (reference) => ask(`read ${reference}`, () => this.retrieve(reference)),
      findAttempt: (key) =>
        ask(`find ${key}`, () => {
          const known = this.#keys.get(key);
          return { ok: true as const, payment: (known && this.accounts.get(known.reference)?.payment) ?? null };
        }),
      cancel: (reference) => ask(`cancel ${reference}`, () => this.cancel(reference)),
      refund: (request) => ask(`refund ${request.reference}`, () => this.refund(request)),
      capture: unused,
      retrieveRefund: unused,
      findRefund: unused,
      verifyWebhook: unused,
    };
  }
}
