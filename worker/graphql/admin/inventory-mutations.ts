import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import type { UserError } from './common.ts';
import type { AdminContext } from './context.ts';
import { applyAll, quantitiesPayload, type Wanted } from './inventory-changes.ts';

const MOST_QUANTITY = 1_000_000_000;

interface Named {
  readonly inventoryItemId: string | number;
  readonly locationId: string | number;
}
type Ids = { readonly variantId: number; readonly warehouseId: number };

/** Looks up items and locations of all rows at once; a row gets its numbers, or why it has none. */
async function targetsOf(ctx: AdminContext, rows: readonly Named[]) {
  const numbers = rows.map((row) => numberFromGid('InventoryItem', String(row.inventoryItemId)));
  const asked = numbers.filter((number) => number !== null);
  const [known, warehouses] = await Promise.all([
    ctx.deps.stockTargets.known([...new Set(asked)]),
    ctx.deps.warehouses(),
  ]);
  return (index: number, field: readonly string[]): Ids | UserError => {
    const variantId = numbers[index] ?? null;
    const warehouseId = numberFromGid('Location', String(rows[index]?.locationId));
    if (variantId === null || !known.has(variantId))
      return {
        field: [...field, 'inventoryItemId'],
        code: 'INVALID_INVENTORY_ITEM',
        message: 'The inventory item does not exist.',
      };
    if (warehouseId === null || !warehouses.some((one) => one.id === warehouseId))
      return { field: [...field, 'locationId'], code: 'INVALID_LOCATION', message: 'The location does not exist.' };
    return { variantId, warehouseId };
  };
}

const SetInput = adminBuilder.inputType('InventoryQuantityInput', {
  fields: (t) => ({
    inventoryItemId: t.id({ required: true }),
    locationId: t.id({ required: true }),
    quantity: t.int({ required: true }),
    compareQuantity: t.int(),
  }),
});
const SetQuantitiesInput = adminBuilder.inputType('InventorySetQuantitiesInput', {
  fields: (t) => ({
    reason: t.string({ required: true }),
    name: t.string({ required: true }),
    referenceDocumentUri: t.string(),
    quantities: t.field({ type: [SetInput], required: true }),
    ignoreCompareQuantity: t.boolean(),
  }),
});
const ChangeInput = adminBuilder.inputType('InventoryChangeInput', {
  fields: (t) => ({
    delta: t.int({ required: true }),
    inventoryItemId: t.id({ required: true }),
    locationId: t.id({ required: true }),
  }),
});
const AdjustQuantitiesInput = adminBuilder.inputType('InventoryAdjustQuantitiesInput', {
  fields: (t) => ({
    reason: t.string({ required: true }),
    name: t.string({ required: true }),
    referenceDocumentUri: t.string(),
    changes: t.field({ type: [ChangeInput], required: true }),
  }),
});

adminBuilder.mutationFields((t) => ({
  inventorySetQuantities: t.field({
    type: quantitiesPayload('InventorySetQuantitiesPayload'),
    nullable: true,
    description:
      'Sets quantities to absolute numbers, each only if it still is compareQuantity. Honours Idempotency-Key.',
    args: { input: t.arg({ type: SetQuantitiesInput, required: true }) },
    resolve: async (_root, { input }, ctx, info) => {
      const userErrors: UserError[] = [];
      const wanted: Wanted[] = [];
      const target = await targetsOf(ctx, input.quantities);
      for (const [index, one] of input.quantities.entries()) {
        const field = ['input', 'quantities', String(index)];
        const ids = target(index, field);
        if ('message' in ids) userErrors.push(ids);
        else if (one.quantity < 0)
          userErrors.push({
            field: [...field, 'quantity'],
            code: 'INVALID_QUANTITY_NEGATIVE',
            message: 'quantity must be at least 0.',
          });
        else if (one.quantity > MOST_QUANTITY)
          userErrors.push({
            field: [...field, 'quantity'],
            code: 'INVALID_QUANTITY_TOO_HIGH',
            message: `quantity must be at most ${MOST_QUANTITY}.`,
          });
        else if (one.compareQuantity == null && input.ignoreCompareQuantity !== true)
          userErrors.push({
            field: [...field, 'compareQuantity'],
            code: 'COMPARE_QUANTITY_REQUIRED',
            message: 'compareQuantity is needed, or ignoreCompareQuantity: true.',
          });
        else
          wanted.push({
            ...ids,
            field,
            command: {
              kind: 'set',
              quantity: one.quantity,
              ...(input.ignoreCompareQuantity === true || one.compareQuantity == null
                ? {}
                : { compareQuantity: one.compareQuantity }),
            },
          });
      }
      return userErrors.length > 0
        ? { group: null, userErrors }
        : applyAll(ctx, info, input.name, input.reason, input.referenceDocumentUri ?? null, wanted);
    },
  }),
  inventoryAdjustQuantities: t.field({
    type: quantitiesPayload('InventoryAdjustQuantitiesPayload'),
    nullable: true,
    description: 'Changes quantities by differences. Honours Idempotency-Key.',
    args: { input: t.arg({ type: AdjustQuantitiesInput, required: true }) },
    resolve: async (_root, { input }, ctx, info) => {
      const userErrors: UserError[] = [];
      const wanted: Wanted[] = [];
      const target = await targetsOf(ctx, input.changes);
      for (const [index, one] of input.changes.entries()) {
        const field = ['input', 'changes', String(index)];
        const ids = target(index, field);
        if ('message' in ids) userErrors.push(ids);
        else if (one.delta === 0 || Math.abs(one.delta) > MOST_QUANTITY)
          userErrors.push({
            field: [...field, 'delta'],
            code: 'INVALID_QUANTITY',
            message: `delta must not be 0 and at most ${MOST_QUANTITY}.`,
          });
        else wanted.push({ ...ids, field, command: { kind: 'adjust', delta: one.delta } });
      }
      return userErrors.length > 0
        ? { group: null, userErrors }
        : applyAll(ctx, info, input.name, input.reason, input.referenceDocumentUri ?? null, wanted);
    },
  }),
}));
