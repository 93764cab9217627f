import type { DraftAllocation } from './order-draft.ts';
import {
  type CompletionCode,
  HOLD_MS,
  type Purchase,
  type PurchaseClaim,
  type PurchaseFailure,
  type PurchaseHold,
  type PurchasePayment,
} from './purchase.ts';
import type { Step } from './steps.ts';

/** Nobody answered, or not usefully: whether it was done is unknown, so the same step is tried again. */
export interface StepUnavailable {
  readonly ok: false;
  readonly reason: 'unavailable';
  readonly message: string;
}

/** What a step came to. */
export type StepOutcome =
  | StepUnavailable
  | { readonly ok: true; readonly kind: 'held' | 'committed'; readonly allocations: readonly DraftAllocation[] }
  /** A promise that ran out or was given back. */
  | { readonly ok: false; readonly reason: 'hold_ended' }
  | { readonly ok: false; readonly reason: 'not_enough'; readonly available: number }
  | { readonly ok: false; readonly reason: 'stock_refused'; readonly message: string }
  /** A promise that is kept longer: until when. */
  | { readonly ok: true; readonly kind: 'extended'; readonly expiresAtMs: number }
  | { readonly ok: true; readonly kind: 'freed' }
  | { readonly ok: true; readonly kind: 'claimed' }
  /** A window is full, a promotion used up, or a gift card has too little left; for the shopper. */
  | { readonly ok: false; readonly reason: 'claim_refused'; readonly message: string }
  | {
      readonly ok: true;
      readonly kind: 'payment';
      readonly payment: PurchasePayment;
      readonly failure: PaymentRefusal | null;
    }
  /** The provider has no payment under the key. */
  | { readonly ok: true; readonly kind: 'no_payment' }
  | {
      readonly ok: false;
      readonly reason: 'payment_refused';
      readonly refusal: PaymentRefusal;
      readonly reference: string | null;
    }
  | { readonly ok: true; readonly kind: 'refunded' }
  | { readonly ok: true; readonly kind: 'recorded'; readonly orderNumber: number };

export interface PaymentRefusal {
  readonly code: CompletionCode;
  /** For the shopper. */
  readonly message: string;
}

/** First pause after a fruitless try; doubles up to the longest. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** How often a bank is asked while the shopper is with it; webhooks come first. */
const BANK_PAUSE_MS = 15_000;

const goOn = (purchase: Purchase, stage: Purchase['stage'], nowMs: number): Purchase => ({
  ...purchase,
  stage,
  tries: 0,
  dueAtMs: nowMs,
});

const tryLater = (purchase: Purchase, nowMs: number): Purchase => ({
  ...purchase,
  tries: purchase.tries + 1,
  dueAtMs: nowMs + Math.min(PAUSE_MS * 2 ** Math.min(purchase.tries, 20), LONGEST_PAUSE_MS),
});

const fail = (purchase: Purchase, failure: PurchaseFailure, nowMs: number): Purchase => ({
  ...goOn(purchase, 'undoing', nowMs),
  failure,
});

const withHold = (purchase: Purchase, variantId: number, change: (hold: PurchaseHold) => PurchaseHold): Purchase => ({
  ...purchase,
  holds: purchase.holds.map((hold) => (hold.variantId === variantId ? change(hold) : hold)),
});

/** Giving up ends once nobody has paid and nothing is promised any more. */
function endIfUndone(purchase: Purchase, nowMs: number): Purchase {
  const { payment } = purchase;
  const isSettled = payment ? payment.status === 'cancelled' || payment.status === 'refunded' : !purchase.mayHavePaid;
  const isHeld = [...purchase.holds, ...(purchase.claims ?? [])].some((one) => one.status !== 'free');
  if (purchase.stage !== 'undoing' || !isSettled || isHeld) return purchase;
  return { ...goOn(purchase, 'failed', nowMs), endedAtMs: nowMs };
}

