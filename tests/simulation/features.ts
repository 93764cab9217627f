/** What some schedules have beside single variants, each sold by one object: bundles of parts, a variant split into lots, transfers sent in parts. */
export type Feature = 'bundle' | 'lots' | 'parts';

const EVERY = 12;
const PLACES: ReadonlyMap<number, Feature> = new Map([
  [3, 'bundle'],
  [7, 'lots'],
  [11, 'parts'],
]);

/** The feature of a seed's schedule: one in twelve has each of them, three in four have none. */
export const featureOf = (seed: number): Feature | null => PLACES.get(seed % EVERY) ?? null;
