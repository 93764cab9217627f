import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDb, type Db } from '../../db/client.ts';
import { neonPurchaseOrders } from '../../worker/adapters/neon/purchase-orders.ts';
import { neonReplenishment } from '../../worker/adapters/neon/replenishment.ts';
import type { Mail } from '../../worker/ports/mail.ts';
import type { PurchaseOrders, SupplierItemTerms, SupplierTerms } from '../../worker/ports/purchase-orders.ts';
import type { ReplenishmentRecords } from '../../worker/ports/replenishment.ts';
import type { WebhookCall } from '../../worker/ports/webhook-sender.ts';
import { checkCrossings, tellLowStock } from '../../worker/services/replenishment-alerts.ts';
import { replenishmentRound } from '../../worker/services/replenishment-round.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOW = Date.UTC(2030, 0, 15, 6);
const DAY_MS = 86_400_000;

let database: FreshDatabase;
let pool: Pool;
let db: Db;
let orders: PurchaseOrders;
let records: ReplenishmentRecords;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  orders = neonPurchaseOrders(db);
  records = neonReplenishment(db);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const TERMS: SupplierTerms = {
  name: 'Pottery',
  email: 'orders@pottery.example',
  currency: 'EUR',
  leadTimeDays: 10,
  leadTimeSpreadDays: 2,
  reviewDays: 7,
  minimumOrderMinor: 0,
  orderCostMinor: 0,
  isActive: true,
};
const item = (variantId: number, over: Partial<SupplierItemTerms> = {}): SupplierItemTerms => ({
  variantId,
  supplierSku: null,
  packSize: 6,
  minimumQuantity: 12,
  costMinor: 1_000,
  leadTimeDays: null,
  leadTimeSpreadDays: null,
  serviceLevelBps: null,
  ...over,
});

beforeEach(async () => {
  await pool.query(`truncate outbox, low_stock_alerts, replenishment_levels, replenishment_runs, replenishment_budgets, replenishment_settings,
    purchase_receipts, purchase_order_lines, purchase_orders, supplier_items, suppliers, sales_days, order_lines, orders, stock_ledger, stock_levels,
    variants, products, warehouses restart identity cascade`);
  await pool.query("insert into products (handle, title) values ('vase', 'Vase')");
  await pool.query(`insert into variants (product_id, title, position, option_values) values
    (1, 'Red', 1, '{red}'), (1, 'Blue', 2, '{blue}'), (1, 'Green', 3, '{green}')`);
  await pool.query(`insert into warehouses (code, name, city, country, latitude, longitude) values
    ('ham', 'Hamburg', 'Hamburg', 'DE', 53.5, 10), ('osa', 'Osaka', 'Osaka', 'JP', 34.7, 135.5)`);
});

const line = (variantId: number, quantity: number) => ({
  variantId,
  quantity,
  costMinor: 1_000,
  packSize: 1,
  reason: '',
});

async function supplier(terms: Partial<SupplierTerms> = {}): Promise<number> {
  const saved = await orders.saveSupplier(null, { ...TERMS, ...terms });
  if (!saved.ok) throw new Error(saved.reason);
  return saved.id;
}

async function draft(
  supplierId: number,
  lines = [line(1, 12), line(2, 6)],
  key = `key-${Math.random()}`,
): Promise<number> {
  const made = await orders.create({
    supplierId,
    warehouseId: 1,
    currency: 'EUR',
    note: '',
    lines,
    createdBy: 'staff:1',
    nowMs: NOW,
    identity: { key },
  });
  return made.id;
}

/** Ordered, and the stock objects know. */
async function ordered(lines?: readonly ReturnType<typeof line>[]): Promise<number> {
  const id = await draft(await supplier(), lines ? [...lines] : undefined);
  await orders.approve(id, 'staff:1', NOW);
  await orders.order(id, NOW + 10 * DAY_MS, NOW);
  await orders.markTold(id, (await orders.awaited(id))?.version ?? 0);
  return id;
}

const get = async (id: number) => {
  const order = (await orders.byIds([id])).get(id);
  if (!order) throw new Error(`order ${id} is gone`);
  return order;
};

