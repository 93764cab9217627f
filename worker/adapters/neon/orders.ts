import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { eventLog, outbox } from '../../../db/schema/events.ts';
import { fulfilments, orderLines, orders, payments, refunds } from '../../../db/schema/orders.ts';
import type {
  OrderFilter,
  OrderListQuery,
  OrderRecord,
  OrderRecords,
  OrderWrite,
  RefundBeginning,
  RefundEnd,
  ShipmentRecord,
} from '../../ports/orders.ts';
import {
  acceptRefund,
  beginRefund,
  findRefund,
  finishRefund,
  orderOfRefund,
  unsettledRefunds,
} from './order-refunds.ts';
import { toOrderRecord } from './order-rows.ts';
import { eventInsert, fulfilmentStatus, lockOrder, quantities, sameLines } from './order-statements.ts';
import { isCheckViolation, isNullViolation, isUniqueViolation } from './sql-state.ts';

function conditions(filter: OrderFilter): SQL | undefined {
  const parts: SQL[] = [];
  if (filter.financialStatus) parts.push(eq(orders.financialStatus, filter.financialStatus));
  if (filter.fulfilmentStatus) parts.push(eq(orders.fulfilmentStatus, filter.fulfilmentStatus));
  if (filter.isCancelled === true) parts.push(isNotNull(orders.cancelledAt));
  if (filter.isCancelled === false) parts.push(isNull(orders.cancelledAt));
  if (filter.email) parts.push(eq(orders.email, filter.email));
  if (filter.number !== undefined) parts.push(eq(orders.number, filter.number));
  if (filter.placedFromMs !== undefined) parts.push(gte(orders.placedAt, new Date(filter.placedFromMs)));
  if (filter.placedBeforeMs !== undefined) parts.push(lt(orders.placedAt, new Date(filter.placedBeforeMs)));
  return and(...parts);
}

