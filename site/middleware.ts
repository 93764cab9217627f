import { defineMiddleware } from 'astro:middleware';
import { accessFrom } from './lib/access.ts';
import { chosenMarket, countryOf } from './lib/market-choice.ts';
import { fetchMarkets, type Market, type Markets, marketOf, suggestMarket } from './lib/markets.ts';
import { markMessages } from './lib/messages/marked.ts';
import { messagesFor } from './lib/messages/messages.ts';
import { secure } from './lib/security.ts';
import { marksMessages, paymentSettings, publicOrigin } from './lib/settings.ts';

/* The site's composition root: the only place under site/ that reads the clock and makes tokens. */

const MARKETS_FRESH_MS = 60_000;
/** Paths beside the markets that pages of the site answer. */
const ownPaths = new Set(['404', '500']);
/** Paths of the shop that are also reachable without a market, as links made by other software have them. */
const marketless = new Set([
  'products',
  'collections',
  'pages',
  'blogs',
  'policies',
  'cart',
  'checkout',
  'search',
  'orders',
  'account',
]);

let known: { readonly markets: Markets; readonly readAtMs: number } | null = null;

export const onRequest = defineMiddleware(async (context, next) => {
  const { url, request, locals } = context;
  if (url.pathname.startsWith('/_')) return next();
  if (url.pathname === '/admin' || url.pathname.startsWith('/admin/')) {
    const page = await next();
    secure(page.headers);
    return page;
  }
  markMessages(marksMessages());
  const nowMs = Date.now();
  const access = accessFrom(locals.cfContext, url, publicOrigin(), request.headers.get('cf-connecting-ip'));
  if (!known || nowMs - known.readAtMs > MARKETS_FRESH_MS) {
    const markets = await fetchMarkets(access);
    if (markets) known = { markets, readAtMs: nowMs };
  }
  if (!known) throw new Error('The shop API does not answer.');
  const { markets } = known;
  const [first = '', ...rest] = url.pathname.slice(1).split('/');
  const suggested =
    chosenMarket(context.cookies, markets) ??
    suggestMarket(markets, request.headers.get('accept-language'), countryOf(request));
  const market = marketOf(markets, first.toLowerCase());
  set(market ?? suggested);

  if (url.pathname === '/') return toMarket(`/${suggested.prefix}${url.search}`);
  if (marketless.has(first)) return toMarket(`/${suggested.prefix}${url.pathname}${url.search}`);
  // `[market]` would take any first segment for a market.
  if (!market && !first.includes('.') && !ownPaths.has(first)) return withSecurity(await context.rewrite('/404'));
  if (market) {
    if (first !== market.prefix) return context.redirect(`/${[market.prefix, ...rest].join('/')}${url.search}`, 301);
  }
  return withSecurity(await next());

  function set(chosen: Market): void {
    locals.shop = {
      access,
      markets,
      market: chosen,
      messages: messagesFor(chosen.language),
      nowMs,
      newToken: () => crypto.randomUUID(),
      payment: paymentSettings(),
    };
  }
});

function toMarket(path: string): Response {
  return new Response(null, {
    status: 302,
    headers: { location: path, 'cache-control': 'private, no-store', vary: 'accept-language, cookie' },
  });
}

function withSecurity(response: Response): Response {
  if ((response.headers.get('content-type') ?? '').includes('text/html')) {
    secure(response.headers);
    response.headers.set('speculation-rules', '"/speculation-rules.json"');
  }
  // Where a redirect leads depends on the shopper unless its page said otherwise.
  if (
    response.status >= 300 &&
    response.status < 400 &&
    response.status !== 301 &&
    !response.headers.has('cache-control')
  ) {
    response.headers.set('cache-control', 'private, no-store');
  }
  return response;
}
