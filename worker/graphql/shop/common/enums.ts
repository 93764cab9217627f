import { builder } from '../builder.ts';
import { COUNTRY_CODES, CURRENCY_CODES, LANGUAGE_CODES } from './codes.ts';

export const CountryCode = builder.enumType('CountryCode', {
  description: 'Country or territory by its ISO 3166-1 alpha-2 code.',
  values: COUNTRY_CODES,
});
export const LanguageCode = builder.enumType('LanguageCode', {
  description: 'Language by its ISO 639-1 code, some with a region.',
  values: LANGUAGE_CODES,
});
export const CurrencyCode = builder.enumType('CurrencyCode', {
  description: 'Currency by its ISO 4217 code.',
  values: CURRENCY_CODES,
});

type Country = (typeof COUNTRY_CODES)[number];
type Language = (typeof LANGUAGE_CODES)[number];
type Currency = (typeof CURRENCY_CODES)[number];

const countries = new Map<string, Country>(COUNTRY_CODES.map((code) => [code, code]));
const languages = new Map<string, Language>(LANGUAGE_CODES.map((code) => [code, code]));
const currencies = new Map<string, Currency>(CURRENCY_CODES.map((code) => [code, code]));

/** The enum's value for an ISO country code; ZZ when it has none. */
export const countryCode = (code: string): Country => countries.get(code.toUpperCase()) ?? 'ZZ';
/** The enum's value for a BCP 47 language such as de or pt-br; EN when it has none. */
export const languageCode = (language: string): Language =>
  languages.get(language.toUpperCase().replace('-', '_')) ?? languages.get(language.slice(0, 2).toUpperCase()) ?? 'EN';
/** The enum's value for an ISO currency code; XXX when it has none. */
export const currencyCode = (code: string): Currency => currencies.get(code) ?? 'XXX';
