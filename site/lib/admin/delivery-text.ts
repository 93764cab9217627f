/**
 * Rules of delivery as staff write them, one a line, and back: what they cannot say is refused with the line.
 */
import { currencyExponent, parseDecimal, toDecimalString } from '../../../commerce/money/money.ts';

export type Amounts = Readonly<Record<string, number>>;
export interface Place {
  readonly country: string;
  readonly regions: readonly string[];
  readonly postcodes: string;
}
export interface Hours {
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
}
export interface WindowRule extends Hours {
  readonly capacity: number;
  readonly orderUntil: string;
  readonly orderDaysBefore: number;
}
export interface Step {
  readonly upTo: number | null;
  readonly amounts: Amounts;
}
export interface WorthStep {
  readonly from: Amounts;
  readonly amounts: Amounts;
}
export interface Surcharge {
  readonly title: string;
  readonly amounts: Amounts;
  readonly when:
    | { readonly kind: 'goods'; readonly tags: readonly string[]; readonly per: 'unit' | 'order' }
    | { readonly kind: 'places'; readonly places: readonly Place[] };
  readonly evenWhenFree: boolean;
}

/** What was read of some lines, or the first line that could not be. */
export type Read<T> =
  | { readonly ok: true; readonly value: readonly T[] }
  | { readonly ok: false; readonly line: string };

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function each<T>(text: string, read: (line: string) => T | null): Read<T> {
  const value: T[] = [];
  for (const line of lines(text)) {
    const one = read(line);
    if (one === null) return { ok: false, line };
    value.push(one);
  }
  return { ok: true, value };
}

/** "EUR 5, USD 6.50" as minor units; null for anything else. */
export function readAmounts(text: string): Amounts | null {
  const found: [string, number][] = [];
  for (const part of text.split(',')) {
    const match = /^\s*([A-Z]{3})\s+(\d[\d.]*)\s*$/i.exec(part);
    const currency = match?.[1]?.toUpperCase() ?? '';
    const amount = match?.[2] === undefined ? null : parseDecimal(match[2], currency);
    if (!amount) return null;
    found.push([currency, amount.amountMinor]);
  }
  return Object.fromEntries(found);
}

/** An amount as a form shows it: whole where its currency has no decimals. */
export const decimalText = (amountMinor: number, currency: string): string =>
  currencyExponent(currency) === 0 ? String(amountMinor) : toDecimalString({ amountMinor, currency });

export const amountsText = (amounts: Amounts): string =>
  Object.entries(amounts)
    .map(([currency, amountMinor]) => `${currency} ${decimalText(amountMinor, currency)}`)
    .join(', ');

/** "DE", "US AK HI", "DE: 25980-25999". */
function readPlace(line: string): Place | null {
  const [head = '', ...rest] = line.split(':');
  const [country = '', ...regions] = head.trim().toUpperCase().split(/\s+/);
  return /^[A-Z]{2}$/.test(country) ? { country, regions, postcodes: rest.join(':').trim() } : null;
}
const placeText = ({ country, regions, postcodes }: Place): string =>
  `${[country, ...regions].join(' ')}${postcodes === '' ? '' : `: ${postcodes}`}`;

export const readPlaces = (text: string): Read<Place> => each(text, readPlace);
export const placesText = (places: readonly Place[]): string => places.map(placeText).join('\n');

/** "5: EUR 0" a line; "more: EUR 45" for whatever is beyond. */
export const readSteps = (text: string): Read<Step> =>
  each(text, (line) => {
    const [limit = '', rest = ''] = line.split(/:(.*)/s);
    const amounts = readAmounts(rest);
    const upTo = /^more$/i.test(limit.trim()) ? null : Number(limit.trim());
    return amounts && (upTo === null || Number.isFinite(upTo)) ? { upTo, amounts } : null;
  });
export const stepsText = (steps: readonly Step[]): string =>
  steps.map(({ upTo, amounts }) => `${upTo ?? 'more'}: ${amountsText(amounts)}`).join('\n');

/** "EUR 40, USD 45: EUR 3, USD 4" a line. */
export const readWorth = (text: string): Read<WorthStep> =>
  each(text, (line) => {
    const [from, amounts] = line.split(':').map(readAmounts);
    return from && amounts ? { from, amounts } : null;
  });
export const worthText = (steps: readonly WorthStep[]): string =>
  steps.map(({ from, amounts }) => `${amountsText(from)}: ${amountsText(amounts)}`).join('\n');

