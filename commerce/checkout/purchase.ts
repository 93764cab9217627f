import type { DraftAllocation, OrderDraft, PlacedOrder } from './order-draft.ts';

/**
 * One attempt to buy a cart, as data: what was agreed, how far it got. `steps.ts` says what to do next and `settle.ts` what an answer means; the Checkout
 * object keeps it, does the steps and starts again where it stopped. Every step may be done again: each carries a name its receiver knows it by.
 *
 *     holding -> paying -> (waiting) -> committing -> recording -> completed
 *         \________\___________\____________\-> undoing -> failed
 *
 * - holding     every variant is promised to the cart, in the order of their ids; then the delivery window is booked, limited promotions are claimed and
 *               gift cards debited;
 * - paying      the provider is asked once, under the attempt's key;
 * - waiting     for the shopper's bank: authentication, or a slow answer;
 * - committing  promises become sales. A promise that ran out is made anew; where nothing is left the money goes back;
 * - recording   paid and committed: it is written to the records, tried for as long as it takes;
 * - undoing     the payment is ended or given back, then the units, claims and debits.
 */
export type Stage = 'holding' | 'paying' | 'waiting' | 'committing' | 'recording' | 'undoing' | 'completed' | 'failed';

/** Units of one variant on their way to the shopper. */
export interface PurchaseHold {
  readonly variantId: number;
  readonly quantity: number;
  /** Which promise this is: a new one is made when the last ran out. */
  readonly round: number;
  /** Promises made while the units were only in the cart; this one takes their place. */
  readonly replaces: readonly string[];
  /** `asked`: not known to be promised. `free`: given back. */
  readonly status: 'asked' | 'held' | 'committed' | 'free';
  readonly allocations: readonly DraftAllocation[];
}

/** A use of a limited promotion, a debit of a gift card or store credit, or a place in a delivery window, that belongs to the attempt. */
export interface PurchaseClaim {
  readonly what: 'window' | 'use' | 'debit';
  /** Promotion, or credit account; 0 for the window. */
  readonly id: number;
  /** A new one is made when the last was given back. */
  readonly round: number;
  /** `asked`: not known to be claimed. `free`: given back. */
  readonly status: 'asked' | 'held' | 'free';
}

/** The attempt's payment; `unasked` ones have no reference yet. */
export interface PurchasePayment {
  readonly reference: string;
  readonly status:
    | 'succeeded'
    | 'authorized'
    | 'processing'
    | 'requires_action'
    | 'requires_method'
    | 'cancelled'
    | 'refunded';
  readonly redirectUrl: string | null;
  readonly card: { readonly brand: string; readonly last4: string } | null;
}

/** Codes of the Storefront API's CompletionErrorCode. */
export type CompletionCode =
  | 'ERROR'
  | 'INVENTORY_RESERVATION_ERROR'
  | 'PAYMENT_CALL_ISSUER'
  | 'PAYMENT_CARD_DECLINED'
  | 'PAYMENT_ERROR'
  | 'PAYMENT_INSUFFICIENT_FUNDS'
  | 'PAYMENT_INVALID_CREDIT_CARD'
  | 'PAYMENT_INVALID_PAYMENT_METHOD'
  | 'PAYMENT_TRANSIENT_ERROR';

/** Why an attempt ends. A payment that turns out to have succeeded is fulfilled after `payment` and `abandoned`, given back after `goods`. */
export interface PurchaseFailure {
  readonly cause: 'goods' | 'payment' | 'abandoned';
  readonly code: CompletionCode;
  readonly message: string;
}

export interface Purchase {
  readonly cartToken: string;
  /** 1, 2, ... within the cart. */
  readonly number: number;
  readonly attemptId: string;
  /** The shopper's idempotency key. */
  readonly attemptToken: string;
  /** Digest of what was agreed; the same token with another one is refused. */
  readonly contentHash: string;
  readonly beganAtMs: number;
  readonly orderId: number;
  /** One per line of the draft. */
  readonly lineIds: readonly number[];
  readonly statusKey: string;
  readonly draft: OrderDraft;
  /** Null when there is nothing to pay. */
  readonly methodId: string | null;
  /** Where the shopper comes back to from their bank. */
  readonly returnUrl: string;
  readonly stage: Stage;
  /** Ascending by variant. */
  readonly holds: readonly PurchaseHold[];
  /** In the order they are made; missing in attempts of before there were any: none. */
  readonly claims?: readonly PurchaseClaim[] | undefined;
  readonly holdUntilMs: number;
  readonly payment: PurchasePayment | null;
  /** Whether the provider may know of a payment we have no answer about. */
  readonly mayHavePaid: boolean;
  readonly failure: PurchaseFailure | null;
  /** Fruitless tries of the present step in a row. */
  readonly tries: number;
  /** Nothing is done before. */
  readonly dueAtMs: number;
  readonly orderNumber: number | null;
  readonly endedAtMs: number | null;
}

/** How long units are promised to an attempt. */
export const HOLD_MS = 15 * 60_000;
/** The shopper's bank has to be done this long before the promises run out. */
export const WAIT_MARGIN_MS = 60_000;

/** What begins an attempt. */
export interface PurchaseBeginning {
  readonly cartToken: string;
  readonly number: number;
  readonly attemptId: string;
  readonly attemptToken: string;
  readonly contentHash: string;
  readonly orderId: number;
  readonly lineIds: readonly number[];
  readonly statusKey: string;
  readonly draft: OrderDraft;
  readonly methodId: string | null;
  readonly returnUrl: string;
  /** Promises the cart holds already; none where units are held from the payment on. */
  readonly cartHolds?: readonly { readonly variantId: number; readonly holdId: string }[] | undefined;
  readonly nowMs: number;
}

