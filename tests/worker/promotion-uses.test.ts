/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../commerce/promotions/promotion.ts';
import { promotionUses } from '../../worker/adapters/promotion-uses/promotion-uses.ts';

const counts = promotionUses(env.PROMOTION_USES);
let nextId = 9_000;
const claim = (key: string, over: { code?: string; customer?: string; amountMinor?: number } = {}) => ({
  key,
  code: over.code ?? null,
  customer: over.customer ?? `customer of ${key}`,
  amountMinor: over.amountMinor ?? 100,
});
const usageOf = async (id: number, code: string | null = null, customer: string | null = null) => {
  const answer = await counts.usage(id, code, customer);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.usage;
};

describe('a limited promotion', () => {
  it('gives its last use to one of 500 who want it at once', async () => {
    const id = nextId++;
    const limits = { ...NO_LIMITS, uses: 3 };
    for (const key of ['a', 'b']) expect(await counts.claim(id, claim(key), limits, 0)).toEqual({ ok: true });
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => counts.claim(id, claim(`c${index}`), limits, 0)),
    );
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(answers.filter((one) => !one.ok && one.reason === 'used_up')).toHaveLength(499);
    expect(await usageOf(id)).toMatchObject({ uses: 3 });
  });

  it('answers a repetition the same, and gives a use that comes back to the next, even after the object was lost', async () => {
    const id = nextId++;
    const limits = { ...NO_LIMITS, uses: 1 };
    expect(await counts.claim(id, claim('a'), limits, 0)).toEqual({ ok: true });
    expect(await counts.claim(id, claim('a'), limits, 0)).toEqual({ ok: true });
    expect(await counts.claim(id, claim('b'), limits, 0)).toEqual({ ok: false, reason: 'used_up' });
    await evictDurableObject(env.PROMOTION_USES.getByName(`promotion:${id}`));
    await counts.release(id, 'a');
    await counts.release(id, 'a');
    expect(await usageOf(id)).toEqual({ uses: 0, ofCode: 0, ofCustomer: 0, spentMinor: 0 });
    expect(await counts.claim(id, claim('a'), limits, 0)).toEqual({ ok: false, reason: 'released' });
    expect(await counts.claim(id, claim('b'), limits, 0)).toEqual({ ok: true });
  });

  it('does not give what was given back before it was asked for', async () => {
    const id = nextId++;
    await counts.release(id, 'late');
    expect(await counts.claim(id, claim('late'), NO_LIMITS, 0)).toEqual({ ok: false, reason: 'released' });
  });

  it('counts by code, by customer, and what was used before it was counted', async () => {
    const id = nextId++;
    const limits = { ...NO_LIMITS, uses: 10, perCode: 1, perCustomer: 1 };
    expect(await counts.claim(id, claim('a', { code: 'X', customer: 'ada' }), limits, 6)).toEqual({ ok: true });
    expect(await counts.claim(id, claim('b', { code: 'X', customer: 'bob' }), limits, 6)).toEqual({
      ok: false,
      reason: 'code_used_up',
    });
    expect(await counts.claim(id, claim('c', { code: 'Y', customer: 'ada' }), limits, 6)).toEqual({
      ok: false,
      reason: 'customer_used_up',
    });
    expect(await usageOf(id, 'X', 'bob')).toMatchObject({ uses: 1, ofCode: 1, ofCustomer: 0 });
    expect(await counts.claim(id, claim('d'), limits, 9)).toEqual({ ok: false, reason: 'used_up' });
  });

  it('stops before its budget is overspent, however many ask at once', async () => {
    const id = nextId++;
    const limits = { ...NO_LIMITS, budget: { amountMinor: 1_000, currency: 'EUR' } };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => counts.claim(id, claim(`c${index}`, { amountMinor: 300 }), limits, 0)),
    );
    expect(answers.filter((one) => one.ok)).toHaveLength(3);
    expect(await usageOf(id)).toMatchObject({ spentMinor: 900 });
    expect(await counts.claim(id, claim('small', { amountMinor: 100 }), limits, 0)).toEqual({ ok: true });
  });
});
