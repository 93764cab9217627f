import { describe, expect, it } from 'vitest';
import { upliftOf, variantOf } from '../../commerce/recommendations/experiment.ts';
import type { Neighbours } from '../../commerce/recommendations/neighbours.ts';
import {
  complementsOf,
  forVisitor,
  type Learned,
  nothingLearned,
  type OnSale,
  onSaleFrom,
  relatedTo,
  toBuyAgain,
  togetherWith,
  trendingNow,
} from '../../commerce/recommendations/recommend.ts';
import { type ItemFacts, rerank } from '../../commerce/recommendations/rerank.ts';
import { Scorer } from '../../commerce/recommendations/score.ts';

const item = (id: number, over: Partial<ItemFacts> = {}): ItemFacts => ({
  id,
  kind: `kind ${id}`,
  collections: [],
  available: true,
  unitsSold: 0,
  ...over,
});
const onSale = (...all: ItemFacts[]): OnSale => onSaleFrom(all);
const list = (...pairs: (readonly [number, number])[]): Neighbours => ({
  items: Int32Array.from(pairs, ([to]) => to),
  weights: Float32Array.from(pairs, ([, weight]) => weight),
});
const NONE = list();

function learnedFrom(
  ids: readonly number[],
  over: { related?: Neighbours[]; together?: Neighbours[]; trend?: number[] },
): Learned {
  const fill = (some: Neighbours[] | undefined) => ids.map((_, at) => some?.[at] ?? NONE);
  const shelf = {
    ids,
    related: fill(over.related),
    together: fill(over.together),
    trend: Float32Array.from(ids, (_, at) => over.trend?.[at] ?? 0),
  };
  return { ...nothingLearned, shelf, indexOf: new Map(ids.map((id, at) => [id, at])), scorer: new Scorer(shelf) };
}
const idsOf = (some: readonly { readonly id: number }[]) => some.map((one) => one.id);

describe('lists of a product', () => {
  const learned = learnedFrom([10, 11, 12, 13], {
    related: [list([1, 0.4], [2, 0.2], [3, -0.3])],
    together: [list([3, 0.5])],
  });

  it('show what was learned, the strongest first, with the reason; never what speaks against or the product itself', () => {
    const sources = { learned, onSale: onSale(item(10), item(11), item(12), item(99)), most: 2 };
    expect(relatedTo(10, sources)).toEqual([
      { id: 11, reason: { kind: 'because', productId: 10 } },
      { id: 12, reason: { kind: 'because', productId: 10 } },
    ]);
    expect(idsOf(relatedTo(10, { ...sources, most: 9 }))).toEqual([11, 12, 99]);
  });

  it('alternatives are first of its kind, even where others were learned, and all can be bought', () => {
    const all = onSale(
      item(10, { kind: 'mug', collections: [5] }),
      item(11, { kind: 'tray' }),
      item(20, { kind: 'mug', collections: [5], available: false }),
      item(21, { kind: 'mug', collections: [5] }),
      item(22, { kind: 'bowl', collections: [5], unitsSold: 90 }),
    );
    expect(relatedTo(10, { learned, onSale: all, most: 3 })).toEqual([
      { id: 21, reason: { kind: 'similar', productId: 10 } },
      { id: 11, reason: { kind: 'because', productId: 10 } },
      { id: 22, reason: { kind: 'similar', productId: 10 } },
    ]);
  });

  it('complements are first what is bought together, then related products of another kind', () => {
    const all = onSale(item(10, { kind: 'mug' }), item(11, { kind: 'mug' }), item(12, { kind: 'tray' }), item(13));
    const found = complementsOf(10, { learned, onSale: all, most: 2 });
    expect(found).toEqual([
      { id: 13, reason: { kind: 'together', productId: 10 } },
      { id: 12, reason: { kind: 'because', productId: 10 } },
    ]);
  });

  it('fall back to the same collections, then to popularity', () => {
    const all = onSale(
      item(1, { collections: [5, 6] }),
      item(2, { collections: [5], unitsSold: 3 }),
      item(3, { collections: [5, 6] }),
      item(4, { unitsSold: 50 }),
      item(7),
    );
    expect(relatedTo(1, { learned: nothingLearned, onSale: all, most: 3 })).toEqual([
      { id: 3, reason: { kind: 'similar', productId: 1 } },
      { id: 2, reason: { kind: 'similar', productId: 1 } },
      { id: 4, reason: { kind: 'trending' } },
    ]);
  });

  it('leave out what is sold out or gone, and follow the merchant: pins first, blocked never', () => {
    const all = onSale(item(10), item(11, { available: false }), item(12), item(13), item(14));
    const wished = {
      ...learned,
      controls: new Map([[10, { pinned: [14, 99, 11], blocked: new Set([12]) }]]),
    };
    expect(relatedTo(10, { learned: wished, onSale: all, most: 4 })).toEqual([
      { id: 14, reason: { kind: 'pinned' } },
      { id: 13, reason: { kind: 'trending' } },
    ]);
  });
});

