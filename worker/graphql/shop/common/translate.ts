import type { Translations } from '../../../ports/catalogue.ts';

/** A field in a language, else as it was written. */
export function translated(translations: Translations, language: string, field: string, original: string): string {
  return translations[language]?.[field] ?? original;
}

/** Path prefix of a market and language: `/de-at`. */
export const marketPath = (language: string, country: string): string =>
  `/${language.slice(0, 2).toLowerCase()}-${country.toLowerCase()}`;
