import { paymentRefusal } from '../../commerce/checkout/payment-refusal.ts';
import type { PurchasePayment } from '../../commerce/checkout/purchase.ts';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step } from '../../commerce/checkout/steps.ts';
import type { HoldResult, InventoryRefusal } from '../../commerce/inventory/contract.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { OrderRecorder } from '../ports/order-recorder.ts';
import type { Payment, PaymentOutcome, Payments } from '../ports/payments.ts';
import type { SaleQueues } from '../ports/sale-queues.ts';
import { performAdmitted, performAtCart } from './perform-admitted.ts';
import { type ClaimDeps, performClaim } from './perform-claim.ts';

export interface PerformDeps extends ClaimDeps {
  readonly inventory: Inventory;
  readonly saleQueues: SaleQueues;
  readonly payments: Payments;
  readonly recorder: OrderRecorder;
  readonly nowMs: () => number;
  /** Sends that an order was placed, without being waited for; a failure is only logged. */
  readonly announceOrder: (orderId: number, messageId: number) => void;
}

/** The provider remembers keys for 24 hours; from a while before that on, it is asked what it has first. */
const KEYS_KEPT_MS = 20 * 3_600_000;
const ACTOR = 'shopper';

const unavailable = (message: string): StepOutcome => ({ ok: false, reason: 'unavailable', message });

/** Does one step of a purchase; every expected failure is an outcome. May be done again with the same step. */
export async function performStep(deps: PerformDeps, step: Step): Promise<StepOutcome> {
  const perform = (one: Step) => performOpen(deps, one);
  if ('admission' in step && step.admission) return performAdmitted(deps.saleQueues, step, step.admission, perform);
  if (step.kind === 'hold' && step.isForCart) return performAtCart(deps.saleQueues, step, perform);
  return perform(step);
}

async function performOpen(deps: PerformDeps, step: Step): Promise<StepOutcome> {
  switch (step.kind) {
    case 'hold':
      return hold(deps, step);
    case 'extend':
      return extend(deps, step);
    case 'commit': {
      const { variantId, holdId, reference } = step;
      return stockOutcome(
        await deps.inventory.hold(variantId, { kind: 'commit', holdId, reference, actor: ACTOR }),
        'committed',
      );
    }
    case 'release':
      return release(deps, step);
    case 'uncommit': {
      const { variantId, commandId, reference, allocations } = step;
      const command = {
        kind: 'uncommit',
        commandId,
        reference,
        allocations,
        actor: 'system',
        reason: 'purchase_undone',
      } as const;
      const result = await deps.inventory.change(variantId, command);
      return result.ok ? { ok: true, kind: 'freed' } : stockRefusal(result);
    }
    case 'book_window':
    case 'release_window':
    case 'claim_use':
    case 'release_use':
    case 'debit':
    case 'undo_debit':
      return performClaim(deps, step);
    case 'pay':
      return pay(deps, step);
    case 'check_payment': {
      const reading = await deps.payments.retrieve(step.reference);
      if (reading.ok) return paymentOutcome(reading.payment);
      return unavailable(reading.message);
    }
    case 'find_payment': {
      const found = await deps.payments.findAttempt(step.key, step.beganAtMs);
      if (!found.ok) return unavailable(found.message);
      return found.payment ? paymentOutcome(found.payment) : { ok: true, kind: 'no_payment' };
    }
    case 'cancel_payment':
      return cancelPayment(deps, step);
    case 'refund': {
      const { reference, amountMinor, currency, key: idempotencyKey } = step;
      const result = await deps.payments.refund({
        reference,
        amountMinor,
        currency,
        idempotencyKey,
        reason: 'requested_by_customer',
      });
      if (result.ok) return { ok: true, kind: 'refunded' };
      console.error(`checkout: the payment ${reference} could not be given back`, result);
      return unavailable(result.message);
    }
    case 'record': {
      const result = await deps.recorder.record(step.order);
      if (result.ok) {
        if (result.messageId !== null) deps.announceOrder(step.order.orderId, result.messageId);
        return { ok: true, kind: 'recorded', orderNumber: result.orderNumber };
      }
      const message = result.reason === 'id_taken' ? 'another order has this number' : result.message;
      console.error(`checkout: the paid order ${step.order.orderId} is not recorded yet`, message);
      return unavailable(message);
    }
  }
}

