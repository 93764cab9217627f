import { localeOf } from './format.ts';
import type { Market } from './markets.ts';
import type { Messages } from './messages/messages.ts';
import { specificationKeys } from './queries.ts';
import type { Metafield } from './shapes.ts';

/** A row of the specification table. */
export interface SpecificationRow {
  readonly name: string;
  readonly value: string;
}

const units: Readonly<Record<string, string>> = {
  g: 'gram',
  kg: 'kilogram',
  oz: 'ounce',
  lb: 'pound',
  mm: 'millimeter',
  cm: 'centimeter',
  m: 'meter',
  in: 'inch',
  ft: 'foot',
  ml: 'milliliter',
  l: 'liter',
};

/** A measured metafield ({value, unit}) in the market's notation; grams from 1,000 on become kilograms. Other text stays as it is. */
export function metafieldText(market: Market, field: Pick<Metafield, 'type' | 'value'>): string {
  if (!['weight', 'volume', 'dimension'].includes(field.type)) return field.value;
  const parsed: unknown = JSON.parse(field.value);
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed) || !('unit' in parsed)) return field.value;
  const value = Number(parsed.value);
  const unit = String(parsed.unit).toLowerCase();
  const heavy = unit === 'g' && value >= 1000;
  const name = units[heavy ? 'kg' : unit];
  if (name === undefined || Number.isNaN(value)) return `${value} ${unit}`;
  return new Intl.NumberFormat(localeOf(market), {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: 2,
  }).format(heavy ? value / 1000 : value);
}

/** The specification table of a product in its fixed order; what is unknown is left out. `dimensions` of the chosen variant win. */
export function specificationRows(
  market: Market,
  messages: Messages,
  fields: readonly (Metafield | null)[],
  dimensions: string | null,
): SpecificationRow[] {
  return specificationKeys.flatMap((key) => {
    const field = fields.find((one) => one?.key === key);
    const value =
      key === 'dimensions' && dimensions !== null ? dimensions : field ? metafieldText(market, field) : null;
    return value === null ? [] : [{ name: messages.specificationNames[key], value }];
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
