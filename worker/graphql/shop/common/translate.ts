import type { Translations } from '../../../ports/catalogue.ts';

/** A field in a language, else as it was written. */
export function translated(translations: Translations, language: string, field: string, original: string): string {
  return translations[language]?.[field] ?? original;
}

/** HTML without tags and entities, white space folded; cut at `truncateAt` characters with an ellipsis. */
export function plainText(html: string, truncateAt?: number | null): string {
  const text = html
    .replace(/<(br|\/p|\/li|\/h\d)[^>]*>/gi, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  if (truncateAt == null || text.length <= truncateAt) return text;
  return `${text.slice(0, Math.max(0, truncateAt - 1)).trimEnd()}…`;
}

/** Path prefix of a market and language: `/de-at`. */
export const marketPath = (language: string, country: string): string =>
  `/${language.slice(0, 2).toLowerCase()}-${country.toLowerCase()}`;