/** An attempt after a step was answered. Answers that do not belong to the step are a bug and throw. */
export function settle(purchase: Purchase, step: Step, outcome: StepOutcome, nowMs: number): Purchase {
  if (!outcome.ok && outcome.reason === 'unavailable') return tryLater(purchase, nowMs);
  switch (step.kind) {
    case 'hold':
      return settleHold(purchase, step.variantId, outcome, nowMs);
    case 'extend':
      throw wrong('an attempt to buy asks for no extension, it');
    case 'commit':
      return settleCommit(purchase, step.variantId, outcome, nowMs);
    case 'release':
    case 'uncommit':
      return settleFreed(purchase, step.variantId, outcome, nowMs);
    case 'book_window':
    case 'claim_use':
    case 'debit':
      return settleClaim(purchase, step.claim, outcome, nowMs);
    case 'release_window':
    case 'release_use':
    case 'undo_debit':
      return settleUnclaimed(purchase, step.claim, outcome, nowMs);
    case 'pay':
    case 'check_payment':
      return settlePayment(purchase, outcome, nowMs);
    case 'find_payment':
    case 'cancel_payment':
      return settleEnding(purchase, outcome, nowMs);
    case 'refund':
      return settleRefund(purchase, outcome, nowMs);
    case 'record':
      if (outcome.ok && outcome.kind === 'recorded')
        return { ...goOn(purchase, 'completed', nowMs), orderNumber: outcome.orderNumber, endedAtMs: nowMs };
      // A paid order is never given up: somebody has to look, and then it is written.
      return tryLater(purchase, nowMs);
  }
}

const wrong = (step: string): Error => new Error(`purchase: ${step} was answered with something else`);

const outOfGoods = (message: string): PurchaseFailure => ({
  cause: 'goods',
  code: 'INVENTORY_RESERVATION_ERROR',
  message,
});

/** Once everything is promised and claimed, it is paid; with nothing to pay, it goes straight to the goods. */
function afterPromises(purchase: Purchase, nowMs: number): Purchase {
  const isWaiting = (purchase.claims ?? []).some((claim) => claim.status !== 'held');
  if (isWaiting || purchase.stage !== 'holding') return { ...purchase, tries: 0, dueAtMs: nowMs };
  if (purchase.methodId === null) return goOn(purchase, 'committing', nowMs);
  return { ...goOn(purchase, 'paying', nowMs), mayHavePaid: true };
}

const withClaim = (purchase: Purchase, claim: PurchaseClaim, status: PurchaseClaim['status']): Purchase => ({
  ...purchase,
  claims: purchase.claims?.map((one) => (one.what === claim.what && one.id === claim.id ? { ...one, status } : one)),
});

function settleClaim(purchase: Purchase, claim: PurchaseClaim, outcome: StepOutcome, nowMs: number): Purchase {
  if (outcome.ok && outcome.kind === 'claimed') {
    const next = withClaim(purchase, claim, 'held');
    // Given up while it was being asked: what was claimed goes back with the rest.
    return purchase.stage === 'undoing' ? next : afterPromises(next, nowMs);
  }
  if (outcome.ok || outcome.reason !== 'claim_refused') throw wrong('claim');
  // Nobody may be charged another price than agreed: a payment that was made meanwhile goes back.
  return fail(withClaim(purchase, claim, 'free'), { cause: 'goods', code: 'ERROR', message: outcome.message }, nowMs);
}

function settleUnclaimed(purchase: Purchase, claim: PurchaseClaim, outcome: StepOutcome, nowMs: number): Purchase {
  if (!outcome.ok || outcome.kind !== 'freed') throw wrong('giving a claim back');
  return endIfUndone({ ...withClaim(purchase, claim, 'free'), tries: 0 }, nowMs);
}

function settleHold(purchase: Purchase, variantId: number, outcome: StepOutcome, nowMs: number): Purchase {
  if (outcome.ok && outcome.kind === 'held') {
    const next = withHold(purchase, variantId, (hold) => ({
      ...hold,
      status: 'held',
      allocations: outcome.allocations,
    }));
    const isLast = next.holds.every((hold) => hold.status === 'held' || hold.status === 'committed');
    return isLast ? afterPromises(next, nowMs) : { ...next, tries: 0, dueAtMs: nowMs };
  }
  if (outcome.ok) throw wrong('hold');
  // An ended promise under this name: a crash came between giving it back and saying so. The next one has a new name.
  if (outcome.reason === 'hold_ended') return anew(purchase, variantId, nowMs);
  if (outcome.reason === 'not_enough') {
    // A promise that was made is never refused when it is asked again: there is nothing to give back, and a buyer who came too late is told at once.
    const refused = withHold(purchase, variantId, (hold) => ({ ...hold, status: 'free' }));
    const message = outcome.available === 0 ? 'An item was sold out meanwhile.' : 'Too few of an item are left.';
    return endIfUndone(fail(refused, outOfGoods(message), nowMs), nowMs);
  }
  if (outcome.reason === 'stock_refused') return fail(purchase, outOfGoods(outcome.message), nowMs);
  throw wrong('hold');
}

