import { describe, expect, it } from 'vitest';
import { CONTROLS, FEATURE_PLANTS, PLANTS } from './plants.ts';
import { describeReport, simulate } from './simulate.ts';

/** Every mistake is found within so many schedules. */
const WITHIN = 500;

describe('the simulation finds each of the shapes in which others oversell', () => {
  it.each(PLANTS.map((plant) => [`${plant.shape}: ${plant.name}`, plant] as const))('%s', async (_, plant) => {
    const { failure, schedules } = await simulate({ schedules: WITHIN, seed: 1, plant });
    expect(failure?.violation, `not found within ${schedules} schedules`).toBeTruthy();
    console.info(`shape ${plant.shape}, ${plant.name}: found by schedule ${schedules}: ${failure?.violation}`);
  });

  it('names all seven', () => {
    expect([...new Set(PLANTS.map(({ shape }) => shape))]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each(CONTROLS.map((plant) => [plant.name, plant] as const))('and nothing in %s', async (_, plant) => {
    const report = await simulate({ schedules: WITHIN, seed: 1, plant });
    expect(report.failure, describeReport(report)).toBeNull();
  });

  it.each(FEATURE_PLANTS.map((plant) => [`${plant.feature}: ${plant.name}`, plant] as const))(
    '%s',
    async (_, plant) => {
      const { failure, schedules } = await simulate({ schedules: WITHIN, seed: 1, plant });
      expect(failure?.violation, `not found within ${schedules} schedules`).toBeTruthy();
      console.info(`${plant.feature}, ${plant.name}: found by schedule ${schedules}: ${failure?.violation}`);
    },
  );
});
