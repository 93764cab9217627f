import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { collections } from './catalogue.ts';
import { identity, moment, ref } from './columns.ts';

export const searchRuleKind = pgEnum('search_rule_kind', ['pin', 'bury', 'hide', 'boost']);

/** What merchants change of the order that texts and signals give: for one query, one collection, or everywhere. */
export const searchRules = pgTable(
  'search_rules',
  {
    id: identity(),
    kind: searchRuleKind('kind').notNull(),
    /** Null: for every query. */
    query: text('query'),
    /** Null: in every list. */
    collectionId: ref('collection_id').references(() => collections.id, { onDelete: 'cascade' }),
    /** In the order of the pins; empty: products with the value. */
    productIds: bigint('product_ids', { mode: 'number' }).array().notNull().default(sql`'{}'`),
    /** Such as vendor, product_type, tag, option.Colour. */
    valueName: text('value_name'),
    value: text('value'),
    /** Of boosts: percent that the score is multiplied by, 150 for half more. */
    factorPercent: integer('factor_percent').notNull().default(100),
    /** Of pins: the first one's place, from 1. */
    position: integer('position').notNull().default(1),
    startsAt: moment('starts_at'),
    endsAt: moment('ends_at'),
    createdAt: moment('created_at').notNull().default(sql`now()`),
  },
  (t) => [
    index('search_rules_collection').on(t.collectionId),
    check('search_rules_bounds', sql`${t.factorPercent} between 0 and 10000 and ${t.position} between 1 and 1000`),
  ],
);

/** Words that mean the same in a language: `sofa, couch`, or one way: `trainers => shoes`. */
export const searchSynonyms = pgTable(
  'search_synonyms',
  {
    id: identity(),
    /** Null: in every language. */
    locale: text('locale'),
    line: text('line').notNull(),
  },
  (t) => [index('search_synonyms_locale').on(t.locale)],
);

/** How much each signal of the business counts, in percent; one row, absent until somebody sets it. */
export const searchSettings = pgTable(
  'search_settings',
  {
    id: integer('id').primaryKey().default(1),
    weights: jsonb('weights')
      .$type<{ popularity: number; conversion: number; margin: number; stock: number; newness: number }>()
      .notNull(),
    newnessHalfLifeDays: integer('newness_half_life_days').notNull(),
  },
  (t) => [check('search_settings_one', sql`${t.id} = 1 and ${t.newnessHalfLifeDays} between 1 and 3650`)],
);
