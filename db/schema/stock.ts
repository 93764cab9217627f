import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { variants } from './catalogue.ts';
import { identity, moment, ref } from './columns.ts';

export const warehouses = pgTable('warehouses', {
  id: identity(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  address1: text('address1').notNull().default(''),
  city: text('city').notNull(),
  zip: text('zip').notNull().default(''),
  country: char('country', { length: 2 }).notNull(),
  latitude: doublePrecision('latitude').notNull(),
  longitude: doublePrecision('longitude').notNull(),
  isActive: boolean('is_active').notNull().default(true),
  /** Whether shoppers may pick their orders up there. */
  offersPickup: boolean('offers_pickup').notNull().default(false),
  /** Opening hours and the rest of it (PickupTerms in commerce/shipping/pickup.ts); null: nothing is set up. */
  pickup: jsonb('pickup').$type<Record<string, unknown>>(),
  /** IANA name; its clock decides until when an order leaves the same day. */
  timeZone: text('time_zone').notNull().default('UTC'),
  /** Order in which a shipment is taken when nothing else decides. */
  priority: integer('priority').notNull().default(0),
});

/** Projection of each SkuInventory object, rebuilt from it at will; the object is the truth. */
export const stockLevels = pgTable(
  'stock_levels',
  {
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    warehouseId: ref('warehouse_id')
      .notNull()
      .references(() => warehouses.id, { onDelete: 'restrict' }),
    onHand: integer('on_hand').notNull().default(0),
    held: integer('held').notNull().default(0),
    committed: integer('committed').notNull().default(0),
    incoming: integer('incoming').notNull().default(0),
    safetyStock: integer('safety_stock').notNull().default(0),
    /** Ledger sequence of the SKU that this row reflects; an older message never overwrites a newer row. */
    sequence: bigint('sequence', { mode: 'number' }).notNull().default(0),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.warehouseId] }),
    index('stock_levels_warehouse').on(t.warehouseId),
    check(
      'stock_levels_not_negative',
      sql`${t.held} >= 0 and ${t.committed} >= 0 and ${t.incoming} >= 0 and ${t.safetyStock} >= 0`,
    ),
  ],
);

/** What can be promised beyond what is available, as the SKU's object last said; no row: nothing, or the policy alone says so. */
export const stockBeyond = pgTable('stock_beyond', {
  variantId: ref('variant_id')
    .primaryKey()
    .references(() => variants.id, { onDelete: 'cascade' }),
  kind: text('kind').notNull(),
  /** Null: no limit; 0: the limit is reached. */
  units: integer('units'),
  /** When the first of these units is expected. */
  arrivesAt: moment('arrives_at'),
  /** Ledger sequence of the SKU that this row reflects. */
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
});

/** Copy of every SKU's ledger: gap-free sequence per variant, written once. */
export const stockLedger = pgTable(
  'stock_ledger',
  {
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    warehouseId: ref('warehouse_id').references(() => warehouses.id),
    /** received, adjusted, counted, held, extended, committed, released, expired, shipped, returned ... */
    kind: text('kind').notNull(),
    quantity: integer('quantity').notNull(),
    /** Changes per state: {onHand, held, committed, incoming}. */
    delta: jsonb('delta').$type<Record<string, number>>().notNull(),
    /** State after: {onHand, held, committed, incoming, available}. */
    after: jsonb('after').$type<Record<string, number>>().notNull(),
    actor: text('actor').notNull(),
    reason: text('reason'),
    /** What it was for: cart, order, shipment, import run. */
    reference: text('reference'),
    /** The hold it belongs to, from its beginning to its commit, release or expiry. */
    holdId: text('hold_id'),
    /** Facts few kinds have: customer, arrival, limits, what a counter saw. */
    details: jsonb('details').$type<Record<string, unknown>>(),
    occurredAt: moment('occurred_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.sequence] }),
    index('stock_ledger_reference').on(t.reference),
    index('stock_ledger_warehouse').on(t.warehouseId),
    index('stock_ledger_time').on(t.variantId, t.occurredAt),
  ],
);

export const stockTransferStatus = pgEnum('stock_transfer_status', [
  'draft',
  'ready_to_ship',
  'in_progress',
  'transferred',
  'canceled',
]);

/** Units a merchant moves between warehouses, sent in one or more shipments. The SKUs' objects decide; this is the paper that goes with it. */
export const stockTransfers = pgTable(
  'stock_transfers',
  {
    id: identity(),
    status: stockTransferStatus('status').notNull().default('draft'),
    fromWarehouseId: ref('from_warehouse_id')
      .notNull()
      .references(() => warehouses.id, { onDelete: 'restrict' }),
    toWarehouseId: ref('to_warehouse_id')
      .notNull()
      .references(() => warehouses.id, { onDelete: 'restrict' }),
    referenceName: text('reference_name'),
    note: text('note').notNull().default(''),
    createdBy: text('created_by').notNull(),
    /** Names the call that created it: the same again creates nothing. */
    idempotencyKey: text('idempotency_key').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('stock_transfers_key').on(t.idempotencyKey),
    index('stock_transfers_created').on(t.createdAt, t.id),
    index('stock_transfers_from').on(t.fromWarehouseId),
    index('stock_transfers_to').on(t.toWarehouseId),
    check('stock_transfers_elsewhere', sql`${t.fromWarehouseId} <> ${t.toWarehouseId}`),
  ],
);

export const stockTransferLines = pgTable(
  'stock_transfer_lines',
  {
    transferId: ref('transfer_id')
      .notNull()
      .references(() => stockTransfers.id, { onDelete: 'cascade' }),
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    quantity: integer('quantity').notNull(),
    /** Units that shipments took on; the check keeps two of them from taking the same units. */
    sent: integer('sent').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.transferId, t.variantId] }),
    index('stock_transfer_lines_variant').on(t.variantId),
    check('stock_transfer_lines_quantity', sql`${t.quantity} > 0`),
    check('stock_transfer_lines_sent', sql`${t.sent} between 0 and ${t.quantity}`),
  ],
);

