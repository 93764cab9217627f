import { type CivilTime, civilTime, dayAfter, dayStartMs, minuteOf, momentOf } from './civil-time.ts';
import { isHoliday } from './holidays.ts';

/** When a place is open on some days of the week. */
export interface OpeningHours {
  /** 1 = Monday .. 7 = Sunday. */
  readonly weekdays: readonly number[];
  /** HH:MM on the place's own clock. */
  readonly from: string;
  readonly to: string;
}

/** How orders are collected at a warehouse or shop. */
export interface PickupTerms {
  readonly version: 1;
  /** IANA name. */
  readonly timeZone: string;
  readonly hours: readonly OpeningHours[];
  /** Minutes of opening time from the order until it can be collected. */
  readonly readyAfterMinutes: number;
  /** Days it keeps what was not collected. */
  readonly keptDays: number;
  /** YYYY-MM-DD, beside the public holidays of its country. */
  readonly closedDays: readonly string[];
  /** Of the place, where tax depends on it, such as PA; null: none. */
  readonly region: string | null;
  /** Such as where to ring; shown as written. */
  readonly instructions: string;
}

const isPickup = (kept: unknown): kept is PickupTerms =>
  typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'hours' in kept;

/** Terms of a place as they were kept (checked when they were saved); null: nothing is collected there. */
export const pickupTermsOf = (kept: unknown): PickupTerms | null => (isPickup(kept) ? kept : null);

/** Farther ahead nobody promises. */
const DAYS_AHEAD = 60;
const MINUTE_MS = 60_000;
const HALF_DAY_MS = 12 * 3_600_000;

/** When a place is open on a day, in order; empty on closed days and public holidays. */
export function openOn(
  terms: PickupTerms,
  country: string,
  day: string,
): { readonly fromMs: number; readonly toMs: number }[] {
  const noonMs = dayStartMs(day) + HALF_DAY_MS;
  if (terms.closedDays.includes(day) || isHoliday(country, noonMs)) return [];
  const weekday = new Date(noonMs).getUTCDay() || 7;
  return terms.hours
    .filter((one) => one.weekdays.includes(weekday))
    .flatMap(({ from, to }) => {
      const [begins, ends] = [minuteOf(from), minuteOf(to)];
      if (begins === null || ends === null) return [];
      return { fromMs: momentOf(day, begins, terms.timeZone), toMs: momentOf(day, ends, terms.timeZone) };
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** When an order of now can be collected: after so many minutes of opening time. Null: it does not open within two months. */
export function readyAtMs(terms: PickupTerms, country: string, nowMs: number): number | null {
  const today: CivilTime = civilTime(nowMs, terms.timeZone);
  let leftMs = terms.readyAfterMinutes * MINUTE_MS;
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1)
    for (const { fromMs, toMs } of openOn(terms, country, dayAfter(today.day, ahead))) {
      const begins = Math.max(fromMs, nowMs);
      if (begins >= toMs) continue;
      if (begins + leftMs <= toMs) return begins + leftMs;
      leftMs -= toMs - begins;
    }
  return null;
}

/** How a place is named in a cart: METHOD:WAREHOUSE. */
export const pickupHandle = (methodCode: string, warehouseCode: string): string => `${methodCode}:${warehouseCode}`;

/** What a shopper shows when they collect: six letters and digits that cannot be mixed up, out of a digest of at least 12 hexadecimal characters. */
export function pickupCode(digest: string): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  let code = '';
  for (let index = 0; index < 6; index += 1)
    code += letters[Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16) % letters.length] ?? '2';
  return code;
}
