import { EU_COUNTRIES } from '../markets/european-union.ts';
import { includedTaxMinor } from '../money/money.ts';
import { type ShippingTax, shippingTaxOf } from './shipping-tax.ts';
import { civilDay } from './tax-day.ts';
import { STANDARD_CLASS, type TaxRate, taxRateFor } from './tax-rates.ts';
import { isInEuVatArea, outsideTerritory, type TaxPlace, taxCountry } from './vat-area.ts';

/** What the seller is in the eyes of the tax office. */
export interface SellerTax {
  /** Country the goods leave from, ISO 3166 alpha-2; null: not known, so nothing is an export. */
  readonly origin: string | null;
  /** Countries it collects tax for, besides its own; null: every one that has rates. */
  readonly registrations: readonly string[] | null;
  /**
   * Whether sales to consumers in other member states are taxed there (One Stop Shop, or above the threshold of EUR 10,000 of article 59c of the VAT
   * directive); false: at home.
   */
  readonly unionScheme: boolean;
}

/** A seller nobody said anything of: every country with rates is taxed there. */
export const ANY_SELLER: SellerTax = { origin: null, registrations: null, unionScheme: true };

/** What is to be taxed, where and for whom. */
export interface TaxQuestion {
  readonly place: TaxPlace;
  /** Classes of the goods. */
  readonly taxClasses: readonly string[];
  /** Country of a business' VAT number that was checked and is valid; null: a consumer. */
  readonly businessCountry: string | null;
  /** Country whose tax the asked prices contain; null: they contain none. */
  readonly pricedFor: string | null;
  readonly nowMs: number;
}

/**
 * Why it is taxed as it is. `taxed`: where it is delivered, or at home. `export`: it leaves the tax area, zero-rated. `reverse_charge`: the business in
 * another member state owes the tax. `untaxed`: no tax is set up there.
 */
export type TaxTreatment = 'taxed' | 'export' | 'reverse_charge' | 'untaxed';

export interface AppliedRate {
  readonly rateBps: number;
  readonly title: string;
}

/** How a sale is taxed: plain data, so that it can come from an outside service as well. */
export interface TaxDecision {
  readonly treatment: TaxTreatment;
  /** Whose rounding rule and law apply. */
  readonly country: string;
  /** Name of the territory with rules of its own; null: none. */
  readonly territory: string | null;
  /** By class; `standard` is always there and stands for classes that are not. */
  readonly rates: Readonly<Record<string, AppliedRate>>;
  readonly shipping: ShippingTax;
  /** Rates contained in the asked prices that must be taken out of them because no tax is due, by class; null: prices stay as they are. */
  readonly takenOut: Readonly<Record<string, number>> | null;
}

/** The rate of a class of goods. */
export const rateOfClass = (decision: TaxDecision, taxClass: string): AppliedRate =>
  decision.rates[taxClass] ?? decision.rates[STANDARD_CLASS] ?? { rateBps: 0, title: '' };

/** A price without the tax that is not due: exactly the amount given where nothing is to be taken out. */
export function withoutTakenOut(decision: TaxDecision, amountMinor: number, taxClass: string): number {
  const rateBps = decision.takenOut?.[taxClass] ?? decision.takenOut?.[STANDARD_CLASS] ?? 0;
  return amountMinor - includedTaxMinor(amountMinor, rateBps);
}

/**
 * Decides how a sale is taxed on the day it is made, in the destination's calendar. In order: a territory or country outside the seller's tax area without a
 * registration there is an export; a valid VAT number of another member state within the Union reverses the charge; within the Union it is taxed at home
 * where the scheme says so; else where it is delivered; untaxed where no rate is set up.
 */
export function decideTax(rates: readonly TaxRate[], seller: SellerTax, question: TaxQuestion): TaxDecision {
  const { place } = question;
  const territory = outsideTerritory(place);
  const country = taxCountry(place.country);
  const treatment = treatmentOf(rates, seller, question);
  const isHome = treatment === 'home';
  const at: TaxPlace =
    isHome && seller.origin ? { country: seller.origin, region: null, postcode: null } : { ...place, country };
  const isTaxed = treatment === 'home' || treatment === 'there';
  const found = ratesAt(rates, isTaxed ? at : null, question.taxClasses, question.nowMs);
  const named = isTaxed ? (found ? 'taxed' : 'untaxed') : treatment;
  const freed = named === 'export' || named === 'reverse_charge';
  return {
    treatment: named,
    country: at.country,
    territory: territory?.name ?? null,
    rates: found ?? { [STANDARD_CLASS]: { rateBps: 0, title: '' } },
    shipping: named === 'taxed' ? shippingTaxOf(at.country, at.region) : 'untaxed',
    takenOut: freed && question.pricedFor !== null ? containedIn(rates, question.pricedFor, question) : null,
  };
}

function treatmentOf(
  rates: readonly TaxRate[],
  seller: SellerTax,
  { place, businessCountry }: TaxQuestion,
): 'export' | 'reverse_charge' | 'home' | 'there' {
  const { origin } = seller;
  const country = taxCountry(place.country);
  if (outsideTerritory(place) !== null) return 'export';
  if (origin === null) return 'there';
  const isRegistered = seller.registrations?.includes(country) ?? rates.some((rate) => rate.country === country);
  const originInUnion = EU_COUNTRIES.has(origin);
  if (originInUnion && isInEuVatArea(place)) {
    if (country === origin) return 'there';
    if (businessCountry !== null && businessCountry !== origin && isUnionNumber(businessCountry))
      return 'reverse_charge';
    return seller.unionScheme || seller.registrations?.includes(country) ? 'there' : 'home';
  }
  return country === origin || isRegistered ? 'there' : 'export';
}

/** Whether a VAT number's country is in the Union: XI is Northern Ireland. */
const isUnionNumber = (country: string): boolean => country === 'XI' || EU_COUNTRIES.has(country);

function ratesAt(
  rates: readonly TaxRate[],
  place: TaxPlace | null,
  taxClasses: readonly string[],
  nowMs: number,
): Record<string, AppliedRate> | null {
  if (place === null) return null;
  const day = civilDay(place.country, nowMs);
  const found: Record<string, AppliedRate> = {};
  for (const taxClass of new Set([STANDARD_CLASS, ...taxClasses])) {
    const rate = taxRateFor(rates, place.country, place.region, { postcode: place.postcode, taxClass, day });
    if (rate) found[taxClass] = { rateBps: rate.rateBps, title: rate.title };
  }
  return Object.keys(found).length === 0 ? null : { [STANDARD_CLASS]: { rateBps: 0, title: '' }, ...found };
}

function containedIn(
  rates: readonly TaxRate[],
  country: string,
  { taxClasses, nowMs }: TaxQuestion,
): Record<string, number> {
  const contained = ratesAt(rates, { country, region: null, postcode: null }, taxClasses, nowMs) ?? {};
  return Object.fromEntries(Object.entries(contained).map(([taxClass, { rateBps }]) => [taxClass, rateBps]));
}
