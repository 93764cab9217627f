import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { backInStockRequests as requests } from '../../../db/schema/back-in-stock.ts';
import type { BackInStockRecords, BackInStockRequest } from '../../ports/back-in-stock.ts';

/** Variants looked at in one round; the next minute has the rest. */
const MOST_VARIANTS = 200;

/** Mails of so long count as well: nobody gets more of them a week than one address can wait for. */
const RECENT_MS = 7 * 86_400_000;

const isoOf = (ms: number) => new Date(ms).toISOString();
const idList = (ids: readonly number[]) => `{${ids.filter((id) => Number.isSafeInteger(id)).join(',')}}`;

/** The BackInStockRecords port over PostgreSQL; each call is one statement. */
export function neonBackInStock(db: Db): BackInStockRecords {
  return {
    async add({ variantId, email, person, language, country, key, requestedAtMs }, most) {
      const { rows } = await db.execute<{ waits: boolean; full: boolean; added: boolean }>(sql`with
        known as (select 1 from back_in_stock_requests where variant_id = ${variantId} and person = ${person} and mailed_at is null),
        others as (select count(*) as n from back_in_stock_requests where person = ${person}
          and (mailed_at is null or mailed_at > ${isoOf(requestedAtMs - RECENT_MS)}::timestamptz)),
        made as (insert into back_in_stock_requests (variant_id, email, person, language, country, key, requested_at)
          select ${variantId}::bigint, ${email}, ${person}, ${language}, ${country}, ${key}, ${isoOf(requestedAtMs)}::timestamptz
          where not exists (select 1 from known) and (select n from others) < ${most}::int
          on conflict (variant_id, person) where mailed_at is null do nothing returning 1)
        select exists (select 1 from known) as waits, (select n from others) >= ${most}::int as full, exists (select 1 from made) as added`);
      const [row] = rows;
      if (row?.added) return 'added';
      return row?.full && !row.waits ? 'limit' : 'waiting';
    },
    async arrived(variantIds) {
      if (variantIds?.length === 0) return [];
      const some = variantIds === null ? sql`` : sql`and r.variant_id = any(${idList(variantIds)}::bigint[])`;
      const { rows } = await db.execute<{ variantId: number; productId: number }>(sql`
        select v.id::int as "variantId", v.product_id::int as "productId"
        from (select distinct r.variant_id from back_in_stock_requests r where r.mailed_at is null ${some}) w join variants v on v.id = w.variant_id
        where not v.tracked or v.inventory_policy = 'continue'
          or exists (select 1 from stock_levels s where s.variant_id = v.id and s.on_hand - s.held - s.committed - s.safety_stock > 0)
          or exists (select 1 from stock_beyond b where b.variant_id = v.id) or exists (select 1 from variant_components c where c.bundle_id = v.id)
        order by v.id limit ${MOST_VARIANTS}`);
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
    async forget(key) {
      const { rows } = await db.execute(sql`delete from back_in_stock_requests
        where person = (select person from back_in_stock_requests where key = ${key}) returning id`);
      return rows.length;
    },
    async prune({ mailedMs, requestedMs }) {
      await db.execute(sql`delete from back_in_stock_requests
        where mailed_at < ${isoOf(mailedMs)}::timestamptz or (mailed_at is null and requested_at < ${isoOf(requestedMs)}::timestamptz)`);
    },
  };
}
