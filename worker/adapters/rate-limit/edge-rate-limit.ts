import type { RateLimit } from '../../ports/rate-limit.ts';

/**
 * Cloudflare's counters, kept near the reader: no record is touched to find out. Where the Worker has no such binding everything is let through.
 * Source: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
export function edgeRateLimit(
  binding: { limit(options: { key: string }): Promise<{ success: boolean }> } | undefined,
): RateLimit {
  return { allows: async (name) => binding === undefined || (await binding.limit({ key: name })).success };
}
