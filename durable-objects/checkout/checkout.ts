import { DurableObject } from 'cloudflare:workers';
import { applyToCart } from '../../commerce/cart/apply.ts';
import { redeemedHolds } from '../../commerce/cart/cart-holds.ts';
import { type Cart, emptyCart } from '../../commerce/cart/cart-state.ts';
import type { CartCommand, CartNotice, CartProblem } from '../../commerce/cart/commands.ts';
import { type AttemptView, attemptViewOf, paidOrderOf } from '../../commerce/checkout/attempt-view.ts';
import type { PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import {
  abandonPurchase,
  beginPurchase,
  isUnderway,
  type Purchase,
  paymentKeyOf,
  revivePurchase,
} from '../../commerce/checkout/purchase.ts';
import { createDeps } from '../../worker/deps.ts';
import type { Env } from '../../worker/env.ts';
import { holdCart } from './cart-holder.ts';
import { type CartRow, CheckoutStore, type GivenAnswer } from './checkout-store.ts';
import type {
  CartAnswer,
  ChangeRequest,
  QuoteHold,
  QuoteHoldAnswer,
  Submission,
  SubmitAnswer,
  SubmitOpening,
} from './protocol.ts';
import { PurchaseRunner, type RunnerDependencies } from './purchase-runner.ts';
import { holdForQuote } from './quote-holder.ts';

/** What the object needs from outside, replaceable in tests. */
export interface CheckoutDependencies extends RunnerDependencies {
  /** 32 lower-case hexadecimal characters, unguessable. */
  newToken: () => string;
  /** Positive safe integer, unique in the shop. */
  newNumber: () => number;
  /** Whether units are promised from the bag on, or from the payment on. */
  holdAt: 'cart' | 'payment';
}

const DAY_MS = 86_400_000;
/** A cart nobody touched for so long is forgotten, and the personal data in it. */
const KEPT_MS = 60 * DAY_MS;
/** The alarm stands this far ahead of a running attempt: it starts again what a lost object left. */
const GUARD_MS = 15_000;
/** How long a question about an attempt waits for it. */
const PATIENCE_MS = 8_000;
const BANK_QUESTIONS_APART_MS = 2_000;
const ANSWERS_KEPT = 20;

/**
 * A cart until it is an order, and the purchase that makes it one; addressed by `idFromName(token)`. Every change is one write of one value. Callers prove
 * the secret in the cart's id by its hash (`keyHash`); who does not know it is told the same as if there were no cart.
 */
export class Checkout extends DurableObject<Env> {
  /** Not part of the protocol: tests replace clock, steps and hooks here. */
  dependencies: CheckoutDependencies;
  readonly #store: CheckoutStore;
  readonly #runners = new Map<number, PurchaseRunner>();
  /** Where the alarm stands; null when nobody knows. */
  #alarmAtMs: number | null = null;
  #askedBankMs = 0;
  #holding: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { config, ids, performStep } = createDeps(env);
    this.dependencies = {
      nowMs: () => Date.now(),
      newToken: () => ids.token(),
      newNumber: () => randomNumber(),
      perform: performStep,
      holdAt: config.HOLD_AT,
    };
    this.#store = new CheckoutStore(ctx.storage);
  }

  /** Makes the cart, with the first changes done or not at all. Repeated with the same key, idempotency key and hash: the cart as it is. */
  async create(token: string, keyHash: string, request: ChangeRequest): Promise<CartAnswer> {
    const known = this.#store.row;
    if (known) {
      const given = this.#given(known, request);
      return known.keyHash === keyHash && given ? given : { ok: false, reason: 'not_found' };
    }
    const applied = applyAll(emptyCart(token, this.dependencies.nowMs()), request.commands, this.dependencies.nowMs());
    if (applied.problems.length > 0) return { ok: false, reason: 'problems', problems: applied.problems, cart: null };
    const row: CartRow = { cart: applied.cart, keyHash, holds: [], attempt: 0, attempts: 0, open: [], answers: [] };
    this.#store.putRow(withAnswer(row, request, applied));
    const notices = await this.#hold();
    return { ok: true, cart: this.#cart() ?? applied.cart, notices: [...applied.notices, ...notices] };
  }

  /** The cart. Refusals in order: not_found, ordered. */
  read(keyHash: string): CartAnswer {
    const row = this.#open(keyHash);
    if (!row) return { ok: false, reason: 'not_found' };
    return this.#isOrdered(row) ? { ok: false, reason: 'ordered' } : { ok: true, cart: row.cart, notices: [] };
  }

  /**
   * Changes the cart. An attempt that waits for the shopper's bank is given up for it; any other is not disturbed.
   * Refusals in order: not_found, key_reused, ordered, being_bought, problems.
   */
  async change(keyHash: string, request: ChangeRequest): Promise<CartAnswer> {
    const row = this.#open(keyHash);
    if (!row) return { ok: false, reason: 'not_found' };
    const given = this.#given(row, request);
    if (given) return given;
    if (this.#current(row)) await this.#giveUp(row);
    const answer = this.#apply(request);
    if (!answer.ok || this.dependencies.holdAt === 'payment') return answer;
    const notices = await this.#hold();
    return { ...answer, cart: this.#cart() ?? answer.cart, notices: [...answer.notices, ...notices] };
  }

  /** Promises the cart what is in it, one change after the other; only where the shop holds from the bag on. */
  async #hold(): Promise<readonly CartNotice[]> {
    if (this.dependencies.holdAt === 'payment') return [];
    const notices = this.#holding.then(async () => {
      const before = this.#store.row;
      if (!before) return [];
      const redeemed = redeemedHolds(before.cart, before.quoted ?? [], this.dependencies.nowMs());
      const held = await holdCart(before.cart, before.holds, this.dependencies, redeemed);
      const row = this.#store.row;
      if (!row) return [];
      const quoted = (row.quoted ?? []).filter(({ holdId }) => !redeemed.some((one) => one.holdId === holdId));
      // A change that came meanwhile waits behind this one and corrects the promises itself.
      const cart = row.cart.version === held.cart.version ? held.cart : row.cart;
      this.#store.putRow({ ...row, cart, holds: held.holds, quoted });
      return held.notices;
    });
    this.#holding = notices.catch(() => undefined);
    return notices;
  }

  /**
   * Sets units aside for a quote, until its time. Refusals in order: not_found, ordered, being_bought, too_many, not_enough, unavailable.
   */
  async holdQuote(keyHash: string, wanted: QuoteHold): Promise<QuoteHoldAnswer> {
    const row = this.#open(keyHash);
    if (!row) return { ok: false, reason: 'not_found' };
    const answer = this.#holding.then(async (): Promise<QuoteHoldAnswer> => {
      const before = this.#store.row;
      if (!before) return { ok: false, reason: 'not_found' };
      if (this.#isOrdered(before)) return { ok: false, reason: 'ordered' };
      const current = this.#current(before);
      if (current && isUnderway(current)) return { ok: false, reason: 'being_bought' };
      const { cart, quoted = [] } = before;
      const held = await holdForQuote(cart.token, quoted, wanted, this.dependencies.newToken(), this.dependencies);
      const now = this.#store.row;
      if (now) this.#store.putRow({ ...now, quoted: held.quoted });
      if (now) this.#arm();
      return held.answer;
    });
    this.#holding = answer.catch(() => undefined);
    return answer;
  }

  #apply(request: ChangeRequest): CartAnswer {
    const row = this.#store.row;
    if (!row) return { ok: false, reason: 'not_found' };
    if (this.#isOrdered(row)) return { ok: false, reason: 'ordered' };
    const current = this.#current(row);
    if (current && isUnderway(current)) return { ok: false, reason: 'being_bought', cart: row.cart };
    const applied = applyAll(row.cart, request.commands, this.dependencies.nowMs());
    const isRefused = applied.problems.length > 0;
    if (!isRefused || request.idempotency)
      this.#store.putRow(withAnswer({ ...row, cart: applied.cart }, request, applied));
    if (!isRefused) this.#arm();
    if (isRefused) return { ok: false, reason: 'problems', problems: applied.problems, cart: row.cart };
    return { ok: true, cart: applied.cart, notices: applied.notices };
  }

  /** Whether an attempt may begin, and the cart to price for it. */
  async openSubmission(keyHash: string, attemptToken: string): Promise<SubmitOpening> {
    const row = this.#open(keyHash);
    if (!row) return { kind: 'not_found' };
    const known = this.#byToken(row, attemptToken);
    if (known) return known;
    await this.#giveUp(row);
    return this.#opening(attemptToken);
  }

  /**
   * Begins an attempt and goes on with it after the answer. The same token for the same cart is accepted once; while another attempt decides about the
   * cart, that one is answered.
   */
  submit(keyHash: string, submission: Submission): SubmitAnswer {
    if (!this.#open(keyHash)) return { kind: 'not_found' };
    const opening = this.#opening(submission.attemptToken);
    if (opening.kind !== 'ready') return opening;
    const row = this.#store.row;
    if (!row || row.cart.version !== submission.cartVersion) return { kind: 'changed' };
    const number = row.attempts + 1;
    const attemptId = `${row.cart.token}-${number}-${this.dependencies.newToken()}`;
    const purchase = beginPurchase({
      cartToken: row.cart.token,
      number,
      attemptId,
      attemptToken: submission.attemptToken,
      contentHash: contentOf(row.cart),
      orderId: this.dependencies.newNumber(),
      lineIds: submission.draft.lines.map(() => this.dependencies.newNumber()),
      statusKey: `${row.cart.token}${this.dependencies.newToken()}`,
      draft: submission.draft,
      methodId: submission.methodId,
      cartHolds: [...row.holds, ...(row.quoted ?? [])],
      returnUrl: submission.returnUrl.replace('{attempt}', attemptId),
      nowMs: this.dependencies.nowMs(),
    });
    // What quotes set aside of other variants ends at its own time.
    this.#store.putRow({
      ...row,
      holds: [],
      quoted: [],
      attempt: number,
      attempts: number,
      open: [...row.open, number],
    });
    this.#store.putPurchase(purchase);
    this.#start(number);
    this.#arm();
    return { kind: 'begun', attemptId };
  }

  /** Where an attempt stands, once it stands still or patience is over; null when there is none of this id. */
  async attempt(attemptId: string): Promise<AttemptView | null> {
    const purchase = this.#store.purchases().find((one) => one.attemptId === attemptId);
    if (!purchase) return null;
    const runner = this.#runner(purchase.number);
    const nowMs = this.dependencies.nowMs();
    // The shopper is back from the bank and asks: do not wait for its message.
    if (purchase.stage === 'waiting' && !runner.isRunning && nowMs - this.#askedBankMs >= BANK_QUESTIONS_APART_MS) {
      this.#askedBankMs = nowMs;
      runner.change({ ...purchase, dueAtMs: nowMs });
    }
    if (isUnderway(purchase)) await within(PATIENCE_MS, this.#start(purchase.number));
    const now = this.#store.purchase(purchase.number);
    return now ? attemptViewOf(now) : null;
  }

  /** The paid order of a status key, whether or not the records have it; null when there is none. */
  order(statusKey: string): (PlacedOrder & { readonly orderNumber: number | null }) | null {
    const purchase = this.#store.purchases().find((one) => one.statusKey === statusKey);
    return purchase ? paidOrderOf(purchase) : null;
  }

  /**
   * The provider says something happened to a payment: before the shopper is back, again, or a day late. The provider is asked what is true, so the message
   * itself changes nothing. A payment that succeeded after its attempt was over is fulfilled if the cart is still to be had, else given back.
   */
  async paymentChanged(reference: string): Promise<void> {
    const nowMs = this.dependencies.nowMs();
    const row = this.#store.row;
    if (!row) return;
    const known = this.#store.purchases().find((one) => one.payment?.reference === reference);
    const purchase = known ?? (await this.#withoutAnswer(reference));
    if (!purchase) return;
    if (purchase.stage === 'waiting') this.#runner(purchase.number).change({ ...purchase, dueAtMs: nowMs });
    if (purchase.stage === 'failed') await this.#lookAgain(purchase.number, reference);
    await this.#start(purchase.number);
  }

  /**
   * The attempt behind a payment that we have not heard of yet: the message may be the first we hear. An attempt that is over may have none, or one that was
   * made after the provider said there was none; only the provider knows which, and taking one for the other would give back what pays for an order.
   */
  async #withoutAnswer(reference: string): Promise<Purchase | null> {
    const silent = this.#store.purchases().filter((one) => one.payment === null && one.methodId !== null);
    for (const one of silent) {
      if (isUnderway(one)) continue;
      const { beganAtMs, number } = one;
      const found = await this.dependencies.perform({ kind: 'find_payment', key: paymentKeyOf(one), beganAtMs });
      if (!found.ok) throw new Error(`checkout: the payment ${reference} could not be read`);
      if (found.kind === 'payment' && found.payment.reference === reference) return this.#store.purchase(number);
    }
    const underway = silent.find(isUnderway);
    return underway ? this.#store.purchase(underway.number) : null;
  }

  async #lookAgain(number: number, reference: string): Promise<void> {
    const outcome = await this.dependencies.perform({ kind: 'check_payment', reference });
    if (!outcome.ok && outcome.reason === 'unavailable')
      throw new Error(`checkout: the payment ${reference} could not be read`);
    const row = this.#store.row;
    // Read after the wait: the same message may have come twice, and the other one brought the attempt back already.
    const purchase = this.#store.purchase(number);
    if (!row || !purchase || !outcome.ok || outcome.kind !== 'payment') return;
    const current = this.#current(row);
    const isFree = !this.#isOrdered(row) && (!current || !isUnderway(current));
    const revived = revivePurchase(purchase, outcome.payment, isFree, this.dependencies.nowMs());
    if (revived === purchase) return;
    this.#store.putRow({ ...row, attempt: isFree ? number : row.attempt, open: [...row.open, number] });
    this.#runner(number).change(revived);
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = null;
    const row = this.#store.row;
    if (!row) return;
    if (row.open.length === 0 && this.dependencies.nowMs() >= row.cart.updatedAtMs + KEPT_MS) {
      await this.ctx.storage.deleteAll();
      this.#store.forget();
      return;
    }
    await Promise.all(row.open.map((number) => this.#start(number)));
    this.#arm();
  }

  #open(keyHash: string): CartRow | null {
    const row = this.#store.row;
    // Hashes are compared, so how long it takes tells nothing about the secret.
    return row && row.keyHash === keyHash ? row : null;
  }

  #cart(): Cart | null {
    return this.#store.row?.cart ?? null;
  }

  #current(row: CartRow): Purchase | null {
    return row.attempt === 0 ? null : this.#store.purchase(row.attempt);
  }

  /** Paid is ordered: what was bought cannot be changed, even while the records are away. */
  #isOrdered(row: CartRow): boolean {
    const stage = this.#current(row)?.stage;
    return stage === 'recording' || stage === 'completed';
  }

  #given(row: CartRow, request: ChangeRequest): CartAnswer | null {
    const { idempotency } = request;
    const given = idempotency ? row.answers.find((one) => one.key === idempotency.key) : undefined;
    if (!given) return null;
    if (given.hash !== idempotency?.hash) return { ok: false, reason: 'key_reused', cart: row.cart };
    const { problems, notices } = given;
    if (problems.length > 0) return { ok: false, reason: 'problems', problems, cart: row.cart };
    return this.#isOrdered(row) ? { ok: false, reason: 'ordered' } : { ok: true, cart: row.cart, notices };
  }

  #byToken(row: CartRow, attemptToken: string): SubmitOpening | null {
    const known = this.#store.purchases().find((one) => one.attemptToken === attemptToken);
    if (!known) return null;
    return known.contentHash === contentOf(row.cart)
      ? { kind: 'accepted', attemptId: known.attemptId }
      : { kind: 'token_reused' };
  }

  #opening(attemptToken: string): SubmitOpening {
    const row = this.#store.row;
    if (!row) return { kind: 'not_found' };
    const known = this.#byToken(row, attemptToken);
    if (known) return known;
    const current = this.#current(row);
    if (!current || current.stage === 'failed') return { kind: 'ready', cart: row.cart };
    return current.stage === 'undoing' ? { kind: 'busy' } : { kind: 'accepted', attemptId: current.attemptId };
  }

  /** Ends an attempt whose shopper turned away from their bank; what the provider says decides whether it really ends. */
  async #giveUp(row: CartRow): Promise<void> {
    const current = this.#current(row);
    if (!current || !isUnderway(current)) return;
    this.#runner(current.number).change(abandonPurchase(current, this.dependencies.nowMs()));
    const now = this.#store.purchase(current.number);
    if (now?.stage === 'undoing') await within(PATIENCE_MS, this.#start(current.number));
  }

  #runner(number: number): PurchaseRunner {
    const known = this.#runners.get(number);
    if (known) return known;
    const runner = new PurchaseRunner({
      store: this.#store,
      number,
      dependencies: () => this.dependencies,
      written: (purchase) => this.#written(purchase),
    });
    this.#runners.set(number, runner);
    return runner;
  }

  /** Goes on with an attempt. Losing the object in between loses what is in memory; the alarm starts again from what was written. */
  #start(number: number): Promise<void> {
    const run = this.#runner(number)
      .run()
      .catch((error: unknown) => {
        console.error(`checkout: attempt ${number} was interrupted`, error);
        this.#store.forget();
      })
      .then(() => this.#arm());
    this.ctx.waitUntil(run);
    return run;
  }

  #written(purchase: Purchase): void {
    const row = this.#store.row;
    if (!row) return;
    if (!isUnderway(purchase) && row.open.includes(purchase.number))
      this.#store.putRow({ ...row, open: row.open.filter((number) => number !== purchase.number) });
    this.#arm();
  }

  /** Sets the alarm, in the same write as what it is for: behind a running attempt, at the next try of a resting one, else when the cart is forgotten. */
  #arm(): void {
    const row = this.#store.row;
    if (!row) return;
    const nowMs = this.dependencies.nowMs();
    const due = row.open.map((number) =>
      this.#runners.get(number)?.isRunning
        ? nowMs + GUARD_MS
        : Math.max(this.#store.purchase(number)?.dueAtMs ?? 0, nowMs + 1),
    );
    const atMs = due.length > 0 ? Math.min(...due) : row.cart.updatedAtMs + KEPT_MS;
    // A slightly earlier alarm does no harm: it looks around and sets the next one. One much too early would wake every finished cart for nothing.
    const stands = this.#alarmAtMs;
    if (stands !== null && stands > nowMs && stands <= atMs && atMs - stands < DAY_MS) return;
    this.#alarmAtMs = atMs;
    void this.ctx.storage.setAlarm(atMs);
  }
}

