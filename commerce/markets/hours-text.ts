import type { OpeningHours } from '../shipping/pickup.ts';

/** 5 January 2026 was a Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const names = new Map<string, Intl.DateTimeFormat>();

function formatOf(tag: string): Intl.DateTimeFormat {
  const known = names.get(tag);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  names.set(tag, made);
  return made;
}

/** Days of the week as people write them, neighbours as a span: "Mon–Fri". Given as 1 = Monday .. 7 = Sunday. */
function weekdaysText(weekdays: readonly number[], tag: string): string {
  const sorted = [...new Set(weekdays)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else runs.push([day, day]);
  }
  const name = (day: number) => formatOf(tag).format(MONDAY_MS + (day - 1) * DAY_MS);
  return runs.map(([from, to]) => (from === to ? name(from) : `${name(from)}–${name(to)}`)).join(', ');
}

/** Opening hours as people write them, one line each: "Mon–Fri 09:00–18:00". */
export const hoursText = (hours: readonly OpeningHours[], tag: string): string =>
  hours.map(({ weekdays, from, to }) => `${weekdaysText(weekdays, tag)} ${from}–${to}`).join('\n');

const windows = new Map<string, Intl.DateTimeFormat>();

/** A delivery window as people write it, on the place's own clock: "Wednesday, 25 November, 18:00–20:00". */
export function windowText(
  window: { readonly startMs: number; readonly endMs: number; readonly timeZone: string },
  tag: string,
): string {
  const key = `${tag} ${window.timeZone}`;
  const format =
    windows.get(key) ??
    new Intl.DateTimeFormat(tag, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: window.timeZone,
    });
  if (windows.size < 100) windows.set(key, format);
  return format.formatRange(window.startMs, window.endMs);
}
