/** A gift card or store credit that may pay a part. */
export interface TenderOffer {
  readonly accountId: number;
  readonly kind: 'gift_card' | 'store_credit';
  readonly lastCharacters: string;
  readonly currency: string;
  readonly balanceMinor: number;
  readonly isActive: boolean;
  readonly expiresAtMs: number | null;
}

/** What one of them pays of a total; 0 where it can pay nothing. */
export interface Tender {
  readonly offer: TenderOffer;
  readonly amountMinor: number;
}

/** Whether it pays now in a currency: it is on, not expired, and of this currency, because rates move and a card must not. */
export const canPay = ({ isActive, expiresAtMs, currency }: TenderOffer, wanted: string, nowMs: number): boolean =>
  isActive && (expiresAtMs === null || nowMs < expiresAtMs) && currency === wanted;

/**
 * Deals a total out to gift cards and credit in their order, each as much as it has; what is left is for the payment provider. What they pay and what is
 * left always sum to the total.
 */
export function dealOut(
  totalMinor: number,
  offers: readonly TenderOffer[],
  currency: string,
  nowMs: number,
): { readonly tenders: readonly Tender[]; readonly dueMinor: number } {
  let dueMinor = totalMinor;
  const tenders = offers.map((offer) => {
    const amountMinor = canPay(offer, currency, nowMs) ? Math.min(offer.balanceMinor, dueMinor) : 0;
    dueMinor -= amountMinor;
    return { offer, amountMinor };
  });
  return { tenders, dueMinor };
}
