import type { Filter } from './shapes.ts';

/** How a list is sorted, in the address and in the API. */
export interface Sort {
  readonly key: string;
  readonly reverse: boolean;
}

export const collectionSorts = {
  featured: { key: 'COLLECTION_DEFAULT', reverse: false },
  'best-selling': { key: 'BEST_SELLING', reverse: false },
  newest: { key: 'CREATED', reverse: true },
  'price-asc': { key: 'PRICE', reverse: false },
  'price-desc': { key: 'PRICE', reverse: true },
  title: { key: 'TITLE', reverse: false },
} as const satisfies Record<string, Sort>;

export const searchSorts = {
  relevance: { key: 'RELEVANCE', reverse: false },
  'price-asc': { key: 'PRICE', reverse: false },
  'price-desc': { key: 'PRICE', reverse: true },
} as const satisfies Record<string, Sort>;

/** One value of a filter as the address carries it: `option.Colour=Clay`. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** A filter value that the shopper can tick. */
export interface Choice {
  readonly label: string;
  readonly count: number;
  readonly swatch: string | null;
  readonly parameter: Parameter;
  readonly chosen: boolean;
}

export type Facet =
  | { readonly kind: 'list'; readonly label: string; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'price';
      readonly label: string;
      readonly lowest: number;
      readonly highest: number;
      readonly min: string;
      readonly max: string;
    };

const PRICE_MIN = 'price.min';
const PRICE_MAX = 'price.max';
const STEP = 24;
/** Most products of one page of a list. */
const MOST = 96;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A ProductFilter as one address parameter; null for a filter that has no such form (price, which has two fields of its own). */
export function parameterOf(input: unknown): Parameter | null {
  let filter: unknown = input;
  if (typeof input === 'string') {
    try {
      filter = JSON.parse(input);
    } catch {
      return null;
    }
  }
  if (!isRecord(filter)) return null;
  const { available, productType, productVendor, tag, variantOption, productMetafield } = filter;
  if (typeof available === 'boolean') return { name: 'available', value: available ? '1' : '0' };
  if (typeof productType === 'string') return { name: 'type', value: productType };
  if (typeof productVendor === 'string') return { name: 'vendor', value: productVendor };
  if (typeof tag === 'string') return { name: 'tag', value: tag };
  if (isRecord(variantOption) && typeof variantOption.name === 'string' && typeof variantOption.value === 'string') {
    return { name: `option.${variantOption.name}`, value: variantOption.value };
  }
  if (
    isRecord(productMetafield) &&
    [productMetafield.namespace, productMetafield.key, productMetafield.value].every((one) => typeof one === 'string')
  ) {
    return {
      name: `field.${productMetafield.namespace}.${productMetafield.key}`,
      value: String(productMetafield.value),
    };
  }
  return null;
}

function filterOf(name: string, value: string): Readonly<Record<string, unknown>> | null {
  if (value === '') return null;
  if (name === 'available') return value === '1' || value === '0' ? { available: value === '1' } : null;
  if (name === 'type') return { productType: value };
  if (name === 'vendor') return { productVendor: value };
  if (name === 'tag') return { tag: value };
  if (name.startsWith('option.') && name.length > 7) return { variantOption: { name: name.slice(7), value } };
  const field = /^field\.([^.]+)\.(.+)$/.exec(name);
  return field ? { productMetafield: { namespace: field[1], key: field[2], value } } : null;
}

/** A price typed by a person: "49,90" and "49.90" alike; null for anything that is no amount. */
function amount(text: string | null): number | null {
  const cleaned = (text ?? '').trim().replace(',', '.');
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(cleaned)) return null;
  return Number(cleaned);
}

/** The API's filters for an address; unknown parameters and malformed values are left out. */
export function filtersIn(query: URLSearchParams): Readonly<Record<string, unknown>>[] {
  const listed = [...query].map(([name, value]) => filterOf(name, value)).filter((filter) => filter !== null);
  const min = amount(query.get(PRICE_MIN));
  const max = amount(query.get(PRICE_MAX));
  return min === null && max === null
    ? listed
    : [...listed, { price: { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) } }];
}

