import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { StockLotRecords } from '../../ports/stock-lots.ts';

/** Lots in the shop's row; the event is numbered in the statement that writes them. */
export function neonStockLots(db: Db): StockLotRecords {
  return {
    async save(variantId, lots, actor) {
      const key = String(variantId);
      const entry = JSON.stringify({ [key]: lots });
      const split = lots > 1 ? sql`stock_lots || ${entry}::jsonb` : sql`stock_lots - ${key}::text`;
      await db.execute(sql`with changed as (
          update shop set stock_lots = ${split} where id = (select min(id) from shop) returning id
        ), log as (select 'stock:' || ${key}::text as aggregate)
        insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
        select log.aggregate, (select coalesce(max(e.sequence), 0) + 1 from event_log e where e.aggregate = log.aggregate), 'stock.lots_changed',
          ${entry}::jsonb, ${actor}, now()
        from changed, log`);
    },
  };
}
