import type { AstroCookies } from 'astro';
import { type Market, type Markets, marketOf } from './markets.ts';

const COOKIE = 'market';
const YEAR_S = 31_536_000;

/** The market a visitor has chosen themselves; undefined while they have not, or when it is gone. */
export function chosenMarket(cookies: Pick<AstroCookies, 'get'>, markets: Markets): Market | undefined {
  return marketOf(markets, cookies.get(COOKIE)?.value ?? '');
}

/** Remembers a chosen market for a year. It names a place and a language, nobody. */
export function rememberMarket(cookies: AstroCookies, market: Pick<Market, 'prefix'>, secure: boolean): void {
  cookies.set(COOKIE, market.prefix, { path: '/', maxAge: YEAR_S, sameSite: 'lax', secure });
}

/** Country the platform saw the request come from; null where it does not say, or says that it does not know (XX, T1). */
export function countryOf(request: Request): string | null {
  const place: unknown = 'cf' in request ? request.cf : undefined;
  const seen = typeof place === 'object' && place !== null && 'country' in place ? place.country : null;
  const country = request.headers.get('cf-ipcountry') ?? (typeof seen === 'string' ? seen : '');
  return /^[A-Z]{2}$/.test(country) && country !== 'XX' && country !== 'T1' ? country : null;
}
