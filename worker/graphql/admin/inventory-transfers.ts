import { GraphQLError } from 'graphql';
import type {
  ShipmentLine,
  StockTransfer,
  TransferLine,
  TransferShipment,
  TransferStatus,
} from '../../ports/stock-transfers.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { decodeCursor, encodeCursor, pageSize, requireId } from './common.ts';
import { connectionOf, listArgs, pageOf } from './connection.ts';
import type { AdminContext } from './context.ts';
import { InventoryItem } from './inventory.ts';
import { LocationType } from './locations.ts';

const STATUS: Readonly<Record<TransferStatus, 'DRAFT' | 'READY_TO_SHIP' | 'IN_PROGRESS' | 'TRANSFERRED' | 'CANCELED'>> =
  {
    draft: 'DRAFT',
    ready_to_ship: 'READY_TO_SHIP',
    in_progress: 'IN_PROGRESS',
    transferred: 'TRANSFERRED',
    canceled: 'CANCELED',
  };
const STATUSES = [
  'draft',
  'ready_to_ship',
  'in_progress',
  'transferred',
  'canceled',
] as const satisfies readonly TransferStatus[];
const InventoryTransferStatus = adminBuilder.enumType('InventoryTransferStatus', {
  description: 'How far a transfer is.',
  values: ['DRAFT', 'READY_TO_SHIP', 'IN_PROGRESS', 'TRANSFERRED', 'CANCELED'] as const,
});
const InventoryShipmentStatus = adminBuilder.enumType('InventoryShipmentStatus', {
  description: 'How far the parcels of a transfer are.',
  values: {
    DRAFT: {
      value: 'DRAFT',
      description: 'Being sent: its units are leaving. Where that was interrupted, mark it in transit again.',
    },
    IN_TRANSIT: { value: 'IN_TRANSIT' },
    PARTIALLY_RECEIVED: { value: 'PARTIALLY_RECEIVED' },
    RECEIVED: { value: 'RECEIVED' },
    OTHER: { value: 'OTHER', description: 'Called off: what had not arrived went back.' },
  } as const,
});

interface LineOf {
  readonly transfer: StockTransfer;
  readonly line: TransferLine;
}
const sum = <T>(lines: readonly T[], of: (line: T) => number) => lines.reduce((total, line) => total + of(line), 0);
const arrived = (line: { readonly accepted: number; readonly rejected: number }) => line.accepted + line.rejected;

const TransferLineItem = adminBuilder.objectRef<LineOf>('InventoryTransferLineItem').implement({
  description: 'Units of one item on a transfer.',
  fields: (t) => ({
    id: t.id({
      resolve: ({ transfer, line }) => toGid('InventoryTransferLineItem', `${transfer.id}-${line.variantId}`),
    }),
    inventoryItem: t.field({
      type: InventoryItem,
      nullable: true,
      resolve: ({ line }, _args, ctx) => ctx.deps.stockItem(line.variantId),
    }),
    totalQuantity: t.int({ resolve: ({ line }) => line.quantity }),
    shippedQuantity: t.int({ resolve: ({ line }) => line.sent }),
    shippableQuantity: t.int({
      description: 'Units that can still be sent.',
      resolve: ({ transfer, line }) =>
        transfer.status === 'ready_to_ship' || transfer.status === 'in_progress' ? line.quantity - line.sent : 0,
    }),
    acceptedQuantity: t.int({ resolve: ({ line }) => line.accepted }),
    rejectedQuantity: t.int({ resolve: ({ line }) => line.rejected }),
  }),
});
const TransferLineItemConnection = connectionOf('InventoryTransferLineItem', TransferLineItem);

interface ShipmentOf {
  readonly transfer: StockTransfer;
  readonly shipment: TransferShipment;
}
interface ShipmentLineOf extends ShipmentOf {
  readonly line: ShipmentLine;
}

/** A line's id within its shipment: `SHIPMENT-VARIANT`. */
const shipmentLineId = ({ shipment, line }: ShipmentLineOf): string => `${shipment.id}-${line.variantId}`;

