import { money } from '../../../commerce/money/money.ts';
import {
  type Criteria,
  DEFAULT_ROUTING,
  type RoutingSettings,
  ruleOf,
  type Tariff,
} from '../../../commerce/routing/settings.ts';
import type { WarehouseRecord } from '../../ports/catalogue.ts';
import { editRouting, type RoutingOutcome } from '../../services/edit-routing.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';

interface Shown {
  readonly settings: RoutingSettings;
  readonly isDefault: boolean;
  readonly currency: string;
  readonly warehouses: readonly WarehouseRecord[];
}

async function shown(ctx: AdminContext, settings: RoutingSettings | null): Promise<Shown> {
  const [currency, warehouses] = await Promise.all([ctx.deps.baseCurrency(), ctx.deps.warehouses()]);
  return { settings: settings ?? DEFAULT_ROUTING, isDefault: settings === null, currency, warehouses };
}

export const RoutingWeights = adminBuilder.objectRef<Criteria>('RoutingWeights').implement({
  description: 'How much each criterion counts, in percent of its own worth.',
  fields: (t) => ({
    cost: t.exposeInt('cost', { description: 'What carriers take.' }),
    distance: t.exposeInt('distance'),
    splits: t.exposeInt('splits', { description: 'Parcels beyond the first, and items torn between parcels.' }),
    promise: t.exposeInt('promise', { description: 'Working days after the promised one.' }),
    balance: t.exposeInt('balance', { description: 'Taking from shelves that are nearly empty.' }),
    carbon: t.exposeInt('carbon', { description: 'CO2e of the way.' }),
  }),
});

const RoutingTariff = adminBuilder
  .objectRef<{ readonly tariff: Tariff; readonly currency: string }>('RoutingTariff')
  .implement({
    description: 'What a carrier takes.',
    fields: (t) => ({
      parcel: t.field({ type: MoneyV2, resolve: ({ tariff, currency }) => money(tariff.parcelMinor, currency) }),
      perKilogram: t.field({ type: MoneyV2, resolve: ({ tariff, currency }) => money(tariff.kgMinor, currency) }),
    }),
  });

const RoutingTariffs = adminBuilder.objectRef<Shown>('RoutingTariffs').implement({
  description: 'What carriers take, by the way a parcel goes.',
  fields: (t) => ({
    domestic: t.field({
      type: RoutingTariff,
      description: 'By road within a country.',
      resolve: ({ settings, currency }) => ({ tariff: settings.tariffs.domestic, currency }),
    }),
    abroad: t.field({
      type: RoutingTariff,
      description: 'By road across a border.',
      resolve: ({ settings, currency }) => ({ tariff: settings.tariffs.abroad, currency }),
    }),
    air: t.field({
      type: RoutingTariff,
      resolve: ({ settings, currency }) => ({ tariff: settings.tariffs.air, currency }),
    }),
  }),
});

const RoutingLocation = adminBuilder
  .objectRef<{ readonly settings: RoutingSettings; readonly warehouse: WarehouseRecord }>('RoutingLocation')
  .implement({
    description: 'How a location takes part in routing.',
    fields: (t) => ({
      location: t.field({ type: LocationType, resolve: ({ warehouse }) => warehouse }),
      isLastResort: t.boolean({
        description: 'Such as a shop’s shelf: taken only where no other location can give the item.',
        resolve: ({ settings, warehouse }) => ruleOf(settings, warehouse.id).isLastResort,
      }),
      reserveUnits: t.int({
        description: 'Units of each variant that stay there while other locations can send.',
        resolve: ({ settings, warehouse }) => ruleOf(settings, warehouse.id).reserveUnits,
      }),
      countryCodes: t.stringList({
        nullable: true,
        description: 'Countries it sends to; null: all.',
        resolve: ({ settings, warehouse }) => {
          const { countries } = ruleOf(settings, warehouse.id);
          return countries === null ? null : [...countries];
        },
      }),
      cutOffHour: t.int({
        description: 'Hour (UTC) until which an order leaves the same working day.',
        resolve: ({ settings, warehouse }) => ruleOf(settings, warehouse.id).cutOffHour,
      }),
    }),
  });

