import { GraphQLError } from 'graphql';
import type {
  InventoryRefusal,
  LedgerEntry,
  SettableName,
  StockView,
  WarehouseLevel,
} from '../../../commerce/inventory/contract.ts';
import { parseGid, toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { pageSize, requireId, type UserError } from './common.ts';
import { connectionOf, wholePage } from './connection.ts';
import type { AdminContext } from './context.ts';
import { LocationType } from './locations.ts';

const NAMES = ['available', 'on_hand', 'committed', 'reserved', 'incoming', 'safety_stock'] as const;
type QuantityName = (typeof NAMES)[number];

/** The Admin API's quantity names over a stock level; `reserved` is what carts hold. */
function quantityOf(level: WarehouseLevel, name: QuantityName): number {
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

const InventoryLevel = adminBuilder.objectRef<LevelOf>('InventoryLevel').implement({
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

const LedgerEntryType = adminBuilder.objectRef<LedgerEntry>('StockLedgerEntry').implement({
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
    occurredAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.occurredAtMs) }),
  }),
});

async function stockOf(ctx: AdminContext, variantId: number): Promise<StockView | null> {
  const reading = await ctx.deps.inventory.read(variantId);
  if (reading.ok) return reading;
  if (reading.reason === 'not_found') return null;
  throw new GraphQLError('Stock cannot be read right now; try again.', { extensions: { code: 'UNAVAILABLE' } });
}

