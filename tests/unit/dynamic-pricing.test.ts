import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { earnedBy } from '../../commerce/dynamic-pricing/earned.ts';
import { estimateElasticities, type SalesWeek } from '../../commerce/dynamic-pricing/elasticity.ts';
import { marginFloorMinor, nearestEnding, withinRails } from '../../commerce/dynamic-pricing/guard-rails.ts';
import { lowestBefore, type PriceFacts } from '../../commerce/dynamic-pricing/price-facts.ts';
import { explainChange, isHeldOut, proposePrice } from '../../commerce/dynamic-pricing/propose.ts';
import {
  type GuardRails,
  type PriceCondition,
  type PriceRule,
  type RuleSetTerms,
  refuseTerms,
} from '../../commerce/dynamic-pricing/rule-set.ts';
import { simulateRules, WARM_UP_DAYS } from '../../commerce/dynamic-pricing/simulate.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2030, 5, 15, 12);

const rails = (over: Partial<GuardRails> = {}): GuardRails => ({
  floorBps: 7_000,
  ceilingBps: 13_000,
  minimumMarginBps: 1_000,
  maximumStepBps: 1_000,
  maximumDayBps: 1_500,
  maximumChangesPerDay: 2,
  endings: { unitMinor: 1, endingsMinor: [0] },
  announcesReductions: true,
  ...over,
});
const facts = (over: Partial<PriceFacts> = {}): PriceFacts => ({
  nowMs: NOW,
  currentMinor: 10_000,
  compareAtMinor: null,
  baseMinor: 10_000,
  includedTaxBps: 0,
  costMinor: 5_000,
  history: [{ atMs: NOW - 90 * DAY_MS, amountMinor: 10_000 }],
  soldLast7Days: 10,
  sold28DaysBefore: 40,
  sellable: 50,
  stockAgeDays: 20,
  competitorsMinor: [],
  elasticity: { value: -2, standardError: 0.5 },
  customerGroup: null,
  ...over,
});
const rule = (over: Partial<PriceRule> = {}): PriceRule => ({
  name: 'always',
  when: [],
  action: { kind: 'change', bps: -500 },
  isLast: false,
  ...over,
});
const terms = (over: Partial<RuleSetTerms> = {}): RuleSetTerms => ({
  title: 'Summer',
  currency: 'EUR',
  includedTaxBps: 0,
  scope: { kind: 'all' },
  rules: [rule()],
  rails: rails(),
  heldOutBps: 1_000,
  customerGroup: null,
  startsAtMs: 0,
  endsAtMs: null,
  ...over,
});

