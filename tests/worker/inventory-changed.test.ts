/// <reference types="@cloudflare/vitest-plugin/types" />
import { runInDurableObject } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SkuInventory } from '../../durable-objects/sku-inventory/sku-inventory.ts';
import { hold, World } from './sku-world.ts';

const SUBSCRIPTION = `subscription Watch($ids: [ID!]!, $since: String) {
  inventoryChanged(variantIds: $ids, since: $since) { variantId sequence quantityAvailable availableForSale }
}`;
const gid = (variantId: number) => `gid://shopify/ProductVariant/${variantId}`;

const changeShape = z.object({
  data: z
    .object({
      inventoryChanged: z.object({
        variantId: z.string(),
        sequence: z.number(),
        quantityAvailable: z.number(),
        availableForSale: z.boolean(),
      }),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).optional(),
});

/** Reads a stream event by event, as a browser's EventSource does. */
class Events {
  readonly response: Response;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';
  lastId = '';

  constructor(response: Response) {
    this.response = response;
    this.#reader = (response.body ?? expect.fail('no body')).getReader();
  }

  /** The next event that is no comment; null after the end. */
  async next(): Promise<{ event: string; data: string } | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end < 0) {
        const { done, value } = await this.#reader.read();
        if (done) return null;
        this.#text += this.#decoder.decode(value, { stream: true });
        continue;
      }
      const lines = this.#text.slice(0, end).split('\n');
      this.#text = this.#text.slice(end + 2);
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const event = field('event');
      this.lastId = field('id') ?? this.lastId;
      if (event !== undefined) return { event, data: field('data') ?? '' };
    }
  }

  /** The next change as [variant, sequence, available]. */
  async change(): Promise<[number, number, number]> {
    const read = await this.next();
    const change = changeShape.parse(JSON.parse(read?.data ?? 'null')).data?.inventoryChanged;
    if (!change) return expect.fail(`no change: ${read?.data}`);
    return [Number(change.variantId.split('/').at(-1)), change.sequence, change.quantityAvailable];
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

const opened: Events[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((events) => events.close()));
});

async function listen(ids: readonly string[], more: { lastEventId?: string; since?: string; method?: 'POST' } = {}) {
  const variables = { ids, ...(more.since === undefined ? {} : { since: more.since }) };
  const headers = {
    accept: 'text/event-stream',
    'content-type': 'application/json',
    ...(more.lastEventId === undefined ? {} : { 'last-event-id': more.lastEventId }),
  };
  const address = new URL('http://shop.test/graphql');
  const body = { query: SUBSCRIPTION, variables };
  if (more.method !== 'POST')
    for (const [name, value] of Object.entries(body))
      address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  const request =
    more.method === 'POST'
      ? new Request(address, { method: 'POST', headers, body: JSON.stringify(body) })
      : new Request(address, { headers });
  const events = new Events(await exports.default.fetch(request));
  opened.push(events);
  return events;
}

let nextVariant = 8_800_000;
async function shelf(units: number) {
  const variantId = nextVariant++;
  const world = await new World({ 1: units }, variantId).surround();
  return { variantId, world };
}

describe('inventoryChanged', () => {
  it.each(['GET', 'POST'] as const)('tells the present of each variant and then what happens (%s)', async (method) => {
    const [a, b] = [await shelf(3), await shelf(5)];
    const events = await listen([gid(a.variantId), gid(b.variantId)], method === 'POST' ? { method } : {});
    expect(events.response.headers.get('content-type')).toContain('text/event-stream');
    expect(events.response.headers.get('access-control-allow-origin')).toBe('*');
    const first = [await events.change(), await events.change()].sort();
    expect(first).toEqual([
      [a.variantId, 1, 3],
      [b.variantId, 1, 5],
    ]);
    await a.world.execute(hold('x', { quantity: 3 }));
    expect(await events.change()).toEqual([a.variantId, 2, 0]);
    await b.world.execute(hold('y'));
    expect(await events.change()).toEqual([b.variantId, 2, 4]);
  });

  it('goes on after the last event that was heard, with every change in between', async () => {
    const { variantId, world } = await shelf(10);
    const before = await listen([gid(variantId)]);
    expect(await before.change()).toEqual([variantId, 1, 10]);
    await world.execute(hold('a'));
    expect(await before.change()).toEqual([variantId, 2, 9]);
    expect(before.lastId).toBe(`${variantId}:2`);
    await before.close();
    await world.execute(hold('b', { quantity: 2 }));
    await world.execute(hold('c', { quantity: 3 }));
    // A browser repeats its first address: the header wins over what stands there.
    const after = await listen([gid(variantId)], { lastEventId: before.lastId, since: `${variantId}:1` });
    expect(await after.change()).toEqual([variantId, 3, 7]);
    expect(await after.change()).toEqual([variantId, 4, 4]);
    await world.execute(hold('d'));
    expect(await after.change()).toEqual([variantId, 5, 3]);
  });

  it('is not interrupted when the sockets behind it are cut amid changes', async () => {
    const { variantId, world } = await shelf(40);
    const events = await listen([gid(variantId)]);
    const told = [await events.change()];
    for (let round = 0; round < 4; round += 1) {
      await world.execute(hold(`a${round}`));
      await runInDurableObject(world.stub, (_: SkuInventory, state) => {
        for (const socket of state.getWebSockets()) socket.close(1012, 'cut by the test');
      });
      await world.execute(hold(`b${round}`));
      await world.execute(hold(`c${round}`));
      while (told.at(-1)?.[1] !== 1 + 3 * (round + 1)) told.push(await events.change());
    }
    const sequences = told.map(([, sequence]) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((x, y) => x - y));
    for (const [, sequence, available] of told) expect(available).toBe(41 - sequence);
    expect(told.at(-1)).toEqual([variantId, 13, 28]);
  });

  it('refuses with an answer in the stream, and completes it', async () => {
    const refusals: [string[], { since?: string }, string][] = [
      [[], {}, 'BAD_USER_INPUT'],
      [Array.from({ length: 51 }, (_, i) => gid(i + 1)), {}, 'BAD_USER_INPUT'],
      [['gid://shopify/Product/1'], {}, 'INVALID_ID'],
      [[gid(1)], { since: 'yesterday' }, 'BAD_USER_INPUT'],
    ];
    for (const [ids, more, code] of refusals) {
      const events = await listen(ids, more);
      const read = await events.next();
      expect(changeShape.parse(JSON.parse(read?.data ?? '')).errors?.[0]?.extensions.code).toBe(code);
      expect(await events.next()).toEqual({ event: 'complete', data: '' });
      expect(await events.next()).toBeNull();
    }
  });

  it('ends at once when none of the variants exists', async () => {
    const events = await listen([gid(899_999_999)]);
    expect(await events.next()).toEqual({ event: 'complete', data: '' });
  });
});
