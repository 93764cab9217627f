import { currencyExponent, type Money, money } from '../../../commerce/money/money.ts';

/**
 * Decimal digits of Stripe's amounts where they differ from ISO 4217. Everywhere else the minor units are the same: 500 is JPY 500, 1099 is EUR 10.99.
 * ISK and UGX have no decimals at ISO, yet Stripe counts hundredths of them (and refuses fractions); MGA has two at ISO and none at Stripe.
 * Source: https://docs.stripe.com/currencies#special-cases
 */
const STRIPE_EXPONENTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

export type StripeAmount =
  | { readonly ok: true; readonly amount: number }
  | { readonly ok: false; readonly message: string };

function stripeExponent(currency: string): number {
  return STRIPE_EXPONENTS[currency] ?? currencyExponent(currency);
}

/**
 * An amount as Stripe's API counts it. Refused, in order: not positive; finer than Stripe's unit (MGA 0.50); three-decimal currencies
 * (KWD 1.234) whose last digit is not 0; no safe integer.
 */
export function toStripeAmount(value: Money): StripeAmount {
  const { amountMinor, currency } = value;
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    return { ok: false, message: 'The amount must be a positive integer.' };
  const shift = stripeExponent(currency) - currencyExponent(currency);
  const amount = shift >= 0 ? amountMinor * 10 ** shift : amountMinor / 10 ** -shift;
  if (!Number.isInteger(amount)) return { ok: false, message: `${currency} is charged in whole units only.` };
  if (currencyExponent(currency) === 3 && amount % 10 !== 0)
    return { ok: false, message: `The last decimal of an amount in ${currency} must be 0.` };
  if (!Number.isSafeInteger(amount)) return { ok: false, message: 'The amount is too large.' };
  return { ok: true, amount };
}

/** Stripe's amount and lower-case currency in ISO 4217 minor units. Throws RangeError when they do not fit: Stripe does not send such. */
export function fromStripeAmount(amount: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase();
  const shift = stripeExponent(currency) - currencyExponent(currency);
  return money(shift >= 0 ? amount / 10 ** shift : amount * 10 ** -shift, currency);
}
