import type { GraphQLResolveInfo } from 'graphql';
import type { InventoryRefusal, QuantityCommand } from '../../../commerce/inventory/contract.ts';
import type { SellingTerms } from '../../../commerce/inventory/supply.ts';
import { numberFromGid } from '../gid.ts';
import { sha256 } from '../sha256.ts';
import { adminBuilder } from './builder.ts';
import { type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { nameOfChange } from './idempotency.ts';
import { InventoryItem, LedgerEntryType } from './inventory.ts';

/** One sentence for staff about a refusal of stock. */
export function stockMessage(refusal: InventoryRefusal): string {
  switch (refusal.reason) {
    case 'invalid':
      return `${refusal.field} ${refusal.rule}.`;
    case 'insufficient':
      return `Only ${refusal.available} are there for that, not ${refusal.requested}.`;
    case 'not_found':
      return `There is no such ${refusal.what} (${refusal.id}).`;
    case 'exists_with_different_content':
      return `It was done before with another ${refusal.field}.`;
    case 'changed':
      return `It is ${refusal.actual} by now, not ${refusal.expected}.`;
    case 'terms_changed':
      return 'The limits were changed meanwhile. Look at them again.';
    case 'unavailable':
      return 'Stock could not be reached; repeat the call with the same Idempotency-Key.';
    default:
      return `Refused: ${refusal.reason}.`;
  }
}

interface Payload {
  readonly variantId: number | null;
  readonly sequence: number | null;
  readonly userErrors: readonly UserError[];
}

const payload = (name: string, description: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    description,
    fields: (t) => ({
      inventoryItem: t.field({
        type: InventoryItem,
        nullable: true,
        resolve: (one, _args, ctx) => (one.variantId === null ? null : ctx.deps.stockItem(one.variantId)),
      }),
      entry: t.field({
        type: LedgerEntryType,
        nullable: true,
        description: 'The ledger entry it left; null when it changed nothing.',
        resolve: async (one, _args, ctx) => {
          if (one.variantId === null || !one.sequence) return null;
          const page = await ctx.deps.inventory.ledger(one.variantId, one.sequence - 1, 1);
          return page.ok ? (page.entries[0] ?? null) : null;
        },
      }),
      userErrors: t.field({ type: [UserErrorType], resolve: (one) => [...one.userErrors] }),
    }),
  });

type Named<C> = C extends QuantityCommand ? Omit<C, 'commandId' | 'actor'> : never;

const failed = (field: readonly string[], message: string): Payload => ({
  variantId: null,
  sequence: null,
  userErrors: [{ field, message }],
});

/** Sends one command to an item's stock under the name of the mutation's field. */
async function command(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  itemGid: string,
  locationGid: string | null,
  make: (warehouseId: number) => Named<QuantityCommand>,
): Promise<Payload> {
  const variantId = numberFromGid('InventoryItem', itemGid);
  if (variantId === null || !(await ctx.deps.stockItem(variantId))) {
    return failed(['input', 'inventoryItemId'], 'The inventory item does not exist.');
  }
  const warehouseId = locationGid === null ? 0 : numberFromGid('Location', locationGid);
  const isKnown = locationGid === null || (await ctx.deps.warehouses()).some((one) => one.id === warehouseId);
  if (warehouseId === null || !isKnown) return failed(['input', 'locationId'], 'The location does not exist.');
  const commandId = sha256(nameOfChange(ctx, info)).slice(0, 32);
  const result = await ctx.deps.inventory.change(variantId, {
    ...make(warehouseId),
    commandId,
    actor: ctx.caller.actor,
  });
  if (result.ok) return { variantId, sequence: result.sequence, userErrors: [] };
  if (result.reason === 'unavailable') ctx.requestKey?.leaveOpen();
  return failed(fieldOf(result), stockMessage(result));
}

/** Fields of commands that inputs call otherwise. */
const INPUT_NAMES: Readonly<Record<string, string>> = {
  customerWindowMs: 'customerWindowSeconds',
  maxHoldLifeMs: 'maxHoldSeconds',
};

/** The field of the input that a refusal is about. */
function fieldOf(refusal: InventoryRefusal): readonly string[] {
  if (refusal.reason === 'terms_changed') return ['input', 'compareLimits'];
  return refusal.reason === 'invalid' ? ['input', INPUT_NAMES[refusal.field] ?? refusal.field] : ['input'];
}

