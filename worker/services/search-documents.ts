import { plainText } from '../../commerce/catalogue/plain-text.ts';
import type { SearchDocument, SellingSignals } from '../../commerce/search/document.ts';
import type { ProductRecord, Translations } from '../ports/catalogue.ts';

/** Kinds of metafields whose value is text worth finding. */
const TEXT_KINDS = /^(list\.)?(single_line_text_field|multi_line_text_field|rich_text_field)$/;

const inLanguage = (translations: Translations, locale: string, field: string, original: string): string =>
  translations[locale]?.[field] ?? original;

/** A value in the language and as it was written, once when they are the same. */
const both = (translated: string, original: string): readonly string[] =>
  translated === original ? [original].filter(Boolean) : [translated, original].filter(Boolean);

/** Every category above and at a path: `A > B` is in A and in A > B. */
function categoriesOf(path: string | null): readonly string[] {
  const parts = path?.split(' > ') ?? [];
  return parts.map((_part, index) => parts.slice(0, index + 1).join(' > '));
}

/** A product as search engines are given it in a language; original words find it too. */
export function searchDocument(product: ProductRecord, locale: string, signals: SellingSignals): SearchDocument {
  const word = (field: string, original: string) => inLanguage(product.translations, locale, field, original);
  const options = product.options.filter((option) => option.name !== 'Title');
  const title = word('title', product.title);
  const available = product.variants.map(
    (variant) => !variant.tracked || variant.available > 0 || variant.inventoryPolicy === 'continue',
  );
  const prices = new Map<string, number[]>();
  for (const variant of product.variants)
    for (const { currency, amountMinor } of variant.prices)
      prices.set(`price.${currency}`, [...(prices.get(`price.${currency}`) ?? []), amountMinor]);
  const attributes = product.metafields.filter((one) => TEXT_KINDS.test(one.type));
  const codes = product.variants.flatMap((variant) => [variant.sku, variant.barcode].filter((code) => code !== null));
  return {
    id: product.id,
    texts: {
      title: [title],
      brand: [product.vendor].filter(Boolean),
      type: both(word('product_type', product.productType), product.productType),
      tags: product.tags,
      options: options.flatMap((option) =>
        option.values.flatMap((value) => both(inLanguage(value.translations, locale, 'name', value.name), value.name)),
      ),
      attributes: [
        ...(title === product.title ? [] : [product.title]),
        ...categoriesOf(product.category).slice(-1),
        ...attributes.map((one) => inLanguage(one.translations, locale, 'value', one.value)),
      ],
      description: [plainText(word('description_html', product.descriptionHtml))],
      codes: codes.filter(Boolean),
    },
    values: {
      vendor: [product.vendor].filter(Boolean),
      product_type: [product.productType].filter(Boolean),
      tag: product.tags,
      category: categoriesOf(product.category),
      handle: [product.handle],
      sku: product.variants.flatMap((variant) => variant.sku ?? []),
      barcode: product.variants.flatMap((variant) => variant.barcode ?? []),
      available: [String(available.some(Boolean))],
      collection: product.collectionIds.map(String),
      ...Object.fromEntries(
        options.map((option) => [`option.${option.name}`, option.values.map((value) => value.name)]),
      ),
      ...Object.fromEntries(attributes.map((one) => [`attribute.${one.namespace}.${one.key}`, [one.value]])),
    },
    numbers: Object.fromEntries(prices),
    signals: {
      ...signals,
      stock: available.some(Boolean)
        ? Math.max(
            1,
            product.variants.reduce((sum, variant) => sum + Math.max(0, variant.available), 0),
          )
        : 0,
      ...(product.publishedAt === null ? {} : { publishedAtMs: Date.parse(product.publishedAt) }),
    },
  };
}
