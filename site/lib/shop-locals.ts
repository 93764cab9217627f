import type { ShopAccess } from './graphql.ts';
import type { Market, Markets } from './markets.ts';
import type { Messages } from './messages/messages.ts';

/** What a storefront page knows of its request. */
export interface ShopLocals {
  readonly access: ShopAccess;
  readonly markets: Markets;
  /** Market of the path; for paths without one, the market suggested to this shopper. */
  readonly market: Market;
  readonly messages: Messages;
  /** Moment of the request. */
  readonly nowMs: number;
  /** A fresh unguessable token, for one attempt to pay. */
  readonly newToken: () => string;
  readonly payment: PaymentSettings;
}

/** What the card form is made from. */
export interface PaymentSettings {
  readonly publishableKey: string;
  /** Address of the payment provider's browser library. */
  readonly scriptUrl: string;
}
