import type { Market } from './markets.ts';

/** Money of the API: exact decimal text and ISO 4217 code. */
export interface MoneyV2 {
  readonly amount: string;
  readonly currencyCode: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Locale of a market for Intl: en-US, de-AT. */
export function localeOf(market: Pick<Market, 'language' | 'country'>): string {
  return `${market.language}-${market.country}`;
}

/** Money as the market's readers write it; whole amounts keep their decimals so that columns line up. */
export function formatMoney(market: Market, money: MoneyV2): string {
  const key = `${localeOf(market)} ${money.currencyCode}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(localeOf(market), { style: 'currency', currency: money.currencyCode });
    formats.set(key, format);
  }
  return format.format(Number(money.amount));
}

/** Whether an amount is zero, whatever its decimals. */
export function isFree(money: MoneyV2): boolean {
  return Number(money.amount) === 0;
}

/** A span of days in the market's language, from ISO moments: "Mon, Nov 30 – Wed, Dec 2". */
export function formatDayRange(market: Market, from: string, to: string): string {
  const format = new Intl.DateTimeFormat(localeOf(market), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const [first, last] = [new Date(from), new Date(to)];
  return format.format(first) === format.format(last) ? format.format(first) : format.formatRange(first, last);
}

/** A day in full: "24 November 2026"; the empty string for text that is no date. */
export function formatDate(market: Market, isoMoment: string): string {
  const moment = Date.parse(isoMoment);
  if (Number.isNaN(moment)) return '';
  return new Intl.DateTimeFormat(localeOf(market), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(moment));
}

/** A moment with its zone: "Nov 24, 2026, 2:00 PM UTC"; the empty string for text that is no date. */
export function formatMoment(market: Market, isoMoment: string): string {
  const moment = Date.parse(isoMoment);
  if (Number.isNaN(moment)) return '';
  const format = new Intl.DateTimeFormat(localeOf(market), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${format.format(new Date(moment))} UTC`;
}

/** The clock of a market's country at a moment; UTC where its parts have different ones, as in the United States. */
function zoneOf(market: Pick<Market, 'country'>, moment: Date): string {
  const locale: Intl.Locale & { getTimeZones?: () => readonly string[] | undefined } = new Intl.Locale(
    `und-${market.country}`,
  );
  const zones = locale.getTimeZones?.() ?? [];
  const clocks = new Set(zones.map((timeZone) => moment.toLocaleTimeString('en-GB', { timeZone })));
  return (clocks.size === 1 ? zones[0] : undefined) ?? 'UTC';
}

/** A time of the day with its zone: "14:35 MEZ"; the empty string for text that is no date. */
export function formatTime(market: Market, isoMoment: string): string {
  const moment = new Date(Date.parse(isoMoment));
  if (Number.isNaN(moment.getTime())) return '';
  return new Intl.DateTimeFormat(localeOf(market), {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zoneOf(market, moment),
    timeZoneName: 'short',
  }).format(moment);
}
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(market: Market, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${localeOf(market)} ${timeZone} ${JSON.stringify(options)}`;
  const format = clocks.get(key) ?? new Intl.DateTimeFormat(localeOf(market), { ...options, timeZone });
  if (clocks.size < 200) clocks.set(key, format);
  return format;
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;

/** A moment on the clock of a place: "Wed, Nov 25, 11:00 AM". */
export const formatMomentAt = (market: Market, moment: string, timeZone: string): string =>
  clockOf(market, timeZone, { ...DAY, ...CLOCK }).format(new Date(moment));

/** A day on the calendar of a place: "Wed, Nov 25". */
export const formatDayAt = (market: Market, moment: string, timeZone: string): string =>
  clockOf(market, timeZone, DAY).format(new Date(moment));

/** A time of the day on the clock of a place: "11:00 AM". */
export const formatClockAt = (market: Market, moment: string, timeZone: string): string =>
  clockOf(market, timeZone, CLOCK).format(new Date(moment));

/** A day of a place as it is spoken of there at a moment: "today", "tomorrow", else "Wed, Nov 25". */
export function formatNearDay(market: Market, moment: string, timeZone: string, nowMs: number): string {
  const dayOf = (ms: number) => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(ms)));
  const days = Math.round((dayOf(Date.parse(moment)) - dayOf(nowMs)) / 86_400_000);
  if (days !== 0 && days !== 1) return formatDayAt(market, moment, timeZone);
  return new Intl.RelativeTimeFormat(localeOf(market), { numeric: 'auto' }).format(days, 'day');
}

/** Hours of one day on the clock of a place: "6:00 – 8:00 PM". */
export const formatHoursAt = (market: Market, from: string, to: string, timeZone: string): string =>
  clockOf(market, timeZone, CLOCK).formatRange(new Date(from), new Date(to));

/** A span of hours with its day: "Wed, Nov 25, 6:00 – 8:00 PM". */
export const formatWindowAt = (market: Market, from: string, to: string, timeZone: string): string =>
  clockOf(market, timeZone, { ...DAY, ...CLOCK }).formatRange(new Date(from), new Date(to));

/** Kilometres as the market's readers write them: "12 km". */
export const formatKm = (market: Market, km: number): string =>
  new Intl.NumberFormat(localeOf(market), { style: 'unit', unit: 'kilometer' }).format(km);

/** Name of a country in the market's language. */
export function countryName(market: Pick<Market, 'language'>, country: string): string {
  return new Intl.DisplayNames([market.language], { type: 'region' }).of(country) ?? country;
}

/** Name of a language in itself: Deutsch. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Plain text of HTML, entities decoded where common, cut at a word near `limit` characters. */
export function plainText(html: string, limit = 160): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1))}…`;
}
