import { applyRateBps, includedTaxMinor } from '../money/money.ts';
import { plainPostcode, type TaxPlace } from './vat-area.ts';

/** The class of goods nobody said anything of. */
export const STANDARD_CLASS = 'standard';

/** A tax rate of a place, for a class of goods, from a day on. */
export interface TaxRate {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Province or state code; '' = the whole country. */
  readonly region: string;
  readonly title: string;
  /** Basis points, to two decimals at most: 14.975 % = 1497.5. */
  readonly rateBps: number;
  /** `standard`, `reduced`, `reduced-2`, `super-reduced`, `parking`, `zero` or a class of the merchant's own; missing: standard. */
  readonly taxClass?: string;
  /** Regular expression over the whole postcode, without spaces; '' or missing: any. */
  readonly postcodes?: string;
  /** First day, YYYY-MM-DD in the country's own calendar; missing: ever since. */
  readonly validFrom?: string;
  /** First day it is no longer valid; null or missing: open. */
  readonly validTo?: string | null;
}

const EVER_SINCE = '0001-01-01';

type Table = ReadonlyMap<string, readonly TaxRate[]>;
const tables = new WeakMap<readonly TaxRate[], Table>();
const patterns = new Map<string, RegExp | null>();

/** The rates by country, made once per list: a cart is priced often, its rates change rarely. */
function tableOf(rates: readonly TaxRate[]): Table {
  const known = tables.get(rates);
  if (known) return known;
  const made = new Map<string, TaxRate[]>();
  for (const rate of rates) {
    const some = made.get(rate.country);
    if (some) some.push(rate);
    else made.set(rate.country, [rate]);
  }
  tables.set(rates, made);
  return made;
}

/** A postcode pattern that can be trusted with any postcode: digits, letters, classes, groups and counts only, so it never backtracks far. Null: it is none. */
export function postcodePattern(text: string): RegExp | null {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  let made: RegExp | null = null;
  if (text.length <= 200 && /^(?:[0-9A-Z| ]|\\d|\[[0-9A-Z-]+\]|[()]|\{\d{1,2}(?:,\d{0,2})?\})+$/.test(text)) {
    try {
      made = new RegExp(`^(?:${text.replaceAll(' ', '')})$`);
    } catch {
      made = null;
    }
  }
  if (patterns.size < 2_000) patterns.set(text, made);
  return made;
}

const isValidOn = (rate: TaxRate, day: string): boolean =>
  (rate.validFrom ?? EVER_SINCE) <= day && (rate.validTo == null || day < rate.validTo);

/** How closely a rate's place fits: by postcode, by region, or the whole country; 0: not at all. */
function closenessOf(rate: TaxRate, region: string | null, postcode: string): number {
  const regionFits = rate.region === '' || rate.region === region;
  if (!regionFits) return 0;
  if (rate.postcodes) return postcodePattern(rate.postcodes)?.test(postcode) ? 3 : 0;
  return rate.region === '' ? 1 : 2;
}

/**
 * The rate of a class of goods where they are delivered, on a day (YYYY-MM-DD; missing: the newest). The closest place wins (postcode, region, country),
 * then the newest date, then the later row. A class without a rate anywhere in the country has the standard one, except that a place nearer than it with
 * a standard rate of 0 frees every class. Null where no tax is set up.
 */
export function taxRateFor(
  rates: readonly TaxRate[],
  country: string,
  region: string | null,
  { postcode = null, taxClass = STANDARD_CLASS, day = '9999-12-31' }: TaxRateDetail = {},
): TaxRate | null {
  const here = tableOf(rates).get(country);
  if (!here) return null;
  const plain = plainPostcode(postcode);
  const standard = bestOf(here, STANDARD_CLASS, region, plain, day);
  if (taxClass === STANDARD_CLASS) return standard?.rate ?? null;
  const own = bestOf(here, taxClass, region, plain, day);
  if (!own) return standard?.rate ?? null;
  return standard && standard.rate.rateBps === 0 && standard.fit > own.fit ? standard.rate : own.rate;
}

export interface TaxRateDetail {
  readonly postcode?: TaxPlace['postcode'];
  readonly taxClass?: string;
  readonly day?: string;
}

function bestOf(
  here: readonly TaxRate[],
  taxClass: string,
  region: string | null,
  postcode: string,
  day: string,
): { readonly rate: TaxRate; readonly fit: number } | null {
  let best: { readonly rate: TaxRate; readonly fit: number } | null = null;
  for (const rate of here) {
    if ((rate.taxClass ?? STANDARD_CLASS) !== taxClass || !isValidOn(rate, day)) continue;
    const closeness = closenessOf(rate, region, postcode);
    if (closeness === 0) continue;
    const isBetter =
      best === null ||
      closeness > best.fit ||
      (closeness === best.fit && (rate.validFrom ?? EVER_SINCE) >= (best.rate.validFrom ?? EVER_SINCE));
    if (isBetter) best = { rate, fit: closeness };
  }
  return best;
}

/**
 * Tax of an amount at a rate: contained in it where prices include tax, added to it elsewhere. Rounded once per line, halves away from zero, and summed
 * after rounding: what the invoice lists is what it adds up to.
 */
export function taxMinor(amountMinor: number, rateBps: number, included: boolean): number {
  return included ? includedTaxMinor(amountMinor, rateBps) : applyRateBps(amountMinor, rateBps);
}
