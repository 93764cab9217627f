import type { APIRoute } from 'astro';
import { marketToOffer } from '../../../commerce/markets/suggest-market.ts';
import { keepPrivate } from '../../lib/caching.ts';
import { chosenMarket, countryOf } from '../../lib/market-choice.ts';

/**
 * Shows the one line of the page's hint that is for this visitor, or none. Pages are shared by everyone and hold a line for every market; only this
 * style sheet knows the visitor. It needs no script, and nobody is moved anywhere.
 */
export const GET: APIRoute = ({ request, cookies, locals }) => {
  const { market, markets } = locals.shop;
  const offered = chosenMarket(cookies, markets)
    ? undefined
    : marketToOffer(markets.all, market, request.headers.get('accept-language'), countryOf(request));
  const css = offered
    ? `.market-hint,.market-hint [data-for="${offered.prefix}"]{display:flex}`
    : '/* Nothing to suggest. */';
  const headers = new Headers({ 'content-type': 'text/css; charset=utf-8' });
  keepPrivate(headers);
  return new Response(css, { headers });
};
