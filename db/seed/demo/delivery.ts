import type { DeliveryTerms, LocalTerms } from '../../../commerce/shipping/delivery-terms.ts';
import type { PickupTerms } from '../../../commerce/shipping/pickup.ts';
import type { ZonePlace } from '../../../commerce/shipping/zones.ts';
import type { DemoPrice, Localized } from './types.ts';
import { price } from './types.ts';
import type { WarehouseCode } from './warehouses.ts';

/** Something that costs more. */
export interface DemoSurcharge {
  readonly title: string;
  readonly price: DemoPrice;
  readonly tags?: readonly string[];
  readonly places?: readonly ZonePlace[];
  readonly evenWhenFree: boolean;
}

const place = (country: string, over: Partial<ZonePlace>): ZonePlace => ({
  country,
  regions: [],
  postcodes: '',
  ...over,
});

const bulky: DemoSurcharge = {
  title: 'Bulky goods',
  price: price(19, 21, 17, 3200),
  tags: ['bulky'],
  evenWhenFree: false,
};
/** Islands that carriers ask more for. */
const islands: DemoSurcharge = {
  title: 'German islands',
  price: price(12, 13, 10, 2000),
  places: [
    place('DE', {
      postcodes:
        '18565, 25849, 25859, 25863, 25869, 25938, 25946, 25980-25999, 26465, 26474, 26486, 26548, 26571, 26579, 26757, 27498, 83256',
    }),
  ],
  evenWhenFree: true,
};
const highlands: DemoSurcharge = {
  title: 'Highlands and islands',
  price: price(9, 10, 8, 1500),
  places: [
    place('GB', {
      postcodes: 'HS*, IV*, KA27, KA28, KW*, PA20-PA49, PA60-PA78, PH17-PH26, PH30-PH44, PH49, PH50, ZE*',
    }),
  ],
  evenWhenFree: true,
};
const beyondTheMainland: DemoSurcharge = {
  title: 'Alaska, Hawaii and Puerto Rico',
  price: price(22, 24, 19, 3800),
  places: [place('US', { regions: ['AK', 'HI', 'PR'] })],
  evenWhenFree: true,
};
const free = price(0, 0, 0, 0);
const airWeight = [
  { upToKg: 5, price: free },
  { upToKg: 20, price: price(15, 16, 13, 2500) },
  { upToKg: null, price: price(45, 49, 39, 7500) },
];
const pickup: Localized = { en: 'Collect it yourself', de: 'Selbst abholen' };

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
  /** Name of its zone. */
  readonly zone: string;
  readonly terms?: Partial<Omit<DeliveryTerms, 'warehouseIds' | 'local' | 'surcharges' | 'weight'>>;
  readonly surcharges?: readonly DemoSurcharge[];
  /** What is added up to so many kilograms; null: any. */
  readonly weight?: readonly { readonly upToKg: number | null; readonly price: DemoPrice }[];
  /** Codes of the warehouses where it is collected. */
  readonly collectedAt?: readonly WarehouseCode[];
  /** By the shop's own van. */
  readonly van?: Omit<LocalTerms, 'warehouseId'> & { readonly warehouse: WarehouseCode };
}

const standard: Localized = { en: 'Standard', de: 'Standardversand' };
const express: Localized = { en: 'Express', de: 'Express' };