const ShipmentLineItem = adminBuilder.objectRef<ShipmentLineOf>('InventoryShipmentLineItem').implement({
  description: 'Units of one item in the parcels of a transfer.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('InventoryShipmentLineItem', shipmentLineId(one)) }),
    inventoryItem: t.field({
      type: InventoryItem,
      nullable: true,
      resolve: ({ line }, _args, ctx) => ctx.deps.stockItem(line.variantId),
    }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    acceptedQuantity: t.int({ resolve: ({ line }) => line.accepted }),
    rejectedQuantity: t.int({ resolve: ({ line }) => line.rejected }),
    unreceivedQuantity: t.int({ resolve: ({ line }) => line.quantity - arrived(line) }),
  }),
});
const ShipmentLineItemConnection = connectionOf('InventoryShipmentLineItem', ShipmentLineItem);

function shipmentStatus({ status, lines }: TransferShipment) {
  if (status === 'called_off') return 'OTHER' as const;
  if (status !== 'sent') return 'DRAFT' as const;
  const units = sum(lines, arrived);
  if (units === 0) return 'IN_TRANSIT' as const;
  return units < sum(lines, (line) => line.quantity) ? ('PARTIALLY_RECEIVED' as const) : ('RECEIVED' as const);
}

/** Shipments that left; one that was refused and is back never did. */
const shown = ({ status, shipments }: StockTransfer): readonly TransferShipment[] =>
  status === 'canceled' ? shipments : shipments.filter((one) => one.status !== 'called_off');

/** `#T12-2`: the second shipment of a transfer. */
const shipmentName = ({ transfer, shipment }: ShipmentOf) =>
  `#T${transfer.id}-${shown(transfer).findIndex((one) => one.id === shipment.id) + 1}`;

export const InventoryShipment = adminBuilder.objectRef<ShipmentOf>('InventoryShipment').implement({
  description: 'Parcels of a transfer that were sent together.',
  fields: (t) => ({
    id: t.id({ resolve: ({ shipment }) => toGid('InventoryShipment', shipment.id) }),
    name: t.string({ resolve: shipmentName }),
    status: t.field({ type: InventoryShipmentStatus, resolve: ({ shipment }) => shipmentStatus(shipment) }),
    dateShipped: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ shipment }) => new Date(shipment.sentAtMs),
    }),
    arrivesAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ shipment }) => (shipment.expectedAtMs === null ? null : new Date(shipment.expectedAtMs)),
    }),
    lineItemTotalQuantity: t.int({ resolve: ({ shipment }) => sum(shipment.lines, (line) => line.quantity) }),
    totalAcceptedQuantity: t.int({ resolve: ({ shipment }) => sum(shipment.lines, (line) => line.accepted) }),
    totalRejectedQuantity: t.int({ resolve: ({ shipment }) => sum(shipment.lines, (line) => line.rejected) }),
    lineItems: t.field({
      type: ShipmentLineItemConnection,
      nullable: true,
      args: listArgs(t.arg),
      resolve: (one, args) =>
        pageOf(
          one.shipment.lines.map((line) => ({ ...one, line })),
          args,
          shipmentLineId,
        ),
    }),
  }),
});
const InventoryShipmentConnection = connectionOf('InventoryShipment', InventoryShipment);

interface Place {
  readonly warehouseId: number;
}
const warehouseOf = async (ctx: AdminContext, { warehouseId }: Place) =>
  (await ctx.deps.warehouses()).find((one) => one.id === warehouseId) ?? null;
const LocationSnapshot = adminBuilder.objectRef<Place>('LocationSnapshot').implement({
  description: 'An end of a transfer.',
  fields: (t) => ({
    name: t.string({ resolve: async (one, _args, ctx) => (await warehouseOf(ctx, one))?.name ?? '' }),
    location: t.field({ type: LocationType, nullable: true, resolve: (one, _args, ctx) => warehouseOf(ctx, one) }),
  }),
});

