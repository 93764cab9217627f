import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { cartRecovery } from '../../../db/schema/orders.ts';
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
        cartToken: change.cartToken,
        email: change.email,
        locale: change.locale,
        country: change.country,
        currency: change.currency,
        totalMinor: change.totalMinor,
        lines: change.lines.map((line) => ({ ...line })),
        recoveryUrl: change.checkoutUrl,
        updatedAt: new Date(change.updatedAtMs),
      }));
      const excluded = (name: string) => sql.raw(`excluded.${name}`);
      await db
        .insert(cartRecovery)
        .values(rows)
        .onConflictDoUpdate({
          target: cartRecovery.cartToken,
          set: {
            email: excluded('email'),
            locale: excluded('locale'),
            country: excluded('country'),
            currency: excluded('currency'),
            totalMinor: excluded('total_minor'),
            lines: excluded('lines'),
            recoveryUrl: excluded('recovery_url'),
            updatedAt: excluded('updated_at'),
          },
          setWhere: sql`${cartRecovery.updatedAt} < excluded.updated_at and ${cartRecovery.completedAt} is null`,
        });
    },
  };
}
