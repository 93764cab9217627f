import { type SQL, sql } from 'drizzle-orm';
import type { CartAddress } from '../../../commerce/cart/cart-state.ts';
import { dueMinor, type PlacedOrder, tenderReference } from '../../../commerce/checkout/order-draft.ts';
import { inBaseMinor } from '../../../commerce/currency/exchange.ts';
import type { Db } from '../../../db/client.ts';
import type { PostalAddress } from '../../../db/schema/orders.ts';
import type { OrderRecorder } from '../../ports/order-recorder.ts';

/** A slow database must not hold a paid order's object for ever: it tries again. */
const TIMEOUT_MS = 10_000;
/** Whoever records an order announces it right away; the outbox only does when that was lost. */
const ANNOUNCED_WITHIN_SECONDS = 30;

type RecordedRow = { number: string | number; message_id: string | number | null };

function postalAddress(address: CartAddress | null): PostalAddress | null {
  if (!address) return null;
  const given = Object.fromEntries(Object.entries(address).filter(([, value]) => value !== null && value !== ''));
  return {
    ...given,
    address1: address.address1 ?? '',
    city: address.city ?? '',
    countryCode: address.countryCode ?? '',
  };
}

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;
const textArray = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/**
 * One statement, so it is atomic without a transaction's round trips: the order row comes first and everything else is inserted "from" it, so a
 * repetition, which inserts no order row, inserts nothing at all.
 */
