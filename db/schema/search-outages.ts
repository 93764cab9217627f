import { sql } from 'drizzle-orm';
import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { identity, moment, ref } from './columns.ts';

/** Times in which the search cluster did not answer and the shop's own engine did; at most one is open. */
export const searchOutages = pgTable(
  'search_outages',
  {
    id: identity(),
    beganAt: moment('began_at').notNull(),
    lastFailedAt: moment('last_failed_at').notNull(),
    /** Null: it lasts. */
    endedAt: moment('ended_at'),
    /** The newest failure, as the cluster or the network worded it. */
    problem: text('problem').notNull(),
    mailedAt: moment('mailed_at'),
    hookedAt: moment('hooked_at'),
  },
  (t) => [uniqueIndex('search_outages_open').on(sql`(${t.endedAt} is null)`).where(sql`${t.endedAt} is null`)],
);

/** Products whose change the cluster was not there to take; written to it once it answers again. May name products that are gone. */
export const searchMissedProducts = pgTable('search_missed_products', {
  productId: ref('product_id').primaryKey(),
  notedAt: moment('noted_at').notNull(),
});
