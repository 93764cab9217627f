import { GraphQLError } from 'graphql';
import { deliveryTermsOf } from '../../../commerce/shipping/delivery-terms.ts';
import type { DeliveryZone } from '../../../commerce/shipping/zones.ts';
import type { MarketRecord, ShippingMethodRecord, ShopSettings, WarehouseRecord } from '../../ports/catalogue.ts';
import type { KeptBooking } from '../../ports/delivery-bookings.ts';
import {
  type DeliveryEdited,
  type EditDeliveryDeps,
  removeMethod,
  removeZone,
  saveMethod,
  savePickup,
  saveZone,
} from '../../services/edit-delivery.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';

const Zone = adminBuilder.objectRef<DeliveryZone>('DeliveryZone').implement({
  description: 'Where ways of delivery lead.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('DeliveryZone', id) }),
    name: t.exposeString('name'),
    places: t.field({
      type: 'JSON',
      description: '[{country, regions, postcodes}]: countries, or parts of them.',
      resolve: ({ places }) => places,
    }),
  }),
});

const MethodDefinition = adminBuilder.objectRef<ShippingMethodRecord>('DeliveryMethodDefinition').implement({
  description: 'A way of delivery.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toGid('DeliveryMethodDefinition', id) }),
    code: t.exposeString('code'),
    name: t.exposeString('title'),
    description: t.exposeString('description'),
    countryCodes: t.stringList({ resolve: ({ countries }) => [...countries] }),
    minDays: t.exposeInt('minDays'),
    maxDays: t.exposeInt('maxDays'),
    position: t.exposeInt('position'),
    rates: t.field({
      type: 'JSON',
      description: '{EUR: {amountMinor, freeFromMinor}}: the base price by currency.',
      resolve: ({ rates }) => rates,
    }),
    terms: t.field({
      type: 'JSON',
      description: 'Kind, zone, markets, steps, surcharges, places to collect and windows (DeliveryTerms).',
      resolve: ({ terms }) => deliveryTermsOf(terms),
    }),
  }),
});

const DeliveryLocation = adminBuilder.objectRef<WarehouseRecord>('DeliveryLocation').implement({
  description: 'A location with how orders are collected there.',
  fields: (t) => ({
    location: t.field({ type: LocationType, resolve: (one) => one }),
    offersPickup: t.boolean({ resolve: ({ offersPickup }) => offersPickup === true }),
    pickup: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Time zone, opening hours and the rest (PickupTerms); null: never set up.',
      resolve: ({ pickup }) => pickup ?? null,
    }),
  }),
});

const DeliveryMarket = adminBuilder.objectRef<MarketRecord>('DeliveryMarket').implement({
  description: 'A market that may offer a way of delivery.',
  fields: (t) => ({
    handle: t.exposeString('handle'),
    name: t.exposeString('name'),
    currency: t.exposeString('currency'),
    countryCodes: t.stringList({ resolve: ({ countries }) => [...countries] }),
  }),
});

const Settings = adminBuilder.objectRef<ShopSettings>('DeliverySettings').implement({
  description: 'Zones, ways of delivery and counters. An addition to the Admin API.',
  fields: (t) => ({
    zones: t.field({ type: [Zone], resolve: ({ deliveryZones }) => [...(deliveryZones ?? [])] }),
    methods: t.field({ type: [MethodDefinition], resolve: ({ shippingMethods }) => [...shippingMethods] }),
    locations: t.field({ type: [DeliveryLocation], resolve: ({ warehouses }) => [...warehouses] }),
    markets: t.field({ type: [DeliveryMarket], resolve: ({ markets }) => [...markets] }),
  }),
});

const Booking = adminBuilder.objectRef<KeptBooking>('DeliveryBooking').implement({
  description: 'A place in a window of local delivery that somebody has.',
  fields: (t) => ({
    methodCode: t.exposeString('methodCode'),
    day: t.exposeString('day'),
    hours: t.exposeString('hours'),
    orderId: t.id({ resolve: ({ orderId }) => toGid('Order', orderId) }),
    orderName: t.string({
      nullable: true,
      resolve: ({ orderNumber }) => (orderNumber === null ? null : `#${orderNumber}`),
    }),
    name: t.exposeString('name', { nullable: true }),
    address: t.exposeString('address', { nullable: true }),
  }),
});

