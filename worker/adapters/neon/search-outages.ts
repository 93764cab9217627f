import { sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { SearchOutage, SearchOutages } from '../../ports/search-outages.ts';

/** Of a failure's wording; servers may send whole pages. */
const LONGEST_PROBLEM = 300;

const isoOf = (ms: number) => new Date(ms).toISOString();
const idList = (ids: readonly number[]) => `{${ids.filter((id) => Number.isSafeInteger(id)).join(',')}}`;
type Row<T> = { [K in keyof T]: T[K] } & Record<string, unknown>;
const msOf = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/** The SearchOutages port over PostgreSQL; each call is one statement. */
export function neonSearchOutages(db: Db): SearchOutages {
  return {
    async failed(problem, atMs) {
      const at = isoOf(atMs);
      // Isolates that fail at the same time write once.
      await db.execute(sql`insert into search_outages (began_at, last_failed_at, problem)
        values (${at}::timestamptz, ${at}::timestamptz, ${problem.slice(0, LONGEST_PROBLEM)})
        on conflict ((ended_at is null)) where ended_at is null do update
        set last_failed_at = excluded.last_failed_at, problem = excluded.problem
        where search_outages.last_failed_at < excluded.last_failed_at - interval '20 seconds'`);
    },
    async current() {
      const { rows } = await db.execute<Row<SearchOutage>>(sql`select id::int as id, ${msOf('began_at')} as "beganAtMs",
        ${msOf('last_failed_at')} as "lastFailedAtMs", problem, ${msOf('mailed_at')} as "mailedAtMs", ${msOf('hooked_at')} as "hookedAtMs"
        from search_outages where ended_at is null`);
      return rows[0] ?? null;
    },
    async end(id, atMs) {
      await db.execute(
        sql`update search_outages set ended_at = ${isoOf(atMs)}::timestamptz where id = ${id} and ended_at is null`,
      );
    },
    async markTold(id, by, atMs) {
      const column = sql.raw(by === 'mail' ? 'mailed_at' : 'hooked_at');
      await db.execute(sql`update search_outages set ${column} = ${isoOf(atMs)}::timestamptz where id = ${id}`);
    },
    async missed(productIds, atMs) {
      if (productIds.length === 0) return;
      await db.execute(sql`insert into search_missed_products (product_id, noted_at)
        select distinct id, ${isoOf(atMs)}::timestamptz from unnest(${idList(productIds)}::bigint[]) id
        on conflict (product_id) do update set noted_at = greatest(search_missed_products.noted_at, excluded.noted_at)`);
    },
    async nextMissed(most) {
      const { rows } = await db.execute<{ id: number; notedAtMs: number }>(sql`select product_id::float8 as id,
        ${msOf('noted_at')} as "notedAtMs" from search_missed_products order by noted_at, product_id limit ${most}`);
      return { ids: rows.map(({ id }) => id), notedUntilMs: rows.at(-1)?.notedAtMs ?? 0 };
    },
    async forgetMissed({ ids, notedUntilMs }) {
      if (ids.length === 0) return;
      await db.execute(sql`delete from search_missed_products where product_id = any(${idList(ids)}::bigint[])
        and noted_at <= ${isoOf(notedUntilMs)}::timestamptz`);
    },
  };
}
