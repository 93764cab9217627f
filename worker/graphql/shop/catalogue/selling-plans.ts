import { EMPTY_PAGE } from '../../paging.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';
import { HasMetafields } from './metafields.ts';

/** A way to buy other than once. The shop offers none yet, so no value of this ever exists and lists of them are empty. */
export interface SellingPlanRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const SellingPlanOption = builder
  .objectRef<{ readonly name: string; readonly value: string }>('SellingPlanOption')
  .implement({
    description: 'What a selling plan means for an option of its group.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: true }),
      value: t.exposeString('value', { nullable: true }),
    }),
  });

const SellingPlan = builder.objectRef<SellingPlanRecord>('SellingPlan').implement({
  description: 'A way to buy other than once; the shop offers none yet.',
  interfaces: [HasMetafields],
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    description: t.exposeString('description', { nullable: true }),
    options: t.field({ type: [SellingPlanOption], resolve: (plan) => [...plan.options] }),
    recurringDeliveries: t.boolean({ resolve: () => false }),
  }),
});
const SellingPlanConnection = connectionOf('SellingPlan', SellingPlan);

export const SellingPlanAllocation = builder
  .objectRef<{ readonly plan: SellingPlanRecord }>('SellingPlanAllocation')
  .implement({
    description: 'A selling plan together with the variant or line it is for.',
    fields: (t) => ({ sellingPlan: t.field({ type: SellingPlan, resolve: ({ plan }) => plan }) }),
  });
export const SellingPlanAllocationConnection = connectionOf('SellingPlanAllocation', SellingPlanAllocation);

const SellingPlanGroupOption = builder
  .objectRef<{ readonly name: string; readonly values: readonly string[] }>('SellingPlanGroupOption')
  .implement({
    description: 'What the plans of a group differ in.',
    fields: (t) => ({ name: t.exposeString('name'), values: t.stringList({ resolve: ({ values }) => [...values] }) }),
  });

const SellingPlanGroup = builder
  .objectRef<{ readonly name: string; readonly appName: string | null }>('SellingPlanGroup')
  .implement({
    description: 'Ways to buy a product other than once; the shop offers none yet, so lists of them are empty.',
    fields: (t) => ({
      name: t.exposeString('name'),
      appName: t.exposeString('appName', { nullable: true }),
      options: t.field({ type: [SellingPlanGroupOption], resolve: () => [] }),
      sellingPlans: t.field({
        type: SellingPlanConnection,
        args: {
          first: t.arg.int(),
          after: t.arg.string(),
          last: t.arg.int(),
          before: t.arg.string(),
          reverse: t.arg.boolean({ defaultValue: false }),
        },
        resolve: () => EMPTY_PAGE,
      }),
    }),
  });

export const SellingPlanGroupConnection = connectionOf('SellingPlanGroup', SellingPlanGroup);