const isChosen = (query: URLSearchParams, { name, value }: Parameter) => query.getAll(name).includes(value);

/** What stands above the list: every filter with its values, counts and what is ticked. */
export function facetsFor(filters: readonly Filter[], query: URLSearchParams): Facet[] {
  return filters.flatMap((filter): Facet[] => {
    if (filter.type === 'PRICE_RANGE') {
      const bounds = priceBounds(filter.values[0]?.input);
      return [
        {
          kind: 'price',
          label: filter.label,
          lowest: bounds.min,
          highest: bounds.max,
          min: query.get(PRICE_MIN) ?? '',
          max: query.get(PRICE_MAX) ?? '',
        },
      ];
    }
    const choices = filter.values.flatMap((value): Choice[] => {
      const parameter = parameterOf(value.input);
      return parameter
        ? [
            {
              label: value.label,
              count: value.count,
              swatch: value.swatch?.color ?? null,
              parameter,
              chosen: isChosen(query, parameter),
            },
          ]
        : [];
    });
    return choices.length > 0 ? [{ kind: 'list', label: filter.label, choices }] : [];
  });
}

function priceBounds(input: unknown): { min: number; max: number } {
  const parsed: unknown = typeof input === 'string' ? JSON.parse(input) : input;
  const price = isRecord(parsed) && isRecord(parsed.price) ? parsed.price : {};
  const number = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? Number(value) || 0 : 0);
  return { min: number(price.min), max: number(price.max) };
}

/** A filter in force: what it says and the address without it. */
export interface Chip {
  readonly label: string;
  readonly without: string;
}

const ownParameters = ['show', 'after'];

/** Filters in force, in the order they were chosen. `priceLabel` writes a price filter: ("10", "") -> "from 10". */
export function chipsFor(
  facets: readonly Facet[],
  query: URLSearchParams,
  priceLabel: (min: string, max: string) => string,
): Chip[] {
  const labelOf = (name: string, value: string) =>
    facets
      .flatMap((facet) => (facet.kind === 'list' ? facet.choices : []))
      .find((choice) => choice.parameter.name === name && choice.parameter.value === value)?.label;
  const chips = [...query].flatMap(([name, value]): Chip[] => {
    if (!filterOf(name, value)) return [];
    const rest = new URLSearchParams(
      [...query].filter(([n, v]) => !(n === name && v === value) && !ownParameters.includes(n)),
    );
    return [{ label: labelOf(name, value) ?? (name === 'available' ? name : value), without: `?${rest}` }];
  });
  const min = query.get(PRICE_MIN) ?? '';
  const max = query.get(PRICE_MAX) ?? '';
  if (amount(min) === null && amount(max) === null) return chips;
  const rest = new URLSearchParams(
    [...query].filter(([n]) => n !== PRICE_MIN && n !== PRICE_MAX && !ownParameters.includes(n)),
  );
  return [...chips, { label: priceLabel(min, max), without: `?${rest}` }];
}

/** The part of a list an address asks for: `show` products beginning after a cursor. */
export interface Window {
  readonly first: number;
  readonly after: string | null;
}

/** Reads `show` (a multiple of 24, at most 96) and `after` of an address. */
export function windowOf(query: URLSearchParams): Window {
  const wanted = Number(query.get('show'));
  const first = Number.isInteger(wanted) && wanted > 0 ? Math.min(MOST, Math.ceil(wanted / STEP) * STEP) : STEP;
  const after = query.get('after');
  return { first, after: after === null || after === '' ? null : after };
}

/** Address of the list with more products: longer until a page holds 96, then the next page; null at the end. */
export function moreOf(
  query: URLSearchParams,
  window: Window,
  page: { readonly hasNextPage: boolean; readonly endCursor: string | null },
): string | null {
  if (!page.hasNextPage) return null;
  const next = new URLSearchParams(query);
  if (window.first < MOST) {
    next.set('show', String(window.first + STEP));
  } else {
    if (page.endCursor === null) return null;
    next.delete('show');
    next.set('after', page.endCursor);
  }
  return `?${next}`;
}
