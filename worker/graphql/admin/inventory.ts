import { GraphQLError } from 'graphql';
import type { LedgerEntry, StockView, WarehouseLevel } from '../../../commerce/inventory/contract.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { pageSize, requireId } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';

const NAMES = ['available', 'on_hand', 'committed', 'reserved', 'incoming', 'safety_stock'] as const;
type QuantityName = (typeof NAMES)[number];

/** The Admin API's quantity names over a stock level; `reserved` is what carts hold. */
export function quantityOf(level: WarehouseLevel, name: QuantityName): number {
  switch (name) {
    case 'available':
      return level.available;
    case 'on_hand':
      return level.onHand;
    case 'committed':
      return level.committed;
    case 'reserved':
      return level.held;
    case 'incoming':
      return level.incoming;
    case 'safety_stock':
      return level.safetyStock;
  }
}

const isQuantityName = (name: string): name is QuantityName => NAMES.some((one) => one === name);

const InventoryQuantity = adminBuilder
  .objectRef<{ id: string; name: string; quantity: number }>('InventoryQuantity')
  .implement({
    description: 'One named quantity at a location.',
    fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name'), quantity: t.exposeInt('quantity') }),
  });

interface LevelOf {
  readonly variantId: number;
  readonly level: WarehouseLevel;
}

export const InventoryLevel = adminBuilder.objectRef<LevelOf>('InventoryLevel').implement({
  description: 'What one location has of an item.',
  fields: (t) => ({
    id: t.id({
      resolve: ({ variantId, level }) => `${toGid('InventoryLevel', level.warehouseId)}?inventory_item_id=${variantId}`,
    }),
    location: t.field({
      type: LocationType,
      resolve: async ({ level }, _args, ctx) => {
        const found = (await ctx.deps.warehouses()).find((one) => one.id === level.warehouseId);
        if (!found) throw new Error(`warehouse ${level.warehouseId} is not recorded`);
        return found;
      },
    }),
    quantities: t.field({
      type: [InventoryQuantity],
      args: { names: t.arg.stringList({ required: true }) },
      resolve: ({ variantId, level }, { names }) =>
        names.map((name) => {
          if (!isQuantityName(name))
            throw new GraphQLError(`names: ${name} is not known; known are ${NAMES.join(', ')}.`, {
              extensions: { code: 'BAD_USER_INPUT', argument: 'names' },
            });
          return {
            id: `${toGid('InventoryQuantity', level.warehouseId)}?inventory_item_id=${variantId}&name=${name}`,
            name,
            quantity: quantityOf(level, name),
          };
        }),
    }),
  }),
});
const InventoryLevelConnection = connectionOf('InventoryLevel', InventoryLevel);

/** One entry of a variant's ledger. */
export const LedgerEntryType = adminBuilder.objectRef<LedgerEntry>('StockLedgerEntry').implement({
  description: 'One change of stock: what, how many, why, by whom, and the level after it. Sequences have no gaps.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    kind: t.exposeString('kind'),
    quantity: t.exposeInt('quantity'),
    delta: t.field({ type: 'JSON', resolve: (one) => one.delta }),
    after: t.field({ type: 'JSON', nullable: true, resolve: (one) => one.after }),
    available: t.exposeInt('available', { description: 'What could be sold over all locations after it.' }),
    actor: t.exposeString('actor'),
    reason: t.exposeString('reason', { nullable: true }),
    reference: t.exposeString('reference', { nullable: true }),
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (one, _args, ctx) => (await ctx.deps.warehouses()).find((w) => w.id === one.warehouseId) ?? null,
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What few kinds have: customer, arrival, limits, what a counter saw.',
      resolve: (one) => one.details ?? null,
    }),
    occurredAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.occurredAtMs) }),
  }),
});

/** Stock of a variant; null for one that was never stocked. Throws UNAVAILABLE when its object does not answer. */
export async function stockOf(ctx: AdminContext, variantId: number): Promise<StockView | null> {
  const reading = await ctx.deps.inventory.read(variantId);
  if (reading.ok) return reading;
  if (reading.reason === 'not_found') return null;
  throw new GraphQLError('Stock cannot be read right now; try again.', { extensions: { code: 'UNAVAILABLE' } });
}

/** The stock side of a variant, as products and stock changes show it. */
export const InventoryItem = adminBuilder
  .objectRef<{ variantId: number; sku: string | null; tracked: boolean }>('InventoryItem')
  .implement({
    description: 'The stock side of a variant.',
    fields: (t) => ({
      id: t.id({ resolve: (one) => toGid('InventoryItem', one.variantId) }),
      sku: t.exposeString('sku', { nullable: true }),
      tracked: t.exposeBoolean('tracked'),
      backInStockRequestCount: t.int({
        description: 'How many people wait to be told when it can be bought again.',
        resolve: ({ variantId }, _args, ctx) => ctx.deps.backInStock.waiting(variantId),
      }),
      inventoryLevels: t.field({
        type: InventoryLevelConnection,
        args: listArgs(t.arg),
        resolve: async ({ variantId }, args, ctx) => {
          const levels = (await stockOf(ctx, variantId))?.levels ?? [];
          const all = levels.map((level) => ({ variantId, level }));
          return pageOf(all, args, (one) => one.level.warehouseId);
        },
      }),
      inventoryLevel: t.field({
        type: InventoryLevel,
        nullable: true,
        args: { locationId: t.arg.id({ required: true }) },
        resolve: async (one, args, ctx) => {
          const warehouseId = requireId('Location', String(args.locationId), 'locationId');
          const level = (await stockOf(ctx, one.variantId))?.levels.find((l) => l.warehouseId === warehouseId);
          return level ? { variantId: one.variantId, level } : null;
        },
      }),
      ledger: t.field({
        type: [LedgerEntryType],
        description: 'What happened to the units of this item, oldest first, after a sequence.',
        args: { first: t.arg.int(), afterSequence: t.arg.int() },
        resolve: async (one, args, ctx) => {
          const reading = await ctx.deps.inventory.ledger(
            one.variantId,
            args.afterSequence ?? 0,
            pageSize(args.first, 100),
          );
          return reading.ok ? [...reading.entries] : [];
        },
      }),
    }),
  });

adminBuilder.queryField('inventoryItem', (t) =>
  t.field({
    type: InventoryItem,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => ctx.deps.stockItem(requireId('InventoryItem', String(args.id), 'id')),
  }),
);