describe('whatever the rules say', () => {
  const amount = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 1_000_000_000_000 }));
  const anyRails: fc.Arbitrary<GuardRails> = fc.record({
    floorBps: fc.integer({ min: 0, max: 20_000 }),
    ceilingBps: fc.integer({ min: 0, max: 30_000 }),
    minimumMarginBps: fc.option(fc.integer({ min: 0, max: 9_000 })),
    maximumStepBps: fc.integer({ min: 0, max: 10_000 }),
    maximumDayBps: fc.integer({ min: 0, max: 10_000 }),
    maximumChangesPerDay: fc.integer({ min: 0, max: 5 }),
    endings: fc
      .constantFrom([100, [99, 49]], [10, [0]], [1, [0]], [1_000, [990]], [100, [0, 25, 50, 75]])
      .map(([unitMinor, endingsMinor]) => ({ unitMinor: Number(unitMinor), endingsMinor: [endingsMinor].flat(2) })),
    announcesReductions: fc.boolean(),
  });
  const near = amount.chain((base) =>
    fc.tuple(
      fc.constant(base),
      fc.integer({ min: 5_000, max: 15_000 }).map((bps) => Math.round((base * bps) / 10_000)),
    ),
  );
  const anyFacts: fc.Arbitrary<PriceFacts> = fc
    .record({
      prices: near,
      tax: fc.constantFrom(0, 700, 1_900, 2_700),
      cost: fc.option(fc.integer({ min: 0, max: 12_000 })),
      history: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 * 24 }), fc.integer({ min: 5_000, max: 20_000 })), {
        maxLength: 6,
      }),
      sold: fc.tuple(fc.nat(100), fc.nat(400)),
      stock: fc.tuple(fc.nat(500), fc.option(fc.nat(400))),
      competitors: fc.array(amount, { maxLength: 4 }),
      elasticity: fc.double({ min: -6, max: 0, noNaN: true }),
    })
    .map((one) => {
      const [baseMinor, currentMinor] = one.prices;
      const past = one.history
        .map(([hoursAgo, bps]) => ({
          atMs: NOW - hoursAgo * 3_600_000,
          amountMinor: Math.round((baseMinor * bps) / 10_000),
        }))
        .sort((a, b) => a.atMs - b.atMs);
      return facts({
        baseMinor,
        currentMinor,
        includedTaxBps: one.tax,
        costMinor: one.cost === null ? null : Math.round((baseMinor * one.cost) / 10_000),
        history: [...past, { atMs: NOW - 60_000, amountMinor: currentMinor }],
        soldLast7Days: one.sold[0],
        sold28DaysBefore: one.sold[1],
        sellable: one.stock[0],
        stockAgeDays: one.stock[1],
        competitorsMinor: one.competitors,
        elasticity: { value: one.elasticity, standardError: 1 },
      });
    });
  const anyCondition: fc.Arbitrary<PriceCondition> = fc.oneof(
    fc.record({ kind: fc.constant('demand' as const), atLeastBps: fc.nat(20_000) }),
    fc.record({ kind: fc.constant('stock_cover' as const), atMostDays: fc.nat(200) }),
    fc.record({ kind: fc.constant('stock_age' as const), atLeastDays: fc.nat(200) }),
    fc.record({
      kind: fc.constant('competitor' as const),
      of: fc.constantFrom('lowest' as const, 'median' as const),
      atLeastBps: fc.nat(12_000),
    }),
    fc.record({ kind: fc.constant('margin' as const), atMostBps: fc.integer({ min: -5_000, max: 9_000 }) }),
  );
  const anyRule: fc.Arbitrary<PriceRule> = fc.record({
    name: fc.string({ minLength: 1 }),
    when: fc.array(anyCondition, { maxLength: 2 }),
    action: fc.oneof(
      fc.record({ kind: fc.constant('change' as const), bps: fc.integer({ min: -20_000, max: 100_000 }) }),
      fc.record({
        kind: fc.constant('follow_competitor' as const),
        of: fc.constantFrom('lowest' as const, 'median' as const),
        offsetBps: fc.integer({ min: -9_000, max: 9_000 }),
      }),
      fc.record({ kind: fc.constant('reach_margin' as const), bps: fc.integer({ min: 0, max: 9_999 }) }),
      fc.record({
        kind: fc.constant('optimise' as const),
        objective: fc.constantFrom('revenue' as const, 'margin' as const),
      }),
    ),
    isLast: fc.boolean(),
  });

  test('every price that comes out keeps every guard rail', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyRails, anyFacts, (rules, limits, known) => {
        const proposal = proposePrice(terms({ rules, rails: limits }), known);
        if (!proposal.ok) return;
        written += 1;
        const price = BigInt(proposal.priceMinor);
        const [base, current] = [BigInt(known.baseMinor), BigInt(known.currentMinor)];
        const apart = price > current ? price - current : current - price;
        expect(price > 0n && price !== current).toBe(true);
        expect(price * 10_000n >= base * BigInt(limits.floorBps)).toBe(true);
        expect(price * 10_000n <= base * BigInt(limits.ceilingBps)).toBe(true);
        expect(apart * 10_000n <= current * BigInt(limits.maximumStepBps)).toBe(true);
        const day = known.history.findLast((one) => one.atMs <= NOW - DAY_MS) ?? known.history[0];
        const dayAgo = BigInt(day?.amountMinor ?? 0);
        const moved = price > dayAgo ? price - dayAgo : dayAgo - price;
        expect(moved * 10_000n <= dayAgo * BigInt(limits.maximumDayBps)).toBe(true);
        const changes = known.history.slice(1).filter((one) => one.atMs > NOW - DAY_MS).length;
        expect(changes).toBeLessThan(limits.maximumChangesPerDay);
        expect(limits.endings.endingsMinor).toContain(proposal.priceMinor % limits.endings.unitMinor);
        if (limits.minimumMarginBps !== null) {
          expect(known.costMinor).not.toBeNull();
          // (net - cost) / net >= margin, multiplied out; a billionth for the division by the tax.
          const net = (proposal.priceMinor * 10_000) / (10_000 + known.includedTaxBps);
          expect(net - (known.costMinor ?? 0)).toBeGreaterThanOrEqual(
            (net * limits.minimumMarginBps) / 10_000 - net * 1e-9,
          );
        }
        const from = NOW - 30 * DAY_MS;
        const held = known.history.filter((one, at) => {
          const until = known.history[at + 1]?.atMs ?? NOW;
          return one.atMs < NOW && until > from;
        });
        if (proposal.compareAtMinor !== null) {
          expect(limits.announcesReductions).toBe(true);
          expect(proposal.compareAtMinor).toBeLessThanOrEqual(Math.min(...held.map((one) => one.amountMinor)));
          expect(proposal.compareAtMinor).toBeGreaterThan(proposal.priceMinor);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(written).toBeGreaterThan(500);
  });

  test('a price of zero, past exact counting or without a base is never made', () => {
    for (const currentMinor of [0, -1, 2 ** 53, 0.5, Number.NaN])
      expect(withinRails(9_900, facts({ currentMinor }), rails())).toMatchObject({ ok: false, reason: 'out_of_range' });
    expect(withinRails(Number.POSITIVE_INFINITY, facts(), rails())).toMatchObject({
      ok: false,
      reason: 'out_of_range',
    });
  });
});

