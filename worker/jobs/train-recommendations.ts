import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { isLearned, learnStep } from '../../commerce/recommendations/learn.ts';
import { createDeps } from '../deps.ts';
import type { Env } from '../env.ts';
import {
  beginTraining,
  EVENTS_KEPT_MS,
  publishTraining,
  type TrainingRequest,
  workerRoom,
} from '../services/recommend-train.ts';

const RETRIES = { retries: { limit: 5, delay: '30 seconds', backoff: 'exponential' }, timeout: '10 minutes' } as const;

/**
 * The nightly training: old events are deleted, what is left and the orders are learned from, and what was found replaces what is served. Each step is
 * tried again on its own and its answer kept, so a training goes on after a crash with the step it was in.
 */
export class TrainRecommendations extends WorkflowEntrypoint<Env, TrainingRequest> {
  override async run(event: Readonly<WorkflowEvent<TrainingRequest>>, step: WorkflowStep): Promise<unknown> {
    const { learned, clock } = createDeps(this.env);
    const { records } = learned;
    const { untilMs } = event.payload;
    await step.do('forget old events', RETRIES, async () => records.prune(untilMs - EVENTS_KEPT_MS));
    return step.do('learn and publish', RETRIES, async () => {
      let training = await beginTraining(records, untilMs, workerRoom);
      while (!isLearned(training)) training = learnStep(training);
      const run = await publishTraining({ records, clock }, training);
      learned.forget();
      return { ...run };
    });
  }
}
