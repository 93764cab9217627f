import { civilTime, dayAfter, dayStartMs, minuteOf, momentOf } from './civil-time.ts';
import type { LocalTerms, WindowRule } from './delivery-terms.ts';
import { isHoliday } from './holidays.ts';
import { namesPostcode, postcodeKey, postcodesOf } from './postcodes.ts';
import type { DeliveryPlace } from './zones.ts';

/** Hours of one day in which the van comes. */
export interface DeliveryWindow {
  /** YYYY-MM-DD on the place's calendar. */
  readonly day: string;
  /** Such as 18:00-20:00, on the place's clock. */
  readonly hours: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From then on it cannot be ordered any more. */
  readonly closesMs: number;
  readonly capacity: number;
}

const HALF_DAY_MS = 12 * 3_600_000;

/** Whether the van drives to an address; `km` is how far it is, null where nobody knows. */
export function isServed(
  local: Pick<LocalTerms, 'radiusKm' | 'postcodes'>,
  place: DeliveryPlace,
  km: number | null,
): boolean {
  if (local.postcodes !== '' && place.postcode !== null) {
    const list = postcodesOf(place.country, local.postcodes);
    if (namesPostcode(list, postcodeKey(place.country, place.postcode))) return true;
  }
  return local.radiusKm !== null && km !== null && km <= local.radiusKm;
}

function windowOf(rule: WindowRule, day: string, timeZone: string): DeliveryWindow | null {
  const [from, to, until] = [minuteOf(rule.from), minuteOf(rule.to), minuteOf(rule.orderUntil)];
  if (from === null || to === null || until === null) return null;
  const startMs = momentOf(day, from, timeZone);
  const closesMs = momentOf(dayAfter(day, -rule.orderDaysBefore), until, timeZone);
  return {
    day,
    hours: `${rule.from}-${rule.to}`,
    startMs,
    endMs: momentOf(day, to, timeZone),
    // Nothing is ordered for a window that has begun, whatever its rule says.
    closesMs: Math.min(closesMs, startMs),
    capacity: rule.capacity,
  };
}

/**
 * The windows that can still be ordered, in their order: on the days ahead that are neither closed nor public holidays of the country. How many places are
 * left is for whoever keeps the bookings.
 */
export function openWindows(local: LocalTerms, country: string, nowMs: number): DeliveryWindow[] {
  const today = civilTime(nowMs, local.timeZone).day;
  const found: DeliveryWindow[] = [];
  for (let ahead = 0; ahead < local.daysAhead; ahead += 1) {
    const day = dayAfter(today, ahead);
    const noonMs = dayStartMs(day) + HALF_DAY_MS;
    if (local.closedDays.includes(day) || isHoliday(country, noonMs)) continue;
    const weekday = new Date(noonMs).getUTCDay() || 7;
    for (const rule of local.windows) {
      const window = rule.weekdays.includes(weekday) ? windowOf(rule, day, local.timeZone) : null;
      if (window && nowMs < window.closesMs) found.push(window);
    }
  }
  return found.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

/** How a window is named in a cart: METHOD:DAY:HOURS. */
export const windowHandle = (methodCode: string, { day, hours }: Pick<DeliveryWindow, 'day' | 'hours'>): string =>
  `${methodCode}:${day}:${hours}`;
