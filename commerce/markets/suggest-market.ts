/** One address prefix of the shop, as far as a suggestion needs it. */
export interface SuggestibleMarket {
  /** BCP 47, lower case. */
  readonly language: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
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
 * The market a stranger is sent to: the country they are in, else one their languages name, else the primary one; in the first language they read
 * that the country's market speaks. Undefined only when there are no markets.
 */
export function suggestedMarket<M extends SuggestibleMarket>(
  markets: readonly M[],
  primaryCountry: string,
  acceptLanguage: string | null,
  country: string | null,
): M | undefined {
  const languages = languagesWanted(acceptLanguage);
  const candidates = [country, ...regionsWanted(acceptLanguage), primaryCountry];
  const home =
    candidates.find((one) => one !== null && markets.some((market) => market.country === one)) ?? primaryCountry;
  const there = markets.filter((market) => market.country === home);
  const spoken = languages
    .map((language) => there.find((market) => market.language === language))
    .find((market) => market !== undefined);
  return spoken ?? there[0] ?? markets[0];
}

/**
 * The market to offer to somebody who is looking at another one; undefined when there is nothing to say. Nothing is said to those whose country is
 * unknown or sold to by no market, nor to those who are in their country's market already, unless it also speaks their first language and this page
 * does not: a page somebody can read, in their country, is where they want to be.
 */
export function marketToOffer<M extends SuggestibleMarket>(
  markets: readonly M[],
  here: SuggestibleMarket,
  acceptLanguage: string | null,
  country: string | null,
): M | undefined {
  if (country === null || !markets.some((market) => market.country === country)) return undefined;
  const offered = suggestedMarket(markets, country, acceptLanguage, country);
  if (!offered) return undefined;
  if (offered.country !== here.country) return offered;
  const [first] = languagesWanted(acceptLanguage);
  return offered.language === first && here.language !== first ? offered : undefined;
}
