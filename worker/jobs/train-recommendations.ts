import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { createDeps } from '../deps.ts';
import type { Env } from '../env.ts';
import { type TrainingRequest, trainInSteps, workerRoom } from '../services/recommend-train.ts';

const RETRIES = { retries: { limit: 5, delay: '30 seconds', backoff: 'exponential' }, timeout: '10 minutes' } as const;

/**
 * The nightly training: old events are deleted, what is left and the orders are learned from, and what was found replaces what is served. Each step is
 * tried again on its own and its answer kept; the model between them is kept in an object, so a training goes on after a crash with the step it was in.
 */
export class TrainRecommendations extends WorkflowEntrypoint<Env, TrainingRequest> {
  override async run(event: Readonly<WorkflowEvent<TrainingRequest>>, step: WorkflowStep): Promise<unknown> {
    const { learned, clock, trainingStates: states } = createDeps(this.env);
    const { records } = learned;
    const products = await trainInSteps({ records, states, clock }, event.payload.untilMs, workerRoom, (name, work) =>
      step.do(name, RETRIES, work),
    );
    learned.forget();
    return { products };
  }
}
