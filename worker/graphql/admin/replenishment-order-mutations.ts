import type { GraphQLResolveInfo } from 'graphql';
import type { PurchaseOrderRecord, StateChange } from '../../ports/purchase-orders.ts';
import {
  cancelPurchaseOrder,
  orderFromSupplier,
  type PurchaseOutcome,
  type PurchaseRefusal,
  receivePurchaseOrder,
  rescheduleOrder,
} from '../../services/replenishment-orders.ts';
import { wantedLines } from '../../services/replenishment-terms.ts';
import { numberFromGid } from '../gid.ts';
import { adminBuilder } from './builder.ts';
import { requireId, type UserError, UserErrorType } from './common.ts';
import type { AdminContext } from './context.ts';
import { nameOfChange } from './idempotency.ts';
import { PurchaseOrderType } from './replenishment-orders.ts';

interface OrderPayload {
  readonly purchaseOrder: PurchaseOrderRecord | null;
  readonly userErrors: readonly UserError[];
}
const orderPayload = (name: string) =>
  adminBuilder.objectRef<OrderPayload>(name).implement({
    fields: (t) => ({
      purchaseOrder: t.field({ type: PurchaseOrderType, nullable: true, resolve: (p) => p.purchaseOrder }),
      userErrors: t.field({ type: [UserErrorType], resolve: (p) => [...p.userErrors] }),
    }),
  });

const refused = (field: readonly string[], message: string): OrderPayload => ({
  purchaseOrder: null,
  userErrors: [{ field, message }],
});

function sentenceOf(refusal: PurchaseRefusal): OrderPayload {
  switch (refusal.reason) {
    case 'not_found':
      return refused(['id'], 'The purchase order does not exist.');
    case 'wrong_status':
      return refused(['id'], `This is not possible: the order is ${refusal.status.replaceAll('_', ' ')}.`);
    case 'settling':
      return refused(['id'], 'The stock is just taking an earlier change; try again in a moment.');
    case 'too_many':
      return refused(
        ['lineItems'],
        'More arrived than was ordered: receive what was ordered and adjust stock by the rest.',
      );
    case 'invalid':
      return refused([refusal.field], refusal.message);
  }
}

async function shown(ctx: AdminContext, id: number, outcome: PurchaseOutcome | StateChange): Promise<OrderPayload> {
  if (!outcome.ok) {
    // What is being settled may be possible in a moment, under the same key.
    if (outcome.reason === 'settling') ctx.requestKey?.leaveOpen();
    return sentenceOf(outcome);
  }
  const purchaseOrder = (await ctx.deps.purchaseOrders.byIds([id])).get(id) ?? null;
  return { purchaseOrder, userErrors: [] };
}

const LineInput = adminBuilder.inputType('PurchaseOrderLineItemInput', {
  fields: (t) => ({ inventoryItemId: t.id({ required: true }), quantity: t.int({ required: true }) }),
});
const ReceiveLineInput = adminBuilder.inputType('PurchaseOrderReceiveLineItemInput', {
  fields: (t) => ({ id: t.id({ required: true }), quantity: t.int({ required: true }) }),
});
const CreateInput = adminBuilder.inputType('PurchaseOrderCreateInput', {
  fields: (t) => ({
    supplierId: t.id({ required: true }),
    locationId: t.id({ required: true }),
    note: t.string(),
    lineItems: t.field({ type: [LineInput], required: true }),
  }),
});
const UpdateInput = adminBuilder.inputType('PurchaseOrderUpdateInput', {
  fields: (t) => ({ note: t.string(), lineItems: t.field({ type: [LineInput], required: true }) }),
});

const itemsOf = (lines: readonly (typeof LineInput.$inferInput)[]) =>
  lines.map((line) => ({
    variantId: requireId('InventoryItem', String(line.inventoryItemId), 'lineItems.inventoryItemId'),
    quantity: line.quantity,
  }));

async function create(
  ctx: AdminContext,
  info: GraphQLResolveInfo,
  input: typeof CreateInput.$inferInput,
): Promise<OrderPayload> {
  const supplierId = requireId('Supplier', String(input.supplierId), 'input.supplierId');
  const warehouseId = requireId('Location', String(input.locationId), 'input.locationId');
  const supplier = await ctx.deps.purchaseOrders.supplier(supplierId);
  if (!supplier) return refused(['input', 'supplierId'], 'The supplier does not exist.');
  if (!(await ctx.deps.warehouses()).some((one) => one.id === warehouseId))
    return refused(['input', 'locationId'], 'The location does not exist.');
  const wanted = await wantedLines(ctx.deps.purchaseOrders, supplierId, itemsOf(input.lineItems));
  if (!wanted.ok) return refused(['input', ...wanted.field], wanted.message);
  const { id } = await ctx.deps.purchaseOrders.create({
    supplierId,
    warehouseId,
    currency: supplier.currency,
    note: input.note ?? '',
    lines: wanted.lines,
    createdBy: ctx.caller.actor,
    nowMs: ctx.nowMs,
    identity: { key: nameOfChange(ctx, info) },
  });
  return shown(ctx, id, { ok: true });
}

