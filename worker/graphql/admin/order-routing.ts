import { money } from '../../../commerce/money/money.ts';
import { CRITERION_NAMES, explainRoute, type RouteExplanation } from '../../../commerce/routing/explain.ts';
import type { RouteAlternative, RouteParcel, RouteRecord } from '../../../commerce/routing/route-order.ts';
import { CRITERIA } from '../../../commerce/routing/settings.ts';
import type { WarehouseRecord } from '../../ports/catalogue.ts';
import type { OrderRecord } from '../../ports/orders.ts';
import { adminBuilder } from './builder.ts';
import { MoneyV2 } from './common.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';
import { RoutingWeights } from './routing-settings.ts';

interface Routed {
  readonly record: RouteRecord;
  readonly explanation: RouteExplanation;
  readonly warehouses: ReadonlyMap<number, WarehouseRecord>;
  readonly currency: string;
  readonly wasFollowed: boolean;
}

/** Whether the units came from where they were routed to; stock may have moved in the moment between. */
function wasFollowed(order: OrderRecord, record: RouteRecord): boolean {
  return record.lines.every((routed) => {
    const taken = new Map<number, number>();
    for (const line of order.lines)
      if (line.variantId === routed.variantId)
        for (const { warehouseId, quantity } of line.allocations)
          taken.set(warehouseId, (taken.get(warehouseId) ?? 0) + quantity);
    // A deleted variant is not named by its line any more.
    if (taken.size === 0) return true;
    return (
      routed.parts.length === taken.size && routed.parts.every((part) => taken.get(part.warehouseId) === part.quantity)
    );
  });
}

/** The routing of an order in words; null where nothing is shipped, or it was placed before orders were routed. */
export async function orderRouting(order: OrderRecord, ctx: AdminContext): Promise<Routed | null> {
  const { routing: record } = order;
  if (!record) return null;
  const [all, currency] = await Promise.all([ctx.deps.warehouses(), ctx.deps.baseCurrency()]);
  const warehouses = new Map(all.map((one) => [one.id, one]));
  const titles = new Map(order.lines.map((line) => [line.variantId, line.title]));
  const explanation = explainRoute(record, {
    warehouse: (id) => warehouses.get(id)?.name ?? `location ${id}`,
    item: (variantId) => titles.get(variantId) ?? 'an item',
    currency,
  });
  return { record, explanation, warehouses, currency, wasFollowed: wasFollowed(order, record) };
}

const RoutingCriterion = adminBuilder
  .objectRef<{ readonly name: string; readonly minor: number; readonly currency: string }>('RoutingCriterion')
  .implement({
    description: 'What one criterion adds to a plan, under the weights of that moment.',
    fields: (t) => ({
      name: t.exposeString('name'),
      amount: t.field({ type: MoneyV2, resolve: ({ minor, currency }) => money(minor, currency) }),
    }),
  });

const RoutedParcel = adminBuilder
  .objectRef<{ readonly parcel: RouteParcel; readonly text: string; readonly location: WarehouseRecord | null }>(
    'RoutedParcel',
  )
  .implement({
    description: 'A parcel as it was planned.',
    fields: (t) => ({
      location: t.field({ type: LocationType, nullable: true, resolve: ({ location }) => location }),
      mode: t.string({ description: 'ROAD or AIR.', resolve: ({ parcel }) => parcel.mode.toUpperCase() }),
      distanceKm: t.int({ resolve: ({ parcel }) => parcel.km }),
      units: t.int({ resolve: ({ parcel }) => parcel.units }),
      weightGrams: t.int({ resolve: ({ parcel }) => parcel.grams }),
      carbonGrams: t.int({ resolve: ({ parcel }) => parcel.carbonGrams }),
      arrivesOn: t.field({
        type: 'DateTime',
        description: 'Noon (UTC) of the day.',
        resolve: ({ parcel }) => new Date(parcel.arrivesMs),
      }),
      daysLate: t.int({
        description: 'Working days after the promised one.',
        resolve: ({ parcel }) => parcel.lateDays,
      }),
      explanation: t.exposeString('text'),
    }),
  });

const RoutingAlternative = adminBuilder
  .objectRef<{
    readonly alternative: RouteAlternative;
    readonly of: Routed;
    readonly text: string;
  }>('RoutingAlternative')
  .implement({
    description: 'Another way the order could have left.',
    fields: (t) => ({
      kind: t.string({
        description: 'SECOND_BEST, ALL_FROM (one location) or NEAREST_FIRST.',
        resolve: ({ alternative }) => alternative.kind.toUpperCase(),
      }),
      locations: t.field({
        type: [LocationType],
        resolve: ({ alternative, of }) => alternative.warehouseIds.flatMap((id) => of.warehouses.get(id) ?? []),
      }),
      difference: t.field({
        type: MoneyV2,
        description: 'What it would have cost more, all criteria weighed; below zero: less.',
        resolve: ({ alternative, of }) => money(alternative.plan.score - of.record.plan.score, of.currency),
      }),
      missingUnits: t.int({ resolve: ({ alternative }) => alternative.plan.missing }),
      explanation: t.exposeString('text'),
    }),
  });

export const OrderRouting = adminBuilder.objectRef<Routed>('OrderRouting').implement({
  description: 'Why an order leaves from where it leaves. Amounts are those of the moment it was placed.',
  fields: (t) => ({
    decidedAt: t.field({ type: 'DateTime', resolve: ({ record }) => new Date(record.decidedAtMs) }),
    headline: t.string({ resolve: ({ explanation }) => explanation.headline }),
    wasFollowed: t.exposeBoolean('wasFollowed', {
      description: 'False where stock moved before the units were held, and they came from the next best location.',
    }),
    total: t.field({
      type: MoneyV2,
      description: 'All criteria of the plan, weighed; what plans were compared by, not what a carrier charges.',
      resolve: ({ record, currency }) => money(record.plan.score, currency),
    }),
    criteria: t.field({
      type: [RoutingCriterion],
      resolve: ({ record, currency }) =>
        CRITERIA.map((name) => ({ name: CRITERION_NAMES[name], minor: record.plan.criteria[name], currency })),
    }),
    weights: t.field({ type: RoutingWeights, resolve: ({ record }) => record.weights }),
    parcels: t.field({
      type: [RoutedParcel],
      resolve: ({ record, explanation, warehouses }) =>
        record.plan.parcels.map((parcel, index) => ({
          parcel,
          text: explanation.parcels[index] ?? '',
          location: warehouses.get(parcel.warehouseId) ?? null,
        })),
    }),
    alternatives: t.field({
      type: [RoutingAlternative],
      resolve: (of) =>
        of.record.alternatives.map((alternative, index) => ({
          alternative,
          of,
          text: of.explanation.alternatives[index] ?? '',
        })),
    }),
    notes: t.stringList({
      description: 'Rules that played a part, and how the choice was made.',
      resolve: ({ explanation }) => [...explanation.notes],
    }),
  }),
});
