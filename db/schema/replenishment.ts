import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  date,
  doublePrecision,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { variants } from './catalogue.ts';
import { identity, minorUnits, moment, ref } from './columns.ts';
import { warehouses } from './stock.ts';

const variantRef = () =>
  ref('variant_id')
    .notNull()
    .references(() => variants.id, { onDelete: 'cascade' });
const warehouseRef = () =>
  ref('warehouse_id')
    .notNull()
    .references(() => warehouses.id, { onDelete: 'cascade' });

/** Who goods are bought from, and on what terms. */
export const suppliers = pgTable(
  'suppliers',
  {
    id: identity(),
    name: text('name').notNull(),
    email: text('email').notNull().default(''),
    currency: char('currency', { length: 3 }).notNull(),
    /** Calendar days from order to shelf: mean and standard deviation. */
    leadTimeDays: doublePrecision('lead_time_days').notNull(),
    leadTimeSpreadDays: doublePrecision('lead_time_spread_days').notNull().default(0),
    /** Days between two orders; an order must last until the one after it arrives. */
    reviewDays: integer('review_days').notNull().default(7),
    /** Smallest order the supplier takes. */
    minimumOrderMinor: minorUnits('minimum_order_minor').notNull().default(0),
    /** What one order costs beside its goods: freight, customs, handling. */
    orderCostMinor: minorUnits('order_cost_minor').notNull().default(0),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('suppliers_name').on(t.name),
    check('suppliers_days', sql`${t.leadTimeDays} >= 0 and ${t.leadTimeSpreadDays} >= 0 and ${t.reviewDays} >= 1`),
    check('suppliers_money', sql`${t.minimumOrderMinor} >= 0 and ${t.orderCostMinor} >= 0`),
  ],
);

/** What a supplier sells us. A variant is reordered from one supplier. */
export const supplierItems = pgTable(
  'supplier_items',
  {
    variantId: variantRef().primaryKey(),
    supplierId: ref('supplier_id')
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    supplierSku: text('supplier_sku'),
    packSize: integer('pack_size').notNull().default(1),
    minimumQuantity: integer('minimum_quantity').notNull().default(1),
    /** Per unit, in the supplier's currency. */
    costMinor: minorUnits('cost_minor').notNull(),
    /** Null: the supplier's. */
    leadTimeDays: doublePrecision('lead_time_days'),
    leadTimeSpreadDays: doublePrecision('lead_time_spread_days'),
    /** Null: the shop's service level. */
    serviceLevelBps: integer('service_level_bps'),
  },
  (t) => [
    index('supplier_items_supplier').on(t.supplierId, t.variantId),
    check('supplier_items_positive', sql`${t.packSize} >= 1 and ${t.minimumQuantity} >= 1 and ${t.costMinor} >= 0`),
    check('supplier_items_service', sql`${t.serviceLevelBps} is null or ${t.serviceLevelBps} between 5000 and 9999`),
  ],
);

/** Sales made before or outside the shop, per day; the forecast adds them to those of order lines. */
export const salesDays = pgTable(
  'sales_days',
  {
    variantId: variantRef(),
    warehouseId: warehouseRef(),
    day: date('day', { mode: 'string' }).notNull(),
    units: integer('units').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.day, t.warehouseId] }),
    index('sales_days_warehouse').on(t.warehouseId),
    check('sales_days_units', sql`${t.units} > 0`),
  ],
);

/** The newest forecast of a variant in a warehouse and what follows from it; rewritten daily. */
export const replenishmentLevels = pgTable(
  'replenishment_levels',
  {
    variantId: variantRef(),
    warehouseId: warehouseRef(),
    /** Name of the method that did best on the variant's own past. */
    method: text('method').notNull(),
    /** Its error on the held-out weeks: sum of misses over sum of sales; null when nothing was sold in them. */
    wape: doublePrecision('wape'),
    /** Units a day expected while an order is on its way, and the standard deviation of a day. */
    dailyMean: doublePrecision('daily_mean').notNull(),
    dailySpread: doublePrecision('daily_spread').notNull(),
    /** Days an order must cover: lead time and the time to the next order. */
    leadTimeDays: doublePrecision('lead_time_days').notNull(),
    reviewDays: integer('review_days').notNull(),
    serviceLevelBps: integer('service_level_bps').notNull(),
    safetyStock: integer('safety_stock').notNull(),
    reorderPoint: integer('reorder_point').notNull(),
    computedOn: date('computed_on', { mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.warehouseId] }),
    index('replenishment_levels_warehouse').on(t.warehouseId),
    check('replenishment_levels_range', sql`${t.safetyStock} >= 0 and ${t.reorderPoint} >= 0`),
  ],
);

