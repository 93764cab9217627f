/** Narrower kinds of word search: in some fields only, or whole words only. */
import { foldText, type ListedProduct } from './listing.ts';

/** Fields of a product that lists know; descriptions and barcodes are not among them. */
export type ProductField = 'TITLE' | 'PRODUCT_TYPE' | 'TAG' | 'VENDOR' | 'VARIANTS_SKU' | 'VARIANTS_TITLE';

/** Every field of a product that words are looked for in. */
export const PRODUCT_FIELDS: readonly ProductField[] = [
  'TITLE',
  'PRODUCT_TYPE',
  'TAG',
  'VENDOR',
  'VARIANTS_SKU',
  'VARIANTS_TITLE',
];

/** What words must be: parts of words, whole words, or whole words of which the last may be unfinished. */
export type WordMatch = 'PARTS' | 'WHOLE' | 'LAST_UNFINISHED';

/** Text of some of a product's fields, in a language beside the original. */
export function productText(product: ListedProduct, fields: readonly ProductField[], language: string): string {
  const texts: Readonly<Record<ProductField, () => readonly string[]>> = {
    TITLE: () => [product.title, product.titles[language] ?? ''],
    PRODUCT_TYPE: () => [product.productType, product.types[language] ?? ''],
    TAG: () => product.tags,
    VENDOR: () => [product.vendor],
    VARIANTS_SKU: () => product.variants.flatMap((variant) => variant.sku ?? []),
    VARIANTS_TITLE: () => [
      ...product.variants.flatMap((variant) => Object.values(variant.options)),
      ...Object.values(product.words[language] ?? {}),
    ],
  };
  return fields.flatMap((field) => texts[field]()).join(' ');
}

/** Whether every (folded) word is in a text, as the match asks; no words match nothing. */
export function holdsWords(text: string, words: readonly string[], match: WordMatch = 'PARTS'): boolean {
  if (words.length === 0) return false;
  const folded = foldText(text);
  if (match === 'PARTS') return words.every((word) => folded.includes(word));
  const whole = new Set(folded.split(/[^\p{L}\p{N}-]+/u).flatMap((word) => [word, ...word.split('-')]));
  return words.every(
    (word, index) =>
      whole.has(word) ||
      (match === 'LAST_UNFINISHED' && index === words.length - 1 && [...whole].some((one) => one.startsWith(word))),
  );
}
