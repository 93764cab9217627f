import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { DeliveryBookings, KeptBooking, WindowBooking } from '../../ports/delivery-bookings.ts';
import { isUniqueViolation } from './sql-state.ts';

const away = { ok: false, reason: 'unavailable' } as const;

/** Delivery windows in Postgres: each act is one statement, and the window's row is the lock that lets no more in than there is room. */
export function neonDeliveryBookings(db: Db): DeliveryBookings {
  async function take(key: string, { orderId, methodCode, day, hours, capacity }: WindowBooking) {
    const { rows } = await db.execute<{ known: boolean | null; is_booked: boolean }>(sql`with known as (
        select given_back_at is null as stands from delivery_bookings where key = ${key}
      ), seat as (
        insert into delivery_windows (method_code, day, "window", taken)
        select ${methodCode}, ${day}::date, ${hours}, 1 where ${capacity}::int > 0 and not exists (select from known)
        on conflict (method_code, day, "window") do update set taken = delivery_windows.taken + 1 where delivery_windows.taken < ${capacity}::int
        returning 1
      ), booked as (
        insert into delivery_bookings (key, order_id, method_code, day, "window")
        select ${key}, ${orderId}::bigint, ${methodCode}, ${day}::date, ${hours} from seat
        returning 1
      )
      select (select stands from known) as known, exists (select from booked) as is_booked`);
    const row = rows[0];
    if (row?.known === true || row?.is_booked === true) return true;
    if (row?.known === false) return false;
    // No room: unless the same booking took the last place while this statement waited for it.
    const again = await db.execute<{ stands: boolean }>(
      sql`select given_back_at is null as stands from delivery_bookings where key = ${key}`,
    );
    return again.rows[0]?.stands === true;
  }
  return {
    async book(key, booking) {
      for (let round = 0; ; round += 1) {
        try {
          return (await take(key, booking)) ? { ok: true } : { ok: false, reason: 'full' };
        } catch (error) {
          // The same booking was made at the same moment: nothing of this one was written, and asked again it is known.
          if (isUniqueViolation(error) && round === 0) continue;
          console.error('delivery: a window could not be booked', error);
          return away;
        }
      }
    },
    async giveBack(key, { orderId, methodCode, day, hours }) {
      try {
        await db.execute(sql`with back as (
            insert into delivery_bookings (key, order_id, method_code, day, "window", given_back_at)
            values (${key}, ${orderId}::bigint, ${methodCode}, ${day}::date, ${hours}, now())
            on conflict (key) do update set given_back_at = now() where delivery_bookings.given_back_at is null
            returning key, xmax::text <> '0' as had_place
          )
          update delivery_windows w set taken = w.taken - 1 from back
          where back.had_place and w.method_code = ${methodCode} and w.day = ${day}::date and w."window" = ${hours}`);
        return { ok: true };
      } catch (error) {
        console.error('delivery: a window could not be given back', error);
        return away;
      }
    },
    async giveBackOrder(orderId) {
      await db.execute(sql`with back as (
          update delivery_bookings set given_back_at = now() where order_id = ${orderId}::bigint and given_back_at is null
          returning method_code, day, "window"
        )
        update delivery_windows w set taken = w.taken - 1 from back
        where w.method_code = back.method_code and w.day = back.day and w."window" = back."window"`);
    },
    async taken(methodCode, fromDay, toDay) {
      const { rows } = await db.execute<{ day: string; hours: string; taken: number }>(
        sql`select day::text as day, "window" as hours, taken from delivery_windows
          where method_code = ${methodCode} and day between ${fromDay}::date and ${toDay}::date`,
      );
      return new Map(rows.map(({ day, hours, taken }) => [`${day} ${hours}`, Number(taken)]));
    },
    async list(fromDay) {
      const { rows } = await db.execute<{
        method_code: string;
        day: string;
        hours: string;
        order_id: string;
        number: string | null;
        name: string | null;
        address: string | null;
      }>(sql`select b.method_code, b.day::text as day, b."window" as hours, b.order_id, o.number,
          nullif(concat_ws(' ', o.shipping_address->>'firstName', o.shipping_address->>'lastName'), '') as name,
          nullif(concat_ws(', ', o.shipping_address->>'address1', concat_ws(' ', o.shipping_address->>'zip', o.shipping_address->>'city')), '') as address
        from delivery_bookings b left join orders o on o.id = b.order_id
        where b.given_back_at is null and b.day >= ${fromDay}::date order by b.day, b."window", b.booked_at limit 500`);
      return rows.map(
        (row): KeptBooking => ({
          methodCode: row.method_code,
          day: row.day,
          hours: row.hours,
          orderId: Number(row.order_id),
          orderNumber: row.number === null ? null : Number(row.number),
          name: row.name,
          address: row.address,
        }),
      );
    },
  };
}
