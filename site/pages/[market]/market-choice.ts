import type { APIRoute } from 'astro';
import { rememberMarket } from '../../lib/market-choice.ts';
import { inMarket } from '../../lib/paths.ts';

/** Keeps a visitor's choice of this market and shows the page they chose it on. */
export const POST: APIRoute = async ({ request, cookies, locals, url }) => {
  const { market } = locals.shop;
  const path = (await request.formData()).get('path');
  rememberMarket(cookies, market, url.protocol === 'https:');
  // Only a path of this shop: two slashes would name another host.
  const inside = typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : '';
  return new Response(null, {
    status: 303,
    headers: { location: `${inMarket(market)}${inside}`, 'cache-control': 'no-store' },
  });
};

/** Opened by hand it leads to the market's first page. */
export const GET: APIRoute = ({ locals }) =>
  new Response(null, { status: 303, headers: { location: inMarket(locals.shop.market) } });
