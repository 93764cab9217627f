import { isUnderway, type Purchase } from '../../commerce/checkout/purchase.ts';
import { type StepOutcome, settle } from '../../commerce/checkout/settle.ts';
import { afterWaiting, nextSteps, type Step } from '../../commerce/checkout/steps.ts';
import type { CheckoutStore } from './checkout-store.ts';

/** What running an attempt needs from outside the object. */
export interface RunnerDependencies {
  nowMs: () => number;
  /** Does a step. Expected failures are outcomes; whatever it throws counts as unavailable. */
  perform: (step: Step) => Promise<StepOutcome>;
  /** Called around every step; tests throw here to lose the object between any two. */
  hook?: (moment: 'before' | 'after', step: Step) => void | Promise<void>;
}

/** Most steps without a pause; more is a circle, and circles must not spin. */
const LONGEST_RUN = 2_000;

/**
 * From its beginning to its order an attempt is written twice: whoever resumes it asks stock, provider and records again, and they answer as they did. What
 * cannot be asked again has to be durable: giving up, waiting for somebody, and the end.
 */
function mustBeDurable(before: Purchase, next: Purchase, nowMs: number): boolean {
  if (next.tries > before.tries || next.dueAtMs > nowMs) return true;
  const isForward = next.stage === 'paying' || next.stage === 'committing' || next.stage === 'recording';
  return next.stage !== before.stage && !(isForward && before.stage !== 'undoing' && before.stage !== 'waiting');
}

/** Takes one attempt as far as it goes now. One run at a time; the object's alarm comes back for the rest. */
export class PurchaseRunner {
  readonly #store: CheckoutStore;
  readonly #number: number;
  readonly #dependencies: () => RunnerDependencies;
  readonly #written: (purchase: Purchase) => void;
  #running: Promise<void> | null = null;
  #isRunning = false;

  constructor(options: {
    readonly store: CheckoutStore;
    readonly number: number;
    readonly dependencies: () => RunnerDependencies;
    /** Told in the same turn as every write, to write what belongs to it. */
    readonly written: (purchase: Purchase) => void;
  }) {
    this.#store = options.store;
    this.#number = options.number;
    this.#dependencies = options.dependencies;
    this.#written = options.written;
  }

  /** Resolves when nothing more can be done now; rejects only when the object is lost in between. */
  run(): Promise<void> {
    if (this.#running) return this.#running;
    this.#isRunning = true;
    this.#running = this.#runOn().finally(() => {
      this.#running = null;
      this.#isRunning = false;
    });
    return this.#running;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Replaces the attempt from outside a step: giving up, a provider's message, a late payment. */
  change(next: Purchase): void {
    if (next === this.#store.purchase(this.#number)) return;
    this.#write(next);
  }

  async #runOn(): Promise<void> {
    for (let round = 0; round < LONGEST_RUN; round += 1) {
      const nowMs = this.#dependencies().nowMs();
      const before = this.#store.purchase(this.#number);
      if (!before) return;
      const purchase = afterWaiting(before, nowMs);
      if (purchase !== before) this.#write(purchase);
      const plan = nextSteps(purchase, nowMs);
      if (plan.kind !== 'steps') return;
      await Promise.all(plan.steps.map((step) => this.#do(step)));
    }
    throw new Error(`checkout: attempt ${this.#number} goes in circles`);
  }

  async #do(step: Step): Promise<void> {
    const { hook, nowMs } = this.#dependencies();
    await hook?.('before', step);
    const outcome = await this.#perform(step);
    await hook?.('after', step);
    const purchase = this.#store.purchase(this.#number);
    // Something outside came first, such as the shopper giving up: a stale answer must not undo that.
    if (!purchase || !isUnderway(purchase)) return;
    const next = settle(purchase, step, outcome, nowMs());
    if (mustBeDurable(purchase, next, nowMs())) this.#write(next);
    else this.#store.keepPurchase(next);
  }

  async #perform(step: Step): Promise<StepOutcome> {
    try {
      return await this.#dependencies().perform(step);
    } catch (error) {
      console.error(`checkout: ${step.kind} failed`, error);
      return { ok: false, reason: 'unavailable', message: String(error) };
    }
  }

  #write(purchase: Purchase): void {
    this.#store.putPurchase(purchase);
    this.#written(purchase);
  }
}
