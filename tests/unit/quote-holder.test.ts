import { describe, expect, test } from 'vitest';
import { type CartHold, redeemedHolds } from '../../commerce/cart/cart-holds.ts';
import { type Cart, emptyCart } from '../../commerce/cart/cart-state.ts';
import type { StepOutcome } from '../../commerce/checkout/settle.ts';
import type { Step } from '../../commerce/checkout/steps.ts';
import { holdCart } from '../../durable-objects/checkout/cart-holder.ts';
import { holdForQuote } from '../../durable-objects/checkout/quote-holder.ts';

const NOW = 1_000_000;
const UNTIL = NOW + 60_000;
const HELD: StepOutcome = { ok: true, kind: 'held', allocations: [] };
const hold = (variantId: number, over: Partial<CartHold> = {}): CartHold => ({
  variantId,
  holdId: `t:quote:${variantId}:old`,
  quantity: 1,
  expiresAtMs: UNTIL,
  ...over,
});

/** Asks stock that answers as told; what it was asked, in short. */
function stock(answer: (step: Step) => StepOutcome = () => HELD) {
  const asked: string[] = [];
  return {
    asked,
    nowMs: () => NOW,
    perform: async (step: Step) => {
      if (step.kind === 'hold')
        asked.push(`hold ${step.variantId} x${step.quantity} for ${step.releases.join(',') || 'none'}`);
      else if (step.kind === 'release') asked.push(`release ${step.holdId}`);
      return answer(step);
    },
  };
}
const wanted = (...parts: [variantId: number, quantity: number][]) => ({
  parts: parts.map(([variantId, quantity]) => ({ variantId, quantity })),
  untilMs: UNTIL,
});

describe('units that a quote sets aside', () => {
  test('take the place of what an earlier quote of the variant set aside, in one turn of its stock', async () => {
    const at = stock();
    const { quoted, answer } = await holdForQuote('t', [hold(1), hold(2)], wanted([1, 3]), 'new', at);
    expect(answer).toEqual({ ok: true });
    expect(at.asked).toEqual(['hold 1 x3 for t:quote:1:old']);
    expect(quoted).toEqual([hold(2), hold(1, { holdId: 't:quote:1:new', quantity: 3 })]);
  });

  test('are all of a bundle’s parts or none', async () => {
    const at = stock((step) =>
      step.kind === 'hold' && step.variantId === 2 ? { ok: false, reason: 'not_enough', available: 4 } : HELD,
    );
    const { quoted, answer } = await holdForQuote('t', [hold(9)], wanted([2, 5], [1, 1]), 'new', at);
    expect(answer).toEqual({ ok: false, reason: 'not_enough', available: 4 });
    expect(at.asked).toEqual(['hold 1 x1 for none', 'hold 2 x5 for none', 'release t:quote:1:new']);
    expect(quoted).toEqual([hold(9)]);
  });

  test('are of so many variants at most; those that ran out do not count', async () => {
    const many = Array.from({ length: 20 }, (_none, index) => hold(index + 1));
    const full = await holdForQuote('t', many, wanted([99, 1]), 'new', stock());
    expect(full.answer).toEqual({ ok: false, reason: 'too_many', most: 20 });
    const over = many.map((one) => (one.variantId === 1 ? { ...one, expiresAtMs: NOW } : one));
    expect((await holdForQuote('t', over, wanted([99, 1]), 'new', stock())).answer).toEqual({ ok: true });
    expect((await holdForQuote('t', many, wanted([20, 7]), 'new', stock())).answer).toEqual({ ok: true });
  });

  test('that stock does not answer for are not promised', async () => {
    const at = stock(() => ({ ok: false, reason: 'unavailable', message: 'away' }));
    expect(await holdForQuote('t', [], wanted([1, 1]), 'new', at)).toEqual({
      quoted: [],
      answer: { ok: false, reason: 'unavailable' },
    });
  });

  test('go over to the cart where it holds from the bag on', async () => {
    const quote = { prices: { EUR: 1_200 }, untilMs: UNTIL, heldUnits: 2 };
    const line = { id: 1, productId: 1, variantId: 1, quantity: 2, attributes: [], quote };
    const cart: Cart = { ...emptyCart('t', NOW), lines: [line] };
    const quoted = [hold(1, { quantity: 2 }), hold(5)];
    const redeemed = redeemedHolds(cart, quoted, NOW);
    expect(redeemed).toEqual([quoted[0]]);
    const at = stock();
    const held = await holdCart(cart, [], at, redeemed);
    expect(at.asked).toEqual(['hold 1 x2 for t:quote:1:old']);
    expect(held.holds).toMatchObject([{ variantId: 1, quantity: 2 }]);
  });
});
