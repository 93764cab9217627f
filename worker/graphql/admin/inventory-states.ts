import { GraphQLError } from 'graphql';
import type { LedgerEntry, StockView } from '../../../commerce/inventory/contract.ts';
import type { StockCauses } from '../../../commerce/inventory/replay.ts';
import type { Expectation, SellingTerms, SoldBeyond } from '../../../commerce/inventory/supply.ts';
import { adminBuilder } from './builder.ts';
import type { AdminContext } from './context.ts';
import { InventoryItem, InventoryLevel, LedgerEntryType, stockOf } from './inventory.ts';
import { LocationType } from './locations.ts';

const date = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs));
const locationOf = async (ctx: AdminContext, warehouseId: number | null) =>
  (await ctx.deps.warehouses()).find((one) => one.id === warehouseId) ?? null;

const ExpectedArrival = adminBuilder.objectRef<Expectation>('StockExpectedArrival').implement({
  description: 'Units on their way to a location under one reference: a line of a purchase order, a transfer.',
  fields: (t) => ({
    reference: t.exposeString('reference'),
    quantity: t.exposeInt('quantity', { description: 'Still to come.' }),
    expectedAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => date(one.expectedAtMs) }),
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: (one, _args, ctx) => locationOf(ctx, one.warehouseId),
    }),
    origin: t.field({
      type: LocationType,
      nullable: true,
      description: 'The location they left; null when they come from outside.',
      resolve: (one, _args, ctx) => locationOf(ctx, one.fromWarehouseId),
    }),
  }),
});

const Beyond = adminBuilder.objectRef<SoldBeyond>('StockSoldBeyond').implement({
  description: 'What can be sold beyond what is available.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: '`backorder` or `preorder`.' }),
    units: t.exposeInt('units', { nullable: true, description: 'Null: without a limit.' }),
    arrivesAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => date(one.arrivesAtMs) }),
  }),
});

const seconds = (timeMs: number | null) => (timeMs === null ? null : Math.round(timeMs / 1000));

/** Limits of an item as the admin shows them. */
export const StockLimits = adminBuilder.objectRef<SellingTerms>('StockLimits').implement({
  description: 'Limits of an item; null means none.',
  fields: (t) => ({
    backorderLimit: t.exposeInt('backorderLimit', { nullable: true }),
    preorderLimit: t.exposeInt('preorderLimit', { nullable: true }),
    maxPerHold: t.exposeInt('maxPerHold', { nullable: true }),
    maxPerCustomer: t.exposeInt('maxPerCustomer', { nullable: true }),
    customerWindowSeconds: t.int({ nullable: true, resolve: (one) => seconds(one.customerWindowMs) }),
    maxHoldSeconds: t.int({ nullable: true, resolve: (one) => seconds(one.maxHoldLifeMs) }),
  }),
});

interface Moment {
  readonly atMs: number;
  readonly view: StockView;
  readonly causes: StockCauses;
}

const causeField = (description: string) => ({ type: LedgerEntryType, nullable: true, description }) as const;
type Cause = LedgerEntry | null;

const StockMoment = adminBuilder.objectRef<Moment>('StockMoment').implement({
  description: 'Stock as it was at a moment, rebuilt from the ledger, and why.',
  fields: (t) => ({
    time: t.field({ type: 'DateTime', resolve: (one) => new Date(one.atMs) }),
    sequence: t.int({
      description: 'Of the last entry until then; 0 before the first.',
      resolve: (m) => m.view.sequence,
    }),
    policy: t.string({ resolve: (one) => one.view.policy }),
    available: t.int({ resolve: (one) => one.view.available }),
    owed: t.int({ description: 'Promised but not there.', resolve: (one) => one.view.owed }),
    levels: t.field({
      type: [InventoryLevel],
      resolve: ({ view }) => view.levels.map((level) => ({ variantId: view.variantId, level })),
    }),
    expectedArrivals: t.field({ type: [ExpectedArrival], resolve: (one) => [...one.view.expected] }),
    limits: t.field({ type: StockLimits, resolve: (one) => one.view.terms }),
    changedAvailable: t.field({
      ...causeField('The last change of what could be sold: why the number was what it was.'),
      resolve: (one): Cause => one.causes.changedAvailable,
    }),
    lastEntry: t.field({
      ...causeField('The last change of any kind until then.'),
      resolve: (one): Cause => one.causes.last,
    }),
    nextEntry: t.field({ ...causeField('What happened next.'), resolve: (one): Cause => one.causes.next }),
  }),
});

const away = () =>
  new GraphQLError('Stock cannot be read right now; try again.', { extensions: { code: 'UNAVAILABLE' } });

adminBuilder.objectFields(InventoryItem, (t) => ({
  stockAt: t.field({
    type: StockMoment,
    nullable: true,
    description:
      'The stock as it was at a moment, and the change that made it so; null for an item that was never stocked.',
    args: { time: t.arg({ type: 'DateTime', required: true }) },
    resolve: async (one, args, ctx) => {
      const atMs = Date.parse(args.time);
      const view = await ctx.deps.inventory.readAt(one.variantId, atMs);
      if (!view.ok && view.reason === 'not_found') return null;
      const causes = await ctx.deps.inventory.causesAt(one.variantId, atMs);
      if (!view.ok || !causes.ok) throw away();
      return { atMs, view, causes };
    },
  }),
  owed: t.int({
    description: 'Units promised but not there: back-orders, pre-orders, or a count that found too few.',
    resolve: async (one, _args, ctx) => (await stockOf(ctx, one.variantId))?.owed ?? 0,
  }),
  soldBeyond: t.field({
    type: Beyond,
    nullable: true,
    description: 'What can be back-ordered or pre-ordered now.',
    resolve: async (one, _args, ctx) => (await stockOf(ctx, one.variantId))?.beyond ?? null,
  }),
  limits: t.field({
    type: StockLimits,
    nullable: true,
    resolve: async (one, _args, ctx) => (await stockOf(ctx, one.variantId))?.terms ?? null,
  }),
  expectedArrivals: t.field({
    type: [ExpectedArrival],
    description: 'What is on its way, earliest first.',
    resolve: async (one, _args, ctx) => [...((await stockOf(ctx, one.variantId))?.expected ?? [])],
  }),
}));
