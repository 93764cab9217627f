/// <reference types="@cloudflare/vitest-plugin/types" />
import { env, exports } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { variantOf } from '../../commerce/recommendations/experiment.ts';
import { requestTraining } from '../../worker/services/recommend-train.ts';
import { askAdmin } from './admin-support.ts';
import { ask, db } from './checkout-support.ts';

const ORIGIN = 'http://shop.test';
const gid = (id: number) => `gid://shopify/Product/${id}`;

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`${ORIGIN}${path}`, { method: 'POST', body, headers }));

/** Cookies that an answer sets, by name. */
const cookiesOf = (response: Response) =>
  new Map(
    response.headers.getSetCookie().map((line) => {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? [];
      return [name, { value, line }];
    }),
  );

async function agree(): Promise<{ readonly visitor: string; readonly cookie: string }> {
  const cookies = cookiesOf(await post('/visit/consent', 'answer=yes'));
  const visitor = cookies.get('visitor')?.value ?? '';
  return { visitor, cookie: `consent=yes; visitor=${visitor}` };
}

async function eventsOf(visitor: string): Promise<readonly { readonly kind: unknown; readonly id: unknown }[]> {
  const { rows } = await db.execute(
    sql`select kind, product_id::int as id from shopper_events where visitor = ${visitor} order by at, product_id`,
  );
  return rows.map(({ kind, id }) => ({ kind, id }));
}

const view = (products: readonly unknown[]) => JSON.stringify({ kind: 'view', products });

