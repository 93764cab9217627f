/** A payment of an order, as far as paying back goes. */
export interface PaidPart {
  readonly id: number;
  /** `gift_card` and `store_credit` are the shop's own; any other is asked for its money. */
  readonly provider: string;
  readonly amountMinor: number;
}

/** What goes back to one payment. */
export interface RefundPart {
  readonly paymentId: number;
  readonly amountMinor: number;
}

/** A refund that was begun and has not failed. No parts: all of it went to the provider's payment. */
export interface EarlierRefund {
  readonly amountMinor: number;
  readonly parts: readonly RefundPart[];
}

/** Whether a payment was made with a gift card or store credit. */
export const isCredit = ({ provider }: Pick<PaidPart, 'provider'>): boolean =>
  provider === 'gift_card' || provider === 'store_credit';

/**
 * Deals a refund out to what paid for the order: the provider first, as long as anything is left of what it took, then gift cards and credit in their
 * order. So money goes back the way it came, and all refunds of an order sum to what each payment was. Null: more is asked than is left.
 */
export function refundParts(
  payments: readonly PaidPart[],
  earlier: readonly EarlierRefund[],
  amountMinor: number,
): RefundPart[] | null {
  const order = [...payments.filter((one) => !isCredit(one)), ...payments.filter(isCredit)];
  const provider = order[0] && !isCredit(order[0]) ? order[0].id : null;
  let missing = amountMinor;
  const parts: RefundPart[] = [];
  for (const payment of order) {
    const gone = earlier.reduce((sum, refund) => {
      if (refund.parts.length === 0) return sum + (payment.id === provider ? refund.amountMinor : 0);
      return sum + refund.parts.reduce((all, part) => all + (part.paymentId === payment.id ? part.amountMinor : 0), 0);
    }, 0);
    const part = Math.min(missing, payment.amountMinor - gone);
    if (part <= 0) continue;
    parts.push({ paymentId: payment.id, amountMinor: part });
    missing -= part;
  }
  return missing > 0 ? null : parts;
}
