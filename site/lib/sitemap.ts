import { localeOf } from './format.ts';
import { type Handled, pathsOf } from './localised-paths.ts';
import type { Market, Markets } from './markets.ts';
import type { SitemapAnswer } from './queries.ts';

/** A page with a lasting address: its path after the market prefix in each language, and when it last changed. */
export interface SitemapEntry {
  readonly pathIn: (language: string) => string;
  readonly changedAt: string | null;
}

/** Most product pages of 250 that one sitemap lists: 50,000 addresses are the format's limit. */
export const SITEMAP_PAGES = 200;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** Everything with a lasting address in one answer of the API; the first answer also holds what is no product. */
export function entriesOf(answer: SitemapAnswer, first: boolean): SitemapEntry[] {
  const entry = (folder: string, one: Handled, changedAt: string | null): SitemapEntry => ({
    pathIn: pathsOf(folder, one),
    changedAt,
  });
  const products = answer.products.nodes.map((one) => entry('products', one, one.updatedAt));
  if (!first) return products;
  return [
    { pathIn: () => '', changedAt: null },
    { pathIn: () => '/collections', changedAt: null },
    ...answer.collections.nodes
      .filter((one) => !one.handle.startsWith('hidden-'))
      .map((one) => entry('collections', one, one.updatedAt)),
    ...products,
    ...answer.pages.nodes.map((one) => entry('pages', one, one.updatedAt)),
    ...answer.articles.nodes.map((one) => ({ pathIn: pathsOf('blogs', one.blog, one), changedAt: one.publishedAt })),
  ];
}

/** The sitemap of one market; every address with its translations in all markets. Source: https://www.sitemaps.org/protocol.html */
export function sitemapXml(entries: readonly SitemapEntry[], market: Market, markets: Markets, origin: string): string {
  const address = (one: Market, entry: SitemapEntry) => escaped(`${origin}/${one.prefix}${entry.pathIn(one.language)}`);
  const urls = entries.map((entry) => {
    const alternates = markets.all
      .map((one) => `<xhtml:link rel="alternate" hreflang="${localeOf(one)}" href="${address(one, entry)}"/>`)
      .join('');
    const changed = entry.changedAt === null ? '' : `<lastmod>${escaped(entry.changedAt)}</lastmod>`;
    return `<url><loc>${address(market, entry)}</loc>${changed}${alternates}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`;
}

/** The list of every market's sitemap. */
export function sitemapIndexXml(markets: Markets, origin: string): string {
  const maps = markets.all.map(
    (one) => `<sitemap><loc>${escaped(`${origin}/${one.prefix}/sitemap.xml`)}</loc></sitemap>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${maps.join('\n')}\n</sitemapindex>\n`;
}

/** An XML answer that is fresh for an hour. */
export function xmlResponse(xml: string): Response {
  return new Response(xml, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': 'public, max-age=0, s-maxage=3600, stale-while-revalidate=86400',
    },
  });
}
