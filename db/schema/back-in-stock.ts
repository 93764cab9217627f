import { sql } from 'drizzle-orm';
import { char, check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { variants } from './catalogue.ts';
import { identity, moment, ref } from './columns.ts';

/** People who asked to be told once when a variant can be bought again, in the order they asked. */
export const backInStockRequests = pgTable(
  'back_in_stock_requests',
  {
    id: identity(),
    variantId: ref('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    /** As typed: where the mail goes. */
    email: text('email').notNull(),
    /** One name for every way to write the address (commerce/drops/identity.ts). */
    person: text('person').notNull(),
    /** BCP 47 language, lower case, and ISO 3166 country: the market they asked in. */
    language: text('language').notNull(),
    country: char('country', { length: 2 }).notNull(),
    /** In the mail's link: whoever has it may have everything of the person forgotten. */
    key: text('key').notNull(),
    requestedAt: moment('requested_at').notNull(),
    /** When somebody began to send the mail; long ago without `mailedAt`: whoever it was is gone. */
    claimedAt: moment('claimed_at'),
    mailedAt: moment('mailed_at'),
  },
  (t) => [
    uniqueIndex('back_in_stock_waiting').on(t.variantId, t.person).where(sql`${t.mailedAt} is null`),
    index('back_in_stock_order').on(t.variantId, t.id).where(sql`${t.mailedAt} is null`),
    index('back_in_stock_person').on(t.person),
    index('back_in_stock_mailed').on(t.mailedAt),
    uniqueIndex('back_in_stock_key').on(t.key),
    check('back_in_stock_email', sql`length(${t.email}) between 3 and 254`),
  ],
);

/**
 * Addresses that were just forgotten at their owner's wish, as digests: for some weeks nobody can enter them again. A digest can be checked for an address
 * that is known, and is not an address.
 */
export const backInStockQuiet = pgTable('back_in_stock_quiet', {
  /** SHA-256 of the person, in hex. */
  personSha256: char('person_sha256', { length: 64 }).primaryKey(),
  since: moment('since').notNull(),
});
