import { tenderAccount } from '../../commerce/checkout/order-draft.ts';
import type { OrderRefusal } from '../../commerce/orders/order-facts.ts';
import { isCredit, refundParts } from '../../commerce/orders/refund-parts.ts';
import { planRefund, type RefundLineRequest } from '../../commerce/orders/refunds.ts';
import type { Clock } from '../ports/clock.ts';
import type { CreditLedger } from '../ports/credit.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { OrderRecord, OrderRecords, RefundRecord } from '../ports/orders.ts';
import type { Payments, Refund, RefundResult } from '../ports/payments.ts';
import { moveRefundedUnits } from './refund-stock.ts';

/** A refund as staff ask for it; amounts in minor units of the order's currency. */
export interface RefundOrderRequest {
  readonly orderId: number;
  readonly lines: readonly RefundLineRequest[];
  readonly shippingMinor: number;
  /** Null: what lines and delivery come to. */
  readonly amountMinor: number | null;
  readonly reason: string | null;
  readonly idempotencyKey: string;
  readonly actor: string;
}

export interface RefundDeps {
  readonly credit: Pick<CreditLedger, 'credit'>;
  readonly orders: OrderRecords;
  readonly payments: Payments;
  readonly inventory: Inventory;
  readonly clock: Clock;
}

/** The provider remembers keys for 24 hours; from a while before that on, it is asked what it has first. */
const KEYS_KEPT_MS = 20 * 3_600_000;
const NO_PAYMENT = 'The order has no captured payment.';
const REFUSED = 'The payment provider refused this refund.';

export type RefundOutcome = { readonly ok: true; readonly refundId: number; readonly settled: boolean } | OrderRefusal;

/**
 * Gives money back. The amount and units are reserved in the records first, so two refunds never exceed the payment; then the provider is asked
 * under the same key; its yes is written down, the units are moved, and the refund is settled. A crash between any two steps is finished by
 * `settleRefund`. `settled` false: the provider, the bank or the stock has not answered yet.
 * Refusals in order: unknown order, key used for something else, those of `planRefund`, nothing was captured, another refund came first,
 * the provider said no (its words).
 */
export async function refundOrder(deps: RefundDeps, request: RefundOrderRequest): Promise<RefundOutcome> {
  const refuse = (field: string, message: string): OrderRefusal => ({ ok: false, field: ['input', field], message });
  const order = (await deps.orders.byIds([request.orderId])).get(request.orderId);
  if (!order) return refuse('orderId', 'The order does not exist.');
  const earlier = await deps.orders.findRefund(request.idempotencyKey);
  if (earlier) {
    if (earlier.orderId !== order.id)
      return refuse('idempotencyKey', 'The idempotency key was used for another refund.');
    return settleRefund(deps, order.id, earlier.id);
  }
  const plan = planRefund(order, request);
  if (!plan.ok) return plan;
  const paid = order.payments.filter((one) => one.status === 'captured');
  if (paid.length === 0 && plan.amountMinor > 0) return refuse('transactions', NO_PAYMENT);
  const earlierOnes = order.refunds.filter((one) => one.status !== 'failed');
  const parts = refundParts(paid, earlierOnes, plan.amountMinor);
  if (!parts) return refuse('transactions', 'More is asked than is left of the payments.');
  const begun = await deps.orders.beginRefund({
    orderId: order.id,
    paymentId: parts[0]?.paymentId ?? paid[0]?.id ?? null,
    parts,
    idempotencyKey: request.idempotencyKey,
    amountMinor: plan.amountMinor,
    currency: order.currency,
    reason: request.reason,
    lines: plan.lines,
    actor: request.actor,
  });
  if (!begun.ok)
    return refuse(
      'orderId',
      begun.reason === 'key_reused'
        ? 'The idempotency key was used for another refund.'
        : 'Another refund of this order came first; load it again.',
    );
  return settleRefund(deps, order.id, begun.id);
}

/** What the provider says of a refund. `unknown`: it did not answer in a way one can act on. */
type ProviderSays =
  | { readonly kind: 'taken'; readonly reference: string; readonly isPaid: boolean }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown' };

/**
 * Asks the provider about a begun refund, moves its units and settles it as far as it goes; safe to repeat, also at the same moment. An unreachable
 * provider, a bank that takes its time and unreachable stock leave it pending for the next try.
 */
export async function settleRefund(deps: RefundDeps, orderId: number, refundId: number): Promise<RefundOutcome> {
  const order = (await deps.orders.byIds([orderId])).get(orderId);
  const refund = order?.refunds.find((one) => one.id === refundId);
  if (!order || !refund) return { ok: false, field: ['input', 'orderId'], message: 'The refund does not exist.' };
  const refuse = (message: string): OrderRefusal => ({ ok: false, field: ['input', 'transactions'], message });
  if (refund.status === 'failed') return refuse(REFUSED);
  if (refund.status === 'succeeded')
    return { ok: true, refundId, settled: await moveRefundedUnits(deps.inventory, order, refund) };
  const says = await askProvider(deps, order, refund);
  if (says.kind === 'unknown') return { ok: true, refundId, settled: false };
  if (says.kind === 'refused') {
    await failRefund(deps, order, refund, says.message);
    return refuse(says.message);
  }
  if (!(await deps.orders.acceptRefund(refundId, says.reference))) return refuse(REFUSED);
  const isMoved = await moveRefundedUnits(deps.inventory, order, refund);
  if (!isMoved || !says.isPaid || !(await payCredit(deps, order, refund)))
    return { ok: true, refundId, settled: false };
  await deps.orders.finishRefund(refundId, { ok: true, providerReference: says.reference });
  return { ok: true, refundId, settled: true };
}

