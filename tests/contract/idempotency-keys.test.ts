import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDb } from '../../db/client.ts';
import { neonContentEditor } from '../../worker/adapters/neon/content-editor.ts';
import { neonIdempotencyKeys } from '../../worker/adapters/neon/idempotency-keys.ts';
import { NeonProductEditor } from '../../worker/adapters/neon/product-editor.ts';
import type { ContentEditor } from '../../worker/ports/content-editor.ts';
import type { IdempotencyKeys, WriteOnce } from '../../worker/ports/idempotency.ts';
import { LEASE_SECONDS } from '../../worker/ports/idempotency.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: Client;
let keys: IdempotencyKeys;
let content: ContentEditor;
let products: NeonProductEditor;

beforeAll(async () => {
  database = await freshDatabase('seeded');
  client = new Client({ connectionString: database.url });
  await client.connect();
  const db = createDb({ DATABASE_URL: database.url, NEON_LOCAL_ENDPOINT: inject('neonEndpoint') });
  keys = neonIdempotencyKeys(db);
  content = neonContentEditor(db);
  products = new NeonProductEditor(db);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});
beforeEach(() => client.query('delete from idempotency_keys'));

const A = { scope: 'app:one', key: 'key-1', requestSha256: 'a'.repeat(64) };
const once = (step: string, rest: Partial<WriteOnce> = {}): WriteOnce => ({ ...A, step, ...rest });

/** Makes every claim look as old as this. */
const age = (seconds: number) =>
  client.query('update idempotency_keys set created_at = now() - make_interval(secs => $1)', [seconds]);

describe('a key', () => {
  it('is claimed by one of many at once', async () => {
    const states = (await Promise.all(Array.from({ length: 8 }, () => keys.claim(A)))).map((one) => one.state);
    expect(states.sort()).toEqual(['mine', ...Array(7).fill('running')]);
  });

  it('gives the kept answer back to the letter, and keeps the first', async () => {
    const answer = '{"b":1,"a":"☂ \\" \\u0000"}';
    await keys.claim(A);
    await keys.remember(A, answer);
    await keys.remember(A, '{}');
    expect(await keys.claim(A)).toEqual({ state: 'answered', answer });
  });

  it('is refused for another request, running or answered', async () => {
    const other = { ...A, requestSha256: 'b'.repeat(64) };
    await keys.claim(A);
    expect(await keys.claim(other)).toEqual({ state: 'other_request' });
    await age(LEASE_SECONDS + 1);
    expect(await keys.claim(other)).toEqual({ state: 'other_request' });
    await keys.remember(A, '{}');
    expect(await keys.claim(other)).toEqual({ state: 'other_request' });
  });

  it('belongs to its caller', async () => {
    await keys.claim(A);
    expect(await keys.claim({ ...A, scope: 'staff:7' })).toEqual({ state: 'mine' });
  });

  it('of a request that never ended is free again after its lease, for one', async () => {
    await keys.claim(A);
    await age(LEASE_SECONDS - 5);
    expect(await keys.claim(A)).toEqual({ state: 'running' });
    await age(LEASE_SECONDS + 1);
    const states = (await Promise.all([keys.claim(A), keys.claim(A), keys.claim(A)])).map((one) => one.state);
    expect(states.sort()).toEqual(['mine', 'running', 'running']);
  });

  it('left open is free at once, but for the same request only', async () => {
    await keys.claim(A);
    await keys.leaveOpen(A);
    expect(await keys.claim({ ...A, requestSha256: 'b'.repeat(64) })).toEqual({ state: 'other_request' });
    expect(await keys.claim(A)).toEqual({ state: 'mine' });
  });

  it('is kept for a day and then forgotten with its steps', async () => {
    await keys.claim(A);
    await keys.remember(A, '{}');
    await content.writePage(null, { handle: 'kept-a-day', title: 'Kept' }, once('made'));
    const { rows } = await client.query<{ kept: boolean }>(
      `select expires_at >= created_at + interval '24 hours' as kept from idempotency_keys`,
    );
    expect(rows).toEqual([{ kept: true }, { kept: true }]);
    expect(await keys.removeExpired()).toBe(0);
    await client.query('update idempotency_keys set expires_at = now()');
    expect(await keys.claim({ ...A, requestSha256: 'b'.repeat(64) })).toEqual({ state: 'mine' });
    expect((await client.query('select 1 from idempotency_keys')).rowCount).toBe(1);
    await client.query('update idempotency_keys set expires_at = now()');
    expect(await keys.removeExpired()).toBe(1);
  });
});

