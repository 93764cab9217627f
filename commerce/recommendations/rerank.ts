/** From what fits to what is shown: nothing that cannot be bought, a little for margin, not all of one kind. */

/** A product that could be shown. */
export interface Candidate {
  readonly id: number;
  /** How well it fits; comparable within one list only. */
  readonly score: number;
  readonly reason: Reason;
}

/** Why something is shown. `productId`: what it goes back to, where there is one. */
export type Reason =
  | { readonly kind: 'pinned' | 'trending' | 'bought' }
  | { readonly kind: 'because' | 'together' | 'similar'; readonly productId: number };

/** What ranking must know of a product. */
export interface ItemFacts {
  readonly id: number;
  /** Products of one kind stand for each other. */
  readonly kind: string;
  readonly collections: readonly number[];
  readonly available: boolean;
  readonly unitsSold: number;
}

export interface RerankTerms {
  readonly most: number;
  factsOf(id: number): ItemFacts | undefined;
  /** What is left of a price after cost, in basis points; null where unknown. */
  marginBpsOf(id: number): number | null;
  /** Never shown here. */
  readonly without: ReadonlySet<number>;
}

/** A whole price's worth of margin more counts as this share of fit more. */
const MARGIN_PULL = 0.2;
const TYPICAL_MARGIN_BPS = 5_000;
/** What another of a kind already shown loses of its fit; a third loses no more than a second. */
const SAMENESS = 0.35;

const sameness = (a: ItemFacts, b: ItemFacts): number => {
  if (a.kind !== '' && a.kind === b.kind) return 1;
  const shared = a.collections.filter((id) => b.collections.includes(id)).length;
  return shared === 0 ? 0 : (0.4 * shared) / Math.max(a.collections.length, b.collections.length);
};

/**
 * Chooses what is shown, the best first: of each product the best candidate, those that are gone or sold out left out, then one at a time the best fit
 * less its likeness to what is already chosen (maximal marginal relevance). Equal ones by id. Empty in, empty out.
 * Source: Carbonell and Goldstein, The Use of MMR, 1998
 */
export function rerank(candidates: readonly Candidate[], terms: RerankTerms): readonly Candidate[] {
  const best = new Map<number, Candidate>();
  for (const one of candidates) {
    if (terms.without.has(one.id) || !(one.score > 0)) continue;
    const known = best.get(one.id);
    if (!known || known.score < one.score) best.set(one.id, one);
  }
  const top = Math.max(...[...best.values()].map((one) => one.score), Number.MIN_VALUE);
  const open = [...best.values()].flatMap((candidate) => {
    const facts = terms.factsOf(candidate.id);
    if (!facts?.available) return [];
    const margin = (terms.marginBpsOf(candidate.id) ?? TYPICAL_MARGIN_BPS) - TYPICAL_MARGIN_BPS;
    return [{ candidate, facts, fit: (candidate.score / top) * (1 + (MARGIN_PULL * margin) / 10_000), like: 0 }];
  });
  open.sort((a, b) => b.fit - a.fit || a.candidate.id - b.candidate.id);
  // Far down the list nothing is left to gain, and the choice below costs the product of both lengths.
  open.splice(terms.most * 6);
  const chosen: Candidate[] = [];
  while (chosen.length < terms.most && open.length > 0) {
    let at = 0;
    const worth = (place: number) => {
      const one = open[place];
      return one ? one.fit * (1 - SAMENESS * one.like) : 0;
    };
    for (let place = 1; place < open.length; place += 1) if (worth(place) > worth(at)) at = place;
    const [next] = open.splice(at, 1);
    if (!next) break;
    chosen.push(next.candidate);
    for (const one of open) one.like = Math.max(one.like, sameness(one.facts, next.facts));
  }
  return chosen;
}
