import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { apply } from '../../commerce/inventory/apply.ts';
import type { InventoryCommand, InventoryResult } from '../../commerce/inventory/contract.ts';
import { emptyState, type StockState, viewOf } from '../../commerce/inventory/state.ts';
import { createDb } from '../../db/client.ts';
import { neonPurchaseOrders } from '../../worker/adapters/neon/purchase-orders.ts';
import type { PurchaseOrders } from '../../worker/ports/purchase-orders.ts';
import {
  cancelPurchaseOrder,
  orderFromSupplier,
  type PurchaseDeps,
  receivePurchaseOrder,
  rescheduleOrder,
  settlePurchaseOrders,
} from '../../worker/services/replenishment-orders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { seeded } from '../support/purchase-world.ts';

const NOW = Date.UTC(2030, 0, 15);
const DAY_MS = 86_400_000;
const ARRIVAL = NOW + 9 * DAY_MS;

let database: FreshDatabase;
let pool: Pool;
let orders: PurchaseOrders;

beforeAll(async () => {
  database = await freshDatabase('empty');
  pool = new Pool({ connectionString: database.url, max: 2 });
  orders = neonPurchaseOrders(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
  await pool.query("insert into products (handle, title) values ('vase', 'Vase')");
  await pool.query(
    `insert into variants (product_id, title, position, option_values) values (1, 'Red', 1, '{red}'), (1, 'Blue', 2, '{blue}')`,
  );
  await pool.query(
    `insert into warehouses (code, name, city, country, latitude, longitude) values ('ham', 'Hamburg', 'Hamburg', 'DE', 53.5, 10)`,
  );
  await orders.saveSupplier(null, {
    name: 'Pottery',
    email: '',
    currency: 'EUR',
    leadTimeDays: 9,
    leadTimeSpreadDays: 1,
    reviewDays: 7,
    minimumOrderMinor: 0,
    orderCostMinor: 0,
    isActive: true,
  });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});
beforeEach(() =>
  pool.query('truncate purchase_receipts, purchase_order_lines, purchase_orders restart identity cascade'),
);

/** Stock by its real rules; a call gets lost with the given chance, half of the time after it was done. */
function shelves(lost: number, random: () => number) {
  const states = new Map<number, StockState>();
  const away = { ok: false, reason: 'unavailable', retryable: true } as const;
  const decide = (variantId: number, command: InventoryCommand): InventoryResult => {
    const before = states.get(variantId) ?? emptyState(variantId);
    const { state, result } = apply(before, command, NOW);
    states.set(variantId, state);
    return result;
  };
  const executeMany = async (variantId: number, commands: readonly InventoryCommand[]): Promise<InventoryResult[]> => {
    const isLost = random() < lost;
    if (isLost && random() < 0.5) return commands.map(() => away);
    const results = commands.map((command) => decide(variantId, command));
    return isLost ? commands.map(() => away) : results;
  };
  const inventory: PurchaseDeps['inventory'] = {
    executeMany,
    async change(variantId, command) {
      const [result] = await executeMany(variantId, [command]);
      if (!result || (result.ok && !('levels' in result))) throw new Error('not a quantity answer');
      return result;
    },
  };
  return { inventory, view: (variantId: number) => viewOf(states.get(variantId) ?? emptyState(variantId)) };
}

async function approved(): Promise<number> {
  const { id } = await orders.create({
    supplierId: 1,
    warehouseId: 1,
    currency: 'EUR',
    note: '',
    lines: [1, 2].map((variantId) => ({
      variantId,
      quantity: 10 * variantId,
      costMinor: 100,
      packSize: 1,
      reason: '',
    })),
    createdBy: 'staff:1',
    nowMs: NOW,
    identity: { key: `k-${Math.random()}` },
  });
  await orders.approve(id, 'staff:1', NOW);
  return id;
}

const levelOf = (view: ReturnType<typeof viewOf>) =>
  view.levels.map(({ onHand, incoming }) => ({ onHand, incoming }))[0] ?? null;

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'deliveries reach stock exactly once though calls get lost (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const { inventory, view } = shelves(0.4, random);
    const deps: PurchaseDeps = { clock: { nowMs: () => NOW }, inventory, purchaseOrders: orders };
    const id = await approved();
    const insist = async (act: () => Promise<{ ok: boolean; reason?: string }>) => {
      for (let tries = 0; tries < 60; tries += 1) {
        const outcome = await act();
        if (outcome.ok || outcome.reason !== 'settling') return outcome;
      }
      throw new Error('never settled');
    };
    const settle = async () => {
      for (let tries = 0; tries < 60 && (await orders.unsettled(10)).length > 0; tries += 1)
        // Two rounds at once, as after a slow one.
        await Promise.all(
          [1, 2].map(() => settlePurchaseOrders(deps, (line, error) => expect.fail(`${line}: ${error}`))),
        );
      expect(await orders.unsettled(10)).toEqual([]);
    };
    expect(await orderFromSupplier(deps, id, null)).toMatchObject({ ok: true });
    await settle();
    expect(levelOf(view(1))).toEqual({ onHand: 0, incoming: 10 });
    expect(view(1).expected).toMatchObject([{ quantity: 10, expectedAtMs: ARRIVAL }]);
    const lines = (await orders.byIds([id])).get(id)?.lines ?? [];
    const arrive = (key: string, first: number, second: number) =>
      insist(() =>
        receivePurchaseOrder(
          deps,
          id,
          key,
          lines.map((line, index) => ({ lineId: line.id, quantity: index === 0 ? first : second })),
          'staff:1',
        ),
      );
    expect((await arrive('monday', 4, 5)).ok).toBe(true);
    expect((await arrive('monday', 4, 5)).ok).toBe(true);
    expect((await insist(() => rescheduleOrder(deps, id, ARRIVAL + DAY_MS))).ok).toBe(true);
    await settle();
    expect(levelOf(view(1))).toEqual({ onHand: 4, incoming: 6 });
    expect(view(2).expected).toMatchObject([{ quantity: 15, expectedAtMs: ARRIVAL + DAY_MS }]);
    expect((await arrive('tuesday', 6, 10)).ok).toBe(true);
    expect((await insist(() => cancelPurchaseOrder(deps, id))).ok).toBe(true);
    await settle();
    expect(levelOf(view(1))).toEqual({ onHand: 10, incoming: 0 });
    expect(levelOf(view(2))).toEqual({ onHand: 15, incoming: 0 });
    expect([...view(1).expected, ...view(2).expected]).toEqual([]);
  },
);

