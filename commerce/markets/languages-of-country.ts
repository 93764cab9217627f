/** The language most people of a country speak, as the Unicode CLDR's likely subtags have it; null for a code that is none. */
function ownLanguage(country: string): string | null {
  return /^[A-Z]{2}$/.test(country) ? new Intl.Locale(`und-${country}`).maximize().language : null;
}

/**
 * A market's languages in the order a country wants them: its own first, then English, which a stranger reads before a neighbour's language, then the
 * others as the market has them. The first is the country's default.
 */
export function languagesIn(country: string, spoken: readonly string[]): string[] {
  const own = ownLanguage(country);
  const rank = (language: string) => {
    const base = language.split('-')[0];
    return base === own ? 0 : base === 'en' ? 1 : 2;
  };
  // The sort is stable: equals stay in the market's order.
  return [...spoken].sort((a, b) => rank(a) - rank(b));
}