const ALWAYS = 'even when free';

/** "Bulky goods | tags bulky | each unit | EUR 19" or "Islands | DE: 25980-25999 / GB: HS* | EUR 12 | even when free". */
export const readSurcharges = (text: string): Read<Surcharge> =>
  each(text, (line) => {
    const parts = line.split('|').map((part) => part.trim());
    const evenWhenFree = parts.at(-1)?.toLowerCase() === ALWAYS;
    if (evenWhenFree) parts.pop();
    const amounts = readAmounts(parts.at(-1) ?? '');
    const [title = '', where = '', per = ''] = parts;
    if (!amounts || parts.length < 3) return null;
    const tags = /^tags\s+(.+)$/i.exec(where)?.[1];
    if (tags !== undefined) {
      const found = tags.split(',').map((tag) => tag.trim().toLowerCase());
      const isEach = /^each unit$/i.test(per);
      return { title, amounts, evenWhenFree, when: { kind: 'goods', tags: found, per: isEach ? 'unit' : 'order' } };
    }
    const places = where.split('/').map((one) => readPlace(one.trim()));
    const known = places.flatMap((one) => one ?? []);
    return known.length === places.length
      ? { title, amounts, evenWhenFree, when: { kind: 'places', places: known } }
      : null;
  });
export const surchargesText = (surcharges: readonly Surcharge[]): string =>
  surcharges
    .map(({ title, amounts, when, evenWhenFree }) =>
      [
        title,
        ...(when.kind === 'places'
          ? [when.places.map(placeText).join(' / ')]
          : [`tags ${when.tags.join(', ')}`, ...(when.per === 'unit' ? ['each unit'] : ['once'])]),
        amountsText(amounts),
        ...(evenWhenFree ? [ALWAYS] : []),
      ].join(' | '),
    )
    .join('\n');

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** "Mon-Fri" or "Sat,Sun" as 1..7; null for anything else. */
function readDays(text: string): number[] | null {
  const found: number[] = [];
  for (const part of text.toLowerCase().split(',')) {
    const [from = -1, to = from] = part
      .split('-')
      .map((name) => DAYS.findIndex((day) => day.startsWith(name) && name.length === 3));
    if (from < 0 || to < from) return null;
    for (let day = from; day <= to; day += 1) found.push(day + 1);
  }
  return found;
}
const named = (day: number): string => {
  const name = DAYS[day - 1] ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
};
function daysText(weekdays: readonly number[]): string {
  const [first = 1, last = first] = [weekdays[0], weekdays.at(-1)];
  const isRun = weekdays.length > 2 && weekdays.every((day, index) => day === first + index);
  return isRun ? `${named(first)}-${named(last)}` : weekdays.map(named).join(',');
}

/** "Mon-Fri 09:00-18:00" a line. */
export const readHours = (text: string): Read<Hours> =>
  each(text, (line) => {
    const match = /^(\S+)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/.exec(line);
    const weekdays = readDays(match?.[1] ?? '');
    return match && weekdays ? { weekdays, from: match[2] ?? '', to: match[3] ?? '' } : null;
  });
export const hoursLines = (hours: readonly Hours[]): string =>
  hours.map(({ weekdays, from, to }) => `${daysText(weekdays)} ${from}-${to}`).join('\n');

/** "Mon-Fri 18:00-20:00, 8 places, until 12:00" a line, with "1 day before" where it closes earlier. */
export const readWindows = (text: string): Read<WindowRule> =>
  each(text, (line) => {
    const match =
      /^(\S+)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d),?\s+(\d+)\s+places?,?\s+until\s+(\d\d:\d\d)(?:,?\s+(\d+)\s+days?\s+before)?$/i.exec(
        line,
      );
    const weekdays = readDays(match?.[1] ?? '');
    if (!match || !weekdays) return null;
    const [, , from = '', to = '', capacity, orderUntil = '', before] = match;
    return { weekdays, from, to, capacity: Number(capacity), orderUntil, orderDaysBefore: Number(before ?? 0) };
  });
export const windowsText = (windows: readonly WindowRule[]): string =>
  windows
    .map(({ weekdays, from, to, capacity, orderUntil, orderDaysBefore: before }) => {
      const early = before === 0 ? '' : ` ${before} ${before === 1 ? 'day' : 'days'} before`;
      return `${daysText(weekdays)} ${from}-${to}, ${capacity} ${capacity === 1 ? 'place' : 'places'}, until ${orderUntil}${early}`;
    })
    .join('\n');
