import { currencyExponent } from '../../commerce/money/money.ts';
import { lowStockStep } from '../../commerce/replenishment/low-stock.ts';
import { draftOrder, orderQuantity } from '../../commerce/replenishment/order-quantity.ts';
import { suggestionReason } from '../../commerce/replenishment/reason.ts';
import { dayOf, type WarehouseForecast, warehouseForecasts } from '../../commerce/replenishment/warehouse-levels.ts';
import {
  lowStockAlerts,
  purchaseOrderLines,
  purchaseOrders,
  replenishmentLevels,
  replenishmentSettings,
  salesDays,
  supplierItems,
  suppliers,
} from '../schema/replenishment.ts';
import { stockLedger, stockLevels } from '../schema/stock.ts';
import { variantsOf } from './demo/products.ts';
import { DEMO_STAFF_EMAIL } from './demo/shop.ts';
import { type DemoSupplier, demoArrival, demoSuppliers, HISTORY_DAYS, unitsSoldOn } from './demo/suppliers.ts';
import type { DemoProduct } from './demo/types.ts';
import { demoWarehouses } from './demo/warehouses.ts';
import { inPortions, known, onlyRow, type SeedTransaction } from './seed-context.ts';
import type { WrittenProduct } from './write-products.ts';

const DAY_MS = 86_400_000;
const SERVICE_LEVEL_BPS = 9_500;
const CURRENCY = 'EUR';
const HUB = 'LEJ';
/** Days in which a product's units sold (see DemoProduct) were sold. */
const SOLD_IN_DAYS = 120;

const minor = (amount: number): number => amount * 10 ** currencyExponent(CURRENCY);

interface Stocked {
  readonly variantId: number;
  readonly warehouseId: number;
  readonly quantity: number;
}

/** What the demo's replenishment is made from. */
export interface ReplenishmentSeed {
  readonly written: readonly (readonly [DemoProduct, WrittenProduct])[];
  readonly warehouseIds: ReadonlyMap<string, number>;
  readonly stock: readonly Stocked[];
  readonly nowMs: number;
}

interface Item {
  readonly variantId: number;
  readonly sku: string;
  readonly costMinor: number;
  readonly dailyMean: number;
}

/** Variants a supplier makes, at the unit cost written with them. */
function itemsOf(seed: ReplenishmentSeed, supplier: DemoSupplier): Item[] {
  return seed.written
    .filter(([product]) => product.vendor === supplier.name)
    .flatMap(([product, { variantIds }]) => {
      const variants = variantsOf(product);
      return variants.map((variant) => ({
        variantId: known(variantIds, variant.sku),
        sku: variant.sku,
        costMinor: Math.round(minor(variant.tier.price.EUR) * 0.42),
        dailyMean: product.unitsSold / variants.length / SOLD_IN_DAYS,
      }));
    });
}

function historyOf(seed: ReplenishmentSeed, item: Item): (typeof salesDays.$inferInsert)[] {
  const rows: (typeof salesDays.$inferInsert)[] = [];
  for (let daysBefore = 1; daysBefore <= HISTORY_DAYS; daysBefore += 1) {
    const at = seed.nowMs - daysBefore * DAY_MS;
    for (const [place, units] of unitsSoldOn(item.sku, daysBefore, new Date(at).getUTCDay(), item.dailyMean)) {
      const warehouseId = known(seed.warehouseIds, demoWarehouses[place]?.code ?? HUB);
      rows.push({ variantId: item.variantId, warehouseId, day: dayOf(at), units });
    }
  }
  return rows;
}

type Level = WarehouseForecast & { readonly variantId: number };

/** Writes a supplier with its items, their past and their forecasts; answers its id and the forecasts. */
async function writeSupplier(
  tx: SeedTransaction,
  seed: ReplenishmentSeed,
  supplier: DemoSupplier,
): Promise<{ id: number; items: Item[]; levels: Level[] }> {
  const { minimumOrder, orderCost, packSize, minimumQuantity, ...terms } = supplier;
  const { id } = onlyRow(
    await tx
      .insert(suppliers)
      .values({
        ...terms,
        currency: CURRENCY,
        minimumOrderMinor: minor(minimumOrder),
        orderCostMinor: minor(orderCost),
      })
      .returning({ id: suppliers.id }),
  );
  const items = itemsOf(seed, supplier);
  await tx
    .insert(supplierItems)
    .values(
      items.map(({ variantId, costMinor }) => ({ supplierId: id, variantId, costMinor, packSize, minimumQuantity })),
    );
  const day = dayOf(seed.nowMs);
  const levels: Level[] = [];
  for (const item of items) {
    const history = historyOf(seed, item);
    await inPortions(history, (rows) => tx.insert(salesDays).values(rows));
    const stocked = { ...supplier, serviceLevelBps: SERVICE_LEVEL_BPS, warehouseIds: [...seed.warehouseIds.values()] };
    levels.push(...warehouseForecasts(stocked, history, day).map((level) => ({ ...level, variantId: item.variantId })));
  }
  await inPortions(levels, (rows) =>
    tx.insert(replenishmentLevels).values(
      rows.map((level) => ({
        ...level,
        leadTimeDays: supplier.leadTimeDays,
        reviewDays: supplier.reviewDays,
        serviceLevelBps: SERVICE_LEVEL_BPS,
        computedOn: day,
      })),
    ),
  );
  return { id, items, levels };
}

const onHandOf = (seed: ReplenishmentSeed, variantId: number, warehouseId: number): number =>
  seed.stock.find((one) => one.variantId === variantId && one.warehouseId === warehouseId)?.quantity ?? 0;

