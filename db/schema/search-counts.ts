import { date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { products } from './catalogue.ts';
import { moment, ref } from './columns.ts';

/** How often words were searched on a day (UTC) in a language, and what came of it. Nothing tells who searched. */
export const searchDays = pgTable(
  'search_days',
  {
    day: date('day').notNull(),
    locale: text('locale').notNull(),
    /** As `countedQuery` writes it. */
    query: text('query').notNull(),
    searches: integer('searches').notNull().default(0),
    withoutResults: integer('without_results').notNull().default(0),
    clicks: integer('clicks').notNull().default(0),
    /** Of visitors who agreed to be remembered. */
    orders: integer('orders').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.day, t.locale, t.query] })],
);

/** Which products were opened from the results of a query. */
export const searchClicks = pgTable(
  'search_clicks',
  {
    day: date('day').notNull(),
    locale: text('locale').notNull(),
    query: text('query').notNull(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    clicks: integer('clicks').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.locale, t.query, t.productId] }),
    index('search_clicks_product').on(t.productId),
  ],
);

/** Messages whose counts are in; kept for two days, longer than the queue delivers one again. */
export const searchMessages = pgTable(
  'search_messages',
  {
    id: text('id').primaryKey(),
    at: moment('at').notNull(),
  },
  (t) => [index('search_messages_at').on(t.at)],
);
