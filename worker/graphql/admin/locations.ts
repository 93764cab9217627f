import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';

/** A warehouse as the admin shows it. */
export interface WarehouseFacts {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly country: string;
  readonly isActive: boolean;
}

const LocationAddress = adminBuilder.objectRef<WarehouseFacts>('LocationAddress').implement({
  description: 'Where a location is.',
  fields: (t) => ({
    city: t.exposeString('city', { nullable: true }),
    countryCode: t.exposeString('country', { nullable: true }),
  }),
});

export const LocationType = adminBuilder.objectRef<WarehouseFacts>('Location').implement({
  description: 'A place that stocks and sends goods.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('Location', one.id) }),
    name: t.exposeString('name'),
    code: t.exposeString('code', { description: 'Short code used in lists and files.' }),
    isActive: t.exposeBoolean('isActive'),
    address: t.field({ type: LocationAddress, resolve: (one) => one }),
  }),
});
const LocationConnection = connectionOf('Location', LocationType);

adminBuilder.queryFields((t) => ({
  locations: t.field({
    type: LocationConnection,
    args: { ...listArgs(t.arg), includeInactive: t.arg.boolean() },
    resolve: async (_root, args, ctx) => {
      const all = (await ctx.deps.warehouses()).filter((one) => one.isActive || args.includeInactive === true);
      return pageOf(all, args, (one) => one.id);
    },
  }),
  location: t.field({
    type: LocationType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('Location', String(args.id), 'id');
      return (await ctx.deps.warehouses()).find((one) => one.id === id) ?? null;
    },
  }),
}));
