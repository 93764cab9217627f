import { DEMO_RATES, DEMO_SOURCE } from '../../../commerce/currency/demo-rates.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RateSource } from '../../ports/currencies.ts';

/** Stands in for the European Central Bank on a developer's machine: every day's rates are the same. */
export function localRates(clock: Clock): RateSource {
  return {
    async newest() {
      const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
      const rates = Object.entries(DEMO_RATES);
      const line = (cells: readonly string[]) => cells.join(',');
      const text = `${line(['Date', ...rates.map(([name]) => name)])}\n${line([day, ...rates.map(([, rate]) => rate)])}\n`;
      return { ok: true, text, source: DEMO_SOURCE };
    },
  };
}
