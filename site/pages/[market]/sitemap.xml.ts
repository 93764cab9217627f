import type { APIRoute } from 'astro';
import { need } from '../../lib/graphql.ts';
import { type SitemapAnswer, sitemapDocument } from '../../lib/queries.ts';
import { entriesOf, SITEMAP_PAGES, type SitemapEntry, sitemapXml, xmlResponse } from '../../lib/sitemap.ts';

/** Every lasting address of the market. */
export const GET: APIRoute = async ({ locals }) => {
  const { access, market, markets } = locals.shop;
  const entries: SitemapEntry[] = [];
  let after: string | null = null;
  for (let page = 0; page < SITEMAP_PAGES; page += 1) {
    const answer: SitemapAnswer = await need(access, sitemapDocument, { after });
    entries.push(...entriesOf(answer, page === 0));
    const { hasNextPage, endCursor } = answer.products.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    after = endCursor;
  }
  return xmlResponse(sitemapXml(entries, market, markets, access.origin));
};