describe('a write under a key', () => {
  const count = async (sql: string) =>
    (await client.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]?.n;

  it('of a new page is done once by many at once, and all get its id', async () => {
    const draft = { handle: 'once-only', title: 'Once only' };
    const written = await Promise.all(Array.from({ length: 6 }, () => content.writePage(null, draft, once('made'))));
    expect(new Set(written.map((one) => (one.ok ? one.id : one.reason))).size).toBe(1);
    expect(written[0]?.ok).toBe(true);
    expect(await count(`pages where handle = 'once-only'`)).toBe(1);
  });

  it('of a new page is found again when the page was renamed since', async () => {
    const draft = { handle: 'renamed-since', title: 'Before' };
    const first = await content.writePage(null, draft, once('made'));
    if (!first.ok) throw new Error('the page was not made');
    await content.writePage(first.id, { handle: 'another-name' }, null);
    expect(await content.writePage(null, draft, once('made'))).toEqual(first);
    expect(await count(`pages where handle = 'renamed-since'`)).toBe(0);
  });

  it('without one, with another step or from another caller meets the taken handle', async () => {
    const draft = { handle: 'taken-once', title: 'Taken' };
    await content.writePage(null, draft, once('made'));
    const taken = { ok: false, reason: 'handle_taken' };
    expect(await content.writePage(null, draft, null)).toEqual(taken);
    expect(await content.writePage(null, draft, once('second'))).toEqual(taken);
    expect(await content.writePage(null, draft, once('made', { scope: 'staff:7' }))).toEqual(taken);
  });

  it('of a change does not undo what came after it', async () => {
    const made = await content.writePage(null, { handle: 'changed', title: 'First' }, null);
    if (!made.ok) throw new Error('the page was not made');
    const change = () => content.writePage(made.id, { title: 'Second' }, once('changed'));
    expect(await change()).toEqual(made);
    await content.writePage(made.id, { title: 'Third' }, null);
    expect(await change()).toEqual(made);
    expect((await content.page(made.id))?.title).toBe('Third');
    expect(await content.writePage(999_999_999, { title: 'x' }, once('nowhere'))).toEqual({
      ok: false,
      reason: 'not_found',
    });
  });

  it('of an article is done once', async () => {
    const [blog] = await content.blogs();
    if (!blog) throw new Error('no blog is recorded');
    const draft = { handle: 'once', title: 'Once', authorName: 'Ada', blogId: blog.id };
    const [first, second] = await Promise.all([
      content.writeArticle(null, draft, once('made')),
      content.writeArticle(null, draft, once('made')),
    ]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
    expect(await count(`articles where handle = 'once'`)).toBe(1);
  });

  it('of a product and of its prices is done once', async () => {
    const draft = {
      id: null,
      handle: 'once-product',
      title: 'Once',
      variants: [
        {
          id: null,
          optionValues: ['Default Title'],
          prices: [{ currency: 'USD', amountMinor: 100, compareAtMinor: null }],
        },
      ],
    };
    const written = await Promise.all([1, 2, 3].map(() => products.set(draft, once('set'))));
    const [first] = written;
    if (!first?.ok) throw new Error('the product was not made');
    expect(written).toEqual([first, first, first]);
    expect(await count(`products where handle = 'once-product'`)).toBe(1);
    const variantId = (await products.byIds([first.id])).get(first.id)?.variants[0]?.id ?? 0;
    const price = (amountMinor: number, key: WriteOnce | null) =>
      products.setPrices(first.id, [{ variantId, currency: 'USD', amountMinor, compareAtMinor: null }], key);
    await price(200, once('prices'));
    await price(300, null);
    expect(await price(200, once('prices'))).toEqual(first);
    expect((await products.byIds([first.id])).get(first.id)?.variants[0]?.prices[0]?.amountMinor).toBe(300);
  });
});
