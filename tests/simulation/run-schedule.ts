import { isUnderway, type Purchase } from '../../commerce/checkout/purchase.ts';
import { viewOf } from '../../commerce/inventory/state.ts';
import { seeded } from '../support/purchase-world.ts';
import { featureOf } from './features.ts';
import { enter } from './globals.ts';
import type { Plant } from './plants.ts';
import { START_MS } from './scheduler.ts';
import { ViolationError } from './stock-auditor.ts';
import { World } from './world.ts';

/** What became of a schedule. */
export interface ScheduleResult {
  readonly seed: number;
  /** What was violated; null when nothing was. */
  readonly violation: string | null;
  /** Every event, when asked for. */
  readonly trace: readonly string[];
  readonly events: number;
  readonly orders: number;
  readonly refunds: number;
  readonly crashes: number;
  readonly expired: number;
}

/** So long after the last fault everything has to be settled. */
const SETTLED_AFTER_MS = 4 * 3_600_000;
/** More events than that are a circle. */
const MOST_EVENTS = 60_000;

/** Runs the schedule of a seed: the same seed is the same schedule, event by event. Call `installRuntime` first. */
export async function runSchedule(
  seed: number,
  { isTracing = false, plant = null }: { readonly isTracing?: boolean; readonly plant?: Plant | null } = {},
): Promise<ScheduleResult> {
  const world = new World(seeded(seed), isTracing, plant, plant ? (plant.feature ?? null) : featureOf(seed));
  const { scheduler } = world;
  enter(world);
  try {
    world.begin();
    const untilMs = Math.max(world.calmFromMs, START_MS + 3_600_000) + SETTLED_AFTER_MS;
    while (world.violation === null && (await scheduler.step(untilMs)))
      if (scheduler.events > MOST_EVENTS) world.problem('it goes in circles');
    if (world.violation === null) settled(world);
  } finally {
    enter(null);
    for (const { object } of world.variants) object.storage.close();
    for (const object of world.checkouts) object.storage.close();
    for (const object of world.lots?.objects ?? []) object.storage.close();
  }
  if (world.violation !== null) scheduler.note(`VIOLATION ${world.violation}`);
  const refunds = [...world.bank.accounts.values()].filter((one) => one.refundedMinor > 0).length;
  return {
    seed,
    violation: world.violation,
    trace: scheduler.trace,
    events: scheduler.events,
    orders: world.records.orders.size,
    refunds,
    crashes: world.crashes,
    expired: world.variants.reduce((sum, one) => sum + one.auditor.expired, 0),
  };
}

/** Everything that has to be true at the end. */
function settled(world: World): void {
  try {
    world.money.settled();
    world.lots?.settled();
    world.movers?.settled();
    for (const { name, storage } of world.checkouts) {
      for (const [key, value] of storage.kv.list()) {
        if (key.startsWith('attempt:') && isUnderway(value as Purchase))
          throw new ViolationError(`${name}: ${key} is still ${(value as Purchase).stage}`);
      }
    }
    for (const { id, auditor, object } of world.variants) {
      // Nobody asked for it.
      if (object.storage.writes === 0) continue;
      auditor.audit();
      const { levels, sequence } = viewOf(auditor.state);
      for (const level of levels) {
        const copy = world.records.stock.rows.get(`${id}/${level.warehouseId}`);
        const right = [level.onHand, level.held, level.committed, level.sequence];
        const said = copy && [copy.onHand, copy.held, copy.committed, copy.sequence];
        if (String(right) !== String(said))
          throw new ViolationError(
            `variant ${id}: the records say ${said} of warehouse ${level.warehouseId}, not ${right}`,
          );
      }
      for (let one = 1; one <= sequence; one += 1)
        if (!world.records.stock.entries.has(`${id}/${one}`))
          throw new ViolationError(`variant ${id}: entry ${one} never reached the records`);
    }
  } catch (error) {
    if (!(error instanceof ViolationError)) throw error;
    world.problem(error.message);
  }
}