function stockOutcome(result: HoldResult, kind: 'held' | 'committed'): StepOutcome {
  return result.ok ? { ok: true, kind, allocations: result.allocations } : stockRefusal(result);
}

function stockRefusal(refusal: InventoryRefusal): StepOutcome {
  switch (refusal.reason) {
    case 'unavailable':
      return unavailable('stock could not be reached');
    case 'insufficient':
      return { ok: false, reason: 'not_enough', available: refusal.available };
    case 'over_limit':
      // What is left of the shopper's own share is, for them, what is there.
      return refusal.limit === 'hold_life'
        ? { ok: false, reason: 'stock_refused', message: 'The item cannot be kept any longer.' }
        : { ok: false, reason: 'not_enough', available: Math.max(0, refusal.most - refusal.used) };
    case 'expired':
    case 'released':
      return { ok: false, reason: 'hold_ended' };
    case 'not_found':
      return refusal.what === 'hold'
        ? { ok: false, reason: 'hold_ended' }
        : { ok: false, reason: 'stock_refused', message: 'An item is not sold any more.' };
    default:
      // Asked for so long in vain that the time of the promise is over before there was one.
      if (refusal.reason === 'invalid' && refusal.field === 'expiresAtMs') return { ok: false, reason: 'hold_ended' };
      console.error('checkout: stock refused what it should not', refusal);
      return { ok: false, reason: 'stock_refused', message: 'An item could not be reserved.' };
  }
}

/**
 * Several commands of one variant are decided in one turn: what the cart held goes over to the purchase and nobody gets between. Where the route wants other
 * parts than the preference alone gives, the same hold is asked twice in that turn: first from the planned warehouses alone; once that was accepted, the
 * second is a repetition and gets the same answer, and when stock has moved since the route was made, the preference decides.
 */
async function hold(deps: PerformDeps, step: Extract<Step, { kind: 'hold' }>): Promise<StepOutcome> {
  const { variantId, holdId, quantity, expiresAtMs, warehousePreference, cartToken: reference } = step;
  const command = {
    kind: 'hold',
    holdId,
    reference,
    quantity,
    expiresAtMs,
    warehousePreference,
    ...(step.email === undefined ? {} : { customer: await customerKey(step.email) }),
    actor: ACTOR,
  } as const;
  const { firstFrom = [] } = step;
  if (step.releases.length === 0 && firstFrom.length === 0)
    return stockOutcome(await deps.inventory.hold(variantId, command), 'held');
  const releases = step.releases.map((id) => ({ kind: 'release', holdId: id, actor: ACTOR, reason: 'moved' }) as const);
  const planned = firstFrom.length > 0 ? [{ ...command, warehousePreference: firstFrom }] : [];
  const result = (await deps.inventory.executeMany(variantId, [...releases, ...planned, command])).at(-1);
  if (!result) throw new Error('checkout: a hold without an answer');
  if (result.ok && !('holdId' in result)) throw new TypeError('checkout: a hold was answered like a quantity command');
  return stockOutcome(result, 'held');
}

async function extend(deps: PerformDeps, step: Extract<Step, { kind: 'extend' }>): Promise<StepOutcome> {
  const { variantId, holdId } = step;
  const until = (expiresAtMs: number) =>
    deps.inventory.hold(variantId, { kind: 'extend', holdId, expiresAtMs, actor: ACTOR });
  let result = await until(step.expiresAtMs);
  if (!result.ok && result.reason === 'over_limit' && result.limit === 'hold_life') result = await until(result.most);
  return result.ok ? { ok: true, kind: 'extended', expiresAtMs: result.expiresAtMs } : stockRefusal(result);
}

