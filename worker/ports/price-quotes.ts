/** What the shop promised about a price, as it is signed and given to the shopper. */
export interface SignedQuote {
  /** Token of the cart it was made for: nobody else's cart takes it. */
  readonly cartToken: string;
  readonly variantId: number;
  /** Most units it is good for. */
  readonly quantity: number;
  /** Of one unit, before promotions. */
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** ISO 3166 alpha-2 country of the market. */
  readonly country: string;
  readonly untilMs: number;
  /** Whether that many units are set aside until then. */
  readonly isStockHeld: boolean;
}

/** Signs quotes, so that what comes back is what was given. */
export interface PriceQuotes {
  sign(quote: SignedQuote): string;
  /** Null: not made by this shop, or changed since. Its time is not looked at. */
  read(text: string): SignedQuote | null;
}
