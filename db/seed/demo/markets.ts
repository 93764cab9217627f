/** Where the shop sells, in which currency and languages. A country's own language is its default (commerce/markets/languages-of-country.ts). */
export const demoMarkets = [
  {
    handle: 'us',
    name: 'United States',
    countries: ['US'],
    currency: 'USD',
    languages: ['en'],
    taxIncluded: false,
    isPrimary: false,
  },
  {
    handle: 'gb',
    name: 'United Kingdom',
    countries: ['GB'],
    currency: 'GBP',
    languages: ['en'],
    taxIncluded: true,
    isPrimary: false,
  },
  {
    handle: 'europe',
    name: 'Europe',
    countries: ['DE', 'AT', 'FR', 'NL'],
    currency: 'EUR',
    languages: ['de', 'en', 'fr'],
    taxIncluded: true,
    isPrimary: true,
  },
  {
    handle: 'jp',
    name: '日本',
    countries: ['JP'],
    currency: 'JPY',
    languages: ['ja', 'en'],
    taxIncluded: true,
    isPrimary: false,
  },
  {
    handle: 'ae',
    name: 'الإمارات العربية المتحدة',
    countries: ['AE'],
    currency: 'AED',
    languages: ['ar', 'en'],
    taxIncluded: true,
    isPrimary: false,
  },
] as const;

/** Standard rates; for the United States the states' own rates without county and city surcharges. */
export const demoTaxRates = [
  { country: 'DE', region: '', title: 'MwSt.', rateBps: 1900 },
  { country: 'DE', region: '', taxClass: 'reduced', title: 'MwSt.', rateBps: 700 },
  { country: 'AT', region: '', title: 'USt.', rateBps: 2000 },
  { country: 'AT', region: '', taxClass: 'reduced', title: 'USt.', rateBps: 1000 },
  // Jungholz and Mittelberg, which only Germany has roads to.
  { country: 'AT', region: '', postcodes: '6691|699[123]', title: 'USt.', rateBps: 1900 },
  { country: 'FR', region: '', title: 'TVA', rateBps: 2000 },
  { country: 'NL', region: '', title: 'BTW', rateBps: 2100 },
  { country: 'GB', region: '', title: 'VAT', rateBps: 2000 },
  { country: 'JP', region: '', title: '消費税', rateBps: 1000 },
  { country: 'AE', region: '', title: 'VAT', rateBps: 500 },
  { country: 'US', region: 'CA', title: 'CA sales tax', rateBps: 725 },
  { country: 'US', region: 'FL', title: 'FL sales tax', rateBps: 600 },
  { country: 'US', region: 'IL', title: 'IL sales tax', rateBps: 625 },
  { country: 'US', region: 'MA', title: 'MA sales tax', rateBps: 625 },
  { country: 'US', region: 'NY', title: 'NY sales tax', rateBps: 400 },
  { country: 'US', region: 'PA', title: 'PA sales tax', rateBps: 600 },
  { country: 'US', region: 'TX', title: 'TX sales tax', rateBps: 625 },
  { country: 'US', region: 'WA', title: 'WA sales tax', rateBps: 650 },
] as const;

/** The seller on invoices; a made-up number whose check digits are right. */
export const demoTaxSettings = {
  registrations: null,
  unionScheme: true,
  seller: {
    name: 'Ebbholt GmbH',
    lines: ['Am Sandtorkai 12', '20457 Hamburg', 'Deutschland'],
    vatNumber: 'DE136695976',
    otherNumbers: {},
  },
};
