/**
 * Exchange rates as exact fractions of decimal text: 1.1684 is 11684 / 10000. No rate is ever a binary fraction, so that a conversion can be repeated to the
 * cent years later.
 */
export interface Fraction {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

/** Most digits of a rate, before and after the point together; the European Central Bank writes six. */
const MOST_DIGITS = 18;

/** A positive decimal text as a fraction; null for anything else: signs, exponents, zero, or more digits than rates have. */
export function fractionOf(decimal: string): Fraction | null {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(decimal.trim());
  if (!match) return null;
  const [, whole = '', part = ''] = match;
  if (whole.length + part.length > MOST_DIGITS) return null;
  const numerator = BigInt(whole + part);
  return numerator === 0n ? null : { numerator, denominator: 10n ** BigInt(part.length) };
}

/** One rate after the other: euro to dollar, dollar to dirham. */
export function chained(first: Fraction, second: Fraction): Fraction {
  return {
    numerator: first.numerator * second.numerator,
    denominator: first.denominator * second.denominator,
  };
}

/** The way back: dollar to euro from euro to dollar. */
export function inverted(rate: Fraction): Fraction {
  return { numerator: rate.denominator, denominator: rate.numerator };
}

/** A fraction as decimal text with 10 significant digits at least after the point where it does not end sooner: for records and people. */
export function decimalOf(rate: Fraction): string {
  const digits = 10n;
  const scaled = (rate.numerator * 10n ** digits * 2n + rate.denominator) / (rate.denominator * 2n);
  const text = scaled.toString().padStart(Number(digits) + 1, '0');
  const whole = text.slice(0, -Number(digits));
  const part = text.slice(-Number(digits)).replace(/0+$/, '');
  return part === '' ? whole : `${whole}.${part}`;
}

/** A fraction in lowest terms. */
export function reduced({ numerator, denominator }: Fraction): Fraction {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/** A fraction as exact text, in lowest terms: "2921/2500". */
export function fractionText(rate: Fraction): string {
  const { numerator, denominator } = reduced(rate);
  return `${numerator}/${denominator}`;
}

/** What `fractionText` wrote; null for anything else, also for a fraction that is not positive. */
export function fractionIn(text: string): Fraction | null {
  const [, above = '0', below = '0'] = /^(\d{1,60})\/(\d{1,60})$/.exec(text) ?? [];
  const rate = { numerator: BigInt(above), denominator: BigInt(below) };
  return rate.numerator > 0n && rate.denominator > 0n ? rate : null;
}
