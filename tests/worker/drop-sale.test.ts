/// <reference types="@cloudflare/vitest-plugin/types" />
import { exports } from 'cloudflare:workers';
import { like } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { orders } from '../../db/schema/orders.ts';
import type { Connection } from '../bench/harness/load.ts';
import { type Bought, buy, isSoldOut } from '../bench/harness/shop-operations.ts';
import { ask, db, stockOf, variantGid } from './checkout-support.ts';
import { createDrop, joinQueue, leaveAvailable, ticketOf } from './drop-support.ts';

/** The shop as a client over HTTP has it. */
const connection: Connection = {
  async post(path, body, headers) {
    const request = new Request(`http://shop.test${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const answer = await exports.default.fetch(request);
    return { status: answer.status, text: await answer.text() };
  },
  async get(path) {
    const answer = await exports.default.fetch(new Request(`http://shop.test${path}`));
    return { status: answer.status, text: await answer.text() };
  },
};

/** Emails of a domain that have an order, once for each. */
const buyersOf = async (domain: string) =>
  (
    await db
      .select({ email: orders.email })
      .from(orders)
      .where(like(orders.email, `%@${domain}`))
  ).map((one) => one.email);

const paidIn = (outcomes: readonly Bought[]) => outcomes.filter((one) => one.kind === 'paid').length;

it('a rush without a queue sells each unit once, and all others hear that it is sold out', {
  timeout: 120_000,
}, async () => {
  const variantId = 68;
  await leaveAvailable(variantId, 10);
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      buy(connection, {
        variant: variantGid(variantId),
        email: `b${index}@rush.example`,
        attemptToken: `rush-${index}`,
      }),
    ),
  );
  expect(paidIn(outcomes)).toBe(10);
  expect(outcomes.filter((one) => one.kind === 'refused' && !isSoldOut(one))).toEqual([]);
  await expect.poll(async () => (await buyersOf('rush.example')).length).toBe(10);
  expect(new Set(await buyersOf('rush.example')).size).toBe(10);
  expect(await stockOf(variantId)).toMatchObject({ available: 0, held: 0 });
});

it('a drop sells its units to those who came first, once each, and everybody else is told', {
  timeout: 120_000,
}, async () => {
  const variantId = 69;
  const units = 20;
  await leaveAvailable(variantId, units);
  await createDrop(variantId, { units });
  const names = Array.from({ length: 200 }, (_, index) => `f${index}`);
  const tickets = new Map<string, string>();
  // All at once, and every tenth twice: the queue decides who came first, and nobody gets two places.
  await Promise.all(
    [...names, ...names.filter((_, index) => index % 10 === 0)].map(async (name) => {
      const token = (await joinQueue(variantId, name, 'drop.example')).text('ticket', 'token');
      expect(tickets.get(name) ?? token).toBe(token);
      tickets.set(name, token);
    }),
  );
  const numberOf = (token: string) => Number(token.split('-')[2]);
  expect(new Set([...tickets.values()].map(numberOf)).size).toBe(200);
  const tryToBuy = (name: string, cart: number) =>
    buy(connection, {
      variant: variantGid(variantId),
      email: `${name}@drop.example`,
      ticket: tickets.get(name) ?? '',
      attemptToken: `drop-${name}-${cart}`,
    });
  // Everybody whose turn it is not tries as well, and those whose turn it is try in two carts at once.
  const outcomes = await Promise.all(
    names.flatMap((name) =>
      numberOf(tickets.get(name) ?? '') <= units
        ? [tryToBuy(name, 1), tryToBuy(name, 2)]
        : name.endsWith('7')
          ? [tryToBuy(name, 1)]
          : [],
    ),
  );
  expect(paidIn(outcomes)).toBe(units);
  await expect.poll(async () => (await buyersOf('drop.example')).length).toBe(units);
  const first = names
    .filter((name) => numberOf(tickets.get(name) ?? '') <= units)
    .map((name) => `${name}@drop.example`);
  expect((await buyersOf('drop.example')).sort()).toEqual(first.sort());
  const places = await Promise.all(names.map(async (name) => (await ticketOf(tickets.get(name) ?? '')).text('status')));
  expect(places.filter((status) => status === 'BOUGHT')).toHaveLength(units);
  expect(places.filter((status) => status === 'OVER')).toHaveLength(200 - units);
  const drop = await ask('query($id: ID!) { drop(variantId: $id) { status } }', { id: variantGid(variantId) });
  expect(drop.text('drop', 'status')).toBe('SOLD_OUT');
});
