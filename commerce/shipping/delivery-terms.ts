import type { ZonePlace } from './zones.ts';

/** Minor units by currency. */
export type Amounts = Readonly<Record<string, number>>;

/** How goods reach the shopper: by parcel, over a counter, or by the shop's own van at an hour they choose. */
export type DeliveryKind = 'shipping' | 'pick_up' | 'local';
export const DELIVERY_KINDS = ['shipping', 'pick_up', 'local'] as const satisfies readonly DeliveryKind[];

/** What is added up to a weight; the last step may go on for ever (null). Beyond the last step the way is not offered. */
export interface WeightStep {
  readonly upToGrams: number | null;
  readonly amounts: Amounts;
}

/** What is added up to a distance from the warehouse that sends. */
export interface DistanceStep {
  readonly upToKm: number | null;
  readonly amounts: Amounts;
}

/** The price from a worth of merchandise on (after discounts), in place of the base price. */
export interface WorthStep {
  readonly from: Amounts;
  readonly amounts: Amounts;
}

/** Something that costs more: a class of goods, named by tags, or a remote place. */
export interface Surcharge {
  readonly title: string;
  readonly amounts: Amounts;
  readonly when:
    | { readonly kind: 'goods'; readonly tags: readonly string[]; readonly per: 'unit' | 'order' }
    | { readonly kind: 'places'; readonly places: readonly ZonePlace[] };
  /** Whether it is taken although delivery is free from the order's worth. */
  readonly evenWhenFree: boolean;
}

/** Hours on some days of the week in which the van comes. */
export interface WindowRule {
  /** 1 = Monday .. 7 = Sunday. */
  readonly weekdays: readonly number[];
  /** HH:MM on the place's own clock. */
  readonly from: string;
  readonly to: string;
  /** Deliveries it takes. */
  readonly capacity: number;
  /** Until when it can be ordered: HH:MM, a number of days before. */
  readonly orderUntil: string;
  readonly orderDaysBefore: number;
}

/** Delivery by the shop itself. */
export interface LocalTerms {
  /** The warehouse the van leaves; its clock counts. */
  readonly warehouseId: number;
  /** IANA name. */
  readonly timeZone: string;
  /** Within so many kilometres of the warehouse; null: only the postcodes. */
  readonly radiusKm: number | null;
  /** As merchants write them; empty: only the radius. */
  readonly postcodes: string;
  readonly windows: readonly WindowRule[];
  /** Days that can be booked ahead, today included. */
  readonly daysAhead: number;
  /** Days without delivery beside the public holidays of its country, YYYY-MM-DD. */
  readonly closedDays: readonly string[];
}

/** Everything a way of delivery says beside its name, base price and days. */
export interface DeliveryTerms {
  readonly version: 1;
  readonly kind: DeliveryKind;
  /** Handles of the markets that offer it; null: all. */
  readonly markets: readonly string[] | null;
  /** Null: the method's own list of countries. */
  readonly zoneId: number | null;
  /** Whether it flies: goods that must not are then not delivered so. */
  readonly byAir: boolean;
  readonly weight: readonly WeightStep[];
  readonly distance: readonly DistanceStep[];
  readonly worth: readonly WorthStep[];
  readonly surcharges: readonly Surcharge[];
  /** Goods with one of these tags (lower case) are not delivered so. */
  readonly excludedTags: readonly string[];
  /** Working days from the order to the day it leaves. */
  readonly handlingDays: number;
  /** HH:MM on the warehouse's clock until which an order begins that day; null: as the warehouse says. */
  readonly cutOff: string | null;
  /** Warehouses where it can be collected; for `pick_up`. */
  readonly warehouseIds: readonly number[];
  /** For `local`. */
  readonly local: LocalTerms | null;
}

/** A parcel to its countries at its base price, by road, in every market. */
export const PLAIN_TERMS: DeliveryTerms = {
  version: 1,
  kind: 'shipping',
  markets: null,
  zoneId: null,
  byAir: false,
  weight: [],
  distance: [],
  worth: [],
  surcharges: [],
  excludedTags: [],
  handlingDays: 0,
  cutOff: null,
  warehouseIds: [],
  local: null,
};

const isTerms = (kept: unknown): kept is DeliveryTerms =>
  typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'kind' in kept;

/** The terms of a method as they were kept (checked when they were saved); the plain ones where it says nothing, or what this code does not know. */
export const deliveryTermsOf = (kept: unknown): DeliveryTerms => (isTerms(kept) ? kept : PLAIN_TERMS);

/** The same terms with every amount changed by a rule, such as the one that takes tax out. */
export function withAmounts(terms: DeliveryTerms, change: (amountMinor: number) => number): DeliveryTerms {
  const all = (amounts: Amounts): Amounts =>
    Object.fromEntries(Object.entries(amounts).map(([currency, amount]) => [currency, change(amount)]));
  return {
    ...terms,
    weight: terms.weight.map((step) => ({ ...step, amounts: all(step.amounts) })),
    distance: terms.distance.map((step) => ({ ...step, amounts: all(step.amounts) })),
    worth: terms.worth.map((step) => ({ from: all(step.from), amounts: all(step.amounts) })),
    surcharges: terms.surcharges.map((one) => ({ ...one, amounts: all(one.amounts) })),
  };
}
