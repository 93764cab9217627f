import { promotionCodes, promotions } from '../schema/promotions.ts';
import { markets, shop } from '../schema/shop.ts';
import { taxRates, taxSettings } from '../schema/tax.ts';
import { demoMarkets, demoTaxRates, demoTaxSettings } from './demo/markets.ts';
import { demoPromotions } from './demo/promotions.ts';
import { demoShop } from './demo/shop.ts';
import { contentIn } from './demo/texts/demo-language.ts';
import { demoPicture } from './demo-picture.ts';
import { onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';

/** Writes the shop itself, its markets, taxes and promotions. */
export async function writeShop(tx: SeedTransaction, sheet: TranslationSheet): Promise<void> {
  const { slogan, description, shortDescription } = demoShop;
  const { id } = onlyRow(
    await tx
      .insert(shop)
      .values({
        ...demoShop,
        coverImageUrl: demoPicture(demoShop.coverImageUrl),
        slogan: slogan.en,
        description: description.en,
        shortDescription: shortDescription.en,
      })
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
