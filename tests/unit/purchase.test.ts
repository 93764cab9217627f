import { describe, expect, it } from 'vitest';
import { allocateLines, type OrderDraft } from '../../commerce/checkout/order-draft.ts';
import { abandonPurchase, HOLD_MS, revivePurchase } from '../../commerce/checkout/purchase.ts';
import { NO_LIMITS } from '../../commerce/promotions/promotion.ts';
import { PurchaseWorld, type Weather } from '../support/purchase-world.ts';

const calm: Weather = { lost: 0, crash: 0, card: 'pays', shopper: 'confirms' };
const shelf = [
  [1, 5],
  [2, 3],
] as const;
const basket = [
  [2, 1],
  [1, 2],
  [2, 1],
] as const;

const CODE = 501;
const GIFT_CARD = 502;
/** A limited code, one without limits, and a gift card that pays a part. */
const claimed: Partial<OrderDraft> = {
  promotions: [
    { promotionId: CODE, code: 'LAST', amountMinor: 0, limits: { ...NO_LIMITS, uses: 1 }, before: 0 },
    { promotionId: 503, code: null, amountMinor: 0, limits: null, before: 0 },
  ],
  tenders: [{ accountId: GIFT_CARD, kind: 'gift_card', lastCharacters: '34AC', amountMinor: 1_500 }],
};

function world(over: Partial<Weather> = {}, stock: readonly (readonly [number, number])[] = shelf): PurchaseWorld {
  return new PurchaseWorld(1, { ...calm, ...over }, stock);
}

const rightEnd = (one: PurchaseWorld, stock: readonly (readonly [number, number])[] = shelf) =>
  expect(one.wrongs(new Map(stock))).toEqual([]);

