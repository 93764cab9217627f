/**
 * The shop's recommendations from learned tables, what is on sale, and the merchant's wishes. Each list falls back, in this order, to what was learned, to
 * products of the same collections, to what is popular; so a new product or visitor sees something sensible.
 */

import type { RunningTest } from './experiment.ts';
import type { Neighbours } from './neighbours.ts';
import { type Candidate, type ItemFacts, type Reason, rerank } from './rerank.ts';
import { Scorer, type Taken } from './score.ts';
import { emptyShelf, type Shelf } from './shelf.ts';

/** What the merchant wants with one product. */
export interface Controls {
  /** Shown first, in this order. */
  readonly pinned: readonly number[];
  readonly blocked: ReadonlySet<number>;
}

/** What an isolate keeps of a training. */
export interface Learned {
  readonly shelf: Shelf;
  readonly indexOf: ReadonlyMap<number, number>;
  readonly scorer: Scorer;
  readonly marginBps: ReadonlyMap<number, number>;
  readonly controls: ReadonlyMap<number, Controls>;
  /** The running A/B test; null: none. */
  readonly experiment: RunningTest | null;
}

/** Products on sale, looked up without a walk over all of them. */
export interface OnSale {
  /** Best sellers first. */
  readonly all: readonly ItemFacts[];
  readonly byId: ReadonlyMap<number, ItemFacts>;
  /** Best sellers first. */
  readonly byCollection: ReadonlyMap<number, readonly ItemFacts[]>;
}

/** Orders and indexes products on sale. */
export function onSaleFrom(items: readonly ItemFacts[]): OnSale {
  const all = items.toSorted((a, b) => b.unitsSold - a.unitsSold || a.id - b.id);
  const byCollection = new Map<number, ItemFacts[]>();
  for (const one of all)
    for (const id of one.collections) {
      const members = byCollection.get(id);
      if (members) members.push(one);
      else byCollection.set(id, [one]);
    }
  return { all, byId: new Map(all.map((one) => [one.id, one])), byCollection };
}

export interface Recommendation {
  readonly id: number;
  readonly reason: Reason;
}

/** Before the first training. */
export const nothingLearned: Learned = {
  shelf: emptyShelf,
  indexOf: new Map(),
  scorer: new Scorer(emptyShelf),
  marginBps: new Map(),
  controls: new Map(),
  experiment: null,
};

/** Weights of the sources of one list: what was learned weighs up to 1, so the others only break ties and fill up. */
const COLLECTION = 0.3;
const POPULAR = 0.02;
/** A look counts this much of a purchase. */
const LOOK = 0.5;
const CLICK_FADE = 0.8;
const HOUR_MS = 3_600_000;
const DEEP = 60;
/** Best sellers of each collection that are compared. */
const MEMBERS = 200;

interface Sources {
  readonly learned: Learned;
  readonly onSale: OnSale;
  readonly most: number;
}

/** Alternatives to a product: those of its kind first, for only they do what it does. */
export function relatedTo(id: number, sources: Sources): readonly Recommendation[] {
  const found = [
    ...near(id, 'related', 'because', sources),
    ...fromCollections(id, 'any', sources),
    ...popular(sources),
  ].map((one) => (sameKind(id, one.id, sources) ? { ...one, score: one.score + 1 } : one));
  return shown(id, [id], found, sources);
}

/** What goes well with a product: bought together first, and rather of another kind. */
export function complementsOf(id: number, sources: Sources): readonly Recommendation[] {
  const found = [
    ...near(id, 'together', 'together', sources).map((one) => ({ ...one, score: one.score + 1 })),
    ...near(id, 'related', 'because', sources).filter((one) => !sameKind(id, one.id, sources)),
    ...fromCollections(id, 'other kinds', sources),
    ...popular(sources),
  ];
  return shown(id, [id], found, sources);
}

