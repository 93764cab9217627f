import type { EaseState } from '../../commerce/recommendations/ease.ts';
import { beginLearning, learnedFrom, MOST_PRODUCTS, type Training } from '../../commerce/recommendations/learn.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecommendationRecords, TrainingRun } from '../ports/recommendations.ts';

const DAY_MS = 86_400_000;
/** Looked at: two years of orders, and what visitors did as long as it is kept. */
const HORIZON_MS = 730 * DAY_MS;
/** What visitors did is deleted after this. */
export const EVENTS_KEPT_MS = 180 * DAY_MS;

/** How much a training may take. */
export interface TrainingRoom {
  /** Products in the model; it takes 4 bytes times their square. */
  readonly modelProducts: number;
  /** Ordered lines, and as many events: the newest; about 300 bytes each while they are read. */
  readonly interactions: number;
}
/** What an isolate's 128 MB and a step's processor time allow. */
export const workerRoom: TrainingRoom = { modelProducts: 2_000, interactions: 100_000 };
export const nodeRoom: TrainingRoom = { modelProducts: MOST_PRODUCTS, interactions: 2_000_000 };

/** Reads what happened until `startedAtMs` and begins; with a saved state of the same moment it goes on from there. Rejects when the records cannot be reached. */
export async function beginTraining(
  records: Pick<RecommendationRecords, 'interactions'>,
  startedAtMs: number,
  room: TrainingRoom,
  saved: EaseState | null = null,
): Promise<Training> {
  const found = await records.interactions(startedAtMs - HORIZON_MS, room.interactions);
  return beginLearning(found, startedAtMs, room.modelProducts, saved);
}

/** Replaces what is served by what was found, and answers the run. Rejects when the records cannot be reached. */
export async function publishTraining(
  deps: { readonly records: Pick<RecommendationRecords, 'publish'>; readonly clock: Clock },
  training: Training,
): Promise<TrainingRun> {
  const learned = learnedFrom(training);
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

/** The Workflows API's code for an id that exists. */
const ALREADY_EXISTS = 10_405;

/** Asks for a training, at most one for each moment: the night's may be asked for twice. Throws when it cannot be begun. */
export async function requestTraining(workflow: Workflow<TrainingRequest>, untilMs: number): Promise<void> {
  const instances = [{ id: `train-${untilMs}`, params: { untilMs } }];
  const { errors } = await workflow.createBatch({ instances });
  const failure = errors.find(({ code }) => code !== ALREADY_EXISTS);
  if (failure) throw new Error(`the training could not be begun: ${failure.code} ${failure.message}`);
}
