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
  ShipmentRecord,
} from '../../ports/orders.ts';
import { toOrderRecord } from './order-rows.ts';
import { isCheckViolation, isUniqueViolation } from './sql-state.ts';

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

/** The next gap-free event of an order; a concurrent one violates the primary key and aborts the whole act. */
function eventInsert(db: Db, orderId: number, type: string, payload: Record<string, unknown>, actor: string) {
  const aggregate = `order:${orderId}`;
  return db.insert(eventLog).values({
    aggregate,
    sequence: sql`(select coalesce(max(e.sequence), 0) + 1 from event_log e where e.aggregate = ${aggregate})`,
    type,
    payload,
    actor,
    occurredAt: sql`now()`,
  });
}

/** As `eventInsert`, only where a condition holds when the statement runs. */
const eventWhere = (
  db: Db,
  condition: SQL,
  orderId: number,
  type: string,
  payload: Record<string, unknown>,
  actor: string,
) =>
  db.execute(sql`insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
    select ${`order:${orderId}`}, (select coalesce(max(sequence), 0) + 1 from event_log where aggregate = ${`order:${orderId}`}), ${type}, ${JSON.stringify(payload)}::jsonb, ${actor}, now()
    where ${condition}`);

const quantities = (lines: readonly { orderLineId: number; quantity: number }[]) =>
  sql`(select (x->>'orderLineId')::bigint as id, (x->>'quantity')::int as quantity from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) x)`;

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
      const [inserted] = await this.#db.batch([
        this.#db
          .insert(fulfilments)
          .values({ ...columns, lines: [...lines] })
          .returning({ id: fulfilments.id }),
        this.#db.execute(
          sql`update order_lines l set fulfilled_quantity = l.fulfilled_quantity + q.quantity from ${quantities(lines)} q where l.id = q.id and l.order_id = ${shipment.orderId}`,
        ),
        this.#db.execute(sql`update orders set updated_at = now(), fulfilment_status = case
          when exists (select 1 from order_lines where order_id = ${shipment.orderId} and fulfilled_quantity + greatest(0, refunded_quantity - fulfilled_quantity) < quantity) then 'partially_fulfilled'
          else 'fulfilled' end::order_fulfilment_status where id = ${shipment.orderId}`),
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
      if (isCheckViolation(error)) return { ok: false, reason: 'conflict' };
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

  async findShipment(idempotencyKey: string) {
    const [row] = await this.#db.select().from(fulfilments).where(eq(fulfilments.idempotencyKey, idempotencyKey));
    return row ? { ...row, createdAtMs: row.createdAt.getTime() } : null;
  }

  async findRefund(idempotencyKey: string) {
    const [row] = await this.#db.select().from(refunds).where(eq(refunds.idempotencyKey, idempotencyKey));
    return row ? { ...row, createdAtMs: row.createdAt.getTime() } : null;
  }

  async beginRefund(refund: RefundBeginning): Promise<OrderWrite> {
    const { lines, ...columns } = refund;
    try {
      const [inserted] = await this.#db.batch([
        this.#db
          .insert(refunds)
          .values({ ...columns, lines: [...lines], status: 'pending' })
          .returning({ id: refunds.id }),
        this.#db.execute(
          sql`update orders set refunded_minor = refunded_minor + ${refund.amountMinor}, updated_at = now() where id = ${refund.orderId}`,
        ),
        this.#db.execute(
          sql`update order_lines l set refunded_quantity = l.refunded_quantity + q.quantity from ${quantities(lines)} q where l.id = q.id and l.order_id = ${refund.orderId}`,
        ),
        eventInsert(
          this.#db,
          refund.orderId,
          'order.refund_begun',
          { amountMinor: refund.amountMinor, currency: refund.currency, lines, reason: refund.reason },
          refund.actor,
        ),
      ]);
      const id = inserted[0]?.id;
      if (id === undefined) throw new Error('refunds: insert returned no id');
      return { ok: true, id, isReplay: false };
    } catch (error) {
      if (isCheckViolation(error)) return { ok: false, reason: 'conflict' };
      if (!isUniqueViolation(error)) throw error;
      const [known] = await this.#db.select().from(refunds).where(eq(refunds.idempotencyKey, refund.idempotencyKey));
      if (!known) return { ok: false, reason: 'conflict' };
      const same =
        known.orderId === refund.orderId && known.amountMinor === refund.amountMinor && sameLines(known.lines, lines);
      return same ? { ok: true, id: known.id, isReplay: true } : { ok: false, reason: 'key_reused' };
    }
  }

  async finishRefund(
    refundId: number,
    outcome:
      | { readonly ok: true; readonly providerReference: string }
      | { readonly ok: false; readonly message: string },
  ): Promise<void> {
    const [refund] = await this.#db.select().from(refunds).where(eq(refunds.id, refundId));
    if (refund?.status !== 'pending') return;
    if (!outcome.ok) return this.#giveBack(refund, outcome.message);
    // The lock makes a second settlement wait; each later statement then sees that the refund is no longer pending.
    const mine = sql`exists (select 1 from refunds where id = ${refundId} and status = 'pending')`;
    await this.#db.batch([
      this.#db.execute(sql`select id from refunds where id = ${refundId} for update`),
      this.#db.execute(
        sql`update orders set updated_at = now(), financial_status = (case when refunded_minor >= total_minor then 'refunded' else 'partially_refunded' end)::order_financial_status where id = ${refund.orderId} and ${mine}`,
      ),
      this.#db.execute(
        sql`insert into outbox (topic, payload) select 'order.refunded', ${JSON.stringify({ orderId: refund.orderId, refundId })}::jsonb where ${mine}`,
      ),
      eventWhere(
        this.#db,
        mine,
        refund.orderId,
        'order.refunded',
        { refundId, amountMinor: refund.amountMinor, currency: refund.currency },
        refund.actor,
      ),
      this.#db
        .update(refunds)
        .set({ status: 'succeeded', providerReference: outcome.providerReference })
        .where(and(eq(refunds.id, refundId), eq(refunds.status, 'pending'))),
    ]);
  }

  async #giveBack(refund: typeof refunds.$inferSelect, message: string): Promise<void> {
    const mine = sql`exists (select 1 from refunds where id = ${refund.id} and status = 'pending')`;
    await this.#db.batch([
      this.#db.execute(sql`select id from refunds where id = ${refund.id} for update`),
      this.#db.execute(
        sql`update orders set refunded_minor = refunded_minor - ${refund.amountMinor}, updated_at = now() where id = ${refund.orderId} and ${mine}`,
      ),
      this.#db.execute(
        sql`update order_lines l set refunded_quantity = l.refunded_quantity - q.quantity from ${quantities(refund.lines)} q where l.id = q.id and ${mine}`,
      ),
      eventWhere(this.#db, mine, refund.orderId, 'order.refund_failed', { refundId: refund.id, message }, refund.actor),
      this.#db
        .update(refunds)
        .set({ status: 'failed' })
        .where(and(eq(refunds.id, refund.id), eq(refunds.status, 'pending'))),
    ]);
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

  async unsettledRefunds(begunBeforeMs: number) {
    return this.#db
      .select({ orderId: refunds.orderId, refundId: refunds.id })
      .from(refunds)
      .where(and(eq(refunds.status, 'pending'), lt(refunds.createdAt, new Date(begunBeforeMs))));
  }
}

function sameLines(
  known: readonly { orderLineId: number; quantity: number }[],
  asked: readonly { orderLineId: number; quantity: number }[],
): boolean {
  const form = (lines: readonly { orderLineId: number; quantity: number }[]) =>
    lines
      .map((line) => `${line.orderLineId}:${line.quantity}`)
      .sort()
      .join(' ');
  return form(known) === form(asked);
}
