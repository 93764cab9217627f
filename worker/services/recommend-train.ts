import { type EaseState, startEase, stepEase } from '../../commerce/recommendations/ease.ts';
import { gramOf } from '../../commerce/recommendations/gram.ts';
import type { Neighbours } from '../../commerce/recommendations/neighbours.ts';
import { Popularity } from '../../commerce/recommendations/popularity.ts';
import {
  customerRows,
  type PurchaseLog,
  purchaseLog,
  withMostTakenFirst,
} from '../../commerce/recommendations/purchase-log.ts';
import { relatedOf, togetherOf, trendOf } from '../../commerce/recommendations/shelf.ts';
import type { Clock } from '../ports/clock.ts';
import type { LearnedProduct, RecommendationRecords, TrainingRun } from '../ports/recommendations.ts';

const DAY_MS = 86_400_000;
/** Looked at: two years of orders, and what visitors did as long as it is kept. */
const HORIZON_MS = 730 * DAY_MS;
/** What visitors did is deleted after this. */
export const EVENTS_KEPT_MS = 180 * DAY_MS;
const MOST_INTERACTIONS = 300_000;
/** Products learned at all, the most taken; the rest is found through collections. */
const MOST_PRODUCTS = 5_000;
const NEIGHBOURS = 48;
const TREND_HALF_LIFE_MS = 7 * DAY_MS;

/** How much an isolate's 128 MB and a step's processor time allow: EASE-R takes 4 bytes times the square of its products. */
export interface TrainingRoom {
  readonly modelProducts: number;
}
export const workerRoom: TrainingRoom = { modelProducts: 2_000 };
export const nodeRoom: TrainingRoom = { modelProducts: MOST_PRODUCTS };

/** A training between its steps. Save `model` (and the moment) to go on later: the log is read again and the rest follows from both. */
export interface Training {
  readonly startedAtMs: number;
  readonly interactions: number;
  readonly log: PurchaseLog;
  readonly model: EaseState;
}

/** Doubt of the model in customers: a shop with few of them must doubt less to say anything. */
const regularisationFor = (customers: number): number => Math.max(5, Math.min(300, customers / 12));

/** Reads what happened until `startedAtMs` and begins; with a saved state of the same moment it goes on from there. Rejects when the records cannot be reached. */
export async function beginTraining(
  records: Pick<RecommendationRecords, 'interactions'>,
  startedAtMs: number,
  room: TrainingRoom,
  saved: EaseState | null = null,
): Promise<Training> {
  const found = await records.interactions(startedAtMs - HORIZON_MS, MOST_INTERACTIONS);
  const log = withMostTakenFirst(purchaseLog(found.filter((one) => one.atMs < startedAtMs)), MOST_PRODUCTS);
  const width = Math.min(log.items.length, room.modelProducts);
  const fits = saved !== null && saved.width === width;
  const model = fits
    ? saved
    : startEase(
        gramOf(customerRows(log.customers, log.items.length), width),
        width,
        regularisationFor(log.customers.length),
      );
  return { startedAtMs, interactions: found.length, log, model };
}

/** Does the next part; `isTrained` says when there is none. */
export const stepTraining = (training: Training): Training => ({ ...training, model: stepEase(training.model) });
export const isTrained = ({ model }: Training): boolean => model.pivot >= model.width;

/** What a finished training found. */
export function learnedOf({ log, model, startedAtMs }: Training): readonly LearnedProduct[] {
  const related = relatedOf(model, log, NEIGHBOURS);
  const together = togetherOf(log, NEIGHBOURS / 2);
  const popularity = new Popularity(log, TREND_HALF_LIFE_MS);
  popularity.advance(startedAtMs);
  const trend = trendOf(popularity.values);
  const pairs = (near: Neighbours | undefined) =>
    Array.from(near?.items ?? [], (item, at) => {
      const weight = Math.round((near?.weights[at] ?? 0) * 10_000) / 10_000;
      return [log.items[item] ?? 0, weight] as const;
    });
  return log.items.map((productId, item) => ({
    productId,
    related: pairs(related[item]),
    together: pairs(together[item]),
    trend: Math.round((trend[item] ?? 0) * 10_000) / 10_000,
  }));
}

/** Replaces what is served by what was found, and answers the run. Rejects when the records cannot be reached. */
export async function publishTraining(
  deps: { readonly records: Pick<RecommendationRecords, 'publish'>; readonly clock: Clock },
  training: Training,
): Promise<TrainingRun> {
  const learned = learnedOf(training);
  const run = {
    startedAtMs: training.startedAtMs,
    finishedAtMs: deps.clock.nowMs(),
    interactions: training.interactions,
    customers: training.log.customers.length,
    products: learned.length,
  };
  await deps.records.publish(learned, run);
  return run;
}

/** What a training is asked for with. */
export interface TrainingRequest {
  /** What happened until then is learned from; a step that is tried again learns the same. */
  readonly untilMs: number;
}

/** Asks for a training, at most one for each moment: the night's may be asked for twice. */
export async function requestTraining(workflow: Workflow<TrainingRequest>, untilMs: number): Promise<void> {
  // Unlike `create`, a batch leaves out ids that exist.
  await workflow.createBatch([{ id: `train-${untilMs}`, params: { untilMs } }]);
}
