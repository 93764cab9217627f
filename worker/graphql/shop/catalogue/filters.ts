import type {
  Facet,
  FacetValue,
  ListedProduct,
  Listing,
  ListingFilter,
} from '../../../../commerce/catalogue/listing.ts';
import { currencyExponent } from '../../../../commerce/money/money.ts';
import { builder } from '../builder.ts';
import { categoryGid, categoryName } from './category.ts';
import { MediaImage } from './media.ts';

const FilterType = builder.enumType('FilterType', {
  description: 'How a filter is chosen.',
  values: ['BOOLEAN', 'LIST', 'PRICE_RANGE'] as const,
});
const FilterPresentation = builder.enumType('FilterPresentation', {
  description: 'How a filter’s values are shown.',
  values: ['IMAGE', 'SWATCH', 'TEXT'] as const,
});

const Swatch = builder.objectRef<{ readonly color: string | null }>('Swatch').implement({
  description: 'How a filter value looks.',
  fields: (t) => ({
    color: t.field({ type: 'Color', nullable: true, resolve: (swatch) => swatch.color }),
    image: t.field({ type: MediaImage, nullable: true, resolve: () => null }),
  }),
});

/** A facet in the words of the buyer's language. */
export interface ShownFilter {
  readonly id: string;
  readonly label: string;
  readonly type: 'LIST' | 'PRICE_RANGE';
  readonly presentation: 'SWATCH' | 'TEXT' | null;
  readonly values: readonly ShownValue[];
}

interface ShownValue {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly input: string;
  readonly color: string | null;
}

const FilterValue = builder.objectRef<ShownValue>('FilterValue').implement({
  description: 'A value that can be chosen, with how many products it leaves.',
  fields: (t) => ({
    id: t.exposeString('id'),
    label: t.exposeString('label'),
    count: t.exposeInt('count'),
    input: t.field({
      type: 'JSON',
      description: 'A ProductFilter as JSON text, to be sent back when the value is chosen.',
      resolve: (value) => value.input,
    }),
    swatch: t.field({
      type: Swatch,
      nullable: true,
      resolve: (value) => (value.color === null ? null : { color: value.color }),
    }),
    image: t.field({ type: MediaImage, nullable: true, resolve: () => null }),
  }),
});

export const Filter = builder.objectRef<ShownFilter>('Filter').implement({
  description: 'What a list can be narrowed by.',
  fields: (t) => ({
    id: t.exposeString('id'),
    label: t.exposeString('label'),
    type: t.field({ type: FilterType, resolve: (filter) => filter.type }),
    presentation: t.field({ type: FilterPresentation, nullable: true, resolve: (filter) => filter.presentation }),
    values: t.field({ type: [FilterValue], resolve: (filter) => [...filter.values] }),
  }),
});

