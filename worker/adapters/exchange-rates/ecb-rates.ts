import type { RateSource } from '../../ports/currencies.ts';

const TIMEOUT_MS = 10_000;
/** The last 90 days are 150 kB as XML. */
const MOST_CHARACTERS = 4_000_000;
/** Ninety days rather than one: what a day's failure missed comes with the next. */
export const ECB_RATES_URL = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml';

/** The text of an answer; null as soon as it is more than a file of rates can be. */
async function boundedText(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += read.value;
    if (text.length <= MOST_CHARACTERS) continue;
    await reader.cancel();
    return null;
  }
  return text;
}

/** The European Central Bank's reference rates, or a file of the same format elsewhere. Source: https://www.ecb.europa.eu/stats/eurofxref */
export function ecbRates(url: string = ECB_RATES_URL): RateSource {
  return {
    async newest() {
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (!response.ok)
          return { ok: false, reason: 'unavailable', message: `the source answered ${response.status}` };
        const text = await boundedText(response);
        if (text === null)
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
