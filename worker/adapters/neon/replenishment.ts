import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import {
  lowStockAlerts,
  replenishmentBudgets,
  replenishmentLevels,
  replenishmentRuns,
  replenishmentSettings,
  suppliers,
} from '../../../db/schema/replenishment.ts';
import type {
  AlertRecord,
  CrossingFacts,
  DaySales,
  ForecastSubject,
  LevelRecord,
  PositionRecord,
  ReplenishmentRecords,
  ReplenishmentSettings,
  RoundPlace,
  StockDay,
} from '../../ports/replenishment.ts';
import { asIds, momentOf } from './purchase-order-rows.ts';

const idList = (ids: readonly number[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint)`;

const DEFAULTS: ReplenishmentSettings = {
  serviceLevelBps: 9_500,
  holdingCostBps: 2_000,
  autoApprove: false,
  budgetMinor: 0,
  budgetCurrency: 'EUR',
  budgetPeriod: 'month',
  alertEmail: '',
  webhookUrl: '',
  webhookSecret: '',
};

async function settings(db: Db): Promise<ReplenishmentSettings> {
  const [row] = await db.select().from(replenishmentSettings);
  if (!row) return DEFAULTS;
  const { id: _, ...rest } = row;
  return rest;
}

async function takeRound(db: Db, day: string, nowMs: number, leaseMs: number): Promise<RoundPlace | null> {
  const { rows } = await db.execute<{ stage: string; cursor: string }>(sql`
    insert into replenishment_runs as r (day, leased_until) values (${day}::date, ${momentOf(nowMs + leaseMs)})
    on conflict (day) do update set leased_until = excluded.leased_until where r.finished_at is null and r.leased_until <= ${momentOf(nowMs)}
    returning stage, cursor`);
  const row = rows[0];
  return row ? { stage: row.stage === 'draft' ? 'draft' : 'forecast', cursor: Number(row.cursor) } : null;
}

async function moveRound(
  db: Db,
  day: string,
  from: RoundPlace,
  to: RoundPlace | 'finished',
  nowMs: number,
  leaseMs: number,
): Promise<boolean> {
  const place = to === 'finished' ? from : to;
  const moved = await db
    .update(replenishmentRuns)
    .set({
      ...place,
      done: sql`${replenishmentRuns.done} + 1`,
      leasedUntil: new Date(nowMs + leaseMs),
      finishedAt: to === 'finished' ? new Date(nowMs) : null,
    })
    .where(
      and(
        eq(replenishmentRuns.day, day),
        eq(replenishmentRuns.stage, from.stage),
        eq(replenishmentRuns.cursor, from.cursor),
        isNull(replenishmentRuns.finishedAt),
      ),
    )
    .returning({ day: replenishmentRuns.day });
  return moved.length > 0;
}

async function subjects(db: Db, after: number, limit: number): Promise<ForecastSubject[]> {
  const { rows } = await db.execute<{
    variantId: string;
    leadTimeDays: number;
    leadTimeSpreadDays: number;
    reviewDays: number;
    serviceLevelBps: number;
    warehouseIds: number[] | null;
  }>(sql`select i.variant_id as "variantId", coalesce(i.lead_time_days, s.lead_time_days) as "leadTimeDays",
      coalesce(i.lead_time_spread_days, s.lead_time_spread_days) as "leadTimeSpreadDays", s.review_days as "reviewDays",
      coalesce(i.service_level_bps, (select service_level_bps from replenishment_settings), ${DEFAULTS.serviceLevelBps}::int) as "serviceLevelBps",
      (select jsonb_agg(l.warehouse_id order by l.warehouse_id) from stock_levels l where l.variant_id = i.variant_id) as "warehouseIds"
    from supplier_items i join suppliers s on s.id = i.supplier_id
    where i.variant_id > ${after} order by i.variant_id limit ${limit}`);
  return rows.map((row) => ({
    variantId: Number(row.variantId),
    leadTimeDays: Number(row.leadTimeDays),
    leadTimeSpreadDays: Number(row.leadTimeSpreadDays),
    reviewDays: Number(row.reviewDays),
    serviceLevelBps: Number(row.serviceLevelBps),
    warehouseIds: row.warehouseIds ?? [],
  }));
}

async function sales(db: Db, variantIds: readonly number[], fromDay: string, toDay: string): Promise<DaySales[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await db.execute<{ variantId: string; warehouseId: string; day: string; units: string }>(sql`
    select variant_id as "variantId", warehouse_id as "warehouseId", to_char(day, 'YYYY-MM-DD') as day, sum(units) as units from (
      select l.variant_id, (a.value->>'warehouseId')::bigint as warehouse_id, (o.placed_at at time zone 'utc')::date as day,
        (a.value->>'quantity')::int as units
      from order_lines l join orders o on o.id = l.order_id cross join lateral jsonb_array_elements(l.allocations) as a(value)
      where l.variant_id in ${idList(variantIds)} and o.cancelled_at is null
        and o.placed_at >= (${fromDay}::date at time zone 'utc') and o.placed_at < ((${toDay}::date + 1) at time zone 'utc')
      union all
      select variant_id, warehouse_id, day, units from sales_days
      where variant_id in ${idList(variantIds)} and day between ${fromDay}::date and ${toDay}::date
    ) as sold group by 1, 2, 3 order by 1, 3, 2`);
  return rows.map((row) => ({
    variantId: Number(row.variantId),
    warehouseId: Number(row.warehouseId),
    day: row.day,
    units: Number(row.units),
  }));
}

async function stockDays(db: Db, variantIds: readonly number[], fromDay: string, toDay: string): Promise<StockDay[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await db.execute<{ variantId: string; day: string; most: string; last: string }>(sql`
    select variant_id as "variantId", to_char((occurred_at at time zone 'utc')::date, 'YYYY-MM-DD') as day,
      max(coalesce((after->>'available')::int, 0)) as most, (array_agg(coalesce((after->>'available')::int, 0) order by sequence desc))[1] as last
    from stock_ledger
    where variant_id in ${idList(variantIds)} and occurred_at >= (${fromDay}::date at time zone 'utc')
      and occurred_at < ((${toDay}::date + 1) at time zone 'utc')
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    variantId: Number(row.variantId),
    day: row.day,
    most: Number(row.most),
    last: Number(row.last),
  }));
}

