import { and, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { refunds } from '../../../db/schema/orders.ts';
import type { OrderWrite, RefundBeginning, RefundEnd, RefundRecord } from '../../ports/orders.ts';
import { eventInsert, eventWhere, fulfilmentStatus, lockOrder, quantities, sameLines } from './order-statements.ts';
import { isCheckViolation, isUniqueViolation } from './sql-state.ts';

type RefundRow = typeof refunds.$inferSelect;

/** Cancelling what was left to send completes an order that was partly shipped, and giving it back opens it again. */
const restateFulfilment = (db: Db, orderId: number, condition: SQL = sql`true`) =>
  db.execute(
    sql`update orders set fulfilment_status = ${fulfilmentStatus(orderId)} where id = ${orderId} and fulfilment_status <> 'unfulfilled' and ${condition}`,
  );

/**
 * What a refund comes to in the shop's currency at the order's rate: everything refunded by then, rounded as `inBaseMinor` rounds, without what the refunds
 * before came to. So refunds of the whole order sum to its base total however they are cut. Null where the order knows no rate.
 */
const baseAmount = (orderId: number, amountMinor: number): SQL<number | null> =>
  sql`(select greatest(0, div(2 * (o.refunded_minor + ${amountMinor}::numeric) * x.numerator + x.denominator, 2 * x.denominator)
      - coalesce((select sum(f.base_amount_minor) from refunds f where f.order_id = o.id and f.status <> 'failed'), 0))::bigint
    from orders o, lateral (select (o.exchange->>'numerator')::numeric as numerator, (o.exchange->>'denominator')::numeric as denominator) x
    where o.id = ${orderId} and o.base_total_minor is not null)`;

/** See `RefundRecords.beginRefund`. */
export async function beginRefund(db: Db, refund: RefundBeginning): Promise<OrderWrite> {
  const { lines, parts, ...columns } = refund;
  try {
    const [, inserted] = await db.batch([
      lockOrder(db, refund.orderId),
      db
        .insert(refunds)
        .values({
          ...columns,
          baseAmountMinor: baseAmount(refund.orderId, refund.amountMinor),
          lines: [...lines],
          parts: [...parts],
          status: 'pending',
        })
        .returning({ id: refunds.id }),
      db.execute(
        sql`update orders set refunded_minor = refunded_minor + ${refund.amountMinor}, updated_at = now() where id = ${refund.orderId}`,
      ),
      db.execute(
        sql`update order_lines l set refunded_quantity = l.refunded_quantity + q.quantity, cancelled_quantity = l.cancelled_quantity + q.cancelled
          from ${quantities(lines)} q where l.id = q.id and l.order_id = ${refund.orderId}`,
      ),
      restateFulfilment(db, refund.orderId),
      eventInsert(
        db,
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
    const known = await findRefund(db, refund.idempotencyKey);
    if (!known) return { ok: false, reason: 'conflict' };
    const same =
      known.orderId === refund.orderId && known.amountMinor === refund.amountMinor && sameLines(known.lines, lines);
    return same ? { ok: true, id: known.id, isReplay: true } : { ok: false, reason: 'key_reused' };
  }
}

/** See `RefundRecords.findRefund`. */
export async function findRefund(
  db: Db,
  idempotencyKey: string,
): Promise<(RefundRecord & { readonly orderId: number }) | null> {
  const [row] = await db.select().from(refunds).where(eq(refunds.idempotencyKey, idempotencyKey));
  return row ? { ...row, createdAtMs: row.createdAt.getTime() } : null;
}

/** See `RefundRecords.orderOfRefund`. */
export async function orderOfRefund(db: Db, refundId: number): Promise<number | null> {
  const [row] = await db.select({ orderId: refunds.orderId }).from(refunds).where(eq(refunds.id, refundId));
  return row?.orderId ?? null;
}

/** See `RefundRecords.acceptRefund`. */
export async function acceptRefund(db: Db, refundId: number, providerReference: string): Promise<boolean> {
  const { rows } = await db.execute(
    sql`update refunds set provider_reference = coalesce(provider_reference, ${providerReference}) where id = ${refundId} and status <> 'failed' returning id`,
  );
  return rows.length > 0;
}

/** See `RefundRecords.finishRefund`. */
export async function finishRefund(db: Db, refundId: number, end: RefundEnd): Promise<void> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.id, refundId));
  if (!refund || refund.status === 'failed') return;
  if (!end.ok) return fail(db, refund, end.message);
  if (refund.status === 'pending') await succeed(db, refund, end.providerReference);
}

/** Minor units of the order's other refunds that were paid. */
const otherPaid = ({ id, orderId }: RefundRow): SQL =>
  sql`(select coalesce(sum(amount_minor), 0) from refunds where order_id = ${orderId} and status = 'succeeded' and id <> ${id})`;

async function succeed(db: Db, refund: RefundRow, providerReference: string): Promise<void> {
  const { id, orderId, amountMinor, currency } = refund;
  const mine = sql`exists (select 1 from refunds where id = ${id} and status = 'pending')`;
  const paid = sql`${otherPaid(refund)} + ${amountMinor}`;
  await db.batch([
    lockOrder(db, orderId),
    db.execute(sql`update orders set updated_at = now(), financial_status = (case
      when ${paid} >= total_minor then 'refunded' when ${paid} > 0 then 'partially_refunded' else financial_status::text end)::order_financial_status
      where id = ${orderId} and ${mine}`),
    db.execute(
      sql`insert into outbox (topic, payload) select 'order.refunded', ${JSON.stringify({ orderId, refundId: id })}::jsonb where ${mine}`,
    ),
    eventWhere(db, mine, {
      orderId,
      type: 'order.refunded',
      payload: sql`${JSON.stringify({ refundId: id, amountMinor, currency })}::jsonb`,
      actor: sql`${refund.actor}`,
    }),
    db
      .update(refunds)
      .set({
        status: 'succeeded',
        providerReference: sql`coalesce(${refunds.providerReference}, ${providerReference})`,
      })
      .where(and(eq(refunds.id, id), eq(refunds.status, 'pending'))),
  ]);
}

async function fail(db: Db, refund: RefundRow, message: string): Promise<void> {
  const { id, orderId, amountMinor, currency } = refund;
  const mine = sql`exists (select 1 from refunds where id = ${id} and status <> 'failed')`;
  const wasAccepted = sql`exists (select 1 from refunds where id = ${id} and provider_reference is not null)`;
  const paid = otherPaid(refund);
  await db.batch([
    lockOrder(db, orderId),
    db.execute(sql`update orders set updated_at = now(), refunded_minor = refunded_minor - ${amountMinor}, financial_status = (case
      when financial_status not in ('refunded', 'partially_refunded') then financial_status::text
      when ${paid} >= total_minor then 'refunded' when ${paid} > 0 then 'partially_refunded' else 'paid' end)::order_financial_status
      where id = ${orderId} and ${mine}`),
    // An accepted refund's units were freed, written off or brought back: paying again later must not do that again.
    db.execute(
      sql`update order_lines l set refunded_quantity = l.refunded_quantity - q.quantity, cancelled_quantity = l.cancelled_quantity - q.cancelled
        from ${quantities(refund.lines)} q where l.id = q.id and ${mine} and not ${wasAccepted}`,
    ),
    restateFulfilment(db, orderId, sql`${mine} and not ${wasAccepted}`),
    eventWhere(db, mine, {
      orderId,
      type: 'order.refund_failed',
      payload: sql`${JSON.stringify({ refundId: id, amountMinor, currency, message })}::jsonb || jsonb_build_object('wasAccepted', ${wasAccepted})`,
      actor: sql`case when ${wasAccepted} then 'system' else ${refund.actor} end`,
    }),
    db.update(refunds).set({ status: 'failed' }).where(eq(refunds.id, id)),
  ]);
}

/** See `RefundRecords.unsettledRefunds`. */
export async function unsettledRefunds(db: Db, begunBeforeMs: number) {
  return db
    .select({ orderId: refunds.orderId, refundId: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.status, 'pending'), lt(refunds.createdAt, new Date(begunBeforeMs))));
}
