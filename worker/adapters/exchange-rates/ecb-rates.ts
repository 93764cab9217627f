import type { RateSource } from '../../ports/currencies.ts';

const TIMEOUT_MS = 10_000;
/** The last 90 days are 150 kB as XML. */
const MOST_CHARACTERS = 4_000_000;
/** Ninety days rather than one: what a day's failure missed comes with the next. */
export const ECB_RATES_URL = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml';

/** The European Central Bank's reference rates, or a file of the same format elsewhere. Source: https://www.ecb.europa.eu/stats/eurofxref */
export function ecbRates(url: string = ECB_RATES_URL): RateSource {
  return {
    async newest() {
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        const text = await response.text();
        if (!response.ok)
          return { ok: false, reason: 'unavailable', message: `the source answered ${response.status}` };
        if (text.length > MOST_CHARACTERS)
          return { ok: false, reason: 'unavailable', message: 'the source sent more than a file of rates' };
        return { ok: true, text, source: 'ECB' };
      } catch (error) {
        return {
          ok: false,
          reason: 'unavailable',
          message: error instanceof Error ? error.message : 'the source did not answer',
        };
      }
    },
  };
}