describe('consent', () => {
  it('gives a token that scripts cannot read, notes what was done, and forgets all of it when withdrawn', async () => {
    const answer = await post('/visit/consent', 'answer=yes', { origin: ORIGIN });
    expect(answer.status).toBe(204);
    const cookies = cookiesOf(answer);
    expect(cookies.get('consent')).toMatchObject({ value: 'yes', line: expect.not.stringContaining('HttpOnly') });
    expect(cookies.get('visitor')).toMatchObject({
      value: expect.stringMatching(/^[0-9a-f]{32}$/),
      line: expect.stringContaining('HttpOnly'),
    });
    const visitor = cookies.get('visitor')?.value ?? '';
    const cookie = `consent=yes; visitor=${visitor}`;
    expect((await post('/visit', view([1, 2, 2, 999_999]), { cookie })).status).toBe(204);
    await expect
      .poll(() => eventsOf(visitor))
      .toEqual([
        { kind: 'view', id: 1 },
        { kind: 'view', id: 2 },
      ]);
    const again = cookiesOf(await post('/visit/consent', 'answer=yes', { cookie }));
    expect(again.get('visitor')?.value).toBe(visitor);

    const withdrawn = cookiesOf(await post('/visit/consent', 'answer=no', { cookie }));
    expect(withdrawn.get('consent')?.value).toBe('no');
    expect(withdrawn.get('visitor')?.value).toBe('');
    expect(await eventsOf(visitor)).toEqual([]);
  });

  it('is needed, and a browser’s objection outweighs it', async () => {
    const { visitor, cookie } = await agree();
    const token = 'ab'.repeat(16);
    const silent: Record<string, string>[] = [
      {},
      { cookie: `visitor=${token}` },
      { cookie: `consent=no; visitor=${token}` },
      { cookie: `consent=yes; visitor=not-a-token` },
      { cookie, 'sec-gpc': '1' },
      { cookie, dnt: '1' },
    ];
    for (const headers of silent) expect((await post('/visit', view([1]), headers)).status).toBe(204);
    // The queue keeps its order: once a later note is there, the earlier ones would be too.
    await post('/visit', view([3]), { cookie });
    await expect.poll(() => eventsOf(visitor)).toEqual([{ kind: 'view', id: 3 }]);
    expect(await eventsOf(token)).toEqual([]);
    const objecting = cookiesOf(await post('/visit/consent', 'answer=yes', { 'sec-gpc': '1' }));
    expect(objecting.get('consent')?.value).toBe('no');
    expect(objecting.get('visitor')?.value ?? '').toBe('');
  });

  it('refuses other sites, what is too long, and what is no note', async () => {
    const { cookie } = await agree();
    expect((await post('/visit', view([1]), { cookie, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post('/visit/consent', 'answer=yes', { origin: 'null' })).status).toBe(403);
    expect((await post('/visit', view(Array.from({ length: 1_500 }, () => 1)), { cookie })).status).toBe(413);
    for (const body of ['', '{', '[]', view([]), view(['1']), view([-1]), '{"kind":"steal","products":[1]}'])
      expect((await post('/visit', body, { cookie })).status, body).toBe(400);
    expect((await post('/visit/consent', 'answer=maybe')).status).toBe(400);
  });
});

describe('training', () => {
  it('runs as a workflow, and the shop then recommends what is bought together', async () => {
    // Visitors of this test alone buy products 1 and 7 together, and 2 and 9.
    await db.execute(sql`delete from shopper_events`);
    await db.execute(sql`insert into shopper_events (visitor, at, kind, product_id)
      select 'trainee' || n, now() - interval '1 day', 'order', p.id
      from generate_series(1, 40) n cross join lateral unnest(case when n % 2 = 0 then '{1,7}'::int[] else '{2,9}' end) as p(id)`);
    const trained = async () => {
      const answer = await askAdmin('{ recommendationStatus { lastTraining { finishedAt } } }');
      return answer.at('recommendationStatus', 'lastTraining', 'finishedAt').value;
    };
    const before = await trained();
    const status = await askAdmin('mutation { recommendationsTrain { userErrors { message } } }');
    expect(status.at('recommendationsTrain', 'userErrors').value).toEqual([]);
    await expect.poll(trained).not.toBe(before);
    const found = await ask(
      '{ boughtTogether(productIds: ["gid://shopify/Product/1"], first: 3) { product { id availableForSale } reason becauseOf { id } } }',
    );
    expect(found.at('boughtTogether', 0).value).toEqual({
      product: { id: gid(7), availableForSale: true },
      reason: 'TOGETHER',
      becauseOf: { id: gid(1) },
    });
    const complements = await ask(
      '{ productRecommendations(productId: "gid://shopify/Product/2", intent: COMPLEMENTARY) { id } }',
    );
    expect(complements.at('productRecommendations', 0, 'id').value).toBe(gid(9));
    const forYou = await ask(
      '{ forYou(recentlyViewed: ["gid://shopify/Product/1"], first: 4) { product { id } reason becauseOf { id } } }',
    );
    expect(forYou.at('forYou', 0).value).toEqual({
      product: { id: gid(7) },
      reason: 'BECAUSE',
      becauseOf: { id: gid(1) },
    });
  });

  it('asked for twice for one moment is one', async () => {
    const id = 'train-86400000';
    await requestTraining(env.TRAINING, 86_400_000);
    await requestTraining(env.TRAINING, 86_400_000);
    const instance = await env.TRAINING.get(id);
    await expect.poll(async () => (await instance.status()).status).toBe('complete');
  });
});

describe('lists', () => {
  it('are there for a visitor nobody knows, without the sold out, and cut to size', async () => {
    const found = await ask(
      '{ trending(first: 5) { product { id availableForSale } } forYou(first: 5) { product { id } } }',
    );
    const ids = (name: string) => [0, 1, 2, 3, 4].map((at) => found.at(name, at, 'product', 'id').value);
    expect(new Set(ids('trending')).size).toBe(5);
    expect(ids('forYou')).toEqual(ids('trending'));
    for (let at = 0; at < 5; at += 1) expect(found.at('trending', at, 'product', 'availableForSale').value).toBe(true);
  });

  it('keep the shape of Shopify’s field: null for an unknown product', async () => {
    const found = await ask('{ productRecommendations(productId: "gid://shopify/Product/999999") { id } }');
    expect(found.at('productRecommendations').value).toBeNull();
  });

  it('offer again what this visitor bought, and nothing to made-up ones', async () => {
    const { visitor, cookie } = await agree();
    await post('/visit', JSON.stringify({ kind: 'order', products: [4] }), { cookie });
    await expect.poll(() => eventsOf(visitor)).toHaveLength(1);
    const query = 'query($visitor: String!) { buyAgain(visitor: $visitor) { product { id } reason } }';
    const found = await ask(query, { visitor });
    expect(found.at('buyAgain').value).toEqual([{ product: { id: gid(4) }, reason: 'BOUGHT' }]);
    expect((await ask(query, { visitor: "' or 1=1 --" })).at('buyAgain').value).toEqual([]);
  });
});

describe('the merchant', () => {
  const SET = `mutation Set($id: ID!, $pinned: [ID!]!, $blocked: [ID!]!) {
    productRecommendationsSet(productId: $id, pinnedIds: $pinned, blockedIds: $blocked) {
      controls { pinned { id } blocked { id } shown { id } } userErrors { field message }
    }
  }`;
  const set = (id: number, pinned: readonly number[], blocked: readonly number[]) =>
    askAdmin(SET, { id: gid(id), pinned: pinned.map(gid), blocked: blocked.map(gid) });

  it('pins and blocks, which the shop follows at once', async () => {
    const saved = await set(10, [12, 11], [13]);
    expect(saved.at('productRecommendationsSet', 'userErrors').value).toEqual([]);
    expect(saved.at('productRecommendationsSet', 'controls', 'pinned').value).toEqual([
      { id: gid(12) },
      { id: gid(11) },
    ]);
    const shown = await ask(
      '{ productRecommendations(productId: "gid://shopify/Product/10", intent: COMPLEMENTARY) { id } }',
    );
    const list = JSON.stringify(shown.at('productRecommendations').value);
    expect(shown.at('productRecommendations', 0, 'id').value).toBe(gid(12));
    expect(shown.at('productRecommendations', 1, 'id').value).toBe(gid(11));
    expect(list).not.toContain(`"${gid(13)}"`);
  });

  it('is told what is wrong with a wish, and nothing changes', async () => {
    await set(14, [15], []);
    const wrong: [readonly number[], readonly number[], RegExp][] = [
      [[14], [], /with itself/],
      [[15], [15], /either/],
      [[1, 2, 3, 4, 5, 6, 7, 8, 9], [], /At most 8/],
      [[999_999], [], /does not exist/],
    ];
    for (const [pinned, blocked, message] of wrong) {
      const answer = await set(14, pinned, blocked);
      expect(answer.text('productRecommendationsSet', 'userErrors', 0, 'message')).toMatch(message);
    }
    const kept = await askAdmin(
      '{ productRecommendationControls(productId: "gid://shopify/Product/14") { pinned { id } } }',
    );
    expect(kept.at('productRecommendationControls', 'pinned').value).toEqual([{ id: gid(15) }]);
  });

  it('begins and ends an A/B test, whose halves are counted', async () => {
    const begin = await askAdmin(
      'mutation { recommendationTestSet(name: "spring") { recommendationStatus { test { name } } userErrors { message } } }',
    );
    expect(begin.text('recommendationTestSet', 'recommendationStatus', 'test', 'name')).toBe('spring');
    const visitors = Array.from({ length: 8 }, (_, at) => at.toString(16).padStart(32, '0'));
    for (const visitor of visitors)
      await ask('query($visitor: String!) { forYou(visitor: $visitor, first: 1) { reason } }', { visitor });
    const shelves = await ask('{ recommendationTestShelves }');
    expect(shelves.at('recommendationTestShelves').value).toEqual(['FOR_YOU', 'PRODUCT', 'CART', 'MAIL']);
    // The first two also look at a product and a bag; somebody without a token is nobody.
    const LOOK = `query($visitor: String) { goesWith(productId: "gid://shopify/Product/1", visitor: $visitor, first: 2) { reason product { id } }
      boughtTogether(productIds: ["gid://shopify/Product/1"], visitor: $visitor, first: 2) { reason product { id } } }`;
    for (const visitor of visitors.slice(0, 2)) {
      const seen = await ask(LOOK, { visitor });
      const isLearned = variantOf('spring', visitor) === 1;
      expect(seen.at('goesWith', 0, 'reason').value === 'TRENDING').toBe(!isLearned);
      expect(seen.text('goesWith', 0, 'product', 'id')).not.toBe(gid(1));
    }
    await ask(LOOK, { visitor: null });
    await ask(LOOK, { visitor: 'somebody' });
    const places = async () => {
      const answer = await askAdmin(
        '{ recommendationStatus { test { shelves { shelf control { exposed } learned { exposed } } } } }',
      );
      return [0, 1, 2, 3].map((at) => {
        const half = (name: string) =>
          Number(answer.at('recommendationStatus', 'test', 'shelves', at, name, 'exposed').value);
        return [answer.text('recommendationStatus', 'test', 'shelves', at, 'shelf'), half('control') + half('learned')];
      });
    };
    // Orders of other files of the same shop are mailed meanwhile.
    await expect.poll(places).toEqual([
      ['FOR_YOU', 8],
      ['PRODUCT', 2],
      ['CART', 2],
      ['MAIL', expect.any(Number)],
    ]);
    const exposed = async () => {
      const answer = await askAdmin(
        '{ recommendationStatus { test { control { exposed } learned { exposed } uplift { uplift } } } }',
      );
      const half = (name: string) => Number(answer.at('recommendationStatus', 'test', name, 'exposed').value);
      return half('control') + half('learned');
    };
    await expect.poll(exposed).toBe(8);
    const end = await askAdmin(
      'mutation { recommendationTestSet { recommendationStatus { test { name } } userErrors { message } } }',
    );
    expect(end.at('recommendationTestSet', 'recommendationStatus', 'test').value).toBeNull();
    const bad = await askAdmin('mutation { recommendationTestSet(name: "<b>") { userErrors { field } } }');
    expect(bad.at('recommendationTestSet', 'userErrors', 0, 'field').value).toEqual(['name']);
    const nowhere = await askAdmin(
      'mutation { recommendationTestSet(name: "nowhere", shelves: []) { userErrors { field } } }',
    );
    expect(nowhere.at('recommendationTestSet', 'userErrors', 0, 'field').value).toEqual(['shelves']);
  });
});
