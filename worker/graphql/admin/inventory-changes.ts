import type { GraphQLResolveInfo } from 'graphql';
import type { InventoryRefusal, SettableName } from '../../../commerce/inventory/contract.ts';
import { writeStock } from '../../services/write-stock.ts';
import { toGid } from '../gid.ts';
import { sha256 } from '../sha256.ts';
import { adminBuilder } from './builder.ts';
import type { UserError } from './common.ts';
import type { AdminContext } from './context.ts';
import { nameOfChange } from './idempotency.ts';
import { InventoryItem, quantityOf } from './inventory.ts';
import { LocationType } from './locations.ts';

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

/** Declares the payload of one stock mutation: the group of changes or why there is none. */
export const quantitiesPayload = (name: string) =>
  adminBuilder.objectRef<QuantitiesPayload>(name).implement({
    fields: (t) => ({
      inventoryAdjustmentGroup: t.field({ type: AdjustmentGroup, nullable: true, resolve: (p) => p.group }),
      userErrors: t.field({ type: [QuantityUserError], resolve: (p) => [...p.userErrors] }),
    }),
  });

const SETTABLE: readonly SettableName[] = ['available', 'on_hand', 'incoming', 'safety_stock'];

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
export interface Wanted {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly field: readonly string[];
  readonly command:
    | { readonly kind: 'set'; readonly quantity: number; readonly compareQuantity?: number }
    | { readonly kind: 'adjust'; readonly delta: number };
}

/**
 * Makes changes of one quantity name, those of one item in one call to its stock object; those that were refused come back as user errors beside those
 * that were made. Commands carry the Idempotency-Key of the call, so a repeated call changes nothing twice.
 */
export async function applyAll(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
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
  const groupId = sha256(nameOfChange(ctx, info)).slice(0, 32);
  const { inventory } = ctx.deps;
  const before = await inventory.availability(wanted.map((want) => want.variantId));
  const writes = wanted.map(({ variantId, warehouseId, command }, index) => ({
    key: String(index),
    variantId,
    warehouseId,
    name: settable,
    change: command,
  }));
  const results = await writeStock(inventory, writes, {
    name: groupId,
    actor: ctx.caller.actor,
    reason,
    reference: reference ?? undefined,
  });
  const changes: Change[] = [];
  const userErrors: UserError[] = [];
  const known = new Map<string, number>();
  for (const [variantId, reading] of before)
    for (const level of reading.ok ? reading.levels : [])
      known.set(`${variantId}/${level.warehouseId}`, quantityOf(level, settable));
  for (const [index, { variantId, warehouseId, field, command }] of wanted.entries()) {
    const result = results[index];
    if (!result) throw new Error('stock: a change without an answer');
    if (!result.ok) {
      if (result.reason === 'unavailable') ctx.requestKey?.leaveOpen();
      userErrors.push(asUserError(result, field));
      continue;
    }
    const after = result.levels.find((level) => level.warehouseId === warehouseId);
    const quantityAfter = after ? quantityOf(after, settable) : null;
    const key = `${variantId}/${warehouseId}`;
    const delta = command.kind === 'adjust' ? command.delta : (quantityAfter ?? 0) - (known.get(key) ?? 0);
    if (quantityAfter !== null) known.set(key, quantityAfter);
    changes.push({ name, variantId, warehouseId, delta, quantityAfter });
  }
  return {
    group:
      changes.length > 0 || userErrors.length === 0
        ? { id: groupId, reason, reference, createdAtMs: ctx.nowMs, changes }
        : null,
    userErrors,
  };
}
