import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { RestockType } from '../../commerce/orders/refunds.ts';
import { createDb } from '../../db/client.ts';
import { neonCreditLedger } from '../../worker/adapters/neon/credit-ledger.ts';
import { neonOrderRecorder } from '../../worker/adapters/neon/order-recorder.ts';
import { NeonOrders } from '../../worker/adapters/neon/orders.ts';
import { StripePayments } from '../../worker/adapters/stripe/stripe-payments.ts';
import type { Refund } from '../../worker/ports/payments.ts';
import { cancelOrder } from '../../worker/services/cancel-order.ts';
import { type RefundDeps, refundChanged, refundOrder, settleRefund } from '../../worker/services/refund-order.ts';
import { shipOrder } from '../../worker/services/ship-order.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { PaperStock } from '../support/paper-stock.ts';
import { placedOrder } from '../support/placed-order.ts';
import { ControlledEmulator, KEYS } from './payments-emulator.ts';

const VARIANT = 1;
let database: FreshDatabase;
let client: Client;
let emulator: ControlledEmulator;
let orders: NeonOrders;
let stock: PaperStock;
let deps: RefundDeps;
let laterMs = 0;

beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  emulator = await ControlledEmulator.start();
  orders = new NeonOrders(createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }));
});
afterAll(async () => {
  await emulator?.close();
  await client?.end();
  await database?.drop();
});
beforeEach(() => {
  laterMs = 0;
  stock = new PaperStock();
  const payments = new StripePayments({ ...KEYS, apiBase: emulator.url, maxNetworkRetries: 0 });
  deps = {
    orders,
    payments,
    inventory: stock,
    clock: { nowMs: () => Date.now() + laterMs },
    credit: neonCreditLedger(recordsOf()),
  };
});

const recordsOf = () => createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
let made = 0;

/** A paid order of four vases, EUR 200.00 and 5.00 shipping: three from warehouse 1 and one from warehouse 2, which had five each. */
async function paidOrder(methodId = 'pm_card_visa'): Promise<number> {
  made += 1;
  const placed = placedOrder(700_000 + made);
  const paid = await deps.payments.createAndConfirm({
    amount: { amountMinor: 20_500, currency: 'EUR' },
    methodId,
    idempotencyKey: `order-refunds-${made}`,
    orderId: placed.orderId,
    cartToken: placed.cartToken,
    email: placed.email,
    returnUrl: 'https://shop.example/',
  });
  const [line] = placed.lines;
  if (!paid.ok || !line || !placed.payment) throw new Error(JSON.stringify(paid));
  const allocations = [
    { warehouseId: 1, quantity: 3 },
    { warehouseId: 2, quantity: 1 },
  ];
  const recorded = await neonOrderRecorder(
    createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') }),
  ).record({
    ...placed,
    subtotalMinor: 20_000,
    totalMinor: 20_500,
    payment: { ...placed.payment, reference: paid.reference },
    lines: [{ ...line, quantity: 4, totalMinor: 20_000, allocations }],
  });
  if (!recorded.ok) throw new Error(JSON.stringify(recorded));
  await stock.sell(
    VARIANT,
    `order:${placed.orderId}`,
    allocations.map((part) => ({ ...part, onHand: 5 })),
  );
  return placed.orderId;
}

async function orderOf(id: number) {
  const order = (await orders.byIds([id])).get(id);
  const [line] = order?.lines ?? [];
  if (!order || !line) throw new Error(`no order ${id}`);
  return { order, line };
}

interface Ask {
  readonly quantity?: number;
  readonly restock?: RestockType;
  readonly amountMinor?: number;
  readonly key?: string;
}

async function giveBack(orderId: number, ask: Ask = {}) {
  const { line } = await orderOf(orderId);
  const { quantity = 0, restock = 'cancel', amountMinor = null, key = `${orderId}` } = ask;
  return refundOrder(deps, {
    orderId,
    lines: quantity > 0 ? [{ orderLineId: line.id, quantity, restock }] : [],
    shippingMinor: 0,
    amountMinor,
    reason: null,
    idempotencyKey: key,
    actor: 'staff:1',
  });
}

