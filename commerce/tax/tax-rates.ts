import { applyRateBps, includedTaxMinor } from '../money/money.ts';

/** A tax rate of a place. */
export interface TaxRate {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Province or state code; '' = the whole country. */
  readonly region: string;
  readonly title: string;
  /** Basis points. */
  readonly rateBps: number;
}

/** The rate where goods are delivered: the region's own, else the country's; null where no tax is set up. */
export function taxRateFor(rates: readonly TaxRate[], country: string, region: string | null): TaxRate | null {
  const here = rates.filter((rate) => rate.country === country);
  return (
    here.find((rate) => rate.region !== '' && rate.region === region) ?? here.find((rate) => rate.region === '') ?? null
  );
}

/**
 * Tax of an amount at a rate: contained in it where prices include tax, added to it elsewhere. Rounded once per line, halves away from zero, and summed
 * after rounding: what the invoice lists is what it adds up to.
 */
export function taxMinor(amountMinor: number, rateBps: number, included: boolean): number {
  return included ? includedTaxMinor(amountMinor, rateBps) : applyRateBps(amountMinor, rateBps);
}