describe('suppliers', () => {
  test('have one name each; a variant has one supplier', async () => {
    const first = await supplier();
    expect(await orders.saveSupplier(null, TERMS)).toEqual({ ok: false, reason: 'name_taken' });
    expect(await orders.saveSupplier(99, { ...TERMS, name: 'Nobody' })).toEqual({ ok: false, reason: 'not_found' });
    const second = await supplier({ name: 'Glassworks' });
    expect(await orders.saveItems(first, [item(1), item(2)])).toEqual({ ok: true });
    expect(await orders.saveItems(second, [item(2, { packSize: 4 }), item(77)])).toEqual({
      ok: false,
      unknownVariantIds: [77],
    });
    expect(await orders.saveItems(second, [item(2, { packSize: 4 })])).toEqual({ ok: true });
    expect((await orders.items(first)).map((one) => one.variantId)).toEqual([1]);
    expect(await orders.items(second)).toMatchObject([
      { variantId: 2, packSize: 4, productTitle: 'Vase', variantTitle: 'Blue' },
    ]);
    expect((await orders.suppliers()).map((one) => [one.name, one.itemCount])).toEqual([
      ['Glassworks', 1],
      ['Pottery', 1],
    ]);
  });
});

describe('an order to a supplier', () => {
  test('is made once per key, and goes from draft to received', async () => {
    const supplierId = await supplier();
    const id = await draft(supplierId, undefined, 'same');
    expect(await draft(supplierId, [line(1, 99)], 'same')).toBe(id);
    expect(await get(id)).toMatchObject({ status: 'draft', totalMinor: 18_000, supplierName: 'Pottery' });
    expect(await orders.setLines(id, [line(1, 3)], 'fewer', NOW)).toEqual({ ok: true });
    expect(await orders.order(id, NOW, NOW)).toEqual({ ok: false, reason: 'wrong_status', status: 'draft' });
    expect(await orders.approve(id, 'staff:1', NOW)).toEqual({ ok: true });
    expect(await orders.approve(id, 'staff:2', NOW)).toEqual({ ok: false, reason: 'wrong_status', status: 'approved' });
    expect(await orders.setLines(id, [line(1, 30)], null, NOW)).toMatchObject({ reason: 'wrong_status' });
    expect(await orders.order(id, NOW + DAY_MS, NOW)).toEqual({ ok: true });
    const order = await get(id);
    expect(order).toMatchObject({
      status: 'ordered',
      note: 'fewer',
      approvedBy: 'staff:1',
      totalMinor: 3_000,
      isSettling: true,
    });
    const [first] = order.lines;
    if (!first) throw new Error('no line');
    const arrived = [{ lineId: first.id, quantity: 3 }];
    expect(await orders.receive(id, 'd1', arrived, 'staff:1', NOW)).toEqual({ ok: false, reason: 'settling' });
    await orders.markTold(id, 1);
    expect(await orders.receive(id, 'd1', arrived, 'staff:1', NOW)).toEqual({ ok: true, repeated: false });
    expect(await orders.receive(id, 'd1', arrived, 'staff:1', NOW)).toEqual({ ok: true, repeated: true });
    expect(await get(id)).toMatchObject({ status: 'received', receivedAtMs: NOW, isSettling: true });
    const receipts = await orders.openReceipts(id);
    expect(receipts).toMatchObject([{ variantId: 1, warehouseId: 1, quantity: 3 }]);
    expect(await orders.unsettled(10)).toEqual([id]);
    await orders.markApplied(
      id,
      receipts.map((one) => one.receiptId),
      NOW,
    );
    expect(await get(id)).toMatchObject({ isSettling: false });
    expect(await orders.unsettled(10)).toEqual([]);
    expect(await orders.cancel(id, NOW)).toMatchObject({ reason: 'wrong_status' });
    expect(await orders.approve(12_345, 'staff:1', NOW)).toEqual({ ok: false, reason: 'not_found' });
  });

  test('receives all lines of a delivery or none', async () => {
    const id = await ordered();
    const [one, two] = (await get(id)).lines;
    if (!one || !two) throw new Error('no lines');
    const tooMany = [
      { lineId: one.id, quantity: 5 },
      { lineId: two.id, quantity: 7 },
    ];
    expect(await orders.receive(id, 'd1', tooMany, 'staff:1', NOW)).toEqual({ ok: false, reason: 'too_many' });
    expect((await get(id)).lines.map((some) => some.receivedQuantity)).toEqual([0, 0]);
    expect(await orders.openReceipts(id)).toEqual([]);
  });

  test('counts two deliveries at once, and one sent five times at once once', async () => {
    const id = await ordered();
    const [one, two] = (await get(id)).lines;
    if (!one || !two) throw new Error('no lines');
    await Promise.all([
      ...Array.from({ length: 5 }, () => orders.receive(id, 'd1', [{ lineId: one.id, quantity: 12 }], 'staff:1', NOW)),
      orders.receive(id, 'd2', [{ lineId: two.id, quantity: 6 }], 'staff:2', NOW),
    ]);
    expect(await get(id)).toMatchObject({ status: 'received' });
    expect((await get(id)).lines.map((some) => some.receivedQuantity)).toEqual([12, 6]);
    expect((await orders.openReceipts(id)).map((some) => some.quantity).sort()).toEqual([12, 6]);
  });

  test('changes what is awaited only when every receipt is in stock, and calls off the rest', async () => {
    const id = await ordered();
    const [one] = (await get(id)).lines;
    if (!one) throw new Error('no line');
    await orders.receive(id, 'd1', [{ lineId: one.id, quantity: 5 }], 'staff:1', NOW);
    expect(await orders.cancel(id, NOW)).toEqual({ ok: false, reason: 'settling' });
    expect(await orders.reschedule(id, NOW + 20 * DAY_MS, NOW)).toEqual({ ok: false, reason: 'settling' });
    await orders.markApplied(
      id,
      (await orders.openReceipts(id)).map((some) => some.receiptId),
      NOW,
    );
    expect(await orders.reschedule(id, NOW + 20 * DAY_MS, NOW)).toEqual({ ok: true });
    expect(await orders.awaited(id)).toMatchObject({
      version: 2,
      isTold: false,
      expectedAtMs: NOW + 20 * DAY_MS,
      lines: [{ quantity: 7 }, { quantity: 6 }],
    });
    expect(await orders.cancel(id, NOW)).toEqual({ ok: true });
    expect(await orders.awaited(id)).toMatchObject({ version: 3, lines: [{ quantity: 0 }, { quantity: 0 }] });
  });
});