describe('lists of a visitor', () => {
  const all = onSale(item(10), item(11), item(12), item(13), item(14));
  const learned = learnedFrom([10, 11, 12, 13, 14], {
    related: [list([2, 0.5]), list([3, 0.5])],
    trend: [1, 1, 1, 1, 9],
  });

  it('follow this visit: the newest click says most, and what was looked at is not shown again', () => {
    const visit = (looked: readonly number[]) =>
      forVisitor({ looked, inCart: [], bought: [] }, { learned, onSale: all, most: 2 });
    expect(visit([10, 11])).toEqual([
      { id: 12, reason: { kind: 'because', productId: 10 } },
      { id: 13, reason: { kind: 'because', productId: 11 } },
    ]);
    expect(idsOf(visit([11, 10]))).toEqual([13, 12]);
  });

  it('are what is trending for a new one, and still when a product nobody knows was looked at', () => {
    const sources = { learned, onSale: all, most: 1 };
    const nobody = forVisitor({ looked: [], inCart: [], bought: [] }, sources);
    expect(nobody).toEqual([{ id: 14, reason: { kind: 'trending' } }]);
    expect(forVisitor({ looked: [77], inCart: [], bought: [] }, sources)).toEqual(nobody);
    expect(trendingNow(sources)).toEqual(nobody);
  });

  it('add up over a cart', () => {
    const both = learnedFrom([10, 11, 12, 13], { together: [list([2, 0.5], [3, 0.4]), list([3, 0.5])] });
    const sources = { learned: both, onSale: all, most: 1 };
    expect(togetherWith([10, 11], sources)).toEqual([{ id: 13, reason: { kind: 'together', productId: 11 } }]);
    expect(idsOf(togetherWith([10, 11], { ...sources, most: 9 }))).not.toContain(10);
  });

  it('offer again what was bought and can be bought', () => {
    const some = onSale(item(10), item(11, { available: false }), item(12));
    const bought = [10, 11, 12, 99].map((productId, at) => ({ productId, times: at + 1 }));
    expect(idsOf(toBuyAgain(bought, { learned, onSale: some, most: 5 }))).toEqual([12, 10]);
  });
});

describe('re-ranking', () => {
  const terms = (facts: readonly ItemFacts[], margins: Record<number, number> = {}) => ({
    most: 3,
    factsOf: (id: number) => facts.find((one) => one.id === id),
    marginBpsOf: (id: number) => margins[id] ?? null,
    without: new Set<number>(),
  });
  const fits = (...scores: number[]) =>
    scores.map((score, at) => ({ id: at + 1, score, reason: { kind: 'trending' } as const }));

  it('does not show all of one kind', () => {
    const facts = [1, 2, 3].map((id) => item(id, { kind: 'mug' })).concat(item(4, { kind: 'tray' }));
    expect(idsOf(rerank(fits(1, 0.9, 0.85, 0.7), terms(facts)))).toEqual([1, 4, 2]);
  });

  it('lets margin decide between what fits nearly alike, and no more', () => {
    const facts = [item(1), item(2), item(3)];
    expect(idsOf(rerank(fits(1, 0.97, 0.5), terms(facts, { 1: 1_000, 2: 8_000, 3: 10_000 })))).toEqual([2, 1, 3]);
  });

  it('is empty for nothing, and takes a product once with its best score', () => {
    expect(rerank([], terms([item(1)]))).toEqual([]);
    const twice = [...fits(0.1), { id: 1, score: 0.9, reason: { kind: 'pinned' } as const }];
    expect(rerank(twice, terms([item(1)]))).toEqual([twice[1]]);
  });
});

describe('A/B tests', () => {
  const tokens = Array.from({ length: 4_000 }, (_, at) => `visitor ${at}`);

  it('split visitors in halves that stay, and that differ between tests', () => {
    const halfOf = (test: string) => tokens.map((token) => variantOf(test, token));
    const [spring, autumn] = [halfOf('spring'), halfOf('autumn')];
    expect(halfOf('spring')).toEqual(spring);
    const learned = spring.filter((one) => one === 1).length;
    // Five standard deviations of a fair coin.
    expect(Math.abs(learned - 2_000)).toBeLessThan(5 * Math.sqrt(1_000));
    const same = spring.filter((one, at) => one === autumn[at]).length;
    expect(Math.abs(same - 2_000)).toBeLessThan(5 * Math.sqrt(1_000));
  });

  it('tell uplift with its uncertainty, which shrinks with visitors', () => {
    const small = upliftOf({ exposed: 100, ordered: 10 }, { exposed: 100, ordered: 12 });
    expect(small?.uplift).toBeCloseTo(0.2, 9);
    // The ratio's interval by Katz: exp(ln 1.2 ± 1.96 * sqrt(1/10 - 1/100 + 1/12 - 1/100)).
    expect(small?.low).toBeCloseTo(-0.456, 2);
    expect(small?.high).toBeCloseTo(1.649, 2);
    const large = upliftOf({ exposed: 10_000, ordered: 1_000 }, { exposed: 10_000, ordered: 1_200 });
    expect(large?.low).toBeGreaterThan(0);
    expect(upliftOf({ exposed: 10, ordered: 0 }, { exposed: 10, ordered: 5 })).toBeNull();
    expect(upliftOf({ exposed: 0, ordered: 0 }, { exposed: 0, ordered: 0 })).toBeNull();
  });
});
