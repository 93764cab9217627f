import { localeOf } from './format.ts';
import type { Market } from './markets.ts';
import type { Messages } from './messages/messages.ts';
import { specificationKeys } from './queries.ts';
import type { Metafield, Variant } from './shapes.ts';

/** A row of the specification table. */
export interface SpecificationRow {
  readonly name: string;
  readonly value: string;
}

/** Unit names of Intl for the units of metafields and of the API's WeightUnit. */
const units: Readonly<Record<string, string>> = {
  g: 'gram',
  grams: 'gram',
  kg: 'kilogram',
  kilograms: 'kilogram',
  oz: 'ounce',
  ounces: 'ounce',
  lb: 'pound',
  pounds: 'pound',
  mm: 'millimeter',
  cm: 'centimeter',
  m: 'meter',
  in: 'inch',
  ft: 'foot',
  ml: 'milliliter',
  l: 'liter',
};

/** A measure in the market's notation; from 1,000 grams on in kilograms. Unknown units stay as they are. */
export function measureText(market: Market, value: number, unit: string): string {
  const name = units[unit.toLowerCase()];
  if (name === undefined || Number.isNaN(value)) return `${value} ${unit}`;
  const heavy = name === 'gram' && value >= 1000;
  return new Intl.NumberFormat(localeOf(market), {
    style: 'unit',
    unit: heavy ? 'kilogram' : name,
    unitDisplay: 'short',
    maximumFractionDigits: 2,
  }).format(heavy ? value / 1000 : value);
}

/** The text of a metafield: a measure ({value, unit}) in the market's notation, other text as it stands. */
export function metafieldText(market: Market, field: Pick<Metafield, 'type' | 'value'>): string {
  if (!['weight', 'volume', 'dimension'].includes(field.type)) return field.value;
  const parsed: unknown = JSON.parse(field.value);
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed) || !('unit' in parsed)) return field.value;
  return measureText(market, Number(parsed.value), String(parsed.unit));
}

/** The specification table of a product in its fixed order; what is unknown is left out. The chosen variant's own measures win. */
export function specificationRows(
  market: Market,
  messages: Messages,
  fields: readonly (Metafield | null)[],
  variant: Pick<Variant, 'dimensions' | 'weight' | 'weightUnit'>,
): SpecificationRow[] {
  const own: Readonly<Record<string, string | undefined>> = {
    dimensions: variant.dimensions?.value,
    weight: variant.weight ? measureText(market, variant.weight, variant.weightUnit) : undefined,
  };
  return specificationKeys.flatMap((key) => {
    const field = fields.find((one) => one?.key === key);
    const value = own[key] ?? (field ? metafieldText(market, field) : undefined);
    return value === undefined ? [] : [{ name: messages.specificationNames[key], value }];
  });
}

/** First sentence of an HTML text, without markup. */
export function firstSentence(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
