import { type SQL, sql } from 'drizzle-orm';
import { PUBLISHED_PRIOR, type SalesWeek, withoutHistory } from '../../../commerce/dynamic-pricing/elasticity.ts';
import type { Db } from '../../../db/client.ts';
import type { PricedVariant, PriceRuleRecords } from '../../ports/dynamic-pricing.ts';

const DAY_MS = 86_400_000;
const at = (timeMs: number): SQL => sql`${new Date(timeMs).toISOString()}::timestamptz`;
/** Competitors' prices that are older say nothing any more. */
const COMPETITOR_FRESH_MS = 3 * DAY_MS;
/** More variants than anybody sold in half a year; a bound for one answer of the records. */
const MOST_WEEKS = 200_000;

interface Question {
  readonly setId: number;
  readonly currency: string;
  readonly nowMs: number;
  /** On `p` (products) and `v` (variants). */
  readonly where: SQL;
  readonly most: number;
}

/** Variants of products on sale that have a price in a currency, by id, with all that rules may know of them. */
export async function pricedVariants(
  db: Db,
  { setId, currency, nowMs, where, most }: Question,
): Promise<PricedVariant[]> {
  const fallback = withoutHistory(PUBLISHED_PRIOR);
  const sold = (
    from: number,
    to: number,
  ) => sql`coalesce((select sum(l.quantity) from order_lines l join orders o on o.id = l.order_id where l.variant_id = v.id
    and o.cancelled_at is null and o.placed_at > ${at(nowMs - from * DAY_MS)} and o.placed_at <= ${at(nowMs - to * DAY_MS)}), 0)`;
  const { rows } = await db.execute<{ variant: PricedVariant }>(sql`
    select json_build_object('variantId', v.id, 'productId', p.id,
      'base', (select json_build_object('baseMinor', b.base_minor, 'lastMinor', b.last_minor) from price_rule_bases b where b.rule_set_id = ${setId} and b.variant_id = v.id),
      'facts', json_build_object('currentMinor', r.amount_minor, 'compareAtMinor', r.compare_at_minor,
        'costMinor', case when v.unit_cost_currency = r.currency then v.unit_cost_minor end,
        'history', coalesce((select json_agg(json_build_object('atMs', floor(extract(epoch from h.at) * 1000)::bigint, 'amountMinor', h.amount_minor) order by h.at) from price_history h
          where h.variant_id = v.id and h.currency = r.currency and h.at >= coalesce((select max(x.at) from price_history x
            where x.variant_id = v.id and x.currency = r.currency and x.at <= ${at(nowMs - 30 * DAY_MS)}), '-infinity')), '[]'::json),
        'soldLast7Days', ${sold(7, 0)}, 'sold28DaysBefore', ${sold(35, 7)},
        'sellable', coalesce((select sum(greatest(0, s.on_hand - s.held - s.committed - s.safety_stock)) from stock_levels s where s.variant_id = v.id), 0),
        'stockAgeDays', (select floor(extract(epoch from ${at(nowMs)} - max(g.occurred_at)) / 86400) from stock_ledger g where g.variant_id = v.id and g.kind = 'received'),
        'competitorsMinor', coalesce((select json_agg(c.amount_minor) from competitor_prices c where c.variant_id = v.id and c.currency = r.currency
          and c.seen_at > ${at(nowMs - COMPETITOR_FRESH_MS)}), '[]'::json),
        'elasticity', coalesce((select json_build_object('value', e.value, 'standardError', e.standard_error) from price_elasticities e
          where e.currency = r.currency and e.variant_id in (v.id, 0) order by e.variant_id desc limit 1), ${JSON.stringify(fallback)}::json))) as variant
    from variants v join products p on p.id = v.product_id join prices r on r.variant_id = v.id and r.currency = ${currency}
    where p.status = 'active' and r.amount_minor > 0 and ${where} order by v.id limit ${most}`);
  return rows.map((row) => row.variant);
}

