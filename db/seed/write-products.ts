import { currencyExponent } from '../../commerce/money/money.ts';
import {
  media,
  metafields,
  prices,
  productOptions,
  productOptionValues,
  products,
  variants,
} from '../schema/catalogue.ts';
import { type DemoPicture, type DemoVariant, picturesOf, variantsOf } from './demo/products.ts';
import { type DemoLanguage, phraseIn, productIn } from './demo/texts/demo-language.ts';
import type { DemoPrice, DemoProduct, Localized } from './demo/types.ts';
import { demoPicture } from './demo-picture.ts';
import { onlyRow, type SeedTransaction, type TranslationSheet } from './seed-context.ts';
import { setText, setUnits } from './text-setting.ts';
import { demoConversion } from './write-currencies.ts';

/** Width and height of every product picture in pixels. */
export const PICTURE_SIZE = { width: 800, height: 1000 } as const;

export interface WrittenProduct {
  readonly id: number;
  readonly variantIds: ReadonlyMap<string, number>;
}

function minor(amount: number, currency: string): number {
  return amount * 10 ** currencyExponent(currency);
}

/** EAN-13 from the range 20, which shops may number themselves, with its check digit. */
function inStoreBarcode(serial: number): string {
  const digits = `20${String(serial).padStart(10, '0')}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function priceRows(variantId: number, variant: DemoVariant): (typeof prices.$inferInsert)[] {
  const { price, compareAt } = variant.tier;
  const byHand: readonly (keyof DemoPrice)[] = ['EUR', 'USD', 'GBP', 'JPY'];
  const dirham = demoConversion('AED', minor(price.EUR, 'EUR'), compareAt ? minor(compareAt.EUR, 'EUR') : null);
  const { amountMinor, compareAtMinor } = dirham;
  return [
    ...byHand.map((currency) => ({
      variantId,
      currency,
      amountMinor: minor(price[currency], currency),
      compareAtMinor: compareAt ? minor(compareAt[currency], currency) : null,
      conversion: null,
    })),
    { variantId, currency: 'AED', amountMinor, compareAtMinor, conversion: { ...dirham } },
  ];
}

async function writeOptions(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  productId: number,
  product: DemoProduct,
): Promise<void> {
  for (const [index, option] of product.options.entries()) {
    const { id: optionId } = onlyRow(
      await tx
        .insert(productOptions)
        .values({ productId, name: option.name.en, position: index + 1 })
        .returning({ id: productOptions.id }),
    );
    sheet.add('option', optionId, { name: option.name });
    for (const [place, value] of option.values.entries()) {
      const { id } = onlyRow(
        await tx
          .insert(productOptionValues)
          .values({ optionId, name: value.name.en, position: place + 1, swatchColor: value.swatch ?? null })
          .returning({ id: productOptionValues.id }),
      );
      sheet.add('option_value', id, { name: value.name });
    }
  }
}

async function writePictures(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  productId: number,
  product: DemoProduct,
): Promise<ReadonlyMap<number, number>> {
  const ids = new Map<number, number>();
  for (const picture of picturesOf(product)) {
    const { id } = onlyRow(
      await tx
        .insert(media)
        .values({
          productId,
          url: demoPicture(`/media/${product.handle}/${picture.number}.webp`),
          alt: picture.alt.en,
          position: picture.number,
          ...PICTURE_SIZE,
        })
        .returning({ id: media.id }),
    );
    ids.set(picture.number, id);
    sheet.add('media', id, { alt: picture.alt }, (language) => ({ alt: altIn(language, product, picture) }));
  }
  return ids;
}

function altIn(language: DemoLanguage, product: DemoProduct, picture: DemoPicture): string {
  const { title } = productIn(language, product.handle);
  if (picture.kind === 'detail') return language.detail(title);
  if (picture.kind === 'room') return language.room(title);
  return picture.value === null ? title : `${title}${language.separator}${phraseIn(language, picture.value)}`;
}

function dimensionsIn(language: DemoLanguage, product: DemoProduct): string {
  const tiers = Object.entries(product.tiers);
  const distinct = new Set(tiers.map(([, tier]) => tier.dimensions));
  if (distinct.size === 1) return tiers[0]?.[1].dimensions ?? '';
  return tiers.map(([name, tier]) => `${phraseIn(language, name)}: ${tier.dimensions}`).join(' · ');
}

function dimensionsOf(product: DemoProduct): Localized {
  const tiers = Object.entries(product.tiers);
  const distinct = new Set(tiers.map(([, tier]) => tier.dimensions));
  const [first] = distinct;
  if (distinct.size === 1 && first !== undefined) return { en: first, de: first };
  const names = new Map(
    product.options.flatMap((option) => option.values.map((value) => [value.name.en, value.name] as const)),
  );
  const line = (language: keyof Localized) =>
    tiers.map(([name, tier]) => `${names.get(name)?.[language] ?? name}: ${tier.dimensions}`).join(' · ');
  return { en: line('en'), de: line('de') };
}

async function writeSpecs(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  productId: number,
  product: DemoProduct,
): Promise<void> {
  const texts: Readonly<Record<string, { type: string; text: Localized }>> = {
    material: { type: 'single_line_text_field', text: product.specs.material },
    dimensions: { type: 'single_line_text_field', text: dimensionsOf(product) },
    care: { type: 'multi_line_text_field', text: product.specs.care },
    origin: { type: 'single_line_text_field', text: product.specs.origin },
  };
  for (const [key, { type, text }] of Object.entries(texts)) {
    const set = setText(text);
    const { id } = onlyRow(
      await tx
        .insert(metafields)
        .values({ ownerType: 'product', ownerId: productId, namespace: 'specs', key, type, value: set.en })
        .returning({ id: metafields.id }),
    );
    if (key !== 'dimensions' || set.de !== set.en)
      sheet.add('metafield', id, { value: set }, (language) => ({
        value: key === 'dimensions' ? dimensionsIn(language, product) : phraseIn(language, text.en),
      }));
  }
  const lightest = Math.min(...Object.values(product.tiers).map((tier) => tier.weightGrams));
  await tx.insert(metafields).values({
    ownerType: 'product',
    ownerId: productId,
    namespace: 'specs',
    key: 'weight',
    type: 'weight',
    value: JSON.stringify({ value: lightest, unit: 'g' }),
  });
}

async function writeVariants(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  productId: number,
  product: DemoProduct,
  pictureIds: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<string, number>> {
  const demo = variantsOf(product);
  const rows = await tx
    .insert(variants)
    .values(
      demo.map((variant, index) => ({
        productId,
        sku: variant.sku,
        barcode: inStoreBarcode(productId * 100 + index + 1),
        title: variant.title.en,
        position: index + 1,
        optionValues: variant.values.map((value) => value.name.en),
        weightGrams: variant.tier.weightGrams,
        mediaId: pictureIds.get(variant.picture) ?? null,
        unitCostMinor: Math.round(minor(variant.tier.price.EUR, 'EUR') * 0.42),
        unitCostCurrency: 'EUR',
      })),
    )
    .returning({ id: variants.id, sku: variants.sku });
  const ids = new Map(rows.map((row) => [row.sku ?? '', row.id]));
  const idOf = (variant: DemoVariant) => ids.get(variant.sku) ?? 0;
  await tx.insert(prices).values(demo.flatMap((variant) => priceRows(idOf(variant), variant)));
  await tx.insert(metafields).values(
    demo.map((variant) => ({
      ownerType: 'variant' as const,
      ownerId: idOf(variant),
      namespace: 'specs',
      key: 'dimensions',
      type: 'single_line_text_field',
      value: setUnits(variant.tier.dimensions),
    })),
  );
  for (const variant of demo)
    sheet.add('variant', idOf(variant), { title: variant.title }, (language) => ({
      title: variant.values.map((value) => phraseIn(language, value.name.en)).join(' / '),
    }));
  return ids;
}

/** Writes one product with its options, pictures, specifications, variants and prices. */
export async function writeProduct(
  tx: SeedTransaction,
  sheet: TranslationSheet,
  product: DemoProduct,
): Promise<WrittenProduct> {
  const createdAt = new Date(`${product.createdOn}T08:00:00Z`);
  const description = setText(product.description);
  const seoDescription = setText(product.seoDescription);
  const seoTitle = { en: `${product.title.en} – Ebbholt`, de: `${product.title.de} – Ebbholt` };
  const { id } = onlyRow(
    await tx
      .insert(products)
      .values({
        handle: product.handle,
        title: product.title.en,
        descriptionHtml: description.en,
        vendor: product.vendor,
        productType: product.productType.en,
        category: null,
        tags: [...product.tags],
        status: 'active',
        seoTitle: seoTitle.en,
        seoDescription: seoDescription.en,
        unitsSold: product.unitsSold,
        publishedAt: createdAt,
        createdAt,
        updatedAt: createdAt,
      })
      .returning({ id: products.id }),
  );
  sheet.add(
    'product',
    id,
    {
      title: product.title,
      description_html: description,
      product_type: product.productType,
      seo_title: seoTitle,
      seo_description: seoDescription,
    },
    (language) => {
      const { title, description: text, summary } = productIn(language, product.handle);
      return { title, description_html: `<p>${text}</p>`, seo_title: `${title} – Ebbholt`, seo_description: summary };
    },
  );
  sheet.addHandles('product', id, product.handle);
  await writeOptions(tx, sheet, id, product);
  const pictureIds = await writePictures(tx, sheet, id, product);
  await writeSpecs(tx, sheet, id, product);
  return { id, variantIds: await writeVariants(tx, sheet, id, product, pictureIds) };
}
