import { makers } from './makers.ts';

/** A workshop as a supplier; amounts in whole euros. */
export interface DemoSupplier {
  readonly name: string;
  readonly email: string;
  readonly leadTimeDays: number;
  readonly leadTimeSpreadDays: number;
  readonly reviewDays: number;
  readonly minimumOrder: number;
  readonly orderCost: number;
  readonly packSize: number;
  readonly minimumQuantity: number;
}

/** Three of the makers take orders; terms are invented. */
export const demoSuppliers: readonly DemoSupplier[] = [
  {
    name: makers.pottery,
    email: 'werkstatt@voss.example',
    leadTimeDays: 18,
    leadTimeSpreadDays: 4,
    reviewDays: 14,
    minimumOrder: 250,
    orderCost: 35,
    packSize: 4,
    minimumQuantity: 4,
  },
  {
    name: makers.glass,
    email: 'bestellung@ruhn.example',
    leadTimeDays: 25,
    leadTimeSpreadDays: 6,
    reviewDays: 21,
    minimumOrder: 400,
    orderCost: 60,
    packSize: 6,
    minimumQuantity: 12,
  },
  {
    name: makers.weaving,
    email: 'orders@terpstra.example',
    leadTimeDays: 12,
    leadTimeSpreadDays: 2,
    reviewDays: 7,
    minimumOrder: 150,
    orderCost: 20,
    packSize: 2,
    minimumQuantity: 6,
  },
];

/** Units of the order that is on its way to Leipzig when the demo begins, from the pottery. */
export const demoArrival = {
  supplier: makers.pottery,
  warehouse: 'LEJ',
  inDays: 9,
  lines: { 'EB-TIDE-SMAL-CLAY': 24, 'EB-TIDE-TALL-INK': 12 },
} as const;

/** Days of invented sales before the demo begins. */
export const HISTORY_DAYS = 182;

/** How sales divide over the warehouses, in the order of `demoWarehouses`, in percent. */
const shares = [34, 24, 16, 15, 11] as const;
/** Sundays and Mondays sell best, as they do for things one looks at on a sofa; Sunday first. */
const weekdays = [1.35, 1.2, 0.9, 0.85, 0.85, 0.8, 1.05] as const;

/** A number from 0 to 1 that is always the same for a text (FNV-1a). */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The last characters must reach the high bits too.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/**
 * Units sold of a SKU on a day, by place of the warehouse in `demoWarehouses`; empty on most days. The same for the same SKU and number of days before
 * the demo begins.
 *
 * @param dailyMean Units of an average day.
 * @param weekday 0 = Sunday.
 */
export function unitsSoldOn(sku: string, daysBefore: number, weekday: number, dailyMean: number): Map<number, number> {
  const sold = new Map<number, number>();
  const expected = dailyMean * (weekdays[weekday] ?? 1);
  // Poisson by multiplying chances until they fall below e^-mean (Knuth).
  const limit = Math.exp(-expected);
  let product = chance(`${sku}/${daysBefore}`);
  for (let unit = 1; product > limit && unit < 50; unit += 1) {
    let place = 0;
    for (let left = chance(`${sku}/${daysBefore}/${unit}/where`) * 100; place < shares.length - 1; place += 1) {
      left -= shares[place] ?? 0;
      if (left < 0) break;
    }
    sold.set(place, (sold.get(place) ?? 0) + 1);
    product *= chance(`${sku}/${daysBefore}/${unit}`);
  }
  return sold;
}