describe('a purchase', () => {
  it('holds in the order of variants, pays once, commits and records', async () => {
    const one = world();
    const asked: string[] = [];
    const perform = one.perform.bind(one);
    one.perform = (step) => {
      asked.push('variantId' in step ? `${step.kind} ${step.variantId}` : step.kind);
      return perform(step);
    };
    one.begin(basket);
    await one.run();
    expect(one.purchase.stage).toBe('completed');
    expect(asked).toEqual(['hold 1', 'hold 2', 'pay', 'commit 1', 'commit 2', 'record']);
    expect(one.orders.get(7)?.lines.map((line) => line.allocations)).toEqual([
      [{ warehouseId: 1, quantity: 1 }],
      [{ warehouseId: 1, quantity: 2 }],
      [{ warehouseId: 1, quantity: 1 }],
    ]);
    rightEnd(one);
  });

  it('gives back what it holds when something is sold out', async () => {
    const stock = [
      [1, 5],
      [2, 1],
    ] as const;
    const one = world({}, stock);
    one.begin(basket);
    await one.run();
    expect(one.purchase).toMatchObject({ stage: 'failed', failure: { code: 'INVENTORY_RESERVATION_ERROR' } });
    expect(one.payments.size).toBe(0);
    rightEnd(one, stock);
  });

  it('gives back what it holds when the card is declined, and ends the payment', async () => {
    const one = world({ card: 'declines' });
    one.begin(basket);
    await one.run();
    expect(one.purchase).toMatchObject({ stage: 'failed', failure: { code: 'PAYMENT_CARD_DECLINED' } });
    expect([...one.payments.values()]).toMatchObject([{ status: 'cancelled' }]);
    rightEnd(one);
  });

  it('costs nothing without asking a bank', async () => {
    const one = world();
    one.begin([[1, 1]], null);
    await one.run();
    expect(one.purchase.stage).toBe('completed');
    expect(one.payments.size).toBe(0);
    expect(one.orders.get(7)?.payment).toBeNull();
  });

  it('waits for the shopper at their bank, and goes on when they are back', async () => {
    const one = world({ card: 'asks' });
    one.begin(basket);
    await one.run();
    expect(one.purchase.stage).toBe('waiting');
    await one.runToEnd(() => one.answerBank());
    expect(one.purchase.stage).toBe('completed');
    rightEnd(one);
  });

  it('ends when the shopper never comes back, before the promises run out', async () => {
    const one = world({ card: 'asks', shopper: 'leaves' });
    const began = one.nowMs;
    one.begin(basket);
    await one.runToEnd(() => one.answerBank());
    expect(one.purchase.stage).toBe('failed');
    expect(one.nowMs - began).toBeLessThan(HOLD_MS);
    rightEnd(one);
  });

  it('is fulfilled when giving it up finds it paid', async () => {
    const one = world({ card: 'asks' });
    one.begin(basket);
    await one.run();
    one.answerBank();
    one.change(abandonPurchase(one.purchase, one.nowMs));
    expect(one.purchase.stage).toBe('undoing');
    await one.run();
    expect(one.purchase.stage).toBe('completed');
    rightEnd(one);
  });

  it('promises anew what ran out while the bank was slow', async () => {
    const one = world({ card: 'asks' });
    one.begin(basket);
    await one.run();
    one.nowMs += 2 * HOLD_MS;
    one.answerBank();
    await one.runToEnd();
    expect(one.purchase.stage).toBe('completed');
    expect(one.purchase.holds.map((hold) => hold.round)).toEqual([1, 1]);
    rightEnd(one);
  });

  it('gives the money back when the goods went to somebody else meanwhile', async () => {
    const one = world({ card: 'asks' });
    one.begin(basket);
    await one.run();
    one.nowMs += 2 * HOLD_MS;
    one.answerBank();
    // Somebody buys variant 2 once the promise is over.
    for (const hold of one.holds.values()) hold.status = 'released';
    one.stock.set(1, 5).set(2, 0);
    await one.runToEnd();
    expect(one.purchase).toMatchObject({
      stage: 'failed',
      payment: { status: 'refunded' },
      failure: { cause: 'goods' },
    });
    rightEnd(one, [
      [1, 5],
      [2, 0],
    ]);
  });

  it('keeps a paid order until the records are back, and writes it once', async () => {
    const one = world();
    one.recordsAwayUntilMs = one.nowMs + 24 * 3_600_000;
    one.begin(basket);
    await one.runToEnd();
    expect(one.purchase.stage).toBe('completed');
    expect(one.nowMs).toBeGreaterThanOrEqual(one.recordsAwayUntilMs);
    rightEnd(one);
  });

  it.each([true, false])(
    'that failed and is paid a day late is fulfilled or given back (cart free: %s)',
    async (isFree) => {
      const one = world({ card: 'asks', shopper: 'leaves' });
      one.begin(basket);
      await one.runToEnd();
      one.nowMs += 24 * 3_600_000;
      const [[reference, payment] = []] = one.payments;
      if (!reference || !payment) throw new Error('no payment');
      payment.status = 'succeeded';
      one.change(
        revivePurchase(
          one.purchase,
          { reference, status: 'succeeded', redirectUrl: null, card: null },
          isFree,
          one.nowMs,
        ),
      );
      await one.runToEnd();
      expect(one.purchase.stage).toBe(isFree ? 'completed' : 'failed');
      rightEnd(one);
    },
  );
});

