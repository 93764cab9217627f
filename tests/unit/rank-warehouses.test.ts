import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceKm, type RankableWarehouse, rankWarehouses } from '../../commerce/routing/rank-warehouses.ts';

function warehouse(
  id: number,
  country: string,
  latitude: number,
  longitude: number,
  more: Partial<RankableWarehouse> = {},
): RankableWarehouse {
  return { id, country, latitude, longitude, isActive: true, priority: 0, ...more };
}

const HAMBURG = warehouse(1, 'DE', 53.55, 9.99);
const MUNICH = warehouse(2, 'DE', 48.14, 11.58);
const RENO = warehouse(3, 'US', 39.53, -119.81);
const NEWARK = warehouse(4, 'US', 40.74, -74.17);
const OSAKA = warehouse(5, 'JP', 34.69, 135.5);
const ALL = [HAMBURG, MUNICH, RENO, NEWARK, OSAKA];

test('distances are those of the globe', () => {
  // Paris to London, 344 km; over the date line Tokyo to San Francisco, 8,270 km.
  expect(distanceKm({ latitude: 48.8566, longitude: 2.3522 }, { latitude: 51.5074, longitude: -0.1278 })).toBeCloseTo(
    344,
    -1,
  );
  expect(
    distanceKm({ latitude: 35.6762, longitude: 139.6503 }, { latitude: 37.7749, longitude: -122.4194 }) / 8270,
  ).toBeCloseTo(1, 2);
  expect(distanceKm(OSAKA, OSAKA)).toBe(0);
});

test('the same country comes first even where a foreign warehouse is nearer', () => {
  const salzburg = { latitude: 47.8, longitude: 13.04 };
  expect(rankWarehouses([MUNICH, warehouse(9, 'AT', 48.2, 16.37)], { country: 'AT', coordinates: salzburg })).toEqual([
    9, 2,
  ]);
});

test('within a country the nearer one comes first, from coordinates or from where its people live', () => {
  expect(rankWarehouses(ALL, { country: 'DE', coordinates: { latitude: 48.4, longitude: 10.0 } }).slice(0, 2)).toEqual([
    2, 1,
  ]);
  expect(rankWarehouses(ALL, { country: 'us', coordinates: { latitude: 34, longitude: -118 } }).slice(0, 2)).toEqual([
    3, 4,
  ]);
  expect(rankWarehouses(ALL, { country: 'GB' })).toEqual([1, 2, 4, 3, 5]);
});

test('priority decides between equals, and everything where the destination is unknown', () => {
  const twin = { ...HAMBURG, id: 8, priority: -1 };
  expect(rankWarehouses([HAMBURG, twin], { country: 'DE' })).toEqual([8, 1]);
  expect(rankWarehouses([HAMBURG, { ...OSAKA, priority: -5 }], { country: 'ZZ' })).toEqual([5, 1]);
});

test('closed warehouses ship nothing, and no warehouse is no error', () => {
  expect(rankWarehouses([{ ...HAMBURG, isActive: false }, MUNICH], { country: 'DE' })).toEqual([2]);
  expect(rankWarehouses([], { country: 'DE' })).toEqual([]);
});

test('the ranking does not depend on the order of the list and names every active warehouse once', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(ALL, { minLength: 5 }),
      fc.constantFrom('DE', 'US', 'JP', 'GB', 'FR', 'ZZ'),
      (list, country) => {
        const ranked = rankWarehouses(list, { country });
        expect(ranked).toEqual(rankWarehouses(ALL, { country }));
        expect([...ranked].sort()).toEqual([1, 2, 3, 4, 5]);
      },
    ),
  );
});
