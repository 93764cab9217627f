import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { DeliveryRecords, DeliveryWritten } from '../../ports/delivery-records.ts';
import { isUniqueViolation } from './sql-state.ts';

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;

/** The change's event, numbered in the statement that writes it; `done` is the changed row. */
const logged = (type: string, payload: unknown, actor: string): SQL =>
  sql`said as (insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
    select 'delivery', (select coalesce(max(e.sequence), 0) + 1 from event_log e where e.aggregate = 'delivery'), ${type}, ${json(payload)} || jsonb_build_object('id', done.id), ${actor}, now() from done)`;

/** Delivery settings in Postgres; each change is one statement. */
export function neonDeliveryRecords(db: Db): DeliveryRecords {
  async function written(statement: SQL): Promise<DeliveryWritten> {
    try {
      const { rows } = await db.execute<{ id: string }>(statement);
      return rows[0] ? { ok: true, id: Number(rows[0].id) } : { ok: false, reason: 'not_found' };
    } catch (error) {
      if (isUniqueViolation(error)) return { ok: false, reason: 'taken' };
      throw error;
    }
  }
  return {
    saveZone(id, { name, places }, actor) {
      const countries = [...new Set(places.map((place) => place.country))];
      const list = sql`array(select jsonb_array_elements_text(${JSON.stringify(countries)}::jsonb))`;
      const row =
        id === null
          ? sql`insert into delivery_zones (name, places, position) values (${name}, ${json(places)}, (select coalesce(max(position), -1) + 1 from delivery_zones)) returning id`
          : sql`update delivery_zones set name = ${name}, places = ${json(places)} where id = ${id} returning id`;
      return written(sql`with done as (${row}), led as (
          update shipping_methods m set countries = ${list} from done where (m.terms->>'zoneId')::bigint = done.id
        ), ${logged('delivery.zone_saved', { name, places }, actor)} select id from done`);
    },
    async removeZone(id, actor) {
      const { rows } = await db.execute(
        sql`select 1 from shipping_methods where (terms->>'zoneId')::bigint = ${id} limit 1`,
      );
      if (rows.length > 0) return { ok: false, reason: 'in_use' };
      return written(
        sql`with done as (delete from delivery_zones where id = ${id} returning id), ${logged('delivery.zone_removed', {}, actor)} select id from done`,
      );
    },
    saveMethod(id, method, actor) {
      const { code, title, description, countries, rates, minDays, maxDays, position, terms } = method;
      const values = sql`${code}, ${title}, ${description}, array(select jsonb_array_elements_text(${JSON.stringify(countries)}::jsonb)), ${json(rates)},
        ${minDays}::int, ${maxDays}::int, ${position}::int, ${json(terms)}`;
      const columns = sql.raw('code, title, description, countries, rates, min_days, max_days, position, terms');
      const row =
        id === null
          ? sql`insert into shipping_methods (${columns}) values (${values}) returning id`
          : sql`update shipping_methods set (${columns}) = row(${values}) where id = ${id} returning id`;
      return written(sql`with done as (${row}), ${logged('delivery.method_saved', method, actor)} select id from done`);
    },
    removeMethod: (id, actor) =>
      written(
        sql`with done as (delete from shipping_methods where id = ${id} returning id), ${logged('delivery.method_removed', {}, actor)} select id from done`,
      ),
    savePickup(warehouseId, terms, actor) {
      const row =
        terms === null
          ? sql`update warehouses set offers_pickup = false where id = ${warehouseId} returning id`
          : sql`update warehouses set offers_pickup = true, pickup = ${json(terms)}, time_zone = ${terms.timeZone} where id = ${warehouseId} returning id`;
      return written(
        sql`with done as (${row}), ${logged('delivery.pickup_saved', { terms }, actor)} select id from done`,
      );
    },
  };
}
