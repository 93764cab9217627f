import type { SaleQueue } from '../../../durable-objects/sale-queue/sale-queue.ts';
import type { PurchaseClaim, QueueUnavailable, SaleQueues } from '../../ports/sale-queues.ts';

/** What the adapter needs beside the objects; the pause is injected so that tests do not wait. */
export interface SaleQueuesOptions {
  readonly namespace: DurableObjectNamespace<SaleQueue>;
  readonly pause?: (ms: number) => Promise<void>;
}

const ATTEMPTS = 3;
const PAUSE_MS = 40;

/** Errors of the runtime carry marks (Cloudflare, "Durable Object error handling"); only those that say so are worth another try. */
function judge(error: unknown): 'again' | 'unavailable' | 'bug' {
  if (!(error instanceof Error) || !('retryable' in error || 'overloaded' in error || 'durableObjectReset' in error))
    return 'bug';
  const isOverloaded = 'overloaded' in error && error.overloaded === true;
  return 'retryable' in error && error.retryable === true && !isOverloaded ? 'again' : 'unavailable';
}

/** The SaleQueues port over one SaleQueue object per variant. Every call may be repeated, so a lost answer is asked for again. */
export function saleQueues({ namespace, pause = (ms) => scheduler.wait(ms) }: SaleQueuesOptions): SaleQueues {
  async function call<T>(
    variantId: number,
    ask: (stub: DurableObjectStub<SaleQueue>) => Promise<T>,
  ): Promise<T | QueueUnavailable> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A stub whose call failed may be broken for good, so every attempt takes a new one.
        return await ask(namespace.get(namespace.idFromName(`variant:${variantId}`)));
      } catch (error) {
        const judged = judge(error);
        if (judged === 'bug') throw error;
        if (judged === 'unavailable' || attempt === ATTEMPTS) return { ok: false, reason: 'unavailable' };
        await pause(PAUSE_MS * attempt);
      }
    }
  }
  const claimOf = ({ ticket, buyer, quantity }: PurchaseClaim) => ({ number: ticket?.number ?? null, buyer, quantity });
  return {
    open: (terms) => call(terms.variantId, async (stub) => stub.open(terms)),
    view: (variantId) => call(variantId, async (stub) => ({ ok: true, drop: await stub.view() })),
    join: (variantId, dropId, request) => call(variantId, async (stub) => stub.join(dropId, request)),
    place: (variantId, ticket) => call(variantId, async (stub) => stub.place(ticket)),
    leave: (variantId, ticket) => call(variantId, async (stub) => stub.leave(ticket)),
    check: (variantId, claim) =>
      call(variantId, async (stub) => stub.check(claim.ticket?.dropId ?? null, claimOf(claim))),
    claim: (variantId, claim, purchase) =>
      call(variantId, async (stub) => stub.claim(claim.ticket?.dropId ?? null, claimOf(claim), purchase)),
    settle: (variantId, ticket, purchase, outcome) =>
      call(variantId, async (stub) => stub.settle(ticket, purchase, outcome)),
    stop: (variantId, dropId) => call(variantId, async (stub) => ({ ok: true, drop: await stub.stop(dropId) })),
  };
}