async function saveLevels(db: Db, variantIds: readonly number[], levels: readonly LevelRecord[]): Promise<void> {
  if (variantIds.length === 0) return;
  const rows = JSON.stringify(levels);
  await db.batch([
    db.execute(sql`delete from replenishment_levels k where k.variant_id in ${idList(variantIds)} and not exists (
      select 1 from jsonb_to_recordset(${rows}::jsonb) as r("variantId" bigint, "warehouseId" bigint)
      where r."variantId" = k.variant_id and r."warehouseId" = k.warehouse_id)`),
    db.execute(sql`insert into replenishment_levels (variant_id, warehouse_id, method, wape, daily_mean, daily_spread, lead_time_days, review_days,
        service_level_bps, safety_stock, reorder_point, computed_on)
      select r."variantId", r."warehouseId", r.method, r.wape, r."dailyMean", r."dailySpread", r."leadTimeDays", r."reviewDays", r."serviceLevelBps",
        r."safetyStock", r."reorderPoint", r."computedOn"
      from jsonb_to_recordset(${rows}::jsonb) as r("variantId" bigint, "warehouseId" bigint, method text, wape double precision,
        "dailyMean" double precision, "dailySpread" double precision, "leadTimeDays" double precision, "reviewDays" int, "serviceLevelBps" int,
        "safetyStock" int, "reorderPoint" int, "computedOn" date)
      join variants v on v.id = r."variantId" join warehouses w on w.id = r."warehouseId"
      on conflict (variant_id, warehouse_id) do update set method = excluded.method, wape = excluded.wape, daily_mean = excluded.daily_mean,
        daily_spread = excluded.daily_spread, lead_time_days = excluded.lead_time_days, review_days = excluded.review_days,
        service_level_bps = excluded.service_level_bps, safety_stock = excluded.safety_stock, reorder_point = excluded.reorder_point,
        computed_on = excluded.computed_on`),
  ]);
}

