import type { Admission } from '../drops/admission.ts';
import {
  allocateLines,
  type DraftAllocation,
  type DraftDelivery,
  type DraftPromotion,
  type DraftTender,
  dueMinor,
  type PlacedOrder,
} from './order-draft.ts';
import {
  claimKeyOf,
  holdIdOf,
  orderReference,
  type Purchase,
  type PurchaseClaim,
  type PurchaseHold,
  paymentKeyOf,
  placedOrderOf,
  WAIT_MARGIN_MS,
} from './purchase.ts';

/** Leave to buy the units of a step, and the attempt that uses it. */
export interface StepAdmission extends Admission {
  readonly purchase: string;
}

/** A place in a delivery window, to take or to give back. */
export interface WindowStep {
  readonly claim: PurchaseClaim;
  readonly key: string;
  readonly orderId: number;
  readonly methodCode: string;
  readonly window: NonNullable<DraftDelivery['window']>;
}

/** Something to ask of stock, provider or records. Doing it twice is the same as doing it once. */
export type Step =
  | {
      readonly kind: 'hold';
      readonly variantId: number;
      readonly holdId: string;
      readonly quantity: number;
      readonly cartToken: string;
      readonly expiresAtMs: number;
      readonly warehousePreference: readonly number[];
      /** Warehouses to try alone before the preference; missing: none. */
      readonly firstFrom?: readonly number[] | undefined;
      /** Promises that end in the same turn, so that nobody gets between. */
      readonly releases: readonly string[];
      /** The shopper's email, for limits per customer; missing: the cart stands for them. */
      readonly email?: string | undefined;
      /** Whether a cart asks, before it is bought. */
      readonly isForCart?: true | undefined;
      readonly admission?: StepAdmission | undefined;
    }
  /** Keeps what a cart is promised, while its shopper is there: until then, or for as long as the shop allows. */
  | { readonly kind: 'extend'; readonly variantId: number; readonly holdId: string; readonly expiresAtMs: number }
  | {
      readonly kind: 'commit';
      readonly variantId: number;
      readonly holdId: string;
      readonly reference: string;
      readonly admission?: StepAdmission | undefined;
    }
  | {
      readonly kind: 'release';
      readonly variantId: number;
      readonly holdId: string;
      readonly admission?: StepAdmission | undefined;
    }
  | {
      readonly kind: 'uncommit';
      readonly variantId: number;
      readonly commandId: string;
      readonly reference: string;
      readonly allocations: readonly DraftAllocation[];
      readonly admission?: StepAdmission | undefined;
    }
  | (WindowStep & { readonly kind: 'book_window' | 'release_window' })
  | {
      readonly kind: 'claim_use';
      readonly claim: PurchaseClaim;
      readonly key: string;
      readonly use: DraftPromotion;
      readonly email: string;
    }
  | { readonly kind: 'release_use'; readonly claim: PurchaseClaim; readonly key: string }
  | {
      readonly kind: 'debit';
      readonly claim: PurchaseClaim;
      readonly key: string;
      readonly tender: DraftTender;
      readonly currency: string;
      readonly orderId: number;
    }
  | { readonly kind: 'undo_debit'; readonly claim: PurchaseClaim; readonly key: string }
  | {
      readonly kind: 'pay';
      readonly amountMinor: number;
      readonly currency: string;
      readonly methodId: string;
      readonly key: string;
      readonly orderId: number;
      readonly cartToken: string;
      readonly email: string;
      readonly returnUrl: string;
      readonly beganAtMs: number;
    }
  | { readonly kind: 'check_payment'; readonly reference: string }
  | { readonly kind: 'find_payment'; readonly key: string; readonly beganAtMs: number }
  | { readonly kind: 'cancel_payment'; readonly reference: string; readonly key: string }
  | {
      readonly kind: 'refund';
      readonly reference: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly key: string;
    }
  | { readonly kind: 'record'; readonly order: PlacedOrder };

/** What to do now: steps that may go side by side, waiting, or nothing any more. */
export type Plan =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'ended' };

const steps = (...some: readonly Step[]): Plan => ({ kind: 'steps', steps: some });

/** Time alone ends waiting for the shopper's bank, and for a provider that cannot be reached. */
export function afterWaiting(purchase: Purchase, nowMs: number): Purchase {
  const isLate = nowMs >= purchase.holdUntilMs - WAIT_MARGIN_MS;
  if (!isLate || (purchase.stage !== 'waiting' && purchase.stage !== 'paying')) return purchase;
  const failure =
    purchase.stage === 'waiting'
      ? ({ cause: 'payment', code: 'PAYMENT_ERROR', message: 'The payment was not confirmed in time.' } as const)
      : ({
          cause: 'payment',
          code: 'PAYMENT_TRANSIENT_ERROR',
          message: 'The payment provider could not be reached.',
        } as const);
  return { ...purchase, stage: 'undoing', failure, tries: 0, dueAtMs: nowMs };
}

/** What an attempt needs next. */
export function nextSteps(purchase: Purchase, nowMs: number): Plan {
  if (purchase.stage === 'completed' || purchase.stage === 'failed') return { kind: 'ended' };
  if (nowMs < purchase.dueAtMs) return { kind: 'wait', untilMs: purchase.dueAtMs };
  switch (purchase.stage) {
    case 'holding':
      return holdNext(purchase) ?? claimNext(purchase) ?? { kind: 'wait', untilMs: nowMs };
    case 'paying':
      return steps(payStep(purchase));
    case 'waiting':
      return steps({ kind: 'check_payment', reference: purchase.payment?.reference ?? '' });
    case 'committing':
      return holdNext(purchase) ?? claimNext(purchase) ?? commitAll(purchase);
    case 'recording':
      return steps({ kind: 'record', order: orderOf(purchase) });
    case 'undoing':
      return undo(purchase);
  }
}

