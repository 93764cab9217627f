import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyRateBps,
  divideRounded,
  includedTaxMinor,
  money,
  parseDecimal,
  splitByLargestRemainder,
  sumMoney,
  toDecimalString,
} from '../../commerce/money/money.ts';

test('parts always sum to the whole and stay within one unit of the exact share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 40 }),
      (amount, weights) => {
        const parts = splitByLargestRemainder(amount, weights);
        const sum = weights.reduce((a, b) => a + b, 0);
        const shares = weights.map((weight) => (sum === 0 ? amount / weights.length : (amount * weight) / sum));
        return (
          parts.reduce((a, b) => a + b, 0) === amount &&
          parts.every((part, index) => Math.abs(part - (shares[index] ?? 0)) <= 1.001)
        );
      },
    ),
  );
  expect(splitByLargestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(splitByLargestRemainder(5, [])).toEqual([]);
});

test('decimals go out and come back unchanged in every exponent', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('JPY', 'EUR', 'KWD'),
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      (currency, amount) => {
        const text = toDecimalString(money(amount, currency)).replace(/\.0$/, currency === 'JPY' ? '' : '.0');
        return parseDecimal(text, currency)?.amountMinor === amount;
      },
    ),
  );
  expect(toDecimalString(money(5, 'EUR'))).toBe('0.05');
  expect(toDecimalString(money(-1234, 'KWD'))).toBe('-1.234');
  expect(toDecimalString(money(1200, 'JPY'))).toBe('1200.0');
});

test.each(['', '1,5', '1e3', '--1', '1.', 'NaN', '12345678901234567'])('"%s" is no amount', (text) => {
  expect(parseDecimal(text, 'EUR')).toBeNull();
});

test('halves round away from zero, exactly', () => {
  expect(divideRounded(5n, 10n)).toBe(1);
  expect(divideRounded(-5n, 10n)).toBe(-1);
  expect(divideRounded(4n, 10n)).toBe(0);
  expect(applyRateBps(9_007_199_254_740_990, 5_000)).toBe(4_503_599_627_370_495);
});

test('included tax and its net make the gross', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 10 }), fc.integer({ min: 0, max: 10_000 }), (gross, rate) => {
      const tax = includedTaxMinor(gross, rate);
      // The net's own tax differs from the included one by rounding alone.
      return Math.abs(applyRateBps(gross - tax, rate) - tax) <= 1;
    }),
  );
});

test('currencies are not mixed and unsafe amounts not made', () => {
  expect(() => sumMoney([money(1, 'EUR'), money(1, 'USD')], 'EUR')).toThrow(/USD/);
  expect(() => money(0.5, 'EUR')).toThrow(RangeError);
  expect(() => money(2 ** 53, 'EUR')).toThrow(RangeError);
});
