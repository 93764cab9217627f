import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { identity, moment } from './columns.ts';

/** Every domain event, in order per aggregate and without gaps; consumers read it, nothing updates it. */
export const eventLog = pgTable(
  'event_log',
  {
    aggregate: text('aggregate').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    type: text('type').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    actor: text('actor').notNull(),
    occurredAt: moment('occurred_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.aggregate, t.sequence] }), index('event_log_type').on(t.type, t.occurredAt)],
);

/** Events of a database transaction, waiting to be sent to the queue; the row is deleted once sent. */
export const outbox = pgTable(
  'outbox',
  {
    id: identity(),
    topic: text('topic').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    dueAt: moment('due_at').notNull().defaultNow(),
  },
  (t) => [index('outbox_due').on(t.dueAt)],
);

/** Messages that the queue gave up on, until somebody has them handled again or lets them go. */
export const failedEvents = pgTable('failed_events', {
  id: identity(),
  /** The queue's own id of the message: it may be delivered here twice. */
  messageId: text('message_id').notNull().unique(),
  topic: text('topic').notNull(),
  body: jsonb('body').$type<unknown>().notNull(),
  failedAt: moment('failed_at').notNull(),
});

/**
 * Requests already made under an Idempotency-Key, by caller, with the answer once there is one; and the writes they consist of, each recorded in its own
 * transaction. `createdAt` is when the latest try of a request began.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    requestSha256: text('request_sha256').notNull(),
    response: jsonb('response').$type<unknown>(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull().default(sql`now() + interval '24 hours'`),
  },
  (t) => [primaryKey({ columns: [t.scope, t.key] }), index('idempotency_keys_expiry').on(t.expiresAt)],
);
