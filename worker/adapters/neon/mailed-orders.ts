import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { MailedOrder, MailedOrders } from '../../ports/mailed-orders.ts';

/** Orders for mails from Postgres over the Neon driver; the database builds the JSON, so it is one statement. */
export function neonMailedOrders(db: Db): MailedOrders {
  return {
    async forMail(ids) {
      if (ids.length === 0) return [];
      const list = `{${ids.filter((id) => Number.isSafeInteger(id)).join(',')}}`;
      const { rows } = await db.execute<{ order: MailedOrder }>(sql`select jsonb_build_object(
        'id', o.id, 'number', o.number, 'statusKey', o.status_key, 'email', o.email, 'locale', o.locale, 'country', o.country,
        'currency', o.currency, 'subtotalMinor', o.subtotal_minor, 'discountMinor', o.discount_minor, 'shippingMinor', o.shipping_minor,
        'taxMinor', o.tax_minor, 'taxIncluded', o.tax_included, 'totalMinor', o.total_minor, 'shippingAddress', o.shipping_address,
        'promisedFromMs', floor(extract(epoch from o.promised_from) * 1000)::bigint,
        'promisedToMs', floor(extract(epoch from o.promised_to) * 1000)::bigint,
        'delivery', o.delivery, 'collectedAt', (select jsonb_build_array(w.name, w.address1, concat_ws(' ', nullif(w.zip, ''), w.city)) from warehouses w
          where o.delivery->>'kind' = 'pick_up' and w.id = (o.delivery->>'warehouseId')::bigint),
        'lines', (select jsonb_agg(jsonb_build_object('productId', l.product_id, 'title', l.title, 'variantTitle', l.variant_title, 'quantity', l.quantity,
          'unitPriceMinor', l.unit_price_minor) order by l.position) from order_lines l where l.order_id = o.id)
      ) as order from orders o where o.id = any(${list}::bigint[])`);
      return rows.map((row) => row.order);
    },
  };
}