/** Units that were sold meanwhile come back too: when the answer to a commit was lost, the purchase does not know better than that they are held. */
async function release(deps: PerformDeps, step: Extract<Step, { kind: 'release' }>): Promise<StepOutcome> {
  const { variantId, holdId } = step;
  const cause = { actor: 'system', reason: 'purchase_undone' } as const;
  const result = await deps.inventory.hold(variantId, { kind: 'release', holdId, ...cause });
  if (result.ok || result.reason === 'not_found') return { ok: true, kind: 'freed' };
  if (result.reason !== 'already_committed') return stockRefusal(result);
  const { reference } = result;
  // Asked again, a commit answers with what it took.
  const sold = await deps.inventory.hold(variantId, { kind: 'commit', holdId, reference, ...cause });
  if (!sold.ok) return stockRefusal(sold);
  const { allocations } = sold;
  const back = { kind: 'uncommit', commandId: `${holdId}:uncommit`, reference, allocations, ...cause } as const;
  const freed = await deps.inventory.change(variantId, back);
  return freed.ok ? { ok: true, kind: 'freed' } : stockRefusal(freed);
}

const purchasePayment = (payment: Payment): PurchasePayment => ({
  reference: payment.reference,
  status: payment.status,
  redirectUrl: payment.redirectUrl,
  card: payment.card,
});

function paymentOutcome(payment: Payment): StepOutcome {
  return {
    ok: true,
    kind: 'payment',
    payment: purchasePayment(payment),
    failure: payment.failure ? paymentRefusal(payment.failure) : null,
  };
}

async function pay(deps: PerformDeps, step: Extract<Step, { kind: 'pay' }>): Promise<StepOutcome> {
  if (deps.nowMs() - step.beganAtMs > KEYS_KEPT_MS) {
    const found = await deps.payments.findAttempt(step.key, step.beganAtMs);
    if (!found.ok) return unavailable(found.message);
    if (found.payment) return paymentOutcome(found.payment);
  }
  return payOutcome(
    await deps.payments.createAndConfirm({
      amount: { amountMinor: step.amountMinor, currency: step.currency },
      methodId: step.methodId,
      idempotencyKey: step.key,
      orderId: step.orderId,
      cartToken: step.cartToken,
      email: step.email,
      returnUrl: step.returnUrl,
    }),
  );
}

function payOutcome(outcome: PaymentOutcome): StepOutcome {
  if (outcome.ok) {
    const { reference, status } = outcome;
    const redirectUrl = outcome.status === 'requires_action' ? outcome.redirectUrl : null;
    const card = outcome.status === 'requires_action' ? null : (outcome.card ?? null);
    return { ok: true, kind: 'payment', payment: { reference, status, redirectUrl, card }, failure: null };
  }
  switch (outcome.reason) {
    case 'declined':
      return { ok: false, reason: 'payment_refused', reference: outcome.reference, refusal: paymentRefusal(outcome) };
    case 'unavailable':
      return unavailable(outcome.message);
    case 'invalid_request': {
      const code = outcome.param === 'payment_method' ? 'PAYMENT_INVALID_PAYMENT_METHOD' : 'PAYMENT_ERROR';
      return { ok: false, reason: 'payment_refused', reference: null, refusal: { code, message: outcome.message } };
    }
    case 'key_reused':
      console.error('checkout: a payment key was used twice', outcome.message);
      return {
        ok: false,
        reason: 'payment_refused',
        reference: null,
        refusal: { code: 'PAYMENT_ERROR', message: outcome.message },
      };
  }
}

/** Ends a payment, or learns that it was made meanwhile. */
async function cancelPayment(deps: PerformDeps, step: Extract<Step, { kind: 'cancel_payment' }>): Promise<StepOutcome> {
  const result = await deps.payments.cancel(step.reference, step.key);
  if (result.ok) return paymentOutcome(result.payment);
  if (result.reason === 'wrong_state') {
    const reading = await deps.payments.retrieve(step.reference);
    return reading.ok ? paymentOutcome(reading.payment) : unavailable(reading.message);
  }
  return unavailable(result.message);
}

/** One customer however they write their email, and a key that tells nobody what it is. */
async function customerKey(email: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(email.trim().toLowerCase()));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `email:${hex.slice(0, 32)}`;
}
