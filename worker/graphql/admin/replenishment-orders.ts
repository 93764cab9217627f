import { money } from '../../../commerce/money/money.ts';
import {
  isPossible,
  type PurchaseOrderAct,
  type PurchaseOrderStatus,
} from '../../../commerce/replenishment/purchase-order.ts';
import type { PurchaseOrderLineRecord, PurchaseOrderRecord } from '../../ports/purchase-orders.ts';
import { toGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { CountType, decodeCursor, encodeCursor, MoneyV2, pageSize, requireId } from './common.ts';
import { connectionOf } from './connection.ts';
import { LocationType } from './locations.ts';
import { StockedItem, SupplierType } from './replenishment-suppliers.ts';

export const PurchaseOrderStatusEnum = adminBuilder.enumType('PurchaseOrderStatus', {
  description: 'Where an order to a supplier stands.',
  values: {
    DRAFT: { value: 'draft', description: 'Can still be changed.' },
    APPROVED: { value: 'approved', description: 'May be sent to the supplier.' },
    ORDERED: { value: 'ordered', description: 'Sent; its units are incoming.' },
    PARTIALLY_RECEIVED: { value: 'partially_received', description: 'Some of it arrived.' },
    RECEIVED: { value: 'received', description: 'All of it arrived.' },
    CANCELLED: { value: 'cancelled', description: 'Nothing more is awaited of it.' },
  } as const,
});
const ALL: readonly PurchaseOrderStatus[] = [
  'draft',
  'approved',
  'ordered',
  'partially_received',
  'received',
  'cancelled',
];

interface LineOf {
  readonly line: PurchaseOrderLineRecord;
  readonly currency: string;
}

const PurchaseOrderLine = adminBuilder.objectRef<LineOf>('PurchaseOrderLineItem').implement({
  description: 'An item of an order to a supplier.',
  fields: (t) => ({
    id: t.id({ resolve: ({ line }) => toGid('PurchaseOrderLineItem', line.id) }),
    item: t.field({ type: StockedItem, resolve: ({ line }) => line }),
    quantity: t.int({ resolve: ({ line }) => line.quantity }),
    receivedQuantity: t.int({ resolve: ({ line }) => line.receivedQuantity }),
    packSize: t.int({ resolve: ({ line }) => line.packSize }),
    cost: t.field({
      type: MoneyV2,
      description: 'Of one unit.',
      resolve: ({ line, currency }) => money(line.costMinor, currency),
    }),
    total: t.field({
      type: MoneyV2,
      resolve: ({ line, currency }) => money(line.costMinor * line.quantity, currency),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why so many, in words; null when a person chose.',
      resolve: ({ line }) => line.reason || null,
    }),
  }),
});

const momentOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
const possible = (act: PurchaseOrderAct) => (order: PurchaseOrderRecord) => isPossible(act, order.status);

export const PurchaseOrderType = adminBuilder.objectRef<PurchaseOrderRecord>('PurchaseOrder').implement({
  description: 'An order to a supplier for one location.',
  fields: (t) => ({
    id: t.id({ resolve: (one) => toGid('PurchaseOrder', one.id) }),
    name: t.string({ resolve: (one) => `PO-${one.id}` }),
    status: t.field({ type: PurchaseOrderStatusEnum, resolve: (one) => one.status }),
    supplierName: t.exposeString('supplierName'),
    supplier: t.field({
      type: SupplierType,
      resolve: async (one, _args, ctx) => {
        const supplier = await ctx.deps.purchaseOrders.supplier(one.supplierId);
        if (!supplier) throw new Error(`supplier ${one.supplierId} is not recorded`);
        return supplier;
      },
    }),
    location: t.field({
      type: LocationType,
      description: 'Where the goods go.',
      resolve: async (one, _args, ctx) => {
        const found = (await ctx.deps.warehouses()).find((warehouse) => warehouse.id === one.warehouseId);
        if (!found) throw new Error(`warehouse ${one.warehouseId} is not recorded`);
        return found;
      },
    }),
    lineItems: t.field({
      type: [PurchaseOrderLine],
      resolve: ({ lines, currency }) => lines.map((line) => ({ line, currency })),
    }),
    totalQuantity: t.int({ resolve: ({ lines }) => lines.reduce((sum, line) => sum + line.quantity, 0) }),
    totalReceived: t.int({ resolve: ({ lines }) => lines.reduce((sum, line) => sum + line.receivedQuantity, 0) }),
    total: t.field({ type: MoneyV2, resolve: (one) => money(one.totalMinor, one.currency) }),
    note: t.exposeString('note'),
    isAutomatic: t.boolean({ description: 'Drafted by the daily round.', resolve: (one) => one.draftedOn !== null }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.field({ type: 'DateTime', resolve: (one) => new Date(one.createdAtMs) }),
    approvedBy: t.exposeString('approvedBy', { nullable: true }),
    approvedAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => momentOf(one.approvedAtMs) }),
    budgetPeriod: t.exposeString('budgetPeriod', {
      nullable: true,
      description: 'Budget period it was approved from automatically, such as 2026-11.',
    }),
    orderedAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => momentOf(one.orderedAtMs) }),
    expectedAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => momentOf(one.expectedAtMs) }),
    receivedAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => momentOf(one.receivedAtMs) }),
    cancelledAt: t.field({ type: 'DateTime', nullable: true, resolve: (one) => momentOf(one.cancelledAtMs) }),
    isSettling: t.exposeBoolean('isSettling', {
      description: 'Whether stock has not taken the newest change yet; it does within a minute.',
    }),
    canEdit: t.boolean({ resolve: possible('edit') }),
    canApprove: t.boolean({ resolve: possible('approve') }),
    canOrder: t.boolean({ resolve: possible('order') }),
    canReceive: t.boolean({ resolve: possible('receive') }),
    canCancel: t.boolean({ resolve: possible('cancel') }),
  }),
});
const PurchaseOrderConnection = connectionOf('PurchaseOrder', PurchaseOrderType);

adminBuilder.queryFields((t) => ({
  purchaseOrder: t.field({
    type: PurchaseOrderType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = requireId('PurchaseOrder', String(args.id), 'id');
      return (await ctx.deps.purchaseOrders.byIds([id])).get(id) ?? null;
    },
  }),
  purchaseOrders: t.field({
    type: PurchaseOrderConnection,
    description: 'Orders to suppliers, newest first; of all statuses when none is named.',
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      statuses: t.arg({ type: [PurchaseOrderStatusEnum] }),
      supplierId: t.arg.id(),
    },
    resolve: async (_root, args, ctx) => {
      const [before] = args.after ? decodeCursor(args.after) : [];
      const beforeId = typeof before === 'number' ? before : null;
      const page = await ctx.deps.purchaseOrders.list({
        statuses: args.statuses?.length ? args.statuses : ALL,
        supplierId: args.supplierId == null ? null : requireId('Supplier', String(args.supplierId), 'supplierId'),
        limit: pageSize(args.first),
        beforeId,
      });
      return {
        items: page.items.map((node) => ({ node, cursor: encodeCursor([node.id]) })),
        hasNextPage: page.hasNextPage,
        hasPreviousPage: beforeId !== null,
      };
    },
  }),
  purchaseOrdersCount: t.field({
    type: CountType,
    args: { statuses: t.arg({ type: [PurchaseOrderStatusEnum] }) },
    resolve: async (_root, { statuses }, ctx) => ({
      count: await ctx.deps.purchaseOrders.count(statuses?.length ? statuses : ALL),
    }),
  }),
}));
