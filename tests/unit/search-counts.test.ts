import { describe, expect, it, vi } from 'vitest';
import {
  clickShare,
  countedQuery,
  isLearnable,
  learnedQueries,
  type QueryCounts,
} from '../../commerce/search-analytics/search-counts.ts';
import { isProgram } from '../../worker/http/search-notes.ts';
import { LearnedSearches } from '../../worker/services/learned-searches.ts';

const counts = (over: Partial<QueryCounts>): QueryCounts => ({
  locale: 'en',
  query: 'vase',
  searches: 10,
  withoutResults: 0,
  clicks: 4,
  orders: 0,
  days: 3,
  ...over,
});

describe('a counted query', () => {
  it.each([
    ['  Blue\t VASE ', 'blue vase'],
    ['ＶＡＳＥ', 'vase'],
    ['花瓶', '花瓶'],
    ['وعاء', 'وعاء'],
    ['26 cm', '26 cm'],
    ['a\u200bb', 'a b'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(countedQuery(typed)).toBe(kept);
  });

  it.each(['', '   ', '???', 'ida@example.org', '+49 170 1234567', '4242 4242 4242 4242', '٠١٢٣٤٥٦٧٨', 'x'.repeat(81)])(
    '%j is not kept',
    (typed) => {
      expect(countedQuery(typed)).toBeNull();
    },
  );
});

describe('a query worth suggesting', () => {
  it('is searched often, on several days, finds something, and is opened', () => {
    expect(isLearnable(counts({}))).toBe(true);
    expect(isLearnable(counts({ searches: 4 }))).toBe(false);
    expect(isLearnable(counts({ days: 1 }))).toBe(false);
    expect(isLearnable(counts({ withoutResults: 5 }))).toBe(false);
    expect(isLearnable(counts({ clicks: 0 }))).toBe(false);
  });

  it('stands before others when more is opened and ordered, and ties are in order of letters', () => {
    const all = [
      counts({ query: 'b' }),
      counts({ query: 'a' }),
      counts({ query: 'opened', clicks: 9 }),
      counts({ query: 'ordered', orders: 3 }),
      counts({ query: 'once', days: 1, searches: 500 }),
    ];
    expect(learnedQueries(all, 10)).toEqual(['ordered', 'opened', 'a', 'b']);
    expect(learnedQueries(all, 1)).toEqual(['ordered']);
  });

  it('has a share of clicks between 0 and 1', () => {
    expect([
      clickShare({ searches: 0, clicks: 3 }),
      clickShare({ searches: 4, clicks: 1 }),
      clickShare({ searches: 2, clicks: 3 }),
    ]).toEqual([0, 0.25, 1]);
  });
});

describe('what an isolate remembers of it', () => {
  it('is by language, read anew after ten minutes, and survives the records being away', async () => {
    let nowMs = Date.UTC(2030, 0, 15);
    const asked: string[] = [];
    let isAway = false;
    const learned = new LearnedSearches(
      {
        learnFrom: async (days) => {
          asked.push(`${days.from}..${days.until}`);
          if (isAway) throw new Error('away');
          return [counts({ query: `vase ${asked.length}` }), counts({ locale: 'de', query: 'schale' })];
        },
      },
      () => nowMs,
    );
    const background: Promise<unknown>[] = [];
    const get = (locale: string) => learned.get(locale, (work) => background.push(work));
    expect(await get('en')).toEqual(['vase 1']);
    expect(await get('de')).toEqual(['schale']);
    expect(await get('fr')).toEqual([]);
    expect(asked).toEqual(['2029-10-17..2030-01-15']);
    nowMs += 600_001;
    expect(get('en')).toEqual(['vase 1']);
    await Promise.all(background);
    expect(get('en')).toEqual(['vase 2']);
    isAway = true;
    const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    nowMs += 600_001;
    get('en');
    await Promise.all(background);
    expect(get('en')).toEqual(['vase 2']);
    expect(reported).toHaveBeenCalledOnce();
    reported.mockRestore();
  });
});

describe('a program', () => {
  it.each([
    null,
    '',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/147.0.0.0 Safari/537.36',
    'curl/8.5.0',
    'Mozilla/5.0 (compatible; bingbot/2.0; +https://www.bing.com/bingbot.htm)',
  ])('%j is one', (agent) => {
    expect(isProgram(agent)).toBe(true);
  });

  it.each([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 13; CUBOT_X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  ])('%j is none', (agent) => {
    expect(isProgram(agent)).toBe(false);
  });
});
