/** Conditions in queries (`vendor:Voss`, `price:<20`, `option.colour:red`) over documents' rows. */
import { compareNumber, type SearchTerm, textMatches } from '../catalogue/search-syntax.ts';
import { parseDecimal } from '../money/money.ts';
import type { DocumentRow } from './index-store.ts';

/** Names people write -> names of values. */
const VALUE_FIELDS: Readonly<Record<string, string>> = {
  vendor: 'vendor',
  brand: 'vendor',
  product_type: 'product_type',
  type: 'product_type',
  tag: 'tag',
  category: 'category',
  handle: 'handle',
  sku: 'sku',
  barcode: 'barcode',
  available_for_sale: 'available',
};
const PRICE_FIELDS: ReadonlySet<string> = new Set(['price', 'variants.price']);

/** Whether a name before a colon is one of a condition; anything else is text. */
export const knowsField = (field: string): boolean =>
  field in VALUE_FIELDS ||
  PRICE_FIELDS.has(field) ||
  field === 'id' ||
  field === 'title' ||
  field.startsWith('option.');

/** Whether a document meets a condition; unknown names and malformed numbers meet none. */
export function meetsCondition(row: DocumentRow, { field, comparator, value }: SearchTerm, currency: string): boolean {
  if (field === null) return false;
  if (field === 'id') return compareNumber(row.id, comparator, Number(/\d+$/.exec(value)?.[0] ?? Number.NaN));
  if (field === 'title') return textMatches(row.title, `${value.replace(/\*$/, '')}*`);
  if (PRICE_FIELDS.has(field)) {
    const wanted = parseDecimal(value, currency);
    if (wanted === null) return false;
    return (row.numbers[`price.${currency}`] ?? []).some((price) =>
      compareNumber(price, comparator, wanted.amountMinor),
    );
  }
  const name = VALUE_FIELDS[field];
  if (name !== undefined) return (row.values[name] ?? []).some((own) => textMatches(own, value));
  const option = Object.keys(row.values).find((key) => key.toLowerCase() === field);
  return option !== undefined && (row.values[option] ?? []).some((own) => textMatches(own, value));
}
