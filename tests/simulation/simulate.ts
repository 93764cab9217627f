import { installRuntime } from './globals.ts';
import type { Plant } from './plants.ts';
import { runSchedule, type ScheduleResult } from './run-schedule.ts';

/** What many schedules came to. */
export interface SimulationReport {
  readonly schedules: number;
  readonly seconds: number;
  readonly events: number;
  readonly orders: number;
  readonly refunds: number;
  readonly crashes: number;
  readonly expired: number;
  /** The first violation with its whole schedule; null when there was none. */
  readonly failure: ScheduleResult | null;
}

/** Runs the schedules of `schedules` seeds from `seed` on, until one fails; that one is run again to write it down. */
export async function simulate({
  schedules,
  seed,
  plant = null,
}: {
  readonly schedules: number;
  readonly seed: number;
  readonly plant?: Plant | null;
}): Promise<SimulationReport> {
  const restore = installRuntime();
  const beganAt = performance.now();
  const sum = { events: 0, orders: 0, refunds: 0, crashes: 0, expired: 0 };
  let failure: ScheduleResult | null = null;
  let done = 0;
  try {
    while (done < schedules && failure === null) {
      const result = await runSchedule(seed + done, { plant });
      done += 1;
      for (const name of ['events', 'orders', 'refunds', 'crashes', 'expired'] as const) sum[name] += result[name];
      if (result.violation !== null) failure = await runSchedule(result.seed, { plant, isTracing: true });
    }
  } finally {
    restore();
  }
  return { schedules: done, seconds: (performance.now() - beganAt) / 1_000, ...sum, failure };
}

const MOST_LINES = 400;

/** The report in a line, and the end of the failing schedule with how to have it again. */
export function describeReport(report: SimulationReport): string {
  const { schedules, seconds, events, orders, refunds, crashes, expired, failure } = report;
  const line = `${schedules} schedules in ${seconds.toFixed(1)} s (${Math.round(schedules / seconds)}/s): ${events} events, ${orders} orders, ${refunds} refunds, ${crashes} objects lost, ${expired} holds expired`;
  if (!failure) return line;
  // The end tells most; all of it is printed by the command below.
  const trace = failure.trace.slice(-MOST_LINES);
  return `${trace.join('\n')}\n\n${line}\nseed ${failure.seed}: ${failure.violation}\nAgain: npm run simulate -- --seed ${failure.seed} --schedules 1`;
}
