import type { AstroGlobal } from 'astro';
import { ask } from './graphql.ts';
import { redirectDocument } from './queries.ts';

/**
 * Answer for an address that names nothing: where the merchant said it has moved to, else the 404 page (with status 404).
 */
export async function missing(page: Pick<AstroGlobal, 'url' | 'locals' | 'rewrite'>): Promise<Response> {
  const { access, market } = page.locals.shop;
  const path = page.url.pathname.slice(market.prefix.length + 1) || '/';
  const answer = await ask(access, redirectDocument, { query: `path:${JSON.stringify(path)}` });
  const moved = answer.ok ? answer.data.urlRedirects.nodes.find((one) => one.path === path) : undefined;
  if (moved) {
    const target = moved.target.startsWith('/') ? `/${market.prefix}${moved.target}` : moved.target;
    return new Response(null, { status: 301, headers: { location: target } });
  }
  return page.rewrite('/404');
}