/** What is announced to the stock objects shows in `incoming` a moment later: the larger of the two is counted, drafts on top. */
async function positions(db: Db, supplierId: number): Promise<PositionRecord[]> {
  const { rows } = await db.execute<
    Record<keyof PositionRecord, string | number | null> & { method: string; computedOn: string }
  >(sql`
    select k.variant_id as "variantId", k.warehouse_id as "warehouseId", k.method, k.wape, k.daily_mean as "dailyMean", k.daily_spread as "dailySpread",
      k.lead_time_days as "leadTimeDays", coalesce(i.lead_time_spread_days, s.lead_time_spread_days) as "leadTimeSpreadDays",
      k.review_days as "reviewDays", k.service_level_bps as "serviceLevelBps", k.safety_stock as "safetyStock", k.reorder_point as "reorderPoint",
      to_char(k.computed_on, 'YYYY-MM-DD') as "computedOn", i.supplier_id as "supplierId", i.pack_size as "packSize",
      i.minimum_quantity as "minimumQuantity", i.cost_minor as "costMinor",
      coalesce(l.on_hand - l.held - l.committed - l.safety_stock, 0) as sellable,
      greatest(coalesce(l.incoming, 0), coalesce(sum(p.quantity - p.received_quantity) filter (where o.status in ('ordered', 'partially_received')), 0))
        + coalesce(sum(p.quantity) filter (where o.status in ('draft', 'approved')), 0) as "onOrder"
    from supplier_items i join suppliers s on s.id = i.supplier_id join replenishment_levels k on k.variant_id = i.variant_id
      left join stock_levels l on l.variant_id = k.variant_id and l.warehouse_id = k.warehouse_id
      left join purchase_order_lines p on p.variant_id = k.variant_id
      left join purchase_orders o on o.id = p.purchase_order_id and o.warehouse_id = k.warehouse_id
    where i.supplier_id = ${supplierId}
    group by k.variant_id, k.warehouse_id, i.variant_id, s.id, l.variant_id, l.warehouse_id
    order by k.warehouse_id, k.variant_id`);
  return rows.map((row) => ({
    variantId: Number(row.variantId),
    warehouseId: Number(row.warehouseId),
    method: row.method,
    wape: row.wape === null ? null : Number(row.wape),
    dailyMean: Number(row.dailyMean),
    dailySpread: Number(row.dailySpread),
    leadTimeDays: Number(row.leadTimeDays),
    leadTimeSpreadDays: Number(row.leadTimeSpreadDays),
    reviewDays: Number(row.reviewDays),
    serviceLevelBps: Number(row.serviceLevelBps),
    safetyStock: Number(row.safetyStock),
    reorderPoint: Number(row.reorderPoint),
    computedOn: row.computedOn,
    supplierId: Number(row.supplierId),
    packSize: Number(row.packSize),
    minimumQuantity: Number(row.minimumQuantity),
    costMinor: Number(row.costMinor),
    sellable: Number(row.sellable),
    onOrder: Number(row.onOrder),
  }));
}

