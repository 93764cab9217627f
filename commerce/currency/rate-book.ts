import type { EuroRate } from './ecb-file.ts';
import { chained, type Fraction, fractionOf, inverted } from './rate.ts';

/** A currency that is tied to another by its bank, and is quoted nowhere else. */
export interface Peg {
  readonly to: string;
  /** Units for one of the other, decimal text. */
  readonly rate: string;
  readonly source: string;
}

/** Currencies of our markets that the European Central Bank does not quote. */
export const pegs: Readonly<Record<string, Peg>> = {
  AED: { to: 'USD', rate: '3.6725', source: 'Central Bank of the UAE' },
  SAR: { to: 'USD', rate: '3.75', source: 'Saudi Central Bank' },
  QAR: { to: 'USD', rate: '3.64', source: 'Qatar Central Bank' },
};

/** A rate from one currency to another, and the day it is of. */
export type FoundRate =
  | { readonly ok: true; readonly rate: Fraction; readonly day: string; readonly source: string }
  /** Never quoted. */
  | { readonly ok: false; readonly reason: 'unknown_currency'; readonly currency: string }
  /** The day is before the first quote. */
  | { readonly ok: false; readonly reason: 'before_first'; readonly currency: string; readonly firstDay: string }
  /** Others are quoted later, this one is not any more: the currency has ended or is suspended. */
  | { readonly ok: false; readonly reason: 'discontinued'; readonly currency: string; readonly lastDay: string }
  /** Nothing at all is quoted so near to the day: the rates are out of date. */
  | { readonly ok: false; readonly reason: 'too_old'; readonly currency: string; readonly lastDay: string };

/** Quotes of one currency by day. */
interface Quotes {
  readonly days: readonly string[];
  readonly rates: ReadonlyMap<string, Fraction>;
}

/** Every quote, ready to be asked. */
export interface RateBook {
  readonly byCurrency: ReadonlyMap<string, Quotes>;
  /** Every day on which anything was quoted, ascending. */
  readonly days: readonly string[];
  readonly source: string;
}

/** Gathers quotes; of two for the same currency and day the later one in the list counts. */
export function rateBook(rates: readonly EuroRate[], source: string): RateBook {
  const found = new Map<string, Map<string, Fraction>>();
  for (const { currency, day, rate } of rates) {
    const fraction = fractionOf(rate);
    if (!fraction) continue;
    const quotes = found.get(currency) ?? new Map<string, Fraction>();
    quotes.set(day, fraction);
    found.set(currency, quotes);
  }
  const byCurrency = new Map(
    [...found].map(([currency, quotes]) => [currency, { days: [...quotes.keys()].sort(), rates: quotes }] as const),
  );
  return { byCurrency, days: [...new Set(rates.map((one) => one.day))].sort(), source };
}

/** The last of ascending days that is not after one; undefined when all are. */
function lastUpTo(days: readonly string[], day: string): string | undefined {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? '') <= day) low = middle + 1;
    else high = middle;
  }
  return days[low - 1];
}

/** Days from one ISO date to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Nothing is quoted on weekends and holidays: over Easter and over Christmas up to four days pass. */
export const LONGEST_GAP_DAYS = 5;

function fromEuro(book: RateBook, currency: string, day: string, mostDays: number): FoundRate {
  const { source } = book;
  if (currency === 'EUR') return { ok: true, rate: { numerator: 1n, denominator: 1n }, day, source };
  const peg = pegs[currency];
  if (peg) {
    const other = fromEuro(book, peg.to, day, mostDays);
    const fixed = fractionOf(peg.rate);
    if (!other.ok || !fixed) return other.ok ? { ok: false, reason: 'unknown_currency', currency } : other;
    return { ok: true, rate: chained(other.rate, fixed), day: other.day, source: `${source}; ${peg.source}` };
  }
  const quotes = book.byCurrency.get(currency);
  const [firstDay] = quotes?.days ?? [];
  if (!quotes || firstDay === undefined) return { ok: false, reason: 'unknown_currency', currency };
  const found = lastUpTo(quotes.days, day);
  if (found === undefined) return { ok: false, reason: 'before_first', currency, firstDay };
  if (daysBetween(found, day) > mostDays) {
    const newest = lastUpTo(book.days, day) ?? found;
    const ended = daysBetween(found, newest) > mostDays;
    return { ok: false, reason: ended ? 'discontinued' : 'too_old', currency, lastDay: found };
  }
  const rate = quotes.rates.get(found);
  return rate ? { ok: true, rate, day: found, source } : { ok: false, reason: 'unknown_currency', currency };
}

/**
 * How many units of `to` one unit of `from` is on a day (ISO date): of that day, else of the last earlier one within `mostDays`. Where both sides have
 * different days the older one is named. Refused in order for `from`, then `to`: unknown_currency, before_first, discontinued, too_old.
 */
export function rateOn(
  book: RateBook,
  from: string,
  to: string,
  day: string,
  mostDays: number = LONGEST_GAP_DAYS,
): FoundRate {
  const base = fromEuro(book, from, day, mostDays);
  if (!base.ok) return base;
  const target = fromEuro(book, to, day, mostDays);
  if (!target.ok) return target;
  return {
    ok: true,
    rate: chained(inverted(base.rate), target.rate),
    day: base.day < target.day ? base.day : target.day,
    source: from === 'EUR' ? target.source : to === 'EUR' ? base.source : target.source,
  };
}
