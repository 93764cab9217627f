import { expect, test } from 'vitest';
import { readsEveryMemberState, readVatNumber } from '../../commerce/tax/vat-number.ts';

/** Numbers of the kind each state publishes as an example, or of companies that print theirs. */
const RIGHT = [
  'ATU13585627',
  'BE0428759497',
  'BG175074752',
  'CY10259033P',
  'CZ25123891',
  'DE136695976',
  'DK13585628',
  'EE100931558',
  'EL094259216',
  'ESA13585625',
  'ES54362315K',
  'FI20774740',
  'FR40303265045',
  'HR33392005961',
  'HU12892312',
  'IE6433435F',
  'IE6433435OA',
  'IT00743110157',
  'LT119511515',
  'LU15027442',
  'LV40003521600',
  'MT11679112',
  'NL004495445B01',
  'PL8567346215',
  'PT501964843',
  'RO18547290',
  'SE123456789701',
  'SI50223054',
  'SK2022749619',
  'XI980780684',
];

test.each(RIGHT)('%s passes', (text) => {
  expect(readVatNumber(text)).toMatchObject({ ok: true, number: { text } });
});

test.each(RIGHT)('%s with one digit changed does not pass', (text) => {
  const last = text.search(/\d(?=\D*$)/);
  // The last digits of Swedish numbers count branches; change one before them. Dutch ones likewise.
  const place = text.startsWith('SE') ? 8 : text.startsWith('NL') ? 8 : last;
  const digit = (Number(text[place]) + 1) % 10;
  expect(readVatNumber(`${text.slice(0, place)}${digit}${text.slice(place + 1)}`)).toMatchObject({ ok: false });
});

test('every member state has a form', () => {
  expect(readsEveryMemberState()).toBe(true);
});

test('separators, small letters and the other name of Greece are read', () => {
  expect(readVatNumber(' de 136.695-976 ')).toMatchObject({ ok: true, number: { country: 'DE', text: 'DE136695976' } });
  expect(readVatNumber('GR094259216')).toMatchObject({ ok: true, number: { country: 'GR', text: 'EL094259216' } });
});

test('what is wrong is named, the country first', () => {
  expect(readVatNumber('US123456789')).toEqual({ ok: false, reason: 'unknown_country' });
  expect(readVatNumber('DE12345')).toEqual({ ok: false, reason: 'wrong_form' });
  expect(readVatNumber('DE136695977')).toEqual({ ok: false, reason: 'wrong_check_digit' });
  // A Cyrillic Е looks the same and is not the same.
  expect(readVatNumber('DЕ136695976')).toEqual({ ok: false, reason: 'unknown_country' });
  expect(readVatNumber('')).toEqual({ ok: false, reason: 'unknown_country' });
});
