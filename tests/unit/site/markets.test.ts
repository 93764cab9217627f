import { describe, expect, it } from 'vitest';
import { languagesIn } from '../../../commerce/markets/languages-of-country.ts';
import { languagesWanted, marketToOffer } from '../../../commerce/markets/suggest-market.ts';
import { addressCountries, type Markets, suggestMarket } from '../../../site/lib/markets.ts';
import { menuPath } from '../../../site/lib/paths.ts';

const market = (language: string, country: string) => ({
  prefix: `${language}-${country.toLowerCase()}`,
  language,
  country,
  countryName: country,
  currency: 'EUR',
  market: country === 'DE' || country === 'AT' ? 'europe' : country,
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

describe('a market of several countries', () => {
  it.each([
    ['DE', ['de', 'en', 'fr']],
    ['AT', ['de', 'en', 'fr']],
    ['FR', ['fr', 'en', 'de']],
    ['NL', ['en', 'de', 'fr']],
    ['XX', ['en', 'de', 'fr']],
    ['', ['en', 'de', 'fr']],
  ])('speaks to %s first what is spoken there', (country, languages) => {
    expect(languagesIn(country, ['de', 'fr', 'en'])).toEqual(languages);
  });

  it('offers its countries in the address form, its own first, where they write addresses alike', () => {
    const here = (country: string) => market('en', country);
    const all = ['DE', 'AT', 'GB'].map((country) => ({ ...here(country), market: 'one' }));
    expect(addressCountries({ primaryCountry: 'DE', all }, { ...here('AT'), market: 'one' })).toEqual(['AT', 'DE']);
    expect(addressCountries({ primaryCountry: 'DE', all }, { ...here('GB'), market: 'one' })).toEqual(['GB']);
    expect(addressCountries(markets, here('GB'))).toEqual(['GB']);
  });
});

describe('the market offered on a page', () => {
  const here = (prefix: string) => {
    const [language = '', country = ''] = prefix.split('-');
    return { language, country: country.toUpperCase() };
  };
  it.each([
    ['en-us', 'de-AT,de', 'AT', 'de-at'],
    ['en-us', 'en', 'DE', 'en-de'],
    ['en-us', 'ja', 'DE', 'de-de'],
    ['en-de', 'de,en', 'DE', 'de-de'],
    ['de-de', 'ja', 'DE', undefined],
    ['de-de', 'en', 'DE', 'en-de'],
    ['en-us', 'en', 'US', undefined],
    ['en-us', 'de', 'BR', undefined],
    ['en-us', 'de-AT', null, undefined],
  ])('on %s to readers of %s in %s is %s', (prefix, header, country, offered) => {
    expect(marketToOffer(markets.all, here(prefix), header, country)?.prefix).toBe(offered);
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