const eventsOf = async (orderId: number) =>
  (await orders.events(orderId)).map(({ type, sequence, actor }) => `${sequence} ${type} by ${actor}`).slice(1);

/** The provider's refunds of an order, as events about them tell it. */
async function told(orderId: number): Promise<Refund> {
  const { order } = await orderOf(orderId);
  const found = await deps.payments.findRefund(
    order.payments[0]?.providerReference ?? '',
    `refund:${order.refunds.at(-1)?.id}`,
  );
  if (!found.ok || !found.refund) throw new Error(JSON.stringify(found));
  return found.refund;
}

const bankAnswers = () => emulator.control('POST', '/refunds/settle');
const paidRefundMessages = async (orderId: number) =>
  (
    await client.query("select 1 from outbox where topic = 'order.refunded' and (payload->>'orderId')::bigint = $1", [
      orderId,
    ])
  ).rowCount;

describe('a refund the bank sends back after it was paid', () => {
  test('gives the order its amount and status back, once, and leaves the goods as they are', async () => {
    const id = await paidOrder('pm_card_refundFail');
    expect(await giveBack(id, { quantity: 2 })).toMatchObject({ ok: true, settled: true });
    const early = await told(id);
    const whilePaid = await orderOf(id);
    expect(whilePaid.order).toMatchObject({ financialStatus: 'partially_refunded', refundedMinor: 10_000 });
    const stockThen = stock.levels(VARIANT);
    expect(stockThen).toEqual({ 1: [5, 2, 3], 2: [5, 0, 5] });
    const movedThen = stock.moved(VARIANT);

    await bankAnswers();
    const late = await told(id);
    expect(late).toMatchObject({ status: 'failed', failureReason: 'lost_or_stolen_card' });
    await Promise.all([refundChanged(deps, late), refundChanged(deps, late), refundChanged(deps, early)]);
    // Events of what was before come last.
    for (const event of [late, early, { ...early, status: 'pending' as const }]) await refundChanged(deps, event);

    const { order, line } = await orderOf(id);
    expect(order).toMatchObject({
      financialStatus: 'paid',
      refundedMinor: 0,
      refunds: [{ status: 'failed', providerReference: early.reference }],
    });
    expect(line).toMatchObject({ refundedQuantity: 2, cancelledQuantity: 2 });
    expect(await eventsOf(id)).toEqual([
      '2 order.refund_begun by staff:1',
      '3 order.refunded by staff:1',
      '4 order.refund_failed by system',
    ]);
    expect((await orders.events(id)).at(-1)?.payload).toMatchObject({
      message: 'lost_or_stolen_card',
      amountMinor: 10_000,
      currency: 'EUR',
      wasAccepted: true,
    });
    expect(stock.levels(VARIANT)).toEqual(stockThen);
    expect(stock.moved(VARIANT)).toEqual(movedThen);
  });

  test('can be paid again as an amount, which moves no unit; asking under its key again is refused', async () => {
    const id = await paidOrder('pm_card_refundFail');
    await giveBack(id, { quantity: 4 });
    await bankAnswers();
    await refundChanged(deps, await told(id));
    const moved = stock.moved(VARIANT);
    expect(await giveBack(id, { quantity: 4 })).toMatchObject({ ok: false });
    expect(await giveBack(id, { amountMinor: 20_000, key: `${id} again` })).toMatchObject({ ok: true, settled: true });
    expect((await orderOf(id)).order).toMatchObject({ financialStatus: 'partially_refunded', refundedMinor: 20_000 });
    expect(stock.moved(VARIANT)).toEqual(moved);
  });

  test('beside another that was paid leaves that one', async () => {
    const id = await paidOrder('pm_card_refundFail');
    await giveBack(id, { amountMinor: 500, key: `${id} other` });
    const kept = (await orderOf(id)).order.refunds[0]?.id;
    await giveBack(id, { amountMinor: 20_000 });
    expect((await orderOf(id)).order.financialStatus).toBe('refunded');
    await bankAnswers();
    await refundChanged(deps, await told(id));
    const { order } = await orderOf(id);
    expect(order).toMatchObject({ financialStatus: 'partially_refunded', refundedMinor: 500 });
    expect(order.refunds.find((one) => one.id === kept)?.status).toBe('succeeded');
  });

  test('waits for stock that was away when the provider took it', async () => {
    const id = await paidOrder('pm_card_refundFail');
    stock.isAway = true;
    expect(await giveBack(id, { quantity: 1, restock: 'no_restock' })).toMatchObject({ ok: true, settled: false });
    const early = await told(id);
    expect((await orderOf(id)).order.refunds).toMatchObject([
      { status: 'pending', providerReference: early.reference },
    ]);
    await bankAnswers();
    const late = await told(id);
    await expect(refundChanged(deps, late)).rejects.toThrow(/stock/);
    expect((await orderOf(id)).order.refunds).toMatchObject([{ status: 'pending' }]);
    stock.isAway = false;
    await refundChanged(deps, late);
    expect((await orderOf(id)).order).toMatchObject({ refundedMinor: 0, refunds: [{ status: 'failed' }] });
    expect(stock.moved(VARIANT)).toEqual(['written_off 1 at 2 (not_restocked)']);
    expect(await paidRefundMessages(id)).toBe(0);
  });
});