/** Working days are counted from the day the parcel leaves the warehouse. */
export const demoShippingMethods: readonly DemoShippingMethod[] = [
  {
    code: 'eu-standard',
    zone: 'European Union',
    title: standard,
    description: { en: 'Climate-neutral parcel with tracking', de: 'Klimaneutrales Paket mit Sendungsverfolgung' },
    countries: ['DE', 'AT', 'FR', 'NL'],
    price: price(5, 6, 5, 900),
    freeFrom: price(80, 90, 75, 14000),
    minDays: 2,
    maxDays: 4,
    surcharges: [bulky, islands],
  },
  {
    code: 'eu-express',
    zone: 'European Union',
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
    terms: { cutOff: '14:00', excludedTags: ['bulky'] },
    surcharges: [islands],
  },
  {
    code: 'gb-standard',
    zone: 'United Kingdom',
    title: standard,
    description: { en: 'Tracked parcel from Daventry', de: 'Paket mit Sendungsverfolgung aus Daventry' },
    countries: ['GB'],
    price: price(6, 7, 5, 1000),
    freeFrom: price(85, 95, 75, 14500),
    minDays: 2,
    maxDays: 3,
    surcharges: [bulky, highlands],
  },
  {
    code: 'gb-express',
    zone: 'United Kingdom',
    title: express,
    description: { en: 'Next working day when ordered before 2 pm', de: 'Nächster Werktag bei Bestellung bis 14 Uhr' },
    countries: ['GB'],
    price: price(12, 13, 10, 2000),
    freeFrom: price(290, 315, 250, 49000),
    minDays: 1,
    maxDays: 1,
    terms: { cutOff: '14:00', excludedTags: ['bulky'] },
    surcharges: [highlands],
  },
  {
    code: 'us-standard',
    zone: 'United States',
    title: standard,
    description: { en: 'Ground, from Pennsylvania or Nevada', de: 'Auf dem Landweg aus Pennsylvania oder Nevada' },
    countries: ['US'],
    price: price(8, 9, 7, 1400),
    freeFrom: price(110, 120, 95, 19000),
    minDays: 3,
    maxDays: 5,
    surcharges: [bulky, beyondTheMainland],
  },
  {
    code: 'us-express',
    zone: 'United States',
    title: express,
    description: { en: 'By air in two working days', de: 'Per Luftpost in zwei Werktagen' },
    countries: ['US'],
    price: price(22, 24, 19, 3800),
    minDays: 2,
    maxDays: 2,
    terms: { byAir: true, excludedTags: ['bulky'] },
  },
  {
    code: 'jp-standard',
    zone: 'Japan',
    title: standard,
    description: { en: 'Air parcel, duties paid', de: 'Luftpaket, verzollt' },
    countries: ['JP'],
    price: price(15, 16, 13, 2500),
    freeFrom: price(180, 195, 160, 30000),
    minDays: 5,
    maxDays: 8,
    terms: { byAir: true },
    surcharges: [bulky],
    weight: airWeight,
  },
  {
    code: 'jp-express',
    zone: 'Japan',
    title: express,
    description: { en: 'Courier, duties paid', de: 'Kurier, verzollt' },
    countries: ['JP'],
    price: price(34, 37, 30, 5800),
    minDays: 3,
    maxDays: 4,
    terms: { byAir: true, excludedTags: ['bulky'] },
    weight: airWeight,
  },
  {
    code: 'ae-standard',
    zone: 'United Arab Emirates',
    title: standard,
    description: { en: 'Air parcel, duties paid', de: 'Luftpaket, verzollt' },
    countries: ['AE'],
    price: price(17, 18, 14, 2700),
    freeFrom: price(180, 195, 160, 30000),
    minDays: 4,
    maxDays: 7,
    terms: { byAir: true },
    surcharges: [bulky],
    weight: airWeight,
  },
  {
    code: 'ae-express',
    zone: 'United Arab Emirates',
    title: express,
    description: { en: 'Courier, duties paid', de: 'Kurier, verzollt' },
    countries: ['AE'],
    price: price(33, 36, 29, 5600),
    minDays: 2,
    maxDays: 3,
    terms: { byAir: true, excludedTags: ['bulky'] },
    weight: airWeight,
  },
  {
    code: 'eu-pickup',
    title: pickup,
    description: { en: 'We write as soon as it is ready', de: 'Wir schreiben, sobald alles bereitliegt' },
    zone: 'European Union',
    countries: ['DE', 'AT', 'FR', 'NL'],
    price: free,
    minDays: 0,
    maxDays: 0,
    terms: { kind: 'pick_up', markets: ['europe'] },
    collectedAt: ['LEJ', 'RTM'],
  },
  {
    code: 'leipzig-van',
    title: { en: 'Evening delivery in Leipzig', de: 'Abendlieferung in Leipzig' },
    description: {
      en: 'With our own cargo bikes, at the hour you choose',
      de: 'Mit unseren Lastenrädern, zur Stunde deiner Wahl',
    },
    zone: 'European Union',
    countries: ['DE'],
    price: price(5, 6, 5, 900),
    freeFrom: price(120, 130, 110, 20000),
    minDays: 0,
    maxDays: 0,
    terms: { kind: 'local', markets: ['europe'], excludedTags: ['bulky'] },
    van: {
      warehouse: 'LEJ',
      timeZone: 'Europe/Berlin',
      radiusKm: null,
      postcodes: '04103-04357, 04435',
      daysAhead: 10,
      closedDays: [],
      windows: [
        {
          weekdays: [1, 2, 3, 4, 5],
          from: '16:00',
          to: '18:00',
          capacity: 12,
          orderUntil: '11:00',
          orderDaysBefore: 0,
        },
        { weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '20:00', capacity: 8, orderUntil: '12:00', orderDaysBefore: 0 },
        { weekdays: [6], from: '10:00', to: '13:00', capacity: 10, orderUntil: '18:00', orderDaysBefore: 1 },
      ],
    },
  },
  {
    code: 'gb-pickup',
    title: pickup,
    description: { en: 'We write as soon as it is ready', de: 'Wir schreiben, sobald alles bereitliegt' },
    zone: 'United Kingdom',
    countries: ['GB'],
    price: free,
    minDays: 0,
    maxDays: 0,
    terms: { kind: 'pick_up', markets: ['gb'] },
    collectedAt: ['DRF'],
  },
  {
    code: 'us-pickup',
    title: pickup,
    description: { en: 'We write as soon as it is ready', de: 'Wir schreiben, sobald alles bereitliegt' },
    zone: 'United States',
    countries: ['US'],
    price: free,
    minDays: 0,
    maxDays: 0,
    terms: { kind: 'pick_up', markets: ['us'] },
    collectedAt: ['ABE', 'RNO'],
  },
];

/** Where ways of delivery lead. */
export const demoZones: readonly { readonly name: string; readonly countries: readonly string[] }[] = [
  { name: 'European Union', countries: ['DE', 'AT', 'FR', 'NL'] },
  { name: 'United Kingdom', countries: ['GB'] },
  { name: 'United States', countries: ['US'] },
  { name: 'Japan', countries: ['JP'] },
  { name: 'United Arab Emirates', countries: ['AE'] },
];

const counter = (timeZone: string, region: string | null, instructions: string): PickupTerms => ({
  version: 1,
  timeZone,
  region,
  hours: [
    { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
    { weekdays: [6], from: '10:00', to: '14:00' },
  ],
  readyAfterMinutes: 120,
  keptDays: 14,
  closedDays: [],
  instructions,
});

/** Counters of the warehouses. */
export const demoCounters: Readonly<Record<WarehouseCode, PickupTerms>> = {
  LEJ: counter('Europe/Berlin', null, 'Tor 3'),
  RTM: counter('Europe/Amsterdam', null, 'Balie A'),
  DRF: counter('Europe/London', null, 'Gate 2'),
  ABE: counter('America/New_York', 'PA', 'Door 5'),
  RNO: counter('America/Los_Angeles', 'NV', 'Door 1'),
};
