/**
 * Money as integer minor units with a currency, so that no sum ever carries a binary fraction.
 * Exponents are ISO 4217's: JPY 0, EUR 2, KWD 3.
 */
export interface Money {
  /** Safe integer, in the currency's minor unit (cents for EUR, yen for JPY). */
  readonly amountMinor: number;
  /** ISO 4217 alphabetic code, upper case. */
  readonly currency: string;
}

const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Number of decimal digits of a currency's minor unit; 2 where ISO 4217 names no other. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Joins an amount and a currency. Throws RangeError when the amount is no safe integer: that is a bug, not input. */
export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor))
    throw new RangeError(`money: ${amountMinor} is not a safe integer of minor units`);
  return { amountMinor, currency };
}

/** Adds amounts of one currency; an empty list is zero. Throws RangeError on mixed currencies. */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  let total = 0;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new RangeError(`money: cannot add ${amount.currency} to ${currency}`);
    total += amount.amountMinor;
  }
  return money(total, currency);
}

/**
 * The one rounding rule: numerator / denominator to the nearest integer, halves away from zero.
 * Exact for safe integers (BigInt inside), so no product of amount and rate loses a unit.
 */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new RangeError('money: denominator must be positive');
  const negative = numerator < 0n;
  const absolute = negative ? -numerator : numerator;
  const quotient = Number((absolute * 2n + denominator) / (denominator * 2n));
  return negative ? -quotient : quotient;
}

/** Share of an amount at a rate in basis points (1 % = 100), rounded by `divideRounded`. */
export function applyRateBps(amountMinor: number, rateBps: number): number {
  return divideRounded(BigInt(amountMinor) * BigInt(rateBps), 10_000n);
}

/** Tax contained in a tax-inclusive amount at a rate in basis points. */
export function includedTaxMinor(grossMinor: number, rateBps: number): number {
  return divideRounded(BigInt(grossMinor) * BigInt(rateBps), 10_000n + BigInt(rateBps));
}

/**
 * Splits an amount over weights by largest remainder: parts are within one unit of the exact share and always sum to the
 * amount. Ties go to the earlier part. All-zero weights split as if equal; an empty list gives an empty list.
 */
export function splitByLargestRemainder(amountMinor: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = sum === 0 ? weights.map(() => 1) : weights;
  const divisor = BigInt(sum === 0 ? weights.length : sum);
  const sign = amountMinor < 0 ? -1 : 1;
  const absolute = BigInt(Math.abs(amountMinor));
  const parts = shares.map((weight, index) => {
    const product = absolute * BigInt(weight);
    return { index, floor: Number(product / divisor), remainder: product % divisor };
  });
  let missing = Number(absolute) - parts.reduce((total, part) => total + part.floor, 0);
  const order = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of order) {
    if (missing === 0) break;
    part.floor += 1;
    missing -= 1;
  }
  return parts.map((part) => sign * part.floor);
}

/** Exact decimal string of an amount ("34.50", "1200" for JPY): the wire format of `MoneyV2.amount`. */
export function toDecimalString(amount: Money): string {
  const exponent = currencyExponent(amount.currency);
  const digits = String(Math.abs(amount.amountMinor)).padStart(exponent + 1, '0');
  const sign = amount.amountMinor < 0 ? '-' : '';
  if (exponent === 0) return `${sign}${digits}.0`;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Reads a decimal string such as "34.5" into minor units; null when malformed, too precise for the currency, or unsafe. */
export function parseDecimal(text: string, currency: string): Money | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const exponent = currencyExponent(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  const value = Number(`${match[2]}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(value)) return null;
  return { amountMinor: match[1] === '-' && value !== 0 ? -value : value, currency };
}
