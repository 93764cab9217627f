import { expect, test } from 'vitest';
import { CART_HOLD_MS, type CartHold } from '../../commerce/cart/cart-holds.ts';
import { type Cart, emptyCart } from '../../commerce/cart/cart-state.ts';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step } from '../../commerce/checkout/steps.ts';
import { holdCart } from '../../durable-objects/checkout/cart-holder.ts';

const NOW = 1_000_000;
const line = (variantId: number) => ({ id: variantId, productId: 1, variantId, quantity: 1, attributes: [] });
const held = (variantId: number, expiresAtMs: number): CartHold => ({
  variantId,
  holdId: `h${variantId}`,
  quantity: 1,
  expiresAtMs,
});

/** A cart of three variants whose promises end at different times, and what is asked of stock when it is changed. */
async function changed(answer: (step: Step) => StepOutcome) {
  const cart: Cart = { ...emptyCart('t', NOW), lines: [line(1), line(2), line(3)] };
  const asked: Step[] = [];
  const holds = [held(1, NOW + CART_HOLD_MS), held(2, NOW + 60_000), held(3, NOW - 1)];
  const result = await holdCart(cart, holds, {
    nowMs: () => NOW,
    perform: async (step) => {
      asked.push(step);
      return answer(step);
    },
  });
  return { asked, holds: new Map(result.holds.map((hold) => [hold.variantId, hold])) };
}

test('a shopper who is there keeps what is promised: what is more than half over is extended, what ran out is promised anew', async () => {
  const { asked, holds } = await changed((step) =>
    step.kind === 'extend'
      ? { ok: true, kind: 'extended', expiresAtMs: step.expiresAtMs }
      : { ok: true, kind: 'held', allocations: [] },
  );
  expect(asked.map((step) => [step.kind, 'variantId' in step && step.variantId])).toEqual([
    ['hold', 3],
    ['extend', 2],
  ]);
  expect([...holds.values()].map((hold) => hold.expiresAtMs)).toEqual([1, 2, 3].map(() => NOW + CART_HOLD_MS));
});

test('what the shop keeps no longer ends when it was to end', async () => {
  const { holds } = await changed((step) =>
    step.kind === 'extend' ? { ok: false, reason: 'hold_ended' } : { ok: true, kind: 'held', allocations: [] },
  );
  expect(holds.get(2)).toEqual(held(2, NOW + 60_000));
});
