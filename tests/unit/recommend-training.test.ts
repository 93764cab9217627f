import { expect, test } from 'vitest';
import type { LearnedProduct } from '../../commerce/recommendations/learn.ts';
import type { Interaction } from '../../commerce/recommendations/purchase-log.ts';
import { seededRandom } from '../../commerce/recommendations/seeded-random.ts';
import { decodeTraining, encodeTraining } from '../../commerce/recommendations/training-state.ts';
import type { TrainingRun, TrainingStates } from '../../worker/ports/recommendations.ts';
import { nodeRoom, type RunStep, trainInSteps } from '../../worker/services/recommend-train.ts';

const NOW = Date.UTC(2030, 0, 15, 3);
const PRODUCTS = 100;
const STEPS = ['forget old events', 'count what goes together', 'learn products 1 to 32', 'learn products 33 to 64'];
const random = seededRandom(7);
/** 300 customers whose baskets lie in one of ten groups. */
const interactions: readonly Interaction[] = Array.from({ length: 300 }, (_, customer) =>
  Array.from({ length: 6 }, (_unused, at) => ({
    customer: `c${customer}`,
    basket: `b${customer}-${at >> 1}`,
    item: (customer % 10) * 10 + Math.floor(random() * 10) + 1,
    weight: 1,
    atMs: NOW - 86_400_000 * (1 + (at >> 1)),
  })),
).flat();

/** Records that keep what is published, and states that are bytes between steps, as an object keeps them. */
function world() {
  const published: (readonly LearnedProduct[])[] = [];
  const runs: TrainingRun[] = [];
  let bytes: Uint8Array | null = null;
  const states: TrainingStates = {
    load: async () => (bytes === null ? null : decodeTraining(bytes)),
    save: async (training) => {
      bytes = encodeTraining(training);
    },
    clear: async () => {
      bytes = null;
    },
  };
  return {
    published,
    runs,
    get kept() {
      return bytes;
    },
    lose() {
      bytes = null;
    },
    deps: {
      states,
      clock: { nowMs: () => NOW + 9 },
      records: {
        prune: async () => 0,
        interactions: async () => interactions,
        publish: async (learned: readonly LearnedProduct[], run: TrainingRun) => {
          published.push(learned);
          runs.push(run);
        },
      },
    },
  };
}

/** A Workflow's steps: answers are kept; the named one is done but its answer lost, or does not begin, as a crash has it. */
function steps(answers: Map<string, number>, crash?: { readonly at: string; readonly isDone: boolean }) {
  const done: string[] = [];
  const step: RunStep = async (name, work) => {
    const kept = answers.get(name);
    if (kept !== undefined) return kept;
    if (crash?.at === name) {
      if (crash.isDone) await work();
      throw new Error(`crashed at ${name}`);
    }
    const answer = await work();
    answers.set(name, answer);
    done.push(name);
    return answer;
  };
  return { step, done };
}

async function whole() {
  const one = world();
  const { step, done } = steps(new Map());
  const products = await trainInSteps(one.deps, NOW, nodeRoom, step, 32);
  return { products, done, learned: one.published[0] };
}

test('has several steps, publishes once and leaves nothing behind', async () => {
  const one = world();
  const { step, done } = steps(new Map());
  expect(await trainInSteps(one.deps, NOW, nodeRoom, step, 32)).toBe(PRODUCTS);
  expect(done).toEqual([...STEPS, 'learn products 65 to 96', 'learn products 97 to 100', 'publish', 'tidy up']);
  expect(one.runs).toMatchObject([{ startedAtMs: NOW, finishedAtMs: NOW + 9, products: PRODUCTS, customers: 300 }]);
  expect(one.published).toHaveLength(1);
  expect(one.kept).toBeNull();
});

test.each([...STEPS, 'publish', 'tidy up'].flatMap((at) => [true, false].map((isDone) => ({ at, isDone }))))(
  'goes on after a crash at "$at" (done: $isDone) to the very same result',
  async ({ at, isDone }) => {
    const expected = await whole();
    const one = world();
    const answers = new Map<string, number>();
    await expect(trainInSteps(one.deps, NOW, nodeRoom, steps(answers, { at, isDone }).step, 32)).rejects.toThrow(at);
    const before = answers.size;
    const again = steps(answers);
    expect(await trainInSteps(one.deps, NOW, nodeRoom, again.step, 32)).toBe(expected.products);
    // What was done before the crash was not done again.
    expect(again.done).toEqual(expected.done.slice(before));
    expect(one.published.at(-1)).toEqual(expected.learned);
  },
);

test('makes a state that was lost anew', async () => {
  const expected = await whole();
  const one = world();
  const answers = new Map<string, number>();
  const crash = { at: 'learn products 65 to 96', isDone: false };
  await expect(trainInSteps(one.deps, NOW, nodeRoom, steps(answers, crash).step, 32)).rejects.toThrow('crashed');
  one.lose();
  await trainInSteps(one.deps, NOW, nodeRoom, steps(answers).step, 32);
  expect(one.published).toEqual([expected.learned]);
});

test('of a shop where nothing happened publishes nothing learned', async () => {
  const one = world();
  one.deps.records.interactions = async () => [];
  expect(await trainInSteps(one.deps, NOW, nodeRoom, steps(new Map()).step)).toBe(0);
  expect(one.published).toEqual([[]]);
});
