import type { GraphQLResolveInfo } from 'graphql';
import type { StockTransfer } from '../../ports/stock-transfers.ts';
import {
  cancelTransfer,
  type ReceivedLine,
  receiveTransfer,
  shipTransfer,
  type TransferDeps,
  type TransferOutcome,
} from '../../services/transfer-stock.ts';
import { numberFromGid, parseGid } from '../gid.ts';
import { sha256 } from '../sha256.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { nameOfChange } from './idempotency.ts';
import { stockMessage } from './inventory-state-mutations.ts';
import { InventoryShipment, InventoryTransfer } from './inventory-transfers.ts';

/** Most items of one transfer. */
const MOST_LINES = 250;
const MOST_UNITS = 1_000_000;

interface Payload {
  readonly transfer: StockTransfer | null;
  readonly userErrors: readonly UserError[];
}

const transferPayload = (name: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    fields: (t) => ({
      inventoryTransfer: t.field({ type: InventoryTransfer, nullable: true, resolve: (p) => p.transfer }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });
const shipmentPayload = (name: string) =>
  adminBuilder.objectRef<Payload>(name).implement({
    fields: (t) => ({
      inventoryShipment: t.field({ type: InventoryShipment, nullable: true, resolve: (p) => p.transfer }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

const LineInput = adminBuilder.inputType('InventoryTransferLineItemInput', {
  fields: (t) => ({ inventoryItemId: t.id({ required: true }), quantity: t.int({ required: true }) }),
});
const transferInput = (name: string) =>
  adminBuilder.inputType(name, {
    fields: (t) => ({
      originLocationId: t.id({ required: true }),
      destinationLocationId: t.id({ required: true }),
      lineItems: t.field({ type: [LineInput], required: true }),
      referenceName: t.string(),
      note: t.string(),
    }),
  });

interface WantedTransfer {
  readonly originLocationId: string | number;
  readonly destinationLocationId: string | number;
  readonly lineItems: readonly { readonly inventoryItemId: string | number; readonly quantity: number }[];
  readonly referenceName?: string | null | undefined;
  readonly note?: string | null | undefined;
}

const failed = (field: readonly string[], message: string): Payload => ({
  transfer: null,
  userErrors: [{ field, message }],
});

const deps = (ctx: AdminContext): TransferDeps => ({
  transfers: ctx.deps.stockTransfers,
  inventory: ctx.deps.inventory,
  nowMs: ctx.deps.clock.nowMs,
});

/** The lines of a transfer as stock knows them, or what is wrong with the first that is. */
async function linesOf(
  ctx: AdminContext,
  input: WantedTransfer,
): Promise<{ readonly lines: { variantId: number; quantity: number }[] } | UserError> {
  const field = ['input', 'lineItems'];
  if (input.lineItems.length === 0 || input.lineItems.length > MOST_LINES) {
    return { field, message: `A transfer has 1 to ${MOST_LINES} items.` };
  }
  const lines: { variantId: number; quantity: number }[] = [];
  for (const [index, { inventoryItemId, quantity }] of input.lineItems.entries()) {
    const variantId = numberFromGid('InventoryItem', String(inventoryItemId));
    const at = [...field, String(index)];
    if (variantId === null || !(await ctx.deps.stockItem(variantId))) {
      return { field: [...at, 'inventoryItemId'], message: 'The inventory item does not exist.' };
    }
    if (lines.some((line) => line.variantId === variantId)) {
      return { field: [...at, 'inventoryItemId'], message: 'The inventory item is on the transfer already.' };
    }
    if (quantity < 1 || quantity > MOST_UNITS) {
      return { field: [...at, 'quantity'], message: `quantity must lie between 1 and ${MOST_UNITS}.` };
    }
    lines.push({ variantId, quantity });
  }
  return { lines };
}

async function create(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  input: WantedTransfer,
  status: 'draft' | 'ready_to_ship',
): Promise<Payload> {
  const warehouses = await ctx.deps.warehouses();
  const known = (gid: string | number) => {
    const id = numberFromGid('Location', String(gid));
    return warehouses.find((one) => one.id === id)?.id;
  };
  const fromWarehouseId = known(input.originLocationId);
  if (fromWarehouseId === undefined) return failed(['input', 'originLocationId'], 'The location does not exist.');
  const toWarehouseId = known(input.destinationLocationId);
  if (toWarehouseId === undefined) return failed(['input', 'destinationLocationId'], 'The location does not exist.');
  if (fromWarehouseId === toWarehouseId) {
    return failed(['input', 'destinationLocationId'], 'The destination must be another location.');
  }
  const checked = await linesOf(ctx, input);
  if ('message' in checked) return { transfer: null, userErrors: [checked] };
  const id = await ctx.deps.stockTransfers.create({
    status,
    fromWarehouseId,
    toWarehouseId,
    referenceName: input.referenceName ?? null,
    note: input.note ?? '',
    createdBy: ctx.caller.actor,
    idempotencyKey: nameOfChange(ctx, info),
    nowMs: ctx.nowMs,
    lines: checked.lines,
  });
  return { transfer: (await ctx.deps.stockTransfers.byIds([id])).get(id) ?? null, userErrors: [] };
}

function payloadOf(ctx: AdminContext, outcome: TransferOutcome, field: readonly string[]): Payload {
  if (outcome.ok) return { transfer: outcome.transfer, userErrors: [] };
  switch (outcome.reason) {
    case 'not_found':
      return failed(field, 'The transfer does not exist.');
    case 'wrong_status':
      return failed(field, `The transfer is ${outcome.status.replaceAll('_', ' ')}.`);
    case 'unknown_line':
      return failed(['lineItems'], `Item ${outcome.variantId} is not on the transfer.`);
    case 'stock':
      if (outcome.refusal.reason === 'unavailable') ctx.requestKey?.leaveOpen();
      return failed(field, `Item ${outcome.variantId}: ${stockMessage(outcome.refusal)}`);
  }
}

const CreateInput = transferInput('InventoryTransferCreateInput');
const ReadyInput = transferInput('InventoryTransferCreateAsReadyToShipInput');
const TrackingInput = adminBuilder.inputType('InventoryShipmentTrackingInput', {
  fields: (t) => ({ arrivesAt: t.field({ type: 'DateTime', description: 'When the parcels are expected.' }) }),
});
const ShipmentLineInput = adminBuilder.inputType('InventoryShipmentLineItemInput', {
  fields: (t) => ({ inventoryItemId: t.id({ required: true }), quantity: t.int({ required: true }) }),
});
const ShipmentInput = adminBuilder.inputType('InventoryShipmentCreateInput', {
  fields: (t) => ({
    movementId: t.id({ required: true, description: 'The transfer.' }),
    lineItems: t.field({ type: [ShipmentLineInput], description: 'All of the transfer; it is sent as a whole.' }),
    trackingInput: t.field({ type: TrackingInput }),
  }),
});
const ReceiveReason = adminBuilder.enumType('InventoryShipmentReceiveLineItemReason', {
  description: 'What became of units that arrived.',
  values: { ACCEPTED: { value: 'accepted' }, REJECTED: { value: 'rejected' } } as const,
});
const ReceiveInput = adminBuilder.inputType('InventoryShipmentReceiveItemInput', {
  fields: (t) => ({
    shipmentLineItemId: t.id({ required: true }),
    quantity: t.int({ required: true }),
    reason: t.field({ type: ReceiveReason, required: true }),
  }),
});

/** Whether the lines named are the whole transfer. */
function isWhole(
  transfer: StockTransfer,
  lines: readonly { readonly inventoryItemId: string | number; readonly quantity: number }[],
): boolean {
  const named = new Map(
    lines.map((one) => [numberFromGid('InventoryItem', String(one.inventoryItemId)), one.quantity]),
  );
  return (
    named.size === transfer.lines.length && transfer.lines.every((line) => named.get(line.variantId) === line.quantity)
  );
}

function receivedLines(
  shipmentId: number,
  items: readonly {
    readonly shipmentLineItemId: string | number;
    readonly quantity: number;
    readonly reason: ReceivedLine['condition'];
  }[],
): ReceivedLine[] | UserError {
  const lines: ReceivedLine[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = parseGid(String(item.shipmentLineItemId));
    const match = parsed?.type === 'InventoryShipmentLineItem' ? /^(\d{1,15})-(\d{1,15})$/.exec(parsed.id) : null;
    if (!match || Number(match[1]) !== shipmentId) {
      return {
        field: ['lineItems', String(index), 'shipmentLineItemId'],
        message: 'It is not a line of this shipment.',
      };
    }
    if (item.quantity < 1 || item.quantity > MOST_UNITS) {
      return { field: ['lineItems', String(index), 'quantity'], message: 'quantity must be at least 1.' };
    }
    lines.push({ variantId: Number(match[2]), quantity: item.quantity, condition: item.reason });
  }
  return lines;
}

adminBuilder.mutationFields((t) => ({
  inventoryTransferCreate: t.field({
    type: transferPayload('InventoryTransferCreatePayload'),
    nullable: true,
    description: 'Makes up a transfer; nothing moves yet.',
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, ctx, info) => create(ctx, info, input, 'draft'),
  }),
  inventoryTransferCreateAsReadyToShip: t.field({
    type: transferPayload('InventoryTransferCreateAsReadyToShipPayload'),
    nullable: true,
    description: 'Makes up a transfer that can be sent at once.',
    args: { input: t.arg({ type: ReadyInput, required: true }) },
    resolve: (_root, { input }, ctx, info) => create(ctx, info, input, 'ready_to_ship'),
  }),
  inventoryTransferMarkAsReadyToShip: t.field({
    type: transferPayload('InventoryTransferMarkAsReadyToShipPayload'),
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('InventoryTransfer', String(args.id), 'id');
      await ctx.deps.stockTransfers.advance(id, ['draft'], 'ready_to_ship', ctx.nowMs);
      const transfer = (await ctx.deps.stockTransfers.byIds([id])).get(id);
      if (!transfer) return failed(['id'], 'The transfer does not exist.');
      return transfer.status === 'ready_to_ship'
        ? { transfer, userErrors: [] }
        : failed(['id'], `The transfer is ${transfer.status.replaceAll('_', ' ')}.`);
    },
  }),
  inventoryShipmentCreateInTransit: t.field({
    type: shipmentPayload('InventoryShipmentCreateInTransitPayload'),
    nullable: true,
    description:
      'Sends a transfer: its units leave the origin and are incoming at the destination, all of them or none.',
    args: { input: t.arg({ type: ShipmentInput, required: true }) },
    resolve: async (_root, { input }, ctx) => {
      const id = requireId('InventoryTransfer', String(input.movementId), 'movementId');
      const transfer = (await ctx.deps.stockTransfers.byIds([id])).get(id);
      if (!transfer) return failed(['input', 'movementId'], 'The transfer does not exist.');
      if (input.lineItems && !isWhole(transfer, input.lineItems)) {
        return failed(['input', 'lineItems'], 'A transfer is sent as a whole: name all of its items, or none.');
      }
      const arrivesAt = input.trackingInput?.arrivesAt;
      const expectedAtMs = arrivesAt == null ? null : Date.parse(arrivesAt);
      return payloadOf(ctx, await shipTransfer(deps(ctx), id, expectedAtMs, ctx.caller.actor), ['input', 'movementId']);
    },
  }),
  inventoryShipmentReceive: t.field({
    type: shipmentPayload('InventoryShipmentReceivePayload'),
    nullable: true,
    description: 'Takes in what arrived of a transfer, in as many parts as it takes.',
    args: { id: t.arg.id({ required: true }), lineItems: t.arg({ type: [ReceiveInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const id = requireId('InventoryShipment', String(args.id), 'id');
      const lines = receivedLines(id, args.lineItems);
      if ('message' in lines) return { transfer: null, userErrors: [lines] };
      const name = sha256(nameOfChange(ctx, info)).slice(0, 32);
      return payloadOf(ctx, await receiveTransfer(deps(ctx), id, lines, name, ctx.caller.actor), ['lineItems']);
    },
  }),
  inventoryTransferCancel: t.field({
    type: transferPayload('InventoryTransferCancelPayload'),
    nullable: true,
    description: 'Calls a transfer off; what is on its way goes back where it came from.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('InventoryTransfer', String(args.id), 'id');
      return payloadOf(ctx, await cancelTransfer(deps(ctx), id, ctx.caller.actor), ['id']);
    },
  }),
}));
