import type { Cart } from '../../commerce/cart/cart-state.ts';
import type { CartCommand, CartNotice, CartProblem } from '../../commerce/cart/commands.ts';
import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';

/** What callers and the Checkout object say to each other. Types only. */

/** Changes that come as one: all are done or none. */
export interface ChangeRequest {
  readonly commands: readonly CartCommand[];
  /** A repetition under the same key gives the first answer; `hash` tells whether it asks for the same. Null: no key was sent. */
  readonly idempotency: { readonly key: string; readonly hash: string } | null;
}

/** `not_found`: no such cart, or not this key's. `ordered`: bought already. `being_bought`: an attempt decides what happens to it. */
export type CartAnswer =
  | { readonly ok: true; readonly cart: Cart; readonly notices: readonly CartNotice[] }
  | { readonly ok: false; readonly reason: 'not_found' }
  | { readonly ok: false; readonly reason: 'ordered' }
  | { readonly ok: false; readonly reason: 'being_bought'; readonly cart: Cart }
  | { readonly ok: false; readonly reason: 'key_reused'; readonly cart: Cart }
  | {
      readonly ok: false;
      readonly reason: 'problems';
      readonly problems: readonly CartProblem[];
      readonly cart: Cart | null;
    };

/** Units to set aside with a price. */
export interface QuoteHold {
  /** The variant, or the parts of a bundle, with units. */
  readonly parts: readonly { readonly variantId: number; readonly quantity: number }[];
  readonly untilMs: number;
}

/** `too_many`: quotes of this cart set aside that many variants. `unavailable`: stock did not answer, or promises nothing before the purchase. */
export type QuoteHoldAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not_found' | 'ordered' | 'being_bought' | 'unavailable' }
  | { readonly ok: false; readonly reason: 'too_many'; readonly most: number }
  | { readonly ok: false; readonly reason: 'not_enough'; readonly available: number };

/** Whether an attempt may begin. */
export type SubmitOpening =
  | { readonly kind: 'not_found' }
  /** This attempt, or another one that came first, was accepted. */
  | { readonly kind: 'accepted'; readonly attemptId: string }
  /** The token belongs to an attempt for another content of the cart. */
  | { readonly kind: 'token_reused' }
  /** An attempt is being ended; ask again in a moment. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'ready'; readonly cart: Cart };

/** A purchase as priced for exactly one version of the cart. */
export interface Submission {
  readonly attemptToken: string;
  readonly cartVersion: number;
  readonly draft: OrderDraft;
  /** Null when there is nothing to pay. */
  readonly methodId: string | null;
  /** Where a bank sends the shopper back to; `{attempt}` stands for the attempt's id. */
  readonly returnUrl: string;
}

/** `changed`: the cart is not the one that was priced; open again. */
export type SubmitAnswer =
  | Exclude<SubmitOpening, { kind: 'ready' }>
  | { readonly kind: 'begun'; readonly attemptId: string }
  | { readonly kind: 'changed' };
