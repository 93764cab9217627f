import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../commerce/inventory/allocate.ts';
import { nearestFirst, routeOrder, routeSale } from '../../commerce/routing/route-order.ts';
import { judge, type RouteLine, type RouteRequest, routeProblem } from '../../commerce/routing/route-problem.ts';
import { partsOn, search } from '../../commerce/routing/search.ts';
import { DEFAULT_ROUTING, type RoutingSettings, type WarehouseRule } from '../../commerce/routing/settings.ts';
import { seeded } from '../support/purchase-world.ts';
import {
  drawFrom,
  exhaustive,
  FIVE_WAREHOUSES,
  percentOver,
  randomCase,
  TUESDAY_MS,
  TUESDAY_NOON_MS,
  twentyLinesTenLanes,
} from '../support/route-cases.ts';

const DAY_MS = 86_400_000;
const [LEIPZIG, ROTTERDAM, DAVENTRY, LEHIGH, RENO] = [1, 2, 3, 4, 5];

const line = (
  variantId: number,
  quantity: number,
  stock: Record<number, number>,
  over: Partial<RouteLine> = {},
): RouteLine => ({
  variantId,
  quantity,
  unitGrams: 1_000,
  tags: [],
  sellsBeyondStock: false,
  levels: Object.entries(stock).map(([id, available]) => ({ warehouseId: Number(id), available, dailyDemand: null })),
  ...over,
});
const order = (country: string, lines: readonly RouteLine[], promisedInDays: number | null = 6): RouteRequest => ({
  lines,
  warehouses: FIVE_WAREHOUSES,
  destination: { country },
  nowMs: TUESDAY_MS,
  promisedToMs: promisedInDays === null ? null : TUESDAY_NOON_MS + promisedInDays * DAY_MS,
});
const rule = (warehouseId: number, over: Partial<WarehouseRule>): WarehouseRule => ({
  warehouseId,
  isLastResort: false,
  reserveUnits: 0,
  countries: null,
  cutOffHour: 14,
  ...over,
});
const withRules = (...warehouses: WarehouseRule[]): RoutingSettings => ({ ...DEFAULT_ROUTING, warehouses });
const weights = (over: Partial<RoutingSettings['weights']>): RoutingSettings => ({
  ...DEFAULT_ROUTING,
  weights: { cost: 0, distance: 0, splits: 0, promise: 0, balance: 0, carbon: 0, ...over },
});
const sent = (request: RouteRequest, settings = DEFAULT_ROUTING) =>
  routeOrder(request, settings).record.lines.map((one) =>
    one.parts.map((part) => `${part.quantity} from ${part.warehouseId}`),
  );

