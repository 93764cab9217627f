import { describe, expect, it } from 'vitest';
import { formatDayRange, formatMoney, plainText } from '../../../site/lib/format.ts';
import { firstSentence, metafieldText } from '../../../site/lib/specification.ts';

const market = (language: string, country: string) => ({
  prefix: `${language}-${country.toLowerCase()}`,
  language,
  country,
  countryName: country,
  market: country,
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

describe('days', () => {
  it.each([
    ['2026-11-30T12:00:00Z', '2026-12-02T12:00:00Z', 'Mo., 30. Nov. – Mi., 2. Dez.'],
    ['2026-11-30T12:00:00Z', '2026-11-30T12:00:00Z', 'Mo., 30. Nov.'],
  ])('from %s to %s are named once each', (from, to, text) => {
    expect(spaces(formatDayRange(market('de', 'DE'), from, to))).toBe(text);
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
