import { sql } from 'drizzle-orm';
import { check, index, integer, pgEnum, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { variants } from './catalogue.ts';
import { identity, moment, ref } from './columns.ts';

export const dropEnd = pgEnum('drop_end', ['sold_out', 'closed', 'stopped']);

/** Variants put on sale at a moment with a queue. The variant's SaleQueue object decides; this says which drops there are and how they ended. */
export const drops = pgTable(
  'drops',
  {
    id: identity(),
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    joinsFrom: moment('joins_from').notNull(),
    opensAt: moment('opens_at').notNull(),
    closesAt: moment('closes_at'),
    units: integer('units').notNull(),
    perCustomer: integer('per_customer').notNull(),
    windowSeconds: integer('window_seconds').notNull(),
    admitPerSecond: integer('admit_per_second'),
    perNetwork: integer('per_network'),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    outcome: dropEnd('outcome'),
    endedAt: moment('ended_at'),
    /** Units bought when it ended. */
    sold: integer('sold').notNull().default(0),
  },
  (t) => [
    // One at a time: while a drop lasts, a second one of its variant is refused.
    uniqueIndex('drops_lasting').on(t.variantId).where(sql`${t.endedAt} is null`),
    index('drops_variant').on(t.variantId),
    index('drops_opens').on(t.opensAt, t.id),
    check('drops_units', sql`${t.units} > 0 and ${t.perCustomer} > 0 and ${t.windowSeconds} > 0`),
  ],
);