describe('guard rails', () => {
  test('the narrowest one binds, and is named', () => {
    expect(withinRails(5_000, facts(), rails())).toMatchObject({ ok: true, priceMinor: 9_000, bound: ['step'] });
    expect(withinRails(5_000, facts(), rails({ maximumStepBps: 5_000, maximumDayBps: 9_000 }))).toMatchObject({
      priceMinor: 7_000,
      bound: ['floor'],
    });
    expect(
      withinRails(5_000, facts({ costMinor: 9_000 }), rails({ maximumStepBps: 5_000, minimumMarginBps: 500 })),
    ).toMatchObject({ priceMinor: 9_474, bound: ['margin'] });
  });

  test('rails that leave no price leave the present one', () => {
    expect(withinRails(9_000, facts({ costMinor: 20_000 }), rails())).toMatchObject({ ok: false, reason: 'margin' });
    expect(withinRails(9_000, facts({ costMinor: null }), rails())).toMatchObject({
      ok: false,
      reason: 'cost_unknown',
    });
    const noEnding = rails({ endings: { unitMinor: 10_000, endingsMinor: [5_000] } });
    expect(withinRails(9_500, facts(), noEnding)).toMatchObject({ ok: false, reason: 'endings' });
  });

  test('a wanted reduction is never rounded into a rise', () => {
    const railed = withinRails(9_999, facts(), rails({ endings: { unitMinor: 1_000, endingsMinor: [100] } }));
    expect(railed).toMatchObject({ ok: false, reason: 'endings' });
  });

  test('prices end in their currency’s way, the cheaper of two as near', () => {
    const euros = { unitMinor: 100, endingsMinor: [49, 99] };
    expect(nearestEnding(1_230, 0, 9_999, euros)).toBe(1_249);
    expect(nearestEnding(1_224, 0, 9_999, euros)).toBe(1_199);
    expect(nearestEnding(1_205, 0, 1_210, euros)).toBe(1_199);
    expect(nearestEnding(1_205, 1_200, 1_210, euros)).toBeNull();
    expect(nearestEnding(1_235, 0, 9_999, { unitMinor: 10, endingsMinor: [0] })).toBe(1_230);
  });

  test('the margin counts from the net price', () => {
    // 119.00 with 19 % tax is 100.00 net: a cost of 80.00 leaves 20 %.
    expect(marginFloorMinor({ costMinor: 8_000, includedTaxBps: 1_900 }, 2_000)).toBe(11_900);
  });
});

describe('the lowest price of 30 days', () => {
  const history = [
    { atMs: NOW - 40 * DAY_MS, amountMinor: 900 },
    { atMs: NOW - 20 * DAY_MS, amountMinor: 800 },
    { atMs: NOW - 10 * DAY_MS, amountMinor: 1_000 },
  ];
  test('holds what was valid when they began, and nothing older', () => {
    expect(lowestBefore(history, NOW)).toBe(800);
    expect(lowestBefore(history, NOW + 15 * DAY_MS)).toBe(800);
    expect(lowestBefore(history, NOW + 25 * DAY_MS)).toBe(1_000);
    expect(lowestBefore(history, NOW - 20 * DAY_MS)).toBe(900);
    expect(lowestBefore([], NOW)).toBeNull();
  });
  test('a reduction is measured by it, and none is announced where the price was lower', () => {
    const known = facts({
      currentMinor: 10_000,
      history: [
        { atMs: NOW - 60 * DAY_MS, amountMinor: 9_800 },
        { atMs: NOW - 5 * DAY_MS, amountMinor: 10_000 },
      ],
    });
    expect(withinRails(9_500, known, rails())).toMatchObject({ priceMinor: 9_500, compareAtMinor: 9_800 });
    expect(withinRails(9_900, known, rails())).toMatchObject({ priceMinor: 9_900, compareAtMinor: null });
  });
});

