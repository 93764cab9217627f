import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { identity, minorUnits, moment, ref } from './columns.ts';
import { customers, orders } from './orders.ts';

/** Conditions x actions as data (commerce/promotions/promotion.ts); checked by worker/services/edit-promotions.ts before they are written. */
export const promotions = pgTable(
  'promotions',
  {
    id: identity(),
    title: text('title').notNull(),
    /** Applies by itself; otherwise by its codes. */
    isAutomatic: boolean('is_automatic').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    startsAt: moment('starts_at').notNull().defaultNow(),
    endsAt: moment('ends_at'),
    priority: integer('priority').notNull().default(0),
    combinesWith: jsonb('combines_with').$type<{ product: boolean; order: boolean; shipping: boolean }>().notNull(),
    exclusionGroup: text('exclusion_group'),
    conditions: jsonb('conditions').$type<object[]>().notNull().default([]),
    actions: jsonb('actions').$type<object[]>().notNull(),
    usageLimit: integer('usage_limit'),
    perCodeLimit: integer('per_code_limit'),
    perCustomerLimit: integer('per_customer_limit'),
    budgetMinor: minorUnits('budget_minor'),
    budgetCurrency: char('budget_currency', { length: 3 }),
    /** Orders it was used in, and what it took off in the budget's currency: counted when orders are recorded. Its object decides. */
    uses: integer('uses').notNull().default(0),
    spentMinor: minorUnits('spent_minor').notNull().default(0),
    /** Uses its object never counted: those of before it had one. */
    usesBefore: integer('uses_before').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('promotions_automatic').on(t.isAutomatic, t.endsAt),
    check('promotions_actions', sql`jsonb_typeof(${t.actions}) = 'array' and jsonb_array_length(${t.actions}) > 0`),
    check(
      'promotions_limits',
      sql`coalesce(${t.usageLimit}, 1) > 0 and coalesce(${t.perCodeLimit}, 1) > 0 and coalesce(${t.perCustomerLimit}, 1) > 0`,
    ),
    check(
      'promotions_budget',
      sql`(${t.budgetMinor} is null) = (${t.budgetCurrency} is null) and coalesce(${t.budgetMinor}, 1) > 0`,
    ),
    check('promotions_period', sql`${t.endsAt} is null or ${t.endsAt} > ${t.startsAt}`),
  ],
);

export const promotionCodes = pgTable(
  'promotion_codes',
  {
    id: identity(),
    promotionId: ref('promotion_id')
      .notNull()
      .references(() => promotions.id, { onDelete: 'cascade' }),
    /** Compared upper case. */
    code: text('code').notNull(),
    uses: integer('uses').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('promotion_codes_code').on(t.code),
    index('promotion_codes_promotion').on(t.promotionId, t.id),
    check('promotion_codes_form', sql`${t.code} = upper(${t.code}) and ${t.code} <> ''`),
  ],
);

/** What a promotion did in an order. */
export const promotionUses = pgTable(
  'promotion_uses',
  {
    id: identity(),
    promotionId: ref('promotion_id')
      .notNull()
      .references(() => promotions.id, { onDelete: 'cascade' }),
    orderId: ref('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    code: text('code'),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('promotion_uses_order').on(t.orderId, t.promotionId),
    index('promotion_uses_promotion').on(t.promotionId, t.id),
  ],
);

export const creditKind = pgEnum('credit_kind', ['gift_card', 'store_credit']);

/** Money the shop owes: a gift card, or a customer's store credit. `balance_minor` is the sum of its ledger entries, kept in the same statement. */
export const creditAccounts = pgTable(
  'credit_accounts',
  {
    id: identity(),
    kind: creditKind('kind').notNull(),
    /** SHA-256 of the normalised code, hexadecimal; the code itself is shown once and kept nowhere. Null: no code leads here. */
    codeHash: char('code_hash', { length: 64 }),
    lastCharacters: text('last_characters').notNull().default(''),
    customerId: ref('customer_id').references(() => customers.id),
    currency: char('currency', { length: 3 }).notNull(),
    initialMinor: minorUnits('initial_minor').notNull(),
    balanceMinor: minorUnits('balance_minor').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    expiresAt: moment('expires_at'),
    note: text('note'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('credit_accounts_code').on(t.codeHash),
    index('credit_accounts_customer').on(t.customerId),
    index('credit_accounts_kind').on(t.kind, t.id),
    check('credit_accounts_balance', sql`${t.balanceMinor} >= 0 and ${t.initialMinor} >= 0`),
    check('credit_accounts_code_known', sql`${t.kind} <> 'gift_card' or ${t.codeHash} is not null`),
  ],
);

/** One movement of money between accounts; `key` makes a repetition the same movement. */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: identity(),
    key: text('key').notNull(),
    /** issue, redeem, undo, refund, adjust */
    kind: text('kind').notNull(),
    orderId: bigint('order_id', { mode: 'number' }),
    actor: text('actor').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('ledger_transactions_key').on(t.key), index('ledger_transactions_order').on(t.orderId)],
);

/** Two sides of a movement: they sum to zero, which a deferred trigger of the database holds. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: identity(),
    transactionId: ref('transaction_id')
      .notNull()
      .references(() => ledgerTransactions.id),
    /** `credit`: an account of a shopper (`account_id`); `issued`: what cards were sold or given for; `orders`: what they paid for. */
    side: text('side').notNull(),
    accountId: ref('account_id').references(() => creditAccounts.id),
    amountMinor: minorUnits('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
  },
  (t) => [
    index('ledger_entries_transaction').on(t.transactionId),
    index('ledger_entries_account').on(t.accountId, t.id),
    check('ledger_entries_side', sql`(${t.side} = 'credit') = (${t.accountId} is not null)`),
  ],
);