describe('what decides', () => {
  const plenty = { 1: 90, 2: 90, 3: 90, 4: 90, 5: 90 };

  it('sends from the country of the shopper when everything is there', () => {
    expect(sent(order('DE', [line(1, 2, plenty), line(2, 1, plenty)]))).toEqual([['2 from 1'], ['1 from 1']]);
    expect(sent(order('GB', [line(1, 2, plenty)]))).toEqual([['2 from 3']]);
  });

  it('sends one parcel from further away rather than two', () => {
    const lines = [line(1, 1, { 1: 40, 2: 40 }), line(2, 1, { 2: 40 })];
    expect(sent(order('DE', lines))).toEqual([['1 from 2'], ['1 from 2']]);
    // Who minds nothing but emptying shelves gets each from where it hurts least.
    const few = [line(1, 1, { 1: 40, 2: 1 }), line(2, 1, { 2: 40 })];
    expect(sent(order('DE', few), weights({ balance: 100 }))).toEqual([['1 from 1'], ['1 from 2']]);
  });

  it('does not take the last unit where another shelf is full', () => {
    const lines = [line(1, 1, { 4: 1, 5: 80 })];
    expect(sent(order('US', lines), weights({ balance: 100 }))).toEqual([['1 from 5']]);
    expect(sent(order('US', lines), weights({ distance: 100 }))).toEqual([['1 from 4']]);
  });

  it('prefers the shelf that lasts longer at its own pace', () => {
    const paced = (fast: number, slow: number) =>
      line(
        1,
        1,
        {},
        {
          levels: [
            { warehouseId: 1, available: 30, dailyDemand: fast },
            { warehouseId: 2, available: 30, dailyDemand: slow },
          ],
        },
      );
    expect(sent(order('FR', [paced(15, 0.1)]), weights({ balance: 100 }))).toEqual([['1 from 2']]);
    expect(sent(order('FR', [paced(0.1, 15)]), weights({ balance: 100 }))).toEqual([['1 from 1']]);
  });

  it('keeps the promised day, by air where the road takes too long', () => {
    const light = { unitGrams: 300 };
    const plan = (days: number, one: RouteLine) => routeOrder(order('US', [one], days), DEFAULT_ROUTING).record.plan;
    expect(plan(2, line(1, 1, { 5: 20 }, light)).parcels).toMatchObject([
      { warehouseId: RENO, mode: 'air', lateDays: 0 },
    ]);
    expect(plan(8, line(1, 1, { 5: 20 }, light)).parcels).toMatchObject([{ mode: 'road', lateDays: 0 }]);
    // What is heavy may be late where flying it costs more than two days are worth.
    expect(plan(2, line(1, 1, { 5: 20 })).parcels).toMatchObject([{ mode: 'road', lateDays: 2 }]);
  });

  it('counts working days from each warehouse’s own cut-off', () => {
    const at = (cutOffHour: number) =>
      routeOrder(
        { ...order('DE', [line(1, 1, { 1: 5 })]), nowMs: Date.UTC(2026, 10, 27, 12) },
        withRules(rule(1, { cutOffHour })),
      ).record.plan.parcels[0]?.arrivesMs;
    // Friday noon: leaves on Friday and arrives on Monday, or leaves on Monday and arrives on Tuesday.
    expect(at(14)).toBe(Date.UTC(2026, 10, 30, 12));
    expect(at(11)).toBe(Date.UTC(2026, 11, 1, 12));
  });

  it('weighs carbon: road from further away beats air', () => {
    const { plan } = routeOrder(order('US', [line(1, 4, { 1: 50, 5: 50 })], null), weights({ carbon: 100 })).record;
    expect(plan.parcels).toMatchObject([{ warehouseId: RENO, mode: 'road' }]);
    expect(plan.parcels[0]?.carbonGrams).toBeGreaterThan(100);
  });

  it('shares a line where that is better, and for a sale only as the stock object does', () => {
    const short = line(1, 5, { 1: 3, 2: 2 });
    expect(sent(order('DE', [short]))).toEqual([['3 from 1', '2 from 2']]);
    expect(sent(order('DE', [line(1, 5, { 1: 3, 2: 9 })]))).toEqual([['5 from 2']]);
    // Both parcels travel anyway, and what flies is dear.
    const heavy = line(2, 3, { 1: 2, 4: 9 }, { unitGrams: 6_000 });
    const request = order('FR', [line(1, 1, { 4: 9 }), heavy], null);
    expect(sent(request)[1]).toEqual(['2 from 1', '1 from 4']);
    expect(routeSale(request, DEFAULT_ROUTING).record.lines[1]?.parts).toMatchObject([
      { warehouseId: LEHIGH, quantity: 3 },
    ]);
  });

  it('takes lines of one variant together', () => {
    const { record } = routeOrder(order('DE', [line(1, 2, { 1: 3 }), line(1, 2, { 1: 3 })]), DEFAULT_ROUTING);
    expect(record.lines).toMatchObject([{ quantity: 4, missing: 1, parts: [{ warehouseId: 1, quantity: 3 }] }]);
  });
});

describe('rules', () => {
  it('never sends batteries by air', () => {
    const stock = { 1: 50, 5: 50 };
    const battery = { tags: ['Lamp', 'Battery'] };
    expect(sent(order('JP', [line(1, 1, stock)]))[0]).toHaveLength(1);
    const { record, holds } = routeOrder(order('JP', [line(1, 1, stock, battery)]), DEFAULT_ROUTING);
    expect(record.lines[0]).toMatchObject({ missing: 1, parts: [] });
    expect(record.lines[0]?.refusals).toContainEqual({ warehouseId: LEIPZIG, reason: 'never_by_air' });
    expect(holds).toEqual([{ variantId: 1, first: [], allowed: [] }]);
    // Where the road is only late, it goes by road; what may fly goes on time from the same place.
    const mixed = routeOrder(order('US', [line(1, 1, { 5: 9 }, battery), line(2, 1, { 5: 9 })], 2), DEFAULT_ROUTING);
    expect(mixed.record.lines[0]?.parts).toEqual([{ warehouseId: RENO, mode: 'road', quantity: 1 }]);
  });

  it('takes shop stock last, whatever it would save', () => {
    const settings = withRules(rule(LEIPZIG ?? 0, { isLastResort: true }));
    expect(sent(order('DE', [line(1, 1, { 1: 50, 4: 50 })]), settings)).toEqual([['1 from 4']]);
    const { record, holds } = routeOrder(order('DE', [line(1, 1, { 1: 50 })]), settings);
    expect(record.plan.lastResort).toBe(1);
    expect(holds[0]).toEqual({
      variantId: 1,
      first: [],
      allowed: [LEIPZIG, ROTTERDAM, DAVENTRY, LEHIGH, RENO],
    });
  });

  it('asks no warehouse that does not serve the country, or is closed', () => {
    const settings = withRules(rule(1, { countries: ['AT', 'CH'] }));
    const request = order('DE', [line(1, 1, { 1: 50, 2: 50 })]);
    const { record, holds } = routeOrder(request, settings);
    expect(record.lines[0]).toMatchObject({ parts: [{ warehouseId: 2 }] });
    expect(record.lines[0]?.refusals).toContainEqual({ warehouseId: 1, reason: 'country_not_served' });
    expect(holds[0]?.allowed).not.toContain(1);
    const closed = FIVE_WAREHOUSES.map((one) => ({ ...one, isActive: one.id !== 2 }));
    expect(routeOrder({ ...request, warehouses: closed }, settings).record.plan.missing).toBe(1);
  });

  it('keeps a reserve, and touches it only for a sale that needs it', () => {
    const settings = withRules(rule(1, { reserveUnits: 3 }));
    expect(sent(order('DE', [line(1, 2, { 1: 4, 2: 5 })]), settings)).toEqual([['2 from 2']]);
    const needed = order('DE', [line(1, 2, { 1: 4 })]);
    expect(routeOrder(needed, settings).record).toMatchObject({ plan: { missing: 1 }, reserveTouched: false });
    expect(routeSale(needed, settings).record).toMatchObject({ plan: { missing: 0 }, reserveTouched: true });
    expect(routeSale(order('DE', [line(1, 9, { 1: 4 })]), settings).record.plan.missing).toBe(5);
  });

  it('promises back-orders in one place', () => {
    expect(sent(order('DE', [line(1, 7, { 1: 2, 2: 1 }, { sellsBeyondStock: true })]))).toEqual([['7 from 1']]);
  });
});