/** Stock fell to its reorder point. One open row per variant and warehouse; it is closed when stock has risen above. */
export const lowStockAlerts = pgTable(
  'low_stock_alerts',
  {
    id: identity(),
    variantId: variantRef(),
    warehouseId: warehouseRef(),
    available: integer('available').notNull(),
    reorderPoint: integer('reorder_point').notNull(),
    raisedAt: moment('raised_at').notNull(),
    resolvedAt: moment('resolved_at'),
    mailedAt: moment('mailed_at'),
    hookedAt: moment('hooked_at'),
  },
  (t) => [
    uniqueIndex('low_stock_alerts_open').on(t.variantId, t.warehouseId).where(sql`${t.resolvedAt} is null`),
    index('low_stock_alerts_variant').on(t.variantId),
    index('low_stock_alerts_warehouse').on(t.warehouseId),
    index('low_stock_alerts_raised').on(t.raisedAt),
  ],
);

export const purchaseOrderStatus = pgEnum('purchase_order_status', [
  'draft',
  'approved',
  'ordered',
  'partially_received',
  'received',
  'cancelled',
]);

export const purchaseOrders = pgTable(
  'purchase_orders',
  {
    id: identity(),
    supplierId: ref('supplier_id')
      .notNull()
      .references(() => suppliers.id, { onDelete: 'restrict' }),
    warehouseId: ref('warehouse_id')
      .notNull()
      .references(() => warehouses.id, { onDelete: 'restrict' }),
    status: purchaseOrderStatus('status').notNull().default('draft'),
    currency: char('currency', { length: 3 }).notNull(),
    /** Sum of its lines. */
    totalMinor: minorUnits('total_minor').notNull().default(0),
    note: text('note').notNull().default(''),
    /** Day whose round drafted it; null: made by hand. Makes the round's repetition harmless. */
    draftedOn: date('drafted_on', { mode: 'string' }),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    approvedBy: text('approved_by'),
    approvedAt: moment('approved_at'),
    /** Budget period its total was taken from; null: approved by a person. */
    budgetPeriod: text('budget_period'),
    orderedAt: moment('ordered_at'),
    expectedAt: moment('expected_at'),
    receivedAt: moment('received_at'),
    cancelledAt: moment('cancelled_at'),
    /** Counts the changes of what is awaited; the stock objects have been told those up to `toldVersion`. */
    awaitedVersion: integer('awaited_version').notNull().default(0),
    toldVersion: integer('told_version').notNull().default(0),
    /** Receipts the stock objects have not taken yet; what is awaited changes only when there are none. */
    openReceipts: integer('open_receipts').notNull().default(0),
    /** Names the call that made it by hand; a repetition finds it. */
    creationKey: text('creation_key'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('purchase_orders_round')
      .on(t.supplierId, t.warehouseId, t.draftedOn)
      .where(sql`${t.draftedOn} is not null`),
    index('purchase_orders_supplier').on(t.supplierId),
    index('purchase_orders_warehouse').on(t.warehouseId),
    index('purchase_orders_status').on(t.status, t.id),
    index('purchase_orders_unsettled')
      .on(t.id)
      .where(sql`${t.toldVersion} < ${t.awaitedVersion} or ${t.openReceipts} > 0`),
    uniqueIndex('purchase_orders_creation').on(t.creationKey),
    check(
      'purchase_orders_total',
      sql`${t.totalMinor} >= 0 and ${t.toldVersion} <= ${t.awaitedVersion} and ${t.openReceipts} >= 0`,
    ),
  ],
);

export const purchaseOrderLines = pgTable(
  'purchase_order_lines',
  {
    id: identity(),
    purchaseOrderId: ref('purchase_order_id')
      .notNull()
      .references(() => purchaseOrders.id, { onDelete: 'cascade' }),
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    quantity: integer('quantity').notNull(),
    receivedQuantity: integer('received_quantity').notNull().default(0),
    /** Still to come, as of the order's `awaitedVersion`. */
    awaitedQuantity: integer('awaited_quantity').notNull().default(0),
    costMinor: minorUnits('cost_minor').notNull(),
    packSize: integer('pack_size').notNull().default(1),
    /** Why so many, in words; empty when a person chose the quantity. */
    reason: text('reason').notNull().default(''),
  },
  (t) => [
    uniqueIndex('purchase_order_lines_variant').on(t.purchaseOrderId, t.variantId),
    index('purchase_order_lines_of_variant').on(t.variantId),
    check(
      'purchase_order_lines_quantity',
      sql`${t.quantity} >= 1 and ${t.receivedQuantity} between 0 and ${t.quantity} and ${t.costMinor} >= 0 and ${t.packSize} >= 1`,
    ),
  ],
);

/** Goods that arrived. Written first, then told to the stock object under the row's own command id, then marked applied. */
export const purchaseReceipts = pgTable(
  'purchase_receipts',
  {
    id: identity(),
    purchaseOrderLineId: ref('purchase_order_line_id')
      .notNull()
      .references(() => purchaseOrderLines.id, { onDelete: 'cascade' }),
    /** Names the delivery; one row per delivery and line. */
    idempotencyKey: text('idempotency_key').notNull(),
    quantity: integer('quantity').notNull(),
    actor: text('actor').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    appliedAt: moment('applied_at'),
  },
  (t) => [
    uniqueIndex('purchase_receipts_key').on(t.idempotencyKey, t.purchaseOrderLineId),
    index('purchase_receipts_line').on(t.purchaseOrderLineId),
    index('purchase_receipts_unapplied').on(t.createdAt).where(sql`${t.appliedAt} is null`),
    check('purchase_receipts_quantity', sql`${t.quantity} >= 1`),
  ],
);

/** What automatic approval has spent in a period (`2026-W48`, `2026-11`). */
export const replenishmentBudgets = pgTable(
  'replenishment_budgets',
  {
    period: text('period').primaryKey(),
    currency: char('currency', { length: 3 }).notNull(),
    spentMinor: minorUnits('spent_minor').notNull(),
  },
  (t) => [check('replenishment_budgets_spent', sql`${t.spentMinor} >= 0`)],
);

export const budgetPeriod = pgEnum('budget_period', ['week', 'month']);

/** One row (id 1): the shop's choices. */
export const replenishmentSettings = pgTable(
  'replenishment_settings',
  {
    id: integer('id').primaryKey().default(1),
    serviceLevelBps: integer('service_level_bps').notNull().default(9500),
    /** Cost of keeping a unit for a year, as part of its price. */
    holdingCostBps: integer('holding_cost_bps').notNull().default(2000),
    autoApprove: boolean('auto_approve').notNull().default(false),
    budgetMinor: minorUnits('budget_minor').notNull().default(0),
    budgetCurrency: char('budget_currency', { length: 3 }).notNull().default('EUR'),
    budgetPeriod: budgetPeriod('budget_period').notNull().default('month'),
    /** Who is written to about low stock; empty: nobody. */
    alertEmail: text('alert_email').notNull().default(''),
    /** Address told about low stock; empty: none. */
    webhookUrl: text('webhook_url').notNull().default(''),
    webhookSecret: text('webhook_secret').notNull().default(''),
  },
  (t) => [
    check('replenishment_settings_one', sql`${t.id} = 1`),
    check(
      'replenishment_settings_range',
      sql`${t.serviceLevelBps} between 5000 and 9999 and ${t.holdingCostBps} between 0 and 10000 and ${t.budgetMinor} >= 0`,
    ),
  ],
);

/** The daily round: forecasts in portions, then drafts. One row per day, resumed from `cursor`. */
export const replenishmentRuns = pgTable('replenishment_runs', {
  day: date('day', { mode: 'string' }).primaryKey(),
  stage: text('stage').notNull().default('forecast'),
  /** Last variant (or supplier, when drafting) that is done. */
  cursor: bigint('cursor', { mode: 'number' }).notNull().default(0),
  done: integer('done').notNull().default(0),
  /** Nobody else works on it before this. */
  leasedUntil: moment('leased_until').notNull().defaultNow(),
  finishedAt: moment('finished_at'),
});
