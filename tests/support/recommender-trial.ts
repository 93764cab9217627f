import { alsCustomers, startAls, stepAls } from '../../commerce/recommendations/als.ts';
import { type EaseState, easeWeight, startEase, stepEase } from '../../commerce/recommendations/ease.ts';
import { product } from '../../commerce/recommendations/factors.ts';
import { gramOf } from '../../commerce/recommendations/gram.ts';
import { ndcg } from '../../commerce/recommendations/ndcg.ts';
import { heaviest } from '../../commerce/recommendations/neighbours.ts';
import { startNmf, stepNmf } from '../../commerce/recommendations/nmf.ts';
import { Popularity } from '../../commerce/recommendations/popularity.ts';
import {
  customerRows,
  type PurchaseLog,
  type SparseRows,
  transposed,
} from '../../commerce/recommendations/purchase-log.ts';
import { Scorer, type Taken } from '../../commerce/recommendations/score.ts';
import { relatedOf, type Shelf, togetherOf, trendOf } from '../../commerce/recommendations/shelf.ts';
import type { HeldOut } from './retail-log.ts';

const CUT = 10;
const DAY_MS = 86_400_000;

/** Quality over every customer with a held-out invoice. */
export interface Quality {
  readonly newItems: number;
  readonly allItems: number;
  /** Share of all items that anybody was recommended among new ones. */
  readonly coverage: number;
}

/** Ranks for one customer; `seen` are the items they took before, to be left out of the ranking when given. */
export type Ranker = (customer: number, atMs: number, seen: ReadonlySet<number> | null) => ArrayLike<number>;

/** Full ranking, no sampled negatives, in the order of time so that what is popular these days can move along. */
export function judge({ train, last }: HeldOut, rank: Ranker): Quality {
  const sums = { all: 0, allOf: 0, fresh: 0, freshOf: 0 };
  const shown = new Set<number>();
  const order = last.flatMap((basket, customer) => (basket ? [{ basket, customer }] : []));
  order.sort((a, b) => a.basket.atMs - b.basket.atMs);
  for (const { basket, customer } of order) {
    const seen = new Set((train.customers[customer] ?? []).flatMap((one) => [...one.items]));
    const all = ndcg(rank(customer, basket.atMs, null), new Set(basket.items), CUT);
    const ranking = rank(customer, basket.atMs, seen);
    const fresh = ndcg(ranking, new Set(basket.items.filter((item) => !seen.has(item))), CUT);
    for (let place = 0; place < ranking.length; place += 1) shown.add(ranking[place] ?? -1);
    if (all !== null) {
      sums.all += all;
      sums.allOf += 1;
    }
    if (fresh !== null) {
      sums.fresh += fresh;
      sums.freshOf += 1;
    }
  }
  return {
    newItems: sums.fresh / sums.freshOf,
    allItems: sums.all / sums.allOf,
    coverage: shown.size / train.items.length,
  };
}

/** A ranker from scores of all items, filled by `score` for a customer. */
function dense(width: number, score: (customer: number, out: Float64Array) => void): Ranker {
  const out = new Float64Array(width);
  let filledFor = -1;
  return (customer, _atMs, seen) => {
    if (filledFor !== customer) {
      out.fill(0);
      score(customer, out);
      filledFor = customer;
    }
    const least = 1e-12;
    return heaviest(candidates(out, seen, least), CUT).items;
  };
}

function* candidates(out: Float64Array, seen: ReadonlySet<number> | null, least: number) {
  for (let item = 0; item < out.length; item += 1)
    if (!seen?.has(item)) yield [item, Math.max(least, out[item] ?? 0)] as const;
}

/** Everything a customer took before, as the scorer wants it. */
export const historyOf = (log: PurchaseLog, customer: number, atMs: number): Taken[] =>
  (log.customers[customer] ?? []).flatMap((basket) =>
    Array.from(basket.items, (item) => ({ item, ageMs: Math.max(0, atMs - basket.atMs), weight: 1 })),
  );

/** What is counted to say how popular items and pairs are. */
export interface Counted {
  readonly matrix: SparseRows;
  readonly byItem: SparseRows;
  /** Customers per item. */
  readonly customers: Float64Array;
}

