import { addressFormatOf } from '../../commerce/markets/address-format.ts';
import { suggestedMarket } from '../../commerce/markets/suggest-market.ts';
import { ask, type ShopAccess, shopDocument } from './graphql.ts';

/** One address prefix of the shop: a country in one of its languages. */
export interface Market {
  /** First part of every path: en-us. */
  readonly prefix: string;
  /** BCP 47 language, lower case: en. */
  readonly language: string;
  /** ISO 3166 alpha-2: US. */
  readonly country: string;
  /** Country's name in the shop's default language, from the API. */
  readonly countryName: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Names the market: its countries share currency, price list and languages. */
  readonly market: string;
}

interface LocalizationAnswer {
  readonly localization: {
    readonly country: { readonly isoCode: string };
    readonly availableCountries: readonly {
      readonly isoCode: string;
      readonly name: string;
      readonly currency: { readonly isoCode: string };
      readonly market: { readonly handle: string } | null;
      readonly availableLanguages: readonly { readonly isoCode: string }[];
    }[];
  };
}

export const localizationDocument = shopDocument<LocalizationAnswer, Record<string, never>>(`query Markets {
  localization {
    country { isoCode }
    availableCountries { isoCode name currency { isoCode } market { handle } availableLanguages { isoCode } }
  }
}`);

/** Every market prefix of the shop; the first of `primaryCountry` is where strangers land. */
export interface Markets {
  readonly all: readonly Market[];
  readonly primaryCountry: string;
}

/** Asks the shop for its markets; null when it cannot answer. */
export async function fetchMarkets(access: ShopAccess): Promise<Markets | null> {
  const answer = await ask(access, localizationDocument, {});
  if (!answer.ok) return null;
  const all = answer.data.localization.availableCountries.flatMap((country) =>
    country.availableLanguages.map((spoken) => {
      const language = spoken.isoCode.toLowerCase().replace('_', '-');
      return {
        prefix: `${language}-${country.isoCode.toLowerCase()}`,
        language,
        country: country.isoCode,
        countryName: country.name,
        currency: country.currency.isoCode,
        market: country.market?.handle ?? country.isoCode,
      };
    }),
  );
  return all.length > 0 ? { all, primaryCountry: answer.data.localization.country.isoCode } : null;
}

/** The market of a path's first part; undefined for an unknown one. */
export function marketOf(markets: Markets, prefix: string): Market | undefined {
  return markets.all.find((market) => market.prefix === prefix);
}

/** The market a stranger is sent to; see commerce/markets/suggest-market.ts for how it is found. */
export function suggestMarket(markets: Markets, acceptLanguage: string | null, country: string | null): Market {
  const chosen = suggestedMarket(markets.all, markets.primaryCountry, acceptLanguage, country);
  if (!chosen) throw new Error('markets: none');
  return chosen;
}

/** Countries whose shown prices leave out sales tax, which is added at checkout. */
const taxAddedLater = new Set(['US', 'CA']);

/** Whether prices shown in a market already contain tax, as its custom or law has it. */
export function pricesIncludeTax(market: Market): boolean {
  return !taxAddedLater.has(market.country);
}

/**
 * Countries an address form offers in a market, its own first: those that share the market and write addresses in the same fields, so that the form is the
 * same for all of them. A country with other fields has its own address.
 */
export function addressCountries(markets: Markets, here: Market): readonly string[] {
  const rows = (country: string) => addressFormatOf(country).rows.join(' ');
  const others = markets.all
    .filter((one) => one.market === here.market && rows(one.country) === rows(here.country))
    .map((one) => one.country);
  return [...new Set([here.country, ...others])];
}
