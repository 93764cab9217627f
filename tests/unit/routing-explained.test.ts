import { describe, expect, it } from 'vitest';
import { explainRoute, type RouteNames } from '../../commerce/routing/explain.ts';
import { routeOrder, routeSale } from '../../commerce/routing/route-order.ts';
import type { RouteLine, RouteRequest } from '../../commerce/routing/route-problem.ts';
import { DEFAULT_ROUTING, type RoutingSettings, type WarehouseRule } from '../../commerce/routing/settings.ts';
import { editRouting, type RoutingInput } from '../../worker/services/edit-routing.ts';
import { FIVE_WAREHOUSES, TUESDAY_MS, TUESDAY_NOON_MS } from '../support/route-cases.ts';

const NAMES: RouteNames = {
  warehouse: (id) => ['', 'Leipzig', 'Rotterdam', 'Daventry', 'Lehigh Valley', 'Reno'][id] ?? '?',
  item: (variantId) => ['', 'Lamp', 'Bowl'][variantId] ?? '?',
  currency: 'EUR',
};
const DAY_MS = 86_400_000;

const line = (
  variantId: number,
  quantity: number,
  stock: Record<number, number>,
  tags: readonly string[] = [],
): RouteLine => ({
  variantId,
  quantity,
  unitGrams: 700,
  tags,
  sellsBeyondStock: false,
  levels: Object.entries(stock).map(([id, available]) => ({ warehouseId: Number(id), available, dailyDemand: null })),
});
const order = (country: string, lines: readonly RouteLine[], days: number): RouteRequest => ({
  lines,
  warehouses: FIVE_WAREHOUSES,
  destination: { country },
  nowMs: TUESDAY_MS,
  promisedToMs: TUESDAY_NOON_MS + days * DAY_MS,
});
const rule = (warehouseId: number, over: Partial<WarehouseRule>): WarehouseRule => ({
  warehouseId,
  isLastResort: false,
  reserveUnits: 0,
  countries: null,
  cutOffHour: 14,
  ...over,
});
const explained = (request: RouteRequest, settings: RoutingSettings = DEFAULT_ROUTING) =>
  explainRoute(routeSale(request, settings).record, NAMES);

describe('an explanation', () => {
  it('says who sends what, how far, until when, and what every alternative would have cost', () => {
    const { headline, parcels, alternatives, notes } = explained(
      order('DE', [line(1, 2, { 1: 90, 2: 90 }), line(2, 1, { 1: 90 })], 3),
    );
    expect(headline).toBe('Leipzig sends everything.');
    expect(parcels).toEqual([
      'Leipzig sends 3 units (2.1 kg) by road over 161 km; arrives Wed 25 Nov, within the promise. 45 g CO2e.',
    ]);
    expect(alternatives).toEqual(['Everything from Rotterdam: not possible, 1 unit would be missing.']);
    expect(notes).toEqual(['Every combination of warehouses was compared.']);
  });

  it('compares one warehouse with another, and one parcel with two', () => {
    const scarce = explained(order('NL', [line(1, 1, { 1: 90, 2: 1 }), line(2, 1, { 1: 90, 2: 90 })], 3));
    expect(scarce.headline).toBe('Rotterdam sends everything.');
    expect(scarce.alternatives).toEqual([
      'Everything from Leipzig: EUR 3.07 more (carriage +5.19, stock balance −2.36, distance +0.23, CO2e +0.01).',
    ]);
    const apart = explained(order('NL', [line(1, 1, { 1: 90, 2: 90 }), line(2, 1, { 1: 90 })], 3));
    expect(apart.headline).toBe('Leipzig sends everything.');
    expect(apart.alternatives[0]).toBe(
      'From Leipzig and Rotterdam: EUR 7.98 more (parcels +4.00, carriage +3.96, distance +0.02).',
    );
    expect(apart.alternatives[1]).toBe('Everything from Rotterdam: not possible, 1 unit would be missing.');
  });

  it('adds up: the differences it lists are the difference it names', () => {
    const { record } = routeOrder(order('FR', [line(1, 2, { 1: 9, 2: 30, 3: 50 })], 3), DEFAULT_ROUTING);
    for (const [index, text] of explainRoute(record, NAMES).alternatives.entries()) {
      const [, total = '', word = ''] = /EUR ([\d.]+) (more|less)/.exec(text) ?? [];
      const parts = [...text.matchAll(/([+−])([\d.]+)/g)].map(
        ([, sign, amount]) => Number(amount) * (sign === '+' ? 1 : -1),
      );
      expect(text).not.toBe('');
      expect(
        parts.reduce((sum, one) => sum + one, 0),
        text,
      ).toBeCloseTo(Number(total) * (word === 'more' ? 1 : -1), 6);
      expect(record.alternatives[index]?.plan.score).toBeGreaterThanOrEqual(record.plan.score);
    }
  });

  it('names the rules that kept warehouses out, by item', () => {
    const settings = { ...DEFAULT_ROUTING, warehouses: [rule(4, { countries: ['US'] }), rule(2, { reserveUnits: 5 })] };
    const request = order('DE', [line(1, 1, { 1: 5, 2: 4, 5: 9 }, ['battery']), line(2, 1, { 1: 5, 4: 5 })], 3);
    expect(explained(request, settings).notes).toEqual([
      'Lehigh Valley does not send to this country.',
      'Rotterdam keeps back what it has of Lamp.',
      'Reno reaches it only by air, and Lamp must not fly.',
      'Every combination of warehouses was compared.',
    ]);
  });

  it('owns up to lateness, missing units, stock that comes last and reserves', () => {
    expect(explained(order('US', [line(1, 1, { 5: 3 })], 1)).parcels[0]).toContain('working day');
    expect(explained(order('DE', [line(1, 4, { 1: 1, 2: 2 })], 3)).headline).toBe(
      'Rotterdam sends 2 units and Leipzig sends 1 unit; 1 unit could not be placed.',
    );
    expect(explained(order('DE', [line(1, 4, {})], 3)).headline).toBe('No warehouse could send this.');
    const settings = { ...DEFAULT_ROUTING, warehouses: [rule(1, { isLastResort: true, reserveUnits: 4 })] };
    expect(explained(order('DE', [line(1, 2, { 1: 5 })], 3), settings).notes.slice(0, 2)).toEqual([
      '2 units come from stock that is used last, because nobody else has them.',
      'The order needed units that are otherwise kept back.',
    ]);
    const heavier = { ...DEFAULT_ROUTING, weights: { ...DEFAULT_ROUTING.weights, carbon: 300 } };
    expect(explained(order('DE', [line(1, 1, { 1: 5 })], 3), heavier).notes).toContain(
      'Weights that differed: CO2e 300 %.',
    );
  });
});