describe('rules', () => {
  test('changes add up from the base; a later price replaces them; the last one ends it', () => {
    const set = terms({
      rails: rails({ maximumStepBps: 9_000, maximumDayBps: 9_000 }),
      rules: [
        rule({
          name: 'scarce',
          when: [{ kind: 'stock_cover', atMostDays: 40 }],
          action: { kind: 'change', bps: 1_000 },
        }),
        rule({ name: 'busy', when: [{ kind: 'demand', atLeastBps: 9_000 }], action: { kind: 'change', bps: 500 } }),
      ],
    });
    const proposal = proposePrice(set, facts());
    expect(proposal).toMatchObject({ ok: true, priceMinor: 11_500 });
    if (!proposal.ok) throw new Error('refused');
    expect(explainChange(proposal, (minor) => `€${minor / 100}`)).toBe(
      '“scarce” asked for €110 because the stock lasts 35 days. “busy” asked for €115 because demand is 100 % of the usual.',
    );
    const followed = {
      ...set,
      rules: [
        ...set.rules,
        rule({ name: 'rival', action: { kind: 'follow_competitor', of: 'lowest', offsetBps: -100 } }),
      ],
    };
    expect(proposePrice(followed, facts({ competitorsMinor: [9_000, 9_500] }))).toMatchObject({ priceMinor: 8_910 });
  });

  test('where none speaks any more the price goes home', () => {
    const quiet = terms({ rules: [rule({ when: [{ kind: 'demand', atLeastBps: 30_000 }] })] });
    expect(proposePrice(quiet, facts())).toMatchObject({ ok: false, reason: 'no_rule_spoke' });
    expect(proposePrice(quiet, facts({ currentMinor: 10_500 }))).toMatchObject({ ok: true, priceMinor: 10_000 });
  });

  test('a season passes New Year, an hour follows the clock of its place', () => {
    const winter = terms({
      rules: [rule({ when: [{ kind: 'season', from: '11-20', to: '01-06', timeZone: 'Europe/Berlin' }] })],
    });
    const at = (nowMs: number) => proposePrice(winter, facts({ nowMs, history: [] })).ok;
    expect(
      [Date.UTC(2030, 11, 31), Date.UTC(2031, 0, 6, 12), Date.UTC(2031, 0, 6, 23, 30), Date.UTC(2030, 9, 1)].map(at),
    ).toEqual([true, true, false, false]);
    const morning = terms({
      rules: [
        rule({
          when: [
            {
              kind: 'hours',
              weekdays: [1, 2, 3, 4, 5, 6, 7],
              fromMinute: 480,
              toMinute: 600,
              timeZone: 'Europe/Berlin',
            },
          ],
        }),
      ],
    });
    const opens = (nowMs: number) => proposePrice(morning, facts({ nowMs, history: [] })).ok;
    // 07:30 UTC is 08:30 in winter, 09:30 in summer; 08:30 UTC is past the hour in summer only.
    expect(
      [
        Date.UTC(2030, 0, 15, 7, 30),
        Date.UTC(2030, 6, 15, 7, 30),
        Date.UTC(2030, 0, 15, 8, 30),
        Date.UTC(2030, 6, 15, 8, 30),
      ].map(opens),
    ).toEqual([true, true, true, false]);
  });

  test('a group’s price needs a declared and disclosed group', () => {
    const personal = rule({ when: [{ kind: 'customer_group', group: 'trade' }] });
    expect(refuseTerms(terms({ rules: [personal] }))).toMatchObject({ reason: 'group_not_declared', rule: 'always' });
    const hidden = terms({ rules: [personal], customerGroup: { name: 'trade', isDisclosed: false } });
    expect(refuseTerms(hidden)).toMatchObject({ reason: 'group_not_disclosed' });
    expect(proposePrice(hidden, facts({ customerGroup: 'trade' }))).toMatchObject({ reason: 'group_not_shown' });
    expect(proposePrice(terms(), facts({ customerGroup: 'trade' }))).toMatchObject({ reason: 'group_not_shown' });
  });

  test('rules that contradict each other are refused by name', () => {
    const never = rule({ name: 'never', when: [{ kind: 'demand', atLeastBps: 2, atMostBps: 1 }] });
    expect(refuseTerms(terms({ rules: [never] }))).toMatchObject({ reason: 'bounds_contradict', rule: 'never' });
    const shadowed = [rule({ isLast: true }), rule({ name: 'unheard' })];
    expect(refuseTerms(terms({ rules: shadowed }))).toMatchObject({ reason: 'rule_never_heard', rule: 'unheard' });
    expect(refuseTerms(terms({ rails: rails({ floorBps: 11_000 }) }))).toMatchObject({ reason: 'rails_contradict' });
    expect(refuseTerms(terms())).toBeNull();
  });
});

