import type { LineQuote, OfferedQuote } from '../../commerce/cart/line-quote.ts';
import type { VariantRecord } from '../ports/catalogue.ts';
import type { PriceQuotes, SignedQuote } from '../ports/price-quotes.ts';

/** When what is told now stops to hold. */
export const quotedUntil = (config: { readonly PRICE_HOLD_MINUTES: number }, nowMs: number): number =>
  nowMs + config.PRICE_HOLD_MINUTES * 60_000;

/** What a unit of a variant costs now in every currency, for a line to count on until then. */
export const quoteOf = (variant: Pick<VariantRecord, 'prices'>, untilMs: number): LineQuote => ({
  prices: Object.fromEntries(variant.prices.map(({ currency, amountMinor }) => [currency, amountMinor])),
  untilMs,
});

/** Why a quote is not taken. */
export type QuoteRefusal = 'forged' | 'expired' | 'other_cart' | 'other_item' | 'other_market' | 'too_many';

/** For the shopper, or who writes their storefront. */
export const QUOTE_WORDS: Readonly<Record<QuoteRefusal, string>> = {
  forged: 'The price quote was not made by this shop, or was changed.',
  expired: 'The price quote has expired; ask for a new one.',
  other_cart: 'The price quote was made for another cart.',
  other_item: 'The price quote is for another item.',
  other_market: 'The price quote is for a market with another currency.',
  too_many: 'The price quote is for fewer units.',
};

/** What a line asks of the quote it brings. */
export interface QuoteClaim {
  readonly cartToken: string;
  readonly variantId: number;
  readonly quantity: number;
  readonly currency: string;
}

/**
 * Reads the quote a line brings. Refusals in order: forged (also changed, or another shop's), other_cart, other_item, other_market, too_many, expired.
 */
export function redeemQuote(
  quotes: Pick<PriceQuotes, 'read'>,
  text: string,
  claim: QuoteClaim,
  nowMs: number,
): { readonly ok: true; readonly quote: OfferedQuote } | { readonly ok: false; readonly reason: QuoteRefusal } {
  const signed = quotes.read(text);
  const reason = signed ? refusalOf(signed, claim, nowMs) : 'forged';
  if (reason !== null || !signed) return { ok: false, reason: reason ?? 'forged' };
  const { amountMinor, currency, untilMs, quantity, isStockHeld } = signed;
  const held = isStockHeld ? { heldUnits: quantity } : {};
  return { ok: true, quote: { prices: { [currency]: amountMinor }, untilMs, ...held, isRedeemed: true } };
}

function refusalOf(signed: SignedQuote, claim: QuoteClaim, nowMs: number): QuoteRefusal | null {
  if (signed.cartToken !== claim.cartToken) return 'other_cart';
  if (signed.variantId !== claim.variantId) return 'other_item';
  if (signed.currency !== claim.currency) return 'other_market';
  if (signed.quantity < claim.quantity) return 'too_many';
  return nowMs < signed.untilMs ? null : 'expired';
}
