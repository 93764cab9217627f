import { type Money, toDecimalString } from '../../../../commerce/money/money.ts';
import { builder } from '../builder.ts';
import { CurrencyCode, currencyCode } from './enums.ts';

export const MoneyV2 = builder.objectRef<Money>('MoneyV2').implement({
  description: 'An exact amount with its currency.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      description: 'Decimal in the currency’s major unit.',
      resolve: toDecimalString,
    }),
    currencyCode: t.field({ type: CurrencyCode, resolve: (amount) => currencyCode(amount.currency) }),
  }),
});
