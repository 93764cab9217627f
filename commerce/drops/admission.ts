import type { Gate } from './sale-queue.ts';

/** Line attribute that carries a ticket; the underscore keeps it from shoppers by convention, and it never gets into an order. */
export const TICKET_ATTRIBUTE = '_drop_ticket';

/** Leave to buy a variant that is sold by queue, as an attempt to buy keeps it. */
export interface Admission {
  readonly variantId: number;
  readonly dropId: number;
  /** The ticket's number. */
  readonly number: number;
  /** Digest of the buyer's email. */
  readonly buyer: string;
  readonly quantity: number;
}

/** The ticket a line carries; null: none. */
export const ticketIn = (attributes: readonly { readonly key: string; readonly value: string }[]): string | null =>
  attributes.find((one) => one.key === TICKET_ATTRIBUTE)?.value ?? null;

/** Why somebody may not buy yet, for people. */
export function refusalText(refusal: Extract<Gate, { kind: 'refused' }>): string {
  switch (refusal.reason) {
    case 'not_open':
      return 'An item is not on sale yet; join its queue.';
    case 'no_ticket':
      return 'An item is sold by queue; join it to buy.';
    case 'other_buyer':
      return 'The place in the queue belongs to another email address.';
    case 'waiting':
      return 'It is not your turn yet.';
    case 'lapsed':
      return 'Your turn has passed; join the queue again.';
    case 'in_use':
      return 'This place in the queue is being used for another purchase.';
    case 'over_limit':
      return refusal.most === 0
        ? 'You have bought as many of an item as one customer can.'
        : `You can buy at most ${refusal.most} of an item.`;
  }
}
