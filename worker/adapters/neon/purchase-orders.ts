import { desc, inArray, type SQL, sql } from 'drizzle-orm';
import { type PurchaseOrderAct, statusesFor } from '../../../commerce/replenishment/purchase-order.ts';
import type { Db } from '../../../db/client.ts';
import { purchaseOrders, suppliers } from '../../../db/schema/replenishment.ts';
import type {
  Awaited,
  NewPurchaseOrder,
  OpenReceipt,
  PurchaseOrders,
  StateChange,
  WantedLine,
} from '../../ports/purchase-orders.ts';
import { asIds, momentOf, orderColumns, ordersWithLines } from './purchase-order-rows.ts';
import { isCheckViolation } from './sql-state.ts';
import { neonSuppliers } from './suppliers.ts';

const textArray = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
const inStatus = (act: PurchaseOrderAct): SQL => sql`o.status::text = any(${textArray(statusesFor(act))})`;

/** Everything that follows in the transaction sees the order as nobody else can change it. */
const lock = (db: Db, id: number) =>
  db.execute<{ status: string }>(sql`select status from purchase_orders where id = ${id} for update`);

/** Why a change touched no row. */
async function refusal(db: Db, id: number, act: PurchaseOrderAct): Promise<StateChange> {
  const [row] = await db
    .select({ status: purchaseOrders.status })
    .from(purchaseOrders)
    .where(inArray(purchaseOrders.id, [id]));
  if (!row) return { ok: false, reason: 'not_found' };
  return statusesFor(act).includes(row.status)
    ? { ok: false, reason: 'settling' }
    : { ok: false, reason: 'wrong_status', status: row.status };
}

function insertLines(id: SQL, lines: readonly WantedLine[]): SQL {
  const rows = lines.map((line, index) => ({ ...line, position: index + 1 }));
  return sql`insert into purchase_order_lines (purchase_order_id, variant_id, position, quantity, cost_minor, pack_size, reason)
    select ${id}, l."variantId", l.position, l.quantity, l."costMinor", l."packSize", l.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l("variantId" bigint, position int, quantity int, "costMinor" bigint,
      "packSize" int, reason text)`;
}

const totalOf = (lines: readonly WantedLine[]): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.costMinor, 0);

async function create(db: Db, order: NewPurchaseOrder): Promise<{ id: number; created: boolean }> {
  const { identity } = order;
  const draftedOn = 'draftedOn' in identity ? identity.draftedOn : null;
  const key = 'key' in identity ? identity.key : null;
  const { rows } = await db.execute<{ id: string }>(sql`with made as (
      insert into purchase_orders (supplier_id, warehouse_id, currency, total_minor, note, drafted_on, creation_key, created_by, created_at, updated_at)
      values (${order.supplierId}, ${order.warehouseId}, ${order.currency}, ${totalOf(order.lines)}, ${order.note}, ${draftedOn}::date, ${key},
        ${order.createdBy}, ${momentOf(order.nowMs)}, ${momentOf(order.nowMs)})
      on conflict do nothing returning id
    ), filled as (${insertLines(sql`(select id from made)`, order.lines)} where exists (select 1 from made))
    select id from made`);
  const made = rows[0];
  if (made) return { id: Number(made.id), created: true };
  const { rows: known } = await db.execute<{ id: string }>(
    draftedOn === null
      ? sql`select id from purchase_orders where creation_key = ${key}`
      : sql`select id from purchase_orders where supplier_id = ${order.supplierId} and warehouse_id = ${order.warehouseId} and drafted_on = ${draftedOn}::date`,
  );
  const existing = known[0];
  if (!existing) throw new Error('purchase order: neither made nor found');
  return { id: Number(existing.id), created: false };
}

/** Runs one locked change; its last statement answers a row when it took effect. */
async function change(db: Db, id: number, act: PurchaseOrderAct, statements: readonly SQL[]): Promise<StateChange> {
  const results = await db.batch([lock(db, id), ...statements.map((statement) => db.execute(statement))]);
  const last = results.at(-1);
  return last && 'rows' in last && last.rows.length > 0 ? { ok: true } : refusal(db, id, act);
}

