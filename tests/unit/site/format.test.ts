import { describe, expect, it } from 'vitest';
import { addWorkingDays, formatMoney, plainText } from '../../../site/lib/format.ts';
import { firstSentence, metafieldText } from '../../../site/lib/specification.ts';

const market = (language: string, country: string) => ({
  prefix: `${language}-${country.toLowerCase()}`,
  language,
  country,
  countryName: country,
  currency: 'EUR',
});
const spaces = (text: string) => text.replace(/\s/g, ' ');

describe('money', () => {
  it.each([
    [market('de', 'DE'), { amount: '1234.5', currencyCode: 'EUR' }, '1.234,50 €'],
    [market('en', 'US'), { amount: '58.0', currencyCode: 'USD' }, '$58.00'],
    [market('en', 'JP'), { amount: '9800', currencyCode: 'JPY' }, '¥9,800'],
    [market('en', 'GB'), { amount: '0.0', currencyCode: 'GBP' }, '£0.00'],
  ])('is written as %o reads it', (where, money, text) => {
    expect(spaces(formatMoney(where, money))).toBe(text);
  });
});

describe('working days', () => {
  it.each([
    ['2026-11-24T10:00:00Z', 1, '2026-11-25'],
    ['2026-11-27T10:00:00Z', 1, '2026-11-30'],
    ['2026-11-28T10:00:00Z', 2, '2026-12-01'],
    ['2026-11-24T10:00:00Z', 0, '2026-11-24'],
  ])('from %s, %d on, is %s', (from, days, day) => {
    expect(new Date(addWorkingDays(Date.parse(from), days)).toISOString().slice(0, 10)).toBe(day);
  });
});

describe('text', () => {
  it('loses its markup and is cut at a word', () => {
    expect(plainText('<p>One&nbsp;two <b>three</b></p>')).toBe('One two three');
    expect(plainText('<p>One two three</p>', 9)).toBe('One two…');
  });

  it('is known by its first sentence', () => {
    expect(firstSentence('<p>Sixty days, no reason needed. Send it back.</p>')).toBe('Sixty days, no reason needed.');
    expect(firstSentence('<p>No end</p>')).toBe('No end');
  });

  it('writes measures in the notation of the market', () => {
    const weight = { type: 'weight', value: '{"value":2100,"unit":"g"}' };
    expect(spaces(metafieldText(market('de', 'DE'), weight))).toBe('2,1 kg');
    expect(spaces(metafieldText(market('en', 'US'), { type: 'weight', value: '{"value":900,"unit":"g"}' }))).toBe(
      '900 g',
    );
    expect(metafieldText(market('en', 'US'), { type: 'single_line_text_field', value: 'Oak' })).toBe('Oak');
  });
});