describe('a refund the bank takes its time with', () => {
  test('is pending with its goods back, and paid when the provider says so', async () => {
    const id = await paidOrder('pm_card_pendingRefund');
    expect(await giveBack(id, { quantity: 1 })).toMatchObject({ ok: true, settled: false });
    expect((await orderOf(id)).order).toMatchObject({ financialStatus: 'paid', refunds: [{ status: 'pending' }] });
    expect(stock.moved(VARIANT)).toEqual(['uncommitted 1 at 2']);
    const early = await told(id);
    await refundChanged(deps, early);
    expect(await paidRefundMessages(id)).toBe(0);
    await bankAnswers();
    const late = await told(id);
    await Promise.all([refundChanged(deps, late), refundChanged(deps, late), refundChanged(deps, early)]);
    expect((await orderOf(id)).order).toMatchObject({
      financialStatus: 'partially_refunded',
      refundedMinor: 5_000,
      refunds: [{ status: 'succeeded', providerReference: early.reference }],
    });
    expect(await eventsOf(id)).toEqual(['2 order.refund_begun by staff:1', '3 order.refunded by staff:1']);
    expect(await paidRefundMessages(id)).toBe(1);
    expect(stock.moved(VARIANT)).toEqual(['uncommitted 1 at 2']);
  });

  test('is found days later without asking for it a second time', async () => {
    const id = await paidOrder('pm_card_pendingRefund');
    await giveBack(id, { amountMinor: 700 });
    await bankAnswers();
    laterMs = 3 * 86_400_000;
    const { order } = await orderOf(id);
    const refundId = order.refunds[0]?.id ?? 0;
    expect(await orders.unsettledRefunds(deps.clock.nowMs())).toContainEqual({ orderId: id, refundId });
    expect(await settleRefund(deps, id, refundId)).toMatchObject({ ok: true, settled: true });
    expect((await orderOf(id)).order.refunds).toMatchObject([{ status: 'succeeded' }]);
  });

  test('whose yes was lost is found by its key days later, and paid once', async () => {
    const id = await paidOrder();
    await emulator.control('POST', '/faults', { mode: 'cut_after', method: 'POST', path: '/v1/refunds', times: 1 });
    expect(await giveBack(id, { amountMinor: 700 })).toMatchObject({ ok: true, settled: false });
    expect((await orderOf(id)).order.refunds).toMatchObject([{ status: 'pending', providerReference: null }]);
    // What the provider would do with a forgotten key: pay again. It must not even be asked.
    await emulator.control('DELETE', '/requests');
    laterMs = 3 * 86_400_000;
    const refundId = (await orderOf(id)).order.refunds[0]?.id ?? 0;
    expect(await settleRefund(deps, id, refundId)).toMatchObject({ ok: true, settled: true });
    expect((await emulator.calls()).filter((call) => call.method === 'POST')).toEqual([]);
    expect((await orderOf(id)).order.refunds).toMatchObject([
      { status: 'succeeded', providerReference: (await told(id)).reference },
    ]);
  });
});