/** 49 bits of chance (15 digits): among ten million orders a new one meets a taken number once in 56 million times, and then the records refuse it. */
function randomNumber(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 15) * 2 ** 32 + low + 1;
}

/** What an attempt token stands for: this cart, exactly as it was. */
const contentOf = (cart: Cart): string => `v${cart.version}`;

interface Applied {
  readonly cart: Cart;
  readonly notices: readonly CartNotice[];
  readonly problems: readonly CartProblem[];
}

/** All commands or, with any problem, none. */
function applyAll(cart: Cart, commands: readonly CartCommand[], nowMs: number): Applied {
  let next = cart;
  const notices: CartNotice[] = [];
  const problems: CartProblem[] = [];
  for (const command of commands) {
    const result = applyToCart(next, command, nowMs);
    if (result.ok) {
      next = result.cart;
      notices.push(...result.notices);
    } else problems.push(...result.problems);
  }
  return problems.length > 0 ? { cart, notices: [], problems } : { cart: next, notices, problems };
}

function withAnswer(row: CartRow, request: ChangeRequest, applied: Applied): CartRow {
  if (!request.idempotency) return row;
  const answer: GivenAnswer = { ...request.idempotency, notices: applied.notices, problems: applied.problems };
  return { ...row, answers: [...row.answers, answer].slice(-ANSWERS_KEPT) };
}

async function within(patienceMs: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
