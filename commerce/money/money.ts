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
  CLF: 4,
  UYW: 4,
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

/**
 * amount x numerator / denominator to the nearest integer, halves away from zero: `divideRounded` of the product. Where the product is a safe integer
 * plain numbers give the same answer, about thirty times faster. Throws RangeError when the result is no safe integer.
 */
export function shareRounded(amountMinor: number, numerator: number, denominator: number): number {
  const product = amountMinor * numerator;
  if (!(Math.abs(product) < 2 ** 52) || denominator <= 0) {
    const exact = divideRounded(BigInt(amountMinor) * BigInt(numerator), BigInt(denominator));
    if (!Number.isSafeInteger(exact)) throw new RangeError('money: a share is beyond what can be counted exactly');
    return exact;
  }
  const rest = product % denominator;
  const quotient = (product - rest) / denominator;
  if (Math.abs(rest) * 2 < denominator) return quotient + 0;
  return quotient + (product < 0 ? -1 : 1);
}

/** A hundredth of a basis point is the finest rate: 14.975 % are 149,750 of them. */
const rateUnits = (rateBps: number): number => (Number.isInteger(rateBps) ? rateBps : Math.round(rateBps * 100));
const wholeUnits = (rateBps: number): number => (Number.isInteger(rateBps) ? 10_000 : 1_000_000);

/** Share of an amount at a rate in basis points (1 % = 100; to two decimals), rounded by `divideRounded`. */
export function applyRateBps(amountMinor: number, rateBps: number): number {
  return shareRounded(amountMinor, rateUnits(rateBps), wholeUnits(rateBps));
}

/** Tax contained in a tax-inclusive amount at a rate in basis points. */
export function includedTaxMinor(grossMinor: number, rateBps: number): number {
  return shareRounded(grossMinor, rateUnits(rateBps), wholeUnits(rateBps) + rateUnits(rateBps));
}

interface Part {
  readonly index: number;
  readonly remainder: number | bigint;
}

/**
 * Splits an amount over weights by largest remainder: parts are within one unit of the exact share and always sum to the
 * amount. Ties go to the earlier part. Weights are safe integers of at least 0; all-zero weights split as if equal; an empty list gives an empty list.
 */
export function splitByLargestRemainder(amountMinor: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  if (amountMinor === 0) return weights.map(() => 0);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = sum === 0 ? weights.map(() => 1) : weights;
  const divisor = sum === 0 ? weights.length : sum;
  const sign = amountMinor < 0 ? -1 : 1;
  const absolute = Math.abs(amountMinor);
  // No weight is larger than their sum, so this bounds every product.
  const isSmall = absolute * divisor < 2 ** 53;
  let missing = absolute;
  const remainders: Part[] = [];
  const floors = shares.map((weight, index) => {
    if (isSmall) {
      const product = absolute * weight;
      const remainder = product % divisor;
      const floor = (product - remainder) / divisor;
      missing -= floor;
      if (remainder > 0) remainders.push({ index, remainder });
      return floor;
    }
    const product = BigInt(absolute) * BigInt(weight);
    const floor = Number(product / BigInt(divisor));
    missing -= floor;
    const remainder = product % BigInt(divisor);
    if (remainder > 0n) remainders.push({ index, remainder });
    return floor;
  });
  if (missing > 0) {
    remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
    for (const { index } of remainders) {
      if (missing === 0) break;
      floors[index] = (floors[index] ?? 0) + 1;
      missing -= 1;
    }
  }
  return floors.map((floor) => (floor === 0 ? 0 : sign * floor));
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