describe('a purchase in bad weather', () => {
  const cards: readonly Weather['card'][] = ['pays', 'declines', 'asks'];
  const shoppers: readonly Weather['shopper'][] = ['confirms', 'leaves', 'fails', 'late'];

  it('survives losing the object before and after every single step', async () => {
    for (const card of cards) {
      const calmRun = world({ card });
      calmRun.begin(basket);
      await calmRun.runToEnd(() => calmRun.answerBank());
      expect(calmRun.moments).toBeGreaterThan(10);
      for (let lostAt = 1; lostAt <= calmRun.moments; lostAt += 1) {
        const one = world({ card });
        one.crashAt = lostAt;
        one.begin(basket);
        await one.runToEnd(() => one.answerBank());
        expect(one.crashes).toBe(1);
        expect(one.purchase.stage).toBe(calmRun.purchase.stage);
        expect(one.wrongs(new Map(shelf)), `${card}, lost at moment ${lostAt}`).toEqual([]);
      }
    }
  });

  it('ends right wherever it is lost with a limited code and a gift card, bought or not', async () => {
    for (const card of cards) {
      for (const left of [1, 0]) {
        const begin = (one: PurchaseWorld) => {
          one.limits.set(CODE, left).set(GIFT_CARD, 1_500);
          one.begin(basket, 'pm_1', claimed);
        };
        const calmRun = world({ card });
        begin(calmRun);
        await calmRun.runToEnd(() => calmRun.answerBank());
        expect(calmRun.purchase.stage).toBe(left === 0 || card === 'declines' ? 'failed' : 'completed');
        for (let lostAt = 1; lostAt <= calmRun.moments; lostAt += 1) {
          const one = world({ card });
          one.crashAt = lostAt;
          begin(one);
          await one.runToEnd(() => one.answerBank());
          expect(one.crashes).toBe(1);
          expect(one.purchase.stage).toBe(calmRun.purchase.stage);
          expect(one.wrongs(new Map(shelf)), `${card}, lost at moment ${lostAt}`).toEqual([]);
        }
      }
    }
  });

  it('claims anew for a payment that comes too late, and gives it back where nothing is left', async () => {
    for (const isLeft of [true, false]) {
      const one = world({ card: 'asks', shopper: 'late' });
      one.limits.set(CODE, 1).set(GIFT_CARD, 1_500);
      one.begin(basket, 'pm_1', claimed);
      await one.runToEnd();
      expect(one.purchase.stage).toBe('failed');
      if (!isLeft) one.limits.set(CODE, 0);
      const [[reference, payment] = []] = [...one.payments];
      if (reference === undefined || !payment) throw new Error('nothing was asked of the bank');
      payment.status = 'succeeded';
      const late = { reference, status: 'succeeded', redirectUrl: null, card: null } as const;
      one.change(revivePurchase(one.purchase, late, true, one.nowMs));
      await one.runToEnd();
      expect(one.purchase.stage).toBe(isLeft ? 'completed' : 'failed');
      expect(one.wrongs(new Map(shelf))).toEqual([]);
    }
  });

  it('ends right whatever is lost on the way', async () => {
    let crashes = 0;
    for (let seed = 1; seed <= 600; seed += 1) {
      const weather: Weather = {
        lost: seed % 3 === 0 ? 0 : 0.3,
        crash: seed % 2 === 0 ? 0.2 : 0.02,
        card: cards[seed % 3] ?? 'pays',
        shopper: shoppers[seed % 4] ?? 'confirms',
      };
      const stock = [
        [1, 5],
        [2, seed % 5 === 0 ? 1 : 3],
      ] as const;
      const one = new PurchaseWorld(seed, weather, stock);
      one.recordsAwayUntilMs = seed % 7 === 0 ? one.nowMs + 3_600_000 : 0;
      one.limits.set(CODE, seed % 4 === 0 ? 0 : 1).set(GIFT_CARD, seed % 9 === 0 ? 1_499 : 1_500);
      one.begin(basket, 'pm_1', seed % 2 === 0 ? claimed : {});
      await one.runToEnd(() => one.answerBank());
      // What nobody asked for any more runs out by itself.
      one.nowMs += 2 * HOLD_MS;
      await one.perform({
        kind: 'hold',
        variantId: 99,
        holdId: 'sweep',
        quantity: 1,
        cartToken: 'x',
        expiresAtMs: 0,
        warehousePreference: [],
        releases: [],
      });
      expect(one.wrongs(new Map(stock)), `seed ${seed}: ${JSON.stringify(weather)}`).toEqual([]);
      crashes += one.crashes;
    }
    expect(crashes).toBeGreaterThan(500);
  });
});

describe('allocations', () => {
  it('are dealt out to the lines of a variant in order', () => {
    const taken = new Map([
      [
        1,
        [
          { warehouseId: 1, quantity: 2 },
          { warehouseId: 2, quantity: 3 },
        ],
      ],
    ]);
    const lines = [
      { variantId: 1, quantity: 3 },
      { variantId: 2, quantity: 1 },
      { variantId: 1, quantity: 2 },
    ];
    expect(allocateLines(lines, taken)).toEqual([
      [
        { warehouseId: 1, quantity: 2 },
        { warehouseId: 2, quantity: 1 },
      ],
      [],
      [{ warehouseId: 2, quantity: 2 }],
    ]);
  });
});
