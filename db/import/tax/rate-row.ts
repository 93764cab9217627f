import { postcodePattern } from '../../../commerce/tax/tax-rates.ts';

/** A tax rate read from a file, before it is written. */
export interface RateRow {
  readonly country: string;
  readonly region: string;
  /** '' = any. */
  readonly postcodes: string;
  readonly taxClass: string;
  readonly title: string;
  readonly rateBps: number;
  /** YYYY-MM-DD */
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Something in a file that was left out, or taken with care, and why. `place` is where in it. */
export interface RateProblem {
  readonly place: string;
  readonly reason: string;
}

/** What a file says. */
export interface RateFile {
  /** The kind of file, kept with each rate. */
  readonly source: 'rates-csv' | 'vat-rates-json' | 'sales-tax-json';
  readonly rows: readonly RateRow[];
  readonly problems: readonly RateProblem[];
}

export const EVER_SINCE = '0001-01-01';

/** Codes that the tax offices use for Greece and the United Kingdom, as ISO 3166 names them. */
export const isoCountry = (code: string): string => ({ EL: 'GR', UK: 'GB' })[code] ?? code;

/** A decimal share (0.19) or percentage as basis points to two decimals; null where it is no rate from 0 to 100 %. */
export function basisPoints(value: unknown, unit: 'share' | 'percent'): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  const bps = Math.round(number * (unit === 'share' ? 10_000 : 100) * 100) / 100;
  return bps >= 0 && bps <= 10_000 ? bps : null;
}

/** A day as YYYY-MM-DD that exists; the year 0000 stands for ever since. Null: it is none. */
export function dayOf(text: string): string | null {
  if (text === '' || text.startsWith('0000-')) return EVER_SINCE;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}

/** Drops what cannot be used (a wrong country or postcode pattern, an end before the beginning, a rate said twice) and says so. */
export function soundRows(
  rows: readonly (RateRow & { readonly place: string })[],
  problems: readonly RateProblem[],
): Pick<RateFile, 'rows' | 'problems'> {
  const found: RateProblem[] = [...problems];
  const kept = new Map<string, RateRow>();
  for (const { place, ...row } of rows) {
    const { country, region, postcodes, taxClass, validFrom, validTo } = row;
    const key = [country, region, postcodes, taxClass, validFrom].join('|');
    const twin = kept.get(key);
    if (!/^[A-Z]{2}$/.test(country)) found.push({ place, reason: `${country} is no country code` });
    else if (postcodes !== '' && !postcodePattern(postcodes))
      found.push({ place, reason: `${postcodes} is no postcode pattern that can be trusted` });
    else if (validTo !== null && validTo <= validFrom) found.push({ place, reason: 'it ends before it begins' });
    else if (twin) {
      if (twin.rateBps !== row.rateBps)
        found.push({ place, reason: 'this place has another rate from that day on already' });
    } else kept.set(key, row);
  }
  return { rows: [...kept.values()], problems: found };
}