describe('approval under a budget', () => {
  const budget = { period: '2030-01', currency: 'EUR', mostMinor: 50_000 };

  test('never exceeds it, however many approve at once', async () => {
    const supplierId = await supplier();
    const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => draft(supplierId, [line(1, 7 + (n % 3))])));
    // Each order is asked for twice at once, as by two rounds.
    const outcomes = await Promise.all([...ids, ...ids].map((id) => orders.approveWithin(id, budget, NOW)));
    const all = [...(await orders.byIds(ids)).values()];
    const approved = all.filter((order) => order.status === 'approved');
    const total = approved.reduce((sum, order) => sum + order.totalMinor, 0);
    expect(total).toBeLessThanOrEqual(50_000);
    // Not one of the rest would have fitted.
    for (const order of all.filter((one) => one.status === 'draft'))
      expect(total + order.totalMinor).toBeGreaterThan(50_000);
    expect(outcomes.filter((one) => one.ok)).toHaveLength(approved.length);
    expect(await records.spent('2030-01')).toBe(total);
    expect(approved.every((order) => order.budgetPeriod === '2030-01' && order.approvedBy === 'system')).toBe(true);
  });

  test('gives back what will not come, and is not touched by other currencies or people', async () => {
    const supplierId = await supplier();
    const id = await draft(supplierId, [line(1, 20)]);
    const byHand = await draft(supplierId, [line(2, 40)]);
    await orders.approve(byHand, 'staff:1', NOW);
    expect(await orders.approveWithin(id, { ...budget, currency: 'GBP' }, NOW)).toEqual({
      ok: false,
      reason: 'over_budget',
    });
    expect(await orders.approveWithin(id, budget, NOW)).toEqual({ ok: true });
    expect(await records.spent('2030-01')).toBe(20_000);
    expect(await orders.cancel(byHand, NOW)).toEqual({ ok: true });
    expect(await records.spent('2030-01')).toBe(20_000);
    expect(await orders.cancel(id, NOW)).toEqual({ ok: true });
    expect(await records.spent('2030-01')).toBe(0);
    expect(await orders.approveWithin(id, budget, NOW)).toMatchObject({ reason: 'wrong_status' });
  });
});

