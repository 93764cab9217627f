/**
 * The calendar day on which tax falls due: rates change at midnight of the country that levies them, whatever the clock of the shop or the shopper says.
 */

/** Time zones of countries whose rates change at their own midnight; a country with several zones by that of its capital. */
const ZONES: Readonly<Record<string, string>> = {
  AE: 'Asia/Dubai',
  AT: 'Europe/Vienna',
  AU: 'Australia/Sydney',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CH: 'Europe/Zurich',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IN: 'Asia/Kolkata',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MT: 'Europe/Malta',
  MX: 'America/Mexico_City',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  NZ: 'Pacific/Auckland',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  US: 'America/New_York',
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** The time zone of a country's calendar; UTC where none is known. */
export const countryTimeZone = (country: string): string => ZONES[country] ?? 'UTC';

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** Every time zone is a multiple of this away from the next, so a day begins with one of these stretches everywhere. */
const STRETCH_MS = 15 * 60_000;
/** Days by stretch: every price of a cart asks for the same few. */
const days = new Map<string, string>();
const MOST_DAYS = 500;

/** The civil date of a moment in a country, as YYYY-MM-DD: such days compare as text. */
export function civilDay(country: string, timeMs: number): string {
  const key = `${country} ${Math.floor(timeMs / STRETCH_MS)}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const day = writtenDay(country, timeMs);
  days.set(key, day);
  return day;
}

function writtenDay(country: string, timeMs: number): string {
  const parts = formatOf(countryTimeZone(country)).formatToParts(timeMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