export function counted(log: PurchaseLog): Counted {
  const matrix = customerRows(log.customers, log.items.length);
  const byItem = transposed(matrix);
  const customers = Float64Array.from(
    { length: log.items.length },
    (_, item) => (byItem.starts[item + 1] ?? 0) - (byItem.starts[item] ?? 0),
  );
  return { matrix, byItem, customers };
}

/** Customers of each item, the same for everybody. */
export const byPopularity = ({ customers }: Counted): Ranker => dense(customers.length, (_, out) => out.set(customers));

/** How often the customer took it before; among equals the more popular. */
export const byOwnFrequency = (log: PurchaseLog, { customers }: Counted): Ranker =>
  dense(customers.length, (customer, out) => {
    out.set(customers.map((count) => count * 1e-6));
    for (const basket of log.customers[customer] ?? [])
      for (const item of basket.items) out[item] = (out[item] ?? 0) + 1;
  });

/** Sum of the cosines with everything the customer took. */
export function byItemNeighbours(log: PurchaseLog, { matrix, customers }: Counted): Ranker {
  const width = customers.length;
  const gram = gramOf(matrix, width);
  return dense(width, (customer, out) => {
    for (const item of new Set((log.customers[customer] ?? []).flatMap((basket) => [...basket.items])))
      for (let other = 0; other < width; other += 1)
        if (other !== item) {
          const norm = Math.sqrt((customers[item] ?? 0) * (customers[other] ?? 0));
          if (norm > 0) out[other] = (out[other] ?? 0) + (gram[item * width + other] ?? 0) / norm;
        }
  });
}

/** NMF, `rounds` rounds. */
export function byNmf({ matrix, byItem }: Counted, rank: number, rounds: number): Ranker {
  let state = startNmf(matrix, rank, 1);
  while (state.round < rounds) state = stepNmf(state, matrix, byItem);
  return dense(matrix.width, (customer, out) => {
    for (let item = 0; item < matrix.width; item += 1)
      out[item] = product(state.customers, customer, state.items, item);
  });
}

/** Implicit ALS, `rounds` rounds. */
export function byAls({ matrix, byItem }: Counted, rank: number, rounds: number): Ranker {
  const terms = { rank, confidence: 10, regularisation: 10 };
  let state = startAls(matrix.width, terms, 1);
  while (state.round < rounds) state = stepAls(state, terms, matrix, byItem);
  const customers = alsCustomers(state, terms, matrix);
  return dense(matrix.width, (customer, out) => {
    for (let item = 0; item < matrix.width; item += 1) out[item] = product(customers, customer, state.items, item);
  });
}

/** EASE-R alone, every weight, no time. */
export const byEase = (log: PurchaseLog, model: EaseState): Ranker =>
  dense(model.width, (customer, out) => {
    for (const item of new Set((log.customers[customer] ?? []).flatMap((basket) => [...basket.items])))
      for (let other = 0; other < model.width; other += 1)
        out[other] = (out[other] ?? 0) + easeWeight(model, item, other);
  });

/** EASE-R's training, start to end. */
export function trainEase({ matrix }: Counted, regularisation: number): EaseState {
  let state = startEase(gramOf(matrix, matrix.width), matrix.width, regularisation);
  while (state.pivot < state.width) state = stepEase(state);
  return state;
}

/** The tables the shop serves from. */
export function shelfOf(log: PurchaseLog, model: EaseState, neighbours: number): Shelf {
  const popularity = new Popularity(log, 7 * DAY_MS);
  popularity.advance(Math.max(...log.customers.map((baskets) => baskets.at(-1)?.atMs ?? 0)) + 1);
  return {
    ids: log.items,
    related: relatedOf(model, log, neighbours),
    together: togetherOf(log, neighbours),
    trend: trendOf(popularity.values),
  };
}

/** As the shop serves: from the tables, with what is popular just before the moment. */
export function byShelf(log: PurchaseLog, shelf: Shelf): Ranker {
  const scorer = new Scorer(shelf);
  const popularity = new Popularity(log, 7 * DAY_MS);
  return (customer, atMs, seen) => {
    popularity.advance(atMs);
    return scorer.best(historyOf(log, customer, atMs), seen ? 'new' : 'all', CUT, trendOf(popularity.values)).items;
  };
}
