/** How a world treats its actors. Chances are between 0 and 1, times in milliseconds. */
export interface Weather {
  /** A request is lost, or its answer is, before or after it was done. */
  readonly lost: number;
  /** A request arrives after its caller gave up. */
  readonly late: number;
  /** A request arrives twice. */
  readonly doubled: number;
  /** An object is lost before an event of it. */
  readonly crash: number;
  /** An object is lost in the middle of an event, with what that wrote. */
  readonly tear: number;
  /** Most that an object's clock is off. */
  readonly skewMs: number;
  readonly alarmLateMs: number;
  /** Most that a message is usually under way. */
  readonly slowMs: number;
  /** The records cannot be reached. */
  readonly recordsAway: number;
}

/** Nothing goes wrong any more. */
export const CALM: Weather = {
  lost: 0,
  late: 0,
  doubled: 0,
  crash: 0,
  tear: 0,
  skewMs: 0,
  alarmLateMs: 20,
  slowMs: 10,
  recordsAway: 0,
};

/** A weather of its own for each schedule: some are calm, some are bad in one way, some in every way. */
export function someWeather(random: () => number): Weather {
  const some = (most: number): number => (random() < 0.5 ? 0 : random() * most);
  return {
    lost: some(0.15),
    late: some(0.08),
    doubled: some(0.15),
    crash: some(0.04),
    tear: some(0.04),
    skewMs: some(400),
    alarmLateMs: 1 + random() * 400,
    slowMs: 5 + some(400),
    recordsAway: some(0.3),
  };
}