const RoutingSettingsType = adminBuilder.objectRef<Shown>('RoutingSettings').implement({
  description: 'How it is decided which location sends what.',
  fields: (t) => ({
    isDefault: t.exposeBoolean('isDefault', { description: 'Nobody has changed anything yet.' }),
    weights: t.field({ type: RoutingWeights, resolve: ({ settings }) => settings.weights }),
    tariffs: t.field({ type: RoutingTariffs, resolve: (one) => one }),
    noAirTags: t.stringList({
      description: 'Products with one of these tags never go by air.',
      resolve: ({ settings }) => [...settings.noAirTags],
    }),
    locations: t.field({
      type: [RoutingLocation],
      resolve: ({ settings, warehouses }) => warehouses.map((warehouse) => ({ settings, warehouse })),
    }),
  }),
});

const RoutingWeightsInput = adminBuilder.inputType('RoutingWeightsInput', {
  description: 'Percent, 0 to 1000; what is absent stays.',
  fields: (t) => ({
    cost: t.int(),
    distance: t.int(),
    splits: t.int(),
    promise: t.int(),
    balance: t.int(),
    carbon: t.int(),
  }),
});
const RoutingTariffInput = adminBuilder.inputType('RoutingTariffInput', {
  description: 'Amounts in the shop’s currency.',
  fields: (t) => ({ parcel: t.field({ type: 'Decimal' }), perKilogram: t.field({ type: 'Decimal' }) }),
});
const RoutingTariffsInput = adminBuilder.inputType('RoutingTariffsInput', {
  fields: (t) => ({
    domestic: t.field({ type: RoutingTariffInput }),
    abroad: t.field({ type: RoutingTariffInput }),
    air: t.field({ type: RoutingTariffInput }),
  }),
});
const RoutingLocationInput = adminBuilder.inputType('RoutingLocationInput', {
  fields: (t) => ({
    locationId: t.id({ required: true }),
    isLastResort: t.boolean(),
    reserveUnits: t.int(),
    countryCodes: t.stringList({ description: 'Null: every country.' }),
    cutOffHour: t.int(),
  }),
});
const RoutingSettingsInput = adminBuilder.inputType('RoutingSettingsInput', {
  description: 'Changes; what is absent stays.',
  fields: (t) => ({
    weights: t.field({ type: RoutingWeightsInput }),
    tariffs: t.field({ type: RoutingTariffsInput }),
    noAirTags: t.stringList(),
    locations: t.field({ type: [RoutingLocationInput] }),
  }),
});

const RoutingSettingsUpdatePayload = adminBuilder
  .objectRef<{ readonly saved: Shown | null; readonly userErrors: readonly UserError[] }>(
    'RoutingSettingsUpdatePayload',
  )
  .implement({
    fields: (t) => ({
      routingSettings: t.field({ type: RoutingSettingsType, nullable: true, resolve: ({ saved }) => saved }),
      userErrors: t.field({ type: [UserErrorType], resolve: ({ userErrors }) => [...userErrors] }),
    }),
  });

type SettingsInput = typeof RoutingSettingsInput.$inferInput;

async function update(ctx: AdminContext, input: SettingsInput): Promise<RoutingOutcome> {
  const [currency, warehouses] = await Promise.all([ctx.deps.baseCurrency(), ctx.deps.warehouses()]);
  const { locations, ...rest } = input;
  const changes = locations?.map(({ locationId, countryCodes, ...rule }) => ({
    ...rule,
    // 0, which no location has, stands for what is no location's id.
    warehouseId: numberFromGid('Location', String(locationId)) ?? 0,
    countries: countryCodes,
  }));
  return editRouting(
    { records: ctx.deps.routing, currency, warehouseIds: new Set(warehouses.map((one) => one.id)) },
    { ...rest, warehouses: changes },
    ctx.caller.actor,
  );
}

adminBuilder.queryField('routingSettings', (t) =>
  t.field({
    type: RoutingSettingsType,
    description: 'How it is decided which location sends what of an order. An addition to the Admin API.',
    resolve: async (_root, _args, ctx) => shown(ctx, await ctx.deps.routing.read()),
  }),
);

adminBuilder.mutationField('routingSettingsUpdate', (t) =>
  t.field({
    type: RoutingSettingsUpdatePayload,
    nullable: true,
    description: 'Changes how orders are routed from now on; placed orders stay where they are.',
    args: { input: t.arg({ type: RoutingSettingsInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const outcome = await update(ctx, input);
      if (!outcome.ok) return { saved: null, userErrors: [outcome] };
      await ctx.purge(['settings']);
      return { saved: await shown(ctx, outcome.settings), userErrors: [] };
    },
  }),
);
