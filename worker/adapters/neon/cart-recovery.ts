import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { CartRecoveryRecords } from '../../ports/cart-recovery.ts';

/** Carts to recover in Postgres over the Neon driver, one statement per batch. */
export function neonCartRecovery(db: Db): CartRecoveryRecords {
  return {
    async keep(changes) {
      // One row per cart: Postgres refuses to update a row twice in one statement.
      const newest = new Map(
        [...changes].sort((a, b) => a.updatedAtMs - b.updatedAtMs).map((change) => [change.cartToken, change]),
      );
      if (newest.size === 0) return;
      const rows = [...newest.values()].map((change) => ({
        cart_token: change.cartToken,
        email: change.email,
        locale: change.locale,
        country: change.country,
        currency: change.currency,
        total_minor: change.totalMinor,
        lines: change.lines,
        recovery_url: change.checkoutUrl,
        updated_at: new Date(change.updatedAtMs).toISOString(),
      }));
      // A message that comes after its cart was ordered must not make it look left.
      await db.execute(sql`insert into cart_recovery (cart_token, email, locale, country, currency, total_minor, lines, recovery_url, updated_at)
        select c.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(cart_token text, email text, locale text, country char(2),
          currency char(3), total_minor bigint, lines jsonb, recovery_url text, updated_at timestamptz)
        where not exists (select 1 from orders o where o.cart_token = c.cart_token)
        on conflict (cart_token) do update set email = excluded.email, locale = excluded.locale, country = excluded.country,
          currency = excluded.currency, total_minor = excluded.total_minor, lines = excluded.lines, recovery_url = excluded.recovery_url,
          updated_at = excluded.updated_at
        where cart_recovery.updated_at < excluded.updated_at and cart_recovery.completed_at is null`);
    },
  };
}
