import { sql } from 'drizzle-orm';
import type { Promotion } from '../../../commerce/promotions/promotion.ts';
import type { Db } from '../../../db/client.ts';
import { PROMOTIONS_BY_CODE } from '../../../db/queries/promotions.ts';
import type { PromotionRecords } from '../../ports/promotions.ts';

/** Promotions in Postgres over the Neon driver, one statement a read. */
export function neonPromotionRecords(db: Db): PromotionRecords {
  return {
    async byCodes(codes) {
      if (codes.length === 0) return [];
      const { rows } = await db.execute<{ promotion: Promotion }>(PROMOTIONS_BY_CODE(codes));
      return rows.map((row) => row.promotion);
    },
    async customer(email) {
      const { rows } = await db.execute<{ tags: string[]; orders: string | number }>(
        sql`select c.tags, (select count(*) from orders o where o.customer_id = c.id and o.cancelled_at is null) as orders from customers c where c.email = ${email}`,
      );
      const row = rows[0];
      return { groups: row?.tags ?? [], orders: Number(row?.orders ?? 0) };
    },
  };
}
