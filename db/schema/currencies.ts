import { sql } from 'drizzle-orm';
import {
  boolean,
  char,
  check,
  date,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/** Units of a currency for one euro on a day, exactly as published. Source of the form: the European Central Bank's reference rates. */
export const exchangeRates = pgTable(
  'exchange_rates',
  {
    day: date('day', { mode: 'string' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    rate: numeric('rate').notNull(),
    /** Who published it. */
    source: text('source').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.currency] }),
    check('exchange_rates_positive', sql`${t.rate} > 0`),
    check('exchange_rates_currency_form', sql`${t.currency} ~ '^[A-Z]{3}$'`),
  ],
);

/** How prices of a currency follow the shop's own; without a row they are all set by hand. */
export const currencySettings = pgTable(
  'currency_settings',
  {
    currency: char('currency', { length: 3 }).primaryKey(),
    isConverted: boolean('is_converted').notNull().default(false),
    /** On top of the rate; may be negative. */
    marginBps: integer('margin_bps').notNull().default(0),
    /** CharmRule in commerce/currency/convert.ts; null: prices end as the rate has it. */
    charm: jsonb('charm').$type<{ everyMinor: number; endingsMinor: number[] }>(),
    /** Grows with every change of rates or terms; prices were last gone through at `settled_version`. */
    version: integer('version').notNull().default(1),
    settledVersion: integer('settled_version').notNull().default(0),
    changedBy: text('changed_by'),
    changedAt: moment('changed_at'),
  },
  (t) => [check('currency_settings_margin', sql`${t.marginBps} between -9000 and 10000`)],
);

/** The one row about fetching rates. */
export const rateFetches = pgTable(
  'rate_fetches',
  {
    id: smallint('id').primaryKey().default(1),
    nextAt: moment('next_at').notNull(),
    triedAt: moment('tried_at'),
    succeededAt: moment('succeeded_at'),
    /** Why the last try brought nothing; null: it did. */
    problem: text('problem'),
  },
  (t) => [check('rate_fetches_single', sql`${t.id} = 1`)],
);
