import { type ConversionTerms, charmRules } from '../../commerce/currency/convert.ts';
import { type PriceTerms, priceTerms } from '../../commerce/currency/price-conversion.ts';
import {
  type FoundRate,
  LONGEST_GAP_DAYS,
  type RateBook,
  rateBook,
  rateOn,
} from '../../commerce/currency/rate-book.ts';
import type { Clock } from '../ports/clock.ts';
import type { CurrencyRecords, CurrencySetting, KnownRate } from '../ports/currencies.ts';

const DAY_MS = 86_400_000;
/** Older quotes price nothing; some more are read to tell a currency that has ended from rates that are out of date. */
const READ_DAYS = 30;

/** ISO date of a moment in UTC. */
export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** Quotes as a book; its source names everybody who published one of them. */
export function bookOf(rates: readonly KnownRate[]): RateBook {
  return rateBook(rates, [...new Set(rates.map((one) => one.source))].sort().join(', '));
}

/** A currency of a market with its terms and today's rate. */
export interface CurrencyState {
  readonly setting: CurrencySetting;
  /** From the shop's currency. */
  readonly rate: FoundRate;
  /** Null: nothing may be priced, for `rate` says why. */
  readonly terms: PriceTerms | null;
}

export interface CurrencyDeps {
  readonly clock: Clock;
  readonly currencies: CurrencyRecords;
  /** The shop's own currency. */
  baseCurrency(): Promise<string>;
  /** Currencies of the shop's markets without the shop's own. */
  marketCurrencies(): Promise<readonly string[]>;
}

/** What holds for a currency nobody has set up: its prices are set by hand, and would end as is usual for it. */
export function unsetCurrency(currency: string): CurrencySetting {
  return {
    currency,
    isConverted: false,
    marginBps: 0,
    charm: charmRules[currency] ?? null,
    changedBy: null,
    changedAtMs: null,
  };
}

/** The terms of a currency at a rate; null where the rate was refused. */
export function termsAt(rate: FoundRate, setting: Pick<ConversionTerms, 'marginBps' | 'charm'>): PriceTerms | null {
  return rate.ok ? priceTerms(rate.rate, rate.day, setting) : null;
}

/** Every currency of the markets but the shop's own, ascending, with its terms and the rate that counts today: at most `LONGEST_GAP_DAYS` old. */
export async function currencyStates(deps: CurrencyDeps): Promise<readonly CurrencyState[]> {
  const nowMs = deps.clock.nowMs();
  const [base, names, settings, rates] = await Promise.all([
    deps.baseCurrency(),
    deps.marketCurrencies(),
    deps.currencies.settings(),
    deps.currencies.ratesSince(dayOf(nowMs - READ_DAYS * DAY_MS)),
  ]);
  const book = bookOf(rates);
  return [...new Set(names)].sort().map((currency) => {
    const setting = settings.find((one) => one.currency === currency) ?? unsetCurrency(currency);
    const rate = rateOn(book, base, currency, dayOf(nowMs), LONGEST_GAP_DAYS);
    return { setting, rate, terms: termsAt(rate, setting) };
  });
}

/** Whether prices of a currency should follow a rate that there is none of. */
export const needsRate = ({ setting, terms }: CurrencyState): boolean => setting.isConverted && terms === null;
