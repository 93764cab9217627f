import { type DraftLine, dueMinor, type OrderDraft, type PlacedOrder } from '../../commerce/checkout/order-draft.ts';
import { beginPurchase, isUnderway, type Purchase, type PurchasePayment } from '../../commerce/checkout/purchase.ts';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step, WindowStep } from '../../commerce/checkout/steps.ts';
import { CheckoutStore } from '../../durable-objects/checkout/checkout-store.ts';
import { PurchaseRunner } from '../../durable-objects/checkout/purchase-runner.ts';

/** Numbers below 1 from a seed, so that a failing run can be had again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A value of JSON storage survives; what is only in memory does not. */
class FakeStorage {
  readonly values = new Map<string, unknown>();
  readonly kv = {
    get: (name: string) => structuredClone(this.values.get(name)),
    put: (name: string, value: unknown) => void this.values.set(name, structuredClone(value)),
    delete: (name: string) => this.values.delete(name),
    list: () => this.values.entries(),
  };
}

interface Hold {
  quantity: number;
  expiresAtMs: number;
  status: 'held' | 'committed' | 'released' | 'uncommitted';
}

/** How the world treats a purchase. */
export interface Weather {
  /** Chance that a call gets no answer; half of those were done all the same. */
  readonly lost: number;
  /** Chance that the object is lost around a step. */
  readonly crash: number;
  readonly card: 'pays' | 'declines' | 'asks';
  /** What a shopper does whose bank asks: `late` is after the promise ran out. */
  readonly shopper: 'confirms' | 'leaves' | 'fails' | 'late';
}

export class CrashError extends Error {}

const line = (variantId: number, quantity: number): DraftLine => ({
  variantId,
  productId: 1,
  sku: null,
  title: 'Thing',
  variantTitle: null,
  imageUrl: null,
  quantity,
  unitPriceMinor: 1_000,
  discountMinor: 0,
  taxMinor: 0,
  taxRateBps: 0,
  totalMinor: quantity * 1_000,
  requiresShipping: true,
  attributes: [],
});

export const draft = (lines: readonly (readonly [number, number])[]): OrderDraft => {
  const made = lines.map(([variantId, quantity]) => line(variantId, quantity));
  const totalMinor = made.reduce((sum, one) => sum + one.totalMinor, 0);
  return {
    email: 'ada@shop.example',
    phone: null,
    locale: 'en',
    country: 'DE',
    currency: 'EUR',
    taxIncluded: true,
    subtotalMinor: totalMinor,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    totalMinor,
    discountCodes: [],
    shippingAddress: null,
    billingAddress: null,
    shippingMethodCode: null,
    shippingMethodTitle: null,
    promisedFromMs: null,
    promisedToMs: null,
    note: null,
    attributes: [],
    lines: made,
    warehousePreference: [1],
  };
};

/** One purchase in a world of stock, bank and records that fail at random, are honest, and remember. */
export class PurchaseWorld {
  nowMs = 1_000_000;
  weather: Weather;
  readonly random: () => number;
  readonly storage = new FakeStorage();
  readonly stock = new Map<number, number>();
  readonly holds = new Map<
    string,
    Hold & { readonly variantId: number; readonly reference: { order: string | null } }
  >();
  readonly payments = new Map<
    string,
    { key: string; amountMinor: number; status: PurchasePayment['status']; refundedMinor: number }
  >();
  readonly charges = new Map<string, string>();
  readonly claims = new Map<string, { id: number; amountMinor: number; isReleased: boolean }>();
  /** Uses of a promotion, or money on a card, by its number. */
  readonly limits = new Map<number, number>();
  readonly orders = new Map<number, PlacedOrder>();
  recordsAwayUntilMs = 0;
  crashes = 0;
  /** Moments around steps so far; the object is lost at the one of this number. */
  moments = 0;
  crashAt = 0;
  #store: CheckoutStore;
  #runner: PurchaseRunner;

