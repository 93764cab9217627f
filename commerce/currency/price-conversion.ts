import { money } from '../money/money.ts';
import { type CharmRule, type ConversionTerms, convertedPrice } from './convert.ts';
import { type Fraction, fractionIn, fractionText } from './rate.ts';

/** What a currency's prices are made with on a day. Kept with each price as it stands here: a price made with other terms is due. */
export interface PriceTerms {
  /** Exact, from the shop's currency: "2921/2500". */
  readonly rate: string;
  /** ISO date of the rate. */
  readonly day: string;
  readonly marginBps: number;
  readonly charm: CharmRule | null;
}

/** A price of the shop's own currency and what it is in another; how it was made is kept with the price. */
export interface PriceConversion extends PriceTerms {
  readonly fromMinor: number;
  readonly fromCompareAtMinor: number | null;
  readonly amountMinor: number;
  /** Null where there was none, or where rounding left no difference. */
  readonly compareAtMinor: number | null;
}

/** Terms as they are kept with prices. */
export function priceTerms(
  rate: Fraction,
  day: string,
  terms: Pick<ConversionTerms, 'marginBps' | 'charm'>,
): PriceTerms {
  return { rate: fractionText(rate), day, marginBps: terms.marginBps, charm: terms.charm };
}

/**
 * Makes a price of a currency from the shop's own; amounts in minor units. A struck-out price follows in the same way, and goes where it would no longer be
 * higher. Throws RangeError when the terms have no rate or the result is beyond exact counting.
 */
export function convertPrice(
  base: { readonly currency: string; readonly amountMinor: number; readonly compareAtMinor: number | null },
  currency: string,
  terms: PriceTerms,
): PriceConversion {
  const { marginBps, charm } = terms;
  const rate = fractionIn(terms.rate);
  if (!rate) throw new RangeError('currency: terms without a rate');
  const inCurrency = (minor: number) =>
    convertedPrice(money(minor, base.currency), rate, { currency, marginBps, charm }).amountMinor;
  const amountMinor = inCurrency(base.amountMinor);
  const compareAt = base.compareAtMinor === null ? null : inCurrency(base.compareAtMinor);
  return {
    ...terms,
    fromMinor: base.amountMinor,
    fromCompareAtMinor: base.compareAtMinor,
    amountMinor,
    compareAtMinor: compareAt !== null && compareAt > amountMinor ? compareAt : null,
  };
}
