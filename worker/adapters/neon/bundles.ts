import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { BundleComponent, Bundles } from '../../ports/bundles.ts';

const idsIn = (ids: readonly number[]): SQL =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/** The Bundles port over Postgres. */
export function neonBundles(db: Db): Bundles {
  return {
    async componentsOf(variantIds) {
      if (variantIds.length === 0) return new Map();
      const { rows } = await db.execute<{ bundle_id: string; component_id: string; quantity: number }>(
        sql`select bundle_id, component_id, quantity from variant_components where bundle_id in ${idsIn(variantIds)}
          order by bundle_id, position, component_id`,
      );
      const found = new Map<number, BundleComponent[]>();
      for (const row of rows) {
        const components = found.get(Number(row.bundle_id)) ?? [];
        components.push({ variantId: Number(row.component_id), quantity: row.quantity });
        found.set(Number(row.bundle_id), components);
      }
      return found;
    },
    async set(bundleId, before, components) {
      const named = [bundleId, ...components.map((one) => one.variantId)];
      const parts = named.slice(1);
      const { rows } = await db.execute<{ id: string; is_bundle: boolean; is_part: boolean }>(
        sql`select v.id, exists (select 1 from variant_components c where c.bundle_id = v.id) as is_bundle,
            exists (select 1 from variant_components c where c.component_id = v.id) as is_part
          from variants v where v.id in ${idsIn(named)}`,
      );
      const rowOf = new Map(rows.map((row) => [Number(row.id), row]));
      const unknown = named.find((id) => !rowOf.has(id));
      if (unknown !== undefined) return { ok: false, reason: 'unknown_variant', variantId: unknown };
      const nested = parts.find((id) => id === bundleId || rowOf.get(id)?.is_bundle === true);
      if (nested !== undefined) return { ok: false, reason: 'nested', variantId: nested };
      if (parts.length > 0 && rowOf.get(bundleId)?.is_part === true) {
        return { ok: false, reason: 'nested', variantId: bundleId };
      }
      const values = JSON.stringify(components.map((one, position) => ({ ...one, position })));
      const known = JSON.stringify(before);
      // The bundle's own row is the queue of those who change its parts: whoever comes second compares with what the first one wrote.
      const [, compared] = await db.batch([
        db.execute(sql`select id from variants where id = ${bundleId}::bigint for update`),
        db.execute<{ is_same: boolean }>(sql`with compared as (
            select not exists (select 1 from (select component_id, quantity from variant_components where bundle_id = ${bundleId}::bigint) now
              full join jsonb_to_recordset(${known}::jsonb) as b("variantId" bigint, quantity int)
                on b."variantId" = now.component_id and b.quantity = now.quantity
              where now.component_id is null or b."variantId" is null) as is_same
          ), wanted as (
            select c."variantId", c.quantity, c.position from jsonb_to_recordset(${values}::jsonb) as c("variantId" bigint, quantity int, position int)
          ), gone as (
            delete from variant_components using compared where is_same and bundle_id = ${bundleId}::bigint
              and component_id not in (select "variantId" from wanted)
          ), kept as (
            insert into variant_components (bundle_id, component_id, quantity, position)
            select ${bundleId}::bigint, wanted."variantId", wanted.quantity, wanted.position from wanted, compared where is_same
            on conflict (bundle_id, component_id) do update set quantity = excluded.quantity, position = excluded.position
          )
          select is_same from compared`),
      ]);
      return compared.rows[0]?.is_same === true ? { ok: true } : { ok: false, reason: 'changed' };
    },
    async containing(variantIds) {
      if (variantIds.length === 0) return [];
      const { rows } = await db.execute<{ component_id: string; quantity: number; product_id: string }>(
        sql`select c.component_id, c.quantity, v.product_id from variant_components c join variants v on v.id = c.bundle_id
          where c.component_id in ${idsIn(variantIds)}`,
      );
      return rows.map((row) => ({
        componentId: Number(row.component_id),
        quantity: row.quantity,
        productId: Number(row.product_id),
      }));
    },
  };
}
