import { civilTime, dayStartMs, minuteOf } from './civil-time.ts';
import type { DeliveryTerms } from './delivery-terms.ts';
import { addWorkingDays, shippingDay, workingDayFrom } from './working-days.ts';

/** Where some of the goods leave, and when they are there. */
export interface StockOrigin {
  readonly country: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Hour (UTC) until which the warehouse sends the same day, where a method says nothing else. */
  readonly cutOffHour?: number | undefined;
  /** When goods that are still on their way arrive there; missing: they are there. */
  readonly readyMs?: number | undefined;
}

const HALF_DAY_MS = 12 * 3_600_000;

/** The day a parcel leaves a place, as its noon in UTC: by the method's cut-off on the place's own clock, else by the warehouse's, then after handling. */
function leavingDay(terms: DeliveryTerms, origin: StockOrigin, nowMs: number): number {
  const fromMs = Math.max(nowMs, origin.readyMs ?? nowMs);
  const until = terms.cutOff === null ? null : minuteOf(terms.cutOff);
  let day: number;
  if (until === null) day = shippingDay(fromMs, origin.cutOffHour, origin.country);
  else {
    const clock = civilTime(fromMs, origin.timeZone);
    const noonMs = dayStartMs(clock.day) + HALF_DAY_MS;
    day = workingDayFrom(clock.minute < until ? noonMs : noonMs + 2 * HALF_DAY_MS, origin.country);
  }
  return addWorkingDays(day, terms.handlingDays, origin.country);
}

/**
 * The days between which a parcel arrives, as their noons in UTC: it leaves when the last of its goods does, then the carrier takes so many working days of
 * the country it goes to. Without any origin: of a place nobody knows.
 */
export function promisedDays(
  method: { readonly minDays: number; readonly maxDays: number },
  terms: DeliveryTerms,
  origins: readonly StockOrigin[],
  country: string,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const leaves = origins.map((origin) => leavingDay(terms, origin, nowMs));
  const last = leaves.length > 0 ? Math.max(...leaves) : shippingDay(nowMs);
  return {
    fromMs: addWorkingDays(last, method.minDays, country),
    toMs: addWorkingDays(last, method.maxDays, country),
  };
}