async function crossings(db: Db, variantIds: readonly number[]): Promise<CrossingFacts[]> {
  if (variantIds.length === 0) return [];
  const { rows } = await db.execute<Record<keyof CrossingFacts, string | number | null>>(sql`
    select k.variant_id as "variantId", k.warehouse_id as "warehouseId", greatest(0, l.on_hand - l.held - l.committed - l.safety_stock) as available,
      k.reorder_point as "reorderPoint", l.sequence, a.id as "openAlertId"
    from replenishment_levels k join stock_levels l on l.variant_id = k.variant_id and l.warehouse_id = k.warehouse_id
      left join low_stock_alerts a on a.variant_id = k.variant_id and a.warehouse_id = k.warehouse_id and a.resolved_at is null
    where k.variant_id in ${idList(variantIds)}`);
  return rows.map((row) => ({
    variantId: Number(row.variantId),
    warehouseId: Number(row.warehouseId),
    available: Number(row.available),
    reorderPoint: Number(row.reorderPoint),
    sequence: Number(row.sequence),
    openAlertId: row.openAlertId === null ? null : Number(row.openAlertId),
  }));
}

/** The given crossings whose stock has not changed since they were read. */
const unchanged = (facts: readonly CrossingFacts[]): SQL => sql`(
  select c.* from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as c("variantId" bigint, "warehouseId" bigint, available int,
    "reorderPoint" int, sequence bigint, "openAlertId" bigint)
  join stock_levels l on l.variant_id = c."variantId" and l.warehouse_id = c."warehouseId" and l.sequence = c.sequence)`;

async function raise(db: Db, facts: readonly CrossingFacts[], nowMs: number): Promise<number[]> {
  if (facts.length === 0) return [];
  const { rows } = await db.execute<{ id: string }>(sql`with raised as (
      insert into low_stock_alerts (variant_id, warehouse_id, available, reorder_point, raised_at)
      select c."variantId", c."warehouseId", c.available, c."reorderPoint", ${momentOf(nowMs)} from ${unchanged(facts)} as c
      order by 1, 2
      on conflict (variant_id, warehouse_id) where resolved_at is null do nothing returning id
    ), announced as (
      insert into outbox (topic, payload) select 'stock.low', jsonb_build_object('alertIds', jsonb_agg(id order by id)) from raised having count(*) > 0
    ) select id from raised order by id`);
  return asIds(rows);
}

async function resolve(db: Db, facts: readonly CrossingFacts[], nowMs: number): Promise<void> {
  if (facts.length === 0) return;
  await db.execute(sql`update low_stock_alerts a set resolved_at = ${momentOf(nowMs)} from ${unchanged(facts)} as c
    where a.id = c."openAlertId" and a.resolved_at is null`);
}

type AlertRow = Record<keyof AlertRecord, string | number | null> & {
  sku: string | null;
  productTitle: string;
  variantTitle: string;
  warehouseName: string;
};
const msOf = (column: SQL): SQL => sql`floor(extract(epoch from ${column}) * 1000)::bigint`;

async function alerts(db: Db, where: SQL, limit: number): Promise<AlertRecord[]> {
  const { rows } =
    await db.execute<AlertRow>(sql`select a.id, a.variant_id as "variantId", a.warehouse_id as "warehouseId", a.available,
      a.reorder_point as "reorderPoint", ${msOf(sql`a.raised_at`)} as "raisedAtMs", ${msOf(sql`a.resolved_at`)} as "resolvedAtMs",
      ${msOf(sql`a.mailed_at`)} as "mailedAtMs", ${msOf(sql`a.hooked_at`)} as "hookedAtMs", v.sku, p.title as "productTitle",
      v.title as "variantTitle", w.name as "warehouseName"
    from low_stock_alerts a join variants v on v.id = a.variant_id join products p on p.id = v.product_id join warehouses w on w.id = a.warehouse_id
    where ${where} order by a.id desc limit ${limit}`);
  const number = (value: string | number | null) => (value === null ? null : Number(value));
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    variantId: Number(row.variantId),
    warehouseId: Number(row.warehouseId),
    available: Number(row.available),
    reorderPoint: Number(row.reorderPoint),
    raisedAtMs: Number(row.raisedAtMs),
    resolvedAtMs: number(row.resolvedAtMs),
    mailedAtMs: number(row.mailedAtMs),
    hookedAtMs: number(row.hookedAtMs),
  }));
}

