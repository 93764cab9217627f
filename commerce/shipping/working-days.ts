import { isHoliday } from './holidays.ts';

const DAY_MS = 86_400_000;
/** Orders before this hour (UTC) leave the same day. */
const CUT_OFF_HOUR = 14;
/** Days are named by their noon in UTC, which falls on the same date from Honolulu to Tokyo. */
const NOON_MS = 12 * 3_600_000;

const isWorkingDay = (timeMs: number, country: string | null): boolean => {
  const day = new Date(timeMs).getUTCDay();
  return day !== 0 && day !== 6 && !isHoliday(country, timeMs);
};

/**
 * The day a parcel ordered now leaves, as its noon in UTC: today before the cut-off hour (UTC), else the next; never at a weekend nor on a holiday of the
 * country it leaves (null: not known).
 */
export function shippingDay(nowMs: number, cutOffHour: number = CUT_OFF_HOUR, origin: string | null = null): number {
  const noon = Math.floor(nowMs / DAY_MS) * DAY_MS + NOON_MS;
  return workingDayFrom(new Date(nowMs).getUTCHours() < cutOffHour ? noon : noon + DAY_MS, origin);
}

/** A day, or the first working day after it; days are their noons in UTC. */
export function workingDayFrom(dayMs: number, country: string | null): number {
  let day = dayMs;
  while (!isWorkingDay(day, country)) day += DAY_MS;
  return day;
}

/** A number of working days (Monday to Friday, no holiday of the country it goes to) after a day. */
export function addWorkingDays(dayMs: number, days: number, country: string | null = null): number {
  let day = dayMs;
  for (let left = days; left > 0; ) {
    day += DAY_MS;
    if (isWorkingDay(day, country)) left -= 1;
  }
  return day;
}