/** What is bought together with all that is in a cart; nothing of what is in it. */
export function togetherWith(ids: readonly number[], sources: Sources): readonly Recommendation[] {
  const found = ids.flatMap((id) => [
    ...near(id, 'together', 'together', sources).map((one) => ({ ...one, score: one.score + 1 })),
    ...near(id, 'related', 'because', sources),
    ...fromCollections(id, 'other kinds', sources),
  ]);
  return shown(ids[0] ?? null, ids, [...summed(found), ...popular(sources)], sources);
}

/** For one visitor: by what they looked at in this visit (newest first), what is in their cart, and what they bought. Nothing known: what is trending. */
export function forVisitor(
  visit: { readonly looked: readonly number[]; readonly inCart: readonly number[]; readonly bought: readonly number[] },
  sources: Sources,
): readonly Recommendation[] {
  const { shelf, indexOf, scorer } = sources.learned;
  const history: Taken[] = [];
  const add = (id: number, weight: number) => {
    const item = indexOf.get(id);
    if (item !== undefined) history.push({ item, ageMs: HOUR_MS, weight });
  };
  for (const [place, id] of visit.looked.entries()) add(id, LOOK * CLICK_FADE ** place);
  for (const id of [...visit.inCart, ...visit.bought]) add(id, 1);
  const known = [...visit.inCart, ...visit.looked, ...visit.bought];
  const ranked = history.length > 0 ? scorer.best(history, 'new', DEEP) : { items: [], weights: [] };
  const top = ranked.weights[0] ?? 1;
  const found = Array.from(ranked.items, (item, place) => {
    const id = shelf.ids[item] ?? 0;
    const source = strongest(id, known, sources.learned);
    const reason: Reason = source === null ? { kind: 'trending' } : { kind: 'because', productId: source };
    return { id, score: (ranked.weights[place] ?? 0) / top, reason };
  });
  const alike = visit.looked.slice(0, 3).flatMap((id) => fromCollections(id, 'any', sources));
  return shown(null, known, [...found, ...alike, ...popular(sources)], sources);
}

/** What is taken these days; without a training, what sold best. */
export function trendingNow(sources: Sources): readonly Recommendation[] {
  return shown(null, [], popular(sources), sources);
}

/**
 * What is taken these days without some products: the half of a test that nothing was learned for. A merchant's pins and blocks hold in both halves; `of` names
 * the product whose they are.
 */
export function popularBeside(
  of: number | null,
  without: readonly number[],
  sources: Sources,
): readonly Recommendation[] {
  return shown(of, without, popular(sources), sources);
}

/** What a visitor bought before and can buy now, most often first. */
export function toBuyAgain(
  bought: readonly { readonly productId: number; readonly times: number }[],
  sources: Sources,
): readonly Recommendation[] {
  return bought
    .filter(({ productId }) => sources.onSale.byId.get(productId)?.available === true)
    .toSorted((a, b) => b.times - a.times)
    .slice(0, sources.most)
    .map(({ productId }) => ({ id: productId, reason: { kind: 'bought' } }));
}

function near(
  id: number,
  table: 'related' | 'together',
  kind: 'because' | 'together',
  { learned }: Sources,
): readonly Candidate[] {
  const index = learned.indexOf.get(id);
  const list: Neighbours | undefined = index === undefined ? undefined : learned.shelf[table][index];
  if (!list) return [];
  const top = list.weights.find((weight) => weight > 0) ?? 1;
  return Array.from(list.items, (item, place) => ({
    id: learned.shelf.ids[item] ?? 0,
    score: (list.weights[place] ?? 0) / top,
    reason: { kind, productId: id },
  }));
}

const sameKind = (a: number, b: number, { onSale }: Sources) => onSale.byId.get(a)?.kind === onSale.byId.get(b)?.kind;

