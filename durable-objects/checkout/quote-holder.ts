import type { CartHold } from '../../commerce/cart/cart-holds.ts';
import type { QuoteHold, QuoteHoldAnswer } from './protocol.ts';
import type { RunnerDependencies } from './purchase-runner.ts';

/** Most variants that quotes of one cart set aside: whoever keeps goods from others does so for what they mean to buy. */
const MOST_QUOTED = 20;

/** What quotes of a cart hold now, and what is answered. */
export interface QuotedUnits {
  readonly quoted: readonly CartHold[];
  readonly answer: QuoteHoldAnswer;
}

/**
 * Sets aside what a quote names, all of it or nothing, in place of what an earlier quote set aside of the same variants: that ends whatever comes of the new
 * one. The stock objects' limits for carts hold here too. `name` is unique among the cart's quotes. Refusals in order: too_many, not_enough, unavailable.
 */
export async function holdForQuote(
  cartToken: string,
  quoted: readonly CartHold[],
  { parts, untilMs }: QuoteHold,
  name: string,
  { perform, nowMs }: Pick<RunnerDependencies, 'perform' | 'nowMs'>,
): Promise<QuotedUnits> {
  const live = quoted.filter((hold) => hold.expiresAtMs > nowMs());
  const variants = new Set(parts.map(({ variantId }) => variantId));
  const others = live.filter(({ variantId }) => !variants.has(variantId));
  if (others.length + variants.size > MOST_QUOTED)
    return { quoted: live, answer: { ok: false, reason: 'too_many', most: MOST_QUOTED } };
  const made: CartHold[] = [];
  for (const { variantId, quantity } of [...parts].sort((a, b) => a.variantId - b.variantId)) {
    const holdId = `${cartToken}:quote:${variantId}:${name}`;
    const outcome = await perform({
      kind: 'hold',
      variantId,
      holdId,
      quantity,
      cartToken,
      expiresAtMs: untilMs,
      warehousePreference: [],
      releases: live.flatMap((one) => (one.variantId === variantId ? one.holdId : [])),
      isForCart: true,
    });
    if (outcome.ok) {
      made.push({ variantId, holdId, quantity, expiresAtMs: untilMs });
      continue;
    }
    for (const hold of made) await perform({ kind: 'release', variantId: hold.variantId, holdId: hold.holdId });
    const isShort = outcome.reason === 'not_enough';
    // What earlier quotes hold of parts that were not asked for yet is still held.
    const left = live.filter(({ variantId: part }) => variants.has(part) && part > variantId);
    return {
      quoted: [...others, ...left],
      answer: isShort
        ? { ok: false, reason: 'not_enough', available: outcome.available }
        : { ok: false, reason: 'unavailable' },
    };
  }
  return { quoted: [...others, ...made], answer: { ok: true } };
}