export const InventoryItem = adminBuilder
  .objectRef<{ variantId: number; sku: string | null; tracked: boolean }>('InventoryItem')
  .implement({
    description: 'The stock side of a variant.',
    fields: (t) => ({
      id: t.id({ resolve: (one) => toGid('InventoryItem', one.variantId) }),
      sku: t.exposeString('sku', { nullable: true }),
      tracked: t.exposeBoolean('tracked'),
      inventoryLevels: t.field({
        type: InventoryLevelConnection,
        args: { first: t.arg.int(), after: t.arg.string() },
        resolve: async (one, _args, ctx) =>
          wholePage(
            ((await stockOf(ctx, one.variantId))?.levels ?? []).map((level) => ({ variantId: one.variantId, level })),
          ),
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

const QuantityUserError = adminBuilder.objectRef<UserError>('InventorySetQuantitiesUserError').implement({
  description: 'Why a quantity was not changed.',
  fields: (t) => ({
    field: t.stringList({ nullable: true, resolve: (e) => (e.field === null ? null : [...e.field]) }),
    message: t.exposeString('message'),
    code: t.string({ nullable: true, resolve: (e) => e.code ?? null }),
  }),
});

interface Change {
  readonly name: string;
  readonly variantId: number;
  readonly warehouseId: number;
  readonly delta: number;
  readonly quantityAfter: number | null;
}

const InventoryChange = adminBuilder.objectRef<Change>('InventoryChange').implement({
  description: 'One quantity that changed.',
  fields: (t) => ({
    name: t.exposeString('name'),
    delta: t.exposeInt('delta'),
    quantityAfterChange: t.exposeInt('quantityAfter', { nullable: true }),
    item: t.field({
      type: InventoryItem,
      nullable: true,
      resolve: (one, _args, ctx) => ctx.deps.stockItem(one.variantId),
    }),
    location: t.field({
      type: LocationType,
      nullable: true,
      resolve: async (one, _args, ctx) => (await ctx.deps.warehouses()).find((w) => w.id === one.warehouseId) ?? null,
    }),
  }),
});

const AdjustmentGroup = adminBuilder
  .objectRef<{ id: string; reason: string; reference: string | null; createdAtMs: number; changes: readonly Change[] }>(
    'InventoryAdjustmentGroup',
  )
  .implement({
    description: 'Quantities that changed in one call.',
    fields: (t) => ({
      id: t.id({ resolve: (g) => toGid('InventoryAdjustmentGroup', g.id) }),
      reason: t.exposeString('reason'),
      referenceDocumentUri: t.exposeString('reference', { nullable: true }),
      createdAt: t.field({ type: 'DateTime', resolve: (g) => new Date(g.createdAtMs) }),
      changes: t.field({
        type: [InventoryChange],
        args: { quantityNames: t.arg.stringList() },
        resolve: (g) => [...g.changes],
      }),
    }),
  });

interface QuantitiesPayload {
  readonly group: {
    id: string;
    reason: string;
    reference: string | null;
    createdAtMs: number;
    changes: readonly Change[];
  } | null;
  readonly userErrors: readonly UserError[];
}

const payload = (name: string) =>
  adminBuilder.objectRef<QuantitiesPayload>(name).implement({
    fields: (t) => ({
      inventoryAdjustmentGroup: t.field({ type: AdjustmentGroup, nullable: true, resolve: (p) => p.group }),
      userErrors: t.field({ type: [QuantityUserError], resolve: (p) => [...p.userErrors] }),
    }),
  });

const SETTABLE: readonly SettableName[] = ['available', 'on_hand', 'incoming', 'safety_stock'];
const MOST_QUANTITY = 1_000_000_000;

const asUserError = (refusal: InventoryRefusal, field: readonly string[]): UserError => {
  switch (refusal.reason) {
    case 'changed':
      return {
        field: [...field, 'compareQuantity'],
        code: 'COMPARE_QUANTITY_STALE',
        message: `compareQuantity: ${refusal.expected} was expected, it is ${refusal.actual} now.`,
      };
    case 'insufficient':
      return {
        field,
        code: 'INVALID_QUANTITY_NEGATIVE',
        message: `The quantity would fall below 0 (${refusal.available} there).`,
      };
    case 'not_found':
      return { field, code: 'INVALID_INVENTORY_ITEM', message: `The ${refusal.what} does not exist.` };
    case 'unavailable':
      return {
        field,
        code: 'UNAVAILABLE',
        message: 'Stock could not be reached; repeat the call with the same Idempotency-Key.',
      };
    default:
      return { field, code: 'INVALID', message: `Refused: ${refusal.reason}.` };
  }
};

/** One change after its input was checked. */
interface Wanted {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly field: readonly string[];
  readonly command:
    | { readonly kind: 'set'; readonly quantity: number; readonly compareQuantity?: number }
    | { readonly kind: 'adjust'; readonly delta: number };
}

async function applyAll(
  ctx: AdminContext,
  name: string,
  reason: string,
  reference: string | null,
  wanted: readonly Wanted[],
): Promise<QuantitiesPayload> {
  const settable = SETTABLE.find((one) => one === name);
  if (!settable)
    return {
      group: null,
      userErrors: [
        { field: ['input', 'name'], code: 'INVALID_NAME', message: `name: known are ${SETTABLE.join(', ')}.` },
      ],
    };
  const groupId = ctx.idempotencyKey ?? ctx.requestId;
  const changes: Change[] = [];
  const userErrors: UserError[] = [];
  await Promise.all(
    wanted.map(async (want, index) => {
      const before = (await stockOf(ctx, want.variantId))?.levels.find((one) => one.warehouseId === want.warehouseId);
      if (!before)
        await ctx.deps.inventory.change(want.variantId, {
          kind: 'activate',
          commandId: `${groupId}:${index}:activate`,
          warehouseId: want.warehouseId,
          actor: ctx.caller.actor,
          reason,
        });
      const result = await ctx.deps.inventory.change(want.variantId, {
        ...want.command,
        commandId: `${groupId}:${index}`,
        warehouseId: want.warehouseId,
        name: settable,
        actor: ctx.caller.actor,
        reason,
        reference: reference ?? undefined,
      });
      if (!result.ok) return void userErrors.push(asUserError(result, want.field));
      const after = (await stockOf(ctx, want.variantId))?.levels.find((one) => one.warehouseId === want.warehouseId);
      const quantityAfter = after ? quantityOf(after, settable) : null;
      changes.push({
        name,
        variantId: want.variantId,
        warehouseId: want.warehouseId,
        delta: (quantityAfter ?? 0) - (before ? quantityOf(before, settable) : 0),
        quantityAfter,
      });
    }),
  );
  return {
    group:
      changes.length > 0 || userErrors.length === 0
        ? { id: groupId, reason, reference, createdAtMs: ctx.nowMs, changes }
        : null,
    userErrors,
  };
}

const idsOf = async (
  ctx: AdminContext,
  itemGid: string,
  locationGid: string,
  field: readonly string[],
): Promise<{ variantId: number; warehouseId: number } | UserError> => {
  const variantId = Number(parseGid(itemGid)?.type === 'InventoryItem' ? parseGid(itemGid)?.id : Number.NaN);
  const warehouseId = Number(parseGid(locationGid)?.type === 'Location' ? parseGid(locationGid)?.id : Number.NaN);
  if (!Number.isSafeInteger(variantId) || !(await ctx.deps.stockItem(variantId)))
    return {
      field: [...field, 'inventoryItemId'],
      code: 'INVALID_INVENTORY_ITEM',
      message: 'The inventory item does not exist.',
    };
  if (!(await ctx.deps.warehouses()).some((one) => one.id === warehouseId))
    return { field: [...field, 'locationId'], code: 'INVALID_LOCATION', message: 'The location does not exist.' };
  return { variantId, warehouseId };
};

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
    type: payload('InventorySetQuantitiesPayload'),
    nullable: true,
    description:
      'Sets quantities to absolute numbers, each only if it still is compareQuantity. Honours Idempotency-Key.',
    args: { input: t.arg({ type: SetQuantitiesInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const userErrors: UserError[] = [];
      const wanted: Wanted[] = [];
      for (const [index, one] of input.quantities.entries()) {
        const field = ['input', 'quantities', String(index)];
        const ids = await idsOf(ctx, String(one.inventoryItemId), String(one.locationId), field);
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
        : applyAll(ctx, input.name, input.reason, input.referenceDocumentUri ?? null, wanted);
    },
  }),
  inventoryAdjustQuantities: t.field({
    type: payload('InventoryAdjustQuantitiesPayload'),
    nullable: true,
    description: 'Changes quantities by differences. Honours Idempotency-Key.',
    args: { input: t.arg({ type: AdjustQuantitiesInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const userErrors: UserError[] = [];
      const wanted: Wanted[] = [];
      for (const [index, one] of input.changes.entries()) {
        const field = ['input', 'changes', String(index)];
        const ids = await idsOf(ctx, String(one.inventoryItemId), String(one.locationId), field);
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
        : applyAll(ctx, input.name, input.reason, input.referenceDocumentUri ?? null, wanted);
    },
  }),
}));
