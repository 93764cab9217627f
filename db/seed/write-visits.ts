import { beginLearning, isLearned, learnedFrom, learnStep } from '../../commerce/recommendations/learn.ts';
import { recommendationRuns, recommendations, shopperEvents } from '../schema/recommendations.ts';
import { demoVisits } from './demo/visits.ts';
import { inPortions, known, type SeedTransaction } from './seed-context.ts';

const DAY_MS = 86_400_000;
const LOOK = 0.15;

/** Two months of the demo shop's visits, and what a training finds in them: what goes with what can be seen from the first minute. */
export async function writeVisits(
  tx: SeedTransaction,
  productIds: ReadonlyMap<string, number>,
  nowMs: number,
): Promise<void> {
  const visits = demoVisits().map(({ visitor, kind, handle, daysAgo }) => ({
    visitor,
    kind,
    productId: known(productIds, handle),
    atMs: Math.floor(nowMs - daysAgo * DAY_MS),
  }));
  await inPortions(visits, (portion) =>
    tx.insert(shopperEvents).values(portion.map(({ atMs, ...visit }) => ({ ...visit, at: new Date(atMs) }))),
  );
  const interactions = visits.map(({ visitor, kind, productId, atMs }) => ({
    customer: visitor,
    basket: visitor,
    item: productId,
    weight: kind === 'order' ? 1 : LOOK,
    atMs,
  }));
  let training = beginLearning(interactions, nowMs, interactions.length);
  while (!isLearned(training)) training = learnStep(training);
  const learned = learnedFrom(training);
  await inPortions(learned, (portion) =>
    tx.insert(recommendations).values(
      portion.map(({ productId, related, together, trend }) => ({
        productId,
        related: related.map(([id, weight]): [number, number] => [id, weight]),
        together: together.map(([id, weight]): [number, number] => [id, weight]),
        trend,
      })),
    ),
  );
  await tx.insert(recommendationRuns).values({
    startedAt: new Date(nowMs),
    finishedAt: new Date(nowMs),
    interactions: training.interactions,
    customers: training.log.customers.length,
    products: learned.length,
  });
}