const idArg = (id: string | number) => requireId('PurchaseOrder', String(id), 'id');

adminBuilder.mutationFields((t) => ({
  purchaseOrderCreate: t.field({
    type: orderPayload('PurchaseOrderCreatePayload'),
    description: 'Drafts an order to a supplier, at its costs and in whole packs. Honours Idempotency-Key.',
    args: { input: t.arg({ type: CreateInput, required: true }) },
    resolve: (_root, { input }, ctx, info) => create(ctx, info, input),
  }),
  purchaseOrderUpdate: t.field({
    type: orderPayload('PurchaseOrderUpdatePayload'),
    description: 'Replaces the lines of a draft. Lines keep their reason where the quantity stays.',
    args: { id: t.arg.id({ required: true }), input: t.arg({ type: UpdateInput, required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = idArg(args.id);
      const order = (await ctx.deps.purchaseOrders.byIds([id])).get(id);
      if (!order) return sentenceOf({ ok: false, reason: 'not_found' });
      const wanted = await wantedLines(ctx.deps.purchaseOrders, order.supplierId, itemsOf(args.input.lineItems));
      if (!wanted.ok) return refused(['input', ...wanted.field], wanted.message);
      const lines = wanted.lines.map((line) => {
        const before = order.lines.find((one) => one.variantId === line.variantId);
        return before?.quantity === line.quantity ? { ...line, reason: before.reason } : line;
      });
      return shown(ctx, id, await ctx.deps.purchaseOrders.setLines(id, lines, args.input.note ?? null, ctx.nowMs));
    },
  }),
  purchaseOrderApprove: t.field({
    type: orderPayload('PurchaseOrderApprovePayload'),
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = idArg(args.id);
      return shown(ctx, id, await ctx.deps.purchaseOrders.approve(id, ctx.caller.actor, ctx.nowMs));
    },
  }),
  purchaseOrderMarkAsOrdered: t.field({
    type: orderPayload('PurchaseOrderMarkAsOrderedPayload'),
    description: 'The order went to its supplier: its units are incoming, and shoppers read when they arrive.',
    args: {
      id: t.arg.id({ required: true }),
      expectedAt: t.arg({ type: 'DateTime', description: 'Absent: today plus the supplier’s lead time.' }),
    },
    resolve: async (_root, args, ctx) => {
      const id = idArg(args.id);
      const expectedAtMs = args.expectedAt == null ? null : Date.parse(String(args.expectedAt));
      return shown(ctx, id, await orderFromSupplier(ctx.deps, id, expectedAtMs));
    },
  }),
  purchaseOrderReschedule: t.field({
    type: orderPayload('PurchaseOrderReschedulePayload'),
    description: 'Changes when the rest of an order is expected.',
    args: { id: t.arg.id({ required: true }), expectedAt: t.arg({ type: 'DateTime', required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = idArg(args.id);
      return shown(ctx, id, await rescheduleOrder(ctx.deps, id, Date.parse(String(args.expectedAt))));
    },
  }),
  purchaseOrderReceive: t.field({
    type: orderPayload('PurchaseOrderReceivePayload'),
    description: 'Goods arrived: stock rises by them. One delivery per Idempotency-Key.',
    args: {
      id: t.arg.id({ required: true }),
      lineItems: t.arg({ type: [ReceiveLineInput], required: true }),
    },
    resolve: async (_root, args, ctx, info) => {
      const id = idArg(args.id);
      const lines = args.lineItems.map((line) => ({
        lineId: numberFromGid('PurchaseOrderLineItem', String(line.id)) ?? 0,
        quantity: line.quantity,
      }));
      return shown(ctx, id, await receivePurchaseOrder(ctx.deps, id, nameOfChange(ctx, info), lines, ctx.caller.actor));
    },
  }),
  purchaseOrderCancel: t.field({
    type: orderPayload('PurchaseOrderCancelPayload'),
    description: 'Calls off what has not arrived; what arrived stays in stock.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, ctx) => {
      const id = idArg(args.id);
      return shown(ctx, id, await cancelPurchaseOrder(ctx.deps, id));
    },
  }),
}));
