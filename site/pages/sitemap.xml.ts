import type { APIRoute } from 'astro';
import { localeOf } from '../lib/format.ts';
import { need } from '../lib/graphql.ts';
import { type SitemapAnswer, sitemapDocument } from '../lib/queries.ts';

interface Entry {
  readonly path: string;
  readonly changedAt: string | null;
}

/** Most product pages of 250 that one sitemap lists: 50,000 addresses are the format's limit for each market. */
const PAGES = 20;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function entriesOf(answer: SitemapAnswer, first: boolean): Entry[] {
  const products = answer.products.nodes.map((one) => ({
    path: `/products/${encodeURIComponent(one.handle)}`,
    changedAt: one.updatedAt,
  }));
  if (!first) return products;
  return [
    { path: '', changedAt: null },
    { path: '/collections', changedAt: null },
    ...answer.collections.nodes
      .filter((one) => !one.handle.startsWith('hidden-'))
      .map((one) => ({ path: `/collections/${encodeURIComponent(one.handle)}`, changedAt: one.updatedAt })),
    ...products,
    ...answer.pages.nodes.map((one) => ({
      path: `/pages/${encodeURIComponent(one.handle)}`,
      changedAt: one.updatedAt,
    })),
    ...answer.articles.nodes.map((one) => ({
      path: `/blogs/${encodeURIComponent(one.blog.handle)}/${encodeURIComponent(one.handle)}`,
      changedAt: one.publishedAt,
    })),
  ];
}

/** Every lasting address in every market, each with its translations. Source: https://www.sitemaps.org/protocol.html */
export const GET: APIRoute = async ({ locals }) => {
  const { access, markets } = locals.shop;
  const entries: Entry[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const answer: SitemapAnswer = await need(access, sitemapDocument, { after });
    entries.push(...entriesOf(answer, page === 0));
    const { hasNextPage, endCursor } = answer.products.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    after = endCursor;
  }
  const address = (prefix: string, path: string) => escaped(`${access.origin}/${prefix}${path}`);
  const urls = entries.flatMap(({ path, changedAt }) => {
    const alternates = markets.all
      .map((one) => `<xhtml:link rel="alternate" hreflang="${localeOf(one)}" href="${address(one.prefix, path)}"/>`)
      .join('');
    const changed = changedAt === null ? '' : `<lastmod>${escaped(changedAt)}</lastmod>`;
    return markets.all.map((one) => `<url><loc>${address(one.prefix, path)}</loc>${changed}${alternates}</url>`);
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`;
  return new Response(xml, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': 'public, max-age=0, s-maxage=3600, stale-while-revalidate=86400',
    },
  });
};
