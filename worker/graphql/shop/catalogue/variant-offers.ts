/**
 * Parts of a variant that the Storefront API has and this shop does not use: unit measures, subscriptions, prices by quantity and pick-up in stores.
 * Documents may ask for them; their lists are empty and their values null.
 */
import type { Money } from '../../../../commerce/money/money.ts';
import { EMPTY_PAGE } from '../../paging.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { MoneyV2 } from '../common/money.ts';
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
}));
