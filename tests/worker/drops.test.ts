/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { drops } from '../../db/schema/drops.ts';
import { orders } from '../../db/schema/orders.ts';
import type { QueueMessage } from '../../durable-objects/sale-queue/queue-watchers.ts';
import type { SaleQueue } from '../../durable-objects/sale-queue/sale-queue.ts';
import { askAdmin } from './admin-support.ts';
import {
  agreeToPay,
  ask,
  attempt,
  db,
  mutate,
  readyCart,
  stockOf,
  submit,
  tokenOf,
  variantGid,
} from './checkout-support.ts';
import { createDrop, joinQueue, leaveAvailable, ticketOf } from './drop-support.ts';

const MINUTE = 60_000;
let attempts = 0;
const newToken = () => `drop-attempt-${attempts++}`;
const queueOf = (variantId: number) => env.SALE_QUEUE.getByName(`variant:${variantId}`);
const now = () => Date.now();
const iso = (ms: number) => new Date(ms).toISOString();

/** A cart of this email that lacks nothing, with a ticket on its line. */
async function cartWith(
  variantId: number,
  email: string,
  token: string | null,
  method = 'pm_card_visa',
): Promise<string> {
  const cart = await readyCart(variantId);
  await mutate(
    'cartBuyerIdentityUpdate',
    `cartId: "${cart.id}", buyerIdentity: { email: "${email}", countryCode: DE }`,
  );
  if (token !== null) {
    const read = await ask('query($id: ID!) { cart(id: $id) { lines(first: 1) { nodes { id } } } }', { id: cart.id });
    const line = read.text('cart', 'lines', 'nodes', 0, 'id');
    const changed = await mutate(
      'cartLinesUpdate',
      `cartId: "${cart.id}", lines: [{ id: "${line}", attributes: [{ key: "_drop_ticket", value: "${token}" }] }]`,
    );
    expect(changed.at('userErrors').value).toEqual([]);
  }
  await agreeToPay(cart.id, cart.total, method);
  return cart.id;
}

const refusedBuying = async (cartId: string) => {
  const answer = await submit(cartId, newToken());
  expect(answer.text('result', '__typename')).toBe('SubmitFailed');
  return answer.at('result', 'errors').value;
};
const buys = async (cartId: string) =>
  (await attempt((await submit(cartId, newToken())).text('result', 'attemptId'))).text('__typename');

async function watch(liveUrl: string): Promise<QueueMessage[]> {
  const response = await exports.default.fetch(new Request(liveUrl, { headers: { upgrade: 'websocket' } }));
  const socket = response.webSocket ?? expect.fail(`not a WebSocket: ${response.status}`);
  const told: QueueMessage[] = [];
  socket.addEventListener('message', (event) => void told.push(JSON.parse(String(event.data))));
  socket.accept();
  return told;
}