/** Units and mean price paid by variant and week; see the port. */
export async function salesWeeks(db: Db, currency: string, from: SQL): Promise<Map<number, SalesWeek[]>> {
  const { rows } = await db.execute<{ id: string; week: number; units: string; price: string }>(sql`
    select l.variant_id as id, floor(extract(epoch from o.placed_at) / 604800)::int as week, sum(l.quantity) as units, sum(l.total_minor)::float8 / sum(l.quantity) as price
    from order_lines l join orders o on o.id = l.order_id where o.currency = ${currency} and o.placed_at >= ${from} and o.cancelled_at is null and l.variant_id is not null
    group by 1, 2 order by 1, 2 limit ${MOST_WEEKS}`);
  const found = new Map<number, SalesWeek[]>();
  for (const { id, week, units, price } of rows) {
    const weeks = found.get(Number(id)) ?? [];
    found.set(Number(id), weeks);
    weeks.push({ week, units: Number(units), priceMinor: Number(price) });
  }
  return found;
}

interface PastQuestion {
  readonly currency: string;
  readonly where: SQL;
  readonly days: number;
  readonly most: number;
  readonly nowMs: number;
}

/** Daily sales of the last whole days; a day without a sale has the price of the sale before it, or of the first one. See the port. */
export async function salesPast(
  db: Db,
  { currency, where, days, most, nowMs }: PastQuestion,
): Promise<Awaited<ReturnType<PriceRuleRecords['past']>>> {
  const today = Math.floor(nowMs / DAY_MS);
  const firstDayMs = (today - days) * DAY_MS;
  const { rows } = await db.execute<{ id: string; sold: [number, number, number][] }>(sql`
    select id, json_agg(json_build_array(day, units, price) order by day) as sold from (
      select l.variant_id as id, floor(extract(epoch from o.placed_at) / 86400)::int as day, sum(l.quantity) as units, sum(l.total_minor)::float8 / sum(l.quantity) as price
      from order_lines l join orders o on o.id = l.order_id join products p on p.id = l.product_id
      where o.currency = ${currency} and o.cancelled_at is null and o.placed_at >= ${at(firstDayMs)} and o.placed_at < ${at(today * DAY_MS)} and l.variant_id is not null and ${where}
      group by 1, 2) daily group by id order by sum(units) desc, id limit ${most}`);
  return rows.map(({ id, sold }) => {
    const byDay = new Map(sold.map(([day, units, price]) => [day, { units, price }]));
    let priceMinor = Math.max(1, Math.round(sold[0]?.[2] ?? 1));
    return {
      variantId: Number(id),
      firstDayMs,
      days: Array.from({ length: days }, (_, place) => {
        const day = byDay.get(today - days + place);
        priceMinor = day ? Math.max(1, Math.round(day.price)) : priceMinor;
        return { units: day?.units ?? 0, priceMinor };
      }),
    };
  });
}

interface TakingsQuestion {
  readonly currency: string;
  readonly where: SQL;
  readonly fromMs: number;
  readonly liveMs: number;
  readonly untilMs: number;
}

/** Revenue per day and product before and since; products without a sale in both are left out. See the port. */
export async function salesTakings(db: Db, { currency, where, fromMs, liveMs, untilMs }: TakingsQuestion) {
  const days = (untilMs - liveMs) / DAY_MS;
  const { rows } = await db.execute<{ id: string; before: string; since: string }>(sql`
    select p.id, coalesce(sum(l.total_minor) filter (where o.placed_at < ${at(liveMs)}), 0) as before, coalesce(sum(l.total_minor) filter (where o.placed_at >= ${at(liveMs)}), 0) as since
    from order_lines l join orders o on o.id = l.order_id join products p on p.id = l.product_id
    where o.currency = ${currency} and o.cancelled_at is null and o.placed_at >= ${at(fromMs)} and o.placed_at < ${at(untilMs)} and ${where} group by p.id`);
  return rows.map((row) => ({
    productId: Number(row.id),
    before: Number(row.before) / days,
    since: Number(row.since) / days,
  }));
}
