import { expect, test } from 'vitest';
import { ResponseCache } from '../../worker/graphql/http/response-cache.ts';

test('an answer is fresh for its time and gone with any of its tags', () => {
  const cache = new ResponseCache(1_000);
  cache.set('a', '{"data":1}', new Set(['product:1', 'products']), 0);
  cache.set('b', '{"data":2}', new Set(['product:2']), 0);
  expect(cache.get('a', 999)).toEqual({ text: '{"data":1}', tags: 'product:1,products' });
  expect(cache.get('a', 1_000)).toBeNull();
  cache.set('a', '{"data":1}', new Set(['product:1', 'products']), 2_000);
  cache.purge(['product:2']);
  expect(cache.get('b', 0)).toBeNull();
  expect(cache.get('a', 2_001)).not.toBeNull();
  cache.purge(['products']);
  expect(cache.get('a', 2_001)).toBeNull();
});

test('a purge is counted, so that an answer begun before it is not kept after it', () => {
  const cache = new ResponseCache(1_000);
  const before = cache.purges;
  cache.purge(['product:1']);
  expect(cache.purges).not.toBe(before);
});

test('the oldest answers leave when the isolate’s share is full', () => {
  const cache = new ResponseCache(1_000);
  const text = 'x'.repeat(9_000_000);
  for (const key of ['a', 'b', 'c']) cache.set(key, text, new Set(), 0);
  expect(cache.get('a', 0)).toBeNull();
  expect(cache.get('c', 0)?.text).toHaveLength(9_000_000);
});
