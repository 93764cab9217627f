import { expect, it } from 'vitest';
import type { OrderDraft } from '../../commerce/checkout/order-draft.ts';
import { PurchaseWorld, type Weather } from '../support/purchase-world.ts';

const calm: Weather = { lost: 0, crash: 0, card: 'pays', shopper: 'confirms' };
const shelf = [[1, 5]] as const;
const basket = [[1, 2]] as const;
/** The claim of a window has no id of its own. */
const WINDOW = 0;
const brought: Partial<OrderDraft> = {
  delivery: {
    kind: 'local',
    methodCode: 'van',
    warehouseId: 1,
    readyMs: null,
    window: {
      day: '2026-11-25',
      hours: '18:00-20:00',
      startMs: Date.UTC(2026, 10, 25, 17),
      endMs: Date.UTC(2026, 10, 25, 19),
      closesMs: Date.UTC(2026, 10, 25, 11),
      capacity: 1,
      timeZone: 'Europe/Berlin',
    },
  },
};

function begun(over: Partial<Weather>, places: number, seed = 1): PurchaseWorld {
  const one = new PurchaseWorld(seed, { ...calm, ...over }, shelf);
  one.limits.set(WINDOW, places);
  one.begin(basket, 'pm_1', brought);
  return one;
}

it('a purchase books its window before it is paid, and keeps it', async () => {
  const one = begun({}, 1);
  const asked: string[] = [];
  const perform = one.perform.bind(one);
  one.perform = (step) => {
    asked.push(step.kind);
    return perform(step);
  };
  await one.runToEnd();
  expect(asked).toEqual(['hold', 'book_window', 'pay', 'commit', 'record']);
  expect(one.claimable(WINDOW)).toBe(0);
  expect(one.orders.get(7)?.delivery?.window?.hours).toBe('18:00-20:00');
});

it('a window that filled up meanwhile ends it: nothing is charged, nothing kept', async () => {
  const one = begun({}, 0);
  await one.runToEnd();
  expect(one.purchase).toMatchObject({ stage: 'failed', failure: { cause: 'goods', code: 'ERROR' } });
  expect(one.payments.size).toBe(0);
  expect(one.wrongs(new Map(shelf))).toEqual([]);
});

it('a refused card gives the window back', async () => {
  const one = begun({ card: 'declines' }, 1);
  await one.runToEnd();
  expect(one.purchase.stage).toBe('failed');
  expect(one.claimable(WINDOW)).toBe(1);
});

it('whatever is lost on the way, a window is kept by an order or free', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const card = (['pays', 'declines', 'asks'] as const)[seed % 3] ?? 'pays';
    const one = begun({ lost: 0.3, crash: 0.2, card, shopper: seed % 2 === 0 ? 'confirms' : 'leaves' }, 1, seed);
    await one.runToEnd();
    expect([seed, one.claimable(WINDOW)]).toEqual([seed, one.orders.size > 0 ? 0 : 1]);
    expect(one.wrongs(new Map(shelf)), `seed ${seed}`).toEqual([]);
  }
});
