import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RANKING,
  decayedUnits,
  placePins,
  type RankingRule,
  rulesFor,
  signalParts,
  TEXT_ONLY_RANKING,
} from '../../commerce/search/ranking-rules.ts';
import { SearchEngine } from '../../commerce/search/search-engine.ts';
import { anySearch } from '../../commerce/search/search-request.ts';
import { judgedMissing, readEsci, readIcecat } from '../support/judged-catalogues.ts';
import { ndcgAt10, plainBm25 } from '../support/ranking-quality.ts';

const row = (signals: object) => ({ id: 1, title: 'x', values: {}, numbers: {}, signals, isHidden: false });
const scale = { popularity: 100, conversion: 0.1 };
const DAY_MS = 86_400_000;

describe('signals', () => {
  it('multiply by what is known, and by nothing for what is not', () => {
    expect(signalParts(row({}), DEFAULT_RANKING, scale, 0)).toEqual([]);
    expect(signalParts(row({ popularity: 100, stock: 0 }), TEXT_ONLY_RANKING, scale, 0)).toEqual([]);
    const parts = signalParts(
      row({ popularity: 100, stock: 0, publishedAtMs: 0 }),
      DEFAULT_RANKING,
      scale,
      30 * DAY_MS,
    );
    expect(parts).toEqual([
      { name: 'popularity', value: 100, factor: 1.2 },
      { name: 'stock', value: 0, factor: 0.7 },
      { name: 'newness', value: 30, factor: 1.025 },
    ]);
  });

  it('let old sales fade', () => {
    expect(
      decayedUnits(
        [
          { ageDays: 0, units: 4 },
          { ageDays: 30, units: 4 },
          { ageDays: 60, units: 4 },
        ],
        30,
      ),
    ).toBe(7);
  });
});

describe('rules', () => {
  const rule = (given: Partial<RankingRule>): RankingRule => ({
    id: 1,
    kind: 'pin',
    query: null,
    collectionId: null,
    productIds: [],
    valueName: null,
    value: null,
    factor: 1,
    position: 1,
    startsAtMs: null,
    endsAtMs: null,
    ...given,
  });

  it('hold for their query, their collection and their time', () => {
    const holds = (given: Partial<RankingRule>, nowMs = 50) =>
      rulesFor({ ...TEXT_ONLY_RANKING, rules: [rule(given)] }, { query: ' Red  MUG', collectionId: 7 }, nowMs)
        .length === 1;
    expect(holds({ query: 'red mug' })).toBe(true);
    expect(holds({ query: 'mug' })).toBe(false);
    expect(holds({ collectionId: 7 })).toBe(true);
    expect(holds({ collectionId: 8 })).toBe(false);
    expect(holds({ startsAtMs: 51 })).toBe(false);
    expect(holds({ endsAtMs: 50 })).toBe(false);
    expect(holds({ startsAtMs: 50, endsAtMs: 51 })).toBe(true);
  });

  it('place pins in, before and behind what was found', () => {
    const all = () => true;
    expect(placePins([1, 2, 3], [rule({ productIds: [3, 9], position: 1 })], all)).toEqual([3, 9, 1, 2]);
    expect(placePins([1, 2, 3], [rule({ productIds: [1], position: 3 })], all)).toEqual([2, 3, 1]);
    expect(placePins([1, 2], [rule({ productIds: [9], position: 100 })], all)).toEqual([1, 2, 9]);
    expect(placePins([1, 2], [rule({ productIds: [9] })], (id) => id !== 9)).toEqual([1, 2]);
  });
});

describe.skipIf(judgedMissing !== null)(
  `judged catalogues${judgedMissing === null ? '' : ` (skipped: ${judgedMissing})`}`,
  () => {
    it.each([
      ['ESCI', readEsci],
      ['Icecat', readIcecat],
    ])(
      '%s is ranked better than by plain BM25',
      (_name, read) => {
        const set = read();
        const engine = new SearchEngine('en', () => 0);
        engine.put(set.documents);
        const plain = plainBm25(set.documents.map((one) => ({ id: one.id, texts: set.plain(one) })));
        let [ours, baseline] = [0, 0];
        for (const [query, gains] of set.judgments) {
          ours += ndcgAt10(
            engine.search({ ...anySearch('en', query), limit: 10 }).hits.map((hit) => hit.id),
            gains,
          );
          baseline += ndcgAt10(plain(query), gains);
        }
        expect(ours / baseline).toBeGreaterThanOrEqual(1.05);
      },
      60_000,
    );
  },
);