test('refusals come in their order and change nothing', async () => {
  const { inventory, view } = shelves(0, () => 1);
  const deps: PurchaseDeps = { clock: { nowMs: () => NOW }, inventory, purchaseOrders: orders };
  const id = await approved();
  expect(await orderFromSupplier(deps, id, NOW - 3 * DAY_MS)).toMatchObject({ reason: 'invalid', field: 'expectedAt' });
  expect(await orderFromSupplier(deps, 999, null)).toEqual({ ok: false, reason: 'not_found' });
  expect(await receivePurchaseOrder(deps, id, 'k', [{ lineId: 999, quantity: 1 }], 'staff:1')).toMatchObject({
    reason: 'invalid',
    field: 'lines',
  });
  const [line] = (await orders.byIds([id])).get(id)?.lines ?? [];
  if (!line) throw new Error('no line');
  const one = { lineId: line.id, quantity: 1 };
  expect(await receivePurchaseOrder(deps, id, 'k', [one, one], 'staff:1')).toMatchObject({ reason: 'invalid' });
  expect(await receivePurchaseOrder(deps, id, 'k', [{ ...one, quantity: 0 }], 'staff:1')).toMatchObject({
    field: 'quantity',
  });
  expect(await receivePurchaseOrder(deps, id, 'k', [one], 'staff:1')).toMatchObject({ reason: 'wrong_status' });
  await orderFromSupplier(deps, id, null);
  expect(await receivePurchaseOrder(deps, id, 'k', [{ ...one, quantity: 11 }], 'staff:1')).toEqual({
    ok: false,
    reason: 'too_many',
  });
  expect(levelOf(view(1))).toEqual({ onHand: 0, incoming: 10 });
});
