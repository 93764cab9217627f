import {
  complementsOf,
  forVisitor,
  type Learned,
  type OnSale,
  onSaleFrom,
  type Recommendation,
  relatedTo,
  toBuyAgain,
  togetherWith,
  trendingNow,
} from '../../commerce/recommendations/recommend.ts';
import type { ItemFacts } from '../../commerce/recommendations/rerank.ts';
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
    case 'again':
      return toBuyAgain(wish.bought, sources);
  }
}
