import type { DraftDelivery } from '../../commerce/checkout/order-draft.ts';
import type { RecordedAddress } from './orders.ts';

/** What a mail about an order says. Amounts are minor units of `currency`. */
export interface MailedOrder {
  readonly id: number;
  readonly number: number;
  readonly statusKey: string;
  readonly email: string;
  readonly locale: string;
  readonly country: string;
  readonly currency: string;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly taxIncluded: boolean;
  readonly totalMinor: number;
  readonly shippingAddress: RecordedAddress | null;
  readonly promisedFromMs: number | null;
  readonly promisedToMs: number | null;
  /** Parcel, counter or van; null or missing: nobody wrote it down. */
  readonly delivery?: DraftDelivery | null;
  /** Where it is collected, line by line; null or missing: it is not. */
  readonly collectedAt?: readonly string[] | null;
  readonly lines: readonly {
    /** Null once the product is gone. */
    readonly productId: number | null;
    readonly title: string;
    readonly variantTitle: string | null;
    readonly quantity: number;
    readonly unitPriceMinor: number;
  }[];
}

/** Orders as mails need them, read in one statement. */
export interface MailedOrders {
  /** Unknown ids are absent from the answer. */
  forMail(ids: readonly number[]): Promise<readonly MailedOrder[]>;
}
