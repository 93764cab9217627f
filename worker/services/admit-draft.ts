import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';
import type { SubmissionProblem } from '../../commerce/checkout/readiness.ts';
import { type Admission, refusalText, TICKET_ATTRIBUTE, ticketIn } from '../../commerce/drops/admission.ts';
import { emailIdentity } from '../../commerce/drops/identity.ts';
import type { SaleQueues, SaleTickets } from '../ports/sale-queues.ts';

/** What asking the queues needs. */
export interface AdmitDeps {
  readonly saleQueues: SaleQueues;
  readonly saleTickets: SaleTickets;
}

/**
 * Asks the queue of every variant of a draft, all at once, whether it may be bought: with the ticket a line carries, if any. It is the queue that knows, never
 * a copy, so that no path to a purchase leads around it. Gives the draft with its admissions and without the tickets, or what stands in the way.
 */
export async function admitDraft(
  deps: AdmitDeps,
  draft: OrderDraft,
): Promise<
  | { readonly ok: true; readonly draft: OrderDraft }
  | { readonly ok: false; readonly problems: readonly SubmissionProblem[] }
> {
  const wanted = new Map<number, { quantity: number; token: string | null }>();
  for (const { variantId, quantity, attributes } of draft.lines) {
    const before = wanted.get(variantId);
    wanted.set(variantId, {
      quantity: quantity + (before?.quantity ?? 0),
      token: before?.token ?? ticketIn(attributes),
    });
  }
  const buyer = deps.saleTickets.digest('email', emailIdentity(draft.email));
  const problems: SubmissionProblem[] = [];
  const admissions: Admission[] = [];
  await Promise.all(
    [...wanted].map(async ([variantId, { quantity, token }]) => {
      const signed = token === null ? null : deps.saleTickets.read(token);
      const ticket = signed?.variantId === variantId ? signed : null;
      const gate = await deps.saleQueues.check(variantId, { ticket, buyer, quantity });
      if ('reason' in gate && gate.reason === 'unavailable')
        problems.push({
          code: 'ERROR',
          message: 'The shop could not look up the queue of an item; try again in a moment.',
        });
      else if ('kind' in gate && gate.kind === 'refused')
        problems.push({ code: 'MERCHANDISE_NOT_APPLICABLE', message: refusalText(gate) });
      else if ('kind' in gate && gate.kind === 'admitted' && ticket)
        admissions.push({ variantId, dropId: ticket.dropId, number: ticket.number, buyer, quantity });
    }),
  );
  if (problems.length > 0) return { ok: false, problems };
  const lines = draft.lines.map((line) =>
    ticketIn(line.attributes) === null
      ? line
      : { ...line, attributes: line.attributes.filter((one) => one.key !== TICKET_ATTRIBUTE) },
  );
  return { ok: true, draft: { ...draft, lines, ...(admissions.length > 0 ? { admissions } : {}) } };
}
