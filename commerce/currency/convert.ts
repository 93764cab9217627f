import { currencyExponent, divideRounded, type Money } from '../money/money.ts';
import type { Fraction } from './rate.ts';

/** How prices of a currency end, as data: nearest amount that is one of `endingsMinor` beyond a multiple of `everyMinor`. */
export interface CharmRule {
  readonly everyMinor: number;
  /** Each from 0 to `everyMinor` - 1. */
  readonly endingsMinor: readonly number[];
}

/** Endings by currency: x.99 in euro, dollar and pound, ten-yen steps, dirhams that end in .00 or .95. Others keep what the rate gives. */
export const charmRules: Readonly<Record<string, CharmRule>> = {
  EUR: { everyMinor: 100, endingsMinor: [99] },
  USD: { everyMinor: 100, endingsMinor: [99] },
  GBP: { everyMinor: 100, endingsMinor: [99] },
  JPY: { everyMinor: 10, endingsMinor: [0] },
  AED: { everyMinor: 100, endingsMinor: [0, 95] },
};

/** Whether a rule can be followed: whole numbers, a positive step, at least one ending, all of them within the step. */
export function isCharmRule(rule: CharmRule): boolean {
  const { everyMinor, endingsMinor } = rule;
  return (
    Number.isSafeInteger(everyMinor) &&
    everyMinor > 0 &&
    endingsMinor.length > 0 &&
    endingsMinor.every((ending) => Number.isSafeInteger(ending) && ending >= 0 && ending < everyMinor)
  );
}

/**
 * The nearest price that ends as the rule says; of two equally near ones the higher. Nothing stays nothing, and a price that is something never becomes
 * nothing. Throws RangeError on a rule that `isCharmRule` refuses.
 */
export function charmed(amountMinor: number, rule: CharmRule): number {
  if (!isCharmRule(rule)) throw new RangeError('currency: a charm rule cannot be followed');
  if (amountMinor <= 0) return amountMinor;
  const floor = Math.floor(amountMinor / rule.everyMinor) * rule.everyMinor;
  const candidates = [floor - rule.everyMinor, floor, floor + rule.everyMinor]
    .flatMap((start) => rule.endingsMinor.map((ending) => start + ending))
    .filter((candidate) => candidate > 0);
  return candidates.reduce((best, candidate) => {
    const [here, there] = [Math.abs(best - amountMinor), Math.abs(candidate - amountMinor)];
    return there < here || (there === here && candidate > best) ? candidate : best;
  }, candidates[0] ?? amountMinor);
}

/** Converts exactly, rounding once at the end, halves away from zero. Throws RangeError when the result is beyond exact counting. */
export function convert(amount: Money, to: string, rate: Fraction): Money {
  const [from, target] = [currencyExponent(amount.currency), currencyExponent(to)];
  const numerator = BigInt(amount.amountMinor) * rate.numerator * 10n ** BigInt(target);
  const result = divideRounded(numerator, rate.denominator * 10n ** BigInt(from));
  if (!Number.isSafeInteger(result)) throw new RangeError('currency: an amount is beyond what can be counted exactly');
  return { amountMinor: result, currency: to };
}

/** How a currency's prices follow the shop's own. */
export interface ConversionTerms {
  readonly currency: string;
  /** Added for the rate's movement until the money arrives, in basis points; may be negative. */
  readonly marginBps: number;
  /** Null: prices end as the rate has it. */
  readonly charm: CharmRule | null;
}

/** The price of something in a currency that follows the shop's: rate, margin, one rounding, then its ending. */
export function convertedPrice(amount: Money, rate: Fraction, terms: ConversionTerms): Money {
  const withMargin = {
    numerator: rate.numerator * BigInt(10_000 + terms.marginBps),
    denominator: rate.denominator * 10_000n,
  };
  const plain = convert(amount, terms.currency, withMargin);
  return terms.charm ? { ...plain, amountMinor: charmed(plain.amountMinor, terms.charm) } : plain;
}
