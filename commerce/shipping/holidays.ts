/**
 * Public holidays on which parcels neither leave nor arrive, in the whole of a country. Regional ones are left out: where they are, a
 * parcel may come later than promised. Countries that are not named have none; those that follow the moon (AE) are set by decree each year and are left out as well.
 */

interface Calendar {
  /** MM-DD. */
  readonly fixed: readonly string[];
  /** Days after Easter Sunday. */
  readonly easter: readonly number[];
  /** Nth weekday of a month: [month, weekday with 0 = Sunday, nth; -1 = last]. */
  readonly weekdays?: readonly (readonly [number, number, number])[];
}

/** Sources: each country's law on public holidays; for the United States, federal holidays (5 U.S.C. 6103). */
const CALENDARS: Readonly<Record<string, Calendar>> = {
  DE: { fixed: ['01-01', '05-01', '10-03', '12-25', '12-26'], easter: [-2, 1, 39, 50] },
  AT: {
    fixed: ['01-01', '01-06', '05-01', '08-15', '10-26', '11-01', '12-08', '12-25', '12-26'],
    easter: [1, 39, 50, 60],
  },
  FR: { fixed: ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'], easter: [1, 39, 50] },
  NL: { fixed: ['01-01', '04-27', '12-25', '12-26'], easter: [1, 39, 50] },
  GB: {
    fixed: ['01-01', '12-25', '12-26'],
    easter: [-2, 1],
    weekdays: [
      [5, 1, 1],
      [5, 1, -1],
      [8, 1, -1],
    ],
  },
  US: {
    fixed: ['01-01', '06-19', '07-04', '11-11', '12-25'],
    easter: [],
    weekdays: [
      [1, 1, 3],
      [2, 1, 3],
      [5, 1, -1],
      [9, 1, 1],
      [10, 1, 2],
      [11, 4, 4],
    ],
  },
  JP: {
    fixed: ['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23'],
    easter: [],
    weekdays: [
      [1, 1, 2],
      [7, 1, 3],
      [9, 1, 3],
      [10, 1, 2],
    ],
  },
  AE: { fixed: ['01-01', '12-02', '12-03'], easter: [] },
};

const DAY_MS = 86_400_000;
const known = new Map<string, ReadonlySet<number>>();

/** Easter Sunday of a year as days since 1970 (Gauss, in the form of Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / DAY_MS;
}

/** The nth weekday of a month as days since 1970; -1: the last. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  if (nth > 0) {
    const first = Date.UTC(year, month - 1, 1);
    return first / DAY_MS + ((weekday - new Date(first).getUTCDay() + 7) % 7) + (nth - 1) * 7;
  }
  const last = Date.UTC(year, month, 0);
  return last / DAY_MS - ((new Date(last).getUTCDay() - weekday + 7) % 7);
}

function holidaysOf(country: string, year: number): ReadonlySet<number> {
  const key = `${country} ${year}`;
  const made = known.get(key);
  if (made) return made;
  const calendar = CALENDARS[country];
  const days = new Set<number>();
  for (const day of calendar?.fixed ?? []) days.add(Date.parse(`${year}-${day}T00:00:00Z`) / DAY_MS);
  for (const after of calendar?.easter ?? []) days.add(easterSunday(year) + after);
  for (const [month, weekday, nth] of calendar?.weekdays ?? []) days.add(nthWeekday(year, month, weekday, nth));
  if (known.size < 500) known.set(key, days);
  return days;
}

/** Whether a moment's date (UTC) is a public holiday of a country; null: of none. */
export function isHoliday(country: string | null, timeMs: number): boolean {
  if (country === null || !Object.hasOwn(CALENDARS, country)) return false;
  return holidaysOf(country, new Date(timeMs).getUTCFullYear()).has(Math.floor(timeMs / DAY_MS));
}
