/// <reference types="@cloudflare/vitest-plugin/types" />
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandlers } from '../../worker/handlers.ts';
import { FAILED_QUEUE, keepFailed } from '../../worker/jobs/keep-failed.ts';
import { askAdmin, send } from './admin-support.ts';
import { db } from './checkout-support.ts';

const word = crypto.randomUUID().slice(0, 8);
const { queue } = createHandlers(null);
let made = 0;

/** Hands messages to the Worker as the queue of what failed would; answers what became of them. */
async function fail(...bodies: object[]) {
  const messages = bodies.map((body) => ({ id: `${word}-${made++}`, timestamp: new Date(), attempts: 1, body }));
  const ctx = createExecutionContext();
  const deliver = async () => {
    const batch = createMessageBatch<never>(FAILED_QUEUE, messages as never);
    await queue(batch, env, ctx);
    return getQueueResult(batch, ctx);
  };
  return { first: await deliver(), again: deliver };
}

/** A message whose handling finds nothing to do: the language has its index. */
const noted = () => ({ topic: 'search.missing', locale: 'en', test: word });
const kept = async () => {
  const { rows } = await db.execute<{ id: number; topic: string }>(
    sql`select id::int, topic from failed_events where message_id like ${`${word}-%`} order by id`,
  );
  return rows.map(({ id, topic }) => ({ gid: `gid://shopify/FailedEvent/${id}`, topic }));
};
const clean = () => db.execute(sql`delete from failed_events where message_id like ${`${word}-%`}`);
const decide = async (what: 'Retry' | 'Delete', ids: readonly string[], key?: string) =>
  (
    await send(
      {
        query: `mutation D($ids: [ID!]!) { failedEvents${what}(ids: $ids) { count userErrors { field message } } }`,
        variables: { ids },
      },
      key === undefined ? {} : { 'idempotency-key': key },
    )
  ).data.at(`failedEvents${what}`).value;

beforeEach(async () => void (await clean()));
afterAll(async () => void (await clean()));

describe('messages the queue gave up on', () => {
  it('are kept once, however often they are delivered, and shown to staff', async () => {
    const { first, again } = await fail(noted(), { topic: 'from.tomorrow' }, ['no message']);
    expect(first.ackAll || first.explicitAcks.length === 3).toBe(true);
    expect(first.retryBatch.retry).toBe(false);
    await again();
    expect((await kept()).map(({ topic }) => topic)).toEqual(['search.missing', 'from.tomorrow', '(none)']);
    const page = await askAdmin(
      '{ failedEventsCount { count } failedEvents(first: 250) { nodes { id topic body failedAt } } }',
    );
    expect(Number(page.at('failedEventsCount', 'count').value)).toBeGreaterThanOrEqual(3);
    const nodes = page.at('failedEvents', 'nodes').value;
    const [oldest] = await kept();
    expect(nodes).toContainEqual({
      id: oldest?.gid,
      topic: 'search.missing',
      body: JSON.stringify({ test: word, topic: 'search.missing', locale: 'en' }),
      failedAt: expect.any(String),
    });
  });

  it('stay in the queue while the records are away', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const batch = createMessageBatch(FAILED_QUEUE, [{ id: 'a', timestamp: new Date(), attempts: 1, body: noted() }]);
    const ctx = createExecutionContext();
    const away = async () => expect.fail('records away');
    await keepFailed(batch, { keep: away, list: away, byIds: away, count: away, remove: away }, 0);
    log.mockRestore();
    const result = await getQueueResult(batch, ctx);
    expect(result.retryBatch.retry).toBe(true);
    expect(result.ackAll).toBe(false);
  });

  it('are handled again on demand and then gone; what this version does not know stays', async () => {
    await fail(noted(), noted(), { topic: 'from.tomorrow' });
    const ids = (await kept()).map(({ gid }) => gid);
    expect(await decide('Retry', ids)).toEqual({
      count: 2,
      userErrors: [{ field: ['ids'], message: 'This version of the shop knows no from.tomorrow: these stay.' }],
    });
    expect((await kept()).map(({ topic }) => topic)).toEqual(['from.tomorrow']);
    expect(await decide('Retry', ids.slice(0, 2))).toEqual({ count: 0, userErrors: [] });
  });

  it('go for good when staff say so, once', async () => {
    await fail(noted());
    const ids = (await kept()).map(({ gid }) => gid);
    const key = `${word}-delete`;
    expect(await decide('Delete', ids, key)).toEqual({ count: 1, userErrors: [] });
    expect(await decide('Delete', ids, key)).toEqual({ count: 1, userErrors: [] });
    expect(await kept()).toEqual([]);
  });

  it.each([
    [[], 'ids: must be 1 to 100.'],
    [['gid://shopify/Order/1'], 'ids: gid://shopify/Order/1 is not the id of a failed event.'],
  ])('are named by their ids: %j', async (ids, message) => {
    expect(await decide('Retry', ids)).toEqual({ count: 0, userErrors: [{ field: ['ids'], message }] });
  });
});
