import type { DemoPrice, Localized } from './types.ts';
import { price } from './types.ts';

/** Where the shop sells, in which currency and languages; the first language is the default there. */
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
    handle: 'de',
    name: 'Deutschland',
    countries: ['DE'],
    currency: 'EUR',
    languages: ['de', 'en'],
    taxIncluded: true,
    isPrimary: true,
  },
  {
    handle: 'at',
    name: 'Österreich',
    countries: ['AT'],
    currency: 'EUR',
    languages: ['de', 'en'],
    taxIncluded: true,
    isPrimary: false,
  },
  {
    handle: 'fr',
    name: 'France',
    countries: ['FR'],
    currency: 'EUR',
    languages: ['fr', 'en', 'de'],
    taxIncluded: true,
    isPrimary: false,
  },
  {
    handle: 'nl',
    name: 'Nederland',
    countries: ['NL'],
    currency: 'EUR',
    languages: ['en', 'de'],
    taxIncluded: true,
    isPrimary: false,
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

export interface DemoShippingMethod {
  readonly code: string;
  readonly title: Localized;
  readonly description: Localized;
  readonly countries: readonly string[];
  /** Price in every currency of the shop, so that any currency can pay for any country. */
  readonly price: DemoPrice;
  /** Subtotal from which it costs nothing. */
  readonly freeFrom?: DemoPrice;
  readonly minDays: number;
  readonly maxDays: number;
}

const standard: Localized = { en: 'Standard', de: 'Standardversand' };
const express: Localized = { en: 'Express', de: 'Express' };

/** Working days are counted from the day the parcel leaves the warehouse. */
export const demoShippingMethods: readonly DemoShippingMethod[] = [
  {
    code: 'eu-standard',
    title: standard,
    description: { en: 'Climate-neutral parcel with tracking', de: 'Klimaneutrales Paket mit Sendungsverfolgung' },
    countries: ['DE', 'AT', 'FR', 'NL'],
    price: price(5, 6, 5, 900),
    freeFrom: price(80, 90, 75, 14000),
    minDays: 2,
    maxDays: 4,
  },
  {
    code: 'eu-express',
    title: express,
    description: {
      en: 'With you on the next working day but one at the latest',
      de: 'Spätestens am übernächsten Werktag bei dir',
    },
    countries: ['DE', 'AT', 'FR', 'NL'],
    price: price(14, 15, 12, 2400),
    freeFrom: price(300, 325, 270, 51000),
    minDays: 1,
    maxDays: 2,
  },
  {
    code: 'gb-standard',
    title: standard,
    description: { en: 'Tracked parcel from Daventry', de: 'Paket mit Sendungsverfolgung aus Daventry' },
    countries: ['GB'],
    price: price(6, 7, 5, 1000),
    freeFrom: price(85, 95, 75, 14500),
    minDays: 2,
    maxDays: 3,
  },
  {
    code: 'gb-express',
    title: express,
    description: { en: 'Next working day when ordered before 2 pm', de: 'Nächster Werktag bei Bestellung bis 14 Uhr' },
    countries: ['GB'],
    price: price(12, 13, 10, 2000),
    freeFrom: price(290, 315, 250, 49000),
    minDays: 1,
    maxDays: 1,
  },
  {
    code: 'us-standard',
    title: standard,
    description: { en: 'Ground, from Pennsylvania or Nevada', de: 'Auf dem Landweg aus Pennsylvania oder Nevada' },
    countries: ['US'],
    price: price(8, 9, 7, 1400),
    freeFrom: price(110, 120, 95, 19000),
    minDays: 3,
    maxDays: 5,
  },
  {
    code: 'us-express',
    title: express,
    description: { en: 'By air in two working days', de: 'Per Luftpost in zwei Werktagen' },
    countries: ['US'],
    price: price(22, 24, 19, 3800),
    minDays: 2,
    maxDays: 2,
  },
  {
    code: 'jp-standard',
    title: standard,
    description: { en: 'Air parcel, duties paid', de: 'Luftpaket, verzollt' },
    countries: ['JP'],
    price: price(15, 16, 13, 2500),
    freeFrom: price(180, 195, 160, 30000),
    minDays: 5,
    maxDays: 8,
  },
  {
    code: 'jp-express',
    title: express,
    description: { en: 'Courier, duties paid', de: 'Kurier, verzollt' },
    countries: ['JP'],
    price: price(34, 37, 30, 5800),
    minDays: 3,
    maxDays: 4,
  },
  {
    code: 'ae-standard',
    title: standard,
    description: { en: 'Air parcel, duties paid', de: 'Luftpaket, verzollt' },
    countries: ['AE'],
    price: price(17, 18, 14, 2700),
    freeFrom: price(180, 195, 160, 30000),
    minDays: 4,
    maxDays: 7,
  },
  {
    code: 'ae-express',
    title: express,
    description: { en: 'Courier, duties paid', de: 'Kurier, verzollt' },
    countries: ['AE'],
    price: price(33, 36, 29, 5600),
    minDays: 2,
    maxDays: 3,
  },
];

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
