import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step } from '../../commerce/checkout/steps.ts';
import { useRefusalText } from '../../commerce/promotions/uses.ts';
import type { CreditLedger } from '../ports/credit.ts';
import type { DeliveryBookings } from '../ports/delivery-bookings.ts';
import type { PromotionUseCounts } from '../ports/promotions.ts';

export interface ClaimDeps {
  readonly deliveryBookings: DeliveryBookings;
  readonly nowMs: () => number;
  readonly promotionUses: PromotionUseCounts;
  readonly credit: CreditLedger;
  /** Who buys, as counts know them: one digest for every way to write an address. */
  readonly customerDigest: (email: string) => string;
}

const away = (what: string): StepOutcome => ({
  ok: false,
  reason: 'unavailable',
  message: `${what} could not be reached`,
});

const WINDOW_FULL = 'The chosen delivery window has filled up meanwhile; please choose another one.';
const WINDOW_OVER = 'The chosen delivery window is over; please choose another one.';

/** Claims or gives back what a purchase uses beside units and card: a delivery window, limited promotions, gift cards, store credit. May be done again with the same step. */
export async function performClaim(
  deps: ClaimDeps,
  step: Extract<
    Step,
    { kind: 'book_window' | 'release_window' | 'claim_use' | 'release_use' | 'debit' | 'undo_debit' }
  >,
): Promise<StepOutcome> {
  const { key, claim } = step;
  switch (step.kind) {
    case 'book_window': {
      const { window, orderId, methodCode } = step;
      // A payment that came too late may bring an attempt back long after its hours.
      if (deps.nowMs() >= window.startMs) return { ok: false, reason: 'claim_refused', message: WINDOW_OVER };
      const answer = await deps.deliveryBookings.book(key, { orderId, methodCode, ...window });
      if (answer.ok) return { ok: true, kind: 'claimed' };
      return answer.reason === 'unavailable'
        ? away('the book of delivery windows')
        : { ok: false, reason: 'claim_refused', message: WINDOW_FULL };
    }
    case 'release_window': {
      const { window, orderId, methodCode } = step;
      return (await deps.deliveryBookings.giveBack(key, { orderId, methodCode, ...window })).ok
        ? { ok: true, kind: 'freed' }
        : away('the book of delivery windows');
    }
    case 'claim_use': {
      const { code, amountMinor, limits, before } = step.use;
      if (!limits) return { ok: true, kind: 'claimed' };
      const use = { key, code, amountMinor, customer: deps.customerDigest(step.email) };
      const answer = await deps.promotionUses.claim(claim.id, use, limits, before);
      if (answer.ok) return { ok: true, kind: 'claimed' };
      return answer.reason === 'unavailable'
        ? away('the count of a promotion')
        : { ok: false, reason: 'claim_refused', message: useRefusalText(answer.reason, code) };
    }
    case 'release_use':
      return (await deps.promotionUses.release(claim.id, key)).ok
        ? { ok: true, kind: 'freed' }
        : away('the count of a promotion');
    case 'debit': {
      const { tender, currency, orderId } = step;
      const { accountId, amountMinor, lastCharacters } = tender;
      const answer = await deps.credit.debit({ accountId, key, amountMinor, currency, orderId });
      if (answer.ok) return { ok: true, kind: 'claimed' };
      const card = tender.kind === 'gift_card' ? `The gift card ending in ${lastCharacters}` : 'Your store credit';
      return { ok: false, reason: 'claim_refused', message: `${card} has less left than was to be paid with it.` };
    }
    case 'undo_debit':
      await deps.credit.undo(key);
      return { ok: true, kind: 'freed' };
  }
}
