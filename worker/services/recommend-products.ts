import { type RunningTest, type ShelfName, variantOf } from '../../commerce/recommendations/experiment.ts';
import {
  complementsOf,
  forVisitor,
  type Learned,
  type OnSale,
  onSaleFrom,
  popularBeside,
  type Recommendation,
  relatedTo,
  toBuyAgain,
  togetherWith,
  trendingNow,
} from '../../commerce/recommendations/recommend.ts';
import type { ItemFacts } from '../../commerce/recommendations/rerank.ts';
import type { Exposure } from '../ports/recommendations.ts';
import type { ListedSnapshot } from './catalogue-cache.ts';

const kept = new WeakMap<ListedSnapshot, OnSale>();

/** What is on sale as recommendations look at it; made once per snapshot of the catalogue, whose stock is that of the moment it was read or purged. */
export function onSaleOf(snapshot: ListedSnapshot): OnSale {
  const known = kept.get(snapshot);
  if (known) return known;
  const all: ItemFacts[] = snapshot.products.map((one) => ({
    id: one.id,
    kind: one.productType,
    collections: one.collections.map(({ id }) => id),
    available: one.variants.some((variant) => variant.available),
    unitsSold: one.unitsSold,
  }));
  const made = onSaleFrom(all);
  kept.set(snapshot, made);
  return made;
}

/** What is asked for. */
export type Wish =
  | { readonly kind: 'related' | 'complements'; readonly productId: number }
  | { readonly kind: 'together'; readonly productIds: readonly number[] }
  | {
      readonly kind: 'for-visitor';
      readonly looked: readonly number[];
      readonly inCart: readonly number[];
      readonly bought: readonly number[];
    }
  | { readonly kind: 'trending' }
  /** What is popular, in a place where something else would be learned: `of` names the product whose pins hold. */
  | { readonly kind: 'popular'; readonly of: number | null; readonly without: readonly number[] }
  | { readonly kind: 'again'; readonly bought: readonly { readonly productId: number; readonly times: number }[] };

/** Products for a wish, the best first, at most `most`. Nothing is read: everything is at hand. */
export function recommend(
  wish: Wish,
  learned: Learned,
  snapshot: ListedSnapshot,
  most: number,
): readonly Recommendation[] {
  const sources = { learned, onSale: onSaleOf(snapshot), most };
  switch (wish.kind) {
    case 'related':
      return relatedTo(wish.productId, sources);
    case 'complements':
      return complementsOf(wish.productId, sources);
    case 'together':
      return togetherWith(wish.productIds, sources);
    case 'for-visitor':
      return forVisitor(wish, sources);
    case 'trending':
      return trendingNow(sources);
    case 'popular':
      return popularBeside(wish.of, wish.without, sources);
    case 'again':
      return toBuyAgain(wish.bought, sources);
  }
}

/** The same place without what was learned: what the other half of a test sees. */
export function unlearned(wish: Wish): Wish {
  switch (wish.kind) {
    case 'related':
    case 'complements':
      return { kind: 'popular', of: wish.productId, without: [wish.productId] };
    case 'together':
      return { kind: 'popular', of: wish.productIds[0] ?? null, without: wish.productIds };
    case 'for-visitor':
      return { kind: 'popular', of: null, without: [...wish.inCart, ...wish.looked, ...wish.bought] };
    case 'trending':
    case 'popular':
    case 'again':
      return wish;
  }
}

/** What somebody is shown on a shelf, and the exposure to note where a test runs there. */
export interface Tested {
  readonly wish: Wish;
  readonly exposure: Omit<Exposure, 'atMs'> | null;
}

/** Decides the half of whoever looks at a shelf; without a test there, or without anybody to tell apart, everything learned is shown. */
export function tested(wish: Wish, shelf: ShelfName, visitor: string | null, test: RunningTest | null): Tested {
  if (visitor === null || test === null || !test.shelves.includes(shelf)) return { wish, exposure: null };
  const variant = variantOf(test.name, visitor);
  return {
    wish: variant === 1 ? wish : unlearned(wish),
    exposure: { experiment: test.name, shelf, visitor, variant },
  };
}