const PriceRangeFilter = builder.inputType('PriceRangeFilter', {
  description: 'Prices in the buyer’s currency, in major units.',
  fields: (t) => ({ min: t.float({ defaultValue: 0 }), max: t.float() }),
});
const VariantOptionFilter = builder.inputType('VariantOptionFilter', {
  description: 'A value of an option.',
  fields: (t) => ({ name: t.string({ required: true }), value: t.string({ required: true }) }),
});
const MetafieldFilter = builder.inputType('MetafieldFilter', {
  description: 'A value of a typed attribute.',
  fields: (t) => ({
    namespace: t.string({ required: true }),
    key: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
});
const CategoryFilter = builder.inputType('CategoryFilter', {
  description: 'A product category.',
  fields: (t) => ({ id: t.string({ required: true }) }),
});

export const ProductFilter = builder.inputType('ProductFilter', {
  description: 'Conditions on products; several of one kind widen each other, different kinds narrow.',
  fields: (t) => ({
    available: t.boolean(),
    category: t.field({ type: CategoryFilter }),
    price: t.field({ type: PriceRangeFilter }),
    productMetafield: t.field({ type: MetafieldFilter }),
    productType: t.string(),
    productVendor: t.string(),
    tag: t.string(),
    variantOption: t.field({ type: VariantOptionFilter }),
  }),
});

/** Conditions of the rules from the API's filters. */
export function listingFilters(
  filters: readonly (typeof ProductFilter.$inferInput)[] | null | undefined,
  currency: string,
): ListingFilter[] {
  const unit = 10 ** currencyExponent(currency);
  const read: ListingFilter[] = [];
  for (const one of filters ?? []) {
    if (one.available != null) read.push({ kind: 'available', value: one.available });
    if (one.price)
      read.push({
        kind: 'price',
        minMinor: one.price.min == null ? null : Math.round(one.price.min * unit),
        maxMinor: one.price.max == null ? null : Math.round(one.price.max * unit),
      });
    if (one.category) read.push({ kind: 'category', value: categoryName(one.category.id) });
    if (one.productType != null) read.push({ kind: 'type', value: one.productType });
    if (one.productVendor != null) read.push({ kind: 'vendor', value: one.productVendor });
    if (one.tag != null) read.push({ kind: 'tag', value: one.tag });
    if (one.variantOption) read.push({ kind: 'option', name: one.variantOption.name, value: one.variantOption.value });
    if (one.productMetafield)
      read.push({
        kind: 'attribute',
        key: `${one.productMetafield.namespace}.${one.productMetafield.key}`,
        value: one.productMetafield.value,
      });
  }
  return read;
}

function inputOf(filter: ListingFilter, currency: string): string {
  const major = (minor: number | null) => (minor === null ? undefined : minor / 10 ** currencyExponent(currency));
  switch (filter.kind) {
    case 'available':
      return JSON.stringify({ available: filter.value });
    case 'price':
      return JSON.stringify({ price: { min: major(filter.minMinor), max: major(filter.maxMinor) } });
    case 'type':
      return JSON.stringify({ productType: filter.value });
    case 'vendor':
      return JSON.stringify({ productVendor: filter.value });
    case 'category':
      return JSON.stringify({ category: { id: categoryGid(filter.value) } });
    case 'tag':
      return JSON.stringify({ tag: filter.value });
    case 'option':
      return JSON.stringify({ variantOption: { name: filter.name, value: filter.value } });
    case 'attribute': {
      const [namespace = '', ...key] = filter.key.split('.');
      return JSON.stringify({ productMetafield: { namespace, key: key.join('.'), value: filter.value } });
    }
  }
}

type FacetWords = Readonly<Record<'availability' | 'price' | 'type' | 'vendor' | 'inStock' | 'outOfStock', string>>;

const WORDS: Readonly<Record<string, FacetWords>> = {
  en: {
    availability: 'Availability',
    price: 'Price',
    type: 'Type',
    vendor: 'Maker',
    inStock: 'In stock',
    outOfStock: 'Out of stock',
  },
  de: {
    availability: 'Verfügbarkeit',
    price: 'Preis',
    type: 'Art',
    vendor: 'Werkstatt',
    inStock: 'Vorrätig',
    outOfStock: 'Nicht vorrätig',
  },
  fr: {
    availability: 'Disponibilité',
    price: 'Prix',
    type: 'Type',
    vendor: 'Atelier',
    inStock: 'En stock',
    outOfStock: 'Épuisé',
  },
  ja: {
    availability: '在庫',
    price: '価格',
    type: '種類',
    vendor: '工房',
    inStock: '在庫あり',
    outOfStock: '売り切れ',
  },
  ar: {
    availability: 'التوفر',
    price: 'السعر',
    type: 'النوع',
    vendor: 'الورشة',
    inStock: 'متوفر',
    outOfStock: 'نفد',
  },
};
const ENGLISH: FacetWords = {
  availability: 'Availability',
  price: 'Price',
  type: 'Type',
  vendor: 'Maker',
  inStock: 'In stock',
  outOfStock: 'Out of stock',
};

interface Dictionary {
  readonly word: (original: string) => string;
  readonly type: (original: string) => string;
  readonly color: (value: string) => string | null;
}

const dictionaries = new WeakMap<readonly ListedProduct[], Map<string, Dictionary>>();

/** Words and colours of listed products; one walk per reading of the list and language. */
function dictionaryOf(products: readonly ListedProduct[], language: string): Dictionary {
  const byLanguage = dictionaries.get(products) ?? new Map<string, Dictionary>();
  dictionaries.set(products, byLanguage);
  const known = byLanguage.get(language);
  if (known) return known;
  const words = new Map<string, string>();
  const types = new Map<string, string>();
  const colors = new Map<string, string>();
  for (const product of products) {
    for (const [original, word] of Object.entries(product.words[language] ?? {})) words.set(original, word);
    const type = product.types[language];
    if (type) types.set(product.productType, type);
    for (const [value, color] of Object.entries(product.swatches)) colors.set(value, color);
  }
  const made: Dictionary = {
    word: (original) => words.get(original) ?? original,
    type: (original) => types.get(original) ?? original,
    color: (value) => colors.get(value) ?? null,
  };
  byLanguage.set(language, made);
  return made;
}

function labelOf(facet: Facet, value: FacetValue, words: FacetWords, dictionary: Dictionary): string {
  if (facet.kind === 'availability')
    return value.filter.kind === 'available' && value.filter.value ? words.inStock : words.outOfStock;
  if (facet.kind === 'price') return words.price;
  if (facet.kind === 'type') return dictionary.type(value.label);
  return facet.kind === 'option' ? dictionary.word(value.label) : value.label;
}

/** A list's facets in the buyer's language. */
export function shownFilters(
  listing: Listing,
  products: readonly ListedProduct[],
  language: string,
  currency: string,
): ShownFilter[] {
  const words = WORDS[language] ?? ENGLISH;
  const dictionary = dictionaryOf(products, language);
  return listing.facets.map((facet) => {
    const values = facet.values.map((value, index) => ({
      id: `${facet.id}.${facet.kind === 'price' ? 'range' : value.label.toLowerCase().replace(/\s+/g, '-') || index}`,
      label: labelOf(facet, value, words, dictionary),
      count: value.count,
      input: inputOf(value.filter, currency),
      color: facet.kind === 'option' ? dictionary.color(value.label) : null,
    }));
    const label = facet.kind === 'option' ? dictionary.word(facet.name ?? '') : words[facet.kind];
    const presentation =
      facet.kind === 'price' ? null : values.some((value) => value.color !== null) ? 'SWATCH' : 'TEXT';
    return { id: facet.id, label, type: facet.kind === 'price' ? 'PRICE_RANGE' : 'LIST', presentation, values };
  });
}
