import { readEcbFile } from '../../commerce/currency/ecb-file.ts';
import type { RateSource, RatesWritten } from '../ports/currencies.ts';
import { type CurrencyDeps, dayOf } from './currency-terms.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A fetch that was lost is tried again after this. */
const LEASE_MS = 5 * 60_000;
/** Rates are published about 16:00 in Frankfurt, which is 14:00 or 15:00 in UTC. */
const PUBLISHED_HOUR = 15;

export interface FetchRatesDeps extends CurrencyDeps {
  readonly rateSource: RateSource;
}

/** What a fetch brought. */
export type RatesFetched =
  | ({ readonly ok: true; readonly newestDay: string } & RatesWritten)
  | { readonly ok: false; readonly reason: 'unavailable' | 'no_rates' | 'from_the_future'; readonly message: string };

/**
 * When to ask next: after the next publishing once today's rates are there, else in an hour. Days without rates (weekends, holidays) are asked
 * about hourly after the publishing hour, which costs the source little.
 */
export function nextFetchMs(nowMs: number, newestDay: string | null): number {
  const todayMs = Date.parse(`${dayOf(nowMs)}T00:00:00Z`);
  const publishedMs = todayMs + PUBLISHED_HOUR * HOUR_MS;
  if (newestDay !== null && newestDay >= dayOf(nowMs)) return publishedMs + DAY_MS;
  const isDone = newestDay !== null && newestDay >= dayOf(nowMs - DAY_MS) && nowMs < publishedMs;
  return isDone ? publishedMs : nowMs + HOUR_MS;
}

/**
 * Asks the source for the newest rates and writes them. Refusals in order: unavailable (the source did not answer), no_rates (the file is of no known form
 * or has none), from_the_future (a day after tomorrow: somebody's clock is wrong). Lines that are no rate are left out.
 */
export async function fetchRates(deps: FetchRatesDeps): Promise<RatesFetched> {
  const fetched = await deps.rateSource.newest();
  if (!fetched.ok) return fetched;
  const file = readEcbFile(fetched.text);
  if (!file.ok) return { ok: false, reason: 'no_rates', message: 'the source sent no file of rates' };
  const newestDay =
    file.rates
      .map((one) => one.day)
      .sort()
      .at(-1) ?? '';
  if (newestDay === '') return { ok: false, reason: 'no_rates', message: 'the file of the source has no rate' };
  if (newestDay > dayOf(deps.clock.nowMs() + DAY_MS))
    return { ok: false, reason: 'from_the_future', message: `the source has rates of ${newestDay} already` };
  return { ok: true, newestDay, ...(await deps.currencies.writeRates(file.rates, fetched.source)) };
}

/** Fetches now and writes down how it went. */
export async function refreshRates(deps: FetchRatesDeps): Promise<RatesFetched> {
  const result = await fetchRates(deps);
  const nowMs = deps.clock.nowMs();
  await deps.currencies.endFetch({
    nowMs,
    nextMs: nextFetchMs(nowMs, result.ok ? result.newestDay : null),
    problem: result.ok ? null : result.message,
  });
  return result;
}

/** The minute's look at the clock: fetches when it is time, in one isolate only. Null: it was not. */
export async function fetchWhenDue(deps: FetchRatesDeps): Promise<RatesFetched | null> {
  if (!(await deps.currencies.takeFetch(deps.clock.nowMs(), LEASE_MS))) return null;
  return refreshRates(deps);
}
