import { currencyExponent, divideRounded } from '../money/money.ts';
import { decimalOf, reduced } from './rate.ts';
import { type RateBook, rateOn } from './rate-book.ts';

/** What an order's currency was worth in the shop's own when the order was placed. Kept with the order: refunds and reports use it, never today's rate. */
export interface Exchange {
  /** The shop's currency. */
  readonly base: string;
  /** Units of it for one unit of the order's currency, decimal text for people. */
  readonly rate: string;
  /** The exact rate from minor units to minor units, in lowest terms; whole numbers as text. */
  readonly numerator: string;
  readonly denominator: string;
  /** ISO date the rate is of. */
  readonly day: string;
  /** Who published it; empty where both currencies are the same. */
  readonly source: string;
}

/**
 * The exchange of an order placed on a day (ISO date): the newest rate there is, however old, because an order must be taken and its rate names its day.
 * Null: one of the currencies was never quoted.
 */
export function exchangeOn(book: RateBook, currency: string, base: string, day: string): Exchange | null {
  if (currency === base) return { base, rate: '1', numerator: '1', denominator: '1', day, source: '' };
  const found = rateOn(book, currency, base, day, Number.POSITIVE_INFINITY);
  if (!found.ok) return null;
  const { numerator, denominator } = reduced({
    numerator: found.rate.numerator * 10n ** BigInt(currencyExponent(base)),
    denominator: found.rate.denominator * 10n ** BigInt(currencyExponent(currency)),
  });
  return {
    base,
    rate: decimalOf(found.rate),
    numerator: `${numerator}`,
    denominator: `${denominator}`,
    day: found.day,
    source: found.source,
  };
}

/** An amount of the order in minor units of the shop's currency, rounded once, halves away from zero. Throws RangeError beyond exact counting. */
export function inBaseMinor({ numerator, denominator }: Exchange, amountMinor: number): number {
  const result = divideRounded(BigInt(amountMinor) * BigInt(numerator), BigInt(denominator));
  if (!Number.isSafeInteger(result)) throw new RangeError('currency: an amount is beyond what can be counted exactly');
  return result;
}

/** An exchange as it was kept; null for anything else. */
export function readExchange(value: unknown): Exchange | null {
  if (typeof value !== 'object' || value === null) return null;
  const text = (name: keyof Exchange): string => {
    const field: unknown = Reflect.get(value, name);
    return typeof field === 'string' ? field : '';
  };
  const [numerator, denominator] = [text('numerator'), text('denominator')];
  if (!/^[1-9]\d{0,60}$/.test(numerator) || !/^[1-9]\d{0,60}$/.test(denominator)) return null;
  return { base: text('base'), rate: text('rate'), numerator, denominator, day: text('day'), source: text('source') };
}
