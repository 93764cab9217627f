import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import { products } from './catalogue.ts';
import { identity, moment, ref } from './columns.ts';

export const shopperEventKind = pgEnum('shopper_event_kind', ['view', 'cart', 'order']);

/** What visitors who agreed to be remembered did; deleted after its time by the nightly training. The visitor is a random token and nothing else. */
export const shopperEvents = pgTable(
  'shopper_events',
  {
    visitor: text('visitor').notNull(),
    at: moment('at').notNull(),
    kind: shopperEventKind('kind').notNull(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
  },
  (t) => [
    // The same message again is the same row.
    primaryKey({ columns: [t.visitor, t.at, t.kind, t.productId] }),
    index('shopper_events_at').on(t.at),
    index('shopper_events_product').on(t.productId),
  ],
);

/** Places where recommendations stand, each of which a test can be about. */
export const recommendationShelf = pgEnum('recommendation_shelf', ['for_you', 'product', 'cart', 'mail']);

/** Which half of an A/B test was seen where, first exposure only: by a visitor who agreed, or in the mail of an order (`order:NUMBER`). */
export const experimentExposures = pgTable(
  'experiment_exposures',
  {
    experiment: text('experiment').notNull(),
    visitor: text('visitor').notNull(),
    shelf: recommendationShelf('shelf').notNull().default('for_you'),
    variant: smallint('variant').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.experiment, t.visitor, t.shelf] }), index('experiment_exposures_at').on(t.at)],
);

/** What training found, one row a product; replaced as a whole. Lists are `[product id, weight]`, the heaviest first. */
export const recommendations = pgTable('recommendations', {
  productId: ref('product_id')
    .primaryKey()
    .references(() => products.id, { onDelete: 'cascade' }),
  related: jsonb('related').$type<[number, number][]>().notNull(),
  together: jsonb('together').$type<[number, number][]>().notNull(),
  /** Share of what is taken these days, in thousandths. */
  trend: real('trend').notNull(),
  /** What is left of the price after cost; null where cost or price is not known. */
  marginBps: integer('margin_bps'),
});

/** How trainings went. */
export const recommendationRuns = pgTable(
  'recommendation_runs',
  {
    id: identity(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at').notNull(),
    interactions: bigint('interactions', { mode: 'number' }).notNull(),
    customers: integer('customers').notNull(),
    products: integer('products').notNull(),
  },
  (t) => [index('recommendation_runs_finished').on(t.finishedAt)],
);

export const recommendationControl = pgEnum('recommendation_control', ['pin', 'block']);

/** What the merchant wants shown first with a product, or never. */
export const recommendationControls = pgTable(
  'recommendation_controls',
  {
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    otherId: ref('other_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    control: recommendationControl('control').notNull(),
    /** Order among pins. */
    position: integer('position').notNull().default(0),
    actor: text('actor').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.productId, t.otherId] }),
    index('recommendation_controls_other').on(t.otherId),
    check('recommendation_controls_other_product', sql`${t.productId} <> ${t.otherId}`),
  ],
);

/** The one row of settings. */
export const recommendationSettings = pgTable(
  'recommendation_settings',
  {
    id: smallint('id').primaryKey().default(1),
    /** Name of the running A/B test; null: none, everybody sees what was learned. */
    experiment: text('experiment'),
    experimentSince: moment('experiment_since'),
    /** Where the test shows its halves. */
    experimentShelves: recommendationShelf('experiment_shelves').array().notNull().default(['for_you']),
  },
  (t) => [check('recommendation_settings_single', sql`${t.id} = 1`)],
);
