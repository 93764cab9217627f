import { expect, it } from 'vitest';
import {
  hoursLines,
  placesText,
  readAmounts,
  readHours,
  readPlaces,
  readSteps,
  readSurcharges,
  readWindows,
  readWorth,
  stepsText,
  surchargesText,
  windowsText,
  worthText,
} from '../../../site/lib/admin/delivery-text.ts';

it.each([
  ['places', readPlaces, placesText, 'DE\nUS AK HI\nDE: 25980-25999, 27498\nGB: HS*, PA20-PA49'],
  ['steps', readSteps, stepsText, '5: EUR 0.00, JPY 0\n20: EUR 4.50, JPY 600\nmore: EUR 45.00, JPY 7500'],
  ['worth', readWorth, worthText, 'EUR 40.00, USD 45.00: EUR 3.00, USD 4.00'],
  [
    'surcharges',
    readSurcharges,
    surchargesText,
    'Bulky goods | tags bulky, heavy | each unit | EUR 19.00\nCrate | tags glass | once | EUR 2.00\nIslands | DE: 25980-25999, 27498 / GB: HS* | EUR 12.00 | even when free',
  ],
  ['hours', readHours, hoursLines, 'Mon-Fri 09:00-18:00\nSat 10:00-14:00\nTue,Sun 08:00-09:00'],
  [
    'windows',
    readWindows,
    windowsText,
    'Mon-Fri 18:00-20:00, 8 places, until 12:00\nSat 10:00-13:00, 1 place, until 18:00 1 day before\nSun 10:00-13:00, 3 places, until 18:00 2 days before',
  ],
] as const)('%s are read as they are written', (_name, read, write, text) => {
  const found = read(text);
  expect(found).toMatchObject({ ok: true });
  expect(found.ok && write(found.value as never)).toBe(text);
});

it('a line that says nothing is named', () => {
  expect(readSteps('5: EUR 0\n5 kilos')).toEqual({ ok: false, line: '5 kilos' });
  expect(readWindows('Mon-Fri 18-20')).toMatchObject({ ok: false });
  expect(readHours('Fri-Mon 09:00-10:00')).toMatchObject({ ok: false });
  expect(readSurcharges('Bulky | tags bulky')).toMatchObject({ ok: false });
  expect(readPlaces('Germany')).toMatchObject({ ok: false });
  expect(readAmounts('EUR 1.999')).toBeNull();
  expect(readAmounts('5 EUR')).toBeNull();
});