/** The parts of a refund with the payments they go back to; those of before there were parts went whole to the provider's payment. */
function partsOf(order: OrderRecord, refund: RefundRecord) {
  const provider = order.payments.find((one) => one.status === 'captured' && !isCredit(one));
  const parts =
    refund.parts.length > 0 || !provider ? refund.parts : [{ paymentId: provider.id, amountMinor: refund.amountMinor }];
  return parts.flatMap(({ paymentId, amountMinor }) => {
    const payment = order.payments.find((one) => one.id === paymentId);
    return payment ? [{ payment, amountMinor }] : [];
  });
}

/** Puts a refund's parts back on gift cards and store credit, each once whatever is repeated. False: the records could not be reached. */
async function payCredit(deps: RefundDeps, order: OrderRecord, refund: RefundRecord): Promise<boolean> {
  try {
    for (const { payment, amountMinor } of partsOf(order, refund)) {
      const accountId = isCredit(payment) ? tenderAccount(payment.providerReference) : null;
      if (accountId === null) continue;
      const key = `refund:${refund.id}:${payment.id}`;
      await deps.credit.credit({ accountId, key, kind: 'refund', amountMinor, orderId: order.id, actor: refund.actor });
    }
    return true;
  } catch (error) {
    console.error(`refund ${refund.id}: gift cards could not be reached`, error);
    return false;
  }
}

async function askProvider(deps: RefundDeps, order: OrderRecord, refund: RefundRecord): Promise<ProviderSays> {
  if (refund.amountMinor === 0) return { kind: 'taken', reference: 'none', isPaid: true };
  const asked = partsOf(order, refund).find(({ payment }) => !isCredit(payment));
  if (!asked) {
    const isForCredit = refund.parts.length > 0;
    return isForCredit
      ? { kind: 'taken', reference: 'credit', isPaid: true }
      : { kind: 'refused', message: NO_PAYMENT };
  }
  const { payment, amountMinor } = asked;
  if (refund.providerReference !== null) {
    const now = await deps.payments.retrieveRefund(refund.providerReference);
    return now.ok ? saysOf(now.refund) : { kind: 'unknown' };
  }
  const idempotencyKey = providerKey(refund.id);
  if (deps.clock.nowMs() - refund.createdAtMs > KEYS_KEPT_MS) {
    const found = await deps.payments.findRefund(payment.providerReference, idempotencyKey);
    if (!found.ok) return { kind: 'unknown' };
    if (found.refund) return saysOf(found.refund);
  }
  return saysOfAnswer(
    await deps.payments.refund({
      reference: payment.providerReference,
      amountMinor,
      currency: refund.currency,
      idempotencyKey,
      reason: 'requested_by_customer',
    }),
  );
}

function saysOf({ status, reference, failureReason }: Refund): ProviderSays {
  if (status === 'failed' || status === 'cancelled') return { kind: 'refused', message: failureReason ?? status };
  return { kind: 'taken', reference, isPaid: status === 'succeeded' };
}

function saysOfAnswer(answer: RefundResult): ProviderSays {
  if (answer.ok) return { kind: 'taken', reference: answer.reference, isPaid: answer.status === 'succeeded' };
  return answer.reason === 'unavailable' ? { kind: 'unknown' } : { kind: 'refused', message: answer.message };
}

const providerKey = (refundId: number): string => `refund:${refundId}`;

/**
 * Records that no money went back. The units of a refund the provider had taken stay taken back, so a crash before they were moved is made good first.
 * False: stock could not be reached, and nothing was recorded.
 */
async function failRefund(
  deps: RefundDeps,
  order: OrderRecord,
  refund: RefundRecord,
  message: string,
): Promise<boolean> {
  if (refund.providerReference !== null && !(await moveRefundedUnits(deps.inventory, order, refund))) return false;
  await deps.orders.finishRefund(refund.id, { ok: false, message });
  return true;
}

/**
 * Takes in what the provider says of a refund later: that the bank has paid it, or sent it back. Failure is final, so it counts as told; anything else
 * is asked again. Refunds that no order knows are left alone. Throws when it could not be taken in now and should be told again.
 */
export async function refundChanged(deps: RefundDeps, told: Refund): Promise<void> {
  const refundId = Number(/^refund:(\d{1,15})$/.exec(told.idempotencyKey ?? '')?.[1] ?? 0);
  const orderId = refundId === 0 ? null : await deps.orders.orderOfRefund(refundId);
  const order = orderId === null ? undefined : (await deps.orders.byIds([orderId])).get(orderId);
  const refund = order?.refunds.find((one) => one.id === refundId);
  const hasFailed = told.status === 'failed' || told.status === 'cancelled';
  if (!order || !refund || !order.payments.some((one) => one.providerReference === told.paymentReference)) {
    if (hasFailed) console.error(`refund ${told.reference} failed (${told.failureReason}); no order knows it`);
    return;
  }
  if (refund.status === 'failed') return;
  if (hasFailed) {
    if (!(await failRefund(deps, order, refund, told.failureReason ?? told.status)))
      throw new Error(`stock of order ${order.id} could not be reached`);
    return;
  }
  if (refund.status === 'succeeded') return;
  const outcome = await settleRefund(deps, order.id, refund.id);
  if (outcome.ok && !outcome.settled && told.status === 'succeeded')
    throw new Error(`refund ${refund.id} could not be settled yet`);
}
