import { builder } from '../builder.ts';
import { connectionOf } from '../common/connection.ts';

const SellingPlanGroup = builder
  .objectRef<{ readonly name: string; readonly appName: string | null }>('SellingPlanGroup')
  .implement({
    description: 'Ways to buy a product other than once; the shop offers none yet, so lists of them are empty.',
    fields: (t) => ({ name: t.exposeString('name'), appName: t.exposeString('appName', { nullable: true }) }),
  });

export const SellingPlanGroupConnection = connectionOf('SellingPlanGroup', SellingPlanGroup);
