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
    async set(bundleId, components) {
      const named = [bundleId, ...components.map((one) => one.variantId)];
      const parts = named.slice(1);
      const { rows } = await db.execute<{ id: string; is_bundle: boolean; is_part: boolean }>(
        sql`select v.id, exists (select 1 from variant_components c where c.bundle_id = v.id) as is_bundle,
            exists (select 1 from variant_components c where c.component_id = v.id) as is_part
          from variants v where v.id in ${idsIn(named)}`,
      );
      const known = new Map(rows.map((row) => [Number(row.id), row]));
      const unknown = named.find((id) => !known.has(id));
      if (unknown !== undefined) return { ok: false, reason: 'unknown_variant', variantId: unknown };
      const nested = parts.find((id) => id === bundleId || known.get(id)?.is_bundle === true);
      if (nested !== undefined) return { ok: false, reason: 'nested', variantId: nested };
      if (parts.length > 0 && known.get(bundleId)?.is_part === true) {
        return { ok: false, reason: 'nested', variantId: bundleId };
      }
      const values = components.map((one, position) => ({ ...one, position }));
      await db.batch([
        db.execute(sql`delete from variant_components where bundle_id = ${bundleId}::bigint`),
        db.execute(sql`insert into variant_components (bundle_id, component_id, quantity, position)
          select ${bundleId}::bigint, c."variantId", c.quantity, c.position
          from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as c("variantId" bigint, quantity int, position int)`),
      ]);
      return { ok: true };
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
