import type { PromotionUses } from '../../../durable-objects/promotion-uses/promotion-uses.ts';
import type { PromotionsUnavailable, PromotionUseCounts } from '../../ports/promotions.ts';

const ATTEMPTS = 3;
const PAUSE_MS = 40;

/** Errors of the runtime carry marks (Cloudflare, "Durable Object error handling"); anything else is a bug and goes on. */
function isRuntimeError(
  error: unknown,
): error is Error & { readonly retryable?: boolean; readonly overloaded?: boolean } {
  return error instanceof Error && ('retryable' in error || 'overloaded' in error || 'durableObjectReset' in error);
}

/** The port over one PromotionUses object per promotion. Every call may be repeated, so a lost answer is asked for again. */
export function promotionUses(
  namespace: DurableObjectNamespace<PromotionUses>,
  pause: (ms: number) => Promise<void> = (ms) => scheduler.wait(ms),
): PromotionUseCounts {
  async function call<T>(
    promotionId: number,
    ask: (stub: DurableObjectStub<PromotionUses>) => Promise<T>,
  ): Promise<T | PromotionsUnavailable> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(namespace.getByName(`promotion:${promotionId}`));
      } catch (error) {
        if (!isRuntimeError(error)) throw error;
        if (error.retryable !== true || error.overloaded === true || attempt === ATTEMPTS)
          return { ok: false, reason: 'unavailable' };
        await pause(PAUSE_MS * attempt);
      }
    }
  }
  return {
    usage: (id, code, customer) => call(id, async (stub) => ({ ok: true, usage: await stub.usage(code, customer) })),
    claim: (id, claim, limits, before) =>
      call(id, async (stub) => {
        const { refusal } = await stub.claim(claim, limits, before);
        return refusal === null ? { ok: true } : { ok: false, reason: refusal };
      }),
    release: (id, key) =>
      call(id, async (stub) => {
        await stub.release(key);
        return { ok: true } as const;
      }),
  };
}