adminBuilder.queryFields((t) => ({
  deliverySettings: t.field({ type: Settings, resolve: (_root, _args, ctx) => ctx.deps.records.settings() }),
  deliveryBookings: t.field({
    type: [Booking],
    description: 'Booked windows from a day (YYYY-MM-DD) on, by day and hours; at most 500.',
    args: { from: t.arg.string({ required: true }) },
    resolve: async (_root, { from }, ctx) => {
      if (!/^\d{4}-\d\d-\d\d$/.test(from) || Number.isNaN(Date.parse(from)))
        throw new GraphQLError('from: not a day (YYYY-MM-DD).', {
          extensions: { code: 'BAD_USER_INPUT', argument: 'from' },
        });
      return [...(await ctx.deps.deliveryBookings.list(from))];
    },
  }),
}));

interface Saved {
  readonly id: string | null;
  readonly userErrors: readonly UserError[];
}
const SavedPayload = adminBuilder.objectRef<Saved>('DeliverySettingsPayload').implement({
  description: 'What became of a change of delivery.',
  fields: (t) => ({
    id: t.id({ nullable: true, resolve: ({ id }) => id }),
    userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
  }),
});

async function edit(
  ctx: AdminContext,
  type: string,
  change: (deps: EditDeliveryDeps) => Promise<DeliveryEdited>,
): Promise<Saved> {
  const done = await change({ records: ctx.deps.deliveryRecords, settings: await ctx.deps.records.settings() });
  if (!done.ok)
    return {
      id: null,
      userErrors: done.problems.map(({ field, message }) => ({ field: ['input', ...field], message })),
    };
  await ctx.purge(['settings']);
  return { id: toGid(type, done.id), userErrors: [] };
}

const idOf = (type: string, gid: string | number | null | undefined): number | null =>
  gid == null ? null : requireId(type, String(gid), 'id');

adminBuilder.mutationFields((t) => ({
  deliveryZoneSave: t.field({
    type: SavedPayload,
    description: 'Writes a new zone or changes one: {name, places: [{country, regions, postcodes}]}.',
    args: { id: t.arg.id(), input: t.arg({ type: 'JSON', required: true }) },
    resolve: (_root, { id, input }, ctx) =>
      edit(ctx, 'DeliveryZone', (deps) => saveZone(deps, idOf('DeliveryZone', id), input, ctx.caller.actor)),
  }),
  deliveryZoneDelete: t.field({
    type: SavedPayload,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) =>
      edit(ctx, 'DeliveryZone', (deps) => removeZone(deps, idOf('DeliveryZone', id) ?? 0, ctx.caller.actor)),
  }),
  deliveryMethodDefinitionSave: t.field({
    type: SavedPayload,
    description:
      'Writes a new way of delivery or replaces one: {code, title, description, rates, minDays, maxDays, position, terms}.',
    args: { id: t.arg.id(), input: t.arg({ type: 'JSON', required: true }) },
    resolve: (_root, { id, input }, ctx) =>
      edit(ctx, 'DeliveryMethodDefinition', (deps) =>
        saveMethod(deps, idOf('DeliveryMethodDefinition', id), input, ctx.caller.actor),
      ),
  }),
  deliveryMethodDefinitionDelete: t.field({
    type: SavedPayload,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, ctx) =>
      edit(ctx, 'DeliveryMethodDefinition', (deps) =>
        removeMethod(deps, idOf('DeliveryMethodDefinition', id) ?? 0, ctx.caller.actor),
      ),
  }),
  locationLocalPickupEnable: t.field({
    type: SavedPayload,
    description:
      'Lets shoppers collect at a location: {timeZone, hours, readyAfterMinutes, keptDays, closedDays, instructions, region}.',
    args: { locationId: t.arg.id({ required: true }), input: t.arg({ type: 'JSON', required: true }) },
    resolve: (_root, { locationId, input }, ctx) =>
      edit(ctx, 'Location', (deps) =>
        savePickup(deps, requireId('Location', String(locationId), 'locationId'), input ?? {}, ctx.caller.actor),
      ),
  }),
  locationLocalPickupDisable: t.field({
    type: SavedPayload,
    args: { locationId: t.arg.id({ required: true }) },
    resolve: (_root, { locationId }, ctx) =>
      edit(ctx, 'Location', (deps) =>
        savePickup(deps, requireId('Location', String(locationId), 'locationId'), null, ctx.caller.actor),
      ),
  }),
}));
