import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, moment } from './columns.ts';

/** A part of a country, or a country (ZonePlace in commerce/shipping/zones.ts). */
interface KeptPlace {
  country: string;
  regions: readonly string[];
  postcodes: string;
}

/** Where ways of delivery lead. */
export const deliveryZones = pgTable(
  'delivery_zones',
  {
    id: identity(),
    name: text('name').notNull(),
    places: jsonb('places').$type<readonly KeptPlace[]>().notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [uniqueIndex('delivery_zones_name').on(sql`lower(${t.name})`)],
);

/** How full a window of local delivery is; the row is the lock that keeps its capacity exact. */
export const deliveryWindows = pgTable(
  'delivery_windows',
  {
    methodCode: text('method_code').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** Such as 09:00-12:00. */
    window: text('window').notNull(),
    taken: integer('taken').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.methodCode, t.day, t.window] }),
    check('delivery_windows_taken', sql`${t.taken} >= 0`),
  ],
);

/** Who has a place in a window. One that was given back stays, so that a late repetition of its booking takes nothing. */
export const deliveryBookings = pgTable(
  'delivery_bookings',
  {
    /** Names the attempt to buy; the same booking again is the same place. */
    key: text('key').primaryKey(),
    /** Known before the order is recorded, so no reference. */
    orderId: bigint('order_id', { mode: 'number' }).notNull(),
    methodCode: text('method_code').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    window: text('window').notNull(),
    bookedAt: moment('booked_at').notNull().defaultNow(),
    givenBackAt: moment('given_back_at'),
  },
  (t) => [
    index('delivery_bookings_window').on(t.methodCode, t.day, t.window),
    index('delivery_bookings_order').on(t.orderId),
  ],
);