/** A new attempt; nothing was done yet. */
export function beginPurchase({ nowMs, cartHolds = [], ...beginning }: PurchaseBeginning): Purchase {
  const quantities = new Map<number, number>();
  for (const { variantId, quantity } of beginning.draft.lines)
    quantities.set(variantId, (quantities.get(variantId) ?? 0) + quantity);
  const holds = [...quantities]
    .sort(([a], [b]) => a - b)
    .map(
      ([variantId, quantity]): PurchaseHold => ({
        variantId,
        quantity,
        round: 0,
        replaces: cartHolds.flatMap((one) => (one.variantId === variantId ? one.holdId : [])),
        status: 'asked',
        allocations: [],
      }),
    );
  return {
    ...beginning,
    beganAtMs: nowMs,
    stage: 'holding',
    holds,
    claims: claimsOf(beginning.draft),
    holdUntilMs: nowMs + HOLD_MS,
    payment: null,
    mayHavePaid: false,
    failure: null,
    tries: 0,
    dueAtMs: nowMs,
    orderNumber: null,
    endedAtMs: null,
  };
}

function claimsOf({ delivery, promotions = [], tenders = [] }: OrderDraft): PurchaseClaim[] {
  const asked = { round: 0, status: 'asked' } as const;
  return [
    ...(delivery?.window ? [{ what: 'window' as const, id: 0, ...asked }] : []),
    ...promotions
      .filter(({ limits }) => limits !== null)
      .map(({ promotionId }) => ({ what: 'use' as const, id: promotionId, ...asked })),
    ...tenders.map(({ accountId }) => ({ what: 'debit' as const, id: accountId, ...asked })),
  ];
}

/** An attempt read back after its object was gone: what happened after it was written is unknown, so steps begin again at once. */
export function resumePurchase(purchase: Purchase): Purchase {
  return purchase.stage === 'holding' ? { ...purchase, mayHavePaid: purchase.methodId !== null } : purchase;
}

/** Whether an attempt still decides what happens to its cart. */
export const isUnderway = (purchase: Purchase): boolean =>
  purchase.stage !== 'failed' && purchase.stage !== 'completed';

/** Name the stock object knows a promise by. */
export function holdIdOf(purchase: Purchase, hold: PurchaseHold): string {
  const id = `${purchase.cartToken}:${purchase.number}:${hold.variantId}`;
  return hold.round === 0 ? id : `${id}:${hold.round}`;
}

/** Name a claim is known by. */
export const claimKeyOf = (purchase: Purchase, { what, id, round }: PurchaseClaim): string =>
  `${purchase.cartToken}:${purchase.number}:${what}:${id}${round === 0 ? '' : `:${round}`}`;

/** Name the provider knows the attempt by. */
export const paymentKeyOf = (purchase: Purchase): string => `${purchase.cartToken}:${purchase.number}`;

/** How the order's stock is referred to. */
export const orderReference = (orderId: number): string => `order:${orderId}`;

/** The order as it is recorded. */
export function placedOrderOf(purchase: Purchase, allocations: readonly (readonly DraftAllocation[])[]): PlacedOrder {
  const { payment } = purchase;
  return {
    ...purchase.draft,
    orderId: purchase.orderId,
    cartToken: purchase.cartToken,
    statusKey: purchase.statusKey,
    placedAtMs: purchase.beganAtMs,
    lines: purchase.draft.lines.map((line, index) => ({
      ...line,
      lineId: purchase.lineIds[index] ?? 0,
      allocations: allocations[index] ?? [],
    })),
    payment: payment
      ? {
          provider: 'stripe',
          reference: payment.reference,
          cardBrand: payment.card?.brand ?? null,
          cardLast4: payment.card?.last4 ?? null,
        }
      : null,
  };
}

/** An attempt the shopper gives up while their bank waits for them; any other is past giving up and stays as it is. */
export function abandonPurchase(purchase: Purchase, nowMs: number): Purchase {
  if (purchase.stage !== 'waiting' || purchase.payment?.status !== 'requires_action') return purchase;
  const failure = {
    cause: 'abandoned',
    code: 'PAYMENT_ERROR',
    message: 'The purchase was given up before it was paid.',
  } as const;
  return { ...purchase, stage: 'undoing', failure, tries: 0, dueAtMs: nowMs };
}

/**
 * A failed attempt whose payment turns out to have succeeded: bought after all while the cart is still free, else the money goes back.
 */
export function revivePurchase(
  purchase: Purchase,
  payment: PurchasePayment,
  canFulfil: boolean,
  nowMs: number,
): Purchase {
  if (purchase.stage !== 'failed' || payment.status !== 'succeeded' || purchase.payment?.status === 'refunded')
    return purchase;
  const again = { ...purchase, payment, tries: 0, dueAtMs: nowMs, endedAtMs: null };
  if (!canFulfil)
    return {
      ...again,
      stage: 'undoing',
      failure: { cause: 'goods', code: 'ERROR', message: 'The payment came too late and goes back.' },
    };
  return {
    ...again,
    stage: 'committing',
    failure: null,
    holdUntilMs: nowMs + HOLD_MS,
    holds: purchase.holds.map((hold) => ({ ...hold, round: hold.round + 1, status: 'asked', allocations: [] })),
    claims: purchase.claims?.map((claim) => ({ ...claim, round: claim.round + 1, status: 'asked' })),
  };
}
