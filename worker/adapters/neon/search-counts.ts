import { sql } from 'drizzle-orm';
import type { SearchDeed } from '../../../commerce/search-analytics/search-counts.ts';
import type { Db } from '../../../db/client.ts';
import type { CountedList, QueryReport, SearchCounts, SearchTotals } from '../../ports/search-counts.ts';

/** Different queries of one day and language; what comes after them is not counted, so that nobody fills the table. */
const MOST_OF_A_DAY = 5_000;
const MOST_LEARNED_FROM = 2_000;

interface DeedRow {
  readonly id: string;
  readonly day: string;
  readonly locale: string;
  readonly query: string;
  readonly kind: SearchDeed['kind'];
  readonly results: number | null;
  readonly product: number | null;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const LISTS: Readonly<Record<CountedList, ReturnType<typeof sql>>> = {
  'most-searched': sql`true`,
  'without-results': sql`without_results * 2 >= searches`,
  'without-clicks': sql`clicks = 0 and without_results * 2 < searches`,
};

interface CountRow {
  readonly locale: string;
  readonly query: string;
  readonly searches: number;
  readonly withoutResults: number;
  readonly clicks: number;
  readonly orders: number;
  readonly days: number;
}
type Rows<T> = T & Record<string, unknown>;

const summed = sql`locale, query, sum(searches)::int as searches, sum(without_results)::int as without_results, sum(clicks)::int as clicks, sum(orders)::int as orders, count(*)::int as days`;
const named = sql`locale, query, searches, without_results as "withoutResults", clicks, orders, days`;
const within = (from: string, until: string, locale: string | null) =>
  sql`day between ${from}::date and ${until}::date and (${locale}::text is null or locale = ${locale}::text)`;

/** Counts of searches in Postgres. */
export function neonSearchCounts(db: Db): SearchCounts {
  return {
    async record(notes) {
      // A batch may hold the same message twice; the statement would count both.
      const once = [...new Map(notes.map((note) => [note.id, note])).values()];
      const rows = once.flatMap(({ id, atMs, deeds }): DeedRow[] =>
        deeds.map((deed) => ({
          id,
          day: dayOf(atMs),
          locale: deed.locale,
          query: deed.query,
          kind: deed.kind,
          results: deed.kind === 'search' ? deed.results : null,
          product: deed.kind === 'click' ? deed.productId : null,
        })),
      );
      if (rows.length === 0) return;
      // Postgres counts a message and remembers it in the same statement: again is nothing.
      await db.execute(sql`with told as (
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as t(id text, day date, locale text, query text, kind text, results int, product bigint)
        ), fresh as (
          insert into search_messages (id, at) select distinct id, now() from told on conflict (id) do nothing returning id
        ), forgotten as (
          delete from search_messages where at < now() - interval '2 days'
        ), deeds as (
          select told.* from told join fresh using (id)
          where exists (select 1 from search_days s where s.day = told.day and s.locale = told.locale and s.query = told.query)
            or (select count(*) from search_days s where s.day = told.day and s.locale = told.locale) < ${MOST_OF_A_DAY}
        ), counted as (
          insert into search_days as s (day, locale, query, searches, without_results, clicks, orders)
          select day, locale, query, count(*) filter (where kind = 'search'), count(*) filter (where kind = 'search' and results = 0),
            count(*) filter (where kind = 'click'), count(*) filter (where kind = 'order')
          from deeds group by day, locale, query order by day, locale, query
          on conflict (day, locale, query) do update set searches = s.searches + excluded.searches,
            without_results = s.without_results + excluded.without_results, clicks = s.clicks + excluded.clicks, orders = s.orders + excluded.orders
        )
        insert into search_clicks as c (day, locale, query, product_id, clicks)
        select d.day, d.locale, d.query, p.id, count(*) from deeds d join products p on p.id = d.product where d.kind = 'click'
        group by d.day, d.locale, d.query, p.id order by d.day, d.locale, d.query, p.id
        on conflict (day, locale, query, product_id) do update set clicks = c.clicks + excluded.clicks`);
    },
    async queries(list, { from, until }, locale, most) {
      const { rows } = await db.execute<Rows<CountRow & { readonly opened: QueryReport['opened'] }>>(sql`
        select ${named}, coalesce((
            select json_agg(json_build_object('productId', o.product_id, 'clicks', o.clicks) order by o.clicks desc, o.product_id)
            from (select c.product_id, sum(c.clicks)::int as clicks from search_clicks c
              where c.day between ${from}::date and ${until}::date and c.locale = q.locale and c.query = q.query
              group by c.product_id order by clicks desc, c.product_id limit 3) o
          ), '[]'::json) as opened
        from (select ${summed} from search_days where ${within(from, until, locale)} group by locale, query) q
        where searches > 0 and ${LISTS[list]} order by searches desc, locale, query limit ${most}`);
      return rows;
    },
    async totals({ from, until }, locale) {
      const { rows } = await db.execute<Rows<SearchTotals>>(sql`
        select coalesce(sum(searches), 0)::int as searches, coalesce(sum(without_results), 0)::int as "withoutResults",
          coalesce(sum(clicks), 0)::int as clicks, coalesce(sum(orders), 0)::int as orders
        from search_days where ${within(from, until, locale)}`);
      return rows[0] ?? { searches: 0, withoutResults: 0, clicks: 0, orders: 0 };
    },
    async learnFrom({ from, until }) {
      const { rows } = await db.execute<Rows<CountRow>>(sql`
        select ${named} from (select ${summed} from search_days where ${within(from, until, null)} group by locale, query) q
        where searches > 0 order by searches desc, locale, query limit ${MOST_LEARNED_FROM}`);
      return rows;
    },
    async prune(before) {
      const { rows } = await db.execute<{
        count: number;
      }>(sql`with clicks as (delete from search_clicks where day < ${before}::date),
        days as (delete from search_days where day < ${before}::date returning 1) select count(*)::int as count from days`);
      return rows[0]?.count ?? 0;
    },
  };
}
