import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step, StepAdmission } from '../../commerce/checkout/steps.ts';
import { refusalText } from '../../commerce/drops/admission.ts';
import type { Outcome } from '../../commerce/drops/sale-queue.ts';
import type { SaleQueues } from '../ports/sale-queues.ts';

const away: StepOutcome = { ok: false, reason: 'unavailable', message: 'the queue of an item could not be reached' };

/**
 * Does a step about units that are sold by queue: the ticket is claimed before units are held, and the queue hears how it ended after stock has. Each part may be
 * done again, so a step that got half way is simply done once more.
 */
export async function performAdmitted(
  queues: SaleQueues,
  step: Step,
  admission: StepAdmission,
  perform: (step: Step) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const { variantId, number, dropId, buyer, quantity, purchase } = admission;
  const ticket = { dropId, number };
  const settle = async (outcome: Outcome) => (await queues.settle(variantId, ticket, purchase, outcome)).ok;
  if (step.kind === 'hold') {
    const gate = await queues.claim(variantId, { ticket, buyer, quantity }, purchase);
    if ('ok' in gate) return away;
    if (gate.kind === 'refused') return { ok: false, reason: 'stock_refused', message: refusalText(gate) };
  }
  const outcome = await perform(step);
  if (step.kind === 'hold' && !outcome.ok && outcome.reason === 'not_enough')
    return (await settle({ kind: 'freed', available: outcome.available })) ? outcome : away;
  if (step.kind === 'commit' && outcome.ok) return (await settle({ kind: 'sold' })) ? outcome : away;
  if (outcome.ok && outcome.kind === 'freed')
    return (await settle({ kind: 'freed', available: null })) ? outcome : away;
  return outcome;
}

/** A promise to a cart, in shops that promise from the bag on, is no purchase: of what is sold by queue nothing is promised to a cart. */
export async function performAtCart(
  queues: SaleQueues,
  step: Extract<Step, { kind: 'hold' }>,
  perform: (step: Step) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const gate = await queues.check(step.variantId, { ticket: null, buyer: '', quantity: step.quantity });
  return 'kind' in gate && gate.kind === 'open'
    ? perform(step)
    : { ok: false, reason: 'unavailable', message: 'units are promised with the purchase' };
}