/** The leave to buy a variant, for a step about its units; nothing where it is not sold by queue. */
function admissionOf(purchase: Purchase, variantId: number): { readonly admission?: StepAdmission } {
  const admission = purchase.draft.admissions?.find((one) => one.variantId === variantId);
  return admission ? { admission: { ...admission, purchase: paymentKeyOf(purchase) } } : {};
}

/** One promise at a time, in the order of the variants: two carts with the same variants then meet at the first one. */
function holdNext(purchase: Purchase): Plan | null {
  const hold = purchase.holds.find((one) => one.status === 'asked');
  if (!hold) return null;
  const routed = purchase.draft.routing?.holds.find((one) => one.variantId === hold.variantId);
  return steps({
    kind: 'hold',
    variantId: hold.variantId,
    holdId: holdIdOf(purchase, hold),
    quantity: hold.quantity,
    cartToken: purchase.cartToken,
    expiresAtMs: purchase.holdUntilMs,
    warehousePreference: routed?.allowed ?? purchase.draft.warehousePreference,
    ...(routed && routed.first.length > 0 ? { firstFrom: routed.first } : {}),
    releases: hold.replaces,
    ...(purchase.draft.email === '' ? {} : { email: purchase.draft.email }),
    ...admissionOf(purchase, hold.variantId),
  });
}

/** One claim at a time: an attempt that one of them refuses then has little to give back. */
function claimNext(purchase: Purchase): Plan | null {
  const claim = purchase.claims?.find((one) => one.status === 'asked');
  if (!claim) return null;
  const { promotions = [], tenders = [], email, currency } = purchase.draft;
  const key = claimKeyOf(purchase, claim);
  if (claim.what === 'window') return steps({ kind: 'book_window', ...windowStep(purchase, claim) });
  const use = claim.what === 'use' ? promotions.find(({ promotionId }) => promotionId === claim.id) : undefined;
  if (use) return steps({ kind: 'claim_use', claim, key, use, email });
  const tender = claim.what === 'debit' ? tenders.find(({ accountId }) => accountId === claim.id) : undefined;
  if (tender) return steps({ kind: 'debit', claim, key, tender, currency, orderId: purchase.orderId });
  throw new Error(`purchase: nothing in the draft belongs to the claim ${key}`);
}

function windowStep(purchase: Purchase, claim: PurchaseClaim): WindowStep {
  const { delivery } = purchase.draft;
  if (!delivery?.window) throw new Error('purchase: the draft has no delivery window to book');
  const { methodCode, window } = delivery;
  return { claim, key: claimKeyOf(purchase, claim), orderId: purchase.orderId, methodCode, window };
}

function payStep(purchase: Purchase): Step {
  const { draft } = purchase;
  return {
    kind: 'pay',
    amountMinor: dueMinor(draft),
    currency: draft.currency,
    methodId: purchase.methodId ?? '',
    key: paymentKeyOf(purchase),
    orderId: purchase.orderId,
    cartToken: purchase.cartToken,
    email: draft.email,
    returnUrl: purchase.returnUrl,
    beganAtMs: purchase.beganAtMs,
  };
}

const commitAll = (purchase: Purchase): Plan =>
  steps(
    ...purchase.holds
      .filter((hold) => hold.status === 'held')
      .map((hold) => ({
        kind: 'commit' as const,
        variantId: hold.variantId,
        holdId: holdIdOf(purchase, hold),
        reference: orderReference(purchase.orderId),
        ...admissionOf(purchase, hold.variantId),
      })),
  );

/** The order with what each line takes from where. */
export function orderOf(purchase: Purchase): PlacedOrder {
  const taken = new Map(purchase.holds.map((hold) => [hold.variantId, hold.allocations]));
  return placedOrderOf(purchase, allocateLines(purchase.draft.lines, taken));
}

/** Money first: units stay promised until it is certain that nobody paid for them. */
function undo(purchase: Purchase): Plan {
  const { payment } = purchase;
  const key = paymentKeyOf(purchase);
  if (!payment && purchase.mayHavePaid) return steps({ kind: 'find_payment', key, beganAtMs: purchase.beganAtMs });
  if (payment?.status === 'succeeded') {
    const { currency } = purchase.draft;
    const amountMinor = dueMinor(purchase.draft);
    return steps({ kind: 'refund', reference: payment.reference, amountMinor, currency, key: `${key}:refund` });
  }
  if (payment && payment.status !== 'cancelled' && payment.status !== 'refunded')
    return steps({ kind: 'cancel_payment', reference: payment.reference, key: `${key}:cancel` });
  return steps(
    ...purchase.holds.filter((hold) => hold.status !== 'free').map((hold) => giveBack(purchase, hold)),
    ...(purchase.claims ?? [])
      .filter((claim) => claim.status !== 'free')
      .map((claim): Step => {
        if (claim.what === 'window') return { kind: 'release_window', ...windowStep(purchase, claim) };
        const kind = claim.what === 'use' ? ('release_use' as const) : ('undo_debit' as const);
        return { kind, claim, key: claimKeyOf(purchase, claim) };
      }),
  );
}

function giveBack(purchase: Purchase, hold: PurchaseHold): Step {
  const holdId = holdIdOf(purchase, hold);
  const admission = admissionOf(purchase, hold.variantId);
  if (hold.status !== 'committed') return { kind: 'release', variantId: hold.variantId, holdId, ...admission };
  return {
    kind: 'uncommit',
    variantId: hold.variantId,
    commandId: `${holdId}:uncommit`,
    reference: orderReference(purchase.orderId),
    allocations: hold.allocations,
    ...admission,
  };
}