describe('a variant under a drop', () => {
  it('is bought with an admitted ticket by its own address, and by nobody else', async () => {
    const variantId = 61;
    await leaveAvailable(variantId, 5);
    const created = await createDrop(variantId, { units: 1 });
    expect(created.at('userErrors').value).toEqual([]);
    expect(created.text('drop', 'status')).toBe('OPEN');
    const first = await joinQueue(variantId, 'ann');
    const second = await joinQueue(variantId, 'bob');
    expect([first.text('ticket', 'status'), second.text('ticket', 'status')]).toEqual(['ADMITTED', 'WAITING']);
    expect(second.at('ticket', 'ahead').value).toBe(0);
    expect((await joinQueue(variantId, 'ann')).text('ticket', 'token')).toBe(first.text('ticket', 'token'));
    expect(
      (await joinQueue(variantId, 'ann+again', 'shop.example', { deviceToken: 'another-device-0123456789' })).at(
        'userErrors',
      ).value,
    ).toMatchObject([{ code: 'JOINED_ELSEWHERE' }]);

    const [annToken, bobToken] = [first.text('ticket', 'token'), second.text('ticket', 'token')];
    const problem = (text: string) => [{ code: 'MERCHANDISE_NOT_APPLICABLE', message: expect.stringContaining(text) }];
    expect(await refusedBuying(await cartWith(variantId, 'eve@shop.example', null))).toEqual(problem('sold by queue'));
    const forged = `${annToken.slice(0, -1)}${annToken.endsWith('0') ? '1' : '0'}`;
    expect(await refusedBuying(await cartWith(variantId, 'ann@shop.example', forged))).toEqual(
      problem('sold by queue'),
    );
    expect(await refusedBuying(await cartWith(variantId, 'eve@shop.example', annToken))).toEqual(
      problem('another email'),
    );
    expect(await refusedBuying(await cartWith(variantId, 'bob@shop.example', bobToken))).toEqual(
      problem('not your turn'),
    );

    const told = await watch(second.text('ticket', 'liveUrl'));
    const cart = await cartWith(variantId, 'Ann@shop.example', annToken);
    expect(await buys(cart)).toBe('CartCompletionSuccess');
    expect((await ticketOf(annToken)).text('status')).toBe('BOUGHT');
    expect((await ticketOf(bobToken)).value).toEqual({
      status: 'OVER',
      ahead: null,
      quantity: null,
      end: 'SOLD_OUT',
      pollAfterMs: null,
    });
    await expect.poll(() => told.at(-1)).toMatchObject({ type: 'queue', status: 'over', end: 'sold_out' });
    expect((await joinQueue(variantId, 'zoe')).at('userErrors').value).toMatchObject([{ code: 'ENDED' }]);

    const [order] = await db
      .select()
      .from(orders)
      .where(eq(orders.cartToken, tokenOf(cart)));
    expect(JSON.stringify(order)).not.toContain(annToken);
    await expect
      .poll(async () => (await db.select().from(drops).where(eq(drops.variantId, variantId)))[0])
      .toMatchObject({ outcome: 'sold_out', sold: 1 });
    expect(await buys(await cartWith(variantId, 'eve@shop.example', null)), 'afterwards it is sold as any other').toBe(
      'CartCompletionSuccess',
    );
  });

  it('keeps its place through a declined card, and passes on a window that ran out', async () => {
    const variantId = 62;
    await leaveAvailable(variantId, 2);
    await createDrop(variantId, { units: 2, buyingWindowSeconds: 60 });
    const tokens = await Promise.all(
      ['cat', 'dan', 'eli'].map(async (who) => (await joinQueue(variantId, who)).text('ticket', 'token')),
    );
    const [cat = '', dan = '', eli = ''] = tokens;
    expect(await buys(await cartWith(variantId, 'cat@shop.example', cat, 'pm_card_chargeDeclined'))).toBe(
      'CartCompletionFailed',
    );
    expect((await ticketOf(cat)).text('status')).toBe('ADMITTED');
    expect(await buys(await cartWith(variantId, 'cat@shop.example', cat))).toBe('CartCompletionSuccess');
    await evictDurableObject(queueOf(variantId));
    expect((await ticketOf(eli)).value).toMatchObject({ status: 'WAITING', ahead: 0 });
    await runInDurableObject(queueOf(variantId), (instance: SaleQueue) => {
      const { nowMs } = instance.dependencies;
      instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + MINUTE };
    });
    expect(await runDurableObjectAlarm(queueOf(variantId))).toBe(true);
    expect((await ticketOf(dan)).text('status')).toBe('LAPSED');
    expect((await ticketOf(eli)).text('status')).toBe('ADMITTED');
    expect(await refusedBuying(await cartWith(variantId, 'dan@shop.example', dan))).toMatchObject([
      { message: expect.stringContaining('has passed') },
    ]);
    expect(await buys(await cartWith(variantId, 'eli@shop.example', eli))).toBe('CartCompletionSuccess');
    expect(await stockOf(variantId)).toMatchObject({ available: 0 });
  });

  it('waits for its moment: tickets before, turns after', async () => {
    const variantId = 63;
    await leaveAvailable(variantId, 3);
    const created = await createDrop(variantId, { units: 1, opensAt: iso(now() + 10 * MINUTE) });
    expect(created.text('drop', 'status')).toBe('JOINING');
    const first = (await joinQueue(variantId, 'fay')).text('ticket', 'token');
    const second = await joinQueue(variantId, 'gus');
    expect((await ticketOf(first)).value).toMatchObject({ status: 'WAITING', ahead: 0 });
    expect(await refusedBuying(await cartWith(variantId, 'fay@shop.example', first))).toMatchObject([
      { message: expect.stringContaining('not on sale yet') },
    ]);
    const told = await watch(second.text('ticket', 'liveUrl'));
    const heard = await watch((await joinQueue(variantId, 'fay')).text('ticket', 'liveUrl'));
    await runInDurableObject(queueOf(variantId), (instance: SaleQueue) => {
      const { nowMs } = instance.dependencies;
      instance.dependencies = { ...instance.dependencies, nowMs: () => nowMs() + 10 * MINUTE };
    });
    await runDurableObjectAlarm(queueOf(variantId));
    await expect.poll(() => heard.at(-1)).toMatchObject({ status: 'admitted', quantity: 1 });
    await expect.poll(() => told.at(-1)).toMatchObject({ status: 'waiting', ahead: 0 });
    const shown = await ask(
      'query($id: ID!) { drop(variantId: $id) { status limitPerCustomer } node(id: $id) { ... on ProductVariant { drop { status } } } }',
      { id: variantGid(variantId) },
    );
    expect(shown.at('drop').value).toMatchObject({ limitPerCustomer: 1 });
    expect(shown.at('node', 'drop').value).not.toBeNull();
  });

  it('is stopped by its merchant, and everybody hears it', async () => {
    const variantId = 79;
    await leaveAvailable(variantId, 3);
    const created = await createDrop(variantId, { units: 1 });
    await joinQueue(variantId, 'hal');
    const told = await watch((await joinQueue(variantId, 'ida')).text('ticket', 'liveUrl'));
    const stopped = await askAdmin(
      'mutation($id: ID!) { dropStop(id: $id) { userErrors { message } drop { status endedAt queue { tickets } } } }',
      { id: created.text('drop', 'id') },
    );
    expect(stopped.at('dropStop').value).toMatchObject({
      userErrors: [],
      drop: { status: 'STOPPED', queue: { tickets: 2 } },
    });
    await expect.poll(() => told.at(-1)).toMatchObject({ status: 'over', end: 'stopped' });
    expect(await buys(await cartWith(variantId, 'eve@shop.example', null))).toBe('CartCompletionSuccess');
    const next = await createDrop(variantId, { units: 1 });
    expect(next.at('userErrors').value).toEqual([]);
  });
});

