import { expect, test } from 'vitest';
import { PageCache } from '../../worker/http/page-cache.ts';

/** The one store a page cache needs, by address. */
function storage() {
  const pages = new Map<string, Response>();
  const cache = {
    match: async (request: Request) => pages.get(request.url)?.clone(),
    put: async (request: Request, response: Response) => void pages.set(request.url, response),
  };
  return async () => cache as unknown as Cache;
}

const page = (text: string) =>
  new Response(text, {
    headers: { 'cache-control': 'public, s-maxage=60, stale-while-revalidate=600', 'cache-tag': 'product:1' },
  });

/** A shop of one page, its clock, and what it shows. */
function shop() {
  const state = { nowMs: 1_000, text: 'before' };
  const cache = new PageCache(storage(), () => state.nowMs);
  const work: Promise<unknown>[] = [];
  const ask = async (render = async () => page(state.text)) => {
    const response = await cache.respond(new Request('http://shop.test/p'), render, (one) => void work.push(one));
    const answer = { text: await response.text(), state: response.headers.get('x-cache') };
    await Promise.all(work.splice(0));
    return answer;
  };
  return { state, cache, ask };
}

test('a page is kept, and made anew once it was purged', async () => {
  const { state, cache, ask } = shop();
  expect(await ask()).toEqual({ text: 'before', state: 'MISS' });
  state.text = 'after';
  state.nowMs += 5_000;
  expect(await ask()).toEqual({ text: 'before', state: 'HIT' });
  cache.purge(['product:1']);
  expect(await ask()).toEqual({ text: 'after', state: 'MISS' });
});

test('a page that was being made while it was purged is not kept: it may say what was true before', async () => {
  const { state, cache, ask } = shop();
  const slow = ask(async () => {
    const made = page(state.text);
    state.nowMs += 300;
    state.text = 'after';
    cache.purge(['product:1']);
    state.nowMs += 300;
    return made;
  });
  expect(await slow).toEqual({ text: 'before', state: 'MISS' });
  expect(await ask()).toEqual({ text: 'after', state: 'MISS' });
});

test('nor is one that was made anew behind a stale answer', async () => {
  const { state, cache, ask } = shop();
  await ask();
  state.nowMs += 61_000;
  const stale = await ask(async () => {
    const made = page('in between');
    state.nowMs += 300;
    cache.purge(['product:1']);
    state.nowMs += 300;
    return made;
  });
  expect(stale).toEqual({ text: 'before', state: 'STALE' });
  state.text = 'after';
  expect(await ask()).toEqual({ text: 'after', state: 'MISS' });
});
