import type { PlacedOrder } from './order-draft.ts';
import type { Purchase } from './purchase.ts';
import type { PaymentRefusal } from './settle.ts';
import { orderOf } from './steps.ts';

/** Where an attempt stands, as its shopper may know it. */
export type AttemptView = { readonly attemptId: string } & (
  | {
      readonly state: 'success';
      readonly orderId: number;
      readonly statusKey: string;
      readonly completedAtMs: number | null;
      readonly country: string;
      readonly locale: string;
    }
  | { readonly state: 'processing' }
  | { readonly state: 'action_required'; readonly redirectUrl: string | null }
  | { readonly state: 'failed'; readonly failure: PaymentRefusal }
);

/** An order that is paid counts as placed, whether or not the records can be reached. */
export function attemptViewOf(purchase: Purchase): AttemptView {
  const { attemptId } = purchase;
  switch (purchase.stage) {
    case 'recording':
    case 'completed': {
      const { orderId, statusKey, endedAtMs: completedAtMs, draft } = purchase;
      return {
        attemptId,
        state: 'success',
        orderId,
        statusKey,
        completedAtMs,
        country: draft.country,
        locale: draft.locale,
      };
    }
    case 'failed': {
      const failure = purchase.failure ?? { code: 'ERROR', message: 'The purchase failed.' };
      return { attemptId, state: 'failed', failure: { code: failure.code, message: failure.message } };
    }
    case 'waiting':
      return purchase.payment?.status === 'requires_action'
        ? { attemptId, state: 'action_required', redirectUrl: purchase.payment.redirectUrl }
        : { attemptId, state: 'processing' };
    default:
      return { attemptId, state: 'processing' };
  }
}

/** The order of an attempt that was paid; null for any other. */
export function paidOrderOf(purchase: Purchase): (PlacedOrder & { readonly orderNumber: number | null }) | null {
  const isPaid = purchase.stage === 'recording' || purchase.stage === 'completed';
  return isPaid ? { ...orderOf(purchase), orderNumber: purchase.orderNumber } : null;
}
