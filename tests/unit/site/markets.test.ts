import { describe, expect, it } from 'vitest';
import { languagesWanted, type Markets, suggestMarket } from '../../../site/lib/markets.ts';
import { menuPath } from '../../../site/lib/paths.ts';

const market = (language: string, country: string) => ({
  prefix: `${language}-${country.toLowerCase()}`,
  language,
  country,
  countryName: country,
  currency: 'EUR',
});
const english = market('en', 'US');
const markets: Markets = {
  primaryCountry: 'US',
  all: [english, market('de', 'DE'), market('en', 'DE'), market('de', 'AT'), market('en', 'GB')],
};

describe('the suggested market', () => {
  it.each([
    ['de-AT,de;q=0.9', null, 'de-at'],
    ['en', 'DE', 'en-de'],
    ['fr,de;q=0.5', 'DE', 'de-de'],
    ['ja', 'DE', 'de-de'],
    ['en-GB', 'BR', 'en-gb'],
    ['pt-BR', 'BR', 'en-us'],
    [null, null, 'en-us'],
    ['de;q=0,en', 'AT', 'de-at'],
  ])('for %s from %s is %s', (header, country, prefix) => {
    expect(suggestMarket(markets, header, country).prefix).toBe(prefix);
  });

  it('reads languages by weight, then order', () => {
    expect(languagesWanted('en;q=0.3, de-DE, fr;q=0.8, de;q=0.1, *;q=0')).toEqual(['de', 'fr', 'en']);
  });
});

describe('menu addresses', () => {
  const origin = 'https://shop.test';
  it.each([
    ['https://shop.test/collections/ceramics', '/en-us/collections/ceramics'],
    ['https://shop.test/de-de/pages/about?x=1', '/en-us/pages/about?x=1'],
    ['https://shop.test/', '/en-us'],
    ['/blogs/notebook', '/en-us/blogs/notebook'],
    ['https://elsewhere.test/a', 'https://elsewhere.test/a'],
    ['javascript:alert(1)', null],
    [null, null],
  ])('turn %s into %s', (address, path) => {
    expect(menuPath(english, address, origin)).toBe(path);
  });
});