/** `sending`: its units are leaving one by one; `refused`: stock did not have them all, what left comes back; `called_off`: what had not arrived came back. */
export const transferShipmentStatus = pgEnum('transfer_shipment_status', ['sending', 'sent', 'refused', 'called_off']);

/** A part of a transfer on its way, and what arrived of it. */
export const transferShipments = pgTable(
  'transfer_shipments',
  {
    id: identity(),
    transferId: ref('transfer_id')
      .notNull()
      .references(() => stockTransfers.id, { onDelete: 'cascade' }),
    status: transferShipmentStatus('status').notNull().default('sending'),
    /** What the SKUs' objects know it by. Never used again, so that no command of an undone shipment answers for another. */
    reference: text('reference').notNull(),
    expectedAt: moment('expected_at'),
    sentAt: moment('sent_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Names the call that sent it: the same again sends nothing. */
    idempotencyKey: text('idempotency_key').notNull(),
  },
  (t) => [
    uniqueIndex('transfer_shipments_key').on(t.idempotencyKey),
    uniqueIndex('transfer_shipments_reference').on(t.reference),
    index('transfer_shipments_transfer').on(t.transferId),
  ],
);

export const transferShipmentLines = pgTable(
  'transfer_shipment_lines',
  {
    shipmentId: ref('shipment_id')
      .notNull()
      .references(() => transferShipments.id, { onDelete: 'cascade' }),
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    quantity: integer('quantity').notNull(),
    /** What arrived, by the command that said so, so that a repetition counts once: {commandId: [accepted, rejected]}. */
    arrivals: jsonb('arrivals').$type<Record<string, [number, number]>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.shipmentId, t.variantId] }),
    index('transfer_shipment_lines_variant').on(t.variantId),
    check('transfer_shipment_lines_quantity', sql`${t.quantity} > 0`),
  ],
);

/** A file of counts that was taken in: its rows wait in chunks until they are written to the SKUs' objects. */
export const stockImports = pgTable(
  'stock_imports',
  {
    id: identity(),
    fileName: text('file_name').notNull(),
    createdBy: text('created_by').notNull(),
    reason: text('reason').notNull(),
    /** Rows that are being written; those with problems are not among them. */
    rowCount: integer('row_count').notNull(),
    /** What was wrong with rows of the file, the first 10,000: [{line, column, value, reason}]. */
    problems: jsonb('problems').$type<readonly Record<string, unknown>[]>().notNull(),
    problemCount: integer('problem_count').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    finishedAt: moment('finished_at'),
  },
  (t) => [index('stock_imports_created').on(t.createdAt, t.id)],
);

export const stockImportChunks = pgTable(
  'stock_import_chunks',
  {
    importId: ref('import_id')
      .notNull()
      .references(() => stockImports.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** All rows of some variants; emptied once written. */
    rows: jsonb('rows').$type<readonly Record<string, unknown>[]>().notNull(),
    rowCount: integer('row_count').notNull(),
    /** Until then somebody is writing it. */
    leasedUntil: moment('leased_until'),
    doneAt: moment('done_at'),
    applied: integer('applied').notNull().default(0),
    /** Rows their objects refused. */
    problems: jsonb('problems').$type<readonly Record<string, unknown>[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.number] }),
    index('stock_import_chunks_waiting').on(t.importId, t.number).where(sql`${t.doneAt} is null`),
  ],
);
