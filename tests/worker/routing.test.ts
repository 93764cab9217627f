/// <reference types="@cloudflare/vitest-plugin/types" />
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { type RouteRecord, readRouteRecord } from '../../commerce/routing/route-order.ts';
import { variants } from '../../db/schema/catalogue.ts';
import { eventLog } from '../../db/schema/events.ts';
import { orderLines, orders } from '../../db/schema/orders.ts';
import { shop } from '../../db/schema/shop.ts';
import { stockLevels, warehouses } from '../../db/schema/stock.ts';
import { createDeps } from '../../worker/deps.ts';
import { askAdmin } from './admin-support.ts';
import { agreeToPay, attempt, db, inventory, readyCart, submit } from './checkout-support.ts';

const DAY_MS = 86_400_000;

async function variantOf(sku: string): Promise<number> {
  const [row] = await db.select({ id: variants.id }).from(variants).where(eq(variants.sku, sku));
  if (!row) throw new Error(`no variant ${sku}`);
  return row.id;
}
async function warehouseOf(code: string): Promise<number> {
  const [row] = await db.select({ id: warehouses.id }).from(warehouses).where(eq(warehouses.code, code));
  if (!row) throw new Error(`no warehouse ${code}`);
  return row.id;
}

async function buy(
  sku: string,
  quantity: number,
): Promise<{
  readonly orderId: number;
  readonly record: RouteRecord;
  readonly allocations: (typeof orderLines.$inferSelect)['allocations'];
}> {
  const cart = await readyCart(await variantOf(sku), quantity);
  await agreeToPay(cart.id, cart.total, 'pm_card_visa');
  const submitted = await submit(cart.id, `routing-${sku}-${quantity}`);
  const outcome = await attempt(submitted.text('result', 'attemptId'));
  expect(outcome.text('__typename')).toBe('CartCompletionSuccess');
  const [order] = await db.select().from(orders).where(eq(orders.cartToken, cart.token));
  const record = readRouteRecord(order?.routing);
  if (!order || !record) throw new Error('the order has no route');
  const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, order.id));
  return { orderId: order.id, record, allocations: line?.allocations ?? [] };
}

describe('an order', () => {
  it('leaves from where it was routed to and keeps the reasons', async () => {
    const { record, allocations } = await buy('EB-LEEW-MIST', 2);
    const [part] = record.lines[0]?.parts ?? [];
    expect(record.lines).toMatchObject([{ quantity: 2, missing: 0, parts: [{ mode: 'road', quantity: 2 }] }]);
    expect(allocations).toEqual([{ warehouseId: part?.warehouseId, quantity: 2 }]);
    expect(record.plan.parcels).toMatchObject([{ warehouseId: part?.warehouseId, units: 2, lateDays: 0 }]);
    expect(record.plan.score).toBeGreaterThan(0);
    expect(record.alternatives.length).toBeGreaterThan(0);
    expect(record.promisedToMs).not.toBeNull();
  });

  it('is shared between warehouses that have it only together', async () => {
    const [leipzig, rotterdam] = [await warehouseOf('LEJ'), await warehouseOf('RTM')];
    const { record, allocations } = await buy('EB-BOWL-32-MOSS', 3);
    const parts = record.lines[0]?.parts.map(({ warehouseId, quantity }) => ({ warehouseId, quantity }));
    expect(allocations).toEqual(parts);
    expect([...allocations].sort((a, b) => a.warehouseId - b.warehouseId)).toEqual([
      { warehouseId: leipzig, quantity: 1 },
      { warehouseId: rotterdam, quantity: 2 },
    ]);
    expect(record.plan.parcels).toHaveLength(2);
  });
});

describe('a routed hold', () => {
  const hold = (
    variantId: number,
    holdId: string,
    firstFrom: readonly number[],
    warehousePreference: readonly number[],
  ) =>
    createDeps(env).performStep({
      kind: 'hold',
      variantId,
      holdId,
      quantity: 4,
      cartToken: 'routed-hold',
      expiresAtMs: Date.now() + DAY_MS / 24,
      warehousePreference,
      firstFrom,
      releases: [],
    });

  it('takes the planned parts while they are there, and falls back along the preference when stock has moved', async () => {
    const variantId = await variantOf('EB-GRIS-LAVA');
    const [leipzig, rotterdam, daventry] = [
      await warehouseOf('LEJ'),
      await warehouseOf('RTM'),
      await warehouseOf('DRF'),
    ];
    await inventory.change(variantId, {
      kind: 'activate',
      commandId: 'routing-test-activate',
      warehouseId: daventry,
      actor: 'system',
    });
    const levels = await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
    expect(levels.find((one) => one.warehouseId === rotterdam)?.onHand).toBe(3);
    const preference = [rotterdam, leipzig, daventry];
    // Leipzig alone has five: asked by preference it would give all four.
    expect(await hold(variantId, 'first', [rotterdam, daventry], preference)).toMatchObject({
      ok: true,
      allocations: [{ warehouseId: leipzig, quantity: 4 }],
    });
    expect(await hold(variantId, 'second', [leipzig, rotterdam], preference)).toMatchObject({
      ok: true,
      allocations: [
        { warehouseId: leipzig, quantity: 1 },
        { warehouseId: rotterdam, quantity: 3 },
      ],
    });
    // The same step again is the same hold.
    expect(await hold(variantId, 'second', [leipzig, rotterdam], preference)).toMatchObject({ ok: true });
    expect(await hold(variantId, 'third', [leipzig, rotterdam], preference)).toMatchObject({
      ok: false,
      reason: 'not_enough',
      available: 0,
    });
  });
});

