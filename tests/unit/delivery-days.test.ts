import { expect, test } from 'vitest';
import { easterSunday, isHoliday } from '../../commerce/shipping/holidays.ts';
import { addWorkingDays, shippingDay } from '../../commerce/shipping/working-days.ts';

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);
const dayOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);

test.each([
  [2000, '2000-04-23'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
])('Easter of %i is %s', (year, day) => {
  expect(dayOf(easterSunday(year) * 86_400_000)).toBe(day);
});

test('public holidays are known by country', () => {
  expect(isHoliday('DE', noon('2026-10-03'))).toBe(true);
  expect(isHoliday('FR', noon('2026-10-03'))).toBe(false);
  expect(isHoliday('DE', noon('2026-05-14'))).toBe(true);
  expect(isHoliday('GB', noon('2026-05-25'))).toBe(true);
  expect(isHoliday('GB', noon('2026-08-31'))).toBe(true);
  expect(isHoliday('US', noon('2026-11-26'))).toBe(true);
  expect(isHoliday('JP', noon('2026-10-12'))).toBe(true);
  expect(isHoliday('BR', noon('2026-12-25'))).toBe(false);
  expect(isHoliday(null, noon('2026-12-25'))).toBe(false);
});

test('a parcel neither leaves nor arrives on one', () => {
  // Thursday evening before Good Friday 2026: it leaves on Tuesday.
  expect(dayOf(shippingDay(Date.parse('2026-04-02T15:00:00Z'), 14, 'DE'))).toBe('2026-04-07');
  // Wednesday before Christmas: Friday and Saturday are holidays, Sunday follows.
  expect(dayOf(addWorkingDays(noon('2026-12-23'), 2, 'DE'))).toBe('2026-12-28');
  expect(dayOf(addWorkingDays(noon('2026-12-23'), 2))).toBe('2026-12-25');
});