/** Bumps what is awaited: every later `markTold` is for the new version. */
const awaitRest = (id: number, quantity: SQL): SQL =>
  sql`update purchase_order_lines set awaited_quantity = ${quantity} where purchase_order_id = ${id}
    and exists (select 1 from purchase_orders o where o.id = ${id} and o.open_receipts = 0)`;

async function approveWithin(
  db: Db,
  id: number,
  budget: { readonly period: string; readonly currency: string; readonly mostMinor: number },
  nowMs: number,
): Promise<StateChange | { ok: false; reason: 'over_budget' }> {
  // The row of the period serializes everybody; a first comer's insert makes the others wait and then count on.
  const { rows } = await db.execute<{ found: boolean; approved: boolean }>(sql`with o as (
      select id, total_minor from purchase_orders o where o.id = ${id} and ${inStatus('approve')} and o.currency = ${budget.currency} for update
    ), taken as (
      insert into replenishment_budgets as b (period, currency, spent_minor)
      select ${budget.period}, ${budget.currency}, o.total_minor from o where o.total_minor <= ${budget.mostMinor}::bigint
      on conflict (period) do update set spent_minor = b.spent_minor + excluded.spent_minor
        where b.currency = excluded.currency and b.spent_minor + excluded.spent_minor <= ${budget.mostMinor}::bigint
      returning period
    ), approved as (
      update purchase_orders set status = 'approved', approved_by = 'system', approved_at = ${momentOf(nowMs)}, updated_at = ${momentOf(nowMs)},
        budget_period = taken.period
      from taken where id = ${id} returning id
    ) select exists (select 1 from o) as found, exists (select 1 from approved) as approved`);
  if (rows[0]?.approved) return { ok: true };
  if (rows[0]?.found) return { ok: false, reason: 'over_budget' };
  const refused = await refusal(db, id, 'approve');
  // In draft, but in a currency the budget is not kept in.
  return !refused.ok && refused.reason === 'settling' ? { ok: false, reason: 'over_budget' } : refused;
}

