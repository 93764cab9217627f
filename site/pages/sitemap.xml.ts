import type { APIRoute } from 'astro';
import { sitemapIndexXml, xmlResponse } from '../lib/sitemap.ts';

/** Where each market's sitemap is. */
export const GET: APIRoute = ({ locals }) => {
  const { access, markets } = locals.shop;
  return xmlResponse(sitemapIndexXml(markets, access.origin));
};
