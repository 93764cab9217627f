import { beforeEach, describe, expect, test } from 'vitest';
import { CatalogueCache, type CatalogueListQuery } from '../../worker/services/catalogue-cache.ts';
import { PaperCatalogue, paperProduct } from '../support/paper-shop.ts';

const FRESH_MS = 1_000;
const STALE_MS = 10_000;

let nowMs = 0;
let records: PaperCatalogue;
let cache: CatalogueCache;
let background: Promise<unknown>[] = [];
const waitUntil = (work: Promise<unknown>) => {
  background.push(work);
};
const titleOf = async (id: number) => (await cache.products([id], waitUntil))[0]?.title;
const query = (over: Partial<CatalogueListQuery> = {}): CatalogueListQuery => ({
  collectionId: null,
  text: null,
  search: null,
  filters: [],
  sort: 'ID',
  reverse: false,
  currency: 'EUR',
  language: 'en',
  ...over,
});

beforeEach(() => {
  nowMs = 0;
  background = [];
  records = new PaperCatalogue([paperProduct(1, 'Sheet'), paperProduct(2, 'Card'), paperProduct(3, 'Box')]);
  cache = new CatalogueCache(
    records,
    () => nowMs,
    { freshMs: FRESH_MS, staleMs: STALE_MS },
    { products: 2, listedIds: 170 },
  );
});

describe('what is known is answered at once', () => {
  test('a warm reading is no promise and asks nothing', async () => {
    await cache.settings(waitUntil);
    await cache.listed(waitUntil);
    await cache.products([1, 2], waitUntil);
    expect(records.readings).toEqual(['settings', 'listed', 'products 1 2']);
    expect(cache.settings(waitUntil)).not.toBeInstanceOf(Promise);
    expect(cache.listed(waitUntil)).not.toBeInstanceOf(Promise);
    expect(cache.listing(query(), waitUntil)).not.toBeInstanceOf(Promise);
    expect(cache.products([2, 1], waitUntil)).toMatchObject([{ id: 2 }, { id: 1 }]);
    expect(cache.peek(1)?.title).toBe('Sheet');
    expect(records.readings).toHaveLength(3);
  });
  test('only what is missing is read, in one reading, and answers keep their order', async () => {
    await cache.products([2], waitUntil);
    const found = await cache.products([3, 2, 99, 1], waitUntil);
    expect(found.map((one) => one?.id ?? null)).toEqual([3, 2, null, 1]);
    expect(records.readings).toEqual(['products 2', 'products 3 99 1']);
  });
  test('that something is not on sale is remembered too', async () => {
    await cache.products([99], waitUntil);
    expect(cache.peek(99)).toBeNull();
    expect(cache.products([99], waitUntil)).toEqual([null]);
    expect(records.readings).toHaveLength(1);
  });
});

describe('age', () => {
  test('stale records serve on while one reading renews them', async () => {
    await titleOf(1);
    records.change([paperProduct(1, 'Sheet, heavier')]);
    nowMs = FRESH_MS;
    const open = records.hold();
    expect(cache.peek(1)).toBeUndefined();
    expect(await titleOf(1)).toBe('Sheet');
    expect(await titleOf(1)).toBe('Sheet');
    expect(records.readings).toHaveLength(2);
    open();
    await Promise.all(background);
    expect(await titleOf(1)).toBe('Sheet, heavier');
    expect(records.readings).toHaveLength(2);
  });
  test('records that cannot be reached leave the stale ones in place, and are asked again', async () => {
    await titleOf(1);
    nowMs = FRESH_MS;
    records.fail(true);
    expect(await titleOf(1)).toBe('Sheet');
    await Promise.all(background);
    records.fail(false);
    expect(await titleOf(1)).toBe('Sheet');
    await Promise.all(background);
    expect(records.readings).toHaveLength(3);
  });
  test('what is too old is read before it is answered, and an outage shows', async () => {
    await titleOf(1);
    records.change([paperProduct(1, 'New')]);
    nowMs = FRESH_MS + STALE_MS;
    expect(await titleOf(1)).toBe('New');
    nowMs += FRESH_MS + STALE_MS;
    records.fail(true);
    await expect(titleOf(1)).rejects.toThrow('away');
  });
});

