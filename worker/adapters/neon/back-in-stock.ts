import { and, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { backInStockRequests as requests } from '../../../db/schema/back-in-stock.ts';
import { type BackInStockRecords, type BackInStockRequest, MOST_ARRIVED } from '../../ports/back-in-stock.ts';

/** Mails of so long count as well: nobody gets more of them a week than one address can wait for. */
const RECENT_MS = 7 * 86_400_000;

/** So long nobody can enter an address whose owner had it forgotten. */
const QUIET_MS = 30 * 86_400_000;

const isoOf = (ms: number) => new Date(ms).toISOString();
const idList = (ids: readonly number[]) => `{${ids.filter((id) => Number.isSafeInteger(id)).join(',')}}`;

const sha256Of = (text: SQL): SQL => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/** The BackInStockRecords port over PostgreSQL; each call is one statement. */
export function neonBackInStock(db: Db): BackInStockRecords {
  return {
    async add({ variantId, email, person, language, country, key, requestedAtMs }, most) {
      const now = sql`${isoOf(requestedAtMs)}::timestamptz`;
      const { rows } = await db.execute<{ added: boolean }>(sql`with
        passed as (select 1 from back_in_stock_requests where variant_id = ${variantId} and person = ${person} and mailed_at is null
          union all select 1 from back_in_stock_quiet where person_sha256 = ${sha256Of(sql`${person}::text`)} and since > ${isoOf(requestedAtMs - QUIET_MS)}::timestamptz),
        others as (select count(*) as n from back_in_stock_requests where person = ${person}
          and (mailed_at is null or mailed_at > ${isoOf(requestedAtMs - RECENT_MS)}::timestamptz)),
        gone as (delete from back_in_stock_requests where (select n from others) >= ${most}::int and not exists (select 1 from passed)
          and id = (select min(id) from back_in_stock_requests where person = ${person} and mailed_at is null and claimed_at is null) returning 1),
        made as (insert into back_in_stock_requests (variant_id, email, person, language, country, key, requested_at)
          select ${variantId}::bigint, ${email}, ${person}, ${language}, ${country}, ${key}, ${now}
          where not exists (select 1 from passed) and ((select n from others) < ${most}::int or exists (select 1 from gone))
          on conflict (variant_id, person) where mailed_at is null do nothing returning 1)
        select exists (select 1 from made) as added`);
      return rows[0]?.added ? 'added' : 'waiting';
    },
    async arrived(variantIds, afterVariantId = 0) {
      if (variantIds?.length === 0) return [];
      const some = variantIds === null ? sql`` : sql`and r.variant_id = any(${idList(variantIds)}::bigint[])`;
      const { rows } = await db.execute<{ variantId: number; productId: number }>(sql`
        select v.id::int as "variantId", v.product_id::int as "productId"
        from (select distinct r.variant_id from back_in_stock_requests r where r.mailed_at is null and r.variant_id > ${afterVariantId}::bigint ${some}) w
          join variants v on v.id = w.variant_id
        where not v.tracked or v.inventory_policy = 'continue'
          or exists (select 1 from stock_levels s where s.variant_id = v.id and s.on_hand - s.held - s.committed - s.safety_stock > 0)
          or exists (select 1 from stock_beyond b where b.variant_id = v.id) or exists (select 1 from variant_components c where c.bundle_id = v.id)
        order by v.id limit ${MOST_ARRIVED}`);
      return rows;
    },
    async claim(variantId, most, { nowMs, staleBeforeMs }) {
      const { rows } = await db.execute<{ id: string } & Omit<BackInStockRequest, 'id' | 'variantId'>>(sql`with
        chosen as (select id from back_in_stock_requests where variant_id = ${variantId} and mailed_at is null
          and (claimed_at is null or claimed_at < ${isoOf(staleBeforeMs)}::timestamptz) order by id limit ${most} for update skip locked),
        taken as (update back_in_stock_requests r set claimed_at = ${isoOf(nowMs)}::timestamptz from chosen where r.id = chosen.id
          returning r.id, r.email, r.language, r.country, r.key)
        select * from taken order by id`);
      return rows.map((row) => ({ ...row, id: Number(row.id), variantId }));
    },
    async mailed(ids, nowMs) {
      if (ids.length > 0)
        await db
          .update(requests)
          .set({ mailedAt: new Date(nowMs) })
          .where(and(inArray(requests.id, [...ids]), isNull(requests.mailedAt)));
    },
    async release(ids) {
      if (ids.length > 0)
        await db
          .update(requests)
          .set({ claimedAt: null })
          .where(and(inArray(requests.id, [...ids]), isNull(requests.mailedAt)));
    },
    async waiting(variantId) {
      const [row] = await db
        .select({ n: count() })
        .from(requests)
        .where(and(eq(requests.variantId, variantId), isNull(requests.mailedAt)));
      return row?.n ?? 0;
    },
    async forget(key, nowMs) {
      const { rows } = await db.execute<{ n: number }>(sql`with
        gone as (delete from back_in_stock_requests
          where person = (select person from back_in_stock_requests where key = ${key}) returning person),
        quiet as (insert into back_in_stock_quiet (person_sha256, since)
          select distinct ${sha256Of(sql`person`)}, ${isoOf(nowMs)}::timestamptz from gone
          on conflict (person_sha256) do update set since = excluded.since)
        select count(*)::int as n from gone`);
      return rows[0]?.n ?? 0;
    },
    async prune({ mailedMs, requestedMs, nowMs }) {
      await db.batch([
        db.execute(sql`delete from back_in_stock_requests
          where mailed_at < ${isoOf(mailedMs)}::timestamptz or (mailed_at is null and requested_at < ${isoOf(requestedMs)}::timestamptz)`),
        db.execute(sql`delete from back_in_stock_quiet where since < ${isoOf(nowMs - QUIET_MS)}::timestamptz`),
      ]);
    },
  };
}
