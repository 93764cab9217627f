import type { SearchDocument } from '../../../commerce/search/document.ts';
import { FIELDS } from '../../../commerce/search/segment.ts';
import { wordsInOrder } from '../../../commerce/search/tokenise.ts';

/** Markets of a product that names none. */
export const ANYWHERE = '*';

/** A name as part of a field's name: letters and digits stay, everything else is written as its code. */
const plain = (name: string): string =>
  name.replace(/[^A-Za-z0-9]/g, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`);

/** Field of values that filters and facets compare. */
export const valueField = (name: string): string => `v_${plain(name)}`;
/** Field of numbers that ranges compare. */
export const numberField = (name: string): string => `n_${plain(name)}`;
/** Fields of a product's smallest and greatest number, which sorting needs one of. */
export const leastField = (name: string): string => `min_${plain(name)}`;
export const mostField = (name: string): string => `max_${plain(name)}`;

/** Fields that are searched with their weights, from the one that counts most. */
export const SEARCHED: readonly (readonly [field: string, weight: number])[] = [
  ['title', 8],
  ['codes', 8],
  ['brand', 6],
  ['type', 6],
  ['tags', 3],
  ['options', 2],
  ['attributes', 1],
  ['description', 2],
  ['words', 1],
];

/** What Typesense is given of a product. */
export interface TypesenseProduct {
  readonly id: string;
  readonly [field: string]: string | number | readonly string[] | readonly number[];
}

/** Turns a product to fields; `words` holds all texts as this language's rules cut them, for what Typesense itself does not know (elisions, Arabic letters). */
export function typesenseProduct(document: SearchDocument, language: string): TypesenseProduct {
  const { texts, values, numbers, signals } = document;
  const fields: Record<string, string | number | readonly string[] | readonly number[]> = {};
  for (const name of FIELDS) fields[name] = texts[name] ?? [];
  for (const [name, own] of Object.entries(values)) if (name !== 'market') fields[valueField(name)] = own;
  for (const [name, own] of Object.entries(numbers)) {
    if (own.length === 0) continue;
    fields[numberField(name)] = own;
    fields[leastField(name)] = Math.min(...own);
    fields[mostField(name)] = Math.max(...own);
  }
  return {
    ...fields,
    id: String(document.id),
    title_sort: texts.title?.[0] ?? '',
    words: FIELDS.flatMap((name) => (texts[name] ?? []).map((text) => wordsInOrder(text, language).join(' '))),
    markets: values.market ?? [ANYWHERE],
    popularity: signals.popularity ?? 0,
    stock: signals.stock === undefined || signals.stock > 0 ? 1 : 0,
  };
}