describe('changing the settings', () => {
  const edit = async (input: RoutingInput, before: RoutingSettings | null = null) => {
    const saved: unknown[] = [];
    const records = { read: async () => before, save: async (...all: unknown[]) => void saved.push(all) };
    const outcome = await editRouting({ records, currency: 'EUR', warehouseIds: new Set([1, 2]) }, input, 'staff:1');
    return { outcome, saved };
  };

  it('keeps what is absent and stores only rules that say something', async () => {
    const { outcome, saved } = await edit({
      weights: { carbon: 250 },
      tariffs: { air: { parcel: '21.50' } },
      noAirTags: [' Lithium ', 'lithium', 'Aerosol'],
      warehouses: [
        { warehouseId: 2, countries: ['de', 'NL', 'DE'], reserveUnits: 3 },
        { warehouseId: 1, isLastResort: false },
      ],
    });
    const settings = {
      weights: { ...DEFAULT_ROUTING.weights, carbon: 250 },
      tariffs: { ...DEFAULT_ROUTING.tariffs, air: { parcelMinor: 2_150, kgMinor: 650 } },
      noAirTags: ['lithium', 'aerosol'],
      warehouses: [rule(2, { countries: ['DE', 'NL'], reserveUnits: 3 })],
    };
    expect(outcome).toEqual({ ok: true, settings });
    expect(saved).toEqual([[settings, 'staff:1']]);
    const again = await edit({ warehouses: [{ warehouseId: 2, countries: null, reserveUnits: 0 }] }, settings);
    expect(again.outcome).toMatchObject({ ok: true, settings: { warehouses: [], noAirTags: ['lithium', 'aerosol'] } });
  });

  it.each<[string, RoutingInput, readonly string[]]>([
    ['a weight below 0', { weights: { cost: -1 } }, ['weights', 'cost']],
    ['a weight above the limit', { weights: { cost: 1001 } }, ['weights', 'cost']],
    ['half a percent', { weights: { cost: 0.5 } }, ['weights', 'cost']],
    ['a price that is none', { tariffs: { domestic: { parcel: 'cheap' } } }, ['tariffs', 'domestic', 'parcel']],
    ['a price below 0', { tariffs: { air: { perKilogram: '-1' } } }, ['tariffs', 'air', 'perKilogram']],
    [
      'a country that is none',
      { warehouses: [{ warehouseId: 1, countries: ['Germany'] }] },
      ['locations', '0', 'countries', '0'],
    ],
    ['no country at all', { warehouses: [{ warehouseId: 1, countries: [] }] }, ['locations', '0', 'countries']],
    [
      'an hour that no clock shows',
      { warehouses: [{ warehouseId: 1, cutOffHour: 24 }] },
      ['locations', '0', 'cutOffHour'],
    ],
    ['a location that does not exist', { warehouses: [{ warehouseId: 3 }] }, ['locations', '0', 'locationId']],
    [
      'a location named twice',
      { warehouses: [{ warehouseId: 1 }, { warehouseId: 1 }] },
      ['locations', '1', 'locationId'],
    ],
    [
      'nothing that counts',
      { weights: { cost: 0, distance: 0, splits: 0, promise: 0, balance: 0, carbon: 0 } },
      ['weights'],
    ],
  ])('refuses %s and saves nothing', async (_what, input, field) => {
    const { outcome, saved } = await edit(input);
    expect(outcome).toMatchObject({ ok: false, field: ['input', ...field] });
    expect(saved).toEqual([]);
  });
});
