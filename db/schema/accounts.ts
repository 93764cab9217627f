import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, ref } from './columns.ts';
import { customers } from './orders.ts';

/** Customers who can sign in; others have bought as guests only. */
export const customerAccounts = pgTable('customer_accounts', {
  customerId: ref('customer_id')
    .primaryKey()
    .references(() => customers.id, { onDelete: 'cascade' }),
  /** scrypt, with its salt. */
  passwordHash: text('password_hash').notNull(),
  /** When a mailed link was opened: until then an account shows no orders but those whose own link was shown. */
  emailProvenAt: moment('email_proven_at'),
  /** Orders whose link was shown. */
  orderIds: bigint('order_ids', { mode: 'number' }).array().notNull().default(sql`'{}'::bigint[]`),
  createdAt: moment('created_at').notNull().defaultNow(),
});

/** What signs in, or sets a new password; only hashes are kept. */
export const customerTokens = pgTable(
  'customer_tokens',
  {
    sha256: text('sha256').primaryKey(),
    customerId: ref('customer_id')
      .notNull()
      .references(() => customerAccounts.customerId, { onDelete: 'cascade' }),
    kind: text('kind').$type<'access' | 'recovery'>().notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    index('customer_tokens_customer').on(t.customerId),
    index('customer_tokens_expiry').on(t.expiresAt),
    check('customer_tokens_kind', sql`${t.kind} in ('access', 'recovery')`),
  ],
);