const clock = { nowMs: () => NOW };
const stock = (variantId: number, warehouseId: number, onHand: number, sequence = 1) =>
  pool.query(
    `insert into stock_levels (variant_id, warehouse_id, on_hand, sequence) values ($1, $2, $3, $4)
     on conflict (variant_id, warehouse_id) do update set on_hand = excluded.on_hand, sequence = excluded.sequence`,
    [variantId, warehouseId, onHand, sequence],
  );

/** A unit sold daily for 20 weeks until yesterday, three of four in Hamburg. */
async function sell(variantId: number): Promise<void> {
  for (let back = 1; back <= 140; back += 1) {
    const day = new Date(NOW - back * DAY_MS).toISOString().slice(0, 10);
    await pool.query(
      'insert into sales_days (variant_id, warehouse_id, day, units) values ($1, 1, $2, 3), ($1, 2, $2, 1)',
      [variantId, day],
    );
  }
}

describe('the daily round', () => {
  const deps = () => ({ clock, replenishment: records, purchaseOrders: orders });

  test('forecasts by warehouse from sales, and drafts what is due, once a day', async () => {
    const supplierId = await supplier();
    await orders.saveItems(supplierId, [item(1), item(2)]);
    await sell(1);
    await stock(1, 1, 20);
    await stock(1, 2, 500);
    expect(await replenishmentRound(deps())).toEqual({ forecastVariants: 2, draftedOrders: 1, isFinished: true });
    const [hamburg, osaka] = await records.levels(1);
    expect(hamburg?.dailyMean).toBeCloseTo(3, 6);
    expect(osaka?.dailyMean).toBeCloseTo(1, 6);
    // 3 x 11 days + 1.645 x sqrt(11 x 3 + 9 x 4) = 33 + 13.7
    expect(hamburg).toMatchObject({ safetyStock: 14, reorderPoint: 47, computedOn: '2030-01-15' });
    const { items } = await orders.list({ statuses: ['draft'], supplierId: null, limit: 10, beforeId: null });
    expect(items).toMatchObject([
      { warehouseId: 1, draftedOn: '2030-01-15', createdBy: 'system', lines: [{ variantId: 1, packSize: 6 }] },
    ]);
    // 47 + 3 x 7 - 20 = 48
    expect(items[0]?.lines[0]).toMatchObject({ quantity: 48, costMinor: 1_000 });
    expect(items[0]?.lines[0]?.reason).toContain('20 sellable, none on the way.');
    expect(await replenishmentRound(deps())).toEqual({ forecastVariants: 0, draftedOrders: 0, isFinished: true });
    // Even when the whole round runs again the draft counts as on its way.
    await records.restartRound('2030-01-15', NOW);
    expect(await replenishmentRound(deps())).toMatchObject({ forecastVariants: 2, draftedOrders: 0 });
    expect(await orders.count(['draft'])).toBe(1);
    expect(await records.lastRound()).toBe('2030-01-15');
  });

  test('counts sales of orders that were not cancelled', async () => {
    const order = (id: number, cancelled: boolean) =>
      pool.query(
        `with o as (insert into orders (id, cart_token, status_key, email, locale, country, currency, subtotal_minor, shipping_minor, tax_minor,
          tax_included, total_minor, financial_status, placed_at, cancelled_at)
          values ($1::bigint, 't' || $1::bigint, 'k', 'a@b.example', 'en', 'DE', 'EUR', 500, 0, 0, true, 500, 'paid', '2030-01-14T23:30:00Z', $2::timestamptz) returning id)
         insert into order_lines (id, order_id, variant_id, product_id, position, title, quantity, unit_price_minor, total_minor, allocations)
         select $1::bigint, o.id, 1, 1, 1, 'Vase', 5, 100, 500, '[{"warehouseId":1,"quantity":2},{"warehouseId":2,"quantity":3}]' from o`,
        [id, cancelled ? '2030-01-15T00:00:00Z' : null],
      );
    await order(1, false);
    await order(2, true);
    await pool.query(
      "insert into sales_days (variant_id, warehouse_id, day, units) values (1, 1, '2030-01-14', 4), (2, 1, '2030-01-14', 1)",
    );
    expect(await records.sales([1], '2030-01-01', '2030-01-14')).toEqual([
      { variantId: 1, warehouseId: 1, day: '2030-01-14', units: 6 },
      { variantId: 1, warehouseId: 2, day: '2030-01-14', units: 3 },
    ]);
    expect(await records.sales([1], '2030-01-01', '2030-01-13')).toEqual([]);
  });

  test('reads from the ledger on which days stock changed, and does not forget what ran out', async () => {
    const supplierId = await supplier();
    await orders.saveItems(supplierId, [item(1)]);
    await sell(1);
    // For the last 40 days nothing was left to sell.
    await pool.query("delete from sales_days where day >= '2029-12-06'");
    await stock(1, 1, 0);
    const entry = (sequence: number, at: string, available: number) =>
      pool.query(
        `insert into stock_ledger (variant_id, sequence, warehouse_id, kind, quantity, delta, after, actor, occurred_at)
          values (1, $1, 1, 'committed', 1, '{}', jsonb_build_object('available', $3::int), 'shopper', $2)`,
        [sequence, at, available],
      );
    await entry(1, '2029-12-05T09:00:00Z', 3);
    await entry(2, '2029-12-05T23:59:59Z', 0);
    expect(await records.stockDays([1], '2029-12-01', '2030-01-14')).toEqual([
      { variantId: 1, day: '2029-12-05', most: 3, last: 0 },
    ]);
    await replenishmentRound(deps());
    const [hamburg, osaka] = await records.levels(1);
    expect(hamburg?.dailyMean).toBeCloseTo(3, 6);
    expect(osaka?.dailyMean).toBeCloseTo(1, 6);
  });

  test('goes on where it stopped; two at once never do a portion twice', async () => {
    const supplierId = await supplier();
    await pool.query(`insert into variants (product_id, title, position, option_values)
      select 1, 'V' || n, n, array['v' || n] from generate_series(4, 2300) as n`);
    await orders.saveItems(
      supplierId,
      Array.from({ length: 2_300 }, (_, index) => item(index + 1)),
    );
    await pool.query('insert into stock_levels (variant_id, warehouse_id, on_hand) select id, 1, 5 from variants');
    const [one, two] = await Promise.all([replenishmentRound(deps()), replenishmentRound(deps())]);
    // One had the lease; the bound of 20 portions ended it.
    expect(Math.max(one.forecastVariants, two.forecastVariants)).toBe(2_000);
    expect(one.forecastVariants + two.forecastVariants).toBeLessThanOrEqual(2_300);
    expect(await replenishmentRound(deps())).toMatchObject({ isFinished: true });
    const { rows } = await pool.query('select count(*)::int as levels from replenishment_levels');
    expect(rows).toEqual([{ levels: 2_300 }]);
  });

  test('approves drafts as far as the budget goes, and none below the supplier’s minimum', async () => {
    await records.saveSettings({
      ...(await records.settings()),
      autoApprove: true,
      budgetMinor: 60_000,
      budgetCurrency: 'EUR',
    });
    const cheap = await supplier();
    const dear = await supplier({ name: 'Glassworks' });
    const demanding = await supplier({ name: 'Joinery', minimumOrderMinor: 10_000_000 });
    await orders.saveItems(cheap, [item(1)]);
    await orders.saveItems(dear, [item(2)]);
    await orders.saveItems(demanding, [item(3)]);
    for (const variantId of [1, 2, 3]) {
      await sell(variantId);
      await stock(variantId, 1, 20);
      await stock(variantId, 2, 500);
    }
    await replenishmentRound(deps());
    const { items } = await orders.list({
      statuses: ['draft', 'approved'],
      supplierId: null,
      limit: 10,
      beforeId: null,
    });
    expect(items.map((order) => [order.supplierName, order.status, order.totalMinor])).toEqual([
      ['Joinery', 'draft', expect.any(Number)],
      ['Glassworks', 'draft', 48_000],
      ['Pottery', 'approved', 48_000],
    ]);
    expect(await records.spent('2030-01')).toBe(48_000);
  });
});

