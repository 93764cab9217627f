import { currencyExponent } from '../../commerce/money/money.ts';
import { promotionCodes, promotions } from '../schema/promotions.ts';
import { markets, shippingMethods, shop } from '../schema/shop.ts';
import { taxRates, taxSettings } from '../schema/tax.ts';
import { demoMarkets, demoShippingMethods, demoTaxRates, demoTaxSettings } from './demo/markets.ts';
import { demoPromotions } from './demo/promotions.ts';
import { demoShop } from './demo/shop.ts';
import { contentIn } from './demo/texts/demo-language.ts';
import type { DemoPrice } from './demo/types.ts';
import { onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';

type Rates = Record<string, { amountMinor: number; freeFromMinor?: number }>;

function ratesOf(price: DemoPrice, freeFrom: DemoPrice | undefined): Rates {
  const currencies: readonly (keyof DemoPrice)[] = ['EUR', 'USD', 'GBP', 'JPY', 'AED'];
  return Object.fromEntries(
    currencies.map((currency) => {
      const unit = 10 ** currencyExponent(currency);
      const amountMinor = price[currency] * unit;
      return [currency, freeFrom ? { amountMinor, freeFromMinor: freeFrom[currency] * unit } : { amountMinor }];
    }),
  );
}

/** Writes the shop itself, its markets, taxes, shipping methods and promotions. */
export async function writeShop(tx: SeedTransaction, sheet: TranslationSheet): Promise<void> {
  const { slogan, description, shortDescription } = demoShop;
  const { id } = onlyRow(
    await tx
      .insert(shop)
      .values({ ...demoShop, slogan: slogan.en, description: description.en, shortDescription: shortDescription.en })
      .returning({ id: shop.id }),
  );
  sheet.add('shop', id, { slogan, description, short_description: shortDescription }, (language) => {
    const text = contentIn(language, 'shop');
    return { slogan: text.title, description: text.body, short_description: text.summary ?? '' };
  });

  await tx
    .insert(markets)
    .values(
      demoMarkets.map((market) => ({ ...market, countries: [...market.countries], languages: [...market.languages] })),
    );
  await tx.insert(taxRates).values(demoTaxRates.map((rate) => ({ ...rate, source: 'seed' })));
  await tx.insert(taxSettings).values({ settings: demoTaxSettings });
  for (const [position, method] of demoShippingMethods.entries()) {
    const row = onlyRow(
      await tx
        .insert(shippingMethods)
        .values({
          code: method.code,
          title: method.title.en,
          description: method.description.en,
          countries: [...method.countries],
          rates: ratesOf(method.price, method.freeFrom),
          minDays: method.minDays,
          maxDays: method.maxDays,
          position,
        })
        .returning({ id: shippingMethods.id }),
    );
    sheet.add('shipping_method', row.id, { title: method.title, description: method.description });
  }
  for (const { code, title, actions, conditions, combinesWith, usageLimit, uses = 0 } of demoPromotions) {
    const row = onlyRow(
      await tx
        .insert(promotions)
        .values({
          title,
          isAutomatic: code === null,
          startsAt: new Date('2026-01-05T00:00:00Z'),
          combinesWith: combinesWith ?? { product: true, order: false, shipping: true },
          conditions: [...conditions],
          actions: [...actions],
          usageLimit: usageLimit ?? null,
          uses,
          usesBefore: uses,
        })
        .returning({ id: promotions.id }),
    );
    if (code !== null) await tx.insert(promotionCodes).values({ promotionId: row.id, code, uses });
  }
}