describe('purges', () => {
  test.each([
    ['product:1', ['listed', 'products 1']],
    ['products', ['listed']],
    ['collection:4', ['settings', 'listed']],
    ['collections', ['settings', 'listed']],
    ['content', ['settings']],
    ['settings', ['settings']],
    ['product:2', ['listed']],
  ])('%s makes anew: %j', async (tag, expected) => {
    const all = async () => {
      await cache.settings(waitUntil);
      await cache.listed(waitUntil);
      await cache.products([1], waitUntil);
    };
    await all();
    records.readings.length = 0;
    cache.purge([tag]);
    await all();
    expect(records.readings).toEqual(expected);
  });
  test('a reading begun before the change is answered but not kept', async () => {
    const open = records.hold();
    const early = Promise.all([titleOf(1), cache.listed(waitUntil), cache.settings(waitUntil)]);
    records.change([paperProduct(1, 'Renamed')]);
    cache.purge(['product:1', 'settings']);
    open();
    expect((await early)[0]).toBe('Sheet');
    expect(await titleOf(1)).toBe('Renamed');
    expect((await cache.listed(waitUntil)).products[0]?.title).toBe('Renamed');
    expect(records.readings.filter((one) => one !== 'settings')).toHaveLength(4);
  });
  test('so is one in the background', async () => {
    await titleOf(1);
    nowMs = FRESH_MS;
    const open = records.hold();
    await titleOf(1);
    records.change([paperProduct(1, 'Renamed')]);
    cache.purge(['product:1']);
    open();
    await Promise.all(background);
    expect(await titleOf(1)).toBe('Renamed');
  });
});

describe('lists', () => {
  const listing = (over: Partial<CatalogueListQuery>) => cache.listing(query(over), waitUntil);
  beforeEach(async () => {
    await cache.listed(waitUntil);
  });

  test('the same question, however it is put, is answered once', () => {
    const one = listing({
      search: ' title:box ',
      filters: [
        { kind: 'tag', value: 'a' },
        { kind: 'vendor', value: 'b' },
      ],
    });
    const same = listing({
      search: 'title:box',
      filters: [
        { value: 'b', kind: 'vendor' },
        { kind: 'tag', value: 'a' },
      ],
    });
    expect(same).toBe(one);
    expect(listing({ search: 'title:sheet' })).not.toBe(one);
    expect(listing({ language: 'de' })).not.toBe(listing({}));
  });
  test('a search narrows the list and what its facets count', async () => {
    const found = await listing({ search: 'title:box OR title:card' });
    expect(found.ids).toEqual([2, 3]);
    expect(found.facets.find((one) => one.kind === 'availability')?.values[0]?.count).toBe(2);
  });
  test('the lists unused for longest leave when there is no more room', () => {
    const first = listing({});
    listing({ sort: 'TITLE' });
    listing({ sort: 'PRICE' });
    expect(listing({})).toBe(first);
    const title = listing({ sort: 'VENDOR' });
    expect(listing({})).toBe(first);
    expect(listing({ sort: 'VENDOR' })).toBe(title);
    expect(records.readings).toEqual(['listed']);
  });
  test('a new reading of the records makes new lists', async () => {
    const before = await listing({});
    cache.purge(['products']);
    records.change([paperProduct(1, 'Sheet')]);
    expect((await listing({})).ids).toEqual([1]);
    expect(before.ids).toEqual([1, 2, 3]);
  });
});

test('the products unused for longest leave when there is no more room', async () => {
  await titleOf(1);
  await titleOf(2);
  cache.peek(1);
  await titleOf(3);
  expect(cache.peek(1)?.id).toBe(1);
  expect(cache.peek(2)).toBeUndefined();
  expect(cache.peek(3)?.id).toBe(3);
});
