import { MAX_LOTS } from '../../../commerce/inventory/lots.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { InventoryItem } from './inventory.ts';

adminBuilder.objectField(InventoryItem, 'stockLots', (t) =>
  t.int({
    description: 'Into how many lots its stock is split, so that several objects sell it together; 1: it is whole.',
    resolve: async (one, _args, ctx) => (await ctx.deps.stockLots())[one.variantId] ?? 1,
  }),
);

interface Payload {
  readonly variantId: number | null;
  readonly userErrors: readonly UserError[];
}

const InventoryItemLotsPayload = adminBuilder.objectRef<Payload>('InventoryItemLotsUpdatePayload').implement({
  fields: (t) => ({
    inventoryItem: t.field({
      type: InventoryItem,
      nullable: true,
      resolve: (one, _args, ctx) => (one.variantId === null ? null : ctx.deps.stockItem(one.variantId)),
    }),
    userErrors: t.field({ type: [UserErrorType], resolve: (one) => [...one.userErrors] }),
  }),
});

async function updateLots(ctx: AdminContext, itemGid: string, lots: number): Promise<Payload> {
  const failed = (field: string, message: string): Payload => ({
    variantId: null,
    userErrors: [{ field: [field], message }],
  });
  const variantId = numberFromGid('InventoryItem', itemGid);
  if (variantId === null || !(await ctx.deps.stockItem(variantId)))
    return failed('id', 'The inventory item does not exist.');
  if (lots < 1 || lots > MAX_LOTS) return failed('lots', `lots must be 1 to ${MAX_LOTS}.`);
  await ctx.deps.stockLotRecords.save(variantId, lots, ctx.caller.actor);
  await ctx.purge(['settings']);
  return { variantId, userErrors: [] };
}

adminBuilder.mutationField('inventoryItemLotsUpdate', (t) =>
  t.field({
    type: InventoryItemLotsPayload,
    description:
      'Splits an item in great demand into lots, or makes it whole again. Isolates that know the old number go on with it for at most a minute; a hold they made is found all the same.',
    args: { id: t.arg.id({ required: true }), lots: t.arg.int({ required: true }) },
    resolve: (_root, { id, lots }, ctx) => updateLots(ctx, String(id), lots),
  }),
);
