import { asc, count, desc, inArray, lt } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { failedEvents } from '../../../db/schema/events.ts';
import type { FailedEvent, FailedEvents } from '../../ports/failed-events.ts';

const eventOf = ({ id, topic, body, failedAt }: typeof failedEvents.$inferSelect): FailedEvent => ({
  id,
  topic,
  body,
  failedAtMs: failedAt.getTime(),
});

/** The FailedEvents port over PostgreSQL; each call is one statement. */
export function neonFailedEvents(db: Db): FailedEvents {
  return {
    keep: async (events, nowMs) => {
      if (events.length === 0) return;
      await db
        .insert(failedEvents)
        .values(events.map((one) => ({ ...one, failedAt: new Date(nowMs) })))
        .onConflictDoNothing({ target: failedEvents.messageId });
    },
    list: async (limit, beforeId) =>
      (
        await db
          .select()
          .from(failedEvents)
          .where(beforeId === null ? undefined : lt(failedEvents.id, beforeId))
          .orderBy(desc(failedEvents.id))
          .limit(limit)
      ).map(eventOf),
    byIds: async (ids) =>
      ids.length === 0
        ? []
        : (
            await db
              .select()
              .from(failedEvents)
              .where(inArray(failedEvents.id, [...ids]))
              .orderBy(asc(failedEvents.id))
          ).map(eventOf),
    count: async () => (await db.select({ n: count() }).from(failedEvents))[0]?.n ?? 0,
    remove: async (ids) =>
      ids.length === 0
        ? 0
        : (
            await db
              .delete(failedEvents)
              .where(inArray(failedEvents.id, [...ids]))
              .returning({ id: failedEvents.id })
          ).length,
  };
}
