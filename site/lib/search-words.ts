import type { Market } from './markets.ts';
import { inMarket } from './paths.ts';

/** Longest search of a page, in characters; the rest is cut off. */
const LONGEST = 120;

/** What was searched for, as pages take it from an address: trimmed, without control characters, at most 120 characters. */
export function shortWords(text: string | null): string {
  return (text ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '');
}

/** Address of the results for words. */
export const searchAddress = (market: Pick<Market, 'prefix'>, words: string): string =>
  `${inMarket(market, 'search')}?${new URLSearchParams({ q: words })}`;

/** Address of everything of a maker. */
export const brandAddress = (market: Pick<Market, 'prefix'>, brand: string): string =>
  `${inMarket(market, 'search')}?${new URLSearchParams({ vendor: brand })}`;