function statement(order: PlacedOrder): SQL {
  const placedAt = sql`${new Date(order.placedAtMs).toISOString()}::timestamptz`;
  const moment = (timeMs: number | null) =>
    sql`${timeMs === null ? null : new Date(timeMs).toISOString()}::timestamptz`;
  const due = dueMinor(order);
  const status = order.payment || due === 0 ? 'paid' : 'pending';
  const tenders = (order.tenders ?? []).map(({ accountId, kind, amountMinor, lastCharacters }) => ({
    provider: kind,
    reference: tenderReference(accountId, order.orderId),
    amount_minor: amountMinor,
    last4: lastCharacters,
  }));
  const promotions = (order.promotions ?? []).map(({ promotionId, code, amountMinor }) => ({
    promotion_id: promotionId,
    code,
    amount_minor: amountMinor,
  }));
  const lines = order.lines.map((line, index) => ({
    id: line.lineId,
    variant_id: line.variantId,
    product_id: line.productId,
    position: index + 1,
    sku: line.sku,
    title: line.title,
    variant_title: line.variantTitle,
    image_url: line.imageUrl,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    discount_minor: line.discountMinor,
    tax_minor: line.taxMinor,
    tax_rate_bps: line.taxRateBps,
    total_minor: line.totalMinor,
    allocations: line.allocations,
    requires_shipping: line.requiresShipping,
    attributes: line.attributes,
  }));
  const name = order.billingAddress ?? order.shippingAddress;
  const event = {
    number: null,
    totalMinor: order.totalMinor,
    currency: order.currency,
    email: order.email,
    lines: lines.length,
  };
  return sql`with customer as (
    insert into customers (email, first_name, last_name, phone, locale)
    values (${order.email}, ${name?.firstName ?? null}, ${name?.lastName ?? null}, ${order.phone}, ${order.locale})
    on conflict (email) do update set
      first_name = coalesce(customers.first_name, excluded.first_name), last_name = coalesce(customers.last_name, excluded.last_name),
      phone = coalesce(customers.phone, excluded.phone), updated_at = now()
    returning id
  ), placed as (
    insert into orders (id, cart_token, status_key, customer_id, email, phone, locale, country, currency, subtotal_minor, discount_minor,
      shipping_minor, tax_minor, tax_included, total_minor, exchange, base_total_minor, discount_codes, shipping_address, billing_address, shipping_method_code,
      shipping_method_title, promised_from, promised_to, delivery, note, attributes, routing, financial_status, placed_at)
    select ${order.orderId}::bigint, ${order.cartToken}, ${order.statusKey}, customer.id, ${order.email}, ${order.phone}, ${order.locale},
      ${order.country}, ${order.currency}, ${order.subtotalMinor}::bigint, ${order.discountMinor}::bigint, ${order.shippingMinor}::bigint,
      ${order.taxMinor}::bigint, ${order.taxIncluded}::boolean, ${order.totalMinor}::bigint,
      ${nullableJson(order.exchange ?? null)}, ${order.exchange ? inBaseMinor(order.exchange, order.totalMinor) : null}::bigint, ${textArray(order.discountCodes)},
      ${nullableJson(postalAddress(order.shippingAddress))}, ${nullableJson(postalAddress(order.billingAddress))},
      ${order.shippingMethodCode}, ${order.shippingMethodTitle}, ${moment(order.promisedFromMs)}, ${moment(order.promisedToMs)},
      ${nullableJson(order.delivery ?? null)}, ${order.note},
      ${json(order.attributes)}, ${nullableJson(order.routing?.record ?? null)}, ${status}::order_financial_status, ${placedAt}
    from customer
    on conflict (id) do nothing
    returning id, number
  ), placed_lines as (
    insert into order_lines (id, order_id, variant_id, product_id, position, sku, title, variant_title, image_url, quantity, unit_price_minor,
      discount_minor, tax_minor, tax_rate_bps, total_minor, allocations, requires_shipping, attributes)
    select l.id, placed.id, v.id, p.id, l.position, l.sku, l.title, l.variant_title, l.image_url, l.quantity, l.unit_price_minor,
      l.discount_minor, l.tax_minor, l.tax_rate_bps, l.total_minor, l.allocations, l.requires_shipping, l.attributes
    from placed, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(id bigint, variant_id bigint, product_id bigint, position int, sku text,
      title text, variant_title text, image_url text, quantity int, unit_price_minor bigint, discount_minor bigint, tax_minor bigint,
      tax_rate_bps float8, total_minor bigint, allocations jsonb, requires_shipping boolean, attributes jsonb)
      left join variants v on v.id = l.variant_id left join products p on p.id = l.product_id
  ), paid as (
    insert into payments (order_id, provider, provider_reference, status, amount_minor, currency, card_brand, card_last4)
    select placed.id, ${order.payment?.provider ?? ''}, ${order.payment?.reference ?? ''}, 'captured', ${due}::bigint,
      ${order.currency}, ${order.payment?.cardBrand ?? null}, ${order.payment?.cardLast4 ?? null}
    from placed where ${order.payment !== null}::boolean
  ), tendered as (
    insert into payments (order_id, provider, provider_reference, status, amount_minor, currency, card_last4)
    select placed.id, x.provider, x.reference, 'captured', x.amount_minor, ${order.currency}, x.last4
    from placed, jsonb_to_recordset(${JSON.stringify(tenders)}::jsonb) as x(provider text, reference text, amount_minor bigint, last4 text)
  ), used as (
    insert into promotion_uses (promotion_id, order_id, code, amount_minor, currency)
    select p.id, placed.id, x.code, x.amount_minor, ${order.currency} from placed,
      jsonb_to_recordset(${JSON.stringify(promotions)}::jsonb) as x(promotion_id bigint, code text, amount_minor bigint)
      join promotions p on p.id = x.promotion_id
    returning promotion_id, amount_minor
  ), counted as (
    update promotions set uses = uses + 1, spent_minor = spent_minor + case when budget_currency = ${order.currency} then used.amount_minor else 0 end
    from used where promotions.id = used.promotion_id
  ), counted_codes as (
    update promotion_codes set uses = uses + 1 from placed where code = any(${textArray(order.discountCodes)})
  ), taxed as (
    insert into order_taxes (order_id, treatment, country, territory, buyer_number, lines)
    select placed.id, ${order.tax?.treatment ?? ''}, ${order.tax?.country ?? ''}, ${order.tax?.territory ?? null},
      ${nullableJson(order.tax?.buyerNumber ?? null)}, ${json(order.tax?.lines ?? [])}
    from placed where ${order.tax !== undefined}::boolean
  ), recovered as (
    update cart_recovery set completed_at = ${placedAt} from placed where cart_recovery.cart_token = ${order.cartToken}
  ), logged as (
    insert into event_log (aggregate, sequence, type, payload, actor, occurred_at)
    select 'order:' || placed.id, 1, 'order.placed', ${json(event)} || jsonb_build_object('number', placed.number), 'shopper', ${placedAt}
    from placed
  ), announced as (
    insert into outbox (topic, payload, due_at)
    select 'order.placed', jsonb_build_object('orderId', placed.id), now() + make_interval(secs => ${ANNOUNCED_WITHIN_SECONDS}) from placed
    returning id
  )
  select number, (select id from announced) as message_id from placed
  union all select number, null from orders where id = ${order.orderId}::bigint and cart_token = ${order.cartToken}`;
}

const nullableJson = (value: unknown): SQL => (value === null ? sql`null::jsonb` : json(value));

/** Orders written to Postgres over the Neon driver. A variant or product deleted meanwhile leaves its line with the words and prices it was sold by. */
export function neonOrderRecorder(db: Db): OrderRecorder {
  return {
    async record(order) {
      try {
        const { rows } = await withinTime(db.execute<RecordedRow>(statement(order)));
        const row = rows[0];
        if (!row) return { ok: false, reason: 'id_taken' };
        const messageId = row.message_id === null ? null : Number(row.message_id);
        return { ok: true, orderNumber: Number(row.number), messageId };
      } catch (error) {
        return { ok: false, reason: 'unavailable', message: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

async function withinTime<T>(work: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
