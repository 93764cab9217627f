import type { StockTransfer, TransferLine, TransferStatus } from '../../ports/stock-transfers.ts';
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
const InventoryTransferStatus = adminBuilder.enumType('InventoryTransferStatus', {
  description: 'How far a transfer is.',
  values: ['DRAFT', 'READY_TO_SHIP', 'IN_PROGRESS', 'TRANSFERRED', 'CANCELED'] as const,
});
const InventoryShipmentStatus = adminBuilder.enumType('InventoryShipmentStatus', {
  description: 'How far the parcels of a transfer are.',
  values: ['IN_TRANSIT', 'PARTIALLY_RECEIVED', 'RECEIVED'] as const,
});

interface LineOf {
  readonly transfer: StockTransfer;
  readonly line: TransferLine;
}
const linesOf = (transfer: StockTransfer): LineOf[] => transfer.lines.map((line) => ({ transfer, line }));
const sum = (transfer: StockTransfer, of: (line: TransferLine) => number) =>
  transfer.lines.reduce((total, line) => total + of(line), 0);
const arrived = (line: TransferLine) => line.accepted + line.rejected;

/** A line's id within its transfer: `TRANSFER-VARIANT`. */
export const lineId = ({ transfer, line }: LineOf): string => `${transfer.id}-${line.variantId}`;

const TransferLineItem = adminBuilder.objectRef<LineOf>('InventoryTransferLineItem').implement({
  description: 'Units of one item on a transfer.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('InventoryTransferLineItem', lineId(one)) }),
    inventoryItem: t.field({
      type: InventoryItem,
      nullable: true,
      resolve: ({ line }, _args, ctx) => ctx.deps.stockItem(line.variantId),
    }),
    totalQuantity: t.int({ resolve: ({ line }) => line.quantity }),
    shippedQuantity: t.int({ resolve: ({ transfer, line }) => (transfer.shippedAtMs === null ? 0 : line.quantity) }),
  }),
});
const TransferLineItemConnection = connectionOf('InventoryTransferLineItem', TransferLineItem);

const ShipmentLineItem = adminBuilder.objectRef<LineOf>('InventoryShipmentLineItem').implement({
  description: 'Units of one item in the parcels of a transfer.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('InventoryShipmentLineItem', lineId(one)) }),
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

/** A transfer is sent as a whole, so its one shipment is the transfer seen as parcels. */
export const InventoryShipment = adminBuilder.objectRef<StockTransfer>('InventoryShipment').implement({
  description: 'The parcels of a transfer.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('InventoryShipment', one.id) }),
    name: t.string({ resolve: (one) => `#T${one.id}-1` }),
    status: t.field({
      type: InventoryShipmentStatus,
      resolve: (one) => {
        const units = sum(one, arrived);
        if (units === 0) return 'IN_TRANSIT' as const;
        return units < sum(one, (line) => line.quantity) ? ('PARTIALLY_RECEIVED' as const) : ('RECEIVED' as const);
      },
    }),
    dateShipped: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (one) => (one.shippedAtMs === null ? null : new Date(one.shippedAtMs)),
    }),
    arrivesAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: (one) => (one.expectedAtMs === null ? null : new Date(one.expectedAtMs)),
    }),
    lineItemTotalQuantity: t.int({ resolve: (one) => sum(one, (line) => line.quantity) }),
    totalAcceptedQuantity: t.int({ resolve: (one) => sum(one, (line) => line.accepted) }),
    totalRejectedQuantity: t.int({ resolve: (one) => sum(one, (line) => line.rejected) }),
    lineItems: t.field({
      type: ShipmentLineItemConnection,
      nullable: true,
      args: listArgs(t.arg),
      resolve: (one, args) => pageOf(linesOf(one), args, lineId),
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
    totalQuantity: t.int({ resolve: (one) => sum(one, (line) => line.quantity) }),
    receivedQuantity: t.int({ resolve: (one) => sum(one, arrived) }),
    lineItems: t.field({
      type: TransferLineItemConnection,
      args: listArgs(t.arg),
      resolve: (one, args) => pageOf(linesOf(one), args, lineId),
    }),
    shipments: t.field({
      type: InventoryShipmentConnection,
      args: listArgs(t.arg),
      resolve: (one, args) => pageOf(one.shippedAtMs === null ? [] : [one], args, (shipment) => shipment.id),
    }),
  }),
});
const InventoryTransferConnection = connectionOf('InventoryTransfer', InventoryTransfer);

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
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: async (_root, args, ctx) => {
      const size = pageSize(args.first);
      const [older] = args.after == null ? [] : decodeCursor(args.after);
      const found = await ctx.deps.stockTransfers.list(typeof older === 'number' ? older : null, size + 1);
      const items = found.slice(0, size).map((node) => ({ node, cursor: encodeCursor([node.id]) }));
      return { items, hasNextPage: found.length > size, hasPreviousPage: args.after != null };
    },
  }),
}));