describe('low stock', () => {
  const level = {
    method: 'm',
    wape: null,
    dailyMean: 1,
    dailySpread: 1,
    leadTimeDays: 5,
    reviewDays: 7,
    serviceLevelBps: 9_500,
  };
  const mails: Mail[] = [];
  const calls: WebhookCall[] = [];
  let isHookAway = false;
  const telling = () => ({
    clock,
    replenishment: records,
    orderMail: {
      mail: { send: async (mail: Mail) => void mails.push(mail) },
      from: 'shop@shop.example',
      origin: 'http://shop.test',
      shopName: async () => 'Ebbholt',
    },
    webhooks: {
      send: async (call: WebhookCall) => {
        if (isHookAway) throw new Error('away');
        calls.push(call);
      },
    },
  });

  beforeEach(async () => {
    mails.length = 0;
    calls.length = 0;
    isHookAway = false;
    await records.saveLevels(
      [1],
      [1, 2].map((warehouseId) => ({
        ...level,
        variantId: 1,
        warehouseId,
        safetyStock: 3,
        reorderPoint: 10,
        computedOn: '2030-01-15',
      })),
    );
    await records.saveSettings({
      ...(await records.settings()),
      alertEmail: 'buyer@shop.example',
      webhookUrl: 'https://erp.example/hook',
      webhookSecret: 's3cret',
    });
    await stock(1, 2, 100);
  });

  async function told(): Promise<number[][]> {
    const { rows } = await pool.query<{ payload: { alertIds: number[] } }>(
      "delete from outbox where topic = 'stock.low' returning payload",
    );
    return rows.map((row) => row.payload.alertIds);
  }

  test('is raised once per crossing, in the warehouse it is in, and armed again', async () => {
    const check = () => checkCrossings(records, [1, 2], NOW);
    await stock(1, 1, 11, 1);
    expect(await check()).toBe(0);
    await stock(1, 1, 10, 2);
    expect((await Promise.all([check(), check(), check()])).reduce((sum, raised) => sum + raised, 0)).toBe(1);
    expect(await told()).toEqual([[1]]);
    await stock(1, 1, 4, 3);
    expect(await check()).toBe(0);
    await stock(1, 1, 30, 4);
    expect(await check()).toBe(0);
    expect(await records.openAlerts()).toBe(0);
    await stock(1, 1, 0, 5);
    expect(await check()).toBe(1);
    expect(await told()).toHaveLength(1);
    const { items } = await records.alerts({ openOnly: false, limit: 10, beforeId: null });
    expect(items.map((one) => [one.available, one.resolvedAtMs, one.warehouseName])).toEqual([
      [0, null, 'Hamburg'],
      [10, NOW, 'Hamburg'],
    ]);
  });

  test('is not raised from stock that has changed since it was read', async () => {
    await stock(1, 1, 5, 7);
    const stale = await records.crossings([1]);
    await stock(1, 1, 50, 8);
    expect(
      await records.raise(
        stale.filter((one) => one.warehouseId === 1),
        NOW,
      ),
    ).toEqual([]);
    expect(await told()).toEqual([]);
  });

  test('is told by mail and webhook, each once, though the other fails', async () => {
    await stock(1, 1, 5, 2);
    await checkCrossings(records, [1], NOW);
    const [ids = []] = await told();
    isHookAway = true;
    await expect(tellLowStock(telling(), ids)).rejects.toThrow('away');
    isHookAway = false;
    await tellLowStock(telling(), ids);
    await tellLowStock(telling(), ids);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: 'buyer@shop.example', subject: 'Low stock: Vase, Red' });
    expect(mails[0]?.text).toContain('in Hamburg: 5 left, reorder at 10');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      topic: 'inventory_levels/low',
      secret: 's3cret',
      webhookId: `low-stock-${ids[0]}-${ids[0]}`,
    });
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      alerts: [{ available: 5, reorder_point: 10, location: 'Hamburg' }],
    });
  });
});