const CountInput = adminBuilder.inputType('InventoryCountInput', {
  fields: (t) => ({
    inventoryItemId: t.id({ required: true }),
    locationId: t.id({ required: true }),
    quantity: t.int({ required: true, description: 'Units seen on the shelf.' }),
    seenAt: t.field({
      type: 'DateTime',
      description: 'When they were seen: what moved since then is kept. Missing: now.',
    }),
    reason: t.string(),
    referenceDocumentUri: t.string(),
  }),
});
const WriteOffSource = adminBuilder.enumType('InventoryWriteOffSource', {
  description: 'Which units are written off.',
  values: {
    STOCK: { value: 'stock', description: 'Units nobody was promised.' },
    COMMITTED: { value: 'committed', description: 'Units sold under the reference and not shipped.' },
    INCOMING: { value: 'incoming', description: 'Units on their way under the reference.' },
  } as const,
});
const WriteOffInput = adminBuilder.inputType('InventoryWriteOffInput', {
  fields: (t) => ({
    inventoryItemId: t.id({ required: true }),
    locationId: t.id({ required: true }),
    quantity: t.int({ required: true }),
    from: t.field({ type: WriteOffSource, required: true }),
    reason: t.string({ required: true }),
    reference: t.string({ description: 'The order, purchase order line or transfer, such as order:12.' }),
  }),
});
const CompareLimits = adminBuilder.inputType('InventoryLimitsCompareInput', {
  description: 'Every limit of an item as it was read; a missing one was none.',
  fields: (t) => ({
    backorderLimit: t.int(),
    preorderLimit: t.int(),
    maxPerHold: t.int(),
    maxPerCustomer: t.int(),
    customerWindowSeconds: t.int(),
    maxHoldSeconds: t.int(),
  }),
});
const LimitsInput = adminBuilder.inputType('InventoryLimitsInput', {
  fields: (t) => ({
    inventoryItemId: t.id({ required: true }),
    backorderLimit: t.int({ description: 'Most units promised beyond what is for sale where selling on is allowed.' }),
    preorderLimit: t.int({ description: 'Most units promised against arrivals with a date.' }),
    maxPerHold: t.int(),
    maxPerCustomer: t.int(),
    customerWindowSeconds: t.int({ description: 'How far back a customer is counted.' }),
    maxHoldSeconds: t.int({ description: 'Longest life of a hold, however often it is extended.' }),
    reason: t.string(),
    compareLimits: t.field({
      type: CompareLimits,
      description: 'The limits as the caller saw them: refused when one of them is another by now.',
    }),
  }),
});

interface SeenLimits {
  readonly backorderLimit?: number | null | undefined;
  readonly preorderLimit?: number | null | undefined;
  readonly maxPerHold?: number | null | undefined;
  readonly maxPerCustomer?: number | null | undefined;
  readonly customerWindowSeconds?: number | null | undefined;
  readonly maxHoldSeconds?: number | null | undefined;
}

const seenTerms = (seen: SeenLimits): SellingTerms => ({
  backorderLimit: seen.backorderLimit ?? null,
  preorderLimit: seen.preorderLimit ?? null,
  maxPerHold: seen.maxPerHold ?? null,
  maxPerCustomer: seen.maxPerCustomer ?? null,
  customerWindowMs: ms(seen.customerWindowSeconds) ?? null,
  maxHoldLifeMs: ms(seen.maxHoldSeconds) ?? null,
});
const ms = (seconds: number | null | undefined) => (typeof seconds === 'number' ? seconds * 1000 : seconds);

adminBuilder.mutationFields((t) => ({
  inventoryCount: t.field({
    type: payload('InventoryCountPayload', 'What a count changed.'),
    nullable: true,
    description: 'Records what was seen on a shelf at a moment; sales and receipts made since then survive.',
    args: { input: t.arg({ type: CountInput, required: true }) },
    resolve: (_root, { input }, ctx, info) =>
      command(ctx, info, String(input.inventoryItemId), String(input.locationId), (warehouseId) => ({
        kind: 'count',
        warehouseId,
        quantity: input.quantity,
        seenAtMs: input.seenAt == null ? ctx.nowMs : Date.parse(input.seenAt),
        reason: input.reason ?? undefined,
        reference: input.referenceDocumentUri ?? undefined,
      })),
  }),
  inventoryWriteOff: t.field({
    type: payload('InventoryWriteOffPayload', 'What a write-off changed.'),
    nullable: true,
    description: 'Takes lost or broken units out of stock, of an order, or of what is on its way.',
    args: { input: t.arg({ type: WriteOffInput, required: true }) },
    resolve: (_root, { input }, ctx, info) =>
      command(ctx, info, String(input.inventoryItemId), String(input.locationId), (warehouseId) => ({
        kind: 'write_off',
        warehouseId,
        quantity: input.quantity,
        from: input.from,
        reason: input.reason,
        reference: input.reference ?? undefined,
      })),
  }),
  inventoryLimitsUpdate: t.field({
    type: payload('InventoryLimitsUpdatePayload', 'Limits that changed.'),
    nullable: true,
    description: 'Changes limits of an item; a missing one stays, null removes it.',
    args: { input: t.arg({ type: LimitsInput, required: true }) },
    resolve: (_root, { input }, ctx, info) => {
      const { inventoryItemId, customerWindowSeconds, maxHoldSeconds, reason, compareLimits, ...limits } = input;
      return command(ctx, info, String(inventoryItemId), null, () => ({
        kind: 'limit',
        ...limits,
        customerWindowMs: ms(customerWindowSeconds),
        maxHoldLifeMs: ms(maxHoldSeconds),
        reason: reason ?? undefined,
        compare: compareLimits ? seenTerms(compareLimits) : undefined,
      }));
    },
  }),
}));
