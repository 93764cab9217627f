import { distanceKm } from '../../../../commerce/routing/rank-warehouses.ts';
import type { PickupPlace } from '../../../../commerce/shipping/delivery-options.ts';
import type { OpeningHours } from '../../../../commerce/shipping/pickup.ts';
import type { WarehouseRecord } from '../../../ports/catalogue.ts';
import { pickupPlaces } from '../../../services/cart-delivery.ts';
import { toGid } from '../../gid.ts';
import { cutPage } from '../../paging.ts';
import { builder } from '../builder.ts';
import { HasMetafields } from '../catalogue/metafields.ts';
import { ProductVariant } from '../catalogue/variant.ts';
import { connectionOf } from '../common/connection.ts';
import { Node } from '../common/node.ts';
import type { ShopContext } from '../context.ts';

/** A place that goods can be picked up in. */
export interface StoreRecord {
  readonly id: string;
  readonly warehouse: WarehouseRecord;
  readonly place: PickupPlace;
  readonly metafields: readonly [];
}

/** The store of a place; null when its warehouse is gone. */
export function storeOf(place: PickupPlace, warehouses: readonly WarehouseRecord[]): StoreRecord | null {
  const warehouse = warehouses.find((one) => one.id === place.warehouseId);
  return warehouse ? { id: toGid('Location', warehouse.id), warehouse, place, metafields: [] } : null;
}

/** The place of a warehouse by its id, as orders remember it; null when nothing is collected there any more. */
export function storeAt(warehouseId: number, warehouses: readonly WarehouseRecord[]): StoreRecord | null {
  const place = pickupPlaces(warehouses).find((one) => one.warehouseId === warehouseId);
  return place ? storeOf(place, warehouses) : null;
}

const storesOf = (ctx: ShopContext): StoreRecord[] => {
  const { warehouses } = ctx.loaders.settings;
  return pickupPlaces(warehouses).flatMap((place) => storeOf(place, warehouses) ?? []);
};

const LocationAddress = builder.objectRef<WarehouseRecord>('LocationAddress').implement({
  description: 'The address of a store.',
  fields: (t) => ({
    address1: t.exposeString('address1', { nullable: true }),
    address2: t.string({ nullable: true, resolve: () => null }),
    city: t.exposeString('city', { nullable: true }),
    country: t.exposeString('country', { nullable: true }),
    countryCode: t.exposeString('country', { nullable: true }),
    formatted: t.stringList({
      resolve: ({ address1, zip, city }) => [address1, `${zip} ${city}`.trim()].filter((line) => line !== ''),
    }),
    latitude: t.exposeFloat('latitude', { nullable: true }),
    longitude: t.exposeFloat('longitude', { nullable: true }),
    phone: t.string({ nullable: true, resolve: () => null }),
    province: t.string({ nullable: true, resolve: () => null }),
    provinceCode: t.string({ nullable: true, resolve: () => null }),
    zip: t.exposeString('zip', { nullable: true }),
  }),
});

const StoreHours = builder.objectRef<OpeningHours>('StoreHours').implement({
  description: 'When a store is open on some days of the week, on its own clock. An addition to the Storefront API.',
  fields: (t) => ({
    weekdays: t.intList({ description: '1 is Monday, 7 is Sunday.', resolve: ({ weekdays }) => [...weekdays] }),
    from: t.exposeString('from'),
    to: t.exposeString('to'),
  }),
});

export const Location = builder.objectRef<StoreRecord>('Location').implement({
  description: 'A store that goods can be picked up in.',
  interfaces: [HasMetafields, Node],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.string({ resolve: ({ warehouse }) => warehouse.name }),
    address: t.field({ type: LocationAddress, resolve: ({ warehouse }) => warehouse }),
    timeZone: t.string({ resolve: ({ place }) => place.terms.timeZone }),
    openingHours: t.field({ type: [StoreHours], resolve: ({ place }) => [...place.terms.hours] }),
    pickupInstructions: t.string({
      nullable: true,
      description: 'Where to go and ring, as the merchant wrote it.',
      resolve: ({ place }) => place.terms.instructions || null,
    }),
  }),
});
const LocationConnection = connectionOf('Location', Location);