describe('elasticity', () => {
  /** Sales of a variant with an elasticity, noise from a fixed sequence. */
  const sold = (elasticity: number, seed: number, noise = 0.2): SalesWeek[] =>
    Array.from({ length: 40 }, (_, week) => {
      const priceMinor = 1_000 * (1 + 0.3 * Math.sin(week * (1 + seed / 17)));
      const wobble = noise * Math.sin(seed * 12.9898 + week * 78.233) * 1.4;
      return { week, priceMinor, units: 50 * (priceMinor / 1_000) ** elasticity * Math.exp(wobble) };
    });

  test('is found again, and what has no history gets what the others have in common', () => {
    const sales = new Map(Array.from({ length: 60 }, (_, id) => [id, sold(-1.5 - (id % 5) * 0.25, id)] as const));
    sales.set(99, []);
    const model = estimateElasticities(sales);
    expect(model.prior.mean).toBeCloseTo(-2, 0);
    expect(model.of.get(0)?.value).toBeCloseTo(-1.5, 0);
    expect(model.of.get(4)?.value).toBeCloseTo(-2.5, 0);
    expect(model.of.get(99)?.value).toBeCloseTo(model.prior.mean, 6);
    expect(model.of.get(99)?.standardError).toBeGreaterThan(model.of.get(0)?.standardError ?? Infinity);
  });

  test('a noisy slope is drawn further to the mean; none is ever positive', () => {
    const sales = new Map(Array.from({ length: 60 }, (_, id) => [id, sold(-2, id)] as const));
    sales.set(100, sold(3, 7, 0.1));
    sales.set(101, sold(-5, 3, 3).slice(0, 8));
    const model = estimateElasticities(sales);
    expect(model.of.get(100)?.value).toBe(0);
    expect(Math.abs((model.of.get(101)?.value ?? 0) - model.prior.mean)).toBeLessThan(1.5);
  });
});

describe('before it goes live, and after', () => {
  const past = (elasticity: number, standardError: number) => ({
    variantId: 1,
    facts: facts({ elasticity: { value: elasticity, standardError } }),
    days: Array.from({ length: WARM_UP_DAYS + 20 }, () => ({ units: 10, priceMinor: 10_000 })),
    firstDayMs: NOW,
  });
  test('a simulation says what the same days would have earned', () => {
    const set = terms({ rules: [rule({ action: { kind: 'change', bps: -1_000 } })] });
    const result = simulateRules(set, [past(-2, 0.5)]);
    expect(result).toMatchObject({
      days: 20,
      variants: 1,
      changes: 1,
      before: { units: 200, revenueMinor: 2_000_000, marginMinor: 1_000_000 },
    });
    expect(result.units.value).toBeCloseTo(200 / 0.81, 6);
    expect(result.units.low).toBeLessThan(result.units.value);
    expect(result.units.high - result.units.value).toBeCloseTo(
      1.959964 * 0.5 * (200 / 0.81) * Math.abs(Math.log(0.9)),
      6,
    );
    const sure = simulateRules(set, [past(-2, 0)]);
    expect(sure.units.high).toBe(sure.units.low);
  });
  test('products are held out for good, about as many as asked', () => {
    const held = Array.from({ length: 10_000 }, (_, id) => isHeldOut(7, id, 2_000));
    expect(held.filter(Boolean).length).toBeGreaterThan(1_800);
    expect(held.filter(Boolean).length).toBeLessThan(2_200);
    expect(held).toEqual(Array.from({ length: 10_000 }, (_, id) => isHeldOut(7, id, 2_000)));
    expect(held).not.toEqual(Array.from({ length: 10_000 }, (_, id) => isHeldOut(8, id, 2_000)));
  });
  test('what it earned is judged by those held out: a common season falls out', () => {
    const takings = Array.from({ length: 40 }, (_, productId) => {
      const isHeldOut = productId % 4 === 0;
      const before = 100 + productId;
      return {
        productId,
        isHeldOut,
        before,
        since: before * 1.5 * (isHeldOut ? 1 : 1.1) * (1 + (productId % 3) / 100),
      };
    });
    const earned = earnedBy(takings);
    expect(earned?.lift).toBeCloseTo(0.1, 1);
    expect(earned?.low).toBeGreaterThan(0);
    expect(earned?.high).toBeLessThan(0.2);
    expect(earnedBy(takings.filter((one) => !one.isHeldOut))).toBeNull();
  });
});
