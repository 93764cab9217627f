import { type EaseState, stepEase } from '../../commerce/recommendations/ease.ts';
import {
  beginLearning,
  isLearned,
  learnedFrom,
  learnStep,
  MOST_PRODUCTS,
  type Training,
} from '../../commerce/recommendations/learn.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecommendationRecords, TrainingRun, TrainingStates } from '../ports/recommendations.ts';

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

/** Runs a named part of a training, tried again on its own until it answers; an answer is kept, so a part that is done is not done again. */
export type RunStep = (name: string, work: () => Promise<number>) => Promise<number>;

/** Pivots that one step sweeps: some seconds of processor time at the model's largest. */
export const PIVOTS_TOGETHER = 512;

/**
 * A whole training in steps, none of which does more than a part of the model; between them its state is saved, so that it goes on after a crash with the step it
 * was in. A state that was lost is made anew: the same interactions give the same model. Answers how many products were learned. Rejects when a step does.
 */
export async function trainInSteps(
  deps: {
    readonly records: Pick<RecommendationRecords, 'prune' | 'interactions' | 'publish'>;
    readonly states: TrainingStates;
    readonly clock: Clock;
  },
  untilMs: number,
  room: TrainingRoom,
  step: RunStep,
  pivotsTogether = PIVOTS_TOGETHER,
): Promise<number> {
  const { records, states } = deps;
  const begin = (saved: EaseState | null = null) => beginTraining(records, untilMs, room, saved);
  await step('forget old events', () => records.prune(untilMs - EVENTS_KEPT_MS));
  const width = await step('count what goes together', async () => {
    const { model } = await begin();
    await states.save({ startedAtMs: untilMs, model });
    return model.width;
  });
  for (let from = 0; from < width; from += pivotsTogether) {
    const until = Math.min(width, from + pivotsTogether);
    await step(`learn products ${from + 1} to ${until}`, async () => {
      let model = (await states.load(untilMs))?.model ?? (await begin()).model;
      while (model.pivot < until && model.pivot < model.width) model = stepEase(model);
      await states.save({ startedAtMs: untilMs, model });
      return model.pivot;
    });
  }
  const products = await step('publish', async () => {
    let training = await begin((await states.load(untilMs))?.model ?? null);
    while (!isLearned(training)) training = learnStep(training);
    return (await publishTraining(deps, training)).products;
  });
  await step('tidy up', async () => {
    await states.clear(untilMs);
    return 0;
  });
  return products;
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
