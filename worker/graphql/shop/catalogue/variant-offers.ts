/**
 * Parts of a variant that the Storefront API has and this shop does not use: unit measures, subscriptions, prices by quantity and pick-up in stores.
 * Documents may ask for them; their lists are empty and their values null.
 */
import type { Money } from '../../../../commerce/money/money.ts';
import { EMPTY_PAGE } from '../../paging.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { MoneyV2 } from '../common/money.ts';
import { Node } from '../common/node.ts';
import { HasMetafields } from './metafields.ts';
import { SellingPlanAllocationConnection } from './selling-plans.ts';
import { ProductVariant } from './variant.ts';

const MeasuredType = builder.enumType('UnitPriceMeasurementMeasuredType', {
  description: 'What is measured for a unit price.',
  values: ['AREA', 'COUNT', 'LENGTH', 'UNKNOWN', 'VOLUME', 'WEIGHT'] as const,
});
const UNITS = ['CL', 'CM', 'FLOZ', 'FT', 'FT2', 'G', 'GAL', 'IN', 'ITEM', 'KG', 'L', 'LB', 'M', 'M2'] as const;
const MORE_UNITS = ['M3', 'MG', 'ML', 'MM', 'OZ', 'PT', 'QT', 'UNKNOWN', 'YD'] as const;
const MeasuredUnit = builder.enumType('UnitPriceMeasurementMeasuredUnit', {
  description: 'Units of a unit price.',
  values: [...UNITS, ...MORE_UNITS] as const,
});
type Unit = typeof MeasuredUnit.$inferType;

const UnitPriceMeasurement = builder
  .objectRef<{
    readonly measuredType: typeof MeasuredType.$inferType;
    readonly unit: Unit;
    readonly quantity: number;
    readonly referenceUnit: Unit;
    readonly reference: number;
  }>('UnitPriceMeasurement')
  .implement({
    description: 'How much a variant holds and per how much its unit price is told.',
    fields: (t) => ({
      measuredType: t.expose('measuredType', { type: MeasuredType, nullable: true }),
      quantityUnit: t.expose('unit', { type: MeasuredUnit, nullable: true }),
      quantityValue: t.exposeFloat('quantity'),
      referenceUnit: t.expose('referenceUnit', { type: MeasuredUnit, nullable: true }),
      referenceValue: t.exposeInt('reference'),
    }),
  });

const QuantityPriceBreak = builder
  .objectRef<{ readonly minimum: number; readonly price: Money }>('QuantityPriceBreak')
  .implement({
    description: 'A lower price from a quantity on.',
    fields: (t) => ({
      minimumQuantity: t.exposeInt('minimum'),
      price: t.field({ type: MoneyV2, resolve: ({ price }) => price }),
    }),
  });
const QuantityPriceBreakConnection = connectionOf('QuantityPriceBreak', QuantityPriceBreak);

/** A store that goods can be picked up in. */
interface StoreRecord {
  readonly id: string;
  readonly name: string;
  readonly address1: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly countryCode: string | null;
}

const LocationAddress = builder.objectRef<StoreRecord>('LocationAddress').implement({
  description: 'The address of a store.',
  fields: (t) => ({
    address1: t.exposeString('address1', { nullable: true }),
    address2: t.string({ nullable: true, resolve: () => null }),
    city: t.exposeString('city', { nullable: true }),
    country: t.exposeString('countryCode', { nullable: true }),
    countryCode: t.exposeString('countryCode', { nullable: true }),
    formatted: t.stringList({
      resolve: ({ address1, zip, city }) => [address1, zip, city].flatMap((line) => line ?? []),
    }),
    latitude: t.float({ nullable: true, resolve: () => null }),
    longitude: t.float({ nullable: true, resolve: () => null }),
    phone: t.string({ nullable: true, resolve: () => null }),
    province: t.string({ nullable: true, resolve: () => null }),
    provinceCode: t.string({ nullable: true, resolve: () => null }),
    zip: t.exposeString('zip', { nullable: true }),
  }),
});
const Location = builder.objectRef<StoreRecord>('Location').implement({
  description: 'A store that goods can be picked up in; the shop delivers only.',
  interfaces: [HasMetafields, Node],
  isTypeOf: () => false,
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    address: t.field({ type: LocationAddress, resolve: (store) => store }),
  }),
});
const LocationConnection = connectionOf('Location', Location);

const StoreAvailability = builder
  .objectRef<{ readonly store: StoreRecord; readonly quantity: number; readonly pickUpTime: string }>(
    'StoreAvailability',
  )
  .implement({
    description: 'Whether a store has a variant for pick-up.',
    fields: (t) => ({
      available: t.boolean({ resolve: ({ quantity }) => quantity > 0 }),
      location: t.field({ type: Location, resolve: ({ store }) => store }),
      pickUpTime: t.exposeString('pickUpTime'),
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

builder.objectFields(ProductVariant, (t) => ({
  unitPriceMeasurement: t.field({ type: UnitPriceMeasurement, nullable: true, resolve: () => null }),
  quantityPriceBreaks: t.field({
    type: QuantityPriceBreakConnection,
    args: { first: t.arg.int(), after: t.arg.string(), last: t.arg.int(), before: t.arg.string() },
    resolve: () => EMPTY_PAGE,
  }),
  sellingPlanAllocations: t.field({
    type: SellingPlanAllocationConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
    },
    resolve: () => EMPTY_PAGE,
  }),
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
    resolve: () => EMPTY_PAGE,
  }),
}));

builder.queryField('locations', (t) =>
  t.field({
    type: LocationConnection,
    description: 'Stores for pick-up; there are none.',
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      last: t.arg.int(),
      before: t.arg.string(),
      reverse: t.arg.boolean({ defaultValue: false }),
      sortKey: t.arg({ type: LocationSortKeys, defaultValue: 'ID' }),
      near: t.arg({ type: GeoCoordinateInput }),
    },
    resolve: () => EMPTY_PAGE,
  }),
);