it('has nothing to say about nothing', () => {
  const { record, holds } = routeOrder(order('DE', []), DEFAULT_ROUTING);
  expect(record).toMatchObject({ plan: { parcels: [], missing: 0, score: 0 }, alternatives: [], lines: [] });
  expect(holds).toEqual([]);
  expect(
    routeOrder({ ...order('DE', [line(1, 1, { 1: 1 })]), warehouses: [] }, DEFAULT_ROUTING).record.plan.missing,
  ).toBe(1);
});

/** Any case the generator can draw, shrinking to few lines. */
const cases = fc
  .record({ seed: fc.integer(), lines: fc.integer({ min: 0, max: 12 }), most: fc.integer({ min: 1, max: 8 }) })
  .map(({ seed, lines, most }) => randomCase(drawFrom(seeded(seed)), lines, most));

describe('any order', () => {
  it('never gives more than is asked, nor than is there', () => {
    fc.assert(
      fc.property(cases, ({ request, settings }) => {
        const { record } = routeOrder(request, settings);
        for (const [index, asked] of request.lines.entries()) {
          const routed = record.lines[index];
          const total = routed?.parts.reduce((sum, part) => sum + part.quantity, 0) ?? 0;
          expect(total + (routed?.missing ?? 0)).toBe(asked.quantity);
          const stock = asked.levels.reduce((sum, level) => sum + level.available, 0);
          const isPromised = asked.sellsBeyondStock && stock < asked.quantity;
          for (const part of routed?.parts ?? []) {
            expect(part.quantity).toBeGreaterThan(0);
            const reserve = settings.warehouses.find((one) => one.warehouseId === part.warehouseId)?.reserveUnits ?? 0;
            const there = asked.levels.find((level) => level.warehouseId === part.warehouseId)?.available ?? 0;
            if (!isPromised) expect(part.quantity).toBeLessThanOrEqual(Math.max(0, there - reserve));
          }
          expect(new Set(routed?.parts.map((part) => part.warehouseId)).size).toBe(routed?.parts.length);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every hard rule, in the plan and in what it allows afterwards', () => {
    fc.assert(
      fc.property(cases, ({ request, settings }) => {
        const { record, holds } = routeSale(request, settings);
        for (const [index, asked] of request.lines.entries()) {
          for (const part of record.lines[index]?.parts ?? [])
            expect(asked.tags.length > 0 && part.mode === 'air').toBe(false);
          for (const id of holds[index]?.allowed ?? []) {
            const countries = settings.warehouses.find((one) => one.warehouseId === id)?.countries;
            expect(!countries || countries.includes(request.destination.country)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('asks the stock object so that it gives exactly the plan', () => {
    let shared = 0;
    fc.assert(
      fc.property(cases, ({ request, settings }) => {
        const { record, holds } = routeOrder(request, settings, 'as_stock_gives');
        for (const [index, asked] of request.lines.entries()) {
          const [routed, hold] = [record.lines[index], holds[index]];
          if (!routed || !hold || routed.missing > 0) continue;
          const preference = hold.first.length > 0 ? hold.first : hold.allowed;
          const sources = preference.flatMap((id) => {
            const level = asked.levels.find((one) => one.warehouseId === id);
            return level ? [{ warehouseId: id, available: level.available }] : [];
          });
          // A back-order may be planned where nothing is known of the variant at all.
          if (sources.length === 0) continue;
          expect(allocate(asked.quantity, sources, asked.sellsBeyondStock)).toEqual(
            routed.parts.map(({ warehouseId, quantity }) => ({ warehouseId, quantity })),
          );
          if (routed.parts.length > 1) shared += 1;
          expect(hold.allowed.slice(0, routed.parts.length)).toEqual(routed.parts.map((part) => part.warehouseId));
        }
      }),
      { numRuns: 400 },
    );
    expect(shared).toBeGreaterThan(5);
  });

  it('shows what adds up, and no alternative that is better', () => {
    fc.assert(
      fc.property(cases, ({ request, settings }) => {
        const { plan, alternatives } = routeOrder(request, settings).record;
        expect(Object.values(plan.criteria).reduce((sum, part) => sum + part, 0)).toBe(plan.score);
        for (const { plan: other } of alternatives) {
          if (other.missing > plan.missing || other.lastResort > plan.lastResort) continue;
          expect(other.missing).toBe(plan.missing);
          // Each criterion is rounded on its own.
          expect(other.score).toBeGreaterThanOrEqual(plan.score - 6);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on chance', () => {
    fc.assert(
      fc.property(cases, ({ request, settings }) => {
        expect(routeOrder(request, settings)).toEqual(routeOrder(structuredClone(request), structuredClone(settings)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('beside the exhaustive search', () => {
  const SEEDS = 500;

  it.each(['any', 'as_stock_gives'] as const)(`is the optimum in ${SEEDS} small cases, lines torn: %s`, (tearing) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const draw = drawFrom(seeded(seed));
      const { request, settings } = randomCase(draw, 1 + draw(3), 3);
      const problem = routeProblem(request, settings, tearing);
      const optimum = exhaustive(problem);
      const found = judge(problem, partsOn(problem, search(problem).best.mask));
      expect([seed, found.missing, found.lastResort]).toEqual([seed, optimum.missing, optimum.lastResort]);
      expect(percentOver(found.score, optimum.score), `seed ${seed}`).toBeLessThan(1e-6);
    }
  });

  it('tries every set of lanes also where each of five warehouses may send by road or by air', () => {
    const { request, settings } = twentyLinesTenLanes(drawFrom(seeded(1)));
    const problem = routeProblem({ ...request, lines: request.lines.slice(0, 2) }, settings, 'any');
    expect(problem.lanes).toHaveLength(10);
    const found = search(problem);
    expect(found.isExact).toBe(true);
    const optimum = exhaustive(problem);
    const judged = judge(problem, partsOn(problem, found.best.mask));
    expect([judged.missing, judged.lastResort]).toEqual([optimum.missing, optimum.lastResort]);
    expect(percentOver(judged.score, optimum.score)).toBeLessThan(1e-6);
  });

  it('finds with more warehouses than it can try all sets of what is at most 1 % over', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const draw = drawFrom(seeded(seed));
      const { request } = randomCase(draw, 2, 2);
      const twin = FIVE_WAREHOUSES.map((one) => ({ ...one, id: one.id + 10, latitude: one.latitude + 1 }));
      const third = FIVE_WAREHOUSES.map((one) => ({ ...one, id: one.id + 20, longitude: one.longitude + 2 }));
      const lines = request.lines.map((one) => ({
        ...one,
        levels: [...FIVE_WAREHOUSES, ...twin, ...third].map(({ id }) => ({
          warehouseId: id,
          available: draw(3),
          dailyDemand: null,
        })),
      }));
      const problem = routeProblem(
        { ...request, lines, warehouses: [...FIVE_WAREHOUSES, ...twin, ...third] },
        DEFAULT_ROUTING,
        'any',
      );
      const found = search(problem);
      expect(found.isExact).toBe(false);
      const optimum = exhaustive(problem);
      const judged = judge(problem, partsOn(problem, found.best.mask));
      expect(judged.missing).toBe(optimum.missing);
      expect(percentOver(judged.score, optimum.score), `seed ${seed}`).toBeLessThanOrEqual(1);
    }
  });

  it('beats the nearest warehouse, which is what the comparison is for', () => {
    let better = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const { request } = randomCase(drawFrom(seeded(seed)), 6, 3);
      const problem = routeProblem(request, DEFAULT_ROUTING, 'any');
      const near = judge(problem, nearestFirst(problem));
      const found = judge(problem, partsOn(problem, search(problem).best.mask));
      expect(found.missing).toBeLessThanOrEqual(near.missing);
      if (found.missing === near.missing) expect(found.lastResort).toBeLessThanOrEqual(near.lastResort);
      if (found.score < near.score - 1) better += 1;
    }
    expect(better).toBeGreaterThan(30);
  });
});