/** Products that share collections with one, the nearest first, best sellers among equals. */
function fromCollections(id: number, which: 'any' | 'other kinds', sources: Sources): readonly Candidate[] {
  const { onSale } = sources;
  const own = onSale.byId.get(id);
  if (!own || own.collections.length === 0) return [];
  const members = new Set(own.collections.flatMap((each) => (onSale.byCollection.get(each) ?? []).slice(0, MEMBERS)));
  return [...members]
    .flatMap((one) => {
      const shared = one.collections.filter((each) => own.collections.includes(each)).length;
      return one.id === id || (which === 'other kinds' && sameKind(id, one.id, sources)) ? [] : [{ one, shared }];
    })
    .sort((a, b) => b.shared - a.shared || b.one.unitsSold - a.one.unitsSold || a.one.id - b.one.id)
    .slice(0, DEEP)
    .map(({ one, shared }, place) => ({
      id: one.id,
      score: (COLLECTION * shared) / own.collections.length - place * 1e-4 + POPULAR,
      reason: { kind: 'similar', productId: id },
    }));
}

const popularLists = new WeakMap<OnSale, WeakMap<Learned, readonly Candidate[]>>();

/** What is taken these days, best sellers among equals; made once for what was learned and is on sale. */
function popular({ learned, onSale }: Sources): readonly Candidate[] {
  const lists = popularLists.get(onSale) ?? new WeakMap<Learned, readonly Candidate[]>();
  popularLists.set(onSale, lists);
  const known = lists.get(learned);
  if (known) return known;
  const { indexOf, shelf } = learned;
  const trendOf = (id: number) => shelf.trend[indexOf.get(id) ?? -1] ?? 0;
  const made = onSale.all
    .map((one, place) => ({ one, place, trend: trendOf(one.id) }))
    .sort((a, b) => b.trend - a.trend || a.place - b.place)
    .slice(0, DEEP)
    .map(
      ({ one }, place): Candidate => ({
        id: one.id,
        score: POPULAR * (1 - place / (DEEP + 1)),
        reason: { kind: 'trending' },
      }),
    );
  lists.set(learned, made);
  return made;
}

/** Adds up what several sources say of a product; the strongest one's reason stays. */
function summed(candidates: readonly Candidate[]): readonly Candidate[] {
  const sums = new Map<number, { score: number; best: Candidate }>();
  for (const one of candidates) {
    const known = sums.get(one.id);
    if (!known) sums.set(one.id, { score: one.score, best: one });
    else {
      known.score += one.score;
      if (one.score > known.best.score) known.best = one;
    }
  }
  return [...sums.values()].map(({ score, best }) => ({ ...best, score }));
}

/** Of some products the one that speaks most for another; null when none does. */
function strongest(id: number, among: readonly number[], { shelf, indexOf }: Learned): number | null {
  const wanted = indexOf.get(id);
  let found: number | null = null;
  let most = 0;
  for (const from of among) {
    const near = shelf.related[indexOf.get(from) ?? -1];
    const place = near?.items.indexOf(wanted ?? -1) ?? -1;
    const weight = place < 0 ? 0 : (near?.weights[place] ?? 0);
    if (weight > most) [found, most] = [from, weight];
  }
  return found;
}

/** Pins first, then the rest re-ranked; `of` names the product whose pins and blocks hold, `without` is never shown. */
function shown(
  of: number | null,
  without: readonly number[],
  found: readonly Candidate[],
  { learned, onSale, most }: Sources,
): readonly Recommendation[] {
  const controls = of === null ? undefined : learned.controls.get(of);
  const hidden = new Set([...without, ...(controls?.blocked ?? [])]);
  const pins = (controls?.pinned ?? []).filter((id) => !hidden.has(id) && onSale.byId.get(id)?.available === true);
  const rest = rerank(found, {
    most: Math.max(0, most - pins.length),
    factsOf: (id) => onSale.byId.get(id),
    marginBpsOf: (id) => learned.marginBps.get(id) ?? null,
    without: new Set([...hidden, ...pins]),
  });
  return [
    ...pins.map((id) => ({ id, reason: { kind: 'pinned' } as const })),
    ...rest.map(({ id, reason }) => ({ id, reason })),
  ].slice(0, most);
}
