import type { GraphQLResolveInfo } from 'graphql';
import type { InventoryRefusal } from '../../../commerce/inventory/contract.ts';
import type { StockTransfer, TransferShipment } from '../../ports/stock-transfers.ts';
import {
  cancelTransfer,
  type ReceivedLine,
  receiveShipment,
  resumeShipment,
  type SentLine,
  type ShipmentOutcome,
  sendShipment,
  type TransferDeps,
  type TransferRefusal,
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
  /** Of what concerns one shipment. */
  readonly shipment?: TransferShipment;
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
      inventoryShipment: t.field({
        type: InventoryShipment,
        nullable: true,
        resolve: ({ transfer, shipment }) => (transfer && shipment ? { transfer, shipment } : null),
      }),
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

/** One sentence for staff, at the line it concerns where the call named lines. */
function refusalOf(
  ctx: AdminContext,
  refusal: TransferRefusal,
  field: readonly string[],
  lineField: (variantId: number) => readonly string[] = () => field,
): Payload {
  switch (refusal.reason) {
    case 'not_found':
      return failed(field, 'It does not exist, or not any more.');
    case 'wrong_status':
      return failed(field, `The transfer is ${refusal.status.replaceAll('_', ' ')}.`);
    case 'unknown_line':
      return failed(lineField(refusal.variantId), `Item ${refusal.variantId} is not on it.`);
    case 'exceeds_coming':
      return failed(
        lineField(refusal.variantId),
        `${refusal.left} are still on their way, not ${refusal.requested}: others may have received some.`,
      );
    case 'exceeds_unsent':
      return failed(
        lineField(refusal.variantId),
        `${refusal.left} are left to be sent, not ${refusal.requested}: others may have been sent meanwhile.`,
      );
    case 'was_refused':
      return failed(field, 'It was refused before: not all units were there. They can be sent anew.');
    case 'nothing_left':
      return failed(field, 'All of it was sent.');
    case 'stock':
      if (refusal.refusal.reason === 'unavailable') ctx.requestKey?.leaveOpen();
      return failed(lineField(refusal.variantId), movedMessage(refusal.refusal));
  }
}

function movedMessage(refusal: InventoryRefusal): string {
  if (refusal.reason === 'not_found' && refusal.what === 'expectation')
    return 'Nothing of it is on its way any more: it was received, or called off.';
  return stockMessage(refusal);
}

const shipmentResult = (
  ctx: AdminContext,
  outcome: ShipmentOutcome,
  field: readonly string[],
  lineField?: (variantId: number) => readonly string[],
): Payload =>
  outcome.ok
    ? { transfer: outcome.transfer, shipment: outcome.shipment, userErrors: [] }
    : refusalOf(ctx, outcome, field, lineField);

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
    lineItems: t.field({
      type: [ShipmentLineInput],
      description: 'A part of the transfer. Missing: all that is left of it.',
    }),
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

/** The units a call wants to send, or what is wrong with the first line that is. */
function sentLines(
  items: readonly { readonly inventoryItemId: string | number; readonly quantity: number }[],
): SentLine[] | UserError {
  const lines: SentLine[] = [];
  for (const [index, { inventoryItemId, quantity }] of items.entries()) {
    const variantId = numberFromGid('InventoryItem', String(inventoryItemId));
    const at = ['input', 'lineItems', String(index)];
    if (variantId === null) return { field: [...at, 'inventoryItemId'], message: 'It is no inventory item.' };
    if (lines.some((line) => line.variantId === variantId))
      return { field: [...at, 'inventoryItemId'], message: 'The inventory item is named twice.' };
    if (quantity < 1 || quantity > MOST_UNITS)
      return { field: [...at, 'quantity'], message: `quantity must lie between 1 and ${MOST_UNITS}.` };
    lines.push({ variantId, quantity });
  }
  return lines;
}

/** The field of an item's quantity among the lines of a call; the lines as a whole where it is not among them. */
const quantityField = (
  base: readonly string[],
  lines: readonly { readonly variantId: number }[],
): ((variantId: number) => readonly string[]) => {
  const places = new Map(lines.map((line, index) => [line.variantId, String(index)]));
  return (variantId) => {
    const place = places.get(variantId);
    return place === undefined ? base : [...base, place, 'quantity'];
  };
};

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
      'Sends a part of a transfer, or all that is left of it: its units leave the origin and are incoming at the destination, all of the part or none.',
    args: { input: t.arg({ type: ShipmentInput, required: true }) },
    resolve: async (_root, { input }, ctx, info) => {
      const transferId = requireId('InventoryTransfer', String(input.movementId), 'movementId');
      const lines = input.lineItems ? sentLines(input.lineItems) : null;
      if (lines && 'message' in lines) return { transfer: null, userErrors: [lines] };
      const arrivesAt = input.trackingInput?.arrivesAt;
      const sent = await sendShipment(deps(ctx), {
        transferId,
        lines,
        expectedAtMs: arrivesAt == null ? null : Date.parse(arrivesAt),
        key: nameOfChange(ctx, info),
        actor: ctx.caller.actor,
      });
      return shipmentResult(ctx, sent, ['input', 'movementId'], quantityField(['input', 'lineItems'], lines ?? []));
    },
  }),
  inventoryShipmentMarkInTransit: t.field({
    type: shipmentPayload('InventoryShipmentMarkInTransitPayload'),
    nullable: true,
    description: 'Ends what was interrupted while a shipment was sent; one that is in transit stays so.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('InventoryShipment', String(args.id), 'id');
      return shipmentResult(ctx, await resumeShipment(deps(ctx), id, ctx.caller.actor), ['id']);
    },
  }),
  inventoryShipmentReceive: t.field({
    type: shipmentPayload('InventoryShipmentReceivePayload'),
    nullable: true,
    description: 'Takes in what arrived of a shipment, in as many parts as it takes.',
    args: { id: t.arg.id({ required: true }), lineItems: t.arg({ type: [ReceiveInput], required: true }) },
    resolve: async (_root, args, ctx, info) => {
      const id = requireId('InventoryShipment', String(args.id), 'id');
      const lines = receivedLines(id, args.lineItems);
      if ('message' in lines) return { transfer: null, userErrors: [lines] };
      const name = sha256(nameOfChange(ctx, info)).slice(0, 32);
      const received = await receiveShipment(deps(ctx), id, lines, name, ctx.caller.actor);
      return shipmentResult(ctx, received, ['id'], quantityField(['lineItems'], lines));
    },
  }),
  inventoryTransferCancel: t.field({
    type: transferPayload('InventoryTransferCancelPayload'),
    nullable: true,
    description: 'Calls a transfer off; what is on its way goes back where it came from.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('InventoryTransfer', String(args.id), 'id');
      const outcome = await cancelTransfer(deps(ctx), id, ctx.caller.actor);
      return outcome.ok ? { transfer: outcome.transfer, userErrors: [] } : refusalOf(ctx, outcome, ['id']);
    },
  }),
}));
