import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { eventLog } from '../../../db/schema/events.ts';

/**
 * First statement of every act on an order and its lines: acts come one after the other, never wait for each other in a circle, and each later
 * statement sees what the act before left.
 */
export const lockOrder = (db: Db, orderId: number) =>
  db.execute(sql`select id from orders where id = ${orderId} for update`);

/** The next gap-free event of an order; a concurrent one violates the primary key and aborts the whole act. */
export function eventInsert(db: Db, orderId: number, type: string, payload: Record<string, unknown>, actor: string) {
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

/** What an event says and who caused it, as expressions evaluated when the statement runs. */
export interface EventFacts {
  readonly orderId: number;
  readonly type: string;
  readonly payload: SQL;
  readonly actor: SQL;
}

/** As `eventInsert`, only where a condition holds when the statement runs. */
export function eventWhere(db: Db, condition: SQL, { orderId, type, payload, actor }: EventFacts) {
  const aggregate = `order:${orderId}`;
  return db.execute(sql`insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
    select ${aggregate}, (select coalesce(max(sequence), 0) + 1 from event_log where aggregate = ${aggregate}), ${type}, ${payload}, ${actor}, now()
    where ${condition}`);
}

/** Lines as rows `(id, quantity, cancelled)`, to update many in one statement. */
export const quantities = (
  lines: readonly { readonly orderLineId: number; readonly quantity: number; readonly cancelled?: number }[],
): SQL =>
  sql`(select (x->>'orderLineId')::bigint as id, (x->>'quantity')::int as quantity, coalesce((x->>'cancelled')::int, 0) as cancelled from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) x)`;

/** Status of an order of which something was shipped: fulfilled when every unit was shipped or cancelled. */
export const fulfilmentStatus = (orderId: number): SQL =>
  sql`(case when exists (select 1 from order_lines where order_id = ${orderId} and fulfilled_quantity + cancelled_quantity < quantity) then 'partially_fulfilled' else 'fulfilled' end)::order_fulfilment_status`;

/** Whether a repeated act names the units of the recorded one. */
export function sameLines(
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