/** Forecasts, alerts and the daily round in Postgres. */
export function neonReplenishment(db: Db): ReplenishmentRecords {
  return {
    settings: () => settings(db),
    saveSettings: async (next) => {
      await db
        .insert(replenishmentSettings)
        .values({ id: 1, ...next })
        .onConflictDoUpdate({ target: replenishmentSettings.id, set: { ...next } });
    },
    spent: async (period) => {
      const rows = await db
        .select({ spent: replenishmentBudgets.spentMinor })
        .from(replenishmentBudgets)
        .where(eq(replenishmentBudgets.period, period));
      return rows[0]?.spent ?? 0;
    },
    takeRound: (day, nowMs, leaseMs) => takeRound(db, day, nowMs, leaseMs),
    moveRound: (day, from, to, nowMs, leaseMs) => moveRound(db, day, from, to, nowMs, leaseMs),
    releaseRound: async (day, nowMs) => {
      await db
        .update(replenishmentRuns)
        .set({ leasedUntil: new Date(nowMs) })
        .where(eq(replenishmentRuns.day, day));
    },
    lastRound: async () => {
      const { rows } = await db.execute<{ day: string | null }>(
        sql`select to_char(max(day), 'YYYY-MM-DD') as day from replenishment_runs where finished_at is not null`,
      );
      return rows[0]?.day ?? null;
    },
    restartRound: async (day, nowMs) => {
      await db
        .insert(replenishmentRuns)
        .values({ day, leasedUntil: new Date(nowMs) })
        .onConflictDoUpdate({
          target: replenishmentRuns.day,
          set: { stage: 'forecast', cursor: 0, finishedAt: null, leasedUntil: new Date(nowMs) },
        });
    },
    subjects: (after, limit) => subjects(db, after, limit),
    sales: (variantIds, fromDay, toDay) => sales(db, variantIds, fromDay, toDay),
    stockDays: (variantIds, fromDay, toDay) => stockDays(db, variantIds, fromDay, toDay),
    saveLevels: (variantIds, levels) => saveLevels(db, variantIds, levels),
    levels: (variantId) =>
      db
        .select()
        .from(replenishmentLevels)
        .where(eq(replenishmentLevels.variantId, variantId))
        .orderBy(asc(replenishmentLevels.warehouseId)),
    supplierIds: async (after, limit) => {
      const rows = await db
        .select({ id: suppliers.id })
        .from(suppliers)
        .where(and(gt(suppliers.id, after), eq(suppliers.isActive, true)))
        .orderBy(asc(suppliers.id))
        .limit(limit);
      return rows.map((row) => row.id);
    },
    positions: (supplierId) => positions(db, supplierId),
    crossings: (variantIds) => crossings(db, variantIds),
    raise: (facts, nowMs) => raise(db, facts, nowMs),
    resolve: (facts, nowMs) => resolve(db, facts, nowMs),
    alerts: async ({ openOnly, limit, beforeId }) => {
      const items = await alerts(
        db,
        sql`(not ${openOnly}::boolean or a.resolved_at is null) and (${beforeId}::bigint is null or a.id < ${beforeId}::bigint)`,
        limit + 1,
      );
      return { items: items.slice(0, limit), hasNextPage: items.length > limit };
    },
    openAlerts: () => db.$count(lowStockAlerts, isNull(lowStockAlerts.resolvedAt)),
    alertsById: (ids) => (ids.length === 0 ? Promise.resolve([]) : alerts(db, sql`a.id in ${idList(ids)}`, ids.length)),
    markTold: async (ids, by, nowMs) => {
      if (ids.length === 0) return;
      const column = by === 'mail' ? sql`mailed_at` : sql`hooked_at`;
      await db.execute(
        sql`update low_stock_alerts set ${column} = ${momentOf(nowMs)} where id in ${idList(ids)} and ${column} is null`,
      );
    },
  };
}
