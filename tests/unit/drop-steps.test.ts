import { describe, expect, it } from 'vitest';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step, StepAdmission } from '../../commerce/checkout/steps.ts';
import type { Gate, Outcome } from '../../commerce/drops/sale-queue.ts';
import type { SaleQueues } from '../../worker/ports/sale-queues.ts';
import { performAdmitted, performAtCart } from '../../worker/services/perform-admitted.ts';

const ADMISSION: StepAdmission = { variantId: 7, dropId: 1, number: 3, buyer: 'b', quantity: 1, purchase: 'cart:1' };
const HOLD: Extract<Step, { kind: 'hold' }> = {
  kind: 'hold',
  variantId: 7,
  holdId: 'h',
  quantity: 1,
  cartToken: 'cart',
  expiresAtMs: 1,
  warehousePreference: [],
  releases: [],
};
const COMMIT: Step = { kind: 'commit', variantId: 7, holdId: 'h', reference: 'order:1' };
const RELEASE: Step = { kind: 'release', variantId: 7, holdId: 'h' };
const HELD: StepOutcome = { ok: true, kind: 'held', allocations: [] };
const away = { ok: false, reason: 'unavailable' } as const;

/** Queues that answer as told and note what they hear. */
function queues(answer: Gate | typeof away, isAway = false) {
  const heard: Outcome[] = [];
  const unasked = () => Promise.reject(new Error('not to be asked'));
  const port: SaleQueues = {
    open: unasked,
    view: unasked,
    join: unasked,
    place: unasked,
    leave: unasked,
    stop: unasked,
    check: async () => answer,
    claim: async () => answer,
    settle: async (_variantId, _ticket, _purchase, outcome) => {
      if (isAway) return away;
      heard.push(outcome);
      return { ok: true };
    },
  };
  return { port, heard };
}

/** Stock that answers as told and counts how often it was asked. */
function stock(outcome: StepOutcome) {
  const asked: Step[] = [];
  return {
    asked,
    perform: async (step: Step) => {
      asked.push(step);
      return outcome;
    },
  };
}

describe('a purchase with a ticket', () => {
  it('asks stock only once its ticket is claimed', async () => {
    for (const answer of [away, { kind: 'refused', reason: 'lapsed' }] as const) {
      const { asked, perform } = stock(HELD);
      const outcome = await performAdmitted(queues(answer).port, HOLD, ADMISSION, perform);
      expect(asked).toEqual([]);
      expect(outcome).toMatchObject({
        ok: false,
        reason: 'reason' in answer && answer.reason === 'lapsed' ? 'stock_refused' : 'unavailable',
      });
    }
    const { asked, perform } = stock(HELD);
    expect(await performAdmitted(queues({ kind: 'admitted' }).port, HOLD, ADMISSION, perform)).toEqual(HELD);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Step, StepOutcome, Outcome]>([
    ['sold after the commit', COMMIT, { ok: true, kind: 'committed', allocations: [] }, { kind: 'sold' }],
    ['freed after the release', RELEASE, { ok: true, kind: 'freed' }, { kind: 'freed', available: null }],
    [
      'what is left when there is too little',
      HOLD,
      { ok: false, reason: 'not_enough', available: 0 },
      { kind: 'freed', available: 0 },
    ],
  ])('tells the queue: %s', async (_what, step, answer, told) => {
    const { port, heard } = queues({ kind: 'admitted' });
    expect(await performAdmitted(port, step, ADMISSION, stock(answer).perform)).toEqual(answer);
    expect(heard).toEqual([told]);
    const deaf = queues({ kind: 'admitted' }, true);
    expect(await performAdmitted(deaf.port, step, ADMISSION, stock(answer).perform)).toMatchObject({
      reason: 'unavailable',
    });
  });

  it('tells the queue nothing while stock has not answered', async () => {
    const { port, heard } = queues({ kind: 'admitted' });
    const lost: StepOutcome = { ok: false, reason: 'unavailable', message: 'away' };
    for (const step of [HOLD, COMMIT, RELEASE])
      expect(await performAdmitted(port, step, ADMISSION, stock(lost).perform)).toEqual(lost);
    expect(heard).toEqual([]);
  });
});

it('a bag is promised nothing that is sold by queue, nor while the queue cannot be asked', async () => {
  const { asked, perform } = stock(HELD);
  for (const answer of [away, { kind: 'refused', reason: 'no_ticket' }] as const)
    expect(await performAtCart(queues(answer).port, HOLD, perform)).toMatchObject({ reason: 'unavailable' });
  expect(asked).toEqual([]);
  expect(await performAtCart(queues({ kind: 'open' }).port, HOLD, perform)).toEqual(HELD);
});
