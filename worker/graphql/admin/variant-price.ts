import { decimalOf, fractionIn } from '../../../commerce/currency/rate.ts';
import { money } from '../../../commerce/money/money.ts';
import type { ShownPrice } from '../../ports/product-editor.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2 } from './common.ts';

const PriceOrigin = adminBuilder.enumType('PriceListPriceOriginType', {
  description: 'FIXED: somebody set it. RELATIVE: it follows the price in the shop’s currency at a rate.',
  values: ['FIXED', 'RELATIVE'] as const,
});

export const VariantPriceType = adminBuilder.objectRef<ShownPrice>('VariantPrice').implement({
  description: 'A price in one currency.',
  fields: (t) => ({
    price: t.field({ type: MoneyV2, resolve: (one) => money(one.amountMinor, one.currency) }),
    compareAtPrice: t.field({
      type: MoneyV2,
      nullable: true,
      resolve: (one) => (one.compareAtMinor === null ? null : money(one.compareAtMinor, one.currency)),
    }),
    originType: t.field({ type: PriceOrigin, resolve: ({ converted }) => (converted ? 'RELATIVE' : 'FIXED') }),
    exchangeRate: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Units of this currency for one of the shop’s, to ten decimals; null for a fixed price.',
      resolve: ({ converted }) => {
        const rate = converted ? fractionIn(converted.rate) : null;
        return rate && decimalOf(rate);
      },
    }),
    exchangeRateDay: t.string({
      nullable: true,
      description: 'ISO date of the rate; null for a fixed price.',
      resolve: ({ converted }) => converted?.day || null,
    }),
  }),
});