describe('a merchant', () => {
  it('is told what makes no drop', async () => {
    const variantId = 65;
    await leaveAvailable(variantId, 3);
    expect((await createDrop(variantId, { units: 4 })).at('userErrors').value).toMatchObject([
      { field: ['input', 'units'], message: 'Only 3 units are available.' },
    ]);
    expect((await createDrop(variantId, { units: 0, limitPerCustomer: 0 })).at('userErrors').value).toMatchObject([
      { field: ['input', 'units'] },
      { field: ['input', 'limitPerCustomer'] },
    ]);
    expect((await createDrop(99_999_999, { units: 1 })).at('userErrors').value).toMatchObject([
      { message: 'The variant does not exist.' },
    ]);
    expect((await createDrop(variantId, { units: 1 })).at('userErrors').value).toEqual([]);
    expect((await createDrop(variantId, { units: 1 })).at('userErrors').value).toMatchObject([
      { message: 'Another drop of this variant is not over yet.' },
    ]);
    const list = await askAdmin(
      '{ drops(first: 10) { nodes { variantId productTitle status createdBy queue { unitsLeft } } } }',
    );
    expect(list.at('drops', 'nodes').value).toContainEqual(
      expect.objectContaining({ variantId: variantGid(variantId), status: 'OPEN', queue: { unitsLeft: 1 } }),
    );
  });
});

it('nobody gets a ticket by guessing: unsigned ones never reach a queue', async () => {
  expect((await ticketOf('21-1-1-00000000000000000000000000000000')).value).toBeNull();
  const response = await exports.default.fetch(
    new Request('http://shop.test/live/queue/21-1-1-0000', { headers: { upgrade: 'websocket' } }),
  );
  expect(response.status).toBe(404);
});
