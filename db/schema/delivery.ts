import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

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

/** Who has a place in a window: a purchase under way until it expires, then the order it became. */
export const deliveryBookings = pgTable(
  'delivery_bookings',
  {
    /** Of the cart: one place per cart. */
    cartToken: text('cart_token').primaryKey(),
    methodCode: text('method_code').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    window: text('window').notNull(),
    /** Null: for good, an order has it. */
    expiresAt: moment('expires_at'),
  },
  (t) => [
    index('delivery_bookings_window').on(t.methodCode, t.day, t.window),
    index('delivery_bookings_due').on(t.expiresAt),
  ],
);