/** Orders in Postgres over the Neon driver. */
export class NeonOrders implements OrderRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async byIds(ids: readonly number[]): Promise<ReadonlyMap<number, OrderRecord>> {
    if (ids.length === 0) return new Map();
    const wanted = [...ids];
    const [orderRows, lineRows, paymentRows, refundRows, fulfilmentRows] = await this.#db.batch([
      this.#db.select().from(orders).where(inArray(orders.id, wanted)),
      this.#db
        .select()
        .from(orderLines)
        .where(inArray(orderLines.orderId, wanted))
        .orderBy(asc(orderLines.orderId), asc(orderLines.position)),
      this.#db.select().from(payments).where(inArray(payments.orderId, wanted)).orderBy(asc(payments.id)),
      this.#db.select().from(refunds).where(inArray(refunds.orderId, wanted)).orderBy(asc(refunds.id)),
      this.#db.select().from(fulfilments).where(inArray(fulfilments.orderId, wanted)).orderBy(asc(fulfilments.id)),
    ]);
    const of = <T extends { orderId: number }>(rows: readonly T[], id: number) =>
      rows.filter((row) => row.orderId === id);
    return new Map(
      orderRows.map((order) => [
        order.id,
        toOrderRecord({
          order,
          lines: of(lineRows, order.id),
          payments: of(paymentRows, order.id),
          refunds: of(refundRows, order.id),
          fulfilments: of(fulfilmentRows, order.id),
        }),
      ]),
    );
  }

  async list(query: OrderListQuery) {
    const direction = query.newestFirst ? desc : asc;
    const beyond = query.after
      ? query.newestFirst
        ? sql`(${orders.placedAt}, ${orders.id}) < (${new Date(query.after.placedAtMs)}, ${query.after.id})`
        : sql`(${orders.placedAt}, ${orders.id}) > (${new Date(query.after.placedAtMs)}, ${query.after.id})`
      : undefined;
    const rows = await this.#db
      .select({ id: orders.id })
      .from(orders)
      .where(and(conditions(query.filter), beyond))
      .orderBy(direction(orders.placedAt), direction(orders.id))
      .limit(query.limit + 1);
    const ids = rows.slice(0, query.limit).map((row) => row.id);
    const found = await this.byIds(ids);
    return { orders: ids.flatMap((id) => found.get(id) ?? []), hasNextPage: rows.length > query.limit };
  }

  async count(filter: OrderFilter): Promise<number> {
    const [row] = await this.#db.select({ total: count() }).from(orders).where(conditions(filter));
    return row?.total ?? 0;
  }

  async events(orderId: number) {
    const rows = await this.#db
      .select()
      .from(eventLog)
      .where(eq(eventLog.aggregate, `order:${orderId}`))
      .orderBy(asc(eventLog.sequence));
    return rows.map((row) => ({
      sequence: row.sequence,
      type: row.type,
      payload: row.payload,
      actor: row.actor,
      occurredAtMs: row.occurredAt.getTime(),
    }));
  }

  async ship(shipment: ShipmentRecord): Promise<OrderWrite> {
    const { lines, notify, ...columns } = shipment;
    try {
      // An order that was cancelled meanwhile has no id here, and the whole act fails.
      const orderId = sql`(select id from orders where id = ${shipment.orderId} and cancelled_at is null)`;
      const [, inserted] = await this.#db.batch([
        lockOrder(this.#db, shipment.orderId),
        this.#db
          .insert(fulfilments)
          .values({ ...columns, orderId, lines: [...lines] })
          .returning({ id: fulfilments.id }),
        this.#db.execute(
          sql`update order_lines l set fulfilled_quantity = l.fulfilled_quantity + q.quantity from ${quantities(lines)} q where l.id = q.id and l.order_id = ${shipment.orderId}`,
        ),
        this.#db.execute(
          sql`update orders set updated_at = now(), fulfilment_status = ${fulfilmentStatus(shipment.orderId)} where id = ${shipment.orderId}`,
        ),
        eventInsert(
          this.#db,
          shipment.orderId,
          'order.shipped',
          { warehouseId: shipment.warehouseId, lines, trackingNumber: shipment.trackingNumber },
          shipment.actor,
        ),
        this.#db.insert(outbox).values({
          topic: 'order.shipped',
          payload: { orderId: shipment.orderId, idempotencyKey: shipment.idempotencyKey, notify },
        }),
      ]);
      const id = inserted[0]?.id;
      if (id === undefined) throw new Error('fulfilments: insert returned no id');
      return { ok: true, id, isReplay: false };
    } catch (error) {
      if (isCheckViolation(error) || isNullViolation(error)) return { ok: false, reason: 'conflict' };
      if (!isUniqueViolation(error)) throw error;
      const [known] = await this.#db
        .select()
        .from(fulfilments)
        .where(eq(fulfilments.idempotencyKey, shipment.idempotencyKey));
      if (!known) return { ok: false, reason: 'conflict' };
      const same =
        known.orderId === shipment.orderId &&
        known.warehouseId === shipment.warehouseId &&
        sameLines(known.lines, lines);
      return same ? { ok: true, id: known.id, isReplay: true } : { ok: false, reason: 'key_reused' };
    }
  }

  async markReady(orderId: number, actor: string) {
    const aggregate = `order:${orderId}`;
    const { rows } = await this.#db.execute(sql`with ready as (
        update orders set ready_at = now(), updated_at = now()
        where id = ${orderId} and ready_at is null and cancelled_at is null and delivery->>'kind' = 'pick_up' returning id
      ), logged as (
        insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
        select ${aggregate}, (select coalesce(max(e.sequence), 0) + 1 from event_log e where e.aggregate = ${aggregate}), 'order.ready', '{}'::jsonb, ${actor}, now() from ready
      )
      insert into outbox (topic, payload) select 'order.ready', jsonb_build_object('orderId', ready.id) from ready returning id`);
    return rows.length > 0;
  }

  async findShipment(idempotencyKey: string) {
    const [row] = await this.#db.select().from(fulfilments).where(eq(fulfilments.idempotencyKey, idempotencyKey));
    return row ? { ...row, createdAtMs: row.createdAt.getTime() } : null;
  }

  beginRefund(refund: RefundBeginning): Promise<OrderWrite> {
    return beginRefund(this.#db, refund);
  }

  findRefund(idempotencyKey: string) {
    return findRefund(this.#db, idempotencyKey);
  }

  orderOfRefund(refundId: number): Promise<number | null> {
    return orderOfRefund(this.#db, refundId);
  }

  acceptRefund(refundId: number, providerReference: string): Promise<boolean> {
    return acceptRefund(this.#db, refundId, providerReference);
  }

  finishRefund(refundId: number, end: RefundEnd): Promise<void> {
    return finishRefund(this.#db, refundId, end);
  }

  unsettledRefunds(begunBeforeMs: number) {
    return unsettledRefunds(this.#db, begunBeforeMs);
  }

  async cancel(orderId: number, reason: string, actor: string): Promise<OrderWrite> {
    const aggregate = `order:${orderId}`;
    const done = await this.#db.execute(sql`
      with cancelled as (
        update orders set cancelled_at = now(), cancel_reason = ${reason}, updated_at = now()
        where id = ${orderId} and cancelled_at is null and fulfilment_status = 'unfulfilled' returning id
      ), logged as (
        insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
        select ${aggregate}, (select coalesce(max(sequence), 0) + 1 from event_log where aggregate = ${aggregate}), 'order.cancelled', ${JSON.stringify({ reason })}::jsonb, ${actor}, now() from cancelled
      )
      insert into outbox (topic, payload) select 'order.cancelled', jsonb_build_object('orderId', id) from cancelled returning id`);
    if (done.rows.length === 0) return { ok: false, reason: 'conflict' };
    return { ok: true, id: orderId, isReplay: false };
  }
}
