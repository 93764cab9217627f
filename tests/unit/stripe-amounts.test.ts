import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromStripeAmount, toStripeAmount } from '../../worker/adapters/stripe/amounts.ts';

describe('amounts for Stripe', () => {
  test.each([
    ['EUR', 1_099, 1_099],
    ['JPY', 500, 500],
    ['KRW', 12_000, 12_000],
    ['KWD', 1_230, 1_230],
    ['ISK', 5, 500],
    ['UGX', 5, 500],
    ['MGA', 300, 3],
  ])('%s %d is %d there and back', (currency, amountMinor, amount) => {
    expect(toStripeAmount({ amountMinor, currency })).toEqual({ ok: true, amount });
    expect(fromStripeAmount(amount, currency.toLowerCase())).toEqual({ amountMinor, currency });
  });

  test.each([
    ['nothing', 'EUR', 0],
    ['less than nothing', 'EUR', -1],
    ['a fraction of a cent', 'EUR', 0.5],
    ['half an ariary', 'MGA', 50],
    ['a dinar to the third decimal', 'KWD', 1_234],
    ['more than an integer can say', 'ISK', Number.MAX_SAFE_INTEGER],
  ])('%s is refused', (_, currency, amountMinor) => {
    expect(toStripeAmount({ amountMinor, currency })).toMatchObject({ ok: false });
  });

  test('whatever is accepted comes back the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'ISK', 'UGX', 'MGA'),
        fc.integer({ min: 1, max: 10 ** 9 }),
        (currency, amountMinor) => {
          const there = toStripeAmount({ amountMinor, currency });
          if (there.ok)
            expect(fromStripeAmount(there.amount, currency.toLowerCase())).toEqual({ amountMinor, currency });
        },
      ),
    );
  });
});
