import { type CharmRule, charmRules } from '../../commerce/currency/convert.ts';
import { DEMO_RATES, DEMO_SOURCE } from '../../commerce/currency/demo-rates.ts';
import { convertPrice, type PriceConversion, priceTerms } from '../../commerce/currency/price-conversion.ts';
import { rateBook, rateOn } from '../../commerce/currency/rate-book.ts';
import { currencySettings, exchangeRates } from '../schema/currencies.ts';
import type { SeedTransaction } from './seed-context.ts';

/** The shop's own currency, and those of its other markets. Only the dirham's prices are nowhere set by hand; the others' missing ones are converted too. */
const BASE = 'EUR';
const FOLLOWING = ['USD', 'GBP', 'JPY', 'AED'] as const;
/** For the rate's movement until the money arrives. */
const MARGIN_BPS = 200;

/** The day whose rates the demo shop begins with. */
const today = (): string => new Date().toISOString().slice(0, 10);
const quotes = (day: string) => Object.entries(DEMO_RATES).map(([currency, rate]) => ({ day, currency, rate }));
const charmOf = (currency: string): CharmRule | null => charmRules[currency] ?? null;

/** Writes the rates of the day and how the shop's currencies follow them; what is converted below is up to date with that. */
export async function writeCurrencies(tx: SeedTransaction): Promise<void> {
  await tx.insert(exchangeRates).values(quotes(today()).map((rate) => ({ ...rate, source: DEMO_SOURCE })));
  await tx.insert(currencySettings).values(
    FOLLOWING.map((currency) => {
      const charm = charmOf(currency);
      return {
        currency,
        isConverted: true,
        marginBps: MARGIN_BPS,
        charm: charm && { ...charm, endingsMinor: [...charm.endingsMinor] },
        settledVersion: 1,
      };
    }),
  );
}

/** A price in euro cents as it follows in another currency of the demo shop. */
export function demoConversion(
  currency: (typeof FOLLOWING)[number],
  amountMinor: number,
  compareAtMinor: number | null,
): PriceConversion {
  const day = today();
  const rate = rateOn(rateBook(quotes(day), DEMO_SOURCE), BASE, currency, day);
  if (!rate.ok) throw new Error(`demo rates: ${currency} ${rate.reason}`);
  const terms = priceTerms(rate.rate, rate.day, { marginBps: MARGIN_BPS, charm: charmOf(currency) });
  return convertPrice({ currency: BASE, amountMinor, compareAtMinor }, currency, terms);
}
