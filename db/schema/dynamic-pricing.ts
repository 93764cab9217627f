import { sql } from 'drizzle-orm';
import {
  boolean,
  char,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { products, variants } from './catalogue.ts';
import { identity, minorUnits, moment, ref } from './columns.ts';

const variantRef = () =>
  ref('variant_id')
    .notNull()
    .references(() => variants.id, { onDelete: 'cascade' });

/**
 * Every price a variant ever had, from a moment on. A trigger on `prices` writes it, so that no import, form or rule can forget to: the law asks for the
 * lowest price of the 30 days before a reduction.
 */
export const priceHistory = pgTable(
  'price_history',
  {
    variantId: variantRef(),
    currency: char('currency', { length: 3 }).notNull(),
    at: moment('at').notNull().defaultNow(),
    amountMinor: minorUnits('amount_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.variantId, t.currency, t.at] })],
);

export const priceRuleSetStatus = pgEnum('price_rule_set_status', ['draft', 'approved', 'stopped']);

/** Rules and guard rails (RuleSetTerms in commerce/dynamic-pricing/rule-set.ts) with what was decided about them. */
export const priceRuleSets = pgTable(
  'price_rule_sets',
  {
    id: identity(),
    title: text('title').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    terms: jsonb('terms').$type<Record<string, unknown>>().notNull(),
    /** Grows with every change of the terms; a simulation and an approval are of one version. */
    version: integer('version').notNull().default(1),
    status: priceRuleSetStatus('status').notNull().default('draft'),
    /** What the last simulation of this version found; null: none yet. */
    simulation: jsonb('simulation').$type<Record<string, unknown>>(),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    approvedBy: text('approved_by'),
    approvedAt: moment('approved_at'),
    stoppedBy: text('stopped_by'),
    stoppedAt: moment('stopped_at'),
  },
  (t) => [
    index('price_rule_sets_status').on(t.status),
    check('price_rule_sets_approved', sql`${t.status} <> 'approved' or ${t.approvedAt} is not null`),
  ],
);

/** Where a rule set found a variant's price, and where it last put it. A price that is neither was set by hand: it is the new base. */
export const priceRuleBases = pgTable(
  'price_rule_bases',
  {
    ruleSetId: ref('rule_set_id')
      .notNull()
      .references(() => priceRuleSets.id, { onDelete: 'cascade' }),
    variantId: variantRef(),
    baseMinor: minorUnits('base_minor').notNull(),
    baseCompareAtMinor: minorUnits('base_compare_at_minor'),
    lastMinor: minorUnits('last_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ruleSetId, t.variantId] }), index('price_rule_bases_variant').on(t.variantId)],
);

/** Every price a rule changed, with why; never updated. At most one per variant and period of a rule set. */
export const priceChanges = pgTable(
  'price_changes',
  {
    id: identity(),
    ruleSetId: ref('rule_set_id')
      .notNull()
      .references(() => priceRuleSets.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    variantId: variantRef(),
    productId: ref('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    currency: char('currency', { length: 3 }).notNull(),
    /** Hour in UTC: 2030-06-15T12. */
    period: text('period').notNull(),
    fromMinor: minorUnits('from_minor').notNull(),
    toMinor: minorUnits('to_minor').notNull(),
    wantedMinor: minorUnits('wanted_minor').notNull(),
    compareAtMinor: minorUnits('compare_at_minor'),
    lowestBeforeMinor: minorUnits('lowest_before_minor'),
    explanation: text('explanation').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    uniqueIndex('price_changes_once').on(t.ruleSetId, t.variantId, t.period),
    index('price_changes_newest').on(t.ruleSetId, t.id),
    index('price_changes_variant').on(t.variantId),
    index('price_changes_product').on(t.productId),
  ],
);

/** How far a period's round of a rule set is. */
export const priceRounds = pgTable(
  'price_rounds',
  {
    ruleSetId: ref('rule_set_id')
      .notNull()
      .references(() => priceRuleSets.id, { onDelete: 'cascade' }),
    period: text('period').notNull(),
    /** Variants up to this id are done. */
    cursor: ref('cursor').notNull().default(0),
    leasedUntil: moment('leased_until').notNull(),
    finishedAt: moment('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.ruleSetId, t.period] })],
);

/** What staff did to rule sets; a null rule set is all of them. */
export const priceRuleEvents = pgTable(
  'price_rule_events',
  {
    id: identity(),
    ruleSetId: ref('rule_set_id').references(() => priceRuleSets.id, { onDelete: 'cascade' }),
    what: text('what').notNull(),
    actor: text('actor').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('price_rule_events_set').on(t.ruleSetId, t.id)],
);

/** The one row that stops every rule set at once. */
export const priceRuleSwitch = pgTable(
  'price_rule_switch',
  {
    id: smallint('id').primaryKey().default(1),
    isStopped: boolean('is_stopped').notNull().default(false),
    changedBy: text('changed_by'),
    changedAt: moment('changed_at'),
  },
  (t) => [check('price_rule_switch_single', sql`${t.id} = 1`)],
);

/** Competitors' prices as they were fed in; the newest of each. */
export const competitorPrices = pgTable(
  'competitor_prices',
  {
    variantId: variantRef(),
    competitor: text('competitor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    seenAt: moment('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.variantId, t.currency, t.competitor] }),
    check('competitor_prices_positive', sql`${t.amountMinor} > 0`),
  ],
);

/** How sales answer to prices, estimated daily; the row of a currency's prior stands for variants without history. */
export const priceElasticities = pgTable(
  'price_elasticities',
  {
    currency: char('currency', { length: 3 }).notNull(),
    /** 0: the prior. */
    variantId: ref('variant_id').notNull(),
    value: doublePrecision('value').notNull(),
    standardError: doublePrecision('standard_error').notNull(),
    estimatedAt: moment('estimated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.currency, t.variantId] })],
);