function settleCommit(purchase: Purchase, variantId: number, outcome: StepOutcome, nowMs: number): Purchase {
  // A neighbour's refusal came first; what was committed beside it has to be known all the same.
  if (outcome.ok && outcome.kind === 'committed') {
    const next = withHold(purchase, variantId, (hold) => ({
      ...hold,
      status: 'committed',
      allocations: outcome.allocations,
    }));
    const isDone = next.stage === 'committing' && next.holds.every((hold) => hold.status === 'committed');
    return isDone ? goOn(next, 'recording', nowMs) : next;
  }
  if (outcome.ok) throw wrong('commit');
  if (outcome.reason === 'hold_ended') return anew(purchase, variantId, nowMs);
  if (outcome.reason === 'stock_refused') return fail(purchase, outOfGoods(outcome.message), nowMs);
  throw wrong('commit');
}

function anew(purchase: Purchase, variantId: number, nowMs: number): Purchase {
  const next = withHold(purchase, variantId, (hold) => ({
    ...hold,
    round: hold.round + 1,
    status: 'asked',
    allocations: [],
  }));
  return { ...next, holdUntilMs: Math.max(next.holdUntilMs, nowMs + HOLD_MS), tries: 0, dueAtMs: nowMs };
}

function settleFreed(purchase: Purchase, variantId: number, outcome: StepOutcome, nowMs: number): Purchase {
  if (!outcome.ok && outcome.reason !== 'hold_ended' && outcome.reason !== 'stock_refused') throw wrong('release');
  const next = withHold(purchase, variantId, (hold) => ({ ...hold, status: 'free', allocations: [] }));
  return endIfUndone({ ...next, tries: 0 }, nowMs);
}

function settlePayment(purchase: Purchase, outcome: StepOutcome, nowMs: number): Purchase {
  // Given up while the provider was being asked.
  if (purchase.stage === 'undoing' && outcome.ok) return settleEnding(purchase, outcome, nowMs);
  if (!outcome.ok && outcome.reason === 'payment_refused') {
    const payment: PurchasePayment | null =
      outcome.reference === null
        ? purchase.payment
        : { reference: outcome.reference, status: 'requires_method', redirectUrl: null, card: null };
    return fail({ ...purchase, payment, mayHavePaid: false }, { cause: 'payment', ...outcome.refusal }, nowMs);
  }
  if (!outcome.ok || outcome.kind !== 'payment') throw wrong('pay');
  const { payment } = outcome;
  const next = { ...purchase, payment, mayHavePaid: false };
  switch (payment.status) {
    case 'succeeded':
      return goOn(next, 'committing', nowMs);
    case 'requires_action':
    case 'processing':
    case 'authorized':
      return { ...next, stage: 'waiting', tries: 0, dueAtMs: nowMs + BANK_PAUSE_MS };
    case 'requires_method':
    case 'cancelled':
    case 'refunded':
      return fail(
        next,
        { cause: 'payment', ...(outcome.failure ?? { code: 'PAYMENT_ERROR', message: 'The payment was not made.' }) },
        nowMs,
      );
  }
}

/** While giving up: was it paid after all? Then the goods go out, unless it is for want of goods that we give up. */
function settleEnding(purchase: Purchase, outcome: StepOutcome, nowMs: number): Purchase {
  if (outcome.ok && outcome.kind === 'no_payment')
    return endIfUndone({ ...goOn(purchase, 'undoing', nowMs), mayHavePaid: false }, nowMs);
  if (!outcome.ok || outcome.kind !== 'payment') throw wrong('cancel_payment');
  const next = { ...purchase, payment: outcome.payment, mayHavePaid: false };
  if (outcome.payment.status === 'succeeded' && purchase.failure?.cause !== 'goods')
    return { ...goOn(next, 'committing', nowMs), failure: null };
  // A bank that is still thinking cannot be stopped: ask again.
  if (outcome.payment.status === 'processing') return tryLater(next, nowMs);
  return endIfUndone(goOn(next, 'undoing', nowMs), nowMs);
}

function settleRefund(purchase: Purchase, outcome: StepOutcome, nowMs: number): Purchase {
  // A refund that is refused needs a person; the attempt stays open and says so in the log each time.
  if (!outcome.ok) return tryLater(purchase, nowMs);
  if (outcome.kind !== 'refunded') throw wrong('refund');
  const payment = purchase.payment === null ? null : { ...purchase.payment, status: 'refunded' as const };
  return endIfUndone({ ...goOn(purchase, 'undoing', nowMs), payment }, nowMs);
}
