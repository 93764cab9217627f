/**
 * Clocks on walls: what a place's own calendar and clock say at a moment, and back. Days with 23 or 25 hours included.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the clock on the wall says. */
export interface CivilTime {
  /** YYYY-MM-DD; such days compare as text. */
  readonly day: string;
  /** Minutes since midnight, 0..1439. */
  readonly minute: number;
  /** 1 = Monday .. 7 = Sunday. */
  readonly weekday: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  clocks.set(timeZone, made);
  return made;
}

/** Whether a name is a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** The wall's year .. minute as if it were UTC; whole minutes. */
function wallMs(timeMs: number, timeZone: string): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(timeMs)
      .map((part) => [part.type, Number(part.value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
}

/** What the wall says at a moment. Throws RangeError for a time zone nobody knows. */
export function civilTime(timeMs: number, timeZone: string): CivilTime {
  const wall = new Date(wallMs(timeMs, timeZone));
  return {
    day: wall.toISOString().slice(0, 10),
    minute: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    weekday: wall.getUTCDay() === 0 ? 7 : wall.getUTCDay(),
  };
}

/** Midnight (UTC) of a day's name; NaN for what is no day of the calendar. */
export function dayStartMs(day: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // The parser takes 31 February for a day in March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? Number.NaN : at;
}

/** The day a number of days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(dayStartMs(day) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The moment at which the wall says a time. Said twice (the clock goes back): the first. Never said (it goes forward): as much later as the clock jumps, so
 * that 02:30 becomes 03:30.
 */
export function momentOf(day: string, minute: number, timeZone: string): number {
  const wanted = dayStartMs(day) + minute * MINUTE_MS;
  const offset = (nearMs: number): number => wallMs(nearMs, timeZone) - Math.floor(nearMs / MINUTE_MS) * MINUTE_MS;
  const before = wanted - offset(wanted - DAY_MS);
  const after = wanted - offset(wanted + DAY_MS);
  const found = [before, after].filter((at) => wallMs(at, timeZone) === wanted);
  return found.length > 0 ? Math.min(...found) : before;
}

/** Minutes since midnight of `HH:MM` (24:00 is the end of a day); null for another form. */
export function minuteOf(text: string): number | null {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= 1_440 ? minute : null;
}