/** An order on its way, as the stock objects will find it in their records when they open. */
async function writeArrival(
  tx: SeedTransaction,
  seed: ReplenishmentSeed,
  supplierId: number,
  items: readonly Item[],
): Promise<void> {
  const warehouseId = known(seed.warehouseIds, demoArrival.warehouse);
  const lines = Object.entries(demoArrival.lines).flatMap(([sku, quantity]) => {
    const item = items.find((one) => one.sku === sku);
    return item ? [{ ...item, quantity }] : [];
  });
  const orderedAt = new Date(seed.nowMs - 8 * DAY_MS);
  const expectedAt = new Date(seed.nowMs + demoArrival.inDays * DAY_MS);
  const { id } = onlyRow(
    await tx
      .insert(purchaseOrders)
      .values({
        supplierId,
        warehouseId,
        status: 'ordered',
        currency: CURRENCY,
        totalMinor: lines.reduce((sum, line) => sum + line.quantity * line.costMinor, 0),
        createdBy: 'system',
        createdAt: new Date(orderedAt.getTime() - DAY_MS),
        approvedBy: 'staff:demo',
        approvedAt: orderedAt,
        orderedAt,
        expectedAt,
        awaitedVersion: 1,
        toldVersion: 1,
      })
      .returning({ id: purchaseOrders.id }),
  );
  for (const [index, { variantId, quantity, costMinor }] of lines.entries()) {
    const line = onlyRow(
      await tx
        .insert(purchaseOrderLines)
        .values({
          purchaseOrderId: id,
          variantId,
          position: index + 1,
          quantity,
          costMinor,
          awaitedQuantity: quantity,
          packSize: 4,
        })
        .returning({ id: purchaseOrderLines.id }),
    );
    const onHand = onHandOf(seed, variantId, warehouseId);
    const reference = `purchase-order:${id}:line:${line.id}`;
    await tx
      .insert(stockLevels)
      .values({ variantId, warehouseId, onHand, incoming: quantity, sequence: 1 })
      .onConflictDoUpdate({
        target: [stockLevels.variantId, stockLevels.warehouseId],
        set: { incoming: quantity, sequence: 1 },
      });
    await tx.insert(stockLedger).values({
      variantId,
      sequence: 1,
      warehouseId,
      kind: 'expected',
      quantity,
      delta: { incoming: quantity },
      after: { onHand, held: 0, committed: 0, incoming: quantity, safetyStock: 0, available: onHand },
      actor: 'system',
      reason: 'purchase_order',
      reference,
      occurredAt: orderedAt,
      details: {
        expected: { reference, warehouseId, quantity, expectedAtMs: expectedAt.getTime(), fromWarehouseId: null },
      },
    });
  }
}

/** A draft for the largest warehouse, as the daily round would have made it this morning. */
async function writeDraft(
  tx: SeedTransaction,
  seed: ReplenishmentSeed,
  supplier: DemoSupplier,
  { id: supplierId, items, levels }: { id: number; items: readonly Item[]; levels: readonly Level[] },
): Promise<void> {
  const warehouseId = known(seed.warehouseIds, HUB);
  const positions = items.flatMap((item) => {
    const level = levels.find((one) => one.variantId === item.variantId && one.warehouseId === warehouseId);
    const sellable = onHandOf(seed, item.variantId, warehouseId);
    return level ? [{ ...supplier, ...item, ...level, sellable, onOrder: 0, serviceLevelBps: SERVICE_LEVEL_BPS }] : [];
  });
  const draft = draftOrder(positions, supplier.reviewDays, minor(supplier.minimumOrder));
  if (draft.lines.length === 0) return;
  const { id } = onlyRow(
    await tx
      .insert(purchaseOrders)
      .values({
        supplierId,
        warehouseId,
        currency: CURRENCY,
        totalMinor: draft.totalMinor,
        createdBy: 'system',
        createdAt: new Date(seed.nowMs),
        draftedOn: dayOf(seed.nowMs),
      })
      .returning({ id: purchaseOrders.id }),
  );
  await tx.insert(purchaseOrderLines).values(
    draft.lines.flatMap(({ variantId, quantity, cause }, index) => {
      const position = positions.find((one) => one.variantId === variantId);
      if (!position || quantity !== orderQuantity(quantity, position)) return [];
      const { costMinor, packSize } = position;
      const reason = suggestionReason({ ...position, quantity, cause });
      return [{ purchaseOrderId: id, variantId, position: index + 1, quantity, costMinor, packSize, reason }];
    }),
  );
}

/** Writes the demo's suppliers, their items' sales of half a year, forecasts, an order on its way, a draft to approve, and who is told of low stock. */
export async function writeReplenishment(tx: SeedTransaction, seed: ReplenishmentSeed): Promise<void> {
  await tx.insert(replenishmentSettings).values({ serviceLevelBps: SERVICE_LEVEL_BPS, alertEmail: DEMO_STAFF_EMAIL });
  for (const supplier of demoSuppliers) {
    const made = await writeSupplier(tx, seed, supplier);
    if (supplier.name === demoArrival.supplier) await writeArrival(tx, seed, made.id, made.items);
    else if (supplier === demoSuppliers[1]) await writeDraft(tx, seed, supplier, made);
    const low = made.levels.flatMap(({ variantId, warehouseId, reorderPoint }) => {
      const available = onHandOf(seed, variantId, warehouseId);
      return lowStockStep(false, available, reorderPoint) === 'raise'
        ? [{ variantId, warehouseId, available, reorderPoint, raisedAt: new Date(seed.nowMs) }]
        : [];
    });
    await inPortions(low, (rows) => tx.insert(lowStockAlerts).values(rows));
  }
}
