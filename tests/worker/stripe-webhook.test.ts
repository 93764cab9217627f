/// <reference types="@cloudflare/vitest-plugin/types" />
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { orders } from '../../db/schema/orders.ts';
import { signatureHeader } from '../../dev/stripe/signature.ts';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { configFrom } from '../../worker/config.ts';
import {
  Answer,
  agreeToPay,
  answerBank,
  around,
  attempt,
  db,
  inventory,
  mutate,
  objectOf,
  readyCart,
  stockOf,
  submit,
} from './checkout-support.ts';

const DAY_MS = 86_400_000;
const config = configFrom(env);
const SUCCEEDED = 'payment_intent.succeeded';

const eventShape = z.looseObject({
  id: z.string(),
  type: z.string(),
  data: z.object({
    object: z.looseObject({ id: z.string(), payment_intent: z.string().nullish(), metadata: z.looseObject({}) }),
  }),
});
type StripeEvent = z.infer<typeof eventShape>;
const refundShape = z.object({ amount: z.number(), status: z.string() });

async function provider(method: 'GET' | 'POST', path: string): Promise<unknown> {
  const response = await fetch(`${config.STRIPE_API_BASE}${path}`, {
    method,
    headers: { authorization: `Bearer ${config.STRIPE_SECRET_KEY}` },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The provider's events about a cart's payments or about the refunds of a payment, oldest first. */
async function eventsOf(type: string, isMine: (event: StripeEvent) => boolean): Promise<StripeEvent[]> {
  const page = z
    .object({ data: z.array(eventShape) })
    .parse(await provider('GET', `/v1/events?limit=100&type=${type}`));
  return page.data.filter(isMine).reverse();
}

async function paidEvent(cartToken: string): Promise<StripeEvent> {
  const [event] = await eventsOf(SUCCEEDED, ({ data }) => data.object.metadata.cart_token === cartToken);
  if (!event) throw new Error('nobody paid');
  return event;
}

const refundsOf = async (payment: string) =>
  z.object({ data: z.array(refundShape) }).parse(await provider('GET', `/v1/refunds?payment_intent=${payment}`)).data;

/** Posts an event as the provider does: signed when it is sent, whenever it happened. Gives the answer's status and body. */
async function send(event: StripeEvent, secret = config.STRIPE_WEBHOOK_SECRET): Promise<readonly [number, unknown]> {
  const body = JSON.stringify(event);
  const response = await exports.default.fetch(
    new Request('http://shop.test/webhooks/stripe', {
      method: 'POST',
      headers: { 'stripe-signature': signatureHeader(body, secret, Math.floor(Date.now() / 1000)) },
      body,
    }),
  );
  return [response.status, await response.json()];
}

const post = async (event: StripeEvent): Promise<number> => (await send(event))[0];

/** As a second message about the same thing: the receiver does not know it by its id. */
const anew = (event: StripeEvent): StripeEvent => ({ ...event, id: `${event.id}_again` });

const ordersOf = (token: string) => db.select().from(orders).where(eq(orders.cartToken, token));
let attempts = 0;
const newToken = () => `webhook-attempt-token-${attempts++}`;

/** A cart whose shopper is at their bank, and whose alarm only rings when a test rings it. */
async function atTheBank(variantId: number) {
  const cart = await readyCart(variantId);
  await agreeToPay(cart.id, cart.total, 'pm_card_authenticationRequired');
  const attemptId = (await submit(cart.id, newToken())).text('result', 'attemptId');
  const asked = await attempt(attemptId);
  expect(asked.text('__typename')).toBe('CartCompletionActionRequired');
  return { cart, attemptId, redirectUrl: asked.text('action', 'redirectUrl') };
}

async function silenceAlarm(token: string): Promise<void> {
  await around(token, (instance) => void Object.assign(instance, { alarm: async () => undefined }));
}

/** Moves the clocks of a cart and of a variant's stock. */
async function later(token: string, variantId: number, byMs: number): Promise<void> {
  await around(token, (instance) => {
    const { nowMs } = instance.dependencies;
    instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + byMs };
  });
  await runInDurableObject(env.SKU_INVENTORY.getByName(`variant:${variantId}`), (instance: SkuInventory) => {
    const { nowMs } = instance.dependencies;
    instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + byMs };
  });
}

/**
 * A purchase that was undone although its shopper could still pay: the provider said it had ended the payment, and had not. What it says afterwards is
 * the truth again.
 */
async function undoneAtTheBank(variantId: number) {
  const begun = await atTheBank(variantId);
  const { token } = begun.cart;
  await around(token, (instance) => {
    const { perform } = instance.dependencies;
    instance.dependencies = {
      ...instance.dependencies,
      perform: async (step) => {
        if (step.kind !== 'cancel_payment') return perform(step);
        const payment = { reference: step.reference, status: 'cancelled', redirectUrl: null, card: null } as const;
        return { ok: true, kind: 'payment', payment, failure: null };
      },
    };
  });
  await later(token, variantId, 14 * 60_000);
  await runDurableObjectAlarm(objectOf(token));
  expect((await attempt(begun.attemptId)).text('__typename')).toBe('CartCompletionFailed');
  return begun;
}

describe('the message that a payment succeeded', () => {
  it('before the shopper is back, twice at once and again, makes one order', async () => {
    const before = await stockOf(17);
    const { cart, attemptId, redirectUrl } = await atTheBank(17);
    await silenceAlarm(cart.token);
    await answerBank(redirectUrl, 'complete');
    expect(await ordersOf(cart.token)).toEqual([]);
    const event = await paidEvent(cart.token);
    expect(await Promise.all([post(event), post(event)])).toEqual([200, 200]);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    // The receiver outlives a request: what it stored is not handed on again.
    expect(await send(event)).toEqual([200, { received: true, duplicate: true }]);
    expect(await send(anew(event))).toEqual([200, { received: true }]);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    expect(await stockOf(17)).toEqual({
      available: before.available - 1,
      committed: before.committed + 1,
      held: before.held,
    });
    expect(await refundsOf(event.data.object.id)).toEqual([]);
  });

  it('a day late, with the promise run out and nothing else heard, makes one order and sells once', async () => {
    const before = await stockOf(18);
    const { cart, attemptId, redirectUrl } = await atTheBank(18);
    await silenceAlarm(cart.token);
    await answerBank(redirectUrl, 'complete');
    const event = await paidEvent(cart.token);
    await later(cart.token, 18, DAY_MS);
    expect(await stockOf(18)).toEqual(before);
    expect(await post(event)).toBe(200);
    expect(await post(anew(event))).toBe(200);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    expect(await stockOf(18)).toEqual({
      available: before.available - 1,
      committed: before.committed + 1,
      held: before.held,
    });
    expect(await refundsOf(event.data.object.id)).toEqual([]);
  });

  it('a day late for an order that was made in time changes nothing', async () => {
    const before = await stockOf(19);
    const cart = await readyCart(19);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    const event = await paidEvent(cart.token);
    await later(cart.token, 19, DAY_MS);
    expect([await post(event), await post(anew(event))]).toEqual([200, 200]);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    expect(await stockOf(19)).toMatchObject({ committed: before.committed + 1, held: before.held });
    expect(await refundsOf(event.data.object.id)).toEqual([]);
  });

  it('for a purchase undone meanwhile brings it back while its cart is free', async () => {
    const before = await stockOf(20);
    const { cart, attemptId, redirectUrl } = await undoneAtTheBank(20);
    expect(await stockOf(20)).toEqual(before);
    await answerBank(redirectUrl, 'complete');
    const event = await paidEvent(cart.token);
    await later(cart.token, 20, DAY_MS);
    expect(await Promise.all([post(event), post(anew(event))])).toEqual([200, 200]);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    expect((await attempt(attemptId)).text('__typename')).toBe('CartCompletionSuccess');
    expect(await stockOf(20)).toEqual({
      available: before.available - 1,
      committed: before.committed + 1,
      held: before.held,
    });
    expect(await refundsOf(event.data.object.id)).toEqual([]);
    const late = await mutate('cartNoteUpdate', `cartId: "${cart.id}", note: "too late"`);
    expect(late.at('userErrors', 0).value).toMatchObject({ message: 'This cart was ordered already.' });
  });

  it('for a purchase undone meanwhile, of a cart that was bought with another card, gives the money back', async () => {
    const before = await stockOf(21);
    const { cart, redirectUrl } = await undoneAtTheBank(21);
    await agreeToPay(cart.id, cart.total, 'pm_card_visa');
    const bought = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    expect(bought.text('__typename')).toBe('CartCompletionSuccess');
    const already = await paidEvent(cart.token);
    await answerBank(redirectUrl, 'complete');
    const [late] = await eventsOf(
      SUCCEEDED,
      ({ data }) => data.object.metadata.cart_token === cart.token && data.object.id !== already.data.object.id,
    );
    if (!late) throw new Error('nobody paid late');
    await later(cart.token, 21, DAY_MS);
    expect([await post(late), await post(anew(late))]).toEqual([200, 200]);
    expect(await ordersOf(cart.token)).toHaveLength(1);
    const total = Math.round(Number(cart.total) * 100);
    expect(await refundsOf(late.data.object.id)).toEqual([{ amount: total, status: 'succeeded' }]);
    expect(await refundsOf(already.data.object.id)).toEqual([]);
    expect(await stockOf(21)).toMatchObject({ committed: before.committed + 1, held: before.held });
  });

  it('for a purchase undone meanwhile whose units are gone gives the money back', async () => {
    const { cart, attemptId, redirectUrl } = await undoneAtTheBank(22);
    const reading = await inventory.read(22);
    if (!reading.ok) throw new Error(reading.reason);
    for (const { warehouseId } of reading.levels)
      await inventory.change(22, {
        kind: 'set',
        commandId: `sold elsewhere ${warehouseId}`,
        warehouseId,
        name: 'available',
        quantity: 0,
        actor: 'test',
      });
    const before = await stockOf(22);
    await answerBank(redirectUrl, 'complete');
    const event = await paidEvent(cart.token);
    await later(cart.token, 22, DAY_MS);
    expect(await Promise.all([post(event), post(anew(event))])).toEqual([200, 200]);
    expect(await ordersOf(cart.token)).toEqual([]);
    expect(await refundsOf(event.data.object.id)).toEqual([
      { amount: Math.round(Number(cart.total) * 100), status: 'succeeded' },
    ]);
    const failed = await attempt(attemptId);
    expect(failed.at('errors').value).toMatchObject([{ code: 'INVENTORY_RESERVATION_ERROR' }]);
    expect(await stockOf(22)).toEqual(before);
  });

  it('is not believed without the provider’s signature', async () => {
    const { cart, redirectUrl } = await atTheBank(17);
    await silenceAlarm(cart.token);
    await answerBank(redirectUrl, 'complete');
    expect(await send(await paidEvent(cart.token), 'whsec_somebody_else')).toMatchObject([
      400,
      { error: 'bad_signature' },
    ]);
    expect(await ordersOf(cart.token)).toEqual([]);
  });
});

async function askAdmin(query: string, variables: object): Promise<Answer> {
  const response = await exports.default.fetch(
    new Request('http://shop.test/admin/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': inject('adminToken') },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const body = await response.json<{ data?: unknown; errors?: unknown }>();
  expect(body.errors, JSON.stringify(body.errors)).toBeUndefined();
  return new Answer(body.data);
}

const ORDER = `query($id: ID!) { order(id: $id) { displayFinancialStatus totalRefundedSet { shopMoney { amount } } refunds { status }
  lineItems(first: 5) { nodes { id refundableQuantity } } transactions { paymentId } timeline { type payload } } }`;

describe('the message that a refund failed', () => {
  it('days later, in any order and again, gives the order its money back and not the units', async () => {
    const cart = await readyCart(23, 2);
    await agreeToPay(cart.id, cart.total, 'pm_card_refundFail');
    const bought = await attempt((await submit(cart.id, newToken())).text('result', 'attemptId'));
    const id = bought.text('orderId');
    const order = async () => (await askAdmin(ORDER, { id })).at('order');
    const sold = await inventory.read(23);
    if (!sold.ok) throw new Error(sold.reason);
    const onHand = (levels: typeof sold.levels) => levels.reduce((sum, level) => sum + level.onHand, 0);

    const refunded = await askAdmin(
      'mutation($input: RefundInput!) { refundCreate(input: $input) { refund { status } userErrors { message } } }',
      {
        input: {
          orderId: id,
          refundLineItems: [
            { lineItemId: (await order()).text('lineItems', 'nodes', 0, 'id'), quantity: 2, restockType: 'NO_RESTOCK' },
          ],
        },
      },
    );
    expect(refunded.at('refundCreate').value).toEqual({ refund: { status: 'SUCCEEDED' }, userErrors: [] });
    expect((await order()).text('displayFinancialStatus')).toBe('PARTIALLY_REFUNDED');
    const written = await inventory.read(23);
    if (!written.ok) throw new Error(written.reason);
    // Units that are not sellable again leave stock: nobody else gets them.
    expect(onHand(written.levels)).toBe(onHand(sold.levels) - 2);
    expect(written.available).toBe(sold.available);
    expect((await stockOf(23)).committed).toBe(0);

    await provider('POST', '/_control/refunds/settle');
    const payment = (await order()).text('transactions', 0, 'paymentId');
    const events: StripeEvent[] = [];
    for (const type of ['refund.created', 'refund.updated', 'charge.refund.updated', 'refund.failed'])
      events.push(...(await eventsOf(type, ({ data }) => data.object.payment_intent === payment)));
    expect(events).toHaveLength(4);
    for (const event of [...events].reverse()) expect(await post(event)).toBe(200);
    expect(await Promise.all(events.map((event) => post(anew(event))))).toEqual([200, 200, 200, 200]);

    const after = await order();
    expect(after.value).toMatchObject({
      displayFinancialStatus: 'PAID',
      totalRefundedSet: { shopMoney: { amount: '0.00' } },
      refunds: [{ status: 'FAILED' }],
      lineItems: { nodes: [{ refundableQuantity: 0 }] },
    });
    const told = z.array(z.object({ type: z.string(), payload: z.looseObject({}) })).parse(after.at('timeline').value);
    expect(told.map((event) => event.type)).toEqual([
      'order.placed',
      'order.refund_begun',
      'order.refunded',
      'order.refund_failed',
    ]);
    expect(told.at(-1)?.payload).toMatchObject({ message: 'lost_or_stolen_card', wasAccepted: true });
    expect(await inventory.read(23)).toEqual(written);
  });
});