async function receive(
  db: Db,
  id: number,
  key: string,
  lines: readonly { readonly lineId: number; readonly quantity: number }[],
  actor: string,
  nowMs: number,
): ReturnType<PurchaseOrders['receive']> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as w("lineId" bigint, quantity int)`;
  const known = sql`exists (select 1 from purchase_receipts r join purchase_order_lines known on known.id = r.purchase_order_line_id
    where known.purchase_order_id = ${id} and r.idempotency_key = ${key})`;
  const open = sql`o.id = ${id} and ${inStatus('receive')} and o.told_version = o.awaited_version`;
  try {
    const [, before, , written] = await db.batch([
      lock(db, id),
      db.execute(sql`select 1 where ${known}`),
      db.execute(sql`update purchase_order_lines l set received_quantity = l.received_quantity + w.quantity, awaited_quantity = l.awaited_quantity - w.quantity
        from purchase_orders o, ${wanted} where l.id = w."lineId" and l.purchase_order_id = o.id and ${open}
          and not ${known}`),
      db.execute(sql`insert into purchase_receipts (purchase_order_line_id, idempotency_key, quantity, actor, created_at)
        select l.id, ${key}, w.quantity, ${actor}, ${momentOf(nowMs)}
        from purchase_orders o, ${wanted} join purchase_order_lines l on l.id = w."lineId" where l.purchase_order_id = o.id and ${open}
          and not ${known} returning id`),
      db.execute(sql`update purchase_orders o set
          open_receipts = (select count(*) from purchase_receipts r join purchase_order_lines l on l.id = r.purchase_order_line_id
            where l.purchase_order_id = o.id and r.applied_at is null),
          status = case when rest.units = 0 then 'received'::purchase_order_status else 'partially_received'::purchase_order_status end,
          received_at = case when rest.units = 0 then ${momentOf(nowMs)} end, updated_at = ${momentOf(nowMs)}
        from (select sum(quantity - received_quantity) as units from purchase_order_lines where purchase_order_id = ${id}) as rest
        where ${open} and ${known}`),
    ]);
    if (before.rows.length > 0) return { ok: true, repeated: true };
    if (written.rows.length > 0) return { ok: true, repeated: false };
  } catch (error) {
    if (isCheckViolation(error)) return { ok: false, reason: 'too_many' };
    throw error;
  }
  const refused = await refusal(db, id, 'receive');
  return refused.ok ? { ok: false, reason: 'settling' } : refused;
}

async function awaited(db: Db, id: number): Promise<Awaited | null> {
  const { rows } = await db.execute<{
    warehouse: string;
    expected: string | null;
    version: number;
    told: number;
    lines: { lineId: number; variantId: number; quantity: number }[] | null;
  }>(sql`select o.warehouse_id as warehouse, floor(extract(epoch from o.expected_at) * 1000)::bigint as expected, o.awaited_version as version,
      o.told_version as told, (select jsonb_agg(jsonb_build_object('lineId', l.id, 'variantId', l.variant_id, 'quantity', l.awaited_quantity) order by l.position)
        from purchase_order_lines l where l.purchase_order_id = o.id) as lines
    from purchase_orders o where o.id = ${id}`);
  const row = rows[0];
  if (!row) return null;
  return {
    purchaseOrderId: id,
    warehouseId: Number(row.warehouse),
    expectedAtMs: row.expected === null ? null : Number(row.expected),
    version: Number(row.version),
    isTold: Number(row.told) >= Number(row.version),
    lines: row.lines ?? [],
  };
}

async function openReceipts(db: Db, id: number): Promise<OpenReceipt[]> {
  const { rows } = await db.execute<{
    receipt: string;
    line: string;
    variant: string;
    warehouse: string;
    quantity: number;
    actor: string;
  }>(sql`select r.id as receipt, l.id as line, l.variant_id as variant, o.warehouse_id as warehouse, r.quantity, r.actor
    from purchase_order_lines l join purchase_orders o on o.id = l.purchase_order_id join purchase_receipts r on r.purchase_order_line_id = l.id
    where l.purchase_order_id = ${id} and r.applied_at is null order by r.id`);
  return rows.map((row) => ({
    receiptId: Number(row.receipt),
    purchaseOrderId: id,
    lineId: Number(row.line),
    variantId: Number(row.variant),
    warehouseId: Number(row.warehouse),
    quantity: Number(row.quantity),
    actor: row.actor,
  }));
}

/** Suppliers and orders to them in Postgres. Acts on one order wait for each other at its row. */
export function neonPurchaseOrders(db: Db): PurchaseOrders {
  return {
    ...neonSuppliers(db),
    create: (order) => create(db, order),
    byIds: async (ids) => {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select(orderColumns)
        .from(purchaseOrders)
        .innerJoin(suppliers, sql`${suppliers.id} = ${purchaseOrders.supplierId}`)
        .where(inArray(purchaseOrders.id, [...ids]));
      return new Map((await ordersWithLines(db, rows)).map((order) => [order.id, order]));
    },
    list: async ({ statuses, supplierId, limit, beforeId }) => {
      const rows = await db
        .select(orderColumns)
        .from(purchaseOrders)
        .innerJoin(suppliers, sql`${suppliers.id} = ${purchaseOrders.supplierId}`)
        .where(
          sql`${purchaseOrders.status} in ${[...statuses]}
            and (${supplierId}::bigint is null or ${purchaseOrders.supplierId} = ${supplierId}::bigint)
            and (${beforeId}::bigint is null or ${purchaseOrders.id} < ${beforeId}::bigint)`,
        )
        .orderBy(desc(purchaseOrders.id))
        .limit(limit + 1);
      return { items: await ordersWithLines(db, rows.slice(0, limit)), hasNextPage: rows.length > limit };
    },
    count: (statuses) => db.$count(purchaseOrders, inArray(purchaseOrders.status, [...statuses])),
    setLines: (id, lines, note, nowMs) =>
      change(db, id, 'edit', [
        sql`delete from purchase_order_lines l using purchase_orders o where l.purchase_order_id = o.id and o.id = ${id} and ${inStatus('edit')}`,
        sql`${insertLines(sql`${id}::bigint`, lines)} where exists (select 1 from purchase_orders o where o.id = ${id} and ${inStatus('edit')})`,
        sql`update purchase_orders o set total_minor = ${totalOf(lines)}, note = coalesce(${note}, note), updated_at = ${momentOf(nowMs)}
          where o.id = ${id} and ${inStatus('edit')} returning o.id`,
      ]),
    approve: (id, actor, nowMs) =>
      change(db, id, 'approve', [
        sql`update purchase_orders o set status = 'approved', approved_by = ${actor}, approved_at = ${momentOf(nowMs)}, updated_at = ${momentOf(nowMs)}
          where o.id = ${id} and ${inStatus('approve')} returning o.id`,
      ]),
    approveWithin: (id, budget, nowMs) => approveWithin(db, id, budget, nowMs),
    order: (id, expectedAtMs, nowMs) =>
      change(db, id, 'order', [
        sql`update purchase_order_lines l set awaited_quantity = l.quantity from purchase_orders o
          where l.purchase_order_id = o.id and o.id = ${id} and ${inStatus('order')}`,
        sql`update purchase_orders o set status = 'ordered', ordered_at = ${momentOf(nowMs)}, expected_at = ${momentOf(expectedAtMs)},
          awaited_version = o.awaited_version + 1, updated_at = ${momentOf(nowMs)} where o.id = ${id} and ${inStatus('order')} returning o.id`,
      ]),
    reschedule: (id, expectedAtMs, nowMs) =>
      change(db, id, 'receive', [
        sql`update purchase_orders o set expected_at = ${momentOf(expectedAtMs)}, awaited_version = o.awaited_version + 1, updated_at = ${momentOf(nowMs)}
          where o.id = ${id} and ${inStatus('receive')} and o.open_receipts = 0 returning o.id`,
      ]),
    cancel: (id, nowMs) =>
      change(db, id, 'cancel', [
        // Read before the status changes: the part of the total that will not be delivered goes back to its period.
        sql`update replenishment_budgets b set spent_minor = greatest(0, b.spent_minor - rest.minor)
          from purchase_orders o, (select coalesce(sum((quantity - received_quantity)::bigint * cost_minor), 0) as minor from purchase_order_lines
            where purchase_order_id = ${id}) as rest
          where o.id = ${id} and b.period = o.budget_period and ${inStatus('cancel')} and o.open_receipts = 0`,
        awaitRest(id, sql`0`),
        sql`update purchase_orders o set status = 'cancelled', cancelled_at = ${momentOf(nowMs)}, updated_at = ${momentOf(nowMs)},
          awaited_version = o.awaited_version + case when o.ordered_at is null then 0 else 1 end
          where o.id = ${id} and ${inStatus('cancel')} and o.open_receipts = 0 returning o.id`,
      ]),
    receive: (id, key, lines, actor, nowMs) => receive(db, id, key, lines, actor, nowMs),
    unsettled: async (limit) => {
      const { rows } = await db.execute<{ id: string }>(
        sql`select id from purchase_orders where told_version < awaited_version or open_receipts > 0 order by id limit ${limit}`,
      );
      return asIds(rows);
    },
    awaited: (id) => awaited(db, id),
    markTold: async (id, version) => {
      await db.execute(
        sql`update purchase_orders set told_version = greatest(told_version, ${version}::int) where id = ${id} and awaited_version >= ${version}::int`,
      );
    },
    openReceipts: (id) => openReceipts(db, id),
    markApplied: async (id, receiptIds, nowMs) => {
      if (receiptIds.length === 0) return;
      await db.batch([
        lock(db, id),
        db.execute(
          sql`update purchase_receipts set applied_at = ${momentOf(nowMs)} where applied_at is null
            and id in (select jsonb_array_elements_text(${JSON.stringify(receiptIds)}::jsonb)::bigint)`,
        ),
        db.execute(sql`update purchase_orders o set open_receipts = (select count(*) from purchase_receipts r
          join purchase_order_lines l on l.id = r.purchase_order_line_id where l.purchase_order_id = o.id and r.applied_at is null) where o.id = ${id}`),
      ]);
    },
  };
}