describe('a refund the provider refuses at once', () => {
  test('gives amount and units back; what comes later about it changes nothing', async () => {
    const id = await paidOrder();
    const { order } = await orderOf(id);
    await deps.payments.refund({
      reference: order.payments[0]?.providerReference ?? '',
      amountMinor: 20_500,
      currency: 'EUR',
      idempotencyKey: `elsewhere-${id}`,
      reason: 'duplicate',
    });
    expect(await giveBack(id, { quantity: 2 })).toMatchObject({ ok: false });
    const after = await orderOf(id);
    expect(after.order).toMatchObject({ financialStatus: 'paid', refundedMinor: 0, refunds: [{ status: 'failed' }] });
    expect(after.line).toMatchObject({ refundedQuantity: 0, cancelledQuantity: 0 });
    expect(stock.moved(VARIANT)).toEqual([]);
    expect(await eventsOf(id)).toEqual(['2 order.refund_begun by staff:1', '3 order.refund_failed by staff:1']);
    const refundId = after.order.refunds[0]?.id ?? 0;
    expect(await orders.acceptRefund(refundId, 're_late')).toBe(false);
    await orders.finishRefund(refundId, { ok: true, providerReference: 're_late' });
    await orders.finishRefund(refundId, { ok: false, message: 'again' });
    expect((await orderOf(id)).order.refunds).toMatchObject([{ status: 'failed', providerReference: null }]);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test('failure that is told while the provider’s yes is still on its way wins', async () => {
    const id = await paidOrder('pm_card_refundFail');
    const { payments } = deps;
    const outrun: RefundDeps = {
      ...deps,
      payments: Object.assign(Object.create(payments), {
        refund: async (request: Parameters<typeof payments.refund>[0]) => {
          const answer = await payments.refund(request);
          await bankAnswers();
          await refundChanged(deps, await told(id));
          return answer;
        },
      }),
    };
    const { line } = await orderOf(id);
    const outcome = await refundOrder(outrun, {
      orderId: id,
      lines: [{ orderLineId: line.id, quantity: 2, restock: 'cancel' }],
      shippingMinor: 0,
      amountMinor: null,
      reason: null,
      idempotencyKey: `${id}`,
      actor: 'staff:1',
    });
    expect(outcome).toMatchObject({ ok: false });
    expect(stock.moved(VARIANT)).toEqual([]);
    expect((await orderOf(id)).line).toMatchObject({ refundedQuantity: 0, cancelledQuantity: 0 });
  });
});

describe('events that are none of our orders’', () => {
  test.each([
    ['without a key', { idempotencyKey: null }],
    ['of a purchase that was undone', { idempotencyKey: 'cart:1:refund' }],
    ['with the number of a refund there is not', { idempotencyKey: 'refund:999999999' }],
    ['with the number of another payment’s refund', { paymentReference: 'pi_somebody_else' }],
  ])('%s change nothing, and a failure is said in the log', async (_what, over) => {
    const id = await paidOrder();
    await giveBack(id, { amountMinor: 100 });
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await refundChanged(deps, { ...(await told(id)), status: 'failed', ...over });
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
    expect((await orderOf(id)).order.refunds).toMatchObject([{ status: 'succeeded' }]);
  });
});

describe('units of a refund', () => {
  const ship = (orderId: number, warehouseId: number, quantity: number, key: string) =>
    orderOf(orderId).then(({ line }) =>
      shipOrder(deps, {
        orderId,
        warehouseId,
        lines: [{ orderLineId: line.id, quantity }],
        trackingCompany: null,
        trackingNumber: null,
        trackingUrl: null,
        notifyCustomer: false,
        idempotencyKey: key,
        actor: 'staff:1',
      }),
    );

  test('cancelled beside a shipment are not sent, and complete the order', async () => {
    const id = await paidOrder();
    expect(await ship(id, 1, 2, `${id} a`)).toMatchObject({ ok: true });
    expect((await orderOf(id)).order.fulfilmentStatus).toBe('partially_fulfilled');
    await giveBack(id, { quantity: 2 });
    const { order, line } = await orderOf(id);
    expect(order.fulfilmentStatus).toBe('fulfilled');
    expect(line).toMatchObject({ fulfilledQuantity: 2, refundedQuantity: 2, cancelledQuantity: 2 });
    expect(stock.levels(VARIANT)).toEqual({ 1: [3, 0, 3], 2: [5, 0, 5] });
    expect(await ship(id, 1, 1, `${id} b`)).toMatchObject({ ok: false });
    await giveBack(id, { quantity: 1, restock: 'return', key: `${id} r` });
    await giveBack(id, { quantity: 1, restock: 'no_restock', key: `${id} n` });
    expect(stock.levels(VARIANT)).toEqual({ 1: [4, 0, 4], 2: [5, 0, 5] });
    expect((await orderOf(id)).line).toMatchObject({ refundedQuantity: 4, cancelledQuantity: 2 });
  });

  test('that a shipment and a cancellation both want go to one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      stock = new PaperStock();
      deps = { ...deps, inventory: stock };
      const id = await paidOrder();
      const [shipped, refunded] = await Promise.all([ship(id, 1, 3, `${id} a`), giveBack(id, { quantity: 2 })]);
      const { line } = await orderOf(id);
      expect(line.fulfilledQuantity + line.cancelledQuantity).toBeLessThanOrEqual(4);
      expect([shipped.ok, refunded.ok]).toContain(true);
      const committed = Object.values(stock.levels(VARIANT)).reduce((sum, [, units]) => sum + units, 0);
      expect(committed).toBe(4 - line.fulfilledQuantity - line.cancelledQuantity);
    }
  });

  test('of an order that is cancelled and shipped at once go one way', async () => {
    for (let round = 0; round < 5; round += 1) {
      stock = new PaperStock();
      deps = { ...deps, inventory: stock };
      const id = await paidOrder();
      const request = { orderId: id, reason: 'STAFF', refund: true, restock: true, actor: 'staff:1' };
      const [shipped, cancelled] = await Promise.all([ship(id, 1, 3, `${id} a`), cancelOrder(deps, request)]);
      expect([shipped.ok, cancelled.ok].sort()).toEqual([false, true]);
      const { order } = await orderOf(id);
      expect([order.fulfilments.length, order.isCancelled]).toEqual(shipped.ok ? [1, false] : [0, true]);
    }
  });

  test.each([
    [true, false, { 1: [5, 0, 5], 2: [5, 0, 5] }],
    [false, false, { 1: [2, 0, 2], 2: [4, 0, 4] }],
    [true, true, { 1: [5, 0, 5], 2: [5, 0, 5] }],
    [false, true, { 1: [2, 0, 2], 2: [4, 0, 4] }],
  ])('of a cancelled order: restock %s, money back %s', async (restock, refund, levels) => {
    const id = await paidOrder();
    const request = { orderId: id, reason: 'STAFF', refund, restock, actor: 'staff:1' };
    for (let time = 0; time < 2; time += 1) expect(await cancelOrder(deps, request)).toEqual({ ok: true });
    expect(stock.levels(VARIANT)).toEqual(levels);
    expect((await orderOf(id)).order.financialStatus).toBe(refund ? 'refunded' : 'paid');
  });
});
