/** From interactions to what is served: a training in steps. */
import { type EaseState, startEase, stepEase } from './ease.ts';
import { gramOf } from './gram.ts';
import type { Neighbours } from './neighbours.ts';
import { Popularity } from './popularity.ts';
import { customerRows, type Interaction, type PurchaseLog, purchaseLog, withMostTakenFirst } from './purchase-log.ts';
import { relatedOf, togetherOf, trendOf } from './shelf.ts';

/** What training found about a product; lists are `[product id, weight]`, the strongest first. */
export interface LearnedProduct {
  readonly productId: number;
  readonly related: readonly (readonly [number, number])[];
  readonly together: readonly (readonly [number, number])[];
  /** Share of what is taken these days, in thousandths. */
  readonly trend: number;
}

/** A training between its steps. Save `model` and the moment to go on later: read anew, the same interactions give the same log. */
export interface Training {
  readonly startedAtMs: number;
  readonly interactions: number;
  readonly log: PurchaseLog;
  readonly model: EaseState;
}

/** Products learned at all, the most taken; the rest is found through collections. */
export const MOST_PRODUCTS = 5_000;
const NEIGHBOURS = 48;
const TREND_HALF_LIFE_MS = 7 * 86_400_000;

/** Doubt of the model in customers: a shop with few of them must doubt less to say anything. */
export const regularisationFor = (customers: number): number => Math.max(5, Math.min(300, customers / 12));

/**
 * Begins with what happened before `startedAtMs`. `modelProducts` bounds the model, which takes 4 bytes times its square. With a saved state of the same
 * moment it goes on from there; one that does not fit is left.
 */
export function beginLearning(
  interactions: readonly Interaction[],
  startedAtMs: number,
  modelProducts: number,
  saved: EaseState | null = null,
): Training {
  const before = interactions.filter((one) => one.atMs < startedAtMs);
  const log = withMostTakenFirst(purchaseLog(before), MOST_PRODUCTS);
  const width = Math.min(log.items.length, modelProducts);
  const model =
    saved?.width === width
      ? saved
      : startEase(
          gramOf(customerRows(log.customers, log.items.length), width),
          width,
          regularisationFor(log.customers.length),
        );
  return { startedAtMs, interactions: before.length, log, model };
}

/** Does the next part; `isLearned` says when there is none. */
export const learnStep = (training: Training): Training => ({ ...training, model: stepEase(training.model) });
export const isLearned = ({ model }: Training): boolean => model.pivot >= model.width;

/** What a finished training found, the most taken product first. */
export function learnedFrom({ log, model, startedAtMs }: Training): readonly LearnedProduct[] {
  const related = relatedOf(model, log, NEIGHBOURS);
  const together = togetherOf(log, NEIGHBOURS / 2);
  const popularity = new Popularity(log, TREND_HALF_LIFE_MS);
  popularity.advance(startedAtMs);
  const trend = trendOf(popularity.values);
  const rounded = (value: number | undefined) => Math.round((value ?? 0) * 10_000) / 10_000;
  const pairs = (near: Neighbours | undefined) =>
    Array.from(near?.items ?? [], (item, at) => [log.items[item] ?? 0, rounded(near?.weights[at])] as const);
  return log.items.map((productId, item) => ({
    productId,
    related: pairs(related[item]),
    together: pairs(together[item]),
    trend: rounded(trend[item]),
  }));
}
