import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { send } from './admin-support.ts';
import { db } from './checkout-support.ts';

let made = 0;
/** A word no other test uses. */
const fresh = (what: string) => `${what}-${crypto.randomUUID().slice(0, 8)}-${made++}`;

const change = (query: string, variables: object, key: string) =>
  send({ query, variables }, { 'idempotency-key': key });

const MAKE =
  'mutation M($page: PageCreateInput!) { pageCreate(page: $page) { page { id handle } userErrors { message } } }';
const make = (handle: string, key: string, title = 'Made once') => change(MAKE, { page: { handle, title } }, key);

async function rows(query: ReturnType<typeof sql>): Promise<number> {
  return (await db.execute(query)).rows.length;
}
const pagesNamed = (handle: string) => rows(sql`select 1 from pages where handle = ${handle}`);

/** What a crash after the write and before the answer was kept leaves behind, a while later. */
const crashAfterWrite = (key: string) =>
  db.execute(
    sql`update idempotency_keys set response = null, created_at = now() - interval '10 minutes' where key = ${key} and scope like 'request %'`,
  );

describe('an admin change with an Idempotency-Key', () => {
  test('repeated gets the same answer to the letter and is done once', async () => {
    const [handle, key] = [fresh('twice'), fresh('key')];
    const first = await make(handle, key);
    const second = await make(handle, key);
    expect(first.data.at('pageCreate', 'page', 'handle').value).toBe(handle);
    expect(second.text).toBe(first.text);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(await pagesNamed(handle)).toBe(1);
  });

  test('clicked twice at once is done once; each click has the answer or is told to ask again', async () => {
    const [handle, key] = [fresh('double'), fresh('key')];
    const replies = await Promise.all(Array.from({ length: 6 }, () => make(handle, key)));
    const answered = replies.filter((reply) => reply.status === 200);
    expect(answered.length).toBeGreaterThan(0);
    expect(new Set(answered.map((reply) => reply.text)).size).toBe(1);
    for (const reply of replies.filter((one) => one.status !== 200))
      expect([reply.status, reply.code]).toEqual([409, 'IDEMPOTENCY_KEY_IN_USE']);
    expect(await pagesNamed(handle)).toBe(1);
    expect((await make(handle, key)).text).toBe(answered[0]?.text);
  });

  test('with another body is refused, naming the header; field order is no other body', async () => {
    const [handle, key] = [fresh('body'), fresh('key')];
    const first = await change(MAKE, { page: { handle, title: 'A' } }, key);
    const reordered = await change(MAKE, { page: { title: 'A', handle } }, key);
    expect(reordered.text).toBe(first.text);
    const other = await make(fresh('other'), key);
    expect([other.status, other.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(other.text).toContain('Idempotency-Key');
  });

  test('is told so while the first is running, and done after a crash before the write', async () => {
    const [handle, key] = [fresh('running'), fresh('key')];
    await make(handle, key);
    // As if the first request had claimed the key and done nothing more.
    await db.execute(sql`delete from pages where handle = ${handle}`);
    await db.execute(sql`delete from idempotency_keys where key = ${key} and scope like 'step %'`);
    await db.execute(sql`update idempotency_keys set response = null, created_at = now() where key = ${key}`);
    const running = await make(handle, key);
    expect([running.status, running.code]).toEqual([409, 'IDEMPOTENCY_KEY_IN_USE']);
    expect(await pagesNamed(handle)).toBe(0);
    await crashAfterWrite(key);
    expect((await make(handle, key)).data.at('pageCreate', 'page', 'handle').value).toBe(handle);
    expect(await pagesNamed(handle)).toBe(1);
  });

  test('is not done again after a crash between the write and its answer', async () => {
    const [handle, key] = [fresh('crash'), fresh('key')];
    const first = await make(handle, key);
    await crashAfterWrite(key);
    const second = await make(handle, key);
    expect(second.replayed).toBe(false);
    expect(second.text).toBe(first.text);
    expect(await pagesNamed(handle)).toBe(1);
  });

  test('keeps a refusal too, and counts two fields of one document apart', async () => {
    const [handle, key] = [fresh('refused'), fresh('key')];
    await make(handle, fresh('key'));
    const refused = await make(handle, key);
    expect(refused.data.at('pageCreate', 'userErrors', 0, 'message').text()).toContain('taken');
    await db.execute(sql`delete from pages where handle = ${handle}`);
    expect((await make(handle, key)).text).toBe(refused.text);
    const two = await change(
      'mutation M($a: PageCreateInput!, $b: PageCreateInput!) { a: pageCreate(page: $a) { page { id } } b: pageCreate(page: $b) { page { id } } }',
      { a: { title: fresh('a') }, b: { title: fresh('b') } },
      fresh('key'),
    );
    expect(two.data.at('a', 'page', 'id').text()).not.toBe(two.data.at('b', 'page', 'id').text());
  });

  test('is tried again after an answer with errors', async () => {
    const key = fresh('key');
    const query = 'mutation M($id: ID!) { pageUpdate(id: $id, page: { title: "x" }) { page { id } } }';
    const wrong = () => change(query, { id: 'gid://shopify/Nothing/1' }, key);
    const [first, second] = [await wrong(), await wrong()];
    expect([first.status, second.status, second.replayed]).toEqual([200, 200, false]);
    expect(second.code).toBe('INVALID_ID');
  });

  test.each([
    ['no characters', ''],
    ['too many characters', 'k'.repeat(256)],
  ])('refuses a key of %s', async (_what, key) => {
    const reply = await make(fresh('long'), key);
    expect([reply.status, reply.code]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
  });

  test('is refused where it could not be honoured', async () => {
    const reply = await send(
      { query: 'mutation { x: __typename }' },
      { 'idempotency-key': 'k', 'content-type': 'application/graphql+json' },
    );
    expect(reply.status).toBe(415);
    expect(reply.text).toContain('Idempotency-Key');
  });

  test('without a key is done each time', async () => {
    const handle = fresh('each');
    const again = () => send({ query: MAKE, variables: { page: { handle, title: 'x' } } }, {});
    expect((await again()).data.at('pageCreate', 'page', 'handle').value).toBe(handle);
    expect((await again()).data.at('pageCreate', 'userErrors', 0, 'message').text()).toContain('taken');
  });
});

describe('every kind of admin change honours its key', () => {
  test('productSet after a crash', async () => {
    const [handle, key] = [fresh('product'), fresh('key')];
    const set = () =>
      change(
        'mutation M($input: ProductSetInput!) { productSet(input: $input) { product { id handle } userErrors { message } } }',
        { input: { handle, title: 'Once' } },
        key,
      );
    const first = await set();
    await crashAfterWrite(key);
    expect((await set()).text).toBe(first.text);
    expect(first.data.at('productSet', 'product', 'handle').value).toBe(handle);
    expect(await rows(sql`select 1 from products where handle = ${handle}`)).toBe(1);
  });

  test('a change of stock after a crash', async () => {
    const key = fresh('key');
    const found = await send(
      {
        query:
          '{ locations(first: 1) { nodes { id } } products(first: 1) { nodes { variants(first: 1) { nodes { inventoryItem { id } } } } } }',
      },
      {},
    );
    const inventoryItemId = found.data.text('products', 'nodes', 0, 'variants', 'nodes', 0, 'inventoryItem', 'id');
    const locationId = found.data.text('locations', 'nodes', 0, 'id');
    const onHand = async () =>
      (
        await send(
          {
            query:
              'query Q($id: ID!, $at: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $at) { quantities(names: ["on_hand"]) { quantity } } } }',
            variables: { id: inventoryItemId, at: locationId },
          },
          {},
        )
      ).data.at('inventoryItem', 'inventoryLevel', 'quantities', 0, 'quantity').value;
    const adjust = () =>
      change(
        'mutation M($input: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $input) { userErrors { message } inventoryAdjustmentGroup { id } } }',
        { input: { name: 'on_hand', reason: 'correction', changes: [{ inventoryItemId, locationId, delta: 3 }] } },
        key,
      );
    const before = Number((await onHand()) ?? 0);
    const first = await adjust();
    expect(first.data.at('inventoryAdjustQuantities', 'userErrors').value).toEqual([]);
    await crashAfterWrite(key);
    expect((await adjust()).data.at('inventoryAdjustQuantities', 'userErrors').value).toEqual([]);
    expect(await onHand()).toBe(before + 3);
  });
});
