import { asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { products, variants } from '../../../db/schema/catalogue.ts';
import { purchaseOrderLines, purchaseOrders, suppliers } from '../../../db/schema/replenishment.ts';
import type { PurchaseOrderLineRecord, PurchaseOrderRecord } from '../../ports/purchase-orders.ts';

/** A moment as a parameter. */
export const momentOf = (timeMs: number): SQL => sql`${new Date(timeMs).toISOString()}::timestamptz`;

/** Ids of raw rows, which the driver gives as text. */
export const asIds = (rows: readonly { readonly id: string }[]): number[] => rows.map(({ id }) => Number(id));

/** Columns of an order joined with its supplier. */
export const orderColumns = {
  id: purchaseOrders.id,
  supplierId: purchaseOrders.supplierId,
  supplierName: suppliers.name,
  warehouseId: purchaseOrders.warehouseId,
  status: purchaseOrders.status,
  currency: purchaseOrders.currency,
  totalMinor: purchaseOrders.totalMinor,
  note: purchaseOrders.note,
  draftedOn: purchaseOrders.draftedOn,
  createdBy: purchaseOrders.createdBy,
  createdAt: purchaseOrders.createdAt,
  approvedBy: purchaseOrders.approvedBy,
  approvedAt: purchaseOrders.approvedAt,
  budgetPeriod: purchaseOrders.budgetPeriod,
  orderedAt: purchaseOrders.orderedAt,
  expectedAt: purchaseOrders.expectedAt,
  receivedAt: purchaseOrders.receivedAt,
  cancelledAt: purchaseOrders.cancelledAt,
  awaitedVersion: purchaseOrders.awaitedVersion,
  toldVersion: purchaseOrders.toldVersion,
  openReceipts: purchaseOrders.openReceipts,
};

type Columns = Pick<typeof purchaseOrders.$inferSelect, Exclude<keyof typeof orderColumns, 'supplierName'>> & {
  readonly supplierName: string;
};

const ms = (moment: Date | null): number | null => moment?.getTime() ?? null;

/** Columns of a variant's names. */
export const variantNameColumns = {
  variantId: variants.id,
  productId: variants.productId,
  sku: variants.sku,
  productTitle: products.title,
  variantTitle: variants.title,
};

/** Adds each order's lines, in their order, with one statement for all. */
export async function ordersWithLines(db: Db, rows: readonly Columns[]): Promise<PurchaseOrderRecord[]> {
  if (rows.length === 0) return [];
  const lines = await db
    .select({
      ...variantNameColumns,
      orderId: purchaseOrderLines.purchaseOrderId,
      id: purchaseOrderLines.id,
      quantity: purchaseOrderLines.quantity,
      receivedQuantity: purchaseOrderLines.receivedQuantity,
      costMinor: purchaseOrderLines.costMinor,
      packSize: purchaseOrderLines.packSize,
      reason: purchaseOrderLines.reason,
    })
    .from(purchaseOrderLines)
    .innerJoin(variants, eq(variants.id, purchaseOrderLines.variantId))
    .innerJoin(products, eq(products.id, variants.productId))
    .where(
      inArray(
        purchaseOrderLines.purchaseOrderId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(purchaseOrderLines.purchaseOrderId), asc(purchaseOrderLines.position));
  const byOrder = new Map<number, PurchaseOrderLineRecord[]>();
  for (const { orderId, ...line } of lines) {
    const some = byOrder.get(orderId);
    if (some) some.push(line);
    else byOrder.set(orderId, [line]);
  }
  return rows.map((row) => {
    const { createdAt, approvedAt, orderedAt, expectedAt, receivedAt, cancelledAt, ...rest } = row;
    const { awaitedVersion, toldVersion, openReceipts, ...facts } = rest;
    return {
      ...facts,
      createdAtMs: createdAt.getTime(),
      approvedAtMs: ms(approvedAt),
      orderedAtMs: ms(orderedAt),
      expectedAtMs: ms(expectedAt),
      receivedAtMs: ms(receivedAt),
      cancelledAtMs: ms(cancelledAt),
      isSettling: toldVersion < awaitedVersion || openReceipts > 0,
      lines: byOrder.get(row.id) ?? [],
    };
  });
}
