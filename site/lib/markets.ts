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
}

interface LocalizationAnswer {
  readonly localization: {
    readonly country: { readonly isoCode: string };
    readonly availableCountries: readonly {
      readonly isoCode: string;
      readonly name: string;
      readonly currency: { readonly isoCode: string };
      readonly availableLanguages: readonly { readonly isoCode: string }[];
    }[];
  };
}

export const localizationDocument = shopDocument<LocalizationAnswer, Record<string, never>>(`query Markets {
  localization {
    country { isoCode }
    availableCountries { isoCode name currency { isoCode } availableLanguages { isoCode } }
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
      };
    }),
  );
  return all.length > 0 ? { all, primaryCountry: answer.data.localization.country.isoCode } : null;
}

/** The market of a path's first part; undefined for an unknown one. */
export function marketOf(markets: Markets, prefix: string): Market | undefined {
  return markets.all.find((market) => market.prefix === prefix);
}

/** Languages of an Accept-Language header, most wanted first, without regions: "de-AT,en;q=0.5" gives de, en. Source: RFC 9110 section 12.5.4. */
export function languagesWanted(header: string | null): string[] {
  const wanted = (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='));
      const q = weight === undefined ? 1 : Number(weight.slice(2));
      return { language: tag.trim().toLowerCase().split('-')[0] ?? '', q: Number.isFinite(q) ? q : 0, place };
    })
    .filter((one) => one.language !== '' && one.q > 0)
    .sort((a, b) => b.q - a.q || a.place - b.place);
  return [...new Set(wanted.map((one) => one.language))];
}

/** Region parts of an Accept-Language header in the order written: "de-AT,en-GB" gives AT, GB. */
function regionsWanted(header: string | null): string[] {
  return [...(header ?? '').matchAll(/[a-z]{2,3}-([a-z]{2})\b/gi)].map((match) => (match[1] ?? '').toUpperCase());
}

/**
 * The market a stranger is sent to: the country they are in, else one their languages name, else the primary one; in the first language
 * they read that the country's market speaks.
 */
export function suggestMarket(markets: Markets, acceptLanguage: string | null, country: string | null): Market {
  const languages = languagesWanted(acceptLanguage);
  const candidates = [country, ...regionsWanted(acceptLanguage), markets.primaryCountry];
  const home =
    candidates.find((one) => one !== null && markets.all.some((market) => market.country === one)) ??
    markets.primaryCountry;
  const there = markets.all.filter((market) => market.country === home);
  const spoken = languages
    .map((language) => there.find((market) => market.language === language))
    .find((market) => market !== undefined);
  const chosen = spoken ?? there[0] ?? markets.all[0];
  if (!chosen) throw new Error('markets: none');
  return chosen;
}

/** Countries whose shown prices leave out sales tax, which is added at checkout. */
const taxAddedLater = new Set(['US', 'CA']);

/** Whether prices shown in a market already contain tax, as its custom or law has it. */
export function pricesIncludeTax(market: Market): boolean {
  return !taxAddedLater.has(market.country);
}