describe('the admin API', () => {
  // Other files buy in the same shop.
  afterAll(() => db.update(shop).set({ routing: null }));

  const SETTINGS =
    'isDefault weights { cost splits } noAirTags tariffs { air { parcel { amount currencyCode } } } locations { location { id code } isLastResort reserveUnits countryCodes cutOffHour }';
  const update = (input: object) =>
    askAdmin(
      `mutation($input: RoutingSettingsInput!) { routingSettingsUpdate(input: $input) { userErrors { field message } routingSettings { ${SETTINGS} } } }`,
      { input },
    );

  it('explains a placed order', async () => {
    const { orderId, record } = await buy('EB-LEEW-MIST', 1);
    const answer = await askAdmin(
      `query($id: ID!) { order(id: $id) { routing { headline wasFollowed notes total { amount currencyCode } weights { cost }
        criteria { name amount { amount } } parcels { location { name } mode distanceKm units daysLate explanation } alternatives { kind locations { name } missingUnits difference { amount } explanation } } } }`,
      { id: `gid://shopify/Order/${orderId}` },
    );
    const routing = answer.at('order', 'routing');
    expect(routing.text('headline')).toMatch(/^\w+ sends everything\.$/);
    expect(routing.at('wasFollowed').value).toBe(true);
    expect(routing.at('parcels').value).toMatchObject([{ units: 1, mode: 'ROAD', daysLate: 0 }]);
    expect(Number(routing.text('total', 'amount')) * 100).toBeCloseTo(record.plan.score);
    expect(routing.at('alternatives').value).toHaveLength(record.alternatives.length);
    expect(routing.text('alternatives', 0, 'explanation')).toMatch(/ more | not possible/);
  });

  it('changes the rules, says what is wrong with them, and routes by them at once', async () => {
    const before = await askAdmin(`{ routingSettings { ${SETTINGS} } }`);
    expect(before.at('routingSettings', 'isDefault').value).toBe(true);
    const [leipzig, rotterdam] = [await warehouseOf('LEJ'), await warehouseOf('RTM')];
    const refused = await update({ locations: [{ locationId: 'gid://shopify/Location/999', reserveUnits: 1 }] });
    expect(refused.at('routingSettingsUpdate').value).toMatchObject({
      routingSettings: null,
      userErrors: [{ field: ['input', 'locations', '0', 'locationId'] }],
    });
    const saved = await update({
      weights: { splits: 300 },
      tariffs: { air: { parcel: '25.00' } },
      locations: [{ locationId: `gid://shopify/Location/${leipzig}`, countryCodes: ['AT', 'CH'], cutOffHour: 11 }],
    });
    const settings = saved.at('routingSettingsUpdate', 'routingSettings');
    expect(saved.at('routingSettingsUpdate', 'userErrors').value).toEqual([]);
    expect(settings.value).toMatchObject({
      isDefault: false,
      weights: { cost: 100, splits: 300 },
      tariffs: { air: { parcel: { amount: '25.00', currencyCode: 'EUR' } } },
    });
    const [event] = await db.select().from(eventLog).where(eq(eventLog.aggregate, 'routing'));
    expect(event).toMatchObject({ type: 'routing.changed', sequence: 1, actor: expect.stringMatching(/^app:/) });
    // Leipzig has it too and is nearer to Berlin, but sends to Austria and Switzerland only now.
    const { record, allocations } = await buy('EB-KELP-LARG', 1);
    expect(allocations).toEqual([{ warehouseId: rotterdam, quantity: 1 }]);
    expect(record.lines[0]?.refusals).toContainEqual({ warehouseId: leipzig, reason: 'country_not_served' });
    expect(record.weights.splits).toBe(300);
  });

  it('refuses at the till what no warehouse may send there, and takes nothing', async () => {
    const all = await db.select({ id: warehouses.id }).from(warehouses);
    // Everywhere but there: other tests of the same shop go on selling.
    const countryCodes = ['US', 'GB', 'DE', 'AT', 'FR', 'JP', 'AE'];
    await update({ locations: all.map(({ id }) => ({ locationId: `gid://shopify/Location/${id}`, countryCodes })) });
    const cart = await readyCart(await variantOf('EB-TALL-16-BLAC'), 1, 'NL');
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const submitted = await submit(cart.id, 'routing-undeliverable');
    expect(submitted.at('result').value).toMatchObject({
      __typename: 'SubmitFailed',
      errors: [{ code: 'DELIVERY_NO_DELIVERY_AVAILABLE', message: expect.stringContaining('cannot be delivered') }],
    });
    expect(await db.select().from(orders).where(eq(orders.cartToken, cart.token))).toEqual([]);
  });
});
