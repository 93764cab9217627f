import type { Market } from './markets.ts';
import type { InMarket } from './queries.ts';

/** Variables of `@inContext` for a market: enum values of the API, DE and PT_BR. */
export function inContextOf(market: Market): InMarket {
  return { country: market.country, language: market.language.toUpperCase().replace('-', '_') };
}
