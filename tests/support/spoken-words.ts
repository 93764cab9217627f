/** Days that have every month and weekday in them. */
const DAYS = Array.from({ length: 400 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)));
const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'AED'];

const letters = (text: string): string[] => text.match(/\p{L}[\p{L}\p{M}’'-]*/gu) ?? [];

/**
 * Words that a language's own rules put into dates, amounts, and names of countries and languages: the runtime writes them, so no page has to say them
 * itself. Whole names are in it too.
 */
export function wordsOf(language: string): ReadonlySet<string> {
  const found = new Set<string>();
  const say = (text: string | undefined) => {
    if (text === undefined) return;
    found.add(text);
    // Menus begin a name with a capital where the language would not.
    found.add(text.charAt(0).toUpperCase() + text.slice(1));
    for (const word of letters(text)) found.add(word);
  };
  for (const dateStyle of ['full', 'long', 'medium'] as const) {
    const format = new Intl.DateTimeFormat(language, { dateStyle, timeStyle: 'short', timeZone: 'UTC' });
    for (const day of DAYS) say(format.format(day));
  }
  const short = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });
  for (const day of DAYS) say(short.format(day));
  for (const currency of CURRENCIES) {
    for (const currencyDisplay of ['symbol', 'code', 'name'] as const)
      say(new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay }).format(1));
  }
  for (const unit of ['gram', 'kilogram', 'centimeter', 'millimeter', 'meter', 'kilometer', 'liter', 'milliliter'])
    say(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(2));
  const [regions, languages] = [
    new Intl.DisplayNames([language], { type: 'region' }),
    new Intl.DisplayNames([language], { type: 'language' }),
  ];
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const first of alphabet) for (const second of alphabet) say(regions.of(first + second));
  for (const code of ['en', 'de', 'fr', 'ja', 'ar']) {
    say(languages.of(code));
    // A language names itself.
    say(new Intl.DisplayNames([code], { type: 'language' }).of(code));
    const own = new Intl.DisplayNames([code], { type: 'region' });
    for (const country of ['DE', 'AT', 'FR', 'NL', 'GB', 'US', 'JP', 'AE']) say(own.of(country));
  }
  return found;
}
