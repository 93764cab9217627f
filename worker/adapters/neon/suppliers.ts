import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { products, variants } from '../../../db/schema/catalogue.ts';
import { supplierItems, suppliers } from '../../../db/schema/replenishment.ts';
import type { PurchaseOrders, SupplierItemTerms, SupplierTerms } from '../../ports/purchase-orders.ts';
import { variantNameColumns } from './purchase-order-rows.ts';
import { isUniqueViolation } from './sql-state.ts';

const supplierColumns = {
  id: suppliers.id,
  name: suppliers.name,
  email: suppliers.email,
  currency: suppliers.currency,
  leadTimeDays: suppliers.leadTimeDays,
  leadTimeSpreadDays: suppliers.leadTimeSpreadDays,
  reviewDays: suppliers.reviewDays,
  minimumOrderMinor: suppliers.minimumOrderMinor,
  orderCostMinor: suppliers.orderCostMinor,
  isActive: suppliers.isActive,
  itemCount: sql<number>`(select count(*)::int from supplier_items i where i.supplier_id = "suppliers"."id")`,
};

type Saved = Awaited<ReturnType<PurchaseOrders['saveSupplier']>>;

async function saveSupplier(db: Db, id: number | null, terms: SupplierTerms): Promise<Saved> {
  try {
    const rows =
      id === null
        ? await db.insert(suppliers).values(terms).returning({ id: suppliers.id })
        : await db
            .update(suppliers)
            .set({ ...terms, updatedAt: sql`now()` })
            .where(eq(suppliers.id, id))
            .returning({ id: suppliers.id });
    const row = rows[0];
    return row ? { ok: true, id: row.id } : { ok: false, reason: 'not_found' };
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'name_taken' };
    throw error;
  }
}

async function saveItems(
  db: Db,
  supplierId: number,
  items: readonly SupplierItemTerms[],
): ReturnType<PurchaseOrders['saveItems']> {
  if (items.length === 0) return { ok: true };
  const ids = items.map((item) => item.variantId);
  const known = await db.select({ id: variants.id }).from(variants).where(inArray(variants.id, ids));
  const unknownVariantIds = ids.filter((id) => !known.some((row) => row.id === id));
  if (unknownVariantIds.length > 0) return { ok: false, unknownVariantIds };
  await db.execute(sql`insert into supplier_items (variant_id, supplier_id, supplier_sku, pack_size, minimum_quantity, cost_minor, lead_time_days,
      lead_time_spread_days, service_level_bps)
    select i."variantId", ${supplierId}, i."supplierSku", i."packSize", i."minimumQuantity", i."costMinor", i."leadTimeDays", i."leadTimeSpreadDays",
      i."serviceLevelBps"
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i("variantId" bigint, "supplierSku" text, "packSize" int, "minimumQuantity" int,
      "costMinor" bigint, "leadTimeDays" double precision, "leadTimeSpreadDays" double precision, "serviceLevelBps" int)
    on conflict (variant_id) do update set supplier_id = excluded.supplier_id, supplier_sku = excluded.supplier_sku, pack_size = excluded.pack_size,
      minimum_quantity = excluded.minimum_quantity, cost_minor = excluded.cost_minor, lead_time_days = excluded.lead_time_days,
      lead_time_spread_days = excluded.lead_time_spread_days, service_level_bps = excluded.service_level_bps`);
  return { ok: true };
}

/** The suppliers' half of the PurchaseOrders port. */
export function neonSuppliers(
  db: Db,
): Pick<PurchaseOrders, 'suppliers' | 'supplier' | 'saveSupplier' | 'items' | 'saveItems' | 'removeItems'> {
  return {
    suppliers: () => db.select(supplierColumns).from(suppliers).orderBy(asc(suppliers.name)),
    supplier: async (id) => (await db.select(supplierColumns).from(suppliers).where(eq(suppliers.id, id)))[0] ?? null,
    saveSupplier: (id, terms) => saveSupplier(db, id, terms),
    items: (supplierId) =>
      db
        .select({
          ...variantNameColumns,
          supplierId: supplierItems.supplierId,
          supplierSku: supplierItems.supplierSku,
          packSize: supplierItems.packSize,
          minimumQuantity: supplierItems.minimumQuantity,
          costMinor: supplierItems.costMinor,
          leadTimeDays: supplierItems.leadTimeDays,
          leadTimeSpreadDays: supplierItems.leadTimeSpreadDays,
          serviceLevelBps: supplierItems.serviceLevelBps,
        })
        .from(supplierItems)
        .innerJoin(variants, eq(variants.id, supplierItems.variantId))
        .innerJoin(products, eq(products.id, variants.productId))
        .where(eq(supplierItems.supplierId, supplierId))
        .orderBy(asc(products.title), asc(variants.position)),
    saveItems: (supplierId, items) => saveItems(db, supplierId, items),
    removeItems: async (supplierId, variantIds) => {
      if (variantIds.length > 0)
        await db
          .delete(supplierItems)
          .where(and(eq(supplierItems.supplierId, supplierId), inArray(supplierItems.variantId, [...variantIds])));
    },
  };
}