const hours = (minutes: number): number => Math.max(1, Math.ceil(minutes / 60));
/** What the Storefront API calls the pick-up time, in the shopper's language. */
const PICKUP_TIMES: Readonly<Record<string, (hours: number) => string>> = {
  en: (count) => `Usually ready in ${count} ${count === 1 ? 'hour' : 'hours'} of opening time`,
  de: (count) => `Meist nach ${count} ${count === 1 ? 'Stunde' : 'Stunden'} Öffnungszeit bereit`,
  fr: (count) => `Généralement prêt après ${count} h d’ouverture`,
  ja: (count) => `通常、営業時間${count}時間でご用意できます`,
  ar: (count) => `يجهز عادةً بعد ${count} من ساعات العمل`,
};

const StoreAvailability = builder
  .objectRef<{ readonly store: StoreRecord; readonly quantity: number }>('StoreAvailability')
  .implement({
    description: 'Whether a store has a variant for pick-up.',
    fields: (t) => ({
      available: t.boolean({ resolve: ({ quantity }) => quantity > 0 }),
      location: t.field({ type: Location, resolve: ({ store }) => store }),
      pickUpTime: t.string({
        resolve: ({ store }, _args, ctx) => {
          const say = PICKUP_TIMES[ctx.buyer.language.slice(0, 2)] ?? PICKUP_TIMES.en;
          return say?.(hours(store.place.terms.readyAfterMinutes)) ?? '';
        },
      }),
      quantityAvailable: t.exposeInt('quantity'),
    }),
  });
const StoreAvailabilityConnection = connectionOf('StoreAvailability', StoreAvailability);

const GeoCoordinateInput = builder.inputType('GeoCoordinateInput', {
  description: 'A place on earth, in degrees.',
  fields: (t) => ({ latitude: t.float({ required: true }), longitude: t.float({ required: true }) }),
});
const LocationSortKeys = builder.enumType('LocationSortKeys', {
  description: 'Orders of stores.',
  values: ['CITY', 'DISTANCE', 'ID', 'NAME'] as const,
});

type Near = typeof GeoCoordinateInput.$inferInput | null | undefined;

/** Nearest first where it is known to what; else in their own order. */
const byDistance = (near: Near) => (a: StoreRecord, b: StoreRecord) =>
  near ? distanceKm(near, a.warehouse) - distanceKm(near, b.warehouse) : a.warehouse.id - b.warehouse.id;

builder.objectFields(ProductVariant, (t) => ({
  storeAvailability: t.field({
    type: StoreAvailabilityConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      near: t.arg({ type: GeoCoordinateInput }),
    },
    resolve: ({ variant }, args, ctx) => {
      const stores = storesOf(ctx).sort(byDistance(args.near));
      const items = stores.map((store) => ({
        store,
        quantity: variant.levels.find((level) => level.warehouseId === store.warehouse.id)?.available ?? 0,
      }));
      return cutPage(items, args, ({ store }) => store.warehouse.id);
    },
  }),
}));

builder.queryField('locations', (t) =>
  t.field({
    type: LocationConnection,
    description: 'Stores for pick-up.',
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: LocationSortKeys, defaultValue: 'ID' }),
      near: t.arg({ type: GeoCoordinateInput }),
    },
    resolve: (_root, args, ctx) => {
      const sorts: Readonly<Record<string, (a: StoreRecord, b: StoreRecord) => number>> = {
        CITY: (a, b) => a.warehouse.city.localeCompare(b.warehouse.city),
        NAME: (a, b) => a.warehouse.name.localeCompare(b.warehouse.name),
        DISTANCE: byDistance(args.near),
      };
      const stores = storesOf(ctx).sort(sorts[args.sortKey ?? 'ID'] ?? byDistance(null));
      return cutPage(stores, args, ({ warehouse }) => warehouse.id);
    },
  }),
);
