import { inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { outbox } from '../../../db/schema/events.ts';
import type { OutboxRecords } from '../../ports/outbox.ts';

/** The outbox in Postgres over the Neon driver. */
export function neonOutbox(db: Db): OutboxRecords {
  return {
    take: async (most, hideMs) =>
      db
        .update(outbox)
        .set({ dueAt: sql`now() + make_interval(secs => ${hideMs / 1000})`, attempts: sql`${outbox.attempts} + 1` })
        .where(
          sql`${outbox.id} in (select id from outbox where due_at <= now() order by due_at, id for update skip locked limit ${most})`,
        )
        .returning({ id: outbox.id, topic: outbox.topic, payload: outbox.payload }),
    remove: async (ids) => {
      if (ids.length > 0) await db.delete(outbox).where(inArray(outbox.id, [...ids]));
    },
  };
}
