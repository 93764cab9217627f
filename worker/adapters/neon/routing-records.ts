import { asc, sql } from 'drizzle-orm';
import type { RoutingSettings } from '../../../commerce/routing/settings.ts';
import type { Db } from '../../../db/client.ts';
import { shop } from '../../../db/schema/shop.ts';
import type { RoutingRecords } from '../../ports/routing-records.ts';

/** Routing settings in the shop's row; the event is numbered in the statement that writes them. */
export function neonRoutingRecords(db: Db): RoutingRecords {
  return {
    async read() {
      const { rows } = await db.execute<{ routing: RoutingSettings | null }>(
        sql`select ${shop.routing} as routing from ${shop} order by ${asc(shop.id)} limit 1`,
      );
      return rows[0]?.routing ?? null;
    },
    async save(settings, actor) {
      const text = JSON.stringify(settings);
      await db.execute(sql`with changed as (
          update shop set routing = ${text}::jsonb where id = (select min(id) from shop) returning id
        )
        insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
        select 'routing', (select coalesce(max(e.sequence), 0) + 1 from event_log e where e.aggregate = 'routing'), 'routing.changed', ${text}::jsonb, ${actor}, now()
        from changed`);
    },
  };
}