export const InventoryTransfer = adminBuilder.objectRef<StockTransfer>('InventoryTransfer').implement({
  description: 'Units a merchant moves from one location to another.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('InventoryTransfer', one.id) }),
    name: t.string({ resolve: (one) => `#T${one.id}` }),
    status: t.field({ type: InventoryTransferStatus, resolve: (one) => STATUS[one.status] }),
    origin: t.field({
      type: LocationSnapshot,
      nullable: true,
      resolve: (one) => ({ warehouseId: one.fromWarehouseId }),
    }),
    destination: t.field({
      type: LocationSnapshot,
      nullable: true,
      resolve: (one) => ({ warehouseId: one.toWarehouseId }),
    }),
    dateCreated: t.field({ type: 'DateTime', nullable: true, resolve: (one) => new Date(one.createdAtMs) }),
    referenceName: t.exposeString('referenceName', { nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    totalQuantity: t.int({ resolve: (one) => sum(one.lines, (line) => line.quantity) }),
    shippedQuantity: t.int({ resolve: (one) => sum(one.lines, (line) => line.sent) }),
    receivedQuantity: t.int({ resolve: (one) => sum(one.lines, arrived) }),
    inTransitQuantity: t.int({
      description: 'Units on their way now.',
      resolve: (one) =>
        sum(
          one.shipments.filter((shipment) => shipment.status === 'sent' || shipment.status === 'sending'),
          (shipment) => sum(shipment.lines, (line) => line.quantity - arrived(line)),
        ),
    }),
    lineItems: t.field({
      type: TransferLineItemConnection,
      args: listArgs(t.arg),
      resolve: (one, args) =>
        pageOf(
          one.lines.map((line) => ({ transfer: one, line })),
          args,
          ({ line }) => line.variantId,
        ),
    }),
    shipments: t.field({
      type: InventoryShipmentConnection,
      args: listArgs(t.arg),
      resolve: (one, args) =>
        pageOf(
          shown(one).map((shipment) => ({ transfer: one, shipment })),
          args,
          ({ shipment }) => shipment.id,
        ),
    }),
  }),
});
const InventoryTransferConnection = connectionOf('InventoryTransfer', InventoryTransfer);

/** `status:draft OR status:ready_to_ship`, as the Admin API's search syntax writes it. Source: https://shopify.dev/docs/api/usage/search-syntax */
function statusesOf(query: string): TransferStatus[] {
  const words = query
    .trim()
    .split(/\s+(?:OR\s+)?/)
    .filter(Boolean);
  return words.map((word) => {
    const name = /^status:(\w+)$/i.exec(word)?.[1]?.toLowerCase();
    const status = STATUSES.find((one) => one === name);
    if (!status)
      throw new GraphQLError(`query: ${word} is not understood; known is status: with ${STATUSES.join(', ')}.`, {
        extensions: { code: 'BAD_USER_INPUT', argument: 'query' },
      });
    return status;
  });
}

adminBuilder.queryFields((t) => ({
  inventoryTransfer: t.field({
    type: InventoryTransfer,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('InventoryTransfer', String(args.id), 'id');
      return (await ctx.deps.stockTransfers.byIds([id])).get(id) ?? null;
    },
  }),
  inventoryTransfers: t.field({
    type: InventoryTransferConnection,
    description: 'Transfers, newest first.',
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      query: t.arg.string({ description: '`status:in_progress`; several with OR.' }),
    },
    resolve: async (_root, args, ctx) => {
      const size = pageSize(args.first);
      const [older] = args.after == null ? [] : decodeCursor(args.after);
      const statuses = statusesOf(args.query ?? '');
      const found = await ctx.deps.stockTransfers.list(typeof older === 'number' ? older : null, size + 1, statuses);
      const items = found.slice(0, size).map((node) => ({ node, cursor: encodeCursor([node.id]) }));
      return { items, hasNextPage: found.length > size, hasPreviousPage: args.after != null };
    },
  }),
}));