  constructor(seed: number, weather: Weather, stock: readonly (readonly [number, number])[]) {
    this.random = seeded(seed);
    this.weather = weather;
    for (const [variantId, units] of stock) this.stock.set(variantId, units);
    this.#store = this.#newStore();
    this.#runner = this.#newRunner();
  }

  #newStore(): CheckoutStore {
    return new CheckoutStore(this.storage as unknown as DurableObjectStorage);
  }

  #newRunner(): PurchaseRunner {
    return new PurchaseRunner({
      store: this.#store,
      number: 1,
      dependencies: () => ({
        nowMs: () => this.nowMs,
        perform: (step) => this.perform(step),
        hook: () => this.#maybeCrash(),
      }),
      written: () => undefined,
    });
  }

  begin(
    lines: readonly (readonly [number, number])[],
    methodId: string | null = 'pm_1',
    over: Partial<OrderDraft> = {},
  ): void {
    this.#store.putPurchase(
      beginPurchase({
        cartToken: 'cart',
        number: 1,
        attemptId: 'attempt',
        attemptToken: 'token',
        contentHash: 'v1',
        orderId: 7,
        lineIds: lines.map((_, index) => index + 1),
        statusKey: 'key',
        draft: { ...draft(lines), ...over },
        methodId,
        returnUrl: 'https://shop.example/',
        nowMs: this.nowMs,
      }),
    );
  }

  get purchase(): Purchase {
    const purchase = this.#store.purchase(1);
    if (!purchase) throw new Error('nothing was begun');
    return purchase;
  }

  change(next: Purchase): void {
    this.#runner.change(next);
  }

  #maybeCrash(): void {
    this.nowMs += 5;
    this.moments += 1;
    if (this.moments !== this.crashAt && this.random() >= this.weather.crash) return;
    this.crashes += 1;
    throw new CrashError('the object was lost');
  }

  /** Runs until it rests, starting again from what was written when the object is lost. */
  async run(): Promise<void> {
    for (;;) {
      try {
        await this.#runner.run();
        return;
      } catch (error) {
        if (!(error instanceof CrashError)) throw error;
        this.#store = this.#newStore();
        this.#runner = this.#newRunner();
      }
    }
  }

  /** Lets time pass, to each moment something is due, until the purchase is over. */
  async runToEnd(meanwhile: () => void = () => undefined): Promise<void> {
    for (let round = 0; round < 500; round += 1) {
      await this.run();
      if (!isUnderway(this.purchase)) return;
      meanwhile();
      this.nowMs = Math.max(this.nowMs + 1, this.purchase.dueAtMs);
    }
    throw new Error(`never over: ${JSON.stringify(this.purchase)}`);
  }

  async perform(step: Step): Promise<StepOutcome> {
    const fate = this.random();
    if (fate < this.weather.lost / 2) return { ok: false, reason: 'unavailable', message: 'lost on the way' };
    const outcome = this.#do(step);
    return fate < this.weather.lost ? { ok: false, reason: 'unavailable', message: 'the answer was lost' } : outcome;
  }

  #do(step: Step): StepOutcome {
    switch (step.kind) {
      case 'hold':
        return this.#hold(step);
      case 'extend': {
        const hold = this.#live(step.holdId);
        if (hold?.status !== 'held') return { ok: false, reason: 'hold_ended' };
        hold.expiresAtMs = Math.max(hold.expiresAtMs, step.expiresAtMs);
        return { ok: true, kind: 'extended', expiresAtMs: hold.expiresAtMs };
      }
      case 'commit': {
        const hold = this.#live(step.holdId);
        if (!hold || hold.status === 'released') return { ok: false, reason: 'hold_ended' };
        hold.status = 'committed';
        return { ok: true, kind: 'committed', allocations: [{ warehouseId: 1, quantity: hold.quantity }] };
      }
      case 'release':
      case 'uncommit': {
        const hold = this.#live(step.kind === 'release' ? step.holdId : step.commandId.replace(/:uncommit$/, ''));
        if (hold && (hold.status === 'held' || (step.kind === 'uncommit' && hold.status === 'committed'))) {
          this.stock.set(hold.variantId, (this.stock.get(hold.variantId) ?? 0) + hold.quantity);
          hold.status = step.kind === 'release' ? 'released' : 'uncommitted';
        } else if (hold?.status === 'committed') return { ok: false, reason: 'stock_refused', message: 'committed' };
        return { ok: true, kind: 'freed' };
      }
      case 'record':
        if (this.nowMs < this.recordsAwayUntilMs) return { ok: false, reason: 'unavailable', message: 'records away' };
        if (!this.orders.has(step.order.orderId)) this.orders.set(step.order.orderId, step.order);
        return { ok: true, kind: 'recorded', orderNumber: 1_001 };
      case 'book_window':
      case 'claim_use':
      case 'debit':
        return this.#claim(step);
      case 'release_window':
      case 'release_use':
      case 'undo_debit': {
        const known = this.claims.get(step.key);
        this.claims.set(step.key, { amountMinor: known?.amountMinor ?? 0, id: step.claim.id, isReleased: true });
        return { ok: true, kind: 'freed' };
      }
      default:
        return this.#bank(step);
    }
  }

  /** Places in a window, uses of promotions and money on cards are counted alike: so much of each is left. */
  #claim(
    step:
      | Extract<Step, { kind: 'claim_use' | 'debit' }>
      | (WindowStep & { readonly kind: 'book_window' | 'release_window' }),
  ): StepOutcome {
    const known = this.claims.get(step.key);
    const refused = { ok: false, reason: 'claim_refused', message: 'Used up.' } as const;
    if (known) return known.isReleased ? refused : { ok: true, kind: 'claimed' };
    const amountMinor = step.kind === 'debit' ? step.tender.amountMinor : 1;
    if (this.claimable(step.claim.id) < amountMinor) return refused;
    this.claims.set(step.key, { amountMinor, id: step.claim.id, isReleased: false });
    return { ok: true, kind: 'claimed' };
  }

  /** What is left of a promotion or card. */
  claimable(id: number): number {
    let left = this.limits.get(id) ?? 0;
    for (const one of this.claims.values()) if (one.id === id && !one.isReleased) left -= one.amountMinor;
    return left;
  }

  #live(holdId: string) {
    const hold = this.holds.get(holdId);
    if (hold?.status === 'held' && hold.expiresAtMs <= this.nowMs) {
      hold.status = 'released';
      this.stock.set(hold.variantId, (this.stock.get(hold.variantId) ?? 0) + hold.quantity);
    }
    return hold;
  }

  #hold(step: Extract<Step, { kind: 'hold' }>): StepOutcome {
    const known = this.#live(step.holdId);
    if (known?.status === 'released' || known?.status === 'uncommitted') return { ok: false, reason: 'hold_ended' };
    const allocations = [{ warehouseId: 1, quantity: step.quantity }];
    if (known) return { ok: true, kind: 'held', allocations };
    for (const holdId of this.holds.keys()) this.#live(holdId);
    const available = this.stock.get(step.variantId) ?? 0;
    if (available < step.quantity) return { ok: false, reason: 'not_enough', available };
    this.stock.set(step.variantId, available - step.quantity);
    const { variantId, quantity, expiresAtMs } = step;
    this.holds.set(step.holdId, { variantId, quantity, expiresAtMs, status: 'held', reference: { order: null } });
    return { ok: true, kind: 'held', allocations };
  }

  #bank(
    step: Extract<Step, { kind: 'pay' | 'check_payment' | 'find_payment' | 'cancel_payment' | 'refund' }>,
  ): StepOutcome {
    if (step.kind === 'pay') {
      const known = this.charges.get(step.key);
      const reference = known ?? `pi_${this.charges.size + 1}`;
      if (!known) {
        this.charges.set(step.key, reference);
        const status = { pays: 'succeeded', declines: 'requires_method', asks: 'requires_action' } as const;
        this.payments.set(reference, {
          key: step.key,
          amountMinor: step.amountMinor,
          status: status[this.weather.card],
          refundedMinor: 0,
        });
      }
      const payment = this.payments.get(reference);
      if (payment?.status === 'requires_method')
        return {
          ok: false,
          reason: 'payment_refused',
          reference,
          refusal: { code: 'PAYMENT_CARD_DECLINED', message: 'No.' },
        };
      return this.#paymentOutcome(reference);
    }
    const reference = step.kind === 'find_payment' ? this.charges.get(step.key) : step.reference;
    const payment = reference === undefined ? undefined : this.payments.get(reference);
    if (!payment || reference === undefined) return { ok: true, kind: 'no_payment' };
    if (step.kind === 'cancel_payment' && payment.status !== 'succeeded') payment.status = 'cancelled';
    if (step.kind === 'refund') {
      payment.refundedMinor = step.amountMinor;
      return { ok: true, kind: 'refunded' };
    }
    return this.#paymentOutcome(reference);
  }

  #paymentOutcome(reference: string): StepOutcome {
    const status = this.payments.get(reference)?.status ?? 'cancelled';
    return { ok: true, kind: 'payment', payment: { reference, status, redirectUrl: null, card: null }, failure: null };
  }

  /** What the shopper does with the bank's question. */
  answerBank(): void {
    for (const payment of this.payments.values()) {
      if (payment.status !== 'requires_action') continue;
      if (
        this.weather.shopper === 'confirms' ||
        (this.weather.shopper === 'late' && this.nowMs > this.purchase.holdUntilMs)
      )
        payment.status = 'succeeded';
      if (this.weather.shopper === 'fails') payment.status = 'requires_method';
    }
  }

  /** Everything that is wrong with how it ended; empty when money, goods and order agree. */
  wrongs(stockBefore: ReadonlyMap<number, number>): string[] {
    const { purchase } = this;
    const wrong: string[] = [];
    const kept = [...this.payments.values()].reduce(
      (sum, one) => sum + (one.status === 'succeeded' ? one.amountMinor - one.refundedMinor : 0),
      0,
    );
    const bought = purchase.stage === 'completed';
    if (kept !== (bought && purchase.methodId !== null ? dueMinor(purchase.draft) : 0))
      wrong.push(`${purchase.stage}, but ${kept} was kept`);
    if (this.payments.size > 1) wrong.push(`${this.payments.size} payments were made`);
    if (this.orders.size !== (bought ? 1 : 0)) wrong.push(`${purchase.stage} with ${this.orders.size} orders`);
    for (const payment of this.payments.values())
      if (!bought && (payment.status === 'requires_action' || payment.status === 'requires_method'))
        wrong.push('a payment was left open');
    const { promotions = [], tenders = [] } = purchase.draft;
    for (const [id, before] of this.limits) {
      const limited = promotions.filter((one) => one.promotionId === id && one.limits !== null).length;
      const paid = tenders.reduce((sum, one) => sum + (one.accountId === id ? one.amountMinor : 0), 0);
      // The claim of a window has no id of its own.
      const booked = id === 0 && purchase.draft.delivery?.window ? 1 : 0;
      const used = bought ? limited + paid + booked : 0;
      if (this.claimable(id) !== before - used)
        wrong.push(`${id}: ${this.claimable(id)} left of ${before}, ${used} used`);
    }
    for (const [variantId, before] of stockBefore) {
      const sold = bought
        ? purchase.draft.lines.reduce((sum, one) => sum + (one.variantId === variantId ? one.quantity : 0), 0)
        : 0;
      const committed = [...this.holds.values()].reduce(
        (sum, one) => sum + (one.variantId === variantId && one.status === 'committed' ? one.quantity : 0),
        0,
      );
      const left = this.stock.get(variantId) ?? 0;
      if (committed !== sold) wrong.push(`variant ${variantId}: ${committed} committed, ${sold} sold`);
      if (left !== before - sold) wrong.push(`variant ${variantId}: ${left} left of ${before}`);
    }
    for (const order of this.orders.values())
      for (const one of order.lines)
        if (one.allocations.reduce((sum, part) => sum + part.quantity, 0) !== one.quantity)
          wrong.push('a line without its units');
    return wrong;
  }
}
