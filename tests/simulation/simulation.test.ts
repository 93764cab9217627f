import { expect, it } from 'vitest';
import { installRuntime } from './globals.ts';
import { runSchedule } from './run-schedule.ts';
import { describeReport, simulate } from './simulate.ts';

/** How many schedules a usual test run takes; SIMULATION_SCHEDULES and SIMULATION_SEED ask for others. */
const SCHEDULES = Number(process.env.SIMULATION_SCHEDULES ?? 10_000);
const FIRST_SEED = Number(process.env.SIMULATION_SEED ?? 1);

it(`${SCHEDULES} schedules from seed ${FIRST_SEED} on leave stock, money and orders right after every step`, async () => {
  const report = await simulate({ schedules: SCHEDULES, seed: FIRST_SEED });
  console.info(describeReport(report));
  expect(report.failure, describeReport(report)).toBeNull();
  // A world in which nothing goes wrong would prove nothing.
  expect(report.orders).toBeGreaterThan(report.schedules / 2);
  expect(report.crashes).toBeGreaterThan(report.schedules / 2);
  expect(report.expired).toBeGreaterThan(report.schedules / 20);
});

it('a seed is the same schedule again, event by event', async () => {
  const restore = installRuntime();
  try {
    for (const seed of [7, 180, 2_420]) {
      const first = await runSchedule(seed, { isTracing: true });
      const again = await runSchedule(seed, { isTracing: true });
      expect(first.trace.length).toBeGreaterThan(50);
      expect(again.trace).toEqual(first.trace);
    }
  } finally {
    restore();
  }
});
